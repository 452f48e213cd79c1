#ifndef REPORT_SHEET_H
#define REPORT_SHEET_H

#include "store/db.h"

/*
 * Rows into a file that another program opens: XLSX, CSV or JSON.
 *
 * The caller gives the columns, then row after row, then closes; memory does
 * not grow with the number of rows. Text is always text: a cell of an XLSX
 * file is stored as a string, so "=1+1", "001" and "1E5" come back as they
 * went in. CSV is UTF-8 with a byte order mark and semicolons, as Excel in
 * Viet Nam opens it; JSON is a list of objects by column id.
 *
 * A text in a CSV file that a spreadsheet would take for a formula gets one
 * apostrophe in front, and so does one that has apostrophes before such a
 * text, so that a reader which removes one apostrophe gets the same text back.
 * sheet_guarded() is that rule.
 */
enum sheet_format { SHEET_XLSX, SHEET_CSV, SHEET_JSON };

enum column_kind {
    COLUMN_TEXT,
    COLUMN_INTEGER,
    COLUMN_REAL,   /* decimal comma in CSV */
    COLUMN_DAY,    /* 20261123: a date cell, dd/mm/yyyy; ISO in JSON */
    COLUMN_MOMENT, /* ms UTC, shown at UTC+7: dd/mm/yyyy hh:mm:ss; ISO in JSON
                    */
};

struct column {
    const char *id;    /* stable: so_hieu, diem100 */
    const char *title; /* what people read */
    enum column_kind kind;
    int width; /* characters */
};

struct sheet;

/* "xlsx", "csv", "json"; false if it is none of them. */
bool sheet_format_of(const char *name, enum sheet_format *format);
const char *sheet_type(enum sheet_format format); /* media type */

/* Begin the file at `path`. `columns` must last until the end. FAILED: it
   cannot be written; the log says why. */
MUST_CHECK enum status sheet_open(struct sheet **out, enum sheet_format format,
                                  const char *path, const char *name,
                                  const struct column *columns, size_t count);

/* One cell for each column; NOTHING stays empty. */
MUST_CHECK enum status sheet_row(struct sheet *sheet,
                                 const struct value *cells);

/* Finish the file. After FAILED there is none. */
MUST_CHECK enum status sheet_close(struct sheet *sheet);

/* Give up: no file is left. */
void sheet_drop(struct sheet *sheet);

/* Would a spreadsheet take this text of a CSV file for a formula? */
bool sheet_guarded(const char *text);

#endif
