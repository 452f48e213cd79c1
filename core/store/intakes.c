#include "store/intakes.h"

static struct intake intake_at(const struct rows *rows, size_t i)
{
    return (struct intake){.id = cell(rows, i, 0)->integer,
                           .file_name = cell(rows, i, 1)->text,
                           .digest = cell(rows, i, 2)->text,
                           .size = cell(rows, i, 3)->integer,
                           .encoding = cell(rows, i, 4)->text,
                           .heading = cell(rows, i, 5)->text,
                           .columns = cell(rows, i, 6)->text,
                           .from_day = cell(rows, i, 7)->integer,
                           .state = cell(rows, i, 8)->text,
                           .counts = cell(rows, i, 9)->text,
                           .findings = cell(rows, i, 10)->text,
                           .errors = cell(rows, i, 11)->integer,
                           .warnings = cell(rows, i, 12)->integer,
                           .trouble = cell(rows, i, 13)->text,
                           .by_person = cell(rows, i, 14)->integer,
                           .at = cell(rows, i, 15)->integer,
                           .changed_at = cell(rows, i, 16)->integer};
}

enum status intake_find(struct db *db, struct arena *arena, int64_t id,
                        const struct intake **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_INTAKE_FIND, ARGS(integer(id)), &rows));
    if (!rows.count)
        return MISSING;
    struct intake *intake = arena_make(arena, struct intake);
    *intake = intake_at(&rows, 0);
    *out = intake;
    return OK;
}

enum status intake_list(struct db *db, struct arena *arena,
                        const struct intake **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_INTAKE_LIST, NO_ARGS, &rows));
    struct intake *list = arena_many(arena, struct intake, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        list[i] = intake_at(&rows, i);
        list[i].by_name = cell(&rows, i, 17)->text;
    }
    *out = list;
    *count = rows.count;
    return OK;
}

enum status intake_due_find(struct db *db, struct arena *arena, int64_t *id)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_INTAKE_DUE_FIND, NO_ARGS, &rows));
    if (!rows.count)
        return MISSING;
    *id = cell(&rows, 0, 0)->integer;
    return OK;
}

enum status intake_alike_find(struct db *db, struct arena *arena,
                              const char *heading, const char **columns)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_INTAKE_ALIKE_FIND, ARGS(text(heading)), &rows));
    if (!rows.count)
        return MISSING;
    *columns = cell(&rows, 0, 0)->text;
    return OK;
}

enum status intake_add(struct db *tx, struct arena *arena,
                       const struct intake *i)
{
    return db_run(tx, arena, SQL_INTAKE_ADD,
                  ARGS(integer(i->id), text(i->file_name), text(i->digest),
                       integer(i->size), text(i->encoding), text(i->heading),
                       text(i->columns), integer_or_null(i->from_day),
                       integer(i->by_person), integer(i->at)),
                  NULL);
}

enum status intake_choose(struct db *tx, struct arena *arena,
                          const struct intake *i, int64_t now)
{
    struct rows rows;

    TRY(db_run(tx, arena, SQL_INTAKE_CHOOSE,
               ARGS(text(i->encoding), text(i->heading), text(i->columns),
                    integer_or_null(i->from_day), text(i->state), integer(now),
                    integer(i->id)),
               &rows));
    return rows.count ? OK : CONFLICT;
}

enum status intake_move(struct db *tx, struct arena *arena, int64_t id,
                        const char *from, const char *to, int64_t now)
{
    struct rows rows;

    TRY(db_run(tx, arena, SQL_INTAKE_MOVE,
               ARGS(text(to), integer(now), integer(id), text(from)), &rows));
    return rows.count ? OK : CONFLICT;
}

enum status intake_tell(struct db *tx, struct arena *arena,
                        const struct intake *i, int64_t now)
{
    return db_run(tx, arena, SQL_INTAKE_TELL,
                  ARGS(text(i->state), text(i->counts), text(i->findings),
                       integer(i->errors), integer(i->warnings),
                       text(i->trouble), integer(now), integer(i->id)),
                  NULL);
}
