#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "seal/password.h"
#include "seal/token.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

static struct arena *arena;

static int begin(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int end(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static bool is_right(const char *hash, const char *password)
{
    bool right = true;

    assert_int_equal(password_check(hash, password, &right), OK);
    return right;
}

static void a_password_is_known_again_and_no_other(void **state)
{
    const char *hash, *again;

    (void)state;
    assert_int_equal(password_hash(arena, "bờ sông buổi sáng", &hash), OK);
    assert_int_equal(password_hash(arena, "bờ sông buổi sáng", &again), OK);
    assert_string_not_equal(hash, again);
    assert_true(is_right(hash, "bờ sông buổi sáng"));
    assert_false(is_right(hash, "bờ sông buổi sang"));
    assert_false(is_right(hash, ""));
}

static void hashes_cost_what_they_should(void **state)
{
    const char *hash;

    (void)state;
    assert_int_equal(password_hash(arena, "x", &hash), OK);
    assert_int_equal(strncmp(hash, "$argon2id$v=19$m=19456,t=2,p=1$", 31), 0);
}

static void nobody_has_no_password(void **state)
{
    (void)state;
    assert_false(is_right(NULL, ""));
    assert_false(is_right(NULL, "song-hong-2026"));
    assert_false(is_right("", "x"));
    assert_false(is_right("plain", "plain"));
}

static atomic_int done, busy, most_seen;

static void *check_one(void *arg)
{
    bool right;

    (void)arg;
    enum status status = password_check(NULL, "x", &right);
    int seen = password_busy();
    for (int was = atomic_load(&most_seen);
         seen > was && !atomic_compare_exchange_weak(&most_seen, &was, seen);)
        ;
    atomic_fetch_add(status == BUSY ? &busy : &done, 1);
    return NULL;
}

/* A wave: so many are served as may wait, the others are told at once. */
static void a_wave_is_served_or_told_to_come_back(void **state)
{
    enum { WAVE = 300 };
    pthread_t threads[WAVE];

    (void)state;
    for (int i = 0; i < WAVE; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, check_one, NULL), 0);
    for (int i = 0; i < WAVE; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(atomic_load(&done) + atomic_load(&busy), WAVE);
    assert_true(atomic_load(&done) > 0);
    assert_true(atomic_load(&most_seen) <= password_most());
    assert_int_equal(password_busy(), 0);
    assert_false(is_right(NULL, "x")); /* the door opens again */
}

static void tokens_differ_and_are_compared_whole(void **state)
{
    const char *one = token_new(arena), *other = token_new(arena);

    (void)state;
    assert_true(token_shaped(one));
    assert_false(token_shaped("abc"));
    assert_false(token_shaped(NULL));
    assert_string_not_equal(one, other);
    assert_true(token_same(one, arena_text(arena, one, strlen(one))));
    assert_false(token_same(one, other));
    assert_false(token_same(one, ""));
    assert_false(token_same(NULL, NULL));
    assert_string_not_equal(token_digest(arena, "a", one),
                            token_digest(arena, "b", one));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_password_is_known_again_and_no_other),
        cmocka_unit_test(hashes_cost_what_they_should),
        cmocka_unit_test(nobody_has_no_password),
        cmocka_unit_test(a_wave_is_served_or_told_to_come_back),
        cmocka_unit_test(tokens_differ_and_are_compared_whole),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
