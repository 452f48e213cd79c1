#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/told.h"

#include "text/utf8.h"

#include <string.h>

/* A workbook: either told wrong, or CSV in UTF-8 without a zero byte, in which
   every quotation mark that opens is closed. */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct tree_maker problems = tree_list(arena), asks = tree_map(arena);
    const struct message ask = {
        .tree = tree_done(&asks), .bytes = (const char *)data, .length = size};
    struct message reply = {0};

    if (size) {
        read_xlsx(arena, &ask, &reply, &problems);
        if (reply.bytes && problems.count)
            abort();
        size_t quotes = 0;
        for (size_t i = 0; i < reply.length; i++)
            quotes += reply.bytes[i] == '"';
        if (quotes % 2 ||
            (reply.length && memchr(reply.bytes, '\0', reply.length)) ||
            (reply.length && !utf8_valid(reply.bytes, reply.length)))
            abort();
    }
    arena_free(arena);
    return 0;
}
