#ifndef DOMAIN_LOOKUP_H
#define DOMAIN_LOOKUP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/*
 * Numbers by text, in memory: what a large import asks a hundred thousand
 * times. The first number put under a text stays. Texts are not copied and
 * live as long as the lookup.
 */
struct lookup {
    struct arena *arena;
    unsigned char key[16];
    struct lookup_slot *slots;
    size_t count, room; /* room is a power of two */
};

struct lookup lookup_of(struct arena *arena);

/* False, and nothing is put, if the text is there already; NULL and "" are
   never kept, and true. */
bool lookup_put(struct lookup *lookup, const char *text, size_t number);

/* False for what was never put, NULL and "". */
bool lookup_get(const struct lookup *lookup, const char *text, size_t *number);

#endif
