#include "pages/typed.h"

#include "domain/files.h"
#include "domain/house.h"
#include "quiz/inputs.h"

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

/* ---- files ----------------------------------------------------------------*/

static const struct upload *upload_of(const struct request *req,
                                      const char *input)
{
    const char *name = arena_print(req->arena, "f.%s", input);

    for (size_t i = 0; i < req->upload_count; i++)
        if (!strcmp(req->uploads[i].field, name) && req->uploads[i].length)
            return &req->uploads[i];
    return NULL;
}

static enum status keep_one(const struct request *req, const char *name,
                            const struct tree *input,
                            const struct upload *upload, struct tree_maker *out,
                            struct tree_maker *problems)
{
    const struct sent sent = {upload->name, upload->data, upload->length};
    const char *typed;
    struct tree why;
    enum status status =
        file_keep(req->house, req->arena, input, &sent, &typed, &why);

    if (status == INVALID) {
        tree_put(problems, name, why);
        return OK;
    }
    TRY(status);
    tree_put(out, name, tree_of_text(typed));
    return OK;
}

static struct tree no_more(struct arena *arena)
{
    struct tree_maker why = tree_map(arena);

    tree_put(&why, "vi",
             tree_of_text("Câu này đã nhận quá nhiều tệp; tệp gửi trước đó vẫn "
                          "được giữ. Hãy gọi giám thị nếu cần thay."));
    tree_put(
        &why, "en",
        tree_of_text("This question has taken too many files; the one sent "
                     "before stands. Call a proctor to replace it."));
    return tree_done(&why);
}

static bool is_file(const struct tree *input)
{
    return !strcmp(tree_text(input, "type"), "file");
}

static bool is_wrong(const struct tree_maker *problems, const char *name)
{
    for (size_t i = 0; i < problems->count; i++)
        if (!strcmp(problems->names[i], name))
            return true;
    return false;
}

enum status typed_files(const struct request *req, const struct tree *inputs,
                        const struct tree *before, bool full,
                        struct tree *typed, struct tree *problems)
{
    struct tree_maker out = tree_map(req->arena), wrong = tree_map(req->arena);

    for (size_t i = 0; i < typed->count; i++) {
        const struct tree *input = tree_get(inputs, typed->names[i]);
        if (!input || !is_file(input))
            tree_put(&out, typed->names[i], typed->items[i]);
    }
    for (size_t i = 0; i < inputs->count; i++) {
        const char *name = inputs->names[i];
        if (!is_file(&inputs->items[i]))
            continue;
        const struct upload *upload = upload_of(req, name);
        const struct tree *old = before ? tree_get(before, name) : NULL;
        bool drop =
            field(&req->form, arena_print(req->arena, "drop.%s", name)) != NULL;
        if (upload && full)
            tree_put(&wrong, name, no_more(req->arena));
        else if (upload)
            TRY(keep_one(req, name, &inputs->items[i], upload, &out, &wrong));
        if (old && !drop && (!upload || is_wrong(&wrong, name)))
            tree_put(&out, name, *old);
    }
    *typed = tree_done(&out);
    *problems = tree_done(&wrong);
    return OK;
}
