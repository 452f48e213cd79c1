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
    const char *rules; /* Markdown {vi, en} */
    int64_t opens_at, closes_at, created_at;
};
MUST_CHECK enum status sitting_find(struct db *db, struct arena *arena,
                                    int64_t id, const struct sitting **out);
MUST_CHECK enum status sitting_find_by_code(struct db *db, struct arena *arena,
                                            const char *code,
                                            const struct sitting **out);
MUST_CHECK enum status sitting_list(struct db *db, struct arena *arena,
                                    const struct sitting **out, size_t *count);
MUST_CHECK enum status sitting_add(struct db *tx, struct arena *arena,
                                   const struct sitting *sitting, int64_t by);

/* Until then nobody is shown the sitting. */
MUST_CHECK enum status sitting_ready(struct db *tx, struct arena *arena,
                                     int64_t id);

/* A person as called: unit and duty of that day, frozen in the candidate. */
struct callable {
    int64_t person, unit;
    const char *job_title, *rank_code;
    int64_t position, duty_group;
    const char *sort_key;
};
/* After person `after`, at most `limit` of them, by person. */
MUST_CHECK enum status callable_list(struct db *db, struct arena *arena,
                                     int64_t unit, int64_t day, int64_t after,
                                     int64_t limit, const struct callable **out,
                                     size_t *count);
MUST_CHECK enum status callable_find(struct db *db, struct arena *arena,
                                     int64_t person, int64_t day,
                                     struct callable *out);
/* Who is called already stays as they are. */
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
                                         int64_t id, int64_t now);
MUST_CHECK enum status candidate_mark(struct db *tx, struct arena *arena,
                                      int64_t id, const char *state,
                                      const char *reason);

/* A sitting as the person sees it who is called to it. */
struct called {
    int64_t candidate, sitting;
    const char *title;
    int64_t opens_at, closes_at;
    const char *state, *reason;
    int64_t attempt; /* the newest; 0: none */
    const char *attempt_state;
    int64_t ends_at, attempt_number;
    int64_t test;
    const char *definition, *code;
};
MUST_CHECK enum status sitting_person_list(struct db *db, struct arena *arena,
                                           int64_t person,
                                           const struct called **out,
                                           size_t *count);

#endif
