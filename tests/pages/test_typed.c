#include "pages/typed.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static struct tree input(const char *type, int64_t max)
{
    struct tree_maker map = tree_map(arena);

    tree_put(&map, "type", tree_of_text(type));
    if (max)
        tree_put(&map, "max", tree_of_integer(max));
    return tree_done(&map);
}

static struct tree inputs(void)
{
    struct tree_maker map = tree_map(arena);

    tree_put(&map, "word", input("text", 60));
    tree_put(&map, "number", input("decimal", 0));
    tree_put(&map, "several", input("set", 0));
    return tree_done(&map);
}

static bool fits(const char *name, struct tree value)
{
    struct tree_maker map = tree_map(arena);
    const struct tree declared = inputs();

    tree_put(&map, name, value);
    struct tree typed = tree_done(&map);
    return typed_fits(&declared, &typed);
}

static struct tree letters(size_t count)
{
    struct buf text = {.arena = arena};

    for (size_t i = 0; i < count; i++)
        buf_bytes(&text, "ễ", strlen("ễ"));
    return tree_of_text(text.data ? text.data : "");
}

static void what_a_field_allows_fits_in_any_letters(void **state)
{
    (void)state;
    assert_true(fits("word", letters(60)));
    assert_true(fits("number", tree_of_text("một trăm hai mươi ba phẩy bốn")));
}

static void a_megabyte_was_not_typed(void **state)
{
    struct tree_maker many = tree_list(arena);

    (void)state;
    assert_false(fits("word", letters(350000)));
    assert_false(fits("number", letters(1000)));
    for (int i = 0; i < 1000; i++)
        tree_add(&many, tree_of_text("a"));
    assert_false(fits("several", tree_done(&many)));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_field_allows_fits_in_any_letters),
        cmocka_unit_test(a_megabyte_was_not_typed),
    };

    arena = arena_new();
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_free(arena);
    return failed;
}
