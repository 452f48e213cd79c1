#include "domain/papers.h"

#include "base/log.h"
#include "domain/chance.h"
#include "domain/filling.h"
#include "json/json.h"

#include <string.h>

/* ---- drawing
 * ------------------------------------------------------------------*/

struct drawing {
    struct house *house;
    struct arena *arena;
    struct chance items, variants, order;
    struct slot *slots;
    size_t count;
};

static enum status take(struct drawing *d, int64_t id, double points,
                        const char *section)
{
    const struct shelf_item *item;

    TRY(shelf_item(d->house, id, &item));
    if (!item->variant_count)
        return FAILED;
    d->slots[d->count++] = (struct slot){
        id,
        item->variants[chance_below(&d->variants, item->variant_count)].number,
        points, section};
    return OK;
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

/* The cells of all sections, each with its items in a random order. */
static enum status read_cells(struct drawing *d, const struct tree *sections,
                              struct filling_cell **out, size_t *count)
{
    size_t n = 0;

    for (size_t i = 0; i < sections->count; i++) {
        const struct tree *cells = tree_get(&sections->items[i], "cells");
        if (!cells || !tree_text(&sections->items[i], "id"))
            return INVALID;
        n += cells->count;
    }
    struct filling_cell *list = arena_many(d->arena, struct filling_cell, n);
    *out = list;
    *count = n;
    for (size_t i = 0; i < sections->count; i++) {
        const struct tree *cells = tree_get(&sections->items[i], "cells");
        for (size_t k = 0; k < cells->count; k++, list++) {
            const struct tree *items = tree_get(&cells->items[k], "items");
            if (!items)
                return INVALID;
            size_t *order = chance_order(&d->items, d->arena, items->count);
            int64_t *ids = arena_many(d->arena, int64_t, items->count);
            for (size_t m = 0; m < items->count; m++)
                ids[m] = items->items[order[m]].integer;
            *list = (struct filling_cell){
                ids, items->count,
                (size_t)tree_integer(&cells->items[k], "count", 1)};
        }
    }
    return OK;
}

static const char *paper_text(struct arena *arena, const struct drawing *d,
                              const char *numbers)
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
    tree_put(&map, "numbers", tree_of_text(numbers));
    struct tree paper = tree_done(&map);
    return json_text(arena, &paper);
}

enum status paper_draw(struct house *house, struct arena *arena,
                       const struct shelf_test *test, const char *seed,
                       const char **json)
{
    struct drawing d = {.house = house,
                        .arena = arena,
                        .items = chance_of(seed, "items"),
                        .variants = chance_of(seed, "variants"),
                        .order = chance_of(seed, "questions")};
    struct filling_cell *cells;
    size_t count;
    const struct tree *sections = tree_get(&test->pins, "sections");

    if (!sections)
        return INVALID;
    TRY(read_cells(&d, sections, &cells, &count));
    struct filling filling = filling_of(arena, cells, count);
    if (filling.lacking)
        return INVALID;
    d.slots = arena_many(arena, struct slot, (size_t)test->plan.questions);
    for (size_t i = 0, cell = 0; i < sections->count; i++) {
        const struct tree *list = tree_get(&sections->items[i], "cells");
        const char *id = tree_text(&sections->items[i], "id");
        size_t first = d.count;
        for (size_t k = 0; k < list->count; k++, cell++)
            for (size_t m = 0; m < cells[cell].count; m++)
                if (filling.taken[cell][m])
                    TRY(take(&d, cells[cell].items[m],
                             tree_real(&list->items[k], "points", 1), id));
        if (test->plan.shuffle_questions)
            shuffle_from(&d, first);
    }
    *json = paper_text(arena, &d, test->plan.numbers);
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
    const char *numbers = tree_text(&paper, "numbers");
    *out = (struct paper){slots, list->count, numbers ? numbers : "comma"};
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

/* Whether this list of the node is shuffled: options, and rows that are asked
   one by one. Steps that are to be put in order always are, or the author's
   order would be the answer. */
static bool is_loose(const struct tree *node, size_t i, bool options)
{
    const char *kind = tree_text(node, "node");

    if (node->kind != TREE_MAP || node->items[i].kind != TREE_LIST)
        return false;
    if (!strcmp(node->names[i], "options"))
        return options;
    return kind && !strcmp(node->names[i], "children") &&
           (!strcmp(kind, "order") ||
            (options && (!strcmp(kind, "matrix") || !strcmp(kind, "match"))));
}

static struct tree arrange(struct arena *arena, const struct tree *node,
                           bool options, struct chance *chance)
{
    if (node->kind != TREE_LIST && node->kind != TREE_MAP)
        return *node;
    struct tree copy = *node;
    struct tree *items = arena_many(arena, struct tree, node->count);
    for (size_t i = 0; i < node->count; i++)
        items[i] = is_loose(node, i, options)
                       ? reorder(arena, &node->items[i], chance)
                       : arrange(arena, &node->items[i], options, chance);
    copy.items = items;
    return copy;
}

struct tree paper_arrange(struct arena *arena, const struct tree *nodes,
                          const char *seed, int64_t slot, bool options)
{
    struct chance chance =
        chance_of(seed, arena_print(arena, "options %lld", (long long)slot));

    return arrange(arena, nodes, options, &chance);
}
