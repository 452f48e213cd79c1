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
