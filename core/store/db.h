#ifndef STORE_DB_H
#define STORE_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/status.h"
#include "statements.h"

/*
 * The database, as the rest of the program sees it.
 *
 * A `struct db` is shared by all threads. Given to db_run outside a
 * transaction it lends a reader for one statement; inside db_write the work is
 * handed another `struct db` that stands for its transaction and sees its own
 * writes. So every store function works in both places.
 *
 * Rows come back copied: no cursor stays open and nothing has to be closed.
 * Statements live in store/sql and are run by store/ alone; domain/ meets this
 * header through the store headers and uses of it only db_write.
 */
struct db;

struct value {
    enum { NOTHING, INTEGER, REAL, TEXT, BYTES } kind;
    int64_t integer;
    double real;
    const char *text; /* TEXT: NUL-terminated; BYTES: `length` bytes */
    size_t length;    /* of TEXT or BYTES, without the NUL */
};

struct rows {
    size_t count, columns;
    const struct value *cells; /* row after row; lives in the arena given */
};

/*
 * "sqlite:/path/file.db", "sqlite::memory:", or a "postgresql://" address.
 * FAILED: cannot be opened. CONFLICT: another process serves the same data.
 */
MUST_CHECK enum status db_open(struct db **out, const char *address);

/* For a second process beside the one that serves: reads only, db_write is
   INVALID, and no lock is taken. */
MUST_CHECK enum status db_open_reading(struct db **out, const char *address);
void db_close(struct db *db);

/* Bring the schema up to the newest version this program knows, each step in
   one transaction. CONFLICT: the schema is from a newer program. */
MUST_CHECK enum status db_migrate(struct db *db);

/* Which schema the database has, 0 for none, and which this program knows. */
MUST_CHECK enum status db_schema_find(struct db *db, int64_t *has,
                                      int64_t *known);

/* Does another process serve this database at this moment? On PostgreSQL
   nobody can tell: false. */
bool db_is_served(struct db *db);

/*
 * Run one statement. `rows` may be NULL when none are wanted.
 *
 * CONFLICT: a constraint refused it. BUSY: no reader came free, or another
 * writer held on too long. INVALID: a statement that writes, outside db_write.
 * More than DB_MOST_ROWS rows is a missing LIMIT, hence FAILED. Inside a
 * transaction any failure but OK poisons it: every later statement fails the
 * same way and nothing of it will be kept.
 */
enum { DB_MOST_ROWS = 10000 };
MUST_CHECK enum status db_run(struct db *db, struct arena *arena,
                              enum sql statement, const struct value *args,
                              size_t count, struct rows *rows);

/*
 * A transaction that writes. `work` runs once or, after a BUSY or a lost race
 * on PostgreSQL, again from the start; it must not hash, call plugins, read
 * files or wait. db_write returns what `work` returned, and only after the
 * batch it fell into is on disk; also a CONFLICT or MISSING seen inside is
 * returned only then, since it may rest on a neighbour's write. A `work` that
 * returns anything but OK leaves nothing behind.
 *
 * FAILED can mean that the commit is unknown: ask again with the same id.
 */
typedef enum status db_work(struct db *tx, void *arg);
MUST_CHECK enum status db_write(struct db *db, db_work *work, void *arg);

/*
 * Walk more rows than fit in memory, without holding a long snapshot. The
 * statement's first placeholder is the key after which to go on and its last
 * the number of rows wanted; its first column is that key, ascending. `each`
 * is called for every row, whose text lives until it returns; anything but OK
 * from it stops the walk and is returned.
 */
typedef enum status db_row(const struct value *cells, void *arg);
MUST_CHECK enum status db_each(struct db *db, enum sql statement, int64_t after,
                               const struct value *args, size_t count,
                               db_row *each, void *arg);

/* A consistent copy into a new file, while others write: a database on SQLite,
   on PostgreSQL what pg_dump makes for pg_restore (MISSING: it is not
   installed). CONFLICT: the file exists. */
MUST_CHECK enum status db_copy(struct db *db, const char *path);

/* Is the database whole? Walks all of it, indexes against rows too if
   `thorough`. FAILED: it is not, and the log says where. On PostgreSQL always
   OK: it looks after itself. */
MUST_CHECK enum status db_check(struct db *db, bool thorough);

/* A db_check under way in another thread ends soon, with BUSY. */
void db_check_cancel(struct db *db);

/* Counters since the start, for /metrics. */
struct db_figures {
    int64_t writes, commits, failed_commits, reads, readers_waited;
    int64_t wal_bytes;
    bool failing; /* the last commit was not kept */
    bool damaged; /* db_check has found it so */
};
void db_figures(struct db *db, struct db_figures *out);

/* ---- values and cells ----------------------------------------------------*/

#define ARGS(...)                                                              \
    (const struct value[]){__VA_ARGS__},                                       \
        sizeof((const struct value[]){__VA_ARGS__}) / sizeof(struct value)
#define NO_ARGS NULL, 0

static inline struct value integer(int64_t n)
{
    return (struct value){.kind = INTEGER, .integer = n};
}

/* 0 stands for "none": a missing reference, an open end. */
static inline struct value integer_or_null(int64_t n)
{
    return (struct value){.kind = n ? INTEGER : NOTHING, .integer = n};
}

static inline struct value real(double n)
{
    return (struct value){.kind = REAL, .real = n};
}

static inline struct value nothing(void)
{
    return (struct value){.kind = NOTHING};
}

struct value text(const char *s); /* NULL becomes NOTHING */

static inline struct value bytes(const void *data, size_t length)
{
    return (struct value){.kind = BYTES, .text = data, .length = length};
}

/* Cell of a result; `row` and `column` must exist. NULL reads as 0 and NULL. */
static inline const struct value *cell(const struct rows *rows, size_t row,
                                       size_t column)
{
    return &rows->cells[row * rows->columns + column];
}

#endif
