#ifndef DOMAIN_PAPERS_H
#define DOMAIN_PAPERS_H

#include "domain/shelf.h"
#include "domain/tests.h"

/*
 * A paper: what one candidate is asked, drawn once from the pins of a
 * published test and stored with the attempt.
 *
 *   {"slots": [{"item": id, "variant": k, "points": p, "section": id}],
 *    "numbers": "comma" | "point"}
 *
 * Everything is decided by the attempt's seed: which items, which variant,
 * the order of questions, and (when it is shown) the order of options. The
 * seed never reaches a plugin.
 */
struct slot {
    int64_t item, variant;
    double points;
    const char *section;
};

struct paper {
    const struct slot *slots; /* slot 1 is slots[0] */
    size_t count;
    const char *numbers; /* how they are written, so that a save need not read
                            the test */
};

/* INVALID: the pins do not have enough; publishing has checked that. */
MUST_CHECK enum status paper_draw(struct house *house, struct arena *arena,
                                  const struct shelf_test *test,
                                  const char *seed, const char **json);

MUST_CHECK enum status paper_read(struct arena *arena, const char *json,
                                  struct paper *out);

/* The nodes of a question in this attempt's order: steps that are to be put in
   order always, options and rows if `options`; those marked `fixed` stay where
   their author put them. */
struct tree paper_arrange(struct arena *arena, const struct tree *nodes,
                          const char *seed, int64_t slot, bool options);

#endif
