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
