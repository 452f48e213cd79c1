#include "pages/unit_change.h"

#include "base/clock.h"
#include "pages/access.h"
#include "pages/fields.h"
#include "pages/pages.h"
#include "text/parse.h"
#include "text/utf8.h"
#include "views.h"

#include <string.h>

enum { MOST_OTHERS = 20 };

static const struct {
    const char *what;
    enum unit_change_kind kind;
    enum word word;
} changes[] = {
    {"rename", UNIT_REPLACE, SAY_UNIT_RENAME},
    {"move", UNIT_MOVE, SAY_UNIT_MOVE},
    {"merge", UNIT_REPLACE, SAY_UNIT_MERGE},
    {"split", UNIT_REPLACE, SAY_UNIT_SPLIT},
    {"add", UNIT_ADD, SAY_UNIT_ADD},
    {"close", UNIT_CLOSE, SAY_UNIT_CLOSE},
};
enum { CHANGES = sizeof changes / sizeof *changes };

/* ---- words ---------------------------------------------------------------*/

bool unit_change_has(const struct unit_change_page *page, enum unit_fault fault)
{
    return page->checked && page->faults >> fault & 1;
}

const char *unit_change_said(const struct reader *reader, const char *what)
{
    for (size_t i = 0; i < CHANGES; i++)
        if (!strcmp(changes[i].what, what))
            return say(reader->language, changes[i].word);
    return "";
}

/* ---- what was typed ------------------------------------------------------*/

static bool is(const struct unit_change_page *page, const char *what)
{
    return !strcmp(page->what, what);
}

/* MISSING: there is no such change. */
static enum status read_what(const char *typed, struct unit_change_page *page)
{
    for (size_t i = 0; typed && i < CHANGES; i++)
        if (!strcmp(changes[i].what, typed)) {
            page->what = changes[i].what;
            page->change.kind = changes[i].kind;
            return OK;
        }
    return MISSING;
}

static enum status find_code(struct request *req, const char *code, int64_t day,
                             int64_t *id)
{
    const struct unit *unit;
    enum status status = unit_code_find(req->house->db, req->arena, code,
                                        day ? day : clock_day(req->now), &unit);

    *id = status == OK ? unit->id : 0;
    return status == MISSING ? OK : status;
}

/* Codes with blanks or commas between them. */
static enum status read_others(struct request *req,
                               struct unit_change_page *page)
{
    int64_t *ids = arena_many(req->arena, int64_t, MOST_OTHERS);
    char *rest = arena_print(req->arena, "%s", page->others);

    page->other_units =
        arena_many(req->arena, const struct unit *, MOST_OTHERS);
    for (char *code; (code = strtok_r(rest, " ,;\n", &rest)) &&
                     page->change.other_count < MOST_OTHERS;) {
        int64_t id;
        TRY(find_code(req, code, page->change.day, &id));
        if (!id) {
            page->faults |= UINT64_C(1) << UNIT_NO_OTHERS;
            continue;
        }
        TRY(unit_find(req->house->db, req->arena, id, page->change.day,
                      &page->other_units[page->change.other_count]));
        ids[page->change.other_count++] = id;
    }
    page->change.others = ids;
    if (!page->change.other_count)
        page->faults |= UINT64_C(1) << UNIT_NO_OTHERS;
    return OK;
}

/* A line for each part: its name, and after a semicolon its code. */
static void read_parts(struct request *req, struct unit_change_page *page)
{
    char *rest = arena_print(req->arena, "%s", page->parts);

    for (char *line; (line = strtok_r(rest, "\n", &rest)) &&
                     page->change.part_count < MOST_PARTS;) {
        char *code = strchr(line, ';');
        if (code)
            *code++ = '\0';
        const char *name = text_tidy(req->arena, line);
        if (!*name)
            continue;
        page->change.parts[page->change.part_count++] = (struct unit_draft){
            .name = name,
            .kind = page->unit->kind,
            .code = code ? text_tidy(req->arena, code) : NULL};
    }
    if (page->change.part_count < 2)
        page->faults |= UINT64_C(1) << UNIT_FEW_PARTS;
}

/* Which part each unit below goes to: the fields "child.ID". */
static enum status read_children(struct request *req,
                                 struct unit_change_page *page)
{
    TRY(unit_child_list(req->house->db, req->arena, page->unit->id,
                        page->change.day ? page->change.day
                                         : clock_day(req->now),
                        &page->children, &page->child_count));
    int64_t *ids = arena_many(req->arena, int64_t, page->child_count);
    size_t *parts = arena_many(req->arena, size_t, page->child_count);
    for (size_t i = 0; i < page->child_count; i++) {
        ids[i] = page->children[i].id;
        parts[i] = (size_t)field_number(
            &req->form,
            arena_print(req->arena, "child.%lld", (long long)ids[i]), 0);
    }
    page->change.children = ids;
    page->change.child_part = parts;
    page->change.child_count = page->child_count;
    page->change.rest_part = (size_t)field_number(&req->form, "rest", 0);
    if (page->change.rest_part >= page->change.part_count)
        page->change.rest_part = 0;
    return OK;
}

static enum status read_form(struct request *req, struct unit_change_page *page)
{
    page->day = line_typed(req, "day");
    page->note = page->change.note = line_typed(req, "note");
    page->name = line_typed(req, "name");
    page->short_name = line_typed(req, "short_name");
    page->kind = line_typed(req, "kind");
    page->code = line_typed(req, "code");
    page->parent = line_typed(req, "parent");
    page->others = line_typed(req, "others");
    page->parts = lines_typed(req, "parts");
    page->change.unit = page->unit->id;
    if (!parse_day(page->day, &page->change.day))
        page->change.day = 0;
    if (is(page, "move")) {
        TRY(find_code(req, page->parent, page->change.day,
                      &page->change.parent));
        if (page->change.parent)
            TRY(unit_path_name(req->house->db, req->arena, page->change.parent,
                               page->change.day ? page->change.day
                                                : clock_day(req->now),
                               &page->parent_name));
    }
    if (is(page, "merge"))
        TRY(read_others(req, page));
    if (is(page, "split")) {
        read_parts(req, page);
        return read_children(req, page);
    }
    if (is(page, "add") || page->change.kind == UNIT_REPLACE)
        page->change.parts[page->change.part_count++] = (struct unit_draft){
            .name = page->name,
            .short_name = *page->short_name ? page->short_name : NULL,
            .kind = page->kind,
            .code = page->code};
    return OK;
}

/* ---- the pages -----------------------------------------------------------*/

static enum status begin(struct request *req, const char *what,
                         struct unit_change_page *page)
{
    const struct actor actor = actor_of(req);
    int64_t id;

    TRY(path_id(req, "unit", &id));
    TRY(read_what(what, page));
    TRY(actor_reaches_unit(req->house->db, req->arena, &actor, MANAGE_PEOPLE,
                           id));
    return unit_find(req->house->db, req->arena, id, clock_day(req->now),
                     &page->unit);
}

static enum status show(struct request *req, struct response *res,
                        const struct unit_change_page *page)
{
    res->title = unit_change_said(reader_of(req, res), page->what);
    if (page->checked && page->faults)
        res->code = 422;
    if (page->preview)
        view_unit_change_preview(&res->body, reader_of(req, res), page);
    else
        view_unit_change(&res->body, reader_of(req, res), page);
    return OK;
}

enum status unit_change_show(struct request *req, struct response *res)
{
    struct unit_change_page page = {0};

    TRY(begin(req, field(&req->path, "what"), &page));
    TRY(read_form(req, &page)); /* empty: nothing was posted */
    page.faults = 0;
    page.kind = page.unit->kind;
    if (is(&page, "rename")) {
        page.name = page.unit->name;
        page.code = page.unit->code ? page.unit->code : "";
        page.short_name = page.unit->short_name ? page.unit->short_name : "";
    }
    return show(req, res, &page);
}

enum status unit_change_send(struct request *req, struct response *res)
{
    const struct actor actor = actor_of(req);
    const char *go = field(&req->form, "go");
    struct unit_change_page page = {0};
    uint64_t faults;
    int64_t next;

    TRY(begin(req, field(&req->path, "what"), &page));
    TRY(read_form(req, &page));
    page.checked = true;
    TRY(unit_change_look(req->house, req->arena, &actor, &page.change, &faults,
                         &page.effect));
    page.faults |= faults;
    page.preview = !page.faults && (!go || strcmp(go, "back"));
    if (page.faults || !go || strcmp(go, "do"))
        return show(req, res, &page);
    TRY(unit_change_do(req->house, req->arena, &actor, &page.change, &next));
    return redirect(req, res, "/units/%lld", (long long)next);
}
