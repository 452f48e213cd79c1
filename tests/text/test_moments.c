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

static void a_moment_is_written_for_machines_with_its_zone(void **state)
{
    (void)state;
    assert_string_equal(moment_iso(arena, MONDAY), "2026-11-23T09:41:07+07:00");
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

static void time_left_ends_in_words(void **state)
{
    (void)state;
    assert_string_equal(left_text(arena, VIETNAMESE, 61000),
                        "Còn 1 phút 1 giây");
    assert_string_equal(left_text(arena, ENGLISH, 3600000 + 720000),
                        "1 h 12 min left");
    assert_string_equal(left_text(arena, VIETNAMESE, 0), "Đã hết giờ");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_moment_is_written_for_machines_with_its_zone),
        cmocka_unit_test(the_weekday_is_that_of_the_local_day),
        cmocka_unit_test(time_left_ends_in_words),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
