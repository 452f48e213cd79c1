#include "domain/completion.h"

#include "base/clock.h"
#include "base/random.h"
#include "domain/courses.h"
#include "domain/tests.h"
#include "store/audit.h"
#include "json/json.h"

#include <string.h>

/* A result that is written while its sitting closes is settled with it. */
enum { AFTER_CLOSING_MS = 60000, SWEEP_ROWS = 200 };

/* ---- conditions ----------------------------------------------------------*/

struct judging {
    struct db *db;
    struct arena *arena;
    int64_t person, now;
    const struct lesson_progress *progress;
    size_t progress_count;
    struct conditions *out;
};

static void met_at(struct conditions *c, int64_t at)
{
    if (at > c->at)
        c->at = at;
}

static enum status judge_needs(struct judging *j, const struct tree *codes)
{
    size_t count = codes ? codes->count : 0;
    struct need *needs = arena_many(j->arena, struct need, count);

    j->out->open = true;
    for (size_t i = 0; i < count; i++) {
        const struct course *course;
        struct completion completion;
        needs[i].code = codes->items[i].text;
        enum status status =
            course_find(j->db, j->arena, needs[i].code, &course);
        if (status != OK && status != MISSING)
            return status;
        needs[i].title = status == OK ? course->title : NULL;
        status = completion_find(j->db, j->arena, j->person, needs[i].code,
                                 &completion);
        if (status != OK && status != MISSING)
            return status;
        needs[i].met = status == OK;
        j->out->open &= needs[i].met;
    }
    j->out->needs = needs;
    j->out->need_count = count;
    return OK;
}

static bool names(const struct tree *codes, const char *code)
{
    for (size_t i = 0; codes && i < codes->count; i++)
        if (!strcmp(codes->items[i].text, code))
            return true;
    return false;
}

static int64_t read_at(const struct judging *j, const char *lesson)
{
    for (size_t i = 0; i < j->progress_count; i++)
        if (!strcmp(j->progress[i].lesson_code, lesson))
            return j->progress[i].done_at;
    return 0;
}

static enum status judge_lessons(struct judging *j, int64_t course,
                                 const struct tree *which)
{
    bool all = !which || which->kind != TREE_LIST;
    const struct lesson *lessons;
    size_t count, n = 0;

    TRY(lesson_list(j->db, j->arena, course, &lessons, &count));
    const struct lesson **wanted =
        arena_many(j->arena, const struct lesson *, count);
    for (size_t i = 0; i < count; i++) {
        if (!all && !names(which, lessons[i].code))
            continue;
        int64_t at = read_at(j, lessons[i].code);
        wanted[n++] = &lessons[i];
        j->out->lessons_read += at != 0;
        met_at(j->out, at);
        if (!at && !j->out->next)
            j->out->next = &lessons[i];
    }
    j->out->lessons = wanted;
    j->out->lesson_count = n;
    return OK;
}

/* From when on a score counts: since its candidate may see it; INT64_MAX: that
   is not known yet. */
static enum status counts_from(struct arena *arena,
                               const struct test_outcome *o, int64_t *at)
{
    struct test_plan plan;

    TRY(test_read(arena, o->definition, &plan));
    const char *when = test_review(&plan, "score");
    int64_t out = !strcmp(when, "handed-in") ? 0
                  : strcmp(when, "released") ? o->closes_at
                  : o->released_at           ? o->released_at
                                             : INT64_MAX;
    *at = o->graded_at > out ? o->graded_at : out;
    return OK;
}

static enum status judge_test(struct judging *j, struct wanted_test *test)
{
    const struct test_outcome *list;
    size_t count;
    enum status status =
        test_title_find(j->db, j->arena, test->code, &test->title);

    if (status != OK && status != MISSING)
        return status;
    TRY(test_outcome_list(j->db, j->arena, j->person, test->code, &list,
                          &count));
    for (size_t i = 0; i < count; i++) {
        int64_t at;
        TRY(counts_from(j->arena, &list[i], &at));
        if (at > j->now)
            continue;
        if (!test->tried || list[i].percent > test->best)
            test->best = list[i].percent;
        test->tried = true;
        bool enough = test->percent > 0 ? list[i].percent >= test->percent
                                        : list[i].passed;
        if (!enough || (test->met && test->at <= at))
            continue;
        test->met = true;
        test->at = at;
        test->attempt = list[i].attempt;
    }
    return OK;
}

static enum status judge_tests(struct judging *j, const struct tree *wanted)
{
    size_t count = wanted ? wanted->count : 0;
    struct wanted_test *tests = arena_many(j->arena, struct wanted_test, count);

    for (size_t i = 0; i < count; i++) {
        tests[i].code = tree_text(&wanted->items[i], "id");
        tests[i].percent = tree_real(&wanted->items[i], "percent", 0);
        TRY(judge_test(j, &tests[i]));
        j->out->met &= tests[i].met;
        met_at(j->out, tests[i].at);
    }
    j->out->tests = tests;
    j->out->test_count = count;
    return OK;
}

enum status conditions_read(struct db *db, struct arena *arena,
                            const struct course *course, int64_t person,
                            const struct lesson_progress *progress,
                            size_t progress_count, int64_t now,
                            struct conditions *out)
{
    struct judging j = {db, arena, person, now, progress, progress_count, out};
    struct tree rules;

    *out = (struct conditions){.met = true};
    TRY(json_read(arena, course->rules, strlen(course->rules), &rules));
    TRY(judge_needs(&j, tree_get(&rules, "needs")));
    TRY(judge_lessons(&j, course->id, tree_get(&rules, "lessons")));
    out->met = out->lessons_read == out->lesson_count;
    TRY(judge_tests(&j, tree_get(&rules, "tests")));
    if (!out->met)
        out->at = 0;
    return OK;
}

/* ---- completions ---------------------------------------------------------*/

static const char *evidence_of(struct arena *arena, const struct conditions *c,
                               const struct lesson_progress *progress,
                               size_t count)
{
    struct tree_maker map = tree_map(arena), lessons = tree_map(arena),
                      attempts = tree_list(arena);

    for (size_t i = 0; i < c->lesson_count; i++)
        for (size_t k = 0; k < count; k++)
            if (!strcmp(progress[k].lesson_code, c->lessons[i]->code))
                tree_put(&lessons, progress[k].lesson_code,
                         tree_of_integer(progress[k].done_at));
    for (size_t i = 0; i < c->test_count; i++)
        tree_add(&attempts, tree_of_integer(c->tests[i].attempt));
    tree_put(&map, "lessons", tree_done(&lessons));
    tree_put(&map, "attempts", tree_done(&attempts));
    struct tree tree = tree_done(&map);
    return json_text(arena, &tree);
}

/* Hours count in the year in which the course was begun (Circular
   01/2018/TT-BNV). */
static enum status write_down(struct db *tx, struct arena *arena,
                              struct completion *c)
{
    enum status status = callable_find(tx, arena, c->person,
                                       clock_day(c->completed_at), &c->duty);

    if (status != OK && status != MISSING)
        return status;
    TRY(completion_add(tx, arena, c));
    TRY(enrolment_finish(tx, arena, c->person, c->course_code,
                         c->completed_at));
    return audit_add(tx, arena,
                     &(struct deed){.at = c->settled_at,
                                    .actor = c->person,
                                    .action = "course.complete",
                                    .object = "completion",
                                    .object_id = c->id});
}

enum status completion_settle(struct db *tx, struct arena *arena,
                              int64_t person, const char *course_code,
                              int64_t now)
{
    const struct course *course;
    const struct lesson_progress *progress;
    size_t count;
    struct conditions c;
    struct enrolment enrolment;
    struct completion known;
    enum status status =
        enrolment_find(tx, arena, person, course_code, &enrolment);

    if (status == MISSING)
        return OK;
    TRY(status);
    status = completion_find(tx, arena, person, course_code, &known);
    if (status != MISSING)
        return status;
    TRY(course_find(tx, arena, course_code, &course));
    TRY(lesson_progress_list(tx, arena, person, course_code, &progress,
                             &count));
    TRY(conditions_read(tx, arena, course, person, progress, count, now, &c));
    if (!c.met)
        return OK;
    struct completion completion = {
        .id = id_new(),
        .person = person,
        .course_code = course_code,
        .course = course->id,
        .began_at = enrolment.began_at,
        .completed_at = c.at ? c.at : now,
        .settled_at = now,
        .year = clock_day(enrolment.began_at) / 10000,
        .hours = course->hours,
        .evidence = evidence_of(arena, &c, progress, count),
    };
    return write_down(tx, arena, &completion);
}

enum status completion_after_result(struct db *tx, struct arena *arena,
                                    int64_t sitting, int64_t person,
                                    int64_t now)
{
    const char *const *courses;
    size_t count;

    TRY(course_needing_list(tx, arena, sitting, &courses, &count));
    for (size_t i = 0; i < count; i++)
        TRY(completion_settle(tx, arena, person, courses[i], now));
    return OK;
}

/* ---- the sweep -----------------------------------------------------------*/

struct sweeping {
    struct arena *arena;
    int64_t sitting, now;
    const struct scored *list;
    size_t count;
};

static enum status settle_some(struct db *tx, void *arg)
{
    const struct sweeping *s = arg;

    for (size_t i = 0; i < s->count; i++)
        TRY(completion_after_result(tx, s->arena, s->sitting, s->list[i].person,
                                    s->now));
    return s->count < SWEEP_ROWS
               ? sitting_settle(tx, s->arena, s->sitting, s->now)
               : OK;
}

/* A sitting whose test completes no course needs no look at its results. */
static enum status settle_alone(struct house *house, struct sweeping *s,
                                bool *helps)
{
    const char *const *courses;
    size_t count = 0;

    s->arena = arena_new();
    enum status status =
        course_needing_list(house->db, s->arena, s->sitting, &courses, &count);
    *helps = count > 0;
    if (status == OK && !*helps)
        status = db_write(house->db, settle_some, s);
    arena_free(s->arena);
    return status;
}

/* In small transactions; what was settled already changes nothing. */
static enum status sweep_sitting(struct house *house, int64_t sitting,
                                 int64_t now)
{
    struct sweeping s = {.sitting = sitting, .now = now};
    int64_t after = 0;
    bool helps;

    TRY(settle_alone(house, &s, &helps));
    if (!helps)
        return OK;
    do {
        s.arena = arena_new();
        enum status status = sitting_scored_list(
            house->db, s.arena, sitting, after, SWEEP_ROWS, &s.list, &s.count);
        if (status == OK)
            status = db_write(house->db, settle_some, &s);
        if (s.count)
            after = s.list[s.count - 1].result;
        arena_free(s.arena);
        TRY(status);
    } while (s.count == SWEEP_ROWS);
    return OK;
}

enum status completion_sweep(struct house *house, int64_t now, size_t *done)
{
    struct arena *arena = arena_new();
    const int64_t *list;
    size_t count = 0;
    enum status status = sitting_unsettled_list(
        house->db, arena, now - AFTER_CLOSING_MS, &list, &count);

    *done = 0;
    for (size_t i = 0; status == OK && i < count; i++) {
        status = sweep_sitting(house, list[i], now);
        *done += status == OK;
    }
    arena_free(arena);
    return status;
}
