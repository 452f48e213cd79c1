#ifndef STORE_NOTES_H
#define STORE_NOTES_H

#include "store/db.h"

/*
 * What people note on lessons for themselves. Nothing here finds a note without
 * the person whose it is.
 */
struct note {
    int64_t id;
    const char *course_code, *lesson_code;
    const char *body; /* lines of text */
    int64_t at, changed_at;
    /* JSON {vi, en} of the version that is current; NULL: it is no more, or not
       asked for */
    const char *course_title, *lesson_title;
};
MUST_CHECK enum status note_find(struct db *db, struct arena *arena,
                                 int64_t person, int64_t id,
                                 const struct note **out);
/* Newest first, at most `most` with ids below `before`. */
MUST_CHECK enum status note_list(struct db *db, struct arena *arena,
                                 int64_t person, int64_t before, int64_t most,
                                 const struct note **out, size_t *count);
/* On one lesson, oldest first, without titles. */
MUST_CHECK enum status note_lesson_list(struct db *db, struct arena *arena,
                                        int64_t person, const char *course_code,
                                        const char *lesson_code,
                                        const struct note **out, size_t *count);
MUST_CHECK enum status note_count(struct db *db, struct arena *arena,
                                  int64_t person, int64_t *out);

/* ---- changes, each within db_write ---------------------------------------*/

MUST_CHECK enum status note_add(struct db *tx, struct arena *arena,
                                int64_t person, const struct note *note);
/* MISSING: the person has no such note. */
MUST_CHECK enum status note_set(struct db *tx, struct arena *arena,
                                int64_t person, int64_t id, const char *body,
                                int64_t now);
MUST_CHECK enum status note_remove(struct db *tx, struct arena *arena,
                                   int64_t person, int64_t id);

#endif
