#include "seal/hash.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static void a_hash_is_the_one_of_the_standard(void **state)
{
    struct arena *arena = arena_new();

    (void)state;
    /* FIPS 180-2, B.1 */
    assert_string_equal(
        hash_of(arena, "abc", 3),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    arena_free(arena);
}

static void two_texts_in_a_row_stay_two(void **state)
{
    struct arena *arena = arena_new();
    struct hash a, b;

    (void)state;
    hash_begin(&a);
    hash_add_text(&a, "ab");
    hash_add_text(&a, "c");
    hash_begin(&b);
    hash_add_text(&b, "a");
    hash_add_text(&b, "bc");
    assert_string_not_equal(hash_end(&a, arena), hash_end(&b, arena));
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hash_is_the_one_of_the_standard),
        cmocka_unit_test(two_texts_in_a_row_stay_two),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
