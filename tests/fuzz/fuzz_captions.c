#include "tests/fuzz/fuzz.h"

#include "tests/fuzz/told.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Captions: either told wrong with a line, or cues in order with a text. */

static void check(const struct tree *cues)
{
    int64_t last = 0;

    for (size_t i = 0; i < cues->count; i++) {
        const struct tree *cue = &cues->items[i];
        int64_t from = tree_integer(cue, "from", -1);
        if (from < last || tree_integer(cue, "to", -1) <= from ||
            !*tree_text(cue, "text"))
            abort();
        last = from;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    const char *bytes = (const char *)data;
    const struct message ask = {.bytes = bytes ? bytes : "", .length = size};
    struct tree_maker reply = tree_map(arena), problems = tree_list(arena);

    /* as folder_read lets in */
    if (utf8_valid(ask.bytes, size) && !memchr(ask.bytes, '\0', size)) {
        read_vtt(arena, &ask, &reply, &problems);
        const struct tree done = tree_done(&reply);
        const struct tree *cues = tree_get(&done, "cues");
        if (!cues == !problems.count)
            abort();
        if (cues)
            check(cues);
    }
    arena_free(arena);
    return 0;
}
