#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/moments.h"

/* 23/11/2026 09:41:07.250 at UTC+7, a Monday. */
static const int64_t MONDAY = 1795401667250;

static struct arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static void a_moment_is_shown_at_the_citys_time(void **state)
{
    (void)state;
    assert_string_equal(moment_date(arena, MONDAY), "23/11/2026");
    assert_string_equal(moment_time(arena, MONDAY), "09:41");
    assert_string_equal(moment_exact(arena, MONDAY), "09:41:07");
    assert_string_equal(moment_both(arena, MONDAY), "23/11/2026, 09:41");
    assert_string_equal(moment_iso(arena, MONDAY), "2026-11-23T09:41:07+07:00");
    assert_string_equal(day_text(arena, 20260105), "05/01/2026");
}

static void the_weekday_is_that_of_the_local_day(void **state)
{
    const int64_t hour = 3600000;

    (void)state;
    assert_string_equal(moment_weekday(arena, VIETNAMESE, MONDAY),
                        "Thứ Hai, 23/11/2026");
    /* 23:41 local is still Monday, 00:41 is Tuesday, both Monday in UTC */
    assert_string_equal(moment_weekday(arena, ENGLISH, MONDAY + 14 * hour),
                        "Monday, 23/11/2026");
    assert_string_equal(moment_weekday(arena, ENGLISH, MONDAY + 15 * hour),
                        "Tuesday, 24/11/2026");
    assert_string_equal(moment_weekday(arena, ENGLISH, 0),
                        "Thursday, 01/01/1970");
}

static void a_span_is_told_in_the_two_units_that_matter(void **state)
{
    (void)state;
    assert_string_equal(span_text(arena, VIETNAMESE, 2478999),
                        "41 phút 18 giây");
    assert_string_equal(span_text(arena, VIETNAMESE, 3600000 + 720000),
                        "1 giờ 12 phút");
    assert_string_equal(span_text(arena, ENGLISH, -5), "0 min 0 s");
}

static void time_left_ends_in_words(void **state)
{
    (void)state;
    assert_string_equal(left_text(arena, VIETNAMESE, 61000),
                        "Còn 1 phút 1 giây");
    assert_string_equal(left_text(arena, VIETNAMESE, 0), "Đã hết giờ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_moment_is_shown_at_the_citys_time),
        cmocka_unit_test(the_weekday_is_that_of_the_local_day),
        cmocka_unit_test(a_span_is_told_in_the_two_units_that_matter),
        cmocka_unit_test(time_left_ends_in_words),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
