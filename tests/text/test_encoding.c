/*
 * Lists in encodings from before Unicode. What glibc's iconv writes, an
 * implementation of others, must read as it was; VNI is not known there.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/encoding.h"
#include "text/utf8.h"

#include <iconv.h>
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

static const char every_letter[] =
    "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ";

static const char staff[] = "so_hieu;ho_ten;don_vi\n"
                            "00123;Nguyễn Văn Đức;Sở Nội vụ\n"
                            "00124;Trần Thị Ánh Hồng;Phường Hoàn Kiếm\n"
                            "00125;Đỗ Thị Hường;Phòng Tư pháp\n";

static const char *decoded(enum encoding encoding, const char *bytes)
{
    size_t line;
    const char *text =
        encoding_decode(arena, encoding, bytes, strlen(bytes), &line);

    if (!text)
        fail_msg("line %zu is not %s", line, encoding_name(encoding));
    return text;
}

/* UTF-8 into another encoding, by iconv. */
static const char *in(const char *encoding, const char *text, size_t *length)
{
    char *from = arena_text(arena, text, strlen(text));
    char *to = arena_alloc(arena, 4 * strlen(text) + 8), *at = to;
    size_t left = strlen(text), room = 4 * strlen(text) + 4;
    iconv_t conv = iconv_open(encoding, "UTF-8");

    if (conv == (iconv_t)-1) {
        print_message("skipped: iconv does not know %s\n", encoding);
        skip();
    }
    assert_int_equal(iconv(conv, &from, &left, &at, &room), 0);
    iconv_close(conv);
    *at = '\0';
    *length = (size_t)(at - to);
    return to;
}

static void what_iconv_writes_is_read(void **state)
{
    static const struct {
        const char *iconv;
        enum encoding encoding;
        const char *text;
    } rows[] = {
        {"TCVN5712-1", ENCODING_TCVN3, every_letter},
        {"TCVN5712-1", ENCODING_TCVN3, "ĂÂÊÔƠƯĐ"},
        {"CP1258", ENCODING_CP1258, every_letter},
        {"CP1258", ENCODING_CP1258, staff},
        {"UTF-16", ENCODING_UTF16, staff},
        {"UTF-16LE", ENCODING_UTF16, "Họ tên\nY 𝒜"},
        {"UTF-16BE", ENCODING_UTF16, "Họ tên\nY 𝒜"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t length, line;
        const char *bytes = in(rows[i].iconv, rows[i].text, &length);
        const char *text =
            encoding_decode(arena, rows[i].encoding, bytes, length, &line);
        assert_non_null(text);
        assert_string_equal(text, rows[i].text);
    }
}

static void text_pasted_into_utf8_is_read_too(void **state)
{
    (void)state;
    assert_string_equal(decoded(ENCODING_TCVN3, "NguyÔn V¨n §øc"),
                        "Nguyễn Văn Đức");
    /* ư is a soft hyphen there */
    assert_string_equal(
        decoded(ENCODING_TCVN3, "Ph\xc2\xad\xc3\xaang Hoµn KiÕm"),
        "Phường Hoàn Kiếm");
    assert_string_equal(decoded(ENCODING_VNI, "Nguyeãn Vaên Ñöùc"),
                        "Nguyễn Văn Đức");
    assert_string_equal(decoded(ENCODING_VNI, "Phöôøng Hoaøn Kieám"),
                        "Phường Hoàn Kiếm");
    assert_string_equal(decoded(ENCODING_VNI, "TRAÀN THÒ LYÙ"), "TRẦN THỊ LÝ");
}

static void vni_has_every_letter(void **state)
{
    static const char vni[] =
        "aøaûaõaùaï aêaèaúaüaéaë aâaàaåaãaáaä eøeûeõeùeï eâeàeåeãeáeä "
        "ìæóíò oøoûoõoùoï oâoàoåoãoáoä ôôøôûôõôùôï uøuûuõuùuï öö"
        "øöûöõöùöï yøyûyõyùî ñ";
    static const char as[] =
        "àảãáạ ăằẳẵắặ âầẩẫấậ èẻẽéẹ êềểễếệ ìỉĩíị òỏõóọ ôồổỗốộ ơờởỡớợ ùủũúụ "
        "ưừửữứự ỳỷỹýỵ đ";

    (void)state;
    assert_string_equal(decoded(ENCODING_VNI, vni), as);
}

/* Fonts without capitals that carry a tone. */
static void words_of_capitals_are_capitals_again(void **state)
{
    (void)state;
    assert_string_equal(decoded(ENCODING_TCVN3, "NGUYÔN THÞ Hµ"),
                        "NGUYỄN THỊ Hà");
    assert_string_equal(
        decoded(ENCODING_TCVN3, "1;§Æng ThÞ Ên;phßng µn;§ang ¨n c¬m Êm"),
        "1;Đặng Thị Ấn;phòng àn;Đang ăn cơm ấm");
}

static void the_encoding_is_guessed_from_common_words(void **state)
{
    static const struct {
        const char *iconv;
        enum encoding encoding;
    } rows[] = {
        {"UTF-8", ENCODING_UTF8},
        {"UTF-16", ENCODING_UTF16},
        {"UTF-16LE", ENCODING_UTF16},
        {"CP1258", ENCODING_CP1258},
    };
    size_t length;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const char *bytes = in(rows[i].iconv, staff, &length);
        assert_int_equal(encoding_guess(arena, bytes, length),
                         rows[i].encoding);
    }
    const char *old = "so_hieu;ho_ten\n1;NguyÔn V¨n §øc\n2;TrÇn ThÞ Hµ\n";
    assert_int_equal(encoding_guess(arena, old, strlen(old)), ENCODING_TCVN3);
    const char *bytes = in("CP1252", old, &length);
    assert_int_equal(encoding_guess(arena, bytes, length), ENCODING_TCVN3);
    old = "so_hieu;ho_ten\n1;Nguyeãn Vaên Ñöùc\n2;Traàn Thò Haø\n";
    assert_int_equal(encoding_guess(arena, old, strlen(old)), ENCODING_VNI);
    bytes = in("CP1252", old, &length);
    assert_int_equal(encoding_guess(arena, bytes, length), ENCODING_VNI);
    assert_int_equal(encoding_guess(arena, "a;b\n1;An\n", 9), ENCODING_UTF8);
    assert_int_equal(encoding_guess(arena, "a;b\n1;\xe9t\xe9\n", 11),
                     ENCODING_UNKNOWN);
}

static void decomposed_text_is_composed(void **state)
{
    (void)state;
    assert_string_equal(decoded(ENCODING_UTF8, "\xEF\xBB\xBFĐu\xCC\x9B\xCC\x81"
                                               "c"),
                        "Đức");
}

static void what_does_not_fit_is_told_by_line(void **state)
{
    size_t line = 0;

    (void)state;
    assert_null(
        encoding_decode(arena, ENCODING_UTF8, "a\nb\n\xff\n", 6, &line));
    assert_int_equal(line, 3);
    assert_null(encoding_decode(arena, ENCODING_TCVN3, "a\n\xb0\n", 4, &line));
    assert_int_equal(line, 2);
    assert_null(encoding_decode(arena, ENCODING_UTF16,
                                "\xff\xfe\x00\xd8"
                                "a\0",
                                6, &line));
    assert_null(encoding_decode(arena, ENCODING_UNKNOWN, "a", 1, &line));
    assert_int_equal(encoding_of("ebcdic"), ENCODING_UNKNOWN);
    assert_int_equal(encoding_of("vni"), ENCODING_VNI);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_iconv_writes_is_read),
        cmocka_unit_test(text_pasted_into_utf8_is_read_too),
        cmocka_unit_test(vni_has_every_letter),
        cmocka_unit_test(words_of_capitals_are_capitals_again),
        cmocka_unit_test(the_encoding_is_guessed_from_common_words),
        cmocka_unit_test(decomposed_text_is_composed),
        cmocka_unit_test(what_does_not_fit_is_told_by_line),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
