#include "store/operation.h"

enum status operation_find(struct db *db, int64_t now, struct operation *out)
{
    struct arena *arena = arena_new();
    struct rows rows;
    enum status status =
        db_run(db, arena, SQL_OPERATION_FIND, ARGS(integer(now)), &rows);

    if (status == OK)
        *out = (struct operation){
            .sessions = cell(&rows, 0, 0)->integer,
            .attempts = cell(&rows, 0, 1)->integer,
            .grading = cell(&rows, 0, 2)->integer,
            .grading_due = cell(&rows, 0, 3)->integer,
            .unsealed = cell(&rows, 0, 4)->integer,
            .unsealed_at = cell(&rows, 0, 5)->integer,
            .links = cell(&rows, 0, 6)->integer,
            .signed_at = cell(&rows, 0, 7)->integer,
        };
    arena_free(arena);
    return status;
}

enum status records_count(struct db *db, struct arena *arena,
                          struct records *out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_RECORDS_COUNT, NO_ARGS, &rows));
    *out = (struct records){
        cell(&rows, 0, 0)->integer, cell(&rows, 0, 1)->integer,
        cell(&rows, 0, 2)->integer, cell(&rows, 0, 3)->integer};
    return OK;
}

enum status administrator_plain_count(struct db *db, struct arena *arena,
                                      int64_t day, int64_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ADMINISTRATOR_PLAIN_COUNT,
               ARGS(integer(day), integer(day)), &rows));
    *count = cell(&rows, 0, 0)->integer;
    return OK;
}
