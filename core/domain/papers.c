#include "domain/papers.h"

#include "base/log.h"
#include "domain/chance.h"
#include "json/json.h"

#include <string.h>

/* ---- drawing
 * ------------------------------------------------------------------*/

struct drawing {
    struct house *house;
    struct arena *arena;
    struct chance items, variants, order;
    int64_t *taken;
    size_t taken_count;
    struct slot *slots;
    size_t count;
};

static bool is_taken(const struct drawing *d, int64_t item)
{
    for (size_t i = 0; i < d->taken_count; i++)
        if (d->taken[i] == item)
            return true;
    return false;
}

static enum status take(struct drawing *d, int64_t id, double points,
                        const char *section)
{
    const struct shelf_item *item;

    TRY(shelf_item(d->house, id, &item));
    if (!item->variant_count)
        return FAILED;
    d->taken[d->taken_count++] = id;
    d->slots[d->count++] = (struct slot){
        id,
        item->variants[chance_below(&d->variants, item->variant_count)].number,
        points, section};
    return OK;
}

/* Walk a random order of the cell's items until enough are found that the
   paper does not have yet. */
static enum status draw_cell(struct drawing *d, const struct tree *cell,
                             const char *section)
{
    const struct tree *items = tree_get(cell, "items");
    int64_t wanted = tree_integer(cell, "count", 1);
    double points = tree_real(cell, "points", 1);

    if (!items)
        return INVALID;
    size_t *order = chance_order(&d->items, d->arena, items->count);
    for (size_t i = 0; i < items->count && wanted > 0; i++) {
        int64_t id = items->items[order[i]].integer;
        if (is_taken(d, id))
            continue;
        TRY(take(d, id, points, section));
        wanted--;
    }
    return wanted ? INVALID : OK;
}

static void shuffle_from(struct drawing *d, size_t first)
{
    size_t n = d->count - first;
    size_t *order = chance_order(&d->order, d->arena, n);
    struct slot *copy = arena_many(d->arena, struct slot, n);

    memcpy(copy, d->slots + first, n * sizeof *copy);
    for (size_t i = 0; i < n; i++)
        d->slots[first + i] = copy[order[i]];
}

/* Cells with the fewest items to spare come first, so that a wide cell (one
   without a level) cannot use up what a narrow one needs. */
static size_t *narrow_first(struct arena *arena, const struct tree *cells)
{
    size_t *order = arena_many(arena, size_t, cells->count);

    for (size_t i = 0; i < cells->count; i++) {
        const struct tree *items = tree_get(&cells->items[i], "items");
        size_t spare = items ? items->count : 0, k = i;
        for (; k > 0; k--) {
            const struct tree *other =
                tree_get(&cells->items[order[k - 1]], "items");
            if ((other ? other->count : 0) <= spare)
                break;
            order[k] = order[k - 1];
        }
        order[k] = i;
    }
    return order;
}

static const char *paper_text(struct arena *arena, const struct drawing *d)
{
    struct tree_maker list = tree_list(arena), map = tree_map(arena);

    for (size_t i = 0; i < d->count; i++) {
        struct tree_maker slot = tree_map(arena);
        tree_put(&slot, "item", tree_of_integer(d->slots[i].item));
        tree_put(&slot, "variant", tree_of_integer(d->slots[i].variant));
        tree_put(&slot, "points", tree_of_real(d->slots[i].points));
        tree_put(&slot, "section", tree_of_text(d->slots[i].section));
        tree_add(&list, tree_done(&slot));
    }
    tree_put(&map, "slots", tree_done(&list));
    struct tree paper = tree_done(&map);
    return json_text(arena, &paper);
}

enum status paper_draw(struct house *house, struct arena *arena,
                       const struct test *test, const struct test_plan *plan,
                       const char *seed, const char **json)
{
    struct drawing d = {.house = house,
                        .arena = arena,
                        .items = chance_of(seed, "items"),
                        .variants = chance_of(seed, "variants"),
                        .order = chance_of(seed, "questions")};
    struct tree pins;

    if (!test->pins)
        return INVALID;
    TRY(json_read(arena, test->pins, strlen(test->pins), &pins));
    const struct tree *sections = tree_get(&pins, "sections");
    if (!sections)
        return INVALID;
    d.taken = arena_many(arena, int64_t, (size_t)plan->questions);
    d.slots = arena_many(arena, struct slot, (size_t)plan->questions);
    for (size_t i = 0; i < sections->count; i++) {
        const struct tree *cells = tree_get(&sections->items[i], "cells");
        const char *id = tree_text(&sections->items[i], "id");
        size_t first = d.count;
        if (!cells || !id)
            return INVALID;
        size_t *order = narrow_first(arena, cells);
        for (size_t k = 0; k < cells->count; k++)
            TRY(draw_cell(&d, &cells->items[order[k]], id));
        if (plan->shuffle_questions)
            shuffle_from(&d, first);
    }
    *json = paper_text(arena, &d);
    return OK;
}

enum status paper_read(struct arena *arena, const char *json, struct paper *out)
{
    struct tree paper;

    TRY(json_read(arena, json, strlen(json), &paper));
    const struct tree *list = tree_get(&paper, "slots");
    if (!list)
        return FAILED;
    struct slot *slots = arena_many(arena, struct slot, list->count);
    for (size_t i = 0; i < list->count; i++)
        slots[i] = (struct slot){tree_integer(&list->items[i], "item", 0),
                                 tree_integer(&list->items[i], "variant", 1),
                                 tree_real(&list->items[i], "points", 1),
                                 tree_text(&list->items[i], "section")};
    *out = (struct paper){slots, list->count};
    return OK;
}

/* ---- the order of options
 * ------------------------------------------------------*/

static struct tree reorder(struct arena *arena, const struct tree *options,
                           struct chance *chance)
{
    struct tree *list = arena_many(arena, struct tree, options->count);
    size_t *loose = arena_many(arena, size_t, options->count), n = 0, next = 0;

    for (size_t i = 0; i < options->count; i++)
        if (!tree_truth(&options->items[i], "fixed"))
            loose[n++] = i;
    size_t *order = chance_order(chance, arena, n);
    for (size_t i = 0; i < options->count; i++)
        list[i] = tree_truth(&options->items[i], "fixed")
                      ? options->items[i]
                      : options->items[loose[order[next++]]];
    return (struct tree){
        .kind = TREE_LIST, .count = options->count, .items = list};
}

static struct tree arrange(struct arena *arena, const struct tree *node,
                           struct chance *chance)
{
    if (node->kind != TREE_LIST && node->kind != TREE_MAP)
        return *node;
    struct tree copy = *node;
    struct tree *items = arena_many(arena, struct tree, node->count);
    for (size_t i = 0; i < node->count; i++)
        items[i] = node->kind == TREE_MAP &&
                           !strcmp(node->names[i], "options") &&
                           node->items[i].kind == TREE_LIST
                       ? reorder(arena, &node->items[i], chance)
                       : arrange(arena, &node->items[i], chance);
    copy.items = items;
    return copy;
}

struct tree paper_arrange(struct arena *arena, const struct tree *nodes,
                          const char *seed, int64_t slot)
{
    struct chance chance =
        chance_of(seed, arena_print(arena, "options %lld", (long long)slot));

    return arrange(arena, nodes, &chance);
}
