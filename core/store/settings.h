#ifndef STORE_SETTINGS_H
#define STORE_SETTINGS_H

#include "store/db.h"

/* What an administrator decides, by name; and what the database says of
   itself when the server starts. */

/* "body_name", "demo". MISSING if it was never set. */
MUST_CHECK enum status setting_find(struct db *db, struct arena *arena,
                                    const char *name, const char **out);
MUST_CHECK enum status setting_put(struct db *tx, struct arena *arena,
                                   const char *name, const char *content);

/* The largest id made so far, 0 in an empty database: of what is written most
   often. Ids hold the time they were made at, see base/random.h. */
MUST_CHECK enum status newest_id_find(struct db *db, int64_t *out);

#endif
