#ifndef DOMAIN_TRIALS_H
#define DOMAIN_TRIALS_H

#include "domain/house.h"
#include "quiz/questions.h"
#include "store/items.h"

/*
 * An item looked at and tried outside any attempt, by those who look after it:
 * its vendor, authors and reviewers. Nothing of an answer is kept.
 *
 * A trial stands on what is stored, not on the shelf: where a plugin is in
 * trouble its item must still open, since that is when its vendor comes to
 * look. So no function here fails because a plugin did; what went wrong is in
 * `troubles`, a list of {"verb", "trouble", "message", "trace"?, "log"?}.
 */
struct trial_variant {
    int64_t number; /* from 1 */
    const char *note;
    struct tree params, truth;
};

struct trial {
    const struct item_row *row;
    const struct bank *bank;
    const struct package_row *package_row;
    struct package package;
    struct tree manifest, body;
    struct tree files; /* media, as item_media gives them */
    struct item item;
    const struct trial_variant *variants;
    size_t variant_count;
};

/* MISSING: no such item. */
MUST_CHECK enum status trial_read(struct house *house, struct arena *arena,
                                  int64_t item, struct trial *out);

/* NULL: it has none by that number. */
const struct trial_variant *trial_variant(const struct trial *trial,
                                          int64_t number);

/* The question, its options in the author's order (`shuffle` 0) or as a
   candidate would have them: the same number gives the same order. */
MUST_CHECK enum status trial_render(struct house *house, struct arena *arena,
                                    const struct trial *trial,
                                    const struct trial_variant *variant,
                                    const char *language, int64_t shuffle,
                                    struct tree *nodes, struct tree *troubles);

/* What may be answered: see question_inputs. Empty if it is not to be had. */
MUST_CHECK enum status trial_inputs(struct house *house, struct arena *arena,
                                    const struct trial *trial,
                                    const struct trial_variant *variant,
                                    struct tree *inputs);

/* An answer, and what became of it. Numbers as a test writes them by default,
   with a comma. */
struct tried {
    struct tree typed;
    struct tree understood, problems; /* NAME -> {vi, en} */
    struct tree outcome;              /* of question_grade; or TREE_NOTHING */
    struct tree model;                /* the model answer, as typed */
    struct tree explained;            /* nodes, or TREE_NOTHING */
    struct tree troubles;
};
MUST_CHECK enum status trial_try(struct house *house, struct arena *arena,
                                 const struct trial *trial,
                                 const struct trial_variant *variant,
                                 const char *language, const struct tree *typed,
                                 struct tried *out);

/*
 * Somebody is about to see the key of an item, or what a try gives away of it.
 * Whoever can look a key up can pass it on, so who did is on record; the
 * question alone is no secret of that kind, every candidate sees it. One event
 * a person, item and day: enough to ask afterwards who knew, and an hour of
 * trying answers costs one row. Call it before anything is shown: what cannot
 * be recorded is not shown.
 */
MUST_CHECK enum status key_opened(struct house *house, struct arena *arena,
                                  int64_t item, int64_t person, int64_t now);

#endif
