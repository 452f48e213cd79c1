#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "text/names.h"
#include "text/utf8.h"

static struct arena *arena;

static const char *key(const char *full)
{
    struct name name = name_split(arena, full);

    return name_sort_key(arena, &name);
}

/* The vector of domain.md section 5. */
static const char *const in_order[] = {
    "Ngô Ái",           "Ngô Trần Ái",     "Nguyễn Thị An", "Nguyễn Văn An",
    "Trần Văn An",      "Trần Thị Ánh",    "Lê Hồng Ân",    "Phạm Thị Ấn",
    "Bùi Thị Bình",     "Lê Thị Dung",     "Lê Thị Dũng",   "Đặng Văn Dũng",
    "Đỗ Minh Đức",      "Nguyễn Văn Ê",    "Nguyễn Thị Hà", "Nguyễn Thị Thu Hà",
    "Lý Thị Hoa",       "Lý Thị Hoà",      "Lý Thị Hòa",    "Hồ Thị Ngọc",
    "Hồ Thị Bích Ngọc", "Tôn Nữ Thị Ninh", "Phan Thị Oanh", "Vũ Đình Ổn",
    "Trịnh Thị Uyên",   "Cao Văn Ưng",     "Hoàng Như Ý",   "Nguyễn Thị Yến",
};

static void twenty_eight_names_come_in_the_order_of_a_vietnamese_list(void **s)
{
    (void)s;
    size_t n = sizeof in_order / sizeof *in_order;

    assert_int_equal(n, 28);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) {
            int order = strcmp(key(in_order[i]), key(in_order[j]));
            if ((i < j) != (order < 0) || (i == j) != (order == 0))
                fail_msg("%s and %s", in_order[i], in_order[j]);
        }
}

static void before(const char *a, const char *b)
{
    if (strcmp(key(a), key(b)) >= 0)
        fail_msg("%s should come before %s", a, b);
}

static void tones_order_ngang_huyen_hoi_nga_sac_nang(void **s)
{
    (void)s;
    before("Ma", "Mà");
    before("Mà", "Mả");
    before("Mả", "Mã");
    before("Mã", "Má");
    before("Má", "Mạ");
    before("Mạ", "Man");
}

static void the_place_of_a_mark_decides_last(void **s)
{
    (void)s;
    before("An Thị Hòa", "Trần Thị Hoà");
    before("An Thị Hoà", "An Thị Hòa");
    before("An Thị Hòa", "An Thị Hoá");
}

static void letters_follow_the_alphabet_with_latin_ones_in_place(void **s)
{
    static const char *const letters[] = {
        "a", "ă", "â", "b", "c", "d", "đ", "e", "ê", "f", "g",
        "h", "i", "j", "k", "l", "m", "n", "o", "ô", "ơ", "p",
        "q", "r", "s", "t", "u", "ư", "v", "w", "x", "y", "z"};

    (void)s;
    for (size_t i = 1; i < sizeof letters / sizeof *letters; i++)
        before(letters[i - 1], letters[i]);
    before("9", "a");
}

static void composed_and_decomposed_names_have_one_key(void **s)
{
    (void)s;
    assert_string_equal(key("Nguyễn Văn Đức"),
                        key("Nguye\xcc\x82\xcc\x83n Va\xcc\x86n "
                            "\xc4\x90\x75\xcc\x9b\xcc\x81\x63"));
}

static void a_key_is_plain_ascii(void **s)
{
    (void)s;
    for (const char *p = key("Y Moan Êban – 李 Ümit"); *p; p++)
        assert_in_range((unsigned char)*p, 0x20, 0x7E);
}

static void names(const char *full, const char *family, const char *middle,
                  const char *given)
{
    struct name name = name_split(arena, full);

    assert_string_equal(name.family, family);
    assert_string_equal(name.middle, middle);
    assert_string_equal(name.given, given);
}

static void a_name_splits_into_family_middle_and_given(void **s)
{
    (void)s;
    names("Nguyễn Thị Thu Hà", "Nguyễn", "Thị Thu", "Hà");
    names("  Ngô   Ái ", "Ngô", "", "Ái");
    names("Y Moan Êban", "Y", "Moan", "Êban");
}

static void a_single_word_is_a_given_name(void **s)
{
    (void)s;
    names("K'Brêu", "", "", "K'Brêu");
    names("Siu", "", "", "Siu");
    before("Siu", "Nguyễn Siu");
}

static void a_given_name_of_two_syllables_sorts_by_its_first(void **s)
{
    struct name name = {"Nguyễn", "", "Trường Sơn"};

    (void)s;
    assert_true(strcmp(name_sort_key(arena, &name), key("Lê Sơn")) > 0);
    assert_true(strcmp(key("Lê Trường"), name_sort_key(arena, &name)) < 0);
}

static void titles_sort_from_the_left(void **s)
{
    (void)s;
    assert_true(strcmp(title_sort_key(arena, "Sở Nội vụ"),
                       title_sort_key(arena, "Sở Tài chính")) < 0);
    assert_true(strcmp(title_sort_key(arena, "Phòng A"),
                       title_sort_key(arena, "Sở A")) < 0);
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
        cmocka_unit_test(
            twenty_eight_names_come_in_the_order_of_a_vietnamese_list),
        cmocka_unit_test(tones_order_ngang_huyen_hoi_nga_sac_nang),
        cmocka_unit_test(the_place_of_a_mark_decides_last),
        cmocka_unit_test(letters_follow_the_alphabet_with_latin_ones_in_place),
        cmocka_unit_test(composed_and_decomposed_names_have_one_key),
        cmocka_unit_test(a_key_is_plain_ascii),
        cmocka_unit_test(a_name_splits_into_family_middle_and_given),
        cmocka_unit_test(a_single_word_is_a_given_name),
        cmocka_unit_test(a_given_name_of_two_syllables_sorts_by_its_first),
        cmocka_unit_test(titles_sort_from_the_left),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
