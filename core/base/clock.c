#include "base/clock.h"

#include <stdbool.h>
#include <time.h>

enum { ZONE = 7 * 3600, SECONDS_A_DAY = 86400 };

static int64_t read_ms(clockid_t id)
{
    struct timespec t;

    clock_gettime(id, &t);
    return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static int64_t kept;
static bool keeps;

int64_t clock_now(void)
{
    return keeps ? read_ms(CLOCK_BOOTTIME) + kept : read_ms(CLOCK_REALTIME);
}

int64_t clock_offset(void)
{
    return read_ms(CLOCK_REALTIME) - read_ms(CLOCK_BOOTTIME);
}

void clock_keep(int64_t offset)
{
    kept = offset;
    keeps = true;
}

int64_t clock_ahead(void)
{
    return keeps ? clock_offset() - kept : 0;
}

int64_t clock_ticks(void)
{
    return read_ms(CLOCK_MONOTONIC);
}

int64_t clock_day(int64_t moment)
{
    int64_t seconds = moment / 1000 - (moment % 1000 < 0);
    time_t local = (time_t)(seconds + ZONE);
    struct tm t;

    gmtime_r(&local, &t);
    return (int64_t)(t.tm_year + 1900) * 10000 + (t.tm_mon + 1) * 100 +
           t.tm_mday;
}

static struct tm parts(int64_t day)
{
    return (struct tm){.tm_year = (int)(day / 10000) - 1900,
                       .tm_mon = (int)(day / 100 % 100) - 1,
                       .tm_mday = (int)(day % 100)};
}

int64_t clock_day_start(int64_t day)
{
    struct tm t = parts(day);

    return ((int64_t)timegm(&t) - ZONE) * 1000;
}

int clock_is_day(int64_t day)
{
    if (day < 19000101 || day > 99991231)
        return 0;
    struct tm t = parts(day), again = t;
    timegm(&again);
    return t.tm_mon == again.tm_mon && t.tm_mday == again.tm_mday;
}
