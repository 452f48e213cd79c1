#include "pages/exam.h"
#include "pages/pages.h"
#include "views.h"
#include "json/json.h"

#include <string.h>

/* What of a closed attempt its candidate may see, by the rules of the test:
   a thing shown "closed" waits until nobody sits any more; the key, until no
   other sitting of the same test is open or to come either. What explains an
   answer gives the key away, so feedback never comes before the key does. */
static bool is_shown(const struct request *req, const struct exam *exam,
                     const char *what)
{
    const char *when = test_review(exam->plan, what);
    bool tells_key = !strcmp(what, "key") || !strcmp(what, "feedback");
    int64_t closed = exam->sitting->over_at;

    if (tells_key && exam->keys_at > closed)
        closed = exam->keys_at;
    return review_is_open(when, closed, exam->sitting->released_at, req->now);
}

static bool comes_later(const struct request *req, const struct exam *exam,
                        const char *what)
{
    return !is_shown(req, exam, what) &&
           strcmp(test_review(exam->plan, what), "never");
}

static enum status read_key(struct request *req, const struct exam *exam,
                            const struct reader *reader,
                            const struct tree *outcome, struct reviewed *one)
{
    const struct slot *slot = &exam->paper.slots[one->slot - 1];
    struct tree settings = grading_settings(req->arena, exam->plan);
    struct tree *model = arena_make(req->arena, struct tree);
    const struct shelf_item *item;

    /* the version that has the right key, where a regrade has put it right */
    TRY(shelf_item(req->house, tree_integer(outcome, "becomes", slot->item),
                   &item));
    const struct shelf_variant *v = shelf_variant(item, slot->variant);
    if (!v)
        return FAILED;
    enum status status =
        question_model(req->house->questions, req->arena, &item->item,
                       &v->params, &v->truth, &settings, model);
    if (status == OK) {
        one->shows_key = true;
        one->key_how = (struct nodes){
            .reader = reader,
            .files = one->how.files,
            .mode = NODES_REVIEW,
            .typed = model,
            .part = arena_print(req->arena, "key%lld", (long long)one->slot)};
    }
    if (status == OK && is_shown(req, exam, "feedback"))
        status = question_explain(
            req->house->questions, req->arena, &item->item, &v->params,
            &v->truth, one->how.typed, language_code(req->visitor->language),
            &settings, &one->explained);
    return status == FAILED ? FAILED : OK;
}

/* What who marked it said, where a person did. */
static void read_comments(struct arena *arena, enum language language,
                          const struct tree *outcome, struct reviewed *one)
{
    const struct tree *parts = tree_get(tree_get(outcome, "graded"), "parts");
    const char **list =
        arena_many(arena, const char *, parts ? parts->count : 0);

    for (size_t i = 0; parts && i < parts->count; i++) {
        const char *class = tree_text(&parts->items[i], "class");
        const struct tree *why = tree_get(&parts->items[i], "why");
        if (class && why && !strcmp(class, "marked"))
            list[one->comment_count++] = say_in(why, language);
    }
    one->comments = list;
}

static enum status read_one(struct request *req, const struct exam *exam,
                            const struct reader *reader,
                            const struct tree *outcome, struct reviewed *one)
{
    const struct standing *here = &exam->standing[one->slot - 1];

    one->points = exam->paper.slots[one->slot - 1].points;
    one->got = tree_real(outcome, "got", 0);
    one->outcome = tree_text(tree_get(outcome, "graded"), "outcome");
    one->dropped = tree_truth(outcome, "dropped");
    one->given = tree_truth(outcome, "given");
    one->answered = here->answered;
    read_comments(req->arena, req->visitor->language, outcome, one);
    one->shows_answer = is_shown(req, exam, "answers");
    const struct tree *files;
    TRY(exam_nodes(req, exam, one->slot, &one->nodes));
    TRY(exam_media(req, exam, one->slot, &files));
    one->how = (struct nodes){
        .reader = reader,
        .files = files,
        .sent = exam_sent_address(req, exam, one->slot),
        .mode = NODES_REVIEW,
        .typed = &here->typed,
        .part = arena_print(req->arena, "answer%lld", (long long)one->slot)};
    return is_shown(req, exam, "key")
               ? read_key(req, exam, reader, outcome, one)
               : OK;
}

static enum status read_all(struct request *req, const struct exam *exam,
                            const struct reader *reader,
                            struct result_page *page)
{
    struct tree outcomes = {0};
    const char *json = page->result->outcomes;

    TRY(json_read(req->arena, json, strlen(json), &outcomes));
    struct reviewed *list =
        arena_many(req->arena, struct reviewed, exam->paper.count);
    for (size_t i = 0; i < exam->paper.count; i++) {
        list[i].slot = (int64_t)i + 1;
        TRY(read_one(req, exam, reader,
                     i < outcomes.count ? &outcomes.items[i] : NULL, &list[i]));
    }
    page->reviewed = list;
    page->count = exam->paper.count;
    return OK;
}

enum status exam_may_look_back(struct request *req, struct exam *exam,
                               bool *may)
{
    TRY(test_last_closing_find(req->house->db, req->arena, exam->attempt->test,
                               &exam->keys_at));
    *may = is_shown(req, exam, "answers") || is_shown(req, exam, "key");
    return OK;
}

/* Which attempt is better tells of its score, so nothing is said before that
   may be seen. */
static enum status read_counting(struct request *req, struct result_page *page)
{
    const struct exam *exam = page->exam;

    if (!page->shows_score)
        return OK;
    enum status status =
        counting_attempt_find(req->house->db, req->arena, exam->candidate->id,
                              &page->counting, &page->counting_number);
    if (page->counting == exam->attempt->id)
        page->counting = 0;
    return status == MISSING ? OK : status;
}

/* Sections with a pass mark of their own that were not passed, as they are
   called. */
static const char *missed_said(const struct request *req,
                               const struct exam *exam,
                               const struct result *result)
{
    const char *list = NULL,
               *all = arena_print(req->arena, " %s ", result->missed);

    for (size_t i = 0; i < exam->plan->section_count; i++) {
        const struct test_section *one = &exam->plan->sections[i];
        if (!strstr(all, arena_print(req->arena, " %s ", one->id)))
            continue;
        const char *title = say_in(one->title, req->visitor->language);
        list = list ? arena_print(req->arena, "%s, %s", list, title) : title;
    }
    return list;
}

enum status exam_result_show(struct request *req, struct response *res)
{
    struct exam *exam = arena_make(req->arena, struct exam);
    struct result_page page = {.exam = exam};

    TRY(exam_read(req, exam));
    if (exam_is_open(req, exam))
        return redirect(req, res, "/attempts/%lld/review",
                        (long long)exam->attempt->id);
    enum status status = result_find(req->house->db, req->arena,
                                     exam->attempt->id, &page.result);
    if (status != OK && status != MISSING)
        return status;
    if (status == OK)
        TRY(regrade_of_attempt_list(req->house->db, req->arena,
                                    exam->attempt->id, &page.regraded,
                                    &page.regraded_count));
    bool looks_back;
    TRY(exam_may_look_back(req, exam, &looks_back));
    res->title = say(req->visitor->language, SAY_RESULT_TITLE);
    const struct reader *reader = reader_of(req, res);
    if (status == OK) {
        page.shows_score = is_shown(req, exam, "score");
        TRY(read_counting(req, &page));
        if (page.result->missed)
            page.missed = missed_said(req, exam, page.result);
        page.awaits_release =
            !strcmp(test_review(exam->plan, "score"), "released");
        page.later_score = comes_later(req, exam, "score");
        page.later_key = comes_later(req, exam, "key");
        if (looks_back)
            TRY(read_all(req, exam, reader, &page));
    }
    enum admission admission;
    int64_t open;
    TRY(admission_of(req->house->db, req->arena, exam->sitting, exam->candidate,
                     exam->plan, req->now, &admission, &open));
    page.may_again = (admission == ADMITTED && !open) || admission == TOO_SOON;
    view_exam_result(&res->body, reader, &page);
    return OK;
}
