#ifndef DOMAIN_PREFLIGHT_H
#define DOMAIN_PREFLIGHT_H

#include "domain/sittings.h"

/*
 * A look at a whole sitting before it opens: what would go wrong for somebody,
 * while it can still be mended. Looks, and changes nothing.
 */
enum preflight {
    CHECK_WINDOW_SHORT,   /* shorter than the limit: nobody has all the time */
    CHECK_WINDOW_TIGHT,   /* who begins `count` minutes late has less */
    CHECK_WAIT_LONG,      /* `count` minutes between two attempts: no second one
                             fits into the window */
    CHECK_PLUGIN,         /* `detail` is not approved any more */
    CHECK_SAME_QUESTIONS, /* `count` cells give everybody the same items */
    CHECK_KEY_SOON,       /* the key is shown while others still sit */
    CHECK_KEY_RETRY,      /* ... and may be used in the next attempt */
    CHECK_NO_ENGLISH,     /* `detail`: what has no English words */
    CHECK_NOBODY,         /* nobody is called any more */
    CHECK_NO_WAY_IN,      /* `count` people have neither password nor slip */
    CHECK_DISABLED,       /* accounts of `count` people are disabled */
    CHECK_UNSEATED,       /* there are rooms, and `count` have no seat */
    CHECK_ROOMLESS,       /* `count` are granted a room of their own, and have
                             none */
    CHECK_NO_PROCTOR,     /* somebody must let people in, and nobody watches */
    CHECK_ROOM_ALONE,     /* nobody watches room `detail` */
    CHECK_NO_OPENERS,     /* two must open it: `count` could */
    CHECK_OVERLAP,        /* `count` sit another test in the same hours */
    CHECK_INSIDERS,       /* `count` candidates may see items elsewhere */
    CHECK_NO_MARKER,      /* answers wait for a person, nobody marks */
    CHECK_DISK,           /* `count` MB are left */
    CHECK_CLOCK,          /* the machine's clock is not kept */
    CHECKS
};

enum preflight_level {
    CHECK_STOPS, /* somebody cannot sit, or loses */
    CHECK_ASKS   /* may be meant so */
};

struct preflight_finding {
    enum preflight what;
    enum preflight_level level;
    int64_t count;
    const char *detail; /* name; NULL: none */
};

/* The worst first. */
MUST_CHECK enum status preflight(struct house *house, struct arena *arena,
                                 const struct sitting *sitting, int64_t now,
                                 const struct preflight_finding **out,
                                 size_t *count);

#endif
