#ifndef DOMAIN_SITTINGS_H
#define DOMAIN_SITTINGS_H

#include "domain/papers.h"
#include "store/attempts.h"

/*
 * Sittings: scheduling one, who is called, and starting an attempt in it.
 */
struct new_sitting {
    const char *code;
    int64_t test;
    const char *title_vi, *title_en;
    const char *basis;               /* căn cứ; NULL or "" if none */
    const char *rules_vi, *rules_en; /* Markdown */
    int64_t opens_at, closes_at;
    const int64_t *units; /* with their subtrees */
    size_t unit_count;
    const int64_t *people;
    size_t people_count;
    int64_t by, now;
};

/* What a person must mend before it can be scheduled. */
enum sitting_fault {
    SITTING_FINE,
    SITTING_NO_CODE,
    SITTING_CODE_TAKEN,
    SITTING_NO_TITLE,
    SITTING_NO_TEST,      /* none, or not published */
    SITTING_BAD_WINDOW,   /* closes before it opens */
    SITTING_SHORT_WINDOW, /* shorter than the test's limit */
    SITTING_NOBODY,       /* nobody to call */
    SITTING_PAST,         /* closed already */
    SITTING_BAD_RULES,    /* nested too deep to be shown */
    SITTING_FAULTS
};

/* All that is wrong with it, as bits 1 << fault; whom it calls is not looked
   at. */
MUST_CHECK enum status sitting_faults(struct house *house, struct arena *arena,
                                      const struct new_sitting *sitting,
                                      uint64_t *faults);

/* The rules as candidates will see them: JSON {vi: nodes, en: nodes}. INVALID:
   they cannot be shown. */
MUST_CHECK enum status sitting_rules(struct house *house, struct arena *arena,
                                     const char *vi, const char *en,
                                     const char **json);

/*
 * Call everyone in the order of their names, number them (SBD) and make the
 * sitting visible: staged in small transactions, then one. INVALID: `*fault`
 * says what to mend; nothing is kept. The very same sitting sent once more (a
 * second click) is OK with the id of the first, which may still be staged.
 */
MUST_CHECK enum status sitting_schedule(struct house *house,
                                        struct arena *arena,
                                        const struct new_sitting *sitting,
                                        int64_t *id, size_t *called,
                                        enum sitting_fault *fault);

/* Call more people, with the numbers that follow. Who is called already, or
   has no duty on the day it opens, is passed over. CONFLICT: it has closed or
   was cancelled. */
MUST_CHECK enum status sitting_call_more(struct house *house,
                                         struct arena *arena, int64_t sitting,
                                         const int64_t *people, size_t count,
                                         int64_t by, int64_t now,
                                         size_t *called);

/* A sitting that nobody has begun: it stays, says why, and cannot be begun.
   INVALID: no reason. CONFLICT: somebody has begun, or it was cancelled. */
MUST_CHECK enum status sitting_call_off(struct house *house,
                                        struct arena *arena, int64_t sitting,
                                        const char *reason, int64_t by,
                                        int64_t now);

/* Let out what the test shows "released". CONFLICT: it is not over, was called
   off, or that is done. */
MUST_CHECK enum status sitting_let_out(struct house *house, struct arena *arena,
                                       int64_t sitting, int64_t by,
                                       int64_t now);

/* Excused, absent, exempt, or called again; states of their own, never a
   zero. INVALID: no such state, or no reason given where one is due.
   CONFLICT: there is an attempt already. */
MUST_CHECK enum status candidate_mark_as(struct house *house,
                                         struct arena *arena, int64_t candidate,
                                         const char *state, const char *reason,
                                         int64_t by, int64_t now);

/* Why an attempt cannot be started, or that it can. */
enum admission {
    ADMITTED,
    NOT_CALLED,
    NOT_OPEN_YET,
    CLOSED,
    NO_ATTEMPT_LEFT,
    TOO_SOON,      /* the test wants a wait after the last one */
    HAS_STATE,     /* excused, suspended ... */
    NOT_CONFIRMED, /* rules and privacy notice */
    CALLED_OFF,    /* the whole sitting */
    NOT_OPENED,    /* two people open it, and have not yet */
    NOT_LET_IN,    /* a proctor lets people in, and has not yet */
};

/*
 * Start, or go on with the attempt that is open: two clicks make one attempt.
 * The time ends after the test's limit, but with the sitting at the latest,
 * since a sitting that has closed may be shown and graded; what the person is
 * granted (domain/accommodations.h) comes to both. OK with `*admission`
 * other than ADMITTED: not started.
 */
MUST_CHECK enum status attempt_start(struct house *house, struct arena *arena,
                                     int64_t sitting, int64_t person,
                                     bool confirmed, int64_t now,
                                     enum admission *admission,
                                     int64_t *attempt);

/* ms: when the next attempt may be started after this one, if any may. */
static inline int64_t next_attempt_from(const struct test_plan *plan,
                                        int64_t sealed_at)
{
    return sealed_at + plan->wait_ms;
}

/* May this person start now? `*open` is their open attempt, 0 if none. */
MUST_CHECK enum status admission_of(struct db *db, struct arena *arena,
                                    const struct sitting *sitting,
                                    const struct candidate *candidate,
                                    const struct test_plan *plan, int64_t now,
                                    enum admission *admission, int64_t *open);

#endif
