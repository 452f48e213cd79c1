#include "domain/sittings.h"

#include "base/clock.h"
#include "base/random.h"
#include "store/audit.h"
#include "json/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CALL_ROWS = 5000, STAGE_ROWS = 1000 };

/* ---- calling
 * --------------------------------------------------------------------*/

struct calling {
    struct house *house;
    struct arena *arena;
    int64_t day;
    struct callable *list;
    size_t count, room;
};

static void call(struct calling *c, const struct callable *who)
{
    if (c->count == c->room) {
        c->room = c->room ? c->room * 2 : 256;
        struct callable *more = arena_many(c->arena, struct callable, c->room);
        if (c->count)
            memcpy(more, c->list, c->count * sizeof *more);
        c->list = more;
    }
    c->list[c->count++] = *who;
}

static enum status call_unit(struct calling *c, int64_t unit)
{
    const struct callable *rows;
    int64_t after = 0;
    size_t got;

    do {
        TRY(callable_list(c->house->db, c->arena, unit, c->day, after,
                          CALL_ROWS, &rows, &got));
        for (size_t i = 0; i < got; i++)
            call(c, &rows[i]);
        after = got ? rows[got - 1].person : 0;
    } while (got == CALL_ROWS);
    return OK;
}

static enum status call_person(struct calling *c, int64_t person)
{
    struct callable who;
    enum status status =
        callable_find(c->house->db, c->arena, person, c->day, &who);

    if (status == OK)
        call(c, &who);
    return status == MISSING ? OK : status;
}

static int by_name(const void *a, const void *b)
{
    const struct callable *x = a, *y = b;
    int order = strcmp(x->sort_key, y->sort_key);

    return order ? order : (x->person > y->person) - (x->person < y->person);
}

/* In the order of their names, each once. */
static void put_in_order(struct calling *c)
{
    size_t kept = 0;

    if (!c->count)
        return;
    qsort(c->list, c->count, sizeof *c->list, by_name);
    for (size_t i = 0; i < c->count; i++)
        if (!kept || c->list[kept - 1].person != c->list[i].person)
            c->list[kept++] = c->list[i];
    c->count = kept;
}

/* ---- scheduling
 * -----------------------------------------------------------------*/

static const char *both(struct arena *arena, const char *vi, const char *en)
{
    struct tree_maker map = tree_map(arena);

    tree_put(&map, "vi", tree_of_text(vi ? vi : ""));
    tree_put(&map, "en", tree_of_text(en && *en ? en : vi ? vi : ""));
    struct tree tree = tree_done(&map);
    return json_text(arena, &tree);
}

static enum status find_fault(struct house *house, struct arena *arena,
                              const struct new_sitting *n,
                              enum sitting_fault *fault)
{
    const struct sitting *taken;
    const struct test *test;
    struct test_plan plan;

    *fault = SITTING_FINE;
    if (!n->code || !*n->code || strlen(n->code) > 40)
        *fault = SITTING_NO_CODE;
    else if (!n->title_vi || !*n->title_vi)
        *fault = SITTING_NO_TITLE;
    else if (n->closes_at <= n->opens_at)
        *fault = SITTING_BAD_WINDOW;
    if (*fault)
        return OK;
    enum status status =
        sitting_find_by_code(house->db, arena, n->code, &taken);
    if (status == OK)
        *fault = SITTING_CODE_TAKEN;
    else if (status != MISSING)
        return status;
    status = test_find(house->db, arena, n->test, &test);
    if (status == MISSING || (status == OK && !test->published_at)) {
        *fault = SITTING_NO_TEST;
        return OK;
    }
    TRY(status);
    TRY(test_read(arena, test->definition, &plan));
    if (n->closes_at - n->opens_at < plan.limit_ms)
        *fault = SITTING_SHORT_WINDOW;
    return OK;
}

struct staging {
    struct arena *arena;
    const struct new_sitting *sitting;
    int64_t id;
    const struct callable *list;
    size_t from, to, count;
    int width;
};

static enum status add_sitting(struct db *tx, void *arg)
{
    const struct staging *s = arg;
    const struct new_sitting *n = s->sitting;

    return sitting_add(
        tx, s->arena,
        &(struct sitting){.id = s->id,
                          .code = n->code,
                          .test = n->test,
                          .title = both(s->arena, n->title_vi, n->title_en),
                          .basis = n->basis && *n->basis ? n->basis : NULL,
                          .rules = both(s->arena, n->rules_vi, n->rules_en),
                          .opens_at = n->opens_at,
                          .closes_at = n->closes_at,
                          .created_at = n->now},
        n->by);
}

static enum status add_candidates(struct db *tx, void *arg)
{
    const struct staging *s = arg;

    for (size_t i = s->from; i < s->to; i++) {
        char number[24];
        snprintf(number, sizeof number, "%0*zu", s->width, i + 1);
        TRY(candidate_add(tx, s->arena, id_new(), s->id, number, &s->list[i]));
    }
    return OK;
}

static enum status make_visible(struct db *tx, void *arg)
{
    const struct staging *s = arg;

    TRY(sitting_ready(tx, s->arena, s->id));
    return audit_add(tx, s->arena,
                     &(struct deed){.at = s->sitting->now,
                                    .actor = s->sitting->by,
                                    .action = "sitting.schedule",
                                    .object = "sitting",
                                    .object_id = s->id});
}

enum status sitting_schedule(struct house *house, struct arena *arena,
                             const struct new_sitting *n, int64_t *id,
                             size_t *called, enum sitting_fault *fault)
{
    struct calling c = {house, arena, clock_day(n->opens_at), NULL, 0, 0};
    struct staging s = {.arena = arena, .sitting = n, .width = 4};

    *called = 0;
    TRY(find_fault(house, arena, n, fault));
    if (*fault)
        return INVALID;
    for (size_t i = 0; i < n->unit_count; i++)
        TRY(call_unit(&c, n->units[i]));
    for (size_t i = 0; i < n->people_count; i++)
        TRY(call_person(&c, n->people[i]));
    put_in_order(&c);
    if (!c.count) {
        *fault = SITTING_NOBODY;
        return INVALID;
    }
    s.id = id_new();
    s.list = c.list;
    for (size_t most = 9999; c.count > most; most = most * 10 + 9)
        s.width++;
    TRY(db_write(house->db, add_sitting, &s));
    for (s.from = 0; s.from < c.count; s.from = s.to) {
        s.to = s.from + STAGE_ROWS < c.count ? s.from + STAGE_ROWS : c.count;
        TRY(db_write(house->db, add_candidates, &s));
    }
    TRY(db_write(house->db, make_visible, &s));
    *id = s.id;
    *called = c.count;
    return OK;
}

/* ---- states of candidates
 * ---------------------------------------------------------*/

struct marking {
    struct arena *arena;
    int64_t candidate, by, now;
    const char *state, *reason;
};

static enum status mark(struct db *tx, void *arg)
{
    const struct marking *m = arg;
    const struct attempt *attempt;
    struct tree_maker map = tree_map(m->arena);

    enum status status =
        newest_attempt_find(tx, m->arena, m->candidate, &attempt);
    if (status == OK)
        return CONFLICT;
    if (status != MISSING)
        return status;
    TRY(candidate_mark(tx, m->arena, m->candidate, m->state, m->reason));
    tree_put(&map, "state", tree_of_text(m->state));
    struct tree detail = tree_done(&map);
    return audit_add(tx, m->arena,
                     &(struct deed){.at = m->now,
                                    .actor = m->by,
                                    .action = "candidate.mark",
                                    .object = "candidate",
                                    .object_id = m->candidate,
                                    .detail = json_text(m->arena, &detail)});
}

enum status candidate_mark_as(struct house *house, struct arena *arena,
                              int64_t candidate, const char *state,
                              const char *reason, int64_t by, int64_t now)
{
    static const char *const states[] = {"called", "excused", "absent",
                                         "exempt"};
    bool known = false, called = state && !strcmp(state, "called");

    for (size_t i = 0; state && i < sizeof states / sizeof *states; i++)
        known |= !strcmp(states[i], state);
    if (!known || (!called && (!reason || !*reason)))
        return INVALID;
    struct marking m = {arena, candidate, by,
                        now,   state,     called ? NULL : reason};
    return db_write(house->db, mark, &m);
}

/* ---- starting
 * -----------------------------------------------------------------------*/

enum status admission_of(struct db *db, struct arena *arena,
                         const struct sitting *sitting,
                         const struct candidate *candidate,
                         const struct test_plan *plan, int64_t now,
                         enum admission *admission, int64_t *open)
{
    const struct attempt *newest;

    *open = 0;
    *admission = ADMITTED;
    enum status status = newest_attempt_find(db, arena, candidate->id, &newest);
    if (status == OK && !strcmp(newest->state, "open")) {
        *open = newest->id;
        return OK;
    }
    if (status != OK && status != MISSING)
        return status;
    if (strcmp(candidate->state, "called"))
        *admission = HAS_STATE;
    else if (status == OK && newest->number >= plan->attempts)
        *admission = NO_ATTEMPT_LEFT;
    else if (now < sitting->opens_at)
        *admission = NOT_OPEN_YET;
    else if (now >= sitting->closes_at)
        *admission = CLOSED;
    return OK;
}

struct starting {
    struct arena *arena;
    const struct sitting *sitting;
    const struct test_plan *plan;
    struct attempt attempt;
    enum admission admission;
    int64_t other; /* somebody started meanwhile: their attempt */
};

/* All is asked again in here: meanwhile another click may have started an
   attempt, or handed in the last one that is allowed, or the candidate may
   have been excused. */
static enum status start(struct db *tx, void *arg)
{
    struct starting *s = arg;
    const struct candidate *candidate;
    const struct attempt *newest;

    TRY(candidate_find(tx, s->arena, s->attempt.candidate, &candidate));
    TRY(admission_of(tx, s->arena, s->sitting, candidate, s->plan,
                     s->attempt.started_at, &s->admission, &s->other));
    if (s->other || s->admission != ADMITTED)
        return OK;
    enum status status =
        newest_attempt_find(tx, s->arena, s->attempt.candidate, &newest);
    if (status != OK && status != MISSING)
        return status;
    s->attempt.number = status == OK ? newest->number + 1 : 1;
    TRY(candidate_confirm(tx, s->arena, s->attempt.candidate,
                          s->attempt.started_at));
    return attempt_add(tx, s->arena, &s->attempt);
}

/* 128 random bits beside what is known, so that nobody can work out a paper
   from a candidate number. */
static const char *new_seed(const struct house *house, struct arena *arena,
                            const struct sitting *sitting,
                            const struct candidate *candidate)
{
    unsigned char bytes[16];
    char hex[33];

    if (house->chance)
        return arena_print(arena, "%s/%s/%s", sitting->code, candidate->number,
                           house->chance);
    random_bytes(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
    return arena_print(arena, "%s/%s/%s", sitting->code, candidate->number,
                       hex);
}

enum status attempt_start(struct house *house, struct arena *arena,
                          int64_t sitting_id, int64_t person, bool confirmed,
                          int64_t now, enum admission *admission,
                          int64_t *attempt)
{
    const struct sitting *sitting;
    const struct candidate *candidate;
    const struct test *test;
    struct test_plan plan;
    struct starting s = {.arena = arena, .plan = &plan};

    *attempt = 0;
    TRY(sitting_find(house->db, arena, sitting_id, &sitting));
    enum status status = candidate_find_by_person(house->db, arena, sitting_id,
                                                  person, &candidate);
    *admission = NOT_CALLED;
    if (status == MISSING)
        return OK;
    TRY(status);
    TRY(test_find(house->db, arena, sitting->test, &test));
    TRY(test_read(arena, test->definition, &plan));
    TRY(admission_of(house->db, arena, sitting, candidate, &plan, now,
                     admission, attempt));
    if (*attempt || *admission != ADMITTED)
        return OK;
    if (!confirmed && !candidate->confirmed_at) {
        *admission = NOT_CONFIRMED;
        return OK;
    }
    int64_t ends_at = now + plan.limit_ms;
    s.sitting = sitting;
    s.attempt = (struct attempt){
        .id = id_new(),
        .sitting = sitting_id,
        .candidate = candidate->id,
        .person = person,
        .seed = new_seed(house, arena, sitting, candidate),
        .started_at = now,
        .ends_at = ends_at < sitting->closes_at ? ends_at : sitting->closes_at,
    };
    TRY(paper_draw(house, arena, test, &plan, s.attempt.seed,
                   &s.attempt.paper));
    status = db_write(house->db, start, &s);
    if (status == CONFLICT) /* another server was first: go on with its paper */
        status = db_write(house->db, start, &s);
    TRY(status);
    *admission = s.admission;
    if (s.admission == ADMITTED)
        *attempt = s.other ? s.other : s.attempt.id;
    return OK;
}
