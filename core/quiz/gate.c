#include "quiz/gate.h"

#include <string.h>

#include "quiz/gate_parts.h"
#include "json/json.h"

enum { MOST_FINDINGS = 100, MOST_ITEMS = 24, VARIANTS = 4, SLOW_MS = 250 };

/* ---- findings --------------------------------------------------------------
 */

static void add(struct gate *gate, const char *level, const char *where,
                const char *vi, const char *en)
{
    struct tree_maker finding = tree_map(gate->arena);

    if (gate->findings.count == MOST_FINDINGS)
        return;
    tree_put(&finding, "level", tree_of_text(level));
    tree_put(&finding, "where", tree_of_text(where));
    tree_put(&finding, "vi", tree_of_text(vi));
    tree_put(&finding, "en", tree_of_text(en));
    tree_add(&gate->findings, tree_done(&finding));
}

void gate_error(struct gate *gate, const char *where, const char *vi,
                const char *en)
{
    gate->errors++;
    add(gate, "error", where, vi, en);
}

void gate_warning(struct gate *gate, const char *where, const char *vi,
                  const char *en)
{
    add(gate, "warning", where, vi, en);
}

void gate_stop(struct gate *gate, enum status status, const struct tree *out)
{
    const char *code = tree_text(out, "trouble");

    if (status == BUSY && code && !strcmp(code, "suspended")) {
        gate_error(gate, gate->trail.place,
                   "Tiến trình bị dừng ba lần trong một phút nên gói bị đình "
                   "chỉ; không thử tiếp được.",
                   "Three processes were lost within a minute, so the package "
                   "is suspended; no more could be tried.");
        status = INVALID;
    }
    gate->status = status;
}

bool gate_answered(struct gate *gate, const char *where, enum status status,
                   const struct tree *out)
{
    const char *message = tree_text(out, "message");
    const char *trace = tree_text(out, "trace");

    if (status == OK)
        return true;
    if (status != INVALID) {
        gate_stop(gate, status, out);
        return false;
    }
    message = arena_print(gate->arena, "%s%s%s", message ? message : "?",
                          trace ? "\n" : "", trace ? trace : "");
    gate_error(gate, where, arena_print(gate->arena, "Gặp sự cố: %s", message),
               arena_print(gate->arena, "Trouble: %s", message));
    return false;
}

/* ---- texts in one language only --------------------------------------------
 */

static bool is_told(const struct tree_maker *told, const char *text)
{
    for (size_t i = 0; i < told->count; i++)
        if (!strcmp(told->items[i].text, text))
            return true;
    return false;
}

void gate_tell_lacking(struct gate *gate, size_t first)
{
    struct tree_maker told = tree_list(gate->arena);

    for (size_t i = first; i < gate->trail.count; i++) {
        const struct step *step = &gate->trail.steps[i];
        struct tree reply;
        if (!strstr(step->reply, "\"lacking\":") ||
            json_read(gate->arena, step->reply, strlen(step->reply), &reply) !=
                OK)
            continue;
        const struct tree *lacking = tree_get(&reply, "lacking");
        for (size_t k = 0; lacking && k < lacking->count; k++) {
            const char *text = lacking->items[k].text;
            if (is_told(&told, text))
                continue;
            tree_add(&told, tree_of_text(text));
            gate_error(gate, step->place,
                       arena_print(gate->arena,
                                   "Chỉ có một trong hai ngôn ngữ: %s", text),
                       arena_print(gate->arena,
                                   "In one of the two languages only: %s",
                                   text));
        }
    }
}

/* ---- the run ---------------------------------------------------------------
 */

static void begin(struct gate *gate, struct questions *questions,
                  struct arena *arena)
{
    *gate = (struct gate){.arena = arena,
                          .findings = tree_list(arena),
                          .tests = tree_list(arena),
                          .status = OK};
    gate->questions = questions_aside(questions, arena, &gate->trail);
}

static void try_again(struct gate *gate)
{
    const struct step *differs = NULL;
    enum status status = trail_again(gate->questions, &gate->trail, &differs);

    if (status != OK)
        gate_stop(gate, status, NULL);
    if (!differs)
        return;
    const char *verb = tree_text(&differs->ask, "verb");
    gate_error(gate, differs->place,
               arena_print(gate->arena,
                           "Hỏi lại \"%s\" thì câu trả lời khác đi: dạng câu "
                           "hỏi phải luôn trả lời như nhau.",
                           verb),
               arena_print(gate->arena,
                           "Asked again, '%s' gave another answer: the same "
                           "question must always get the same bytes.",
                           verb));
}

/* Into the caller's arena: what the run itself made goes. */
static enum status finish(struct gate *gate, struct arena *arena,
                          const struct package *package, bool with_tests,
                          struct tree *report)
{
    struct tree_maker out = tree_map(gate->arena);

    if (gate->status == OK && gate->trail.count)
        try_again(gate);
    if (gate->status != OK && gate->status != INVALID)
        return gate->status;
    if (gate->trail.slowest_ms > SLOW_MS)
        gate_warning(gate, "",
                     arena_print(gate->arena, "Lần chạy chậm nhất mất %lld ms.",
                                 (long long)gate->trail.slowest_ms),
                     arena_print(gate->arena, "The slowest call took %lld ms.",
                                 (long long)gate->trail.slowest_ms));
    tree_put(&out, "passed", tree_of_truth(!gate->errors));
    tree_put(&out, "runs", tree_of_integer((int64_t)gate->trail.count));
    tree_put(&out, "runtime", tree_of_text(questions_runtime(gate->questions)));
    tree_put(&out, "package", tree_of_text(package->hash));
    tree_put(&out, "findings", tree_done(&gate->findings));
    tree_put(&out, "slowest_ms", tree_of_integer(gate->trail.slowest_ms));
    if (with_tests)
        tree_put(&out, "tests", tree_done(&gate->tests));
    struct tree done = tree_done(&out);
    const char *text = json_text(gate->arena, &done);
    return json_read(arena, text, strlen(text), report);
}

/* ---- a package -------------------------------------------------------------
 */

static bool is_id(const char *id)
{
    return id && *id && strlen(id) <= 100 && strchr(id, '.') &&
           !id[strspn(id, "abcdefghijklmnopqrstuvwxyz0123456789.-")];
}

static void check_manifest(struct gate *gate, const struct tree *manifest)
{
    const struct tree *needs = tree_get(manifest, "needs");

    if (!is_id(tree_text(manifest, "id")))
        gate_error(gate, "id",
                   "id gồm chữ thường, chữ số, dấu chấm và gạch nối, ví dụ "
                   "vn.example.budget-case.",
                   "An id is lower-case letters, digits, points and hyphens, "
                   "such as vn.example.budget-case.");
    for (size_t i = 0; needs && i < needs->count; i++) {
        const char *need = needs->items[i].text;
        gate_error(gate, "needs",
                   arena_print(gate->arena, "Phiên bản này chưa có \"%s\".",
                               need ? need : "?"),
                   arena_print(gate->arena, "This version does not have '%s'.",
                               need ? need : "?"));
    }
    if (!tree_integer(manifest, "tests", 0))
        gate_error(gate, "tests", "Gói phải có kiểm thử đi kèm.",
                   "A package brings tests along.");
}

static void try_package(struct gate *gate, const struct package *package)
{
    struct item items[MOST_ITEMS];
    struct tree manifest, variants;

    gate->trail.place = "describe";
    if (!gate_answered(
            gate, "describe",
            question_describe(gate->questions, gate->arena, package, &manifest),
            &manifest))
        return;
    check_manifest(gate, &manifest);
    gate_tell_lacking(gate, 0);
    size_t count = gate_try_tests(gate, package, items, MOST_ITEMS);
    for (size_t i = 0; i < count && gate->status == OK; i++) {
        const char *where = arena_print(gate->arena, "item %zu", i + 1);
        gate->trail.place = where;
        if (gate_answered(gate, where,
                          question_variants(gate->questions, gate->arena,
                                            &items[i], VARIANTS, &variants),
                          &variants))
            gate_try_item(gate, &items[i], &variants, where);
    }
}

enum status gate_package(struct questions *questions, struct arena *arena,
                         const struct package *package, struct tree *report)
{
    struct arena *work = arena_new();
    struct gate gate;

    begin(&gate, questions, work);
    try_package(&gate, package);
    enum status status = finish(&gate, arena, package, true, report);
    arena_free(work);
    return status;
}

enum status gate_item(struct questions *questions, struct arena *arena,
                      const struct item *item, const struct tree *variants,
                      struct tree *report)
{
    struct arena *work = arena_new();
    struct gate gate;

    begin(&gate, questions, work);
    gate_try_item(&gate, item, variants, "item");
    enum status status = finish(&gate, arena, item->package, false, report);
    arena_free(work);
    return status;
}
