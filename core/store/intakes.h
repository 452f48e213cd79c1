#ifndef STORE_INTAKES_H
#define STORE_INTAKES_H

#include "store/db.h"

/*
 * Staff lists brought to the page of imports, see domain/intakes.h.
 */
struct intake {
    int64_t id;
    const char *file_name, *digest;
    int64_t size;
    const char *encoding;          /* see text/encoding.h */
    const char *heading, *columns; /* JSON lists of texts */
    int64_t from_day;              /* 0: the day it is taken in */
    const char *state; /* new checking checked taking done dropped */
    const char *counts, *findings; /* JSON; '[]' in a list */
    int64_t errors, warnings;
    const char *trouble; /* "", "busy", "failed": how the last step ended */
    int64_t by_person, at, changed_at;
    const char *by_name; /* in a list */
};

MUST_CHECK enum status intake_find(struct db *db, struct arena *arena,
                                   int64_t id, const struct intake **out);
/* The newest fifty. */
MUST_CHECK enum status intake_list(struct db *db, struct arena *arena,
                                   const struct intake **out, size_t *count);
/* One that waits for its step. MISSING: none. */
MUST_CHECK enum status intake_due_find(struct db *db, struct arena *arena,
                                       int64_t *id);
/* The columns of the last list with these headings. MISSING: none. */
MUST_CHECK enum status intake_alike_find(struct db *db, struct arena *arena,
                                         const char *heading,
                                         const char **columns);

/* ---- changes, each within db_write ---------------------------------------*/

MUST_CHECK enum status intake_add(struct db *tx, struct arena *arena,
                                  const struct intake *intake);
/* Encoding, heading, columns, day and state. CONFLICT: it is at work. */
MUST_CHECK enum status intake_choose(struct db *tx, struct arena *arena,
                                     const struct intake *intake, int64_t now);
/* CONFLICT: it was not in `from`. */
MUST_CHECK enum status intake_move(struct db *tx, struct arena *arena,
                                   int64_t id, const char *from, const char *to,
                                   int64_t now);
/* State, counts, findings, trouble. */
MUST_CHECK enum status intake_tell(struct db *tx, struct arena *arena,
                                   const struct intake *intake, int64_t now);

#endif
