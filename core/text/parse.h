#ifndef TEXT_PARSE_H
#define TEXT_PARSE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Numbers and days from outside: forms, files, arguments. Each reads the whole
 * text, blanks at the ends aside, or reads nothing and returns false. None
 * depends on the locale or on the reader's language.
 */

/* An optional sign and digits, within int64_t. No thousands separators: one
   cannot tell whether 1.234 is a thousand. */
bool parse_integer(const char *text, int64_t *out);

/* Digits with one decimal comma or point: "8,75", "8.75", "-0,5". At most 15
   digits, so that what is read is what was written. */
bool parse_decimal(const char *text, double *out);

/* 05/11/2026, 5/11/2026, 05-11-2026, 05.11.2026 or 2026-11-05, and a day that
   exists. Month before day is never guessed. -> 20261105 */
bool parse_day(const char *text, int64_t *out);

/* "08:30" or "8:30" -> minutes since midnight. */
bool parse_hour(const char *text, int64_t *minutes);

/* "23/11/2026 08:30", a day and an hour as above, at UTC+7 -> ms since 1970. */
bool parse_moment(const char *text, int64_t *out);

#endif
