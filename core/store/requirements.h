#ifndef STORE_REQUIREMENTS_H
#define STORE_REQUIREMENTS_H

#include "store/db.h"

/*
 * Courses that people have to complete by a day, and how far they are.
 */
struct requirement {
    int64_t id;
    const char *course_code;
    const char *kinds;  /* ",cong_chuc,vien_chuc,"; "": whoever it is */
    const char *basis;  /* may be "" */
    int64_t due_on;     /* the last day */
    int64_t since;      /* day; completed on it or later; 0: ever */
    const char *digest; /* of all this, units and people; only to add one */
    int64_t created_at, created_by;
    int64_t ended_at; /* 0: it holds */
    const char *end_reason;
};
/* Of whom: of everybody of some units, and of people one by one. */
struct required_whom {
    const int64_t *units, *people;
    size_t unit_count, people_count;
};
/* CONFLICT: the same holds already. */
MUST_CHECK enum status requirement_add(struct db *tx, struct arena *arena,
                                       const struct requirement *requirement,
                                       const struct required_whom *whom);
/* One unit more that it holds for. */
MUST_CHECK enum status requirement_unit_add(struct db *tx, struct arena *arena,
                                            int64_t requirement, int64_t unit);
/* CONFLICT: it was ended already. */
MUST_CHECK enum status requirement_end(struct db *tx, struct arena *arena,
                                       int64_t id, const char *reason,
                                       int64_t now);
MUST_CHECK enum status requirement_find(struct db *db, struct arena *arena,
                                        int64_t id,
                                        const struct requirement **out);
/* The one that holds and says the same. */
MUST_CHECK enum status requirement_find_same(struct db *db, struct arena *arena,
                                             const char *digest,
                                             const struct requirement **out);

struct required_unit {
    int64_t id;
    const char *name;
};
MUST_CHECK enum status requirement_unit_list(struct db *db, struct arena *arena,
                                             int64_t requirement,
                                             const struct required_unit **out,
                                             size_t *count);

/* Those somebody looks after; as in sitting_filter. */
struct requirement_filter {
    bool whole;
    int64_t viewer;
    const char *roles;
    int64_t day;
    int64_t requirement; /* only this one; 0: all */
};
MUST_CHECK enum status requirement_scope_list(
    struct db *db, struct arena *arena, const struct requirement_filter *filter,
    int64_t limit, int64_t from, const struct requirement **out, size_t *count);

/* What holds for a person on a day, by the last day. */
MUST_CHECK enum status requirement_person_list(struct db *db,
                                               struct arena *arena,
                                               int64_t person, int64_t day,
                                               const struct requirement **out,
                                               size_t *count);

/* People by their main duty. `whole`: false for the unit that was asked for,
   of which only who is right in it counts; true for one below, with all that
   is below it. */
struct requirement_progress {
    int64_t unit;
    const char *name;
    bool whole;
    int64_t people, done, begun; /* begun and not done */
};
/* `unit` 0: of the units that it names. */
MUST_CHECK enum status
requirement_progress_list(struct db *db, struct arena *arena,
                          const struct requirement *requirement, int64_t unit,
                          int64_t day, const struct requirement_progress **out,
                          size_t *count);

struct lacking {
    int64_t person;
    const char *full_name, *staff_number, *unit_name;
    int64_t began_at, seen_at; /* 0: not begun */
};

/* Somebody who is named by themselves and is in service. */
struct named {
    struct lacking who;
    int64_t done_at;   /* 0: not completed, or before it counts */
    bool by_unit_also; /* counted with a unit */
};
/* Who lacks it first, then by name. */
MUST_CHECK enum status
requirement_named_list(struct db *db, struct arena *arena,
                       const struct requirement *requirement, int64_t day,
                       const struct named **out, size_t *count);
/* How many are named, in service or not. */
MUST_CHECK enum status requirement_named_count(struct db *db,
                                               struct arena *arena,
                                               int64_t requirement,
                                               int64_t *out);
/* Who in a unit and below it has not completed it: the first of them by name.
 */
MUST_CHECK enum status
requirement_lacking_list(struct db *db, struct arena *arena,
                         const struct requirement *requirement, int64_t unit,
                         int64_t day, int64_t limit, const struct lacking **out,
                         size_t *count);

#endif
