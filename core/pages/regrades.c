#include "pages/regrades.h"

#include "domain/trials.h"
#include "pages/access.h"
#include "pages/banks.h"
#include "pages/fields.h"
#include "pages/files.h"
#include "pages/pages.h"
#include "pages/typed.h"
#include "views.h"
#include "json/json.h"

#include <stdlib.h>
#include <string.h>

enum { LINES_A_PAGE = 50 };

/* ---- words ---------------------------------------------------------------*/

const char *regrade_remedy(const struct reader *reader, const char *remedy)
{
    return say(reader->language, !strcmp(remedy, "key")    ? SAY_REGRADE_KEY
                                 : !strcmp(remedy, "drop") ? SAY_REGRADE_DROP
                                 : !strcmp(remedy, "credit")
                                     ? SAY_REGRADE_CREDIT
                                     : SAY_REGRADE_ACCEPT);
}

const char *regrade_state(const struct reader *reader, const struct regrade *g)
{
    static const struct {
        const char *state;
        enum word word;
    } words[] = {{"counting", SAY_REGRADE_COUNTING},
                 {"counted", SAY_REGRADE_COUNTED},
                 {"staging", SAY_REGRADE_STAGING},
                 {"clearing", SAY_REGRADE_CLEARING},
                 {"withdrawn", SAY_REGRADE_WITHDRAWN}};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(words[i].state, g->state))
            return say(reader->language, words[i].word);
    return say(reader->language, SAY_REGRADE_APPLIED);
}

static const char *fault_said(const struct reader *reader,
                              enum regrade_fault fault)
{
    static const enum word words[REGRADE_FAULTS] = {
        [REGRADE_NO_REASON] = SAY_REGRADE_FAULT_REASON,
        [REGRADE_NO_SITTING] = SAY_REGRADE_FAULT_NOT_OVER,
        [REGRADE_NO_ITEM] = SAY_REGRADE_FAULT_ITEM,
        [REGRADE_NOT_OVER] = SAY_REGRADE_FAULT_NOT_OVER,
        [REGRADE_MARKING] = SAY_REGRADE_FAULT_MARKING,
        [REGRADE_NO_VERSION] = SAY_REGRADE_FAULT_VERSION,
        [REGRADE_OTHER_QUESTION] = SAY_REGRADE_FAULT_OTHER,
        [REGRADE_NO_ANSWER] = SAY_REGRADE_FAULT_ANSWER,
        [REGRADE_VARIES] = SAY_REGRADE_FAULT_VARIES,
    };

    return say(reader->language, words[fault]);
}

/* A case concerns people of all units. */
static enum status covers_all(const struct request *req, enum right right)
{
    const struct actor actor = actor_of(req);

    return actor_reaches_unit(req->house->db, req->arena, &actor, right, 0);
}

/* ---- the list ------------------------------------------------------------*/

enum status regrades_show(struct request *req, struct response *res)
{
    const struct regrade *list;
    size_t count;

    TRY(covers_all(req, SEE_REGRADES));
    const struct reader *reader = reader_of(req, res);
    TRY(regrade_list(req->house->db, req->arena, &list, &count));
    struct regrade_row *rows =
        arena_many(req->arena, struct regrade_row, count + 1);
    for (size_t i = 0; i < count; i++) {
        rows[i].g = &list[i];
        rows[i].test = reader_text(reader, list[i].test_title);
        TRY(regrade_tally_find(req->house->db, req->arena, &list[i],
                               &rows[i].tally));
    }
    res->title = say(req->visitor->language, SAY_REGRADES);
    view_regrades(&res->body, reader_of(req, res), rows);
    return OK;
}

/* ---- opening one ---------------------------------------------------------*/

static enum status read_sittings(struct request *req,
                                 const struct reader *reader,
                                 struct regrade_new_page *page)
{
    const struct score_sitting *list;
    size_t count, n = 0;

    TRY(score_sitting_list(req->house->db, req->arena, &list, &count));
    struct regrade_choice *out =
        arena_many(req->arena, struct regrade_choice, count + 1);
    for (size_t i = 0; i < count; i++) {
        const char *title = reader_text(reader, list[i].title);
        if (list[i].id == page->sitting)
            page->sitting_title = title;
        if (list[i].closes_at <= req->now)
            out[n++] = (struct regrade_choice){
                list[i].id,
                arena_print(req->arena, "%s · %s", title, list[i].code),
                list[i].id == page->sitting};
    }
    page->sittings = out;
    return page->sitting && !page->sitting_title ? MISSING : OK;
}

static int by_words(const void *a, const void *b)
{
    const struct regrade_choice *x = a, *y = b;

    return strcmp(x->words, y->words);
}

static enum status read_items(struct request *req, const struct reader *reader,
                              const struct shelf_test *test,
                              struct regrade_new_page *page)
{
    const struct tree *pins = tree_get(&test->pins, "items");
    size_t count = pins ? pins->count : 0;
    struct regrade_choice *out =
        arena_many(req->arena, struct regrade_choice, count + 1);

    for (size_t i = 0; i < count; i++) {
        const struct item_row *item;
        int64_t id = strtoll(pins->names[i], NULL, 10);
        TRY(item_find(req->house->db, req->arena, id, &item));
        out[i] = (struct regrade_choice){
            id,
            arena_print(req->arena, "%s · %s", item->code,
                        item_excerpt(reader, item)),
            id == page->item};
        if (id == page->item) {
            page->item_code = item->code;
            page->item_version = item->version;
        }
    }
    qsort(out, count, sizeof *out, by_words);
    page->items = out;
    return page->item && !page->item_code ? MISSING : OK;
}

static enum status read_versions(struct request *req,
                                 const struct reader *reader,
                                 const struct item_row *item,
                                 struct regrade_new_page *page)
{
    const struct item_row *list;
    size_t count, n = 0;

    TRY(item_version_list(req->house->db, req->arena, item->bank, item->code,
                          &list, &count));
    struct regrade_choice *out =
        arena_many(req->arena, struct regrade_choice, count + 1);
    for (size_t i = 0; i < count; i++)
        if (list[i].id != item->id)
            out[n++] = (struct regrade_choice){
                list[i].id,
                say_with(req->arena, reader->language, SAY_REGRADE_VERSION_OF,
                         "version", list[i].version, NULL),
                list[i].id == page->becomes};
    page->versions = out;
    return OK;
}

/* The question as a candidate has it, for an answer to be named. */
static enum status read_question(struct request *req,
                                 const struct reader *reader,
                                 struct regrade_new_page *page,
                                 struct trial *trial)
{
    struct tree troubles;

    TRY(trial_read(req->house, req->arena, page->item, trial));
    TRY(read_versions(req, reader, trial->row, page));
    page->one_variant = trial->variant_count == 1;
    if (!trial->variant_count)
        return MISSING;
    page->how = (struct nodes){
        .reader = reader,
        .files = media_addresses(
            req->arena,
            arena_print(req->arena, "/items/%lld/files", (long long)page->item),
            &trial->files)};
    return trial_render(req->house, req->arena, trial, &trial->variants[0],
                        language_code(reader->language), 0, &page->nodes,
                        &troubles);
}

static enum status count_others(struct request *req,
                                const struct shelf_test *test,
                                struct regrade_new_page *page)
{
    const struct regrade_sitting *list;
    size_t count;

    TRY(regrade_test_sitting_list(req->house->db, req->arena, test->test.id,
                                  &list, &count));
    for (size_t i = 0; i < count; i++) {
        if (list[i].over_at > req->now)
            page->coming++;
        else if (list[i].id != page->sitting)
            page->others++;
    }
    return OK;
}

static enum status read_new(struct request *req, struct response *res,
                            const struct fields *from,
                            struct regrade_new_page *page, struct trial *trial)
{
    const struct reader *reader = reader_of(req, res);
    const struct sitting *sitting;
    const struct shelf_test *test;

    TRY(covers_all(req, REGRADE));
    page->sitting = field_number(from, "sitting", 0);
    page->item = page->sitting ? field_number(from, "item", 0) : 0;
    res->title = say(req->visitor->language, SAY_REGRADE_NEW);
    TRY(read_sittings(req, reader, page));
    if (!page->sitting)
        return OK;
    TRY(sitting_find(req->house->db, req->arena, page->sitting, &sitting));
    TRY(shelf_test(req->house, sitting->test, &test));
    TRY(read_items(req, reader, test, page));
    TRY(count_others(req, test, page));
    return page->item ? read_question(req, reader, page, trial) : OK;
}

enum status regrade_new_show(struct request *req, struct response *res)
{
    struct regrade_new_page page = {.remedy = "", .reason = ""};
    struct trial *trial = arena_make(req->arena, struct trial);

    TRY(read_new(req, res, &req->query, &page, trial));
    view_regrade_new(&res->body, reader_of(req, res), &page);
    return OK;
}

static enum status read_answer(struct request *req, const struct trial *trial,
                               struct regrade_new_page *page,
                               struct tree *typed)
{
    struct tree inputs;

    TRY(trial_inputs(req->house, req->arena, trial, &trial->variants[0],
                     &inputs));
    *typed = typed_from(req, &inputs);
    struct tree *kept = arena_make(req->arena, struct tree);
    *kept = *typed;
    page->how.typed = kept;
    return typed_fits(&inputs, typed) ? OK : INVALID;
}

enum status regrade_new_send(struct request *req, struct response *res)
{
    struct regrade_new_page page = {.remedy = field(&req->form, "remedy"),
                                    .reason = lines_typed(req, "reason"),
                                    .becomes =
                                        field_number(&req->form, "becomes", 0)};
    struct trial *trial = arena_make(req->arena, struct trial);
    enum regrade_fault fault = REGRADE_FINE;
    struct new_regrade n = {.by = req->visitor->person, .now = req->now};
    int64_t id;

    page.remedy = page.remedy ? page.remedy : "";
    page.whole = field(&req->form, "whole") != NULL;
    TRY(read_new(req, res, &req->form, &page, trial));
    if (!page.sitting || !page.item)
        return redirect(req, res, "/regrades/new?sitting=%lld",
                        (long long)page.sitting);
    TRY(read_answer(req, trial, &page, &n.typed));
    n.sitting = page.sitting;
    n.whole = page.whole;
    n.item = page.item;
    n.remedy = page.remedy;
    n.becomes = page.becomes;
    n.reason = page.reason;
    enum status status =
        *page.remedy ? regrade_open(req->house, req->arena, &n, &id, &fault)
                     : INVALID;
    if (status == INVALID) {
        page.fault = *page.remedy
                         ? fault_said(reader_of(req, res), fault)
                         : say(req->visitor->language, SAY_REGRADE_FAULT_HOW);
        res->code = 422;
        view_regrade_new(&res->body, reader_of(req, res), &page);
        return OK;
    }
    TRY(status);
    return redirect(req, res, "/regrades/%lld", (long long)id);
}

/* ---- one case ------------------------------------------------------------*/

/* What is credited, as the question type understands it. */
static const char *answer_said(struct request *req, const struct regrade *g)
{
    struct tree answer;
    struct buf out = {.arena = req->arena};

    if (!g->answer ||
        json_read(req->arena, g->answer, strlen(g->answer), &answer) != OK)
        return NULL;
    for (size_t i = 0; i < answer.count; i++) {
        const struct tree *one = &answer.items[i];
        if (out.length)
            buf_bytes(&out, "; ", 2);
        if (one->kind == TREE_TEXT)
            buf_bytes(&out, one->text, strlen(one->text));
        for (size_t k = 0; one->kind == TREE_LIST && k < one->count; k++) {
            const char *text = one->items[k].text ? one->items[k].text : "";
            if (k)
                buf_bytes(&out, ", ", 2);
            buf_bytes(&out, text, strlen(text));
        }
    }
    return out.data ? out.data : "";
}

static enum status read_case_sittings(struct request *req,
                                      const struct reader *reader,
                                      struct regrade_page *page)
{
    const struct regrade_sitting *list;
    size_t count;

    TRY(regrade_sitting_list(req->house->db, req->arena, page->g->id, &list,
                             &count));
    struct regrade_choice *out =
        arena_many(req->arena, struct regrade_choice, count + 1);
    for (size_t i = 0; i < count; i++)
        out[i] = (struct regrade_choice){
            list[i].id,
            arena_print(req->arena, "%s · %s",
                        reader_text(reader, list[i].title), list[i].code),
            false};
    page->sittings = out;
    return OK;
}

static enum status show_case(struct request *req, struct response *res,
                             int64_t id, struct regrade_page *page)
{
    const struct reader *reader = reader_of(req, res);
    struct db *db = req->house->db;

    TRY(regrade_find(db, req->arena, id, &page->g));
    page->test = reader_text(reader, page->g->test_title);
    page->answer = answer_said(req, page->g);
    TRY(read_case_sittings(req, reader, page));
    TRY(regrade_tally_find(db, req->arena, page->g, &page->tally));
    TRY(regrade_unit_list(db, req->arena, page->g, &page->units,
                          &page->unit_count));
    page->pages = (page->tally.papers + LINES_A_PAGE - 1) / LINES_A_PAGE;
    page->page = field_number(&req->query, "page", 1);
    if (page->page > page->pages)
        page->page = page->pages;
    if (page->page < 1)
        page->page = 1;
    TRY(regrade_shown_list(db, req->arena, page->g, LINES_A_PAGE,
                           (page->page - 1) * LINES_A_PAGE, &page->lines,
                           &page->count));
    page->is_opener = page->g->opened_by == req->visitor->person;
    page->may_withdraw = may(req->visitor, APPROVE_REGRADES) &&
                         !page->g->stands && !page->g->withdrawn_at;
    page->may_approve = may(req->visitor, APPROVE_REGRADES) &&
                        !strcmp(page->g->state, "counted") &&
                        page->tally.papers;
    res->title = say_with(req->arena, req->visitor->language, SAY_REGRADE_TITLE,
                          "item", page->g->item_code, NULL);
    res->code = page->fault ? 422 : 0;
    view_regrade_page(&res->body, reader_of(req, res), page);
    return OK;
}

enum status regrade_show(struct request *req, struct response *res)
{
    struct regrade_page page = {0};
    int64_t id;

    TRY(covers_all(req, SEE_REGRADES));
    TRY(path_id(req, "regrade", &id));
    return show_case(req, res, id, &page);
}

static enum status decide(struct request *req, int64_t id, enum word *fault)
{
    const char *go = field(&req->form, "go");
    const char *why = lines_typed(req, "why");

    if (go && !strcmp(go, "withdraw")) {
        *fault = SAY_REGRADE_FAULT_WHY;
        return regrade_take_back(req->house, req->arena, id, why,
                                 req->visitor->person, req->now);
    }
    *fault = SAY_REGRADE_NOTHING;
    return regrade_give(req->house, req->arena, id,
                        field_number(&req->form, "round", 0),
                        req->visitor->person, req->now);
}

enum status regrade_decide(struct request *req, struct response *res)
{
    struct regrade_page page = {0};
    enum word fault;
    int64_t id;

    TRY(covers_all(req, APPROVE_REGRADES));
    TRY(path_id(req, "regrade", &id));
    enum status status = decide(req, id, &fault);
    if (status == OK)
        return redirect(req, res, "/regrades/%lld", (long long)id);
    if (status == CONFLICT)
        fault = SAY_REGRADE_OUT_OF_DATE;
    else if (status == DENIED)
        fault = SAY_REGRADE_SECOND;
    else if (status != INVALID)
        return status;
    page.fault = say(req->visitor->language, fault);
    return show_case(req, res, id, &page);
}
