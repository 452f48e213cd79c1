#ifndef DOMAIN_STAFF_UNITS_H
#define DOMAIN_STAFF_UNITS_H

#include "domain/lookup.h"
#include "domain/staff_file.h"
#include "store/units.h"

/*
 * Which unit a row of staff means: by code, by name or path ("Sở Nội vụ ›
 * Thanh tra", also with > or /), or by both; `phong` is looked for below that.
 * A unit that has ended stands for its successor if there is one only. Inside
 * this room only.
 */
struct staff_unit {
    struct unit unit;
    const char *key; /* its name, plain */
    size_t parent;   /* NO_UNIT: a root */
    size_t alike;    /* the next one of the same name */
};

#define NO_UNIT ((size_t)-1)

struct staff_units {
    struct arena *arena;
    int64_t day; /* of the tree */
    struct staff_unit *list;
    size_t count;
    const struct unit_code *codes;
    size_t code_count;
    const struct unit_link *links;
    size_t link_count;
    struct lookup by_name, by_code;
    struct lookup answers; /* what was asked before */
    struct staff_answer *answered;
    size_t answer_count, answer_room;
};

MUST_CHECK enum status staff_units_read(struct db *db, struct arena *arena,
                                        int64_t day, struct staff_units *units);

/* *unit is 0 if the row names none. False: it names one that cannot be told;
   the findings say why. */
bool staff_unit_of(struct staff_units *units, struct findings *findings,
                   const char *file, const struct staff_row *row, int64_t day,
                   int64_t *unit);

#endif
