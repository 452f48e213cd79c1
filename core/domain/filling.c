#include "domain/filling.h"

#include <stdlib.h>
#include <string.h>

/* Items are known by their place in one sorted list of all ids. */
struct matching {
    const struct filling_cell *cells;
    size_t **index; /* of each cell: places of its items */
    size_t *holder; /* of each item: the cell that has it; NOBODY */
    size_t *spot;   /* ... and where in that cell's list it stands */
    bool *asked;    /* cells on the way of this search */
    struct filling out;
};

#define NOBODY ((size_t)-1)

static int by_id(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static void hold(struct matching *m, size_t cell, size_t k)
{
    size_t item = m->index[cell][k];

    m->holder[item] = cell;
    m->spot[item] = k;
    m->out.taken[cell][k] = true;
}

/* One item more for this cell: a free one, or one whose holder finds another
   in its place. As deep as there are cells. */
static bool take_one(struct matching *m, size_t cell)
{
    const size_t *index = m->index[cell];

    m->asked[cell] = true;
    for (size_t k = 0; k < m->cells[cell].count; k++)
        if (m->holder[index[k]] == NOBODY) {
            hold(m, cell, k);
            return true;
        }
    for (size_t k = 0; k < m->cells[cell].count; k++) {
        size_t other = m->holder[index[k]], spot = m->spot[index[k]];
        if (m->asked[other] || !take_one(m, other))
            continue;
        m->out.taken[other][spot] = false;
        hold(m, cell, k);
        return true;
    }
    return false;
}

static size_t sort_ids(struct arena *arena, const struct filling_cell *cells,
                       size_t count, int64_t **out)
{
    size_t n = 0, kept = 0;

    for (size_t i = 0; i < count; i++)
        n += cells[i].count;
    int64_t *ids = arena_many(arena, int64_t, n);
    n = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < cells[i].count; k++)
            ids[n++] = cells[i].items[k];
    qsort(ids, n, sizeof *ids, by_id);
    for (size_t i = 0; i < n; i++)
        if (!kept || ids[kept - 1] != ids[i])
            ids[kept++] = ids[i];
    *out = ids;
    return kept;
}

struct filling filling_of(struct arena *arena, const struct filling_cell *cells,
                          size_t count)
{
    struct matching m = {.cells = cells};
    int64_t *ids;
    size_t n = sort_ids(arena, cells, count, &ids);

    m.index = arena_many(arena, size_t *, count);
    m.out.taken = arena_many(arena, bool *, count);
    m.out.filled = arena_many(arena, size_t, count);
    m.asked = arena_many(arena, bool, count);
    m.holder = arena_many(arena, size_t, n);
    m.spot = arena_many(arena, size_t, n);
    for (size_t i = 0; i < n; i++)
        m.holder[i] = NOBODY;
    for (size_t i = 0; i < count; i++) {
        m.index[i] = arena_many(arena, size_t, cells[i].count);
        m.out.taken[i] = arena_many(arena, bool, cells[i].count);
        for (size_t k = 0; k < cells[i].count; k++)
            m.index[i][k] = (size_t)((int64_t *)bsearch(&cells[i].items[k], ids,
                                                        n, sizeof *ids, by_id) -
                                     ids);
    }
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < cells[i].wanted; k++) {
            memset(m.asked, 0, count * sizeof *m.asked);
            if (!take_one(&m, i)) {
                m.out.lacking += cells[i].wanted - k;
                break;
            }
            m.out.filled[i]++;
        }
    return m.out;
}
