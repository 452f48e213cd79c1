#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"

/* `khoa plugin`, as a vendor types it. */
static struct arena *arena;
static char folder[] = "/tmp/khoa-plugin.XXXXXX";

static int khoa(const char *words, const char **said)
{
    const char *build = getenv("KHOA_BUILD");
    char *text = arena_alloc(arena, 1 << 18);
    FILE *out = popen(arena_print(arena, "cd '%s' && '%s'/khoa %s 2>&1", folder,
                                  build, words),
                      "r");

    assert_non_null(out);
    text[fread(text, 1, (1 << 18) - 1, out)] = '\0';
    *said = text;
    return WEXITSTATUS(pclose(out));
}

static void put(const char *name, const char *text)
{
    FILE *file = fopen(arena_print(arena, "%s/%s", folder, name), "w");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void assert_says(const char *said, const char *words)
{
    if (!strstr(said, words))
        fail_msg("\"%s\" is not in:\n%s", words, said);
}

static const char question[] =
    "local q = { api = 1, kind = 'question', id = 'vn.test.echo', version = "
    "'0.9',\n"
    "  title = { vi = 'Nhại', en = 'Echo' },\n"
    "  fields = { key = { type = 'text', secret = true, required = true } },\n"
    "  parts = { answer = {} } }\n"
    "function q.inputs() return { answer = { type = 'text', label = { vi = "
    "'Lời', en = 'Word' } } } end\n"
    "function q.render(item, params, ui) return ui.short('answer') end\n"
    "function q.model(item) return { answer = item.key } end\n"
    "function q.grade(item, params, truth, response)\n"
    "  log('answered', response.answer)\n"
    "  if response.answer == 'boom' then local nothing; nothing.x = 1 end\n"
    "  return { answer = { score = response.answer == item.key and 1 or 0 } "
    "}\n"
    "end\n"
    "local item = { key = 'k' }\n";

static void a_package_that_holds_ends_in_0(void **state)
{
    const char *said;

    (void)state;
    put("plugin.lua",
        arena_print(arena,
                    "%sq.grade = function(i, p, t, r) log('seen', r.answer) "
                    "return { answer = { score = r.answer == i.key and 1 or 0 "
                    "} } end\n"
                    "q.tests = { { name = 'right', item = item, response = { "
                    "answer = 'k' }, expect = { answer = 1 } } }\nreturn q\n",
                    question));
    int code = khoa("plugin test .", &said);
    assert_says(said, "vn.test.echo 0.9 — Nhại / Echo");
    assert_says(said, "  ok    right\n");
    assert_says(said, "1 passed, 0 failed; 0 errors of the gate");
    assert_null(strstr(said, "seen k"));
    assert_int_equal(code, 0);
    assert_int_equal(khoa("plugin test --log .", &said), 0);
    assert_says(said, "log      seen k");
}

static void a_failing_test_says_what_came_and_where(void **state)
{
    const char *said;

    (void)state;
    put("plugin.lua",
        arena_print(arena,
                    "%sq.tests = {\n"
                    "  { name = 'too kind', item = item, response = { answer = "
                    "'x' }, expect = { answer = 1 } },\n"
                    "  { name = 'crashes', item = item, response = { answer = "
                    "'boom' }, expect = { answer = 0 } } }\nreturn q\n",
                    question));
    assert_int_equal(khoa("plugin test .", &said), 1);
    assert_says(said, "  FAIL  too kind\n");
    assert_says(said, "expected answer = 1\n");
    assert_says(said, "came     0\n");
    assert_says(said, "log      answered x");
    assert_says(said, "  FAIL  crashes\n");
    assert_says(said, "plugin.lua:10: attempt to index a nil value");
    assert_says(said, "trace    stack traceback:");
    assert_says(said, "0 passed, 2 failed");
}

static void what_does_not_load_says_file_and_line(void **state)
{
    const char *said;

    (void)state;
    put("plugin.lua", "return {\n  api = = 1 }\n");
    assert_int_equal(khoa("plugin test .", &said), 1);
    assert_says(said, "plugin.lua:2:");
    put("plugin.lua", "return require 'part'\n");
    put("part.lua", "\n\nerror('broken')\n");
    assert_int_equal(khoa("plugin test .", &said), 1);
    assert_says(said, "part.lua:3: broken");
    unlink(arena_print(arena, "%s/part.lua", folder));
    assert_int_equal(khoa("plugin test /no/such", &said), 1);
    assert_says(said, "/no/such");
}

static void a_package_that_kills_is_told_to_the_end(void **state)
{
    const char *said;

    (void)state;
    put("plugin.lua",
        arena_print(arena,
                    "%sfunction q.model() return (''):rep(math.maxinteger) "
                    "end\nq.tests = { { name = 'wrong', item = item, response "
                    "= { answer = 'x' }, expect = { answer = 0 } } }\nreturn "
                    "q\n",
                    question));
    assert_int_equal(khoa("plugin test .", &said), 1);
    assert_says(said, "  ok    wrong\n");
    assert_says(said, "was killed");
}

static void wrongly_called_ends_in_2(void **state)
{
    const char *said;

    (void)state;
    assert_int_equal(khoa("plugin", &said), 2);
    assert_int_equal(khoa("plugin test", &said), 2);
    assert_int_equal(khoa("plugin add", &said), 2);
    assert_int_equal(khoa("plugin list x", &said), 2);
    assert_int_equal(khoa("plugin test --help", &said), 0);
    assert_says(said, "usage: khoa plugin test");
}

static void a_package_waits_in_an_installation_for_its_reviewer(void **state)
{
    const char *said;

    (void)state;
    put("plugin.lua",
        arena_print(arena,
                    "%sq.grade = function(i, p, t, r) return { answer = { "
                    "score = r.answer == i.key and 1 or 0 } } end\n"
                    "q.tests = { { item = item, response = { answer = 'x' }, "
                    "expect = { answer = 0 } } }\nreturn q\n",
                    question));
    char *here = getcwd(NULL, 0);
    int code = khoa(
        arena_print(arena, "setup --empty --data d --share '%s'", here), &said);
    free(here);
    if (code)
        fail_msg("%s", said);
    assert_int_equal(khoa("plugin add p --data d", &said), 1);
    char *move =
        arena_print(arena, "mkdir '%s/p' && mv '%s/plugin.lua' '%s/p/'", folder,
                    folder, folder);
    assert_int_equal(system(move), 0);
    assert_int_equal(khoa("plugin add p --data d", &said), 0);
    assert_says(said, "a reviewer has to approve it");
    assert_int_equal(khoa("plugin list --data d", &said), 0);
    assert_says(said, "checked");
    assert_says(said, "vn.test.echo");
    assert_says(said, "khoa.numeric");
}

static int begin(void **state)
{
    (void)state;
    arena = arena_new();
    return !mkdtemp(folder) || !getenv("KHOA_BUILD");
}

static int end(void **state)
{
    int bad = system(arena_print(arena, "rm -rf '%s'", folder));

    (void)state;
    arena_free(arena);
    return bad;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_package_that_holds_ends_in_0),
        cmocka_unit_test(a_failing_test_says_what_came_and_where),
        cmocka_unit_test(what_does_not_load_says_file_and_line),
        cmocka_unit_test(a_package_that_kills_is_told_to_the_end),
        cmocka_unit_test(wrongly_called_ends_in_2),
        cmocka_unit_test(a_package_waits_in_an_installation_for_its_reviewer),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
