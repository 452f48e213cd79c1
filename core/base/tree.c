#include "base/tree.h"

#include <string.h>

const struct tree *tree_get(const struct tree *tree, const char *name)
{
    if (!tree || tree->kind != TREE_MAP)
        return NULL;
    for (size_t i = 0; i < tree->count; i++)
        if (!strcmp(tree->names[i], name))
            return &tree->items[i];
    return NULL;
}

const char *tree_text(const struct tree *tree, const char *name)
{
    const struct tree *child = tree_get(tree, name);

    return child && child->kind == TREE_TEXT ? child->text : NULL;
}

int64_t tree_integer(const struct tree *tree, const char *name,
                     int64_t otherwise)
{
    const struct tree *child = tree_get(tree, name);

    if (child && child->kind == TREE_TRUTH)
        return child->truth;
    return child && child->kind == TREE_INTEGER ? child->integer : otherwise;
}

double tree_real(const struct tree *tree, const char *name, double otherwise)
{
    const struct tree *child = tree_get(tree, name);

    if (child && child->kind == TREE_REAL)
        return child->real;
    return child && child->kind == TREE_INTEGER ? (double)child->integer
                                                : otherwise;
}

bool tree_truth(const struct tree *tree, const char *name)
{
    const struct tree *child = tree_get(tree, name);

    return child && child->kind == TREE_TRUTH && child->truth;
}

static bool same_children(const struct tree *a, const struct tree *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++) {
        const struct tree *other =
            a->kind == TREE_MAP ? tree_get(b, a->names[i]) : &b->items[i];
        if (!other || !tree_same(&a->items[i], other))
            return false;
    }
    return true;
}

bool tree_same(const struct tree *a, const struct tree *b)
{
    if (!a || !b)
        return a == b;
    if (a->kind != b->kind)
        return false;
    switch (a->kind) {
    case TREE_NOTHING: return true;
    case TREE_TRUTH: return a->truth == b->truth;
    case TREE_INTEGER: return a->integer == b->integer;
    case TREE_REAL: return a->real == b->real;
    case TREE_TEXT: return !strcmp(a->text, b->text);
    case TREE_LIST:
    case TREE_MAP: return same_children(a, b);
    }
    return false;
}

struct tree tree_of_text(const char *text)
{
    return (struct tree){.kind = text ? TREE_TEXT : TREE_NOTHING, .text = text};
}

struct tree tree_of_integer(int64_t integer)
{
    return (struct tree){.kind = TREE_INTEGER, .integer = integer};
}

struct tree tree_of_real(double real)
{
    return (struct tree){.kind = TREE_REAL, .real = real};
}

struct tree tree_of_truth(bool truth)
{
    return (struct tree){.kind = TREE_TRUTH, .truth = truth};
}

struct tree_maker tree_list(struct arena *arena)
{
    return (struct tree_maker){.arena = arena, .kind = TREE_LIST};
}

struct tree_maker tree_map(struct arena *arena)
{
    return (struct tree_maker){.arena = arena, .kind = TREE_MAP};
}

static void grow(struct tree_maker *maker)
{
    if (maker->count < maker->room)
        return;
    maker->room = maker->room * 2 + 8;
    struct tree *items = arena_many(maker->arena, struct tree, maker->room);
    const char **names = arena_many(maker->arena, const char *, maker->room);
    if (maker->count) {
        memcpy(items, maker->items, maker->count * sizeof *items);
        memcpy(names, maker->names, maker->count * sizeof *names);
    }
    maker->items = items;
    maker->names = names;
}

void tree_add(struct tree_maker *list, struct tree item)
{
    grow(list);
    list->items[list->count++] = item;
}

void tree_put(struct tree_maker *map, const char *name, struct tree item)
{
    for (size_t i = 0; i < map->count; i++)
        if (!strcmp(map->names[i], name)) {
            map->items[i] = item;
            return;
        }
    grow(map);
    map->names[map->count] = name;
    map->items[map->count++] = item;
}

struct tree tree_done(const struct tree_maker *maker)
{
    return (struct tree){.kind = maker->kind,
                         .count = maker->count,
                         .items = maker->items,
                         .names = maker->names};
}
