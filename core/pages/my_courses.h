#ifndef PAGES_MY_COURSES_H
#define PAGES_MY_COURSES_H

#include "domain/completion.h"
#include "http/exchange.h"
#include "pages/notes.h"
#include "pages/reader.h"
#include "pages/selfcheck.h"

/* A course as the reader stands in it: for the start page, the list of courses
   and the player. */
struct my_lesson {
    const struct lesson *lesson;
    struct phrase title, part;
    const char *address;
    bool new_part; /* the first lesson of its part */
    bool begun;
    int64_t done_at; /* 0: not read yet */
};

struct my_course {
    const struct course *course;
    struct phrase title, summary;
    const char *address;
    const struct my_lesson *lessons;
    size_t count, done;
    int64_t minutes, minutes_left;
    const struct my_lesson *resume;    /* NULL: all of it was read */
    int64_t began_at, seen_at;         /* 0: not begun */
    int64_t done_at;                   /* once done it stays done */
    const struct enrolment *enrolment; /* NULL: not begun */
};

MUST_CHECK enum status my_course_read(const struct request *req,
                                      const struct reader *reader,
                                      const struct course *course,
                                      const struct enrolment *enrolment,
                                      struct my_course *out);

/* Of all current courses at most `most`: those begun first, the last one seen
   before all, then the others, then those that are done (or not at all, if
   `open`). */
MUST_CHECK enum status my_course_list(const struct request *req,
                                      const struct reader *reader, bool open,
                                      size_t most, struct my_course **out,
                                      size_t *count);

/* ---- pages ----------------------------------------------------------------*/

struct course_page {
    const struct my_course *mine;
    const struct conditions *conditions;
    const struct completion *completion; /* NULL: not yet */
    const struct phrase *outcomes;
    size_t outcome_count;
    const struct my_sitting *sittings; /* of this course's tests; exam.h */
    size_t sitting_count;
};

struct nodes;
struct lesson_page {
    const struct my_course *mine;
    const struct my_lesson *here, *before, *after; /* NULL: there is none */
    const struct nodes *how;
    const struct tree *body;
    const char *language; /* that the body is in */
    bool kept;            /* "go on" leads here */
    struct check_panels checks;
    struct lesson_notes notes;
};

/* The text of the lesson `here`: its body, or where there is none in that
   language the other, and what it shows. */
MUST_CHECK enum status lesson_page_fill(const struct request *req,
                                        enum language language,
                                        struct lesson_page *page,
                                        struct nodes *how);

/* Sentences of the views. */
const char *course_so_far(const struct reader *reader,
                          const struct my_course *mine);
const char *condition_left(const struct reader *reader,
                           const struct conditions *conditions);
const char *condition_test(const struct reader *reader,
                           const struct wanted_test *test);
const char *condition_score(const struct reader *reader,
                            const struct wanted_test *test);
const char *course_credit(const struct reader *reader,
                          const struct completion *completion);
const char *lesson_place(const struct reader *reader,
                         const struct lesson_page *page);
const char *lesson_standing(const struct reader *reader,
                            const struct my_lesson *lesson);

#endif
