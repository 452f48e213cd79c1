#ifndef DOMAIN_EXPORTS_H
#define DOMAIN_EXPORTS_H

#include "base/status.h"
#include "store/db.h"

/* Who took which results out of the house: written before the file is handed
   over, so that no export is without its record. */
struct export_record {
    int64_t actor; /* person; 0: the console */
    int64_t now;
    const char *format;
    int64_t sitting, unit; /* 0: all */
    int64_t rows;
    bool national_id; /* identity numbers in full */
};
MUST_CHECK enum status export_recorded(struct db *db,
                                       const struct export_record *record);

#endif
