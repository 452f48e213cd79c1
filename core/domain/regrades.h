#ifndef DOMAIN_REGRADES_H
#define DOMAIN_REGRADES_H

#include "base/tree.h"
#include "domain/house.h"
#include "store/regrades.h"

/*
 * A regrade is a case: one question of a test is put right in every paper that
 * has it, in one sitting or in all of a test that are over.
 *
 *   counting  the server goes through the papers and writes down what each
 *             would come to; no result is touched
 *   counted   the numbers can be looked at, and approved by somebody else than
 *             who opened it. Results that were written since make them out of
 *             date: then the case is counted again and nothing is approved
 *   staging   the results are written, some at a time, under the case's word;
 *             they do not count (every reader leaves out what a case that does
 *             not stand has staged), so no save and no page waits for a city.
 *             Each must be what its line said
 *   applied   one short transaction has looked once more that nothing has
 *             changed, and let the case stand: from that moment all of its
 *             results count, before it none. What is left is done some at a
 *             time: they join the queue of the sealer and settle courses
 *   done
 *   clearing  something changed while it was staging, or it was withdrawn:
 *             what was staged is taken away; then counting, or withdrawn
 *
 * The state says how far it has come (`reached`), so a server that died goes
 * on where it was; and whoever moves it says where they found it, so that two
 * servers do not do it twice. Results are appended: the old ones stay, and a
 * case that stands can only be followed by another.
 *
 * A completion that rests on what stood is told of and stays: a person decides.
 */

enum regrade_fault {
    REGRADE_FINE,
    REGRADE_NO_REASON,
    REGRADE_NO_SITTING, /* none of the test is over */
    REGRADE_NO_ITEM,    /* the test does not have it */
    REGRADE_NOT_OVER,   /* the sitting, or papers of it are not graded yet */
    REGRADE_MARKING,    /* answers to the question wait for a person */
    REGRADE_NO_VERSION, /* key: none chosen, or not of this item */
    REGRADE_OTHER_QUESTION, /* key: that version asks something else */
    REGRADE_NO_ANSWER,      /* accept: nothing, or nothing that is understood */
    REGRADE_VARIES,         /* accept: each paper has other numbers */
    REGRADE_FAULTS
};

struct new_regrade {
    int64_t sitting; /* that one; */
    bool whole;      /* or all of its test that are over */
    int64_t item;
    const char *remedy; /* key drop credit accept */
    int64_t becomes;    /* key */
    struct tree typed;  /* accept: as a candidate would type it */
    const char *reason;
    int64_t by, now;
};
/* INVALID: `*fault` says why. */
MUST_CHECK enum status regrade_open(struct house *house, struct arena *arena,
                                    const struct new_regrade *regrade,
                                    int64_t *id, enum regrade_fault *fault);

/* By a second person, who has seen the numbers of `round`. DENIED: by who
   opened it. CONFLICT: not counted, counted anew, results have come since (then
   it is counted again), or another case is at the same papers. INVALID: it
   changes nothing. */
MUST_CHECK enum status regrade_give(struct house *house, struct arena *arena,
                                    int64_t id, int64_t round, int64_t by,
                                    int64_t now);

/* INVALID: no reason. CONFLICT: it stands already, or was withdrawn. */
MUST_CHECK enum status regrade_take_back(struct house *house,
                                         struct arena *arena, int64_t id,
                                         const char *why, int64_t by,
                                         int64_t now);

/* Some of the work of the cases under way; `*done`: something was done. */
MUST_CHECK enum status regrade_work(struct house *house, int64_t now,
                                    bool *done);

/* For whoever replays: what the case with that word did to a result that
   follows `before`. MISSING: there is no such case. */
MUST_CHECK enum status regrade_replay(struct house *house, struct arena *arena,
                                      const char *word,
                                      const struct result *before,
                                      struct result *out);

#endif
