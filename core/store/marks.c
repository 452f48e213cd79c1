#include "store/marks.h"

#include "base/random.h"

static struct mark_task read_task(const struct rows *rows, size_t i)
{
    return (struct mark_task){
        cell(rows, i, 0)->integer,  cell(rows, i, 1)->integer,
        cell(rows, i, 2)->integer,  cell(rows, i, 3)->integer,
        cell(rows, i, 4)->integer,  cell(rows, i, 5)->integer,
        cell(rows, i, 6)->text,     cell(rows, i, 7)->integer,
        cell(rows, i, 8)->integer,  cell(rows, i, 9)->integer,
        cell(rows, i, 10)->integer, cell(rows, i, 11)->integer};
}

static enum status tasks(struct db *db, struct arena *arena, enum sql statement,
                         const struct value *args, size_t arg_count,
                         const struct mark_task **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, statement, args, arg_count, &rows));
    struct mark_task *list = arena_many(arena, struct mark_task, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = read_task(&rows, i);
    *out = list;
    *count = rows.count;
    return OK;
}

static enum status one_count(struct db *db, struct arena *arena,
                             enum sql statement, int64_t key, int64_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, statement, ARGS(integer(key)), &rows));
    *count = cell(&rows, 0, 0)->integer;
    return OK;
}

enum status mark_task_add(struct db *tx, struct arena *arena,
                          const struct mark_task *t)
{
    return db_run(tx, arena, SQL_MARK_TASK_ADD,
                  ARGS(integer(t->id), integer(t->attempt), integer(t->slot),
                       integer(t->sitting), integer(t->item),
                       integer(t->person), text(t->code), integer(t->since)),
                  NULL);
}

enum status mark_task_find(struct db *db, struct arena *arena, int64_t id,
                           const struct mark_task **out)
{
    size_t count;

    TRY(tasks(db, arena, SQL_MARK_TASK_FIND, ARGS(integer(id)), out, &count));
    return count ? OK : MISSING;
}

enum status mark_task_next_find(struct db *db, struct arena *arena,
                                int64_t sitting, int64_t item, int64_t marker,
                                int64_t now, const struct mark_task **out)
{
    size_t count;

    TRY(tasks(
        db, arena, SQL_MARK_TASK_NEXT_FIND,
        ARGS(integer(sitting), integer(item), integer(marker), integer(now)),
        out, &count));
    return count ? OK : MISSING;
}

enum status mark_task_done_list(struct db *db, struct arena *arena,
                                int64_t sitting, int64_t item, int64_t marker,
                                const struct mark_task **out, size_t *count)
{
    return tasks(db, arena, SQL_MARK_TASK_DONE_LIST,
                 ARGS(integer(sitting), integer(item), integer(marker)), out,
                 count);
}

enum status mark_task_lend(struct db *tx, struct arena *arena, int64_t id,
                           int64_t to, int64_t until)
{
    return db_run(tx, arena, SQL_MARK_TASK_LEND,
                  ARGS(integer(to), integer(until), integer(id)), NULL);
}

enum status mark_task_finish(struct db *tx, struct arena *arena, int64_t id,
                             int64_t by, int64_t at)
{
    return db_run(tx, arena, SQL_MARK_TASK_FINISH,
                  ARGS(integer(at), integer(by), integer(id)), NULL);
}

enum status mark_attempt_waiting_count(struct db *db, struct arena *arena,
                                       int64_t attempt, int64_t *count)
{
    return one_count(db, arena, SQL_MARK_ATTEMPT_WAITING_COUNT, attempt, count);
}

enum status mark_waiting_count(struct db *db, struct arena *arena,
                               int64_t marker, int64_t *count)
{
    return one_count(db, arena, SQL_MARK_WAITING_COUNT, marker, count);
}

enum status mark_queue_list(struct db *db, struct arena *arena,
                            const struct mark_queue **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_MARK_QUEUE_LIST, NO_ARGS, &rows));
    struct mark_queue *list = arena_many(arena, struct mark_queue, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct mark_queue){
            cell(&rows, i, 0)->integer, cell(&rows, i, 1)->integer,
            cell(&rows, i, 2)->text,    cell(&rows, i, 3)->text,
            cell(&rows, i, 4)->text,    cell(&rows, i, 5)->text,
            cell(&rows, i, 6)->integer, cell(&rows, i, 7)->integer,
            cell(&rows, i, 8)->integer};
    *out = list;
    *count = rows.count;
    return OK;
}

enum status mark_add(struct db *tx, struct arena *arena, int64_t task,
                     const struct mark *m)
{
    return db_run(tx, arena, SQL_MARK_ADD,
                  ARGS(integer(id_new()), integer(task), text(m->part),
                       real(m->score), text(m->comment), integer(m->by),
                       integer(m->at)),
                  NULL);
}

enum status mark_list(struct db *db, struct arena *arena, int64_t attempt,
                      const struct mark **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_MARK_LIST, ARGS(integer(attempt)), &rows));
    struct mark *list = arena_many(arena, struct mark, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        const struct value *score = cell(&rows, i, 2);
        list[i] = (struct mark){cell(&rows, i, 0)->integer,
                                cell(&rows, i, 1)->text,
                                score->kind == INTEGER ? (double)score->integer
                                                       : score->real,
                                cell(&rows, i, 3)->text,
                                cell(&rows, i, 4)->integer,
                                cell(&rows, i, 5)->integer};
    }
    *out = list;
    *count = rows.count;
    return OK;
}
