#include "pages/duties.h"

#include "base/clock.h"
#include "pages/access.h"
#include "pages/fields.h"
#include "pages/pages.h"
#include "store/units.h"
#include "text/parse.h"
#include "views.h"

#include <string.h>

static const char *fault_said(const struct reader *reader,
                              enum duty_fault fault)
{
    static const enum word words[] = {[DUTY_NO_DAY] = SAY_DUTY_NO_DAY,
                                      [DUTY_NO_UNIT] = SAY_DUTY_NO_UNIT,
                                      [DUTY_TOO_EARLY] = SAY_DUTY_TOO_EARLY,
                                      [DUTY_SAME] = SAY_DUTY_SAME,
                                      [DUTY_IS_MAIN] = SAY_DUTY_IS_MAIN};

    return say(reader->language, words[fault]);
}

static enum status show(struct request *req, struct response *res,
                        struct duties_page *page)
{
    struct db *db = req->house->db;

    TRY(person_find(db, req->arena, page->person->id, &page->person));
    TRY(assignment_list(db, req->arena, page->person->id, &page->duties,
                        &page->duty_count));
    TRY(position_list(db, req->arena, &page->positions, &page->position_count));
    TRY(duty_group_list(db, req->arena, &page->groups, &page->group_count));
    res->code = page->fault ? 422 : 0;
    res->title = say(req->visitor->language, SAY_DUTIES_TITLE);
    view_duties(&res->body, reader_of(req, res), page);
    return OK;
}

static enum status begin(struct request *req, struct duties_page *page)
{
    const struct actor actor = actor_of(req);
    int64_t id;

    TRY(path_id(req, "person", &id));
    TRY(actor_reaches_person(req->house->db, req->arena, &actor, MANAGE_PEOPLE,
                             id));
    *page = (struct duties_page){
        .what = line_typed(req, "what"),
        .unit = line_typed(req, "unit"),
        .job_title = line_typed(req, "job_title"),
        .rank_code = line_typed(req, "rank_code"),
        .day = line_typed(req, "day"),
        .position = field_number(&req->form, "position", 0),
        .group = field_number(&req->form, "group", 0),
        .duty = field_number(&req->form, "duty", 0),
        .main = field(&req->form, "main") != NULL,
    };
    return person_find(req->house->db, req->arena, id, &page->person);
}

enum status duties_show(struct request *req, struct response *res)
{
    struct duties_page page;

    TRY(begin(req, &page));
    return show(req, res, &page);
}

static bool is_known(const struct coded *list, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].id == id)
            return true;
    return !id;
}

static enum status read_order(struct request *req,
                              const struct duties_page *page,
                              struct duty_order *order)
{
    const struct coded *positions, *groups;
    size_t position_count, group_count;
    const struct unit *unit;

    order->deed = !strcmp(page->what, "give")  ? DUTY_GIVE
                  : !strcmp(page->what, "end") ? DUTY_END
                                               : DUTY_LEAVE;
    if (order->deed == DUTY_LEAVE && strcmp(page->what, "leave"))
        return INVALID;
    if (!parse_day(page->day, &order->day))
        order->day = 0;
    TRY(position_list(req->house->db, req->arena, &positions, &position_count));
    TRY(duty_group_list(req->house->db, req->arena, &groups, &group_count));
    if (!is_known(positions, position_count, page->position) ||
        !is_known(groups, group_count, page->group))
        return INVALID;
    enum status status =
        unit_code_find(req->house->db, req->arena, page->unit,
                       order->day ? order->day : clock_day(req->now), &unit);
    order->unit = status == OK ? unit->id : 0;
    return status == MISSING ? OK : status;
}

enum status duties_send(struct request *req, struct response *res)
{
    const struct actor actor = actor_of(req);
    struct duties_page page;
    enum duty_fault fault = DUTY_FINE;

    TRY(begin(req, &page));
    struct duty_order order = {.person = page.person->id,
                               .duty = page.duty,
                               .main = page.main,
                               .job_title = page.job_title,
                               .rank_code = page.rank_code,
                               .position = page.position,
                               .duty_group = page.group};
    TRY(read_order(req, &page, &order));
    enum status status =
        duty_order_do(req->house, req->arena, &actor, &order, &fault);
    if (status == INVALID && fault) {
        page.fault = fault_said(reader_of(req, res), fault);
        return show(req, res, &page);
    }
    TRY(status);
    return redirect(req, res, "/people/%lld", (long long)order.person);
}
