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

/* ---- taking a run back ---------------------------------------------------*/

static struct staff_run run_at(const struct rows *rows, size_t i)
{
    return (struct staff_run){.id = cell(rows, i, 0)->integer,
                              .state = cell(rows, i, 1)->text,
                              .at = cell(rows, i, 2)->integer,
                              .file_name = cell(rows, i, 3)->text,
                              .by_person = cell(rows, i, 4)->integer,
                              .counts = cell(rows, i, 5)->text};
}

enum status staff_run_find(struct db *db, struct arena *arena, int64_t run,
                           struct staff_run *out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_STAFF_RUN_FIND, ARGS(integer(run)), &rows));
    if (!rows.count)
        return MISSING;
    *out = run_at(&rows, 0);
    return OK;
}

enum status staff_command_list(struct db *db, struct arena *arena,
                               int64_t limit, const struct staff_run **out,
                               size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_STAFF_COMMAND_LIST, ARGS(integer(limit)), &rows));
    struct staff_run *list = arena_many(arena, struct staff_run, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = run_at(&rows, i);
    *out = list;
    *count = rows.count;
    return OK;
}

enum status staff_hindrance_list(struct db *db, struct arena *arena,
                                 int64_t run, int64_t limit,
                                 const struct staff_hindrance **out,
                                 size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_STAFF_HINDRANCE_LIST,
               ARGS(integer(run), integer(limit)), &rows));
    struct staff_hindrance *list =
        arena_many(arena, struct staff_hindrance, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct staff_hindrance){cell(&rows, i, 0)->text,
                                           cell(&rows, i, 1)->integer,
                                           cell(&rows, i, 2)->text};
    *out = list;
    *count = rows.count;
    return OK;
}

enum status staff_keep_person(struct db *tx, struct arena *arena, int64_t run,
                              int64_t person)
{
    return db_run(tx, arena, SQL_PERSON_KEEP,
                  ARGS(integer(run), integer(person)), NULL);
}

enum status staff_keep_duty(struct db *tx, struct arena *arena, int64_t run,
                            int64_t duty)
{
    TRY(db_run(tx, arena, SQL_DUTY_KEEP, ARGS(integer(run), integer(duty)),
               NULL));
    return db_run(tx, arena, SQL_DUTY_PERSON_KEEP,
                  ARGS(integer(run), integer(duty)), NULL);
}

enum status staff_keep_duties(struct db *tx, struct arena *arena, int64_t run,
                              int64_t person, int64_t day)
{
    return db_run(tx, arena, SQL_DUTIES_KEEP,
                  ARGS(integer(run), integer(person), integer(day)), NULL);
}

enum status staff_kept(struct db *tx, struct arena *arena, int64_t run)
{
    return db_run(tx, arena, SQL_PEOPLE_BECAME, ARGS(integer(run)), NULL);
}

enum status staff_run_mark(struct db *tx, struct arena *arena, int64_t run,
                           int64_t most, size_t *count)
{
    *count = 0;
    TRY(some_rows(tx, arena, SQL_BROUGHT_PEOPLE_MARK, run, most, count));
    return some_rows(tx, arena, SQL_BROUGHT_DUTIES_MARK, run, most, count);
}

enum status staff_renamed_list(struct db *db, struct arena *arena, int64_t run,
                               const struct staff_renamed **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_RENAMED_LIST, ARGS(integer(run)), &rows));
    struct staff_renamed *list =
        arena_many(arena, struct staff_renamed, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct staff_renamed){cell(&rows, i, 0)->integer,
                                         cell(&rows, i, 1)->text};
    *out = list;
    *count = rows.count;
    return OK;
}

enum status staff_run_undo(struct db *tx, struct arena *arena, int64_t run,
                           int64_t now)
{
    struct rows rows;

    TRY(db_run(tx, arena, SQL_STAFF_IMPORT_UNDO, ARGS(integer(run)), &rows));
    if (!rows.count)
        return CONFLICT;
    TRY(db_run(tx, arena, SQL_PEOPLE_RESTORE, ARGS(integer(now), integer(run)),
               NULL));
    TRY(db_run(tx, arena, SQL_DUTIES_RESTORE, ARGS(integer(run)), NULL));
    TRY(db_run(tx, arena, SQL_PEOPLE_FORGET, ARGS(integer(run)), NULL));
    return db_run(tx, arena, SQL_DUTIES_FORGET, ARGS(integer(run)), NULL);
}
