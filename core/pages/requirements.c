#include "pages/requirements.h"

#include "base/clock.h"
#include "pages/pages.h"
#include "pages/people.h"
#include "pages/scope.h"
#include "store/people.h"
#include "text/format.h"
#include "text/parse.h"
#include "views.h"

#include <string.h>

enum { REQUIREMENTS_A_PAGE = 200, MOST_LACKING = 200 };

static const char *const kinds[] = {"can_bo", "cong_chuc", "vien_chuc", "hdld",
                                    "khong_chuyen_trach"};
enum { KINDS = sizeof kinds / sizeof *kinds };

/* ---- words ---------------------------------------------------------------*/

bool requirement_has(const struct requirement_form *form,
                     enum requirement_fault fault)
{
    return form->checked && form->faults >> fault & 1;
}

bool requirement_ticks(const struct requirement_form *form, const char *kind)
{
    for (size_t i = 0; i < form->kind_count; i++)
        if (!strcmp(form->kinds[i], kind))
            return true;
    return false;
}

const char *requirement_kinds(const struct reader *reader,
                              const struct requirement *requirement)
{
    const char *said = "";

    for (size_t i = 0; i < KINDS; i++)
        if (strstr(requirement->kinds,
                   arena_print(reader->arena, ",%s,", kinds[i])))
            said = arena_print(reader->arena, "%s%s%s", said, *said ? ", " : "",
                               person_kind_said(reader, kinds[i]));
    return said;
}

const char *requirement_state(const struct reader *reader,
                              const struct requirement *requirement)
{
    if (requirement->ended_at)
        return "ended";
    return requirement->due_on < clock_day(reader->now) ? "over" : "holds";
}

const char *requirement_share(const struct reader *reader,
                              const struct requirement_progress *line)
{
    double share =
        line->people ? (double)line->done * 100 / (double)line->people : 0;

    return format_percent(reader->arena, reader->language, share,
                          1 | FORMAT_SHORT);
}

/* ---- the list ------------------------------------------------------------*/

static struct requirement_filter filter_of(const struct request *req)
{
    const struct people_scope scope = scope_of(req, SCHEDULE);

    return (struct requirement_filter){.whole = scope.whole,
                                       .viewer = scope.viewer,
                                       .roles = scope.roles,
                                       .day = scope.day};
}

static enum status course_title(const struct request *req,
                                const struct reader *reader, const char *code,
                                const char **title)
{
    const struct course *course;
    enum status status = course_find(req->house->db, req->arena, code, &course);

    *title = status == OK ? reader_text(reader, course->title) : code;
    return status == MISSING ? OK : status;
}

static enum status whom_said(const struct request *req, int64_t requirement,
                             const char **names)
{
    const struct required_unit *units;
    int64_t people;
    size_t count;

    TRY(requirement_unit_list(req->house->db, req->arena, requirement, &units,
                              &count));
    *names = "";
    for (size_t i = 0; i < count; i++)
        *names = arena_print(req->arena, "%s%s%s", *names, i ? ", " : "",
                             units[i].name);
    TRY(requirement_named_count(req->house->db, req->arena, requirement,
                                &people));
    if (people)
        *names = arena_print(req->arena, "%s%s%s", *names, count ? ", " : "",
                             say_count(req->arena, req->visitor->language,
                                       SAY_REQUIREMENT_NAMED_COUNT, people));
    return OK;
}

enum status requirements_show(struct request *req, struct response *res)
{
    const struct requirement_filter filter = filter_of(req);
    const struct reader *reader = reader_of(req, res);
    const struct requirement *list;
    size_t count;

    TRY(requirement_scope_list(req->house->db, req->arena, &filter,
                               REQUIREMENTS_A_PAGE, 0, &list, &count));
    struct requirement_line *lines =
        arena_many(req->arena, struct requirement_line, count + 1);
    for (size_t i = 0; i < count; i++) {
        lines[i].requirement = &list[i];
        TRY(course_title(req, reader, list[i].course_code, &lines[i].course));
        TRY(whom_said(req, list[i].id, &lines[i].units));
    }
    res->title = say(req->visitor->language, SAY_REQUIREMENTS);
    view_requirements(&res->body, reader_of(req, res), lines);
    return OK;
}

/* ---- one of them ---------------------------------------------------------*/

static enum status find_mine(struct request *req,
                             const struct requirement **out)
{
    struct requirement_filter filter = filter_of(req);
    size_t count;

    TRY(path_id(req, "requirement", &filter.requirement));
    TRY(requirement_scope_list(req->house->db, req->arena, &filter, 1, 0, out,
                               &count));
    return count ? OK : MISSING;
}

/* The unit that the address asks for: one of those named, or below one. */
static enum status read_unit(struct request *req, struct requirement_page *page)
{
    int64_t wanted = field_number(&req->query, "unit", 0);
    const struct required_unit *units;
    const struct unit *path;
    size_t count, depth;

    if (!wanted)
        return OK;
    TRY(requirement_unit_list(req->house->db, req->arena, page->requirement->id,
                              &units, &count));
    TRY(unit_path_list(req->house->db, req->arena, wanted, clock_day(req->now),
                       &path, &depth));
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < depth; k++)
            if (path[k].id == units[i].id) {
                page->unit = wanted;
                page->unit_name = path[depth - 1].name;
                /* The names of those who lack it are not for everybody. */
                return scope_unit(req, SCHEDULE, wanted, clock_day(req->now));
            }
    return MISSING;
}

/* Each counts once; their names are for who named them, or looks after all. */
static enum status read_named(struct request *req,
                              struct requirement_page *page)
{
    const struct named *list;
    size_t count;

    TRY(requirement_named_list(req->house->db, req->arena, page->requirement,
                               clock_day(req->now), &list, &count));
    for (size_t i = 0; i < count; i++) {
        if (list[i].by_unit_also)
            continue;
        page->all.people++;
        page->all.done += list[i].done_at != 0;
        page->all.begun += !list[i].done_at && list[i].who.began_at;
    }
    if (scope_of(req, SCHEDULE).whole ||
        page->requirement->created_by == req->visitor->person) {
        page->named = list;
        page->named_count = count;
    }
    return OK;
}

static enum status read_progress(struct request *req,
                                 struct requirement_page *page)
{
    int64_t day = clock_day(req->now);

    TRY(requirement_progress_list(req->house->db, req->arena, page->requirement,
                                  page->unit, day, &page->lines, &page->count));
    for (size_t i = 0; i < page->count; i++) {
        page->in_units.people += page->lines[i].people;
        page->in_units.done += page->lines[i].done;
        page->in_units.begun += page->lines[i].begun;
    }
    page->all = page->in_units;
    if (!page->unit)
        return read_named(req, page);
    TRY(requirement_lacking_list(req->house->db, req->arena, page->requirement,
                                 page->unit, day, MOST_LACKING + 1,
                                 &page->lacking, &page->lacking_count));
    page->lacking_more = page->lacking_count > MOST_LACKING;
    if (page->lacking_more)
        page->lacking_count = MOST_LACKING;
    return OK;
}

static enum status show_page(struct request *req, struct response *res,
                             struct requirement_page *page)
{
    const struct reader *reader = reader_of(req, res);
    const struct person *maker;

    TRY(course_title(req, reader, page->requirement->course_code,
                     &page->course));
    TRY(whom_said(req, page->requirement->id, &page->whom));
    TRY(read_progress(req, page));
    page->chart = bars_of_progress(reader, page->lines, page->count);
    enum status status = person_find(req->house->db, req->arena,
                                     page->requirement->created_by, &maker);
    if (status != OK && status != MISSING)
        return status;
    page->made_by = status == OK ? maker->full_name : NULL;
    res->title = page->course;
    view_requirement(&res->body, reader_of(req, res), page);
    return OK;
}

enum status requirement_show(struct request *req, struct response *res)
{
    struct requirement_page page = {0};

    TRY(find_mine(req, &page.requirement));
    TRY(read_unit(req, &page));
    return show_page(req, res, &page);
}

enum status requirement_end_it(struct request *req, struct response *res)
{
    struct requirement_page page = {0};

    TRY(find_mine(req, &page.requirement));
    enum status status = requirement_drop(
        req->house, req->arena, page.requirement->id, line_typed(req, "reason"),
        req->visitor->person, req->now);
    if (status == INVALID) {
        page.no_reason = true;
        res->code = 422;
        return show_page(req, res, &page);
    }
    if (status != CONFLICT) /* ended already: its page says so */
        TRY(status);
    return redirect(req, res, "/requirements/%lld",
                    (long long)page.requirement->id);
}

/* ---- the form ------------------------------------------------------------*/

static struct required_whom whom_of(struct request *req,
                                    const struct requirement_form *form)
{
    struct required_whom whom = {.units = form->picker.units,
                                 .unit_count = form->picker.unit_count};

    whom.people = people_called(req->arena, &form->people, &whom.people_count);
    return whom;
}

static enum status read_form(struct request *req, struct requirement_form *form)
{
    *form = (struct requirement_form){
        .course = line_typed(req, "course"),
        .basis = line_typed(req, "basis"),
        .due = line_typed(req, "due"),
        .since = line_typed(req, "since"),
        .kinds = arena_many(req->arena, const char *, KINDS),
    };
    for (size_t i = 0; i < KINDS; i++)
        for (size_t k = 0; k < req->form.count; k++)
            if (!strcmp(req->form.list[k].name, "kind") &&
                !strcmp(req->form.list[k].value, kinds[i]) &&
                !requirement_ticks(form, kinds[i]))
                form->kinds[form->kind_count++] = kinds[i];
    if (!parse_day(form->due, &form->due_on))
        form->due_on = 0;
    if (*form->since && !parse_day(form->since, &form->since_on))
        form->bad_since = true;
    TRY(unit_picker_read(req, &form->picker));
    return people_typed(req, clock_day(req->now), &form->people);
}

static enum status show_form(struct request *req, struct response *res,
                             struct requirement_form *form)
{
    TRY(course_list(req->house->db, req->arena, &form->courses,
                    &form->course_count));
    TRY(unit_picker_fill(req, &form->picker));
    if (form->checked)
        res->code = 422;
    res->title = say(req->visitor->language, SAY_REQUIREMENT_NEW);
    view_requirement_form(&res->body, reader_of(req, res), form);
    return OK;
}

enum status requirement_new_show(struct request *req, struct response *res)
{
    struct requirement_form form;
    const char *course = field(&req->query, "course");

    TRY(read_form(req, &form)); /* empty: nothing was posted */
    if (course)
        form.course = course;
    return show_form(req, res, &form);
}

enum status requirement_new_send(struct request *req, struct response *res)
{
    const char *go = field(&req->form, "go");
    struct requirement_form form;
    int64_t id;

    TRY(read_form(req, &form));
    if (!go || strcmp(go, "make"))
        return show_form(req, res, &form);
    const struct new_requirement draft = {
        .course_code = form.course,
        .kinds = form.kinds,
        .kind_count = form.kind_count,
        .basis = form.basis,
        .due_on = form.due_on,
        .since = form.since_on,
        .whom = whom_of(req, &form),
        .by = req->visitor->person,
        .now = req->now,
    };
    form.checked = true;
    TRY(requirement_faults(req->house, req->arena, &draft, &form.faults));
    if (form.people.wrong || form.people.too_many) /* they will be somebody */
        form.faults &= ~(UINT64_C(1) << REQUIREMENT_NOBODY);
    if (form.faults || form.bad_since || form.people.wrong ||
        form.people.too_many)
        return show_form(req, res, &form);
    TRY(requirement_make(req->house, req->arena, &draft, &id));
    return redirect(req, res, "/requirements/%lld", (long long)id);
}
