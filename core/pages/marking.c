#include "pages/marking.h"

#include "domain/shelf.h"
#include "domain/trials.h"
#include "pages/files.h"
#include "pages/pages.h"
#include "store/attempts.h"
#include "text/format.h"
#include "text/parse.h"
#include "text/utf8.h"
#include "views.h"

#include <stdlib.h>
#include <string.h>

/*
 * Marking what only a person can mark. Nothing on these pages says whose
 * answer it is: papers go by a code, and come in the order of those.
 */
enum { MOST_COMMENT = 2000 };

/* ---- what there is to mark -------------------------------------------------
 */

static enum status read_lines(struct request *req, const struct reader *reader,
                              const struct mark_line **out)
{
    const struct mark_queue *list;
    size_t count;

    TRY(mark_queue_list(req->house->db, req->arena, &list, &count));
    struct mark_line *lines =
        arena_many(req->arena, struct mark_line, count + 1);
    for (size_t i = 0; i < count; i++)
        lines[i] = (struct mark_line){
            &list[i], reader_text(reader, list[i].sitting_title),
            list[i].tasks - list[i].done};
    *out = lines;
    return OK;
}

static enum status find_line(struct request *req, const struct reader *reader,
                             int64_t sitting, int64_t item,
                             const struct mark_line **out)
{
    TRY(read_lines(req, reader, out));
    for (; (*out)->queue; ++*out)
        if ((*out)->queue->sitting == sitting && (*out)->queue->item == item)
            return OK;
    return MISSING;
}

enum status marking_show(struct request *req, struct response *res)
{
    const struct mark_line *lines;

    res->title = say(req->visitor->language, SAY_MARKING_TITLE);
    const struct reader *reader = reader_of(req, res);
    TRY(read_lines(req, reader, &lines));
    view_marking(&res->body, reader, lines);
    return OK;
}

enum status mark_queue_show(struct request *req, struct response *res)
{
    struct mark_queue_page page = {0};
    struct db *db = req->house->db;
    int64_t sitting, item, me = req->visitor->person;

    TRY(path_id(req, "sitting", &sitting));
    TRY(path_id(req, "item", &item));
    res->title = say(req->visitor->language, SAY_MARKING_TITLE);
    const struct reader *reader = reader_of(req, res);
    TRY(find_line(req, reader, sitting, item, &page.line));
    enum status status = mark_task_next_find(db, req->arena, sitting, item, me,
                                             req->now, &page.next);
    if (status != OK && status != MISSING)
        return status;
    if (status == MISSING)
        page.next = NULL;
    TRY(mark_task_done_list(db, req->arena, sitting, item, me, &page.done,
                            &page.done_count));
    view_mark_queue(&res->body, reader, &page);
    return OK;
}

/* ---- one answer ------------------------------------------------------------
 */

struct marked_one {
    struct mark_page page;
    struct trial trial;
    struct tree outcome;
};

/* Nobody sees their own answer here: it would say which code they have. */
static enum status find_task(struct request *req, const struct mark_task **task)
{
    int64_t id;

    TRY(path_id(req, "task", &id));
    TRY(mark_task_find(req->house->db, req->arena, id, task));
    return (*task)->person == req->visitor->person ? MISSING : OK;
}

/* What the question was answered with. */
static enum status inputs_of(struct house *house, const struct tree *outcome,
                             const struct tree **out)
{
    const struct shelf_item *item;

    TRY(shelf_item(house, tree_integer(outcome, "item", 0), &item));
    const struct shelf_variant *variant =
        shelf_variant(item, tree_integer(outcome, "variant", 0));
    *out = variant ? &variant->inputs : NULL;
    return variant ? OK : FAILED;
}

static bool is_text(const struct tree *inputs, const char *name)
{
    const struct tree *input = tree_get(inputs, name);
    const char *type = input ? tree_text(input, "type") : NULL;

    return type && !strcmp(type, "text");
}

static void count_text(const struct tree *inputs, const struct tree *typed,
                       int64_t *words, int64_t *characters)
{
    for (size_t i = 0; i < typed->count && typed->kind == TREE_MAP; i++) {
        if (!is_text(inputs, typed->names[i]))
            continue;
        const char *p = typed->items[i].text;
        bool inside = false;
        for (; p && *p; p++) {
            bool blank = *p == ' ' || *p == '\n' || *p == '\t' || *p == '\r';
            *words += !blank && !inside;
            inside = !blank;
            *characters += ((unsigned char)*p & 0xc0) != 0x80;
        }
    }
}

/* The share of a part in the points of its question. */
static double most_of(const struct tree *parts, size_t i, double points)
{
    double all = 0;

    for (size_t k = 0; k < parts->count; k++)
        all += tree_real(&parts->items[k], "weight", 1);
    return points * tree_real(&parts->items[i], "weight", 1) / all;
}

static const struct mark *given_before(const struct mark *list, size_t count,
                                       const struct mark_task *task,
                                       const char *part)
{
    for (size_t i = count; i-- > 0;)
        if (list[i].slot == task->slot && !strcmp(list[i].part, part))
            return &list[i];
    return NULL;
}

static enum status read_parts(struct request *req, const struct reader *reader,
                              struct marked_one *one)
{
    const struct mark_task *task = one->page.task;
    const struct tree *parts =
        tree_get(tree_get(&one->outcome, "graded"), "parts");
    double points = tree_real(&one->outcome, "points", 0);
    struct tree inputs;
    const struct mark *marks;
    size_t count;

    TRY(mark_list(req->house->db, req->arena, task->attempt, &marks, &count));
    TRY(trial_inputs(
        req->house, req->arena, &one->trial,
        trial_variant(&one->trial, tree_integer(&one->outcome, "variant", 1)),
        &inputs));
    struct mark_part *list =
        arena_many(req->arena, struct mark_part, parts->count);
    for (size_t i = 0; i < parts->count; i++) {
        const char *name = parts->names[i];
        const struct mark *mark = given_before(marks, count, task, name);
        const char *said = tree_text(&parts->items[i], "outcome");
        if (strcmp(said, "needs_human") && !mark)
            continue;
        const char *label = say_in(tree_get(tree_get(&inputs, name), "label"),
                                   reader->language);
        double most = most_of(parts, i, points);
        list[one->page.part_count++] = (struct mark_part){
            name,
            *label ? label : name,
            most,
            mark ? format_number(req->arena, reader->language,
                                 mark->score * most, 6 | FORMAT_SHORT)
                 : "",
            mark ? mark->comment : "",
            NULL};
    }
    one->page.parts = list;
    return OK;
}

static enum status read_question(struct request *req,
                                 const struct reader *reader,
                                 struct marked_one *one)
{
    struct mark_page *page = &one->page;
    const struct trial_variant *variant =
        trial_variant(&one->trial, tree_integer(&one->outcome, "variant", 1));
    const char *language = language_code(reader->language);
    const struct tree *typed = tree_get(&one->outcome, "typed");
    const struct tree *inputs;
    struct tree troubles;

    if (!variant || !typed)
        return FAILED;
    TRY(trial_render(req->house, req->arena, &one->trial, variant, language, 0,
                     &page->nodes, &troubles));
    enum status status = question_explain(
        req->house->questions, req->arena, &one->trial.item, &variant->params,
        &variant->truth, typed, language, NULL, &page->explained);
    if (status != OK)
        page->explained = (struct tree){0};
    if (status == FAILED)
        return FAILED;
    page->how = (struct nodes){
        .reader = reader,
        .mode = NODES_REVIEW,
        .typed = typed,
        .files = media_addresses(req->arena,
                                 arena_print(req->arena, "/marks/%lld/files",
                                             (long long)page->task->id),
                                 &one->trial.files),
        .sent = arena_print(req->arena, "/marks/%lld/sent/",
                            (long long)page->task->id),
        .sent_as = page->task->code,
        .part = "answer"};
    page->key_how = page->how;
    page->key_how.typed = NULL;
    TRY(inputs_of(req->house, &one->outcome, &inputs));
    count_text(inputs, typed, &page->words, &page->characters);
    return OK;
}

static enum status read_one(struct request *req, struct response *res,
                            struct marked_one *one)
{
    const struct result *result;
    struct db *db = req->house->db;

    TRY(find_task(req, &one->page.task));
    const struct mark_task *task = one->page.task;
    TRY(trial_read(req->house, req->arena, task->item, &one->trial));
    TRY(mark_outcome_find(db, req->arena, task, &one->outcome));
    TRY(result_find(db, req->arena, task->attempt, &result));
    one->page.settled =
        strcmp(result->state, "held") ||
        (task->done_by && task->done_by != req->visitor->person) ||
        (task->lent_to && task->lent_to != req->visitor->person &&
         task->lent_until > req->now);
    res->title = say_with(req->arena, req->visitor->language, SAY_MARK_TITLE,
                          "code", task->code, NULL);
    const struct reader *reader = reader_of(req, res);
    TRY(find_line(req, reader, task->sitting, task->item, &one->page.line));
    TRY(read_question(req, reader, one));
    return read_parts(req, reader, one);
}

enum status mark_show(struct request *req, struct response *res)
{
    struct marked_one *one = arena_make(req->arena, struct marked_one);

    TRY(read_one(req, res, one));
    view_mark_page(&res->body, reader_of(req, res), &one->page);
    return OK;
}

/* What was handed in, to be opened elsewhere; its name may say whose it is, so
   it is called by the code. */
enum status mark_sent_show(struct request *req, struct response *res)
{
    const struct mark_task *task;
    const struct tree *inputs;
    struct tree outcome;

    TRY(find_task(req, &task));
    TRY(mark_outcome_find(req->house->db, req->arena, task, &outcome));
    TRY(inputs_of(req->house, &outcome, &inputs));
    TRY(sent_send(req, res, inputs, tree_get(&outcome, "typed"),
                  field(&req->path, "file")));
    const char *end = strrchr(res->download, '.');
    res->download = arena_print(req->arena, "%s%s", task->code, end ? end : "");
    return OK;
}

enum status mark_file_show(struct request *req, struct response *res)
{
    struct trial *trial = arena_make(req->arena, struct trial);
    const struct mark_task *task;

    TRY(find_task(req, &task));
    TRY(trial_read(req->house, req->arena, task->item, trial));
    return medium_send(req, res, &trial->files, field(&req->path, "file"));
}

/* ---- giving a mark ---------------------------------------------------------
 */

static const char *sent(const struct request *req, const char *what,
                        const char *part)
{
    const char *value =
        field(&req->form, arena_print(req->arena, "%s.%s", what, part));

    return value ? value : "";
}

/* Points as typed into a share of the part; what is wrong is said beside it. */
static bool take_part(const struct request *req, const struct reader *reader,
                      struct mark_part *part, struct given *given)
{
    double points;

    part->points = sent(req, "points", part->name);
    part->comment = sent(req, "comment", part->name);
    *given = (struct given){part->name, 0, part->comment};
    if (!parse_decimal(part->points, &points) || points < 0 ||
        points > part->most + 1e-9)
        part->problem = say_with(req->arena, reader->language,
                                 SAY_MARK_POINTS_WRONG, "most",
                                 format_number(req->arena, reader->language,
                                               part->most, 6 | FORMAT_SHORT),
                                 NULL);
    else if (strlen(part->comment) > MOST_COMMENT)
        part->problem = say(reader->language, SAY_MARK_COMMENT_LONG);
    else
        given->score = part->most > 0 ? points / part->most : 0;
    if (given->score > 1)
        given->score = 1;
    return !part->problem;
}

static enum status take_next(struct request *req, struct response *res,
                             int64_t sitting, int64_t item)
{
    int64_t next;
    enum status status = mark_take(req->house, req->arena, sitting, item,
                                   req->visitor->person, req->now, &next);

    if (status == MISSING)
        return redirect(req, res, "/marking/%lld/%lld", (long long)sitting,
                        (long long)item);
    TRY(status);
    return redirect(req, res, "/marks/%lld", (long long)next);
}

enum status mark_take_next(struct request *req, struct response *res)
{
    const struct mark_line *line;
    int64_t sitting, item;

    TRY(path_id(req, "sitting", &sitting));
    TRY(path_id(req, "item", &item));
    TRY(find_line(req, reader_of(req, res), sitting, item, &line));
    return take_next(req, res, sitting, item);
}

static enum status go_on(struct request *req, struct response *res,
                         const struct mark_task *task)
{
    const char *go = field(&req->form, "go");

    if (go && !strcmp(go, "next"))
        return take_next(req, res, task->sitting, task->item);
    return redirect(req, res, "/marking/%lld/%lld", (long long)task->sitting,
                    (long long)task->item);
}

enum status mark_send(struct request *req, struct response *res)
{
    struct marked_one *one = arena_make(req->arena, struct marked_one);

    TRY(read_one(req, res, one));
    struct mark_page *page = &one->page;
    const struct reader *reader = reader_of(req, res);
    struct mark_part *parts =
        arena_many(req->arena, struct mark_part, page->part_count);
    struct given *given =
        arena_many(req->arena, struct given, page->part_count);
    for (size_t i = 0; i < page->part_count; i++) {
        parts[i] = page->parts[i];
        page->problem_count += !take_part(req, reader, &parts[i], &given[i]);
    }
    page->parts = parts;
    enum status status =
        page->settled ? CONFLICT
        : page->problem_count
            ? INVALID
            : mark_give(req->house, req->arena, page->task->id, given,
                        page->part_count, req->visitor->person, req->now);
    if (status == CONFLICT || page->problem_count) {
        /* what was typed comes back either way */
        res->code = status == CONFLICT ? 409 : 422;
        page->taken = page->settled = status == CONFLICT;
        view_mark_page(&res->body, reader, page);
        return OK;
    }
    TRY(status);
    return go_on(req, res, page->task);
}
