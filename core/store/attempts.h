#ifndef STORE_ATTEMPTS_H
#define STORE_ATTEMPTS_H

#include "store/db.h"

/*
 * Attempts, the events of answering, the queue of grading, results. Events
 * and results are appended and never changed; an attempt changes its state
 * only forward: open, sealed, graded.
 */
struct attempt {
    int64_t id, sitting, candidate, person;
    int64_t number;    /* 1 for the first */
    const char *seed;  /* hex */
    const char *paper; /* JSON, see domain/papers.h */
    int64_t started_at, ends_at;
    const char *state;     /* open sealed graded void */
    int64_t sealed_at;     /* 0 while open */
    const char *sealed_by; /* candidate deadline proctor */
    int64_t test;
    int64_t paused_at; /* the clock stands still since then; 0: it runs */
};

MUST_CHECK enum status attempt_find(struct db *db, struct arena *arena,
                                    int64_t id, const struct attempt **out);
/* The newest of a candidate; MISSING if there is none. */
MUST_CHECK enum status newest_attempt_find(struct db *db, struct arena *arena,
                                           int64_t candidate,
                                           const struct attempt **out);
/* The one whose result counts, by the rule of the test. MISSING: none. */
MUST_CHECK enum status counting_attempt_find(struct db *db, struct arena *arena,
                                             int64_t candidate, int64_t *id,
                                             int64_t *number);
/* CONFLICT: the candidate has an attempt of that number. */
MUST_CHECK enum status attempt_add(struct db *tx, struct arena *arena,
                                   const struct attempt *attempt);

struct attempt_state {
    const char *state;
    int64_t ends_at, person;
    int64_t paused_at;
};

/* How long is left, with a clock that stands still or runs; <= 0: over. */
static inline int64_t attempt_left(int64_t ends_at, int64_t paused_at,
                                   int64_t now)
{
    return ends_at - (paused_at ? paused_at : now);
}

/* In a transaction: nobody else changes the attempt before it ends. */
MUST_CHECK enum status attempt_find_state(struct db *tx, struct arena *arena,
                                          int64_t id,
                                          struct attempt_state *out);

/* CONFLICT: it is no longer open. Queues it for grading. */
MUST_CHECK enum status attempt_seal(struct db *tx, struct arena *arena,
                                    int64_t id, int64_t sealed_at,
                                    const char *by);

struct overdue {
    int64_t attempt, ends_at;
};
/* Open ones that ran out after `after`, at `now` at the latest; 500 at most. */
MUST_CHECK enum status attempt_overdue_list(struct db *db, struct arena *arena,
                                            int64_t after, int64_t now,
                                            const struct overdue **out,
                                            size_t *count);

/* ---- answers ------------------------------------------------------------- */

struct answer_event {
    int64_t id, attempt, slot;
    const char *kind; /* save fork late flag unflag */
    int64_t revision; /* a save: its own; a fork: the one that stood then */
    int64_t base;
    const char *save_id, *digest;
    const char *body; /* JSON as typed; NULL for a flag */
    const char *receipt;
    int64_t at;
    int64_t forks; /* of a fork in answer_standing_list: how many there are */
};
MUST_CHECK enum status answer_add(struct db *tx, struct arena *arena,
                                  const struct answer_event *event);
/* The save that stands in a slot. MISSING: nothing was saved. */
MUST_CHECK enum status answer_current_find(struct db *db, struct arena *arena,
                                           int64_t attempt, int64_t slot,
                                           const struct answer_event **out);
/* The save, fork or late one with this id and body. MISSING: none. */
MUST_CHECK enum status answer_same_find(struct db *db, struct arena *arena,
                                        int64_t attempt, int64_t slot,
                                        const char *save_id, const char *digest,
                                        const struct answer_event **out);
/* Forks and late ones of a slot. */
MUST_CHECK enum status answer_aside_count(struct db *db, struct arena *arena,
                                          int64_t attempt, int64_t slot,
                                          int64_t *count);
/* The last flag or unflag of a slot. MISSING: none. */
MUST_CHECK enum status answer_flag_find(struct db *db, struct arena *arena,
                                        int64_t attempt, int64_t slot,
                                        const struct answer_event **out);
/* What stands in the slots from `first` to `last`: at most one save, one fork,
   one flag and one unflag (the later of them counts) of each, in no order. */
MUST_CHECK enum status answer_standing_list(struct db *db, struct arena *arena,
                                            int64_t attempt, int64_t first,
                                            int64_t last,
                                            const struct answer_event **out,
                                            size_t *count);

/* ---- grading
 * ---------------------------------------------------------------*/

struct grading_job {
    int64_t attempt, tries;
};
MUST_CHECK enum status grading_list(struct db *db, struct arena *arena,
                                    int64_t now, const struct grading_job **out,
                                    size_t *count);
MUST_CHECK enum status grading_delay(struct db *tx, struct arena *arena,
                                     int64_t attempt, int64_t due_at,
                                     const char *trouble);
MUST_CHECK enum status grading_done(struct db *tx, struct arena *arena,
                                    int64_t attempt);

struct result {
    int64_t id, attempt, sitting, person, sequence;
    const char *reason; /* NULL for the first */
    const char *state;  /* graded held */
    double points;      /* only if graded */
    double max_points, percent, pass_percent;
    bool passed;
    const char *missed; /* ids of sections that were not passed; NULL: none */
    int64_t slots, slots_full;
    const char *outcomes; /* JSON, see domain/grading.h */
    const char *runtime;
    int64_t graded_at;
};
/* CONFLICT: there is one of that sequence. */
MUST_CHECK enum status result_add(struct db *tx, struct arena *arena,
                                  const struct result *result);
MUST_CHECK enum status result_find(struct db *db, struct arena *arena,
                                   int64_t attempt, const struct result **out);

/* All that count, oldest first. */
MUST_CHECK enum status result_list(struct db *db, struct arena *arena,
                                   int64_t attempt, const struct result **out,
                                   size_t *count);

/* Papers that are closed, of one sitting (0: all), by id: after `after`, at
   most `limit`. */
MUST_CHECK enum status attempt_closed_list(struct db *db, struct arena *arena,
                                           int64_t sitting, int64_t after,
                                           int64_t limit, const int64_t **out,
                                           size_t *count);

#endif
