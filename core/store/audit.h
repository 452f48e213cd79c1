#ifndef STORE_AUDIT_H
#define STORE_AUDIT_H

#include "store/db.h"

/*
 * Who did what, appended and never changed. No personal data beyond ids: names
 * are looked up when shown, so that they can be erased while the chain over
 * these rows still verifies.
 */
struct deed {
    int64_t id;         /* 0: a new one */
    int64_t at;         /* ms */
    int64_t actor;      /* person; 0: the server or the console */
    const char *action; /* "test.publish", "results.export" */
    const char *object; /* "test", "sitting"; NULL if none */
    int64_t object_id;
    const char *detail; /* canonical JSON; NULL is {} */
};

/* Within the transaction of the deed itself. */
MUST_CHECK enum status audit_add(struct db *tx, struct arena *arena,
                                 const struct deed *deed);

/* MISSING unless its actor has done this to its object at `at` or later. */
MUST_CHECK enum status audit_find(struct db *db, struct arena *arena,
                                  const struct deed *deed);

/* How often this was done to that object. */
MUST_CHECK enum status audit_deed_count(struct db *db, const char *action,
                                        const char *object, int64_t object_id,
                                        int64_t *out);

/* Which deeds are shown; newest first, those before `before` and, at the same
   moment, of a lesser id. */
struct trail_filter {
    int64_t from, before; /* ms */
    int64_t before_id;
    const char *actions; /* ",account.open,account.slip,"; NULL: all */
    const char *find;    /* folded part of a name; NULL: everybody */
    const char *number;  /* or the staff number itself */
    int64_t unit;        /* with all below it on `day`; 0: everywhere */
    int64_t day;
};

/* A deed with the names of today; each NULL where there is none. */
struct trail_deed {
    int64_t id, at, actor;
    const char *actor_name, *action, *object;
    int64_t object_id;
    const char *person_name, *sitting_title, *unit_name; /* of the object */
    const char *detail;                                  /* JSON */
};
MUST_CHECK enum status audit_trail_list(struct db *db, struct arena *arena,
                                        const struct trail_filter *filter,
                                        int64_t limit,
                                        const struct trail_deed **out,
                                        size_t *count);

#endif
