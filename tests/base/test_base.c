#include "base/buf.h"
#include "base/clock.h"
#include "base/files.h"
#include "base/random.h"
#include "base/tree.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void text_is_escaped_where_markup_is_not(void **state)
{
    struct arena *arena = arena_new();
    struct buf out = {.arena = arena};

    (void)state;
    emit(&out, "<a href=\"x\">&'");
    emit(&out, ((struct html){"<b>"}));
    assert_string_equal(out.data, "&lt;a href=&quot;x&quot;&gt;&amp;&#39;<b>");
    arena_free(arena);
}

static void an_address_that_runs_script_is_not_written(void **state)
{
    struct arena *arena = arena_new();
    struct buf out = {.arena = arena};

    (void)state;
    emit_link(&out, "javascript:alert(1)");
    emit_link(&out, "//evil.example");
    emit_link(&out, "/a?b=1");
    assert_string_equal(out.data, "##/a?b=1");
    arena_free(arena);
}

static void ids_always_grow(void **state)
{
    int64_t last = 0;

    (void)state;
    for (int i = 0; i < 100000; i++) {
        int64_t id = id_new();
        assert_true(id > last);
        last = id;
    }
    id_after(last + (INT64_C(1) << 40));
    assert_true(id_new() > last + (INT64_C(1) << 40));
}

static void days_are_counted_in_viet_nam(void **state)
{
    (void)state;
    /* 2026-11-22 17:30 UTC is already the 23rd at UTC+7 */
    assert_int_equal(clock_day(INT64_C(1795368600000)), 20261123);
    assert_int_equal(clock_day(clock_day_start(20261123)), 20261123);
    assert_int_equal(clock_day(clock_day_start(20261123) - 1), 20261122);
    assert_true(clock_is_day(20240229));
    assert_false(clock_is_day(20250229));
    assert_false(clock_is_day(20261301));
}

static void the_order_of_names_does_not_tell_maps_apart(void **state)
{
    struct arena *arena = arena_new();
    struct tree_maker a = tree_map(arena), b = tree_map(arena);

    (void)state;
    tree_put(&a, "x", tree_of_integer(1));
    tree_put(&a, "y", tree_of_text("hai"));
    tree_put(&b, "y", tree_of_text("ba"));
    tree_put(&b, "x", tree_of_integer(1));
    struct tree one = tree_done(&a), two = tree_done(&b);
    assert_false(tree_same(&one, &two));
    tree_put(&b, "y", tree_of_text("hai"));
    two = tree_done(&b);
    assert_true(tree_same(&one, &two));
    assert_int_equal(two.count, 2);
    arena_free(arena);
}

static bool is_there(const char *path)
{
    return !access(path, F_OK);
}

static void lay(const char *path)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    fclose(file);
}

static void only_files_that_were_to_be_sent_are_cleared(void **state)
{
    struct arena *arena = arena_new();
    char data[] = "/tmp/khoa-base-XXXXXX";

    (void)state;
    assert_non_null(mkdtemp(data));
    assert_int_equal(passing_clear(data), 0); /* no folder, nothing to do */
    const char *paper = passing_file(arena, data, "paper");
    const char *results = passing_file(arena, data, "results");
    const char *kept[] = {
        arena_print(arena, "%s/tmp/notes.txt", data),
        arena_print(arena, "%s/tmp/report-2026", data),
        arena_print(arena, "%s/tmp/%s.pdf", data, strrchr(paper, '/') + 1),
        arena_print(arena, "%s/khoa.db", data)};
    lay(paper);
    lay(results);
    for (int i = 0; i < 4; i++)
        lay(kept[i]);
    assert_int_equal(passing_clear(data), 2);
    assert_false(is_there(paper));
    assert_false(is_there(results));
    for (int i = 0; i < 4; i++) {
        assert_true(is_there(kept[i]));
        unlink(kept[i]);
    }
    rmdir(arena_print(arena, "%s/tmp", data));
    rmdir(data);
    arena_free(arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_is_escaped_where_markup_is_not),
        cmocka_unit_test(an_address_that_runs_script_is_not_written),
        cmocka_unit_test(ids_always_grow),
        cmocka_unit_test(only_files_that_were_to_be_sent_are_cleared),
        cmocka_unit_test(days_are_counted_in_viet_nam),
        cmocka_unit_test(the_order_of_names_does_not_tell_maps_apart),
    };

    return cmocka_run_group_tests_name("base", tests, NULL, NULL);
}
