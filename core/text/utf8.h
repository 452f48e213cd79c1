#ifndef TEXT_UTF8_H
#define TEXT_UTF8_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/*
 * Text at the door. Whatever comes in from outside (a form, a file, an
 * argument, another process) passes here once; behind the door every text is
 * NUL-terminated UTF-8 in NFC, and nobody checks again. NFC matters: "Đức"
 * typed on a Mac is other bytes than "Đức" typed elsewhere.
 */
enum text_fault {
    TEXT_FINE,
    TEXT_NOT_UTF8, /* broken, overlong, a surrogate, or a NUL inside */
    TEXT_CONTROL,  /* a control character, U+FFFD or a line separator */
    TEXT_HIDDEN,   /* a direction mark or a zero-width character */
};

enum text_shape {
    TEXT_LINE,  /* a name, a code: nothing unseen in it */
    TEXT_LINES, /* as LINE, with tab and line feed; CR LF becomes LF */
    TEXT_RAW,   /* an answer: what was typed, whatever it is */
};

bool utf8_valid(const char *bytes, size_t length);

/*
 * A copy in NFC, shaped; `*out` is set only with TEXT_FINE. Length is not
 * bounded here, the door that took the bytes in does that. A soft hyphen is
 * kept: it is what a "ư" of a TCVN3 file looks like (see text/legacy.h).
 */
enum text_fault text_entered(struct arena *arena, const char *bytes,
                             size_t length, enum text_shape shape,
                             const char **out);

/* As text_entered with TEXT_RAW; NULL if it is not UTF-8. */
const char *text_nfc(struct arena *arena, const char *bytes, size_t length);

/* Runs of white space (also no-break spaces) become one space; none stands at
   the ends. For names, titles, search words. */
const char *text_tidy(struct arena *arena, const char *text);

/* Without what text_entered would refuse for that shape: what somebody pasted
   beside what can be seen. */
const char *text_seen(struct arena *arena, const char *text,
                      enum text_shape shape);

/* By Unicode's rules, "ắ" <-> "Ắ". */
const char *text_upper(struct arena *arena, const char *text);
const char *text_lower(struct arena *arena, const char *text);

/* In code points, which is what a limit shown to people means. */
size_t text_length(const char *text);

#endif
