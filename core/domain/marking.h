#ifndef DOMAIN_MARKING_H
#define DOMAIN_MARKING_H

#include "base/tree.h"
#include "domain/house.h"
#include "store/attempts.h"
#include "store/marks.h"

/*
 * Marking by people: what a question type says needs one. Who marks sees the
 * question, the answer and how to mark it, and nothing of whose it is: no
 * name, no number, no order by which one could be guessed. Nobody marks their
 * own answer. Marks are appended and on record; when the last question of a
 * paper is marked, a result follows the one that was held.
 */

/* Inside the transaction that writes a held result: a task for each slot that
   waits. */
MUST_CHECK enum status marking_open(struct db *tx, struct arena *arena,
                                    const struct result *result,
                                    const struct tree *outcomes);

/* Put the next answer of a question on the marker's desk, for MARK_DESK_MS:
   nobody else is given it meanwhile; the one that is there already comes first.
   MISSING: none is left for them. */
enum { MARK_DESK_MS = 30 * 60 * 1000 };
MUST_CHECK enum status mark_take(struct house *house, struct arena *arena,
                                 int64_t sitting, int64_t item, int64_t marker,
                                 int64_t now, int64_t *task);

struct given {
    const char *part;
    double score; /* 0..1 */
    const char *comment;
};

/*
 * DENIED: it is the marker's own answer. CONFLICT: somebody else has marked it
 * or has it on the desk, or its result stands already and only a regrade could
 * change it. INVALID: a part is missing or unknown, or a score is outside of
 * 0..1.
 */
MUST_CHECK enum status mark_give(struct house *house, struct arena *arena,
                                 int64_t task, const struct given *given,
                                 size_t count, int64_t by, int64_t now);

/* All marks of a paper that count, as result_marked takes them. */
MUST_CHECK enum status marks_of(struct db *db, struct arena *arena,
                                int64_t attempt, struct tree *out);

/* What the held result says of the slot: {"slot", "points", "typed", "graded",
   ...}, see domain/grading.h. */
MUST_CHECK enum status mark_outcome_find(struct db *db, struct arena *arena,
                                         const struct mark_task *task,
                                         struct tree *out);

#endif
