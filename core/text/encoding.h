#ifndef TEXT_ENCODING_H
#define TEXT_ENCODING_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/*
 * Files in encodings from before Unicode. Nothing is converted silently: a
 * guess is for showing how the text would read, and a person says whether that
 * is right.
 *
 *   TCVN3   one byte a letter (ABC, fonts .VnTime), without capitals that carry
 *           a tone; table of TCVN 5712:1993 part 3 as in glibc
 *   VNI     a letter and behind it a mark (fonts VNI-Times)
 *   CP1258  letters, some of them with a combining tone behind (Windows)
 *   UTF16   with a byte order mark, or told by its zero bytes
 *
 * TCVN3 and VNI texts often come inside a file that is UTF-8 already, pasted
 * character by character ("NguyÔn V¨n §øc"): these are read the same way.
 */
enum encoding {
    ENCODING_UTF8,
    ENCODING_UTF16,
    ENCODING_TCVN3,
    ENCODING_VNI,
    ENCODING_CP1258,
    ENCODING_UNKNOWN
};

/* "utf-8", "tcvn3" ..., as in an option. */
const char *encoding_name(enum encoding encoding);
/* ENCODING_UNKNOWN: there is none of this name. */
enum encoding encoding_of(const char *name);

/* What the bytes are most likely in: by the marks at their beginning, whether
   they are UTF-8, and how many of the commonest names and words they then
   hold. ENCODING_UNKNOWN: nothing fits. */
enum encoding encoding_guess(struct arena *arena, const char *bytes,
                             size_t length);

/* As UTF-8 in NFC, without a byte order mark. TCVN3 has
   no capitals that carry a tone: a word of capitals gets its other letters as
   capitals too, and in a name ("Đặng Thị ấn") a word its first.
   NULL: the bytes are not in this encoding; `*line` says where, from 1. */
const char *encoding_decode(struct arena *arena, enum encoding encoding,
                            const char *bytes, size_t length, size_t *line);

#endif
