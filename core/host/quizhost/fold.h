#ifndef QUIZHOST_FOLD_H
#define QUIZHOST_FOLD_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Text made equal, by our own tables (fold_table.h) so that no score depends
 * on the machine's version of Unicode.
 *
 * Covered: Latin, Greek and Cyrillic letters with combining marks U+0300 to
 * U+036F. Text in other scripts passes through as it is.
 *
 * `out` must have FOLD_ROOM(length) bytes. Both return the length written and
 * end it with a NUL. Input must be UTF-8 (utf8_valid).
 */
#define FOLD_ROOM(length) ((length)*3 + 8)

/* UTF-8 without NUL, surrogates and overlong forms. */
bool utf8_valid(const char *text, size_t length);

/* Canonical composition. */
size_t fold_compose(const char *text, size_t length, char *out);

/*
 * What people may write differently and mean the same: lower case, no marks,
 * d for đ, full-width as ASCII, any run of white space one space and none at
 * the ends, no invisible characters.
 */
size_t fold_plain(const char *text, size_t length, char *out);

#endif
