#ifndef DOMAIN_DUTIES_H
#define DOMAIN_DUTIES_H

#include "domain/roles.h"

/*
 * A person's duties, changed one by one: a main one, concurrent ones, the end
 * of service. Nothing is written over: what held before ends on the day, and
 * results keep the duty of theirs.
 */
struct duty_order {
    enum duty_deed {
        DUTY_GIVE,  /* a new one; a main one ends the main one before */
        DUTY_END,   /* a concurrent one ends */
        DUTY_LEAVE, /* the service ends, and all duties with it */
    } deed;
    int64_t person;
    int64_t duty; /* DUTY_END */
    int64_t unit; /* DUTY_GIVE; 0: no such unit */
    bool main;
    const char *job_title, *rank_code; /* may be "" */
    int64_t position, duty_group;      /* 0: none */
    int64_t day;                       /* from when; 0: cannot be read */
};

enum duty_fault {
    DUTY_FINE,
    DUTY_NO_DAY,
    DUTY_NO_UNIT,   /* none by this code on the day */
    DUTY_TOO_EARLY, /* not after what it ends began */
    DUTY_SAME,      /* they have a duty there already */
    DUTY_IS_MAIN,   /* the main duty ends with the next one or the service */
};

/* MISSING: the person or the unit is out of reach, or has no such duty.
   INVALID: see `fault`. CONFLICT: changed meanwhile. */
MUST_CHECK enum status duty_order_do(struct house *house, struct arena *arena,
                                     const struct actor *actor,
                                     const struct duty_order *order,
                                     enum duty_fault *fault);

#endif
