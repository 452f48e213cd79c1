#include "pages/assets.h"

#include "pages/pages.h"

#include <string.h>
#include <strings.h>

const char *asset(const char *name)
{
    for (const struct asset *a = assets; a->name; a++)
        if (!strcmp(a->name, name))
            return a->address;
    return "/assets/missing";
}

/* Does Accept-Encoding name gzip, and not with q=0? */
static bool takes_gzip(const char *accepted)
{
    for (const char *p = accepted ? accepted : ""; *p;) {
        size_t length = strcspn(p, ",");
        const char *word = p + strspn(p, " \t");
        size_t name = strcspn(word, ",; \t");
        if (name == 4 && !strncasecmp(word, "gzip", 4)) {
            const char *q = memchr(word, '=', (size_t)(p + length - word));
            return !q || strspn(q + 1, "0.") < (size_t)(p + length - q - 1);
        }
        p += length + (p[length] == ',');
    }
    return false;
}

enum status asset_show(struct request *req, struct response *res)
{
    for (const struct asset *a = assets; a->name; a++) {
        if (strcmp(a->address, req->address))
            continue;
        bool small =
            a->small && takes_gzip(field(&req->headers, "accept-encoding"));
        res->layout = BARE;
        res->lasting = true;
        res->type = a->type;
        res->encoding = small ? "gzip" : NULL;
        buf_bytes(&res->body, (const char *)(small ? a->small : a->bytes),
                  small ? a->small_length : a->length);
        return OK;
    }
    return MISSING;
}
