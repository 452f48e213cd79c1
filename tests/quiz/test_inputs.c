#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "quiz/inputs.h"
#include "tests/quiz/world.h"

static const char declared[] =
    "{\"d\":{\"type\":\"decimal\"},"
    "\"bounded\":{\"type\":\"decimal\",\"min\":\"0\",\"max\":\"99.5\"},"
    "\"i\":{\"type\":\"integer\",\"min\":\"-5\"},"
    "\"t\":{\"type\":\"text\",\"max\":5},"
    "\"c\":{\"type\":\"choice\",\"options\":[\"a\",\"b\"]},"
    "\"s\":{\"type\":\"set\",\"options\":[\"a\",\"b\",\"c\"]},"
    "\"day\":{\"type\":\"date\"}}";

static struct checked check(const char *typed, const char *numbers)
{
    struct tree *inputs = arena_make(arena, struct tree);
    struct tree *tree = arena_make(arena, struct tree);
    struct checked out;

    *inputs = tree_from(declared);
    *tree = tree_from(typed);
    inputs_check(arena, inputs, tree, numbers, &out);
    return out;
}

/* What one input becomes: its JSON, "?" for a problem, "" for nothing. */
static const char *becomes(const char *name, const char *value,
                           const char *numbers)
{
    struct tree_maker map = tree_map(arena);
    tree_put(&map, name, tree_of_text(value));
    struct tree typed = tree_done(&map);
    struct checked out = check(json_text(arena, &typed), numbers);
    const struct tree *response = tree_get(&out.response, name);

    if (tree_get(&out.problems, name)) {
        assert_null(response);
        assert_non_null(tree_text(tree_get(&out.problems, name), "vi"));
        assert_non_null(tree_text(tree_get(&out.problems, name), "en"));
        return "?";
    }
    return response ? json_text(arena, response) : "";
}

struct line {
    const char *typed, *comma, *point;
};

static void assert_lines(const char *input, const struct line *lines,
                         size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *comma = becomes(input, lines[i].typed, "comma");
        const char *point = becomes(input, lines[i].typed, "point");
        if (strcmp(comma, lines[i].comma) != 0)
            fail_msg("\"%s\" with a comma: %s", lines[i].typed, comma);
        if (strcmp(point, lines[i].point) != 0)
            fail_msg("\"%s\" with a point: %s", lines[i].typed, point);
    }
}

static void decimals_are_read_as_the_test_writes_them(void **state)
{
    static const struct line lines[] = {
        {"12", "\"12\"", "\"12\""},
        {" 12 ", "\"12\"", "\"12\""},
        {"\u00a012\u202f", "\"12\"", "\"12\""},
        {"12,5", "\"12.5\"", "\"12.5\""},
        {"12.5", "\"12.5\"", "\"12.5\""},
        {"12,50", "\"12.5\"", "\"12.5\""},
        {"0,125", "\"0.125\"", "\"0.125\""}, /* no group begins with 0 */
        {"1,2345", "\"1.2345\"", "\"1.2345\""},
        {"1.234,5", "\"1234.5\"", "\"1234.5\""},
        {"1,234.5", "\"1234.5\"", "\"1234.5\""},
        {"1.234.567", "\"1234567\"", "?"},
        {"1,234,567", "?", "\"1234567\""},
        {"1 234 567", "\"1234567\"", "\"1234567\""},
        {"1\u202f234,5", "\"1234.5\"", "\"1234.5\""},
        {"-3", "\"-3\"", "\"-3\""},
        {"\u22123", "\"-3\"", "\"-3\""},
        {"+3", "\"3\"", "\"3\""},
        {"-0", "\"0\"", "\"0\""},
        {",5", "\"0.5\"", "\"0.5\""},
        {"5,", "\"5\"", "\"5\""},
        {"007", "\"7\"", "\"7\""},
        {"", "", ""},
        {"   ", "", ""},
    };

    (void)state;
    assert_lines("d", lines, sizeof lines / sizeof *lines);
}

static void what_could_mean_two_things_is_never_guessed(void **state)
{
    static const struct line lines[] = {
        {"1.234", "?", "\"1.234\""},   {"1,234", "\"1.234\"", "?"},
        {"12.345", "?", "\"12.345\""}, {"123,456", "\"123.456\"", "?"},
        {"-1.234", "?", "\"-1.234\""},
    };

    (void)state;
    assert_lines("d", lines, sizeof lines / sizeof *lines);
    struct checked out = check("{\"d\":\"1.234\"}", NULL);
    const char *asked = tree_text(tree_get(&out.problems, "d"), "vi");
    assert_non_null(strstr(asked, "1234"));
    assert_non_null(strstr(asked, "1,234"));
    assert_string_equal(tree_text(&out.kept, "d"), "1.234");
}

static void what_is_no_number_is_refused(void **state)
{
    static const char *const bad[] = {
        "abc",  "1e5",     "0x10", "--1",  "1-",       "1,2,3",     "1.2.3",
        "1..2", "12 34",   "1 2",  "१२",   "１２",     "½",         "nan",
        "inf",  "1,23,45", ".",    ",",    "-",        "1 , 5",     "1.23,4,5",
        "12a",  "1.234.5", "%",    "12 %", "\u202e12", "1,2345.678"};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (strcmp(becomes("d", bad[i], "comma"), "?") != 0)
            fail_msg("\"%s\" was read as %s", bad[i],
                     becomes("d", bad[i], "comma"));
        assert_string_equal(becomes("d", bad[i], "point"), "?");
    }
}

static void numbers_of_38_digits_and_no_more(void **state)
{
    (void)state;
    assert_string_equal(
        becomes("d", "12345678901234567890123456789012345678", NULL),
        "\"12345678901234567890123456789012345678\"");
    assert_string_equal(
        becomes("d", "123456789012345678901234567890123456789", NULL), "?");
    struct buf many = {.arena = arena};
    for (int i = 0; i < 5000; i++)
        buf_bytes(&many, "9", 1);
    assert_string_equal(becomes("d", many.data, NULL), "?");
}

static void bounds_hold_and_say_themselves(void **state)
{
    (void)state;
    assert_string_equal(becomes("bounded", "0", NULL), "\"0\"");
    assert_string_equal(becomes("bounded", "99,5", NULL), "\"99.5\"");
    assert_string_equal(becomes("bounded", "99,51", NULL), "?");
    assert_string_equal(becomes("bounded", "-0,01", NULL), "?");
    struct checked out = check("{\"bounded\":\"100\"}", "comma");
    assert_non_null(
        strstr(tree_text(tree_get(&out.problems, "bounded"), "vi"), "99,5"));
    out = check("{\"bounded\":\"100\"}", "point");
    assert_non_null(
        strstr(tree_text(tree_get(&out.problems, "bounded"), "en"), "99.5"));
}

static void integers_are_whole(void **state)
{
    (void)state;
    assert_string_equal(becomes("i", "12", NULL), "12");
    assert_string_equal(becomes("i", "12,0", NULL), "12");
    assert_string_equal(becomes("i", "12,5", NULL), "?");
    assert_string_equal(becomes("i", "-5", NULL), "-5");
    assert_string_equal(becomes("i", "-6", NULL), "?");
    assert_string_equal(becomes("i", "9223372036854775807", NULL),
                        "9223372036854775807");
    assert_string_equal(becomes("i", "9223372036854775808", NULL), "?");
}

static void text_counts_characters_not_bytes(void **state)
{
    (void)state;
    assert_string_equal(becomes("t", " ếếếếế ", NULL), "\"ếếếếế\"");
    assert_string_equal(becomes("t", "ếếếếếế", NULL), "?");
    assert_string_equal(becomes("t", "<b>", NULL), "\"<b>\"");
}

static void choices_are_among_the_declared(void **state)
{
    (void)state;
    assert_string_equal(becomes("c", "b", NULL), "\"b\"");
    assert_string_equal(becomes("c", "B", NULL), "?");
    assert_string_equal(becomes("s", "c", NULL), "[\"c\"]");
    struct checked out =
        check("{\"s\":[\"c\",\"\",\"a\",\"c\"],\"c\":[\"a\"]}", NULL);
    assert_string_equal(json_text(arena, tree_get(&out.response, "s")),
                        "[\"a\",\"c\"]");
    assert_non_null(tree_get(&out.problems, "c")); /* a list is no choice */
    out = check("{\"s\":[\"a\",\"z\"]}", NULL);
    assert_non_null(tree_get(&out.problems, "s"));
    assert_null(tree_get(&out.response, "s"));
    out = check("{\"s\":[\"\",\"\"]}", NULL);
    assert_string_equal(json_text(arena, &out.response), "{}");
}

static void days_exist_in_the_calendar(void **state)
{
    (void)state;
    assert_string_equal(becomes("day", "05/11/2026", NULL), "\"2026-11-05\"");
    assert_string_equal(becomes("day", "5/1/2026", NULL), "\"2026-01-05\"");
    assert_string_equal(becomes("day", "2026-11-05", NULL), "\"2026-11-05\"");
    assert_string_equal(becomes("day", "29/02/2024", NULL), "\"2024-02-29\"");
    assert_string_equal(becomes("day", "29/02/2025", NULL), "?");
    assert_string_equal(becomes("day", "11/05", NULL), "?");
    assert_string_equal(becomes("day", "05/11/2026x", NULL), "?");
    assert_string_equal(becomes("day", "+5/11/2026", NULL), "?");
}

static void what_is_not_declared_is_dropped(void **state)
{
    (void)state;
    struct checked out =
        check("{\"score\":\"100\",\"role\":\"admin\",\"t\":\"x\"}", NULL);
    assert_string_equal(json_text(arena, &out.response), "{\"t\":\"x\"}");
    assert_string_equal(json_text(arena, &out.kept), "{\"t\":\"x\"}");
    assert_int_equal(out.blank.count, 6);
    assert_int_equal(out.problems.count, 0);
}

static void values_of_the_wrong_kind_are_problems(void **state)
{
    (void)state;
    struct checked out =
        check("{\"d\":12,\"t\":{\"x\":\"y\"},\"c\":true,\"s\":[1],"
              "\"i\":[\"1\"],\"day\":null}",
              NULL);
    assert_int_equal(out.problems.count, 5);
    assert_int_equal(out.response.count, 0);
}

static void a_response_can_be_typed_again(void **state)
{
    static const char *const numbers[] = {"comma", "point"};
    struct tree inputs = tree_from(declared);
    struct tree response =
        tree_from("{\"d\":\"1234.567\",\"i\":-3,\"t\":\"x\",\"c\":\"a\","
                  "\"s\":[\"a\",\"c\"],\"day\":\"2026-11-05\"}");

    (void)state;
    for (int i = 0; i < 2; i++) {
        struct checked out;
        struct tree typed = inputs_write(arena, &inputs, &response, numbers[i]);
        inputs_check(arena, &inputs, &typed, numbers[i], &out);
        assert_true(tree_same(&out.response, &response));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(decimals_are_read_as_the_test_writes_them),
        TEST(what_could_mean_two_things_is_never_guessed),
        TEST(what_is_no_number_is_refused),
        TEST(numbers_of_38_digits_and_no_more),
        TEST(bounds_hold_and_say_themselves),
        TEST(integers_are_whole),
        TEST(text_counts_characters_not_bytes),
        TEST(choices_are_among_the_declared),
        TEST(days_exist_in_the_calendar),
        TEST(what_is_not_declared_is_dropped),
        TEST(values_of_the_wrong_kind_are_problems),
        TEST(a_response_can_be_typed_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
