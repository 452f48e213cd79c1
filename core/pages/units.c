#include "pages/people.h"

#include "base/clock.h"
#include "domain/units.h"
#include "pages/fields.h"
#include "pages/pages.h"
#include "text/fold.h"
#include "text/names.h"
#include "text/parse.h"
#include "text/utf8.h"
#include "views.h"

#include <stdlib.h>
#include <string.h>

/* A page lists children, and theirs if there are not too many. */
enum { MOST_LINES = 1500 };

/* ---- the tree below a unit -----------------------------------------------*/

struct leaf {
    const struct unit *unit;
    const char *sort_key;
};

static int by_parent_and_name(const void *a, const void *b)
{
    const struct leaf *x = a, *y = b;

    if (x->unit->parent != y->unit->parent)
        return x->unit->parent < y->unit->parent ? -1 : 1;
    int order = strcmp(x->sort_key, y->sort_key);
    return order ? order : x->unit->id < y->unit->id ? -1 : 1;
}

/* The children of a unit stand side by side: where the first one is. */
static size_t first_child(const struct leaf *leaves, size_t count,
                          int64_t parent)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = (low + high) / 2;
        if (leaves[middle].unit->parent < parent)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static size_t child_count(const struct leaf *leaves, size_t count,
                          int64_t parent)
{
    size_t first = first_child(leaves, count, parent), n = 0;

    while (first + n < count && leaves[first + n].unit->parent == parent)
        n++;
    return n;
}

/* Children of `parent`, and `deeper` levels more. */
static const struct unit_line *lines_below(struct arena *arena,
                                           const struct leaf *leaves,
                                           size_t count, int64_t parent,
                                           int deeper)
{
    size_t first = first_child(leaves, count, parent);
    size_t n = child_count(leaves, count, parent);
    struct unit_line *lines = arena_many(arena, struct unit_line, n + 1);

    for (size_t i = 0; i < n; i++) {
        int64_t id = leaves[first + i].unit->id;
        lines[i] =
            (struct unit_line){.unit = leaves[first + i].unit, .people = -1};
        if (deeper)
            lines[i].children =
                lines_below(arena, leaves, count, id, deeper - 1);
        else
            lines[i].more = child_count(leaves, count, id);
    }
    return lines;
}

static void put_sizes(struct unit_line *lines, const struct unit_size *sizes,
                      size_t count)
{
    for (; lines->unit; lines++) {
        lines->people = 0;
        for (size_t i = 0; i < count; i++)
            if (sizes[i].unit == lines->unit->id)
                lines->people = sizes[i].people;
    }
}

static enum status read_below(const struct request *req, int64_t unit,
                              struct unit_page *page)
{
    const struct unit *units;
    const struct unit_size *sizes;
    size_t count, size_count;
    struct db *db = req->house->db;

    TRY(unit_subtree_list(db, req->arena, unit, page->day, &units, &count));
    struct leaf *leaves = arena_many(req->arena, struct leaf, count);
    for (size_t i = 0; i < count; i++)
        leaves[i] =
            (struct leaf){&units[i], title_sort_key(req->arena, units[i].name)};
    qsort(leaves, count, sizeof *leaves, by_parent_and_name);
    page->lines =
        lines_below(req->arena, leaves, count, unit, count <= MOST_LINES);
    TRY(unit_size_list(db, req->arena, unit, page->day, &sizes, &size_count));
    put_sizes((struct unit_line *)page->lines, sizes, size_count);
    return OK;
}

/* ---- one unit ------------------------------------------------------------*/

static enum status people_in(const struct request *req, int64_t unit,
                             int64_t day, int64_t *people)
{
    struct people_filter filter = {.scope = scope_of(req, SEE_PEOPLE),
                                   .unit = unit};

    filter.scope.day = day;
    return person_count(req->house->db, req->arena, &filter, people);
}

/* Only what lies in the scope can be gone to. */
static enum status read_above(const struct request *req, int64_t unit,
                              struct unit_page *page)
{
    const struct unit *path;
    size_t count;

    TRY(unit_path_list(req->house->db, req->arena, unit, page->day, &path,
                       &count));
    for (size_t i = 0; i + 1 < count; i++)
        if (scope_unit(req, SEE_PEOPLE, path[i].id, page->day) == OK) {
            page->above = path + i;
            page->above_count = count - 1 - i;
            break;
        }
    return OK;
}

static enum status show_unit(struct request *req, struct response *res,
                             struct unit_page *page, int64_t unit)
{
    struct db *db = req->house->db;

    TRY(unit_find(db, req->arena, unit, page->day, &page->unit));
    TRY(read_above(req, unit, page));
    TRY(people_in(req, unit, page->day, &page->people));
    TRY(read_below(req, unit, page));
    TRY(unit_code_list(db, req->arena, unit, &page->codes, &page->code_count));
    TRY(unit_parent_list(db, req->arena, unit, &page->parents,
                         &page->parent_count));
    TRY(unit_link_list(db, req->arena, unit, &page->links, &page->link_count));
    res->title = page->unit->name;
    view_unit(&res->body, reader_of(req, res), page);
    return OK;
}

/* ---- the top -------------------------------------------------------------*/

/* The units a scoped role was granted for, each once. */
static enum status granted_units(const struct request *req,
                                 struct unit_page *page)
{
    const struct visitor *visitor = req->visitor;
    struct unit_line *lines =
        arena_many(req->arena, struct unit_line, visitor->scope_count + 1);
    size_t count = 0;

    for (size_t i = 0; i < visitor->scope_count; i++) {
        const struct scope *s = &visitor->scopes[i];
        struct unit_line *line = &lines[count];
        bool known = !(role_rights(s->role) >> SEE_PEOPLE & 1);
        for (size_t j = 0; j < count; j++)
            known |= lines[j].unit->id == s->unit;
        if (known)
            continue;
        enum status status = unit_find(req->house->db, req->arena, s->unit,
                                       page->day, &line->unit);
        if (status == MISSING)
            continue;
        TRY(status);
        TRY(people_in(req, s->unit, page->day, &line->people));
        line->more = true;
        count++;
    }
    lines[count] = (struct unit_line){0};
    page->lines = lines;
    return OK;
}

static enum status root_units(const struct request *req, struct unit_page *page)
{
    const struct unit *roots;
    const struct unit_size *sizes;
    size_t count, size_count;
    struct db *db = req->house->db;

    TRY(unit_child_list(db, req->arena, 0, page->day, &roots, &count));
    TRY(unit_size_list(db, req->arena, 0, page->day, &sizes, &size_count));
    struct unit_line *lines =
        arena_many(req->arena, struct unit_line, count + 1);
    for (size_t i = 0; i < count; i++)
        lines[i] = (struct unit_line){.unit = &roots[i], .more = true};
    put_sizes(lines, sizes, size_count);
    page->lines = lines;
    return OK;
}

static enum status search_units(const struct request *req,
                                struct unit_page *page)
{
    const char *folded = text_fold(req->arena, page->find);
    const struct unit *found, *by_code;
    size_t count, n = 0;
    struct db *db = req->house->db;
    char *plain = arena_text(req->arena, folded, strlen(folded));

    for (char *p = plain; *p; p++)
        if (strchr("%_\\", *p))
            *p = ' ';
    TRY(unit_word_list(db, req->arena, plain, page->day, &found, &count));
    struct unit_line *lines =
        arena_many(req->arena, struct unit_line, count + 2);
    if (unit_code_find(db, req->arena, page->find, page->day, &by_code) == OK)
        lines[n++].unit = by_code;
    for (size_t i = 0; i < count; i++)
        lines[n++].unit = &found[i];
    count = n;
    n = 0;
    for (size_t i = 0; i < count; i++) {
        enum status status =
            scope_unit(req, SEE_PEOPLE, lines[i].unit->id, page->day);
        if (status == MISSING)
            continue;
        TRY(status);
        lines[n] = (struct unit_line){.unit = lines[i].unit, .people = -1};
        TRY(unit_path_name(db, req->arena, lines[n].unit->id, page->day,
                           &lines[n].path));
        n++;
    }
    lines[n] = (struct unit_line){0};
    page->lines = lines;
    return OK;
}

/* A day that cannot be read is today. */
static struct unit_page page_of(const struct request *req)
{
    struct unit_page page = {.day_typed = field(&req->query, "day"),
                             .find =
                                 line_asked(&req->query, req->arena, "find")};

    if (!parse_day(page.day_typed, &page.day)) {
        page.day = clock_day(req->now);
        page.day_typed = NULL;
    }
    return page;
}

enum status units_show(struct request *req, struct response *res)
{
    struct unit_page page = page_of(req);

    res->title = say(req->visitor->language, SAY_UNITS_TITLE);
    if (*page.find) {
        TRY(search_units(req, &page));
        view_units(&res->body, reader_of(req, res), &page);
        return OK;
    }
    TRY(scope_of(req, SEE_PEOPLE).whole ? root_units(req, &page)
                                        : granted_units(req, &page));
    if (page.lines->unit && !page.lines[1].unit)
        return show_unit(req, res, &page, page.lines->unit->id);
    view_units(&res->body, reader_of(req, res), &page);
    return OK;
}

enum status unit_show(struct request *req, struct response *res)
{
    struct unit_page page = page_of(req);
    int64_t unit;

    TRY(path_id(req, "unit", &unit));
    TRY(scope_unit(req, SEE_PEOPLE, unit, page.day));
    return show_unit(req, res, &page, unit);
}
