#ifndef STORE_DB_DRIVER_H
#define STORE_DB_DRIVER_H

#include "store/db.h"

/*
 * What an engine must be able to do; db.c picks one by the address and keeps
 * what is common: poisoned transactions, paging, migrations.
 */
struct driver {
    /* `reading`: never write, and leave the instance lock to others. */
    enum status (*open)(void **engine, const char *address, bool reading);
    void (*close)(void *engine);

    /* Run a statement on a lent connection, outside any transaction. */
    enum status (*read)(void *engine, struct arena *arena, enum sql statement,
                        const struct value *args, size_t count,
                        struct rows *rows);

    /* Run `work(connection, arg)` in a transaction, and return once what it
       did is on disk, or is not and never will be. */
    enum status (*write)(void *engine,
                         enum status (*work)(void *connection, void *arg),
                         void *arg);

    /* Run a statement on the connection of a transaction. */
    enum status (*run)(void *connection, struct arena *arena,
                       enum sql statement, const struct value *args,
                       size_t count, struct rows *rows);

    /* Several statements at once: schema steps only. */
    enum status (*script)(void *connection, const char *sql);

    enum status (*copy)(void *engine, const char *path);
    enum status (*check)(void *engine, bool thorough);
    void (*cancel)(void *engine); /* that check */
    bool (*served)(void *engine); /* by another process */
    void (*figures)(void *engine, struct db_figures *out);
    size_t schema; /* 0: the SQLite text of a schema step, 1: PostgreSQL's */
};

extern const struct driver driver_sqlite, driver_pgsql;

#endif
