#include "domain/packages.h"

#include "base/random.h"
#include "domain/media.h"
#include "quiz/gate.h"
#include "store/audit.h"
#include "store/blobs.h"
#include "store/items.h"
#include "json/json.h"

#include <dirent.h>
#include <string.h>
#include <unistd.h>

struct adding {
    struct arena *arena;
    struct package_row row;
    int64_t by;
};

static enum status add(struct db *tx, void *arg)
{
    const struct adding *a = arg;

    TRY(package_add(tx, a->arena, &a->row, a->by));
    return audit_add(tx, a->arena,
                     &(struct deed){.at = a->row.added_at,
                                    .actor = a->by,
                                    .action = "package.add",
                                    .object = "package",
                                    .object_id = a->row.id});
}

/* Whether every byte is there after a way through JSON. */
static bool is_whole(const struct tree *files, const struct package *package)
{
    for (size_t i = 0; i < package->count; i++) {
        const struct package_file *f = &package->files[i];
        const char *text = tree_text(files, f->path);
        if (f->lua && (!text || strlen(text) != f->length ||
                       memcmp(text, f->bytes, f->length) != 0))
            return false;
    }
    return true;
}

/* A medium is kept as a file by its digest; this is what the row says. */
static enum status describe_medium(struct house *house,
                                   const struct package_file *f,
                                   const char *folder,
                                   struct findings *findings, struct tree *out)
{
    struct arena *arena = findings->arena;
    struct tree_maker map = tree_map(arena);
    const char *path = arena_print(arena, "%s/%s", folder, f->path);
    struct tree cues;

    if (media_kind(f->path) == DOCUMENT) {
        find_error(findings, path, 0,
                   "Gói chỉ kèm được hình, phim, tiếng và phụ đề.",
                   "A package brings pictures, films, sounds and captions "
                   "only.");
        return INVALID;
    }
    TRY(media_check(house, findings, path, f->bytes, f->length, &cues));
    tree_put(&map, "digest", tree_of_text(f->digest));
    tree_put(&map, "type", tree_of_text(media_type(f->path)));
    tree_put(&map, "size", tree_of_integer((int64_t)f->length));
    if (cues.kind != TREE_NOTHING)
        tree_put(&map, "cues", cues);
    *out = tree_done(&map);
    return OK;
}

/* Path -> text of Lua, or what describe_medium says. */
static enum status files_json(struct house *house,
                              const struct package *package, const char *folder,
                              struct findings *findings, const char **json)
{
    struct arena *arena = findings->arena;
    struct tree_maker map = tree_map(arena);

    for (size_t i = 0; i < package->count; i++) {
        const struct package_file *f = &package->files[i];
        struct tree file = {0};
        if (f->lua)
            file = tree_of_text(arena_text(arena, f->bytes, f->length));
        else
            TRY(describe_medium(house, f, folder, findings, &file));
        tree_put(&map, f->path, file);
    }
    struct tree files = tree_done(&map), again;
    *json = json_text(arena, &files);
    if (json_read(arena, *json, strlen(*json), &again) == OK &&
        is_whole(&again, package))
        return OK;
    find_error(findings, folder, 0,
               "Tệp Lua phải là UTF-8, không có ký tự NUL.",
               "Lua files are UTF-8, without the character NUL.");
    return INVALID;
}

static enum status keep_media(struct house *house, struct arena *arena,
                              const struct package *package)
{
    for (size_t i = 0; i < package->count; i++) {
        const struct package_file *f = &package->files[i];
        if (!f->lua)
            TRY(blob_put(arena, house->data, f->digest, f->bytes, f->length));
    }
    return OK;
}

static enum status describe(struct house *house, struct arena *arena,
                            const struct package *package, const char *folder,
                            struct findings *findings, struct tree *manifest)
{
    enum status status =
        question_describe(house->questions, arena, package, manifest);

    if (status == INVALID) {
        const char *why = tree_text(manifest, "message");
        find_error(
            findings, folder, 0,
            arena_print(arena, "Gói không chạy được: %s", why ? why : "?"),
            arena_print(arena, "The package does not run: %s",
                        why ? why : "?"));
    }
    return status;
}

void package_tell(struct findings *findings, const char *file, int64_t line,
                  const char *prefix, const struct tree *report)
{
    const struct tree *list = tree_get(report, "findings");
    struct arena *arena = findings->arena;

    for (size_t i = 0; list && i < list->count; i++) {
        const struct tree *f = &list->items[i];
        const char *where = tree_text(f, "where");
        const char *vi =
            arena_print(arena, "%s%s: %s", prefix, where, tree_text(f, "vi"));
        const char *en =
            arena_print(arena, "%s%s: %s", prefix, where, tree_text(f, "en"));
        if (!strcmp(tree_text(f, "level"), "error"))
            find_error(findings, file, line, vi, en);
        else
            find_warning(findings, file, line, vi, en);
    }
}

/* The whole gate; INVALID: told. */
static enum status pass_gate(struct house *house, const struct package *package,
                             const char *folder, struct findings *findings,
                             const char **report_json)
{
    struct tree report;

    TRY(gate_package(house->questions, findings->arena, package, &report));
    package_tell(findings, folder, 0, "", &report);
    *report_json = json_text(findings->arena, &report);
    return tree_truth(&report, "passed") ? OK : INVALID;
}

enum status package_take_in(struct house *house, const char *folder,
                            bool approve, int64_t by, int64_t now,
                            struct findings *findings)
{
    struct arena *arena = findings->arena;
    const struct package_row *known;
    struct package package;
    struct tree manifest;
    const char *why = NULL, *files, *report;

    enum status status = package_read(arena, folder, &package, &why);
    if (status != OK) {
        find_error(findings, folder, 0,
                   arena_print(arena, "Không đọc được gói: %s", why ? why : ""),
                   arena_print(arena, "The package cannot be read: %s",
                               why ? why : ""));
        return status == MISSING ? INVALID : status;
    }
    status = package_find_by_digest(house->db, arena, package.hash, &known);
    if (status != MISSING)
        return status;
    TRY(describe(house, arena, &package, folder, findings, &manifest));
    TRY(files_json(house, &package, folder, findings, &files));
    TRY(pass_gate(house, &package, folder, findings, &report));
    TRY(keep_media(house, arena, &package));
    struct adding a = {arena,
                       {.id = id_new(),
                        .digest = package.hash,
                        .plugin = tree_text(&manifest, "id"),
                        .version = tree_text(&manifest, "version"),
                        .kind = tree_text(&manifest, "kind"),
                        .manifest = json_text(arena, &manifest),
                        .files = files,
                        .report = report,
                        .state = approve ? "approved" : "checked",
                        .added_at = now},
                       by};
    status = db_write(house->db, add, &a);
    if (status == CONFLICT) /* did somebody else take it in? */
        status = package_find_by_digest(house->db, arena, package.hash, &known);
    return status == MISSING ? FAILED : status;
}

enum status packages_take_in(struct house *house, const char *folder,
                             bool approve, int64_t by, int64_t now,
                             struct findings *findings)
{
    DIR *all = opendir(folder);
    enum status status = OK;
    struct dirent *entry;

    if (!all) {
        find_error(findings, folder, 0, "Không mở được thư mục.",
                   "The folder cannot be opened.");
        return INVALID;
    }
    while (status == OK && (entry = readdir(all))) {
        if (entry->d_name[0] == '.')
            continue;
        const char *path =
            arena_print(findings->arena, "%s/%s", folder, entry->d_name);
        if (!access(arena_print(findings->arena, "%s/plugin.lua", path), R_OK))
            status = package_take_in(house, path, approve, by, now, findings);
    }
    closedir(all);
    return status;
}

/* ---- reviewing
 * ----------------------------------------------------------------*/

bool package_passed(struct arena *arena, const char *report)
{
    struct tree read;

    return report && json_read(arena, report, strlen(report), &read) == OK &&
           tree_truth(&read, "passed");
}

struct reviewing {
    struct arena *arena;
    int64_t package, by, now;
};

static struct deed deed_of(const struct reviewing *r, const char *action)
{
    return (struct deed){.at = r->now,
                         .actor = r->by,
                         .action = action,
                         .object = "package",
                         .object_id = r->package};
}

static enum status approve_one(struct db *tx, void *arg)
{
    const struct reviewing *r = arg;
    const struct deed deed = deed_of(r, "package.approve");

    TRY(package_approve(tx, r->arena, r->package, r->by, r->now));
    return audit_add(tx, r->arena, &deed);
}

enum status package_approval(struct house *house, struct arena *arena,
                             int64_t package, int64_t by, int64_t now)
{
    struct reviewing r = {arena, package, by, now};
    const struct package_row *row;

    TRY(package_find(house->db, arena, package, &row));
    if (strcmp(row->state, "checked"))
        return CONFLICT;
    if (row->added_by && row->added_by == by)
        return DENIED;
    if (!package_passed(arena, row->report))
        return INVALID;
    return db_write(house->db, approve_one, &r);
}

static enum status note_lift(struct db *tx, void *arg)
{
    const struct reviewing *r = arg;
    const struct deed deed = deed_of(r, "package.lift");

    return audit_add(tx, r->arena, &deed);
}

enum status package_lift(struct house *house, struct arena *arena,
                         int64_t package, int64_t by, int64_t now)
{
    struct reviewing r = {arena, package, by, now};
    const struct package_row *row;

    TRY(package_find(house->db, arena, package, &row));
    TRY(db_write(house->db, note_lift, &r));
    questions_lift(house->questions, row->digest);
    return OK;
}
