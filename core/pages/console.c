#include "pages/rooms.h"

#include "base/clock.h"
#include "domain/accommodations.h"
#include "domain/units.h"
#include "pages/pages.h"
#include "pages/sittings.h"
#include "store/units.h"
#include "views.h"

#include <string.h>

enum { SEATS_A_PAGE = 200, EVENTS_SHOWN = 30 };

/* ---- what one watches over -----------------------------------------------*/

static const char *state_of(const struct watched *w, int64_t now)
{
    return now < w->opens_at ? "coming" : now < w->over_at ? "open" : "over";
}

/* Of an organiser all their sittings that are not over, else what they were
   appointed to. */
static enum status mine(struct request *req, const struct watched **out,
                        size_t *count)
{
    const struct people_scope scope = scope_of(req, SCHEDULE);
    const struct sitting_filter filter = {.whole = scope.whole,
                                          .viewer = scope.viewer,
                                          .roles = scope.roles,
                                          .day = scope.day,
                                          .closing_after = req->now - 86400000};
    const struct sitting *list;

    if (!may(req->visitor, SCHEDULE))
        return watched_list(req->house->db, req->arena, req->visitor->person,
                            out, count);
    TRY(sitting_scope_list(req->house->db, req->arena, &filter, 100, 0, &list,
                           count));
    struct watched *all = arena_many(req->arena, struct watched, *count);
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++)
        if (list[i].ready == 1 && !list[i].cancelled_at)
            all[kept++] = (struct watched){
                .sitting = list[i].id,
                .code = list[i].code,
                .title = list[i].title,
                .opens_at = list[i].opens_at,
                .closes_at = list[i].closes_at,
                .over_at = list[i].over_at,
            };
    *count = kept;
    *out = all;
    return OK;
}

enum status watching_show(struct request *req, struct response *res)
{
    const struct watched *list;
    size_t count;

    TRY(mine(req, &list, &count));
    struct watched_line *lines =
        arena_many(req->arena, struct watched_line, count + 1);
    res->title = say(req->visitor->language, SAY_NAV_ROOMS);
    const struct reader *reader = reader_of(req, res);
    for (size_t i = 0; i < count; i++)
        lines[i] =
            (struct watched_line){&list[i], reader_text(reader, list[i].title),
                                  state_of(&list[i], req->now)};
    view_watching(&res->body, reader, lines);
    return OK;
}

/* ---- the room ------------------------------------------------------------*/

static void tally(struct room_tally *t, const struct seat_line *line)
{
    const char *s = line->state;

    t->expected += !strcmp(s, "absent");
    t->admitted += !strcmp(s, "admitted");
    t->working += !strcmp(s, "working");
    t->paused += !strcmp(s, "paused");
    t->silent += !strcmp(s, "silent");
    t->done += !strcmp(s, "done");
    t->calling += line->seat->calls;
}

static enum status read_seats(struct request *req, struct console_page *page)
{
    int64_t after = field_number(&req->query, "after", 0);
    const struct seat *seats;

    TRY(seat_list(req->house->db, req->arena, page->watch.sitting->id,
                  page->watch.room, after, SEATS_A_PAGE + 1, &seats,
                  &page->count));
    if (page->count > SEATS_A_PAGE) {
        page->count = SEATS_A_PAGE;
        page->next = seats[SEATS_A_PAGE - 1].candidate;
    }
    struct seat_line *lines =
        arena_many(req->arena, struct seat_line, page->count);
    for (size_t i = 0; i < page->count; i++) {
        lines[i] = seat_line_of(&seats[i], req->now);
        tally(&page->tally, &lines[i]);
    }
    page->lines = lines;
    return OK;
}

static enum status read_openers(struct request *req, struct console_page *page)
{
    const int64_t *openers;

    TRY(opener_list(req->house->db, req->arena, page->watch.sitting->id,
                    &openers, &page->openers));
    for (size_t i = 0; i < page->openers; i++)
        page->i_opened |= openers[i] == req->visitor->person;
    page->opened = (int64_t)page->openers >= page->watch.sitting->openers;
    return OK;
}

/* Only who may give time to all is asked to. */
static enum status read_outage(struct request *req, struct console_page *page)
{
    struct room_event *outage = arena_make(req->arena, struct room_event);

    if (!page->watch.all || page->watch.room)
        return OK;
    enum status status = outage_find(req->house->db, req->arena,
                                     page->watch.sitting->id, outage);
    if (status == OK)
        page->outage = outage;
    return status == MISSING ? OK : status;
}

static enum status show_room(struct request *req, struct response *res,
                             struct console_page *page)
{
    const struct whom whom = {.sitting = page->watch.sitting->id,
                              .room = page->watch.room};

    TRY(read_seats(req, page));
    TRY(read_openers(req, page));
    TRY(read_outage(req, page));
    TRY(room_event_list(req->house->db, req->arena, &whom, INT64_MAX,
                        EVENTS_SHOWN, &page->events, &page->event_count));
    const struct reader *reader = reader_of(req, res);
    page->title = reader_text(reader, page->watch.sitting->title);
    res->title = page->title;
    if (field(&req->query, "part")) { /* what the script puts in its place */
        res->layout = BARE;
        view_console_live(&res->body, reader, page);
        return OK;
    }
    view_console(&res->body, reader_of(req, res), page);
    return OK;
}

enum status console_show(struct request *req, struct response *res)
{
    struct console_page page = {.what = "", .words = "", .minutes = "10"};

    TRY(watch_read(req, &req->query, &page.watch));
    return show_room(req, res, &page);
}

static enum status back_to_room(struct request *req, struct response *res,
                                const struct watch *watch)
{
    return redirect(req, res, "/rooms/%lld?room=%lld",
                    (long long)watch->sitting->id, (long long)watch->room);
}

/* One click in the list is about one candidate; the forms above it about all
   that are shown. */
enum status console_send(struct request *req, struct response *res)
{
    struct console_page page = {.what = line_typed(req, "what"),
                                .words = line_typed(req, "words"),
                                .minutes = line_typed(req, "minutes")};
    struct whom whom;

    TRY(watch_read(req, &req->form, &page.watch));
    whom = (struct whom){.sitting = page.watch.sitting->id,
                         .room = page.watch.room};
    if (!strcmp(page.what, "open") && !page.watch.all)
        return DENIED;
    TRY(deed_try(req, res, &whom, page.what, &page.fault));
    if (page.fault)
        return show_room(req, res, &page);
    return back_to_room(req, res, &page.watch);
}

/* ---- one person ----------------------------------------------------------*/

static enum status find_one(struct request *req, const struct fields *from,
                            struct one_page *page)
{
    const struct seat *seats;
    size_t count;
    int64_t id;

    TRY(watch_read(req, from, &page->watch));
    TRY(path_id(req, "candidate", &id));
    TRY(candidate_find(req->house->db, req->arena, id, &page->candidate));
    if (page->candidate->sitting != page->watch.sitting->id)
        return MISSING;
    bool theirs = page->watch.all;
    for (size_t i = 0; i < page->watch.room_count; i++)
        theirs |= page->watch.rooms[i].id == page->candidate->room;
    if (!theirs)
        return MISSING;
    TRY(seat_list(req->house->db, req->arena, page->watch.sitting->id, 0,
                  id - 1, 1, &seats, &count));
    if (!count || seats[0].candidate != id)
        return MISSING;
    page->line = seat_line_of(&seats[0], req->now);
    return OK;
}

static enum status read_granted(struct request *req, struct one_page *page)
{
    struct accommodation *granted =
        arena_make(req->arena, struct accommodation);
    const struct test *test;
    struct test_plan plan;

    TRY(test_find(req->house->db, req->arena, page->watch.sitting->test,
                  &test));
    TRY(test_read(req->arena, test->definition, &plan));
    TRY(extra_time_of(req->house->db, req->arena, page->candidate->person,
                      plan.limit_ms, req->now, granted, &page->extra_ms));
    page->granted = granted->id ? granted : NULL;
    return OK;
}

static enum status show_one(struct request *req, struct response *res,
                            struct one_page *page)
{
    const struct whom whom = {.sitting = page->watch.sitting->id,
                              .candidate = page->candidate->id};
    struct db *db = req->house->db;

    TRY(person_find(db, req->arena, page->candidate->person, &page->person));
    TRY(read_granted(req, page));
    TRY(room_list(db, req->arena, page->watch.sitting->id, &page->rooms,
                  &page->room_count));
    TRY(room_event_list(db, req->arena, &whom, INT64_MAX, EVENTS_SHOWN,
                        &page->events, &page->event_count));
    enum status status =
        unit_path_name(db, req->arena, page->candidate->unit,
                       clock_day(page->watch.sitting->opens_at), &page->unit);
    if (status == MISSING)
        page->unit = "";
    else
        TRY(status);
    for (size_t i = 0; i < page->room_count; i++)
        if (page->rooms[i].id == page->candidate->room)
            page->room_name = page->rooms[i].name;
    page->title = reader_text(reader_of(req, res), page->watch.sitting->title);
    res->title = page->candidate->full_name;
    view_console_one(&res->body, reader_of(req, res), page);
    return OK;
}

enum status console_one_show(struct request *req, struct response *res)
{
    struct one_page page = {
        .what = "", .words = "", .minutes = "10", .seat = ""};

    TRY(find_one(req, &req->query, &page));
    page.room = page.candidate->room;
    return show_one(req, res, &page);
}

enum status console_one_send(struct request *req, struct response *res)
{
    struct one_page page = {.what = line_typed(req, "what"),
                            .words = line_typed(req, "words"),
                            .minutes = line_typed(req, "minutes"),
                            .seat = line_typed(req, "seat"),
                            .room = field_number(&req->form, "to", 0)};

    TRY(find_one(req, &req->form, &page));
    const struct whom whom = {.sitting = page.watch.sitting->id,
                              .candidate = page.candidate->id};
    TRY(deed_try(req, res, &whom, page.what, &page.fault));
    if (page.fault)
        return show_one(req, res, &page);
    if (field(&req->form, "from_room"))
        return back_to_room(req, res, &page.watch);
    return redirect(req, res, "/rooms/%lld/candidates/%lld",
                    (long long)page.watch.sitting->id,
                    (long long)page.candidate->id);
}
