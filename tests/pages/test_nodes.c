#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "pages/nodes.h"
#include "tests/quiz/world.h"

/* Every node a question type may render (plugins/README.md), drawn. */
static const char source[] =
    "local function both(s) return { vi = s .. ' vi', en = s .. ' en' } end\n"
    "return { api = 1, kind = 'question', id = 'vn.test.nodes', version = '1',"
    "  title = both 'Nodes', fields = {}, parts = { all = {} },\n"
    "  inputs = function() return {\n"
    "    one = { type = 'choice', options = { 'a', 'b' }, label = both 'One' "
    "},\n"
    "    some = { type = 'set', options = { 'a', 'b' }, label = both 'Some' "
    "},\n"
    "    fold = { type = 'choice', options = { 'a', 'b' }, label = both "
    "'Fold' },\n"
    "    num = { type = 'decimal', label = both 'Num' },\n"
    "    whole = { type = 'integer', label = both 'Whole' },\n"
    "    word = { type = 'text', max = 50, label = both 'Word' },\n"
    "    long = { type = 'text', max = 900, label = both 'Long' },\n"
    "    day = { type = 'date', label = both 'Day' } } end,\n"
    "  render = function(item, params, ui)\n"
    "    local options = { { id = 'a', content = both 'Alpha' }, { id = 'b', "
    "fixed = true, content = ui.markdown('**Beta**') } }\n"
    "    return ui.group {\n"
    "      ui.markdown('# H\\n\\n*e* `c` [l](https://a.vn)\\n\\n- x\\n\\n> "
    "q\\n\\n| a | b |\\n|---|--:|\\n| 1 | 2 |'),\n"
    "      ui.text('first'), ui.text(both 'second'), ui.code('x < 1', 'lua'),\n"
    "      ui.table { head = { 'k', both 'v' }, rows = { { '1', "
    "ui.markdown('*2*') }, { '3', '4' } } },\n"
    "      ui.table { rows = { { '5' }, { '6' } } },\n"
    "      ui.image('p/q.png', both 'Picture'),\n"
    "      ui.columns { ui.choice('one', options), ui.choices('some', "
    "options) },\n"
    "      ui.select('fold', options), ui.number('num', { unit = both 'kg', "
    "size = 5 }),\n"
    "      ui.number('whole'), ui.short('word'), ui.essay('long', { rows = 9 "
    "}), ui.date('day') }\n"
    "  end,\n"
    "  grade = function() return { all = { score = 0 } } end,\n"
    "  model = function() return {} end }\n";

static const char *drawn(enum language language, enum nodes_mode mode,
                         const char *typed)
{
    static const struct tree none = {.kind = TREE_MAP};
    static const struct visitor nobody;
    struct reader reader = {
        .arena = arena, .language = language, .visitor = &nobody};
    struct tree *answer = arena_make(arena, struct tree);
    struct nodes how = {
        .reader = &reader, .mode = mode, .typed = answer, .media = "/m/"};
    struct buf out = {.arena = arena};
    struct tree nodes;
    struct item *item = item_from(package_from(source), "{}");

    *answer = tree_from(typed);
    if (question_render(questions, arena, item, &none,
                        language == ENGLISH ? "en" : "vi", NULL, &nodes) != OK)
        fail_msg("%s", json_text(arena, &nodes));
    nodes_draw(&out, &how, &nodes);
    return out.data;
}

static size_t times(const char *text, const char *what)
{
    size_t count = 0;

    for (; (text = strstr(text, what)); text += strlen(what))
        count++;
    return count;
}

static void assert_draws(const char *html, const char *const *parts,
                         size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!strstr(html, parts[i]))
            fail_msg("%s is not in %s", parts[i], html);
}

#define DRAWS(html, ...)                                                       \
    assert_draws(html, (const char *const[]){__VA_ARGS__},                     \
                 sizeof((const char *const[]){__VA_ARGS__}) /                  \
                     sizeof(const char *))

static void every_node_is_drawn(void **state)
{
    const char *html = drawn(VIETNAMESE, NODES_ANSWER, "{}");

    (void)state;
    DRAWS(html, "<h2>H</h2>", "<em>e</em>", "<code class=\"code\">c</code>",
          "<a class=\"govuk-link\" href=\"https://a.vn\"",
          "<ul class=\"govuk-list--bullet\">", "<blockquote",
          "<td class=\"n\">2</td>", "<p>first</p>", "<p>second vi</p>",
          "x &lt; 1", "<th scope=\"col\">v vi</th>", "<em>2</em>",
          "<img src=\"/m/p/q.png\" alt=\"Picture vi\">", "<div class=\"pair\">",
          "kg vi", "rows=\"9\"", "maxlength=\"900\"", "type=\"date\"",
          "<strong>Beta</strong>", "<select");
    assert_int_equal(times(html, "type=\"radio\""), 2);
    assert_int_equal(times(html, "type=\"checkbox\""), 2);
    /* a table without a head opens its body once */
    assert_int_equal(times(html, "<table"), times(html, "</table>"));
    assert_int_equal(times(html, "<tbody>"), 3);
    assert_int_equal(times(html, "</tbody>"), 3);
    assert_null(strstr(html, " en<"));
    DRAWS(drawn(ENGLISH, NODES_ANSWER, "{}"), "<p>second en</p>", "kg en",
          "Alpha en", "Num en");
}

static void every_input_has_its_label_and_name(void **state)
{
    static const char *const alone[] = {"fold", "num",  "whole",
                                        "word", "long", "day"};
    const char *html = drawn(VIETNAMESE, NODES_ANSWER, "{}");

    (void)state;
    for (size_t i = 0; i < 6; i++) {
        const char *name = alone[i];
        DRAWS(html, arena_print(arena, "for=\"a-%s\"", name),
              arena_print(arena, "id=\"a-%s\"", name),
              arena_print(arena, "name=\"a.%s\"", name));
    }
    DRAWS(html,
          "<legend class=\"govuk-fieldset__legend "
          "govuk-!-margin-bottom-3\">One vi",
          "name=\"a.one\"", "name=\"a.some\"");
}

static void what_was_typed_is_filled_in(void **state)
{
    static const char typed[] =
        "{\"one\":\"b\",\"some\":[\"a\",\"b\"],\"fold\":\"a\",\"num\":\"1,5\","
        "\"word\":\"\\\"><script>\",\"long\":\"</textarea>\",\"day\":"
        "\"2026-11-05\"}";
    const char *html = drawn(VIETNAMESE, NODES_ANSWER, typed);

    (void)state;
    assert_int_equal(times(html, " checked"), 3);
    assert_int_equal(times(html, " selected"), 1);
    DRAWS(html, "value=\"1,5\"", "value=\"&quot;&gt;&lt;script&gt;\"",
          "&lt;/textarea&gt;", "value=\"2026-11-05\"");
    html = drawn(VIETNAMESE, NODES_REVIEW, typed);
    /* nothing can be changed: two fieldsets and a select; the other five */
    assert_int_equal(times(html, " disabled"), 3);
    assert_int_equal(times(html, " readonly"), 5);
}

/* A copy inside a form must not be sent with it, and radio buttons of one name
   share one mark, also over questions. */
static void a_review_has_no_names(void **state)
{
    const char *html = drawn(VIETNAMESE, NODES_REVIEW, "{\"one\":\"b\"}");

    (void)state;
    assert_int_equal(times(html, " name=\""), 0);
    assert_int_equal(times(html, " checked"), 1);
    DRAWS(html, "(đã chọn)");
}

static void what_is_wrong_is_tied_to_its_input(void **state)
{
    static const struct visitor nobody;
    const struct reader reader = {.arena = arena, .visitor = &nobody};
    struct tree problems, nodes;
    static const char text[] = "{\"num\":{\"vi\":\"Sai số\"},\"one\":{\"vi\":"
                               "\"Sai câu\"},\"long\":{\"vi\":\"Sai dài\"}}";
    struct nodes how = {.reader = &reader, .problems = &problems, .part = "q7"};
    struct buf out = {.arena = arena};
    struct item *item = item_from(package_from(source), "{}");

    (void)state;
    assert_int_equal(json_read(arena, text, strlen(text), &problems), OK);
    assert_int_equal(
        question_render(questions, arena, item, NULL, "vi", NULL, &nodes), OK);
    nodes_draw(&out, &how, &nodes);
    DRAWS(out.data, "id=\"q7-p-num\"",
          "aria-invalid=\"true\" aria-describedby=\"q7-p-num q7-u-num\"",
          "<span id=\"q7-u-num\">kg vi</span>",
          "<fieldset class=\"choices\"\n aria-describedby=\"q7-p-one\"",
          "aria-invalid=\"true\" aria-describedby=\"q7-p-long\"");
}

static const char *drawn_tree(const char *nodes, const char *files,
                              enum language language)
{
    static const struct visitor nobody;
    struct reader reader = {
        .arena = arena, .language = language, .visitor = &nobody};
    struct tree known = tree_from(files), tree = tree_from(nodes);
    struct nodes how = {.reader = &reader,
                        .files = media_addresses(arena, "/f", &known)};
    struct buf out = {.arena = arena};

    nodes_draw(&out, &how, &tree);
    return out.data;
}

#define FILM                                                                   \
    "{\"node\":\"video\",\"media\":\"m/c.webm\",\"alt\":\"Khóa <máy>\"}"
static const char film_files[] =
    "{\"m/c.webm\":{\"digest\":\"d1\"},\"m/c.jpg\":{\"digest\":\"d2\"},"
    "\"m/c.vi.vtt\":{\"digest\":\"d3\",\"cues\":["
    "{\"from\":0,\"to\":1000,\"text\":\"Khóa <b>\",\"voice\":\"Lan\"},"
    "{\"from\":1500,\"to\":2000,\"text\":\"máy.\"},"
    "{\"from\":9000,\"to\":9900,\"text\":\"Hết.\",\"voice\":\"Bình\"}]},"
    "\"m/c.en.vtt\":{\"digest\":\"d4\"}}";

static void a_film_has_controls_captions_and_a_transcript(void **state)
{
    const char *html =
        drawn_tree("{\"node\":\"paragraph\",\"children\":[" FILM "]}",
                   film_files, VIETNAMESE);

    (void)state;
    DRAWS(html,
          "<video controls preload=\"metadata\" src=\"/f/d1\" "
          "aria-label=\"Khóa &lt;máy&gt;\"\n poster=\"/f/d2\"",
          "<track kind=\"captions\" src=\"/f/d3\" srclang=\"vi\" "
          "label=\"Tiếng Việt\"\n default",
          "<track kind=\"captions\" src=\"/f/d4\" srclang=\"en\"",
          "href=\"/f/d1?save=1\"",
          "<p><b>Lan:</b> Khóa &lt;b&gt; máy.</p><p><b>Bình:</b> Hết.</p>");
    assert_int_equal(times(html, " default"), 1);
    assert_null(strstr(html, "autoplay"));
    assert_null(strstr(html, "<p><div"));
    html = drawn_tree("[" FILM "]", film_files, ENGLISH);
    assert_true(strstr(html, "/f/d4") < strstr(html, "/f/d3"));
}

static void a_film_that_is_not_there_is_its_words(void **state)
{
    (void)state;
    assert_string_equal(
        drawn_tree("[" FILM "]", "{\"a\":{\"digest\":\"d\"}}", VIETNAMESE),
        "Khóa &lt;máy&gt;");
}

static void a_film_among_words_stands_in_no_paragraph(void **state)
{
    const char *html = drawn_tree(
        "{\"node\":\"paragraph\",\"children\":[{\"node\":\"text\",\"text\":"
        "\"Xem\"}," FILM "]}",
        film_files, VIETNAMESE);

    (void)state;
    DRAWS(html, "<div class=\"stack\"><p>Xem</p><div class=\"played\"><figure");
}

static void a_sound_is_a_player_with_its_words(void **state)
{
    const char *html = drawn_tree(
        "[{\"node\":\"audio\",\"media\":\"m/c.opus\",\"alt\":\"Gọi\"}]",
        "{\"m/c.opus\":{\"digest\":\"d1\"},\"m/c.vi.vtt\":{\"digest\":\"d3\","
        "\"cues\":[{\"from\":0,\"to\":9,\"text\":\"A lô\"}]}}",
        VIETNAMESE);

    (void)state;
    DRAWS(html, "<audio controls preload=\"metadata\" src=\"/f/d1\"",
          "</audio>", "<p>A lô</p>");
    assert_null(strstr(html, "<video"));
}

static void a_link_to_a_file_says_what_it_is(void **state)
{
    const char *html = drawn_tree(
        "[{\"node\":\"link\",\"address\":\"m/a.docx\",\"children\":[]},"
        "{\"node\":\"link\",\"address\":\"/help\",\"children\":[]}]",
        "{\"m/a.docx\":{\"digest\":\"d1\",\"size\":23001}}", VIETNAMESE);

    (void)state;
    DRAWS(html, "href=\"/f/d1?save=1\"", "(docx, 24 kB)",
          "href=\"/help\" rel=\"noopener noreferrer\"");
}

/* What a question type says of a medium, rendered; else why not. */
static const char *said_of(const char *node)
{
    static const struct tree none = {.kind = TREE_MAP};
    const char *plugin = arena_print(
        arena,
        "local function both(s) return { vi = s, en = s } end\n"
        "return { api = 1, kind = 'question', id = 'vn.test.played', "
        "version = '1', title = both 'P', fields = {}, parts = { n = {} },\n"
        "inputs = function() return { n = { type = 'integer', label = both "
        "'N' } } end,\n"
        "render = function(item, params, ui) return ui.group { %s, "
        "ui.number('n') } end,\n"
        "grade = function() return { n = { score = 0 } } end,\n"
        "model = function() return {} end }\n",
        node);
    struct tree out;

    if (question_render(questions, arena, item_from(package_from(plugin), "{}"),
                        &none, "vi", NULL, &out) == OK)
        return json_text(arena, &out);
    return tree_text(&out, "message");
}

static void a_question_type_plays_what_is_played(void **state)
{
    (void)state;
    DRAWS(said_of("ui.video('m/c.webm', { vi = 'Phim', en = 'Film' })"),
          "\"node\":\"video\"", "\"media\":\"m/c.webm\"", "\"alt\":\"Phim\"");
    DRAWS(said_of("ui.audio('m/c.opus', 'Gọi')"), "\"node\":\"audio\"");
    DRAWS(said_of("ui.markdown('![Phim](m/c.mp4)')"), "\"node\":\"video\"");
    DRAWS(said_of("ui.video('m/c.png', 'Hình')"), "as another medium does");
    DRAWS(said_of("ui.audio('m/c.webm', 'Phim')"), "as another medium does");
    DRAWS(said_of("ui.video('../c.webm', 'Phim')"), "cannot name a medium");
    DRAWS(said_of("ui.video('m/c.webm')"), "'alt' is missing");
    DRAWS(said_of("ui.frame('x.html')"), "cannot show it yet");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_node_is_drawn),
        TEST(every_input_has_its_label_and_name),
        TEST(what_was_typed_is_filled_in),
        TEST(a_review_has_no_names),
        TEST(what_is_wrong_is_tied_to_its_input),
        TEST(a_film_has_controls_captions_and_a_transcript),
        TEST(a_film_that_is_not_there_is_its_words),
        TEST(a_film_among_words_stands_in_no_paragraph),
        TEST(a_sound_is_a_player_with_its_words),
        TEST(a_link_to_a_file_says_what_it_is),
        TEST(a_question_type_plays_what_is_played),
    };
    return cmocka_run_group_tests(tests, world_open, world_close);
}
