#include "host/math.h"

#include "base/buf.h"
#include "json/json.h"

#include <duktape.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* ---- the engine ------------------------------------------------------------
 *
 * What it asks for is counted, so that a formula that grows without end is
 * refused here and does not end the process.
 */
enum { MOST_BYTES = 64 << 20 };

struct piece {
    size_t size;
    max_align_t bytes[];
};

static size_t in_use;

static void *resize(void *data, void *at, duk_size_t size)
{
    struct piece *old = at ? (struct piece *)((char *)at - sizeof *old) : NULL;
    size_t had = old ? old->size : 0;

    (void)data;
    if (!size) {
        in_use -= had;
        free(old);
        return NULL;
    }
    if (in_use - had + size > MOST_BYTES)
        return NULL;
    struct piece *piece = realloc(old, sizeof *piece + size);
    if (!piece)
        return NULL;
    in_use += size - had;
    piece->size = size;
    return piece->bytes;
}

static void *allocate(void *data, duk_size_t size)
{
    return resize(data, NULL, size);
}

static void release(void *data, void *at)
{
    resize(data, at, 0);
}

/* Never by a formula, whose errors are caught. The server starts another. */
static void give_up(void *data, const char *message)
{
    (void)data;
    (void)message;
    _exit(1);
}

static duk_context *engine_new(void)
{
    duk_context *js = duk_create_heap(allocate, resize, release, NULL, give_up);

    if (!js)
        return NULL;
    duk_push_lstring(js, (const char *)math_script, math_script_length);
    if (!duk_peval(js))
        return js;
    duk_destroy_heap(js);
    return NULL;
}

/* ---- a formula -------------------------------------------------------------
 */

/* Duktape's texts end in the first plane, so both ways are JSON in ASCII. */
static const char *question_of(struct arena *arena, const char *tex,
                               bool display)
{
    struct buf out = {.arena = arena};
    static const char hex[] = "0123456789abcdef";

    buf_bytes(&out, "{\"tex\":\"", 8);
    for (const unsigned char *p = (const unsigned char *)tex; *p;) {
        unsigned long c = *p++;
        int more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : c >= 0xc0 ? 1 : 0;
        c &= more ? 0x3fUL >> more : 0x7f;
        for (; more && (*p & 0xc0) == 0x80; more--)
            c = c << 6 | (*p++ & 0x3f);
        unsigned units[2] = {(unsigned)c, 0};
        if (c > 0xffff) {
            units[0] = (unsigned)(0xd800 + ((c - 0x10000) >> 10));
            units[1] = (unsigned)(0xdc00 + ((c - 0x10000) & 0x3ff));
        }
        for (int i = 0; i < 2 && (!i || units[1]); i++) {
            char unit[6] = {'\\', 'u'};
            for (int k = 0; k < 4; k++)
                unit[2 + k] = hex[units[i] >> (12 - 4 * k) & 15];
            buf_bytes(&out, unit, 6);
        }
    }
    const char *end =
        display ? "\",\"display\":true}" : "\",\"display\":false}";
    buf_bytes(&out, end, strlen(end));
    return out.data;
}

/* What the script answers, in the arena; NULL: it ran out of memory. */
static const char *ask(duk_context *js, struct arena *arena,
                       const char *question)
{
    const char *reply = NULL;

    duk_get_global_string(js, "formula");
    duk_push_string(js, question);
    if (!duk_pcall(js, 1) && duk_is_string(js, -1))
        reply = arena_text(arena, duk_get_string(js, -1),
                           strlen(duk_get_string(js, -1)));
    duk_pop(js);
    return reply;
}

enum status math_tags(struct arena *arena, const char *tex, bool display,
                      struct tree *out, const char **why)
{
    static duk_context *js;
    struct tree reply;

    *why = "it is longer than 2,000 bytes";
    if (strlen(tex) > MATH_MOST)
        return INVALID;
    if (!js && !(js = engine_new()))
        return FAILED;
    const char *json = ask(js, arena, question_of(arena, tex, display));
    *why = "it is too large";
    if (!json) { /* what it left behind goes with the engine */
        duk_destroy_heap(js);
        js = NULL;
        return INVALID;
    }
    if (json_read(arena, json, strlen(json), &reply) != OK)
        return INVALID;
    const struct tree *math = tree_get(&reply, "math");
    if (!math) {
        *why = tree_text(&reply, "problem");
        return INVALID;
    }
    *out = *math;
    return OK;
}

enum status math_node(struct arena *arena, const char *tex, bool display,
                      struct tree *out, const char **why)
{
    struct tree_maker node = tree_map(arena);
    struct tree math;

    TRY(math_tags(arena, tex, display, &math, why));
    tree_put(&node, "node", tree_of_text("math"));
    tree_put(&node, "tex", tree_of_text(tex));
    tree_put(&node, "display", tree_of_truth(display));
    tree_put(&node, "math", math);
    *out = tree_done(&node);
    return OK;
}
