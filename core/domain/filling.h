#ifndef DOMAIN_FILLING_H
#define DOMAIN_FILLING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/*
 * Filling the cells of a blueprint: each wants a number of items from its own
 * list, and no item may be taken twice, though lists overlap ("topic A, any
 * level" beside "topic A, level 2"). Taking whatever comes first can leave a
 * later cell with too little though there is enough; here a cell gives an item
 * up and takes another where that helps (augmenting paths), so what can be
 * filled is filled. What is taken first follows the order of the lists, hence
 * a list in random order gives a random paper.
 */
struct filling_cell {
    const int64_t *items; /* ids, each once */
    size_t count;
    size_t wanted;
};

struct filling {
    size_t *filled; /* of each cell: how many items it got */
    bool **taken;   /* of each cell: beside its items */
    size_t lacking; /* in all */
};

struct filling filling_of(struct arena *arena, const struct filling_cell *cells,
                          size_t count);

#endif
