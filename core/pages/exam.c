#include "pages/exam.h"

#include "base/random.h"
#include "domain/door.h"
#include "domain/presence.h"
#include "domain/proctoring.h"
#include "pages/pages.h"
#include "pages/typed.h"
#include "quiz/inputs.h"
#include "text/format.h"
#include "views.h"
#include "json/json.h"

#include <stdio.h>
#include <string.h>

/* ---- reading
 * ------------------------------------------------------------------*/

const char *in_language(struct request *req, const char *json)
{
    struct tree both;

    if (!json || json_read(req->arena, json, strlen(json), &both) != OK)
        return json ? json : "";
    return say_in(&both, req->visitor->language);
}

int64_t exam_left(const struct request *req, const struct exam *exam)
{
    return attempt_left(exam->attempt->ends_at, exam->attempt->paused_at,
                        req->now);
}

bool exam_is_open(const struct request *req, const struct exam *exam)
{
    return !strcmp(exam->attempt->state, "open") && exam_left(req, exam) > 0;
}

enum status exam_attempt(struct request *req, const struct attempt **out)
{
    int64_t id;

    TRY(path_id(req, "attempt", &id));
    TRY(attempt_find(req->house->db, req->arena, id, out));
    return (*out)->person == req->visitor->person &&
                   sees_sitting(req->visitor, (*out)->sitting)
               ? OK
               : MISSING;
}

enum status exam_read(struct request *req, struct exam *out)
{
    struct db *db = req->house->db;
    struct exam exam = {0};
    const struct shelf_test *test;
    int64_t id;

    TRY(exam_attempt(req, &exam.attempt));
    id = exam.attempt->id;
    TRY(candidate_find(db, req->arena, exam.attempt->candidate,
                       &exam.candidate));
    TRY(sitting_find(db, req->arena, exam.attempt->sitting, &exam.sitting));
    TRY(shelf_test(req->house, exam.attempt->test, &test));
    exam.plan = &test->plan;
    TRY(paper_read(req->arena, exam.attempt->paper, &exam.paper));
    TRY(answers_read(req->house, req->arena, id, exam.paper.count,
                     &exam.standing));
    exam.title = in_language(req, test->test.title);
    for (size_t i = 0; i < exam.paper.count; i++) {
        exam.answered += exam.standing[i].answered;
        exam.flagged += exam.standing[i].flagged;
    }
    exam.bar = (struct exam_bar){
        .title = exam.title,
        .number = exam.candidate->number,
        .closes = exam.attempt->paused_at ? 0 : exam.attempt->ends_at,
        .larger = exam.candidate->larger_text};
    if (exam_is_open(req, &exam))
        presence_heard(id, req->now);
    *out = exam;
    return OK;
}

enum status exam_nodes(struct request *req, const struct exam *exam,
                       int64_t slot, struct tree *out)
{
    const struct slot *s = &exam->paper.slots[slot - 1];
    struct tree settings = grading_settings(req->arena, exam->plan), nodes;
    const struct shelf_item *item;

    TRY(shelf_item(req->house, s->item, &item));
    const struct shelf_variant *variant = shelf_variant(item, s->variant);
    if (!variant)
        return FAILED;
    enum status status = question_render(
        req->house->questions, req->arena, &item->item, &variant->params,
        language_code(req->visitor->language), &settings, &nodes);
    if (status != OK)
        return status == FAILED ? FAILED : BUSY;
    *out = paper_arrange(req->arena, &nodes, exam->attempt->seed, slot,
                         exam->plan->shuffle_options);
    return OK;
}

/* ---- what was sent
 * --------------------------------------------------------------*/

enum status exam_inputs(struct request *req, const struct exam *exam,
                        int64_t slot, const struct tree **out)
{
    const struct slot *s = &exam->paper.slots[slot - 1];
    const struct shelf_item *item;

    TRY(shelf_item(req->house, s->item, &item));
    const struct shelf_variant *variant = shelf_variant(item, s->variant);
    *out = variant ? &variant->inputs : NULL;
    return variant ? OK : FAILED;
}

enum status exam_slot(const struct request *req, const struct exam *exam,
                      int64_t *slot)
{
    TRY(path_id(req, "slot", slot));
    return *slot >= 1 && *slot <= (int64_t)exam->paper.count ? OK : MISSING;
}

/* ---- the question page
 * ----------------------------------------------------------*/

static const char *new_save_id(struct arena *arena)
{
    unsigned char bytes[12];
    char hex[25];

    random_bytes(bytes, sizeof bytes);
    for (size_t i = 0; i < sizeof bytes; i++)
        snprintf(hex + 2 * i, 3, "%02x", bytes[i]);
    return arena_text(arena, hex, 24);
}

static const char *section_title(struct request *req, const struct exam *exam,
                                 int64_t slot)
{
    const char *id = exam->paper.slots[slot - 1].section;

    for (size_t i = 0; id && i < exam->plan->section_count; i++)
        if (!strcmp(exam->plan->sections[i].id, id))
            return say_in(exam->plan->sections[i].title,
                          req->visitor->language);
    return "";
}

static const struct tree *problems_of(struct request *req,
                                      const struct exam *exam, int64_t slot,
                                      const struct tree *typed)
{
    const struct tree *inputs;
    struct checked *checked = arena_make(req->arena, struct checked);

    if (typed->kind != TREE_MAP || exam_inputs(req, exam, slot, &inputs) != OK)
        return NULL;
    inputs_check(req->arena, inputs, typed, exam->paper.numbers, checked);
    return checked->problems.count ? &checked->problems : NULL;
}

static bool has_files(const struct tree *node)
{
    const struct tree *list =
        node->kind == TREE_LIST ? node : tree_get(node, "children");
    const char *name = node->kind == TREE_MAP ? tree_text(node, "node") : NULL;

    if (name && !strcmp(name, "file"))
        return true;
    for (size_t i = 0; list && i < list->count; i++)
        if (has_files(&list->items[i]))
            return true;
    return false;
}

/* `wrong`: what was just sent and could not be kept, by input; `not_kept`: all
   of it. NULL: nothing. */
static enum status show(struct request *req, struct response *res,
                        const struct tree *wrong, const struct tree *not_kept)
{
    struct question_page page = {0};
    struct exam *exam = arena_make(req->arena, struct exam);

    TRY(exam_read(req, exam));
    TRY(exam_slot(req, exam, &page.slot));
    if (!exam_is_open(req, exam))
        return redirect(req, res, "/attempts/%lld/result",
                        (long long)exam->attempt->id);
    if (exam_condition(req, exam->sitting, exam->candidate) != CONDITION_MET)
        return redirect(req, res, "/sittings/%lld",
                        (long long)exam->sitting->id);
    if (exam->attempt->paused_at)
        return exam_pause_show(req, res, exam);
    const struct tree *files;
    TRY(exam_nodes(req, exam, page.slot, &page.nodes));
    TRY(exam_media(req, exam, page.slot, &files));
    page.exam = exam;
    page.here = &exam->standing[page.slot - 1];
    page.save_id = new_save_id(req->arena);
    page.section = section_title(req, exam, page.slot);
    page.other = req->visitor->language == ENGLISH ? "vi" : "en";
    res->layout = EXAM;
    res->bar = &exam->bar;
    res->title = say_with(
        req->arena, req->visitor->language, SAY_QUESTION_OF, "number",
        format_count(req->arena, VIETNAMESE, page.slot), "count",
        format_count(req->arena, VIETNAMESE, (int64_t)exam->paper.count), NULL);
    const struct reader *reader = reader_of(req, res);
    page.how =
        (struct nodes){.reader = reader,
                       .files = files,
                       .sent = exam_sent_address(req, exam, page.slot),
                       .typed = &page.here->typed,
                       .problems = wrong ? wrong
                                         : problems_of(req, exam, page.slot,
                                                       &page.here->typed)};
    page.has_files = has_files(&page.nodes);
    page.may_call = exam->candidate->room != 0;
    if (page.may_call)
        page.called = open_call_find(req->house->db, req->arena,
                                     exam->candidate->id) == OK;
    page.fork_how =
        (struct nodes){.reader = reader,
                       .mode = NODES_REVIEW,
                       .files = files,
                       .typed = not_kept ? not_kept : &page.here->fork,
                       .part = "fork"};
    page.not_kept = not_kept != NULL;
    view_exam_question(&res->body, reader, &page);
    return OK;
}

enum status exam_question_show(struct request *req, struct response *res)
{
    return show(req, res, NULL, NULL);
}

/* ---- saving
 * --------------------------------------------------------------------*/

static void answer_script(struct request *req, struct response *res,
                          bool paused, const struct receipt *receipt,
                          const struct tree *problems)
{
    static const char *const states[] = {
        [SAVED] = "saved", [AGAIN] = "saved", [REPLACED] = "fork",
        [FORKED] = "fork", [LATE] = "late",   [FULL] = "full"};
    static const int codes[] = {[SAVED] = 200,  [AGAIN] = 200, [REPLACED] = 409,
                                [FORKED] = 409, [LATE] = 410,  [FULL] = 409};
    struct tree_maker map = tree_map(req->arena),
                      warnings = tree_map(req->arena);

    for (size_t i = 0; problems && i < problems->count; i++)
        tree_put(
            &warnings, problems->names[i],
            tree_of_text(say_in(&problems->items[i], req->visitor->language)));
    tree_put(&map, "state", tree_of_text(states[receipt->saved]));
    tree_put(&map, "revision", tree_of_integer(receipt->revision));
    tree_put(&map, "receipt", tree_of_text(receipt->code ? receipt->code : ""));
    tree_put(&map, "at", tree_of_text(format_time(req->arena, receipt->at)));
    tree_put(&map, "left", tree_of_integer(receipt->left));
    tree_put(&map, "paused", tree_of_truth(paused));
    tree_put(&map, "warnings", tree_done(&warnings));
    struct tree answer = tree_done(&map);
    json_write(&res->body, &answer);
    res->layout = BARE;
    res->type = "application/json";
    res->code = receipt->saved == FULL && receipt->left <= 0
                    ? 410
                    : codes[receipt->saved];
}

/* Where the button that was pressed leads. */
static enum status go_on(struct request *req, struct response *res,
                         const struct exam *exam, int64_t slot)
{
    const char *go = field(&req->form, "go");
    long long attempt = exam->attempt->id;
    const char *language = field(&req->form, "language");
    int64_t to = field_number(&req->form, "go", slot);

    if (language)
        TRY(door_speak(req->house, req->arena, req->visitor->account,
                       language_code(language_of(language))));
    if (go && !strcmp(go, "call"))
        TRY(exam_call(req, exam));
    if (go && !strcmp(go, "review"))
        return redirect(req, res, "/attempts/%lld/review", attempt);
    if (to < 1 || to > (int64_t)exam->paper.count)
        to = slot;
    return redirect(req, res, "/attempts/%lld/%lld", attempt, (long long)to);
}

/* What stands already is no news, wherever it was sent from: a form that
   follows the script's own save, a page that was sent as it was shown. */
static bool is_change(const struct standing *here, const struct tree *typed)
{
    if (!here->revision)
        return typed->count > 0;
    return !tree_same(typed, &here->typed);
}

static enum status keep_flag(struct request *req, const struct exam *exam,
                             int64_t slot, const struct standing *here)
{
    bool flagged = field(&req->form, "flag") != NULL;

    if (!field(&req->form, "has_flag") || flagged == here->flagged)
        return OK;
    enum status status = answer_flag(req->house, req->arena, exam->attempt->id,
                                     slot, flagged, req->now);
    return status == CONFLICT ? OK : status; /* closed: the save says so */
}

/* What a save needs and no more, since saves come by the thousand: neither the
   test nor what stands in the other slots. */
static enum status save_read(struct request *req, struct exam *out,
                             struct save *save, struct standing *here,
                             struct tree *wrong)
{
    enum { MOST_FILES = 40 }; /* saves after which an answer takes no more */
    const char *save_id = field(&req->form, "save_id");
    const struct tree *inputs;

    *out = (struct exam){0};
    TRY(exam_attempt(req, &out->attempt));
    int64_t id = out->attempt->id;
    TRY(paper_read(req->arena, out->attempt->paper, &out->paper));
    TRY(exam_slot(req, out, &save->slot));
    TRY(exam_inputs(req, out, save->slot, &inputs));
    if (!save_id || !*save_id || strlen(save_id) > 64)
        return INVALID;
    save->attempt = id;
    save->base = field_number(&req->form, "base", 0);
    save->save_id = save_id;
    save->typed = typed_from(req, inputs);
    save->now = req->now;
    TRY(answer_read(req->house, req->arena, id, save->slot, here));
    TRY(typed_files(req, inputs, &here->typed, here->revision >= MOST_FILES,
                    &save->typed, wrong));
    return typed_fits(inputs, &save->typed) ? OK : INVALID;
}

enum status exam_question_save(struct request *req, struct response *res)
{
    struct exam exam;
    struct save save;
    struct standing here;
    struct receipt receipt;
    struct tree wrong = {.kind = TREE_MAP};

    TRY(save_read(req, &exam, &save, &here, &wrong));
    TRY(keep_flag(req, &exam, save.slot, &here));
    receipt =
        (struct receipt){exam_is_open(req, &exam) ? AGAIN : LATE, here.revision,
                         here.code, here.at, exam_left(req, &exam)};
    bool changed = is_change(&here, &save.typed);
    if (exam_is_open(req, &exam))
        presence_heard(exam.attempt->id, req->now);
    if (changed)
        TRY(answer_save(req->house, req->arena, &save, &receipt));
    if (req->wants_json) {
        answer_script(req, res, exam.attempt->paused_at != 0, &receipt,
                      wrong.count
                          ? &wrong
                          : problems_of(req, &exam, save.slot, &save.typed));
        return OK;
    }
    if (receipt.saved == FULL && exam_is_open(req, &exam)) {
        res->code = 409;
        return show(req, res, NULL, &save.typed);
    }
    if (receipt.saved == LATE || receipt.saved == FULL)
        return redirect(req, res, "/attempts/%lld/result",
                        (long long)exam.attempt->id);
    if (wrong.count && receipt.saved != FORKED && receipt.saved != REPLACED) {
        res->code = 422;
        return show(req, res, &wrong, NULL);
    }
    /* What cannot be understood is asked back before anything else; who sends
       the same again has seen it and goes on. */
    if (receipt.saved == FORKED || receipt.saved == REPLACED ||
        (changed && problems_of(req, &exam, save.slot, &save.typed)))
        return redirect(req, res, "/attempts/%lld/%lld",
                        (long long)exam.attempt->id, (long long)save.slot);
    return go_on(req, res, &exam, save.slot);
}

/* ---- before handing in
 * -----------------------------------------------------------*/

static void find_unread(struct request *req, struct exam *exam)
{
    bool *unread = arena_many(req->arena, bool, exam->paper.count + 1);

    for (size_t i = 0; i < exam->paper.count; i++) {
        unread[i] = exam->standing[i].answered &&
                    problems_of(req, exam, (int64_t)i + 1,
                                &exam->standing[i].typed) != NULL;
        exam->unread_count += unread[i];
    }
    exam->unread = unread;
}

enum status exam_review_show(struct request *req, struct response *res)
{
    struct exam *exam = arena_make(req->arena, struct exam);

    TRY(exam_read(req, exam));
    if (!exam_is_open(req, exam))
        return redirect(req, res, "/attempts/%lld/result",
                        (long long)exam->attempt->id);
    if (exam_condition(req, exam->sitting, exam->candidate) != CONDITION_MET)
        return redirect(req, res, "/sittings/%lld",
                        (long long)exam->sitting->id);
    if (exam->attempt->paused_at)
        return exam_pause_show(req, res, exam);
    res->layout = EXAM;
    res->bar = &exam->bar;
    res->title = say(req->visitor->language, SAY_REVIEW_TITLE);
    find_unread(req, exam);
    view_exam_review(&res->body, reader_of(req, res), exam);
    return OK;
}

enum status exam_hand_in(struct request *req, struct response *res)
{
    const struct attempt *attempt;

    TRY(exam_attempt(req, &attempt));
    int64_t id = attempt->id;
    enum status status = attempt_hand_in(req->house, id, req->now);
    if (status != OK && status != CONFLICT) /* closed: the first one stands */
        return status;
    return redirect(req, res, "/attempts/%lld/result", (long long)id);
}
