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

bool home_tasks_first(const struct reader *reader, const struct home *home)
{
    const struct home_sitting *now = home->open;

    return home->tasks->title &&
           (!now->title ||
            (!now->begun && clock_day(now->closes) != clock_day(reader->now)));
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
    if (result->awaits_release)
        return say(reader->language, SAY_SCORE_RELEASED_LATER);
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
                                      const struct test_plan *plan,
                                      int64_t opens, bool begun)
{
    return (struct home_sitting){
        .title = reader_text(reader, called->title),
        .address = sitting_address(reader, called),
        .opens = opens,
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
        review_is_open(when, called->over_at, called->released_at, reader->now);
    struct home_result *to = &c->results[c->result_count];

    if (c->result_count == MOST_RESULTS)
        return OK;
    enum status status = result_find(c->req->house->db, reader->arena,
                                     called->counting, &result);
    if (status != OK && status != MISSING)
        return status;
    bool graded = status == OK && !strcmp(result->state, "graded");
    *to = (struct home_result){
        .title = reader_text(reader, called->title),
        .address = arena_print(reader->arena, "/attempts/%lld/result",
                               (long long)called->counting),
        .standing = !out     ? HOME_NOT_OUT
                    : graded ? HOME_SCORED
                             : HOME_WAITING,
        .at = called->ends_at < reader->now ? called->ends_at : reader->now,
        .out = never ? 0 : called->over_at,
        .awaits_release = !strcmp(when, "released"),
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
                 attempt_left(called->ends_at, called->paused_at, now) > 0;
    bool again =
        !called->attempt || (!begun && called->attempt_number < plan.attempts);
    int64_t opens = called->opens_at;
    if (called->attempt && next_attempt_from(&plan, called->sealed_at) > opens)
        opens = next_attempt_from(&plan, called->sealed_at);
    if (begun || (again && opens <= now && now < called->closes_at))
        c->open[c->open_count++] =
            sitting_of(reader, called, &plan, opens, begun);
    else if (again && opens > now && opens < called->closes_at)
        c->coming[c->coming_count++] =
            sitting_of(reader, called, &plan, opens, false);
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

enum { MOST_COURSES = 4, MOST_REQUIRED = 3 };

/* What has to be completed and is not. */
static enum status gather_required(const struct request *req,
                                   const struct reader *reader,
                                   struct home *home)
{
    size_t count;

    TRY(my_required_list(req, reader, &home->required, &count));
    while (home->required_count < count &&
           home->required_count < MOST_REQUIRED &&
           !home->required[home->required_count].required->done_at)
        home->required_count++;
    return OK;
}

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

static enum status show_home(struct request *req, struct response *res)
{
    const struct reader *reader = reader_of(req, res);
    struct home home = {0};

    TRY(gather_calls(req, reader, &home));
    TRY(gather_required(req, reader, &home));
    TRY(gather_courses(req, reader, &home));
    TRY(home_tasks_read(req, reader, &home.tasks));
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
    if (req->visitor->sitting)
        return redirect(req, res, "/sittings/%lld",
                        (long long)req->visitor->sitting);
    res->title = say(req->visitor->language, SAY_HOME_TITLE);
    if (req->visitor->person)
        return show_home(req, res);
    view_welcome(&res->body, reader_of(req, res),
                 req->house->demo ? demo_list(req) : NULL);
    return OK;
}
