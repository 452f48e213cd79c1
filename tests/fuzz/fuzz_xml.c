#include "tests/fuzz/fuzz.h"
#include "tests/fuzz/told.h"

#include "domain/elements.h"
#include "text/utf8.h"

#include <string.h>

/* Courses, banks, tests as XML: either told wrong or one root, whose elements
   all have a name and a line, nested no deeper than the reader says. The first
   byte picks the schema. */

enum { DEEPEST = 60 };

static void check(const struct tree *element, int depth)
{
    if (!*element_name(element) || element_line(element) < 1 ||
        depth > DEEPEST || !element_text(element))
        abort();
    for (size_t i = 0; i < element_count(element); i++)
        check(element_child(element, i), depth + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const schemas[] = {"course", "bank", "test", ""};
    static bool is_ready;
    struct arena *arena = arena_new();
    struct tree_maker reply = tree_map(arena), problems = tree_list(arena),
                      asks = tree_map(arena);

    if (!is_ready)
        prepare_xml();
    is_ready = true;
    if (size > 1 && utf8_valid((const char *)data + 1, size - 1) &&
        !memchr(data + 1, '\0', size - 1)) {
        tree_put(&asks, "schema", tree_of_text(schemas[data[0] % 4]));
        const struct message ask = {.tree = tree_done(&asks),
                                    .bytes = (const char *)data + 1,
                                    .length = size - 1};
        read_xml(arena, &ask, &reply, &problems);
        const struct tree done = tree_done(&reply);
        const struct tree *root = tree_get(&done, "root");
        if (!root == !problems.count)
            abort();
        if (root)
            check(root, 0);
    }
    arena_free(arena);
    return 0;
}
