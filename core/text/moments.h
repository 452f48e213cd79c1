#ifndef TEXT_MOMENTS_H
#define TEXT_MOMENTS_H

#include "text/say.h"

#include <stdint.h>

/*
 * What pages say of moments beyond plain dates and times (those: format.h). A
 * moment is milliseconds since 1970 UTC, shown at UTC+7.
 */

/* "2026-11-23T09:41:07+07:00", for <time datetime>. */
const char *moment_iso(struct arena *arena, int64_t moment);

/* "Thứ Hai, 23/11/2026". */
const char *moment_weekday(struct arena *arena, enum language language,
                           int64_t moment);

/* "Còn 41 phút 18 giây", and in the end "Đã hết giờ". */
const char *left_text(struct arena *arena, enum language language, int64_t ms);

#endif
