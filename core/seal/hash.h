#ifndef SEAL_HASH_H
#define SEAL_HASH_H

#include <sodium.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/*
 * SHA-256: the name of a package, an item, a file, a frozen paper. Written as
 * 64 lower-case hex digits.
 */
enum { HASH_BYTES = 32, HASH_TEXT = 65 };

struct hash {
    crypto_hash_sha256_state state;
};

void hash_begin(struct hash *hash);
void hash_add(struct hash *hash, const void *bytes, size_t length);
/* A text and the NUL behind it, so that two texts in a row stay two. */
void hash_add_text(struct hash *hash, const char *text);
const char *hash_end(struct hash *hash, struct arena *arena);

/* All of it at once. */
const char *hash_of(struct arena *arena, const void *bytes, size_t length);

/* For tables in memory: SipHash-2-4, fast, and with a key nobody outside
   knows, so that nobody can choose what collides. */
enum { HASH_KEY = 16 };
uint64_t hash_short(const unsigned char key[HASH_KEY], const void *bytes,
                    size_t length);

#endif
