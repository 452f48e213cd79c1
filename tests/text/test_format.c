#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "base/clock.h"
#include "text/format.h"

static struct arena *arena;

enum { SECOND = 1000, MINUTE = 60 * SECOND };

static void a_day_is_written_day_month_year(void **s)
{
    (void)s;
    assert_string_equal(format_day(arena, 20261105), "05/11/2026");
    assert_string_equal(format_day(arena, 0), "");
}

static void a_moment_is_shown_at_utc_plus_seven(void **s)
{
    /* 2026-11-23 18:30:07 UTC is the 24th in Viet Nam. */
    int64_t moment = clock_day_start(20261124) + (90 * MINUTE + 7 * SECOND);

    (void)s;
    assert_int_equal(moment % (24LL * 3600 * SECOND),
                     (18 * 60 + 30) * MINUTE + 7 * SECOND);
    assert_string_equal(format_time(arena, moment), "01:30:07");
    assert_string_equal(format_hour(arena, moment), "01:30");
    assert_string_equal(format_moment(arena, moment), "24/11/2026 01:30");
    assert_string_equal(format_moment_exact(arena, moment),
                        "24/11/2026 01:30:07");
    assert_string_equal(format_moment(arena, 0), "");
}

static void counts_are_grouped_by_thousands(void **s)
{
    (void)s;
    assert_string_equal(format_count(arena, VIETNAMESE, 131110), "131.110");
    assert_string_equal(format_count(arena, ENGLISH, 1000000), "1,000,000");
    assert_string_equal(format_count(arena, VIETNAMESE, -1234), "-1.234");
    assert_string_equal(format_count(arena, VIETNAMESE, 999), "999");
}

static void numbers_have_the_comma_of_their_language(void **s)
{
    (void)s;
    assert_string_equal(format_number(arena, VIETNAMESE, 8.75, 2), "8,75");
    assert_string_equal(format_number(arena, ENGLISH, 8.75, 2), "8.75");
    assert_string_equal(format_number(arena, VIETNAMESE, 12345.5, 1),
                        "12.345,5");
    assert_string_equal(format_number(arena, VIETNAMESE, -0.001, 2), "0,00");
}

static void halves_are_rounded_up_as_people_do(void **s)
{
    (void)s;
    assert_string_equal(format_number(arena, ENGLISH, 2.675, 2), "2.68");
    assert_string_equal(format_number(arena, ENGLISH, 1.005, 2), "1.01");
    assert_string_equal(format_number(arena, ENGLISH, -2.5, 0), "-3");
    assert_string_equal(format_number(arena, ENGLISH, 2.674999, 2), "2.67");
}

static void a_short_number_drops_zeros_at_its_end(void **s)
{
    (void)s;
    assert_string_equal(
        format_number(arena, VIETNAMESE, 8.50, 2 | FORMAT_SHORT), "8,5");
    assert_string_equal(format_number(arena, VIETNAMESE, 100, 2 | FORMAT_SHORT),
                        "100");
    assert_string_equal(format_number(arena, VIETNAMESE, 0, 2 | FORMAT_SHORT),
                        "0");
}

static void a_percentage_keeps_its_sign_close(void **s)
{
    (void)s;
    assert_string_equal(format_percent(arena, VIETNAMESE, 95.8, 1), "95,8%");
    assert_string_equal(format_percent(arena, ENGLISH, 80, 1), "80.0%");
}

static void no_number_is_a_dash(void **s)
{
    (void)s;
    assert_string_equal(format_number(arena, ENGLISH, NAN, 1), "–");
}

static void durations_name_their_two_largest_units(void **s)
{
    (void)s;
    assert_string_equal(
        format_duration(arena, VIETNAMESE, 41 * MINUTE + 18 * SECOND),
        "41 phút 18 giây");
    assert_string_equal(
        format_duration(arena, ENGLISH, 41 * MINUTE + 18 * SECOND),
        "41 min 18 s");
    assert_string_equal(format_duration(arena, VIETNAMESE, 60 * MINUTE),
                        "1 giờ");
    assert_string_equal(format_duration(arena, VIETNAMESE, 90 * MINUTE + 5000),
                        "1 giờ 30 phút");
    assert_string_equal(format_duration(arena, ENGLISH, 2 * MINUTE), "2 min");
    assert_string_equal(format_duration(arena, VIETNAMESE, -5), "0 giây");
}

static int begin(void **s)
{
    (void)s;
    arena = arena_new();
    return 0;
}

static int end(void **s)
{
    (void)s;
    arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_day_is_written_day_month_year),
        cmocka_unit_test(a_moment_is_shown_at_utc_plus_seven),
        cmocka_unit_test(counts_are_grouped_by_thousands),
        cmocka_unit_test(numbers_have_the_comma_of_their_language),
        cmocka_unit_test(halves_are_rounded_up_as_people_do),
        cmocka_unit_test(a_short_number_drops_zeros_at_its_end),
        cmocka_unit_test(a_percentage_keeps_its_sign_close),
        cmocka_unit_test(no_number_is_a_dash),
        cmocka_unit_test(durations_name_their_two_largest_units),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
