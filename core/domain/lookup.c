#include "domain/lookup.h"

#include "base/random.h"
#include "seal/hash.h"

#include <string.h>

struct lookup_slot {
    const char *text; /* NULL: free */
    size_t number;
};

struct lookup lookup_of(struct arena *arena)
{
    struct lookup lookup = {.arena = arena};

    random_bytes(lookup.key, sizeof lookup.key);
    return lookup;
}

/* Where the text is, or the free place where it belongs. */
static struct lookup_slot *slot_of(const struct lookup *lookup,
                                   const char *text)
{
    size_t at = hash_short(lookup->key, text, strlen(text));

    for (;; at++) {
        struct lookup_slot *slot = &lookup->slots[at & (lookup->room - 1)];
        if (!slot->text || !strcmp(slot->text, text))
            return slot;
    }
}

static void grow(struct lookup *lookup)
{
    struct lookup larger = *lookup;

    larger.room = lookup->room ? lookup->room * 2 : 64;
    larger.slots = arena_many(lookup->arena, struct lookup_slot, larger.room);
    for (size_t i = 0; i < lookup->room; i++)
        if (lookup->slots[i].text)
            *slot_of(&larger, lookup->slots[i].text) = lookup->slots[i];
    *lookup = larger;
}

bool lookup_put(struct lookup *lookup, const char *text, size_t number)
{
    if (!text || !*text)
        return true;
    if (lookup->count * 2 >= lookup->room)
        grow(lookup);
    struct lookup_slot *slot = slot_of(lookup, text);
    if (slot->text)
        return false;
    *slot = (struct lookup_slot){text, number};
    lookup->count++;
    return true;
}

bool lookup_get(const struct lookup *lookup, const char *text, size_t *number)
{
    if (!text || !*text || !lookup->room)
        return false;
    const struct lookup_slot *slot = slot_of(lookup, text);
    if (slot->text)
        *number = slot->number;
    return slot->text;
}
