#include "reading/reading.h"

#include "base/buf.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct readers *readers;
static struct arena *arena;

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

static const char good[] =
    "<?xml version=\"1.0\"?>\n"
    "<test id=\"t\" version=\"1\">\n"
    "<title xml:lang=\"vi\">Bài &amp; thi</title>\n"
    "<limit minutes=\"25\"/><pass percent=\"60\"/>\n"
    "<section id=\"a\"><title xml:lang=\"vi\">A</title>\n"
    "<draw bank=\"b\" topic=\"x\" count=\"2\" points=\"1\"/></section>\n"
    "</test>\n";

static enum status read_test(const char *text, struct tree *root,
                             struct tree *problems)
{
    return reading_xml(readers, arena, "test", text, strlen(text), root,
                       problems);
}

static void elements_come_with_lines_attributes_and_text(void **state)
{
    struct tree root, problems;

    (void)state;
    assert_int_equal(read_test(good, &root, &problems), OK);
    assert_string_equal(tree_text(&root, "name"), "test");
    const struct tree *title = &tree_get(&root, "children")->items[0];
    assert_string_equal(tree_text(title, "text"), "Bài & thi");
    assert_string_equal(tree_text(tree_get(title, "attributes"), "xml:lang"),
                        "vi");
    assert_int_equal(tree_integer(title, "line", 0), 3);
}

static void what_the_schema_forbids_is_named_with_its_line(void **state)
{
    static const struct {
        const char *from, *to;
        int line;
    } wrong[] = {
        {"minutes=\"25\"", "minutes=\"lâu\"", 4},
        {"count=\"2\"", "count=\"0\"", 6},
        {"<pass percent=\"60\"/>", "", 5},
        {"topic=\"x\"", "colour=\"x\"", 6},
    };

    (void)state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct tree root, problems;
        const char *at = strstr(good, wrong[i].from);
        const char *text =
            arena_print(arena, "%.*s%s%s", (int)(at - good), good, wrong[i].to,
                        at + strlen(wrong[i].from));
        assert_int_equal(read_test(text, &root, &problems), INVALID);
        assert_true(problems.count > 0);
        bool found = false;
        for (size_t k = 0; k < problems.count; k++) {
            found |=
                tree_integer(&problems.items[k], "line", 0) == wrong[i].line;
            assert_non_null(tree_text(&problems.items[k], "vi"));
            assert_non_null(tree_text(&problems.items[k], "en"));
        }
        assert_true(found);
    }
}

static const char *repeated(const char *head, const char *piece, int times,
                            const char *tail)
{
    struct buf out = {.arena = arena};

    buf_bytes(&out, head, strlen(head));
    for (int i = 0; i < times; i++)
        buf_bytes(&out, piece, strlen(piece));
    buf_bytes(&out, tail, strlen(tail));
    return out.data;
}

static void hostile_xml_is_refused(void **state)
{
    struct buf attributes = {.arena = arena};
    struct tree root, problems;

    (void)state;
    buf_bytes(&attributes, "<test ", 6);
    for (int i = 0; i < 60000; i++)
        emit_text(&attributes, arena_print(arena, "a%d=", i)),
            buf_bytes(&attributes, "\"\" ", 3);
    buf_bytes(&attributes, "/>", 2);
    const char *const files[] = {
        "<!DOCTYPE t [<!ENTITY a \"aaaa\"><!ENTITY b "
        "\"&a;&a;&a;\">]><t>&b;</t>",
        "<!DOCTYPE t SYSTEM \"file:///etc/passwd\"><t/>",
        "<!doctype t [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><t>&x;</t>",
        "<test>&undefined;</test>",
        "<test",
        "",
        "not XML at all",
        repeated("", "<a>", 100000, ""),
        repeated("<test>", "<a/>", 300000, "</test>"),
        attributes.data,
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        assert_int_equal(read_test(files[i], &root, &problems), INVALID);
        assert_true(problems.count > 0);
    }
    assert_int_equal(read_test(good, &root, &problems), OK);
}

static void markdown_becomes_nodes_and_never_markup(void **state)
{
    static const char text[] = "# Một\n\n<script>alert(1)</script> **đậm** "
                               "[x](javascript:alert(1))\n";
    struct tree nodes, problems;

    (void)state;
    assert_int_equal(
        reading_markdown(readers, arena, text, strlen(text), &nodes, &problems),
        OK);
    assert_string_equal(tree_text(&nodes.items[0], "node"), "heading");
    assert_string_equal(tree_text(&nodes.items[1], "node"), "paragraph");
    const struct tree *inline_nodes = tree_get(&nodes.items[1], "children");
    for (size_t i = 0; i < inline_nodes->count; i++)
        assert_string_not_equal(tree_text(&inline_nodes->items[i], "node"),
                                "link");
}

static void rows_come_with_the_line_they_began_on(void **state)
{
    static const char text[] = "\xef\xbb\xbf"
                               "ho_ten;cccd\r\n\r\n"
                               "\"Nguyễn; Văn\nAn\";001\r\n"
                               "Trần \"\"B\"\";\"0\"\"2\"\r\n";
    struct tree rows, problems;

    (void)state;
    assert_int_equal(
        reading_csv(readers, arena, 0, text, strlen(text), &rows, &problems),
        OK);
    assert_int_equal(rows.count, 3);
    const struct tree *second = &rows.items[1], *third = &rows.items[2];
    assert_int_equal(tree_integer(second, "line", 0), 3);
    assert_string_equal(tree_get(second, "cells")->items[0].text,
                        "Nguyễn; Văn\nAn");
    assert_string_equal(tree_get(second, "cells")->items[1].text, "001");
    assert_int_equal(tree_integer(third, "line", 0), 5);
    assert_string_equal(tree_get(third, "cells")->items[1].text, "0\"2");
}

static void a_carriage_return_alone_ends_a_row_too(void **state)
{
    static const char text[] = "ho_ten,cccd\r\"An, B\",001\rChi;x,002\r";
    struct tree rows, problems;

    (void)state;
    assert_int_equal(
        reading_csv(readers, arena, 0, text, strlen(text), &rows, &problems),
        OK);
    assert_int_equal(rows.count, 3);
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(tree_integer(&rows.items[i], "line", 0),
                         (int64_t)i + 1);
        assert_int_equal(tree_get(&rows.items[i], "cells")->count, 2);
    }
}

static enum status captions(const char *text, struct tree *cues,
                            struct tree *problems)
{
    return reading_captions(readers, arena, text, strlen(text), cues, problems);
}

static void captions_come_with_times_text_and_voice(void **state)
{
    static const char text[] =
        "\xef\xbb\xbfWEBVTT - Khóa máy\r\nKind: captions\r\n\r\n"
        "NOTE người dịch\nxem lại\n\n"
        "mot\r\n00:01.000 --> 00:02.500 align:start\r\n"
        "<v Lan>Khóa <i>máy</i> &amp;\r\nrút thẻ &lt;ngay&gt;.\r\n\r\n\n"
        "01:00:00.000\t-->\t01:00:01.001\nHết";
    struct tree cues, problems;

    (void)state;
    assert_int_equal(captions(text, &cues, &problems), OK);
    assert_int_equal(cues.count, 2);
    const struct tree *first = &cues.items[0], *last = &cues.items[1];
    assert_int_equal(tree_integer(first, "from", 0), 1000);
    assert_int_equal(tree_integer(first, "to", 0), 2500);
    assert_string_equal(tree_text(first, "text"), "Khóa máy & rút thẻ <ngay>.");
    assert_string_equal(tree_text(first, "voice"), "Lan");
    assert_int_equal(tree_integer(last, "to", 0), 3601001);
    assert_null(tree_text(last, "voice"));
}

static void
captions_that_cannot_be_shown_are_refused_at_their_line(void **state)
{
    static const struct {
        const char *text;
        int64_t line;
        const char *en;
    } rows[] = {
        {"", 1, "begins with the line WEBVTT"},
        {"WEBVTTX\n\n00:01.000 --> 00:02.000\na\n", 1, "WEBVTT"},
        {"1\n00:01,000 --> 00:02,000\na\n", 1, "WEBVTT"}, /* SubRip */
        {"WEBVTT\n\n", 1, "no captions yet"},
        {"WEBVTT\n\n00:01,000 --> 00:02,000\na\n", 3, "times"},
        {"WEBVTT\n\n00:01.000 --> 00:61.000\na\n", 3, "times"},
        {"WEBVTT\n\n00:01.000-->00:02.000\na\n", 3, "times"},
        {"WEBVTT\n\nten\n\n00:01.000 --> 00:02.000\na\n", 4, "times"},
        {"WEBVTT\n\nten", 3, "times"},
        {"WEBVTT\n\n00:02.000 --> 00:02.000\na\n", 3, "in order of time"},
        {"WEBVTT\n\n00:02.000 --> 00:03.000\na\n\n00:01.000 --> "
         "00:02.000\nb\n",
         6, "in order of time"},
        {"WEBVTT\n\n00:01.000 --> 00:02.000\n<b></b>\n", 3, "must have text"},
        {"WEBVTT\n\nSTYLE\n::cue { color: red }\n\n00:01.000 --> "
         "00:02.000\na\n",
         3, "STYLE"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct tree cues, problems;
        assert_int_equal(captions(rows[i].text, &cues, &problems), INVALID);
        const struct tree *first = &problems.items[0];
        if (tree_integer(first, "line", 0) != rows[i].line ||
            !strstr(tree_text(first, "en"), rows[i].en))
            fail_msg("%s: line %d, %s", rows[i].text,
                     (int)tree_integer(first, "line", 0),
                     tree_text(first, "en"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_come_with_lines_attributes_and_text),
        cmocka_unit_test(what_the_schema_forbids_is_named_with_its_line),
        cmocka_unit_test(hostile_xml_is_refused),
        cmocka_unit_test(markdown_becomes_nodes_and_never_markup),
        cmocka_unit_test(rows_come_with_the_line_they_began_on),
        cmocka_unit_test(a_carriage_return_alone_ends_a_row_too),
        cmocka_unit_test(captions_come_with_times_text_and_voice),
        cmocka_unit_test(
            captions_that_cannot_be_shown_are_refused_at_their_line),
    };

    return cmocka_run_group_tests_name("reading", tests, begin, end);
}
