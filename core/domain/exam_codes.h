#ifndef DOMAIN_EXAM_CODES_H
#define DOMAIN_EXAM_CODES_H

#include "domain/door.h"
#include "domain/proctoring.h"

/*
 * One-time exam slips. A code of 16 letters (79 bits) lets its candidate into
 * one sitting, once, and to nothing else: no other page opens with it, whatever
 * the person may do elsewhere. It is good from an hour before the sitting opens
 * until its last paper ends; who must sign in again, at another machine say, is
 * let in again by a proctor. Only digests are kept, so printing again makes new
 * codes and those printed before are of no use.
 */
enum { EXAM_CODE_GROUPS = 4, EXAM_CODE_GROUP = 4, EXAM_CODES_MOST = 20000 };

/* New codes for these candidates of a sitting, all or none; accounts are opened
   where there are none. `codes` beside the candidates, "K7XP-M4QT-RD9W-HCA2".
   MISSING: one is of another sitting. CONFLICT: it is over or cancelled.
   INVALID: more than EXAM_CODES_MOST. */
MUST_CHECK enum status exam_codes_make(struct house *house, struct arena *arena,
                                       int64_t sitting,
                                       const int64_t *candidates, size_t count,
                                       int64_t by, int64_t now,
                                       const char *const **codes);

enum exam_entry {
    EXAM_ENTERED,
    EXAM_UNKNOWN, /* no such code, or its person may not sign in */
    EXAM_EARLY,
    EXAM_OVER,
    EXAM_USED, /* a proctor lets them in again */
};
struct exam_entrance {
    enum exam_entry entry;
    const char *token; /* EXAM_ENTERED: for the cookie */
    int64_t sitting, opens_at;
};
/* `typed`: with or without hyphens and spaces, in any case. */
MUST_CHECK enum status exam_code_enter(struct house *house, struct arena *arena,
                                       const char *typed, int64_t now,
                                       struct exam_entrance *out);

/* The code works once more, and where it was used before is signed out.
   CONFLICT: it was not used. */
MUST_CHECK enum status room_readmit(struct house *house, struct arena *arena,
                                    const struct deed_in_room *deed);

#endif
