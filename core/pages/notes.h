#ifndef PAGES_NOTES_H
#define PAGES_NOTES_H

#include "domain/notes.h"
#include "http/exchange.h"
#include "pages/reader.h"
#include "store/notes.h"

/* Notes to oneself: below a lesson, and all of them on one page. */

/* What is being written, and what is wrong with it. */
struct note_form {
    const char *typed;
    const char *fault; /* in words; NULL: nothing */
};

/* Below a lesson. */
struct lesson_notes {
    const char *address; /* of the lesson */
    const struct note *list;
    size_t count;
    struct note_form form;
};
MUST_CHECK enum status lesson_notes_read(const struct request *req,
                                         const char *course_code,
                                         const char *lesson_code,
                                         struct lesson_notes *out);

/* NULL: nothing is wrong. */
const char *note_fault_said(const struct reader *reader, enum note_fault fault,
                            const char *typed);

/* A note with what it is about. */
struct my_note {
    const struct note *note;
    struct phrase course, lesson; /* of what is no more: its code */
    const char *address;          /* of the lesson; NULL: it is no more */
};

struct notes_page {
    const struct my_note *list;
    size_t count;
    int64_t all;
    bool later;     /* this is not the first page of them */
    int64_t before; /* of the next page; 0: there is none */
};

struct note_page {
    struct my_note mine;
    struct note_form form;
};

#endif
