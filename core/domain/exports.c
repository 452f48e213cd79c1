#include "domain/exports.h"

#include "base/tree.h"
#include "store/audit.h"
#include "json/json.h"

struct keeping {
    struct arena *arena;
    const struct deed *deed;
};

static enum status keep(struct db *tx, void *arg)
{
    const struct keeping *k = arg;

    return audit_add(tx, k->arena, k->deed);
}

enum status export_recorded(struct db *db, const struct export_record *record)
{
    struct arena *arena = arena_new();
    struct tree_maker map = tree_map(arena);

    tree_put(&map, "format", tree_of_text(record->format));
    tree_put(&map, "unit", tree_of_integer(record->unit));
    tree_put(&map, "rows", tree_of_integer(record->rows));
    tree_put(&map, "national_id", tree_of_truth(record->national_id));
    struct tree detail = tree_done(&map);
    const struct deed deed = {
        .at = record->now,
        .actor = record->actor,
        .action = "results.export",
        .object = "sitting",
        .object_id = record->sitting,
        .detail = json_text(arena, &detail),
    };
    struct keeping keeping = {arena, &deed};
    enum status status = db_write(db, keep, &keeping);
    arena_free(arena);
    return status;
}
