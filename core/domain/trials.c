#include "domain/trials.h"

#include "base/clock.h"
#include "domain/papers.h"
#include "domain/shelf.h"
#include "store/audit.h"
#include "json/json.h"

#include <string.h>

static enum status read_tree(struct arena *arena, const char *json,
                             struct tree *out)
{
    return json_read(arena, json, strlen(json), out);
}

static enum status read_variants(struct house *house, struct arena *arena,
                                 struct trial *trial)
{
    const struct variant_row *rows;
    size_t count;

    TRY(item_variant_list(house->db, arena, trial->row->id, &rows, &count));
    struct trial_variant *list = arena_many(arena, struct trial_variant, count);
    for (size_t i = 0; i < count; i++) {
        list[i].number = rows[i].number;
        list[i].note = rows[i].note;
        TRY(read_tree(arena, rows[i].params, &list[i].params));
        TRY(read_tree(arena, rows[i].truth, &list[i].truth));
    }
    trial->variants = list;
    trial->variant_count = count;
    return OK;
}

enum status trial_read(struct house *house, struct arena *arena, int64_t item,
                       struct trial *out)
{
    struct trial trial = {0};

    TRY(item_find(house->db, arena, item, &trial.row));
    TRY(bank_find_by_id(house->db, arena, trial.row->bank, &trial.bank));
    TRY(package_find(house->db, arena, trial.row->package, &trial.package_row));
    TRY(package_of_row(arena, trial.package_row, &trial.package));
    TRY(read_tree(arena, trial.package_row->manifest, &trial.manifest));
    TRY(read_tree(arena, trial.row->body, &trial.body));
    TRY(item_media(arena, trial.row, trial.package_row, &trial.files));
    TRY(read_variants(house, arena, &trial));
    *out = trial;
    out->item = (struct item){&out->package, &out->body, out->row->digest,
                              .files = NULL};
    return OK;
}

const struct trial_variant *trial_variant(const struct trial *trial,
                                          int64_t number)
{
    for (size_t i = 0; i < trial->variant_count; i++)
        if (trial->variants[i].number == number)
            return &trial->variants[i];
    return NULL;
}

/* ---- asking ----------------------------------------------------------------
 */

/* A trouble is something to show; only a failure of ours is one here too. */
static enum status heard(struct tree_maker *troubles, const char *verb,
                         enum status status, const struct tree *said)
{
    struct tree_maker one = tree_map(troubles->arena);

    if (status != INVALID && status != BUSY)
        return status;
    for (size_t i = 0; i < said->count && said->kind == TREE_MAP; i++)
        tree_put(&one, said->names[i], said->items[i]);
    tree_put(&one, "verb", tree_of_text(verb));
    tree_add(troubles, tree_done(&one));
    return OK;
}

enum status trial_render(struct house *house, struct arena *arena,
                         const struct trial *trial,
                         const struct trial_variant *variant,
                         const char *language, int64_t shuffle,
                         struct tree *nodes, struct tree *troubles)
{
    struct tree_maker list = tree_list(arena);
    struct tree said = {0};
    enum status status =
        question_render(house->questions, arena, &trial->item, &variant->params,
                        language, NULL, &said);

    TRY(heard(&list, "render", status, &said));
    *troubles = tree_done(&list);
    *nodes = (struct tree){0};
    if (status != OK)
        return OK;
    *nodes = shuffle ? paper_arrange(
                           arena, &said,
                           arena_print(arena, "trial %lld", (long long)shuffle),
                           1, true)
                     : said;
    return OK;
}

enum status trial_inputs(struct house *house, struct arena *arena,
                         const struct trial *trial,
                         const struct trial_variant *variant,
                         struct tree *inputs)
{
    struct tree said = {0};
    enum status status = question_inputs(house->questions, arena, &trial->item,
                                         &variant->params, &said);

    *inputs = (struct tree){.kind = TREE_MAP};
    if (status == FAILED)
        return FAILED;
    if (status == OK && tree_get(&said, "inputs"))
        *inputs = *tree_get(&said, "inputs");
    return OK;
}

static struct tree part_of(const struct tree *said, const char *name)
{
    const struct tree *part = tree_get(said, name);

    return part ? *part : (struct tree){0};
}

/* Settings are those of a test that lays down nothing. */
enum status trial_try(struct house *house, struct arena *arena,
                      const struct trial *trial, const struct trial_variant *v,
                      const char *language, const struct tree *typed,
                      struct tried *out)
{
    struct questions *questions = house->questions;
    const struct item *item = &trial->item;
    struct tree_maker troubles = tree_list(arena);
    struct tree said = {0};
    enum status status;

    *out = (struct tried){.typed = *typed};
    status =
        question_parse(questions, arena, item, &v->params, typed, NULL, &said);
    TRY(heard(&troubles, "parse", status, &said));
    if (status == OK) {
        out->understood = part_of(&said, "understood");
        out->problems = part_of(&said, "problems");
    }
    said = (struct tree){0};
    status = question_grade(questions, arena, item, &v->params, &v->truth,
                            typed, NULL, &said);
    bool sick = status == OK && tree_get(&said, "trouble");
    TRY(heard(&troubles, "grade", sick ? INVALID : status, &said));
    if (status == OK)
        out->outcome = said;
    said = (struct tree){0};
    status = question_model(questions, arena, item, &v->params, &v->truth, NULL,
                            &said);
    TRY(heard(&troubles, "model", status, &said));
    if (status == OK)
        out->model = said;
    said = (struct tree){0};
    status = question_explain(questions, arena, item, &v->params, &v->truth,
                              typed, language, NULL, &said);
    TRY(heard(&troubles, "explain", status, &said));
    if (status == OK)
        out->explained = said;
    out->troubles = tree_done(&troubles);
    return OK;
}

/* ---- who has seen the key --------------------------------------------------
 */

struct opening {
    struct arena *arena;
    struct deed deed;
};

static enum status note(struct db *tx, void *arg)
{
    const struct opening *o = arg;

    return audit_add(tx, o->arena, &o->deed);
}

enum status key_opened(struct house *house, struct arena *arena, int64_t item,
                       int64_t person, int64_t now)
{
    struct opening o = {arena,
                        {.at = clock_day_start(clock_day(now)),
                         .actor = person,
                         .action = "item.key",
                         .object = "item",
                         .object_id = item}};
    enum status status = audit_find(house->db, arena, &o.deed);

    if (status != MISSING)
        return status;
    o.deed.at = now;
    return db_write(house->db, note, &o);
}
