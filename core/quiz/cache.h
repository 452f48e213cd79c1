#ifndef QUIZ_CACHE_H
#define QUIZ_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/tree.h"

/*
 * Answers of pure functions, shared by all threads and bounded in bytes; what
 * was not asked for longest goes first. It may be thrown away at any time.
 *
 * A key is bytes that say all the answer depends on, compared whole. An entry
 * is never changed. What is found is tied to the caller's arena: it lives as
 * long as that does, also when the cache has let go of it.
 *
 * Who does not find a key has claimed it, and must come back with cache_keep
 * or cache_forget for the same key: until then others who ask for it wait, so
 * that a thousand candidates who open the same question ask its plugin once.
 */
struct cache;

struct cache *cache_new(size_t most_bytes);
/* Nobody may hold an answer any more. NULL is allowed. */
void cache_free(struct cache *cache);

/* True: `out` is the answer. False: the key is the caller's to work out. */
bool cache_find(struct cache *cache, struct arena *arena, const void *key,
                size_t length, struct tree *out);

/* Keep a copy of `value` as the answer for a claimed key. */
void cache_keep(struct cache *cache, const void *key, size_t length,
                const struct tree *value);

/* Give a claimed key up; the next one who waits for it claims it. */
void cache_forget(struct cache *cache, const void *key, size_t length);

struct cache_figures {
    int64_t found, asked, entries, bytes;
};
void cache_count(struct cache *cache, struct cache_figures *out);

#endif
