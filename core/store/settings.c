#include "store/settings.h"

enum status setting_find(struct db *db, struct arena *arena, const char *name,
                         const char **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_SETTING_FIND, ARGS(text(name)), &rows));
    if (!rows.count)
        return MISSING;
    *out = cell(&rows, 0, 0)->text;
    return OK;
}

enum status setting_put(struct db *tx, struct arena *arena, const char *name,
                        const char *content)
{
    return db_run(tx, arena, SQL_SETTING_PUT, ARGS(text(name), text(content)),
                  NULL);
}

enum status newest_id_find(struct db *db, int64_t *out)
{
    struct arena *arena = arena_new();
    struct rows rows;

    enum status status = db_run(db, arena, SQL_NEWEST_ID, NO_ARGS, &rows);
    if (status == OK)
        *out = rows.count ? cell(&rows, 0, 0)->integer : 0;
    arena_free(arena);
    return status;
}
