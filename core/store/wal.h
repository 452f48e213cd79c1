#ifndef STORE_WAL_H
#define STORE_WAL_H

#include "base/status.h"

/*
 * SQLite takes the log of writes (khoa.db-wal) up to the first frame that does
 * not verify and drops the rest in silence. Mostly that is right: the last
 * transaction was cut off by a power cut and nobody was told that it was kept.
 * But a transaction is only begun when the one before it is on disk, so where
 * more than one commit follows the broken place, something that had been
 * acknowledged would be lost. Then no server may start.
 */

/* Look at the log beside this database, before it is opened. FAILED: it is
   broken in such a way, or cannot be read; the log says so. */
MUST_CHECK enum status wal_check(const char *database);

#endif
