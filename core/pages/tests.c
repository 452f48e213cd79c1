#include "pages/tests.h"

#include "pages/pages.h"
#include "store/people.h"
#include "text/format.h"
#include "views.h"
#include "json/json.h"

#include <stdlib.h>
#include <string.h>

/* ---- the list ------------------------------------------------------------*/

enum status tests_show(struct request *req, struct response *res)
{
    const struct reader *reader = reader_of(req, res);
    const struct test *tests;
    size_t count;

    TRY(test_list(req->house->db, req->arena, &tests, &count));
    struct test_line *lines =
        arena_many(req->arena, struct test_line, count + 1);
    for (size_t i = 0; i < count; i++) {
        lines[i] = (struct test_line){
            .test = &tests[i], .title = reader_text(reader, tests[i].title)};
        for (size_t k = 0; k < i; k++)
            lines[i].newer |= !strcmp(tests[k].code, tests[i].code);
    }
    res->title = say(req->visitor->language, SAY_TESTS_TITLE);
    view_tests(&res->body, reader_of(req, res), lines);
    return OK;
}

/* ---- words ---------------------------------------------------------------*/

const char *review_said(const struct reader *reader, const char *when)
{
    return say(reader->language,
               !strcmp(when, "handed-in")  ? SAY_REVIEW_HANDED_IN
               : !strcmp(when, "closed")   ? SAY_REVIEW_CLOSED
               : !strcmp(when, "released") ? SAY_REVIEW_RELEASED
                                           : SAY_REVIEW_NEVER);
}

const char *cell_said(const struct reader *reader, const struct test_row *row)
{
    const struct test_cell *cell = row->cell;
    enum word word = cell->item     ? SAY_CELL_ITEM
                     : !cell->level ? SAY_CELL_TOPIC
                     : cell->topic  ? SAY_CELL_TOPIC_LEVEL
                                    : SAY_CELL_LEVEL;

    if (!cell->item && !cell->topic && !cell->level)
        word = SAY_CELL_ANY;
    return say_with(reader->arena, reader->language, word, "bank", row->bank,
                    "item", cell->item ? cell->item : "", "topic",
                    row->topic ? row->topic : "", "level",
                    format_count(reader->arena, reader->language, cell->level),
                    NULL);
}

const char *cell_advice(const struct reader *reader, const struct test_row *row)
{
    const struct test_cell *cell = row->cell;
    int64_t usable = (int64_t)cell->item_count;
    enum word word = cell->there < cell->wanted ? SAY_CELL_ADD
                     : usable < cell->wanted    ? SAY_CELL_APPROVE
                                                : SAY_CELL_SHARED;

    if (cell->item && !cell->there)
        word = SAY_CELL_ADD_ITEM;
    return say_with(
        reader->arena, reader->language, word, "count",
        format_count(reader->arena, reader->language,
                     cell->wanted -
                         (word == SAY_CELL_ADD ? cell->there : cell->filled)),
        "bank", cell->bank ? cell->bank : "", "item",
        cell->item ? cell->item : "", "packages",
        cell->not_approved ? cell->not_approved : "", NULL);
}

/* ---- one test ------------------------------------------------------------*/

static const char *words_of(struct request *req, const char *json,
                            const char *otherwise)
{
    struct tree both;
    const char *words = "";

    if (json && json_read(req->arena, json, strlen(json), &both) == OK)
        words = say_in(&both, req->visitor->language);
    return *words ? words : otherwise;
}

static const char *topic_title(struct request *req, const struct bank *bank,
                               const char *topic)
{
    struct tree topics;

    if (!topic || !bank ||
        json_read(req->arena, bank->topics, strlen(bank->topics), &topics) !=
            OK)
        return topic;
    for (size_t i = 0; i < topics.count; i++) {
        const char *id = tree_text(&topics.items[i], "id");
        const struct tree *title = tree_get(&topics.items[i], "title");
        if (id && title && !strcmp(id, topic))
            return say_in(title, req->visitor->language);
    }
    return topic;
}

static enum status row_of(struct request *req, const struct test_cell *cell,
                          struct test_row *row)
{
    const struct bank *bank = NULL;
    const char *code = cell->bank ? cell->bank : "";
    enum status status = bank_find(req->house->db, req->arena, code, &bank);

    if (status != OK && status != MISSING)
        return status;
    row->cell = cell;
    row->bank = bank ? words_of(req, bank->title, code) : code;
    row->topic = topic_title(req, bank, cell->topic);
    return OK;
}

static enum status read_parts(struct request *req, struct test_page *page)
{
    const struct test_plan *plan = page->plan;
    const struct test_cell *cells;
    size_t count;

    TRY(test_cells(req->house, req->arena, plan, &cells, &count));
    page->full = test_is_full(cells, count);
    struct test_part *parts =
        arena_many(req->arena, struct test_part, plan->section_count);
    for (size_t i = 0; i < plan->section_count; i++) {
        size_t n = plan->sections[i].slots->count;
        struct test_row *rows = arena_many(req->arena, struct test_row, n);
        for (size_t k = 0; k < n; k++)
            TRY(row_of(req, cells++, &rows[k]));
        parts[i] = (struct test_part){
            say_in(plan->sections[i].title, req->visitor->language), rows, n};
    }
    page->parts = parts;
    page->part_count = plan->section_count;
    return OK;
}

static const char *short_digest(struct request *req, const struct tree *digest)
{
    enum { SHORT = 12 };

    if (!digest->text || strlen(digest->text) < SHORT)
        return "";
    return arena_text(req->arena, digest->text, SHORT);
}

static enum status read_item_pins(struct request *req, const struct tree *pins,
                                  struct test_page *page)
{
    struct test_pin *list =
        arena_many(req->arena, struct test_pin, pins ? pins->count : 0);
    const struct item_row *item;

    for (size_t i = 0; pins && i < pins->count; i++) {
        TRY(item_find(req->house->db, req->arena,
                      strtoll(pins->names[i], NULL, 10), &item));
        list[page->item_count++] = (struct test_pin){
            item->code, item->version, short_digest(req, &pins->items[i])};
    }
    page->items = list;
    return OK;
}

static enum status read_package_pins(struct request *req,
                                     const struct tree *pins,
                                     struct test_page *page)
{
    struct test_pin *list =
        arena_many(req->arena, struct test_pin, pins ? pins->count : 0);
    const struct package_row *package;

    for (size_t i = 0; pins && i < pins->count; i++) {
        TRY(package_find(req->house->db, req->arena,
                         strtoll(pins->names[i], NULL, 10), &package));
        list[page->package_count++] =
            (struct test_pin){package->plugin, package->version,
                              short_digest(req, &pins->items[i])};
    }
    page->packages = list;
    return OK;
}

static enum status read_pins(struct request *req, struct test_page *page)
{
    const struct person *publisher;
    struct tree pins;

    if (!page->test->published_at || !page->test->pins)
        return OK;
    TRY(json_read(req->arena, page->test->pins, strlen(page->test->pins),
                  &pins));
    TRY(read_item_pins(req, tree_get(&pins, "items"), page));
    TRY(read_package_pins(req, tree_get(&pins, "packages"), page));
    page->runtime = tree_text(&pins, "runtime");
    enum status status = person_find(req->house->db, req->arena,
                                     page->test->published_by, &publisher);
    if (status == OK)
        page->publisher = publisher->full_name;
    return status == MISSING ? OK : status;
}

static enum status show_test(struct request *req, struct response *res,
                             int64_t id, bool refused)
{
    struct test_plan *plan = arena_make(req->arena, struct test_plan);
    struct test_page page = {.plan = plan,
                             .refused = refused,
                             .may_schedule = may(req->visitor, SCHEDULE)};

    TRY(test_find(req->house->db, req->arena, id, &page.test));
    TRY(test_read(req->arena, page.test->definition, plan));
    page.title = words_of(req, page.test->title, page.test->code);
    page.instructions = nodes_in(tree_get(&plan->definition, "instructions"),
                                 req->visitor->language);
    TRY(read_parts(req, &page));
    TRY(read_pins(req, &page));
    res->title = page.title;
    res->code = refused ? 422 : 0;
    page.how = (struct nodes){.reader = reader_of(req, res), .heading = 3};
    view_test(&res->body, page.how.reader, &page);
    return OK;
}

enum status test_show(struct request *req, struct response *res)
{
    int64_t id;

    TRY(path_id(req, "test", &id));
    return show_test(req, res, id, false);
}

/* Published already, by a second click or by somebody else: the page says so
   and by whom. */
enum status test_publish_it(struct request *req, struct response *res)
{
    int64_t id;

    TRY(path_id(req, "test", &id));
    enum status status = test_publication(req->house, req->arena, id,
                                          req->visitor->person, req->now);
    if (status == INVALID)
        return show_test(req, res, id, true);
    if (status != OK && status != CONFLICT)
        return status;
    return redirect(req, res, "/tests/%lld", (long long)id);
}
