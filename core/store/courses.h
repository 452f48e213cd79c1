#ifndef STORE_COURSES_H
#define STORE_COURSES_H

#include "store/db.h"

/*
 * Courses as imported (one version of a code is current), their lessons and
 * files, and people's progress. Progress is by code, so it survives a new
 * version of the course. Titles, summaries, bodies are JSON {vi, en}.
 */
struct course {
    int64_t id;
    const char *code, *version, *digest;
    const char *title, *summary, *outcomes;
    double hours; /* tiết */
    int64_t imported_at;
    const char *rules; /* JSON: see domain/completion.h */
};
MUST_CHECK enum status course_find(struct db *db, struct arena *arena,
                                   const char *code, const struct course **out);
MUST_CHECK enum status course_find_by_digest(struct db *db, struct arena *arena,
                                             const char *code,
                                             const char *digest,
                                             const struct course **out);
MUST_CHECK enum status course_list(struct db *db, struct arena *arena,
                                   const struct course **out, size_t *count);
/* Not current yet: nobody sees it. */
MUST_CHECK enum status course_add(struct db *tx, struct arena *arena,
                                  const struct course *course, int64_t by);
/* From here on this version is the course. */
MUST_CHECK enum status course_show(struct db *tx, struct arena *arena,
                                   const char *code, int64_t id);

struct lesson {
    int64_t id, course;
    const char *part;
    int64_t part_no, number;
    const char *code, *title;
    int64_t minutes;
    int64_t checked_on; /* day its legal facts were checked; 0: none */
    const char *body;   /* {vi: nodes, en: nodes}; "" in a list */
};
MUST_CHECK enum status lesson_list(struct db *db, struct arena *arena,
                                   int64_t course, const struct lesson **out,
                                   size_t *count);
MUST_CHECK enum status lesson_find(struct db *db, struct arena *arena,
                                   int64_t course, int64_t number,
                                   const struct lesson **out);
MUST_CHECK enum status lesson_add(struct db *tx, struct arena *arena,
                                  const struct lesson *lesson);

/* Items of the lesson's self-checks, in order. */
MUST_CHECK enum status lesson_check_list(struct db *db, struct arena *arena,
                                         int64_t lesson, const int64_t **items,
                                         size_t *count);
MUST_CHECK enum status lesson_check_add(struct db *tx, struct arena *arena,
                                        int64_t lesson, int64_t number,
                                        int64_t item);

struct course_file {
    const char *name, *digest, *type;
    int64_t size;
};
/* By what is in it, of whichever version of the course. */
MUST_CHECK enum status course_file_find(struct db *db, struct arena *arena,
                                        const char *course_code,
                                        const char *digest,
                                        struct course_file *out);
MUST_CHECK enum status course_file_list(struct db *db, struct arena *arena,
                                        int64_t course,
                                        const struct course_file **out,
                                        size_t *count);
MUST_CHECK enum status course_file_add(struct db *tx, struct arena *arena,
                                       int64_t course,
                                       const struct course_file *file);

struct enrolment {
    const char *course_code;
    int64_t began_at, seen_at;
    const char *lesson_code; /* where to resume */
    int64_t done_at;         /* 0: not yet */
};
MUST_CHECK enum status enrolment_find(struct db *db, struct arena *arena,
                                      int64_t person, const char *course_code,
                                      struct enrolment *out);
MUST_CHECK enum status enrolment_list(struct db *db, struct arena *arena,
                                      int64_t person,
                                      const struct enrolment **out,
                                      size_t *count);
MUST_CHECK enum status enrolment_put(struct db *tx, struct arena *arena,
                                     int64_t person, const char *course_code,
                                     const char *lesson_code, int64_t now);
MUST_CHECK enum status enrolment_finish(struct db *tx, struct arena *arena,
                                        int64_t person, const char *course_code,
                                        int64_t now);

struct lesson_progress {
    const char *lesson_code;
    int64_t began_at, done_at;
};
MUST_CHECK enum status lesson_progress_list(struct db *db, struct arena *arena,
                                            int64_t person,
                                            const char *course_code,
                                            const struct lesson_progress **out,
                                            size_t *count);
MUST_CHECK enum status lesson_progress_begin(struct db *tx, struct arena *arena,
                                             int64_t person,
                                             const char *course_code,
                                             const char *lesson_code,
                                             int64_t now);
MUST_CHECK enum status
lesson_progress_finish(struct db *tx, struct arena *arena, int64_t person,
                       const char *course_code, const char *lesson_code,
                       int64_t now);

/* Every file of every course there ever was. */
typedef enum status course_file_row(int64_t id, const char *digest, void *arg);
MUST_CHECK enum status course_file_each_list(struct db *db,
                                             course_file_row *each, void *arg);

#endif
