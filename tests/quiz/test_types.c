/* How the shipped question types grade, beyond the tests they bring. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "tests/quiz/world.h"

struct line {
    const char *typed; /* of the input "answer": text, or a JSON list */
    double score;      /* NAN: needs a person */
    const char *class;
};

static unsigned missed; /* in this test */

static struct tree grade(const struct item *item, const char *typed,
                         const char *numbers)
{
    struct tree_maker map = tree_map(arena);
    struct tree variants, out;
    struct tree settings =
        tree_from(arena_print(arena, "{\"numbers\":\"%s\"}", numbers));

    tree_put(&map, "answer",
             *typed == '[' ? tree_from(typed) : tree_of_text(typed));
    struct tree answer = tree_done(&map);
    assert_int_equal(question_variants(questions, arena, item, 1, &variants),
                     OK);
    assert_int_equal(question_grade(questions, arena, item,
                                    tree_get(&variants.items[0], "params"),
                                    tree_get(&variants.items[0], "truth"),
                                    &answer, &settings, &out),
                     OK);
    return out;
}

static void assert_grades(const char *type, const char *body,
                          const char *numbers, const struct line *lines,
                          size_t count)
{
    struct package *package =
        package_in(arena_print(arena, "plugins/%s", type));
    struct item *item = item_from(package, body);

    missed = 0;
    for (size_t i = 0; i < count; i++) {
        struct tree out = grade(item, lines[i].typed, numbers);
        const struct tree *part = tree_get(tree_get(&out, "parts"), "answer");
        const char *class = tree_text(part, "class");
        bool right =
            isnan(lines[i].score)
                ? !strcmp(tree_text(&out, "outcome"), "needs_human")
                : fabs(tree_real(&out, "score", -1) - lines[i].score) < 1e-6;
        if (right &&
            (!lines[i].class || (class && !strcmp(class, lines[i].class))))
            continue;
        missed++;
        print_error("%s of \"%s\": %s\n", type, lines[i].typed,
                    json_text(arena, &out));
    }
    assert_int_equal(missed, 0);
}

#define GRADES(type, body, numbers, ...)                                       \
    do {                                                                       \
        static const struct line lines_[] = {__VA_ARGS__};                     \
        assert_grades(type, body, numbers, lines_,                             \
                      sizeof lines_ / sizeof *lines_);                         \
    } while (0)

/* ---- choices ---------------------------------------------------------------
 */

static void single_choice_is_right_or_says_what_was_chosen(void **state)
{
    (void)state;
    GRADES("single-choice",
           "{\"prompt\":\"?\",\"option\":[{\"id\":\"a\",\"text\":\"1\"},"
           "{\"id\":\"b\",\"text\":\"2\",\"right\":\"true\"},"
           "{\"id\":\"c\",\"text\":\"3\"}]}",
           "comma", {"b", 1, "right"}, {" b ", 1, "right"}, {"a", 0, "chose-a"},
           {"c", 0, "chose-c"}, {"B", 0, "invalid"}, {"", 0, "blank"},
           {"[\"b\"]", 0, "invalid"});
}

/* What was chosen is an id, so neither the order of options in the item nor
   the one they are shown in moves a score. */
static void order_of_options_moves_no_score(void **state)
{
    static const char *const orders[] = {
        "{\"id\":\"a\",\"text\":\"1\"},{\"id\":\"b\",\"text\":\"2\","
        "\"right\":\"true\"}",
        "{\"id\":\"b\",\"text\":\"2\",\"right\":\"true\"},{\"id\":\"a\","
        "\"text\":\"1\"}"};

    (void)state;
    for (int i = 0; i < 2; i++)
        GRADES(
            "single-choice",
            arena_print(arena, "{\"prompt\":\"?\",\"option\":[%s]}", orders[i]),
            "comma", {"b", 1, "right"}, {"a", 0, "chose-a"});
}

static const char four[] =
    "\"option\":[{\"id\":\"a\",\"text\":\"1\",\"right\":\"true\"},"
    "{\"id\":\"b\",\"text\":\"2\",\"right\":\"true\"},"
    "{\"id\":\"c\",\"text\":\"3\",\"right\":\"true\"},"
    "{\"id\":\"d\",\"text\":\"4\"},{\"id\":\"e\",\"text\":\"5\"}]";

static void multiple_choice_takes_wrong_ones_from_right_ones(void **state)
{
    (void)state;
    GRADES("multiple-choice", arena_print(arena, "{\"prompt\":\"?\",%s}", four),
           "comma", {"[\"a\",\"b\",\"c\"]", 1, "right"},
           {"[\"c\",\"a\",\"b\",\"a\"]", 1, "right"},
           {"[\"a\",\"b\"]", 2 / 3.0, "incomplete"},
           {"a", 1 / 3.0, "incomplete"},
           {"[\"a\",\"b\",\"c\",\"d\"]", 2 / 3.0, "too-many"},
           {"[\"a\",\"b\",\"d\"]", 1 / 3.0, "mixed"},
           {"[\"a\",\"d\"]", 0, "mixed"}, {"[\"a\",\"d\",\"e\"]", 0, "mixed"},
           {"[\"d\",\"e\"]", 0, "wrong"},
           {"[\"a\",\"b\",\"c\",\"d\",\"e\"]", 1 / 3.0, "too-many"},
           {"[\"a\",\"z\"]", 0, "invalid"}, {"[]", 0, "blank"},
           {"[\"\"]", 0, "blank"});
}

static void multiple_choice_may_be_all_or_nothing(void **state)
{
    (void)state;
    GRADES("multiple-choice",
           arena_print(arena, "{\"prompt\":\"?\",%s,\"credit\":\"all\"}", four),
           "comma", {"[\"a\",\"b\",\"c\"]", 1, "right"},
           {"[\"a\",\"b\"]", 0, "incomplete"},
           {"[\"a\",\"b\",\"c\",\"d\"]", 0, "too-many"});
}

/* ---- numbers ---------------------------------------------------------------
 */

static void a_number_is_right_however_it_is_written(void **state)
{
    const char *body = "{\"prompt\":\"?\",\"answer\":\"1234.5\"}";

    (void)state;
    GRADES("numeric", body, "comma", {"1234,5", 1, "right"},
           {"1.234,5", 1, "right"}, {"1 234,5", 1, "right"},
           {"1234.5", 1, "right"}, {"1,234.5", 1, "right"},
           {"+1234,50", 1, "right"}, {"-1234,5", 0, "wrong"},
           {"1234,5 %", 0, "invalid"}, {"1.234", 0, "invalid"},
           {"1234,51", 0, "wrong"});
    GRADES("numeric", body, "point", {"1,234.5", 1, "right"},
           {"1234.5", 1, "right"}, {"1,234", 0, "invalid"});
}

static void tolerance_is_exact_at_its_edges(void **state)
{
    (void)state;
    GRADES("numeric",
           "{\"prompt\":\"?\",\"answer\":\"0.3\",\"tolerance\":\"0.1\"}",
           "comma", {"0,3", 1, "right"}, {"0,2", 1, "right"},
           {"0,4", 1, "right"}, {"0,19999999999999999", 0, "wrong"},
           {"0,40000000000000001", 0, "wrong"});
}

static void rounding_is_as_the_item_says(void **state)
{
    (void)state;
    GRADES("numeric",
           "{\"prompt\":\"?\",\"formula\":\"200 / 3\",\"decimals\":\"2\"}",
           "comma", {"66,67", 1, "right"}, {"66,66", 0, "rounding"},
           {"66,666666666666666666666666666667", 1, "right"},
           {"67", 0, "rounding"}, {"66,7", 0, "rounding"}, {"66", 0, "wrong"},
           {"-66,67", 0, "wrong"});
}

static void known_mistakes_have_their_class_unless_they_are_right(void **state)
{
    (void)state;
    GRADES("numeric",
           "{\"prompt\":\"?\",\"answer\":\"110\",\"mistake\":["
           "{\"formula\":\"100\",\"class\":\"forgot-tax\"},"
           "{\"formula\":\"55 * 2\",\"class\":\"never\"},"
           "{\"formula\":\"100 * (1 + 10)\",\"class\":\"percent\"}]}",
           "comma", {"110", 1, "right"}, {"100", 0, "forgot-tax"},
           {"1100", 0, "percent"}, {"109", 0, "wrong"});
}

/* It holds for the least and the greatest number and overflows between. Whoever
   answers wrongly must not wait for ever for a score. */
static void a_mistake_without_a_value_is_nobodys(void **state)
{
    (void)state;
    GRADES("numeric",
           "{\"prompt\":\"?\",\"formula\":\"7\",\"vary\":{\"name\":\"n\","
           "\"min\":\"0\",\"max\":\"90000\"},\"mistake\":["
           "{\"formula\":\"n * (90000 - n) * n * (90000 - n) * n * (90000 - n)"
           " * n * (90000 - n) * n * (90000 - n) * n * (90000 - n)\","
           "\"class\":\"odd\"},{\"formula\":\"8\",\"class\":\"eight\"}]}",
           "comma", {"7", 1, "right"}, {"8", 0, "eight"}, {"9", 0, "wrong"});
}

static void each_variant_has_its_own_numbers(void **state)
{
    struct package *package = package_in("plugins/numeric");
    struct item *item = item_from(
        package, "{\"prompt\":\"{{n}} * {{m}}?\",\"formula\":\"n * m\","
                 "\"vary\":[{\"name\":\"n\",\"min\":\"2\",\"max\":\"40\"},"
                 "{\"name\":\"m\",\"min\":\"0.5\",\"max\":\"2\",\"step\":"
                 "\"0.25\"}]}");
    struct tree variants;

    (void)state;
    assert_int_equal(question_variants(questions, arena, item, 6, &variants),
                     OK);
    assert_true(variants.count >= 4);
    for (size_t i = 0; i < variants.count; i++) {
        const struct tree *params = tree_get(&variants.items[i], "params");
        const struct tree *truth = tree_get(&variants.items[i], "truth");
        const struct tree *m = tree_get(params, "m");
        double by = m->kind == TREE_INTEGER ? (double)m->integer
                                            : strtod(tree_text(m, "$"), NULL);
        double n = (double)tree_integer(params, "n", -1);
        const struct tree *value = tree_get(truth, "value");
        assert_true(n >= 2 && n <= 40 && by >= 0.5 && by <= 2);
        assert_true(fabs(strtod(tree_text(value, "$"), NULL) - n * by) < 1e-9);
    }
}

/* ---- words -----------------------------------------------------------------
 */

static void short_text_folds_what_people_write_differently(void **state)
{
    (void)state;
    GRADES("short-text",
           "{\"prompt\":\"?\",\"accept\":[{\"text\":\"Thủ tướng Hoà Đình\"},"
           "{\"text\":\"Hoà\",\"score\":\"0.5\"}]}",
           "comma", {"Thủ tướng Hoà Đình", 1, "right"},
           {"thu tuong hoa dinh", 1, "right"},
           {"THỦ TƯỚNG HÒA ĐÌNH", 1, "right"},
           {"  Thu\u0309  tu\u031bo\u031b\u0301ng Ho\u0300a \u0110i\u0300nh ",
            1, "right"},
           {"thủ tướng hòa ðình", 1, "right"},
           {"Thu\u00a0tuong\u200b hoa dinh", 1, "right"},
           {"ｔｈｕ tuong hoa dinh", 1, "right"}, {"hoa", 0.5, "partly"},
           {"thủ tướng hoà đinh x", 0, "wrong"},
           {"thutuonghoadinh", 0, "wrong"}, {"", 0, "blank"});
}

static void with_marks_only_case_and_place_of_tone_are_free(void **state)
{
    (void)state;
    GRADES("short-text",
           "{\"prompt\":\"?\",\"accept\":[{\"text\":\"Hoà, Thuỷ (*Đỏ*) "
           "khoẻ\"}],\"compare\":\"marks\"}",
           "comma", {"Hoà, Thuỷ (*Đỏ*) khoẻ", 1, "right"},
           {"HÒA, THỦY (*ĐỎ*) KHỎE", 1, "right"},
           {"hòa, thủy (*đỏ*) khỏe", 1, "right"},
           {"Ho\u0300a, thủy (*ðỏ*)\u00a0khỏe", 1, "right"},
           {"hoa, thuỷ (*đỏ*) khoẻ", 0, "wrong"},
           {"hoá, thuỷ (*đỏ*) khoẻ", 0, "wrong"},
           {"hoà, thuỷ (*do*) khoẻ", 0, "wrong"},
           {"hoà, thuỷ (đỏ) khoẻ", 0, "wrong"});
}

static void exactly_is_exactly_but_for_the_ends(void **state)
{
    (void)state;
    GRADES("short-text",
           "{\"prompt\":\"?\",\"accept\":[{\"text\":\"vi-VN.UTF-8\"}],"
           "\"compare\":\"exact\"}",
           "comma", {" vi-VN.UTF-8 ", 1, "right"}, {"vi-vn.utf-8", 0, "wrong"},
           {"vi-VN_UTF-8", 0, "wrong"});
}

static void patterns_match_the_whole_answer_within_limits(void **state)
{
    char many[60];

    (void)state;
    GRADES("short-text",
           "{\"prompt\":\"?\",\"accept\":[{\"text\":\"a1\"},{\"pattern\":"
           "\"[a-d]\\\\d+|mot(?: hai)?\",\"score\":\"0.75\"}]}",
           "comma", {"a1", 1, "right"}, {"B22", 0.75, "partly"},
           {"Một hai", 0.75, "partly"}, {"mot hai ba", 0, "wrong"},
           {"e1", 0, "wrong"}, {"a1\nb", 0, "wrong"});
    memset(many, 'a', sizeof many - 2);
    memcpy(many + sizeof many - 2, "b", 2);
    const struct line lines[] = {
        {many, NAN, NULL}, {"aaa", 1, "right"}, {"ok", 1, "right"}};
    assert_grades("short-text",
                  "{\"prompt\":\"?\",\"accept\":[{\"text\":\"ok\"},"
                  "{\"pattern\":\"^(a+)+$\"}]}",
                  "comma", lines, 3);
}

static void what_an_author_got_wrong_is_refused(void **state)
{
    static const struct {
        const char *type, *body, *field;
    } bad[] = {
        {"single-choice",
         "{\"prompt\":\"?\",\"option\":[{\"id\":\"a\",\"text\":\"1\"},"
         "{\"id\":\"b\",\"text\":\"2\"}]}",
         "option"},
        {"single-choice",
         "{\"prompt\":\"?\",\"option\":[{\"id\":\"a\",\"text\":\"1\","
         "\"right\":\"true\"},{\"id\":\"a\",\"text\":\"2\"}]}",
         "option"},
        {"single-choice",
         "{\"prompt\":\"?\",\"option\":[{\"id\":\"a\",\"text\":\"1\","
         "\"right\":\"true\"}]}",
         "option"},
        {"multiple-choice",
         "{\"prompt\":\"?\",\"option\":[{\"id\":\"a\",\"text\":\"1\"},"
         "{\"id\":\"b\",\"text\":\"2\"}]}",
         "option"},
        {"numeric", "{\"prompt\":\"?\"}", "answer"},
        {"numeric", "{\"prompt\":\"?\",\"answer\":\"1\",\"formula\":\"1\"}",
         "answer"},
        {"numeric", "{\"prompt\":\"?\",\"formula\":\"n + \"}", "formula"},
        {"numeric",
         "{\"prompt\":\"?\",\"formula\":\"1 / n\",\"vary\":{\"name\":\"n\","
         "\"min\":\"0\",\"max\":\"3\"}}",
         "formula"},
        {"numeric",
         "{\"prompt\":\"?\",\"formula\":\"n\",\"vary\":{\"name\":\"n\","
         "\"min\":\"5\",\"max\":\"3\"}}",
         "vary"},
        {"short-text", "{\"prompt\":\"?\",\"accept\":{\"pattern\":\"a\"}}",
         "accept"},
        {"short-text",
         "{\"prompt\":\"?\",\"accept\":[{\"text\":\"a\"},{\"pattern\":\"(\"}]}",
         "accept[2].pattern"},
        {"short-text",
         "{\"prompt\":\"?\",\"accept\":[{\"text\":\"a\"},{\"pattern\":"
         "\"(*LIMIT_MATCH=9)a\"}]}",
         "accept[2].pattern"},
        {"short-text",
         "{\"prompt\":\"?\",\"accept\":[{\"text\":\"a\"},{\"pattern\":"
         "\"bịa đặt(s)?\"}]}",
         "accept[2].pattern"},
    };

    (void)state;
    missed = 0;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct package *package =
            package_in(arena_print(arena, "plugins/%s", bad[i].type));
        struct tree loose = tree_from(bad[i].body), problems;
        struct item out;
        enum status status =
            question_item(questions, arena, package, &loose, &out, &problems);
        if (status != INVALID || tree_get(&problems, "trouble") ||
            strcmp(tree_text(&problems.items[0], "field"), bad[i].field) != 0) {
            missed++;
            print_error("%s: %s\n  came: %s\n", bad[i].type, bad[i].body,
                        status == OK ? "accepted"
                                     : json_text(arena, &problems));
        }
    }
    assert_int_equal(missed, 0);
}

/* Every input carries words of both languages, and every shipped type speaks
   of itself in both. */
static void inputs_are_labelled_in_both_languages(void **state)
{
    static const char *const types[][2] = {
        {"single-choice",
         "{\"prompt\":\"?\",\"option\":[{\"id\":\"a\",\"text\":\"1\"},"
         "{\"id\":\"b\",\"text\":\"2\",\"right\":\"true\"}]}"},
        {"multiple-choice",
         "{\"prompt\":\"?\",\"option\":[{\"id\":\"a\",\"text\":\"1\"},"
         "{\"id\":\"b\",\"text\":\"2\",\"right\":\"true\"}]}"},
        {"numeric", "{\"prompt\":\"?\",\"answer\":\"1\"}"},
        {"short-text", "{\"prompt\":\"?\",\"accept\":{\"text\":\"a\"}}"},
    };

    (void)state;
    for (size_t i = 0; i < 4; i++) {
        struct package *package =
            package_in(arena_print(arena, "plugins/%s", types[i][0]));
        struct item *item = item_from(package, types[i][1]);
        struct tree params = {.kind = TREE_MAP}, out, vi, en;
        assert_int_equal(question_inputs(questions, arena, item, &params, &out),
                         OK);
        const struct tree *label =
            tree_get(tree_get(tree_get(&out, "inputs"), "answer"), "label");
        assert_non_null(tree_text(label, "vi"));
        assert_non_null(tree_text(label, "en"));
        assert_int_equal(
            question_render(questions, arena, item, &params, "vi", NULL, &vi),
            OK);
        assert_int_equal(
            question_render(questions, arena, item, &params, "en", NULL, &en),
            OK);
        assert_non_null(strstr(json_text(arena, &vi), tree_text(label, "vi")));
        assert_non_null(strstr(json_text(arena, &en), tree_text(label, "en")));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(single_choice_is_right_or_says_what_was_chosen),
        TEST(order_of_options_moves_no_score),
        TEST(multiple_choice_takes_wrong_ones_from_right_ones),
        TEST(multiple_choice_may_be_all_or_nothing),
        TEST(a_number_is_right_however_it_is_written),
        TEST(tolerance_is_exact_at_its_edges),
        TEST(rounding_is_as_the_item_says),
        TEST(known_mistakes_have_their_class_unless_they_are_right),
        TEST(a_mistake_without_a_value_is_nobodys),
        TEST(each_variant_has_its_own_numbers),
        TEST(short_text_folds_what_people_write_differently),
        TEST(with_marks_only_case_and_place_of_tone_are_free),
        TEST(exactly_is_exactly_but_for_the_ends),
        TEST(patterns_match_the_whole_answer_within_limits),
        TEST(what_an_author_got_wrong_is_refused),
        TEST(inputs_are_labelled_in_both_languages),
    };
    return cmocka_run_group_tests(tests, world_open, world_close);
}
