#ifndef DOMAIN_PRESENCE_H
#define DOMAIN_PRESENCE_H

#include <stddef.h>
#include <stdint.h>

/*
 * Who is there: when an open paper's page was last heard of, and how long it
 * was silent in all. Kept in memory only, since it is asked for by the second
 * and worth nothing a day later; what is decided from it is written down as an
 * event of the room. All times in ms.
 */

/* A page of this paper is heard of: it saved, turned or sent its pulse. */
void presence_heard(int64_t attempt, int64_t now);

/* How long pages should wait before the next pulse: longer, the more there are,
   so that a whole city costs no more than a few thousand pulses a second. */
int64_t presence_interval(void);

struct presence {
    int64_t heard_at;  /* 0: never since the server started */
    int64_t silent_ms; /* in all, in gaps longer than a few pulses */
    int64_t gap_ms;    /* of that: the one that lasts */
};
struct presence presence_of(int64_t attempt, int64_t now);

/* Handed in: of no interest any more. */
void presence_gone(int64_t attempt);

#endif
