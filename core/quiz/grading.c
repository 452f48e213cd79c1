/* What was typed, understood and graded: question_parse, question_grade. */
#include <math.h>
#include <string.h>

#include "quiz/inputs.h"
#include "quiz/questions.h"
#include "quiz/views.h"

/* ---- understanding ---------------------------------------------------------
 */

static struct tree names_of(struct arena *arena, const struct tree *map)
{
    struct tree_maker names = tree_list(arena);

    for (size_t i = 0; i < map->count; i++)
        tree_add(&names, tree_of_text(map->names[i]));
    return tree_done(&names);
}

/* An answer on its way: what the core and then the plugin understood. */
struct answer {
    struct questions *questions;
    struct arena *arena;
    const struct item *item;
    const struct tree *params, *truth;
    const char *numbers;
    const struct tree *inputs, *parts; /* declared */
    struct checked checked;
    struct tree response;   /* as the plugin gets it: decimals marked */
    struct tree problems;   /* the core's and the plugin's */
    struct tree understood; /* MAP, may be empty */
    bool doubt;             /* the plugin could not decide what it means */
};

static enum status begin(struct answer *answer, const struct tree *typed,
                         struct tree *out)
{
    struct tree *declared = arena_make(answer->arena, struct tree);

    enum status status = question_inputs(answer->questions, answer->arena,
                                         answer->item, answer->params, out);
    if (status != OK)
        return status;
    *declared = *out;
    answer->inputs = tree_get(declared, "inputs");
    answer->parts = tree_get(declared, "parts");
    inputs_check(answer->arena, answer->inputs, typed, answer->numbers,
                 &answer->checked);
    answer->response = response_marked(answer->arena, answer->inputs,
                                       &answer->checked.response);
    answer->problems = answer->checked.problems;
    answer->understood = (struct tree){.kind = TREE_MAP};
    return OK;
}

/* The plugin's own parse, where there is something to parse. */
static enum status ask_parse(struct answer *answer, struct tree *out)
{
    struct asking asking;

    if (!answer->response.count)
        return OK;
    asking_begin(&asking, answer->questions, answer->arena, answer->item,
                 "parse", BODY_SHOWN);
    asking_tree(&asking, "params", answer->params);
    asking_tree(&asking, "response", &answer->response);
    TRY(asking_answer(&asking, out));
    const struct tree *found = tree_get(out, "problems");
    const struct tree *response = tree_get(out, "response");
    const struct tree *understood = tree_get(out, "understood");
    answer->doubt = tree_get(out, "doubt");
    if (understood)
        answer->understood = *understood;
    if (response && response->kind == TREE_MAP)
        answer->response = *response;
    if (!found)
        return OK;
    struct tree_maker all = tree_map(answer->arena);
    for (size_t i = 0; i < answer->problems.count; i++)
        tree_put(&all, answer->problems.names[i], answer->problems.items[i]);
    for (size_t i = 0; i < found->count; i++)
        if (tree_get(answer->inputs, found->names[i]))
            tree_put(&all, found->names[i], found->items[i]);
    answer->problems = tree_done(&all);
    return OK;
}

enum status question_parse(struct questions *questions, struct arena *arena,
                           const struct item *item, const struct tree *params,
                           const struct tree *typed,
                           const struct tree *settings, struct tree *out)
{
    struct answer answer = {.questions = questions,
                            .arena = arena,
                            .item = item,
                            .params = params,
                            .numbers = settings_numbers(settings)};
    struct tree_maker map = tree_map(arena);

    TRY(begin(&answer, typed, out));
    TRY(ask_parse(&answer, out));
    tree_put(&map, "response", response_plain(arena, &answer.response));
    tree_put(&map, "problems", answer.problems);
    tree_put(&map, "understood", answer.understood);
    tree_put(&map, "blank", answer.checked.blank);
    tree_put(&map, "invalid", names_of(arena, &answer.problems));
    *out = tree_done(&map);
    return OK;
}

/* ---- what needs no plugin
 * ---------------------------------------------------- */

enum state { ANSWERED, BLANK, UNREADABLE };

static bool is_listed(const struct tree *list, const char *name)
{
    for (size_t i = 0; i < list->count; i++)
        if (!strcmp(list->items[i].text, name))
            return true;
    return false;
}

/* Whether an input counts for a part: it says so, bears the part's name, or
   belongs to no part in particular and so to all of them. */
static bool belongs(const struct answer *answer, size_t input, const char *part)
{
    const char *said = tree_text(&answer->inputs->items[input], "part");
    const char *name = answer->inputs->names[input];

    if (said)
        return !strcmp(said, part);
    return !strcmp(name, part) || !tree_get(answer->parts, name);
}

/*
 * A part is unreadable if one of its inputs is, and blank if all that it
 * needs are (all there are, where it needs none).
 */
static enum state state_of(const struct answer *answer, const char *part)
{
    bool needs = false, filled = false, filled_needed = false;

    for (size_t i = 0; i < answer->inputs->count; i++) {
        const char *name = answer->inputs->names[i];
        if (!belongs(answer, i, part))
            continue;
        if (tree_get(&answer->problems, name))
            return UNREADABLE;
        bool optional = tree_truth(&answer->inputs->items[i], "optional");
        bool blank = is_listed(&answer->checked.blank, name);
        needs = needs || !optional;
        filled = filled || !blank;
        filled_needed = filled_needed || (!optional && !blank);
    }
    return (needs ? filled_needed : filled) ? ANSWERED : BLANK;
}

static struct tree zero(struct arena *arena, const char *class)
{
    struct tree_maker outcome = tree_map(arena);

    tree_put(&outcome, "outcome", tree_of_text("graded"));
    tree_put(&outcome, "score", tree_of_real(0));
    tree_put(&outcome, "class", tree_of_text(class));
    return tree_done(&outcome);
}

static bool needs_plugin(const struct answer *answer)
{
    for (size_t i = 0; i < answer->parts->count; i++)
        if (state_of(answer, answer->parts->names[i]) == ANSWERED)
            return true;
    return false;
}

/* ---- the outcome
 * ------------------------------------------------------------- */

static struct tree alone(struct arena *arena, const char *outcome)
{
    struct tree_maker map = tree_map(arena);

    tree_put(&map, "outcome", tree_of_text(outcome));
    return tree_done(&map);
}

static double rounded(double score)
{
    return round(score * 1e6) / 1e6;
}

/* In millionths; and beside it what that cut off, for who adds up: three
   thirds are one, not 0.999999. */
static void put_score(struct tree_maker *map, double score)
{
    double exact = round(score * 1e12) / 1e12;

    tree_put(map, "score", tree_of_real(rounded(score)));
    if (exact != rounded(score))
        tree_put(map, "exact", tree_of_real(exact));
}

/* What the plugin said of a part, held to the contract once more. */
static struct tree part_outcome(struct arena *arena, const struct tree *reply,
                                const char *part)
{
    const struct tree *said = tree_get(tree_get(reply, "outcomes"), part);
    const char *outcome = tree_text(said, "outcome");
    double score = tree_real(said, "score", NAN);
    struct tree_maker map = tree_map(arena);

    if (tree_get(reply, "doubt") ||
        (outcome && !strcmp(outcome, "needs_human")))
        tree_put(&map, "outcome", tree_of_text("needs_human"));
    else if (!(score >= 0 && score <= 1))
        return alone(arena, "error");
    else
        tree_put(&map, "outcome", tree_of_text("graded"));
    if (score >= 0 && score <= 1)
        put_score(&map, score);
    const struct tree *class = tree_get(said, "class");
    const struct tree *why = tree_get(said, "why");
    if (class)
        tree_put(&map, "class", *class);
    if (why)
        tree_put(&map, "why", *why);
    return tree_done(&map);
}

static struct tree weighted(struct arena *arena, struct tree outcome,
                            double weight)
{
    struct tree_maker map = tree_map(arena);

    for (size_t i = 0; i < outcome.count; i++)
        tree_put(&map, outcome.names[i], outcome.items[i]);
    tree_put(&map, "weight", tree_of_real(weight));
    return tree_done(&map);
}

double score_exact(const struct tree *outcome)
{
    return tree_real(outcome, "exact", tree_real(outcome, "score", 0));
}

/* Outcome and score of the whole from its parts. */
static void put_sum(struct tree_maker *out, const struct tree *parts)
{
    double sum = 0, weights = 0;
    const char *outcome = "graded";

    for (size_t i = 0; i < parts->count; i++) {
        const struct tree *part = &parts->items[i];
        const char *said = tree_text(part, "outcome");
        double weight = tree_real(part, "weight", 1);
        if (!strcmp(said, "error"))
            outcome = "error";
        else if (strcmp(said, "graded") != 0 && strcmp(outcome, "error") != 0)
            outcome = "needs_human";
        sum += weight * score_exact(part);
        weights += weight;
    }
    tree_put(out, "outcome", tree_of_text(outcome));
    if (!strcmp(outcome, "graded"))
        put_score(out, sum / weights);
    tree_put(out, "parts", *parts);
}

/* A part that waited for a person, with what that one gave. */
static struct tree marked_part(struct arena *arena, const struct tree *part,
                               const struct tree *mark)
{
    struct tree_maker map = tree_map(arena);
    const struct tree *why = tree_get(mark, "why");

    tree_put(&map, "outcome", tree_of_text("graded"));
    put_score(&map, tree_real(mark, "score", 0));
    tree_put(&map, "class", tree_of_text("marked"));
    if (why)
        tree_put(&map, "why", *why);
    return weighted(arena, tree_done(&map), tree_real(part, "weight", 1));
}

struct tree question_marked(struct arena *arena, const struct tree *outcome,
                            const struct tree *marks)
{
    const struct tree *parts = tree_get(outcome, "parts");
    struct tree_maker out = tree_map(arena), now = tree_map(arena);

    for (size_t i = 0; i < parts->count; i++) {
        const struct tree *part = &parts->items[i];
        const struct tree *mark = tree_get(marks, parts->names[i]);
        bool waits = !strcmp(tree_text(part, "outcome"), "needs_human");
        tree_put(&now, parts->names[i],
                 mark && waits ? marked_part(arena, part, mark) : *part);
    }
    for (size_t i = 0; i < outcome->count; i++)
        tree_put(&out, outcome->names[i], outcome->items[i]);
    struct tree done = tree_done(&now);
    put_sum(&out, &done);
    return tree_done(&out);
}

static void put_trouble(struct tree_maker *out, const struct tree *trouble)
{
    static const char *const names[] = {"trouble", "message", "trace"};

    for (int i = 0; i < 3; i++) {
        const struct tree *value = tree_get(trouble, names[i]);
        if (value)
            tree_put(out, names[i], *value);
    }
}

/* With `reply` NULL no plugin was asked, because none was needed. */
static struct tree outcome(struct answer *answer, const struct tree *reply,
                           bool trouble)
{
    struct arena *arena = answer->arena;
    struct tree_maker out = tree_map(arena), parts = tree_map(arena);
    const struct tree *log = tree_get(reply, "log");

    for (size_t i = 0; answer->parts && i < answer->parts->count; i++) {
        const char *name = answer->parts->names[i];
        enum state state = state_of(answer, name);
        struct tree part = state == BLANK        ? zero(arena, "blank")
                           : state == UNREADABLE ? zero(arena, "invalid")
                           : trouble             ? alone(arena, "error")
                                     : part_outcome(arena, reply, name);
        double weight = tree_real(&answer->parts->items[i], "weight", 1);
        tree_put(&parts, name, weighted(arena, part, weight));
    }
    struct tree done = tree_done(&parts);
    put_sum(&out, &done);
    if (trouble) {
        tree_put(&out, "outcome", tree_of_text("error"));
        put_trouble(&out, reply);
    }
    tree_put(&out, "response", response_plain(arena, &answer->response));
    tree_put(&out, "package", tree_of_text(answer->item->package->hash));
    tree_put(&out, "runtime",
             tree_of_text(questions_runtime(answer->questions)));
    if (log)
        tree_put(&out, "log", *log);
    return tree_done(&out);
}

static enum status ask_grade(struct answer *answer, struct tree *reply)
{
    struct asking asking;

    asking_begin(&asking, answer->questions, answer->arena, answer->item,
                 "grade", BODY_GRADED);
    asking_tree(&asking, "params", answer->params);
    asking_tree(&asking, "truth", answer->truth);
    asking_tree(&asking, "response", &answer->response);
    return asking_answer(&asking, reply);
}

static struct tree all_in_trouble(struct answer *answer,
                                  const struct tree *trouble)
{
    struct tree_maker out = tree_map(answer->arena);

    tree_put(&out, "outcome", tree_of_text("error"));
    tree_put(&out, "parts", (struct tree){.kind = TREE_MAP});
    put_trouble(&out, trouble);
    tree_put(&out, "package", tree_of_text(answer->item->package->hash));
    tree_put(&out, "runtime",
             tree_of_text(questions_runtime(answer->questions)));
    return tree_done(&out);
}

static enum status work(void *data, struct tree *out)
{
    struct answer *answer = data;
    struct tree reply;

    enum status status = ask_parse(answer, &reply);
    if (status == INVALID) {
        *out = outcome(answer, &reply, true);
        return INVALID;
    }
    if (status != OK) {
        *out = reply;
        return status;
    }
    if (answer->doubt) {
        *out = outcome(answer, &reply, false);
        return OK;
    }
    if (!needs_plugin(answer)) {
        *out = outcome(answer, NULL, false);
        return OK;
    }
    status = ask_grade(answer, &reply);
    if (status != OK && status != INVALID) {
        *out = reply;
        return status;
    }
    *out = outcome(answer, &reply, status == INVALID);
    return status;
}

enum status question_grade(struct questions *questions, struct arena *arena,
                           const struct item *item, const struct tree *params,
                           const struct tree *truth, const struct tree *typed,
                           const struct tree *settings, struct tree *out)
{
    struct answer answer = {.questions = questions,
                            .arena = arena,
                            .item = item,
                            .params = params,
                            .truth = truth,
                            .numbers = settings_numbers(settings)};
    struct cached cached;
    struct tree trouble;

    enum status status = begin(&answer, typed, &trouble);
    if (status != OK) {
        *out = status == INVALID ? all_in_trouble(&answer, &trouble) : trouble;
        return status == INVALID ? OK : status;
    }
    key_begin(&cached, questions, arena, "outcome", item->package);
    key_text(&cached, item->hash);
    key_tree(&cached, params);
    key_tree(&cached, truth);
    key_tree(&cached, &answer.checked.kept);
    key_text(&cached, answer.numbers);
    status = cached_answer(&cached, work, &answer, out);
    return status == INVALID ? OK : status; /* an outcome of its own: error */
}
