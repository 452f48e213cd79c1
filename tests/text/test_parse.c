#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/parse.h"

static void days_are_read_day_first_or_in_iso_order(void **s)
{
    static const char *const good[] = {"05/11/2026", "5/11/2026",
                                       "05-11-2026", "05.11.2026",
                                       "2026-11-05", " 05/11/2026 "};
    int64_t day;

    (void)s;
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        day = 0;
        assert_true(parse_day(good[i], &day));
        assert_int_equal(day, 20261105);
    }
}

static void what_is_no_day_is_refused(void **s)
{
    static const char *const bad[] = {
        "",           "11/23/2026", "31/02/2026", "29/02/2025", "05/11/26",
        "2026/11/05", "05/11-2026", "5/11/2026x", "20261105",   "05//2026",
        "46331",      "05/11/",     "2026-1-5",   "0/1/2026",
    };
    int64_t day = 7;

    (void)s;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (parse_day(bad[i], &day))
            fail_msg("%s", bad[i]);
    assert_int_equal(day, 7);
    assert_true(parse_day("29/02/2024", &day));
}

static void whole_numbers_are_read_whole(void **s)
{
    int64_t n = 0;

    (void)s;
    assert_true(parse_integer(" 131110 ", &n));
    assert_int_equal(n, 131110);
    assert_true(parse_integer("-5", &n));
    assert_int_equal(n, -5);
    assert_true(parse_integer("9223372036854775807", &n));
    assert_false(parse_integer("9223372036854775808", &n));
    assert_false(parse_integer("12a", &n));
    assert_false(parse_integer("1.234", &n));
    assert_false(parse_integer("0x10", &n));
    assert_false(parse_integer("- 5", &n));
    assert_false(parse_integer("", &n));
    assert_false(parse_integer(NULL, &n));
}

static void decimals_take_comma_or_point(void **s)
{
    double n = 0;

    (void)s;
    assert_true(parse_decimal("8,75", &n));
    assert_true(n == 8.75);
    assert_true(parse_decimal("8.75", &n));
    assert_true(n == 8.75);
    assert_true(parse_decimal("-0,5", &n));
    assert_true(n == -0.5);
    assert_true(parse_decimal("87", &n));
    assert_true(n == 87);
    assert_true(parse_decimal("0.1", &n));
    assert_true(n == 0.1);
}

static void what_is_no_decimal_is_refused(void **s)
{
    static const char *const bad[] = {"1.234,5",
                                      "1,2,3",
                                      ",5",
                                      "5,",
                                      "1e5",
                                      "nan",
                                      "inf",
                                      "0x1",
                                      "",
                                      "--1",
                                      "1234567890123456"};
    double n;

    (void)s;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (parse_decimal(bad[i], &n))
            fail_msg("%s", bad[i]);
}

static void hours_run_to_24(void **s)
{
    int64_t minutes = 0;

    (void)s;
    assert_true(parse_hour("8:30", &minutes));
    assert_int_equal(minutes, 510);
    assert_true(parse_hour("23:59", &minutes));
    assert_false(parse_hour("24:00", &minutes));
    assert_false(parse_hour("8:3", &minutes));
    assert_false(parse_hour("8h30", &minutes));
}

static void moments_are_a_day_and_an_hour_of_the_city(void **state)
{
    int64_t moment;

    (void)state;
    assert_true(parse_moment(" 23/11/2026  09:41 ", &moment));
    assert_int_equal(moment, INT64_C(1795401660000));
    assert_true(parse_moment("2026-11-23 9:41", &moment));
    assert_int_equal(moment, INT64_C(1795401660000));
    assert_false(parse_moment("23/11/2026", &moment));
    assert_false(parse_moment("09:41", &moment));
    assert_false(parse_moment("31/02/2026 09:41", &moment));
    assert_false(parse_moment("23/11/2026 24:00", &moment));
    assert_false(parse_moment("23/11/2026 09:41 x", &moment));
    assert_false(parse_moment("", &moment));
    assert_false(parse_moment(NULL, &moment));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(days_are_read_day_first_or_in_iso_order),
        cmocka_unit_test(what_is_no_day_is_refused),
        cmocka_unit_test(whole_numbers_are_read_whole),
        cmocka_unit_test(decimals_take_comma_or_point),
        cmocka_unit_test(what_is_no_decimal_is_refused),
        cmocka_unit_test(hours_run_to_24),
        cmocka_unit_test(moments_are_a_day_and_an_hour_of_the_city),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
