#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/told.h"

#include "text/utf8.h"

#include <string.h>

/* A staff list as CSV: either told wrong or rows with a line each, rising, and
   cells that are text. The first byte picks the separator. */

enum { MOST_CELLS = 200 };

static void check(const struct tree *rows)
{
    int64_t last = 0;

    for (size_t i = 0; i < rows->count; i++) {
        const struct tree *cells = tree_get(&rows->items[i], "cells");
        int64_t line = tree_integer(&rows->items[i], "line", 0);
        if (!cells || cells->count > MOST_CELLS || line <= last)
            abort();
        for (size_t k = 0; k < cells->count; k++)
            if (cells->items[k].kind != TREE_TEXT)
                abort();
        last = line;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const separators[] = {"", ";", ",", "\t"};
    struct arena *arena = arena_new();
    struct tree_maker reply = tree_map(arena), problems = tree_list(arena),
                      asks = tree_map(arena);

    if (size && utf8_valid((const char *)data + 1, size - 1) &&
        !memchr(data + 1, '\0', size - 1)) {
        if (data[0] % 4)
            tree_put(&asks, "separator", tree_of_text(separators[data[0] % 4]));
        const struct message ask = {.tree = tree_done(&asks),
                                    .bytes = (const char *)data + 1,
                                    .length = size - 1};
        read_csv(arena, &ask, &reply, &problems);
        const struct tree done = tree_done(&reply);
        const struct tree *rows = tree_get(&done, "rows");
        if (!rows == !problems.count)
            abort();
        if (rows)
            check(rows);
    }
    arena_free(arena);
    return 0;
}
