#include "quiz/questions.h"

#include <string.h>

#include "quiz/body.h"
#include "quiz/calls.h"
#include "quiz/inputs.h"
#include "quiz/views.h"
#include "seal/hash.h"
#include "json/json.h"

enum status question_describe(struct questions *questions, struct arena *arena,
                              const struct package *package, struct tree *out)
{
    return call_manifest(questions, arena, package, out);
}

/* ---- items --------------------------------------------------------------- */

static const char *item_hash(struct arena *arena, const struct tree *manifest,
                             const struct tree *body)
{
    const char *text = json_text(arena, body);
    struct hash hash;

    hash_begin(&hash);
    hash_add_text(&hash, tree_text(manifest, "id"));
    hash_add_text(&hash, text);
    return hash_end(&hash, arena);
}

/* What the plugin itself finds wrong: { field = text } as problems. */
static struct tree as_problems(struct arena *arena, const struct tree *found)
{
    struct tree_maker list = tree_list(arena);

    for (size_t i = 0; i < found->count; i++) {
        struct tree_maker one = tree_map(arena);
        const char *vi = tree_text(&found->items[i], "vi");
        const char *en = tree_text(&found->items[i], "en");
        tree_put(&one, "field", tree_of_text(found->names[i]));
        tree_put(&one, "vi", tree_of_text(vi ? vi : en));
        tree_put(&one, "en", tree_of_text(en ? en : vi));
        tree_add(&list, tree_done(&one));
    }
    return tree_done(&list);
}

enum status question_item(struct questions *questions, struct arena *arena,
                          const struct package *package,
                          const struct tree *loose, struct item *out,
                          struct tree *problems)
{
    struct tree *body = arena_make(arena, struct tree), manifest, reply;

    enum status status = call_manifest(questions, arena, package, &manifest);
    if (status != OK) {
        *problems = manifest;
        return status;
    }
    const struct tree *fields = tree_get(&manifest, "fields");
    TRY(body_check(arena, fields, loose, body, problems));
    *out = (struct item){package, body, item_hash(arena, &manifest, body),
                         .files = NULL};
    if (!tree_truth(tree_get(&manifest, "has"), "check"))
        return OK;
    struct tree_maker ask = tree_map(arena);
    tree_put(&ask, "verb", tree_of_text("check"));
    tree_put(&ask, "item", body_view(arena, fields, body, BODY_WHOLE));
    status = call_plugin(questions, arena, package, &ask, &reply);
    if (status != OK) {
        *problems = reply;
        return status;
    }
    const struct tree *found = tree_get(&reply, "problems");
    if (!found || !found->count)
        return OK;
    *problems = as_problems(arena, found);
    return INVALID;
}

enum status question_files(struct questions *questions, struct arena *arena,
                           const struct item *item, struct tree *out)
{
    struct tree manifest;
    enum status status =
        call_manifest(questions, arena, item->package, &manifest);

    *out = status == OK
               ? body_files(arena, tree_get(&manifest, "fields"), item->body)
               : manifest;
    return status;
}

void question_pin_files(struct arena *arena, struct item *item,
                        const struct tree *files)
{
    struct hash hash;

    item->files = files;
    if (!files->count)
        return;
    hash_begin(&hash);
    hash_add_text(&hash, item->hash);
    for (size_t i = 0; i < files->count; i++) {
        hash_add_text(&hash, files->names[i]);
        hash_add_text(&hash, tree_text(&files->items[i], "digest"));
    }
    item->hash = hash_end(&hash, arena);
}

/* Asks `package`, the newer one, about an item of an older one. */
static enum status ask_migrate(struct questions *questions, struct arena *arena,
                               const struct item *old,
                               const struct tree *manifest,
                               const struct package *package,
                               struct tree *reply)
{
    struct tree_maker ask = tree_map(arena);

    tree_put(&ask, "verb", tree_of_text("migrate"));
    tree_put(&ask, "old_version", tree_of_text(tree_text(manifest, "version")));
    tree_put(
        &ask, "item",
        body_view(arena, tree_get(manifest, "fields"), old->body, BODY_WHOLE));
    return call_plugin(questions, arena, package, &ask, reply);
}

enum status question_migrate(struct questions *questions, struct arena *arena,
                             const struct item *old,
                             const struct package *package, struct tree *out)
{
    struct tree before, after, reply;
    enum status status = call_manifest(questions, arena, old->package, &before);

    *out = before;
    TRY(status);
    status = call_manifest(questions, arena, package, &after);
    *out = after;
    TRY(status);
    *out = *old->body;
    if (!tree_truth(tree_get(&after, "has"), "migrate"))
        return OK;
    status = ask_migrate(questions, arena, old, &before, package, &reply);
    *out = reply;
    TRY(status);
    const struct tree *item = tree_get(&reply, "item");
    if (!item)
        return INVALID;
    *out = body_plain(arena, item);
    return OK;
}

/* ---- variants ------------------------------------------------------------ */

static const char *seed_of(struct arena *arena, const struct item *item,
                           unsigned k)
{
    struct hash hash;

    hash_begin(&hash);
    hash_add_text(&hash, item->hash);
    hash_add_text(&hash, arena_print(arena, "%u", k));
    return hash_end(&hash, arena);
}

static struct tree variant(struct arena *arena, unsigned number,
                           const struct tree *made)
{
    static const struct tree empty = {.kind = TREE_MAP};
    static const char *const names[] = {"params", "truth"};
    struct tree_maker out = tree_map(arena);
    const char *note = tree_text(made, "note");

    tree_put(&out, "number", tree_of_integer(number));
    for (int i = 0; i < 2; i++) {
        const struct tree *value = tree_get(made, names[i]);
        tree_put(&out, names[i], value ? *value : empty);
    }
    tree_put(&out, "note", tree_of_text(note ? note : ""));
    return tree_done(&out);
}

static bool is_noted(const struct tree_maker *variants, const char *note)
{
    for (size_t i = 0; i < variants->count; i++)
        if (!strcmp(tree_text(&variants->items[i], "note"), note))
            return true;
    return false;
}

enum status question_variants(struct questions *questions, struct arena *arena,
                              const struct item *item, unsigned most,
                              struct tree *out)
{
    struct tree_maker variants = tree_list(arena);
    struct tree manifest, made = {.kind = TREE_MAP};

    enum status status =
        call_manifest(questions, arena, item->package, &manifest);
    if (status != OK) {
        *out = manifest;
        return status;
    }
    bool generates = tree_truth(tree_get(&manifest, "has"), "generate");
    struct tree body =
        body_view(arena, tree_get(&manifest, "fields"), item->body, BODY_WHOLE);
    if (!generates)
        tree_add(&variants, variant(arena, 1, &made));
    for (unsigned k = 1; generates && k <= most; k++) {
        struct tree_maker ask = tree_map(arena);
        tree_put(&ask, "verb", tree_of_text("generate"));
        tree_put(&ask, "item", body);
        tree_put(&ask, "seed", tree_of_text(seed_of(arena, item, k)));
        status = call_plugin(questions, arena, item->package, &ask, &made);
        if (status != OK) {
            *out = made;
            return status;
        }
        struct tree one = variant(arena, k, &made);
        if (!is_noted(&variants, tree_text(&one, "note")))
            tree_add(&variants, one);
    }
    *out = tree_done(&variants);
    return OK;
}

/* ---- one verb with one view of the item ------------------------------------
 */

void asking_begin(struct asking *asking, struct questions *questions,
                  struct arena *arena, const struct item *item,
                  const char *verb, enum body_view view)
{
    *asking = (struct asking){.questions = questions,
                              .arena = arena,
                              .item = item,
                              .ask = tree_map(arena),
                              .view = view};
    key_begin(&asking->cached, questions, arena, verb, item->package);
    key_text(&asking->cached, item->hash);
    tree_put(&asking->ask, "verb", tree_of_text(verb));
}

void asking_tree(struct asking *asking, const char *name,
                 const struct tree *tree)
{
    key_tree(&asking->cached, tree);
    if (tree)
        tree_put(&asking->ask, name, *tree);
}

void asking_text(struct asking *asking, const char *name, const char *text)
{
    key_text(&asking->cached, text);
    tree_put(&asking->ask, name, tree_of_text(text));
}

static enum status work(void *data, struct tree *out)
{
    struct asking *asking = data;
    struct tree manifest;

    enum status status = call_manifest(asking->questions, asking->arena,
                                       asking->item->package, &manifest);
    if (status != OK) {
        *out = manifest;
        return status;
    }
    tree_put(&asking->ask, "item",
             body_view(asking->arena, tree_get(&manifest, "fields"),
                       asking->item->body, asking->view));
    return call_plugin(asking->questions, asking->arena, asking->item->package,
                       &asking->ask, out);
}

enum status asking_answer(struct asking *asking, struct tree *out)
{
    return cached_answer(&asking->cached, work, asking, out);
}

enum status asking_anew(struct asking *asking, struct tree *out)
{
    return work(asking, out);
}

const char *settings_numbers(const struct tree *settings)
{
    const char *numbers = tree_text(settings, "numbers");

    return numbers && !strcmp(numbers, "point") ? "point" : "comma";
}

/* ---- rendering
 * --------------------------------------------------------------- */

enum status question_inputs(struct questions *questions, struct arena *arena,
                            const struct item *item, const struct tree *params,
                            struct tree *out)
{
    struct asking asking;

    asking_begin(&asking, questions, arena, item, "inputs", BODY_SHOWN);
    asking_tree(&asking, "params", params);
    return asking_answer(&asking, out);
}

enum status question_render(struct questions *questions, struct arena *arena,
                            const struct item *item, const struct tree *params,
                            const char *language, const struct tree *settings,
                            struct tree *out)
{
    struct asking asking;

    asking_begin(&asking, questions, arena, item, "render", BODY_SHOWN);
    asking_tree(&asking, "params", params);
    asking_text(&asking, "language", language);
    asking_text(&asking, "numbers", settings_numbers(settings));
    TRY(asking_answer(&asking, out));
    *out = *tree_get(out, "nodes");
    return OK;
}

/* ---- answers
 * ----------------------------------------------------------------- */

struct tree response_marked(struct arena *arena, const struct tree *inputs,
                            const struct tree *response)
{
    struct tree_maker marked = tree_map(arena);

    for (size_t i = 0; i < response->count; i++) {
        const struct tree *value = &response->items[i];
        const char *type =
            tree_text(tree_get(inputs, response->names[i]), "type");
        bool decimal =
            type && !strcmp(type, "decimal") && value->kind == TREE_TEXT;
        tree_put(&marked, response->names[i],
                 decimal ? body_decimal(arena, value->text) : *value);
    }
    return tree_done(&marked);
}

struct tree response_plain(struct arena *arena, const struct tree *marked)
{
    struct tree_maker plain = tree_map(arena);

    for (size_t i = 0; marked && i < marked->count; i++) {
        const struct tree *value = &marked->items[i];
        const char *decimal =
            value->kind == TREE_MAP ? tree_text(value, "$") : NULL;
        tree_put(&plain, marked->names[i],
                 decimal ? tree_of_text(decimal) : *value);
    }
    return tree_done(&plain);
}

enum status question_model(struct questions *questions, struct arena *arena,
                           const struct item *item, const struct tree *params,
                           const struct tree *truth,
                           const struct tree *settings, struct tree *out)
{
    struct tree declared;
    struct asking asking;

    TRY(question_inputs(questions, arena, item, params, out));
    declared = *out;
    asking_begin(&asking, questions, arena, item, "model", BODY_WHOLE);
    asking_tree(&asking, "params", params);
    asking_tree(&asking, "truth", truth);
    TRY(asking_answer(&asking, out));
    struct tree plain = response_plain(arena, tree_get(out, "response"));
    *out = inputs_write(arena, tree_get(&declared, "inputs"), &plain,
                        settings_numbers(settings));
    return OK;
}

enum status question_explain(struct questions *questions, struct arena *arena,
                             const struct item *item, const struct tree *params,
                             const struct tree *truth, const struct tree *typed,
                             const char *language, const struct tree *settings,
                             struct tree *out)
{
    const char *numbers = settings_numbers(settings);
    struct checked checked;
    struct asking asking;

    TRY(question_inputs(questions, arena, item, params, out));
    const struct tree *inputs = tree_get(out, "inputs");
    inputs_check(arena, inputs, typed, numbers, &checked);
    struct tree response = response_marked(arena, inputs, &checked.response);
    asking_begin(&asking, questions, arena, item, "explain", BODY_WHOLE);
    asking_tree(&asking, "params", params);
    asking_tree(&asking, "truth", truth);
    asking_tree(&asking, "response", &response);
    asking_text(&asking, "language", language);
    asking_text(&asking, "numbers", numbers);
    TRY(asking_answer(&asking, out));
    const struct tree *nodes = tree_get(out, "nodes");
    *out = nodes ? *nodes : (struct tree){.kind = TREE_NOTHING};
    return OK;
}
