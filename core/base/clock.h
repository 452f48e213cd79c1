#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/*
 * Time. Moments are milliseconds since 1970 UTC in an int64_t, everywhere; a
 * day is a number such as 20261123, in the city's own time zone. A request
 * reads the clock once and passes the moment down, so that every rule can be
 * tested on any date.
 *
 * A server keeps its own time: from clock_keep on, clock_now() follows the
 * ticks since the machine was booted and not its clock, so that a clock set
 * back while people sit a test gives nobody time, and one set ahead takes
 * none. What the clock is set to is believed at the next start, if at all
 * (commands/timekeeping.h).
 */
int64_t clock_now(void);

/* What the machine's clock says beyond its ticks since boot: changes when
   somebody sets the clock, and only then. */
int64_t clock_offset(void);

/* From now on the time is ticks + `offset`. Once, before the first thread. */
void clock_keep(int64_t offset);

/* How far the machine's clock is ahead of the time kept; 0 if none is kept. */
int64_t clock_ahead(void);

/* Milliseconds on the monotonic clock, which waiting is measured on. */
int64_t clock_ticks(void);

/* The day a moment falls on at UTC+7 (Viet Nam has no summer time). */
int64_t clock_day(int64_t moment);

/* The moment a day begins at UTC+7, e.g. 20261123 -> its 00:00. */
int64_t clock_day_start(int64_t day);

/* A day that exists in the calendar, 19000101 to 99991231. */
int clock_is_day(int64_t day);

#endif
