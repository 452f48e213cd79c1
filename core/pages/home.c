#include "pages/home.h"

#include "base/clock.h"
#include "pages/pages.h"
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

enum status home_show(struct request *req, struct response *res)
{
    static const struct home_sitting no_sitting;
    static const struct home_course no_course;
    static const struct home_result no_result;
    static const struct home_task no_task;
    const struct home home = {&no_sitting, &no_sitting, &no_course, &no_result,
                              &no_task};

    res->title = say(req->visitor->language, SAY_HOME_TITLE);
    if (req->visitor->person)
        view_home(&res->body, reader_of(req, res), &home);
    else
        view_welcome(&res->body, reader_of(req, res), NULL);
    return OK;
}
