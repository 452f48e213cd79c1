#include "pages/sittings.h"

#include "base/clock.h"
#include "domain/units.h"
#include "pages/pages.h"
#include "text/fold.h"
#include "text/parse.h"
#include "text/utf8.h"
#include "views.h"
#include "json/json.h"

#include <string.h>

/* ---- what was typed ------------------------------------------------------*/

static enum status read_form(struct request *req, struct sitting_form *form)
{
    *form = (struct sitting_form){
        .test = field_number(&req->form, "test", 0),
        .code = line_typed(req, "code"),
        .title_vi = line_typed(req, "title_vi"),
        .title_en = line_typed(req, "title_en"),
        .basis = line_typed(req, "basis"),
        .opens = line_typed(req, "opens"),
        .closes = line_typed(req, "closes"),
        .rules_vi = lines_typed(req, "rules_vi"),
        .rules_en = lines_typed(req, "rules_en"),
    };
    if (!parse_moment(form->opens, &form->opens_at))
        form->opens_at = 0;
    if (!parse_moment(form->closes, &form->closes_at))
        form->closes_at = 0;
    TRY(unit_picker_read(req, &form->picker));
    return people_typed(req,
                        clock_day(form->opens_at ? form->opens_at : req->now),
                        &form->people);
}

static struct new_sitting draft_of(struct request *req,
                                   const struct sitting_form *form)
{
    size_t count;
    const int64_t *people = people_called(req->arena, &form->people, &count);

    return (struct new_sitting){
        .code = form->code,
        .test = form->test,
        .title_vi = form->title_vi,
        .title_en = form->title_en,
        .basis = form->basis,
        .rules_vi = form->rules_vi,
        .rules_en = form->rules_en,
        .opens_at = form->opens_at,
        .closes_at = form->closes_at,
        .units = form->picker.units,
        .unit_count = form->picker.unit_count,
        .people = people,
        .people_count = count,
        .by = req->visitor->person,
        .now = req->now,
    };
}

/* ---- choices -------------------------------------------------------------*/

static enum status read_tests(struct request *req, const struct reader *reader,
                              struct form_page *page)
{
    const struct test *tests;
    size_t count, n = 0;

    TRY(test_list(req->house->db, req->arena, &tests, &count));
    struct test_choice *list =
        arena_many(req->arena, struct test_choice, count + 1);
    for (size_t i = 0; i < count; i++)
        if (tests[i].published_at)
            list[n++] = (struct test_choice){
                tests[i].id, reader_text(reader, tests[i].title), tests[i].code,
                tests[i].version};
    page->tests = list;
    return OK;
}

/* ---- the form ------------------------------------------------------------*/

bool has_fault(const struct form_page *page, enum sitting_fault fault)
{
    return page->checked && page->faults >> fault & 1;
}

const char *line_said(const struct reader *reader,
                      const struct calling_line *line)
{
    return say_with(
        reader->arena, reader->language,
        line->fault == LINE_UNKNOWN ? SAY_LINE_UNKNOWN : SAY_LINE_NO_DUTY,
        "line", arena_print(reader->arena, "%lld", (long long)line->number),
        "number", line->typed, "name",
        line->person ? line->person->full_name : "", NULL);
}

static enum status show_form(struct request *req, struct response *res,
                             struct form_page *page)
{
    const struct sitting_form *form = &page->form;
    const struct reader *reader = reader_of(req, res);
    const char *json;
    struct tree rules;

    TRY(read_tests(req, reader, page));
    TRY(unit_picker_fill(req, &page->form.picker));
    enum status status = sitting_rules(req->house, req->arena, form->rules_vi,
                                       form->rules_en, &json);
    if (status != OK && status != INVALID)
        return status;
    if (status == OK) {
        TRY(json_read(req->arena, json, strlen(json), &rules));
        page->rules = nodes_in(&rules, req->visitor->language);
    }
    if (page->checked) {
        for (int f = 0; f < SITTING_FAULTS; f++)
            page->wrong += page->faults >> f & 1;
        page->wrong += form->people.wrong + form->people.too_many;
        res->code = page->wrong ? 422 : 0;
    }
    res->title = say(req->visitor->language, SAY_SITTING_NEW);
    page->how = (struct nodes){.reader = reader_of(req, res), .heading = 3};
    view_sitting_form(&res->body, page->how.reader, page);
    return OK;
}

enum status sitting_new_show(struct request *req, struct response *res)
{
    struct form_page page = {0};

    TRY(read_form(req, &page.form)); /* empty: nothing was posted */
    page.form.test = field_number(&req->query, "test", 0);
    page.form.rules_vi = say(VIETNAMESE, SAY_SITTING_RULES_DRAFT);
    page.form.rules_en = say(ENGLISH, SAY_SITTING_RULES_DRAFT);
    return show_form(req, res, &page);
}

/* ---- looking it over, and scheduling -------------------------------------*/

static enum status check(struct request *req, struct form_page *page,
                         const struct new_sitting *draft)
{
    page->checked = true;
    TRY(sitting_faults(req->house, req->arena, draft, &page->faults));
    if (!page->form.opens_at || !page->form.closes_at)
        page->faults &= ~(UINT64_C(1) << SITTING_SHORT_WINDOW |
                          UINT64_C(1) << SITTING_PAST);
    if (!page->form.opens_at || !page->form.closes_at)
        page->faults |= UINT64_C(1) << SITTING_BAD_WINDOW;
    if (!draft->unit_count && !draft->people_count && !page->form.people.wrong)
        page->faults |= UINT64_C(1) << SITTING_NOBODY;
    return OK;
}

static enum status read_preview(struct request *req, struct form_page *form,
                                const struct new_sitting *draft,
                                struct preview_page *page)
{
    size_t *sizes = arena_many(req->arena, size_t, draft->unit_count);
    struct calling calling;

    TRY(calling_of(req->house, req->arena, clock_day(draft->opens_at),
                   draft->units, draft->unit_count, draft->people,
                   draft->people_count, &calling, sizes));
    TRY(unit_picker_chosen(req, &form->form.picker));
    struct unit_choice *units =
        arena_many(req->arena, struct unit_choice, draft->unit_count + 1);
    for (size_t i = 0; i < draft->unit_count; i++) {
        units[i] = form->form.picker.chosen[i];
        units[i].people = (int64_t)sizes[i];
    }
    page->units = units;
    page->called = calling.count;
    page->people = draft->people_count;
    if (!calling.count)
        form->faults |= UINT64_C(1) << SITTING_NOBODY;
    return OK;
}

static enum status show_preview(struct request *req, struct response *res,
                                const struct form_page *form,
                                struct preview_page *page)
{
    const struct sitting_form *f = &form->form;
    const struct reader *reader = reader_of(req, res);
    struct test_plan *plan = arena_make(req->arena, struct test_plan);
    const struct test *test;
    struct tree rules;
    const char *json;

    TRY(test_find(req->house->db, req->arena, f->test, &test));
    TRY(test_read(req->arena, test->definition, plan));
    TRY(sitting_rules(req->house, req->arena, f->rules_vi, f->rules_en, &json));
    TRY(json_read(req->arena, json, strlen(json), &rules));
    page->rules = nodes_in(&rules, req->visitor->language);
    page->form = f;
    page->plan = plan;
    page->test_title = reader_text(reader, test->title);
    page->title = req->visitor->language == ENGLISH && *f->title_en
                      ? f->title_en
                      : f->title_vi;
    res->title = say(req->visitor->language, SAY_SITTING_PREVIEW);
    page->how = (struct nodes){.reader = reader_of(req, res), .heading = 3};
    view_sitting_preview(&res->body, page->how.reader, page);
    return OK;
}

static enum status schedule(struct request *req, struct response *res,
                            struct form_page *page,
                            const struct new_sitting *draft)
{
    enum sitting_fault fault;
    size_t called;
    int64_t id;
    enum status status =
        sitting_schedule(req->house, req->arena, draft, &id, &called, &fault);

    if (status == INVALID) {
        page->faults |= UINT64_C(1) << fault;
        return show_form(req, res, page);
    }
    TRY(status);
    return redirect(req, res, "/schedule/%lld", (long long)id);
}

/* One form: its buttons search for units, look it over, go back, schedule. */
enum status sitting_new_send(struct request *req, struct response *res)
{
    const char *go = field(&req->form, "go");
    struct form_page page = {0};
    struct preview_page preview = {0};

    TRY(read_form(req, &page.form));
    bool looks = go && (!strcmp(go, "preview") || !strcmp(go, "schedule"));
    if (!looks)
        return show_form(req, res, &page);
    const struct new_sitting draft = draft_of(req, &page.form);
    TRY(check(req, &page, &draft));
    if (!page.faults && !page.form.people.wrong && !page.form.people.too_many)
        TRY(read_preview(req, &page, &draft, &preview));
    if (page.faults || page.form.people.wrong || page.form.people.too_many)
        return show_form(req, res, &page);
    /* Whoever moved in or out meanwhile is shown before they are called. */
    preview.changed =
        !strcmp(go, "schedule") &&
        field_number(&req->form, "called", -1) != (int64_t)preview.called;
    if (!strcmp(go, "schedule") && !preview.changed)
        return schedule(req, res, &page, &draft);
    return show_preview(req, res, &page, &preview);
}
