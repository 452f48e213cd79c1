#include "base/clock.h"

#include "tests/domain/evidence.h"

/* Deeds and results go into the chain in the order they were sealed; what the
   verifier finds in it is in test_verifying.c. */

static void what_was_committed_is_sealed_and_verifies(void **state)
{
    (void)state;
    assert_int_equal(seal(), 0);
    deed(1);
    result(1);
    deed(2);
    assert_int_equal(seal(), 3);
    assert_int_equal(seal(), 0);
    intact();
    assert_int_equal(seen.links, 3);
    assert_int_equal(seen.results, 1);
    assert_int_equal(seen.waiting, 0);
}

static void what_waits_is_not_yet_wrong_unless_it_waits_too_long(void **state)
{
    (void)state;
    deed(3);
    intact();
    assert_int_equal(seen.waiting, 1);
    struct findings found = verify_with(&(struct verify_options){
        .data = folder, .served = true, .now = clock_now() + 59000});
    assert_int_equal(found.errors, 0);
    found = verify_with(&(struct verify_options){
        .data = folder, .served = true, .now = clock_now() + 61000});
    assert_int_equal(found.errors, 1);
    seal();
}

static enum status add_late(struct db *tx, void *arg)
{
    int64_t id = *(int64_t *)arg;

    TRY(db_run(tx, arena, SQL_AUDIT_ADD,
               ARGS(integer(id), integer(5), nothing(), text("late"), nothing(),
                    nothing(), text("{}")),
               NULL));
    return unsealed_add(tx, arena, "audit_event", id, 5);
}

/* An id is made before its row commits; the sealer may have been there. */
static void a_row_committed_late_with_a_smaller_id_is_sealed(void **state)
{
    int64_t early = id_new();

    (void)state;
    deed(4);
    assert_int_equal(seal(), 1);
    assert_int_equal(db_write(db, add_late, &early), OK);
    assert_int_equal(seal(), 1);
    intact();
    assert_int_equal(seen.waiting, 0);
}

static enum status seal_one(struct db *tx, void *arg)
{
    return chain_add(tx, arena, arg);
}

/* What commits while the sealer reckons is not in its batch, and must be found
   the next time, though its id be the smallest. */
static void what_came_while_the_sealer_reckoned_waits_for_the_next(void **state)
{
    int64_t early = id_new();
    const struct evidence *rows;
    struct chain_link link = {0};
    const char *head;
    size_t count;

    (void)state;
    deed(6);
    assert_int_equal(chain_head_find(db, arena, &link.sequence, &head), OK);
    assert_int_equal(unsealed_list(db, arena, 10, &rows, &count), OK);
    assert_int_equal(count, 1);
    assert_int_equal(db_write(db, add_late, &early), OK);
    link.sequence++;
    link.kind = rows[0].kind;
    link.row = rows[0].row;
    link.digest = evidence_digest(arena, &rows[0]);
    link.link = evidence_link(arena, head, &link);
    assert_int_equal(db_write(db, seal_one, &link), OK);
    assert_int_equal(seal(), 1);
    intact();
    assert_int_equal(seen.waiting, 0);
}

static enum status add_and_refuse(struct db *tx, void *arg)
{
    TRY(add_deed(tx, arg));
    return CONFLICT;
}

static void what_was_rolled_back_is_not_sealed(void **state)
{
    int64_t object = 5;

    (void)state;
    assert_int_equal(db_write(db, add_and_refuse, &object), CONFLICT);
    assert_int_equal(seal(), 0);
    intact();
}

/* ---- several at once
 * ----------------------------------------------------------*/

enum { DEEDS = 60 };

static void *seal_on(void *arg)
{
    struct sealer *own;
    size_t sealed, all = 0;

    (void)arg;
    if (sealer_open(&own, db, folder) != OK)
        return (void *)1;
    for (int i = 0; i < 400 && all < DEEDS; i++) {
        if (sealing_step(own, db, &sealed) != OK)
            return (void *)1;
        all += sealed;
        usleep(500);
    }
    sealer_close(own);
    return NULL;
}

static void two_sealers_give_way_to_each_other(void **state)
{
    pthread_t threads[2];
    void *wrong;
    int64_t before = (verify(), seen.links);

    (void)state;
    for (int i = 0; i < 2; i++)
        pthread_create(&threads[i], NULL, seal_on, NULL);
    for (int64_t i = 0; i < DEEDS; i++)
        deed(100 + i);
    for (int i = 0; i < 2; i++) {
        pthread_join(threads[i], &wrong);
        assert_null(wrong);
    }
    seal();
    intact();
    assert_int_equal(seen.links, before + DEEDS);
}

/* ---- signing
 * ------------------------------------------------------------------*/

static void the_head_is_signed_when_it_is_time(void **state)
{
    int64_t now = clock_now();

    (void)state;
    assert_int_equal(sealing_sign(sealer, db, now, false), OK);
    intact();
    int64_t first = seen.checkpoints; /* the first is due at once */
    assert_int_equal(first, 1);
    deed(200);
    seal();
    assert_int_equal(sealing_sign(sealer, db, now + 1000, false), OK);
    intact();
    assert_int_equal(seen.checkpoints, 1);
    assert_int_equal(sealing_sign(sealer, db, now + CHECKPOINT_MS, false), OK);
    assert_int_equal(sealing_sign(sealer, db, now + 2 * CHECKPOINT_MS, false),
                     OK); /* nothing new: nothing to sign */
    intact();
    assert_int_equal(seen.checkpoints, 2);
}

static void a_lost_key_is_not_replaced_in_silence(void **state)
{
    const char *path = arena_print(arena, "%s/keys/evidence.key", folder);
    const char *kept = arena_print(arena, "%s.kept", path);
    struct sealer *other;

    (void)state;
    assert_int_equal(rename(path, kept), 0);
    assert_int_equal(sealer_open(&other, db, folder), OK);
    assert_string_equal(sealer_key(other), "");
    deed(201);
    assert_int_equal(sealing_finish(other, db), OK);
    sealer_close(other);
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(rename(kept, path), 0);
    intact();
}

static void a_key_that_others_can_read_is_refused(void **state)
{
    const char *path = arena_print(arena, "%s/keys/evidence.key", folder);
    struct sealer *other;

    (void)state;
    assert_int_equal(system(arena_print(arena, "chmod 640 %s", path)), 0);
    assert_int_equal(sealer_open(&other, db, folder), FAILED);
    assert_int_equal(system(arena_print(arena, "chmod 600 %s", path)), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_committed_is_sealed_and_verifies),
        cmocka_unit_test(what_waits_is_not_yet_wrong_unless_it_waits_too_long),
        cmocka_unit_test(a_row_committed_late_with_a_smaller_id_is_sealed),
        cmocka_unit_test(
            what_came_while_the_sealer_reckoned_waits_for_the_next),
        cmocka_unit_test(what_was_rolled_back_is_not_sealed),
        cmocka_unit_test(two_sealers_give_way_to_each_other),
        cmocka_unit_test(the_head_is_signed_when_it_is_time),
        cmocka_unit_test(a_lost_key_is_not_replaced_in_silence),
        cmocka_unit_test(a_key_that_others_can_read_is_refused),
    };

    return cmocka_run_group_tests_name("sealing", tests, house_begin,
                                       house_end);
}
