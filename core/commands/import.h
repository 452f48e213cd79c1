#ifndef COMMANDS_IMPORT_H
#define COMMANDS_IMPORT_H

#include "domain/findings.h"
#include "domain/house.h"
#include "domain/staff_import.h"
#include "text/encoding.h"

/*
 * What `khoa import KIND FILE` can take in: one function for each kind, listed
 * in import.c. The house is open, with reading processes. Returns the exit
 * status, as `run` of a command; it says itself how it went.
 */
struct import_call {
    struct house *house;
    struct arena *arena;
    const char *path;   /* the file or the folder */
    const char *reason; /* --reason; NULL: not given */
    bool dry_run;
    int64_t day;            /* --from; 0: not given */
    enum encoding encoding; /* --encoding; ENCODING_UNKNOWN: not given */
};

/* Takes an import of staff back, by its number in `path`; NULL: lists those by
   command. */
int import_undo(const struct import_call *call);
int import_course(const struct import_call *call);
int import_staff(const struct import_call *call);
int import_units(const struct import_call *call);

/* The file of the call as a whole, in UTF-8; what it was read from is said. A
   file in an older encoding is shown as it would read and refused until
   --encoding says that this is right. false: it has been said why not. */
bool import_read(const struct import_call *call, struct staff_file *file);

/* On standard error, each in Vietnamese and in English; the first hundred. */
void findings_tell(const struct findings *findings);

#endif
