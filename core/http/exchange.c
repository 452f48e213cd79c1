#include "http/exchange.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static bool whole(const char *word, int64_t *number)
{
    char *end;

    if (!word || word[0] < '0' || word[0] > '9')
        return false;
    errno = 0;
    *number = strtoll(word, &end, 10);
    return !errno && !*end;
}

enum status path_id(const struct request *req, const char *name, int64_t *id)
{
    return whole(field(&req->path, name), id) ? OK : MISSING;
}

int64_t field_number(const struct fields *fields, const char *name,
                     int64_t otherwise)
{
    int64_t number;

    return whole(field(fields, name), &number) ? number : otherwise;
}

const char *field_text(const struct fields *fields, const char *name)
{
    const char *value = field(fields, name);

    return value ? value : "";
}

enum status redirect(struct request *req, struct response *res,
                     const char *format, ...)
{
    char address[1024];
    va_list args;

    va_start(args, format);
    int n = vsnprintf(address, sizeof address, format, args);
    va_end(args);
    if (n < 0 || (size_t)n >= sizeof address)
        return FAILED;
    res->location = arena_text(req->arena, address, (size_t)n);
    return OK;
}
