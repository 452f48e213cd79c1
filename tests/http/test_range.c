#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "http/range.h"

static void each_range_is_what_the_standard_says(void **state)
{
    static const struct {
        const char *asked;
        int64_t length;
        enum range_kind kind;
        int64_t from, to;
    } rows[] = {
        {"bytes=0-0", 10, RANGE_PART, 0, 0},
        {"bytes=0-", 10, RANGE_PART, 0, 9},
        {"bytes=3-5", 10, RANGE_PART, 3, 5},
        {"BYTES=3-5", 10, RANGE_PART, 3, 5},
        {"bytes=3-500", 10, RANGE_PART, 3, 9},
        {"bytes=-4", 10, RANGE_PART, 6, 9},
        {"bytes=-40", 10, RANGE_PART, 0, 9},
        {"bytes=9-99999999999999999999999", 10, RANGE_PART, 9, 9},
        {"bytes=10-", 10, RANGE_BEYOND, 0, 0},
        {"bytes=99999999999999999999999-", 10, RANGE_BEYOND, 0, 0},
        {"bytes=-0", 10, RANGE_BEYOND, 0, 0},
        {"bytes=0-", 0, RANGE_BEYOND, 0, 0},
        {"bytes=-1", 0, RANGE_BEYOND, 0, 0},
        /* not understood, so not followed */
        {"bytes=5-3", 10, RANGE_WHOLE, 0, 0},
        {"bytes=-", 10, RANGE_WHOLE, 0, 0},
        {"bytes=", 10, RANGE_WHOLE, 0, 0},
        {"bytes=1", 10, RANGE_WHOLE, 0, 0},
        {"bytes=--1", 10, RANGE_WHOLE, 0, 0},
        {"bytes=1-2-3", 10, RANGE_WHOLE, 0, 0},
        {"bytes=0-1,4-5", 10, RANGE_WHOLE, 0, 0},
        {"bytes= 0-1", 10, RANGE_WHOLE, 0, 0},
        {"lines=0-1", 10, RANGE_WHOLE, 0, 0},
        {"", 10, RANGE_WHOLE, 0, 0},
        {NULL, 10, RANGE_WHOLE, 0, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct range r = range_of(rows[i].asked, NULL, "abc", rows[i].length);
        if (r.kind != rows[i].kind || r.from != rows[i].from ||
            r.to != rows[i].to)
            fail_msg("%s of %d: %d, %d to %d", rows[i].asked,
                     (int)rows[i].length, r.kind, (int)r.from, (int)r.to);
    }
}

static enum range_kind if_range(const char *mark)
{
    return range_of("bytes=0-1", mark, "abc", 10).kind;
}

static void a_part_is_only_for_who_has_this_version(void **state)
{
    (void)state;
    assert_int_equal(if_range("\"abc\""), RANGE_PART);
    assert_int_equal(if_range("\"abd\""), RANGE_WHOLE);
    assert_int_equal(if_range("\"ab\""), RANGE_WHOLE);
    assert_int_equal(if_range("\"abc\"x"), RANGE_WHOLE);
    assert_int_equal(if_range("W/\"abc\""), RANGE_WHOLE);
    assert_int_equal(if_range("abc"), RANGE_WHOLE);
    assert_int_equal(if_range(""), RANGE_WHOLE);
    assert_int_equal(if_range("Thu, 26 Nov 2026 08:00:00 GMT"), RANGE_WHOLE);
}

static void a_known_version_is_found_in_the_list(void **state)
{
    (void)state;
    assert_true(range_is_known("\"abc\"", "abc"));
    assert_true(range_is_known("\"x\", W/\"abc\"", "abc"));
    assert_false(range_is_known("\"x\", \"abcd\"", "abc"));
    assert_false(range_is_known("abc", "abc"));
    assert_false(range_is_known("", "abc"));
    assert_false(range_is_known(NULL, "abc"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_range_is_what_the_standard_says),
        cmocka_unit_test(a_part_is_only_for_who_has_this_version),
        cmocka_unit_test(a_known_version_is_found_in_the_list),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
