#include "seal/hash.h"

#include <string.h>

void hash_begin(struct hash *hash)
{
    crypto_hash_sha256_init(&hash->state);
}

void hash_add(struct hash *hash, const void *bytes, size_t length)
{
    crypto_hash_sha256_update(&hash->state, bytes, length);
}

void hash_add_text(struct hash *hash, const char *text)
{
    hash_add(hash, text, strlen(text) + 1);
}

const char *hash_end(struct hash *hash, struct arena *arena)
{
    unsigned char bytes[HASH_BYTES];
    char *text = arena_alloc(arena, HASH_TEXT);

    crypto_hash_sha256_final(&hash->state, bytes);
    return sodium_bin2hex(text, HASH_TEXT, bytes, sizeof bytes);
}

const char *hash_of(struct arena *arena, const void *bytes, size_t length)
{
    struct hash hash;

    hash_begin(&hash);
    hash_add(&hash, bytes, length);
    return hash_end(&hash, arena);
}

uint64_t hash_short(const unsigned char key[HASH_KEY], const void *bytes,
                    size_t length)
{
    unsigned char short_hash[crypto_shorthash_BYTES];
    uint64_t number;

    crypto_shorthash(short_hash, bytes, length, key);
    memcpy(&number, short_hash, sizeof number);
    return number;
}
