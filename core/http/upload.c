#include "http/upload.h"

#include "http/form.h"
#include "text/utf8.h"

#include <string.h>
#include <strings.h>

struct reader {
    struct arena *arena;
    const char *at, *end;
    const char *mark; /* "--boundary" */
    size_t mark_length;
    struct field *fields;
    struct upload *uploads;
    size_t field_count, upload_count;
};

/* NULL unless `type` is multipart/form-data with a boundary RFC 2046 allows. */
static const char *boundary(struct arena *arena, const char *type)
{
    const char *p = strcasestr(type, "boundary=");
    size_t length;

    if (strncasecmp(type, "multipart/form-data", 19) || !p)
        return NULL;
    p += 9;
    if (*p == '"') {
        length = strcspn(++p, "\"");
        if (p[length] != '"')
            return NULL;
    } else {
        length = strcspn(p, "; \t");
    }
    if (!length || length > 70)
        return NULL;
    return arena_print(arena, "--%.*s", (int)length, p);
}

/* The value of NAME="..." in a Content-Disposition; browsers write a quote
   inside as %22. NULL if it is absent or not text. */
static const char *parameter(struct arena *arena, const char *line,
                             size_t length, const char *name)
{
    const char *end = line + length;
    size_t n = strlen(name);

    for (const char *p = line; p + n + 2 < end; p++) {
        if ((p[-1] != ' ' && p[-1] != ';') || strncasecmp(p, name, n) ||
            p[n] != '=' || p[n + 1] != '"')
            continue;
        const char *from = p + n + 2;
        const char *to = memchr(from, '"', (size_t)(end - from));
        return to ? text_nfc(arena, from, (size_t)(to - from)) : NULL;
    }
    return NULL;
}

/* Read the lines above a part; true if it has a usable disposition. */
static bool part_head(struct reader *r, const char **name, const char **file)
{
    static const char want[] = "content-disposition:";

    *name = *file = NULL;
    for (int lines = 0; lines < 10; lines++) {
        const char *stop = memmem(r->at, (size_t)(r->end - r->at), "\r\n", 2);
        if (!stop)
            return false;
        size_t length = (size_t)(stop - r->at);
        const char *line = r->at;
        r->at = stop + 2;
        if (!length)
            return *name && strlen(*name) <= MOST_NAME;
        if (length > sizeof want && length < 1024 &&
            !strncasecmp(line, want, sizeof want - 1)) {
            line += sizeof want - 1;
            length -= sizeof want - 1;
            *name = parameter(r->arena, line, length, "name");
            *file = parameter(r->arena, line, length, "filename");
        }
    }
    return false;
}

static const char *without_folder(const char *name)
{
    for (const char *p; (p = strpbrk(name, "/\\"));)
        name = p + 1;
    return name;
}

/* One part: its head, then everything up to the next mark. */
static enum status part(struct reader *r)
{
    const char *name, *file;

    if (r->field_count + r->upload_count == MOST_PARTS ||
        !part_head(r, &name, &file))
        return INVALID;
    const char *stop =
        r->at - 2; /* an empty part: its line end is the mark's */
    const char *needle = arena_print(r->arena, "\r\n%s", r->mark);
    stop = memmem(stop, (size_t)(r->end - stop), needle, r->mark_length + 2);
    if (!stop)
        return INVALID;
    size_t length = stop < r->at ? 0 : (size_t)(stop - r->at);
    if (file) {
        r->uploads[r->upload_count++] =
            (struct upload){name, without_folder(file), r->at, length};
    } else {
        const char *value = text_nfc(r->arena, r->at, length);
        if (!value)
            return INVALID;
        r->fields[r->field_count++] = (struct field){name, value};
    }
    r->at = stop + 2;
    return OK;
}

enum status upload_read(struct arena *arena, const char *type, const char *body,
                        size_t length, struct fields *fields,
                        const struct upload **uploads, size_t *count)
{
    const char *mark = boundary(arena, type);

    if (!mark)
        return INVALID;
    struct reader r = {
        .arena = arena,
        .at = body,
        .end = body + length,
        .mark = mark,
        .mark_length = strlen(mark),
        .fields = arena_many(arena, struct field, MOST_PARTS),
        .uploads = arena_many(arena, struct upload, MOST_PARTS),
    };
    for (;;) {
        size_t left = (size_t)(r.end - r.at);
        if (left < r.mark_length + 2 || memcmp(r.at, mark, r.mark_length))
            return INVALID;
        r.at += r.mark_length;
        if (!memcmp(r.at, "--", 2))
            break;
        if (memcmp(r.at, "\r\n", 2))
            return INVALID;
        r.at += 2;
        TRY(part(&r));
    }
    *fields = (struct fields){r.fields, r.field_count};
    *uploads = r.uploads;
    *count = r.upload_count;
    return OK;
}
