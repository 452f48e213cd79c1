#ifndef DOMAIN_ACCOMMODATIONS_H
#define DOMAIN_ACCOMMODATIONS_H

#include "domain/tests.h"
#include "store/rooms.h"

/*
 * What a person is granted for every sitting while it holds: more time, breaks,
 * larger text, a room of their own. It is recorded once, with the decision it
 * rests on (never a diagnosis) and who approved it, and applied to the limit
 * and to the window of each sitting by itself. Vendors and markers never see
 * it.
 */
enum accommodation_fault {
    GRANT_FINE,
    GRANT_NO_BASIS,
    GRANT_BAD_PERCENT, /* not 100 to 400 */
    GRANT_BAD_BREAK,   /* not 0 to 240 minutes */
    GRANT_BAD_DAYS,    /* no first day, or the last before it */
    GRANT_NOTHING      /* neither time nor text nor room */
};

/* From its first day on; whatever sittings the person is called to know of it
   at once. INVALID: `*fault` says why. */
MUST_CHECK enum status accommodation_grant(struct house *house,
                                           struct arena *arena,
                                           const struct accommodation *one,
                                           enum accommodation_fault *fault);

/* It holds until the day before today. MISSING: no such one that holds. */
MUST_CHECK enum status accommodation_stop(struct house *house,
                                          struct arena *arena, int64_t person,
                                          int64_t id, int64_t by, int64_t now);

/* ms that a person gets beyond a test's limit, by what holds on the day: a
   share of the limit, and the breaks. */
int64_t accommodation_extra(const struct accommodation *one, int64_t limit_ms);
/* The same of a person; 0 if nothing is granted. `*one` may be NULL. */
MUST_CHECK enum status extra_time_of(struct db *db, struct arena *arena,
                                     int64_t person, int64_t limit_ms,
                                     int64_t now, struct accommodation *one,
                                     int64_t *extra);

/* After people were called: until when papers of the sitting may run. */
MUST_CHECK enum status accommodation_stretch(struct db *tx, struct arena *arena,
                                             int64_t sitting, int64_t opens_at,
                                             int64_t closes_at,
                                             int64_t limit_ms);

#endif
