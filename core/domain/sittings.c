#include "domain/sittings.h"

#include "base/clock.h"
#include "base/random.h"
#include "domain/accommodations.h"
#include "domain/proctoring.h"
#include "store/audit.h"
#include "json/json.h"

#include <stdio.h>
#include <string.h>

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
    int64_t extra;
    bool opened;

    *open = 0;
    *admission = ADMITTED;
    enum status status = newest_attempt_find(db, arena, candidate->id, &newest);
    if (status == OK && !strcmp(newest->state, "open")) {
        *open = newest->id;
        return OK;
    }
    if (status != OK && status != MISSING)
        return status;
    if (sitting->cancelled_at)
        *admission = CALLED_OFF;
    else if (strcmp(candidate->state, "called"))
        *admission = HAS_STATE;
    else if (status == OK && newest->number >= plan->attempts)
        *admission = NO_ATTEMPT_LEFT;
    else if (now < sitting->opens_at)
        *admission = NOT_OPEN_YET;
    if (*admission != ADMITTED)
        return OK;
    TRY(extra_time_of(db, arena, candidate->person, plan->limit_ms, now, NULL,
                      &extra));
    TRY(sitting_is_opened(db, arena, sitting, &opened));
    if (now >= sitting->closes_at + extra)
        *admission = CLOSED;
    else if (status == OK && plan->wait_ms &&
             now < next_attempt_from(plan, newest->sealed_at))
        *admission = next_attempt_from(plan, newest->sealed_at) <
                             sitting->closes_at + extra
                         ? TOO_SOON
                         : NO_ATTEMPT_LEFT;
    else if (!opened)
        *admission = NOT_OPENED;
    else if (sitting->admits && !candidate->admitted_at)
        *admission = NOT_LET_IN;
    return OK;
}

struct starting {
    struct arena *arena;
    const struct sitting *sitting;
    const struct test_plan *plan;
    struct attempt attempt;
    bool larger_text;
    enum admission admission;
    int64_t other; /* somebody started meanwhile: their attempt */
};

/* What the person is granted goes into the limit, the window and the page. */
static enum status set_end(struct db *tx, struct starting *s,
                           const struct sitting *sitting)
{
    struct accommodation granted;
    int64_t extra;

    TRY(extra_time_of(tx, s->arena, s->attempt.person, s->plan->limit_ms,
                      s->attempt.started_at, &granted, &extra));
    s->larger_text = granted.larger_text;
    s->attempt.ends_at = s->attempt.started_at + s->plan->limit_ms + extra;
    if (s->attempt.ends_at > sitting->closes_at + extra)
        s->attempt.ends_at = sitting->closes_at + extra;
    return s->attempt.ends_at > sitting->over_at
               ? sitting_stretch(tx, s->arena, sitting->id, s->attempt.ends_at)
               : OK;
}

/* All is asked again in here: meanwhile another click may have started an
   attempt, or handed in the last one that is allowed, or the candidate may
   have been excused, or the sitting called off. */
static enum status start(struct db *tx, void *arg)
{
    struct starting *s = arg;
    const struct candidate *candidate;
    const struct attempt *newest;
    struct sitting sitting = *s->sitting;
    struct sitting_hold hold;

    TRY(sitting_find_hold(tx, s->arena, sitting.id, &hold));
    sitting.cancelled_at = hold.cancelled_at;
    sitting.closes_at = hold.closes_at;
    sitting.over_at = hold.over_at;
    TRY(candidate_find(tx, s->arena, s->attempt.candidate, &candidate));
    TRY(admission_of(tx, s->arena, &sitting, candidate, s->plan,
                     s->attempt.started_at, &s->admission, &s->other));
    if (s->other || s->admission != ADMITTED)
        return OK;
    enum status status =
        newest_attempt_find(tx, s->arena, s->attempt.candidate, &newest);
    if (status != OK && status != MISSING)
        return status;
    s->attempt.number = status == OK ? newest->number + 1 : 1;
    TRY(set_end(tx, s, &sitting));
    TRY(candidate_confirm(tx, s->arena, s->attempt.candidate, s->larger_text,
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
    const struct shelf_test *test;
    struct starting s = {.arena = arena};

    *attempt = 0;
    TRY(sitting_find(house->db, arena, sitting_id, &sitting));
    enum status status = candidate_find_by_person(house->db, arena, sitting_id,
                                                  person, &candidate);
    *admission = NOT_CALLED;
    if (status == MISSING)
        return OK;
    TRY(status);
    TRY(shelf_test(house, sitting->test, &test));
    s.plan = &test->plan;
    TRY(admission_of(house->db, arena, sitting, candidate, s.plan, now,
                     admission, attempt));
    if (*attempt || *admission != ADMITTED)
        return OK;
    if (!confirmed && !candidate->confirmed_at) {
        *admission = NOT_CONFIRMED;
        return OK;
    }
    s.sitting = sitting;
    s.attempt = (struct attempt){
        .id = id_new(),
        .sitting = sitting_id,
        .candidate = candidate->id,
        .person = person,
        .seed = new_seed(house, arena, sitting, candidate),
        .started_at = now,
    };
    TRY(paper_draw(house, arena, test, s.attempt.seed, &s.attempt.paper));
    status = db_write(house->db, start, &s);
    if (status == CONFLICT) /* another server was first: go on with its paper */
        status = db_write(house->db, start, &s);
    TRY(status);
    *admission = s.admission;
    if (s.admission == ADMITTED)
        *attempt = s.other ? s.other : s.attempt.id;
    return OK;
}
