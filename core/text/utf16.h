#ifndef TEXT_UTF16_H
#define TEXT_UTF16_H

#include <stdint.h>
#include <unicode/utypes.h>

#include "base/arena.h"

/*
 * The way into ICU and back, for this room alone: ICU works on UTF-16, the
 * rest of the program on UTF-8. Lengths are code units.
 */
struct utf16 {
    UChar *units; /* NUL-terminated */
    int32_t length;
};

/* `text` must be valid UTF-8; what is not reads as U+FFFD. */
struct utf16 utf16_of(struct arena *arena, const char *text);
char *utf16_text(struct arena *arena, struct utf16 text);

struct utf16 utf16_nfc(struct arena *arena, struct utf16 text);
struct utf16 utf16_nfd(struct arena *arena, struct utf16 text);

#endif
