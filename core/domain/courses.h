#ifndef DOMAIN_COURSES_H
#define DOMAIN_COURSES_H

#include "base/status.h"
#include "domain/findings.h"
#include "domain/house.h"

/*
 * Courses: taking one in from a folder, and learning in it.
 */

struct course_taken {
    const char *code, *version;
    size_t lessons, items, new_items, tests, files;
    bool unchanged; /* this very version was taken in before */
};

/*
 * Take in the course in a folder: course.xml, lessons, banks, tests, media.
 * All or nothing. Everything is read and checked first, and all that is wrong
 * is found: INVALID, and nothing was kept. Items are immutable: the same body
 * is the same item; a changed body needs a new version. `dry_run`: all of
 * this, and then nothing is kept either.
 */
MUST_CHECK enum status course_import(struct house *house, const char *folder,
                                     int64_t by, int64_t now, bool dry_run,
                                     struct findings *findings,
                                     struct course_taken *taken);

/* A lesson was opened: begun if it was not, and where to resume. */
MUST_CHECK enum status lesson_opened(struct house *house, int64_t person,
                                     const char *course_code,
                                     const char *lesson_code, int64_t now);

/* A lesson was read; `last`: with it the course is done. */
MUST_CHECK enum status lesson_finished(struct house *house, int64_t person,
                                       const char *course_code,
                                       const char *lesson_code, bool last,
                                       int64_t now);

#endif
