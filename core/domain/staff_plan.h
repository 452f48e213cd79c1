#ifndef DOMAIN_STAFF_PLAN_H
#define DOMAIN_STAFF_PLAN_H

#include "domain/staff_file.h"
#include "domain/staff_import.h"

/*
 * What an import would do: the rows of a file held against the people we know.
 * Inside this room only.
 */
struct staff_change {
    struct person person;
    int64_t was;  /* changed_at of what was read */
    bool renamed; /* other words to be found by */
    bool leaves;  /* all duties end on left_on */
};

struct staff_end {
    int64_t duty, day;
};

struct staff_plan {
    struct person *added;
    struct assignment *duties; /* of people added and of people known */
    struct staff_change *changed;
    struct assignment *corrected; /* duties that began on the very day */
    struct staff_end *ended;
    struct coded *positions, *groups; /* that are new */
    size_t added_count, duty_count, changed_count, corrected_count, ended_count,
        position_count, group_count;
    struct staff_counts counts;
};

/* What is wrong goes to the findings. */
MUST_CHECK enum status staff_plan_make(struct db *db, struct arena *arena,
                                       const struct staff_file *file,
                                       const struct staff_import *import,
                                       const struct staff_rows *rows,
                                       struct findings *findings,
                                       struct staff_plan *plan);

/* Write it: staged, then made visible at once, with a deed; `run` is what it
   goes by. CONFLICT: see
   staff_import; nothing is left then. */
MUST_CHECK enum status staff_plan_write(struct db *db,
                                        const struct staff_file *file,
                                        const struct staff_import *import,
                                        const struct staff_plan *plan,
                                        int64_t *run);

/* Is there anything to write? */
bool staff_plan_is_empty(const struct staff_plan *plan);

#endif
