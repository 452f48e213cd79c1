#ifndef PAGES_READER_H
#define PAGES_READER_H

#include "pages/visitor.h"

/* Who reads the page, as every view gets it. Made by the router. */
struct reader {
    struct arena *arena;
    enum language language;
    const struct visitor *visitor;
    const char *title;
    const char *csrf;      /* for <input type="hidden" name="csrf"> */
    const char *address;   /* of this page, for the language switch */
    const char *body_name; /* who runs this Khoa */
    bool demo;
    int64_t now;
};

/* What the bar of the exam room says. */
struct exam_bar {
    const char *title;  /* of the test */
    const char *number; /* SBD, or NULL */
    int64_t closes;     /* ms: when this paper closes; 0: no clock yet */
    bool larger;        /* text, as the candidate is granted */
};

/* From here on the bar may show that time is running out. */
enum { EXAM_LAST_MS = 5 * 60 * 1000 };

/* "chị", "anh" or "bạn", as the person has said; "you" in English. For the
   hole {you} in the words. */
const char *reader_you(const struct reader *reader);

/* "Chào chị Hằng". */
const char *reader_greeting(const struct reader *reader);

/* Of a text {vi, en} as stored, the reader's; the other if it is missing. */
const char *reader_text(const struct reader *reader, const char *json);

/* The same, and which language it turned out to be: for lang="". */
struct phrase {
    const char *text, *language;
};
struct phrase reader_phrase(const struct reader *reader, const char *json);

#endif
