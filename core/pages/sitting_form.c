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

enum { MOST_UNITS = 300 };

/* ---- what was typed ------------------------------------------------------*/

const char *line_typed(struct request *req, const char *name)
{
    const char *typed = field(&req->form, name);

    return typed
               ? text_seen(req->arena, text_tidy(req->arena, typed), TEXT_LINE)
               : "";
}

static const char *lines_of(struct request *req, const char *name)
{
    const char *typed = field(&req->form, name);

    return typed ? text_seen(req->arena, typed, TEXT_LINES) : "";
}

/* The units that were ticked, each once, as far as they may be called. */
static enum status read_units(struct request *req, struct sitting_form *form)
{
    int64_t day = clock_day(req->now);
    int64_t *units = arena_many(req->arena, int64_t, MOST_UNITS);

    for (size_t i = 0; i < req->form.count; i++) {
        int64_t id;
        bool known = strcmp(req->form.list[i].name, "unit") != 0 ||
                     !parse_integer(req->form.list[i].value, &id);
        for (size_t k = 0; !known && k < form->unit_count; k++)
            known = units[k] == id;
        if (known || form->unit_count == MOST_UNITS)
            continue;
        TRY(scope_unit(req, SCHEDULE, id, day));
        units[form->unit_count++] = id;
    }
    form->units = units;
    return OK;
}

static enum status read_people(struct request *req, struct sitting_form *form)
{
    const struct people_scope scope = scope_of(req, SCHEDULE);
    int64_t day = clock_day(form->opens_at ? form->opens_at : req->now);
    enum status status = calling_read(req->house, req->arena, form->people, day,
                                      &scope, &form->lines, &form->line_count);

    if (status == INVALID) {
        form->too_many = true;
        form->line_count = 0;
        return OK;
    }
    TRY(status);
    for (size_t i = 0; i < form->line_count; i++)
        form->wrong_count += form->lines[i].fault == LINE_UNKNOWN ||
                             form->lines[i].fault == LINE_NO_DUTY;
    return OK;
}

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
        .people = lines_of(req, "people"),
        .rules_vi = lines_of(req, "rules_vi"),
        .rules_en = lines_of(req, "rules_en"),
        .find = line_typed(req, "find"),
    };
    if (!parse_moment(form->opens, &form->opens_at))
        form->opens_at = 0;
    if (!parse_moment(form->closes, &form->closes_at))
        form->closes_at = 0;
    TRY(read_units(req, form));
    return read_people(req, form);
}

static struct new_sitting draft_of(struct request *req,
                                   const struct sitting_form *form)
{
    int64_t *people = arena_many(req->arena, int64_t, form->line_count);
    size_t count = 0;

    for (size_t i = 0; i < form->line_count; i++)
        if (form->lines[i].fault == LINE_FINE)
            people[count++] = form->lines[i].person->id;
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
        .units = form->units,
        .unit_count = form->unit_count,
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

static bool is_in(const struct unit_choice *list, int64_t id)
{
    for (; list && list->id; list++)
        if (list->id == id)
            return true;
    return false;
}

/* People with their main duty in the unit and below it. */
static enum status size_of(struct request *req, int64_t unit, int64_t parent,
                           int64_t *people)
{
    const struct unit_size *sizes;
    size_t count;

    *people = 0;
    TRY(unit_size_list(req->house->db, req->arena, parent, clock_day(req->now),
                       &sizes, &count));
    for (size_t i = 0; i < count; i++)
        if (sizes[i].unit == unit)
            *people = sizes[i].people;
    return OK;
}

static enum status choice_of(struct request *req, int64_t id, bool chosen,
                             struct unit_choice *out)
{
    int64_t day = clock_day(req->now);
    const struct unit *unit;

    TRY(unit_find(req->house->db, req->arena, id, day, &unit));
    *out = (struct unit_choice){.id = id, .name = unit->name, .chosen = chosen};
    enum status status =
        unit_path_name(req->house->db, req->arena, id, day, &out->name);
    if (status != OK && status != MISSING)
        return status;
    return size_of(req, id, unit->parent, &out->people);
}

static enum status read_chosen(struct request *req,
                               const struct sitting_form *form,
                               const struct unit_choice **out)
{
    struct unit_choice *list =
        arena_many(req->arena, struct unit_choice, form->unit_count + 1);

    for (size_t i = 0; i < form->unit_count; i++)
        TRY(choice_of(req, form->units[i], true, &list[i]));
    *out = list;
    return OK;
}

/* By their name, or by their code; those that are ticked stand above already.
 */
static enum status find_units(struct request *req, struct form_page *page)
{
    int64_t day = clock_day(req->now);
    char *folded =
        arena_print(req->arena, "%s", text_fold(req->arena, page->form.find));
    const struct unit *found, *by_code = NULL;
    size_t count, n = 0;

    for (char *p = folded; *p; p++)
        if (strchr("%_\\", *p))
            *p = ' ';
    TRY(unit_word_list(req->house->db, req->arena, folded, day, &found,
                       &count));
    enum status status = unit_code_find(req->house->db, req->arena,
                                        page->form.find, day, &by_code);
    if (status != OK && status != MISSING)
        return status;
    struct unit_choice *list =
        arena_many(req->arena, struct unit_choice, count + 2);
    page->found = list;
    page->searched = true;
    for (size_t i = 0; i < count + (by_code != NULL); i++) {
        int64_t id = i < count ? found[i].id : by_code->id;
        if (is_in(page->chosen, id) || is_in(list, id))
            continue;
        status = scope_unit(req, SCHEDULE, id, day);
        if (status == MISSING)
            continue;
        TRY(status);
        TRY(choice_of(req, id, false, &list[n++]));
    }
    return OK;
}

static enum status add_below(struct request *req, const struct form_page *page,
                             int64_t parent, struct unit_choice *list,
                             size_t *n)
{
    int64_t day = clock_day(req->now);
    const struct unit_size *sizes;
    const struct unit *below;
    size_t count, size_count;

    TRY(unit_child_list(req->house->db, req->arena, parent, day, &below,
                        &count));
    TRY(unit_size_list(req->house->db, req->arena, parent, day, &sizes,
                       &size_count));
    for (size_t i = 0; i < count && *n < MOST_UNITS; i++) {
        struct unit_choice choice = {.id = below[i].id, .name = below[i].name};
        if (is_in(page->chosen, choice.id) || is_in(page->found, choice.id) ||
            is_in(list, choice.id))
            continue;
        for (size_t k = 0; k < size_count; k++)
            if (sizes[k].unit == choice.id)
                choice.people = sizes[k].people;
        list[(*n)++] = choice;
    }
    return OK;
}

/* The top of what may be called, and what stands right below it. */
static enum status read_top(struct request *req, struct form_page *page)
{
    struct unit_choice *list =
        arena_many(req->arena, struct unit_choice, MOST_UNITS + 2);
    const struct visitor *visitor = req->visitor;
    size_t n = 0;

    page->top = list;
    if (scope_of(req, SCHEDULE).whole) {
        TRY(add_below(req, page, 0, list, &n));
        for (size_t i = 0, roots = n; i < roots; i++)
            TRY(add_below(req, page, list[i].id, list, &n));
        for (const struct unit_choice *c = page->chosen; c->id; c++)
            TRY(add_below(req, page, c->id, list, &n));
        return OK;
    }
    for (size_t i = 0; i < visitor->scope_count && n < MOST_UNITS; i++) {
        const struct scope *s = &visitor->scopes[i];
        if (!(role_rights(s->role) >> SCHEDULE & 1))
            continue;
        if (!is_in(page->chosen, s->unit) && !is_in(page->found, s->unit) &&
            !is_in(list, s->unit))
            TRY(choice_of(req, s->unit, false, &list[n++]));
        TRY(add_below(req, page, s->unit, list, &n));
    }
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
    TRY(read_chosen(req, form, &page->chosen));
    if (*form->find)
        TRY(find_units(req, page));
    TRY(read_top(req, page));
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
        page->wrong += form->wrong_count + form->too_many;
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
    if (!draft->unit_count && !draft->people_count && !page->form.wrong_count)
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
    TRY(read_chosen(req, &form->form, &form->chosen));
    struct unit_choice *units =
        arena_many(req->arena, struct unit_choice, draft->unit_count + 1);
    for (size_t i = 0; i < draft->unit_count; i++) {
        units[i] = form->chosen[i];
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
    if (!page.faults && !page.form.wrong_count && !page.form.too_many)
        TRY(read_preview(req, &page, &draft, &preview));
    if (page.faults || page.form.wrong_count || page.form.too_many)
        return show_form(req, res, &page);
    /* Whoever moved in or out meanwhile is shown before they are called. */
    preview.changed =
        !strcmp(go, "schedule") &&
        field_number(&req->form, "called", -1) != (int64_t)preview.called;
    if (!strcmp(go, "schedule") && !preview.changed)
        return schedule(req, res, &page, &draft);
    return show_preview(req, res, &page, &preview);
}
