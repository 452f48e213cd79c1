#include "pages/files.h"

#include "domain/house.h"
#include "domain/media.h"
#include "quiz/inputs.h"
#include "store/blobs.h"

#include <string.h>

enum status blob_send(const struct request *req, struct response *res,
                      const char *digest, const char *type)
{
    TRY(blob_path_find(req->arena, req->house->data, digest, &res->file));
    res->layout = BARE;
    res->keep_file = true;
    res->foreign = true;
    res->etag = digest;
    res->type = type;
    return OK;
}

void file_saved(const struct request *req, struct response *res,
                const char *name)
{
    const char *last = strrchr(name, '/');

    if (media_kind(name) == DOCUMENT || field(&req->query, "save"))
        res->download = last ? last + 1 : name;
}

enum status medium_send(const struct request *req, struct response *res,
                        const struct tree *media, const char *digest)
{
    for (size_t i = 0; i < media->count; i++) {
        if (strcmp(tree_text(&media->items[i], "digest"), digest))
            continue;
        file_saved(req, res, media->names[i]);
        return blob_send(req, res, digest, tree_text(&media->items[i], "type"));
    }
    return MISSING;
}

static bool is_file(const struct tree *inputs, const char *name)
{
    const struct tree *input = tree_get(inputs, name);
    const char *type = input ? tree_text(input, "type") : NULL;

    return type && !strcmp(type, "file");
}

enum status sent_send(const struct request *req, struct response *res,
                      const struct tree *inputs, const struct tree *typed,
                      const char *digest)
{
    for (size_t i = 0; typed->kind == TREE_MAP && i < typed->count; i++) {
        struct sent_file file;
        const char *text = typed->items[i].text;
        if (!is_file(inputs, typed->names[i]) ||
            typed->items[i].kind != TREE_TEXT ||
            !sent_file_read(req->arena, text, &file) ||
            strcmp(file.digest, digest))
            continue;
        TRY(blob_send(req, res, digest, "application/octet-stream"));
        res->download = file.name;
        return OK;
    }
    return MISSING;
}
