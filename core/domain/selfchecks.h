#ifndef DOMAIN_SELFCHECKS_H
#define DOMAIN_SELFCHECKS_H

#include "domain/shelf.h"
#include "domain/trials.h"

/*
 * A question in a lesson or at its end, to check oneself: asked and graded by
 * the same plugins as a test's, and nothing of it is kept, scored or counted.
 * Its item is of a bank for practice (course_checks.c), so its key is no
 * secret.
 */
struct selfcheck {
    const struct shelf_item *item;
    struct trial trial; /* fit for trial_render and trial_try, nothing else */
    struct trial_variant variant;
    const struct tree *inputs;
};

/* The variant by its number, or the first. BUSY: its question type cannot be
   asked now. MISSING: it has no variant. */
MUST_CHECK enum status selfcheck_read(struct house *house, int64_t item,
                                      int64_t variant, struct selfcheck *out);

/* The variant behind this one, round and round; the same if it is alone. */
int64_t selfcheck_next(const struct selfcheck *check);

#endif
