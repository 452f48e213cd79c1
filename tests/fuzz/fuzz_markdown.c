#include "tests/fuzz/fuzz.h"

#include "host/markdown.h"
#include "host/math.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* Markdown with formulas: nodes with names, media that lead nowhere else, tags
   of formulas that are closed as they were opened. */

static void check_tags(const struct tree *tags)
{
    size_t open = 0;

    for (size_t i = 0; i < tags->count; i++) {
        const struct tree *tag = &tags->items[i];
        if (tree_text(tag, "open"))
            open++;
        else if (!tree_text(tag, "text") && !open--)
            abort();
        if (open > 48)
            abort();
    }
    if (open)
        abort();
}

static void check(const struct tree *node, int depth)
{
    const char *name = tree_text(node, "node"),
               *media = tree_text(node, "media");
    const struct tree *children = tree_get(node, "children");

    if (!name || depth > MARKDOWN_DEEPEST + 2 ||
        (media && !markdown_is_media(media)))
        abort();
    if (!strcmp(name, "math"))
        check_tags(tree_get(node, "math"));
    for (size_t i = 0; children && i < children->count; i++)
        check(&children->items[i], depth + 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct markdown_fault fault;
    struct tree nodes;

    if (size && size < 20000 && utf8_valid((const char *)data, size) &&
        !memchr(data, '\0', size)) {
        const char *text = arena_text(arena, (const char *)data, size);
        if (markdown_nodes(arena, text, NULL, &nodes, &fault) == OK)
            for (size_t i = 0; i < nodes.count; i++)
                check(&nodes.items[i], 0);
        else if (fault.tex && !fault.why)
            abort();
    }
    arena_free(arena);
    return 0;
}
