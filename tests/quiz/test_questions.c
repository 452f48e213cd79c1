#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/quiz/world.h"

/* A question with two parts, an optional input, numbers and a text of each
   language. */
static const char source[] =
    "local q = { api = 1, kind = 'question', id = 'vn.test.two', version = '1',"
    "  title = { vi = 'Hai phần', en = 'Two parts' },\n"
    "  fields = { prompt = { type = 'markdown', translate = true, required = "
    "true }, rate = { type = 'decimal', default = '10' },"
    "    key = { type = 'text', secret = true, default = 'k' } },\n"
    "  parts = { sum = { weight = 3 }, word = { weight = 1 } } }\n"
    "function q.inputs(item, params)\n"
    "  assert(item.key == nil)\n"
    "  return { sum = { type = 'decimal', label = { vi = 'Tổng', en = 'Sum' } "
    "},"
    "    word = { type = 'text', max = 10, label = { vi = 'Từ', en = 'Word' } "
    "},"
    "    note = { type = 'text', part = 'word', optional = true, label = { vi "
    "= 'Ghi chú', en = 'Note' } } }\n"
    "end\n"
    "function q.generate(item, rng)\n"
    "  local n = rng:integer(1, 3)\n"
    "  return { n = n, big = decimal('1234.5') }, { sum = decimal(n) * "
    "item.rate }, 'n=' .. n\n"
    "end\n"
    "function q.render(item, params, ui)\n"
    "  assert(item.key == nil)\n"
    "  return ui.group { ui.markdown(item.prompt, params), ui.number('sum'), "
    "ui.short('word'), ui.essay('note') }\n"
    "end\n"
    "function q.parse(item, params, raw)\n"
    "  if raw.word == 'bad' then return nil, { word = { vi = 'Không hiểu', en "
    "= 'Not understood' } } end\n"
    "  return raw, { sum = { vi = 'hiểu là', en = 'understood as' } }\n"
    "end\n"
    "function q.grade(item, params, truth, response)\n"
    "  assert(item.prompt == nil)\n"
    "  if response.word == 'crash' then error('crashed') end\n"
    "  if response.word == 'spin' then return (''):rep(math.maxinteger) end\n"
    "  local word = response.word == 'ask' and { needs_human = true } or\n"
    "    { score = response.word == item.key and 1 or 1 / 3, class = 'seen',\n"
    "      why = { vi = 'Vì', en = 'Because' } }\n"
    "  return { sum = { score = response.sum == truth.sum and 1 or 0 }, word = "
    "word }\n"
    "end\n"
    "function q.model(item, params, truth) return { sum = truth.sum, word = "
    "item.key } end\n"
    "return q\n";

static const char body[] =
    "{\"prompt\":{\"vi\":\"{{n}} **lần** {{big}}? [{{n}}](https://a.vn/{{n}})"
    "\",\"en\":\"{{n}} times\"}}";

static struct package *package;
static struct item *item;
static struct tree variants;

static void open_question(void)
{
    package = package_from(source);
    item = item_from(package, body);
    assert_int_equal(question_variants(questions, arena, item, 20, &variants),
                     OK);
}

static struct tree graded(const char *typed, const char *numbers)
{
    struct tree tree = tree_from(typed), out;
    struct tree settings =
        tree_from(arena_print(arena, "{\"numbers\":\"%s\"}", numbers));
    const struct tree *v = &variants.items[0];

    assert_int_equal(question_grade(questions, arena, item,
                                    tree_get(v, "params"), tree_get(v, "truth"),
                                    &tree, &settings, &out),
                     OK);
    return out;
}

static const char *part(const struct tree *outcome, const char *name,
                        const char *field)
{
    const struct tree *value =
        tree_get(tree_get(tree_get(outcome, "parts"), name), field);

    return value ? json_text(arena, value) : "nothing";
}

static const char *right_sum(void)
{
    return tree_text(tree_get(tree_get(&variants.items[0], "truth"), "sum"),
                     "$");
}

/* ---- what it says ----------------------------------------------------------
 */

static void variants_are_distinct_and_the_same_each_time(void **state)
{
    struct tree again;

    (void)state;
    open_question();
    assert_int_equal(variants.count, 3); /* n is 1, 2 or 3 */
    assert_int_equal(question_variants(questions, arena, item, 20, &again), OK);
    assert_string_equal(json_text(arena, &variants), json_text(arena, &again));
    /* what is published reads back as the same */
    struct tree back = tree_from(json_text(arena, &variants));
    assert_true(tree_same(&variants, &back));
}

static const char *rendered(const char *language, const char *numbers)
{
    struct tree settings =
        tree_from(arena_print(arena, "{\"numbers\":\"%s\"}", numbers));
    struct tree params = tree_from("{\"n\":2,\"big\":{\"$\":\"1234.5\"}}");
    struct tree out;

    if (question_render(questions, arena, item, &params, language, &settings,
                        &out) != OK)
        fail_msg("%s", json_text(arena, &out));
    return json_text(arena, &out);
}

static void each_reader_gets_the_language_and_numbers_due(void **state)
{
    (void)state;
    open_question();
    const char *vi = rendered("vi", "comma"), *en = rendered("en", "comma");
    assert_non_null(strstr(vi, "\"Tổng\""));
    assert_non_null(strstr(vi, "1234,5"));
    assert_non_null(strstr(rendered("vi", "point"), "1234.5"));
    assert_non_null(strstr(en, "\"Sum\""));
    assert_non_null(strstr(en, "2 times"));
    assert_null(strstr(en, "lần"));
    assert_string_equal(vi, rendered("vi", "comma"));
}

static void params_stand_in_text_and_never_in_an_address(void **state)
{
    (void)state;
    open_question();
    struct tree params = tree_from(
        "{\"n\":\"**x** <script> [a](javascript:b) {{big}}\",\"big\":1}");
    struct tree out;
    assert_int_equal(
        question_render(questions, arena, item, &params, "en", NULL, &out), OK);
    const char *text = json_text(arena, &out);
    /* one text, as it is: no strong, no link, nothing replaced in it */
    assert_non_null(strstr(text, "**x** <script> [a](javascript:b) {{big}}"));
    assert_null(strstr(text, "\"strong\""));
    assert_int_equal(
        question_render(questions, arena, item, &params, "vi", NULL, &out), OK);
    text = json_text(arena, &out);
    assert_null(strstr(text, "\"address\":\"javascript"));
    assert_null(strstr(text, "https://a.vn/**x**"));
}

static void a_param_that_is_not_there_is_an_error(void **state)
{
    struct tree params, out;

    (void)state;
    open_question();
    params = tree_from("{\"n\":1}");
    assert_int_equal(
        question_render(questions, arena, item, &params, "vi", NULL, &out),
        INVALID);
    assert_non_null(strstr(tree_text(&out, "message"), "{{big}}"));
}

/* ---- outcomes --------------------------------------------------------------
 */

static void parts_are_weighed(void **state)
{
    (void)state;
    open_question();
    struct tree out = graded(
        arena_print(arena, "{\"sum\":\"%s\",\"word\":\"k\"}", right_sum()),
        "comma");
    assert_true(tree_real(&out, "score", -1) == 1);
    out = graded(
        arena_print(arena, "{\"sum\":\"%s\",\"word\":\"x\"}", right_sum()),
        "comma");
    /* (3 * 1 + 1 * 0.333333) / 4, in millionths */
    assert_string_equal(part(&out, "word", "score"), "0.333333");
    assert_true(tree_real(&out, "score", -1) == 0.833333);
    assert_string_equal(part(&out, "word", "why"),
                        "{\"en\":\"Because\",\"vi\":\"Vì\"}");
    assert_string_equal(tree_text(&out, "package"), package->hash);
    assert_string_equal(tree_text(&out, "runtime"),
                        questions_runtime(questions));
}

static void what_is_blank_is_nought_and_asks_nobody(void **state)
{
    struct questions_figures before, after;

    (void)state;
    open_question();
    struct tree out = graded("{}", "comma");
    questions_count(questions, &before);
    out = graded("{\"note\":\"only a note\",\"word\":\"  \"}", "comma");
    assert_string_equal(tree_text(&out, "outcome"), "graded");
    assert_true(tree_real(&out, "score", -1) == 0);
    assert_string_equal(part(&out, "sum", "class"), "\"blank\"");
    assert_string_equal(part(&out, "word", "class"), "\"blank\"");
    questions_count(questions, &after);
    assert_int_equal(after.calls - before.calls, 1); /* parse alone */
}

static void what_cannot_be_understood_is_nought_for_its_part(void **state)
{
    (void)state;
    open_question();
    struct tree out = graded("{\"sum\":\"1.234\",\"word\":\"k\"}", "comma");
    assert_string_equal(tree_text(&out, "outcome"), "graded");
    assert_string_equal(part(&out, "sum", "class"), "\"invalid\"");
    assert_string_equal(part(&out, "word", "score"), "1.0");
    assert_true(tree_real(&out, "score", -1) == 0.25);
    out = graded("{\"sum\":\"1\",\"word\":\"bad\"}", "comma");
    assert_string_equal(part(&out, "word", "class"), "\"invalid\"");
    assert_string_equal(part(&out, "sum", "outcome"), "\"graded\"");
}

static void trouble_is_never_a_score(void **state)
{
    (void)state;
    open_question();
    struct tree out = graded(
        arena_print(arena, "{\"sum\":\"%s\",\"word\":\"crash\"}", right_sum()),
        "comma");
    assert_string_equal(tree_text(&out, "outcome"), "error");
    assert_null(tree_get(&out, "score"));
    assert_string_equal(part(&out, "sum", "outcome"), "\"error\"");
    assert_string_equal(part(&out, "sum", "score"), "nothing");
    assert_string_equal(tree_text(&out, "trouble"), "error");
    assert_non_null(strstr(tree_text(&out, "message"), "crashed"));
    assert_non_null(strstr(tree_text(&out, "trace"), "plugin.lua:"));
    /* a blank part is nought all the same, and that is no score of the whole */
    out = graded("{\"word\":\"crash\"}", "comma");
    assert_string_equal(part(&out, "sum", "class"), "\"blank\"");
    assert_string_equal(tree_text(&out, "outcome"), "error");
    assert_null(tree_get(&out, "score"));
}

static void who_needs_a_person_has_no_score_yet(void **state)
{
    (void)state;
    open_question();
    struct tree out = graded(
        arena_print(arena, "{\"sum\":\"%s\",\"word\":\"ask\"}", right_sum()),
        "comma");
    assert_string_equal(tree_text(&out, "outcome"), "needs_human");
    assert_null(tree_get(&out, "score"));
    assert_string_equal(part(&out, "sum", "score"), "1.0");
    assert_string_equal(part(&out, "word", "outcome"), "\"needs_human\"");
}

static void language_cannot_move_a_score(void **state)
{
    (void)state;
    open_question(); /* grade itself asserts that it gets no prompt */
    struct tree comma = graded("{\"sum\":\"2,5\",\"word\":\"k\"}", "comma");
    struct tree point = graded("{\"sum\":\"2.5\",\"word\":\"k\"}", "point");
    assert_true(
        tree_same(tree_get(&comma, "parts"), tree_get(&point, "parts")));
}

static void parse_says_what_was_understood(void **state)
{
    struct tree typed, out;

    (void)state;
    open_question();
    typed = tree_from("{\"sum\":\"12,5\",\"word\":\"x\",\"evil\":\"y\"}");
    assert_int_equal(question_parse(questions, arena, item,
                                    tree_get(&variants.items[0], "params"),
                                    &typed, NULL, &out),
                     OK);
    assert_string_equal(json_text(arena, tree_get(&out, "response")),
                        "{\"sum\":\"12.5\",\"word\":\"x\"}");
    assert_string_equal(
        tree_text(tree_get(tree_get(&out, "understood"), "sum"), "vi"),
        "hiểu là");
    assert_string_equal(json_text(arena, tree_get(&out, "blank")),
                        "[\"note\"]");
    typed = tree_from("{\"sum\":\"x\",\"word\":\"bad\"}");
    assert_int_equal(question_parse(questions, arena, item,
                                    tree_get(&variants.items[0], "params"),
                                    &typed, NULL, &out),
                     OK);
    assert_string_equal(json_text(arena, tree_get(&out, "invalid")),
                        "[\"sum\",\"word\"]");
}

static void the_model_is_typed_as_the_test_writes_numbers(void **state)
{
    struct tree params = tree_from("{}"), out;
    struct tree truth = tree_from("{\"sum\":{\"$\":\"1234.5\"}}");
    struct tree point = tree_from("{\"numbers\":\"point\"}");

    (void)state;
    open_question();
    assert_int_equal(
        question_model(questions, arena, item, &params, &truth, NULL, &out),
        OK);
    assert_string_equal(tree_text(&out, "sum"), "1234,5");
    assert_int_equal(
        question_model(questions, arena, item, &params, &truth, &point, &out),
        OK);
    assert_string_equal(tree_text(&out, "sum"), "1234.5");
}

/* ---- the cache and the processes -------------------------------------------
 */

static void the_same_question_is_asked_once(void **state)
{
    struct questions_figures before, after;

    (void)state;
    open_question();
    struct tree first = graded("{\"sum\":\"7\",\"word\":\"once\"}", "comma");
    questions_count(questions, &before);
    struct tree again = graded("{\"sum\":\" 7 \",\"word\":\"once\"}", "comma");
    struct tree third = graded("{\"sum\":\"7\",\"word\":\"once\"}", "comma");
    questions_count(questions, &after);
    assert_int_equal(after.calls, before.calls);
    assert_true(tree_same(&first, &third));
    assert_true(
        tree_same(tree_get(&first, "parts"), tree_get(&again, "parts")));
}

static void trouble_is_not_kept(void **state)
{
    struct questions_figures before, after;

    (void)state;
    open_question();
    graded("{\"sum\":\"1\",\"word\":\"crash\"}", "comma");
    questions_count(questions, &before);
    graded("{\"sum\":\"1\",\"word\":\"crash\"}", "comma");
    questions_count(questions, &after);
    assert_true(after.calls > before.calls);
}

static bool is_suspended(void)
{
    struct tree list;

    questions_suspended(questions, arena, &list);
    for (size_t i = 0; i < list.count; i++)
        if (!strcmp(tree_text(&list.items[i], "package"), package->hash))
            return true;
    return false;
}

static void three_kills_suspend_a_package_and_no_other(void **state)
{
    struct tree typed, out;

    (void)state;
    open_question();
    graded("{\"sum\":\"1\",\"word\":\"kept\"}", "comma");
    for (int i = 0; i < 3; i++) {
        assert_false(is_suspended());
        out =
            graded(arena_print(arena, "{\"sum\":\"%d\",\"word\":\"spin\"}", i),
                   "comma");
        assert_string_equal(tree_text(&out, "trouble"), "killed");
        assert_string_equal(tree_text(&out, "outcome"), "error");
    }
    assert_true(is_suspended());
    typed = tree_from("{\"sum\":\"1\",\"word\":\"new\"}");
    assert_int_equal(question_grade(questions, arena, item,
                                    tree_get(&variants.items[0], "params"),
                                    tree_get(&variants.items[0], "truth"),
                                    &typed, NULL, &out),
                     BUSY);
    assert_string_equal(tree_text(&out, "trouble"), "suspended");
    /* what was answered before still is, and others are not affected */
    out = graded("{\"sum\":\"1\",\"word\":\"kept\"}", "comma");
    assert_string_equal(tree_text(&out, "outcome"), "graded");
    struct package *other = package_in("plugins/single-choice");
    assert_int_equal(question_describe(questions, arena, other, &out), OK);
    questions_lift(questions, package->hash);
    assert_false(is_suspended());
    out = graded("{\"sum\":\"1\",\"word\":\"new\"}", "comma");
    assert_string_equal(tree_text(&out, "outcome"), "graded");
}

static struct questions *few;

static void *spin(void *arg)
{
    struct arena *mine = arena_new();
    struct tree_maker typed = tree_map(mine);
    struct tree out;

    tree_put(&typed, "sum", tree_of_text("1"));
    tree_put(&typed, "word", tree_of_text("spin"));
    struct tree done = tree_done(&typed);
    *(enum status *)arg = question_grade(
        few, mine, item, tree_get(&variants.items[0], "params"),
        tree_get(&variants.items[0], "truth"), &done, NULL, &out);
    arena_free(mine);
    return NULL;
}

static void who_gets_no_turn_is_told_so(void **state)
{
    const struct questions_options one = {.processes = 1, .turn_ms = 1};
    struct questions_figures figures = {0};
    struct tree out;
    enum status spun;
    pthread_t thread;

    (void)state;
    open_question();
    struct item *other = item_from(package, "{\"prompt\":\"another\"}");
    assert_int_equal(questions_open(&few, &one), OK);
    assert_int_equal(pthread_create(&thread, NULL, spin, &spun), 0);
    while (figures.calls < 4) { /* describe, inputs, parse; then grade */
        usleep(1000);
        questions_count(few, &figures);
    }
    assert_int_equal(question_inputs(few, arena, other,
                                     tree_get(&variants.items[0], "params"),
                                     &out),
                     BUSY);
    assert_string_equal(tree_text(&out, "trouble"), "busy");
    pthread_join(thread, NULL);
    assert_int_equal(spun, OK);
    arena_free(arena); /* before `few`: it holds answers */
    questions_close(few);
    arena = arena_new();
}

static void a_missing_host_is_known_at_the_start(void **state)
{
    const struct questions_options none = {.host = "/no/such/quizhost"};
    const struct questions_options other = {.host = "/bin/true"};
    struct questions *out;

    (void)state;
    assert_int_equal(questions_open(&out, &none), FAILED);
    assert_int_equal(questions_open(&out, &other), FAILED);
}

/* ---- items -----------------------------------------------------------------
 */

static void a_body_is_held_to_its_fields(void **state)
{
    static const struct {
        const char *body, *field;
    } bad[] = {
        {"{}", "prompt"},
        {"{\"prompt\":\" \"}", "prompt"},
        {"{\"prompt\":\"x\",\"evil\":\"y\"}", "evil"},
        {"{\"prompt\":\"x\",\"rate\":\"1,5\"}", "rate"},
        {"{\"prompt\":{\"fr\":\"x\"}}", "prompt.fr"},
        {"{\"prompt\":[\"x\",\"y\"]}", "prompt"},
    };

    (void)state;
    package = package_from(source);
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct tree loose = tree_from(bad[i].body), problems;
        struct item out;
        assert_int_equal(
            question_item(questions, arena, package, &loose, &out, &problems),
            INVALID);
        assert_string_equal(tree_text(&problems.items[0], "field"),
                            bad[i].field);
    }
}

static void a_checked_body_comes_out_the_same(void **state)
{
    (void)state;
    open_question();
    struct item *again = item_from(package, json_text(arena, item->body));
    assert_string_equal(again->hash, item->hash);
    assert_string_equal(json_text(arena, again->body),
                        json_text(arena, item->body));
    struct item *other =
        item_from(package, "{\"prompt\":\"x\",\"rate\":\"10.0\"}");
    assert_string_equal(json_text(arena, other->body),
                        "{\"key\":\"k\",\"prompt\":{\"vi\":\"x\"},"
                        "\"rate\":\"10\"}");
    assert_string_not_equal(other->hash, item->hash);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(variants_are_distinct_and_the_same_each_time),
        TEST(each_reader_gets_the_language_and_numbers_due),
        TEST(params_stand_in_text_and_never_in_an_address),
        TEST(a_param_that_is_not_there_is_an_error),
        TEST(parts_are_weighed),
        TEST(what_is_blank_is_nought_and_asks_nobody),
        TEST(what_cannot_be_understood_is_nought_for_its_part),
        TEST(trouble_is_never_a_score),
        TEST(who_needs_a_person_has_no_score_yet),
        TEST(language_cannot_move_a_score),
        TEST(parse_says_what_was_understood),
        TEST(the_model_is_typed_as_the_test_writes_numbers),
        TEST(the_same_question_is_asked_once),
        TEST(trouble_is_not_kept),
        TEST(three_kills_suspend_a_package_and_no_other),
        TEST(who_gets_no_turn_is_told_so),
        TEST(a_missing_host_is_known_at_the_start),
        TEST(a_body_is_held_to_its_fields),
        TEST(a_checked_body_comes_out_the_same),
    };
    return cmocka_run_group_tests(tests, world_open, world_close);
}
