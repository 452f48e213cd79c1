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

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_shipped_package_holds),
    };
    return cmocka_run_group_tests(tests, world_open, world_close);
}
