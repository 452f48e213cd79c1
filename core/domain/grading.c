#include "domain/grading.h"

#include "domain/outages.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "domain/completion.h"
#include "domain/marking.h"
#include "domain/regrades.h"
#include "json/json.h"

#include <math.h>
#include <string.h>
#include <time.h>

enum { MILLION = 1000000 };
enum { SOON_MS = 10000, MOST_DELAY_MS = 600000, CLOCK_MAY_DIFFER_MS = 2000 };

struct tally {
    struct tree_maker outcomes;
    double points, max_points;
    int64_t full, slots; /* slots: only where a remedy may have dropped some */
    bool needs_human;
    const char *trouble; /* of a slot that has no outcome yet */
};

struct tree grading_settings(struct arena *arena, const struct test_plan *plan)
{
    struct tree_maker map = tree_map(arena);

    tree_put(&map, "numbers", tree_of_text(plan->numbers));
    return tree_done(&map);
}

static int64_t millionths(double number)
{
    return llround(number * MILLION);
}

static double rounded(double number)
{
    return (double)millionths(number) / MILLION;
}

/* In millionths, rounded down: 49.9999995 % must not become the 50 % that
   somebody needs, neither in the decision nor on paper. Points are whole
   millionths, so this is exact. */
static int64_t percent_of(double points, double max_points)
{
    int64_t most = millionths(max_points);

    return most > 0
               ? (int64_t)((__int128)millionths(points) * 100 * MILLION / most)
               : 0;
}

static struct tree outcome_of(struct arena *arena, const struct slot *slot,
                              int64_t number, const struct shelf_item *item,
                              const struct tree *typed,
                              const struct tree *graded)
{
    struct tree_maker map = tree_map(arena);

    tree_put(&map, "slot", tree_of_integer(number));
    tree_put(&map, "item", tree_of_integer(slot->item));
    tree_put(&map, "code", tree_of_text(item->row.code));
    tree_put(&map, "digest", tree_of_text(item->row.digest));
    tree_put(&map, "package", tree_of_text(item->item.package->hash));
    tree_put(&map, "variant", tree_of_integer(slot->variant));
    tree_put(&map, "section", tree_of_text(slot->section));
    tree_put(&map, "points", tree_of_real(slot->points));
    tree_put(&map, "typed", *typed);
    tree_put(&map, "graded", *graded);
    const struct tree *score = tree_get(graded, "score");
    if (score)
        tree_put(&map, "got",
                 tree_of_real(rounded(score_exact(graded) * slot->points)));
    return tree_done(&map);
}

static void count_in(struct tally *tally, double points,
                     const struct tree *graded)
{
    tally->max_points += points;
    tally->points += score_exact(graded) * points;
    tally->full += tree_real(graded, "score", 0) >= 1;
    if (!strcmp(tree_text(graded, "outcome"), "needs_human"))
        tally->needs_human = true;
}

/* OK also when the plugin is in trouble: then the tally says so. */
static enum status grade_slot(struct house *house, struct arena *arena,
                              const struct slot *slot, int64_t number,
                              const struct standing *standing,
                              const struct tree *settings, struct tally *tally)
{
    struct tree nothing = {.kind = TREE_MAP};
    const struct tree *typed =
        standing->typed.kind == TREE_MAP ? &standing->typed : &nothing;
    const struct shelf_item *item;
    struct tree graded = {0};

    enum status status = shelf_item(house, slot->item, &item);
    const struct shelf_variant *variant =
        status == OK ? shelf_variant(item, slot->variant) : NULL;
    if (status == OK && !variant)
        return FAILED;
    if (status == OK)
        status = question_grade(house->questions, arena, &item->item,
                                &variant->params, &variant->truth, typed,
                                settings, &graded);
    const char *outcome = tree_text(&graded, "outcome");
    if (status != OK || !outcome || !strcmp(outcome, "error")) {
        const char *why = tree_text(&graded, "message");
        tally->trouble = arena_print(arena, "slot %lld: %s", (long long)number,
                                     why ? why : "no outcome");
        return status == FAILED || status == MISSING ? FAILED : OK;
    }
    count_in(tally, slot->points, &graded);
    tree_add(&tally->outcomes,
             outcome_of(arena, slot, number, item, typed, &graded));
    return OK;
}

struct writing {
    struct arena *arena;
    struct result result;
    struct tree outcomes;
};

static enum status write_result(struct db *tx, void *arg)
{
    const struct writing *w = arg;

    TRY(result_add(tx, w->arena, &w->result));
    TRY(marking_open(tx, w->arena, &w->result, &w->outcomes));
    TRY(completion_after_result(tx, w->arena, w->result.sitting,
                                w->result.person, w->result.graded_at));
    return grading_done(tx, w->arena, w->result.attempt);
}

struct delaying {
    struct arena *arena;
    int64_t attempt, due_at;
    const char *trouble;
};

static enum status write_delay(struct db *tx, void *arg)
{
    const struct delaying *d = arg;

    return grading_delay(tx, d->arena, d->attempt, d->due_at, d->trouble);
}

static enum status put_off(struct house *house, struct arena *arena,
                           const struct grading_job *job, int64_t now,
                           const char *trouble)
{
    int64_t wait = SOON_MS;

    for (int64_t i = 0; i < job->tries && wait < MOST_DELAY_MS; i++)
        wait *= 2;
    log_say(LOG_WARN, "domain", "grading is put off", "attempt",
            log_int(job->attempt), "why", trouble, NULL);
    struct delaying d = {arena, job->attempt,
                         now + (wait < MOST_DELAY_MS ? wait : MOST_DELAY_MS),
                         trouble};
    return db_write(house->db, write_delay, &d);
}

static bool is_dropped(const struct tree *outcome)
{
    return tree_truth(outcome, "dropped");
}

static bool section_is_missed(const struct tree *outcomes,
                              const struct test_section *section)
{
    double points = 0, most = 0;

    for (size_t i = 0; i < outcomes->count; i++) {
        const struct tree *one = &outcomes->items[i];
        const char *of = tree_text(one, "section");
        if (is_dropped(one) || !of || strcmp(of, section->id))
            continue;
        most += tree_real(one, "points", 0);
        points +=
            score_exact(tree_get(one, "graded")) * tree_real(one, "points", 0);
    }
    return millionths(most) > 0 &&
           percent_of(points, most) < millionths(section->pass_percent);
}

/* Their ids, with a space between; NULL: none. */
static const char *missed_sections(struct arena *arena,
                                   const struct test_plan *plan,
                                   const struct tree *outcomes)
{
    const char *list = NULL;

    for (size_t i = 0; i < plan->section_count; i++) {
        const struct test_section *one = &plan->sections[i];
        if (one->pass_percent > 0 && section_is_missed(outcomes, one))
            list = list ? arena_print(arena, "%s %s", list, one->id) : one->id;
    }
    return list;
}

/* What the tally makes of the rest of a result. */
static void put_tally(struct arena *arena, const struct test_plan *plan,
                      const struct tally *tally, struct result *result)
{
    struct tree outcomes = tree_done(&tally->outcomes);
    int64_t percent = percent_of(tally->points, tally->max_points);

    result->state = tally->needs_human ? "held" : "graded";
    result->points = rounded(tally->points);
    result->max_points = rounded(tally->max_points);
    result->percent = (double)percent / MILLION;
    result->missed = missed_sections(arena, plan, &outcomes);
    result->passed =
        percent >= millionths(result->pass_percent) && !result->missed;
    result->slots_full = tally->full;
    result->outcomes = json_text(arena, &outcomes);
}

/* An outcome with the marks of its slot, and its points anew. */
static struct tree marked_outcome(struct arena *arena, const struct tree *one,
                                  const struct tree *graded, double points)
{
    struct tree_maker map = tree_map(arena);

    for (size_t i = 0; i < one->count; i++)
        tree_put(&map, one->names[i], one->items[i]);
    tree_put(&map, "graded", *graded);
    if (tree_get(graded, "score"))
        tree_put(&map, "got",
                 tree_of_real(rounded(score_exact(graded) * points)));
    return tree_done(&map);
}

static const struct tree *
marks_at(struct arena *arena, const struct tree *marks, const struct tree *one)
{
    return tree_get(
        marks,
        arena_print(arena, "%lld", (long long)tree_integer(one, "slot", 0)));
}

/* What a regrade gave stands, whatever the parts come to. */
static bool is_given(const struct tree *outcome)
{
    return tree_truth(outcome, "given");
}

/* Add an outcome to the sum as it is. */
static void count_outcome(struct tally *tally, struct tree outcome)
{
    if (!is_dropped(&outcome)) {
        count_in(tally, tree_real(&outcome, "points", 0),
                 tree_get(&outcome, "graded"));
        tally->slots++;
    }
    tree_add(&tally->outcomes, outcome);
}

enum status result_marked(struct arena *arena, const struct test_plan *plan,
                          const struct result *before, const struct tree *marks,
                          struct result *out)
{
    struct tally tally = {.outcomes = tree_list(arena)};
    struct tree outcomes;

    TRY(json_read(arena, before->outcomes, strlen(before->outcomes),
                  &outcomes));
    for (size_t i = 0; i < outcomes.count; i++) {
        const struct tree *one = &outcomes.items[i];
        if (is_dropped(one) || is_given(one)) {
            count_outcome(&tally, *one);
            continue;
        }
        struct tree graded = question_marked(arena, tree_get(one, "graded"),
                                             marks_at(arena, marks, one));
        count_outcome(&tally, marked_outcome(arena, one, &graded,
                                             tree_real(one, "points", 0)));
    }
    *out = *before;
    put_tally(arena, plan, &tally, out);
    return OK;
}

/* ---- regrading -----------------------------------------------------------*/

struct putting_right {
    struct house *house;
    struct arena *arena;
    const struct remedy *remedy;
    const struct tree *settings, *marks;
    const char *trouble;
};

static struct tree full_marks(struct arena *arena, const struct tree *graded)
{
    struct tree_maker map = tree_map(arena);

    for (size_t i = 0; i < graded->count; i++)
        if (strcmp(graded->names[i], "exact"))
            tree_put(&map, graded->names[i], graded->items[i]);
    tree_put(&map, "outcome", tree_of_text("graded"));
    tree_put(&map, "score", tree_of_real(1));
    return tree_done(&map);
}

/* By the version that has the right key, with the marks people gave. */
static enum status grade_by(struct putting_right *p, const struct tree *one,
                            struct tree *graded)
{
    const struct shelf_item *item;

    TRY(shelf_item(p->house, p->remedy->becomes, &item));
    const struct shelf_variant *variant =
        shelf_variant(item, tree_integer(one, "variant", 0));
    if (!variant)
        return FAILED;
    enum status status = question_grade(
        p->house->questions, p->arena, &item->item, &variant->params,
        &variant->truth, tree_get(one, "typed"), p->settings, graded);
    const char *outcome = tree_text(graded, "outcome");
    if (status == FAILED)
        return FAILED;
    if (status != OK || !outcome || !strcmp(outcome, "error")) {
        const char *why = tree_text(graded, "message");
        p->trouble = why ? why : "no outcome";
        return OK;
    }
    *graded =
        question_marked(p->arena, graded, marks_at(p->arena, p->marks, one));
    return OK;
}

static bool answered_so(const struct tree *one, const struct tree *answer)
{
    const struct tree *response = tree_get(tree_get(one, "graded"), "response");

    return response && tree_same(response, answer);
}

/* The outcome as the remedy leaves it; what is not named in the remedy stays
   as it is. The newest remedy of a question is the one that holds. */
static enum status put_right(struct putting_right *p, const struct tree *one,
                             struct tree *out)
{
    struct tree_maker map = tree_map(p->arena);
    const char *how = p->remedy->how;
    const struct tree *graded = tree_get(one, "graded");
    bool given = !strcmp(how, "credit") || !strcmp(how, "accept");
    struct tree now;

    *out = *one;
    if (tree_integer(one, "item", 0) != p->remedy->item ||
        (!strcmp(how, "accept") && !answered_so(one, p->remedy->answer)))
        return OK;
    for (size_t i = 0; i < one->count; i++)
        tree_put(&map, one->names[i], one->items[i]);
    tree_put(&map, "case", tree_of_integer(p->remedy->regrade));
    if (p->remedy->becomes)
        tree_put(&map, "becomes", tree_of_integer(p->remedy->becomes));
    tree_put(&map, "dropped", tree_of_truth(!strcmp(how, "drop")));
    tree_put(&map, "given", tree_of_truth(given));
    now = given ? full_marks(p->arena, graded) : *graded;
    if (!strcmp(how, "key"))
        TRY(grade_by(p, one, &now));
    if (p->trouble)
        return OK;
    tree_put(&map, "graded", now);
    tree_put(&map, "got",
             tree_get(&now, "score")
                 ? tree_of_real(
                       rounded(score_exact(&now) * tree_real(one, "points", 0)))
                 : (struct tree){0});
    *out = tree_done(&map);
    return OK;
}

enum status result_regraded(struct house *house, struct arena *arena,
                            const struct result *before,
                            const struct remedy *remedy,
                            const struct test_plan *plan,
                            const struct tree *marks, struct regraded_result *r)
{
    struct tree settings = grading_settings(arena, plan);
    struct putting_right p = {house, arena, remedy, &settings, marks, NULL};
    struct tally was = {.outcomes = tree_list(arena)},
                 now = {.outcomes = tree_list(arena)};
    struct tree outcomes, one;

    *r = (struct regraded_result){.before = *before, .after = *before};
    TRY(json_read(arena, before->outcomes, strlen(before->outcomes),
                  &outcomes));
    for (size_t i = 0; i < outcomes.count; i++) {
        TRY(put_right(&p, &outcomes.items[i], &one));
        r->trouble = p.trouble;
        if (p.trouble)
            return OK;
        count_outcome(&was, outcomes.items[i]);
        count_outcome(&now, one);
    }
    put_tally(arena, plan, &was, &r->before);
    put_tally(arena, plan, &now, &r->after);
    r->after.slots = now.slots;
    r->changes = strcmp(r->before.state, r->after.state) ||
                 r->before.passed != r->after.passed ||
                 millionths(was.points) != millionths(now.points) ||
                 millionths(was.max_points) != millionths(now.max_points);
    return OK;
}

enum status attempt_grade(struct house *house, struct arena *arena,
                          const struct attempt *attempt, struct graded *out)
{
    struct tally tally = {.outcomes = tree_list(arena)};
    const struct shelf_test *test;
    const struct standing *standing;
    struct paper paper;

    TRY(shelf_test(house, attempt->test, &test));
    TRY(paper_read(arena, attempt->paper, &paper));
    TRY(answers_read(house, arena, attempt->id, paper.count, &standing));
    struct tree settings = grading_settings(arena, &test->plan);
    for (size_t i = 0; i < paper.count && !tally.trouble; i++)
        TRY(grade_slot(house, arena, &paper.slots[i], (int64_t)i + 1,
                       &standing[i], &settings, &tally));
    *out = (struct graded){
        .result = {.attempt = attempt->id,
                   .sitting = attempt->sitting,
                   .person = attempt->person,
                   .sequence = 1,
                   .pass_percent = test->plan.pass_percent,
                   .slots = (int64_t)paper.count,
                   .runtime = questions_runtime(house->questions)},
        .trouble = tally.trouble};
    if (tally.trouble)
        return OK;
    out->outcomes = tree_done(&tally.outcomes);
    put_tally(arena, &test->plan, &tally, &out->result);
    return OK;
}

/* What one step of grading found out, to be written together: a commit each
   would make a city wait for its results. */
struct batch {
    struct writing *list;
    const struct grading_job **jobs;
    size_t count;
};

static enum status grade_attempt(struct house *house, struct arena *arena,
                                 const struct grading_job *job, int64_t now,
                                 struct batch *batch)
{
    const struct attempt *attempt;
    struct graded graded;

    TRY(attempt_find(house->db, arena, job->attempt, &attempt));
    TRY(attempt_grade(house, arena, attempt, &graded));
    if (graded.trouble)
        return put_off(house, arena, job, now, graded.trouble);
    struct writing *w = &batch->list[batch->count];
    *w = (struct writing){arena, graded.result, graded.outcomes};
    w->result.id = id_new();
    w->result.graded_at = now;
    batch->jobs[batch->count++] = job;
    return OK;
}

static enum status write_batch(struct db *tx, void *arg)
{
    const struct batch *batch = arg;

    for (size_t i = 0; i < batch->count; i++)
        TRY(write_result(tx, &batch->list[i]));
    return OK;
}

/* Together; and if that is not to be, one by one, so that one that cannot be
   written does not hold up the others. */
static enum status keep_batch(struct house *house, struct arena *arena,
                              struct batch *batch, int64_t now, size_t *done)
{
    if (!batch->count)
        return OK;
    if (db_write(house->db, write_batch, batch) == OK) {
        *done += batch->count;
        return OK;
    }
    for (size_t i = 0; i < batch->count; i++) {
        enum status one = db_write(house->db, write_result, &batch->list[i]);
        *done += one == OK;
        /* CONFLICT: another server graded it first: the same score, by the
           same rules; that one took the job off the queue with its result */
        if (one != OK && one != CONFLICT)
            TRY(put_off(house, arena, batch->jobs[i], now,
                        "the server failed"));
    }
    return OK;
}

enum status grading_step(struct house *house, int64_t now, size_t *done)
{
    struct arena *arena = arena_new();
    const struct grading_job *jobs;
    struct batch batch = {0};
    size_t count = 0;

    *done = 0;
    enum status status = grading_list(house->db, arena, now, &jobs, &count);
    batch.list = arena_many(arena, struct writing, count);
    batch.jobs = arena_many(arena, const struct grading_job *, count);
    for (size_t i = 0; status == OK && i < count; i++) {
        status = grade_attempt(house, arena, &jobs[i], now, &batch);
        /* one broken attempt does not hold up the others */
        if (status != OK)
            status = put_off(house, arena, &jobs[i], now, "the server failed");
    }
    enum status kept = keep_batch(house, arena, &batch, now, done);
    arena_free(arena);
    return status == OK ? kept : status;
}

/* Said when it begins and when it is over, not all the time. */
static void watch_clock(bool *said)
{
    int64_t ahead = clock_ahead();
    bool off = ahead > CLOCK_MAY_DIFFER_MS || ahead < -CLOCK_MAY_DIFFER_MS;

    if (off != *said)
        log_say(off ? LOG_ERROR : LOG_WARN, "domain",
                off ? "the machine's clock was set; deadlines follow the time "
                      "as it was. If the new time is right, start again with "
                      "--trust-clock"
                    : "the machine's clock agrees again",
                "ahead_ms", log_int(ahead), NULL);
    *said = off;
}

/* Nobody waits for a result longer than it takes to look up. */
enum { NAP_NS = 50000000, SWEEP_MS = 10000 };

void work_until(struct house *house, const atomic_bool *stop)
{
    int64_t swept_at = 0, regrade_at = 0;
    bool said = false, moved = false;

    while (!atomic_load(stop)) {
        size_t closed = 0, graded = 0, settled;
        int64_t now = clock_now();
        moved = false;
        enum status status = deadlines_step(house, now, &closed);

        outage_beat(house, now);

        watch_clock(&said);
        if (status == OK)
            status = grading_step(house, clock_now(), &graded);
        if (status == OK && (now < swept_at || now - swept_at >= SWEEP_MS)) {
            status = completion_sweep(house, now, &settled);
            swept_at = now;
        }
        if (status == OK && now >= regrade_at) {
            enum status regraded = regrade_work(house, now, &moved);
            if (regraded != OK)
                regrade_at = now + SWEEP_MS; /* a plugin is in trouble */
        }
        if (!closed && !graded && !moved)
            nanosleep(&(struct timespec){status == OK ? 0 : 2, NAP_NS}, NULL);
    }
}
