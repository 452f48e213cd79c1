#include "text/moments.h"

#include "base/clock.h"
#include "text/format.h"

enum { SECOND = 1000, MINUTE = 60, HOUR = 3600, DAY_MS = 86400000 };

const char *moment_iso(struct arena *arena, int64_t moment)
{
    int64_t day = clock_day(moment);

    return arena_print(arena, "%04d-%02d-%02dT%s+07:00", (int)(day / 10000),
                       (int)(day / 100 % 100), (int)(day % 100),
                       format_time(arena, moment));
}

const char *moment_weekday(struct arena *arena, enum language language,
                           int64_t moment)
{
    static const enum word weekday[] = {
        SAY_SUNDAY,   SAY_MONDAY, SAY_TUESDAY,  SAY_WEDNESDAY,
        SAY_THURSDAY, SAY_FRIDAY, SAY_SATURDAY,
    };
    int64_t day = clock_day(moment);
    /* noon of a local day falls on the same day of UTC; day 0 a Thursday */
    int64_t days = (clock_day_start(day) + DAY_MS / 2) / DAY_MS;
    int index = (int)(((days + 4) % 7 + 7) % 7);

    return arena_print(arena, "%s, %s", say(language, weekday[index]),
                       format_day(arena, day));
}

const char *left_text(struct arena *arena, enum language language, int64_t ms)
{
    int64_t s = ms / SECOND, m = s / MINUTE, h = s / HOUR;

    if (ms <= 0)
        return say(language, SAY_LEFT_NONE);
    if (h)
        return say_with(arena, language, SAY_LEFT_HOURS, "hours",
                        arena_print(arena, "%lld", (long long)h), "minutes",
                        arena_print(arena, "%lld", (long long)(m % 60)), NULL);
    return say_with(arena, language, SAY_LEFT_MINUTES, "minutes",
                    arena_print(arena, "%lld", (long long)m), "seconds",
                    arena_print(arena, "%lld", (long long)(s % 60)), NULL);
}
