/*
 * SQLite: one writer (sqlite_writer.h) and a pool of readers, each borrowed
 * for one statement. A reader sees what is committed and nothing else.
 *
 * A database in memory has one connection; readers wait there until the batch
 * that is open has been committed.
 */
#include "store/db_driver.h"
#include "store/sqlite_writer.h"
#include "store/wal.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <time.h>
#include <unistd.h>

enum { READERS = 16, WAIT_SECONDS = 5 };

struct engine {
    char *path;
    bool in_memory, reading;
    int instance; /* the lock file, held while we serve; -1: none */
    struct sqlite_writer *writer;
    pthread_mutex_t turn; /* over the one connection of a memory database */
    pthread_mutex_t lock; /* over the readers */
    pthread_cond_t reader_free;
    struct sqlite_connection *free_readers;
    size_t readers;
    _Atomic int64_t reads, waited;
    atomic_bool cancelled, damaged;
};

/* Only one process may serve a data folder: two that write and checkpoint can
   lose what both have acknowledged. */
static enum status lock_instance(struct engine *e)
{
    char path[4096];

    if (snprintf(path, sizeof path, "%s.lock", e->path) >= (int)sizeof path)
        return FAILED;
    e->instance = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (e->instance < 0) {
        log_say(LOG_ERROR, "store", "cannot make the lock file", "file", path,
                "why", strerror(errno), NULL);
        return FAILED;
    }
    if (flock(e->instance, LOCK_EX | LOCK_NB)) {
        log_say(LOG_ERROR, "store", "another process serves this data", "file",
                e->path, NULL);
        return CONFLICT;
    }
    return OK;
}

static void sqlite_close(void *engine)
{
    struct engine *e = engine;

    for (struct sqlite_connection *c = e->free_readers, *next; c; c = next) {
        next = c->next;
        sqlite_disconnect(c);
    }
    if (e->writer)
        sqlite_writer_stop(e->writer);
    if (e->instance >= 0)
        close(e->instance);
    pthread_mutex_destroy(&e->turn);
    pthread_mutex_destroy(&e->lock);
    pthread_cond_destroy(&e->reader_free);
    free(e->path);
    free(e);
}

/* SQLite's count of its own memory is one lock over every allocation of every
   thread; nobody reads it. */
static void count_no_memory(void)
{
    sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

static enum status begin(struct engine *e)
{
    if (e->reading)
        return access(e->path, R_OK) ? MISSING : OK;
    if (!e->in_memory) {
        TRY(lock_instance(e));
        TRY(wal_check(e->path));
    }
    return sqlite_writer_start(&e->writer, e->path,
                               e->in_memory ? &e->turn : NULL);
}

static enum status sqlite_open(void **out, const char *address, bool reading)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    struct engine *e = calloc(1, sizeof *e);
    pthread_condattr_t monotonic;

    pthread_once(&once, count_no_memory);

    if (!e || !(e->path = strdup(address + strlen("sqlite:"))))
        abort();
    e->in_memory = !strcmp(e->path, ":memory:");
    e->reading = reading;
    e->instance = -1;
    pthread_mutex_init(&e->turn, NULL);
    pthread_mutex_init(&e->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&e->reader_free, &monotonic);
    enum status status = begin(e);
    if (status != OK) {
        sqlite_close(e);
        return status;
    }
    *out = e;
    return OK;
}

/* ---- readers
 * ------------------------------------------------------------------*/

static enum status wait_for_reader(struct engine *e)
{
    struct timespec until;

    atomic_fetch_add(&e->waited, 1);
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_sec += WAIT_SECONDS;
    while (!e->free_readers)
        if (pthread_cond_timedwait(&e->reader_free, &e->lock, &until))
            return BUSY;
    return OK;
}

static enum status borrow(struct engine *e, struct sqlite_connection **out)
{
    enum status status = OK;
    bool make = false;

    pthread_mutex_lock(&e->lock);
    if (!e->free_readers && e->readers < READERS) {
        e->readers++;
        make = true;
    } else if (!e->free_readers) {
        status = wait_for_reader(e);
    }
    if (status == OK && !make) {
        *out = e->free_readers;
        e->free_readers = (*out)->next;
    }
    pthread_mutex_unlock(&e->lock);
    if (!make)
        return status;
    status = sqlite_connect(out, e->path, true);
    if (status != OK) {
        pthread_mutex_lock(&e->lock);
        e->readers--;
        pthread_mutex_unlock(&e->lock);
    }
    return status;
}

static void give_back(struct engine *e, struct sqlite_connection *c)
{
    pthread_mutex_lock(&e->lock);
    c->next = e->free_readers;
    e->free_readers = c;
    pthread_cond_signal(&e->reader_free);
    pthread_mutex_unlock(&e->lock);
}

/* A statement that writes has no business outside a transaction: INVALID. */
static enum status read_with(struct sqlite_connection *c, struct arena *arena,
                             enum sql statement, const struct value *args,
                             size_t count, struct rows *rows)
{
    bool writes;

    TRY(sqlite_writes(c, statement, &writes));
    return writes ? INVALID
                  : sqlite_run(c, arena, statement, args, count, rows);
}

static enum status sqlite_read(void *engine, struct arena *arena,
                               enum sql statement, const struct value *args,
                               size_t count, struct rows *rows)
{
    struct engine *e = engine;
    struct sqlite_connection *c;
    enum status status;

    atomic_fetch_add(&e->reads, 1);
    if (e->in_memory) {
        pthread_mutex_lock(&e->turn);
        status = read_with(sqlite_writer_connection(e->writer), arena,
                           statement, args, count, rows);
        pthread_mutex_unlock(&e->turn);
        return status;
    }
    TRY(borrow(e, &c));
    status = read_with(c, arena, statement, args, count, rows);
    give_back(e, c);
    return status;
}

/* ---- the rest
 * -----------------------------------------------------------------*/

static enum status sqlite_write(void *engine,
                                enum status (*work)(void *, void *), void *arg)
{
    struct engine *e = engine;

    return e->writer ? sqlite_writer_write(e->writer, work, arg) : INVALID;
}

static enum status run_on(void *connection, struct arena *arena,
                          enum sql statement, const struct value *args,
                          size_t count, struct rows *rows)
{
    return sqlite_run(connection, arena, statement, args, count, rows);
}

static enum status script_on(void *connection, const char *sql)
{
    return sqlite_script(connection, sql);
}

/* Through a connection of its own: the pool's are query_only, and VACUUM INTO
   counts as a write although it only reads this file. */
static enum status copy_into(const char *from, const char *path)
{
    sqlite3 *source = NULL;
    sqlite3_stmt *s = NULL;
    enum status status = FAILED;

    if (sqlite3_open_v2(from, &source, SQLITE_OPEN_READWRITE, NULL) ==
            SQLITE_OK &&
        sqlite3_db_config(source, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL) ==
            SQLITE_OK &&
        sqlite3_busy_timeout(source, 5000) == SQLITE_OK &&
        sqlite3_prepare_v2(source, "VACUUM INTO ?1", -1, &s, NULL) ==
            SQLITE_OK &&
        sqlite3_bind_text(s, 1, path, -1, SQLITE_STATIC) == SQLITE_OK &&
        sqlite3_step(s) == SQLITE_DONE)
        status = OK;
    if (status != OK) {
        log_say(LOG_ERROR, "store", "the copy failed", "why",
                sqlite3_errmsg(source), NULL);
        unlink(path);
    }
    sqlite3_finalize(s);
    sqlite3_close(source);
    return status;
}

static enum status sync_file(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    int wrong = fd < 0 || fsync(fd);

    if (fd >= 0)
        close(fd);
    return wrong ? FAILED : OK;
}

static enum status sqlite_copy(void *engine, const char *path)
{
    struct engine *e = engine;

    if (!access(path, F_OK))
        return CONFLICT;
    if (e->in_memory)
        return INVALID;
    TRY(copy_into(e->path, path));
    return sync_file(path);
}

/* Asked every so often by SQLite: not 0 interrupts the statement. */
static int is_cancelled(void *engine)
{
    struct engine *e = engine;

    return atomic_load(&e->cancelled);
}

static void sqlite_cancel(void *engine)
{
    struct engine *e = engine;

    atomic_store(&e->cancelled, true);
}

static enum status sqlite_check(void *engine, bool thorough)
{
    struct engine *e = engine;
    struct sqlite_connection *c;
    sqlite3_stmt *s = NULL;

    if (e->in_memory)
        return OK;
    TRY(sqlite_connect(&c, e->path, true));
    sqlite3_progress_handler(c->sqlite, 100000, is_cancelled, e);
    sqlite3_prepare_v2(c->sqlite,
                       thorough ? "PRAGMA integrity_check(1)"
                                : "PRAGMA quick_check(1)",
                       -1, &s, NULL);
    bool told = sqlite3_step(s) == SQLITE_ROW;
    const char *what = told ? (const char *)sqlite3_column_text(s, 0)
                            : sqlite3_errmsg(c->sqlite);
    bool whole = told && !strcmp(what, "ok");
    bool cancelled = !told && is_cancelled(e);
    if (!whole && !cancelled) {
        atomic_store(&e->damaged, true);
        log_say(LOG_ERROR, "store",
                "the database is damaged: restore the newest backup", "file",
                e->path, "what", what, NULL);
    }
    sqlite3_finalize(s);
    sqlite_disconnect(c);
    return whole ? OK : cancelled ? BUSY : FAILED;
}

static bool sqlite_served(void *engine)
{
    const struct engine *e = engine;
    char path[4096];
    bool served = false;

    if (!e->reading ||
        snprintf(path, sizeof path, "%s.lock", e->path) >= (int)sizeof path)
        return false;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        served = flock(fd, LOCK_SH | LOCK_NB) != 0;
        close(fd);
    }
    return served;
}

static void sqlite_figures(void *engine, struct db_figures *out)
{
    struct engine *e = engine;

    if (e->writer)
        sqlite_writer_figures(e->writer, out);
    out->damaged = atomic_load(&e->damaged);
    out->reads = atomic_load(&e->reads);
    out->readers_waited = atomic_load(&e->waited);
}

const struct driver driver_sqlite = {
    .open = sqlite_open,
    .close = sqlite_close,
    .read = sqlite_read,
    .write = sqlite_write,
    .run = run_on,
    .script = script_on,
    .copy = sqlite_copy,
    .check = sqlite_check,
    .cancel = sqlite_cancel,
    .served = sqlite_served,
    .figures = sqlite_figures,
    .schema = 0,
};
