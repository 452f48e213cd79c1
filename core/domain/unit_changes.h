#ifndef DOMAIN_UNIT_CHANGES_H
#define DOMAIN_UNIT_CHANGES_H

#include "domain/roles.h"
#include "domain/units.h"

/*
 * How an organisation changes, as one deed with a day and a reason. Nothing
 * that was is written over: a unit that is renamed, merged or split ends, and
 * what comes after is its successor; results keep the unit of their day. What
 * hangs on a unit that ends goes over to its successors: duties, roles,
 * required courses, banks, and the units below it.
 */
enum { MOST_PARTS = 8, MOST_DUTIES_MOVED = 5000 };

struct unit_change {
    enum unit_change_kind {
        UNIT_ADD,     /* parts[0] begins below unit */
        UNIT_MOVE,    /* unit hangs under `parent` */
        UNIT_REPLACE, /* unit and `others` end, `parts` begin in its place */
        UNIT_CLOSE,   /* unit ends; nobody and nothing is in it */
    } kind;
    int64_t unit, parent;
    const int64_t *others; /* that end with it: a merger */
    size_t other_count;
    struct unit_draft parts[MOST_PARTS]; /* parent and from are filled in */
    size_t part_count;
    /* Of a split: which part takes over what is right in the units that end,
       and where each unit below goes (child_part[i] for children[i]; one that
       is not named goes where the rest goes). */
    size_t rest_part;
    const int64_t *children;
    const size_t *child_part;
    size_t child_count;
    int64_t day;
    const char *note; /* the decision it rests on */
};

enum unit_fault {
    UNIT_FINE,
    UNIT_NO_NAME,
    UNIT_NO_KIND,
    UNIT_BAD_DAY, /* cannot be read, to come, or not after the units began */
    UNIT_NO_NOTE,
    UNIT_NO_PARENT, /* none by this code on the day, or below the unit */
    UNIT_NO_OTHERS, /* none by this code, or the unit itself */
    UNIT_CODE_TAKEN,
    UNIT_FEW_PARTS, /* a split into one */
    UNIT_IN_USE,    /* to be closed, with people or units in it */
    UNIT_TOO_LARGE, /* more duties than MOST_DUTIES_MOVED */
    UNIT_FAULTS
};

/* What it means: shown before it is done. */
struct unit_effect {
    size_t duties, roles, requirements, children;
};

/* Bits 1 << fault of what must be mended. MISSING: a unit is out of reach. */
MUST_CHECK enum status
unit_change_look(struct house *house, struct arena *arena,
                 const struct actor *actor, const struct unit_change *change,
                 uint64_t *faults, struct unit_effect *effect);

/* All of it in one transaction. INVALID: it has faults. `unit`: where to look
   next, the first of the new ones or the unit itself. */
MUST_CHECK enum status unit_change_do(struct house *house, struct arena *arena,
                                      const struct actor *actor,
                                      const struct unit_change *change,
                                      int64_t *unit);

#endif
