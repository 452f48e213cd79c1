#include "pages/account.h"

#include "domain/credentials.h"
#include "pages/gate.h"
#include "report/qr.h"
#include "store/accounts.h"
#include "views.h"

#include <string.h>

static const char *fault_of(const struct request *req,
                            const struct code_answer *answer)
{
    enum language language = req->visitor->language;

    if (answer->outcome == CODE_WAIT)
        return say_count(req->arena, language, SAY_CODE_WAIT,
                         (answer->wait_ms + 999) / 1000);
    return say(language, SAY_CODE_WRONG);
}

static enum status try_code(struct request *req, struct response *res,
                            bool setting_up, struct code_answer *answer)
{
    const struct code_try try = {
        .account = req->visitor->account,
        .session_digest = req->visitor->session_digest,
        .code = field_text(&req->form, "code"),
        .setting_up = setting_up,
        .now = req->now,
    };

    TRY(second_step_try(req->house, req->arena, &try, answer));
    if (answer->outcome != CODE_RIGHT)
        res->code = answer->outcome == CODE_WAIT ? 429 : 422;
    return OK;
}

/* ---- the code at sign-in
 * ------------------------------------------------------*/

static bool owes_code(const struct visitor *visitor)
{
    return visitor->second_step_due && !visitor->second_step_unset;
}

static enum status show_code(struct request *req, struct response *res,
                             const struct code_page *page)
{
    res->title = say(req->visitor->language, SAY_CODE_TITLE);
    view_code(&res->body, reader_of(req, res), page);
    return OK;
}

enum status code_show(struct request *req, struct response *res)
{
    const struct code_page page = {
        .back = gate_back(req, field(&req->query, "back"))};

    if (!req->visitor->person)
        return redirect(req, res, "/sign-in");
    if (!owes_code(req->visitor))
        return redirect(req, res, "%s", page.back);
    return show_code(req, res, &page);
}

enum status code_try(struct request *req, struct response *res)
{
    struct code_page page = {.back = gate_back(req, field(&req->form, "back"))};
    struct code_answer answer;

    if (!req->visitor->person)
        return DENIED;
    if (!owes_code(req->visitor))
        return redirect(req, res, "%s", page.back);
    TRY(try_code(req, res, false, &answer));
    if (answer.outcome == CODE_RIGHT)
        return redirect(req, res, "%s", page.back);
    page.fault = fault_of(req, &answer);
    return show_code(req, res, &page);
}

/* ---- setting it up
 * ------------------------------------------------------------*/

/* Easier to type from paper. */
static const char *in_groups(struct arena *arena, const char *secret)
{
    struct buf out = {.arena = arena};

    for (size_t i = 0; secret[i]; i++) {
        if (i && i % 4 == 0)
            buf_bytes(&out, " ", 1);
        buf_bytes(&out, secret + i, 1);
    }
    return out.data;
}

static enum status show_setting_up(struct request *req, struct response *res,
                                   const char *back, const char *fault)
{
    const struct account *account;

    TRY(account_find(req->house->db, req->arena, req->visitor->account,
                     &account));
    struct second_step_page page = {
        .due = req->visitor->second_step_unset,
        .renewed = account->totp_secret != NULL,
        .back = back,
        .fault = fault,
    };
    if (account->totp_pending) {
        page.secret = in_groups(req->arena, account->totp_pending);
        page.address =
            second_step_address(req->arena, req->house->body_name,
                                account->login, account->totp_pending);
        page.qr = qr_path(req->arena, page.address, &page.qr_side);
    }
    res->title = say(req->visitor->language, SAY_SECOND_STEP);
    view_second_step(&res->body, reader_of(req, res), &page);
    return OK;
}

/* Whoever still owes a code of the old phone sets up no new one. */
static bool may_set_up(const struct request *req)
{
    return req->visitor->person && !owes_code(req->visitor);
}

enum status second_step_show(struct request *req, struct response *res)
{
    if (!may_set_up(req)) {
        const char *first = gate_first(req->visitor);
        res->location = gate_before(req, first ? first : "/sign-in");
        return OK;
    }
    if (req->house->demo)
        return MISSING;
    return show_setting_up(req, res, gate_back(req, field(&req->query, "back")),
                           NULL);
}

enum status second_step_set(struct request *req, struct response *res)
{
    const char *back = gate_back(req, field(&req->form, "back"));
    const char *what = field_text(&req->form, "do"), *secret;
    bool due = req->visitor->second_step_unset;
    struct code_answer answer;

    if (!may_set_up(req))
        return DENIED;
    if (req->house->demo)
        return MISSING;
    if (!strcmp(what, "begin")) {
        TRY(second_step_offer(req->house, req->arena, req->visitor->account,
                              &secret));
        return show_setting_up(req, res, back, NULL);
    }
    if (strcmp(what, "confirm"))
        return INVALID;
    TRY(try_code(req, res, true, &answer));
    if (answer.outcome != CODE_RIGHT)
        return show_setting_up(req, res, back, fault_of(req, &answer));
    return redirect(req, res, "%s", due ? back : "/account?done=second-step");
}
