#ifndef STORE_SCORES_H
#define STORE_SCORES_H

#include "store/db.h"

/*
 * Score lists: one row for each candidate of a sitting, with the newest
 * attempt and the newest result. A row without a score has `standing` say why
 * and percent -1; it is never a zero.
 */
struct score {
    int64_t candidate, sitting, person, unit, attempt;
    const char *sitting_code, *sitting_title; /* title: JSON {vi, en} */
    int64_t opens_at, closes_at;              /* ms */
    const char *staff_number, *national_id, *full_name;
    int64_t birth_date;                /* day, 0: unknown */
    const char *number;                /* số báo danh */
    const char *unit_name, *job_title; /* at the time */
    /* no_attempt doing handed_in held passed failed,
       or the candidate's state: excused absent suspended incident exempt */
    const char *standing;
    const char *reason;
    int64_t attempt_number, started_at, sealed_at;
    double points, max_points;
    double percent; /* 0..100; -1: no score */
    double pass_percent;
    const char *missed; /* ids of sections that were not passed; NULL: none */
};

/* Which rows. A viewer sees the subtrees granted in one of `roles`
   (",hr,inspector,") as the tree stood on `day`; `whole` sees all. */
struct score_filter {
    int64_t viewer;
    const char *roles;
    bool whole;
    int64_t day;
    int64_t sitting;      /* 0: all */
    int64_t unit;         /* with its subtree; 0: all */
    const char *find;     /* folded part of a name, or a staff number */
    const char *standing; /* NULL: all */
    const char *order;    /* name, score, unit, sealed */
};

MUST_CHECK enum status score_list(struct db *db, struct arena *arena,
                                  const struct score_filter *filter,
                                  int64_t limit, int64_t offset,
                                  const struct score **out, size_t *count);

/* How many stand where; the standing of the filter is not applied. */
struct score_tally {
    int64_t called; /* all of them */
    int64_t no_attempt, doing, handed_in, held, passed, failed;
    int64_t excused, absent, suspended, incident, exempt;
};
MUST_CHECK enum status score_count(struct db *db, struct arena *arena,
                                   const struct score_filter *filter,
                                   struct score_tally *out);

/* How many scored 0 to below 10 percent, ..., 90 to 100; as score_count. */
enum { SCORE_TENS = 10 };
struct score_spread {
    int64_t tens[SCORE_TENS];
    double pass_percent; /* the lowest that was asked for */
};
MUST_CHECK enum status score_spread_find(struct db *db, struct arena *arena,
                                         const struct score_filter *filter,
                                         struct score_spread *out);

/* Many candidates in one line. */
struct score_sum {
    int64_t id;       /* the sitting, or the unit */
    const char *name; /* its title as JSON, or its name */
    const char *code; /* of the sitting; NULL of a unit */
    int64_t opens_at; /* of the sitting, ms */
    int64_t called, scored, passed;
    double mean;         /* percent, of who has a score; -1: nobody */
    double pass_percent; /* the lowest that was asked for */
};

/* One for each sitting, newest first; find, standing and sitting of the filter
   are not applied. */
MUST_CHECK enum status score_sitting_sum_list(
    struct db *db, struct arena *arena, const struct score_filter *filter,
    int64_t limit, int64_t offset, const struct score_sum **out, size_t *count);

/* One for each unit right below the filter's with all below it, and one for
   that unit itself, if anybody of theirs was called to the filter's sitting. */
MUST_CHECK enum status score_unit_sum_list(struct db *db, struct arena *arena,
                                           const struct score_filter *filter,
                                           const struct score_sum **out,
                                           size_t *count);

/* All sittings of a person, newest first; of the filter only who sees what. */
MUST_CHECK enum status score_person_list(struct db *db, struct arena *arena,
                                         const struct score_filter *filter,
                                         int64_t person,
                                         const struct score **out,
                                         size_t *count);

struct score_sitting {
    int64_t id;
    const char *code, *title; /* title: JSON */
    int64_t opens_at, closes_at;
};
MUST_CHECK enum status score_sitting_list(struct db *db, struct arena *arena,
                                          const struct score_sitting **out,
                                          size_t *count);

struct score_unit {
    int64_t id, parent;             /* parent 0: the root */
    const char *name, *kind, *code; /* code may be NULL */
};
MUST_CHECK enum status score_unit_list(struct db *db, struct arena *arena,
                                       int64_t day,
                                       const struct score_unit **out,
                                       size_t *count);

/* Columns of a row of score_each, as the statement gives them. */
enum score_cell {
    SCORE_CANDIDATE,
    SCORE_STAFF_NUMBER,
    SCORE_DOSSIER,
    SCORE_NATIONAL_ID,
    SCORE_FULL_NAME,
    SCORE_FAMILY,
    SCORE_MIDDLE,
    SCORE_GIVEN,
    SCORE_BIRTH,
    SCORE_GENDER,
    SCORE_KIND,
    SCORE_UNIT,
    SCORE_UNIT_NOW,
    SCORE_JOB,
    SCORE_RANK,
    SCORE_POSITION,
    SCORE_DUTY_GROUP,
    SCORE_SITTING_CODE,
    SCORE_SITTING_TITLE,
    SCORE_BASIS,
    SCORE_OPENS,
    SCORE_CLOSES,
    SCORE_NUMBER,
    SCORE_STANDING,
    SCORE_REASON,
    SCORE_ATTEMPT_NUMBER,
    SCORE_SLOTS,
    SCORE_SLOTS_FULL,
    SCORE_POINTS,
    SCORE_MAX,
    SCORE_PERCENT,
    SCORE_PASS_PERCENT,
    SCORE_PASSED,
    SCORE_STARTED,
    SCORE_SEALED,
    SCORE_BEFORE,   /* percent before the regrade that made it; none: nothing */
    SCORE_REGRADED, /* why it was regraded */
    SCORE_MISSED,   /* sections that were not passed */
};

/* Walk the rows in candidates' order; see db_each. The order of the filter is
   not applied. A reading function, whatever its name says of rows. */
MUST_CHECK enum status score_each_list(struct db *db,
                                       const struct score_filter *filter,
                                       db_row *each, void *arg);

#endif
