#include "http/answered.h"

#include <stdatomic.h>
#include <string.h>

const int answered_bounds[ANSWERED_BUCKETS] = {5,   10,  25,   50,   100,
                                               250, 500, 1000, 2500, 10000};
const int answered_codes[ANSWERED_CODES] = {200, 206, 303, 304, 400, 401, 403,
                                            404, 405, 408, 409, 410, 413, 415,
                                            416, 422, 429, 431, 500, 503, 0};

static const char *const names[ANSWERED_CLASSES] = {
    "page", "save", "exam", "door", "asset", "operation", "refused"};

static struct {
    _Atomic int64_t by_code[ANSWERED_CODES];
    _Atomic int64_t by_bucket[ANSWERED_BUCKETS + 1];
    _Atomic int64_t count, ms;
} counted[ANSWERED_CLASSES];

static enum answered_class class_of(const char *method, const char *route)
{
    static const struct {
        const char *begin;
        enum answered_class class;
    } list[] = {
        {"/attempts/", ANSWERED_EXAM},    {"/assets/", ANSWERED_ASSET},
        {"/healthz", ANSWERED_OPERATION}, {"/metrics", ANSWERED_OPERATION},
        {"/sign-", ANSWERED_DOOR},        {"/password", ANSWERED_DOOR},
        {"/second-step", ANSWERED_DOOR},  {"/first/", ANSWERED_DOOR},
        {"/account", ANSWERED_DOOR},
    };

    if (!route)
        return ANSWERED_REFUSED;
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (!strncmp(route, list[i].begin, strlen(list[i].begin)))
            return list[i].class == ANSWERED_EXAM && !strcmp(method, "POST")
                       ? ANSWERED_SAVE
                       : list[i].class;
    return ANSWERED_PAGE;
}

void answered_count(const char *method, const char *route, int code, int64_t ms)
{
    enum answered_class class = class_of(method, route);
    size_t c = 0, b = 0;

    while (c < ANSWERED_CODES - 1 && answered_codes[c] != code)
        c++;
    while (b < ANSWERED_BUCKETS && ms > answered_bounds[b])
        b++;
    atomic_fetch_add(&counted[class].by_code[c], 1);
    atomic_fetch_add(&counted[class].by_bucket[b], 1);
    atomic_fetch_add(&counted[class].count, 1);
    atomic_fetch_add(&counted[class].ms, ms);
}

void answered_read(enum answered_class class, struct answered *out)
{
    out->name = names[class];
    for (size_t i = 0; i < ANSWERED_CODES; i++)
        out->by_code[i] = atomic_load(&counted[class].by_code[i]);
    for (size_t i = 0; i <= ANSWERED_BUCKETS; i++)
        out->by_bucket[i] = atomic_load(&counted[class].by_bucket[i]);
    out->count = atomic_load(&counted[class].count);
    out->ms = atomic_load(&counted[class].ms);
}
