#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "text/encoding.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Old encodings: whatever comes out is UTF-8, and where nothing comes out it
   says in which line. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    const char *bytes = (const char *)data;

    if (encoding_guess(arena, bytes, size) > ENCODING_UNKNOWN)
        abort();
    for (int e = ENCODING_UTF8; e < ENCODING_UNKNOWN; e++) {
        size_t line = 0;
        const char *text =
            encoding_decode(arena, (enum encoding)e, bytes, size, &line);
        if (text ? !utf8_valid(text, strlen(text)) : line == 0)
            abort();
    }
    arena_free(arena);
    return 0;
}
