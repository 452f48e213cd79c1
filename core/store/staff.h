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
    const char *counts;             /* JSON, where read; "{}": never done */
};

/* Runs that left something to do: staged ones, and others whose marks or rows
   are still there. */
MUST_CHECK enum status staff_run_list(struct db *db, struct arena *arena,
                                      const struct staff_run **out,
                                      size_t *count);

/* MISSING: no such run. */
MUST_CHECK enum status staff_run_find(struct db *db, struct arena *arena,
                                      int64_t run, struct staff_run *out);

/* Runs by command that were done, and taken back since if they are "dropped";
   the newest first. */
MUST_CHECK enum status staff_command_list(struct db *db, struct arena *arena,
                                          int64_t limit,
                                          const struct staff_run **out,
                                          size_t *count);

/* Why a run cannot be taken back: somebody it brought has an "account", is a
   "candidate", holds a "role" or is "required" to learn; somebody it touched
   was "changed" or got another "duty" since. At most `limit` of them. */
struct staff_hindrance {
    const char *kind;
    int64_t person;
    const char *full_name;
};
MUST_CHECK enum status staff_hindrance_list(struct db *db, struct arena *arena,
                                            int64_t run, int64_t limit,
                                            const struct staff_hindrance **out,
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

/* ---- taking a run back ---------------------------------------------------*/

/* Before a run changes what was there: keep how it was. A person; one duty,
   with whose it is; all duties of a person that hold beyond a day. */
MUST_CHECK enum status staff_keep_person(struct db *tx, struct arena *arena,
                                         int64_t run, int64_t person);
MUST_CHECK enum status staff_keep_duty(struct db *tx, struct arena *arena,
                                       int64_t run, int64_t duty);
MUST_CHECK enum status staff_keep_duties(struct db *tx, struct arena *arena,
                                         int64_t run, int64_t person,
                                         int64_t day);
/* After all changes: what is changed from here on stands in the way. */
MUST_CHECK enum status staff_kept(struct db *tx, struct arena *arena,
                                  int64_t run);

/* Put the marks on again, at most `most` of each; they still count. */
MUST_CHECK enum status staff_run_mark(struct db *tx, struct arena *arena,
                                      int64_t run, int64_t most, size_t *count);
/* Whose name changes when the run is taken back. */
struct staff_renamed {
    int64_t person;
    const char *full_name;
};
MUST_CHECK enum status staff_renamed_list(struct db *db, struct arena *arena,
                                          int64_t run,
                                          const struct staff_renamed **out,
                                          size_t *count);
/* What was kept stands again; what the run brought counts no longer, and is
   removed by staff_run_remove. CONFLICT: it is not done. */
MUST_CHECK enum status staff_run_undo(struct db *tx, struct arena *arena,
                                      int64_t run, int64_t now);

#endif
