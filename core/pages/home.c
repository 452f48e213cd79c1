#include "pages/home.h"

#include "base/clock.h"
#include "pages/pages.h"
#include "pages/results.h"
#include "store/scores.h"
#include "text/format.h"
#include "text/moments.h"
#include "views.h"

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
    const struct score_filter filter = results_filter(g->req);
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

static enum status gather_tasks(const struct request *req,
                                const struct reader *reader, struct home *home)
{
    struct gathering g = {
        req, reader, arena_many(req->arena, struct home_task, MOST_TASKS + 1),
        0};

    TRY(results_task(&g));
    home->tasks = g.tasks;
    return OK;
}

static enum status show_home(struct request *req, struct response *res)
{
    const struct reader *reader = reader_of(req, res);
    struct home home = {
        .open = arena_make(req->arena, struct home_sitting),
        .coming = arena_make(req->arena, struct home_sitting),
        .courses = arena_make(req->arena, struct home_course),
        .results = arena_make(req->arena, struct home_result),
    };

    TRY(gather_tasks(req, reader, &home));
    view_home(&res->body, reader, &home);
    return OK;
}

enum status home_show(struct request *req, struct response *res)
{
    res->title = say(req->visitor->language, SAY_HOME_TITLE);
    if (req->visitor->person)
        return show_home(req, res);
    view_welcome(&res->body, reader_of(req, res), NULL);
    return OK;
}
