#ifndef STORE_TESTS_H
#define STORE_TESTS_H

#include "store/db.h"

/*
 * Tests (definitions) and sittings (scheduled runs), and who is called to
 * them. Titles and definitions are canonical JSON.
 */
struct test {
    int64_t id;
    const char *code, *version;
    const char *digest; /* of the definition */
    const char *course_code;
    const char *title;      /* {vi, en} */
    const char *definition; /* see domain/tests.h; '{}' in a list */
    const char *counts;     /* which attempt: "last" or "best"; NULL: last */
    const char *pins;       /* what it was published with; NULL: not yet */
    int64_t imported_at, published_at, published_by;
};

MUST_CHECK enum status test_find(struct db *db, struct arena *arena, int64_t id,
                                 const struct test **out);
MUST_CHECK enum status test_find_by_digest(struct db *db, struct arena *arena,
                                           const char *code, const char *digest,
                                           const struct test **out);
MUST_CHECK enum status test_list(struct db *db, struct arena *arena,
                                 const struct test **out, size_t *count);
MUST_CHECK enum status test_add(struct db *tx, struct arena *arena,
                                const struct test *test);
/* CONFLICT: it was published already. */
MUST_CHECK enum status test_publish(struct db *tx, struct arena *arena,
                                    int64_t id, const char *pins, int64_t now,
                                    int64_t by);

struct sitting {
    int64_t id;
    const char *code;
    int64_t test;
    const char *title; /* {vi, en} */
    const char *basis; /* may be NULL */
    const char *rules; /* {vi, en}, nodes as of Markdown; '{}' in a list */
    int64_t opens_at, closes_at, created_at;
    int64_t created_by;
    const char *calling; /* {"units": [id], "people": [id]}: whom it is for */
    int64_t ready;       /* 1: its candidates are called; 0: being staged */
    int64_t cancelled_at;
    const char *cancel_reason;
    int64_t over_at; /* when its last paper may end: somebody was given time */
    bool admits;     /* nobody starts before a proctor let them in */
    int64_t openers; /* 2: two people open it together */
    /* What it takes to enter, see domain/conditions.h; NULL: nothing. */
    const char *passcode, *addresses, *seb_keys;
    bool stands_still;   /* its clocks, while the server is out */
    int64_t released_at; /* scores that wait for it; 0: not yet */
};
/* ms: when the last paper of the test, in any version of it, may end; called
   off ones aside. 0: there is none. SOMEBODY_WAITS: the clock of one stands
   still. */
static const int64_t SOMEBODY_WAITS = 9007199254740991;
MUST_CHECK enum status test_last_closing_find(struct db *db,
                                              struct arena *arena, int64_t test,
                                              int64_t *closes_at);

/* MISSING also for one that is still being staged. */
MUST_CHECK enum status sitting_find(struct db *db, struct arena *arena,
                                    int64_t id, const struct sitting **out);
/* The same, but also one that is being staged. */
MUST_CHECK enum status sitting_any_find(struct db *db, struct arena *arena,
                                        int64_t id, const struct sitting **out);
MUST_CHECK enum status sitting_find_by_code(struct db *db, struct arena *arena,
                                            const char *code,
                                            const struct sitting **out);
MUST_CHECK enum status sitting_list(struct db *db, struct arena *arena,
                                    const struct sitting **out, size_t *count);
/* Those somebody looks after: all, or what they scheduled or what calls people
   in the units that one of the roles (",organiser,") was granted to them for;
   also what is being staged. Newest window first. */
struct sitting_filter {
    bool whole;
    int64_t viewer;
    const char *roles;
    int64_t day;
    int64_t sitting;       /* only this one; 0: all */
    int64_t closing_after; /* moment; 0: all */
};
MUST_CHECK enum status sitting_scope_list(struct db *db, struct arena *arena,
                                          const struct sitting_filter *filter,
                                          int64_t limit, int64_t from,
                                          const struct sitting **out,
                                          size_t *count);
/* CONFLICT: the code is taken. */
MUST_CHECK enum status sitting_add(struct db *tx, struct arena *arena,
                                   const struct sitting *sitting);

/* Until then nobody is shown the sitting. CONFLICT: it was given up. */
MUST_CHECK enum status sitting_ready(struct db *tx, struct arena *arena,
                                     int64_t id);

/* In a transaction: nobody else starts a paper of it, cancels it or gives out
   numbers before it ends. */
struct sitting_hold {
    int64_t ready, cancelled_at, closes_at, over_at;
};
MUST_CHECK enum status sitting_find_hold(struct db *tx, struct arena *arena,
                                         int64_t id, struct sitting_hold *out);

/* CONFLICT: cancelled already. */
MUST_CHECK enum status sitting_cancel(struct db *tx, struct arena *arena,
                                      int64_t id, const char *reason,
                                      int64_t now);
/* CONFLICT: it is not over, was called off, or its scores are out already. */
MUST_CHECK enum status sitting_release(struct db *tx, struct arena *arena,
                                       int64_t id, int64_t now);
/* MISSING: nobody has begun. */
MUST_CHECK enum status sitting_attempt_find(struct db *db, struct arena *arena,
                                            int64_t id);

/* What was staged and never came to an end is taken away in steps: given up,
   its candidates removed some at a time until `removed` is 0, then itself. */
MUST_CHECK enum status sitting_give_up(struct db *tx, struct arena *arena,
                                       int64_t id);
MUST_CHECK enum status sitting_left_list(struct db *db, struct arena *arena,
                                         int64_t before, const int64_t **out,
                                         size_t *count);
MUST_CHECK enum status candidates_remove(struct db *tx, struct arena *arena,
                                         int64_t sitting, size_t *removed);
MUST_CHECK enum status sitting_remove(struct db *tx, struct arena *arena,
                                      int64_t id);

/* A person as called: unit and duty of that day, frozen in the candidate. */
struct callable {
    int64_t person, unit;
    const char *job_title, *rank_code;
    int64_t position, duty_group;
    const char *sort_key;
};
/* Of one unit, without what is below it: after person `after`, at most `limit`
   of them, by person. */
MUST_CHECK enum status callable_list(struct db *db, struct arena *arena,
                                     int64_t unit, int64_t day, int64_t after,
                                     int64_t limit, const struct callable **out,
                                     size_t *count);
MUST_CHECK enum status callable_find(struct db *db, struct arena *arena,
                                     int64_t person, int64_t day,
                                     struct callable *out);
/* CONFLICT: called already, or the number is given out. */
MUST_CHECK enum status candidate_add(struct db *tx, struct arena *arena,
                                     int64_t id, int64_t sitting,
                                     const char *number,
                                     const struct callable *who);

struct candidate {
    int64_t id, sitting, person;
    const char *number; /* số báo danh */
    int64_t unit;
    const char *state; /* called excused absent suspended incident exempt */
    const char *reason;
    int64_t confirmed_at;
    const char *full_name;
    int64_t room; /* 0: none */
    const char *seat;
    int64_t admitted_at; /* let in by a proctor; 0: not */
    const char *shown;   /* to whom: card, vneid, known */
    bool larger_text;    /* as granted when they began */
    int64_t waived_at; /* conditions of entering do not bind them; 0: they do */
};
MUST_CHECK enum status candidate_find(struct db *db, struct arena *arena,
                                      int64_t id, const struct candidate **out);
MUST_CHECK enum status candidate_find_by_person(struct db *db,
                                                struct arena *arena,
                                                int64_t sitting, int64_t person,
                                                const struct candidate **out);
/* The highest number given out; NULL if none. */
MUST_CHECK enum status candidate_find_last_number(struct db *db,
                                                  struct arena *arena,
                                                  int64_t sitting,
                                                  const char **number);
MUST_CHECK enum status candidate_confirm(struct db *tx, struct arena *arena,
                                         int64_t id, bool larger_text,
                                         int64_t now);
MUST_CHECK enum status candidate_mark(struct db *tx, struct arena *arena,
                                      int64_t id, const char *state,
                                      const char *reason);

/* Candidates as their organiser sees them, in the order of their numbers. */
struct candidate_line {
    int64_t id;
    const char *number;
    int64_t person;
    const char *full_name, *staff_number;
    int64_t birth_date, unit;
    const char *unit_name, *reason;
    const char *standing; /* the state, or of one who is called: called, open,
                             sealed, graded */
};
struct candidate_filter {
    bool whole; /* as in sitting_filter */
    int64_t viewer;
    const char *roles;
    int64_t day;
    int64_t sitting;
    int64_t unit;         /* this one and below; 0: all */
    const char *folded;   /* part of the name; NULL: all */
    const char *typed;    /* ... or the whole of a number */
    const char *standing; /* NULL: any */
};
MUST_CHECK enum status candidate_list(struct db *db, struct arena *arena,
                                      const struct candidate_filter *filter,
                                      int64_t after, int64_t limit,
                                      const struct candidate_line **out,
                                      size_t *count);

/* How things stand; of the filter only the scope and the sitting count. A
   person with two papers counts once in `called`, twice among the papers. */
struct candidate_tally {
    int64_t called; /* all there are */
    int64_t excused, absent, exempt, suspended, incident;
    int64_t open, sealed, graded; /* papers */
};
MUST_CHECK enum status candidate_count(struct db *db, struct arena *arena,
                                       const struct candidate_filter *filter,
                                       struct candidate_tally *out);

/* A role of somebody who has to sit, held on a day; by name. */
struct candidate_grant {
    int64_t person;
    const char *full_name, *role;
};
MUST_CHECK enum status candidate_grant_list(struct db *db, struct arena *arena,
                                            int64_t sitting, int64_t day,
                                            const struct candidate_grant **out,
                                            size_t *count);

/* A sitting as the person sees it who is called to it. */
struct called {
    int64_t candidate, sitting;
    const char *title;
    int64_t opens_at, closes_at;
    const char *state, *reason;
    int64_t attempt; /* the newest; 0: none */
    const char *attempt_state;
    int64_t ends_at, attempt_number, sealed_at;
    int64_t counting; /* the attempt whose result counts; 0: none */
    int64_t test;
    const char *definition, *code;
    int64_t cancelled_at;
    const char *cancel_reason;
    int64_t over_at, paused_at, released_at;
    int64_t room;
    const char *seat;
};
MUST_CHECK enum status sitting_person_list(struct db *db, struct arena *arena,
                                           int64_t person,
                                           const struct called **out,
                                           size_t *count);

#endif
