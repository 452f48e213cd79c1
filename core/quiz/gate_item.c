/* One item through the gate. */
#include <string.h>

#include "quiz/body.h"
#include "quiz/gate_parts.h"
#include "seal/hash.h"
#include "json/json.h"

/* A variant under trial. */
struct trial {
    struct gate *gate;
    const struct item *item;
    const struct tree *manifest, *fields;
    const struct tree *variant, *params, *truth;
    const char *where;
    struct tree declared, model;
    const struct tree *inputs, *parts;
    const char *shown[2]; /* bytes of what is rendered, by language */
    size_t answered, full;
};

static const char *const languages[] = {"vi", "en"};

static void error(struct trial *t, const char *vi, const char *en)
{
    gate_error(t->gate, t->where, vi, en);
}

static const char *say(struct trial *t, const char *what)
{
    return t->gate->trail.place =
               arena_print(t->gate->arena, "%s, %s", t->where, what);
}

/* ---- what is declared ------------------------------------------------------
 */

static void check_part(struct trial *t, size_t i)
{
    const char *part = tree_text(&t->inputs->items[i], "part");
    struct arena *arena = t->gate->arena;

    if (part && !tree_get(t->parts, part))
        error(t,
              arena_print(arena, "Ô trả lời \"%s\" thuộc phần \"%s\" không có.",
                          t->inputs->names[i], part),
              arena_print(arena,
                          "The input '%s' is of a part '%s' that is not "
                          "there.",
                          t->inputs->names[i], part));
}

static bool try_inputs(struct trial *t)
{
    struct gate *gate = t->gate;
    const char *where = say(t, "inputs");
    enum status status = question_inputs(gate->questions, gate->arena, t->item,
                                         t->params, &t->declared);

    if (!gate_answered(gate, where, status, &t->declared))
        return false;
    t->inputs = tree_get(&t->declared, "inputs");
    t->parts = tree_get(&t->declared, "parts");
    for (size_t i = 0; i < t->inputs->count; i++)
        check_part(t, i);
    return true;
}

/* ---- what is shown ---------------------------------------------------------
 */

/* The bytes of all that a candidate may see of it; NULL: it failed. */
static const char *shown(struct trial *t, const struct item *item,
                         const struct tree *params, const char *language,
                         struct tree *out)
{
    struct gate *gate = t->gate;
    struct tree inputs;
    enum status status = question_render(gate->questions, gate->arena, item,
                                         params, language, NULL, out);

    if (status == OK) {
        status = question_inputs(gate->questions, gate->arena, item, params,
                                 &inputs);
        if (status == OK)
            return arena_print(gate->arena, "%s%s", json_text(gate->arena, out),
                               json_text(gate->arena, &inputs));
        *out = inputs;
    }
    if (status != INVALID)
        gate_stop(gate, status, out);
    return NULL;
}

static bool is_medium(const struct trial *t, const char *name)
{
    return package_has(t->item->package, name) ||
           (t->item->files && tree_get(t->item->files, name));
}

/* What is heard must be there to read, beside it: "a.vi.vtt" of "a.webm". */
static void check_captions(struct trial *t, const struct tree *node,
                           const char *name)
{
    const char *kind = tree_text(node, "node"), *end = strrchr(name, '.');

    if (!kind || !end || (strcmp(kind, "video") && strcmp(kind, "audio")))
        return;
    const char *captions =
        arena_print(t->gate->arena, "%.*s.vi.vtt", (int)(end - name), name);
    if (!is_medium(t, captions))
        error(t,
              arena_print(t->gate->arena,
                          "\"%s\" thiếu phụ đề cho người không nghe được: %s.",
                          name, captions),
              arena_print(t->gate->arena,
                          "'%s' has no captions for those who cannot hear it: "
                          "%s.",
                          name, captions));
}

/* Whatever is named must be there: a hole in a question paper is found now. */
static void check_media(struct trial *t, const struct tree *node)
{
    const char *name = node->kind == TREE_MAP ? tree_text(node, "media") : NULL;

    if (name)
        check_captions(t, node, name);
    if (name && !is_medium(t, name))
        error(t,
              arena_print(t->gate->arena,
                          "Tệp \"%s\" không có trong gói, và câu hỏi không "
                          "khai báo nó.",
                          name),
              arena_print(t->gate->arena,
                          "The file '%s' is not in the package, and the item "
                          "does not name it.",
                          name));
    for (size_t i = 0;
         i < node->count && (node->kind == TREE_LIST || node->kind == TREE_MAP);
         i++)
        check_media(t, &node->items[i]);
}

static bool try_render(struct trial *t)
{
    bool good = true;

    for (int i = 0; i < 2; i++) {
        struct tree out;
        const char *where =
            say(t, arena_print(t->gate->arena, "render (%s)", languages[i]));
        t->shown[i] = shown(t, t->item, t->params, languages[i], &out);
        if (!t->shown[i])
            good = t->gate->status == OK &&
                   gate_answered(t->gate, where, INVALID, &out) && good;
        else if (!i)
            check_media(t, &out);
    }
    return good;
}

/* ---- secrets ---------------------------------------------------------------
 */

static void tell_leak(struct trial *t, const char *field)
{
    struct arena *arena = t->gate->arena;

    error(t,
          arena_print(arena,
                      "Nội dung hiển thị thay đổi khi đổi %s: thí sinh có thể "
                      "nhìn ra đáp án.",
                      field ? arena_print(arena, "trường bí mật \"%s\"", field)
                            : "các trường bí mật"),
          arena_print(
              arena,
              "What is shown changes when %s: a candidate could see "
              "the answer.",
              field ? arena_print(arena, "the secret field '%s' does", field)
                    : "secret fields do"));
}

static const struct tree *same_number(const struct tree *variants,
                                      const struct tree *variant)
{
    for (size_t i = 0; i < variants->count; i++)
        if (tree_integer(&variants->items[i], "number", 0) ==
            tree_integer(variant, "number", 0))
            return &variants->items[i];
    return NULL;
}

/*
 * Render the same variant of an item in which secrets were changed. Variants
 * are made again from the same seed; where the plugin cannot make any of such
 * a body, nothing can be said.
 */
static void try_disturbed(struct trial *t, const struct tree *body,
                          const char *field)
{
    struct gate *gate = t->gate;
    struct item item = {t->item->package, body, t->item->hash, t->item->files};
    const struct tree *params = t->params;
    struct tree variants, out;

    if (tree_truth(tree_get(t->manifest, "has"), "generate")) {
        unsigned most = (unsigned)tree_integer(t->variant, "number", 1);
        enum status status = question_variants(gate->questions, gate->arena,
                                               &item, most, &variants);
        const struct tree *again =
            status == OK ? same_number(&variants, t->variant) : NULL;
        if (status != OK && status != INVALID)
            gate_stop(gate, status, &variants);
        if (!again)
            return;
        params = tree_get(again, "params");
    }
    item.hash = hash_of(gate->arena, json_text(gate->arena, body),
                        strlen(json_text(gate->arena, body)));
    for (int i = 0; i < 2; i++) {
        const char *bytes = shown(t, &item, params, languages[i], &out);
        if (gate->status != OK)
            return;
        if (!bytes || strcmp(bytes, t->shown[i]) != 0) {
            tell_leak(t, field);
            return;
        }
    }
}

static struct tree with_one(struct arena *arena, const struct tree *body,
                            const struct tree *other, size_t at)
{
    struct tree_maker out = tree_map(arena);

    for (size_t i = 0; i < body->count; i++)
        tree_put(&out, body->names[i],
                 i == at ? other->items[i] : body->items[i]);
    return tree_done(&out);
}

/* All secrets at once, and, since a plugin may fail at that, one by one. The
   truth itself never reaches render: the core does not give it. */
static void try_secrets(struct trial *t)
{
    struct arena *arena = t->gate->arena;
    struct tree *other = arena_make(arena, struct tree);
    size_t before = t->gate->errors;

    say(t, "secrets");
    *other = body_disturbed(arena, t->fields, t->item->body);
    if (tree_same(other, t->item->body))
        return;
    try_disturbed(t, other, NULL);
    for (size_t i = 0;
         i < other->count && t->gate->errors == before && t->gate->status == OK;
         i++) {
        if (tree_same(&other->items[i], &t->item->body->items[i]))
            continue;
        struct tree *one = arena_make(arena, struct tree);
        *one = with_one(arena, t->item->body, other, i);
        try_disturbed(t, one, other->names[i]);
    }
}

/* ---- answers ---------------------------------------------------------------
 */

static struct tree settings_of(struct arena *arena, const char *numbers)
{
    struct tree_maker settings = tree_map(arena);

    tree_put(&settings, "numbers", tree_of_text(numbers));
    return tree_done(&settings);
}

/* Its outcome; false: told. */
static bool graded(struct trial *t, const struct tree *typed,
                   const char *numbers, const char *where, struct tree *out)
{
    struct gate *gate = t->gate;
    struct tree settings = settings_of(gate->arena, numbers);
    enum status status =
        question_grade(gate->questions, gate->arena, t->item, t->params,
                       t->truth, typed, &settings, out);

    if (status != OK)
        return gate_answered(gate, where, status, out);
    if (strcmp(tree_text(out, "outcome"), "error") != 0)
        return true;
    return gate_answered(gate,
                         arena_print(gate->arena, "%s: %s", where,
                                     answer_shown(gate->arena, typed)),
                         INVALID, out);
}

static bool is_full(const struct tree *outcome)
{
    return tree_real(outcome, "score", 0) >= 1;
}

static void try_model_as(struct trial *t, const char *numbers)
{
    struct gate *gate = t->gate;
    struct tree settings = settings_of(gate->arena, numbers), out;
    const char *where = say(t, arena_print(gate->arena, "model (%s)", numbers));
    enum status status =
        question_model(gate->questions, gate->arena, t->item, t->params,
                       t->truth, &settings, &t->model);

    if (!gate_answered(gate, where, status, &t->model) ||
        !graded(t, &t->model, numbers, where, &out) || is_full(&out))
        return;
    const char *came = answer_shown(gate->arena, tree_get(&out, "parts"));
    const char *model = answer_shown(gate->arena, &t->model);
    bool human = !strcmp(tree_text(&out, "outcome"), "needs_human");
    if (human && !strcmp(numbers, "comma"))
        gate_warning(gate, where,
                     "Đáp án mẫu phải do người chấm; máy không kiểm tra được.",
                     "The model answer needs a person; nothing can be "
                     "checked by machine.");
    else if (!human)
        gate_error(gate, where,
                   arena_print(gate->arena,
                               "Đáp án mẫu %s không được điểm tối đa: %s.",
                               model, came),
                   arena_print(gate->arena,
                               "The model answer %s does not earn full "
                               "marks: %s.",
                               model, came));
}

/* Whether the plugin itself was asked for any part of it. */
static bool was_asked(const struct tree *outcome)
{
    const struct tree *parts = tree_get(outcome, "parts");

    for (size_t i = 0; i < parts->count; i++) {
        const char *class = tree_text(&parts->items[i], "class");
        if (!class || (strcmp(class, "blank") && strcmp(class, "invalid")))
            return true;
    }
    return false;
}

static void try_answer(struct trial *t, enum answer_kind kind,
                       const struct tree *typed)
{
    struct gate *gate = t->gate;
    const char *where = say(t, answer_kind_words(kind).en);
    struct tree out;

    if (!graded(t, typed, "comma", where, &out))
        return;
    if (kind == ANSWER_BLANK && tree_real(&out, "score", 0) > 0)
        gate_error(gate, where, "Không trả lời gì mà vẫn được điểm.",
                   "Answering nothing earns marks.");
    if (kind == ANSWER_BLANK || !was_asked(&out))
        return;
    t->answered++;
    t->full += is_full(&out);
}

static void try_explain(struct trial *t, const struct tree *typed,
                        const char *which)
{
    struct gate *gate = t->gate;

    for (int i = 0; i < 2 && gate->status == OK; i++) {
        struct tree out;
        const char *where = say(t, arena_print(gate->arena, "explain (%s, %s)",
                                               which, languages[i]));
        enum status status =
            question_explain(gate->questions, gate->arena, t->item, t->params,
                             t->truth, typed, languages[i], NULL, &out);
        if (gate_answered(gate, where, status, &out))
            check_media(t, &out);
    }
}

static void try_answers(struct trial *t)
{
    struct arena *arena = t->gate->arena;

    for (int kind = 0; kind < ANSWER_KINDS; kind++)
        for (size_t k = 0;
             k < answers_count(kind, t->inputs) && t->gate->status == OK; k++) {
            struct tree typed = answer_of(arena, kind, k, t->inputs);
            try_answer(t, kind, &typed);
        }
    if (t->answered && t->full == t->answered)
        error(t, "Câu trả lời nào cũng được điểm tối đa.",
              "Whatever is answered earns full marks.");
    if (!tree_truth(tree_get(t->manifest, "has"), "explain"))
        return;
    struct tree blank = answer_of(arena, ANSWER_BLANK, 0, t->inputs);
    struct tree wrong = answer_of(arena, ANSWER_WRONG, 0, t->inputs);
    try_explain(t, &t->model, "model");
    try_explain(t, &wrong, "another");
    try_explain(t, &blank, "blank");
}

static void try_variant(struct trial *t)
{
    if (!try_inputs(t) || !try_render(t))
        return;
    try_secrets(t);
    if (t->gate->status == OK)
        try_model_as(t, "point");
    if (t->gate->status == OK)
        try_model_as(t, "comma");
    if (t->gate->status == OK && t->model.kind == TREE_MAP)
        try_answers(t);
}

/* ---- texts -----------------------------------------------------------------
 */

static size_t tell_untranslated(struct gate *gate, const struct tree *fields,
                                const struct tree *body, const char *where)
{
    size_t count = 0;

    for (size_t i = 0; i < body->count; i++) {
        const struct tree *field = tree_get(fields, body->names[i]);
        const struct tree *value = &body->items[i];
        const struct tree *of = tree_get(field, "of");
        const char *here =
            arena_print(gate->arena, "%s, %s", where, body->names[i]);
        if (tree_truth(field, "translate") && value->kind == TREE_MAP &&
            value->count < 2) {
            gate_warning(gate, here, "Chưa có đủ tiếng Việt và tiếng Anh.",
                         "It is not in both Vietnamese and English.");
            count++;
        }
        if (tree_get(field, "fields"))
            count +=
                tell_untranslated(gate, tree_get(field, "fields"), value, here);
        for (size_t k = 0; value->kind == TREE_LIST && k < value->count && of &&
                           tree_get(of, "fields");
             k++)
            count += tell_untranslated(
                gate, tree_get(of, "fields"), &value->items[k],
                arena_print(gate->arena, "%s[%zu]", here, k + 1));
    }
    return count;
}

void gate_try_item(struct gate *gate, const struct item *item,
                   const struct tree *variants, const char *where)
{
    struct tree manifest;
    struct trial trial = {.gate = gate, .item = item, .manifest = &manifest};

    if (!gate_answered(gate, where,
                       question_describe(gate->questions, gate->arena,
                                         item->package, &manifest),
                       &manifest))
        return;
    trial.fields = tree_get(&manifest, "fields");
    size_t first = gate->trail.count;
    size_t untranslated =
        tell_untranslated(gate, trial.fields, item->body, where);
    for (size_t i = 0; i < variants->count && gate->status == OK; i++) {
        struct trial one = trial;
        one.variant = &variants->items[i];
        one.params = tree_get(one.variant, "params");
        one.truth = tree_get(one.variant, "truth");
        one.where = variants->count == 1
                        ? where
                        : arena_print(gate->arena, "%s, variant %lld", where,
                                      (long long)tree_integer(one.variant,
                                                              "number", 0));
        try_variant(&one);
    }
    if (!untranslated)
        gate_tell_lacking(gate, first);
}
