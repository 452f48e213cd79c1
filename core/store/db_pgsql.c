/*
 * PostgreSQL: a pool of connections, each borrowed for a statement or for a
 * transaction. Several servers may share one database, so a transaction that
 * lost a race (40001, 40P01) runs again from its start.
 */
#define SQL_TEXT
#include "store/db_driver.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <libpq-fe.h>
#include <pthread.h>
#include <spawn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { CONNECTIONS = 16, WAIT_SECONDS = 5, TRIES = 20 };

struct connection {
    PGconn *pg;
    bool prepared[SQL__COUNT];
    bool lost_race; /* the last failure was one that is worth another try */
    struct connection *next;
};

struct engine {
    char *address;
    bool reading;
    pthread_mutex_t lock;
    pthread_cond_t came_free;
    struct connection *free_list;
    size_t count;
    _Atomic int64_t writes, commits, failed_commits, reads, waited;
    atomic_bool failing; /* the last commit */
};

static enum status verdict(struct connection *c, PGresult *result,
                           const char *during)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    ExecStatusType kind = PQresultStatus(result);

    if (kind == PGRES_COMMAND_OK || kind == PGRES_TUPLES_OK)
        return OK;
    c->lost_race =
        state && (!strcmp(state, "40001") || !strcmp(state, "40P01"));
    if (state && !strncmp(state, "23", 2))
        return CONFLICT;
    if (c->lost_race || (state && !strcmp(state, "55P03")))
        return BUSY;
    if (state && !strcmp(state, "25006"))
        return INVALID; /* a write in a read-only transaction */
    log_say(LOG_ERROR, "store", PQerrorMessage(c->pg), "during", during, "code",
            state, NULL);
    return FAILED;
}

static enum status script(struct connection *c, const char *sql)
{
    PGresult *result = PQexec(c->pg, sql);
    enum status status = verdict(c, result, sql);

    PQclear(result);
    return status;
}

static void disconnect(struct connection *c)
{
    PQfinish(c->pg);
    free(c);
}

/* NOTICE about tables that exist already is nothing to log. */
static void hush(void *arg, const PGresult *result)
{
    (void)arg, (void)result;
}

static enum status connect_to(struct engine *e, struct connection **out)
{
    struct connection *c = calloc(1, sizeof *c);

    if (!c)
        abort();
    c->pg = PQconnectdb(e->address);
    if (PQstatus(c->pg) != CONNECTION_OK) {
        log_say(LOG_ERROR, "store", PQerrorMessage(c->pg), NULL);
        disconnect(c);
        return FAILED;
    }
    PQsetNoticeReceiver(c->pg, hush, NULL);
    enum status status =
        script(c, "SET default_transaction_isolation = 'read committed';"
                  "SET lock_timeout = '5s'; SET synchronous_commit = on");
    if (status != OK) {
        disconnect(c);
        return status;
    }
    *out = c;
    return OK;
}

static enum status wait_for_one(struct engine *e)
{
    struct timespec until;

    atomic_fetch_add(&e->waited, 1);
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += WAIT_SECONDS;
    while (!e->free_list)
        if (pthread_cond_timedwait(&e->came_free, &e->lock, &until))
            return BUSY;
    return OK;
}

static void one_less(struct engine *e)
{
    pthread_mutex_lock(&e->lock);
    e->count--;
    pthread_mutex_unlock(&e->lock);
}

static enum status borrow(struct engine *e, struct connection **out)
{
    enum status status = OK;
    bool make = false;

    pthread_mutex_lock(&e->lock);
    if (!e->free_list && e->count < CONNECTIONS) {
        e->count++;
        make = true;
    } else if (!e->free_list) {
        status = wait_for_one(e);
    }
    if (status == OK && !make) {
        *out = e->free_list;
        e->free_list = (*out)->next;
    }
    pthread_mutex_unlock(&e->lock);
    if (make && (status = connect_to(e, out)) != OK)
        one_less(e);
    return status;
}

/* A connection whose server has gone is not lent again. */
static void give_back(struct engine *e, struct connection *c)
{
    if (PQstatus(c->pg) != CONNECTION_OK) {
        disconnect(c);
        one_less(e);
        return;
    }
    pthread_mutex_lock(&e->lock);
    c->next = e->free_list;
    e->free_list = c;
    pthread_cond_signal(&e->came_free);
    pthread_mutex_unlock(&e->lock);
}

static void pgsql_close(void *engine)
{
    struct engine *e = engine;

    for (struct connection *c = e->free_list, *next; c; c = next) {
        next = c->next;
        disconnect(c);
    }
    pthread_mutex_destroy(&e->lock);
    pthread_cond_destroy(&e->came_free);
    free(e->address);
    free(e);
}

static enum status pgsql_open(void **out, const char *address, bool reading)
{
    struct engine *e = calloc(1, sizeof *e);
    struct connection *first;
    pthread_condattr_t monotonic;

    if (!e || !(e->address = strdup(address)))
        abort();
    e->reading = reading;
    pthread_mutex_init(&e->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&e->came_free, &monotonic);
    enum status status = borrow(e, &first);
    if (status != OK) {
        pgsql_close(e);
        return status;
    }
    give_back(e, first);
    *out = e;
    return OK;
}

/* ---- statements
 * -----------------------------------------------------------------*/

static struct value column(PGresult *result, int row, int at,
                           struct arena *arena)
{
    enum { BYTEA = 17, INT8 = 20, INT4 = 23, NUMERIC = 1700, FLOAT8 = 701 };
    const char *data = PQgetvalue(result, row, at);
    struct value v = {.kind = TEXT};
    unsigned char *raw;

    if (PQgetisnull(result, row, at))
        return nothing();
    switch (PQftype(result, at)) {
    case INT8:
    case INT4: return integer(strtoll(data, NULL, 10));
    case NUMERIC:
    case FLOAT8: return real(strtod(data, NULL));
    case BYTEA:
        raw = PQunescapeBytea((const unsigned char *)data, &v.length);
        v.kind = BYTES;
        v.text = arena_text(arena, (char *)raw, v.length);
        PQfreemem(raw);
        return v;
    default:
        v.length = (size_t)PQgetlength(result, row, at);
        v.text = arena_text(arena, data, v.length);
        return v;
    }
}

static enum status prepare(struct connection *c, enum sql statement,
                           const char *name)
{
    if (c->prepared[statement])
        return OK;
    PGresult *result =
        PQprepare(c->pg, name, sql_text_pgsql[statement], 0, NULL);
    enum status status = verdict(c, result, sql_text_pgsql[statement]);
    PQclear(result);
    c->prepared[statement] = status == OK;
    return status;
}

struct given {
    const char **words;
    int *lengths, *formats;
};

static struct given arguments(struct arena *arena, const struct value *args,
                              size_t count)
{
    struct given g = {arena_many(arena, const char *, count),
                      arena_many(arena, int, count),
                      arena_many(arena, int, count)};

    for (size_t i = 0; i < count; i++)
        switch (args[i].kind) {
        case INTEGER:
            g.words[i] = arena_print(arena, "%lld", (long long)args[i].integer);
            break;
        case REAL:
            g.words[i] = arena_print(arena, "%.17g", args[i].real);
            break;
        case BYTES:
            g.words[i] = args[i].text ? args[i].text : "";
            g.lengths[i] = (int)args[i].length;
            g.formats[i] = 1;
            break;
        case TEXT: g.words[i] = args[i].text; break;
        case NOTHING: break;
        }
    return g;
}

static enum status take_rows(PGresult *result, struct arena *arena,
                             struct rows *rows)
{
    size_t n = (size_t)PQntuples(result), columns = (size_t)PQnfields(result);

    if (n > DB_MOST_ROWS)
        return FAILED;
    struct value *cells = arena_many(arena, struct value, n * columns);
    for (size_t i = 0; i < n * columns; i++)
        cells[i] =
            column(result, (int)(i / columns), (int)(i % columns), arena);
    *rows = (struct rows){n, columns, cells};
    return OK;
}

static enum status pgsql_run(void *connection, struct arena *arena,
                             enum sql statement, const struct value *args,
                             size_t count, struct rows *rows)
{
    struct connection *c = connection;
    char name[16];

    snprintf(name, sizeof name, "s%d", (int)statement);
    TRY(prepare(c, statement, name));
    struct given g = arguments(arena, args, count);
    PGresult *result = PQexecPrepared(c->pg, name, (int)count, g.words,
                                      g.lengths, g.formats, 0);
    enum status status = verdict(c, result, sql_text_pgsql[statement]);
    if (status == OK)
        status = take_rows(result, arena, rows);
    PQclear(result);
    return status;
}

static enum status pgsql_script(void *connection, const char *sql)
{
    return script(connection, sql);
}

/* Reading happens in a transaction that may not write, so that a statement in
   the wrong place is refused as SQLite refuses it. */
static enum status pgsql_read(void *engine, struct arena *arena,
                              enum sql statement, const struct value *args,
                              size_t count, struct rows *rows)
{
    struct engine *e = engine;
    struct connection *c;

    atomic_fetch_add(&e->reads, 1);
    TRY(borrow(e, &c));
    enum status status = script(c, "BEGIN READ ONLY");
    if (status == OK)
        status = pgsql_run(c, arena, statement, args, count, rows);
    if (script(c, "COMMIT") != OK && status == OK)
        status = FAILED;
    give_back(e, c);
    return status;
}

static enum status try_once(struct engine *e, struct connection *c,
                            enum status (*work)(void *, void *), void *arg)
{
    TRY(script(c, "BEGIN"));
    enum status status = work(c, arg);
    if (status != OK) {
        (void)!script(c, "ROLLBACK");
        return status;
    }
    status = script(c, "COMMIT");
    atomic_fetch_add(status == OK ? &e->commits : &e->failed_commits, 1);
    atomic_store(&e->failing, status != OK);
    /* not BUSY: whether it was kept is unknown */
    return status == OK || c->lost_race ? status : FAILED;
}

static enum status pgsql_write(void *engine,
                               enum status (*work)(void *, void *), void *arg)
{
    struct engine *e = engine;
    struct connection *c;
    enum status status = BUSY;

    if (e->reading)
        return INVALID;
    TRY(borrow(e, &c));
    for (int i = 0; i < TRIES; i++) {
        c->lost_race = false;
        status = try_once(e, c, work, arg);
        if (!c->lost_race)
            break;
        nanosleep(&(struct timespec){0, (i + 1) * 500000L}, NULL);
    }
    atomic_fetch_add(&e->writes, status == OK);
    give_back(e, c);
    return status;
}

/* The address as libpq's variables, since a password on a command line is
   there for everybody to see. */
static char **environment_for(struct arena *arena, const char *address)
{
    PQconninfoOption *options = PQconninfoParse(address, NULL);
    size_t count = 0, given = 0;

    while (environ[count])
        count++;
    for (PQconninfoOption *o = options; o && o->keyword; o++)
        given += o->val && o->envvar;
    char **list = arena_many(arena, char *, count + given + 1);
    given = 0;
    /* the first of a name counts */
    for (PQconninfoOption *o = options; o && o->keyword; o++)
        if (o->val && o->envvar)
            list[given++] = arena_print(arena, "%s=%s", o->envvar, o->val);
    memcpy(list + given, environ, count * sizeof *list);
    PQconninfoFree(options);
    return list;
}

static enum status pgsql_copy(void *engine, const char *path)
{
    struct engine *e = engine;
    struct arena *arena = arena_new();
    char *const call[] = {"pg_dump", "--format=custom", "--file", (char *)path,
                          NULL};
    pid_t pid;
    int how = 1;

    if (!access(path, F_OK)) {
        arena_free(arena);
        return CONFLICT;
    }
    int wrong = posix_spawnp(&pid, call[0], NULL, NULL, call,
                             environment_for(arena, e->address));
    arena_free(arena);
    if (wrong == ENOENT)
        return MISSING;
    if (!wrong)
        while (waitpid(pid, &how, 0) < 0 && errno == EINTR)
            ;
    if (wrong || how) {
        log_say(LOG_ERROR, "store", "pg_dump failed", NULL);
        unlink(path);
        return FAILED;
    }
    return OK;
}

static enum status pgsql_check(void *engine, bool thorough)
{
    (void)engine, (void)thorough;
    return OK;
}

static void pgsql_cancel(void *engine)
{
    (void)engine;
}

static bool pgsql_served(void *engine)
{
    (void)engine;
    return false;
}

static void pgsql_figures(void *engine, struct db_figures *out)
{
    struct engine *e = engine;

    out->writes = atomic_load(&e->writes);
    out->commits = atomic_load(&e->commits);
    out->failing = atomic_load(&e->failing);
    out->failed_commits = atomic_load(&e->failed_commits);
    out->reads = atomic_load(&e->reads);
    out->readers_waited = atomic_load(&e->waited);
}

const struct driver driver_pgsql = {
    .open = pgsql_open,
    .close = pgsql_close,
    .read = pgsql_read,
    .write = pgsql_write,
    .run = pgsql_run,
    .script = pgsql_script,
    .copy = pgsql_copy,
    .check = pgsql_check,
    .cancel = pgsql_cancel,
    .served = pgsql_served,
    .figures = pgsql_figures,
    .schema = 1,
};
