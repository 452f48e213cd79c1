#include "store/tests.h"

static struct sitting read_sitting(const struct rows *rows, size_t i)
{
    return (struct sitting){
        .id = cell(rows, i, 0)->integer,
        .code = cell(rows, i, 1)->text,
        .test = cell(rows, i, 2)->integer,
        .title = cell(rows, i, 3)->text,
        .basis = cell(rows, i, 4)->text,
        .rules = cell(rows, i, 5)->text,
        .opens_at = cell(rows, i, 6)->integer,
        .closes_at = cell(rows, i, 7)->integer,
        .created_at = cell(rows, i, 8)->integer,
        .created_by = cell(rows, i, 9)->integer,
        .calling = cell(rows, i, 10)->text,
        .ready = cell(rows, i, 11)->integer,
        .cancelled_at = cell(rows, i, 12)->integer,
        .cancel_reason = cell(rows, i, 13)->text,
        .over_at = cell(rows, i, 14)->integer,
        .admits = cell(rows, i, 15)->integer,
        .openers = cell(rows, i, 16)->integer,
        .passcode = cell(rows, i, 17)->text,
        .addresses = cell(rows, i, 18)->text,
        .seb_keys = cell(rows, i, 19)->text,
        .released_at = cell(rows, i, 20)->integer,
        .stands_still = cell(rows, i, 21)->integer,
    };
}

static enum status one_sitting(const struct rows *rows, struct arena *arena,
                               const struct sitting **out)
{
    if (!rows->count)
        return MISSING;
    struct sitting *sitting = arena_make(arena, struct sitting);
    *sitting = read_sitting(rows, 0);
    *out = sitting;
    return OK;
}

enum status sitting_find(struct db *db, struct arena *arena, int64_t id,
                         const struct sitting **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_SITTING_FIND, ARGS(integer(id)), &rows));
    return one_sitting(&rows, arena, out);
}

enum status sitting_any_find(struct db *db, struct arena *arena, int64_t id,
                             const struct sitting **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_SITTING_ANY_FIND, ARGS(integer(id)), &rows));
    return one_sitting(&rows, arena, out);
}

enum status test_last_closing_find(struct db *db, struct arena *arena,
                                   int64_t test, int64_t *closes_at)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_TEST_LAST_CLOSING_FIND, ARGS(integer(test)),
               &rows));
    *closes_at = rows.count ? cell(&rows, 0, 0)->integer : 0;
    return OK;
}

enum status sitting_find_by_code(struct db *db, struct arena *arena,
                                 const char *code, const struct sitting **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_SITTING_CODE_FIND, ARGS(text(code)), &rows));
    return one_sitting(&rows, arena, out);
}

static const struct sitting *all_of(const struct rows *rows,
                                    struct arena *arena)
{
    struct sitting *list = arena_many(arena, struct sitting, rows->count);

    for (size_t i = 0; i < rows->count; i++)
        list[i] = read_sitting(rows, i);
    return list;
}

enum status sitting_list(struct db *db, struct arena *arena,
                         const struct sitting **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_SITTING_LIST, NO_ARGS, &rows));
    *out = all_of(&rows, arena);
    *count = rows.count;
    return OK;
}

enum status sitting_scope_list(struct db *db, struct arena *arena,
                               const struct sitting_filter *f, int64_t limit,
                               int64_t from, const struct sitting **out,
                               size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_SITTING_SCOPE_LIST,
               ARGS(integer(f->viewer), text(f->roles), integer(f->day),
                    integer(f->sitting), integer(f->closing_after),
                    integer(f->whole), integer(limit), integer(from)),
               &rows));
    *out = all_of(&rows, arena);
    *count = rows.count;
    return OK;
}

/* ---- staging -------------------------------------------------------------*/

enum status sitting_add(struct db *tx, struct arena *arena,
                        const struct sitting *sitting)
{
    return db_run(
        tx, arena, SQL_SITTING_ADD,
        ARGS(integer(sitting->id), text(sitting->code), integer(sitting->test),
             text(sitting->title), text(sitting->basis), text(sitting->rules),
             integer(sitting->opens_at), integer(sitting->closes_at),
             integer(sitting->created_at), integer_or_null(sitting->created_by),
             text(sitting->calling ? sitting->calling : "{}")),
        NULL);
}

static enum status change_one(struct db *tx, struct arena *arena,
                              enum sql statement, const struct value *args,
                              size_t count)
{
    struct rows rows;

    TRY(db_run(tx, arena, statement, args, count, &rows));
    return rows.count ? OK : CONFLICT;
}

enum status sitting_ready(struct db *tx, struct arena *arena, int64_t id)
{
    return change_one(tx, arena, SQL_SITTING_READY, ARGS(integer(id)));
}

enum status sitting_find_hold(struct db *tx, struct arena *arena, int64_t id,
                              struct sitting_hold *out)
{
    struct rows rows;

    TRY(db_run(tx, arena, SQL_SITTING_HOLD_FIND, ARGS(integer(id)), &rows));
    if (!rows.count)
        return MISSING;
    *out = (struct sitting_hold){
        cell(&rows, 0, 0)->integer, cell(&rows, 0, 1)->integer,
        cell(&rows, 0, 2)->integer, cell(&rows, 0, 3)->integer};
    return OK;
}

enum status sitting_cancel(struct db *tx, struct arena *arena, int64_t id,
                           const char *reason, int64_t now)
{
    return change_one(tx, arena, SQL_SITTING_CANCEL,
                      ARGS(integer(now), text(reason), integer(id)));
}

enum status sitting_release(struct db *tx, struct arena *arena, int64_t id,
                            int64_t now)
{
    return change_one(tx, arena, SQL_SITTING_RELEASE,
                      ARGS(integer(now), integer(id)));
}

enum status sitting_attempt_find(struct db *db, struct arena *arena, int64_t id)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_SITTING_ATTEMPT_FIND, ARGS(integer(id)), &rows));
    return rows.count ? OK : MISSING;
}

/* ---- taking away what never came to an end -------------------------------*/

enum status sitting_give_up(struct db *tx, struct arena *arena, int64_t id)
{
    return db_run(tx, arena, SQL_SITTING_GIVE_UP, ARGS(integer(id)), NULL);
}

enum status sitting_left_list(struct db *db, struct arena *arena,
                              int64_t before, const int64_t **out,
                              size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_SITTING_LEFT_LIST, ARGS(integer(before)), &rows));
    int64_t *list = arena_many(arena, int64_t, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = cell(&rows, i, 0)->integer;
    *out = list;
    *count = rows.count;
    return OK;
}

enum status candidates_remove(struct db *tx, struct arena *arena,
                              int64_t sitting, size_t *removed)
{
    struct rows rows;

    TRY(db_run(tx, arena, SQL_CANDIDATES_REMOVE, ARGS(integer(sitting)),
               &rows));
    *removed = rows.count;
    return OK;
}

enum status sitting_remove(struct db *tx, struct arena *arena, int64_t id)
{
    return db_run(tx, arena, SQL_SITTING_REMOVE, ARGS(integer(id)), NULL);
}
