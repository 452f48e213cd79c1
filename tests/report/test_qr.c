#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "report/qr.h"

#include <stdio.h>
#include <string.h>

enum { MOST = 200 };

static struct arena *arena;
static char dots[MOST][MOST]; /* what the path fills */

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

static void draw(const char *path)
{
    int x, y, there, back, used;

    memset(dots, 0, sizeof dots);
    for (; *path; path += used) {
        assert_int_equal(
            sscanf(path, "M%d %dh%dv1h%dz%n", &x, &y, &there, &back, &used), 4);
        assert_int_equal(there, -back);
        assert_true(x >= 0 && y >= 0 && x + there < MOST && y < MOST);
        memset(&dots[y][x], 1, (size_t)there);
    }
}

/* The three squares every reader looks for. */
static void assert_finder(int left, int top)
{
    static const char *const square[] = {"1111111", "1000001", "1011101",
                                         "1011101", "1011101", "1000001",
                                         "1111111"};

    for (int y = 0; y < 7; y++)
        for (int x = 0; x < 7; x++)
            assert_int_equal(dots[top + y][left + x], square[y][x] - '0');
}

static void a_text_becomes_a_code_with_room_around(void **state)
{
    int side = 0;
    const char *path =
        qr_path(arena, "otpauth://totp/Khoa:an?secret=GEZDGNBV", &side);

    (void)state;
    assert_non_null(path);
    assert_int_equal((side - 8 - 17) % 4, 0); /* 21, 25, 29 ... modules */
    draw(path);
    assert_finder(4, 4);
    assert_finder(side - 4 - 7, 4);
    assert_finder(4, side - 4 - 7);
    for (int i = 0; i < side; i++)
        for (int k = 0; k < 4; k++) {
            assert_int_equal(dots[k][i], 0);
            assert_int_equal(dots[side - 1 - k][i], 0);
            assert_int_equal(dots[i][k], 0);
            assert_int_equal(dots[i][side - 1 - k], 0);
        }
}

static void another_text_is_another_code(void **state)
{
    int side;

    (void)state;
    assert_string_not_equal(qr_path(arena, "an", &side),
                            qr_path(arena, "binh", &side));
}

static void what_does_not_fit_is_none(void **state)
{
    char *text = arena_alloc(arena, 8001);
    int side;

    (void)state;
    memset(text, 'x', 8000);
    assert_null(qr_path(arena, text, &side));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_becomes_a_code_with_room_around),
        cmocka_unit_test(another_text_is_another_code),
        cmocka_unit_test(what_does_not_fit_is_none),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
