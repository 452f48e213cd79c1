#include "domain/course_folder.h"

#include "base/clock.h"
#include "base/random.h"
#include "domain/elements.h"
#include "domain/packages.h"
#include "domain/shelf.h"
#include "quiz/gate.h"
#include "store/units.h"
#include "text/parse.h"
#include "json/json.h"

#include <string.h>

/*
 * A bank's file, read: its items checked against their question types, its
 * variants made.
 */
enum { MOST_VARIANTS = 4 };

/* What one item is read from. */
struct reading {
    struct course_folder *f;
    const char *file;
    const struct tree *bank; /* element */
    const struct bank *row;
};

static void item_error(const struct reading *r, const struct tree *element,
                       const char *vi, const char *en)
{
    const char *code = element_attribute(element, "id");

    find_error(r->f->findings, r->file, element_line(element),
               arena_print(r->f->arena, "Câu %s: %s", code, vi),
               arena_print(r->f->arena, "Item %s: %s", code, en));
}

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
    return find_vendor(f, file, element, &row->vendor);
}

/* ---- one item
 * ----------------------------------------------------------------*/

static bool has_topic(const struct reading *r, const char *id)
{
    const struct tree *topic;

    for (size_t at = 0; (topic = element_next(r->bank, "topic", &at));)
        if (!strcmp(element_attribute(topic, "id"), id))
            return true;
    return false;
}

static enum status find_package(const struct reading *r,
                                const struct tree *element,
                                const struct package_row **row,
                                struct package *package)
{
    struct arena *arena = r->f->arena;
    const char *type = element_attribute(element, "type");
    enum status status =
        package_find_by_plugin(r->f->house->db, arena, type, row);

    if (status == MISSING)
        item_error(
            r, element,
            arena_print(arena, "không có dạng câu hỏi \"%s\" đã được duyệt.",
                        type),
            arena_print(arena, "there is no approved question type \"%s\".",
                        type));
    return status == OK ? package_of_row(arena, *row, package) : status;
}

/* What the question type found wrong, each at the line of its field. */
static void tell_problems(const struct reading *r, const struct tree *element,
                          const struct tree *problems)
{
    struct arena *arena = r->f->arena;
    const char *code = element_attribute(element, "id");

    if (tree_get(problems, "trouble")) {
        const char *message = tree_text(problems, "message");
        message = message ? message : "?";
        item_error(
            r, element,
            arena_print(arena, "dạng câu hỏi gặp sự cố: %s", message),
            arena_print(arena, "its question type is in trouble: %s", message));
        return;
    }
    for (size_t i = 0; i < problems->count; i++) {
        const struct tree *p = &problems->items[i];
        const char *field = tree_text(p, "field");
        const char *at = field && *field ? field : "—";
        find_error(
            r->f->findings, r->file, element_line_at(element, field),
            arena_print(arena, "Câu %s, %s: %s", code, at, tree_text(p, "vi")),
            arena_print(arena, "Item %s, %s: %s", code, at,
                        tree_text(p, "en")));
    }
}

/* The same version with another body is a mistake: papers name versions. */
static enum status compare_known(const struct reading *r,
                                 const struct tree *element,
                                 struct new_item *out)
{
    const struct item_row *known;
    enum status status =
        item_find_by_version(r->f->house->db, r->f->arena, out->row.bank,
                             out->row.code, out->row.version, &known);

    if (status == MISSING)
        return OK;
    if (status != OK)
        return status;
    if (strcmp(known->digest, out->row.digest) ||
        strcmp(known->topic, out->row.topic) ||
        strcmp(known->competency, out->row.competency) ||
        known->level != out->row.level ||
        known->checked_on != out->row.checked_on) {
        item_error(r, element,
                   arena_print(r->f->arena,
                               "nội dung đã đổi nhưng version vẫn là \"%s\". "
                               "Hãy tăng version.",
                               out->row.version),
                   arena_print(r->f->arena,
                               "it has changed, but its version is still "
                               "\"%s\". Raise the version.",
                               out->row.version));
        return INVALID;
    }
    out->row.id = known->id;
    out->known = true;
    return OK;
}

static enum status pass_gate(const struct reading *r,
                             const struct tree *element,
                             const struct item *item,
                             const struct tree *variants)
{
    struct arena *arena = r->f->arena;
    struct tree report;

    TRY(gate_item(r->f->house->questions, arena, item, variants, &report));
    package_tell(r->f->findings, r->file, element_line(element),
                 arena_print(arena, "%s, ", element_attribute(element, "id")),
                 &report);
    return tree_truth(&report, "passed") ? OK : INVALID;
}

static enum status make_variants(const struct reading *r,
                                 const struct tree *element,
                                 const struct item *item, struct new_item *out)
{
    struct arena *arena = r->f->arena;
    struct tree list;
    enum status status = question_variants(r->f->house->questions, arena, item,
                                           MOST_VARIANTS, &list);

    if (status == INVALID)
        tell_problems(r, element, &list);
    TRY(status);
    TRY(pass_gate(r, element, item, &list));
    struct variant_row *rows =
        arena_many(arena, struct variant_row, list.count);
    for (size_t i = 0; i < list.count; i++) {
        const struct tree *v = &list.items[i];
        rows[i] = (struct variant_row){
            .id = id_new(),
            .item = out->row.id,
            .number = tree_integer(v, "number", 0),
            .params = json_text(arena, tree_get(v, "params")),
            .truth = json_text(arena, tree_get(v, "truth")),
            .note = tree_text(v, "note"),
        };
    }
    out->variants = rows;
    out->variant_count = list.count;
    return OK;
}

static enum status fill_row(const struct reading *r, const struct tree *element,
                            const struct package_row *package,
                            const struct item *item, struct item_row *row)
{
    struct arena *arena = r->f->arena;
    const char *checked = element_attribute(element, "checked");

    *row = (struct item_row){
        .id = id_new(),
        .bank = r->row->id,
        .code = element_attribute(element, "id"),
        .version = element_attribute(element, "version"),
        .digest = item->hash,
        .package = package->id,
        .topic = element_attribute(element, "topic"),
        .competency = element_attribute(element, "competency"),
        .body = json_text(arena, item->body),
        .place = arena_print(arena, "%s:%lld", r->file,
                             (long long)element_line(element)),
        .created_at = r->f->now,
    };
    if (!parse_integer(element_attribute(element, "level"), &row->level) ||
        (checked && !parse_day(checked, &row->checked_on)) ||
        !has_topic(r, row->topic)) {
        item_error(r, element,
                   arena_print(arena,
                               "chủ đề \"%s\" chưa được khai báo ở đầu tệp, "
                               "hoặc mức hay ngày kiểm tra không đọc được.",
                               row->topic),
                   arena_print(arena,
                               "the topic \"%s\" is not declared at the head "
                               "of the file, or the level or the day it was "
                               "checked cannot be read.",
                               row->topic));
        return INVALID;
    }
    return OK;
}

static enum status one_item(const struct reading *r, const struct tree *element,
                            struct new_item *out)
{
    struct arena *arena = r->f->arena;
    struct tree loose = element_fields(arena, element), problems;
    const struct package_row *row;
    struct package *package = arena_make(arena, struct package);
    struct item item;

    TRY(find_package(r, element, &row, package));
    enum status status = question_item(r->f->house->questions, arena, package,
                                       &loose, &item, &problems);
    if (status == INVALID)
        tell_problems(r, element, &problems);
    TRY(status);
    TRY(fill_row(r, element, row, &item, &out->row));
    TRY(compare_known(r, element, out));
    return out->known ? OK : make_variants(r, element, &item, out);
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
    struct reading r = {f, name, &root, &bank->bank};
    bank->items = arena_many(f->arena, struct new_item, element_count(&root));
    for (size_t at = 0; (element = element_next(&root, "item", &at));) {
        struct new_item item = {0};
        if (is_twice(bank, element_attribute(element, "id"))) {
            item_error(&r, element, "mã câu bị trùng.", "its id stands twice.");
            continue;
        }
        status = one_item(&r, element, &item);
        if (status == FAILED || status == BUSY)
            return status;
        if (status == OK)
            bank->items[bank->item_count++] = item;
    }
    return OK;
}
