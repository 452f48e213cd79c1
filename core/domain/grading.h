#ifndef DOMAIN_GRADING_H
#define DOMAIN_GRADING_H

#include <stdatomic.h>

#include "domain/answers.h"

/*
 * From sealed attempts to results, through the queue `grading`.
 *
 * Each slot's question type is asked what was answered (through the cache);
 * the points of a slot are the weighted mean of its parts times the slot's
 * points, rounded to 1e-6. A slot whose plugin is in trouble is no score: the
 * attempt stays in the queue and is asked again, at growing intervals. One
 * that needs a person holds the result.
 *
 * A result's outcomes, one object a slot:
 *   {"slot", "item", "code", "digest", "package", "variant", "section",
 *    "points", "got"?, "typed", "graded": the answer of question_grade}
 */

/* Grade what is due; `*done` results were written. Only a failure of ours is
   not OK. */
MUST_CHECK enum status grading_step(struct house *house, int64_t now,
                                    size_t *done);

/* What a paper comes to, from what is stored of it: nothing is written, so the
   same function grades, and tells years later whether it would again. The
   result has neither id nor moment. OK also when a plugin is in trouble: then
   `trouble` says which question, and there is no result. FAILED: something of
   it cannot be read. */
struct graded {
    struct result result;
    struct tree outcomes; /* those of the result */
    const char *trouble;
};
MUST_CHECK enum status attempt_grade(struct house *house, struct arena *arena,
                                     const struct attempt *attempt,
                                     struct graded *out);

/* Close what has run out and grade what waits, until `*stop`; say so when the
   machine's clock leaves the time kept. */
void work_until(struct house *house, const atomic_bool *stop);

/* `plan` says what it takes to pass: the test's percentage of all points, and
   of the points of each section that has one of its own. */

/* A result after people marked what waited for them: `marks` is a map of slot
   (as text) to what question_marked takes. Held as long as something is not
   marked. Ids and sequence are the old one's. */
MUST_CHECK enum status result_marked(struct arena *arena,
                                     const struct test_plan *plan,
                                     const struct result *before,
                                     const struct tree *marks,
                                     struct result *out);

/*
 * What a regrade makes of a result, from its outcomes: those of the item
 * `item` are put right, the sum is reckoned anew, everything else stays.
 *   key     graded by another version of the item, `becomes`
 *   drop    out of the paper: neither its points nor its maximum count
 *   credit  full marks, whatever was answered
 *   accept  full marks for who answered `answer`, as its type understands it
 * An outcome that was put right has "case", and "dropped", "given" or
 * "becomes" (an item) if so.
 */
struct remedy {
    const char *how;
    int64_t regrade, item, becomes;
    const struct tree *answer;
};
struct regraded_result {
    struct result before, after; /* sums also of one that is held */
    bool changes;        /* sum, maximum or state; else nothing follows */
    const char *trouble; /* of a plugin: ask again later */
};
MUST_CHECK enum status result_regraded(struct house *house, struct arena *arena,
                                       const struct result *before,
                                       const struct remedy *remedy,
                                       const struct test_plan *plan,
                                       const struct tree *marks,
                                       struct regraded_result *out);

/* The settings a plugin is given for a test. */
struct tree grading_settings(struct arena *arena, const struct test_plan *plan);

#endif
