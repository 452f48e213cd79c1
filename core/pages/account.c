#include "pages/account.h"

#include "base/clock.h"
#include "domain/credentials.h"
#include "domain/units.h"
#include "pages/gate.h"
#include "store/accounts.h"
#include "views.h"

#include <string.h>

static enum status read_duty(const struct request *req,
                             struct account_page *page)
{
    int64_t day = clock_day(req->now);
    enum status status = assignment_find(
        req->house->db, req->arena, req->visitor->person, day, &page->duty);

    if (status == MISSING) {
        page->duty = NULL;
        return OK;
    }
    TRY(status);
    status = unit_path_name(req->house->db, req->arena, page->duty->unit, day,
                            &page->unit_path);
    if (status == MISSING)
        page->unit_path = page->duty->unit_name;
    return status == MISSING ? OK : status;
}

static enum status read_grants(const struct request *req,
                               struct account_page *page)
{
    int64_t day = clock_day(req->now);
    const struct grant *all;
    size_t count;

    TRY(grant_list(req->house->db, req->arena, req->visitor->person, &all,
                   &count));
    struct grant *list = arena_many(req->arena, struct grant, count);
    for (size_t i = 0; i < count; i++)
        if (all[i].valid_from <= day &&
            (!all[i].valid_to || all[i].valid_to > day))
            list[page->grant_count++] = all[i];
    page->grants = list;
    return OK;
}

static const char *done_said(const struct request *req)
{
    const char *done = field(&req->query, "done");
    enum language language = req->visitor->language;

    if (done && !strcmp(done, "password"))
        return say(language, SAY_PASSWORD_CHANGED);
    if (done && !strcmp(done, "second-step"))
        return say(language, SAY_SECOND_STEP_DONE);
    return NULL;
}

enum status account_show(struct request *req, struct response *res)
{
    struct account_page page = {.done = done_said(req)};
    const struct account *account;

    TRY(account_find(req->house->db, req->arena, req->visitor->account,
                     &account));
    page.login = account->login;
    page.has_second_step = account->totp_secret != NULL;
    page.may_have_second_step = !req->house->demo;
    TRY(read_duty(req, &page));
    TRY(read_grants(req, &page));
    res->title = say(req->visitor->language, SAY_ACCOUNT);
    view_account(&res->body, reader_of(req, res), &page);
    return OK;
}

enum status sign_out_everywhere(struct request *req, struct response *res)
{
    TRY(door_sign_out_all(req->house, req->arena, req->visitor->account,
                          req->now));
    res->cookie = gate_session_cookie(req, NULL);
    return redirect(req, res, "/sign-in?ended=1");
}

/* ---- the password
 * -------------------------------------------------------------*/

const char *password_fault_said(const struct reader *reader, int fault)
{
    static const enum word words[] = {
        [PASSWORD_SHORT] = SAY_PASSWORD_SHORT,
        [PASSWORD_LONG] = SAY_PASSWORD_LONG,
        [PASSWORD_COMMON] = SAY_PASSWORD_COMMON,
        [PASSWORD_DIFFERS] = SAY_PASSWORD_DIFFERS,
        [PASSWORD_SAME] = SAY_PASSWORD_SAME,
        [PASSWORD_WRONG] = SAY_PASSWORD_WRONG,
        [PASSWORD_WAIT] = SAY_PASSWORD_WAIT,
    };

    return fault == PASSWORD_FINE ? NULL : say(reader->language, words[fault]);
}

static enum status show_password(struct request *req, struct response *res,
                                 int fault)
{
    res->title = say(req->visitor->language, SAY_PASSWORD_CHANGE);
    const struct reader *reader = reader_of(req, res);
    const struct password_page page = {req->visitor->must_change,
                                       password_fault_said(reader, fault)};
    view_password(&res->body, reader, &page);
    return OK;
}

enum status password_show(struct request *req, struct response *res)
{
    if (!req->visitor->person || req->visitor->second_step_due) {
        const char *first = gate_first(req->visitor);
        res->location = gate_before(req, first ? first : "/sign-in");
        return OK;
    }
    return show_password(req, res, PASSWORD_FINE);
}

enum status password_set(struct request *req, struct response *res)
{
    const struct password_change change = {
        .account = req->visitor->account,
        .second_step = true,
        .old = field_text(&req->form, "old"),
        .new = field_text(&req->form, "new"),
        .again = field_text(&req->form, "again"),
        .from = req->from ? req->from : "",
        .now = req->now,
    };
    enum password_fault fault;
    const char *token;

    if (!req->visitor->person || req->visitor->second_step_due)
        return DENIED;
    TRY(password_change(req->house, req->arena, &change, &fault, &token));
    if (fault != PASSWORD_FINE) {
        res->code = fault == PASSWORD_WAIT ? 429 : 422;
        return show_password(req, res, fault);
    }
    res->cookie = gate_session_cookie(req, token);
    return redirect(req, res, "/account?done=password");
}
