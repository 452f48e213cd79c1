#ifndef DOMAIN_SHELF_H
#define DOMAIN_SHELF_H

#include "domain/house.h"
#include "domain/tests.h"
#include "quiz/questions.h"
#include "store/items.h"

/*
 * Items and published tests at hand: read and parsed once, then shared by all
 * threads for as long as the server runs. Items, variants, packages and what
 * was published never change, so nothing here is ever out of date.
 */
struct shelf;

struct shelf *shelf_open(void);
void shelf_close(struct shelf *shelf);

struct shelf_variant {
    int64_t number; /* from 1 */
    struct tree params, truth;
    struct tree inputs; /* NAME -> declaration, see question_inputs */
    struct tree parts;  /* NAME -> {"weight"} */
};

struct shelf_item {
    struct item_row row;
    struct item item;
    struct tree files; /* as item_media gives it */
    const struct shelf_variant *variants;
    size_t variant_count;
};

/* MISSING: no such item. BUSY: its plugin could not be asked yet. What comes
   back lasts as long as the house. */
MUST_CHECK enum status shelf_item(struct house *house, int64_t id,
                                  const struct shelf_item **out);

/* The variant by its number; NULL if there is none. */
const struct shelf_variant *shelf_variant(const struct shelf_item *item,
                                          int64_t number);

/* A published test. MISSING: no such test, or it is not published. What comes
   back lasts as long as the house. */
struct shelf_test {
    struct test test;
    struct test_plan plan;
    struct tree pins;
};
MUST_CHECK enum status shelf_test(struct house *house, int64_t id,
                                  const struct shelf_test **out);

/* All media that an item may show, its own and its package's: name ->
   {"digest", "type", "size"}. Its own stand before others of that name. */
MUST_CHECK enum status item_media(struct arena *arena,
                                  const struct item_row *item,
                                  const struct package_row *package,
                                  struct tree *out);

/* A package from its row: Lua out of its JSON, media by their digest only.
   INVALID: broken. */
MUST_CHECK enum status package_of_row(struct arena *arena,
                                      const struct package_row *row,
                                      struct package *out);

#endif
