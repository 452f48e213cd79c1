#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "text/legacy.h"

static void names_in_tcvn3_are_recognised(void **s)
{
    (void)s;
    assert_int_equal(text_legacy("NguyÔn V¨n §øc"), LEGACY_TCVN3);
    assert_int_equal(text_legacy("TrÇn ThÞ Hoµ"), LEGACY_TCVN3);
    assert_int_equal(text_legacy("Ph\xc2\xad\xc3\xaang Hoµn KiÕm"),
                     LEGACY_TCVN3);
}

static void names_in_vni_are_recognised(void **s)
{
    (void)s;
    assert_int_equal(text_legacy("Nguyeãn Vaên Ñöùc"), LEGACY_VNI);
    assert_int_equal(text_legacy("Traàn Thò Hoa"), LEGACY_VNI);
}

static void utf8_that_was_misread_is_recognised(void **s)
{
    (void)s;
    assert_int_equal(text_legacy("Nguyá»…n VÄƒn Äá»©c"), LEGACY_MIXED);
    assert_int_equal(text_legacy("Tráº§n"), LEGACY_MIXED);
}

static void true_names_pass(void **s)
{
    static const char *const names[] = {
        "Nguyễn Văn Đức",
        "Trần Thị Ánh",
        "Lý Thị Hoà",
        "Y Moan Êban",
        "K'Brêu",
        "H’Ñuê Niê",
        "Hoàng Phủ Ngọc Tường",
        "Tôn Nữ Thị Ninh",
        "PHẠM THỊ ẤN",
        "Phòng Kinh tế, Hạ tầng và Đô thị",
        "Cao Bá Quát",
        "Phạm Ngũ Lão",
        "Khoèo Thị Ế",
        "Nguyễn Thị Thuý",
    };

    (void)s;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (text_legacy(names[i]) != LEGACY_NONE)
            fail_msg("%s", names[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_in_tcvn3_are_recognised),
        cmocka_unit_test(names_in_vni_are_recognised),
        cmocka_unit_test(utf8_that_was_misread_is_recognised),
        cmocka_unit_test(true_names_pass),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
