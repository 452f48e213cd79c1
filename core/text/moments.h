#ifndef TEXT_MOMENTS_H
#define TEXT_MOMENTS_H

#include "text/say.h"

#include <stdint.h>

/*
 * Moments as people read them: at UTC+7, dd/mm/yyyy and a clock of 24 hours in
 * both languages. A moment is milliseconds since 1970 UTC, as everywhere.
 */
const char *moment_date(struct arena *arena, int64_t moment);  /* 23/11/2026 */
const char *moment_time(struct arena *arena, int64_t moment);  /* 09:41 */
const char *moment_exact(struct arena *arena, int64_t moment); /* 09:41:07 */
const char *moment_both(struct arena *arena, int64_t moment);  /* date, HH:MM */

/* 2026-11-23T09:41:07+07:00, for <time datetime>. */
const char *moment_iso(struct arena *arena, int64_t moment);

/* "Thứ Hai, 23/11/2026". */
const char *moment_weekday(struct arena *arena, enum language language,
                           int64_t moment);

/* A day such as 20261123 as 23/11/2026. */
const char *day_text(struct arena *arena, int64_t day);

/* "41 phút 18 giây", from an hour on "1 giờ 12 phút"; below nothing is 0. */
const char *span_text(struct arena *arena, enum language language, int64_t ms);

/* "Còn 41 phút 18 giây", and in the end "Đã hết giờ". */
const char *left_text(struct arena *arena, enum language language, int64_t ms);

#endif
