#ifndef DOMAIN_EXPORTS_H
#define DOMAIN_EXPORTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "store/db.h"

/*
 * Who took which results out of the house: written before the file is handed
 * over, so that no export is without its record.
 *
 * Only the server writes the database. A command that exports beside it leaves
 * a note in `data`/spool instead, on disk before the file gets its name; the
 * server, or the next one that starts, makes a deed of it and takes it away.
 * A note is made a deed once, whatever is cut off: it brings its own id.
 */
struct export_record {
    int64_t actor; /* person; 0: the console */
    int64_t now;
    const char *format;
    bool trail;            /* of the trail of deeds, not of results */
    int64_t sitting, unit; /* 0: all */
    int64_t rows;
    bool national_id; /* identity numbers in full */
    int64_t user;     /* of the machine, at the console */
};
MUST_CHECK enum status export_recorded(struct db *db,
                                       const struct export_record *record);

/* FAILED: it is not on disk, so nothing may be handed over; the log says why.
   Call id_node() before: the id must be none that a server makes. */
MUST_CHECK enum status export_noted(const char *data,
                                    const struct export_record *record);

/* Make deeds of the notes; `*taken` says of how many. A note that cannot be
   read is renamed to NAME.bad and told in the log. */
MUST_CHECK enum status exports_take_in(struct db *db, const char *data,
                                       size_t *taken);

#endif
