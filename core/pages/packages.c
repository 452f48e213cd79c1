#include "pages/packages.h"

#include "domain/packages.h"
#include "pages/items.h"
#include "pages/pages.h"
#include "quiz/questions.h"
#include "store/people.h"
#include "views.h"
#include "json/json.h"

#include <string.h>

/* ---- how a package stands --------------------------------------------------
 */

void package_health(const struct request *req, const char *digest,
                    int64_t *kills, int64_t *since)
{
    struct tree list = {0};

    *kills = *since = 0;
    if (!req->house->questions)
        return;
    questions_suspended(req->house->questions, req->arena, &list);
    for (size_t i = 0; i < list.count; i++) {
        const char *hash = tree_text(&list.items[i], "package");
        if (hash && !strcmp(hash, digest)) {
            *kills = tree_integer(&list.items[i], "kills", 0);
            *since = tree_integer(&list.items[i], "since", 0);
        }
    }
}

bool package_is_suspended(const struct request *req,
                          const struct package_row *row)
{
    int64_t kills, since;

    package_health(req, row->digest, &kills, &since);
    return since || !strcmp(row->state, "suspended");
}

static struct package_line line_of(const struct request *req,
                                   const struct package_row *row,
                                   const struct tree *manifest)
{
    const char *title =
        say_in(tree_get(manifest, "title"), req->visitor->language);

    return (struct package_line){row, *title ? title : row->plugin,
                                 package_is_suspended(req, row) ? "suspended"
                                                                : row->state};
}

static struct tree manifest_of(struct arena *arena,
                               const struct package_row *row)
{
    struct tree manifest = {0};

    if (json_read(arena, row->manifest, strlen(row->manifest), &manifest) != OK)
        manifest = (struct tree){0};
    return manifest;
}

enum status packages_show(struct request *req, struct response *res)
{
    const struct reach reach = reach_of(req);
    const struct package_row *rows;
    size_t count;

    TRY(reach_package_list(req->house->db, req->arena, &reach, &rows, &count));
    struct package_line *lines =
        arena_many(req->arena, struct package_line, count);
    for (size_t i = 0; i < count; i++) {
        struct tree manifest = manifest_of(req->arena, &rows[i]);
        lines[i] = line_of(req, &rows[i], &manifest);
    }
    res->title = say(req->visitor->language, SAY_PACKAGES_TITLE);
    view_packages(&res->body, reader_of(req, res), lines, count);
    return OK;
}

/* ---- one package -----------------------------------------------------------
 */

static enum status find_package(const struct request *req,
                                const struct reach *reach,
                                const struct package_row **out)
{
    const struct package_row *rows;
    size_t count;
    int64_t id;

    TRY(path_id(req, "package", &id));
    TRY(reach_package_list(req->house->db, req->arena, reach, &rows, &count));
    for (size_t i = 0; i < count; i++)
        if (rows[i].id == id)
            return package_find(req->house->db, req->arena, id, out);
    return MISSING;
}

static const struct gate_report *
report_of(struct arena *arena, enum language language, const char *json)
{
    struct gate_report *report = arena_make(arena, struct gate_report);
    struct tree *read = arena_make(arena, struct tree);

    if (!json || json_read(arena, json, strlen(json), read) != OK)
        return NULL;
    const struct tree *findings = tree_get(read, "findings");
    const struct tree *tests = tree_get(read, "tests");
    size_t f = findings ? findings->count : 0, t = tests ? tests->count : 0;
    struct report_line *lines = arena_many(arena, struct report_line, f);
    struct report_test *list = arena_many(arena, struct report_test, t);
    for (size_t i = 0; i < f; i++) {
        const char *level = tree_text(&findings->items[i], "level");
        lines[i] =
            (struct report_line){tree_text(&findings->items[i], "where"),
                                 say_in(&findings->items[i], language),
                                 !level || strcmp(level, "warning") != 0};
    }
    for (size_t i = 0; i < t; i++) {
        list[i] = (struct report_test){tree_text(&tests->items[i], "name"),
                                       say_in(&tests->items[i], language),
                                       tree_truth(&tests->items[i], "passed")};
        report->tests_passed += list[i].passed;
    }
    report->passed = tree_truth(read, "passed");
    report->runs = tree_integer(read, "runs", 0);
    report->slowest_ms = tree_integer(read, "slowest_ms", 0);
    report->findings = lines;
    report->finding_count = f;
    report->tests = list;
    report->test_count = t;
    return report;
}

static bool has_secret(const struct tree *field)
{
    const struct tree *of = tree_get(field, "of");
    const struct tree *fields = tree_get(field, "fields");

    if (tree_truth(field, "secret") || (of && has_secret(of)))
        return true;
    for (size_t i = 0; fields && i < fields->count; i++)
        if (has_secret(&fields->items[i]))
            return true;
    return false;
}

static const char *field_notes(struct arena *arena, enum language language,
                               const struct tree *field)
{
    struct buf out = {.arena = arena};
    const struct {
        bool holds;
        enum word word;
    } notes[] = {
        {tree_truth(field, "required"), SAY_FIELD_REQUIRED},
        {tree_truth(field, "translate"), SAY_FIELD_TRANSLATE},
        {tree_truth(field, "secret"), SAY_FIELD_SECRET},
        {!tree_truth(field, "secret") && has_secret(field),
         SAY_FIELD_PARTLY_SECRET},
    };

    for (size_t i = 0; i < sizeof notes / sizeof *notes; i++)
        if (notes[i].holds) {
            const char *text = say(language, notes[i].word);
            if (out.length)
                buf_bytes(&out, ", ", 2);
            buf_bytes(&out, text, strlen(text));
        }
    return out.length ? out.data : "–";
}

static void fill_fields(struct arena *arena, enum language language,
                        const struct tree *manifest, struct package_page *page)
{
    const struct tree *fields = tree_get(manifest, "fields");
    const struct tree *has = tree_get(manifest, "has");
    struct buf functions = {.arena = arena};

    buf_bytes(&functions, "", 0);
    for (size_t i = 0; has && i < has->count; i++)
        if (tree_truth(has, has->names[i])) {
            if (functions.length)
                buf_bytes(&functions, ", ", 2);
            buf_bytes(&functions, has->names[i], strlen(has->names[i]));
        }
    page->functions = functions.data;
    if (!fields)
        return;
    struct package_field *list =
        arena_many(arena, struct package_field, fields->count);
    for (size_t i = 0; i < fields->count; i++) {
        const struct tree *field = &fields->items[i];
        const char *type = tree_text(field, "type");
        list[i] = (struct package_field){fields->names[i], type ? type : "",
                                         field_notes(arena, language, field)};
    }
    page->fields = list;
    page->field_count = fields->count;
}

static enum status fill_files(struct arena *arena, bool open,
                              struct package_page *page)
{
    const char *json = page->line.row->files;
    struct tree files;

    TRY(json_read(arena, json, strlen(json), &files));
    struct package_file_line *list =
        arena_many(arena, struct package_file_line, files.count);
    for (size_t i = 0; i < files.count; i++) {
        const struct tree *file = &files.items[i];
        bool lua = file->kind == TREE_TEXT;
        list[i] = (struct package_file_line){
            files.names[i], open && lua ? file->text : NULL,
            lua ? strlen(file->text) : (size_t)tree_integer(file, "size", 0)};
    }
    page->files = list;
    page->file_count = files.count;
    return OK;
}

/* Names of colleagues are not for those who come from outside. */
static enum status name_of(const struct request *req, const struct reach *reach,
                           int64_t person, const char **name)
{
    const struct person *found;

    if (!person || !reach->all)
        return OK;
    enum status status =
        person_find(req->house->db, req->arena, person, &found);
    if (status == OK)
        *name = found->full_name;
    return status == MISSING ? OK : status;
}

enum status package_show(struct request *req, struct response *res)
{
    const struct reach reach = reach_of(req);
    struct package_page *page = arena_make(req->arena, struct package_page);
    const struct package_row *row;

    TRY(find_package(req, &reach, &row));
    const struct tree manifest = manifest_of(req->arena, row);
    page->line = line_of(req, row, &manifest);
    package_health(req, row->digest, &page->kills, &page->suspended_at);
    page->report = report_of(req->arena, req->visitor->language, row->report);
    fill_fields(req->arena, req->visitor->language, &manifest, page);
    TRY(fill_files(req->arena, package_is_open(&reach, row), page));
    TRY(name_of(req, &reach, row->added_by, &page->added_by));
    TRY(name_of(req, &reach, row->approved_by, &page->approved_by));
    page->is_own = row->added_by && row->added_by == reach.person;
    bool reviewer = may(req->visitor, APPROVE_PLUGINS);
    page->may_approve = reviewer && !page->is_own &&
                        !strcmp(row->state, "checked") && page->report &&
                        page->report->passed;
    page->may_lift = reviewer && page->suspended_at;
    res->title = page->line.title;
    view_package(&res->body, reader_of(req, res), page);
    return OK;
}

/* ---- what a reviewer does --------------------------------------------------
 */

enum status package_approve_it(struct request *req, struct response *res)
{
    const struct reach reach = reach_of(req);
    const struct package_row *row;

    TRY(find_package(req, &reach, &row));
    TRY(package_approval(req->house, req->arena, row->id, reach.person,
                         req->now));
    return redirect(req, res, "/plugins/%lld", (long long)row->id);
}

enum status package_lift_it(struct request *req, struct response *res)
{
    const struct reach reach = reach_of(req);
    const struct package_row *row;

    TRY(find_package(req, &reach, &row));
    TRY(package_lift(req->house, req->arena, row->id, reach.person, req->now));
    return redirect(req, res, "/plugins/%lld", (long long)row->id);
}
