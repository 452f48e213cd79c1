/*
 * quizhost: the locked program that plugins run in.
 *
 * It knows no plugin. A question names its package by hash; the first one
 * brings the source along, which is loaded, kept as an image (box.h) and
 * known from then on. An image that has not been asked for longest makes room
 * for a new one.
 *
 *     {"package": hash, "verb": ..., ...}                  -> the reply
 *     {"package": hash, ..., "modules": [...]} + source    -> the reply
 *     {"package": hash, "verb": ...} of one not known      -> {"want": true}
 *     {"verb": "echo"}                                     -> {"ok": true}
 */
#include <stdio.h>
#include <string.h>

#include "host/lockdown.h"
#include "host/quizhost/verbs.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

enum {
    IMAGES = 24,
    MEMORY = 256 << 20,
    ASK_MOST = 4 << 20,
    CPU_MS = 400,
};

struct known {
    char hash[65];
    struct image image;
    uint64_t asked; /* when last, in calls */
};

static struct known images[IMAGES];
static struct box box;
static uint64_t calls;

static struct known *find_image(const char *hash)
{
    for (size_t i = 0; i < IMAGES; i++)
        if (images[i].image.bytes && !strcmp(images[i].hash, hash))
            return &images[i];
    return NULL;
}

static struct known *free_place(void)
{
    struct known *oldest = &images[0];

    for (size_t i = 0; i < IMAGES; i++) {
        if (!images[i].image.bytes)
            return &images[i];
        if (images[i].asked < oldest->asked)
            oldest = &images[i];
    }
    image_drop(&oldest->image);
    return oldest;
}

static struct tree lone(struct arena *arena, const char *name)
{
    struct tree_maker map = tree_map(arena);

    tree_put(&map, name, tree_of_truth(true));
    return tree_done(&map);
}

/* The image of the package that is asked, loaded if need be; NULL: `reply`
   says why not. */
static struct known *image_for(struct arena *arena, const struct message *ask,
                               struct tree *reply)
{
    const char *hash = tree_text(&ask->tree, "package");
    const struct tree *modules = tree_get(&ask->tree, "modules");
    struct known *known = hash ? find_image(hash) : NULL;

    if (known)
        return known;
    if (!hash || strlen(hash) != 64 || !modules) {
        *reply = lone(arena, "want");
        return NULL;
    }
    if (verb_load(&box, arena, modules, ask->bytes, ask->length, reply) != OK)
        return NULL;
    known = free_place();
    memcpy(known->hash, hash, sizeof known->hash);
    known->image = box_keep(&box);
    return known;
}

static void answer(struct arena *arena, const struct message *ask,
                   struct message *reply)
{
    const char *verb = tree_text(&ask->tree, "verb");

    if (verb && !strcmp(verb, "echo")) {
        reply->tree = lone(arena, "ok");
        return;
    }
    struct known *known = image_for(arena, ask, &reply->tree);
    if (!known)
        return;
    known->asked = ++calls;
    box_restore(&box, &known->image, arena);
    reply->tree = verb_ask(&box, &ask->tree);
}

static void prepare(void)
{
    box_prepare(&box);
}

int main(void)
{
    char runtime[160], pcre[60];

    pcre2_config(PCRE2_CONFIG_VERSION, pcre);
    snprintf(runtime, sizeof runtime,
             "khoa %s, api 1, %s, PCRE2 %s, fold Unicode 14", KHOA_VERSION,
             LUA_RELEASE, pcre);
    locked_live(&(struct locked_life){.program = "quizhost",
                                      .runtime = runtime,
                                      .memory = MEMORY,
                                      .most_ask = ASK_MOST,
                                      .cpu_ms = CPU_MS,
                                      .prepare = prepare,
                                      .answer = answer});
}
