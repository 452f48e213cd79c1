#ifndef STORE_SQLITE_CONNECTION_H
#define STORE_SQLITE_CONNECTION_H

#include <sqlite3.h>

#include "store/db.h"

/*
 * One connection to an SQLite file, with the statements it has prepared.
 * Used by one thread at a time.
 */
struct sqlite_connection {
    sqlite3 *sqlite;
    sqlite3_stmt *prepared[SQL__COUNT]; /* made on first use, kept */
    struct sqlite_connection *next;     /* in the list of free readers */
};

/* FAILED: cannot be opened; the log says why. A connection that only reads is
   `query_only` and never checkpoints, not even when it is closed last: two
   that write a WAL can corrupt it in SQLite before 3.51.3. */
MUST_CHECK enum status sqlite_connect(struct sqlite_connection **out,
                                      const char *path, bool reading);
void sqlite_disconnect(struct sqlite_connection *c);

MUST_CHECK enum status sqlite_run(struct sqlite_connection *c,
                                  struct arena *arena, enum sql statement,
                                  const struct value *args, size_t count,
                                  struct rows *rows);
MUST_CHECK enum status sqlite_script(struct sqlite_connection *c,
                                     const char *sql);

/* Does the statement write? FAILED if it cannot be prepared. */
MUST_CHECK enum status sqlite_writes(struct sqlite_connection *c,
                                     enum sql statement, bool *writes);

#endif
