#include "store/db.h"

#include "base/arena.h"

#include <pthread.h>
#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* What only a file can show: locks, kills, copies, other processes. */
static struct arena *arena;
static char folder[] = "/tmp/khoa-db-XXXXXX";

static const char *in_folder(const char *name)
{
    return arena_print(arena, "sqlite:%s/%s", folder, name);
}

static struct db *opened(const char *name)
{
    struct db *db;

    assert_int_equal(db_open(&db, in_folder(name)), OK);
    assert_int_equal(db_migrate(db), OK);
    return db;
}

static enum status put(struct db *tx, void *arg)
{
    struct arena *own = arena_new();
    enum status status =
        db_run(tx, own, SQL_SETTING_PUT, ARGS(text(arg), text("x")), NULL);

    arena_free(own);
    return status;
}

static bool has(struct db *db, const char *name)
{
    struct rows rows;

    assert_int_equal(
        db_run(db, arena, SQL_SETTING_FIND, ARGS(text(name)), &rows), OK);
    return rows.count;
}

static void a_second_process_may_not_serve_the_same_data(void **state)
{
    struct db *db = opened("lock.db"), *second;

    (void)state;
    assert_int_equal(db_open(&second, in_folder("lock.db")), CONFLICT);
    assert_int_equal(db_open_reading(&second, in_folder("lock.db")), OK);
    assert_int_equal(db_write(db, put, "one"), OK);
    assert_true(has(second, "one"));
    assert_int_equal(db_write(second, put, "two"), INVALID);
    db_close(second);
    db_close(db);
    assert_int_equal(db_open(&second, in_folder("lock.db")), OK);
    db_close(second);
    assert_int_equal(db_open_reading(&second, in_folder("none.db")), MISSING);
}

static void a_schema_of_a_newer_program_is_refused(void **state)
{
    struct db *db = opened("future.db");
    sqlite3 *raw;

    (void)state;
    db_close(db);
    assert_int_equal(sqlite3_open(in_folder("future.db") + 7, &raw), SQLITE_OK);
    assert_int_equal(sqlite3_exec(raw,
                                  "INSERT INTO schema_version VALUES (99, 0)",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(raw);
    assert_int_equal(db_open(&db, in_folder("future.db")), OK);
    assert_int_equal(db_migrate(db), CONFLICT);
    db_close(db);
}

static void migrating_twice_changes_nothing(void **state)
{
    struct db *db = opened("twice.db");

    (void)state;
    assert_int_equal(db_write(db, put, "kept"), OK);
    assert_int_equal(db_migrate(db), OK);
    assert_true(has(db, "kept"));
    db_close(db);
}

/* ---- killed
 * ------------------------------------------------------------------*/

/* The child writes and tells over the pipe what was acknowledged. */
static void write_until_killed(int out)
{
    struct db *db;

    if (db_open(&db, in_folder("killed.db")) != OK || db_migrate(db) != OK)
        _exit(1);
    for (int i = 0;; i++) {
        char name[32];
        snprintf(name, sizeof name, "kept-%d", i);
        if (db_write(db, put, name) != OK)
            _exit(2);
        if (write(out, &i, sizeof i) != sizeof i)
            _exit(3);
    }
}

static void what_was_acknowledged_survives_a_kill(void **state)
{
    int pipes[2], last = -1, got;

    (void)state;
    assert_int_equal(pipe(pipes), 0);
    pid_t child = fork();
    if (child == 0)
        write_until_killed(pipes[1]);
    close(pipes[1]);
    while (last < 200 && read(pipes[0], &got, sizeof got) == sizeof got)
        last = got;
    kill(child, SIGKILL);
    while (read(pipes[0], &got, sizeof got) == sizeof got)
        last = got;
    waitpid(child, NULL, 0);
    close(pipes[0]);
    struct db *db = opened("killed.db");
    assert_true(last >= 200);
    for (int i = 0; i <= last; i++)
        assert_true(has(db, arena_print(arena, "kept-%d", i)));
    db_close(db);
}

/* ---- copied
 * ------------------------------------------------------------------*/

static atomic_bool enough;
static _Atomic int written;

static void *keep_writing(void *arg)
{
    while (!atomic_load(&enough)) {
        char name[32];
        snprintf(name, sizeof name, "busy-%d", atomic_load(&written));
        if (db_write(arg, put, name) != OK)
            return "failed";
        atomic_fetch_add(&written, 1);
    }
    return NULL;
}

static void a_copy_made_while_others_write_is_whole(void **state)
{
    struct db *db = opened("busy.db"), *copy;
    pthread_t thread;
    void *wrong;
    int before, kept = 0;

    (void)state;
    pthread_create(&thread, NULL, keep_writing, db);
    while ((before = atomic_load(&written)) < 50)
        usleep(1000);
    const char *to = arena_print(arena, "%s/copy.db", folder);
    assert_int_equal(db_copy(db, to), OK);
    assert_int_equal(db_copy(db, to), CONFLICT);
    int after = atomic_load(&written);
    while (atomic_load(&written) < after + 50)
        usleep(1000);
    atomic_store(&enough, true);
    pthread_join(thread, &wrong);
    assert_null(wrong);
    copy = opened("copy.db");
    while (has(copy, arena_print(arena, "busy-%d", kept)))
        kept++;
    assert_in_range(kept, before, after + 1);
    db_close(copy);
    db_close(db);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_acknowledged_survives_a_kill),
        cmocka_unit_test(a_second_process_may_not_serve_the_same_data),
        cmocka_unit_test(a_schema_of_a_newer_program_is_refused),
        cmocka_unit_test(migrating_twice_changes_nothing),
        cmocka_unit_test(a_copy_made_while_others_write_is_whole),
    };

    arena = arena_new();
    if (!mkdtemp(folder))
        return 1;
    int failed = cmocka_run_group_tests_name("db_sqlite", tests, NULL, NULL);
    const char *clean = arena_print(arena, "rm -rf %s", folder);
    failed += system(clean) != 0;
    arena_free(arena);
    return failed;
}
