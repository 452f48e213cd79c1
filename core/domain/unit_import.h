#ifndef DOMAIN_UNIT_IMPORT_H
#define DOMAIN_UNIT_IMPORT_H

#include "domain/staff_import.h"

/*
 * The tree of units from a CSV file: where an installation with nobody in it
 * begins, since staff can only be imported into units that are there.
 *
 * The first row names the columns: ma_don_vi, ten_don_vi, loai, and if wanted
 * ma_cap_tren (the code of the unit above; empty: a root), ten_tat, tu_ngay.
 * Rows may come in any order. A unit that is known by its code and that the
 * file says the same of stays; one of which it says something else is an
 * error, because renaming, moving and merging are deeds with a day and a
 * successor, not corrections.
 *
 * All or nothing: with one error nothing is written, otherwise one transaction
 * writes all. `import->day` is when a unit begins whose row gives no day.
 */
struct unit_counts {
    int64_t rows, added, same;
};

/* INVALID: the findings say what to mend, by row. CONFLICT: somebody changed
   units meanwhile; nothing was written. */
MUST_CHECK enum status unit_import(struct house *house, struct arena *arena,
                                   const struct staff_file *file,
                                   const struct staff_import *import,
                                   struct findings *findings,
                                   struct unit_counts *counts);

#endif
