#include "domain/banks.h"

#include "base/clock.h"
#include "store/units.h"

void reach_add(struct reach *reach, int64_t *room, enum role role, int64_t unit)
{
    uint64_t rights = role_rights(role);

    if (role == ROLE_VENDOR) {
        if (unit)
            room[reach->vendor_count++] = unit;
        reach->vendors = room;
    } else if (rights >> SEE_ITEMS & 1 || rights >> SEE_PLUGINS & 1) {
        reach->all = true;
    }
}

static bool is_vendor(const struct reach *reach, int64_t unit)
{
    for (size_t i = 0; i < reach->vendor_count; i++)
        if (reach->vendors[i] == unit)
            return true;
    return false;
}

enum status bank_in_reach(struct db *db, struct arena *arena,
                          const struct reach *reach, const struct bank *bank)
{
    const struct unit *path;
    size_t count;

    if (reach->all)
        return OK;
    if (!bank->vendor || !reach->vendor_count)
        return MISSING;
    TRY(unit_path_list(db, arena, bank->vendor, reach->day, &path, &count));
    for (size_t i = 0; i < count; i++)
        if (is_vendor(reach, path[i].id))
            return OK;
    return MISSING;
}

enum status reach_bank_list(struct db *db, struct arena *arena,
                            const struct reach *reach,
                            const struct bank *const **out, size_t *count)
{
    const struct bank *banks;
    size_t all, kept = 0;

    TRY(bank_list(db, arena, &banks, &all));
    const struct bank **list = arena_many(arena, const struct bank *, all);
    for (size_t i = 0; i < all; i++) {
        enum status status = bank_in_reach(db, arena, reach, &banks[i]);
        if (status == OK)
            list[kept++] = &banks[i];
        else if (status != MISSING)
            return status;
    }
    *out = list;
    *count = kept;
    return OK;
}

/* ---- packages ------------------------------------------------------------*/

static bool is_own(const struct reach *reach, const struct package_row *row)
{
    return row->added_by && row->added_by == reach->person;
}

static bool has_package(const struct package_row *rows, size_t count,
                        int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (rows[i].id == id)
            return true;
    return false;
}

static enum status is_named(struct db *db, struct arena *arena,
                            const struct bank *const *banks, size_t bank_count,
                            int64_t package, bool *named)
{
    const struct package_row *rows;
    size_t count;

    *named = false;
    for (size_t i = 0; i < bank_count && !*named; i++) {
        TRY(package_bank_list(db, arena, banks[i]->id, &rows, &count));
        *named = has_package(rows, count, package);
    }
    return OK;
}

enum status reach_package_list(struct db *db, struct arena *arena,
                               const struct reach *reach,
                               const struct package_row **out, size_t *count)
{
    const struct package_row *rows;
    const struct bank *const *banks;
    size_t all, bank_count, kept = 0;

    TRY(package_list(db, arena, &rows, &all));
    *out = rows;
    *count = all;
    if (reach->all)
        return OK;
    TRY(reach_bank_list(db, arena, reach, &banks, &bank_count));
    struct package_row *list = arena_many(arena, struct package_row, all);
    for (size_t i = 0; i < all; i++) {
        bool named = is_own(reach, &rows[i]);
        if (!named)
            TRY(is_named(db, arena, banks, bank_count, rows[i].id, &named));
        if (named)
            list[kept++] = rows[i];
    }
    *out = list;
    *count = kept;
    return OK;
}

bool package_is_open(const struct reach *reach, const struct package_row *row)
{
    return reach->all || is_own(reach, row);
}

int64_t stale_before(int64_t now)
{
    return clock_day(now) - 10000; /* the same day, a year before */
}
