#include "domain/chance.h"

#include "seal/hash.h"

#include <string.h>

struct chance chance_of(const char *seed, const char *purpose)
{
    return (struct chance){.seed = seed, .purpose = purpose, .used = 32};
}

static void next_block(struct chance *c)
{
    crypto_hash_sha256_state state;
    unsigned char number[8];

    for (int i = 0; i < 8; i++)
        number[i] = (unsigned char)(c->block >> (56 - 8 * i));
    crypto_hash_sha256_init(&state);
    crypto_hash_sha256_update(&state, (const unsigned char *)c->seed,
                              strlen(c->seed) + 1);
    crypto_hash_sha256_update(&state, (const unsigned char *)c->purpose,
                              strlen(c->purpose) + 1);
    crypto_hash_sha256_update(&state, number, sizeof number);
    crypto_hash_sha256_final(&state, c->bytes);
    c->block++;
    c->used = 0;
}

static uint64_t next(struct chance *c)
{
    uint64_t number = 0;

    if (c->used + 8 > sizeof c->bytes)
        next_block(c);
    for (int i = 0; i < 8; i++)
        number = number << 8 | c->bytes[c->used++];
    return number;
}

uint64_t chance_below(struct chance *c, uint64_t below)
{
    /* the largest multiple of `below`, or 0 for 2^64 */
    uint64_t limit = UINT64_MAX - (UINT64_MAX % below + 1) % below, number;

    do
        number = next(c);
    while (number > limit);
    return number % below;
}

size_t *chance_order(struct chance *c, struct arena *arena, size_t count)
{
    size_t *order = arena_many(arena, size_t, count);

    for (size_t i = 0; i < count; i++)
        order[i] = i;
    for (size_t i = count; i > 1; i--) {
        size_t k = chance_below(c, i), was = order[i - 1];
        order[i - 1] = order[k];
        order[k] = was;
    }
    return order;
}
