#ifndef STORE_UNITS_H
#define STORE_UNITS_H

#include "store/db.h"

/*
 * Units as a tree that changes: a unit exists from a day to a day, hangs under
 * a parent from a day to a day, and has codes from a day to a day. Every
 * question is therefore asked as of a day. `valid_to` is the first day
 * something no longer holds; 0 stands for "until further notice". A unit that
 * is renamed, merged or split ends, and what comes after it is its successor.
 */
struct unit {
    int64_t id;
    int64_t parent;                /* on the day asked for; 0: a root */
    const char *name, *short_name; /* short_name may be NULL */
    const char *kind;              /* see UNIT_KINDS */
    const char *code;              /* on that day; NULL if it has none */
    int64_t valid_from, valid_to;
};

/* What a unit can be, as stored. */
#define UNIT_KINDS                                                             \
    "agency", "department", "division", "service_unit", "commune", "point"

/* MISSING if there is none by that id; one that has ended is found. */
MUST_CHECK enum status unit_find(struct db *db, struct arena *arena, int64_t id,
                                 int64_t day, const struct unit **out);

/* The unit that has this code on that day, by whatever scheme. */
MUST_CHECK enum status unit_code_find(struct db *db, struct arena *arena,
                                      const char *code, int64_t day,
                                      const struct unit **out);

/* Units directly below `parent`, 0 for the roots, that exist on the day. */
MUST_CHECK enum status unit_child_list(struct db *db, struct arena *arena,
                                       int64_t parent, int64_t day,
                                       const struct unit **out, size_t *count);

/* The unit and all below it, in no order. */
MUST_CHECK enum status unit_subtree_list(struct db *db, struct arena *arena,
                                         int64_t root, int64_t day,
                                         const struct unit **out,
                                         size_t *count);

/* From the root down to the unit itself. */
MUST_CHECK enum status unit_path_list(struct db *db, struct arena *arena,
                                      int64_t id, int64_t day,
                                      const struct unit **out, size_t *count);

/* Units of the day whose name has words that begin so, side by side: "phong
   noi". `folded` holds letters, digits and spaces only. At most 100. */
MUST_CHECK enum status unit_word_list(struct db *db, struct arena *arena,
                                      const char *folded, int64_t day,
                                      const struct unit **out, size_t *count);

/* Every unit there ever was, by id, with parent and code as on the day: for an
   import, which has to know them all. */
MUST_CHECK enum status unit_all_list(struct db *db, struct arena *arena,
                                     int64_t day, const struct unit **out,
                                     size_t *count);

/* All codes of a unit, oldest first; `unit` 0 gives those of all units. */
struct unit_code {
    int64_t unit;
    const char *scheme, *code;
    int64_t valid_from, valid_to;
};
MUST_CHECK enum status unit_code_list(struct db *db, struct arena *arena,
                                      int64_t unit,
                                      const struct unit_code **out,
                                      size_t *count);

/* Under whom the unit has been, oldest first. */
struct unit_parent {
    int64_t parent;
    const char *name;
    int64_t valid_from, valid_to;
};
MUST_CHECK enum status unit_parent_list(struct db *db, struct arena *arena,
                                        int64_t unit,
                                        const struct unit_parent **out,
                                        size_t *count);

/* What came before and after: merged, split, renamed. `unit` 0: all links. */
struct unit_link {
    int64_t predecessor, successor;
    const char *predecessor_name, *successor_name;
    int64_t day;
    const char *note; /* may be NULL */
};
MUST_CHECK enum status unit_link_list(struct db *db, struct arena *arena,
                                      int64_t unit,
                                      const struct unit_link **out,
                                      size_t *count);

/* How many people have their main duty in the subtree of each child; `parent`
   0: of each root. A child without people is left out. */
struct unit_size {
    int64_t unit, people;
};
MUST_CHECK enum status unit_size_list(struct db *db, struct arena *arena,
                                      int64_t parent, int64_t day,
                                      const struct unit_size **out,
                                      size_t *count);

/* Duties in this very unit that hold on the day or later. */
MUST_CHECK enum status unit_duty_count(struct db *db, struct arena *arena,
                                       int64_t unit, int64_t day,
                                       int64_t *count);

/* What hangs on a unit and has to go somewhere when it ends. */
struct unit_duty {
    int64_t id, person;
    bool main;
    const char *job_title, *rank_code;
    int64_t position, duty_group, valid_from, valid_to;
};
/* Duties right in it that hold on the day or later; at most `limit`. */
MUST_CHECK enum status unit_duty_list(struct db *db, struct arena *arena,
                                      int64_t unit, int64_t day, int64_t limit,
                                      const struct unit_duty **out,
                                      size_t *count);
struct unit_grant {
    int64_t id, person;
    const char *role;
    int64_t valid_from;
};
/* Roles granted for it that hold on the day or later. */
MUST_CHECK enum status unit_grant_list(struct db *db, struct arena *arena,
                                       int64_t unit, int64_t day,
                                       const struct unit_grant **out,
                                       size_t *count);
/* Requirements (store/requirements.h) that hold for it and not for `other`. */
MUST_CHECK enum status unit_required_list(struct db *db, struct arena *arena,
                                          int64_t unit, int64_t other,
                                          const int64_t **out, size_t *count);

/* ---- changes, each within db_write ---------------------------------------*/

MUST_CHECK enum status assignment_unit_set(struct db *tx, struct arena *arena,
                                           int64_t assignment, int64_t unit);
/* Banks that one unit supplied are another's. */
MUST_CHECK enum status unit_banks_set(struct db *tx, struct arena *arena,
                                      int64_t from, int64_t to);

/* `unit` comes with its id; keys as text/names.h and text/fold.h make them. */
MUST_CHECK enum status unit_add(struct db *tx, struct arena *arena,
                                const struct unit *unit, const char *sort_key,
                                const char *fold_key);
MUST_CHECK enum status unit_end(struct db *tx, struct arena *arena,
                                int64_t unit, int64_t day);

/* CONFLICT: the code was given out from that day before. */
MUST_CHECK enum status unit_code_add(struct db *tx, struct arena *arena,
                                     int64_t unit,
                                     const struct unit_code *code);
/* End all codes that still hold. */
MUST_CHECK enum status unit_codes_end(struct db *tx, struct arena *arena,
                                      int64_t unit, int64_t day);

MUST_CHECK enum status unit_parent_add(struct db *tx, struct arena *arena,
                                       int64_t unit, int64_t parent,
                                       int64_t from);
MUST_CHECK enum status unit_parent_end(struct db *tx, struct arena *arena,
                                       int64_t unit, int64_t day);

MUST_CHECK enum status unit_link_add(struct db *tx, struct arena *arena,
                                     int64_t predecessor, int64_t successor,
                                     int64_t day, const char *note);

#endif
