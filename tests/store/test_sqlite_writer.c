#include "store/sqlite_writer.h"

#include "base/random.h"

#include <errno.h>
#include <semaphore.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/*
 * Group commit from inside: what waits for whom, and what is told to whom
 * when a batch is lost. SQLite calls the fdatasync of this program, which can
 * hold it back or let it fail.
 */
static atomic_bool gated, failing;
static sem_t permits;
static _Atomic int syncs;

int fdatasync(int fd)
{
    atomic_fetch_add(&syncs, 1);
    if (atomic_load(&failing)) {
        errno = EIO;
        return -1;
    }
    if (atomic_load(&gated))
        while (sem_wait(&permits))
            ;
    return (int)syscall(SYS_fdatasync, fd);
}

static char folder[] = "/tmp/khoa-writer-XXXXXX";
static char path[64];
static struct sqlite_writer *writer;

static int begin(void **state)
{
    static int number;

    (void)state;
    sem_init(&permits, 0, 0);
    atomic_store(&gated, false);
    snprintf(path, sizeof path, "%s/%d.db", folder, number++);
    if (sqlite_writer_start(&writer, path, NULL) != OK)
        return 1;
    return sqlite_script(sqlite_writer_connection(writer),
                         "CREATE TABLE t (x INTEGER PRIMARY KEY)") != OK;
}

static int end(void **state)
{
    (void)state;
    atomic_store(&gated, false);
    sqlite_writer_stop(writer);
    return 0;
}

static int count_rows(void)
{
    sqlite3 *reader;
    sqlite3_stmt *s;

    assert_int_equal(sqlite3_open(path, &reader), SQLITE_OK);
    assert_int_equal(
        sqlite3_prepare_v2(reader, "SELECT COUNT(*) FROM t", -1, &s, NULL),
        SQLITE_OK);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    int n = sqlite3_column_int(s, 0);
    sqlite3_finalize(s);
    sqlite3_close(reader);
    return n;
}

/* ---- somebody who writes and waits
 * -------------------------------------------*/

struct somebody {
    pthread_t thread;
    sqlite_work *work;
    int number;
    enum status status;
    atomic_bool here, told;
};

static enum status insert(void *connection, void *arg)
{
    const struct somebody *me = arg;
    char sql[64];

    snprintf(sql, sizeof sql, "INSERT INTO t VALUES (%d)", me->number);
    return sqlite_script(connection, sql);
}

static enum status insert_and_refuse(void *connection, void *arg)
{
    TRY(insert(connection, arg));
    return CONFLICT;
}

/* As SQLite does by itself on a full disk, an I/O error, lack of memory. */
static enum status lose_the_batch(void *connection, void *arg)
{
    (void)arg;
    return sqlite_script(connection, "ROLLBACK");
}

static void *act(void *arg)
{
    struct somebody *me = arg;

    atomic_store(&me->here, true);
    me->status = sqlite_writer_write(writer, me->work, me);
    atomic_store(&me->told, true);
    return NULL;
}

static void send_in(struct somebody *who, sqlite_work *work, int number)
{
    who->work = work;
    who->number = number;
    atomic_store(&who->told, false);
    atomic_store(&who->here, false);
    assert_int_equal(pthread_create(&who->thread, NULL, act, who), 0);
}

static void wait_for_syncs(int number)
{
    while (atomic_load(&syncs) < number)
        usleep(1000);
}

/* While the first one's commit is held, the others queue up behind it, in this
   order, and become one batch. */
static void in_one_batch(struct somebody *people, sqlite_work *const works[],
                         int count)
{
    static struct somebody first;
    int before = atomic_load(&syncs);

    atomic_store(&gated, true);
    send_in(&first, insert, 1000 + before);
    wait_for_syncs(before + 1);
    for (int i = 0; i < count; i++) {
        send_in(&people[i], works[i], i);
        while (!atomic_load(&people[i].here))
            usleep(1000);
        usleep(50000); /* so that they queue in this order */
    }
    sem_post(&permits);
    pthread_join(first.thread, NULL);
}

static void a_conflict_is_told_only_after_its_batch_is_on_disk(void **state)
{
    struct somebody people[3];
    sqlite_work *const works[] = {insert, insert_and_refuse, insert};
    int before = atomic_load(&syncs);

    (void)state;
    in_one_batch(people, works, 3);
    wait_for_syncs(before + 2); /* the batch of three has begun to sync */
    usleep(50000);
    for (int i = 0; i < 3; i++)
        assert_false(atomic_load(&people[i].told));
    sem_post(&permits);
    for (int i = 0; i < 3; i++)
        pthread_join(people[i].thread, NULL);
    assert_int_equal(people[0].status, OK);
    assert_int_equal(people[1].status, CONFLICT);
    assert_int_equal(people[2].status, OK);
    assert_int_equal(atomic_load(&syncs), before + 2); /* one for all three */
    assert_int_equal(count_rows(), 3); /* the first and two of the three */
}

static void
whoever_ran_in_a_lost_batch_is_told_and_the_rest_goes_on(void **state)
{
    struct somebody people[3];
    sqlite_work *const works[] = {insert, lose_the_batch, insert};

    (void)state;
    in_one_batch(people, works, 3);
    sem_post(&permits);
    for (int i = 0; i < 3; i++)
        pthread_join(people[i].thread, NULL);
    assert_int_equal(people[0].status, FAILED);
    assert_int_equal(people[1].status, FAILED);
    assert_int_equal(people[2].status, OK);
    assert_int_equal(count_rows(), 2);
}

static int refuse(void *arg)
{
    (void)arg;
    return 1;
}

static void all_of_a_batch_are_told_when_its_commit_fails(void **state)
{
    struct somebody people[3], later;
    sqlite_work *const works[] = {insert, insert_and_refuse, insert};

    (void)state;
    in_one_batch(people, works, 0);
    sqlite3 *sqlite = sqlite_writer_connection(writer)->sqlite;
    atomic_store(&gated, false);
    sqlite3_commit_hook(sqlite, refuse, NULL);
    for (int i = 0; i < 3; i++)
        send_in(&people[i], works[i], i);
    for (int i = 0; i < 3; i++)
        pthread_join(people[i].thread, NULL);
    for (int i = 0; i < 3; i++)
        assert_int_equal(people[i].status, FAILED);
    sqlite3_commit_hook(sqlite, NULL, NULL);
    send_in(&later, insert, 9);
    pthread_join(later.thread, NULL);
    assert_int_equal(later.status, OK);
    assert_int_equal(count_rows(), 2);
}

static void a_full_disk_refuses_and_then_carries_on(void **state)
{
    struct somebody one;
    sqlite3 *sqlite = sqlite_writer_connection(writer)->sqlite;
    int written = 0;

    (void)state;
    sqlite3_exec(sqlite, "CREATE TABLE big (x TEXT)", NULL, NULL, NULL);
    sqlite3_exec(sqlite,
                 "CREATE TRIGGER fill AFTER INSERT ON t BEGIN "
                 "INSERT INTO big VALUES (hex(zeroblob(20000))); END",
                 NULL, NULL, NULL);
    sqlite3_exec(sqlite, "PRAGMA max_page_count = 100", NULL, NULL, NULL);
    do {
        send_in(&one, insert, written);
        pthread_join(one.thread, NULL);
    } while (one.status == OK && ++written < 1000);
    assert_true(written > 0 && written < 1000);
    assert_int_equal(one.status, FAILED);
    assert_int_equal(count_rows(), written);
    sqlite3_exec(sqlite, "PRAGMA max_page_count = 100000", NULL, NULL, NULL);
    send_in(&one, insert, written);
    pthread_join(one.thread, NULL);
    assert_int_equal(one.status, OK);
    assert_int_equal(count_rows(), written + 1);
}

static void a_failed_fsync_ends_the_process(void **state)
{
    int ended;

    (void)state;
    pid_t child = fork();
    if (child == 0) {
        struct somebody one = {.work = insert, .number = 5};
        (void)!freopen("/dev/null", "w", stderr);
        snprintf(path, sizeof path, "%s/fsync.db", folder);
        if (sqlite_writer_start(&writer, path, NULL) != OK ||
            sqlite_script(sqlite_writer_connection(writer),
                          "CREATE TABLE t (x INTEGER PRIMARY KEY)") != OK)
            _exit(1);
        atomic_store(&failing, true);
        (void)!sqlite_writer_write(writer, insert, &one);
        _exit(2); /* it must not come back */
    }
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &ended, 0), child);
    assert_true(WIFEXITED(ended));
    assert_int_equal(WEXITSTATUS(ended), 75);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_failed_fsync_ends_the_process),
        cmocka_unit_test_setup_teardown(
            a_conflict_is_told_only_after_its_batch_is_on_disk, begin, end),
        cmocka_unit_test_setup_teardown(
            whoever_ran_in_a_lost_batch_is_told_and_the_rest_goes_on, begin,
            end),
        cmocka_unit_test_setup_teardown(
            all_of_a_batch_are_told_when_its_commit_fails, begin, end),
        cmocka_unit_test_setup_teardown(a_full_disk_refuses_and_then_carries_on,
                                        begin, end),
    };

    if (!mkdtemp(folder))
        return 1;
    int failed = cmocka_run_group_tests_name("writer", tests, NULL, NULL);
    char command[80];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return failed + (system(command) != 0);
}
