#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#include "quiz/calls.h"
#include "quiz/gate.h"
#include "tests/quiz/world.h"

/* A question type in order; each test puts a flaw at its end. */
static const char whole[] =
    "local q = { api = 1, kind = 'question', id = 'vn.test.sum', version = "
    "'1',\n"
    "  title = { vi = 'Cộng', en = 'Sum' },\n"
    "  fields = { prompt = { type = 'markdown', required = true, translate = "
    "true },\n"
    "    add = { type = 'integer', secret = true, default = 3 } },\n"
    "  parts = { sum = { weight = 1 } } }\n"
    "function q.inputs()\n"
    "  return { sum = { type = 'integer', label = { vi = 'Tổng', en = 'Sum' } "
    "} }\n"
    "end\n"
    "function q.generate(item, rng)\n"
    "  local n = rng:integer(1, 1000)\n"
    "  return { n = n }, { sum = n + item.add }, 'n=' .. n\n"
    "end\n"
    "function q.render(item, params, ui)\n"
    "  return ui.group { ui.markdown(item.prompt, params), ui.number('sum') }\n"
    "end\n"
    "function q.grade(item, params, truth, response)\n"
    "  return { sum = { score = response.sum == truth.sum and 1 or 0 } }\n"
    "end\n"
    "function q.model(item, params, truth) return { sum = truth.sum } end\n"
    "function q.explain(item, params, truth, response, ui)\n"
    "  return ui.text { vi = 'Vậy.', en = 'So.' }\n"
    "end\n"
    "local item = { prompt = { vi = '{{n}} + ?', en = '{{n}} + ?' } }\n"
    "q.tests = { { name = 'wrong', item = item, response = { sum = '-1' }, "
    "expect = { sum = 0 } } }\n";

static struct tree gated(const char *flaw)
{
    struct package *package =
        package_from(arena_print(arena, "%s%s\nreturn q\n", whole, flaw));
    struct tree report;

    assert_int_equal(gate_package(questions, arena, package, &report), OK);
    assert_string_equal(tree_text(&report, "package"), package->hash);
    return report;
}

static bool finds(const struct tree *report, const char *level,
                  const char *words)
{
    const struct tree *findings = tree_get(report, "findings");

    for (size_t i = 0; i < findings->count; i++) {
        const struct tree *f = &findings->items[i];
        assert_non_null(tree_text(f, "vi"));
        assert_non_null(tree_text(f, "where"));
        if (!strcmp(tree_text(f, "level"), level) &&
            strstr(tree_text(f, "en"), words))
            return true;
    }
    return false;
}

static void what_is_in_order_passes(void **state)
{
    struct tree report = gated("");

    (void)state;
    if (!tree_truth(&report, "passed"))
        fail_msg("%s", json_text(arena, &report));
    assert_int_equal(tree_get(&report, "findings")->count, 0);
    assert_true(tree_integer(&report, "runs", 0) > 50);
    assert_string_equal(tree_text(&report, "runtime"),
                        questions_runtime(questions));
    const struct tree *test = &tree_get(&report, "tests")->items[0];
    assert_string_equal(tree_text(test, "name"), "wrong");
    assert_true(tree_truth(test, "passed"));
}

/* A flaw, and what the gate must say of it. */
static const struct flaw {
    const char *code, *words;
} flaws[] = {
    /* secrets */
    {"local was = q.generate\n"
     "function q.generate(item, rng) local p, t, n = was(item, rng)\n"
     "  p.hint = item.add return p, t, n end\n"
     "function q.render(item, params, ui) return ui.group { "
     "ui.markdown('{{hint}}', params), ui.number('sum') } end",
     "a candidate could see"},
    {"function q.generate(item, rng) local n = item.add % 2 == 0 and 1 or 2\n"
     "  return { n = n }, { sum = n + item.add }, '' end",
     "a candidate could see"},
    {"local was = q.generate\n"
     "function q.generate(item, rng) local p, t, n = was(item, rng)\n"
     "  p.most = item.add return p, t, n end\n"
     "function q.inputs(item, params) return { sum = { type = 'integer', max = "
     "2000 + (params.most or 0), label = { vi = 'a', en = 'a' } } } end",
     "a candidate could see"},
    /* marks */
    {"function q.model(item, params, truth) return { sum = truth.sum + 1 } end",
     "does not earn full marks"},
    {"function q.model() return {} end", "does not earn full marks"},
    {"function q.grade() return { sum = { score = 1 } } end",
     "Whatever is answered earns full marks"},
    {"function q.inputs() return { sum = { type = 'text', label = { vi = 'a', "
     "en = 'a' } } } end\n"
     "function q.render(i, p, ui) return ui.short('sum') end\n"
     "function q.model() return { sum = 'a' } end\n"
     "function q.grade() return { sum = { score = 1 } } end\n"
     "q.tests[1].expect = { sum = 1 }",
     "Whatever is answered earns full marks"},
    {"function q.inputs() return { sum = { type = 'integer', optional = true, "
     "label = { vi = 'a', en = 'a' } } } end\n"
     "q.parts = { sum = {}, gift = {} }\n"
     "function q.grade(i, p, t, r) return { sum = { score = r.sum == t.sum and "
     "1 or 0 }, gift = { score = 1 / 0 } } end",
     "a score is a number"},
    /* answers it cannot bear */
    {"local was = q.grade\n"
     "function q.grade(i, p, t, r) if r.sum > 1000000 then error('too much') "
     "end return was(i, p, t, r) end",
     "too much"},
    {"function q.parse(i, p, raw) if raw.sum < 0 then error('below') end "
     "return raw end",
     "below"},
    {"local was = q.explain\n"
     "function q.explain(i, p, t, r, ui) if not r.sum then error('blank!') "
     "end return was(i, p, t, r, ui) end",
     "blank!"},
    {"function q.explain(i, p, t, r, ui) return ui.number('sum') end",
     "no inputs here"},
    /* what is shown */
    {"function q.render(item, params, ui) return ui.markdown(item.prompt, "
     "params) end",
     "not rendered"},
    {"function q.render(item, params, ui) return ui.group { "
     "ui.number('sum'), ui.number('sum') } end",
     "rendered twice"},
    {"function q.inputs() return { sum = { type = 'integer' } } end",
     "'label' is missing"},
    /* words */
    {"function q.inputs() return { sum = { type = 'integer', label = { vi = "
     "'Tổng' } } } end",
     "one of the two languages only: inputs.sum: “Tổng”"},
    {"function q.render(item, params, ui) return ui.group { ui.text { en = "
     "'Add' }, ui.number('sum') } end",
     "one of the two languages only"},
    {"function q.explain(i, p, t, r, ui) return ui.text { vi = 'Vậy' } end",
     "one of the two languages only"},
    {"function q.grade(i, p, t, r) return { sum = { score = r.sum == t.sum and "
     "1 or 0, why = { vi = 'Vì' } } } end",
     "one of the two languages only: grade.sum"},
    {"q.title = { en = 'Sum' }", "one of the two languages only: title"},
    /* tests */
    {"q.tests = {}", "brings tests along"},
    {"q.tests[1].expect = { sum = 1 }", "Expected sum = 1; came 0"},
    {"q.tests[1].expect = { total = 0 }", "no such part"},
    {"q.tests[1].class = { sum = 'near' }", "of class near"},
    {"q.tests[1].expct = { sum = 0 }", "the word 'expct'"},
    {"q.tests[1].expect = nil", "none of them"},
    {"q.tests[1].variant = 0", "a variant 0"},
    {"q.tests[1].invalid = { 'sum' }", "invalid"},
    {"q.tests[1].outcome = 'needs_human'", "Expected"},
    {"q.tests[1].refused = { 'prompt' }", "accepted"},
    {"q.tests[1].item = {}", "prompt: This field is required"},
    /* the manifest */
    {"q.needs = { 'frame' }", "does not have 'frame'"},
    {"q.id = 'Sum'", "An id is"},
    /* limits */
    {"function q.explain() while true do end end", "limit reached"},
    {"function q.model() return { sum = ('x'):rep(1e9) } end",
     "limit reached: memory"},
};

static void every_flaw_is_found(void **state)
{
    unsigned missed = 0;

    (void)state;
    for (size_t i = 0; i < sizeof flaws / sizeof *flaws; i++) {
        struct tree report = gated(flaws[i].code);
        if (tree_truth(&report, "passed") ||
            !finds(&report, "error", flaws[i].words)) {
            missed++;
            print_error("%s\n  wanted: %s\n  came: %s\n", flaws[i].code,
                        flaws[i].words, json_text(arena, &report));
        }
    }
    assert_int_equal(missed, 0);
}

static void a_passing_test_says_so_for_what_is_refused(void **state)
{
    struct tree report =
        gated("q.check = function(i) if i.add < 0 then return { add = { vi = "
              "'âm', en = 'below 0' } } end end\n"
              "q.tests[2] = { item = { prompt = { vi = 'a', en = 'a' }, add = "
              "'-1' }, refused = { 'add' } }\n"
              "q.tests[3] = { item = item, response = { sum = 'x' }, invalid = "
              "{ 'sum' }, class = { sum = 'invalid' } }");

    (void)state;
    if (!tree_truth(&report, "passed"))
        fail_msg("%s", json_text(arena, &report));
    assert_string_equal(
        tree_text(&tree_get(&report, "tests")->items[1], "name"), "test 2");
}

static void an_item_in_one_language_is_a_warning(void **state)
{
    struct package *package =
        package_from(arena_print(arena, "%sreturn q\n", whole));
    struct item *item = item_from(package, "{\"prompt\":\"{{n}} + ?\"}");
    struct tree variants, report;

    (void)state;
    assert_int_equal(question_variants(questions, arena, item, 4, &variants),
                     OK);
    assert_int_equal(gate_item(questions, arena, item, &variants, &report), OK);
    assert_true(tree_truth(&report, "passed"));
    assert_true(finds(&report, "warning", "Vietnamese and English"));
}

static void an_item_its_type_cannot_show_is_refused(void **state)
{
    struct package *package =
        package_from(arena_print(arena, "%sreturn q\n", whole));
    struct item *item =
        item_from(package, "{\"prompt\":{\"vi\":\"{{m}}\",\"en\":\"{{n}}\"}}");
    struct tree variants, report;

    (void)state;
    assert_int_equal(question_variants(questions, arena, item, 4, &variants),
                     OK);
    assert_int_equal(gate_item(questions, arena, item, &variants, &report), OK);
    assert_false(tree_truth(&report, "passed"));
    assert_true(finds(&report, "error", "there is no param for {{m}}"));
}

/* No plugin is known that answers differently; so the record of the first
   answer is changed instead. */
static void another_answer_the_second_time_is_seen(void **state)
{
    struct package *package =
        package_from(arena_print(arena, "%sreturn q\n", whole));
    const struct step *differs;
    struct trail trail;
    struct questions *aside = questions_aside(questions, arena, &trail);
    struct tree manifest;

    (void)state;
    assert_int_equal(question_describe(aside, arena, package, &manifest), OK);
    assert_int_equal(trail.count, 1);
    assert_int_equal(trail_again(aside, &trail, &differs), OK);
    assert_null(differs);
    trail.steps[0].reply = "{}";
    assert_int_equal(trail_again(aside, &trail, &differs), OK);
    assert_ptr_equal(differs, &trail.steps[0]);
}

static void a_killed_process_ends_no_run_of_the_gate(void **state)
{
    struct tree report = gated("function q.model() return (''):rep(2^60 // 1 | "
                               "0) end");

    (void)state;
    assert_false(tree_truth(&report, "passed"));
    assert_true(finds(&report, "error", "killed"));
    assert_true(finds(&report, "error", "suspended"));
}

/* A film of the item, its captions pinned with it or not. */
static void a_film_without_captions_is_refused(void **state)
{
    struct package *package =
        package_from(arena_print(arena, "%sreturn q\n", whole));
    struct tree files = tree_from("{\"m/c.webm\":{\"digest\":\"d\"}}");
    struct item *item = item_from(
        package, "{\"prompt\":{\"vi\":\"{{n}}\\n\\n![Phim](m/c.webm)\","
                 "\"en\":\"{{n}}\\n\\n![Film](m/c.webm)\"}}");
    struct tree variants, report;

    (void)state;
    item->files = &files;
    assert_int_equal(question_variants(questions, arena, item, 4, &variants),
                     OK);
    assert_int_equal(gate_item(questions, arena, item, &variants, &report), OK);
    assert_false(tree_truth(&report, "passed"));
    assert_true(finds(&report, "error", "has no captions"));
    files = tree_from("{\"m/c.webm\":{\"digest\":\"d\"},"
                      "\"m/c.vi.vtt\":{\"digest\":\"e\"}}");
    assert_int_equal(gate_item(questions, arena, item, &variants, &report), OK);
    assert_false(finds(&report, "error", "has no captions"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_is_in_order_passes),
        TEST(every_flaw_is_found),
        TEST(a_passing_test_says_so_for_what_is_refused),
        TEST(an_item_in_one_language_is_a_warning),
        TEST(an_item_its_type_cannot_show_is_refused),
        TEST(a_film_without_captions_is_refused),
        TEST(another_answer_the_second_time_is_seen),
        TEST(a_killed_process_ends_no_run_of_the_gate),
    };
    return cmocka_run_group_tests(tests, world_open, world_close);
}
