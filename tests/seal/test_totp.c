#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "seal/totp.h"

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

/* "12345678901234567890" of RFC 6238, appendix B; the last six digits. */
static const char rfc[] = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

static void codes_are_those_of_the_standard(void **state)
{
    static const struct {
        int64_t seconds;
        const char *code;
    } vectors[] = {{59, "287082"},         {1111111109, "081804"},
                   {1111111111, "050471"}, {1234567890, "005924"},
                   {2000000000, "279037"}, {20000000000, "353130"}};

    (void)state;
    for (size_t i = 0; i < sizeof vectors / sizeof *vectors; i++)
        assert_string_equal(totp_code(arena, rfc, vectors[i].seconds * 1000),
                            vectors[i].code);
}

static void a_code_holds_for_its_half_minute_and_the_neighbours(void **state)
{
    int64_t now = 1111111111000, step = 0;
    const char *code = totp_code(arena, rfc, now);

    (void)state;
    assert_true(totp_check(rfc, code, now, &step));
    assert_int_equal(step, now / 30000);
    assert_true(totp_check(rfc, code, now - 30000, &step));
    assert_int_equal(step, now / 30000);
    assert_true(totp_check(rfc, code, now + 30000, &step));
    assert_int_equal(step, now / 30000);
    assert_false(totp_check(rfc, code, now + 90000, &step));
    assert_false(totp_check(rfc, code, now - 90000, &step));
}

static void only_six_digits_are_a_code(void **state)
{
    int64_t now = 59000, step;

    (void)state;
    assert_true(totp_check(rfc, " 287 082 ", now, &step));
    assert_false(totp_check(rfc, "", now, &step));
    assert_false(totp_check(rfc, "28708", now, &step));
    assert_false(totp_check(rfc, "2870820", now, &step));
    assert_false(totp_check(rfc, "28708a", now, &step));
    assert_false(totp_check("not base32!", "287082", now, &step));
}

static void secrets_are_new_each_time(void **state)
{
    const char *one = totp_secret(arena), *other = totp_secret(arena);
    int64_t step;

    (void)state;
    assert_int_equal(strlen(one), 32);
    assert_string_not_equal(one, other);
    assert_true(totp_check(one, totp_code(arena, one, 59000), 59000, &step));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(codes_are_those_of_the_standard),
        cmocka_unit_test(a_code_holds_for_its_half_minute_and_the_neighbours),
        cmocka_unit_test(only_six_digits_are_a_code),
        cmocka_unit_test(secrets_are_new_each_time),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
