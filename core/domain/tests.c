#include "domain/tests.h"

#include "base/log.h"
#include "domain/filling.h"
#include "quiz/questions.h"
#include "store/audit.h"
#include "json/json.h"

#include <string.h>

/* ---- reading
 * ------------------------------------------------------------------*/

static enum status broken(const char *what)
{
    log_say(LOG_ERROR, "domain", "a test's definition is broken", "missing",
            what, NULL);
    return INVALID;
}

static enum status read_sections(struct arena *arena, const struct tree *list,
                                 struct test_plan *plan)
{
    if (!list || list->kind != TREE_LIST || !list->count)
        return broken("sections");
    struct test_section *sections =
        arena_many(arena, struct test_section, list->count);
    for (size_t i = 0; i < list->count; i++) {
        const struct tree *from = &list->items[i];
        sections[i] = (struct test_section){
            tree_text(from, "id"), tree_get(from, "title"),
            tree_get(from, "slots"), tree_real(from, "pass", 0)};
        if (!sections[i].id || !sections[i].slots)
            return broken("a section's id or slots");
        for (size_t k = 0; k < sections[i].slots->count; k++) {
            const struct tree *slot = &sections[i].slots->items[k];
            int64_t count = tree_integer(slot, "count", 1);
            plan->questions += count;
            plan->points += (double)count * tree_real(slot, "points", 1);
        }
    }
    plan->sections = sections;
    plan->section_count = list->count;
    return OK;
}

enum status test_read(struct arena *arena, const char *definition,
                      struct test_plan *out)
{
    struct test_plan plan = {0};

    TRY(json_read(arena, definition, strlen(definition), &plan.definition));
    const struct tree *d = &plan.definition;
    const struct tree *shuffle = tree_get(d, "shuffle");
    plan.limit_ms = tree_integer(d, "limit", 0) * 60000;
    if (plan.limit_ms <= 0)
        return broken("limit");
    plan.pass_percent = tree_real(d, "pass", 50);
    plan.numbers = tree_text(d, "numbers");
    if (!plan.numbers)
        plan.numbers = "comma";
    plan.attempts = tree_integer(d, "attempts", 1);
    plan.counts = tree_text(d, "counts");
    if (!plan.counts)
        plan.counts = "last";
    plan.wait_ms = tree_integer(d, "wait", 0) * 60000;
    plan.shuffle_questions = tree_truth(shuffle, "questions");
    plan.shuffle_options = tree_truth(shuffle, "options");
    TRY(read_sections(arena, tree_get(d, "sections"), &plan));
    *out = plan;
    return OK;
}

const char *test_review(const struct test_plan *plan, const char *what)
{
    const char *when = tree_text(tree_get(&plan->definition, "review"), what);

    return when ? when : "never";
}

bool review_is_open(const char *when, int64_t over_at, int64_t released_at,
                    int64_t now)
{
    if (!strcmp(when, "handed-in"))
        return true;
    if (!strcmp(when, "released") && !released_at)
        return false;
    return strcmp(when, "never") && now >= over_at;
}

/* ---- cells
 * --------------------------------------------------------------------*/

static bool is_picked(const struct test_plan *plan, const char *bank,
                      const char *code)
{
    for (size_t i = 0; i < plan->section_count; i++)
        for (size_t k = 0; k < plan->sections[i].slots->count; k++) {
            const struct tree *slot = &plan->sections[i].slots->items[k];
            const char *item = tree_text(slot, "item");
            const char *of = tree_text(slot, "bank");
            if (item && of && !strcmp(item, code) && !strcmp(of, bank))
                return true;
        }
    return false;
}

/* Everything in the bank that a slot of the blueprint fits; nothing of one for
   practice, whose keys learners see (course_checks.c). */
static enum status fitting(struct house *house, struct arena *arena,
                           const struct test_plan *plan,
                           const struct tree *slot, struct item_row **out,
                           size_t *count)
{
    const char *code = tree_text(slot, "bank"), *item = tree_text(slot, "item");
    const struct bank *bank;
    const struct item_row *rows;
    size_t n, kept = 0;

    *count = 0;
    enum status status = bank_find(house->db, arena, code ? code : "", &bank);
    if (status == MISSING || (status == OK && bank->practice))
        return OK;
    TRY(status);
    TRY(item_list(house->db, arena, bank->id, tree_text(slot, "topic"),
                  tree_integer(slot, "level", 0), NULL, &rows, &n));
    struct item_row *list = arena_many(arena, struct item_row, n);
    for (size_t i = 0; i < n; i++)
        if (item ? !strcmp(rows[i].code, item)
                 : !is_picked(plan, code, rows[i].code))
            list[kept++] = rows[i];
    *out = list;
    *count = kept;
    return OK;
}

struct packages {
    const struct package_row *rows;
    size_t count;
};

static const struct package_row *package_of(const struct packages *packages,
                                            int64_t id)
{
    for (size_t i = 0; i < packages->count; i++)
        if (packages->rows[i].id == id)
            return &packages->rows[i];
    return NULL;
}

/* Only approved hashes enter a published test; of what is left out the names
   are kept, so that somebody can go and look at them. */
static void keep_approved(struct arena *arena, const struct packages *packages,
                          struct item_row *rows, struct test_cell *cell)
{
    cell->items = rows;
    for (size_t i = 0; i < (size_t)cell->there; i++) {
        const struct package_row *package =
            package_of(packages, rows[i].package);
        if (package && !strcmp(package->state, "approved"))
            rows[cell->item_count++] = rows[i];
        else if (!cell->not_approved)
            cell->not_approved = rows[i].plugin;
        else if (!strstr(cell->not_approved, rows[i].plugin))
            cell->not_approved = arena_print(
                arena, "%s, %s", cell->not_approved, rows[i].plugin);
    }
}

static enum status read_cell(struct house *house, struct arena *arena,
                             const struct test_plan *plan,
                             const struct packages *packages,
                             const struct tree *slot, struct test_cell *cell)
{
    struct item_row *rows = NULL;
    size_t there;

    TRY(fitting(house, arena, plan, slot, &rows, &there));
    cell->bank = tree_text(slot, "bank");
    cell->topic = tree_text(slot, "topic");
    cell->item = tree_text(slot, "item");
    cell->level = tree_integer(slot, "level", 0);
    cell->wanted = tree_integer(slot, "count", 1);
    cell->points = tree_real(slot, "points", 1);
    cell->there = (int64_t)there;
    keep_approved(arena, packages, rows, cell);
    return OK;
}

static void fill(struct arena *arena, struct test_cell *cells, size_t count)
{
    struct filling_cell *list = arena_many(arena, struct filling_cell, count);

    for (size_t i = 0; i < count; i++) {
        int64_t *ids = arena_many(arena, int64_t, cells[i].item_count);
        for (size_t k = 0; k < cells[i].item_count; k++)
            ids[k] = cells[i].items[k].id;
        list[i] = (struct filling_cell){ids, cells[i].item_count,
                                        (size_t)cells[i].wanted};
    }
    struct filling filling = filling_of(arena, list, count);
    for (size_t i = 0; i < count; i++)
        cells[i].filled = (int64_t)filling.filled[i];
}

enum status test_cells(struct house *house, struct arena *arena,
                       const struct test_plan *plan,
                       const struct test_cell **out, size_t *count)
{
    struct packages packages;
    size_t n = 0;

    TRY(package_list(house->db, arena, &packages.rows, &packages.count));
    for (size_t i = 0; i < plan->section_count; i++)
        n += plan->sections[i].slots->count;
    struct test_cell *list = arena_many(arena, struct test_cell, n), *c = list;
    for (size_t i = 0; i < plan->section_count; i++)
        for (size_t k = 0; k < plan->sections[i].slots->count; k++, c++) {
            c->section = plan->sections[i].id;
            TRY(read_cell(house, arena, plan, &packages,
                          &plan->sections[i].slots->items[k], c));
        }
    fill(arena, list, n);
    *out = list;
    *count = n;
    return OK;
}

bool test_is_full(const struct test_cell *cells, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (cells[i].filled < cells[i].wanted)
            return false;
    return true;
}

/* ---- publishing
 * ---------------------------------------------------------------*/

struct pinning {
    struct house *house;
    struct arena *arena;
    struct tree_maker sections, items, packages;
};

static enum status pin_item(struct pinning *p, const struct item_row *row)
{
    const struct package_row *package;

    TRY(package_find(p->house->db, p->arena, row->package, &package));
    tree_put(&p->items, arena_print(p->arena, "%lld", (long long)row->id),
             tree_of_text(row->digest));
    tree_put(&p->packages,
             arena_print(p->arena, "%lld", (long long)package->id),
             tree_of_text(package->digest));
    return OK;
}

static enum status pin_cell(struct pinning *p, const struct test_cell *from,
                            struct tree *out)
{
    struct tree_maker ids = tree_list(p->arena), cell = tree_map(p->arena);

    for (size_t i = 0; i < from->item_count; i++) {
        tree_add(&ids, tree_of_integer(from->items[i].id));
        TRY(pin_item(p, &from->items[i]));
    }
    tree_put(&cell, "count", tree_of_integer(from->wanted));
    tree_put(&cell, "points", tree_of_real(from->points));
    tree_put(&cell, "items", tree_done(&ids));
    *out = tree_done(&cell);
    return OK;
}

static enum status pin_section(struct pinning *p,
                               const struct test_section *section,
                               const struct test_cell *cells)
{
    struct tree_maker list = tree_list(p->arena), map = tree_map(p->arena);
    struct tree cell;

    for (size_t k = 0; k < section->slots->count; k++) {
        TRY(pin_cell(p, &cells[k], &cell));
        tree_add(&list, cell);
    }
    tree_put(&map, "id", tree_of_text(section->id));
    tree_put(&map, "cells", tree_done(&list));
    tree_add(&p->sections, tree_done(&map));
    return OK;
}

static enum status pin_all(struct house *house, struct arena *arena,
                           const struct test_plan *plan, struct tree *out)
{
    struct pinning p = {house, arena, tree_list(arena), tree_map(arena),
                        tree_map(arena)};
    struct tree_maker pins = tree_map(arena);
    const struct test_cell *cells;
    size_t count;

    TRY(test_cells(house, arena, plan, &cells, &count));
    if (!test_is_full(cells, count))
        return INVALID;
    for (size_t i = 0; i < plan->section_count; i++) {
        TRY(pin_section(&p, &plan->sections[i], cells));
        cells += plan->sections[i].slots->count;
    }
    tree_put(&pins, "sections", tree_done(&p.sections));
    tree_put(&pins, "items", tree_done(&p.items));
    tree_put(&pins, "packages", tree_done(&p.packages));
    tree_put(&pins, "runtime",
             tree_of_text(questions_runtime(house->questions)));
    *out = tree_done(&pins);
    return OK;
}

struct publishing {
    struct arena *arena;
    int64_t test, by, now;
    const char *pins;
};

static enum status publish(struct db *tx, void *arg)
{
    const struct publishing *p = arg;

    TRY(test_publish(tx, p->arena, p->test, p->pins, p->now, p->by));
    return audit_add(tx, p->arena,
                     &(struct deed){.at = p->now,
                                    .actor = p->by,
                                    .action = "test.publish",
                                    .object = "test",
                                    .object_id = p->test});
}

enum status test_publication(struct house *house, struct arena *arena,
                             int64_t id, int64_t by, int64_t now)
{
    const struct test *test;
    struct test_plan plan;
    struct tree pins;

    TRY(test_find(house->db, arena, id, &test));
    if (test->published_at)
        return CONFLICT;
    TRY(test_read(arena, test->definition, &plan));
    TRY(pin_all(house, arena, &plan, &pins));
    struct publishing publishing = {arena, id, by, now,
                                    json_text(arena, &pins)};
    return db_write(house->db, publish, &publishing);
}
