#ifndef DOMAIN_COURSE_SEARCH_H
#define DOMAIN_COURSE_SEARCH_H

#include "base/status.h"
#include "store/db.h"

/*
 * Looking for words in courses and lessons, as people type them: "mat khau"
 * finds "mật khẩu". All of the words must be there, as whole words; a last word
 * of five letters or more may be the beginning of one.
 *
 * Best first: the words one after the other in a title, then so in the text,
 * then anywhere. Who types marks means them: then places with these very marks
 * come before the others, in titles and texts alike. Each course and lesson
 * comes once, in `language` where both have it.
 */
struct search_piece {
    const char *text;
    bool hit; /* what was looked for */
};

struct search_result {
    const char *course_code, *course_title; /* title: JSON {vi, en} */
    const char *lesson_code, *lesson_title; /* NULL: the course itself */
    int64_t number;                         /* of the lesson */
    const char *language;                   /* of the pieces */
    const struct search_piece *pieces;      /* the text around it */
    size_t piece_count;
};

/* `all`: how many there are, of which `out` has at most `most`. Nothing is
   found for a text without a letter or digit. */
MUST_CHECK enum status course_search(struct db *db, struct arena *arena,
                                     const char *typed, const char *language,
                                     size_t most,
                                     const struct search_result **out,
                                     size_t *count, size_t *all);

#endif
