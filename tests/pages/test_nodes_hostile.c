/*
 * What others write as a lesson, drawn: nothing in it becomes markup. With
 * payloads from KHOA_MATERIAL, else beside the project.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pages/nodes.h"
#include "reading/reading.h"
#include "json/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

static struct arena *arena;
static struct readers *readers;

static int begin(void **state)
{
    (void)state;
    arena = arena_new();
    return readers_open(&readers, NULL) != OK;
}

static int end(void **state)
{
    (void)state;
    readers_close(readers);
    arena_free(arena);
    return 0;
}

static const char *drawn(const char *markdown)
{
    static const struct visitor visitor = {.language = VIETNAMESE};
    const struct reader reader = {
        .arena = arena, .language = VIETNAMESE, .visitor = &visitor};
    const struct nodes how = {
        .reader = &reader, .mode = NODES_REVIEW, .media = "/courses/a/files/"};
    struct buf out = {.arena = arena};
    struct tree nodes, problems;

    buf_bytes(&out, "", 0);
    if (reading_markdown(readers, arena, markdown, strlen(markdown), &nodes,
                         &problems) == OK)
        nodes_draw(&out, &how, &nodes);
    return out.data;
}

/* Names of attributes are ours, addresses are no scripts; what is in a value
   is text. */
static bool attributes_are_ours(const char *at, size_t length)
{
    static const char *const names[] = {"class", "href",     "rel",   "src",
                                        "alt",   "tabindex", "scope", "start"};
    const char *end = at + length;

    while (at < end && *at == ' ') {
        size_t n = strcspn(++at, "=\" >");
        bool known = false;
        for (size_t i = 0; i < sizeof names / sizeof *names; i++)
            known |= strlen(names[i]) == n && !strncmp(at, names[i], n);
        if (!known || at[n] != '=' || at[n + 1] != '"')
            return false;
        const char *value = at + n + 2;
        bool address = !strncmp(at, "href", 4) || !strncmp(at, "src", 3);
        if (address && (!strncasecmp(value, "javascript:", 11) ||
                        !strncasecmp(value, "data:", 5)))
            return false;
        at = value + strcspn(value, "\"") + 1;
    }
    return at == end;
}

/* The tags that drawing itself writes, and what may stand in them. */
static bool is_ours(const char *tag, size_t length)
{
    static const char *const names[] = {
        "p",   "h2",     "h3",  "h4",         "h5",         "h6",  "ul",
        "ol",  "li",     "a",   "b",          "em",         "s",   "strong",
        "pre", "code",   "wbr", "br",         "hr",         "img", "table",
        "tr",  "thead",  "th",  "td",         "tbody",      "div", "span",
        "i",   "figure", "u",   "figcaption", "blockquote",
    };
    size_t from = *tag == '/', n = strcspn(tag + from, " >");

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == n && !strncmp(tag + from, names[i], n))
            return attributes_are_ours(tag + from + n, length - from - n);
    return false;
}

/* Text is escaped, so quotes and brackets stand only in tags of ours. */
static void only_our_tags(const char *html, const char *from)
{
    for (const char *p = html; (p = strchr(p, '<')); p++) {
        size_t length = strcspn(p + 1, ">");
        if (!is_ours(p + 1, length))
            fail_msg("%.*s\nin %s\nfrom %s", (int)length + 2, p, html, from);
    }
}

static void what_is_written_stays_text(void **state)
{
    static const char *const lines[] = {
        "<script>alert(1)</script>",
        "a <img src=x onerror=alert(1)> b",
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x\" onerror=\"alert(1)](media/a.svg \"t\" )",
        "![x](media/a.svg \"t&quot; onload=&quot;alert(1)\")",
        "<javascript:alert(1)>",
        "`</code><script>alert(1)</script>`",
        "| <b onclick=x> |\n|---|\n| <svg/onload=alert(1)> |",
        "[a]: javascript:alert(1)\n\n[a]",
        "![x](//a.example/b.svg)",
        "![x](media/%2e%2e/%2e%2e/b.svg)",
    };

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        only_our_tags(drawn(lines[i]), lines[i]);
    assert_non_null(strstr(drawn(lines[0]), "&lt;script&gt;"));
}

static char *whole_file(const char *path, size_t *length)
{
    FILE *in = fopen(path, "r");
    struct buf out = {.arena = arena};
    char bytes[4096];

    buf_bytes(&out, "", 0);
    for (size_t n; in && (n = fread(bytes, 1, sizeof bytes, in));)
        buf_bytes(&out, bytes, n);
    if (in)
        fclose(in);
    *length = out.length;
    return out.data;
}

static void payloads_of_others_stay_text(void **state)
{
    const char *material = getenv("KHOA_MATERIAL");
    struct tree payloads;
    size_t length;

    (void)state;
    const char *path = arena_print(arena, "%s/xss_dompurify/payloads.json",
                                   material ? material : "../shared/material");
    if (access(path, R_OK)) {
        print_message("skipped: no file %s (set KHOA_MATERIAL)\n", path);
        skip();
    }
    const char *json = whole_file(path, &length);
    assert_int_equal(json_read(arena, json, length, &payloads), OK);
    assert_true(payloads.count > 50);
    for (size_t i = 0; i < payloads.count; i++) {
        const char *payload = tree_text(&payloads.items[i], "payload");
        only_our_tags(drawn(payload), payload);
        only_our_tags(drawn(arena_print(arena, "| %s |\n|---|\n> [%s](%s)",
                                        payload, payload, payload)),
                      payload);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_stays_text),
        cmocka_unit_test(payloads_of_others_stay_text),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
