#include "store/audit.h"

#include "base/random.h"
#include "store/chain.h"

enum status audit_add(struct db *tx, struct arena *arena,
                      const struct deed *deed)
{
    int64_t id = deed->id ? deed->id : id_new();

    TRY(db_run(tx, arena, SQL_AUDIT_ADD,
               ARGS(integer(id), integer(deed->at),
                    integer_or_null(deed->actor), text(deed->action),
                    text(deed->object), integer_or_null(deed->object_id),
                    text(deed->detail ? deed->detail : "{}")),
               NULL));
    return unsealed_add(tx, arena, "audit_event", id, deed->at);
}

enum status audit_deed_count(struct db *db, const char *action,
                             const char *object, int64_t object_id,
                             int64_t *out)
{
    struct arena *arena = arena_new();
    struct rows rows;
    enum status status =
        db_run(db, arena, SQL_AUDIT_DEED_COUNT,
               ARGS(text(object), integer(object_id), text(action)), &rows);

    if (status == OK)
        *out = cell(&rows, 0, 0)->integer;
    arena_free(arena);
    return status;
}

enum status audit_find(struct db *db, struct arena *arena,
                       const struct deed *deed)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_AUDIT_DEED_FIND,
               ARGS(text(deed->object), integer(deed->object_id),
                    text(deed->action), integer(deed->actor),
                    integer(deed->at)),
               &rows));
    return rows.count ? OK : MISSING;
}

enum status audit_trail_list(struct db *db, struct arena *arena,
                             const struct trail_filter *f, int64_t limit,
                             const struct trail_deed **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_AUDIT_TRAIL,
               ARGS(integer_or_null(f->unit), integer(f->day), integer(f->from),
                    integer(f->before), integer(f->before_id), text(f->actions),
                    text(f->find), text(f->number), integer(limit)),
               &rows));
    struct trail_deed *list = arena_many(arena, struct trail_deed, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct trail_deed){
            .id = cell(&rows, i, 0)->integer,
            .at = cell(&rows, i, 1)->integer,
            .actor = cell(&rows, i, 2)->integer,
            .actor_name = cell(&rows, i, 3)->text,
            .action = cell(&rows, i, 4)->text,
            .object = cell(&rows, i, 5)->text,
            .object_id = cell(&rows, i, 6)->integer,
            .person_name = cell(&rows, i, 7)->text,
            .sitting_title = cell(&rows, i, 8)->text,
            .unit_name = cell(&rows, i, 9)->text,
            .detail = cell(&rows, i, 10)->text,
        };
    *out = list;
    *count = rows.count;
    return OK;
}
