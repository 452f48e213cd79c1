#include "quiz/cache.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "seal/hash.h"

enum { SHARDS = 16, BUCKETS = 1024, ALIGN = 16 };

struct entry {
    struct entry *next;          /* in its bucket */
    struct entry *newer, *older; /* in the order of use; not while claimed */
    struct shard *shard;
    uint64_t hash;
    size_t key_length, bytes;
    unsigned holders; /* arenas that hold it, and one for the cache */
    bool claimed;     /* being worked out */
    struct tree value;
    char *memory; /* the value's */
    char key[];
};

struct shard {
    pthread_mutex_t lock;
    pthread_cond_t settled; /* a claim ended */
    struct entry *buckets[BUCKETS];
    struct entry *newest, *oldest;
    size_t bytes, most;
    int64_t found, asked, entries;
};

struct cache {
    unsigned char secret[HASH_KEY];
    struct shard shards[SHARDS];
};

static void *must(void *memory)
{
    if (!memory)
        abort();
    return memory;
}

/* ---- a copy of a tree in one piece of memory
 * ---------------------------------- */

static size_t padded(size_t size)
{
    return (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

static size_t packed_size(const struct tree *tree)
{
    size_t size = tree->text ? padded(strlen(tree->text) + 1) : 0;

    if (tree->count)
        size += padded(tree->count * sizeof *tree->items);
    if (tree->kind == TREE_MAP)
        size += padded(tree->count * sizeof *tree->names);
    for (size_t i = 0; i < tree->count; i++) {
        size += packed_size(&tree->items[i]);
        if (tree->kind == TREE_MAP)
            size += padded(strlen(tree->names[i]) + 1);
    }
    return size;
}

static void *take(char **at, size_t size)
{
    void *memory = *at;

    *at += padded(size);
    return memory;
}

static const char *pack_text(const char *text, char **at)
{
    size_t size = strlen(text) + 1;

    return memcpy(take(at, size), text, size);
}

static struct tree pack(const struct tree *tree, char **at)
{
    struct tree copy = *tree;

    if (tree->text)
        copy.text = pack_text(tree->text, at);
    if (!tree->count)
        return copy;
    struct tree *items = take(at, tree->count * sizeof *items);
    const char **names =
        tree->kind == TREE_MAP ? take(at, tree->count * sizeof *names) : NULL;
    for (size_t i = 0; i < tree->count; i++) {
        items[i] = pack(&tree->items[i], at);
        if (names)
            names[i] = pack_text(tree->names[i], at);
    }
    copy.items = items;
    copy.names = names;
    return copy;
}

/* ---- entries; all with the shard locked
 * --------------------------------------- */

static struct entry **place_of(struct shard *shard, uint64_t hash,
                               const void *key, size_t length)
{
    struct entry **at = &shard->buckets[hash / SHARDS % BUCKETS];

    while (*at && ((*at)->hash != hash || (*at)->key_length != length ||
                   memcmp((*at)->key, key, length) != 0))
        at = &(*at)->next;
    return at;
}

static void unlink_use(struct shard *shard, struct entry *entry)
{
    *(entry->newer ? &entry->newer->older : &shard->newest) = entry->older;
    *(entry->older ? &entry->older->newer : &shard->oldest) = entry->newer;
    entry->newer = entry->older = NULL;
}

static void link_newest(struct shard *shard, struct entry *entry)
{
    entry->older = shard->newest;
    *(shard->newest ? &shard->newest->newer : &shard->oldest) = entry;
    shard->newest = entry;
}

static void let_go(struct entry *entry)
{
    if (--entry->holders)
        return;
    free(entry->memory);
    free(entry);
}

static void drop_oldest(struct shard *shard)
{
    struct entry *entry = shard->oldest;
    struct entry **at =
        place_of(shard, entry->hash, entry->key, entry->key_length);

    *at = entry->next;
    unlink_use(shard, entry);
    shard->bytes -= entry->bytes;
    shard->entries--;
    let_go(entry);
}

static void claim(struct shard *shard, struct entry **at, uint64_t hash,
                  const void *key, size_t length)
{
    struct entry *entry = must(calloc(1, sizeof *entry + length));

    entry->shard = shard;
    entry->hash = hash;
    entry->key_length = length;
    entry->claimed = true;
    entry->holders = 1;
    memcpy(entry->key, key, length);
    *at = entry;
}

/* ---- what callers see
 * ----------------------------------------------------------- */

struct cache *cache_new(size_t most_bytes)
{
    struct cache *cache = must(calloc(1, sizeof *cache));

    random_bytes(cache->secret, sizeof cache->secret);
    for (int i = 0; i < SHARDS; i++) {
        struct shard *shard = &cache->shards[i];
        pthread_mutex_init(&shard->lock, NULL);
        pthread_cond_init(&shard->settled, NULL);
        shard->most = most_bytes / SHARDS;
    }
    return cache;
}

void cache_free(struct cache *cache)
{
    for (int i = 0; cache && i < SHARDS; i++) {
        struct shard *shard = &cache->shards[i];
        while (shard->oldest)
            drop_oldest(shard);
        pthread_cond_destroy(&shard->settled);
        pthread_mutex_destroy(&shard->lock);
    }
    free(cache);
}

static struct shard *lock_shard(struct cache *cache, const void *key,
                                size_t length, uint64_t *hash)
{
    *hash = hash_short(cache->secret, key, length);
    struct shard *shard = &cache->shards[*hash % SHARDS];
    pthread_mutex_lock(&shard->lock);
    return shard;
}

/* An arena that held an answer is gone. */
static void release(void *thing)
{
    struct entry *entry = thing;
    pthread_mutex_t *lock = &entry->shard->lock;

    pthread_mutex_lock(lock);
    let_go(entry);
    pthread_mutex_unlock(lock);
}

bool cache_find(struct cache *cache, struct arena *arena, const void *key,
                size_t length, struct tree *out)
{
    uint64_t hash;
    struct shard *shard = lock_shard(cache, key, length, &hash);
    struct entry **at = place_of(shard, hash, key, length);

    shard->asked++;
    while (*at && (*at)->claimed) {
        pthread_cond_wait(&shard->settled, &shard->lock);
        at = place_of(shard, hash, key, length);
    }
    struct entry *entry = *at;
    if (entry) {
        shard->found++;
        entry->holders++;
        unlink_use(shard, entry);
        link_newest(shard, entry);
        *out = entry->value;
    } else {
        claim(shard, at, hash, key, length);
    }
    pthread_mutex_unlock(&shard->lock);
    if (entry)
        arena_defer(arena, release, entry);
    return entry;
}

void cache_keep(struct cache *cache, const void *key, size_t length,
                const struct tree *value)
{
    size_t size = packed_size(value);
    char *memory = must(malloc(size + 1)), *to = memory;
    struct tree copy = pack(value, &to);
    uint64_t hash;
    struct shard *shard = lock_shard(cache, key, length, &hash);
    struct entry *entry = *place_of(shard, hash, key, length);

    entry->value = copy;
    entry->memory = memory;
    entry->claimed = false;
    entry->bytes = sizeof *entry + length + size;
    shard->bytes += entry->bytes;
    shard->entries++;
    link_newest(shard, entry);
    while (shard->bytes > shard->most && shard->oldest)
        drop_oldest(shard);
    pthread_cond_broadcast(&shard->settled);
    pthread_mutex_unlock(&shard->lock);
}

void cache_forget(struct cache *cache, const void *key, size_t length)
{
    uint64_t hash;
    struct shard *shard = lock_shard(cache, key, length, &hash);
    struct entry **at = place_of(shard, hash, key, length), *entry = *at;

    *at = entry->next;
    let_go(entry);
    pthread_cond_broadcast(&shard->settled);
    pthread_mutex_unlock(&shard->lock);
}

void cache_count(struct cache *cache, struct cache_figures *out)
{
    *out = (struct cache_figures){0};
    for (int i = 0; i < SHARDS; i++) {
        struct shard *shard = &cache->shards[i];
        pthread_mutex_lock(&shard->lock);
        out->found += shard->found;
        out->asked += shard->asked;
        out->entries += shard->entries;
        out->bytes += (int64_t)shard->bytes;
        pthread_mutex_unlock(&shard->lock);
    }
}
