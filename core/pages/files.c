#include "pages/files.h"

#include "domain/house.h"
#include "store/blobs.h"

#include <string.h>

enum status blob_send(const struct request *req, struct response *res,
                      const char *digest, const char *type)
{
    TRY(blob_path_find(req->arena, req->house->data, digest, &res->file));
    res->layout = BARE;
    res->keep_file = true;
    res->foreign = true;
    res->type = type;
    return OK;
}

enum status medium_send(const struct request *req, struct response *res,
                        const struct tree *media, const char *digest)
{
    for (size_t i = 0; i < media->count; i++)
        if (!strcmp(tree_text(&media->items[i], "digest"), digest))
            return blob_send(req, res, digest,
                             tree_text(&media->items[i], "type"));
    return MISSING;
}
