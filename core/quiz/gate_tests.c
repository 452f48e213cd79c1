/* The tests that a package ships. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "quiz/gate_parts.h"
#include "quiz/views.h"
#include "json/json.h"

/* One test, and how it went. */
struct test {
    struct gate *gate;
    const struct package *package;
    const struct tree *said; /* as the package wrote it */
    const char *name;
    struct buf expected, came;
    const struct tree *outcome; /* for trace and log; NULL: none */
    bool failed;
};

static void add(struct buf *out, const char *text)
{
    if (out->length)
        buf_bytes(out, "; ", 2);
    buf_bytes(out, text, strlen(text));
    buf_bytes(out, "", 1);
    out->length--;
}

static void compare(struct test *test, bool good, const char *expected,
                    const char *came)
{
    add(&test->expected, expected);
    add(&test->came, came);
    test->failed = test->failed || !good;
}

/* ---- what it says ----------------------------------------------------------
 */

static const char *number_text(struct arena *arena, const struct tree *value)
{
    const char *decimal = tree_text(value, "$");

    return decimal ? decimal
           : value->kind == TREE_INTEGER
               ? arena_print(arena, "%lld", (long long)value->integer)
           : value->kind == TREE_REAL ? arena_print(arena, "%g", value->real)
                                      : NULL;
}

/* What was typed, with the numbers of a test as text. An empty table in Lua
   has no kind: here nothing was chosen. */
static struct tree typed_of(struct arena *arena, const struct tree *response)
{
    struct tree_maker typed = tree_map(arena);

    for (size_t i = 0;
         response && response->kind == TREE_MAP && i < response->count; i++) {
        const struct tree *value = &response->items[i];
        const char *number = number_text(arena, value);
        bool empty = value->kind == TREE_MAP && !value->count;
        tree_put(&typed, response->names[i],
                 number  ? tree_of_text(number)
                 : empty ? (struct tree){.kind = TREE_LIST}
                         : *value);
    }
    return tree_done(&typed);
}

static bool knows_words(struct test *test)
{
    static const char *const words[] = {
        "name",   "item",  "variant", "response", "numbers",
        "expect", "class", "invalid", "outcome",  "refused"};
    bool expects = false;

    for (size_t i = 0; i < test->said->count; i++) {
        size_t k = 0;
        while (k < sizeof words / sizeof *words &&
               strcmp(words[k], test->said->names[i]) != 0)
            k++;
        if (k == sizeof words / sizeof *words) {
            compare(test, false, "a test without unknown words",
                    arena_print(test->gate->arena, "the word '%s'",
                                test->said->names[i]));
            return false;
        }
        expects = expects || k >= 5;
    }
    if (!expects)
        compare(test, false,
                "expect, class, invalid, outcome or refused to stand in it",
                "none of them");
    return expects;
}

/* ---- the item --------------------------------------------------------------
 */

static bool names_field(const struct tree *problems, const char *field)
{
    for (size_t i = 0; i < problems->count; i++) {
        const char *name = tree_text(&problems->items[i], "field");
        if (name && !strcmp(name, field))
            return true;
    }
    return false;
}

static const char *problems_text(struct arena *arena,
                                 const struct tree *problems)
{
    struct buf out = {.arena = arena};

    for (size_t i = 0; i < problems->count; i++)
        add(&out, arena_print(arena, "%s: %s",
                              tree_text(&problems->items[i], "field"),
                              tree_text(&problems->items[i], "en")));
    return out.data ? out.data : "nothing";
}

/* True: it is an item, and the test goes on. */
static bool take_item(struct test *test, struct item *item)
{
    struct arena *arena = test->gate->arena;
    const struct tree *refused = tree_get(test->said, "refused");
    struct tree *problems = arena_make(arena, struct tree);
    enum status status =
        question_item(test->gate->questions, arena, test->package,
                      tree_get(test->said, "item"), item, problems);

    if (status == BUSY || status == FAILED) {
        gate_stop(test->gate, status, problems);
        return false;
    }
    if (status == INVALID && tree_get(problems, "trouble")) {
        test->outcome = problems;
        compare(test, false, "an item",
                arena_print(arena, "%s: %s", tree_text(problems, "trouble"),
                            tree_text(problems, "message")));
        return false;
    }
    if (status == INVALID && !refused) {
        compare(test, false, "an item that is in order",
                problems_text(arena, problems));
        return false;
    }
    for (size_t i = 0; refused && i < refused->count; i++) {
        const char *field = refused->items[i].text;
        compare(
            test, field && status == INVALID && names_field(problems, field),
            arena_print(arena, "refused: %s", field ? field : "?"),
            status == INVALID ? problems_text(arena, problems) : "accepted");
    }
    return status == OK && !refused;
}

static bool take_variant(struct test *test, const struct item *item,
                         const struct tree **variant)
{
    struct arena *arena = test->gate->arena;
    int64_t number = tree_integer(test->said, "variant", 1);
    struct tree *variants = arena_make(arena, struct tree);
    enum status status = INVALID;

    *variant = NULL;
    if (number >= 1 && number <= 100)
        status = question_variants(test->gate->questions, arena, item,
                                   (unsigned)number, variants);
    if (status == BUSY || status == FAILED) {
        gate_stop(test->gate, status, variants);
        return false;
    }
    for (size_t i = 0; status == OK && i < variants->count; i++)
        if (tree_integer(&variants->items[i], "number", 0) == number)
            *variant = &variants->items[i];
    if (status == INVALID)
        test->outcome = variants;
    const char *message = tree_text(variants, "message");
    if (!*variant)
        compare(test, false,
                arena_print(arena, "a variant %lld", (long long)number),
                message ? message : "none of this number, or one noted before");
    return *variant;
}

/* ---- what came -------------------------------------------------------------
 */

static const char *part_text(struct arena *arena, const struct tree *part)
{
    const char *outcome = tree_text(part, "outcome");
    const char *class = tree_text(part, "class");

    if (!outcome)
        return "no such part";
    if (strcmp(outcome, "graded") != 0)
        return outcome;
    return arena_print(arena, "%g%s%s", tree_real(part, "score", NAN),
                       class ? ", class " : "", class ? class : "");
}

static void compare_parts(struct test *test)
{
    struct arena *arena = test->gate->arena;
    const struct tree *parts = tree_get(test->outcome, "parts");
    const struct tree *expect = tree_get(test->said, "expect");
    const struct tree *class = tree_get(test->said, "class");

    for (size_t i = 0; expect && i < expect->count; i++) {
        const struct tree *part =
            expect->names ? tree_get(parts, expect->names[i]) : NULL;
        const char *want = number_text(arena, &expect->items[i]);
        double score = want ? strtod(want, NULL) : NAN;
        compare(test,
                part && fabs(tree_real(part, "score", NAN) - score) < 1e-6,
                arena_print(arena, "%s = %s",
                            expect->names ? expect->names[i] : "?",
                            want ? want : "no number"),
                part_text(arena, part));
    }
    for (size_t i = 0; class && class->names && i < class->count; i++) {
        const struct tree *part = tree_get(parts, class->names[i]);
        const char *want = class->items[i].text,
                   *got = tree_text(part, "class");
        compare(test, want && got && !strcmp(want, got),
                arena_print(arena, "%s of class %s", class->names[i],
                            want ? want : "?"),
                part_text(arena, part));
    }
}

static bool lists(const struct tree *list, const char *name)
{
    for (size_t i = 0; list && name && i < list->count; i++)
        if (list->items[i].text && !strcmp(list->items[i].text, name))
            return true;
    return false;
}

static void compare_invalid(struct test *test, const struct tree *parsed)
{
    struct arena *arena = test->gate->arena;
    const struct tree *want = tree_get(test->said, "invalid");
    const struct tree *came = tree_get(parsed, "invalid");
    bool good = came && want->count == came->count;

    for (size_t i = 0; i < want->count; i++)
        good = good && lists(came, want->items[i].text);
    compare(test, good,
            arena_print(arena, "invalid: %s", json_text(arena, want)),
            arena_print(arena, "invalid: %s",
                        came ? json_text(arena, came) : "nothing"));
}

static void compare_all(struct test *test, const struct tree *parsed)
{
    const char *outcome = tree_text(test->said, "outcome");
    const char *came = tree_text(test->outcome, "outcome");
    const char *trouble = tree_text(test->outcome, "trouble");

    compare_parts(test);
    if (tree_get(test->said, "invalid"))
        compare_invalid(test, parsed);
    if (outcome)
        compare(test, came && !strcmp(outcome, came), outcome,
                came ? came : "nothing");
    if (trouble && test->failed)
        add(&test->came, arena_print(test->gate->arena, "%s: %s", trouble,
                                     tree_text(test->outcome, "message")));
}

static void answer(struct test *test, const struct item *item)
{
    struct gate *gate = test->gate;
    const struct tree *variant;
    const char *numbers = tree_text(test->said, "numbers");
    struct tree_maker settings = tree_map(gate->arena);
    struct tree *outcome = arena_make(gate->arena, struct tree);
    struct tree typed = typed_of(gate->arena, tree_get(test->said, "response"));
    struct tree parsed = {.kind = TREE_NOTHING};

    if (!take_variant(test, item, &variant))
        return;
    tree_put(&settings, "numbers", tree_of_text(numbers ? numbers : "comma"));
    struct tree set = tree_done(&settings);
    enum status status = question_grade(
        gate->questions, gate->arena, item, tree_get(variant, "params"),
        tree_get(variant, "truth"), &typed, &set, outcome);
    if (status == OK)
        status =
            question_parse(gate->questions, gate->arena, item,
                           tree_get(variant, "params"), &typed, &set, &parsed);
    if (status == BUSY || status == FAILED) {
        gate_stop(gate, status,
                  parsed.kind == TREE_NOTHING ? outcome : &parsed);
        return;
    }
    test->outcome = outcome;
    compare_all(test, &parsed);
}

/* ---- all of them -----------------------------------------------------------
 */

static void put_result(struct test *test)
{
    static const char *const kept[] = {"trace", "log"};
    struct tree_maker result = tree_map(test->gate->arena);

    tree_put(&result, "name", tree_of_text(test->name));
    tree_put(&result, "passed", tree_of_truth(!test->failed));
    if (test->failed) {
        tree_put(&result, "expected", tree_of_text(test->expected.data));
        tree_put(&result, "came", tree_of_text(test->came.data));
    }
    for (int i = 0; i < 2; i++) {
        const struct tree *value = tree_get(test->outcome, kept[i]);
        if (value)
            tree_put(&result, kept[i], *value);
    }
    tree_add(&test->gate->tests, tree_done(&result));
    if (test->failed)
        gate_error(test->gate,
                   arena_print(test->gate->arena, "test “%s”", test->name),
                   arena_print(test->gate->arena, "Cần: %s. Đã ra: %s.",
                               test->expected.data, test->came.data),
                   arena_print(test->gate->arena, "Expected %s; came %s.",
                               test->expected.data, test->came.data));
}

static bool is_new(const struct item *items, size_t count, const char *hash)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(items[i].hash, hash))
            return false;
    return true;
}

static enum status read_tests(struct gate *gate, const struct package *package,
                              struct tree *tests)
{
    struct tree_maker ask = tree_map(gate->arena);
    struct tree reply;

    tree_put(&ask, "verb", tree_of_text("tests"));
    enum status status =
        call_plugin(gate->questions, gate->arena, package, &ask, &reply);
    *tests = status == OK ? *tree_get(&reply, "tests") : reply;
    return status;
}

size_t gate_try_tests(struct gate *gate, const struct package *package,
                      struct item *items, size_t room)
{
    struct tree *tests = arena_make(gate->arena, struct tree);
    size_t count = 0;

    gate->trail.place = "tests";
    if (!gate_answered(gate, "tests", read_tests(gate, package, tests), tests))
        return 0;
    for (size_t i = 0; i < tests->count && gate->status == OK; i++) {
        struct test test = {.gate = gate,
                            .package = package,
                            .said = &tests->items[i],
                            .expected = {.arena = gate->arena},
                            .came = {.arena = gate->arena}};
        struct item item;
        const char *name = tree_text(test.said, "name");
        test.name = name ? name : arena_print(gate->arena, "test %zu", i + 1);
        gate->trail.place = test.name;
        if (test.said->kind != TREE_MAP)
            compare(&test, false, "a table", "something else");
        else if (knows_words(&test) && take_item(&test, &item)) {
            answer(&test, &item);
            if (count < room && is_new(items, count, item.hash))
                items[count++] = item;
        }
        if (gate->status == OK)
            put_result(&test);
    }
    return count;
}
