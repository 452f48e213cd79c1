#include "pages/accommodations.h"

#include "base/clock.h"
#include "pages/access.h"
#include "pages/fields.h"
#include "pages/pages.h"
#include "text/parse.h"
#include "views.h"

#include <string.h>

enum { DAY_MS = 24 * 60 * 60 * 1000 };

static const char *fault_said(const struct reader *reader,
                              enum accommodation_fault fault)
{
    static const enum word words[] = {[GRANT_NO_BASIS] = SAY_GRANT_NO_BASIS,
                                      [GRANT_BAD_PERCENT] =
                                          SAY_GRANT_BAD_PERCENT,
                                      [GRANT_BAD_BREAK] = SAY_GRANT_BAD_BREAK,
                                      [GRANT_BAD_DAYS] = SAY_GRANT_BAD_DAYS,
                                      [GRANT_NOTHING] = SAY_GRANT_NOTHING};

    return say(reader->language, words[fault]);
}

static enum status begin(struct request *req, struct accommodations_page *page)
{
    const struct actor actor = actor_of(req);
    int64_t id;

    TRY(path_id(req, "person", &id));
    TRY(actor_reaches_person(req->house->db, req->arena, &actor, MANAGE_PEOPLE,
                             id));
    page->day = clock_day(req->now);
    return person_find(req->house->db, req->arena, id, &page->person);
}

static enum status show(struct request *req, struct response *res,
                        struct accommodations_page *page)
{
    TRY(accommodation_list(req->house->db, req->arena, page->person->id,
                           &page->list, &page->count));
    res->code = page->fault ? 422 : 0;
    res->title = say(req->visitor->language, SAY_ACCOMMODATIONS_TITLE);
    view_accommodations(&res->body, reader_of(req, res), page);
    return OK;
}

enum status accommodations_show(struct request *req, struct response *res)
{
    struct accommodations_page page = {
        .percent = "150", .breaks = "0", .basis = "", .from = "", .to = ""};

    TRY(begin(req, &page));
    return show(req, res, &page);
}

static int64_t number_typed(const char *typed)
{
    int64_t number;

    return parse_integer(typed, &number) ? number : -1;
}

/* The last day is said as people say it, and kept as the first day after. */
static bool read_days(const struct accommodations_page *page,
                      struct accommodation *one)
{
    if (!parse_day(page->from, &one->valid_from))
        return false;
    if (!*page->to)
        return true;
    if (!parse_day(page->to, &one->valid_to))
        return false;
    one->valid_to = clock_day(clock_day_start(one->valid_to) + DAY_MS);
    return true;
}

static enum status grant(struct request *req, struct accommodations_page *page,
                         enum accommodation_fault *fault)
{
    struct accommodation one = {
        .person = page->person->id,
        .percent = number_typed(page->percent),
        .break_minutes = number_typed(page->breaks),
        .larger_text = page->larger_text,
        .separate_room = page->separate_room,
        .basis = page->basis,
        .approved_by = req->visitor->person,
        .approved_at = req->now,
    };

    if (!read_days(page, &one))
        one.valid_from = 0;
    return accommodation_grant(req->house, req->arena, &one, fault);
}

enum status accommodations_send(struct request *req, struct response *res)
{
    struct accommodations_page page = {
        .percent = line_typed(req, "percent"),
        .breaks = line_typed(req, "breaks"),
        .basis = line_typed(req, "basis"),
        .from = line_typed(req, "from"),
        .to = line_typed(req, "to"),
        .larger_text = field(&req->form, "larger_text") != NULL,
        .separate_room = field(&req->form, "separate_room") != NULL,
    };
    enum accommodation_fault fault = GRANT_FINE;

    TRY(begin(req, &page));
    if (page.person->id == req->visitor->person)
        return DENIED; /* nobody grants themselves time */
    int64_t stop = field_number(&req->form, "stop", 0);
    enum status status =
        stop ? accommodation_stop(req->house, req->arena, page.person->id, stop,
                                  req->visitor->person, req->now)
             : grant(req, &page, &fault);
    if (status == INVALID) {
        page.fault = fault_said(reader_of(req, res), fault);
        return show(req, res, &page);
    }
    TRY(status);
    return redirect(req, res, "/people/%lld/accommodations",
                    (long long)page.person->id);
}
