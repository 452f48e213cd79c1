#include "store/audit.h"

#include "base/random.h"

enum status audit_add(struct db *tx, struct arena *arena,
                      const struct deed *deed)
{
    return db_run(tx, arena, SQL_AUDIT_ADD,
                  ARGS(integer(id_new()), integer(deed->at),
                       integer_or_null(deed->actor), text(deed->action),
                       text(deed->object), integer_or_null(deed->object_id),
                       text(deed->detail ? deed->detail : "{}")),
                  NULL);
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
