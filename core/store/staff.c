#include "store/staff.h"

enum status staff_run_list(struct db *db, struct arena *arena,
                           const struct staff_run **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_STAFF_IMPORT_LIST, NO_ARGS, &rows));
    struct staff_run *list = arena_many(arena, struct staff_run, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct staff_run){.id = cell(&rows, i, 0)->integer,
                                     .state = cell(&rows, i, 1)->text,
                                     .at = cell(&rows, i, 2)->integer};
    *out = list;
    *count = rows.count;
    return OK;
}

enum status staff_run_add(struct db *tx, struct arena *arena,
                          const struct staff_run *run)
{
    return db_run(tx, arena, SQL_STAFF_IMPORT_ADD,
                  ARGS(integer(run->id), text(run->file_name),
                       text(run->digest), integer_or_null(run->by_person),
                       integer(run->at), text("{}")),
                  NULL);
}

static enum status one_row(struct db *tx, struct arena *arena,
                           enum sql statement, const struct value *args,
                           size_t count)
{
    struct rows rows;

    TRY(db_run(tx, arena, statement, args, count, &rows));
    return rows.count ? OK : CONFLICT;
}

enum status staff_run_alive(struct db *tx, struct arena *arena, int64_t run,
                            int64_t now)
{
    return one_row(tx, arena, SQL_STAFF_IMPORT_ALIVE,
                   ARGS(integer(now), integer(run)));
}

enum status staff_run_finish(struct db *tx, struct arena *arena, int64_t run,
                             int64_t now, const char *counts)
{
    return one_row(tx, arena, SQL_STAFF_IMPORT_FINISH,
                   ARGS(text(counts), integer(now), integer(run)));
}

enum status staff_run_drop(struct db *tx, struct arena *arena, int64_t run)
{
    return one_row(tx, arena, SQL_STAFF_IMPORT_DROP, ARGS(integer(run)));
}

static enum status some_rows(struct db *tx, struct arena *arena,
                             enum sql statement, int64_t run, int64_t most,
                             size_t *count)
{
    struct rows rows;

    TRY(db_run(tx, arena, statement, ARGS(integer(run), integer(most)), &rows));
    *count += rows.count;
    return OK;
}

enum status staff_run_settle(struct db *tx, struct arena *arena, int64_t run,
                             int64_t most, size_t *count)
{
    *count = 0;
    TRY(some_rows(tx, arena, SQL_STAGED_PEOPLE_SETTLE, run, most, count));
    return some_rows(tx, arena, SQL_STAGED_ASSIGNMENTS_SETTLE, run, most,
                     count);
}

/* Duties first: nobody is removed who has one, nor before their words. */
enum status staff_run_remove(struct db *tx, struct arena *arena, int64_t run,
                             int64_t most, size_t *count)
{
    *count = 0;
    TRY(some_rows(tx, arena, SQL_STAGED_ASSIGNMENTS_REMOVE, run, most, count));
    if (*count)
        return OK;
    TRY(db_run(tx, arena, SQL_STAGED_WORDS_REMOVE,
               ARGS(integer(run), integer(most)), NULL));
    return some_rows(tx, arena, SQL_STAGED_PEOPLE_REMOVE, run, most, count);
}
