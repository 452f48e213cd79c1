#include "domain/tests.h"

#include "base/log.h"
#include "quiz/questions.h"
#include "store/audit.h"
#include "store/items.h"
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
        sections[i] = (struct test_section){tree_text(from, "id"),
                                            tree_get(from, "title"),
                                            tree_get(from, "slots")};
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

/* The items a slot of the blueprint can be filled from. */
static enum status fitting(struct house *house, struct arena *arena,
                           const struct test_plan *plan,
                           const struct tree *slot, const struct item_row **out,
                           size_t *count)
{
    const char *code = tree_text(slot, "bank"), *item = tree_text(slot, "item");
    const struct bank *bank;
    const struct item_row *rows;
    size_t n, kept = 0;

    *count = 0;
    enum status status = bank_find(house->db, arena, code ? code : "", &bank);
    if (status == MISSING)
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

enum status test_cells(struct house *house, struct arena *arena,
                       const struct test_plan *plan,
                       const struct test_cell **out, size_t *count)
{
    size_t n = 0;

    for (size_t i = 0; i < plan->section_count; i++)
        n += plan->sections[i].slots->count;
    struct test_cell *list = arena_many(arena, struct test_cell, n), *c = list;
    for (size_t i = 0; i < plan->section_count; i++)
        for (size_t k = 0; k < plan->sections[i].slots->count; k++, c++) {
            const struct tree *slot = &plan->sections[i].slots->items[k];
            const struct item_row *items;
            size_t there;
            TRY(fitting(house, arena, plan, slot, &items, &there));
            *c = (struct test_cell){
                .section = plan->sections[i].id,
                .bank = tree_text(slot, "bank"),
                .topic = tree_text(slot, "topic"),
                .item = tree_text(slot, "item"),
                .level = tree_integer(slot, "level", 0),
                .wanted = tree_integer(slot, "count", 1),
                .there = (int64_t)there,
                .points = tree_real(slot, "points", 1),
            };
        }
    *out = list;
    *count = n;
    return OK;
}

/* ---- publishing
 * ---------------------------------------------------------------*/

struct pinning {
    struct arena *arena;
    struct tree_maker sections, items, packages;
};

static enum status pin_items(struct house *house, struct pinning *p,
                             const struct item_row *rows, size_t count,
                             struct tree *ids)
{
    struct tree_maker list = tree_list(p->arena);

    for (size_t i = 0; i < count; i++) {
        const struct package_row *package;
        TRY(package_find(house->db, p->arena, rows[i].package, &package));
        if (strcmp(package->state, "approved"))
            continue; /* only approved hashes enter a published test */
        tree_add(&list, tree_of_integer(rows[i].id));
        tree_put(&p->items,
                 arena_print(p->arena, "%lld", (long long)rows[i].id),
                 tree_of_text(rows[i].digest));
        tree_put(&p->packages,
                 arena_print(p->arena, "%lld", (long long)package->id),
                 tree_of_text(package->digest));
    }
    *ids = tree_done(&list);
    return OK;
}

static enum status pin_section(struct house *house, struct pinning *p,
                               const struct test_plan *plan,
                               const struct test_section *section)
{
    struct tree_maker cells = tree_list(p->arena), map = tree_map(p->arena);

    for (size_t k = 0; k < section->slots->count; k++) {
        const struct tree *slot = &section->slots->items[k];
        struct tree_maker cell = tree_map(p->arena);
        const struct item_row *rows;
        size_t count;
        struct tree ids;
        TRY(fitting(house, p->arena, plan, slot, &rows, &count));
        TRY(pin_items(house, p, rows, count, &ids));
        int64_t wanted = tree_integer(slot, "count", 1);
        if ((int64_t)ids.count < wanted)
            return INVALID;
        tree_put(&cell, "count", tree_of_integer(wanted));
        tree_put(&cell, "points", tree_of_real(tree_real(slot, "points", 1)));
        tree_put(&cell, "items", ids);
        tree_add(&cells, tree_done(&cell));
    }
    tree_put(&map, "id", tree_of_text(section->id));
    tree_put(&map, "cells", tree_done(&cells));
    tree_add(&p->sections, tree_done(&map));
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
    struct pinning p = {arena, tree_list(arena), tree_map(arena),
                        tree_map(arena)};
    struct tree_maker pins = tree_map(arena);
    const struct test *test;
    struct test_plan plan;

    TRY(test_find(house->db, arena, id, &test));
    if (test->published_at)
        return CONFLICT;
    TRY(test_read(arena, test->definition, &plan));
    for (size_t i = 0; i < plan.section_count; i++)
        TRY(pin_section(house, &p, &plan, &plan.sections[i]));
    tree_put(&pins, "sections", tree_done(&p.sections));
    tree_put(&pins, "items", tree_done(&p.items));
    tree_put(&pins, "packages", tree_done(&p.packages));
    tree_put(&pins, "runtime",
             tree_of_text(questions_runtime(house->questions)));
    struct tree all = tree_done(&pins);
    struct publishing publishing = {arena, id, by, now, json_text(arena, &all)};
    return db_write(house->db, publish, &publishing);
}
