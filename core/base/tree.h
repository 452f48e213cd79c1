#ifndef BASE_TREE_H
#define BASE_TREE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/*
 * A value with shape: the body of an item, what a plugin is asked and answers,
 * the nodes of a question, what a candidate answered.
 *
 * A tree lives in an arena and is never changed once built, so it can be kept
 * by a cache and read by many threads. The names of a map are unique; their
 * order is the order they were given in, and json_write() sorts them, so that
 * the same content always has the same bytes and the same hash.
 *
 * Exact decimals travel as TEXT ("12.5"); INTEGER and REAL are for counts,
 * points and scores.
 */
enum tree_kind {
    TREE_NOTHING,
    TREE_TRUTH,
    TREE_INTEGER,
    TREE_REAL,
    TREE_TEXT,
    TREE_LIST,
    TREE_MAP,
};

struct tree {
    enum tree_kind kind;
    bool truth;
    int64_t integer;
    double real;
    const char *text; /* NUL-terminated UTF-8 in NFC */
    size_t count;     /* of a list or a map */
    const struct tree *items;
    const char *const *names; /* of a map, beside items */
};

/* The child by that name; NULL if `tree` is NULL, no map, or has none. */
const struct tree *tree_get(const struct tree *tree, const char *name);

/* The child by that name if it is TEXT, else NULL. */
const char *tree_text(const struct tree *tree, const char *name);

/* The child by that name if it is INTEGER (or TRUTH), else `otherwise`. */
int64_t tree_integer(const struct tree *tree, const char *name,
                     int64_t otherwise);

/* INTEGER or REAL as a double, else `otherwise`. */
double tree_real(const struct tree *tree, const char *name, double otherwise);

bool tree_truth(const struct tree *tree, const char *name);

/* Same kind and same content; the order of names in a map does not count. */
bool tree_same(const struct tree *a, const struct tree *b);

/* ---- making ------------------------------------------------------------- */

struct tree tree_of_text(const char *text); /* NULL gives TREE_NOTHING */
struct tree tree_of_integer(int64_t integer);
struct tree tree_of_real(double real);
struct tree tree_of_truth(bool truth);

/* A list or a map under construction; copied into the arena at the end. */
struct tree_maker {
    struct arena *arena;
    enum tree_kind kind;
    size_t count, room;
    struct tree *items;
    const char **names;
};

struct tree_maker tree_list(struct arena *arena);
struct tree_maker tree_map(struct arena *arena);
void tree_add(struct tree_maker *list, struct tree item);
/* `name` must outlive the tree; putting a name twice replaces the first. */
void tree_put(struct tree_maker *map, const char *name, struct tree item);
struct tree tree_done(const struct tree_maker *maker);

#endif
