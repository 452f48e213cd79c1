#ifndef TEXT_FORMAT_H
#define TEXT_FORMAT_H

#include <stdint.h>

#include "base/arena.h"
#include "text/say.h"

/*
 * Numbers and times as the reader's language writes them. Days are numbers
 * such as 20261123, moments milliseconds since 1970 UTC, shown at UTC+7.
 * Dates are dd/mm/yyyy and hours run to 24 in both languages, so that nobody
 * has to guess which of two numbers is the month.
 */

/* "05/11/2026"; "" for 0, which is no day. */
const char *format_day(struct arena *arena, int64_t day);

/* "09:41" and "09:41:07". */
const char *format_hour(struct arena *arena, int64_t moment);
const char *format_time(struct arena *arena, int64_t moment);

/* "05/11/2026 09:41" and with seconds; "" for 0. */
const char *format_moment(struct arena *arena, int64_t moment);
const char *format_moment_exact(struct arena *arena, int64_t moment);

/* "131.110", "131,110". */
const char *format_count(struct arena *arena, enum language language,
                         int64_t count);

/* Rounded half away from zero to `decimals` (0 to 6): "8,75", "8.75". With
   FORMAT_SHORT as well, zeros at the end go: "8,5", "8". */
enum { FORMAT_SHORT = 16 };
const char *format_number(struct arena *arena, enum language language,
                          double number, int decimals);

/* Of a percentage, not of a share: 95.8 -> "95,8%", "95.8%". */
const char *format_percent(struct arena *arena, enum language language,
                           double percent, int decimals);

/* "41 phút 18 giây", "41 min 18 s"; hours when there are any, and then no
   seconds. Below zero counts as zero. */
const char *format_duration(struct arena *arena, enum language language,
                            int64_t ms);

#endif
