/*
 * bench-store: durable writes a second, 64 threads, each write one row.
 *
 *     bench-store FOLDER [SECONDS]
 *
 * First one commit each (the same writer, but the threads take turns, so that
 * no two can share a commit), then group commit; the ratio counts, since both
 * are taken in one run on one disk. Afterwards every acknowledged row is
 * counted in the file.
 */
#include "base/clock.h"
#include "store/db.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

enum { THREADS = 64 };

static struct db *db;
static atomic_bool over;
static _Atomic int64_t done, failed, next_id;
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;
static bool one_by_one;

static enum status append(struct db *tx, void *arg)
{
    struct arena *arena = arg;

    return db_run(tx, arena, SQL_AUDIT_ADD,
                  ARGS(integer(atomic_fetch_add(&next_id, 1)), integer(0),
                       nothing(), text("bench"), nothing(), nothing(),
                       text("{\"choice\":\"a\"}")),
                  NULL);
}

static void *write_on(void *arg)
{
    (void)arg;
    while (!atomic_load(&over)) {
        struct arena *arena = arena_new();
        if (one_by_one)
            pthread_mutex_lock(&turn);
        enum status status = db_write(db, append, arena);
        if (one_by_one)
            pthread_mutex_unlock(&turn);
        atomic_fetch_add(status == OK ? &done : &failed, 1);
        arena_free(arena);
    }
    return NULL;
}

static double measure(bool single, double seconds)
{
    pthread_t threads[THREADS];

    one_by_one = single;
    atomic_store(&over, false);
    atomic_store(&done, 0);
    int64_t begin = clock_ticks();
    for (int i = 0; i < THREADS; i++)
        pthread_create(&threads[i], NULL, write_on, NULL);
    while (clock_ticks() - begin < seconds * 1000)
        nanosleep(&(struct timespec){0, 10000000}, NULL);
    atomic_store(&over, true);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    return (double)atomic_load(&done) * 1000 / (double)(clock_ticks() - begin);
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new();
    double seconds = argc > 2 ? strtod(argv[2], NULL) : 4;

    if (argc < 2)
        return fputs("usage: bench-store FOLDER [SECONDS]\n", stderr), 2;
    const char *path = arena_print(arena, "%s/bench-store.db", argv[1]);
    const char *address = arena_print(arena, "sqlite:%s", path);
    remove(path);
    remove(arena_print(arena, "%s-wal", path));
    remove(arena_print(arena, "%s-shm", path));
    atomic_store(&next_id, 1);
    if (db_open(&db, address) != OK || db_migrate(db) != OK)
        return 1;
    double single = measure(true, seconds);
    int64_t acknowledged = atomic_load(&done);
    double group = measure(false, seconds);
    acknowledged += atomic_load(&done);
    db_close(db);

    struct rows rows;
    if (db_open(&db, address) != OK ||
        db_run(db, arena, SQL_AUDIT_COUNT, NO_ARGS, &rows) != OK)
        return 1;
    int64_t stored = cell(&rows, 0, 0)->integer;
    db_close(db);
    printf("%d threads, one row a write, synchronous=FULL\n"
           "one commit each   %10.0f writes/s\n"
           "group commit      %10.0f writes/s   %.1f times\n"
           "acknowledged %lld, stored %lld, failed %lld\n",
           THREADS, single, group, group / single, (long long)acknowledged,
           (long long)stored, (long long)atomic_load(&failed));
    arena_free(arena);
    return stored != acknowledged || atomic_load(&failed);
}
