#ifndef STORE_MARKS_H
#define STORE_MARKS_H

#include "store/db.h"

/*
 * Answers that a person marks. A task is one question of one paper; who marks
 * it knows it by its code only. Marks are appended.
 */
struct mark_task {
    int64_t id, attempt, slot, sitting, item, person;
    const char *code;
    int64_t since, done_at, done_by; /* 0: not yet */
    int64_t lent_to, lent_until;     /* on whose desk; 0: nobody's */
};

struct mark {
    int64_t slot;
    const char *part;
    double score; /* 0..1 of the part */
    const char *comment;
    int64_t by, at;
};

struct mark_queue {
    int64_t sitting, item;
    const char *sitting_code, *sitting_title; /* JSON */
    const char *item_code, *competency;
    int64_t tasks, done, oldest; /* since when the oldest waits; 0: none does */
};

MUST_CHECK enum status mark_task_add(struct db *tx, struct arena *arena,
                                     const struct mark_task *task);
MUST_CHECK enum status mark_task_find(struct db *db, struct arena *arena,
                                      int64_t id, const struct mark_task **out);
/* The next that waits and is on nobody else's desk, not of `marker`'s own.
   MISSING: none. */
MUST_CHECK enum status mark_task_next_find(struct db *db, struct arena *arena,
                                           int64_t sitting, int64_t item,
                                           int64_t marker, int64_t now,
                                           const struct mark_task **out);
/* Newest first, at most 200. */
MUST_CHECK enum status mark_task_done_list(struct db *db, struct arena *arena,
                                           int64_t sitting, int64_t item,
                                           int64_t marker,
                                           const struct mark_task **out,
                                           size_t *count);
MUST_CHECK enum status mark_task_lend(struct db *tx, struct arena *arena,
                                      int64_t id, int64_t to, int64_t until);
MUST_CHECK enum status mark_task_finish(struct db *tx, struct arena *arena,
                                        int64_t id, int64_t by, int64_t at);
MUST_CHECK enum status mark_attempt_waiting_count(struct db *db,
                                                  struct arena *arena,
                                                  int64_t attempt,
                                                  int64_t *count);
MUST_CHECK enum status mark_waiting_count(struct db *db, struct arena *arena,
                                          int64_t marker, int64_t *count);
MUST_CHECK enum status mark_queue_list(struct db *db, struct arena *arena,
                                       const struct mark_queue **out,
                                       size_t *count);
MUST_CHECK enum status mark_add(struct db *tx, struct arena *arena,
                                int64_t task, const struct mark *mark);
/* Of an attempt, oldest first: the last of a part counts. */
MUST_CHECK enum status mark_list(struct db *db, struct arena *arena,
                                 int64_t attempt, const struct mark **out,
                                 size_t *count);

#endif
