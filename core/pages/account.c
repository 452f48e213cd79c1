#include "pages/account.h"

#include "base/clock.h"
#include "domain/units.h"
#include "pages/pages.h"
#include "store/accounts.h"
#include "views.h"

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

enum status account_show(struct request *req, struct response *res)
{
    struct account_page page = {0};
    const struct account *account;

    TRY(account_find(req->house->db, req->arena, req->visitor->account,
                     &account));
    page.login = account->login;
    TRY(read_duty(req, &page));
    TRY(read_grants(req, &page));
    res->title = say(req->visitor->language, SAY_ACCOUNT);
    view_account(&res->body, reader_of(req, res), &page);
    return OK;
}
