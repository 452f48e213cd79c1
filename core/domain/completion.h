#ifndef DOMAIN_COMPLETION_H
#define DOMAIN_COMPLETION_H

#include "domain/house.h"
#include "store/completions.h"
#include "store/courses.h"

/*
 * What completes a course, counted here and nowhere else, and what of it is
 * still missing. A course's rules are JSON, from the XML of its author:
 *
 *   {"needs": [course], "lessons": "all" | [lesson], "tests": [{"id",
 * "percent"?}]}
 *
 * {} means all lessons. `needs`: courses that must be completed before this
 * one is begun. A test counts when it is passed, or when it has `percent`; its
 * score counts from the moment the candidate may see it, at the latest when
 * the sitting has closed.
 *
 * A completion is settled in the transaction that brings its last condition: a
 * lesson read, a result. Where a score came out by the clock alone, the sweep
 * over closed sittings settles it.
 */
struct need {
    const char *code;
    const char *title; /* JSON {vi, en}; NULL: there is no such course here */
    bool met;
};

struct wanted_test {
    const char *code;
    const char *title; /* JSON; NULL: there is no such test here */
    double percent;    /* 0: to be passed */
    bool met, tried;   /* tried: it has a score that may be seen */
    double best;       /* of those */
    int64_t at;        /* met since */
    int64_t attempt;   /* that met it first */
};

struct conditions {
    const struct need *needs;
    size_t need_count;
    const struct lesson *const *lessons; /* that count, in order */
    size_t lesson_count, lessons_read;
    const struct lesson *next; /* the first of them not read; NULL: none */
    const struct wanted_test *tests;
    size_t test_count;
    bool open;  /* every need is met */
    bool met;   /* everything that completes the course */
    int64_t at; /* when the last condition was met; 0: not yet */
};

/* How a person stands. `progress` as lesson_progress_list gives it. */
MUST_CHECK enum status
conditions_read(struct db *db, struct arena *arena, const struct course *course,
                int64_t person, const struct lesson_progress *progress,
                size_t progress_count, int64_t now, struct conditions *out);

/* In a transaction: write down that the person has completed the course, if so
   and not written yet. Somebody who never began it is passed over. */
MUST_CHECK enum status completion_settle(struct db *tx, struct arena *arena,
                                         int64_t person,
                                         const char *course_code, int64_t now);

/* In a transaction that added a result: whatever course it completes. */
MUST_CHECK enum status completion_after_result(struct db *tx,
                                               struct arena *arena,
                                               int64_t sitting, int64_t person,
                                               int64_t now);

/* Look through the results of sittings that have closed since the last time;
   `done`: how many sittings are settled by it. */
MUST_CHECK enum status completion_sweep(struct house *house, int64_t now,
                                        size_t *done);

#endif
