#include "pages/items.h"

#include "domain/door.h"
#include "domain/secrecy.h"
#include "pages/files.h"
#include "pages/pages.h"
#include "pages/typed.h"
#include "views.h"
#include "json/json.h"

#include <string.h>

/*
 * An item as a candidate would see it. Looking is a GET and keeps nothing. To
 * try an answer or see the key is a POST, though a try keeps nothing either: an
 * answer that is tried is often the right one, and in an address it would end
 * up in the logs of the front, in the browser's history and in the next
 * Referer; and an essay fits no address. So also only a POST leaves the mark
 * that somebody has seen the key.
 *
 * Whoever is to sit a test that can draw the item sees none of it until the
 * sitting has closed (domain/secrecy.h).
 */

/* ---- the question ----------------------------------------------------------
 */

static bool has_options(const struct tree *node)
{
    const struct tree *list =
        node->kind == TREE_LIST ? node : tree_get(node, "children");

    if (tree_get(node, "options"))
        return true;
    for (size_t i = 0; list && i < list->count; i++)
        if (has_options(&list->items[i]))
            return true;
    return false;
}

static bool has_inputs(const struct tree *node)
{
    const struct tree *list =
        node->kind == TREE_LIST ? node : tree_get(node, "children");

    if (tree_get(node, "input"))
        return true;
    for (size_t i = 0; list && i < list->count; i++)
        if (has_inputs(&list->items[i]))
            return true;
    return false;
}

static const char *json_or_null(struct arena *arena, const struct tree *tree)
{
    return tree->count ? json_text(arena, tree) : NULL;
}

static enum status find_trial(const struct request *req, struct trial *trial)
{
    const struct reach reach = reach_of(req);
    int64_t id;

    TRY(path_id(req, "item", &id));
    TRY(trial_read(req->house, req->arena, id, trial));
    return bank_in_reach(req->house->db, req->arena, &reach, trial->bank);
}

/* `*kept`: the sitting it is kept from the visitor for; NULL: none. */
static enum status find_secret(const struct request *req,
                               const struct response *res,
                               const struct trial *trial,
                               const struct called **kept)
{
    struct secrecy secrecy;

    TRY(secrecy_of(req->house, req->arena, req->visitor->person, req->now,
                   &secrecy));
    TRY(secrecy_keeps(req->house, req->arena, &secrecy, trial->row, kept));
    if (*kept)
        door_note_refusal(req->house, req->arena, req->visitor->person,
                          res->route, req->now);
    return OK;
}

/* Where no variant is named it is the first. */
static enum status find_variant(const struct request *req,
                                const struct trial *trial,
                                const struct trial_variant **out)
{
    int64_t number;

    if (field(&req->path, "variant")) {
        TRY(path_id(req, "variant", &number));
        *out = trial_variant(trial, number);
    } else {
        *out = trial->variant_count ? trial->variants : NULL;
    }
    return *out ? OK : MISSING;
}

/* The item may be read in the other language than the pages. */
static const struct reader *item_reader(const struct request *req,
                                        const struct reader *reader)
{
    const char *asked = field(&req->query, "language");
    struct reader *other = arena_make(req->arena, struct reader);

    if (!asked)
        return reader;
    *other = *reader;
    other->language = language_of(asked);
    return other;
}

static enum status read_page(struct request *req, struct response *res,
                             struct item_page *page)
{
    struct trial *trial = arena_make(req->arena, struct trial);
    struct db *db = req->house->db;

    TRY(find_trial(req, trial));
    res->title = trial->row->code;
    const struct reader *reader = reader_of(req, res);
    const struct reader *shown = item_reader(req, reader);
    page->trial = trial;
    page->bank_title = reader_text(reader, trial->bank->title);
    TRY(find_secret(req, res, trial, &page->kept));
    if (page->kept)
        return OK;
    TRY(find_variant(req, trial, &page->variant));
    page->topic = bank_topic_title(reader, trial->bank, trial->row->topic);
    page->type = say_in(tree_get(&trial->manifest, "title"), reader->language);
    page->address =
        arena_print(req->arena, "/items/%lld/%lld", (long long)trial->row->id,
                    (long long)page->variant->number);
    page->language = language_code(shown->language);
    page->shuffle = field_number(&req->query, "shuffle", 0);
    if (page->shuffle < 0)
        page->shuffle = 0;
    page->params = json_or_null(req->arena, &page->variant->params);
    TRY(item_version_list(db, req->arena, trial->bank->id, trial->row->code,
                          &page->versions, &page->version_count));
    TRY(trial_render(req->house, req->arena, trial, page->variant,
                     page->language, page->shuffle, &page->nodes,
                     &page->troubles));
    page->has_options = has_options(&page->nodes);
    page->has_inputs = has_inputs(&page->nodes);
    page->how = (struct nodes){
        .reader = shown,
        .files = media_addresses(req->arena,
                                 arena_print(req->arena, "/items/%lld/files",
                                             (long long)trial->row->id),
                                 &trial->files)};
    return OK;
}

static enum status show_kept(struct request *req, struct response *res,
                             const struct item_page *page)
{
    res->code = 403;
    view_item_kept(&res->body, reader_of(req, res), page);
    return OK;
}

enum status item_show(struct request *req, struct response *res)
{
    struct item_page *page = arena_make(req->arena, struct item_page);

    TRY(read_page(req, res, page));
    if (page->kept)
        return show_kept(req, res, page);
    view_item(&res->body, reader_of(req, res), page);
    return OK;
}

enum status item_file_show(struct request *req, struct response *res)
{
    struct trial *trial = arena_make(req->arena, struct trial);
    const struct called *kept;

    TRY(find_trial(req, trial));
    TRY(find_secret(req, res, trial, &kept));
    if (kept)
        return DENIED;
    return medium_send(req, res, &trial->files, field(&req->path, "file"));
}

/* ---- the key ---------------------------------------------------------------
 */

struct gathering {
    struct arena *arena;
    enum language language;
    struct secret_line *list;
    size_t count, room;
};

static void add_leaf(struct gathering *g, const char *place, const char *text)
{
    if (g->count == g->room) {
        g->room = g->room * 2 + 16;
        struct secret_line *more =
            arena_many(g->arena, struct secret_line, g->room);
        if (g->count)
            memcpy(more, g->list, g->count * sizeof *more);
        g->list = more;
    }
    g->list[g->count++] = (struct secret_line){place, text};
}

static bool is_words(const struct tree *tree)
{
    if (tree->kind != TREE_MAP || !tree->count)
        return false;
    for (size_t i = 0; i < tree->count; i++)
        if ((strcmp(tree->names[i], "vi") && strcmp(tree->names[i], "en")) ||
            tree->items[i].kind != TREE_TEXT)
            return false;
    return true;
}

static void add_leaves(struct gathering *g, const char *place,
                       const struct tree *tree)
{
    struct arena *arena = g->arena;

    if (is_words(tree))
        add_leaf(g, place, say_in(tree, g->language));
    else if (tree->kind == TREE_TEXT)
        add_leaf(g, place, tree->text);
    else if (tree->kind == TREE_LIST)
        for (size_t i = 0; i < tree->count; i++)
            add_leaves(g, arena_print(arena, "%s[%zu]", place, i + 1),
                       &tree->items[i]);
    else if (tree->kind == TREE_MAP)
        for (size_t i = 0; i < tree->count; i++)
            add_leaves(g, arena_print(arena, "%s.%s", place, tree->names[i]),
                       &tree->items[i]);
    else if (tree->kind != TREE_NOTHING)
        add_leaf(g, place, json_text(arena, tree));
}

static void add_secrets(struct gathering *g, const char *place,
                        const struct tree *fields, const struct tree *body);

/* One field: the whole of it if it is secret, else what is secret inside. */
static void add_field(struct gathering *g, const char *place,
                      const struct tree *field, const struct tree *value)
{
    const struct tree *of = tree_get(field, "of");

    if (!value)
        return;
    if (tree_truth(field, "secret"))
        add_leaves(g, place, value);
    else if (tree_get(field, "fields"))
        add_secrets(g, place, tree_get(field, "fields"), value);
    else if (of)
        for (size_t i = 0; value->kind == TREE_LIST && i < value->count; i++)
            add_field(g, arena_print(g->arena, "%s[%zu]", place, i + 1), of,
                      &value->items[i]);
}

static void add_secrets(struct gathering *g, const char *place,
                        const struct tree *fields, const struct tree *body)
{
    for (size_t i = 0; fields && i < fields->count; i++) {
        const char *name = fields->names[i];
        add_field(g,
                  *place ? arena_print(g->arena, "%s.%s", place, name) : name,
                  &fields->items[i], tree_get(body, name));
    }
}

static void fill_key(struct request *req, struct item_page *page)
{
    struct gathering g = {.arena = req->arena,
                          .language = page->how.reader->language};

    add_secrets(&g, "", tree_get(&page->trial->manifest, "fields"),
                &page->trial->body);
    page->key = (struct key_panel){
        .how = {.reader = page->how.reader,
                .files = page->how.files,
                .mode = NODES_REVIEW,
                .typed = &page->tried->model,
                .part = "key"},
        .secrets = g.list,
        .secret_count = g.count,
        .truth = json_or_null(req->arena, &page->variant->truth)};
}

/* ---- an answer -------------------------------------------------------------
 */

static const char *label_of(const struct item_page *page,
                            const struct tree *inputs, const char *name)
{
    const struct tree *label = tree_get(tree_get(inputs, name), "label");
    const char *said = say_in(label, page->how.reader->language);

    return *said ? said : name;
}

static const struct said_line *lines_of(const struct item_page *page,
                                        const struct tree *inputs,
                                        const struct tree *said, size_t *count)
{
    struct arena *arena = page->how.reader->arena;
    struct said_line *lines = arena_many(arena, struct said_line, said->count);

    for (size_t i = 0; i < said->count; i++)
        lines[i] = (struct said_line){
            label_of(page, inputs, said->names[i]),
            say_in(&said->items[i], page->how.reader->language)};
    *count = said->count;
    return lines;
}

const char *lines_of_text(struct arena *arena, const struct tree *list)
{
    struct buf out = {.arena = arena};

    buf_bytes(&out, "", 0);
    for (size_t i = 0; list && list->kind == TREE_LIST && i < list->count; i++)
        if (list->items[i].kind == TREE_TEXT) {
            buf_bytes(&out, list->items[i].text, strlen(list->items[i].text));
            buf_bytes(&out, "\n", 1);
        }
    return out.data;
}

static void fill_parts(struct item_page *page, const struct tree *inputs)
{
    const struct tree *parts = tree_get(&page->tried->outcome, "parts");
    struct arena *arena = page->how.reader->arena;

    if (!parts)
        return;
    struct part_line *lines = arena_many(arena, struct part_line, parts->count);
    for (size_t i = 0; i < parts->count; i++) {
        const struct tree *part = &parts->items[i];
        const char *outcome = tree_text(part, "outcome");
        const struct tree *why = tree_get(part, "why");
        lines[i] = (struct part_line){
            .name = parts->names[i],
            .label = label_of(page, inputs, parts->names[i]),
            .outcome = outcome ? outcome : "error",
            .class = tree_text(part, "class"),
            .why = why ? say_in(why, page->how.reader->language) : NULL,
            .graded = outcome && !strcmp(outcome, "graded"),
            .score = tree_real(part, "score", 0),
            .weight = tree_real(part, "weight", 1)};
    }
    page->answer.parts = lines;
    page->answer.part_count = parts->count;
}

static void fill_answer(struct request *req, struct item_page *page,
                        const struct tree *inputs)
{
    const struct tried *tried = page->tried;
    struct try_panel *answer = &page->answer;
    const char *outcome = tree_text(&tried->outcome, "outcome");

    answer->how = (struct nodes){.reader = page->how.reader,
                                 .files = page->how.files,
                                 .mode = NODES_REVIEW,
                                 .typed = &tried->typed,
                                 .part = "seen"};
    answer->blank = !tried->typed.count;
    answer->outcome = outcome ? outcome : "error";
    answer->score = tree_real(&tried->outcome, "score", 0);
    answer->understood =
        lines_of(page, inputs, &tried->understood, &answer->understood_count);
    answer->problems =
        lines_of(page, inputs, &tried->problems, &answer->problem_count);
    answer->log = lines_of_text(req->arena, tree_get(&tried->outcome, "log"));
    fill_parts(page, inputs);
    page->how.typed = &tried->typed;
    if (tried->problems.count)
        page->how.problems = &tried->problems;
}

static struct tree both_lists(struct arena *arena, const struct tree *a,
                              const struct tree *b)
{
    struct tree_maker all = tree_list(arena);

    for (size_t i = 0; i < a->count; i++)
        tree_add(&all, a->items[i]);
    for (size_t i = 0; i < b->count; i++)
        tree_add(&all, b->items[i]);
    return tree_done(&all);
}

enum status item_try(struct request *req, struct response *res)
{
    struct item_page *page = arena_make(req->arena, struct item_page);
    struct tried *tried = arena_make(req->arena, struct tried);
    const char *go = field(&req->form, "go");
    struct tree inputs, typed;

    TRY(read_page(req, res, page));
    if (page->kept)
        return show_kept(req, res, page);
    TRY(key_opened(req->house, req->arena, page->trial->row->id,
                   req->visitor->person, req->now));
    TRY(trial_inputs(req->house, req->arena, page->trial, page->variant,
                     &inputs));
    typed = typed_from(req, &inputs);
    TRY(trial_try(req->house, req->arena, page->trial, page->variant,
                  page->language, &typed, tried));
    page->tried = tried;
    page->for_key = go && !strcmp(go, "key");
    page->troubles = both_lists(req->arena, &page->troubles, &tried->troubles);
    fill_answer(req, page, &inputs);
    if (page->for_key)
        page->how.problems = NULL;
    fill_key(req, page);
    view_item(&res->body, reader_of(req, res), page);
    return OK;
}

const char *digest_shown(const struct reader *reader, const char *digest)
{
    size_t n = strlen(digest);

    return n < 16 ? digest
                  : arena_print(reader->arena, "%.4s·%.4s·…·%s", digest,
                                digest + 4, digest + n - 4);
}
