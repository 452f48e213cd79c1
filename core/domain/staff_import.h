#ifndef DOMAIN_STAFF_IMPORT_H
#define DOMAIN_STAFF_IMPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "base/status.h"
#include "domain/findings.h"
#include "domain/house.h"

/*
 * Staff from a CSV file: people, their main and concurrent duties.
 *
 * The first row names the columns, by the ids of the export for HR (so_hieu,
 * ho_ten, ...) or by their Vietnamese or English headings; the help of `khoa
 * import` lists them. A person is recognised by staff number, dossier id or
 * national id. A cell that is empty and a column that is not there say
 * nothing: what is known stays. Somebody who is not in the file stays as well.
 *
 * A duty that differs from the one that holds ends it and begins on the row's
 * day or else on `day`; a duty that began on that very day is put right.
 *
 * All or nothing: with one error nothing is written. What is new is staged in
 * small transactions; one last transaction makes it visible, together with
 * what changes of people known before. The same file again changes nothing.
 */
struct staff_file {
    const char *name;
    const char *bytes;
    size_t length;
    /* What each cell of the first row is: an id or "". NULL: as it says. */
    const char *const *columns;
    size_t column_count;
};

/* How far an import is, in rows or people; total 0: not known yet. */
enum staff_phase { STAFF_READING, STAFF_COMPARING, STAFF_WRITING };
struct staff_progress {
    enum staff_phase phase;
    int64_t done, total;
};

struct staff_import {
    int64_t now;   /* ms */
    int64_t day;   /* on which what the file says begins; 0: today */
    int64_t actor; /* person; 0: the console */
    bool dry_run;  /* everything but writing */
    /* Told now and then, from the thread that imports; may be NULL. */
    void (*progress)(void *of, const struct staff_progress *progress);
    void *progress_of;
};

struct staff_counts {
    int64_t rows;
    int64_t added, changed, moved, left; /* people; moved: another duty */
    int64_t same;                        /* rows that say nothing new */
    int64_t run; /* what it goes by, to be taken back; 0: nothing was written */
};
/* As canonical JSON; `digest` of the file, or NULL. */
const char *staff_counts_text(struct arena *arena,
                              const struct staff_counts *counts,
                              const char *digest, int64_t run);

/*
 * INVALID: the findings say what to mend, by row. CONFLICT: another import is
 * at work, or somebody changed a person meanwhile; nothing was written. BUSY:
 * no process was free to read the file.
 */
MUST_CHECK enum status staff_import(struct house *house, struct arena *arena,
                                    const struct staff_file *file,
                                    const struct staff_import *import,
                                    struct findings *findings,
                                    struct staff_counts *counts);

/* Why an import cannot be taken back: see staff_hindrance_list. None: it can.
   MISSING: no such import, or it is not done. */
struct staff_hindrance;
MUST_CHECK enum status staff_undo_look(struct house *house, struct arena *arena,
                                       int64_t run,
                                       const struct staff_hindrance **out,
                                       size_t *count);
/* Take it back, all of it or nothing: what it changed is as it was, what it
   brought is gone. INVALID: no reason. CONFLICT: something stands in the way.
 */
MUST_CHECK enum status staff_undo(struct house *house, struct arena *arena,
                                  int64_t run, const char *reason, int64_t by,
                                  int64_t now);

#endif
