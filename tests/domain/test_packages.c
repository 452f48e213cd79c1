#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "domain/packages.h"
#include "domain/shelf.h"
#include "quiz/questions.h"
#include "seal/hash.h"
#include "store/blobs.h"
#include "store/items.h"
#include "tests/store/world.h"
#include "json/json.h"

static const int64_t now = 1795401667000; /* 23/11/2026 */

static struct house house;
static struct findings findings;
static char folder[] = "/tmp/khoa-packages.XXXXXX";
static char data[] = "/tmp/khoa-data.XXXXXX";

static void put_file(const char *name, const char *text, size_t length)
{
    FILE *file = fopen(arena_print(arena, "%s/%s", folder, name), "wb");

    assert_non_null(file);
    fwrite(text, 1, length, file);
    fclose(file);
}

/* The harmless question of the hostile ones, with a line at its end. */
static void put_plugin(const char *flaw)
{
    FILE *file = fopen("tests/hostile/plugins/ordinary.lua", "rb");
    char *text = arena_alloc(arena, 10000);

    assert_non_null(file);
    put_file("ordinary.lua", text, fread(text, 1, 9999, file));
    fclose(file);
    text = arena_print(arena, "local q = require 'ordinary'\n%s\nreturn q\n",
                       flaw);
    put_file("plugin.lua", text, strlen(text));
}

static enum status take_in(bool approve)
{
    findings = findings_of(arena);
    return package_take_in(&house, folder, approve, 0, now, &findings);
}

static const struct package_row *row_of(const char *plugin)
{
    const struct package_row *rows;
    size_t count;

    assert_int_equal(package_list(house.db, arena, &rows, &count), OK);
    for (size_t i = 0; i < count; i++)
        if (!strcmp(rows[i].plugin, plugin)) {
            const struct package_row *row;
            assert_int_equal(package_find(house.db, arena, rows[i].id, &row),
                             OK);
            return row;
        }
    return NULL;
}

static bool finds(const char *words)
{
    for (size_t i = 0; i < findings.count; i++)
        if (findings.list[i].error && strstr(findings.list[i].en, words))
            return true;
    return false;
}

static void what_the_gate_refuses_stays_out(void **state)
{
    static const struct {
        const char *flaw, *words;
    } flaws[] = {
        {"q.grade = function() return { answer = { score = 1 } } end",
         "Whatever is answered earns full marks"},
        {"q.tests[1].expect = { answer = 0 }", "Expected answer = 0; came 1"},
        {"q.tests = {}", "brings tests along"},
        {"q.api = 2", "api must be 1"},
        {"while true do end", "limit reached: instructions"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof flaws / sizeof *flaws; i++) {
        put_plugin(flaws[i].flaw);
        assert_int_equal(take_in(true), INVALID);
        if (!finds(flaws[i].words))
            fail_msg("%s: %s", flaws[i].flaw,
                     findings.count ? findings.list[0].en : "nothing");
        assert_null(row_of("vn.test.ordinary"));
    }
}

static void what_passes_is_kept_with_its_report(void **state)
{
    struct tree report;
    struct package again;

    (void)state;
    put_plugin("");
    assert_int_equal(take_in(false), OK);
    assert_int_equal(findings.errors, 0);
    const struct package_row *row = row_of("vn.test.ordinary");
    assert_non_null(row);
    assert_string_equal(row->state, "checked");
    assert_true(package_passed(arena, row->report));
    assert_int_equal(
        json_read(arena, row->report, strlen(row->report), &report), OK);
    assert_string_equal(tree_text(&report, "package"), row->digest);
    assert_true(tree_integer(&report, "runs", 0) > 20);
    /* and out of the database it is the same package, byte by byte */
    assert_int_equal(package_of_row(arena, row, &again), OK);
    assert_string_equal(again.hash, row->digest);
}

static void the_same_again_changes_nothing(void **state)
{
    const struct package_row *rows;
    size_t before, after;

    (void)state;
    put_plugin("");
    assert_int_equal(package_list(house.db, arena, &rows, &before), OK);
    assert_int_equal(take_in(true), OK);
    assert_int_equal(package_list(house.db, arena, &rows, &after), OK);
    assert_int_equal(after, before);
    assert_string_equal(row_of("vn.test.ordinary")->state, "checked");
}

static void bytes_that_would_not_survive_are_refused(void **state)
{
    static const char nul[] = "return {} --\0", latin[] = "return {} --\xe9";

    (void)state;
    put_plugin("q.version = '2'");
    put_file("more.lua", nul, sizeof nul);
    assert_int_equal(take_in(true), INVALID);
    assert_true(finds("UTF-8, without the character NUL"));
    put_file("more.lua", latin, sizeof latin - 1);
    assert_int_equal(take_in(true), INVALID);
    assert_true(finds("UTF-8, without the character NUL"));
    put_file("more.png", "x", 1);
    assert_int_equal(take_in(true), INVALID);
    unlink(arena_print(arena, "%s/more.png", folder));
    unlink(arena_print(arena, "%s/more.lua", folder));
    assert_int_equal(take_in(true), OK);
}

static void a_package_may_bring_pictures(void **state)
{
    static const char png[] = "\x89PNG\r\n\x1a\nscale";
    static const char draws[] =
        "q.version = '3' q.id = 'vn.test.pictured'\n"
        "q.render = function(item, params, ui) return ui.group {\n"
        "  ui.image('%s', { vi = 'Thang', en = 'Scale' }),\n"
        "  ui.markdown(item.prompt), ui.short('answer') } end";
    const char *digest = hash_of(arena, png, sizeof png - 1), *path;
    struct package again;
    struct tree files;

    (void)state;
    put_file("scale.png", png, sizeof png - 1);
    put_plugin(arena_print(arena, draws, "other.png"));
    assert_int_equal(take_in(true), INVALID);
    assert_true(finds("'other.png' is not in the package"));
    assert_int_equal(blob_path_find(arena, data, digest, &path), MISSING);
    put_plugin(arena_print(arena, draws, "scale.png"));
    put_file("scale.png", "GIF89a", 6);
    assert_int_equal(take_in(true), INVALID);
    assert_true(finds("is no png picture"));
    put_file("scale.txt", "1 2 3", 5);
    put_file("scale.png", png, sizeof png - 1);
    assert_int_equal(take_in(true), INVALID);
    assert_true(finds("pictures, films, sounds and captions"));
    unlink(arena_print(arena, "%s/scale.txt", folder));
    if (take_in(true) != OK)
        fail_msg("%s: %s", findings.list[0].file, findings.list[0].en);
    const struct package_row *row = row_of("vn.test.pictured");
    assert_int_equal(blob_path_find(arena, data, digest, &path), OK);
    assert_int_equal(package_of_row(arena, row, &again), OK);
    assert_string_equal(again.hash, row->digest);
    assert_int_equal(
        item_media(arena, &(struct item_row){.files = "{}"}, row, &files), OK);
    assert_string_equal(tree_text(tree_get(&files, "scale.png"), "digest"),
                        digest);
    unlink(arena_print(arena, "%s/scale.png", folder));
}

static void the_shipped_ones_are_all_taken_in(void **state)
{
    (void)state;
    findings = findings_of(arena);
    assert_int_equal(
        packages_take_in(&house, "plugins", true, 0, now, &findings), OK);
    /* nor a warning, but that a person marks what only a person can */
    for (size_t i = 0; i < findings.count; i++)
        assert_non_null(strstr(findings.list[i].en, "needs a person"));
    assert_int_equal(findings.errors, 0);
    assert_string_equal(row_of("khoa.numeric")->state, "approved");
    assert_true(package_passed(arena, row_of("khoa.numeric")->report));
}

static int begin(void **state)
{
    const struct questions_options options = {
        .processes = 2, .turn_ms = 60000, .call_ms = 60000};

    if (world_begin(state) || !mkdtemp(folder) || !mkdtemp(data) ||
        questions_open(&house.questions, &options) != OK)
        return 1;
    house.db = db;
    house.data = data;
    return 0;
}

static int end(void **state)
{
    int bad = system(arena_print(arena, "rm -rf '%s' '%s'", folder, data));
    struct arena *answers = arena;

    arena = arena_new();
    arena_free(answers); /* before the processes */
    questions_close(house.questions);
    return world_end(state) || bad;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_gate_refuses_stays_out),
        cmocka_unit_test(what_passes_is_kept_with_its_report),
        cmocka_unit_test(the_same_again_changes_nothing),
        cmocka_unit_test(bytes_that_would_not_survive_are_refused),
        cmocka_unit_test(a_package_may_bring_pictures),
        cmocka_unit_test(the_shipped_ones_are_all_taken_in),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
