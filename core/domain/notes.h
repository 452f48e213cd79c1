#ifndef DOMAIN_NOTES_H
#define DOMAIN_NOTES_H

#include "base/arena.h"
#include "base/status.h"
#include "domain/house.h"

/*
 * Notes that a person keeps on lessons for themselves. They are nobody else's
 * business: no role reads them, no page or export shows them to others, and
 * writing or deleting one leaves nothing in the audit.
 */
enum {
    NOTE_MOST = 4000, /* characters of one note */
    NOTES_MOST = 500, /* notes of one person */
};

/* What the person has to mend; then nothing was kept. */
enum note_fault { NOTE_FINE, NOTE_EMPTY, NOTE_LONG, NOTES_FULL };

/* On a lesson of a course as it is now. The same words as in the last note on
   that lesson, sent twice, are kept once. MISSING: there is no such lesson. */
MUST_CHECK enum status note_write(struct house *house, struct arena *arena,
                                  int64_t person, const char *course_code,
                                  const char *lesson_code, const char *text,
                                  int64_t now, enum note_fault *fault);

/* Other words for it. MISSING: the person has no such note. */
MUST_CHECK enum status note_rewrite(struct house *house, struct arena *arena,
                                    int64_t person, int64_t note,
                                    const char *text, int64_t now,
                                    enum note_fault *fault);

/* Gone for good; so it is too if there was none. */
MUST_CHECK enum status note_delete(struct house *house, struct arena *arena,
                                   int64_t person, int64_t note);

#endif
