#ifndef DOMAIN_REPLAYING_H
#define DOMAIN_REPLAYING_H

#include "base/status.h"
#include "domain/house.h"

/*
 * Grading again what was graded, by the same code as the server and from what
 * is stored alone (papers, answers, pinned items and packages, marks), and
 * naming every paper whose outcome would not be the one on record. Nothing is
 * written. The house needs its database, question types and a shelf.
 *
 * What it shows that the chain of evidence does not: that the score follows
 * from the answers. A paper differs when a question would be graded otherwise
 * (its answer, item, package or score), when its sum, state or verdict would be
 * another, or when it cannot be graded again at all because an item or a
 * package is damaged. What was graded by an older runtime to the same score
 * does not differ. Results whose answers were erased are passed over; papers
 * that wait for their first result are counted only.
 */
struct replay_found {
    int64_t attempt, sequence; /* sequence 0: of no result in particular */
    const char *vi, *en;
};

struct replay_options {
    int64_t attempt; /* this one; 0: many */
    int64_t sitting; /* all of this one; 0: of all */
    void (*found)(const struct replay_found *found, void *arg);
    void (*progress)(int64_t papers, void *arg); /* after every 1,000 */
    void *arg;
};

struct replay {
    int64_t papers, results; /* graded again */
    int64_t differing;       /* papers that were named */
    int64_t waiting, erased;
    const char *runtime; /* that graded again */
};

/* MISSING: no such attempt. Anything else but OK: not all could be read. */
MUST_CHECK enum status replay_all(struct house *house,
                                  const struct replay_options *options,
                                  struct replay *out);

#endif
