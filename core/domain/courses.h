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

/*
 * Learning. Opening a page changes nothing (trust.md), so what a person is at
 * is recorded by what they send: that they begin, that they have read a lesson
 * and go on, or that they want to go on here. Every one of these may be sent
 * again and changes nothing the second time. MISSING: the course is not
 * current or has no such lesson. DENIED: it is not begun, and courses that it
 * needs are not completed.
 */

/* Here the person goes on next time; begun if it was not. */
MUST_CHECK enum status lesson_opened(struct house *house, struct arena *arena,
                                     int64_t person, const char *course_code,
                                     const char *lesson_code, int64_t now);

/* This lesson was read. `next`: the lesson that is opened with it; NULL: all
   of them were read. What completes a course: domain/completion.h. */
MUST_CHECK enum status lesson_finished(struct house *house, struct arena *arena,
                                       int64_t person, const char *course_code,
                                       const char *lesson_code, int64_t now,
                                       const char **next);

/* Which lesson to go on with: the one left at, or the first behind it, then
   from the start, that was not read; `count`: none is left. Lessons that a new
   version brought count as not read. */
struct lesson;
struct lesson_progress;
size_t lesson_to_resume(const struct lesson *lessons, size_t count,
                        const struct lesson_progress *progress,
                        size_t progress_count, const char *left_at);
bool lesson_is_done(const struct lesson_progress *progress, size_t count,
                    const char *lesson_code);

#endif
