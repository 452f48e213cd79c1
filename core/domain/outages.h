#ifndef DOMAIN_OUTAGES_H
#define DOMAIN_OUTAGES_H

#include "domain/house.h"
#include "store/db.h"

/*
 * The server measures its own outages. While it works it leaves a mark in the
 * data folder every few seconds (the file `alive`: a moment in ms); when it
 * starts and the mark is old, each sitting in which somebody worked at that
 * time gets an event of the room, with how long they waited. Whether they are
 * given that time is for a person to say: the console proposes it. Where the
 * sitting chose in advance that its clocks stand still, each paper gets it at
 * once, also one that would have run out meanwhile: it goes on with what was
 * left. Not where it lasted longer than OUTAGE_MOST_MS or the clock cannot be
 * trusted: then a person decides.
 */
enum {
    OUTAGE_BEAT_MS = 5000,
    OUTAGE_LEAST_MS = 15000,
    OUTAGE_MOST_MS = 14400000
};

/* Leaves the mark, at most every OUTAGE_BEAT_MS; asked as often as one likes,
   from one thread. */
void outage_beat(const struct house *house, int64_t now);

/* Once, when the server has started. `*sittings`: in how many it was noted. */
MUST_CHECK enum status outage_note(struct house *house, struct arena *arena,
                                   int64_t now, size_t *sittings);

#endif
