#include "store/units.h"

#include "base/random.h"

/* Columns as every statement that lists units gives them. */
static struct unit unit_of(const struct rows *rows, size_t i)
{
    return (struct unit){
        .id = cell(rows, i, 0)->integer,
        .name = cell(rows, i, 1)->text,
        .short_name = cell(rows, i, 2)->text,
        .kind = cell(rows, i, 3)->text,
        .valid_from = cell(rows, i, 4)->integer,
        .valid_to = cell(rows, i, 5)->integer,
        .parent = cell(rows, i, 6)->integer,
        .code = cell(rows, i, 7)->text,
    };
}

static enum status units(struct db *db, struct arena *arena, enum sql statement,
                         const struct value *args, size_t arg_count,
                         const struct unit **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, statement, args, arg_count, &rows));
    struct unit *list = arena_many(arena, struct unit, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = unit_of(&rows, i);
    *out = list;
    *count = rows.count;
    return OK;
}

enum status unit_find(struct db *db, struct arena *arena, int64_t id,
                      int64_t day, const struct unit **out)
{
    size_t count;

    TRY(units(db, arena, SQL_UNIT_FIND, ARGS(integer(day), integer(id)), out,
              &count));
    return count ? OK : MISSING;
}

enum status unit_code_find(struct db *db, struct arena *arena, const char *code,
                           int64_t day, const struct unit **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_UNIT_CODE_FIND, ARGS(text(code), integer(day)),
               &rows));
    if (!rows.count)
        return MISSING;
    return unit_find(db, arena, cell(&rows, 0, 0)->integer, day, out);
}

enum status unit_child_list(struct db *db, struct arena *arena, int64_t parent,
                            int64_t day, const struct unit **out, size_t *count)
{
    if (!parent)
        return units(db, arena, SQL_UNIT_ROOT_LIST, ARGS(integer(day)), out,
                     count);
    return units(db, arena, SQL_UNIT_CHILD_LIST,
                 ARGS(integer(day), integer(parent)), out, count);
}

enum status unit_subtree_list(struct db *db, struct arena *arena, int64_t root,
                              int64_t day, const struct unit **out,
                              size_t *count)
{
    return units(db, arena, SQL_UNIT_SUBTREE_LIST,
                 ARGS(integer(root), integer(day)), out, count);
}

enum status unit_path_list(struct db *db, struct arena *arena, int64_t id,
                           int64_t day, const struct unit **out, size_t *count)
{
    return units(db, arena, SQL_UNIT_PATH_LIST, ARGS(integer(id), integer(day)),
                 out, count);
}

enum status unit_word_list(struct db *db, struct arena *arena,
                           const char *folded, int64_t day,
                           const struct unit **out, size_t *count)
{
    return units(db, arena, SQL_UNIT_WORD_LIST,
                 ARGS(integer(day), text(folded)), out, count);
}

enum status unit_all_list(struct db *db, struct arena *arena, int64_t day,
                          const struct unit **out, size_t *count)
{
    return units(db, arena, SQL_UNIT_ALL_LIST, ARGS(integer(day)), out, count);
}

enum status unit_code_list(struct db *db, struct arena *arena, int64_t unit,
                           const struct unit_code **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_UNIT_CODE_LIST, ARGS(integer(unit)), &rows));
    struct unit_code *list = arena_many(arena, struct unit_code, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct unit_code){
            .unit = cell(&rows, i, 0)->integer,
            .scheme = cell(&rows, i, 1)->text,
            .code = cell(&rows, i, 2)->text,
            .valid_from = cell(&rows, i, 3)->integer,
            .valid_to = cell(&rows, i, 4)->integer,
        };
    *out = list;
    *count = rows.count;
    return OK;
}

enum status unit_parent_list(struct db *db, struct arena *arena, int64_t unit,
                             const struct unit_parent **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_UNIT_PARENT_LIST, ARGS(integer(unit)), &rows));
    struct unit_parent *list =
        arena_many(arena, struct unit_parent, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct unit_parent){
            .parent = cell(&rows, i, 0)->integer,
            .name = cell(&rows, i, 1)->text,
            .valid_from = cell(&rows, i, 2)->integer,
            .valid_to = cell(&rows, i, 3)->integer,
        };
    *out = list;
    *count = rows.count;
    return OK;
}

enum status unit_link_list(struct db *db, struct arena *arena, int64_t unit,
                           const struct unit_link **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_UNIT_LINK_LIST, ARGS(integer_or_null(unit)),
               &rows));
    struct unit_link *list = arena_many(arena, struct unit_link, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct unit_link){
            .predecessor = cell(&rows, i, 0)->integer,
            .successor = cell(&rows, i, 1)->integer,
            .predecessor_name = cell(&rows, i, 2)->text,
            .successor_name = cell(&rows, i, 3)->text,
            .day = cell(&rows, i, 4)->integer,
            .note = cell(&rows, i, 5)->text,
        };
    *out = list;
    *count = rows.count;
    return OK;
}

enum status unit_size_list(struct db *db, struct arena *arena, int64_t parent,
                           int64_t day, const struct unit_size **out,
                           size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_UNIT_SIZE_LIST,
               ARGS(integer_or_null(parent), integer(day)), &rows));
    struct unit_size *list = arena_many(arena, struct unit_size, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct unit_size){cell(&rows, i, 0)->integer,
                                     cell(&rows, i, 1)->integer};
    *out = list;
    *count = rows.count;
    return OK;
}

enum status unit_duty_count(struct db *db, struct arena *arena, int64_t unit,
                            int64_t day, int64_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_UNIT_DUTY_COUNT,
               ARGS(integer(unit), integer(day)), &rows));
    *count = cell(&rows, 0, 0)->integer;
    return OK;
}

enum status unit_add(struct db *tx, struct arena *arena,
                     const struct unit *unit, const char *sort_key,
                     const char *fold_key)
{
    return db_run(tx, arena, SQL_UNIT_ADD,
                  ARGS(integer(unit->id), text(unit->name),
                       text(unit->short_name), text(unit->kind), text(sort_key),
                       text(fold_key), integer(unit->valid_from),
                       integer_or_null(unit->valid_to)),
                  NULL);
}

enum status unit_end(struct db *tx, struct arena *arena, int64_t unit,
                     int64_t day)
{
    struct rows rows;

    TRY(db_run(tx, arena, SQL_UNIT_END, ARGS(integer(day), integer(unit)),
               &rows));
    return rows.count ? OK : CONFLICT;
}

enum status unit_code_add(struct db *tx, struct arena *arena, int64_t unit,
                          const struct unit_code *code)
{
    return db_run(tx, arena, SQL_UNIT_CODE_ADD,
                  ARGS(integer(id_new()), integer(unit), text(code->scheme),
                       text(code->code), integer(code->valid_from),
                       integer_or_null(code->valid_to)),
                  NULL);
}

enum status unit_codes_end(struct db *tx, struct arena *arena, int64_t unit,
                           int64_t day)
{
    return db_run(tx, arena, SQL_UNIT_CODES_END,
                  ARGS(integer(day), integer(unit)), NULL);
}

enum status unit_parent_add(struct db *tx, struct arena *arena, int64_t unit,
                            int64_t parent, int64_t from)
{
    return db_run(
        tx, arena, SQL_UNIT_PARENT_ADD,
        ARGS(integer(id_new()), integer(unit), integer(parent), integer(from)),
        NULL);
}

enum status unit_parent_end(struct db *tx, struct arena *arena, int64_t unit,
                            int64_t day)
{
    return db_run(tx, arena, SQL_UNIT_PARENT_END,
                  ARGS(integer(day), integer(unit)), NULL);
}

enum status unit_link_add(struct db *tx, struct arena *arena,
                          int64_t predecessor, int64_t successor, int64_t day,
                          const char *note)
{
    return db_run(tx, arena, SQL_UNIT_LINK_ADD,
                  ARGS(integer(id_new()), integer(predecessor),
                       integer(successor), integer(day), text(note)),
                  NULL);
}

/* ---- what hangs on a unit ------------------------------------------------*/

enum status unit_duty_list(struct db *db, struct arena *arena, int64_t unit,
                           int64_t day, int64_t limit,
                           const struct unit_duty **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_UNIT_DUTY_LIST,
               ARGS(integer(unit), integer(day), integer(limit)), &rows));
    struct unit_duty *list = arena_many(arena, struct unit_duty, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct unit_duty){
            .id = cell(&rows, i, 0)->integer,
            .person = cell(&rows, i, 1)->integer,
            .main = cell(&rows, i, 2)->integer,
            .job_title = cell(&rows, i, 3)->text,
            .rank_code = cell(&rows, i, 4)->text,
            .position = cell(&rows, i, 5)->integer,
            .duty_group = cell(&rows, i, 6)->integer,
            .valid_from = cell(&rows, i, 7)->integer,
            .valid_to = cell(&rows, i, 8)->integer,
        };
    *out = list;
    *count = rows.count;
    return OK;
}

enum status unit_grant_list(struct db *db, struct arena *arena, int64_t unit,
                            int64_t day, const struct unit_grant **out,
                            size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_UNIT_GRANT_LIST,
               ARGS(integer(unit), integer(day)), &rows));
    struct unit_grant *list = arena_many(arena, struct unit_grant, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct unit_grant){
            cell(&rows, i, 0)->integer, cell(&rows, i, 1)->integer,
            cell(&rows, i, 2)->text, cell(&rows, i, 3)->integer};
    *out = list;
    *count = rows.count;
    return OK;
}

enum status unit_required_list(struct db *db, struct arena *arena, int64_t unit,
                               int64_t other, const int64_t **out,
                               size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_UNIT_REQUIRED_LIST,
               ARGS(integer(unit), integer(other)), &rows));
    int64_t *list = arena_many(arena, int64_t, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = cell(&rows, i, 0)->integer;
    *out = list;
    *count = rows.count;
    return OK;
}

enum status assignment_unit_set(struct db *tx, struct arena *arena,
                                int64_t assignment, int64_t unit)
{
    return db_run(tx, arena, SQL_ASSIGNMENT_UNIT_SET,
                  ARGS(integer(unit), integer(assignment)), NULL);
}

enum status unit_banks_set(struct db *tx, struct arena *arena, int64_t from,
                           int64_t to)
{
    return db_run(tx, arena, SQL_UNIT_BANKS_SET,
                  ARGS(integer(to), integer(from)), NULL);
}
