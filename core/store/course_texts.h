#ifndef STORE_COURSE_TEXTS_H
#define STORE_COURSE_TEXTS_H

#include "store/db.h"

/* What the search over courses reads: made by domain/course_texts.h. */
struct course_text {
    int64_t course;
    int64_t number; /* of the lesson; 0: the course itself */
    const char *language;
    const char *words;  /* " an toan ": each once */
    const char *folded; /* " an toan an ": in order */
    int64_t title_words;
    const char *body;
};

/* Current courses without any. */
MUST_CHECK enum status course_text_missing_list(struct db *db,
                                                struct arena *arena,
                                                const int64_t **out,
                                                size_t *count);
MUST_CHECK enum status course_text_add(struct db *tx, struct arena *arena,
                                       const struct course_text *text);
/* Of former versions of the course. */
MUST_CHECK enum status course_texts_drop(struct db *tx, struct arena *arena,
                                         const char *course_code);

/* One that was found, with what it belongs to. */
struct course_text_row {
    struct course_text text; /* without course and words */
    const char *course_code, *course_title;
    const char *lesson_code, *lesson_title; /* NULL: the course itself */
};

enum { COURSE_TEXT_PATTERNS = 6 };
/* Whose words match every one of the LIKE patterns, 1 to COURSE_TEXT_PATTERNS
   of them; at most 500, those before all whose folded text matches `phrase`. */
MUST_CHECK enum status course_text_list(struct db *db, struct arena *arena,
                                        const char *const *patterns,
                                        size_t pattern_count,
                                        const char *phrase,
                                        const struct course_text_row **out,
                                        size_t *count);

#endif
