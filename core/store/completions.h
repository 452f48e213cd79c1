#ifndef STORE_COMPLETIONS_H
#define STORE_COMPLETIONS_H

#include "store/db.h"
#include "store/tests.h"

/*
 * Who has completed which course: written once, with what held on that day.
 */
struct completion {
    int64_t id, person;
    const char *course_code;
    int64_t course; /* the version whose rules were met */
    int64_t began_at, completed_at, settled_at;
    int64_t year;         /* its hours count in */
    double hours;         /* tiết */
    struct callable duty; /* on the day; unit 0: none */
    const char *evidence; /* JSON: {"lessons": [{id, at}], "attempts": [id]} */
};
MUST_CHECK enum status completion_find(struct db *db, struct arena *arena,
                                       int64_t person, const char *course_code,
                                       struct completion *out);
/* Of one person, the newest first. */
MUST_CHECK enum status completion_list(struct db *db, struct arena *arena,
                                       int64_t person,
                                       const struct completion **out,
                                       size_t *count);
/* One that is there stays as it is. */
MUST_CHECK enum status completion_add(struct db *tx, struct arena *arena,
                                      const struct completion *completion);

/* ---- tests that complete courses -----------------------------------------*/

MUST_CHECK enum status course_test_add(struct db *tx, struct arena *arena,
                                       int64_t course, const char *test);
/* Codes of the current courses that the test of a sitting helps to complete. */
MUST_CHECK enum status course_needing_list(struct db *db, struct arena *arena,
                                           int64_t sitting,
                                           const char *const **out,
                                           size_t *count);

/* What a person has scored in a test: of each paper the newest result. */
struct test_outcome {
    const char *definition; /* of the test, JSON */
    int64_t closes_at;      /* the sitting */
    int64_t released_at;    /* its scores; 0: not yet */
    double percent;         /* 0..100 */
    bool passed;
    int64_t graded_at, attempt;
};
MUST_CHECK enum status test_outcome_list(struct db *db, struct arena *arena,
                                         int64_t person, const char *test_code,
                                         const struct test_outcome **out,
                                         size_t *count);
/* JSON {vi, en}, of the newest version. */
MUST_CHECK enum status test_title_find(struct db *db, struct arena *arena,
                                       const char *test_code,
                                       const char **title);

/* Sittings that closed by a moment and whose results were not looked through
   since: some of them, the oldest first. */
MUST_CHECK enum status
sitting_unsettled_list(struct db *db, struct arena *arena, int64_t closed_by,
                       const int64_t **out, size_t *count);
MUST_CHECK enum status sitting_settle(struct db *tx, struct arena *arena,
                                      int64_t sitting, int64_t now);
/* Whom a sitting has results of, by result: after `after`, at most `limit`. */
struct scored {
    int64_t result, person;
};
MUST_CHECK enum status sitting_scored_list(struct db *db, struct arena *arena,
                                           int64_t sitting, int64_t after,
                                           int64_t limit,
                                           const struct scored **out,
                                           size_t *count);

#endif
