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

#endif
