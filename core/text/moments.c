#include "text/moments.h"

#include "base/clock.h"

enum { SECOND = 1000, MINUTE = 60, HOUR = 3600, DAY_MS = 86400000 };

static int second_of_day(int64_t moment)
{
    return (int)((moment - clock_day_start(clock_day(moment))) / SECOND);
}

const char *day_text(struct arena *arena, int64_t day)
{
    return arena_print(arena, "%02d/%02d/%04d", (int)(day % 100),
                       (int)(day / 100 % 100), (int)(day / 10000));
}

const char *moment_date(struct arena *arena, int64_t moment)
{
    return day_text(arena, clock_day(moment));
}

const char *moment_time(struct arena *arena, int64_t moment)
{
    int s = second_of_day(moment);

    return arena_print(arena, "%02d:%02d", s / HOUR, s / MINUTE % 60);
}

const char *moment_exact(struct arena *arena, int64_t moment)
{
    int s = second_of_day(moment);

    return arena_print(arena, "%02d:%02d:%02d", s / HOUR, s / MINUTE % 60,
                       s % 60);
}

const char *moment_both(struct arena *arena, int64_t moment)
{
    return arena_print(arena, "%s, %s", moment_date(arena, moment),
                       moment_time(arena, moment));
}

const char *moment_iso(struct arena *arena, int64_t moment)
{
    int64_t day = clock_day(moment);

    return arena_print(arena, "%04d-%02d-%02dT%s+07:00", (int)(day / 10000),
                       (int)(day / 100 % 100), (int)(day % 100),
                       moment_exact(arena, moment));
}

const char *moment_weekday(struct arena *arena, enum language language,
                           int64_t moment)
{
    static const enum word weekday[] = {
        SAY_SUNDAY,   SAY_MONDAY, SAY_TUESDAY,  SAY_WEDNESDAY,
        SAY_THURSDAY, SAY_FRIDAY, SAY_SATURDAY,
    };
    int64_t start = clock_day_start(clock_day(moment));
    /* noon of a local day falls on the same day of UTC; day 0 a Thursday */
    int64_t days = (start + DAY_MS / 2) / DAY_MS;
    int index = (int)(((days + 4) % 7 + 7) % 7);

    return arena_print(arena, "%s, %s", say(language, weekday[index]),
                       moment_date(arena, moment));
}

/* In hours and minutes from an hour on, else in minutes and seconds. */
static const char *span(struct arena *arena, enum language language, int64_t ms,
                        enum word hours, enum word minutes)
{
    int64_t s = ms < 0 ? 0 : ms / SECOND, m = s / MINUTE, h = s / HOUR;
    const char *whole_minutes =
        arena_print(arena, "%lld", (long long)(h ? m % 60 : m));

    if (h)
        return say_with(arena, language, hours, "hours",
                        arena_print(arena, "%lld", (long long)h), "minutes",
                        whole_minutes, NULL);
    return say_with(arena, language, minutes, "minutes", whole_minutes,
                    "seconds", arena_print(arena, "%lld", (long long)(s % 60)),
                    NULL);
}

const char *span_text(struct arena *arena, enum language language, int64_t ms)
{
    return span(arena, language, ms, SAY_SPAN_HOURS, SAY_SPAN_MINUTES);
}

const char *left_text(struct arena *arena, enum language language, int64_t ms)
{
    if (ms <= 0)
        return say(language, SAY_LEFT_NONE);
    return span(arena, language, ms, SAY_LEFT_HOURS, SAY_LEFT_MINUTES);
}
