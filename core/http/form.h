#ifndef HTTP_FORM_H
#define HTTP_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fields.h"
#include "base/status.h"

/*
 * "a=1&b=2", as a browser posts it or writes it behind a question mark.
 *
 * Names and values come out decoded, checked as UTF-8 and made NFC: this is
 * the door, nobody checks again. INVALID: more than MOST_FIELDS, a name of
 * more than MOST_NAME bytes, a NUL, broken UTF-8 or a broken %XX.
 */
enum { MOST_FIELDS = 2000, MOST_NAME = 200 };

MUST_CHECK enum status form_read(struct arena *arena, const char *text,
                                 size_t length, struct fields *out);

/* The same for one piece, such as a path. NULL where form_read is INVALID;
   `plus` turns + into a space. */
const char *form_piece(struct arena *arena, const char *text, size_t length,
                       bool plus);

/* "a=1; b=2" of a Cookie header; what is not well-formed is left out. */
struct fields form_cookies(struct arena *arena, const char *header);

#endif
