#include "domain/preflight.h"

#include "base/clock.h"
#include "domain/rights.h"
#include "domain/shelf.h"
#include "store/rooms.h"
#include "json/json.h"

#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/timex.h>

enum { MINUTE_MS = 60000, MOST_FINDINGS = 600, BYTES_A_PAPER = 100000 };

struct looking {
    struct house *house;
    struct arena *arena;
    const struct sitting *sitting;
    const struct shelf_test *test;
    int64_t now, day;
    int64_t called;
    struct preflight_finding *list;
    size_t count;
};

static void find(struct looking *l, enum preflight_level level,
                 enum preflight what, int64_t count, const char *detail)
{
    if (l->count < MOST_FINDINGS)
        l->list[l->count++] =
            (struct preflight_finding){what, level, count, detail};
}

/* ---- the test ------------------------------------------------------------*/

static void look_at_time(struct looking *l)
{
    int64_t window = l->sitting->closes_at - l->sitting->opens_at;
    int64_t limit = l->test->plan.limit_ms;

    if (window < limit)
        find(l, CHECK_STOPS, CHECK_WINDOW_SHORT, 0, NULL);
    else if (window - limit < 15 * MINUTE_MS)
        find(l, CHECK_ASKS, CHECK_WINDOW_TIGHT, (window - limit) / MINUTE_MS,
             NULL);
    if (l->test->plan.attempts > 1 && l->test->plan.wait_ms >= window)
        find(l, CHECK_ASKS, CHECK_WAIT_LONG, l->test->plan.wait_ms / MINUTE_MS,
             NULL);
}

/* What is drawn now was approved when the test was published. */
static enum status look_at_plugins(struct looking *l)
{
    const struct tree *packages = tree_get(&l->test->pins, "packages");

    for (size_t i = 0; packages && i < packages->count; i++) {
        const struct package_row *row;
        TRY(package_find(l->house->db, l->arena,
                         strtoll(packages->names[i], NULL, 10), &row));
        if (strcmp(row->state, "approved"))
            find(l, CHECK_STOPS, CHECK_PLUGIN, 0,
                 arena_print(l->arena, "%s %s", row->plugin, row->version));
    }
    return OK;
}

static void look_at_questions(struct looking *l)
{
    const struct tree *sections = tree_get(&l->test->pins, "sections");
    int64_t same = 0;

    for (size_t i = 0; sections && i < sections->count; i++) {
        const struct tree *cells = tree_get(&sections->items[i], "cells");
        for (size_t k = 0; cells && k < cells->count; k++) {
            const struct tree *items = tree_get(&cells->items[k], "items");
            int64_t wanted = tree_integer(&cells->items[k], "count", 0);
            same += items && (int64_t)items->count <= wanted;
        }
    }
    if (same && l->called > 1)
        find(l, CHECK_ASKS, CHECK_SAME_QUESTIONS, same, NULL);
}

static void look_at_key(struct looking *l)
{
    bool soon = !strcmp(test_review(&l->test->plan, "key"), "handed-in") ||
                !strcmp(test_review(&l->test->plan, "feedback"), "handed-in");

    if (soon && l->called > 1)
        find(l, CHECK_ASKS, CHECK_KEY_SOON, 0, NULL);
    if (soon && l->test->plan.attempts > 1)
        find(l, CHECK_STOPS, CHECK_KEY_RETRY, l->test->plan.attempts, NULL);
}

static bool lacks_english(struct arena *arena, const char *json)
{
    struct tree both;

    if (json_read(arena, json, strlen(json), &both) != OK)
        return false;
    const char *en = tree_text(&both, "en");
    return tree_text(&both, "vi") && (!en || !*en);
}

static void look_at_languages(struct looking *l)
{
    if (lacks_english(l->arena, l->test->test.title))
        find(l, CHECK_ASKS, CHECK_NO_ENGLISH, 0, l->test->test.code);
    if (lacks_english(l->arena, l->sitting->title))
        find(l, CHECK_ASKS, CHECK_NO_ENGLISH, 0, l->sitting->code);
}

/* ---- the people ----------------------------------------------------------*/

/* ",author,vendor,": every role that brings a right. */
static const char *roles_with(struct arena *arena, enum right right)
{
    const char *roles = ",";

    for (enum role r = 0; r < ROLE_COUNT; r++)
        if (role_rights(r) >> right & 1)
            roles = arena_print(arena, "%s%s,", roles, role_code(r));
    return roles;
}

static enum status look_at_people(struct looking *l, bool has_rooms)
{
    const struct sitting *s = l->sitting;
    struct preflight_people p;
    int64_t overlap, insiders;

    TRY(preflight_people_count(l->house->db, l->arena, s->id, l->day, &p));
    l->called = p.called;
    if (!p.called)
        find(l, CHECK_STOPS, CHECK_NOBODY, 0, NULL);
    if (p.no_way_in)
        find(l, CHECK_STOPS, CHECK_NO_WAY_IN, p.no_way_in, NULL);
    if (p.disabled)
        find(l, CHECK_STOPS, CHECK_DISABLED, p.disabled, NULL);
    if (p.unseated && has_rooms)
        find(l, CHECK_ASKS, CHECK_UNSEATED, p.unseated, NULL);
    if (p.roomless)
        find(l, has_rooms ? CHECK_STOPS : CHECK_ASKS, CHECK_ROOMLESS,
             p.roomless, NULL);
    TRY(preflight_overlap_count(l->house->db, l->arena, s->id, s->opens_at,
                                s->closes_at, &overlap));
    if (overlap && s->closes_at - s->opens_at < 24 * 60 * (int64_t)MINUTE_MS)
        find(l, CHECK_STOPS, CHECK_OVERLAP, overlap, NULL);
    TRY(preflight_insider_count(l->house->db, l->arena, s->id,
                                roles_with(l->arena, SEE_ITEMS), l->day,
                                &insiders));
    if (insiders)
        find(l, CHECK_ASKS, CHECK_INSIDERS, insiders, NULL);
    return OK;
}

/* ---- the room ------------------------------------------------------------*/

static bool is_watched(const struct proctor *list, size_t count, int64_t room)
{
    for (size_t i = 0; i < count; i++)
        if (!list[i].room || list[i].room == room)
            return true;
    return false;
}

static enum status look_at_rooms(struct looking *l, bool *has_rooms)
{
    const struct sitting *s = l->sitting;
    const struct room *rooms;
    const struct proctor *proctors;
    size_t room_count, count, whole = 0;
    int64_t organisers;

    TRY(room_list(l->house->db, l->arena, s->id, &rooms, &room_count));
    TRY(proctor_list(l->house->db, l->arena, s->id, &proctors, &count));
    *has_rooms = room_count > 0;
    if (s->admits && !count)
        find(l, CHECK_STOPS, CHECK_NO_PROCTOR, 0, NULL);
    for (size_t i = 0; count && i < room_count; i++)
        if (rooms[i].seated && !is_watched(proctors, count, rooms[i].id))
            find(l, CHECK_STOPS, CHECK_ROOM_ALONE, 0, rooms[i].name);
    for (size_t i = 0; i < count; i++)
        whole += !proctors[i].room;
    TRY(preflight_holder_count(l->house->db, l->arena,
                               roles_with(l->arena, SCHEDULE), l->day,
                               &organisers));
    if (s->openers > (int64_t)whole + organisers)
        find(l, CHECK_STOPS, CHECK_NO_OPENERS, (int64_t)whole + organisers,
             NULL);
    return OK;
}

/* ---- marking, the machine ------------------------------------------------*/

/* Question types that hand answers to a person say so in their manifest. */
static enum status look_at_markers(struct looking *l)
{
    const struct tree *packages = tree_get(&l->test->pins, "packages");
    bool wants_people = false;
    int64_t markers;

    for (size_t i = 0; packages && i < packages->count; i++) {
        const struct package_row *row;
        TRY(package_find(l->house->db, l->arena,
                         strtoll(packages->names[i], NULL, 10), &row));
        wants_people |= !strcmp(row->plugin, "khoa.essay") ||
                        !strcmp(row->plugin, "khoa.file");
    }
    if (!wants_people)
        return OK;
    TRY(preflight_holder_count(l->house->db, l->arena,
                               roles_with(l->arena, MARK), l->day, &markers));
    if (!markers)
        find(l, CHECK_STOPS, CHECK_NO_MARKER, 0, NULL);
    return OK;
}

static void look_at_machine(struct looking *l)
{
    struct timex state = {0};
    struct statvfs disk;

    if (l->house->data && !statvfs(l->house->data, &disk)) {
        int64_t mb = (int64_t)(disk.f_bavail / 1024 * disk.f_frsize / 1024);
        int64_t wanted = 512 + l->called * BYTES_A_PAPER / 1000000;
        if (mb < wanted)
            find(l, CHECK_STOPS, CHECK_DISK, mb, NULL);
    }
    if (adjtimex(&state) == TIME_ERROR || state.status & STA_UNSYNC)
        find(l, CHECK_ASKS, CHECK_CLOCK, 0, NULL);
}

static int by_level(const void *a, const void *b)
{
    const struct preflight_finding *x = a, *y = b;

    return x->level != y->level ? (int)x->level - (int)y->level
                                : (int)x->what - (int)y->what;
}

enum status preflight(struct house *house, struct arena *arena,
                      const struct sitting *sitting, int64_t now,
                      const struct preflight_finding **out, size_t *count)
{
    struct looking l = {
        .house = house,
        .arena = arena,
        .sitting = sitting,
        .now = now,
        .day = clock_day(now),
        .list = arena_many(arena, struct preflight_finding, MOST_FINDINGS)};
    bool has_rooms;

    TRY(shelf_test(house, sitting->test, &l.test));
    TRY(look_at_rooms(&l, &has_rooms));
    TRY(look_at_people(&l, has_rooms));
    look_at_time(&l);
    TRY(look_at_plugins(&l));
    look_at_questions(&l);
    look_at_key(&l);
    look_at_languages(&l);
    TRY(look_at_markers(&l));
    look_at_machine(&l);
    qsort(l.list, l.count, sizeof *l.list, by_level);
    *out = l.list;
    *count = l.count;
    return OK;
}
