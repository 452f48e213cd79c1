#include "pages/rooms.h"

#include "base/clock.h"
#include "pages/pages.h"
#include "pages/sittings.h"
#include "text/parse.h"
#include "views.h"

#include <string.h>

static enum status show(struct request *req, struct response *res,
                        struct rooms_page *page)
{
    struct db *db = req->house->db;

    TRY(room_list(db, req->arena, page->sitting->id, &page->rooms,
                  &page->room_count));
    TRY(proctor_list(db, req->arena, page->sitting->id, &page->proctors,
                     &page->proctor_count));
    enum status status =
        sitting_attempt_find(db, req->arena, page->sitting->id);
    if (status != OK && status != MISSING)
        return status;
    page->begun = status == OK;
    const struct reader *reader = reader_of(req, res);
    page->title = reader_text(reader, page->sitting->title);
    res->title = say(req->visitor->language, SAY_ROOMS_TITLE);
    if (page->fault)
        res->code = 422;
    view_rooms(&res->body, reader_of(req, res), page);
    return OK;
}

/* Rooms stand for all of a sitting, so only for who may see all of it. */
static enum status begin(struct request *req, struct rooms_page *page)
{
    *page = (struct rooms_page){
        .what = line_typed(req, "what"),
        .name = line_typed(req, "name"),
        .place = line_typed(req, "place"),
        .seats = line_typed(req, "seats"),
        .room = field_number(&req->form, "room", 0),
        .people = {.typed = ""},
        .seated = field_number(&req->query, "seated", -1),
        .left = field_number(&req->query, "left", -1),
    };
    TRY(sitting_mine(req, &page->sitting));
    bool typed = !strcmp(page->what, "conditions");
    page->addresses = typed                      ? lines_typed(req, "addresses")
                      : page->sitting->addresses ? page->sitting->addresses
                                                 : "";
    page->seb_keys = typed                     ? lines_typed(req, "seb_keys")
                     : page->sitting->seb_keys ? page->sitting->seb_keys
                                               : "";
    if (!page->sitting->ready || page->sitting->cancelled_at)
        return MISSING;
    return scope_of(req, SCHEDULE).whole ||
                   page->sitting->created_by == req->visitor->person
               ? OK
               : DENIED;
}

enum status rooms_show(struct request *req, struct response *res)
{
    struct rooms_page page;

    TRY(begin(req, &page));
    return show(req, res, &page);
}

/* ---- each form -----------------------------------------------------------*/

static enum status add_room(struct request *req, struct rooms_page *page,
                            enum word *fault)
{
    struct room room = {.sitting = page->sitting->id,
                        .name = page->name,
                        .place = *page->place ? page->place : NULL};

    if (!parse_integer(page->seats, &room.seats))
        room.seats = 0;
    enum status status = room_open(req->house, req->arena, &room,
                                   req->visitor->person, req->now);
    *fault = status == INVALID ? SAY_ROOM_INCOMPLETE : SAY_ROOM_NAME_TAKEN;
    return status;
}

/* Everybody typed is appointed, or nobody. */
static enum status appoint(struct request *req, struct rooms_page *page,
                           enum word *fault)
{
    size_t count;

    TRY(people_typed(req, clock_day(req->now), &page->people));
    const int64_t *people = people_called(req->arena, &page->people, &count);
    *fault = SAY_PROCTOR_UNKNOWN;
    if (page->people.wrong || page->people.too_many || !count)
        return INVALID;
    for (size_t i = 0; i < count; i++) {
        enum status status = proctor_appoint(
            req->house, req->arena, page->sitting->id, page->room, people[i],
            req->visitor->person, req->now);
        *fault = status == DENIED ? SAY_PROCTOR_NO_ROLE : SAY_PROCTOR_SITS;
        if (status == DENIED)
            return INVALID;
        if (status != CONFLICT) /* watches there already */
            TRY(status);
    }
    return OK;
}

/* An empty passcode stays as it is unless it is taken away on purpose. */
static enum status set_conditions(struct request *req, struct rooms_page *page,
                                  enum word *fault)
{
    const char *passcode = line_typed(req, "passcode");
    bool none = field(&req->form, "no_passcode") != NULL;
    const struct new_conditions conditions = {.passcode = none        ? ""
                                                          : *passcode ? passcode
                                                                      : NULL,
                                              .addresses = page->addresses,
                                              .seb_keys = page->seb_keys};
    enum conditions_fault why;
    size_t line;

    enum status status =
        conditions_set(req->house, req->arena, page->sitting->id, &conditions,
                       req->visitor->person, req->now, &why, &line);
    *fault = why == ENTRY_BAD_KEY ? SAY_ENTRY_BAD_KEY : SAY_ENTRY_BAD_RANGE;
    return status;
}

static enum status fill(struct request *req, struct response *res,
                        const struct rooms_page *page)
{
    size_t seated, left;

    TRY(seats_fill(req->house, req->arena, page->sitting->id,
                   req->visitor->person, req->now, &seated, &left));
    return redirect(req, res, "/schedule/%lld/rooms?seated=%zu&left=%zu",
                    (long long)page->sitting->id, seated, left);
}

static enum status set_rules(const struct request *req, int64_t sitting)
{
    const struct room_rules rules = {
        .admits = field(&req->form, "admits") != NULL,
        .two_open = field(&req->form, "two_open") != NULL,
        .stands_still = field(&req->form, "stands_still") != NULL};

    return sitting_rules_set(req->house, req->arena, sitting, &rules,
                             req->visitor->person, req->now);
}

static enum status do_what(struct request *req, struct rooms_page *page,
                           enum word *fault)
{
    int64_t sitting = page->sitting->id, by = req->visitor->person;
    int64_t one = field_number(&req->form, "one", 0);

    *fault = SAY_ROOM_IN_USE;
    if (!strcmp(page->what, "room"))
        return add_room(req, page, fault);
    if (!strcmp(page->what, "remove"))
        return room_close(req->house, req->arena, sitting, one, by, req->now);
    if (!strcmp(page->what, "proctor"))
        return appoint(req, page, fault);
    if (!strcmp(page->what, "dismiss"))
        return proctor_dismiss(req->house, req->arena, sitting, one, by,
                               req->now);
    if (!strcmp(page->what, "conditions"))
        return set_conditions(req, page, fault);
    *fault = SAY_ROOM_RULES_STAND;
    if (!strcmp(page->what, "rules"))
        return set_rules(req, sitting);
    return INVALID;
}

enum status rooms_send(struct request *req, struct response *res)
{
    struct rooms_page page;
    enum word fault;

    TRY(begin(req, &page));
    if (!strcmp(page.what, "fill"))
        return fill(req, res, &page);
    enum status status = do_what(req, &page, &fault);
    if (status == INVALID || status == CONFLICT) {
        page.fault = say(req->visitor->language, fault);
        return show(req, res, &page);
    }
    TRY(status);
    return redirect(req, res, "/schedule/%lld/rooms",
                    (long long)page.sitting->id);
}
