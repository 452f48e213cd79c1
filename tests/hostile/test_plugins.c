#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "pages/nodes.h"
#include "tests/quiz/world.h"

/*
 * tests/hostile/plugins: each file is a plugin.lua whose first line says what
 * is asked of it and what must be seen:
 *
 *     -- VERB CODE WORDS
 *
 * CODE is a trouble, and WORDS stand in its message; stopped, which is limit or
 * killed, whichever comes first on the machine; or graded (WORDS is the
 * score, the same three times), needs_human, or shown (and nothing of it can
 * run in a page). The module `ordinary` is there for all of them. After each,
 * another package is asked and must answer, from the cache and anew.
 */
static const char folder[] = "tests/hostile/plugins";
static const char body[] = "{\"prompt\":{\"vi\":\"Gì?\",\"en\":\"What?\"},"
                           "\"key\":\"k\"}";
static struct package_file ordinary;

static char *read_file(const char *name, size_t *length)
{
    FILE *file = fopen(arena_print(arena, "%s/%s", folder, name), "rb");
    char *text = arena_alloc(arena, 1 << 20);

    assert_non_null(file);
    *length = fread(text, 1, (1 << 20) - 1, file);
    fclose(file);
    return text;
}

/* All of them are tried before the test fails. */
static unsigned missed;
#define miss(...) (missed++, print_error(__VA_ARGS__), print_error("\n"))

struct row {
    const char *name;
    char verb[20], code[20];
    const char *words;
    struct package package;
};

static void read_row(const char *name, struct row *row)
{
    struct package_file files[2] = {{.path = "plugin.lua", .lua = true},
                                    ordinary};
    const char *why = NULL;
    int at = 0;

    files[0].bytes = read_file(name, &files[0].length);
    row->name = name;
    if (sscanf(files[0].bytes, "-- %19s %19s%n", row->verb, row->code, &at) !=
        2)
        fail_msg("%s says nothing", name);
    const char *rest = files[0].bytes + at + (files[0].bytes[at] == ' ');
    row->words = arena_text(arena, rest, strcspn(rest, "\n"));
    if (package_make(arena, files, 2, &row->package, &why) != OK)
        fail_msg("%s: %s", name, why);
}

/* ---- asking -------------------------------------------------------------- */

static enum status grade(const struct item *item, const struct tree *variant,
                         const char *answer, struct tree *out)
{
    struct tree_maker typed = tree_map(arena);

    tree_put(&typed, "answer", tree_of_text(answer));
    struct tree done = tree_done(&typed);
    return question_grade(questions, arena, item, tree_get(variant, "params"),
                          tree_get(variant, "truth"), &done, NULL, out);
}

static enum status ask(struct row *row, struct tree *out)
{
    static const struct tree none = {.kind = TREE_MAP};
    struct tree loose = tree_from(body), variants;
    struct item item;

    if (!strcmp(row->verb, "describe"))
        return question_describe(questions, arena, &row->package, out);
    enum status status =
        question_item(questions, arena, &row->package, &loose, &item, out);
    if (status != OK || !strcmp(row->verb, "check"))
        return status;
    status = question_variants(questions, arena, &item, 2, &variants);
    *out = variants;
    if (status != OK || !strcmp(row->verb, "generate"))
        return status;
    if (!strcmp(row->verb, "inputs"))
        return question_inputs(questions, arena, &item, &none, out);
    if (!strcmp(row->verb, "render"))
        return question_render(questions, arena, &item, &none, "vi", NULL, out);
    if (!strcmp(row->verb, "model"))
        return question_model(questions, arena, &item, &none, &none, NULL, out);
    if (!strcmp(row->verb, "explain"))
        return question_explain(questions, arena, &item, &none, &none, &none,
                                "vi", NULL, out);
    for (int i = 0; i < 3; i++) { /* the same each time */
        struct tree again;
        status = grade(&item, &variants.items[0],
                       arena_print(arena, "answer %d", i), &again);
        if (status != OK || !strcmp(tree_text(&again, "outcome"), "error")) {
            *out = again;
            return INVALID;
        }
        if (i && !tree_same(tree_get(out, "parts"), tree_get(&again, "parts")))
            miss("%s: another answer the second time", row->name);
        *out = again;
    }
    return OK;
}

/* ---- seeing -------------------------------------------------------------- */

static void check_log(const struct row *row, const struct tree *out)
{
    const struct tree *log = tree_get(out, "log");
    size_t bytes = 0;

    for (size_t i = 0; log && i < log->count; i++)
        bytes += strlen(log->items[i].text) + 16;
    if (bytes > 17000)
        miss("%s: a log of %zu bytes", row->name, bytes);
}

static bool has_handler(const char *tag, size_t length)
{
    char *copy = arena_text(arena, tag, length);

    for (char *c = copy; *c; c++)
        *c = (char)(*c >= 'A' && *c <= 'Z' ? *c + 32 : *c);
    for (const char *at = copy; (at = strstr(at, " on")); at += 3) {
        size_t name = strspn(at + 1, "abcdefghijklmnopqrstuvwxyz");
        if (at[1 + name] == '=')
            return true;
    }
    return strstr(copy, "=\"javascript:") || strstr(copy, "=\"data:") ||
           strstr(copy, "=\"vbscript:") || strstr(copy, "=\"//");
}

/* Drawn as a page draws it: no tag that we did not write, no handler. */
static void check_shown(const struct row *row, const struct tree *nodes)
{
    static const char *const never[] = {"<script", "<img",   "<iframe",
                                        "<svg",    "<style", "<object"};
    static const struct visitor nobody;
    struct reader reader = {
        .arena = arena, .language = VIETNAMESE, .visitor = &nobody};
    struct nodes how = {.reader = &reader, .mode = NODES_ANSWER};
    struct buf out = {.arena = arena};

    nodes_draw(&out, &how, nodes);
    assert_non_null(out.data);
    for (size_t i = 0; i < sizeof never / sizeof *never; i++)
        if (strstr(out.data, never[i]))
            miss("%s: %s in %s", row->name, never[i], out.data);
    for (const char *tag = out.data; (tag = strchr(tag, '<')); tag++) {
        size_t length = 0;
        for (bool quoted = false; tag[length] && (quoted || tag[length] != '>');
             length++)
            quoted ^= tag[length] == '"';
        if (has_handler(tag, length))
            miss("%s: %.*s", row->name, (int)length, tag);
    }
}

static void check_row(struct row *row)
{
    struct tree out = {.kind = TREE_NOTHING};
    enum status status = ask(row, &out);
    const char *code = tree_text(&out, "trouble");
    const char *message = tree_text(&out, "message");

    check_log(row, &out);
    if (!strcmp(row->code, "shown")) {
        if (status != OK)
            miss("%s: %s", row->name, json_text(arena, &out));
        check_shown(row, &out);
        return;
    }
    if (!strcmp(row->code, "graded") || !strcmp(row->code, "needs_human")) {
        bool right = status == OK &&
                     !strcmp(tree_text(&out, "outcome"), row->code) &&
                     (*row->code == 'n' ||
                      tree_real(&out, "score", -1) == strtod(row->words, NULL));
        if (!right)
            miss("%s: %s", row->name, json_text(arena, &out));
        return;
    }
    bool stopped = code && !strcmp(row->code, "stopped") &&
                   (!strcmp(code, "limit") || !strcmp(code, "killed"));
    if (status != INVALID || !code ||
        (!stopped && strcmp(code, row->code) != 0) ||
        !strstr(message, row->words))
        miss("%s: wanted %s (%s), came %s", row->name, row->code, row->words,
             json_text(arena, &out));
    assert_null(tree_get(&out, "score"));
}

/* ---- the others ---------------------------------------------------------- */

static struct row well;

/* Kept from before, and asked anew. */
static void check_well(unsigned number)
{
    static const struct tree none = {.kind = TREE_MAP};
    const struct item *item = item_from(&well.package, body);
    struct tree variants, out, nodes;

    assert_int_equal(question_variants(questions, arena, item, 1, &variants),
                     OK);
    assert_int_equal(grade(item, &variants.items[0], "k", &out), OK);
    assert_true(tree_real(&out, "score", 0) == 1);
    assert_int_equal(grade(item, &variants.items[0],
                           arena_print(arena, "no %u", number), &out),
                     OK);
    assert_string_equal(tree_text(&out, "outcome"), "graded");
    assert_true(tree_real(&out, "score", 1) == 0);
    assert_int_equal(
        question_render(questions, arena, item, &none, "vi", NULL, &nodes), OK);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void nothing_hostile_gets_through(void **state)
{
    char *names[500];
    size_t count = 0;
    DIR *all = opendir(folder);

    (void)state;
    assert_non_null(all);
    for (struct dirent *e; (e = readdir(all)) && count < 500;)
        if (strstr(e->d_name, ".lua") && strcmp(e->d_name, "ordinary.lua"))
            names[count++] = arena_print(arena, "%s", e->d_name);
    closedir(all);
    assert_true(count > 100);
    qsort(names, count, sizeof *names, by_name);
    ordinary = (struct package_file){.path = "ordinary.lua", .lua = true};
    ordinary.bytes = read_file("ordinary.lua", &ordinary.length);
    const struct package_file alone = {
        "plugin.lua", "return require 'ordinary'", 25, NULL, true};
    struct package_file files[2] = {alone, ordinary};
    const char *why;
    assert_int_equal(package_make(arena, files, 2, &well.package, &why), OK);
    for (size_t i = 0; i < count; i++) {
        struct row row = {0};
        read_row(names[i], &row);
        check_row(&row);
        check_well((unsigned)i);
    }
    assert_int_equal(missed, 0);
    struct tree suspended;
    questions_suspended(questions, arena, &suspended);
    assert_int_equal(suspended.count, 0);
}

static void bytecode_is_not_loaded(void **state)
{
    static const char binary[] = "\x1bLua\x54\x00\x19\x93\r\n\x1a\n";
    const struct package_file file = {"plugin.lua", binary, sizeof binary - 1,
                                      NULL, true};
    struct package package;
    const char *why;
    struct tree out;

    (void)state;
    assert_int_equal(package_make(arena, &file, 1, &package, &why), OK);
    assert_int_equal(question_describe(questions, arena, &package, &out),
                     INVALID);
    assert_string_equal(tree_text(&out, "trouble"), "error");
    assert_non_null(strstr(tree_text(&out, "message"), "binary chunk"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_hostile_gets_through),
        TEST(bytecode_is_not_loaded),
    };
    return cmocka_run_group_tests(tests, world_open, world_close);
}
