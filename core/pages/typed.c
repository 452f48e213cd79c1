#include "pages/typed.h"

#include <string.h>

struct tree typed_from(const struct request *req, const struct tree *inputs)
{
    struct tree_maker typed = tree_map(req->arena);

    for (size_t i = 0; i < inputs->count; i++) {
        const char *name = arena_print(req->arena, "a.%s", inputs->names[i]);
        const char *type = tree_text(&inputs->items[i], "type");
        struct tree_maker set = tree_list(req->arena);
        const char *last = NULL;
        for (size_t k = 0; k < req->form.count; k++)
            if (!strcmp(req->form.list[k].name, name)) {
                last = req->form.list[k].value;
                tree_add(&set, tree_of_text(last));
            }
        if (last && type && !strcmp(type, "set"))
            tree_put(&typed, inputs->names[i], tree_done(&set));
        else if (last && *last)
            tree_put(&typed, inputs->names[i], tree_of_text(last));
    }
    return tree_done(&typed);
}

static bool fits(const struct tree *value, size_t most)
{
    if (value->kind == TREE_TEXT)
        return strlen(value->text) <= most;
    bool all = value->count <= most;
    for (size_t i = 0; all && i < value->count; i++)
        all = fits(&value->items[i], most);
    return all;
}

bool typed_fits(const struct tree *inputs, const struct tree *typed)
{
    enum { SHORT = 500, BYTES_A_LETTER = 8, USUAL = 2000 };

    for (size_t i = 0; i < typed->count; i++) {
        const struct tree *input = tree_get(inputs, typed->names[i]);
        const char *type = tree_text(input, "type");
        size_t most = SHORT;
        if (type && !strcmp(type, "text"))
            most += BYTES_A_LETTER * (size_t)tree_integer(input, "max", USUAL);
        if (!fits(&typed->items[i], most))
            return false;
    }
    return true;
}
