#ifndef STORE_STAFF_H
#define STORE_STAFF_H

#include "store/db.h"

/*
 * Runs of an import of staff. What a run adds is staged: written in small
 * transactions, seen by nobody until the run is done, and from then on by
 * everybody at once. Afterwards the marks are taken off, or what a dropped run
 * had written is removed, again in small steps.
 */
struct staff_run {
    int64_t id;
    const char *file_name, *digest; /* where added */
    int64_t by_person;              /* 0: the console */
    int64_t at;                     /* ms: begun, or its last sign of life */
    const char *state;              /* "staged", "done", "dropped" */
};

/* Runs that left something to do: staged ones, and others whose marks or rows
   are still there. */
MUST_CHECK enum status staff_run_list(struct db *db, struct arena *arena,
                                      const struct staff_run **out,
                                      size_t *count);

/* ---- changes, each within db_write ---------------------------------------*/

MUST_CHECK enum status staff_run_add(struct db *tx, struct arena *arena,
                                     const struct staff_run *run);
/* A sign of life. CONFLICT: somebody took the run for dead and dropped it. */
MUST_CHECK enum status staff_run_alive(struct db *tx, struct arena *arena,
                                       int64_t run, int64_t now);
/* CONFLICT: as above. `counts` is JSON. */
MUST_CHECK enum status staff_run_finish(struct db *tx, struct arena *arena,
                                        int64_t run, int64_t now,
                                        const char *counts);
MUST_CHECK enum status staff_run_drop(struct db *tx, struct arena *arena,
                                      int64_t run);

/* At most `most` people and as many duties of a run: take the marks off, or
   remove them. `count` is how many there were. */
MUST_CHECK enum status staff_run_settle(struct db *tx, struct arena *arena,
                                        int64_t run, int64_t most,
                                        size_t *count);
MUST_CHECK enum status staff_run_remove(struct db *tx, struct arena *arena,
                                        int64_t run, int64_t most,
                                        size_t *count);

#endif
