#ifndef STORE_REGRADES_H
#define STORE_REGRADES_H

#include "store/attempts.h"

/*
 * Cases of regrading, the papers they change and what they stage. What the
 * states mean and who moves them is domain/regrades.h. Every change says in
 * which state it found the case: CONFLICT means that it was in another.
 */
struct regrade {
    int64_t id;
    const char *word; /* the reason of its results */
    int64_t test, item;
    const char *remedy; /* key drop credit accept */
    int64_t becomes;    /* of key */
    const char *answer; /* of accept: JSON */
    const char *reason;
    int64_t opened_by, opened_at;
    const char *state;
    bool stands;
    int64_t round, reached, seen, papers, counted_at;
    const char *trouble;
    int64_t approved_by, approved_at, applied_at; /* 0: not */
    int64_t withdrawn_by, withdrawn_at;
    const char *withdrawn_why;
    const char *item_code, *item_version, *new_version;
    const char *test_code, *test_title; /* title: JSON */
    const char *opener, *approver, *withdrawer;
};

MUST_CHECK enum status regrade_add(struct db *tx, struct arena *arena,
                                   const struct regrade *regrade,
                                   const int64_t *sittings, size_t count);
MUST_CHECK enum status regrade_find(struct db *db, struct arena *arena,
                                    int64_t id, const struct regrade **out);
/* The newest 200. */
MUST_CHECK enum status regrade_list(struct db *db, struct arena *arena,
                                    const struct regrade **out, size_t *count);
/* The case whose results have that reason; MISSING: none. */
MUST_CHECK enum status regrade_find_by_word(struct db *db, struct arena *arena,
                                            const char *word,
                                            const struct regrade **out);
/* Cases the server has something to do for, at most 20. */
MUST_CHECK enum status regrade_busy_list(struct db *db, struct arena *arena,
                                         const int64_t **out, size_t *count);

struct regrade_sitting {
    int64_t id;
    const char *code, *title; /* title: JSON */
    int64_t opens_at, over_at;
};
MUST_CHECK enum status regrade_sitting_list(struct db *db, struct arena *arena,
                                            int64_t regrade,
                                            const struct regrade_sitting **out,
                                            size_t *count);
/* All of a test, with their moments. */
MUST_CHECK enum status
regrade_test_sitting_list(struct db *db, struct arena *arena, int64_t test,
                          const struct regrade_sitting **out, size_t *count);

/* Papers of a sitting without a result; answers to an item that wait for a
   person. */
MUST_CHECK enum status regrade_ungraded_count(struct db *db,
                                              struct arena *arena,
                                              int64_t sitting, int64_t *count);
MUST_CHECK enum status regrade_marking_count(struct db *db, struct arena *arena,
                                             int64_t sitting, int64_t item,
                                             int64_t *count);
/* Others being staged in the same sittings. */
MUST_CHECK enum status regrade_overlap_count(struct db *db, struct arena *arena,
                                             int64_t id, int64_t *count);
/* Results of its sittings that others wrote; results it has staged; lines of
   its round. */
MUST_CHECK enum status regrade_seen_count(struct db *db, struct arena *arena,
                                          const struct regrade *regrade,
                                          int64_t *count);
MUST_CHECK enum status regrade_staged_count(struct db *db, struct arena *arena,
                                            const struct regrade *regrade,
                                            int64_t *count);
MUST_CHECK enum status regrade_line_count(struct db *db, struct arena *arena,
                                          const struct regrade *regrade,
                                          int64_t *count);

/* A paper with its standing result; of that only what a new one follows from
   is read. */
struct regrade_paper {
    int64_t attempt, candidate, unit;
    struct result result;
    bool sealed;
};
MUST_CHECK enum status regrade_paper_list(struct db *db, struct arena *arena,
                                          const struct regrade *regrade,
                                          int64_t after, int64_t limit,
                                          const struct regrade_paper **out,
                                          size_t *count);
MUST_CHECK enum status regrade_paper_find(struct db *db, struct arena *arena,
                                          int64_t attempt,
                                          struct regrade_paper *out);

struct regrade_sum {
    double points, max_points, percent;
    bool passed;
};
struct regrade_line {
    int64_t attempt, person, candidate, unit, result;
    bool held;
    struct regrade_sum before, after;
    bool sealed, exported;
    int64_t completes; /* 1: may complete a course; -1: a completion rests on
                          what stood */
    const char *number, *full_name, *unit_name, *sitting_code; /* when shown */
};
MUST_CHECK enum status regrade_line_put(struct db *tx, struct arena *arena,
                                        const struct regrade *regrade,
                                        const struct regrade_line *line);
MUST_CHECK enum status regrade_line_list(struct db *db, struct arena *arena,
                                         const struct regrade *regrade,
                                         int64_t after, int64_t limit,
                                         const struct regrade_line **out,
                                         size_t *count);
/* With names; who crosses the pass mark first. */
MUST_CHECK enum status regrade_shown_list(struct db *db, struct arena *arena,
                                          const struct regrade *regrade,
                                          int64_t limit, int64_t offset,
                                          const struct regrade_line **out,
                                          size_t *count);

struct regrade_tally {
    int64_t papers; /* that come to something else */
    int64_t gained, lost, up, down, held, sealed, exported;
    int64_t completes, rests;
    double most, least, mean; /* of the change, in percent points */
};
MUST_CHECK enum status regrade_tally_find(struct db *db, struct arena *arena,
                                          const struct regrade *regrade,
                                          struct regrade_tally *out);

struct regrade_unit {
    int64_t id;
    const char *name;
    int64_t papers, gained, lost, up, down;
};
MUST_CHECK enum status regrade_unit_list(struct db *db, struct arena *arena,
                                         const struct regrade *regrade,
                                         const struct regrade_unit **out,
                                         size_t *count);

/* What was put right in a paper, oldest first. */
struct regraded {
    int64_t regrade;
    const char *reason, *remedy;
    int64_t applied_at;
    bool held;
    struct regrade_sum before, after;
    const char *opener, *approver;
};
MUST_CHECK enum status
regrade_of_attempt_list(struct db *db, struct arena *arena, int64_t attempt,
                        const struct regraded **out, size_t *count);

/* An export of results: of a sitting (0: all). */
struct regrade_export {
    int64_t sitting, at;
    const char *detail; /* JSON, see domain/exports.h */
};
MUST_CHECK enum status regrade_export_list(struct db *db, struct arena *arena,
                                           int64_t regrade,
                                           const struct regrade_export **out,
                                           size_t *count);

/* ---- the way of a case ---------------------------------------------------*/

/* The work of its state has come to `reached`; `papers` more have the
   question. */
MUST_CHECK enum status regrade_step(struct db *tx, struct arena *arena,
                                    const struct regrade *regrade,
                                    int64_t reached, int64_t papers);
MUST_CHECK enum status regrade_begin(struct db *tx, struct arena *arena,
                                     const struct regrade *regrade,
                                     int64_t seen);
MUST_CHECK enum status regrade_counted(struct db *tx, struct arena *arena,
                                       const struct regrade *regrade,
                                       int64_t now);
/* Counted anew. */
MUST_CHECK enum status regrade_again(struct db *tx, struct arena *arena,
                                     const struct regrade *regrade);
MUST_CHECK enum status regrade_approve(struct db *tx, struct arena *arena,
                                       const struct regrade *regrade,
                                       int64_t by, int64_t now);
MUST_CHECK enum status regrade_clear(struct db *tx, struct arena *arena,
                                     const struct regrade *regrade);
/* A result that counts only when the case stands; nothing of it waits to be
   sealed before. */
MUST_CHECK enum status regrade_stage(struct db *tx, struct arena *arena,
                                     const struct result *result);
MUST_CHECK enum status regrade_staged_remove(struct db *tx, struct arena *arena,
                                             const struct regrade *regrade,
                                             int64_t limit);
MUST_CHECK enum status regrade_switch(struct db *tx, struct arena *arena,
                                      const struct regrade *regrade,
                                      int64_t now);
struct regrade_result {
    int64_t id, sitting, person;
};
MUST_CHECK enum status regrade_result_list(struct db *db, struct arena *arena,
                                           const struct regrade *regrade,
                                           int64_t after, int64_t limit,
                                           const struct regrade_result **out,
                                           size_t *count);
MUST_CHECK enum status regrade_done(struct db *tx, struct arena *arena,
                                    const struct regrade *regrade);
/* CONFLICT: it stands, or was withdrawn. */
MUST_CHECK enum status regrade_withdraw(struct db *tx, struct arena *arena,
                                        int64_t id, int64_t by, const char *why,
                                        int64_t now);
MUST_CHECK enum status regrade_withdrawn(struct db *tx, struct arena *arena,
                                         const struct regrade *regrade);
MUST_CHECK enum status regrade_trouble(struct db *tx, struct arena *arena,
                                       int64_t id, const char *trouble);

#endif
