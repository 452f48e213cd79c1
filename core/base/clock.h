#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdint.h>

/*
 * Time. Moments are milliseconds since 1970 UTC in an int64_t, everywhere; a
 * day is a number such as 20261123, in the city's own time zone. A request
 * reads the clock once and passes the moment down, so that every rule can be
 * tested on any date.
 */
int64_t clock_now(void);

/* Milliseconds on the monotonic clock, which waiting is measured on. */
int64_t clock_ticks(void);

/* The day a moment falls on at UTC+7 (Viet Nam has no summer time). */
int64_t clock_day(int64_t moment);

/* The moment a day begins at UTC+7, e.g. 20261123 -> its 00:00. */
int64_t clock_day_start(int64_t day);

/* A day that exists in the calendar, 19000101 to 99991231. */
int clock_is_day(int64_t day);

#endif
