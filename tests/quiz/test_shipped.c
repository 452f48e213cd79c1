/* The question types that are shipped: their own tests, and the gate. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "quiz/gate.h"
#include "tests/quiz/world.h"

static void tell(const char *folder, const struct tree *report)
{
    const struct tree *findings = tree_get(report, "findings");

    for (size_t i = 0; i < findings->count; i++)
        print_error("%s: %s: %s\n", folder,
                    tree_text(&findings->items[i], "where"),
                    tree_text(&findings->items[i], "en"));
}

static void every_shipped_package_holds(void **state)
{
    DIR *all = opendir("plugins");
    unsigned count = 0, bad = 0;

    (void)state;
    assert_non_null(all);
    for (struct dirent *e; (e = readdir(all));) {
        const char *folder = arena_print(arena, "plugins/%s", e->d_name);
        struct tree report;
        if (*e->d_name == '.' ||
            access(arena_print(arena, "%s/plugin.lua", folder), R_OK))
            continue;
        assert_int_equal(
            gate_package(questions, arena, package_in(folder), &report), OK);
        count++;
        tell(folder, &report);
        bad += !tree_truth(&report, "passed") ||
               tree_get(&report, "tests")->count < 4;
    }
    closedir(all);
    assert_true(count >= 4);
    assert_int_equal(bad, 0);
}

/* Vendors begin with it: what plugins/README.md shows must hold. */
static void the_example_of_the_manual_holds(void **state)
{
    FILE *file = fopen("plugins/README.md", "rb");
    char *text = arena_alloc(arena, 1 << 18);
    struct tree report;

    (void)state;
    assert_non_null(file);
    assert_true(fread(text, 1, (1 << 18) - 1, file) > 1000);
    fclose(file);
    char *from = strstr(text, "```lua\n"), *to = from;
    assert_non_null(from);
    from += strlen("```lua\n");
    to = strstr(from, "\n```");
    assert_non_null(to);
    *to = '\0';
    assert_int_equal(
        gate_package(questions, arena, package_from(from), &report), OK);
    tell("plugins/README.md", &report);
    assert_true(tree_truth(&report, "passed"));
    assert_int_equal(tree_get(&report, "tests")->count, 3);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_example_of_the_manual_holds),
        TEST(every_shipped_package_holds),
    };
    return cmocka_run_group_tests(tests, world_open, world_close);
}
