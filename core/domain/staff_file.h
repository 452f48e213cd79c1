#ifndef DOMAIN_STAFF_FILE_H
#define DOMAIN_STAFF_FILE_H

#include "domain/staff_import.h"
#include "store/people.h"
#include "text/names.h"

/*
 * A file of staff, read and each cell checked for itself; what a row means for
 * the people we know is decided later. Inside this room only.
 */
enum staff_column {
    STAFF_SO_HIEU,
    STAFF_MA_HO_SO,
    STAFF_CCCD,
    STAFF_HO_TEN,
    STAFF_HO_DEM, /* family and middle names in one column */
    STAFF_HO,
    STAFF_TEN_DEM,
    STAFF_TEN,
    STAFF_NGAY_SINH,
    STAFF_GIOI_TINH,
    STAFF_LOAI,
    STAFF_XUNG_HO,
    STAFF_EMAIL,
    STAFF_MA_DON_VI,
    STAFF_DON_VI,
    STAFF_PHONG,
    STAFF_CHUC_VU,
    STAFF_MA_NGACH,
    STAFF_VTVL,
    STAFF_TEN_VTVL,
    STAFF_NHOM_NV,
    STAFF_TEN_NHOM_NV,
    STAFF_KIEM_NHIEM,
    STAFF_TU_NGAY,
    STAFF_NGHI_TU,
    STAFF_COLUMNS
};

/* The id of a column, which is what errors call it. */
const char *staff_column_name(enum staff_column column);
/* Folded letters and digits, one space for whatever stands between them. */
const char *staff_plain(struct arena *arena, const char *text);

/* Would a spreadsheet run this cell? It begins with = + - @ | or one of their
   full-width kin. A number and a telephone number ("+84 24 3825", "-5") are
   none. What is exported is guarded by report/sheet.h all the same. */
bool staff_formula(const char *text);
/* By its id or a heading; STAFF_COLUMNS if it is none of ours. */
enum staff_column staff_column_of(struct arena *arena, const char *heading);

/* NULL and 0 where the row says nothing. Texts are tidy and NFC. */
struct staff_row {
    int64_t line;
    const char *cells[STAFF_COLUMNS];
    struct name name; /* NULLs: no name given */
    int64_t birth_date, from, left_on;
    const char *gender, *kind, *address_as; /* as stored */
    bool beside;                            /* a concurrent duty */
};

struct staff_rows {
    struct staff_row *list;
    size_t count, room;
};

/* The values of a row whose cells are there, into its other fields; `scratch`
   for what need not last. */
void staff_row_check(struct findings *findings, struct arena *arena,
                     struct arena *scratch, const char *file, int64_t today,
                     struct staff_row *row);

/* A finding of one cell: column, what stands there, what to do. */
void staff_find(struct findings *findings, const char *file,
                const struct staff_row *row, enum staff_column column,
                const char *vi, const char *en);

/* The first rows of a file in UTF-8 or of a workbook: a list of {"line",
   "cells"}. INVALID: `problems` says why it cannot be read. */
MUST_CHECK enum status staff_file_first(struct readers *readers,
                                        struct arena *arena,
                                        const struct staff_file *file,
                                        size_t most, struct tree *rows,
                                        struct tree *problems);

/* Tell `import` how far it is; nobody may listen. */
void staff_tell(const struct staff_import *import, enum staff_phase phase,
                int64_t done, int64_t total);

/* What is wrong goes to the findings, and rows that have errors are left out;
   only failures of ours and BUSY come back. Stops after STAFF_MOST_ERRORS. */
enum { STAFF_MOST_ERRORS = 1000 };
MUST_CHECK enum status staff_file_read(struct readers *readers,
                                       struct arena *arena,
                                       const struct staff_file *file,
                                       const struct staff_import *import,
                                       struct findings *findings,
                                       struct staff_rows *rows);

#endif
