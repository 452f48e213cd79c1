#ifndef DOMAIN_UNITS_H
#define DOMAIN_UNITS_H

#include "store/units.h"

/*
 * How the tree of units changes. Each function runs within db_write and leaves
 * a tree: no unit above itself, nothing open below what has ended.
 */
struct unit_draft {
    const char *name, *short_name; /* short_name may be NULL */
    const char *kind;              /* one of UNIT_KINDS */
    const char *scheme, *code;     /* NULL: no code */
    int64_t parent;                /* 0: a root */
    int64_t from;                  /* day */
};

/* INVALID: no name, no such kind, or a parent that does not exist on the day.
   CONFLICT: the code belongs to a unit of that day. */
MUST_CHECK enum status unit_open(struct db *tx, struct arena *arena,
                                 const struct unit_draft *draft, int64_t *id);

/* From `day` on it is no more; its codes end with it. INVALID: units are still
   open below it, or people still have a duty there. */
MUST_CHECK enum status unit_close(struct db *tx, struct arena *arena,
                                  int64_t unit, int64_t day);

/* Under another parent from `day` on. INVALID: the parent lies below the unit,
   or does not exist on the day. */
MUST_CHECK enum status unit_move(struct db *tx, struct arena *arena,
                                 int64_t unit, int64_t parent, int64_t day);

/* `successor` takes over from `predecessor`, wholly or in part; merged, split
   and renamed units are written by several of these. */
MUST_CHECK enum status unit_succeed(struct db *tx, struct arena *arena,
                                    int64_t predecessor, int64_t successor,
                                    int64_t day, const char *note);

bool unit_is_kind(const char *kind);

/* "Sở Nội vụ › Phòng Công chức, viên chức": from below the root to the unit;
   the root alone is itself. */
MUST_CHECK enum status unit_path_name(struct db *db, struct arena *arena,
                                      int64_t unit, int64_t day,
                                      const char **out);

#endif
