#include "store/db_driver.h"

#include "base/clock.h"
#include "base/log.h"
#include "schema.h"

#include <stdlib.h>
#include <string.h>

enum { STEPS = sizeof schema_steps / sizeof *schema_steps, EACH_ROWS = 1000 };

/* Either the whole database, or one transaction in it. */
struct db {
    const struct driver *driver;
    void *engine;
    void *connection;     /* of the transaction; NULL: the whole database */
    enum status poisoned; /* what broke the transaction; OK: nothing yet */
    char *address;
};

struct value text(const char *s)
{
    return (struct value){
        .kind = s ? TEXT : NOTHING, .text = s, .length = s ? strlen(s) : 0};
}

static enum status open_db(struct db **out, const char *address, bool reading)
{
    struct db *db = calloc(1, sizeof *db);

    if (!db || !(db->address = strdup(address)))
        abort();
    db->driver =
        strncmp(address, "sqlite:", 7) ? &driver_pgsql : &driver_sqlite;
    enum status status = db->driver->open(&db->engine, address, reading);
    if (status != OK) {
        free(db->address);
        free(db);
        return status;
    }
    *out = db;
    return OK;
}

enum status db_open(struct db **out, const char *address)
{
    return open_db(out, address, false);
}

enum status db_open_reading(struct db **out, const char *address)
{
    return open_db(out, address, true);
}

void db_close(struct db *db)
{
    if (!db)
        return;
    db->driver->close(db->engine);
    free(db->address);
    free(db);
}

enum status db_run(struct db *db, struct arena *arena, enum sql statement,
                   const struct value *args, size_t count, struct rows *rows)
{
    struct rows unwanted;

    if (!rows)
        rows = &unwanted;
    *rows = (struct rows){0};
    if (!db->connection)
        return db->driver->read(db->engine, arena, statement, args, count,
                                rows);
    if (db->poisoned == OK)
        db->poisoned = db->driver->run(db->connection, arena, statement, args,
                                       count, rows);
    return db->poisoned;
}

struct writing {
    struct db *db;
    db_work *work;
    void *arg;
};

/* A transaction that a failed statement has broken is never kept, whatever
   the work makes of that failure: PostgreSQL could not keep it either. */
static enum status in_transaction(void *connection, void *arg)
{
    const struct writing *w = arg;
    struct db tx = {.driver = w->db->driver,
                    .engine = w->db->engine,
                    .connection = connection,
                    .poisoned = OK};
    enum status status = w->work(&tx, w->arg);

    return status == OK ? tx.poisoned : status;
}

enum status db_write(struct db *db, db_work *work, void *arg)
{
    struct writing writing = {db, work, arg};

    if (db->connection) {
        log_say(LOG_ERROR, "store", "a transaction inside a transaction", NULL);
        return FAILED;
    }
    return db->driver->write(db->engine, in_transaction, &writing);
}

enum status db_each(struct db *db, enum sql statement, int64_t after,
                    const struct value *args, size_t count, db_row *each,
                    void *arg)
{
    struct value all[34] = {{0}};
    enum status status = OK;
    size_t got = EACH_ROWS;

    if (count > 32)
        return FAILED;
    if (count)
        memcpy(all + 1, args, count * sizeof *args);
    all[count + 1] = integer(EACH_ROWS);
    while (status == OK && got == EACH_ROWS) {
        struct arena *arena = arena_new();
        struct rows rows = {0};
        all[0] = integer(after);
        status = db_run(db, arena, statement, all, count + 2, &rows);
        got = status == OK ? rows.count : 0;
        for (size_t i = 0; status == OK && i < got; i++) {
            after = cell(&rows, i, 0)->integer;
            status = each(cell(&rows, i, 0), arg);
        }
        arena_free(arena);
    }
    return status;
}

enum status db_copy(struct db *db, const char *path)
{
    return db->driver->copy(db->engine, path);
}

enum status db_check(struct db *db, bool thorough)
{
    return db->driver->check(db->engine, thorough);
}

void db_check_cancel(struct db *db)
{
    db->driver->cancel(db->engine);
}

void db_figures(struct db *db, struct db_figures *out)
{
    *out = (struct db_figures){0};
    db->driver->figures(db->engine, out);
}

/* ---- migrations -----------------------------------------------------------*/

/* The table of versions is there before the first step, in both dialects. */
static const char versions[] =
    "CREATE TABLE IF NOT EXISTS schema_version ("
    "version BIGINT NOT NULL PRIMARY KEY, at BIGINT NOT NULL)";

static enum status make_versions(void *connection, void *arg)
{
    const struct db *db = arg;

    return db->driver->script(connection, versions);
}

static enum status version_now(struct db *db, int64_t *version)
{
    struct arena *arena = arena_new();
    struct rows rows;
    enum status status =
        db_run(db, arena, SQL_SCHEMA_VERSION_FIND, NO_ARGS, &rows);

    if (status == OK)
        *version = cell(&rows, 0, 0)->integer;
    arena_free(arena);
    return status;
}

enum status db_schema_find(struct db *db, int64_t *has, int64_t *known)
{
    *known = STEPS;
    return version_now(db, has);
}

bool db_is_served(struct db *db)
{
    return db->driver->served(db->engine);
}

struct step {
    const struct db *db;
    int64_t number;
};

/* Two servers that start at once on one PostgreSQL meet at the key of the
   version: the later one fails there and finds the step done. */
static enum status take_step(void *connection, void *arg)
{
    const struct step *step = arg;
    const struct driver *driver = step->db->driver;
    struct arena *arena = arena_new();
    struct rows rows;
    enum status status =
        driver->run(connection, arena, SQL_SCHEMA_VERSION_ADD,
                    ARGS(integer(step->number), integer(clock_now())), &rows);

    arena_free(arena);
    TRY(status);
    return driver->script(
        connection, driver->schema ? schema_steps[step->number - 1].pgsql
                                   : schema_steps[step->number - 1].sqlite);
}

static enum status keep_old(struct db *db, int64_t version)
{
    struct arena *arena = arena_new();
    const char *path =
        arena_print(arena, "%s.before-schema-%lld",
                    db->address + strlen("sqlite:"), (long long)version + 1);
    enum status status = db_copy(db, path);

    arena_free(arena);
    return status == CONFLICT ? OK : status; /* kept by an earlier try */
}

enum status db_migrate(struct db *db)
{
    int64_t version = 0;

    TRY(db->driver->write(db->engine, make_versions, db));
    TRY(version_now(db, &version));
    if (version > STEPS) {
        log_say(LOG_ERROR, "store", "the database is of a newer program",
                "schema", log_int(version), "known", log_int(STEPS), NULL);
        return CONFLICT;
    }
    if (version > 0 && version < STEPS && !db->driver->schema)
        TRY(keep_old(db, version));
    while (version < STEPS) {
        struct step step = {db, version + 1};
        enum status status = db->driver->write(db->engine, take_step, &step);
        if (status != OK && status != CONFLICT)
            return status;
        int64_t before = version;
        TRY(version_now(db, &version));
        if (version == before)
            return FAILED;
    }
    return OK;
}
