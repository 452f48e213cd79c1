#ifndef DOMAIN_INTAKES_H
#define DOMAIN_INTAKES_H

#include <stdatomic.h>

#include "domain/staff_import.h"
#include "store/intakes.h"
#include "text/encoding.h"

/*
 * A staff list that comes by the page of imports. It goes
 *
 *     new -> checking -> checked -> taking -> done
 *
 * or is dropped. A person says from which encoding and with which columns it
 * is checked, sees what would happen and what is wrong, and only then has it
 * taken in, all or nothing. Checking and taking are the work of one thread
 * (intakes_until), whatever the web server does meanwhile; after a crash it
 * begins that step again, and what was half done is not there.
 */
enum { INTAKE_MOST_BYTES = 32 << 20, INTAKE_FINDINGS = 500 };

/* INVALID: empty, or larger than INTAKE_MOST_BYTES. */
MUST_CHECK enum status intake_receive(struct house *house, struct arena *arena,
                                      const char *name, const char *bytes,
                                      size_t length, int64_t by, int64_t now,
                                      int64_t *id);

/* How the list reads: the first row, for each of its cells our column, and the
   first few rows below. */
struct intake_look {
    bool workbook; /* XLSX: has no encoding */
    enum encoding encoding;
    bool readable; /* else it is not what the encoding says */
    const char **heading;
    const char **columns; /* ids as staff_columns, or "" */
    size_t width;
    const char *const (*rows)[200];
    size_t row_count;
};
MUST_CHECK enum status intake_look(struct house *house, struct arena *arena,
                                   const struct intake *intake,
                                   struct intake_look *out);

/* The columns that a list may have: id after id, NULL at the end. */
const char *const *intake_columns(struct arena *arena);

/* Have it checked like this. `columns`: an id or "" for each of `width`.
   CONFLICT: it is being worked on, or done. */
MUST_CHECK enum status intake_check(struct house *house, struct arena *arena,
                                    const struct intake *intake,
                                    enum encoding encoding,
                                    const char *const *columns, size_t width,
                                    int64_t from_day, int64_t now);
/* Only read again in another encoding, so that a person can look. */
MUST_CHECK enum status intake_read_as(struct house *house, struct arena *arena,
                                      const struct intake *intake,
                                      enum encoding encoding, int64_t now);
/* CONFLICT: it was not checked, or had errors. */
MUST_CHECK enum status intake_take(struct house *house, struct arena *arena,
                                   const struct intake *intake, int64_t now);
MUST_CHECK enum status intake_drop(struct house *house, struct arena *arena,
                                   const struct intake *intake, int64_t now);

/* How far the step at work is: rows of rows. False: none is at work on it. */
bool intake_progress(const struct house *house, int64_t id,
                     struct staff_progress *out);

/* One step of one list; `done` is how many (0 or 1). */
MUST_CHECK enum status intakes_step(struct house *house, int64_t now,
                                    size_t *done);
/* The thread: steps until it is stopped. */
void intakes_until(struct house *house, const atomic_bool *stop);

/* What is at work now, for the house. */
struct intakes *intakes_open(void);
void intakes_close(struct intakes *intakes);

#endif
