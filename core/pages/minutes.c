#include "pages/rooms.h"

#include "pages/pages.h"
#include "pages/printed.h"
#include "text/format.h"

#include <string.h>

/* The minutes of a sitting, to be signed: who was there, what happened, and the
   newest seal of the record, so that a later change would show on paper. */

enum { SEATS_AT_ONCE = 500, EVENTS_AT_ONCE = 500, EVENTS_PRINTED = 20000 };

struct minutes {
    struct request *req;
    struct watch watch;
    struct reader reader; /* Vietnamese: printed papers are */
    struct paper *paper;
    int64_t called, sat, working, missing, suspended, excused;
};

static const char *vietnamese(struct minutes *m, const char *json)
{
    return reader_text(&m->reader, json);
}

static void count_one(struct minutes *m, const struct seat *seat)
{
    const struct seat_line line = seat_line_of(seat, m->req->now);
    const char *s = line.state;

    m->called++;
    m->sat += !strcmp(s, "done");
    m->working +=
        !strcmp(s, "working") || !strcmp(s, "paused") || !strcmp(s, "silent");
    m->missing +=
        !strcmp(s, "absent") || !strcmp(s, "admitted") || !strcmp(s, "missed");
    m->suspended += !strcmp(s, "suspended");
    m->excused += !strcmp(s, "excused") || !strcmp(s, "exempt");
}

static enum status count_people(struct minutes *m)
{
    const struct seat *seats;
    int64_t after = 0;
    size_t count;

    do {
        struct arena *arena = arena_new();
        enum status status =
            seat_list(m->req->house->db, arena, m->watch.sitting->id,
                      m->watch.room, after, SEATS_AT_ONCE, &seats, &count);
        for (size_t i = 0; status == OK && i < count; i++) {
            count_one(m, &seats[i]);
            after = seats[i].candidate;
        }
        arena_free(arena);
        TRY(status);
    } while (count == SEATS_AT_ONCE);
    return OK;
}

static void print_head(struct minutes *m)
{
    struct arena *arena = m->req->arena;
    const struct sitting *s = m->watch.sitting;

    paper_letterhead(m->paper, m->req->house->body_name, NULL);
    paper_text(m->paper, PAPER_TITLE, printed(SAY_MINUTES_TITLE));
    paper_text(m->paper, PAPER_SUBTITLE, vietnamese(m, s->title));
    paper_text(m->paper, PAPER_SUBTITLE,
               arena_print(arena, "%s · %s – %s", s->code,
                           format_moment(arena, s->opens_at),
                           format_moment(arena, s->closes_at)));
    for (size_t i = 0; i < m->watch.room_count; i++)
        if (m->watch.rooms[i].id == m->watch.room)
            paper_text(m->paper, PAPER_SUBTITLE,
                       say_with(arena, VIETNAMESE, SAY_MINUTES_ROOM, "room",
                                m->watch.rooms[i].name, NULL));
    if (s->basis)
        paper_text(m->paper, PAPER_SUBTITLE, s->basis);
    paper_space(m->paper, 3);
}

static enum status print_proctors(struct minutes *m)
{
    const char *names = "";
    const struct proctor *list;
    size_t count;

    TRY(proctor_list(m->req->house->db, m->req->arena, m->watch.sitting->id,
                     &list, &count));
    for (size_t i = 0; i < count; i++)
        if (!m->watch.room || !list[i].room || list[i].room == m->watch.room)
            names = arena_print(m->req->arena, "%s%s%s", names,
                                *names ? ", " : "", list[i].full_name);
    paper_text(m->paper, PAPER_LINE,
               say_with(m->req->arena, VIETNAMESE, SAY_MINUTES_PROCTORS,
                        "names", *names ? names : "–", NULL));
    return OK;
}

static const char *number(const struct minutes *m, int64_t n)
{
    return format_count(m->req->arena, VIETNAMESE, n);
}

static void print_counts(struct minutes *m)
{
    paper_text(m->paper, PAPER_LINE,
               say_with(m->req->arena, VIETNAMESE, SAY_MINUTES_PEOPLE, "called",
                        number(m, m->called), "sat", number(m, m->sat),
                        "working", number(m, m->working), "missing",
                        number(m, m->missing), "suspended",
                        number(m, m->suspended), "excused",
                        number(m, m->excused), NULL));
}

/* From the first to the last, though the record is read from the last. */
static enum status read_events(struct minutes *m,
                               const struct room_event ***out, size_t *count)
{
    const struct whom whom = {.sitting = m->watch.sitting->id,
                              .room = m->watch.room};
    const struct room_event **all =
        arena_many(m->req->arena, const struct room_event *, EVENTS_PRINTED);
    int64_t before = INT64_MAX;
    size_t n;

    *count = 0;
    do {
        const struct room_event *some;
        TRY(room_event_list(m->req->house->db, m->req->arena, &whom, before,
                            EVENTS_AT_ONCE, &some, &n));
        for (size_t i = 0; i < n && *count < EVENTS_PRINTED; i++) {
            all[(*count)++] = &some[i];
            before = some[i].id;
        }
    } while (n == EVENTS_AT_ONCE && *count < EVENTS_PRINTED);
    *out = all;
    return OK;
}

static enum status print_events(struct minutes *m)
{
    const struct paper_column columns[] = {
        {printed(SAY_MINUTES_WHEN), 0.12, true},
        {printed(SAY_MINUTES_WHO), 0.24, false},
        {printed(SAY_MINUTES_WHAT), 0.42, false},
        {printed(SAY_MINUTES_BY), 0.22, false}};
    const struct room_event **events;
    struct arena *arena = m->req->arena;
    size_t count;

    TRY(read_events(m, &events, &count));
    paper_space(m->paper, 3);
    paper_table(m->paper, columns, sizeof columns / sizeof *columns);
    while (count-- > 0) {
        const struct room_event *e = events[count];
        const char *cells[] = {
            format_time(arena, e->at),
            e->candidate_name
                ? arena_print(arena, "%s · %s", e->number, e->candidate_name)
            : e->room_name ? e->room_name
                           : printed(SAY_EVENT_ALL),
            arena_print(arena, "%s%s%s", event_said(&m->reader, e),
                        *e->words ? ". " : "", event_words(&m->reader, e)),
            e->by_name ? e->by_name : ""};
        paper_row(m->paper, cells);
    }
    return OK;
}

static enum status print_foot(struct minutes *m)
{
    paper_space(m->paper, 3);
    TRY(printed_seal(m->req, m->paper));
    paper_space(m->paper, 4);
    paper_text(m->paper, PAPER_SIGNATURE, printed(SAY_MINUTES_SIGN));
    return OK;
}

static enum status print_all(struct minutes *m)
{
    TRY(count_people(m));
    print_head(m);
    TRY(print_proctors(m));
    print_counts(m);
    TRY(print_events(m));
    return print_foot(m);
}

enum status minutes_print(struct request *req, struct response *res)
{
    struct minutes m = {.req = req};
    const char *path;

    TRY(watch_read(req, &req->query, &m.watch));
    m.reader = *reader_of(req, res);
    m.reader.language = VIETNAMESE;
    TRY(printed_begin(req, vietnamese(&m, m.watch.sitting->title), &path,
                      &m.paper));
    enum status status = print_all(&m);
    if (status != OK) {
        paper_drop(m.paper);
        return status;
    }
    TRY(paper_close(m.paper));
    return printed_send(
        req, res, path,
        arena_print(req->arena, "bien-ban-%s", m.watch.sitting->code));
}
