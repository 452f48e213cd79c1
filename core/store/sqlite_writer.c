#include "store/sqlite_writer.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum {
    MOST = 1024,       /* works in one batch */
    LINGER_US = 200,   /* wait so long for works about to come */
    CHECKPOINT = 4000, /* pages of WAL: 16 MB */
    ALARM = 64 * 1024, /* pages of WAL that mean something holds it up */
    LOST_FSYNC = 75    /* exit status; start again */
};

struct waiter {
    struct waiter *next;
    sqlite_work *work;
    void *arg;
    enum status status;
    bool done;
    pthread_cond_t told;
    struct waiter *wake[2]; /* whom to wake on waking: a tree, so that the
                               writer itself wakes only one */
};

struct sqlite_writer {
    struct sqlite_connection *connection;
    pthread_t thread;
    pthread_mutex_t lock; /* over what follows */
    pthread_cond_t work_came;
    struct waiter *first, **last;
    size_t waiting, expected;
    bool stopping;
    pthread_mutex_t *turn;
    _Atomic int64_t writes, commits, failed_commits, wal_pages;
    atomic_bool failing; /* the last commit */
};

/* ---- one batch ------------------------------------------------------------*/

static bool still_open(struct sqlite_writer *w)
{
    return !sqlite3_get_autocommit(w->connection->sqlite);
}

static void end_if_fsync_failed(struct sqlite_writer *w)
{
    int code = sqlite3_extended_errcode(w->connection->sqlite);

    if (code != SQLITE_IOERR_FSYNC && code != SQLITE_IOERR_DIR_FSYNC)
        return;
    log_say(LOG_ERROR, "store", "fsync failed: ending, to start from the file",
            "why", sqlite3_errmsg(w->connection->sqlite), NULL);
    _exit(LOST_FSYNC);
}

/* Returns false when SQLite has rolled back the whole batch. */
static bool run_one(struct sqlite_writer *w, struct waiter *one)
{
    struct sqlite_connection *c = w->connection;

    if (sqlite_script(c, "SAVEPOINT one") != OK) {
        one->status = FAILED;
        return still_open(w);
    }
    one->status = one->work(c, one->arg);
    end_if_fsync_failed(w);
    if (!still_open(w)) {
        one->status = FAILED;
        return false;
    }
    const char *end =
        one->status == OK ? "RELEASE one" : "ROLLBACK TO one; RELEASE one";
    if (sqlite_script(c, end) != OK) {
        one->status = FAILED;
        (void)!sqlite_script(c, "ROLLBACK");
        return false;
    }
    return true;
}

static void count_failed(struct sqlite_writer *w)
{
    atomic_fetch_add(&w->failed_commits, 1);
    atomic_store(&w->failing, true);
}

static void fail_until(struct waiter *from, const struct waiter *end)
{
    for (; from != end; from = from->next)
        from->status = FAILED;
}

/* Run the works from `batch` on; returns the first that did not get to run. */
static struct waiter *run_batch(struct sqlite_writer *w, struct waiter *batch)
{
    struct sqlite_connection *c = w->connection;
    struct waiter *one = batch;

    if (sqlite_script(c, "BEGIN IMMEDIATE") != OK) {
        end_if_fsync_failed(w);
        fail_until(batch, NULL);
        count_failed(w);
        return NULL;
    }
    while (one) {
        bool whole = run_one(w, one);
        one = one->next;
        if (!whole) {
            fail_until(batch, one);
            count_failed(w);
            return one;
        }
        atomic_fetch_add(&w->writes, 1);
    }
    if (sqlite_script(c, "COMMIT") != OK) {
        end_if_fsync_failed(w);
        if (still_open(w))
            (void)!sqlite_script(c, "ROLLBACK");
        fail_until(batch, NULL);
        count_failed(w);
        return NULL;
    }
    atomic_fetch_add(&w->commits, 1);
    atomic_store(&w->failing, false);
    return NULL;
}

/* Under the lock. A waiter leaves, and its stack with it, only once it has been
   told by the one above it in the tree; so that one can still reach it. */
static void tell_one(struct waiter *one)
{
    one->done = true;
    pthread_cond_signal(&one->told);
}

/* Everyone from `batch` to `end` is told, in a tree: each wakes two. */
static void tell(struct sqlite_writer *w, struct waiter *batch,
                 const struct waiter *end)
{
    struct waiter *list[MOST];
    size_t count = 0;

    for (struct waiter *one = batch; one != end; one = one->next)
        list[count++] = one;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < 2; k++)
            list[i]->wake[k] =
                2 * i + 1 + k < count ? list[2 * i + 1 + k] : NULL;
    pthread_mutex_lock(&w->lock);
    if (count)
        tell_one(list[0]);
    pthread_mutex_unlock(&w->lock);
}

static int wal_grew(void *arg, sqlite3 *sqlite, const char *name, int pages)
{
    struct sqlite_writer *w = arg;

    (void)sqlite, (void)name;
    atomic_store(&w->wal_pages, pages);
    return SQLITE_OK;
}

static void checkpoint(struct sqlite_writer *w)
{
    int pages = (int)atomic_load(&w->wal_pages), left = 0, moved = 0;

    if (pages < CHECKPOINT)
        return;
    sqlite3_wal_checkpoint_v2(w->connection->sqlite, NULL,
                              SQLITE_CHECKPOINT_PASSIVE, &left, &moved);
    end_if_fsync_failed(w);
    if (left == moved)
        atomic_store(&w->wal_pages, 0);
    if (pages >= ALARM)
        log_say(LOG_WARN, "store", "the log of writes has grown too long",
                "pages", log_int(pages), "kept_back", log_int(left - moved),
                NULL);
}

static void work_off(struct sqlite_writer *w, struct waiter *batch)
{
    while (batch) {
        if (w->turn)
            pthread_mutex_lock(w->turn);
        struct waiter *rest = run_batch(w, batch);
        if (w->turn)
            pthread_mutex_unlock(w->turn);
        tell(w, batch, rest);
        batch = rest;
    }
    checkpoint(w);
}

/* ---- the thread
 * -------------------------------------------------------------*/

/* As many as last time are probably about to come back: give them a moment,
   so that they share one commit instead of splitting it in two. */
static void linger(struct sqlite_writer *w)
{
    struct timespec until;

    if (w->waiting >= w->expected || w->stopping)
        return;
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += LINGER_US * 1000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_nsec -= 1000000000;
        until.tv_sec++;
    }
    while (w->waiting < w->expected && !w->stopping)
        if (pthread_cond_timedwait(&w->work_came, &w->lock, &until))
            break;
}

static struct waiter *take_batch(struct sqlite_writer *w)
{
    pthread_mutex_lock(&w->lock);
    while (!w->first && !w->stopping)
        pthread_cond_wait(&w->work_came, &w->lock);
    if (w->first)
        linger(w);
    struct waiter *batch = w->first, **end = &w->first;
    size_t count = 0;
    for (; *end && count < MOST; end = &(*end)->next)
        count++;
    struct waiter *rest = *end;
    *end = NULL;
    w->waiting -= count;
    w->expected = count;
    w->first = rest;
    if (!rest)
        w->last = &w->first;
    pthread_mutex_unlock(&w->lock);
    return batch;
}

static void *run(void *arg)
{
    struct sqlite_writer *w = arg;
    struct waiter *batch;

    while ((batch = take_batch(w)))
        work_off(w, batch);
    return NULL;
}

enum status sqlite_writer_write(struct sqlite_writer *w, sqlite_work *work,
                                void *arg)
{
    struct waiter me = {.work = work, .arg = arg, .status = FAILED};

    pthread_cond_init(&me.told, NULL);
    pthread_mutex_lock(&w->lock);
    *w->last = &me;
    w->last = &me.next;
    w->waiting++;
    if (w->waiting == 1 || w->waiting >= w->expected)
        pthread_cond_signal(&w->work_came);
    while (!me.done)
        pthread_cond_wait(&me.told, &w->lock);
    for (size_t k = 0; k < 2; k++)
        if (me.wake[k])
            tell_one(me.wake[k]);
    pthread_mutex_unlock(&w->lock);
    pthread_cond_destroy(&me.told);
    return me.status;
}

enum status sqlite_writer_start(struct sqlite_writer **out, const char *path,
                                pthread_mutex_t *turn)
{
    struct sqlite_writer *w = calloc(1, sizeof *w);
    pthread_condattr_t monotonic;

    if (!w)
        abort();
    enum status status = sqlite_connect(&w->connection, path, false);
    if (status != OK) {
        free(w);
        return status;
    }
    w->turn = turn;
    w->last = &w->first;
    sqlite3_wal_hook(w->connection->sqlite, wal_grew, w);
    pthread_mutex_init(&w->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&w->work_came, &monotonic);
    if (pthread_create(&w->thread, NULL, run, w)) {
        log_say(LOG_ERROR, "store", "no thread for the writer", NULL);
        sqlite_disconnect(w->connection);
        free(w);
        return FAILED;
    }
    *out = w;
    return OK;
}

void sqlite_writer_stop(struct sqlite_writer *w)
{
    pthread_mutex_lock(&w->lock);
    w->stopping = true;
    pthread_cond_signal(&w->work_came);
    pthread_mutex_unlock(&w->lock);
    pthread_join(w->thread, NULL);
    sqlite_disconnect(w->connection);
    pthread_mutex_destroy(&w->lock);
    pthread_cond_destroy(&w->work_came);
    free(w);
}

struct sqlite_connection *sqlite_writer_connection(struct sqlite_writer *w)
{
    return w->connection;
}

void sqlite_writer_figures(struct sqlite_writer *w, struct db_figures *out)
{
    out->writes = atomic_load(&w->writes);
    out->commits = atomic_load(&w->commits);
    out->failed_commits = atomic_load(&w->failed_commits);
    out->failing = atomic_load(&w->failing);
    out->wal_bytes = atomic_load(&w->wal_pages) * 4096;
}
