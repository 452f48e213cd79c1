#include "domain/sittings.h"

#include "base/clock.h"
#include "base/random.h"
#include "domain/accommodations.h"
#include "domain/calling.h"
#include "reading/reading.h"
#include "store/audit.h"
#include "json/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * A sitting is staged in small transactions, during which nobody but its
 * organiser is shown it and saves go on between them; one short transaction
 * makes it visible. What a server that died has left staged is taken away by
 * the next one that schedules something.
 */
enum { STAGE_ROWS = 1000 };
enum { STAGING_MAY_TAKE_MS = 10 * 60 * 1000 };

/* ---- what is stored of it ------------------------------------------------*/

static const char *both(struct arena *arena, const char *vi, const char *en)
{
    struct tree_maker map = tree_map(arena);

    tree_put(&map, "vi", tree_of_text(vi ? vi : ""));
    tree_put(&map, "en", tree_of_text(en && *en ? en : vi ? vi : ""));
    struct tree tree = tree_done(&map);
    return json_text(arena, &tree);
}

static int by_id(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

/* In order, each once: the same people give the same text. */
static struct tree ids_of(struct arena *arena, const int64_t *ids, size_t count)
{
    struct tree_maker list = tree_list(arena);
    int64_t *sorted = arena_many(arena, int64_t, count);

    if (count)
        memcpy(sorted, ids, count * sizeof *sorted);
    qsort(sorted, count, sizeof *sorted, by_id);
    for (size_t i = 0; i < count; i++)
        if (!i || sorted[i] != sorted[i - 1])
            tree_add(&list, tree_of_integer(sorted[i]));
    return tree_done(&list);
}

static const char *calling_text(struct arena *arena,
                                const struct new_sitting *n)
{
    struct tree_maker map = tree_map(arena);

    tree_put(&map, "units", ids_of(arena, n->units, n->unit_count));
    tree_put(&map, "people", ids_of(arena, n->people, n->people_count));
    struct tree tree = tree_done(&map);
    return json_text(arena, &tree);
}

/* Without a reader (a house that was opened for its records only) the words
   stay one paragraph as they are. */
static enum status nodes_of(struct house *house, struct arena *arena,
                            const char *markdown, struct tree *out)
{
    struct tree_maker paragraph = tree_map(arena), text = tree_map(arena),
                      inside = tree_list(arena), list = tree_list(arena);
    struct tree problems;

    if (!*markdown) {
        *out = tree_done(&list);
        return OK;
    }
    if (house->readers)
        return reading_markdown(house->readers, arena, markdown,
                                strlen(markdown), out, &problems);
    tree_put(&text, "node", tree_of_text("text"));
    tree_put(&text, "text", tree_of_text(markdown));
    tree_add(&inside, tree_done(&text));
    tree_put(&paragraph, "node", tree_of_text("paragraph"));
    tree_put(&paragraph, "children", tree_done(&inside));
    tree_add(&list, tree_done(&paragraph));
    *out = tree_done(&list);
    return OK;
}

enum status sitting_rules(struct house *house, struct arena *arena,
                          const char *vi, const char *en, const char **json)
{
    struct tree_maker map = tree_map(arena);
    struct tree nodes;

    vi = vi ? vi : "";
    TRY(nodes_of(house, arena, vi, &nodes));
    tree_put(&map, "vi", nodes);
    TRY(nodes_of(house, arena, en && *en ? en : vi, &nodes));
    tree_put(&map, "en", nodes);
    struct tree tree = tree_done(&map);
    *json = json_text(arena, &tree);
    return OK;
}

/* ---- what must be mended -------------------------------------------------*/

static uint64_t bit(enum sitting_fault fault, bool is_so)
{
    return is_so ? UINT64_C(1) << fault : 0;
}

static enum status test_faults(struct house *house, struct arena *arena,
                               const struct new_sitting *n, uint64_t *faults)
{
    const struct test *test;
    struct test_plan plan;
    enum status status = test_find(house->db, arena, n->test, &test);

    if (status == MISSING || (status == OK && !test->published_at)) {
        *faults |= bit(SITTING_NO_TEST, true);
        return OK;
    }
    TRY(status);
    TRY(test_read(arena, test->definition, &plan));
    *faults |= bit(SITTING_SHORT_WINDOW,
                   n->closes_at > n->opens_at &&
                       n->closes_at - n->opens_at < plan.limit_ms);
    return OK;
}

/* The same sitting, sent once more. */
static bool is_same(struct arena *arena, const struct sitting *s,
                    const struct new_sitting *n)
{
    return s->test == n->test && s->opens_at == n->opens_at &&
           s->closes_at == n->closes_at && s->created_by == n->by &&
           !strcmp(s->basis ? s->basis : "", n->basis ? n->basis : "") &&
           !strcmp(s->title, both(arena, n->title_vi, n->title_en)) &&
           !strcmp(s->calling, calling_text(arena, n));
}

/* The sitting that has the code; NULL if there is none. Rules are compared
   as they are stored. */
static enum status find_taken(struct house *house, struct arena *arena,
                              const struct new_sitting *n,
                              const struct sitting **out, bool *same)
{
    const char *rules;

    *out = NULL;
    *same = false;
    enum status status = sitting_find_by_code(house->db, arena, n->code, out);
    if (status == MISSING)
        return OK;
    TRY(status);
    status = sitting_rules(house, arena, n->rules_vi, n->rules_en, &rules);
    if (status == INVALID)
        return OK;
    TRY(status);
    *same = (*out)->ready >= 0 && is_same(arena, *out, n) &&
            !strcmp((*out)->rules, rules);
    return OK;
}

enum status sitting_faults(struct house *house, struct arena *arena,
                           const struct new_sitting *n, uint64_t *faults)
{
    enum { LONGEST_CODE = 40 };
    const struct sitting *taken;
    const char *rules;
    bool no_code = !n->code || !*n->code || strlen(n->code) > LONGEST_CODE;
    bool same;

    *faults =
        bit(SITTING_NO_CODE, no_code) |
        bit(SITTING_NO_TITLE, !n->title_vi || !*n->title_vi) |
        bit(SITTING_BAD_WINDOW, n->closes_at <= n->opens_at) |
        bit(SITTING_PAST, n->closes_at > n->opens_at && n->closes_at <= n->now);
    TRY(test_faults(house, arena, n, faults));
    enum status status =
        sitting_rules(house, arena, n->rules_vi, n->rules_en, &rules);
    if (status != OK && status != INVALID)
        return status;
    *faults |= bit(SITTING_BAD_RULES, status == INVALID);
    if (no_code)
        return OK;
    TRY(find_taken(house, arena, n, &taken, &same));
    *faults |= bit(SITTING_CODE_TAKEN, taken && !same);
    return OK;
}

/* ---- staging -------------------------------------------------------------*/

struct staging {
    struct house *house;
    const struct new_sitting *sitting;
    struct sitting row;
    struct calling calling;
    size_t from, to;
    int width;
    struct arena *arena; /* of one transaction */
};

static enum status add_sitting(struct db *tx, void *arg)
{
    const struct staging *s = arg;

    return sitting_add(tx, s->arena, &s->row);
}

static enum status add_candidates(struct db *tx, void *arg)
{
    const struct staging *s = arg;
    struct sitting_hold hold;

    TRY(sitting_find_hold(tx, s->arena, s->row.id, &hold));
    if (hold.ready)
        return CONFLICT; /* given up by another: we were too slow */
    for (size_t i = s->from; i < s->to; i++) {
        char number[24];
        snprintf(number, sizeof number, "%0*zu", s->width, i + 1);
        TRY(candidate_add(tx, s->arena, id_new(), s->row.id, number,
                          &s->calling.list[i]));
    }
    return OK;
}

static enum status audit(struct db *tx, struct arena *arena, const char *action,
                         int64_t sitting, size_t called, int64_t by,
                         int64_t now)
{
    struct tree_maker map = tree_map(arena);

    tree_put(&map, "called", tree_of_integer((int64_t)called));
    struct tree detail = tree_done(&map);
    return audit_add(tx, arena,
                     &(struct deed){.at = now,
                                    .actor = by,
                                    .action = action,
                                    .object = "sitting",
                                    .object_id = sitting,
                                    .detail = json_text(arena, &detail)});
}

/* Somebody who was called may be granted more time. */
static enum status stretch(struct db *tx, struct arena *arena, int64_t id)
{
    const struct sitting *sitting;
    const struct test *test;
    struct test_plan plan;

    TRY(sitting_find(tx, arena, id, &sitting));
    TRY(test_find(tx, arena, sitting->test, &test));
    TRY(test_read(arena, test->definition, &plan));
    return accommodation_stretch(tx, arena, id, sitting->opens_at,
                                 sitting->closes_at, plan.limit_ms);
}

static enum status make_visible(struct db *tx, void *arg)
{
    const struct staging *s = arg;

    TRY(sitting_ready(tx, s->arena, s->row.id));
    TRY(stretch(tx, s->arena, s->row.id));
    return audit(tx, s->arena, "sitting.schedule", s->row.id, s->calling.count,
                 s->sitting->by, s->sitting->now);
}

/* What each transaction makes goes with it: a city is called in 130 of them. */
static enum status in_small(struct staging *s, db_work *work)
{
    s->arena = arena_new();
    enum status status = db_write(s->house->db, work, s);
    arena_free(s->arena);
    return status;
}

static enum status stage(struct staging *s)
{
    for (size_t most = 9999; s->calling.count > most; most = most * 10 + 9)
        s->width++;
    for (s->from = 0; s->from < s->calling.count; s->from = s->to) {
        s->to = s->calling.count - s->from < STAGE_ROWS ? s->calling.count
                                                        : s->from + STAGE_ROWS;
        TRY(in_small(s, add_candidates));
    }
    return in_small(s, make_visible);
}

/* ---- taking away what did not come to an end -----------------------------*/

struct leaving {
    struct house *house;
    struct arena *arena;
    int64_t sitting;
    size_t removed;
};

static enum status give_up(struct db *tx, void *arg)
{
    const struct leaving *l = arg;

    return sitting_give_up(tx, l->arena, l->sitting);
}

static enum status remove_some(struct db *tx, void *arg)
{
    struct leaving *l = arg;
    struct sitting_hold hold;

    l->removed = 0;
    enum status status = sitting_find_hold(tx, l->arena, l->sitting, &hold);
    if (status == MISSING)
        return OK;
    TRY(status);
    if (hold.ready != -1)
        return OK; /* a commit that was not known of made it visible */
    TRY(candidates_remove(tx, l->arena, l->sitting, &l->removed));
    return l->removed ? OK : sitting_remove(tx, l->arena, l->sitting);
}

static enum status take_away(struct house *house, int64_t sitting)
{
    struct leaving l = {.house = house, .sitting = sitting, .removed = 1};
    db_work *work = give_up;
    enum status status = OK;

    while (status == OK && l.removed) {
        l.arena = arena_new();
        status = db_write(house->db, work, &l);
        arena_free(l.arena);
        work = remove_some;
    }
    return status;
}

static enum status tidy(struct house *house, struct arena *arena, int64_t now)
{
    const int64_t *left;
    size_t count;

    TRY(sitting_left_list(house->db, arena, now - STAGING_MAY_TAKE_MS, &left,
                          &count));
    for (size_t i = 0; i < count; i++)
        TRY(take_away(house, left[i]));
    return OK;
}

/* ---- scheduling ----------------------------------------------------------*/

static enum sitting_fault first_fault(uint64_t faults)
{
    for (enum sitting_fault f = SITTING_NO_CODE; f < SITTING_FAULTS; f++)
        if (faults >> f & 1)
            return f;
    return SITTING_FINE;
}

static enum status fill_row(struct staging *s, struct arena *arena)
{
    const struct new_sitting *n = s->sitting;

    s->row = (struct sitting){
        .id = id_new(),
        .code = n->code,
        .test = n->test,
        .title = both(arena, n->title_vi, n->title_en),
        .basis = n->basis && *n->basis ? n->basis : NULL,
        .opens_at = n->opens_at,
        .closes_at = n->closes_at,
        .created_at = n->now,
        .created_by = n->by,
        .calling = calling_text(arena, n),
    };
    return sitting_rules(s->house, arena, n->rules_vi, n->rules_en,
                         &s->row.rules);
}

static enum status check(struct house *house, struct arena *arena,
                         const struct new_sitting *n, enum sitting_fault *fault)
{
    uint64_t faults;

    TRY(sitting_faults(house, arena, n, &faults));
    *fault = first_fault(faults);
    return *fault ? INVALID : OK;
}

/* Somebody took the code between looking and adding: the same click twice, or
   another sitting. */
static enum status give_first(struct house *house, struct arena *arena,
                              const struct new_sitting *n, int64_t *id,
                              enum sitting_fault *fault)
{
    const struct sitting *taken;
    bool same;

    TRY(find_taken(house, arena, n, &taken, &same));
    if (same) {
        *id = taken->id;
        return OK;
    }
    *fault = SITTING_CODE_TAKEN;
    return INVALID;
}

enum status sitting_schedule(struct house *house, struct arena *arena,
                             const struct new_sitting *n, int64_t *id,
                             size_t *called, enum sitting_fault *fault)
{
    struct staging s = {.house = house, .sitting = n, .width = 4};
    const struct sitting *taken;
    bool same;

    *called = 0;
    TRY(tidy(house, arena, n->now));
    TRY(check(house, arena, n, fault));
    TRY(find_taken(house, arena, n, &taken, &same));
    if (taken)
        return give_first(house, arena, n, id, fault);
    TRY(calling_of(house, arena, clock_day(n->opens_at), n->units,
                   n->unit_count, n->people, n->people_count, &s.calling,
                   NULL));
    if (!s.calling.count) {
        *fault = SITTING_NOBODY;
        return INVALID;
    }
    TRY(fill_row(&s, arena));
    enum status status = in_small(&s, add_sitting);
    if (status == CONFLICT)
        return give_first(house, arena, n, id, fault);
    TRY(status);
    status = stage(&s);
    if (status != OK) {
        (void)!take_away(house, s.row.id); /* or the next one does it */
        return status;
    }
    *id = s.row.id;
    *called = s.calling.count;
    return OK;
}

/* ---- afterwards ----------------------------------------------------------*/

struct adding {
    struct arena *arena;
    int64_t sitting, by, now;
    struct calling calling;
    size_t called;
};

static enum status next_number(struct db *tx, const struct adding *a,
                               const char **last, const char **next)
{
    if (!*last)
        TRY(candidate_find_last_number(tx, a->arena, a->sitting, last));
    *next = arena_print(a->arena, "%0*lld", *last ? (int)strlen(*last) : 4,
                        (*last ? strtoll(*last, NULL, 10) : 0) + 1);
    *last = *next;
    return OK;
}

static enum status add_more(struct db *tx, void *arg)
{
    struct adding *a = arg;
    struct sitting_hold hold;
    const struct candidate *known;
    const char *last = NULL, *number;

    a->called = 0;
    TRY(sitting_find_hold(tx, a->arena, a->sitting, &hold));
    if (hold.ready != 1 || hold.cancelled_at)
        return CONFLICT;
    for (size_t i = 0; i < a->calling.count; i++) {
        enum status status = candidate_find_by_person(
            tx, a->arena, a->sitting, a->calling.list[i].person, &known);
        if (status == OK)
            continue;
        if (status != MISSING)
            return status;
        TRY(next_number(tx, a, &last, &number));
        TRY(candidate_add(tx, a->arena, id_new(), a->sitting, number,
                          &a->calling.list[i]));
        a->called++;
    }
    if (!a->called)
        return OK;
    TRY(stretch(tx, a->arena, a->sitting));
    return audit(tx, a->arena, "sitting.call", a->sitting, a->called, a->by,
                 a->now);
}

enum status sitting_call_more(struct house *house, struct arena *arena,
                              int64_t id, const int64_t *people, size_t count,
                              int64_t by, int64_t now, size_t *called)
{
    struct adding a = {.arena = arena, .sitting = id, .by = by, .now = now};
    const struct sitting *sitting;

    *called = 0;
    TRY(sitting_find(house->db, arena, id, &sitting));
    if (sitting->cancelled_at || now >= sitting->closes_at)
        return CONFLICT;
    TRY(calling_of(house, arena, clock_day(sitting->opens_at), NULL, 0, people,
                   count, &a.calling, NULL));
    TRY(db_write(house->db, add_more, &a));
    *called = a.called;
    return OK;
}

struct calling_off {
    struct arena *arena;
    int64_t sitting, by, now;
    const char *reason;
};

static enum status call_off(struct db *tx, void *arg)
{
    const struct calling_off *c = arg;
    struct sitting_hold hold;

    TRY(sitting_find_hold(tx, c->arena, c->sitting, &hold));
    enum status status = sitting_attempt_find(tx, c->arena, c->sitting);
    if (status != MISSING)
        return status == OK ? CONFLICT : status;
    TRY(sitting_cancel(tx, c->arena, c->sitting, c->reason, c->now));
    return audit_add(tx, c->arena,
                     &(struct deed){.at = c->now,
                                    .actor = c->by,
                                    .action = "sitting.cancel",
                                    .object = "sitting",
                                    .object_id = c->sitting});
}

enum status sitting_call_off(struct house *house, struct arena *arena,
                             int64_t id, const char *reason, int64_t by,
                             int64_t now)
{
    const struct sitting *sitting;
    struct calling_off c = {arena, id, by, now, reason};

    if (!reason || !*reason)
        return INVALID;
    TRY(sitting_find(house->db, arena, id, &sitting));
    return db_write(house->db, call_off, &c);
}

static enum status let_out(struct db *tx, void *arg)
{
    const struct calling_off *c = arg;

    TRY(sitting_release(tx, c->arena, c->sitting, c->now));
    return audit_add(tx, c->arena,
                     &(struct deed){.at = c->now,
                                    .actor = c->by,
                                    .action = "sitting.release",
                                    .object = "sitting",
                                    .object_id = c->sitting});
}

enum status sitting_let_out(struct house *house, struct arena *arena,
                            int64_t id, int64_t by, int64_t now)
{
    struct calling_off c = {arena, id, by, now, NULL};

    return db_write(house->db, let_out, &c);
}
