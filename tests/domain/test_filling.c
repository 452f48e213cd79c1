#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/filling.h"

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

#define CELL(wanted, ...)                                                      \
    {                                                                          \
        (const int64_t[]){__VA_ARGS__},                                        \
            sizeof((const int64_t[]){__VA_ARGS__}) / sizeof(int64_t), wanted   \
    }

static void cells_apart_take_the_first_of_their_lists(void **s)
{
    const struct filling_cell cells[] = {CELL(2, 5, 3, 9), CELL(1, 8, 2)};
    struct filling f = filling_of(arena, cells, 2);

    (void)s;
    assert_int_equal(f.lacking, 0);
    assert_true(f.taken[0][0] && f.taken[0][1] && !f.taken[0][2]);
    assert_true(f.taken[1][0] && !f.taken[1][1]);
}

static void a_wide_cell_gives_up_what_a_narrow_one_needs(void **s)
{
    /* First come, first served would leave the last two with nothing. */
    const struct filling_cell cells[] = {CELL(2, 1, 2, 3, 4), CELL(1, 1, 2),
                                         CELL(1, 2)};
    struct filling f = filling_of(arena, cells, 3);

    (void)s;
    assert_int_equal(f.lacking, 0);
    assert_true(f.taken[2][0]);
    assert_true(f.taken[1][0] && !f.taken[1][1]);
    assert_true(!f.taken[0][0] && !f.taken[0][1] && f.taken[0][2] &&
                f.taken[0][3]);
}

static void a_chain_of_cells_moves_up(void **s)
{
    const struct filling_cell cells[] = {CELL(1, 1, 2), CELL(1, 2, 3),
                                         CELL(1, 3, 4), CELL(1, 1)};
    struct filling f = filling_of(arena, cells, 4);

    (void)s;
    assert_int_equal(f.lacking, 0);
    assert_true(f.taken[3][0] && f.taken[0][1] && f.taken[1][1] &&
                f.taken[2][1]);
}

static void cells_that_have_too_little_together_lack(void **s)
{
    const struct filling_cell cells[] = {CELL(3, 1, 2, 3, 4),
                                         CELL(3, 4, 3, 2, 1), CELL(1, 9)};
    struct filling f = filling_of(arena, cells, 3);

    (void)s;
    assert_int_equal(f.lacking, 2);
    assert_int_equal(f.filled[0] + f.filled[1], 4);
    assert_int_equal(f.filled[2], 1);
}

static void nothing_is_taken_twice(void **s)
{
    const struct filling_cell cells[] = {CELL(2, 1, 2, 3, 4, 5), CELL(2, 3, 4),
                                         CELL(1, 5, 1), CELL(0, 2)};
    struct filling f = filling_of(arena, cells, 4);
    int taken[6] = {0};

    (void)s;
    assert_int_equal(f.lacking, 0);
    for (size_t i = 0; i < 4; i++)
        for (size_t k = 0; k < cells[i].count; k++)
            taken[cells[i].items[k]] += f.taken[i][k];
    for (int i = 1; i < 6; i++)
        assert_int_equal(taken[i], 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_apart_take_the_first_of_their_lists),
        cmocka_unit_test(a_wide_cell_gives_up_what_a_narrow_one_needs),
        cmocka_unit_test(a_chain_of_cells_moves_up),
        cmocka_unit_test(cells_that_have_too_little_together_lack),
        cmocka_unit_test(nothing_is_taken_twice),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
