#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pages/assets.h"
#include "pages/pages.h"

#include <ctype.h>
#include <glob.h>
#include <stdio.h>
#include <string.h>

static struct arena *arena;

static int open_arena(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static enum status ask(const char *address, const char *accepted,
                       struct response *res)
{
    struct field header = {"accept-encoding", accepted};
    struct request req = {.arena = arena,
                          .address = address,
                          .headers = {&header, accepted ? 1 : 0}};

    *res = (struct response){.body.arena = arena};
    return asset_show(&req, res);
}

static void an_asset_is_served_for_good_under_its_hash(void **state)
{
    struct response res;

    (void)state;
    assert_int_equal(ask(asset("khoa.css"), NULL, &res), OK);
    assert_string_equal(res.type, "text/css; charset=utf-8");
    assert_true(res.lasting);
    assert_null(res.encoding);
    assert_int_equal(res.layout, BARE);
    assert_non_null(strstr(res.body.data, "@font-face"));
    assert_int_equal(ask("/assets/khoa.css", NULL, &res), MISSING);
}

static void it_is_compressed_only_for_who_takes_that(void **state)
{
    static const char *const yes[] = {"gzip", "br, gzip", "gzip;q=0.5",
                                      "deflate, GZIP;q=1, *;q=0"};
    static const char *const no[] = {"", "br", "gzip;q=0", "gzip;q=0.0, br",
                                     "xgzip, gzipx"};
    struct response res;

    (void)state;
    for (size_t i = 0; i < sizeof yes / sizeof *yes; i++) {
        assert_int_equal(ask(asset("khoa.css"), yes[i], &res), OK);
        assert_string_equal(res.encoding, "gzip");
        assert_memory_equal(res.body.data, "\x1f\x8b", 2);
    }
    for (size_t i = 0; i < sizeof no / sizeof *no; i++) {
        assert_int_equal(ask(asset("khoa.css"), no[i], &res), OK);
        assert_null(res.encoding);
    }
    const char *font = asset("be-vietnam-pro-400.woff2");
    assert_int_equal(ask(font, "gzip", &res), OK);
    assert_null(res.encoding);
    assert_memory_equal(res.body.data, "wOF2", 4);
}

static void the_style_sheet_names_every_font_by_its_hash(void **state)
{
    struct response res;
    int fonts = 0;

    (void)state;
    assert_int_equal(ask(asset("khoa.css"), NULL, &res), OK);
    for (const struct asset *a = assets; a->name; a++)
        if (!strcmp(a->type, "font/woff2")) {
            assert_non_null(
                strstr(res.body.data, strrchr(a->address, '/') + 1));
            fonts++;
        }
    assert_int_equal(fonts, 2);
    assert_null(strstr(res.body.data, "url(http"));
    assert_null(strstr(res.body.data, "url(\"http"));
    assert_null(strstr(res.body.data, "@import"));
}

static void every_asset_that_a_view_names_was_built(void **state)
{
    char row[8192];
    int seen = 0;
    glob_t views;

    (void)state;
    assert_int_equal(glob("web/*.html", 0, NULL, &views), 0);
    for (size_t i = 0; i < views.gl_pathc; i++) {
        FILE *in = fopen(views.gl_pathv[i], "r");
        while (fgets(row, sizeof row, in))
            for (char *p = row; (p = strstr(p, "asset(\"")); seen++) {
                p += strlen("asset(\"");
                char *name = arena_text(arena, p, strcspn(p, "\""));
                if (!strcmp(asset(name), "/assets/missing"))
                    fail_msg("%s: no asset %s", views.gl_pathv[i], name);
            }
        fclose(in);
    }
    globfree(&views);
    assert_true(seen >= 2);
}

/* Is ".name" in the sheet, and not only as the beginning of a longer name? */
static bool has_style(const char *sheet, const char *name)
{
    struct buf want = {.arena = arena};

    emit_text(&want, ".");
    for (const char *c = name; *c; c++) {
        if (*c == '!')
            emit_text(&want, "\\");
        buf_bytes(&want, c, 1);
    }
    for (const char *p = sheet; (p = strstr(p, want.data)); p++)
        if (!strchr("-_", p[want.length]) &&
            !isalnum((unsigned char)p[want.length]))
            return true;
    return false;
}

/* The classes of the attribute that begins at `p`, values left out. */
static void check_classes(const char *sheet, const char *path, const char *p)
{
    struct buf fixed = {.arena = arena};

    while (*p && *p != '"') {
        if (!strncmp(p, "{{", 2) && strstr(p, "}}")) {
            p = strstr(p, "}}") + 2;
            continue;
        }
        buf_bytes(&fixed, p++, 1);
    }
    for (char *name = fixed.length ? strtok(fixed.data, " ") : NULL; name;
         name = strtok(NULL, " "))
        if (name[strlen(name) - 1] != '-' && !has_style(sheet, name))
            fail_msg("%s: no style for the class %s", path, name);
}

static void every_class_that_a_view_names_has_a_style(void **state)
{
    char row[8192];
    struct response res;
    glob_t views;

    (void)state;
    assert_int_equal(ask(asset("khoa.css"), NULL, &res), OK);
    assert_true(has_style(res.body.data, "card"));
    assert_true(has_style(res.body.data, "govuk-!-margin-bottom-0"));
    assert_false(has_style(res.body.data, "car"));
    assert_int_equal(glob("web/*.html", 0, NULL, &views), 0);
    for (size_t i = 0; i < views.gl_pathc; i++) {
        FILE *in = fopen(views.gl_pathv[i], "r");
        while (fgets(row, sizeof row, in))
            for (char *p = row; (p = strstr(p, "class=\""));) {
                p += strlen("class=\"");
                check_classes(res.body.data, views.gl_pathv[i], p);
            }
        fclose(in);
    }
    globfree(&views);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_asset_is_served_for_good_under_its_hash),
        cmocka_unit_test(it_is_compressed_only_for_who_takes_that),
        cmocka_unit_test(the_style_sheet_names_every_font_by_its_hash),
        cmocka_unit_test(every_asset_that_a_view_names_was_built),
        cmocka_unit_test(every_class_that_a_view_names_has_a_style),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
