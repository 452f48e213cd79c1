#include "store/items.h"

#include "store/chain.h"

#include <string.h>

/* ---- packages
 * ---------------------------------------------------------------*/

static struct package_row read_package(const struct rows *rows, size_t i)
{
    return (struct package_row){
        .id = cell(rows, i, 0)->integer,
        .digest = cell(rows, i, 1)->text,
        .plugin = cell(rows, i, 2)->text,
        .version = cell(rows, i, 3)->text,
        .kind = cell(rows, i, 4)->text,
        .manifest = cell(rows, i, 5)->text,
        .files = cell(rows, i, 6)->text,
        .report = cell(rows, i, 7)->text,
        .state = cell(rows, i, 8)->text,
        .added_at = cell(rows, i, 9)->integer,
        .added_by = cell(rows, i, 10)->integer,
        .approved_by = cell(rows, i, 11)->integer,
        .approved_at = cell(rows, i, 12)->integer,
    };
}

static enum status one_package(struct db *db, struct arena *arena,
                               enum sql statement, struct value key,
                               const struct package_row **out)
{
    struct rows rows;

    TRY(db_run(db, arena, statement, &key, 1, &rows));
    if (!rows.count)
        return MISSING;
    struct package_row *row = arena_make(arena, struct package_row);
    *row = read_package(&rows, 0);
    *out = row;
    return OK;
}

enum status package_find(struct db *db, struct arena *arena, int64_t id,
                         const struct package_row **out)
{
    return one_package(db, arena, SQL_PACKAGE_FIND, integer(id), out);
}

enum status package_find_by_digest(struct db *db, struct arena *arena,
                                   const char *digest,
                                   const struct package_row **out)
{
    return one_package(db, arena, SQL_PACKAGE_DIGEST_FIND, text(digest), out);
}

enum status package_find_by_plugin(struct db *db, struct arena *arena,
                                   const char *plugin,
                                   const struct package_row **out)
{
    return one_package(db, arena, SQL_PACKAGE_NEWEST_FIND, text(plugin), out);
}

static enum status many_packages(struct db *db, struct arena *arena,
                                 enum sql statement, const struct value *args,
                                 size_t arg_count,
                                 const struct package_row **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, statement, args, arg_count, &rows));
    struct package_row *list =
        arena_many(arena, struct package_row, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = read_package(&rows, i);
    *out = list;
    *count = rows.count;
    return OK;
}

enum status package_find_by_version(struct db *db, struct arena *arena,
                                    const char *plugin, const char *version,
                                    const struct package_row **out)
{
    const struct package_row *list;
    size_t count;

    TRY(many_packages(db, arena, SQL_PACKAGE_VERSION_FIND,
                      ARGS(text(plugin), text(version)), &list, &count));
    *out = count ? list : NULL;
    return count ? OK : MISSING;
}

enum status package_list(struct db *db, struct arena *arena,
                         const struct package_row **out, size_t *count)
{
    return many_packages(db, arena, SQL_PACKAGE_LIST, NO_ARGS, out, count);
}

enum status package_bank_list(struct db *db, struct arena *arena, int64_t bank,
                              const struct package_row **out, size_t *count)
{
    return many_packages(db, arena, SQL_PACKAGE_BANK_LIST, ARGS(integer(bank)),
                         out, count);
}

enum status package_add(struct db *tx, struct arena *arena,
                        const struct package_row *row, int64_t by)
{
    bool approved = row->state && !strcmp(row->state, "approved");

    return db_run(tx, arena, SQL_PACKAGE_ADD,
                  ARGS(integer(row->id), text(row->digest), text(row->plugin),
                       text(row->version), text(row->kind), text(row->manifest),
                       text(row->files), text(row->report), text(row->state),
                       integer(row->added_at), integer_or_null(by),
                       integer_or_null(approved ? by : 0),
                       integer_or_null(approved ? row->added_at : 0)),
                  NULL);
}

enum status package_approve(struct db *tx, struct arena *arena, int64_t id,
                            int64_t by, int64_t now)
{
    struct rows rows;

    TRY(db_run(tx, arena, SQL_PACKAGE_APPROVE,
               ARGS(integer_or_null(by), integer(now), integer(id)), &rows));
    return rows.count ? OK : CONFLICT;
}

/* ---- banks
 * ---------------------------------------------------------------------*/

static struct bank read_bank(const struct rows *rows, size_t i)
{
    return (struct bank){
        cell(rows, i, 0)->integer, cell(rows, i, 1)->text,
        cell(rows, i, 2)->text,    cell(rows, i, 3)->text,
        cell(rows, i, 4)->integer, cell(rows, i, 5)->integer != 0};
}

static enum status one_bank(struct db *db, struct arena *arena,
                            enum sql statement, struct value key,
                            const struct bank **out)
{
    struct rows rows;

    TRY(db_run(db, arena, statement, &key, 1, &rows));
    if (!rows.count)
        return MISSING;
    struct bank *bank = arena_make(arena, struct bank);
    *bank = read_bank(&rows, 0);
    *out = bank;
    return OK;
}

enum status bank_find(struct db *db, struct arena *arena, const char *code,
                      const struct bank **out)
{
    return one_bank(db, arena, SQL_BANK_FIND, text(code), out);
}

enum status bank_find_by_id(struct db *db, struct arena *arena, int64_t id,
                            const struct bank **out)
{
    return one_bank(db, arena, SQL_BANK_ID_FIND, integer(id), out);
}

enum status bank_list(struct db *db, struct arena *arena,
                      const struct bank **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_BANK_LIST, NO_ARGS, &rows));
    struct bank *list = arena_many(arena, struct bank, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = read_bank(&rows, i);
    *out = list;
    *count = rows.count;
    return OK;
}

enum status bank_put(struct db *tx, struct arena *arena,
                     const struct bank *bank)
{
    return db_run(tx, arena, SQL_BANK_PUT,
                  ARGS(integer(bank->id), text(bank->code), text(bank->title),
                       text(bank->topics), integer_or_null(bank->vendor),
                       integer(bank->practice)),
                  NULL);
}

/* ---- items
 * ---------------------------------------------------------------------*/

static struct item_row read_item(const struct rows *rows, size_t i)
{
    return (struct item_row){
        .id = cell(rows, i, 0)->integer,
        .bank = cell(rows, i, 1)->integer,
        .code = cell(rows, i, 2)->text,
        .version = cell(rows, i, 3)->text,
        .digest = cell(rows, i, 4)->text,
        .package = cell(rows, i, 5)->integer,
        .topic = cell(rows, i, 6)->text,
        .level = cell(rows, i, 7)->integer,
        .competency = cell(rows, i, 8)->text,
        .checked_on = cell(rows, i, 9)->integer,
        .body = cell(rows, i, 10)->text,
        .place = cell(rows, i, 11)->text,
        .created_at = cell(rows, i, 12)->integer,
        .retired_at = cell(rows, i, 13)->integer,
        .plugin = cell(rows, i, 14)->text,
        .plugin_version = cell(rows, i, 15)->text,
        .files = cell(rows, i, 16)->text,
    };
}

static enum status one_item(struct rows *rows, struct arena *arena,
                            const struct item_row **out)
{
    if (!rows->count)
        return MISSING;
    struct item_row *row = arena_make(arena, struct item_row);
    *row = read_item(rows, 0);
    *out = row;
    return OK;
}

enum status item_find(struct db *db, struct arena *arena, int64_t id,
                      const struct item_row **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ITEM_FIND, ARGS(integer(id)), &rows));
    return one_item(&rows, arena, out);
}

enum status item_find_by_version(struct db *db, struct arena *arena,
                                 int64_t bank, const char *code,
                                 const char *version,
                                 const struct item_row **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ITEM_VERSION_FIND,
               ARGS(integer(bank), text(code), text(version)), &rows));
    return one_item(&rows, arena, out);
}

static enum status many_items(struct db *db, struct arena *arena,
                              enum sql statement, const struct value *args,
                              size_t arg_count, const struct item_row **out,
                              size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, statement, args, arg_count, &rows));
    struct item_row *list = arena_many(arena, struct item_row, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = read_item(&rows, i);
    *out = list;
    *count = rows.count;
    return OK;
}

enum status item_list(struct db *db, struct arena *arena, int64_t bank,
                      const char *topic, int64_t level, const char *plugin,
                      const struct item_row **out, size_t *count)
{
    return many_items(
        db, arena, SQL_ITEM_LIST,
        ARGS(integer(bank), text(topic), integer_or_null(level), text(plugin)),
        out, count);
}

enum status item_code_list(struct db *db, struct arena *arena,
                           const struct item_filter *f, int64_t most,
                           const struct item_row **out, size_t *count)
{
    return many_items(db, arena, SQL_ITEM_CODE_LIST,
                      ARGS(integer(f->bank), integer(f->retired),
                           text(f->topic), integer_or_null(f->level),
                           text(f->plugin),
                           text(f->after.code ? f->after.code : ""),
                           integer(f->after.id), integer(most)),
                      out, count);
}

enum status item_version_list(struct db *db, struct arena *arena, int64_t bank,
                              const char *code, const struct item_row **out,
                              size_t *count)
{
    return many_items(db, arena, SQL_ITEM_VERSION_LIST,
                      ARGS(integer(bank), text(code)), out, count);
}

enum status item_cell_list(struct db *db, struct arena *arena, int64_t bank,
                           int64_t stale_before, const struct item_cell **out,
                           size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ITEM_CELL_LIST,
               ARGS(integer(stale_before), integer(bank)), &rows));
    struct item_cell *list = arena_many(arena, struct item_cell, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct item_cell){
            cell(&rows, i, 0)->text, cell(&rows, i, 1)->integer,
            cell(&rows, i, 2)->text, cell(&rows, i, 3)->integer,
            cell(&rows, i, 4)->integer};
    *out = list;
    *count = rows.count;
    return OK;
}

enum status item_add(struct db *tx, struct arena *arena,
                     const struct item_row *row)
{
    TRY(db_run(tx, arena, SQL_ITEM_ADD,
               ARGS(integer(row->id), integer(row->bank), text(row->code),
                    text(row->version), text(row->digest),
                    integer(row->package), text(row->topic),
                    integer(row->level), text(row->competency),
                    integer_or_null(row->checked_on), text(row->body),
                    text(row->files ? row->files : "{}"), text(row->place),
                    integer(row->created_at)),
               NULL));
    TRY(unsealed_add(tx, arena, "item", row->id, row->created_at));
    return db_run(tx, arena, SQL_ITEM_RETIRE_OTHERS,
                  ARGS(integer(row->created_at), integer(row->bank),
                       text(row->code), integer(row->id)),
                  NULL);
}

struct files_walk {
    files_row *each;
    void *arg;
};

static enum status one_row(const struct value *cells, void *arg)
{
    const struct files_walk *w = arg;

    return w->each(cells[0].integer, cells[1].text, w->arg);
}

enum status item_file_each_list(struct db *db, files_row *each, void *arg)
{
    struct files_walk w = {each, arg};

    return db_each(db, SQL_ITEM_FILE_EACH, INT64_MIN, NO_ARGS, one_row, &w);
}

enum status package_file_each_list(struct db *db, files_row *each, void *arg)
{
    struct files_walk w = {each, arg};

    return db_each(db, SQL_PACKAGE_FILE_EACH, INT64_MIN, NO_ARGS, one_row, &w);
}

enum status item_retire(struct db *tx, struct arena *arena, int64_t id,
                        int64_t now)
{
    return db_run(tx, arena, SQL_ITEM_RETIRE, ARGS(integer(now), integer(id)),
                  NULL);
}

enum status item_draw(struct db *tx, struct arena *arena,
                      const struct item_row *row)
{
    TRY(db_run(tx, arena, SQL_ITEM_DRAW, ARGS(integer(row->id)), NULL));
    return db_run(tx, arena, SQL_ITEM_RETIRE_OTHERS,
                  ARGS(integer(row->created_at), integer(row->bank),
                       text(row->code), integer(row->id)),
                  NULL);
}

/* ---- variants
 * --------------------------------------------------------------------*/

static struct variant_row read_variant(const struct rows *rows, size_t i)
{
    return (struct variant_row){
        cell(rows, i, 0)->integer, cell(rows, i, 1)->integer,
        cell(rows, i, 2)->integer, cell(rows, i, 3)->text,
        cell(rows, i, 4)->text,    cell(rows, i, 5)->text};
}

enum status item_variant_list(struct db *db, struct arena *arena, int64_t item,
                              const struct variant_row **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ITEM_VARIANT_LIST, ARGS(integer(item)), &rows));
    struct variant_row *list =
        arena_many(arena, struct variant_row, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = read_variant(&rows, i);
    *out = list;
    *count = rows.count;
    return OK;
}

enum status item_variant_find(struct db *db, struct arena *arena, int64_t item,
                              int64_t number, const struct variant_row **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ITEM_VARIANT_FIND,
               ARGS(integer(item), integer(number)), &rows));
    if (!rows.count)
        return MISSING;
    struct variant_row *row = arena_make(arena, struct variant_row);
    *row = read_variant(&rows, 0);
    *out = row;
    return OK;
}

enum status item_variant_add(struct db *tx, struct arena *arena,
                             const struct variant_row *row)
{
    return db_run(tx, arena, SQL_ITEM_VARIANT_ADD,
                  ARGS(integer(row->id), integer(row->item),
                       integer(row->number), text(row->params),
                       text(row->truth), text(row->note)),
                  NULL);
}
