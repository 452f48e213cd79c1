#ifndef STORE_OPERATION_H
#define STORE_OPERATION_H

#include "store/db.h"

/* What an operator watches, counted in the database. */
struct operation {
    int64_t sessions;              /* not ended */
    int64_t attempts;              /* open */
    int64_t grading, grading_due;  /* waiting; since when the oldest, 0: none */
    int64_t unsealed, unsealed_at; /* likewise */
    int64_t links;                 /* in the chain */
    int64_t signed_at;             /* newest checkpoint; 0: none */
};
/* What a backup has to hold: counted to compare. */
struct records {
    int64_t people, attempts, saves, results;
};
MUST_CHECK enum status records_count(struct db *db, struct arena *arena,
                                     struct records *out);

/* Administrators who sign in by a password alone, on a day. */
MUST_CHECK enum status administrator_plain_count(struct db *db,
                                                 struct arena *arena,
                                                 int64_t day, int64_t *count);

MUST_CHECK enum status operation_find(struct db *db, int64_t now,
                                      struct operation *out);

#endif
