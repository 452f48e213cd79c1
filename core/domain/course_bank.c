#include "domain/course_item.h"

#include "base/clock.h"
#include "base/random.h"
#include "domain/elements.h"
#include "store/units.h"
#include "json/json.h"

#include <string.h>

/* A bank's file, read; course_item.c reads each of its items. */

/* ---- the bank itself
 * ---------------------------------------------------------*/

static const char *topics_json(struct course_folder *f, const char *file,
                               const struct tree *bank)
{
    struct tree_maker list = tree_list(f->arena);
    const struct tree *topic;

    for (size_t at = 0; (topic = element_next(bank, "topic", &at));) {
        struct tree_maker map = tree_map(f->arena);
        folder_words(f, file, topic, "title");
        tree_put(&map, "id", tree_of_text(element_attribute(topic, "id")));
        tree_put(&map, "title", element_words(f->arena, topic, "title"));
        tree_add(&list, tree_done(&map));
    }
    struct tree topics = tree_done(&list);
    return json_text(f->arena, &topics);
}

/*
 * <bank vendor="CODE">: the unit that supplied it, whose people may see it.
 * Without it what was known stays. A code that no unit has here (a course from
 * elsewhere) is only a warning: then no vendor sees the bank.
 */
static enum status find_vendor(struct course_folder *f, const char *file,
                               const struct tree *element, int64_t *vendor)
{
    const char *code = element_attribute(element, "vendor");
    const struct unit *unit;

    if (!code)
        return OK;
    enum status status =
        unit_code_find(f->house->db, f->arena, code, clock_day(f->now), &unit);
    if (status == OK)
        *vendor = unit->id;
    if (status != MISSING)
        return status;
    *vendor = 0;
    find_warning(
        f->findings, file, element_line(element),
        arena_print(f->arena,
                    "vendor: ở đây không có đơn vị mang mã \"%s\"; không nhà "
                    "cung cấp nào xem được ngân hàng này.",
                    code),
        arena_print(f->arena,
                    "vendor: there is no unit with the code \"%s\" here; no "
                    "vendor will see this bank.",
                    code));
    return OK;
}

static enum status bank_row(struct course_folder *f, const char *file,
                            const struct tree *element, struct bank *row)
{
    const struct bank *known;
    const char *code = element_attribute(element, "id");
    enum status status = bank_find(f->house->db, f->arena, code, &known);

    if (status != OK && status != MISSING)
        return status;
    *row = (struct bank){.id = status == OK ? known->id : id_new(),
                         .code = code,
                         .title = folder_words(f, file, element, "title"),
                         .topics = topics_json(f, file, element),
                         .vendor = status == OK ? known->vendor : 0};
    TRY(folder_practice(f, file, element, status == OK ? known : NULL,
                        &row->practice));
    return find_vendor(f, file, element, &row->vendor);
}

static bool is_twice(const struct new_bank *bank, const char *code)
{
    for (size_t i = 0; i < bank->item_count; i++)
        if (!strcmp(bank->items[i].row.code, code))
            return true;
    return false;
}

enum status folder_bank(struct course_folder *f, const char *name, int64_t line,
                        struct new_bank *bank)
{
    struct tree root;
    const struct tree *element;
    enum status status = folder_xml(f, name, "bank", "course.xml", line, &root);

    if (status == INVALID || status == MISSING)
        return OK; /* found, and told */
    TRY(status);
    TRY(bank_row(f, name, &root, &bank->bank));
    struct item_reading r = {f, name, &root, &bank->bank};
    bank->items = arena_many(f->arena, struct new_item, element_count(&root));
    for (size_t at = 0; (element = element_next(&root, "item", &at));) {
        struct new_item item = {0};
        if (is_twice(bank, element_attribute(element, "id"))) {
            item_problem(&r, element, "mã câu bị trùng.",
                         "its id stands twice.");
            continue;
        }
        status = folder_item(&r, element, &item);
        if (status == FAILED || status == BUSY)
            return status;
        if (status == OK)
            bank->items[bank->item_count++] = item;
    }
    return OK;
}
