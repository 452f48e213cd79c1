#include "domain/regrades.h"

#include "base/clock.h"
#include "base/random.h"
#include "domain/completion.h"
#include "domain/grading.h"
#include "domain/marking.h"
#include "store/audit.h"
#include "store/chain.h"
#include "store/units.h"
#include "json/json.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A step is short: closing what runs out and first results come between. */
enum { PAPERS_A_STEP = 100, RESULTS_A_STEP = 200 };

static const double LEAST = 5e-7; /* of scores, which are millionths */

/* ---- opening -------------------------------------------------------------*/

struct opening {
    struct house *house;
    struct arena *arena;
    const struct new_regrade *asked;
    const struct shelf_test *test;
    const struct shelf_item *item;
    struct regrade row;
    int64_t *sittings;
    size_t sitting_count;
    enum regrade_fault fault;
};

static enum status wrong(struct opening *o, enum regrade_fault fault)
{
    o->fault = fault;
    return INVALID;
}

static enum status take_sitting(struct opening *o,
                                const struct regrade_sitting *s)
{
    int64_t waiting;

    if (s->over_at > o->asked->now)
        return wrong(o, REGRADE_NOT_OVER);
    TRY(regrade_ungraded_count(o->house->db, o->arena, s->id, &waiting));
    if (waiting)
        return wrong(o, REGRADE_NOT_OVER);
    TRY(regrade_marking_count(o->house->db, o->arena, s->id, o->asked->item,
                              &waiting));
    if (waiting)
        return wrong(o, REGRADE_MARKING);
    o->sittings[o->sitting_count++] = s->id;
    return OK;
}

/* Of a whole test those that are to come are no reason to wait: their papers
   are drawn anew. */
static enum status find_sittings(struct opening *o)
{
    const struct regrade_sitting *list;
    const struct sitting *sitting;
    size_t count;

    TRY(sitting_find(o->house->db, o->arena, o->asked->sitting, &sitting));
    TRY(shelf_test(o->house, sitting->test, &o->test));
    TRY(regrade_test_sitting_list(o->house->db, o->arena, sitting->test, &list,
                                  &count));
    o->sittings = arena_many(o->arena, int64_t, count);
    for (size_t i = 0; i < count; i++) {
        bool named = list[i].id == sitting->id;
        if (named || (o->asked->whole && list[i].over_at <= o->asked->now))
            TRY(take_sitting(o, &list[i]));
    }
    return o->sitting_count ? OK : wrong(o, REGRADE_NO_SITTING);
}

static enum status find_item(struct opening *o)
{
    const char *id = arena_print(o->arena, "%lld", (long long)o->asked->item);

    if (!tree_get(tree_get(&o->test->pins, "items"), id))
        return wrong(o, REGRADE_NO_ITEM);
    return shelf_item(o->house, o->asked->item, &o->item);
}

/* May be answered by the same words: names, kinds and choices. */
static bool same_inputs(const struct tree *a, const struct tree *b)
{
    static const char *const facts[] = {"type", "options", "part", "min",
                                        "max"};

    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        const struct tree *other = tree_get(b, a->names[i]);
        for (size_t k = 0; k < sizeof facts / sizeof *facts; k++) {
            const struct tree *x = tree_get(&a->items[i], facts[k]);
            const struct tree *y = tree_get(other, facts[k]);
            if (x && y ? !tree_same(x, y) : x != y)
                return false;
        }
    }
    return true;
}

static enum status check_key(struct opening *o)
{
    const struct shelf_item *next;

    if (!o->asked->becomes || o->asked->becomes == o->asked->item)
        return wrong(o, REGRADE_NO_VERSION);
    enum status status = shelf_item(o->house, o->asked->becomes, &next);
    if (status == MISSING)
        return wrong(o, REGRADE_NO_VERSION);
    TRY(status);
    if (next->row.bank != o->item->row.bank ||
        strcmp(next->row.code, o->item->row.code))
        return wrong(o, REGRADE_NO_VERSION);
    for (size_t i = 0; i < o->item->variant_count; i++) {
        const struct shelf_variant *old = &o->item->variants[i];
        const struct shelf_variant *v = shelf_variant(next, old->number);
        if (!v || !tree_same(&old->params, &v->params) ||
            !same_inputs(&old->inputs, &v->inputs))
            return wrong(o, REGRADE_OTHER_QUESTION);
    }
    o->row.becomes = o->asked->becomes;
    return OK;
}

static enum status check_answer(struct opening *o)
{
    struct tree settings = grading_settings(o->arena, &o->test->plan);
    struct tree parsed;

    if (o->item->variant_count != 1)
        return wrong(o, REGRADE_VARIES);
    if (o->asked->typed.kind != TREE_MAP || !o->asked->typed.count)
        return wrong(o, REGRADE_NO_ANSWER);
    TRY(question_parse(o->house->questions, o->arena, &o->item->item,
                       &o->item->variants[0].params, &o->asked->typed,
                       &settings, &parsed));
    const struct tree *response = tree_get(&parsed, "response");
    const struct tree *invalid = tree_get(&parsed, "invalid");
    if (!response || !response->count || (invalid && invalid->count))
        return wrong(o, REGRADE_NO_ANSWER);
    o->row.answer = json_text(o->arena, response);
    return OK;
}

static const char *detail_of(struct arena *arena, const struct regrade *g,
                             int64_t papers)
{
    struct tree_maker map = tree_map(arena);

    tree_put(&map, "item", tree_of_integer(g->item));
    tree_put(&map, "remedy", tree_of_text(g->remedy));
    tree_put(&map, "becomes", tree_of_integer(g->becomes));
    tree_put(&map, "test", tree_of_integer(g->test));
    tree_put(&map, "round", tree_of_integer(g->round));
    tree_put(&map, "papers", tree_of_integer(papers));
    struct tree tree = tree_done(&map);
    return json_text(arena, &tree);
}

static enum status put_on_record(struct db *tx, struct arena *arena,
                                 const struct regrade *g, const char *action,
                                 int64_t papers, int64_t by, int64_t now)
{
    return audit_add(tx, arena,
                     &(struct deed){.at = now,
                                    .actor = by,
                                    .action = action,
                                    .object = "regrade",
                                    .object_id = g->id,
                                    .detail = detail_of(arena, g, papers)});
}

static enum status add_case(struct db *tx, void *arg)
{
    const struct opening *o = arg;

    TRY(regrade_add(tx, o->arena, &o->row, o->sittings, o->sitting_count));
    return put_on_record(tx, o->arena, &o->row, "regrade.open", 0, o->asked->by,
                         o->asked->now);
}

static bool is_remedy(const char *how)
{
    return how && (!strcmp(how, "key") || !strcmp(how, "drop") ||
                   !strcmp(how, "credit") || !strcmp(how, "accept"));
}

static enum status open_it(struct opening *o, int64_t *id)
{
    const struct new_regrade *n = o->asked;

    if (!is_remedy(n->remedy))
        return wrong(o, REGRADE_NO_VERSION);
    if (!n->reason || !*n->reason)
        return wrong(o, REGRADE_NO_REASON);
    TRY(find_sittings(o));
    TRY(find_item(o));
    if (!strcmp(n->remedy, "key"))
        TRY(check_key(o));
    if (!strcmp(n->remedy, "accept"))
        TRY(check_answer(o));
    *id = o->row.id = id_new();
    o->row.word = arena_print(o->arena, "regrade:%lld", (long long)*id);
    o->row.test = o->test->test.id;
    return db_write(o->house->db, add_case, o);
}

enum status regrade_open(struct house *house, struct arena *arena,
                         const struct new_regrade *n, int64_t *id,
                         enum regrade_fault *fault)
{
    struct opening o = {.house = house,
                        .arena = arena,
                        .asked = n,
                        .row = {.item = n->item,
                                .remedy = n->remedy,
                                .reason = n->reason,
                                .opened_by = n->by,
                                .opened_at = n->now,
                                .round = 1}};
    enum status status = open_it(&o, id);

    *fault = o.fault;
    return status;
}

/* ---- approving and taking back -------------------------------------------*/

struct deciding {
    struct arena *arena;
    int64_t id, round, by, now;
    const char *why;
    bool out_of_date;
};

static enum status approve(struct db *tx, void *arg)
{
    struct deciding *d = arg;
    const struct regrade *g;
    int64_t seen, lines, others;

    d->out_of_date = false;
    TRY(regrade_find(tx, d->arena, d->id, &g));
    if (g->opened_by == d->by)
        return DENIED;
    if (strcmp(g->state, "counted") || g->round != d->round)
        return CONFLICT;
    TRY(regrade_overlap_count(tx, d->arena, d->id, &others));
    if (others)
        return CONFLICT;
    TRY(regrade_seen_count(tx, d->arena, g, &seen));
    if (seen != g->seen) {
        d->out_of_date = true;
        return regrade_again(tx, d->arena, g);
    }
    TRY(regrade_line_count(tx, d->arena, g, &lines));
    if (!lines)
        return INVALID;
    TRY(regrade_approve(tx, d->arena, g, d->by, d->now));
    return put_on_record(tx, d->arena, g, "regrade.approve", lines, d->by,
                         d->now);
}

enum status regrade_give(struct house *house, struct arena *arena, int64_t id,
                         int64_t round, int64_t by, int64_t now)
{
    struct deciding d = {
        .arena = arena, .id = id, .round = round, .by = by, .now = now};

    TRY(db_write(house->db, approve, &d));
    return d.out_of_date ? CONFLICT : OK;
}

static enum status take_back(struct db *tx, void *arg)
{
    const struct deciding *d = arg;
    const struct regrade *g;

    TRY(regrade_find(tx, d->arena, d->id, &g));
    TRY(regrade_withdraw(tx, d->arena, d->id, d->by, d->why, d->now));
    return put_on_record(tx, d->arena, g, "regrade.withdraw", 0, d->by, d->now);
}

enum status regrade_take_back(struct house *house, struct arena *arena,
                              int64_t id, const char *why, int64_t by,
                              int64_t now)
{
    struct deciding d = {
        .arena = arena, .id = id, .by = by, .now = now, .why = why};

    if (!why || !*why)
        return INVALID;
    return db_write(house->db, take_back, &d);
}

/* ---- what a case makes of a paper ----------------------------------------*/

struct working {
    struct house *house;
    struct arena *arena; /* of one step */
    const struct regrade *g;
    int64_t now;
    struct remedy remedy;
    const struct test_plan *plan;
    struct tree answer;
    const struct regrade_export *exports;
    size_t export_count;
    /* what the step found, to be written together */
    const struct regrade_paper *papers;
    struct regrade_line *lines;
    struct result *results;
    const struct regrade_result *standing;
    size_t paper_count, count;
    int64_t reached;
    bool out_of_date;
};

static enum status make_remedy(struct working *w)
{
    const struct shelf_test *test;

    TRY(shelf_test(w->house, w->g->test, &test));
    w->plan = &test->plan;
    if (w->g->answer)
        TRY(json_read(w->arena, w->g->answer, strlen(w->g->answer),
                      &w->answer));
    w->remedy = (struct remedy){w->g->remedy, w->g->id, w->g->item,
                                w->g->becomes, &w->answer};
    return OK;
}

static enum status regrade_result(struct working *w,
                                  const struct result *before,
                                  struct regraded_result *out)
{
    struct tree marks = {0};

    if (w->g->becomes)
        TRY(marks_of(w->house->db, w->arena, before->attempt, &marks));
    return result_regraded(w->house, w->arena, before, &w->remedy, w->plan,
                           &marks, out);
}

static struct regrade_sum sum_of(const struct result *r)
{
    return (struct regrade_sum){r->points, r->max_points, r->percent,
                                r->passed};
}

/* ---- counting ------------------------------------------------------------*/

/* Is the unit, or one above it, the one that was exported? */
static enum status lies_in(struct working *w, int64_t unit, int64_t chosen,
                           int64_t at, bool *does)
{
    const struct unit *path;
    size_t count;

    TRY(unit_path_list(w->house->db, w->arena, unit, clock_day(at), &path,
                       &count));
    *does = unit == chosen;
    for (size_t i = 0; i < count; i++)
        *does |= path[i].id == chosen;
    return OK;
}

static enum status look_at_exports(struct working *w,
                                   const struct regrade_paper *paper,
                                   bool *exported)
{
    *exported = false;
    for (size_t i = 0; i < w->export_count && !*exported; i++) {
        const struct regrade_export *e = &w->exports[i];
        struct tree detail;
        if (e->at < paper->result.graded_at ||
            (e->sitting && e->sitting != paper->result.sitting))
            continue;
        TRY(json_read(w->arena, e->detail, strlen(e->detail), &detail));
        int64_t unit = tree_integer(&detail, "unit", 0);
        if (!unit)
            *exported = true;
        else
            TRY(lies_in(w, paper->unit, unit, e->at, exported));
    }
    return OK;
}

/* What the change means for courses that the test helps to complete. */
static enum status look_at_course(struct working *w,
                                  const struct regrade_paper *paper,
                                  const char *course, bool gains,
                                  int64_t *completes)
{
    struct db *db = w->house->db;
    struct completion known;
    struct enrolment enrolment;
    enum status status =
        completion_find(db, w->arena, paper->result.person, course, &known);

    if (status == OK && !gains) {
        const char *id =
            arena_print(w->arena, "%lld", (long long)paper->attempt);
        if (strstr(known.evidence, id))
            *completes = -1;
        return OK;
    }
    if (status != MISSING || !gains)
        return status == MISSING ? OK : status;
    status =
        enrolment_find(db, w->arena, paper->result.person, course, &enrolment);
    if (status == OK)
        *completes = 1;
    return status == MISSING ? OK : status;
}

static enum status look_at_courses(struct working *w,
                                   const struct regrade_paper *paper,
                                   struct regrade_line *line)
{
    const char *const *courses;
    size_t count;

    if (line->held || line->before.passed == line->after.passed)
        return OK;
    TRY(course_needing_list(w->house->db, w->arena, paper->result.sitting,
                            &courses, &count));
    for (size_t i = 0; i < count; i++)
        TRY(look_at_course(w, paper, courses[i], line->after.passed,
                           &line->completes));
    return OK;
}

static enum status count_paper(struct working *w,
                               const struct regrade_paper *paper)
{
    struct regraded_result r;

    TRY(regrade_result(w, &paper->result, &r));
    if (r.trouble)
        return BUSY;
    if (!r.changes)
        return OK;
    struct regrade_line *line = &w->lines[w->count++];
    *line = (struct regrade_line){
        .attempt = paper->attempt,
        .person = paper->result.person,
        .candidate = paper->candidate,
        .unit = paper->unit,
        .result = paper->result.id,
        .held = strcmp(r.after.state, "graded"),
        .before = sum_of(&r.before),
        .after = sum_of(&r.after),
        .sealed = paper->sealed,
    };
    TRY(look_at_exports(w, paper, &line->exported));
    return look_at_courses(w, paper, line);
}

static enum status begin_round(struct db *tx, void *arg)
{
    const struct working *w = arg;
    int64_t seen;

    TRY(regrade_seen_count(tx, w->arena, w->g, &seen));
    return regrade_begin(tx, w->arena, w->g, seen);
}

static enum status keep_lines(struct db *tx, void *arg)
{
    const struct working *w = arg;

    TRY(regrade_step(tx, w->arena, w->g, w->reached, (int64_t)w->paper_count));
    for (size_t i = 0; i < w->count; i++)
        TRY(regrade_line_put(tx, w->arena, w->g, &w->lines[i]));
    return OK;
}

/* Results that were written during the round are in it or are not: nobody
   knows, so it is counted again. */
static enum status end_round(struct db *tx, void *arg)
{
    const struct working *w = arg;
    int64_t seen;

    TRY(regrade_seen_count(tx, w->arena, w->g, &seen));
    return seen == w->g->seen ? regrade_counted(tx, w->arena, w->g, w->now)
                              : regrade_again(tx, w->arena, w->g);
}

static enum status count_some(struct working *w)
{
    struct db *db = w->house->db;

    if (w->g->seen < 0)
        return db_write(db, begin_round, w);
    TRY(make_remedy(w));
    TRY(regrade_paper_list(db, w->arena, w->g, w->g->reached, PAPERS_A_STEP,
                           &w->papers, &w->paper_count));
    if (!w->paper_count)
        return db_write(db, end_round, w);
    TRY(regrade_export_list(db, w->arena, w->g->id, &w->exports,
                            &w->export_count));
    w->lines = arena_many(w->arena, struct regrade_line, w->paper_count);
    for (size_t i = 0; i < w->paper_count; i++)
        TRY(count_paper(w, &w->papers[i]));
    w->reached = w->papers[w->paper_count - 1].attempt;
    return db_write(db, keep_lines, w);
}

/* ---- staging -------------------------------------------------------------*/

static bool same_sum(const struct regrade_sum *a, const struct regrade_sum *b)
{
    return fabs(a->points - b->points) < LEAST &&
           fabs(a->max_points - b->max_points) < LEAST &&
           fabs(a->percent - b->percent) < LEAST && a->passed == b->passed;
}

/* The result that its line announced, or the whole case is out of date. The
   sequence leaves one free: a mark that comes while we stage takes it, and its
   marker never hears of us. */
static enum status stage_paper(struct working *w,
                               const struct regrade_line *line)
{
    struct regrade_paper paper;
    struct regraded_result r;

    TRY(regrade_paper_find(w->house->db, w->arena, line->attempt, &paper));
    if (paper.result.id != line->result) {
        w->out_of_date = true;
        return OK;
    }
    TRY(regrade_result(w, &paper.result, &r));
    if (r.trouble)
        return BUSY;
    struct regrade_sum after = sum_of(&r.after);
    if (!r.changes || !same_sum(&after, &line->after) ||
        line->held != !!strcmp(r.after.state, "graded")) {
        w->out_of_date = true;
        return OK;
    }
    r.after.id = id_new();
    r.after.sequence = paper.result.sequence + 2;
    r.after.reason = w->g->word;
    r.after.graded_at = w->g->approved_at;
    w->results[w->count++] = r.after;
    return OK;
}

static enum status keep_results(struct db *tx, void *arg)
{
    const struct working *w = arg;

    if (w->out_of_date)
        return regrade_clear(tx, w->arena, w->g);
    TRY(regrade_step(tx, w->arena, w->g, w->reached, 0));
    for (size_t i = 0; i < w->count; i++)
        TRY(regrade_stage(tx, w->arena, &w->results[i]));
    return OK;
}

/* All of it or nothing, in one short transaction. */
static enum status let_it_stand(struct db *tx, void *arg)
{
    const struct working *w = arg;
    int64_t seen, lines, staged;

    TRY(regrade_seen_count(tx, w->arena, w->g, &seen));
    TRY(regrade_line_count(tx, w->arena, w->g, &lines));
    TRY(regrade_staged_count(tx, w->arena, w->g, &staged));
    if (seen != w->g->seen || staged != lines)
        return regrade_clear(tx, w->arena, w->g);
    TRY(regrade_switch(tx, w->arena, w->g, w->now));
    return put_on_record(tx, w->arena, w->g, "regrade.apply", lines, 0, w->now);
}

static enum status stage_some(struct working *w)
{
    struct db *db = w->house->db;
    const struct regrade_line *lines;
    size_t count;

    TRY(make_remedy(w));
    TRY(regrade_line_list(db, w->arena, w->g, w->g->reached, PAPERS_A_STEP,
                          &lines, &count));
    if (!count)
        return db_write(db, let_it_stand, w);
    w->results = arena_many(w->arena, struct result, count);
    for (size_t i = 0; i < count && !w->out_of_date; i++)
        TRY(stage_paper(w, &lines[i]));
    w->reached = lines[count - 1].attempt;
    return db_write(db, keep_results, w);
}

/* ---- clearing and finishing ----------------------------------------------*/

static enum status clear_some(struct db *tx, void *arg)
{
    const struct working *w = arg;
    int64_t staged;

    TRY(regrade_staged_count(tx, w->arena, w->g, &staged));
    if (staged)
        return regrade_staged_remove(tx, w->arena, w->g, RESULTS_A_STEP);
    return w->g->withdrawn_at ? regrade_withdrawn(tx, w->arena, w->g)
                              : regrade_again(tx, w->arena, w->g);
}

static enum status finish_some(struct db *tx, void *arg)
{
    const struct working *w = arg;

    if (!w->count)
        return regrade_done(tx, w->arena, w->g);
    TRY(regrade_step(tx, w->arena, w->g, w->reached, 0));
    for (size_t i = 0; i < w->count; i++) {
        const struct regrade_result *r = &w->standing[i];
        TRY(unsealed_add(tx, w->arena, "result", r->id, w->g->applied_at));
        TRY(completion_after_result(tx, w->arena, r->sitting, r->person,
                                    w->now));
    }
    return OK;
}

static enum status finish(struct working *w)
{
    TRY(regrade_result_list(w->house->db, w->arena, w->g, w->g->reached,
                            RESULTS_A_STEP, &w->standing, &w->count));
    if (w->count)
        w->reached = w->standing[w->count - 1].id;
    return db_write(w->house->db, finish_some, w);
}

/* ---- the work ------------------------------------------------------------*/

static enum status note_trouble(struct db *tx, void *arg)
{
    const struct working *w = arg;

    return regrade_trouble(tx, w->arena, w->g->id, "plugin");
}

static enum status work_on(struct working *w)
{
    const char *state = w->g->state;

    if (!strcmp(state, "counting"))
        return count_some(w);
    if (!strcmp(state, "staging"))
        return stage_some(w);
    if (!strcmp(state, "clearing"))
        return db_write(w->house->db, clear_some, w);
    return !strcmp(state, "applied") ? finish(w) : OK;
}

/* CONFLICT: another server was there first, or a person decided meanwhile. */
static enum status work_on_case(struct house *house, int64_t id, int64_t now)
{
    struct working w = {.house = house, .arena = arena_new(), .now = now};
    enum status status = regrade_find(house->db, w.arena, id, &w.g);

    if (status == OK)
        status = work_on(&w);
    if (status == BUSY && !w.g->trouble &&
        db_write(house->db, note_trouble, &w) == FAILED)
        status = FAILED;
    arena_free(w.arena);
    return status == CONFLICT ? OK : status;
}

/* One case that cannot go on does not hold up the others. */
enum status regrade_work(struct house *house, int64_t now, bool *done)
{
    struct arena *arena = arena_new();
    const int64_t *list;
    size_t count = 0;
    enum status status = regrade_busy_list(house->db, arena, &list, &count);

    *done = false;
    for (size_t i = 0; i < count; i++) {
        enum status one = work_on_case(house, list[i], now);
        *done |= one == OK;
        if (one != OK && status == OK)
            status = one;
    }
    arena_free(arena);
    return status;
}

/* ---- replaying -----------------------------------------------------------*/

enum status regrade_replay(struct house *house, struct arena *arena,
                           const char *word, const struct result *before,
                           struct result *out)
{
    struct working w = {.house = house, .arena = arena};
    struct regraded_result r;

    TRY(regrade_find_by_word(house->db, arena, word, &w.g));
    TRY(make_remedy(&w));
    TRY(regrade_result(&w, before, &r));
    if (r.trouble)
        return BUSY;
    *out = r.after;
    return OK;
}
