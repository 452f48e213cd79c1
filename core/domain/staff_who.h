#ifndef DOMAIN_STAFF_WHO_H
#define DOMAIN_STAFF_WHO_H

#include "domain/lookup.h"
#include "domain/staff_plan.h"
#include "domain/staff_units.h"

/*
 * Who the rows of an import are about: the people on record, by their numbers
 * and by name and birth date. All of it lives in the arena of the planning.
 * Inside this room only.
 */

/* The numbers by which a person is known, in the order of the columns. */
enum { KEYS = 3 };
extern const enum staff_column staff_key_columns[KEYS];

struct known {
    struct person person;
    struct assignment duty; /* the main one that is open; id 0: none */
};

/* Codes with names: positions, groups of duties. */
struct codes {
    const struct coded *list;
    size_t count;
    struct lookup by_code, by_name;
    struct coded **added;
    size_t *added_count;
    enum staff_column code, name;
};

struct planning {
    struct db *db;
    struct arena *arena;
    const char *file;
    struct findings *findings;
    int64_t now, day;
    const struct staff_rows *rows;
    struct staff_plan *plan;
    struct staff_units units;
    struct codes positions, groups;
    struct known *known;
    size_t known_count, known_room;
    struct lookup known_by[KEYS], row_by[KEYS];
    struct lookup bare_numbers; /* known staff numbers without zeros ahead */
    struct lookup alike;        /* known: folded name and birth date */
    struct lookup alike_rows;
    struct lookup concurrent; /* person and unit, of this file */
    int64_t *people;          /* of each row; 0: none */
};

/* Tell what is wrong with a cell. */
void staff_wrong(struct planning *planning, const struct staff_row *row,
                 enum staff_column column, const char *vi, const char *en);

/* Read people, units and codes; before anything below. */
MUST_CHECK enum status staff_known_read(struct planning *planning);

/* The rest tells what is wrong itself and is false then. */

/* A key may stand in one row only. */
bool staff_row_is_once(struct planning *planning, size_t row);

/* The keys of a row must not lead to two people. NULL: nobody known. */
bool staff_row_who(struct planning *planning, const struct staff_row *row,
                   struct known **out);

/* A number in the wrong row would turn one person into another. */
bool staff_row_agrees(struct planning *planning, const struct staff_row *row,
                      const struct person *known);

/* Somebody new, or somebody known whose number lost its zeros? */
bool staff_row_is_new(struct planning *planning, size_t row);

#endif
