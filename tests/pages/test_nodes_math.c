/*
 * Formulas: TeX of lessons and of question types, drawn as MathML, and nothing
 * in it becomes anything else.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pages/nodes.h"
#include "reading/reading.h"
#include "tests/quiz/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct readers *readers;

static int begin(void **state)
{
    return world_open(state) || readers_open(&readers, NULL) != OK;
}

static int end(void **state)
{
    readers_close(readers);
    return world_close(state);
}

static const char *drawn(const struct tree *nodes)
{
    static const struct visitor nobody;
    const struct reader reader = {
        .arena = arena, .language = VIETNAMESE, .visitor = &nobody};
    const struct nodes how = {.reader = &reader};
    struct buf out = {.arena = arena};

    buf_bytes(&out, "", 0);
    nodes_draw(&out, &how, nodes);
    return out.data;
}

static enum status read(const char *text, struct tree *nodes,
                        struct tree *problems)
{
    return reading_markdown(readers, arena, text, strlen(text), nodes,
                            problems);
}

static const char *lesson(const char *text)
{
    struct tree nodes, problems;

    if (read(text, &nodes, &problems) != OK)
        fail_msg("%s: %s", text, json_text(arena, &problems));
    return drawn(&nodes);
}

static void says(const char *html, const char *words)
{
    if (!strstr(html, words))
        fail_msg("%s is not in %s", words, html);
}

static void hides(const char *html, const char *words)
{
    if (strstr(html, words))
        fail_msg("%s is in %s", words, html);
}

/* ---- what is meant -------------------------------------------------------*/

static void a_formula_among_words_is_mathml(void **state)
{
    const char *html = lesson("Số bit là $`\\log_2 62^{12}`$, khoảng 71.\n");

    (void)state;
    says(html, "<p>\nSố bit là <math>\n");
    says(html, "<msub><mi>log</mi><mn>2</mn></msub>");
    says(html, "<msup><mn>62</mn><mn>12</mn></msup>");
    says(html, "</math>, khoảng 71.");
    hides(html, "$");
    hides(html, "`");
}

static void a_block_of_math_stands_alone(void **state)
{
    const char *html =
        lesson("Vậy:\n\n```math\n\\frac{a}{b} \\le 0{,}5\n```\n");

    (void)state;
    says(html, "<div class=\"formula\" tabindex=\"0\" role=\"group\" "
               "aria-label=\"Công thức\"><math display=\"block\">");
    says(html, "<mfrac><mi>a</mi><mi>b</mi></mfrac>");
    says(html, "<mn>0,5</mn>");
}

static void letters_beyond_the_first_plane_and_vietnamese_stay(void **state)
{
    const char *html = lesson("$`\\mathbf{A} = \\text{độ dài } 𝑥`$\n");

    (void)state;
    says(html, "<mi>𝐀</mi>");
    says(html, "độ");
    says(html, "<mi>𝑥</mi>");
}

/* Spreadsheets are full of dollars. */
static void dollars_alone_are_money(void **state)
{
    const char *const texts[] = {
        "Giá 5$ và 6$.\n", "`$A$1` và $B$2\n", "Ô $`A1` thôi\n",
        "Ô `A1`$ thôi\n",  "$$x$$ và $x$\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        hides(lesson(texts[i]), "<math");
}

static void a_wrong_formula_is_told_with_its_line(void **state)
{
    struct tree nodes, problems;

    (void)state;
    assert_int_equal(read("Một.\n\nHai $`\\frac{1`$.\n", &nodes, &problems),
                     INVALID);
    const struct tree *first = &problems.items[0];
    assert_int_equal(tree_integer(first, "line", 0), 3);
    says(tree_text(first, "vi"), "Không đọc được công thức \"\\frac{1\"");
    says(tree_text(first, "en"), "expected '}'");
    assert_int_equal(read("a\n\n```math\n\\khong\n```\n", &nodes, &problems),
                     INVALID);
    assert_int_equal(tree_integer(&problems.items[0], "line", 0), 4);
    assert_int_equal(read("$`\\cancel{a}`$\n", &nodes, &problems), INVALID);
    says(tree_text(&problems.items[0], "en"), "cannot be shown here");
    assert_int_equal(
        read("$`\\def\\b{xx}\\b`$ $`\\define`$\n", &nodes, &problems), INVALID);
    says(tree_text(&problems.items[0], "en"), "cannot be defined in it");
    /* and the next one is read as ever */
    says(lesson("$`x`$\n"), "<mi>x</mi>");
}

static void a_formula_may_be_long_but_not_without_end(void **state)
{
    struct tree nodes, problems;
    struct buf text = {.arena = arena};

    (void)state;
    buf_bytes(&text, "$`", 2);
    for (int i = 0; i < 1999; i++)
        buf_bytes(&text, "x", 1);
    says(lesson(arena_print(arena, "%s`$\n", text.data)), "<mi>x</mi>");
    assert_int_equal(
        read(arena_print(arena, "%sxx`$\n", text.data), &nodes, &problems),
        INVALID);
    says(tree_text(&problems.items[0], "en"), "longer than 2,000 bytes");
}

/* ---- of question types ----------------------------------------------------*/

#define PLUGIN(node)                                                           \
    "local function both(s) return { vi = s, en = s } end\n"                   \
    "return { api = 1, kind = 'question', id = 'vn.test.math', version = "     \
    "'1', title = both 'M', fields = {}, parts = { n = {} },\n"                \
    "  inputs = function() return { n = { type = 'integer', label = both "     \
    "'N' } } end,\n"                                                           \
    "  render = function(item, params, ui) return ui.group { " node            \
    ", ui.number('n') } end,\n"                                                \
    "  grade = function() return { n = { score = 0 } } end,\n"                 \
    "  model = function() return {} end }\n"

static enum status render(const char *source, struct tree *nodes)
{
    static const struct tree none = {.kind = TREE_MAP};

    return question_render(questions, arena,
                           item_from(package_from(source), "{}"), &none, "vi",
                           NULL, nodes);
}

static void a_question_type_shows_formulas(void **state)
{
    struct tree nodes;

    (void)state;
    assert_int_equal(
        render(PLUGIN("ui.math('x^2', { display = true }), ui.math('y'), "
                      "ui.markdown('Tính $`{{n}} \\\\times 2`$', { n = 7 })"),
               &nodes),
        OK);
    const char *html = drawn(&nodes);
    says(html, "<math display=\"block\">\n<msup><mi>x</mi><mn>2</mn></msup>");
    says(html, "<math>\n<mi>y</mi></math>");
    says(html, "<mn>7</mn><mo>×</mo><mn>2</mn>");
}

static void a_question_type_with_a_wrong_formula_is_told(void **state)
{
    struct tree said;

    (void)state;
    assert_int_equal(render(PLUGIN("ui.math('\\\\frac{1')"), &said), INVALID);
    says(tree_text(&said, "message"), "the formula '\\frac{1' cannot be read");
    assert_int_equal(render(PLUGIN("ui.markdown('$`\\\\khong`$')"), &said),
                     INVALID);
    says(tree_text(&said, "message"), "cannot be read");
    assert_int_equal(render(PLUGIN("ui.math()"), &said), INVALID);
    says(tree_text(&said, "message"), "'tex' is missing");
}

/* ---- what is not meant ----------------------------------------------------*/

/* Every tag is one of MathML's that pages draw, or our own around it. */
static void only_formulas(const char *html, const char *source)
{
    static const char *const tags[] = {
        "p",          "div",  "math",    "mfrac",      "mi",
        "mn",         "mo",   "mover",   "mpadded",    "mphantom",
        "mroot",      "mrow", "mspace",  "msqrt",      "mstyle",
        "msub",       "msup", "msubsup", "mtable",     "mtd",
        "mtext",      "mtr",  "munder",  "munderover", "mmultiscripts",
        "mprescripts"};

    for (const char *at = html; (at = strchr(at, '<')); at++) {
        const char *name = at + 1 + (at[1] == '/');
        size_t n = strcspn(name, " >");
        bool known = false;
        for (size_t i = 0; i < sizeof tags / sizeof *tags; i++)
            known |= strlen(tags[i]) == n && !strncmp(name, tags[i], n);
        if (!known)
            fail_msg("%s: a tag in %s", source, html);
        const char *stop = strchr(at, '>');
        const char *const bad[] = {" on", " style", " href", " src", " id="};
        for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
            const char *found = strstr(at, bad[i]);
            if (found && found < stop)
                fail_msg("%s: an attribute in %s", source, html);
        }
    }
}

static void hostile_formulas_bring_nothing(void **state)
{
    FILE *table = fopen("tests/hostile/formulas", "r");
    char *line = NULL;
    size_t room = 0, count = 0;
    ssize_t n;

    (void)state;
    assert_non_null(table);
    while ((n = getline(&line, &room, table)) > 0) {
        struct tree nodes, problems;
        line[n - 1] = '\0';
        const char *text = arena_print(arena, "```math\n%s\n```\n", line);
        enum status status = read(text, &nodes, &problems);
        if (status == OK)
            only_formulas(drawn(&nodes), line);
        else
            assert_int_equal(status, INVALID);
        /* told in its own words: the process survived it */
        if (status == INVALID)
            says(tree_text(&problems.items[0], "en"), "The formula");
        count++;
    }
    assert_true(count > 40);
    free(line);
    fclose(table);
}

/* What a locked process says is data: also when it was taken over. */
static void only_known_elements_and_attributes_are_drawn(void **state)
{
    const struct tree nodes = tree_from(
        "[{\"node\":\"math\",\"tex\":\"x\",\"display\":false,\"math\":["
        "{\"close\":true},{\"open\":\"script\",\"attributes\":{}},"
        "{\"text\":\"<b>\"},{\"close\":true},"
        "{\"open\":\"mi\",\"attributes\":{\"onclick\":\"x\",\"style\":\"y\","
        "\"width\":\"1em\",\"height\":\"\\\"><script>\",\"class\":\"left top "
        "bl\"}},{\"text\":\"a\"},{\"open\":\"mrow\"}]}]");

    (void)state;
    assert_string_equal(drawn(&nodes),
                        "<math>\n&lt;b&gt;<mi width=\"1em\" "
                        "class=\"math-left math-bl\">a<mrow></mrow></mi>"
                        "</math>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_formula_among_words_is_mathml),
        TEST(a_block_of_math_stands_alone),
        TEST(letters_beyond_the_first_plane_and_vietnamese_stay),
        TEST(dollars_alone_are_money),
        TEST(a_wrong_formula_is_told_with_its_line),
        TEST(a_formula_may_be_long_but_not_without_end),
        TEST(a_question_type_shows_formulas),
        TEST(a_question_type_with_a_wrong_formula_is_told),
        TEST(hostile_formulas_bring_nothing),
        TEST(only_known_elements_and_attributes_are_drawn),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
