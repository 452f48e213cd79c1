#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "text/utf8.h"

static struct arena *arena;

static enum text_fault enters(const char *text, enum text_shape shape)
{
    const char *out;

    return text_entered(arena, text, strlen(text), shape, &out);
}

static void broken_utf8_is_refused(void **s)
{
    static const char *const broken[] = {
        "\xff",         "a\xc3",
        "\xc0\xaf", /* overlong slash */
        "\xed\xa0\x80", "\xf4\x90\x80\x80",
        "Nguy\xd4n",
    };

    (void)s;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        assert_int_equal(enters(broken[i], TEXT_RAW), TEXT_NOT_UTF8);
    assert_false(utf8_valid("a\0b", 3));
    assert_true(utf8_valid("ắ", 3));
    assert_null(text_nfc(arena, "\xff", 1));
}

static void text_becomes_nfc(void **s)
{
    (void)s;
    assert_string_equal(text_nfc(arena, "\xc4\x90\x75\xcc\x9b\xcc\x81\x63", 8),
                        "Đức");
    assert_int_equal(strlen("Đức"), 6);
}

static void a_line_holds_nothing_unseen(void **s)
{
    (void)s;
    assert_int_equal(enters("Nguyễn Văn Đức", TEXT_LINE), TEXT_FINE);
    assert_int_equal(enters("a\nb", TEXT_LINE), TEXT_CONTROL);
    assert_int_equal(enters("a\x1b[2J", TEXT_LINE), TEXT_CONTROL);
    assert_int_equal(enters("a\xc2\x85", TEXT_LINE), TEXT_CONTROL);
    assert_int_equal(enters("a\xef\xbf\xbd", TEXT_LINE), TEXT_CONTROL);
    assert_int_equal(enters("a\xe2\x80\xae"
                            "b",
                            TEXT_LINE),
                     TEXT_HIDDEN);
    assert_int_equal(enters("a\xe2\x80\x8b", TEXT_LINE), TEXT_HIDDEN);
    assert_int_equal(enters("a\xef\xbb\xbf", TEXT_LINE), TEXT_HIDDEN);
}

static void lines_may_have_breaks_and_lose_carriage_returns(void **s)
{
    const char *out;

    (void)s;
    assert_int_equal(text_entered(arena, "a\r\n\tb", 5, TEXT_LINES, &out),
                     TEXT_FINE);
    assert_string_equal(out, "a\n\tb");
    assert_int_equal(enters("a\rb", TEXT_LINES), TEXT_CONTROL);
}

static void an_answer_is_kept_as_typed(void **s)
{
    (void)s;
    assert_string_equal(text_nfc(arena, "a\r\n\v\xe2\x80\x8b", 7),
                        "a\r\n\v\xe2\x80\x8b");
}

static void a_soft_hyphen_survives_since_it_may_be_a_letter(void **s)
{
    const char *out;

    (void)s;
    assert_int_equal(
        text_entered(arena, "Ph\xc2\xad\xc3\xaang", 8, TEXT_LINE, &out),
        TEXT_FINE);
    assert_string_equal(out, "Ph\xc2\xad\xc3\xaang");
}

static void case_changes_by_the_rules_of_unicode(void **s)
{
    (void)s;
    assert_string_equal(text_upper(arena, "Trần Thị Ngọc ắ"),
                        "TRẦN THỊ NGỌC Ắ");
    assert_string_equal(text_lower(arena, "ĐỖ ĐỨC Ữ"), "đỗ đức ữ");
}

static void length_is_counted_in_letters(void **s)
{
    (void)s;
    assert_int_equal(text_length("Đức"), 3);
    assert_int_equal(text_length(""), 0);
}

static void what_cannot_be_seen_is_left_out(void **s)
{
    (void)s;
    assert_string_equal(text_seen(arena,
                                  "Ca\xe2\x80\xae thi\x01 s\xe2\x80\x8bố 1\n",
                                  TEXT_LINE),
                        "Ca thi số 1");
    assert_string_equal(text_seen(arena, "- một\r\n- \x1bhai\t\n", TEXT_LINES),
                        "- một\n- hai\t\n");
    assert_string_equal(text_seen(arena, "", TEXT_LINE), "");
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
        cmocka_unit_test(broken_utf8_is_refused),
        cmocka_unit_test(text_becomes_nfc),
        cmocka_unit_test(a_line_holds_nothing_unseen),
        cmocka_unit_test(lines_may_have_breaks_and_lose_carriage_returns),
        cmocka_unit_test(an_answer_is_kept_as_typed),
        cmocka_unit_test(a_soft_hyphen_survives_since_it_may_be_a_letter),
        cmocka_unit_test(case_changes_by_the_rules_of_unicode),
        cmocka_unit_test(length_is_counted_in_letters),
        cmocka_unit_test(what_cannot_be_seen_is_left_out),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
