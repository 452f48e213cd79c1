#include "store/audit.h"
#include "tests/store/world.h"

#include "base/random.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

/* Settings stand in for anything that is written. */
static enum status put(struct db *tx, const char *name, const char *content)
{
    return db_run(tx, arena, SQL_SETTING_PUT, ARGS(text(name), text(content)),
                  NULL);
}

/* NULL if there is none. */
static const char *find(struct db *from, const char *name)
{
    struct rows rows;

    assert_int_equal(
        db_run(from, arena, SQL_SETTING_FIND, ARGS(text(name)), &rows), OK);
    return rows.count ? cell(&rows, 0, 0)->text : NULL;
}

static enum status write_and_look(struct db *tx, void *arg)
{
    (void)arg;
    TRY(put(tx, "colour", "mực tím"));
    assert_string_equal(find(tx, "colour"), "mực tím");
    return OK;
}

static void a_transaction_sees_its_own_writes(void **state)
{
    (void)state;
    assert_int_equal(db_write(db, write_and_look, NULL), OK);
    assert_string_equal(find(db, "colour"), "mực tím");
}

static enum status write_and_refuse(struct db *tx, void *arg)
{
    const enum status *answer = arg;

    TRY(put(tx, "refused", "x"));
    return *answer;
}

static void a_work_that_fails_leaves_nothing(void **state)
{
    const enum status kinds[] = {INVALID, DENIED, MISSING, CONFLICT, FAILED};

    (void)state;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        enum status kind = kinds[i];
        assert_int_equal(db_write(db, write_and_refuse, &kind), kind);
        assert_null(find(db, "refused"));
    }
}

static enum status break_and_go_on(struct db *tx, void *arg)
{
    const struct deed deed = {.at = 1, .action = "test"};
    struct value row[] = {integer(77), integer(1), nothing(), text("twice"),
                          nothing(),   nothing(),  text("{}")};

    (void)arg;
    TRY(put(tx, "poisoned", "x"));
    TRY(db_run(tx, arena, SQL_AUDIT_ADD, row, 7, NULL));
    enum status second = db_run(tx, arena, SQL_AUDIT_ADD, row, 7, NULL);
    assert_int_equal(second, CONFLICT);
    /* what went wrong is passed over; the transaction does not forget it */
    assert_int_equal(put(tx, "poisoned", "y"), CONFLICT);
    assert_int_equal(audit_add(tx, arena, &deed), CONFLICT);
    return OK;
}

static void a_failed_statement_poisons_its_transaction(void **state)
{
    (void)state;
    assert_int_equal(db_write(db, break_and_go_on, NULL), CONFLICT);
    assert_null(find(db, "poisoned"));
}

static void what_writes_is_refused_outside_a_transaction(void **state)
{
    (void)state;
    assert_int_equal(put(db, "outside", "x"), INVALID);
    assert_null(find(db, "outside"));
}

static enum status nest(struct db *tx, void *arg)
{
    (void)arg;
    return db_write(tx, write_and_look, NULL);
}

static void a_transaction_inside_a_transaction_is_refused(void **state)
{
    (void)state;
    assert_int_equal(db_write(db, nest, NULL), FAILED);
}

static void every_kind_of_value_comes_back(void **state)
{
    struct rows rows;

    (void)state;
    assert_int_equal(
        db_run(db, arena, SQL_PROBE_VALUES_FIND,
               ARGS(integer(INT64_MAX), real(0.1), text("Đỗ\n\"'"), nothing()),
               &rows),
        OK);
    assert_true(cell(&rows, 0, 0)->integer == INT64_MAX);
    assert_true(cell(&rows, 0, 1)->real == 0.1);
    assert_string_equal(cell(&rows, 0, 2)->text, "Đỗ\n\"'");
    assert_int_equal(cell(&rows, 0, 2)->length, strlen("Đỗ\n\"'"));
    assert_int_equal(cell(&rows, 0, 3)->kind, NOTHING);
}

/* ---- many at once
 * -------------------------------------------------------------*/

enum { THREADS = 64, EACH = 40 };

static _Atomic int accepted, refused;

struct job {
    int thread, number;
};

static enum status one_write(struct db *tx, void *arg)
{
    const struct job *job = arg;
    struct arena *own = arena_new();
    enum status status = db_run(
        tx, own, SQL_SETTING_PUT,
        ARGS(text(arena_print(own, "many-%d-%d", job->thread, job->number)),
             text("x")),
        NULL);

    arena_free(own);
    /* every third takes its write back, next to neighbours that do not */
    return status == OK && job->number % 3 == 2 ? CONFLICT : status;
}

static void *writer(void *arg)
{
    struct job job = {*(int *)arg, 0};

    for (; job.number < EACH; job.number++) {
        enum status status = db_write(db, one_write, &job);
        atomic_fetch_add(status == OK ? &accepted : &refused, 1);
        if (status != (job.number % 3 == 2 ? CONFLICT : OK))
            return "wrong status";
    }
    return NULL;
}

static void what_64_threads_write_at_once_lands_exactly_once(void **state)
{
    pthread_t threads[THREADS];
    int numbers[THREADS];
    void *wrong;

    (void)state;
    for (int i = 0; i < THREADS; i++) {
        numbers[i] = i;
        assert_int_equal(pthread_create(&threads[i], NULL, writer, &numbers[i]),
                         0);
    }
    for (int i = 0; i < THREADS; i++) {
        pthread_join(threads[i], &wrong);
        assert_null(wrong);
    }
    assert_int_equal(accepted + refused, THREADS * EACH);
    for (int t = 0; t < THREADS; t++)
        for (int n = 0; n < EACH; n++) {
            const char *there =
                find(db, arena_print(arena, "many-%d-%d", t, n));
            assert_int_equal(there != NULL, n % 3 != 2);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_transaction_sees_its_own_writes),
        cmocka_unit_test(a_work_that_fails_leaves_nothing),
        cmocka_unit_test(a_failed_statement_poisons_its_transaction),
        cmocka_unit_test(what_writes_is_refused_outside_a_transaction),
        cmocka_unit_test(a_transaction_inside_a_transaction_is_refused),
        cmocka_unit_test(every_kind_of_value_comes_back),
        cmocka_unit_test(what_64_threads_write_at_once_lands_exactly_once),
    };

    return cmocka_run_group_tests_name("db", tests, world_begin, world_end);
}
