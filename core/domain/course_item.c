#include "domain/course_item.h"

#include "base/random.h"
#include "domain/elements.h"
#include "domain/packages.h"
#include "domain/shelf.h"
#include "quiz/gate.h"
#include "reading/reading.h"
#include "text/parse.h"
#include "json/json.h"

#include <string.h>

enum { MOST_VARIANTS = 4 };

void item_problem(const struct item_reading *r, const struct tree *element,
                  const char *vi, const char *en)
{
    const char *code = element_attribute(element, "id");

    find_error(r->f->findings, r->file, element_line(element),
               arena_print(r->f->arena, "Câu %s: %s", code, vi),
               arena_print(r->f->arena, "Item %s: %s", code, en));
}

/* ---- one item
 * ----------------------------------------------------------------*/

static bool has_topic(const struct item_reading *r, const char *id)
{
    const struct tree *topic;

    for (size_t at = 0; (topic = element_next(r->bank, "topic", &at));)
        if (!strcmp(element_attribute(topic, "id"), id))
            return true;
    return false;
}

static enum status find_package(const struct item_reading *r,
                                const struct tree *element,
                                const struct package_row **row,
                                struct package *package)
{
    struct arena *arena = r->f->arena;
    const char *type = element_attribute(element, "type");
    enum status status =
        package_find_by_plugin(r->f->house->db, arena, type, row);

    if (status == MISSING)
        item_problem(
            r, element,
            arena_print(arena, "không có dạng câu hỏi \"%s\" đã được duyệt.",
                        type),
            arena_print(arena, "there is no approved question type \"%s\".",
                        type));
    return status == OK ? package_of_row(arena, *row, package) : status;
}

/* What the question type found wrong, each at the line of its field. */
static void tell_problems(const struct item_reading *r,
                          const struct tree *element,
                          const struct tree *problems)
{
    struct arena *arena = r->f->arena;
    const char *code = element_attribute(element, "id");

    if (tree_get(problems, "trouble")) {
        const char *message = tree_text(problems, "message");
        message = message ? message : "?";
        item_problem(
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
static enum status compare_known(const struct item_reading *r,
                                 const struct tree *element,
                                 const struct item_row *known,
                                 struct new_item *out)
{
    if (strcmp(known->digest, out->row.digest) ||
        strcmp(known->topic, out->row.topic) ||
        strcmp(known->competency, out->row.competency) ||
        known->level != out->row.level ||
        known->checked_on != out->row.checked_on) {
        item_problem(r, element,
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

static enum status pass_gate(const struct item_reading *r,
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

static enum status make_variants(const struct item_reading *r,
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

static enum status fill_row(const struct item_reading *r,
                            const struct tree *element,
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
        .files = json_text(arena, item->files),
        .place = arena_print(arena, "%s:%lld", r->file,
                             (long long)element_line(element)),
        .created_at = r->f->now,
    };
    if (!parse_integer(element_attribute(element, "level"), &row->level) ||
        (checked && !parse_day(checked, &row->checked_on)) ||
        !has_topic(r, row->topic)) {
        item_problem(r, element,
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

/* ---- its media
 * ----------------------------------------------------------------*/

static void pin(struct tree_maker *files, const struct new_file *file)
{
    struct tree_maker one = tree_map(files->arena);

    tree_put(&one, "digest", tree_of_text(file->file.digest));
    tree_put(&one, "type", tree_of_text(file->file.type));
    tree_put(&one, "size", tree_of_integer(file->file.size));
    if (file->cues.kind != TREE_NOTHING)
        tree_put(&one, "cues", file->cues);
    tree_put(files, file->file.name, tree_done(&one));
}

/* The pictures of one Markdown text of an item. */
static enum status text_files(const struct item_reading *r, const char *text,
                              int64_t line, struct new_files *files)
{
    struct course_folder *f = r->f;
    struct tree nodes = {0}, problems;

    if (!strstr(text, "](")) /* no picture and no link */
        return OK;
    enum status status = reading_markdown(f->house->readers, f->arena, text,
                                          strlen(text), &nodes, &problems);
    if (status == INVALID)
        find_all(f->findings, r->file, &problems);
    TRY(status);
    return folder_media(f, files, &nodes, r->file, line, NULL);
}

/* What one field names, read from the folder into `files`. What the package
   itself brings is the package's. */
static enum status field_files(const struct item_reading *r,
                               const struct tree *element,
                               const struct item *item, const struct tree *use,
                               struct new_files *files)
{
    const char *text = tree_text(use, "markdown");
    const char *name = tree_text(use, "media");
    int64_t line = element_line_at(element, tree_text(use, "field"));
    const struct new_file *file;

    if (text)
        return text_files(r, text, line, files);
    return package_has(item->package, name)
               ? OK
               : folder_file(r->f, files, name, r->file, line, &file);
}

static enum status pin_files(const struct item_reading *r,
                             const struct tree *element, struct item *item)
{
    struct arena *arena = r->f->arena;
    struct new_files files = {0};
    struct tree_maker pinned = tree_map(arena);
    struct tree *done = arena_make(arena, struct tree), uses;
    const struct new_file *file;
    size_t before = r->f->findings->errors;

    TRY(question_files(r->f->house->questions, arena, item, &uses));
    for (size_t i = 0; i < uses.count; i++) {
        enum status status =
            field_files(r, element, item, &uses.items[i], &files);
        if (status == FAILED || status == BUSY)
            return status;
    }
    if (r->f->findings->errors > before)
        return INVALID;
    for (size_t i = 0; i < files.count; i++) {
        const char *name = files.list[i].file.name;
        TRY(folder_file(r->f, &r->f->item_files, name, r->file, 0, &file));
        pin(&pinned, file);
    }
    *done = tree_done(&pinned);
    question_pin_files(arena, item, done);
    return OK;
}

/* ---- whose package it is
 * -------------------------------------------------------*/

static enum status check_item(const struct item_reading *r,
                              const struct tree *element,
                              const struct package *package,
                              const struct tree *loose, struct item *item)
{
    struct tree problems;
    enum status status = question_item(r->f->house->questions, r->f->arena,
                                       package, loose, item, &problems);

    if (status == INVALID)
        tell_problems(r, element, &problems);
    return status;
}

static void tell_refusal(const struct item_reading *r,
                         const struct tree *element, const char *version,
                         const struct tree *said)
{
    const char *why = tree_text(said, "refused");
    struct arena *arena = r->f->arena;

    if (!why) {
        tell_problems(r, element, said);
        return;
    }
    item_problem(r, element,
                 arena_print(arena,
                             "không chuyển được từ phiên bản %s của dạng câu "
                             "hỏi: %s",
                             version, why),
                 arena_print(arena,
                             "it cannot be brought over from version %s of its "
                             "question type: %s",
                             version, why));
}

/*
 * <item made-for="1.4.0">: written for another version of its question type,
 * whose package must be here, since only that one knows what its fields are.
 * The newest package then says what becomes of the body.
 */
static enum status bring_over(const struct item_reading *r,
                              const struct tree *element,
                              const struct package *package, struct tree *loose)
{
    struct arena *arena = r->f->arena;
    const char *version = element_attribute(element, "made-for");
    const char *type = element_attribute(element, "type");
    struct package *old = arena_make(arena, struct package);
    const struct package_row *row;
    struct item item;
    struct tree said;
    enum status status =
        package_find_by_version(r->f->house->db, arena, type, version, &row);

    if (status == MISSING) {
        item_problem(
            r, element,
            arena_print(arena,
                        "made-for: ở đây không có phiên bản %s của \"%s\"; "
                        "hãy thêm gói đó bằng khoa plugin add.",
                        version, type),
            arena_print(arena,
                        "made-for: version %s of \"%s\" is not here; add that "
                        "package with khoa plugin add.",
                        version, type));
        return INVALID;
    }
    TRY(status);
    TRY(package_of_row(arena, row, old));
    if (!strcmp(old->hash, package->hash))
        return OK;
    TRY(check_item(r, element, old, loose, &item));
    status =
        question_migrate(r->f->house->questions, arena, &item, package, &said);
    if (status == INVALID)
        tell_refusal(r, element, version, &said);
    TRY(status);
    *loose = said;
    return OK;
}

/* The same version of it as it is stored; NULL: there is none. */
static enum status find_known(const struct item_reading *r,
                              const struct tree *element,
                              const struct item_row **known)
{
    enum status status =
        item_find_by_version(r->f->house->db, r->f->arena, r->row->id,
                             element_attribute(element, "id"),
                             element_attribute(element, "version"), known);

    if (status == MISSING)
        *known = NULL;
    return status == MISSING ? OK : status;
}

static enum status choose_package(const struct item_reading *r,
                                  const struct tree *element,
                                  const struct item_row *known,
                                  const struct package_row **row,
                                  struct package *package)
{
    if (!known || strcmp(known->plugin, element_attribute(element, "type")))
        return find_package(r, element, row, package);
    TRY(package_find(r->f->house->db, r->f->arena, known->package, row));
    return package_of_row(r->f->arena, *row, package);
}

enum status folder_item(const struct item_reading *r,
                        const struct tree *element, struct new_item *out)
{
    struct arena *arena = r->f->arena;
    struct tree loose = element_fields(arena, element);
    struct package *package = arena_make(arena, struct package);
    const struct item_row *known;
    const struct package_row *row;
    struct item item;

    TRY(find_known(r, element, &known));
    TRY(choose_package(r, element, known, &row, package));
    if (element_attribute(element, "made-for"))
        TRY(bring_over(r, element, package, &loose));
    TRY(check_item(r, element, package, &loose, &item));
    TRY(pin_files(r, element, &item));
    TRY(fill_row(r, element, row, &item, &out->row));
    return known ? compare_known(r, element, known, out)
                 : make_variants(r, element, &item, out);
}
