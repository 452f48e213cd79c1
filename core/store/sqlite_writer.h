#ifndef STORE_SQLITE_WRITER_H
#define STORE_SQLITE_WRITER_H

#include <pthread.h>

#include "store/sqlite_connection.h"

/*
 * The one writer of an SQLite file: group commit.
 *
 * A thread of its own holds the only connection that writes and checkpoints.
 * Whoever wants to write hands it a work and waits; the works that wait
 * together run one after the other, each in a savepoint, and share one COMMIT.
 * So an fsync is paid once for all of them, and none of them is told anything
 * before it is paid, not even that it failed: a CONFLICT or a receipt seen
 * inside rests on neighbours that could still be lost.
 *
 * What each failure means for the others:
 *   a work returns not-OK     its savepoint is rolled back, the rest goes on
 *   the whole batch is gone   (full disk, I/O error, no memory: SQLite rolled
 *                             it back) whoever ran in it gets FAILED, and who
 *                             had not yet run goes into the next batch
 *   COMMIT fails              all get FAILED: "unknown, ask again"
 *   an fsync failed           the process ends: what the kernel still holds is
 *                             not what is on disk, and only a start from the
 *                             file says what is
 */
struct sqlite_writer;

typedef enum status sqlite_work(void *connection, void *arg);

/* `turn`, if not NULL, is held while a batch is open: for a database in memory
   whose readers use the same connection. */
MUST_CHECK enum status sqlite_writer_start(struct sqlite_writer **out,
                                           const char *path,
                                           pthread_mutex_t *turn);
void sqlite_writer_stop(struct sqlite_writer *writer);

MUST_CHECK enum status sqlite_writer_write(struct sqlite_writer *writer,
                                           sqlite_work *work, void *arg);

struct sqlite_connection *sqlite_writer_connection(struct sqlite_writer *w);
void sqlite_writer_figures(struct sqlite_writer *writer,
                           struct db_figures *out);

#endif
