#ifndef DOMAIN_REQUIREMENTS_H
#define DOMAIN_REQUIREMENTS_H

#include "domain/house.h"
#include "store/courses.h"
#include "store/requirements.h"

/*
 * Courses that are required: made and ended by who schedules, and what they
 * mean for one person.
 */
struct new_requirement {
    const char *course_code;
    const char *const *kinds; /* none: whoever it is */
    size_t kind_count;
    const char *basis;         /* may be "" */
    int64_t due_on, since;     /* days; since 0: completed whenever */
    struct required_whom whom; /* kinds are of the units' people */
    int64_t by, now;
};

enum requirement_fault {
    REQUIREMENT_FINE,
    REQUIREMENT_NO_COURSE, /* none, or one that is not here */
    REQUIREMENT_NO_DUE,
    REQUIREMENT_PAST,   /* its last day is over */
    REQUIREMENT_NOBODY, /* neither units nor people */
    REQUIREMENT_FAULTS
};
/* Bits 1 << fault of all that must be mended. */
MUST_CHECK enum status requirement_faults(struct house *house,
                                          struct arena *arena,
                                          const struct new_requirement *n,
                                          uint64_t *faults);
/* The same once more is the one that holds. INVALID: it has faults. */
MUST_CHECK enum status requirement_make(struct house *house,
                                        struct arena *arena,
                                        const struct new_requirement *n,
                                        int64_t *id);
/* INVALID: no reason. CONFLICT: ended already. */
MUST_CHECK enum status requirement_drop(struct house *house,
                                        struct arena *arena, int64_t id,
                                        const char *reason, int64_t by,
                                        int64_t now);

/* What is required of a person, what is not done yet before what is, then by
   the last day. */
struct required {
    const struct requirement *requirement;
    const struct course *course;
    int64_t done_at; /* 0: not completed, or before `since` */
    bool begun, overdue;
};
MUST_CHECK enum status required_of(struct house *house, struct arena *arena,
                                   int64_t person, int64_t now,
                                   const struct required **out, size_t *count);

#endif
