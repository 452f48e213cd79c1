#include "pages/fields.h"

#include "base/clock.h"
#include "domain/units.h"
#include "pages/pages.h"
#include "pages/scope.h"
#include "text/fold.h"
#include "text/parse.h"
#include "text/utf8.h"

#include <string.h>

enum { MOST_UNITS = 300 };

/* ---- what was typed ------------------------------------------------------*/

const char *line_asked(const struct fields *from, struct arena *arena,
                       const char *name)
{
    const char *typed = field(from, name);

    return typed ? text_seen(arena, text_tidy(arena, typed), TEXT_LINE) : "";
}

const char *line_typed(struct request *req, const char *name)
{
    return line_asked(&req->form, req->arena, name);
}

const char *lines_typed(struct request *req, const char *name)
{
    const char *typed = field(&req->form, name);

    return typed ? text_seen(req->arena, typed, TEXT_LINES) : "";
}

enum status people_typed(struct request *req, int64_t day,
                         struct people_lines *people)
{
    const struct people_scope scope = scope_of(req, SCHEDULE);

    *people = (struct people_lines){.typed = lines_typed(req, "people")};
    enum status status =
        calling_read(req->house, req->arena, people->typed, day, &scope,
                     &people->lines, &people->count);

    if (status == INVALID) {
        people->too_many = true;
        people->count = 0;
        return OK;
    }
    TRY(status);
    for (size_t i = 0; i < people->count; i++)
        people->wrong += people->lines[i].fault == LINE_UNKNOWN ||
                         people->lines[i].fault == LINE_NO_DUTY;
    return OK;
}

const int64_t *people_called(struct arena *arena,
                             const struct people_lines *people, size_t *count)
{
    int64_t *list = arena_many(arena, int64_t, people->count);

    *count = 0;
    for (size_t i = 0; i < people->count; i++)
        if (people->lines[i].fault == LINE_FINE)
            list[(*count)++] = people->lines[i].person->id;
    return list;
}

/* The units that were ticked, each once, as far as they may be called. */
enum status unit_picker_read(struct request *req, struct unit_picker *picker)
{
    int64_t day = clock_day(req->now);
    int64_t *units = arena_many(req->arena, int64_t, MOST_UNITS);

    for (size_t i = 0; i < req->form.count; i++) {
        int64_t id;
        bool known = strcmp(req->form.list[i].name, "unit") != 0 ||
                     !parse_integer(req->form.list[i].value, &id);
        for (size_t k = 0; !known && k < picker->unit_count; k++)
            known = units[k] == id;
        if (known || picker->unit_count == MOST_UNITS)
            continue;
        TRY(scope_unit(req, SCHEDULE, id, day));
        units[picker->unit_count++] = id;
    }
    picker->units = units;
    picker->find = line_typed(req, "find");
    return OK;
}

/* ---- choices -------------------------------------------------------------*/

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

enum status unit_picker_chosen(struct request *req, struct unit_picker *picker)
{
    struct unit_choice *list =
        arena_many(req->arena, struct unit_choice, picker->unit_count + 1);

    for (size_t i = 0; i < picker->unit_count; i++)
        TRY(choice_of(req, picker->units[i], true, &list[i]));
    picker->chosen = list;
    return OK;
}

/* By their name, or by their code; those that are ticked stand above already.
 */
static enum status find_units(struct request *req, struct unit_picker *picker)
{
    int64_t day = clock_day(req->now);
    char *folded =
        arena_print(req->arena, "%s", text_fold(req->arena, picker->find));
    const struct unit *found, *by_code = NULL;
    size_t count, n = 0;

    for (char *p = folded; *p; p++)
        if (strchr("%_\\", *p))
            *p = ' ';
    TRY(unit_word_list(req->house->db, req->arena, folded, day, &found,
                       &count));
    enum status status =
        unit_code_find(req->house->db, req->arena, picker->find, day, &by_code);
    if (status != OK && status != MISSING)
        return status;
    struct unit_choice *list =
        arena_many(req->arena, struct unit_choice, count + 2);
    picker->found = list;
    picker->searched = true;
    for (size_t i = 0; i < count + (by_code != NULL); i++) {
        int64_t id = i < count ? found[i].id : by_code->id;
        if (is_in(picker->chosen, id) || is_in(list, id))
            continue;
        status = scope_unit(req, SCHEDULE, id, day);
        if (status == MISSING)
            continue;
        TRY(status);
        TRY(choice_of(req, id, false, &list[n++]));
    }
    return OK;
}

static enum status add_below(struct request *req,
                             const struct unit_picker *picker, int64_t parent,
                             struct unit_choice *list, size_t *n)
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
        if (is_in(picker->chosen, choice.id) ||
            is_in(picker->found, choice.id) || is_in(list, choice.id))
            continue;
        for (size_t k = 0; k < size_count; k++)
            if (sizes[k].unit == choice.id)
                choice.people = sizes[k].people;
        list[(*n)++] = choice;
    }
    return OK;
}

/* The top of what may be called, and what stands right below it. */
static enum status read_top(struct request *req, struct unit_picker *picker)
{
    struct unit_choice *list =
        arena_many(req->arena, struct unit_choice, MOST_UNITS + 2);
    const struct visitor *visitor = req->visitor;
    size_t n = 0;

    picker->top = list;
    if (scope_of(req, SCHEDULE).whole) {
        TRY(add_below(req, picker, 0, list, &n));
        for (size_t i = 0, roots = n; i < roots; i++)
            TRY(add_below(req, picker, list[i].id, list, &n));
        for (const struct unit_choice *c = picker->chosen; c->id; c++)
            TRY(add_below(req, picker, c->id, list, &n));
        return OK;
    }
    for (size_t i = 0; i < visitor->scope_count && n < MOST_UNITS; i++) {
        const struct scope *s = &visitor->scopes[i];
        if (!(role_rights(s->role) >> SCHEDULE & 1))
            continue;
        if (!is_in(picker->chosen, s->unit) && !is_in(picker->found, s->unit) &&
            !is_in(list, s->unit))
            TRY(choice_of(req, s->unit, false, &list[n++]));
        TRY(add_below(req, picker, s->unit, list, &n));
    }
    return OK;
}

enum status unit_picker_fill(struct request *req, struct unit_picker *picker)
{
    TRY(unit_picker_chosen(req, picker));
    if (*picker->find)
        TRY(find_units(req, picker));
    return read_top(req, picker);
}
