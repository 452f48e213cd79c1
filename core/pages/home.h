#ifndef PAGES_HOME_H
#define PAGES_HOME_H

#include "pages/my_page.h"

/*
 * What the start page says, gathered by home.c and drawn by web/home.html.
 * Lists end with an element whose title is NULL. Texts are in the reader's
 * language; moments are ms.
 */

/* A sitting the reader may enter, is called to, or has finished. */
struct home_sitting {
    const char *title;
    const char *address;
    int64_t opens, closes;
    bool begun;    /* the paper is open: go back in */
    int questions; /* 0: not known */
    int minutes;   /* 0: no limit of its own */
};

struct home_course {
    const char *title;
    const char *address; /* where to resume */
    const char *next;    /* title of that lesson, or NULL */
    int64_t seen_at;     /* 0: not begun */
    int done, lessons;
};

/* A paper that was handed in. There is a score only if SCORED: a paper that
   waits for a person, or whose score is not out yet, has none. */
struct home_result {
    const char *title;
    const char *address;
    enum { HOME_WAITING, HOME_NOT_OUT, HOME_SCORED } standing;
    int64_t at;          /* graded, or closed */
    int64_t out;         /* NOT_OUT: when the score comes; 0: never shown */
    bool awaits_release; /* NOT_OUT: when the organiser says so */
    bool passed;
    double percent, pass_percent;
};

/* One thing a member of staff looks after. */
struct home_task {
    const char *title, *address;
    const char *detail; /* how things stand, in a sentence */
    const char *state;  /* what is due, in two words, or NULL */
};

struct home {
    const struct home_sitting *open, *coming;
    const struct home_course *courses;
    const struct home_result *results;
    const struct home_task *tasks;
    const struct my_required *required; /* not done yet */
    size_t required_count;
};

/* Does what one looks after come before the sitting that is open? Not on the
   day it closes, nor while one is sitting it. */
bool home_tasks_first(const struct reader *reader, const struct home *home);

/* What a member of staff looks after; home_tasks.c. */
MUST_CHECK enum status home_tasks_read(const struct request *req,
                                       const struct reader *reader,
                                       const struct home_task **out);

/* For a stranger of a demonstration. */
struct home_account {
    const char *title;  /* the role, in words */
    const char *advice; /* what to try */
    const char *name, *password;
};

/* Sentences of the views. */
const char *home_lede(const struct reader *reader, const struct home *home);
const char *home_until(const struct reader *reader,
                       const struct home_sitting *sitting);
const char *home_paper(const struct reader *reader,
                       const struct home_sitting *sitting);
const char *home_lessons(const struct reader *reader,
                         const struct home_course *course);
const char *home_out(const struct reader *reader,
                     const struct home_result *result);
const char *home_score(const struct reader *reader,
                       const struct home_result *result);

#endif
