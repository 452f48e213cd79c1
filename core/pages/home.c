#include "pages/home.h"

#include "base/clock.h"
#include "domain/demo.h"
#include "domain/tests.h"
#include "pages/my_courses.h"
#include "pages/packages.h"
#include "pages/pages.h"
#include "pages/results.h"
#include "pages/sittings.h"
#include "store/attempts.h"
#include "store/marks.h"
#include "store/scores.h"
#include "store/units.h"
#include "text/format.h"
#include "text/moments.h"
#include "views.h"

#include <stdlib.h>
#include <string.h>

static const char *number(const struct reader *reader, int64_t n)
{
    return format_count(reader->arena, reader->language, n);
}

const char *home_lede(const struct reader *reader, const struct home *home)
{
    const char *day =
        moment_weekday(reader->arena, reader->language, reader->now);
    int open = 0;

    while (home->open[open].title)
        open++;
    return say_with(reader->arena, reader->language,
                    open == 0   ? SAY_HOME_LEDE_NONE
                    : open == 1 ? SAY_HOME_LEDE_ONE
                                : SAY_HOME_LEDE_MANY,
                    "day", day, "you", reader_you(reader), "count",
                    number(reader, open), NULL);
}

const char *home_until(const struct reader *reader,
                       const struct home_sitting *sitting)
{
    int64_t day = clock_day(sitting->closes);
    bool today = day == clock_day(reader->now);

    return say_with(reader->arena, reader->language,
                    today ? SAY_HOME_UNTIL : SAY_HOME_UNTIL_DAY, "time",
                    format_hour(reader->arena, sitting->closes), "day",
                    format_day(reader->arena, day), NULL);
}

const char *home_paper(const struct reader *reader,
                       const struct home_sitting *sitting)
{
    bool known = sitting->questions && sitting->minutes;

    return say_with(reader->arena, reader->language,
                    known ? SAY_HOME_PAPER : SAY_HOME_PAPER_SAFE, "questions",
                    number(reader, sitting->questions), "minutes",
                    number(reader, sitting->minutes), "you", reader_you(reader),
                    NULL);
}

const char *home_lessons(const struct reader *reader,
                         const struct home_course *course)
{
    return say_with(reader->arena, reader->language, SAY_HOME_LESSONS, "done",
                    number(reader, course->done), "all",
                    number(reader, course->lessons), NULL);
}

const char *home_score(const struct reader *reader,
                       const struct home_result *result)
{
    return say_with(reader->arena, reader->language, SAY_HOME_SCORE, "score",
                    format_number(reader->arena, reader->language,
                                  result->percent, 1 | FORMAT_SHORT),
                    "pass",
                    format_number(reader->arena, reader->language,
                                  result->pass_percent, 1 | FORMAT_SHORT),
                    NULL);
}

const char *home_out(const struct reader *reader,
                     const struct home_result *result)
{
    if (!result->out)
        return say(reader->language, SAY_HOME_NEVER_OUT);
    return say_with(reader->arena, reader->language, SAY_HOME_OUT, "moment",
                    format_moment(reader->arena, result->out), NULL);
}

/* ---- sittings the reader is called to ------------------------------------*/

enum { MOST_RESULTS = 3 };

struct calls {
    const struct request *req;
    const struct reader *reader;
    struct home_sitting *open, *coming;
    struct home_result *results;
    size_t open_count, coming_count, result_count;
};

static const char *sitting_address(const struct reader *reader,
                                   const struct called *called)
{
    return arena_print(reader->arena, "/sittings/%lld",
                       (long long)called->sitting);
}

static struct home_sitting sitting_of(const struct reader *reader,
                                      const struct called *called,
                                      const struct test_plan *plan, bool begun)
{
    return (struct home_sitting){
        .title = reader_text(reader, called->title),
        .address = sitting_address(reader, called),
        .opens = called->opens_at,
        .closes = begun ? called->ends_at : called->closes_at,
        .begun = begun,
        .questions = (int)plan->questions,
        .minutes = (int)(plan->limit_ms / 60000),
    };
}

/* Of a paper that was handed in: its score, if it has one and it is out. */
static enum status take_result(struct calls *c, const struct called *called,
                               const struct test_plan *plan)
{
    const struct reader *reader = c->reader;
    const struct result *result;
    const char *when = test_review(plan, "score");
    bool never = !strcmp(when, "never");
    bool out =
        !never && (strcmp(when, "closed") || reader->now >= called->closes_at);
    struct home_result *to = &c->results[c->result_count];

    if (c->result_count == MOST_RESULTS)
        return OK;
    enum status status =
        result_find(c->req->house->db, reader->arena, called->attempt, &result);
    if (status != OK && status != MISSING)
        return status;
    bool graded = status == OK && !strcmp(result->state, "graded");
    *to = (struct home_result){
        .title = reader_text(reader, called->title),
        .address = arena_print(reader->arena, "/attempts/%lld/result",
                               (long long)called->attempt),
        .standing = !out     ? HOME_NOT_OUT
                    : graded ? HOME_SCORED
                             : HOME_WAITING,
        .at = called->ends_at < reader->now ? called->ends_at : reader->now,
        .out = never ? 0 : called->closes_at,
    };
    if (to->standing == HOME_SCORED) {
        to->at = result->graded_at;
        to->passed = result->passed;
        to->percent = result->percent;
        to->pass_percent = result->pass_percent;
    }
    c->result_count++;
    return OK;
}

static enum status sort_call(struct calls *c, const struct called *called)
{
    const struct reader *reader = c->reader;
    int64_t now = reader->now;
    struct test_plan plan;

    if (called->cancelled_at || strcmp(called->state, "called"))
        return OK; /* excused and the like: the list of sittings says why */
    TRY(test_read(reader->arena, called->definition, &plan));
    bool begun = called->attempt && !strcmp(called->attempt_state, "open") &&
                 now < called->ends_at;
    bool again =
        !called->attempt || (!begun && called->attempt_number < plan.attempts);
    if (begun || (again && called->opens_at <= now && now < called->closes_at))
        c->open[c->open_count++] = sitting_of(reader, called, &plan, begun);
    else if (called->opens_at > now)
        c->coming[c->coming_count++] = sitting_of(reader, called, &plan, false);
    if (called->attempt && !begun)
        return take_result(c, called, &plan);
    return OK;
}

static int by_closing(const void *a, const void *b)
{
    const struct home_sitting *x = a, *y = b;

    return x->closes < y->closes ? -1 : x->closes > y->closes;
}

static int by_opening(const void *a, const void *b)
{
    const struct home_sitting *x = a, *y = b;

    return x->opens < y->opens ? -1 : x->opens > y->opens;
}

static enum status gather_calls(const struct request *req,
                                const struct reader *reader, struct home *home)
{
    const struct called *called;
    size_t count;

    TRY(sitting_person_list(req->house->db, req->arena, req->visitor->person,
                            &called, &count));
    struct calls c = {
        .req = req,
        .reader = reader,
        .open = arena_many(req->arena, struct home_sitting, count + 1),
        .coming = arena_many(req->arena, struct home_sitting, count + 1),
        .results = arena_many(req->arena, struct home_result, MOST_RESULTS + 1),
    };
    for (size_t i = 0; i < count; i++)
        TRY(sort_call(&c, &called[i]));
    qsort(c.open, c.open_count, sizeof *c.open, by_closing);
    qsort(c.coming, c.coming_count, sizeof *c.coming, by_opening);
    home->open = c.open;
    home->coming = c.coming;
    home->results = c.results;
    return OK;
}

/* ---- courses -------------------------------------------------------------*/

enum { MOST_COURSES = 4 };

static enum status gather_courses(const struct request *req,
                                  const struct reader *reader,
                                  struct home *home)
{
    struct my_course *list;
    size_t count;

    TRY(my_course_list(req, reader, true, MOST_COURSES, &list, &count));
    struct home_course *courses =
        arena_many(req->arena, struct home_course, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct my_course *mine = &list[i];
        courses[i] = (struct home_course){
            .title = mine->title.text,
            .address = mine->enrolment && mine->resume ? mine->resume->address
                                                       : mine->address,
            .next = mine->resume ? mine->resume->title.text : NULL,
            .seen_at = mine->seen_at,
            .done = (int)mine->done,
            .lessons = (int)mine->count,
        };
    }
    home->courses = courses;
    return OK;
}

/* ---- what a member of staff looks after ----------------------------------*/

enum { MOST_TASKS = 12 };

struct gathering {
    const struct request *req;
    const struct reader *reader;
    struct home_task *tasks; /* room for MOST_TASKS and the end */
    size_t count;
};

static void add_task(struct gathering *g, struct home_task task)
{
    if (g->count < MOST_TASKS)
        g->tasks[g->count++] = task;
}

static enum status results_task(struct gathering *g)
{
    const struct reader *reader = g->reader;
    const struct score_filter filter = results_filter(g->req, SEE_RESULTS);
    struct score_tally tally;

    if (!may(reader->visitor, SEE_RESULTS))
        return OK;
    TRY(score_count(g->req->house->db, reader->arena, &filter, &tally));
    int64_t waiting = tally.handed_in + tally.held;
    add_task(g,
             (struct home_task){
                 .title = say(reader->language, SAY_NAV_RESULTS),
                 .address = "/results",
                 .detail = say_with(reader->arena, reader->language,
                                    SAY_HOME_TASK_RESULTS, "scored",
                                    number(reader, tally.passed + tally.failed),
                                    "doing", number(reader, tally.doing),
                                    "waiting", number(reader, waiting), NULL),
                 .state = tally.held ? say(reader->language, SAY_STATE_WAITING)
                                     : NULL});
    return OK;
}

/* Drafts that no newer import of the same test has overtaken. */
static enum status tests_task(struct gathering *g)
{
    const struct reader *reader = g->reader;
    const struct test *tests;
    size_t count;
    long long drafts = 0;

    if (!may(reader->visitor, PUBLISH_TESTS))
        return OK;
    TRY(test_list(g->req->house->db, reader->arena, &tests, &count));
    for (size_t i = 0; i < count; i++) {
        bool newest = true;
        for (size_t k = 0; k < i; k++)
            newest &= strcmp(tests[k].code, tests[i].code) != 0;
        drafts += newest && !tests[i].published_at;
    }
    if (drafts)
        add_task(g, (struct home_task){
                        .title = say(reader->language, SAY_NAV_TESTS),
                        .address = "/tests",
                        .detail = say_count(reader->arena, reader->language,
                                            SAY_HOME_TASK_TESTS, drafts),
                        .state = say(reader->language, SAY_STATE_TO_PUBLISH)});
    return OK;
}

/* Banks within reach, and what in them has to be looked at again. */
static enum status banks_task(struct gathering *g, const struct reach *reach)
{
    const struct reader *reader = g->reader;
    const struct bank *const *banks;
    size_t count;
    int64_t items = 0, stale = 0;

    if (!may(reader->visitor, SEE_ITEMS))
        return OK;
    TRY(reach_bank_list(g->req->house->db, reader->arena, reach, &banks,
                        &count));
    for (size_t i = 0; i < count; i++) {
        struct bank_card card;
        TRY(bank_card(g->req, reader, banks[i], &card));
        items += card.items;
        stale += card.stale;
    }
    if (!count)
        return OK;
    add_task(g, (struct home_task){
                    .title = say(reader->language, SAY_BANKS_TITLE),
                    .address = "/banks",
                    .detail = say_count(reader->arena, reader->language,
                                        stale ? SAY_HOME_TASK_STALE
                                              : SAY_HOME_TASK_BANKS,
                                        stale ? stale : items),
                    .state = stale ? say(reader->language, SAY_HOME_DUE_CHECK)
                                   : NULL});
    return OK;
}

/* Only when there is something to do: a suspended package concerns all who
   look after items, one that waits only those who may approve it. */
static enum status plugins_task(struct gathering *g, const struct reach *reach)
{
    const struct reader *reader = g->reader;
    const struct package_row *rows;
    size_t count, waiting = 0, suspended = 0;

    if (!may(reader->visitor, SEE_PLUGINS))
        return OK;
    TRY(reach_package_list(g->req->house->db, reader->arena, reach, &rows,
                           &count));
    for (size_t i = 0; i < count; i++) {
        suspended += package_is_suspended(g->req, &rows[i]);
        waiting += !strcmp(rows[i].state, "checked") &&
                   rows[i].added_by != reach->person &&
                   may(reader->visitor, APPROVE_PLUGINS);
    }
    if (suspended || waiting)
        add_task(g, (struct home_task){
                        .title = say(reader->language, SAY_PACKAGES_TITLE),
                        .address = "/plugins",
                        .detail = say_count(
                            reader->arena, reader->language,
                            suspended ? SAY_HOME_TASK_SUSPENDED
                                      : SAY_HOME_TASK_PLUGINS,
                            (long long)(suspended ? suspended : waiting)),
                        .state = say(reader->language,
                                     suspended ? SAY_HOME_DUE_SUSPENDED
                                               : SAY_HOME_DUE_APPROVAL)});
    return OK;
}

/* Those that are open or coming, of this organiser's. */
static enum status sittings_task(struct gathering *g)
{
    const struct reader *reader = g->reader;
    const struct people_scope scope = scope_of(g->req, SCHEDULE);
    const struct sitting_filter filter = {.whole = scope.whole,
                                          .viewer = scope.viewer,
                                          .roles = scope.roles,
                                          .day = scope.day,
                                          .closing_after = reader->now};
    const struct sitting *list;
    size_t count;
    int64_t open = 0, coming = 0;

    if (!may(reader->visitor, SCHEDULE))
        return OK;
    TRY(sitting_scope_list(g->req->house->db, reader->arena, &filter, 500, 0,
                           &list, &count));
    for (size_t i = 0; i < count; i++) {
        const char *state = sitting_state(reader, &list[i]);
        open += !strcmp(state, "open");
        coming += !strcmp(state, "coming");
    }
    if (open || coming)
        add_task(g, (struct home_task){
                        .title = say(reader->language, SAY_NAV_SCHEDULE),
                        .address = "/schedule",
                        .detail = say_with(reader->arena, reader->language,
                                           SAY_HOME_TASK_SITTINGS, "open",
                                           number(reader, open), "coming",
                                           number(reader, coming), NULL)});
    return OK;
}

/* Accounts; and first of all units, without which nobody can be taken in. */
static enum status people_task(struct gathering *g)
{
    const struct reader *reader = g->reader;
    const struct unit *roots;
    size_t count;

    if (!may(reader->visitor, MANAGE_ACCOUNTS))
        return OK;
    TRY(unit_child_list(g->req->house->db, reader->arena, 0,
                        clock_day(g->req->now), &roots, &count));
    if (!count)
        add_task(g, (struct home_task){
                        .title = say(reader->language, SAY_NAV_UNITS),
                        .address = "/units",
                        .detail = say(reader->language, SAY_UNITS_NONE)});
    add_task(g, (struct home_task){
                    .title = say(reader->language, SAY_NAV_PEOPLE),
                    .address = "/people",
                    .detail = say(reader->language, SAY_HOME_TASK_PEOPLE)});
    return OK;
}

static enum status marking_task(struct gathering *g)
{
    const struct reader *reader = g->reader;
    int64_t waiting;

    if (!may(reader->visitor, MARK))
        return OK;
    TRY(mark_waiting_count(g->req->house->db, reader->arena,
                           reader->visitor->person, &waiting));
    add_task(g, (struct home_task){
                    .title = say(reader->language, SAY_NAV_MARKING),
                    .address = "/marking",
                    .detail = say_count(reader->arena, reader->language,
                                        SAY_HOME_TASK_MARKING, waiting),
                    .state = waiting ? say(reader->language, SAY_STATE_TO_MARK)
                                     : NULL});
    return OK;
}

static enum status gather_tasks(const struct request *req,
                                const struct reader *reader, struct home *home)
{
    struct gathering g = {
        req, reader, arena_many(req->arena, struct home_task, MOST_TASKS + 1),
        0};

    const struct reach reach = reach_of(req);

    TRY(tests_task(&g));
    TRY(sittings_task(&g));
    TRY(marking_task(&g));
    TRY(results_task(&g));
    TRY(people_task(&g));
    TRY(banks_task(&g, &reach));
    TRY(plugins_task(&g, &reach));
    home->tasks = g.tasks;
    return OK;
}

static enum status show_home(struct request *req, struct response *res)
{
    const struct reader *reader = reader_of(req, res);
    struct home home = {0};

    TRY(gather_calls(req, reader, &home));
    TRY(gather_courses(req, reader, &home));
    TRY(gather_tasks(req, reader, &home));
    view_home(&res->body, reader, &home);
    return OK;
}

/* Whom to try a demonstration as. */
static const struct home_account *demo_list(const struct request *req)
{
    struct home_account *list =
        arena_many(req->arena, struct home_account, demo_account_count + 1);

    for (unsigned i = 0; i < demo_account_count; i++) {
        const struct demo_account *account = &demo_accounts[i];
        bool english = req->visitor->language == ENGLISH;
        list[i] =
            (struct home_account){english ? account->role_en : account->role_vi,
                                  english ? account->try_en : account->try_vi,
                                  account->login, demo_password};
    }
    return list;
}

enum status home_show(struct request *req, struct response *res)
{
    res->title = say(req->visitor->language, SAY_HOME_TITLE);
    if (req->visitor->person)
        return show_home(req, res);
    view_welcome(&res->body, reader_of(req, res),
                 req->house->demo ? demo_list(req) : NULL);
    return OK;
}
