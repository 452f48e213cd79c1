#include "domain/accommodations.h"
#include "pages/exam.h"
#include "pages/fields.h"
#include "pages/pages.h"
#include "views.h"
#include "json/json.h"

#include <string.h>

/* ---- the list
 * ------------------------------------------------------------------*/

static const char *state_of(const struct called *c, int64_t now)
{
    if (c->cancelled_at)
        return "cancelled";
    if (strcmp(c->state, "called"))
        return c->state;
    if (c->attempt && !strcmp(c->attempt_state, "open") &&
        attempt_left(c->ends_at, c->paused_at, now) > 0)
        return "doing";
    if (c->attempt)
        return "done";
    if (now < c->opens_at)
        return "coming";
    return now < c->closes_at ? "open" : "over";
}

/* A score that the test's rules do not show yet is not shown here either. */
static enum status find_result(struct request *req, const struct called *c,
                               const struct result **out)
{
    struct test_plan plan;

    *out = NULL;
    TRY(test_read(req->arena, c->definition, &plan));
    const char *when = test_review(&plan, "score");
    if (!review_is_open(when, c->over_at, c->released_at, req->now))
        return OK;
    enum status status =
        result_find(req->house->db, req->arena, c->counting, out);
    if (status == OK && strcmp((*out)->state, "graded"))
        *out = NULL;
    return status == MISSING ? OK : status;
}

static enum status is_of_course(struct request *req, const struct called *c,
                                const char *course_code, bool *is)
{
    const struct test *test;

    TRY(test_find(req->house->db, req->arena, c->test, &test));
    *is = test->course_code && !strcmp(test->course_code, course_code);
    return OK;
}

enum status my_sittings_of(struct request *req, const char *course_code,
                           const struct my_sitting **out, size_t *count)
{
    const struct called *called;
    size_t all, n = 0;

    TRY(sitting_person_list(req->house->db, req->arena, req->visitor->person,
                            &called, &all));
    struct my_sitting *list = arena_many(req->arena, struct my_sitting, all);
    for (size_t i = 0; i < all; i++) {
        bool wanted = true;
        if (course_code)
            TRY(is_of_course(req, &called[i], course_code, &wanted));
        if (!wanted)
            continue;
        list[n] =
            (struct my_sitting){&called[i], in_language(req, called[i].title),
                                state_of(&called[i], req->now), NULL};
        if (!strcmp(list[n].state, "done"))
            TRY(find_result(req, &called[i], &list[n].result));
        n++;
    }
    *out = list;
    *count = n;
    return OK;
}

enum status my_sittings_show(struct request *req, struct response *res)
{
    const struct my_sitting *list;
    size_t count;

    TRY(my_sittings_of(req, NULL, &list, &count));
    res->title = say(req->visitor->language, SAY_MY_SITTINGS);
    view_my_sittings(&res->body, reader_of(req, res), list, count);
    return OK;
}

/* ---- one of them, before the start
 * ------------------------------------------------*/

/* Where they sit, and what they are granted beyond the limit. */
static enum status read_place(struct request *req, struct sitting_page *page)
{
    const struct candidate *c = page->candidate;
    const struct room *room;

    TRY(extra_time_of(req->house->db, req->arena, c->person,
                      page->plan->limit_ms, req->now, NULL, &page->extra_ms));
    if (!c->room)
        return OK;
    TRY(room_find(req->house->db, req->arena, c->room, &room));
    page->room = arena_print(req->arena, "%s%s%s", room->name,
                             c->seat ? " · " : "", c->seat ? c->seat : "");
    return OK;
}

static enum status read_page(struct request *req, int64_t id,
                             struct sitting_page *page)
{
    struct db *db = req->house->db;
    const struct attempt *last;
    const struct shelf_test *test;
    struct tree rules;

    if (!sees_sitting(req->visitor, id))
        return MISSING;
    TRY(sitting_find(db, req->arena, id, &page->sitting));
    TRY(candidate_find_by_person(db, req->arena, id, req->visitor->person,
                                 &page->candidate));
    TRY(shelf_test(req->house, page->sitting->test, &test));
    page->plan = &test->plan;
    TRY(admission_of(db, req->arena, page->sitting, page->candidate, page->plan,
                     req->now, &page->admission, &page->open));
    TRY(read_place(req, page));
    page->condition = exam_condition(req, page->sitting, page->candidate);
    page->title = in_language(req, page->sitting->title);
    page->test_title = in_language(req, test->test.title);
    TRY(json_read(req->arena, page->sitting->rules,
                  strlen(page->sitting->rules), &rules));
    page->rules = nodes_in(&rules, req->visitor->language);
    page->instructions =
        nodes_in(tree_get(&page->plan->definition, "instructions"),
                 req->visitor->language);
    enum status status =
        newest_attempt_find(db, req->arena, page->candidate->id, &last);
    if (status == OK && last->id != page->open)
        page->last = last->id;
    if (page->admission == TOO_SOON)
        page->again_at = next_attempt_from(page->plan, last->sealed_at);
    return status == MISSING ? OK : status;
}

enum status my_sitting_show(struct request *req, struct response *res)
{
    struct sitting_page page = {0};
    int64_t id;

    TRY(path_id(req, "sitting", &id));
    TRY(read_page(req, id, &page));
    page.unconfirmed = field(&req->query, "unconfirmed") != NULL;
    page.wrong_passcode = field(&req->query, "passcode") != NULL;
    res->title = page.title;
    page.how = (struct nodes){.reader = reader_of(req, res), .heading = 3};
    view_my_sitting(&res->body, page.how.reader, &page);
    return OK;
}

/* Where to go on: the first question without an answer; the first of all if
   none is left. */
static enum status slot_to_enter(struct request *req, int64_t id, int64_t *slot)
{
    const struct attempt *attempt;
    const struct standing *standing;
    struct paper paper;

    TRY(attempt_find(req->house->db, req->arena, id, &attempt));
    TRY(paper_read(req->arena, attempt->paper, &paper));
    TRY(answers_read(req->house, req->arena, id, paper.count, &standing));
    *slot = 1;
    for (size_t i = 0; i < paper.count; i++)
        if (!standing[i].answered) {
            *slot = (int64_t)i + 1;
            break;
        }
    return OK;
}

/* Conditions of entering; `*refused`: what the page is asked to say. Who has
   begun does not say the passcode again. */
static enum status may_enter(struct request *req, int64_t id,
                             const char **refused)
{
    const struct candidate *candidate;
    const struct sitting *sitting;
    const struct attempt *attempt;

    *refused = NULL;
    TRY(sitting_find(req->house->db, req->arena, id, &sitting));
    TRY(candidate_find_by_person(req->house->db, req->arena, id,
                                 req->visitor->person, &candidate));
    if (exam_condition(req, sitting, candidate) != CONDITION_MET) {
        *refused = "";
        return OK;
    }
    enum status status = newest_attempt_find(req->house->db, req->arena,
                                             candidate->id, &attempt);
    if (status != OK && status != MISSING)
        return status;
    bool begun = status == OK && !strcmp(attempt->state, "open");
    if (!begun && !passcode_fits(req->arena, sitting, candidate,
                                 line_typed(req, "passcode")))
        *refused = "?passcode=wrong";
    return OK;
}

enum status my_sitting_start(struct request *req, struct response *res)
{
    enum admission admission;
    const char *refused;
    int64_t id, attempt, slot;

    TRY(path_id(req, "sitting", &id));
    if (!sees_sitting(req->visitor, id))
        return MISSING;
    TRY(may_enter(req, id, &refused));
    if (refused)
        return redirect(req, res, "/sittings/%lld%s", (long long)id, refused);
    TRY(attempt_start(req->house, req->arena, id, req->visitor->person,
                      field(&req->form, "confirmed") != NULL, req->now,
                      &admission, &attempt));
    if (attempt) {
        TRY(slot_to_enter(req, attempt, &slot));
        return redirect(req, res, "/attempts/%lld/%lld", (long long)attempt,
                        (long long)slot);
    }
    if (admission == NOT_CALLED)
        return MISSING;
    return redirect(req, res, "/sittings/%lld%s", (long long)id,
                    admission == NOT_CONFIRMED ? "?unconfirmed=1" : "");
}
