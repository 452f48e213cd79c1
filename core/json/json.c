#include "json/json.h"

#include <jansson.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- in ----------------------------------------------------------------- */

static bool convert(struct arena *arena, const json_t *json, int depth,
                    struct tree *out);

static bool convert_list(struct arena *arena, const json_t *json, int depth,
                         struct tree *out)
{
    size_t count = json_array_size(json);
    struct tree *items = arena_many(arena, struct tree, count);

    for (size_t i = 0; i < count; i++)
        if (!convert(arena, json_array_get(json, i), depth + 1, &items[i]))
            return false;
    *out = (struct tree){.kind = TREE_LIST, .count = count, .items = items};
    return true;
}

static bool convert_map(struct arena *arena, json_t *json, int depth,
                        struct tree *out)
{
    size_t count = json_object_size(json), i = 0;
    struct tree *items = arena_many(arena, struct tree, count);
    const char **names = arena_many(arena, const char *, count);
    const char *name;
    json_t *value;

    json_object_foreach(json, name, value)
    {
        names[i] = arena_text(arena, name, strlen(name));
        if (!convert(arena, value, depth + 1, &items[i++]))
            return false;
    }
    *out = (struct tree){
        .kind = TREE_MAP, .count = count, .items = items, .names = names};
    return true;
}

static bool convert(struct arena *arena, const json_t *json, int depth,
                    struct tree *out)
{
    if (depth > JSON_DEEPEST)
        return false;
    switch (json_typeof(json)) {
    case JSON_OBJECT: return convert_map(arena, (json_t *)json, depth, out);
    case JSON_ARRAY: return convert_list(arena, json, depth, out);
    case JSON_STRING:
        *out = tree_of_text(arena_text(arena, json_string_value(json),
                                       json_string_length(json)));
        return true;
    case JSON_INTEGER:
        *out = tree_of_integer(json_integer_value(json));
        return true;
    case JSON_REAL: *out = tree_of_real(json_real_value(json)); return true;
    case JSON_TRUE: *out = tree_of_truth(true); return true;
    case JSON_FALSE: *out = tree_of_truth(false); return true;
    case JSON_NULL: *out = (struct tree){.kind = TREE_NOTHING}; return true;
    }
    return false;
}

/* jansson recurses once a level: deep input is refused before it does. */
static bool too_deep(const char *text, size_t length)
{
    int depth = 0;
    bool quoted = false;

    for (size_t i = 0; i < length; i++) {
        char c = text[i];

        if (quoted) {
            i += c == '\\';
            quoted = c != '"';
        } else if (c == '"') {
            quoted = true;
        } else if (c == '[' || c == '{') {
            if (++depth > JSON_DEEPEST)
                return true;
        } else if (c == ']' || c == '}') {
            depth--;
        }
    }
    return false;
}

/* jansson makes a hundred small things of a paper, which last until they are
   converted: they go into an arena and are thrown away together. Each page
   reads some JSON, and malloc and free were half the cost of it. */
static _Thread_local struct arena *scratch;

static void *take(size_t size)
{
    return scratch ? arena_alloc(scratch, size) : malloc(size);
}

static void give_back(void *memory)
{
    if (!scratch)
        free(memory);
}

static void use_arenas(void)
{
    json_set_alloc_funcs(take, give_back);
}

enum status json_read(struct arena *arena, const char *text, size_t length,
                      struct tree *out)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    /* jansson takes a NUL after a number for the end of the text */
    if (memchr(text, 0, length) || too_deep(text, length))
        return INVALID;
    pthread_once(&once, use_arenas);
    scratch = arena_new();
    json_t *json = json_loadb(text, length,
                              JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, NULL);
    bool good = json && convert(arena, json, 0, out);
    arena_free(scratch);
    scratch = NULL;
    return good ? OK : INVALID;
}

/* ---- out ---------------------------------------------------------------- */

static void write_text(struct buf *out, const char *text)
{
    const char *plain = text;

    buf_bytes(out, "\"", 1);
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        char coded[8];

        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        buf_bytes(out, plain, (size_t)(text - plain));
        plain = text + 1;
        if (c < 0x20)
            snprintf(coded, sizeof coded, "\\u%04x", c);
        else
            snprintf(coded, sizeof coded, "\\%c", c);
        buf_bytes(out, coded, strlen(coded));
    }
    buf_bytes(out, plain, (size_t)(text - plain));
    buf_bytes(out, "\"", 1);
}

static void write_real(struct buf *out, double real)
{
    char digits[40];

    if (!isfinite(real)) {
        buf_bytes(out, "null", 4);
        return;
    }
    for (int precision = 1; precision <= 17; precision++) {
        snprintf(digits, sizeof digits, "%.*g", precision, real);
        if (strtod(digits, NULL) == real)
            break;
    }
    /* A locale with a decimal comma must not reach the bytes. */
    char *comma = strchr(digits, ',');
    if (comma)
        *comma = '.';
    if (!strpbrk(digits, ".e"))
        memcpy(digits + strlen(digits), ".0", 3);
    buf_bytes(out, digits, strlen(digits));
}

static void write_list(struct buf *out, const struct tree *list)
{
    buf_bytes(out, "[", 1);
    for (size_t i = 0; i < list->count; i++) {
        if (i)
            buf_bytes(out, ",", 1);
        json_write(out, &list->items[i]);
    }
    buf_bytes(out, "]", 1);
}

struct entry {
    const char *name;
    const struct tree *value;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct entry *)a)->name,
                  ((const struct entry *)b)->name);
}

static void write_map(struct buf *out, const struct tree *map)
{
    struct entry *entries = arena_many(out->arena, struct entry, map->count);

    for (size_t i = 0; i < map->count; i++)
        entries[i] = (struct entry){map->names[i], &map->items[i]};
    if (map->count > 1)
        qsort(entries, map->count, sizeof *entries, by_name);
    buf_bytes(out, "{", 1);
    for (size_t i = 0; i < map->count; i++) {
        if (i)
            buf_bytes(out, ",", 1);
        write_text(out, entries[i].name);
        buf_bytes(out, ":", 1);
        json_write(out, entries[i].value);
    }
    buf_bytes(out, "}", 1);
}

void json_write(struct buf *out, const struct tree *tree)
{
    char digits[24];

    switch (tree->kind) {
    case TREE_NOTHING: buf_bytes(out, "null", 4); break;
    case TREE_TRUTH:
        if (tree->truth)
            buf_bytes(out, "true", 4);
        else
            buf_bytes(out, "false", 5);
        break;
    case TREE_INTEGER:
        snprintf(digits, sizeof digits, "%lld", (long long)tree->integer);
        buf_bytes(out, digits, strlen(digits));
        break;
    case TREE_REAL: write_real(out, tree->real); break;
    case TREE_TEXT: write_text(out, tree->text); break;
    case TREE_LIST: write_list(out, tree); break;
    case TREE_MAP: write_map(out, tree); break;
    }
}

const char *json_text(struct arena *arena, const struct tree *tree)
{
    struct buf out = {.arena = arena};

    json_write(&out, tree);
    return out.data;
}
