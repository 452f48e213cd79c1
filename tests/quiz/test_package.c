#include "quiz/package.h"
#include "seal/hash.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static char folder[] = "/tmp/khoa-package.XXXXXX";

static struct package made(const struct package_file *files, size_t count)
{
    struct package package;
    const char *why = NULL;

    if (package_make(arena, files, count, &package, &why) != OK)
        fail_msg("%s", why);
    return package;
}

static void assert_refused(const struct package_file *files, size_t count,
                           const char *words)
{
    struct package package;
    const char *why = NULL;

    assert_int_equal(package_make(arena, files, count, &package, &why),
                     INVALID);
    if (!why || !strstr(why, words))
        fail_msg("wanted %s, came %s", words, why ? why : "nothing");
}

static void its_hash_is_over_names_and_bytes(void **state)
{
    const struct package_file a[] = {{"plugin.lua", "return 1", 8, NULL, 0},
                                     {"m.lua", "x", 1, NULL, 0}};
    const struct package_file other_order[] = {a[1], a[0]};
    const struct package_file other_name[] = {a[0], {"n.lua", "x", 1, NULL, 0}};
    const struct package_file other_bytes[] = {a[0],
                                               {"m.lua", "y", 1, NULL, 0}};
    const struct package_file moved[] = {
        {"plugin.lua", "return 1x", 9, NULL, 0}, {"m.lua", "", 0, NULL, 0}};

    (void)state;
    const char *hash = made(a, 2).hash;
    assert_int_equal(strlen(hash), 64);
    assert_string_equal(hash, made(other_order, 2).hash);
    assert_string_not_equal(hash, made(other_name, 2).hash);
    assert_string_not_equal(hash, made(other_bytes, 2).hash);
    assert_string_not_equal(hash, made(moved, 2).hash);
    /* m.lua\0 00..01 x plugin.lua\0 00..08 "return 1": by sha256sum */
    assert_string_equal(
        hash,
        "ffb8f8c1bc99786ceb8e2fc37a016e0e9f5557ae08f014b2c35617021136a43c");
}

static void a_medium_counts_by_its_digest(void **state)
{
    const struct package_file plugin = {"plugin.lua", "return 1", 8, NULL, 0};
    const struct package_file here[] = {plugin, {"a.png", "pic", 3, NULL, 0}};
    const struct package_file other[] = {plugin, {"a.png", "pid", 3, NULL, 0}};
    const struct package_file away[] = {
        plugin, {"a.png", NULL, 3, hash_of(arena, "pic", 3), 0}};
    const struct package whole = made(here, 2), known = made(away, 2);

    (void)state;
    assert_string_equal(whole.hash, known.hash);
    assert_string_not_equal(whole.hash, made(other, 2).hash);
    assert_true(package_has(&known, "a.png"));
    assert_false(package_has(&known, "plugin.lua"));
    assert_false(package_has(&known, "b.png"));
}

static void what_is_no_package_is_refused(void **state)
{
    const struct package_file plugin = {"plugin.lua", "", 0, NULL, 0};
    const struct package_file twice[] = {plugin, plugin};
    static const char *const names[] = {
        "../x.lua", "/x.lua",   "a//b.lua", ".hidden", "a/.b",
        "a b.lua",  "a\\b.lua", "tệp.lua",  "",        "a/"};
    struct package_file many[201];
    char *big = calloc(1, (512 << 10) + 1);

    (void)state;
    assert_refused(NULL, 0, "plugin.lua: is missing");
    assert_refused(twice, 2, "stands twice");
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const struct package_file files[] = {plugin,
                                             {names[i], "", 0, NULL, 0}};
        assert_refused(files, 2, "a name is");
    }
    for (size_t i = 0; i < 201; i++)
        many[i] = (struct package_file){i ? arena_print(arena, "m%zu.lua", i)
                                          : "plugin.lua",
                                        "", 0, NULL, 0};
    made(many, 200);
    assert_refused(many, 201, "more than 200 files");
    const struct package_file large[] = {
        {"plugin.lua", big, (512 << 10) + 1, NULL, 0}};
    assert_refused(large, 1, "more than 512 KiB");
    free(big);
}

static void put_file(const char *name, const char *text)
{
    FILE *file = fopen(arena_print(arena, "%s/%s", folder, name), "w");

    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void a_folder_is_read_whole(void **state)
{
    struct package package;
    const char *why = NULL;

    (void)state;
    put_file("plugin.lua", "return require 'part/m'");
    mkdir(arena_print(arena, "%s/part", folder), 0700);
    put_file("part/m.lua", "return {}");
    put_file("part/p.png", "\x89PNG");
    assert_int_equal(package_read(arena, folder, &package, &why), OK);
    assert_int_equal(package.count, 3);
    assert_string_equal(package.files[0].path, "part/m.lua");
    assert_string_equal(package.files[2].path, "plugin.lua");
    assert_false(package.files[1].lua);
    assert_int_equal(package.source_length, 9 + 23);
    const char *hash = package.hash;
    put_file("README.md", "what it is");
    put_file("picture.png", "\x89PNG");
    assert_int_equal(package_read(arena, folder, &package, &why), OK);
    assert_string_equal(package.hash, hash);
    put_file("part/README.md", "inside it is a file like any other");
    assert_int_equal(package_read(arena, folder, &package, &why), OK);
    assert_string_not_equal(package.hash, hash);
    unlink(arena_print(arena, "%s/part/README.md", folder));
    unlink(arena_print(arena, "%s/README.md", folder));
    unlink(arena_print(arena, "%s/picture.png", folder));
}

static void links_and_pipes_are_refused(void **state)
{
    struct package package;
    const char *why = NULL, *link = arena_print(arena, "%s/l.lua", folder);

    (void)state;
    put_file("plugin.lua", "");
    assert_int_equal(symlink("/etc/passwd", link), 0);
    assert_int_equal(package_read(arena, folder, &package, &why), INVALID);
    assert_non_null(strstr(why, "l.lua: a link"));
    unlink(link);
    assert_int_equal(mkfifo(link, 0600), 0);
    assert_int_equal(package_read(arena, folder, &package, &why), INVALID);
    assert_non_null(strstr(why, "no regular file"));
    unlink(link);
    assert_int_equal(package_read(arena, "/no/such", &package, &why), MISSING);
}

static int begin(void **state)
{
    (void)state;
    arena = arena_new();
    return mkdtemp(folder) == NULL;
}

static int end(void **state)
{
    (void)state;
    const char *remove = arena_print(arena, "rm -rf '%s'", folder);
    int bad = system(remove);
    arena_free(arena);
    return bad;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(its_hash_is_over_names_and_bytes),
        cmocka_unit_test(a_medium_counts_by_its_digest),
        cmocka_unit_test(what_is_no_package_is_refused),
        cmocka_unit_test(a_folder_is_read_whole),
        cmocka_unit_test(links_and_pipes_are_refused),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
