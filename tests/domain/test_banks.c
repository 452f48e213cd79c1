#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "domain/banks.h"
#include "domain/packages.h"
#include "domain/units.h"
#include "store/audit.h"
#include "store/people.h"
#include "tests/store/world.h"

/*
 * A city with two suppliers; a bank of each, one of the first supplier's
 * branch, and one of the city's own.
 */
enum { DAY = 20261123, city = 1, north, south, branch };
enum { handed_in_by = 50, reviewer };
static const int64_t now = 1795401667000; /* 23/11/2026 */

static enum status open_one(struct db *tx, int64_t id, const char *name,
                            int64_t parent)
{
    const struct unit unit = {.id = id,
                              .name = name,
                              .kind = parent ? "service_unit" : "agency",
                              .valid_from = 20250101};

    TRY(unit_add(tx, arena, &unit, name, name));
    return parent ? unit_parent_add(tx, arena, id, parent, 20250101) : OK;
}

static enum status put_bank(struct db *tx, int64_t id, const char *code,
                            int64_t vendor)
{
    const struct bank bank = {id, code, "{}", "[]", vendor, false};

    return bank_put(tx, arena, &bank);
}

static enum status put_package(struct db *tx, int64_t id, const char *state,
                               const char *report, int64_t by)
{
    const struct package_row row = {
        .id = id,
        .digest = arena_print(arena, "d%lld", (long long)id),
        .plugin = arena_print(arena, "p%lld", (long long)id),
        .version = "1",
        .kind = "question",
        .manifest = "{}",
        .files = "{}",
        .report = report,
        .state = state,
        .added_at = now};

    return package_add(tx, arena, &row, by);
}

static enum status put_item(struct db *tx, int64_t id, int64_t bank,
                            const char *code, const char *version,
                            int64_t package, int64_t checked_on)
{
    const struct item_row row = {.id = id,
                                 .bank = bank,
                                 .code = code,
                                 .version = version,
                                 .digest = "x",
                                 .package = package,
                                 .topic = "t",
                                 .level = id % 2 + 1,
                                 .competency = "1.1",
                                 .checked_on = checked_on,
                                 .body = "{}",
                                 .place = "a.xml:1",
                                 .created_at = now};

    return item_add(tx, arena, &row);
}

static enum status add_person(struct db *tx, int64_t id)
{
    const struct person person = {.id = id,
                                  .full_name = "Ai",
                                  .family_name = "",
                                  .middle_name = "",
                                  .given_name = "Ai",
                                  .sort_key = "a",
                                  .fold_key = "a",
                                  .kind = "cong_chuc"};

    return person_add(tx, arena, &person, 0);
}

static enum status build(struct db *tx, void *arg)
{
    (void)arg;
    TRY(open_one(tx, city, "UBND", 0));
    TRY(open_one(tx, north, "Bac", city));
    TRY(open_one(tx, south, "Nam", city));
    TRY(open_one(tx, branch, "Chi nhanh", north));
    TRY(add_person(tx, handed_in_by));
    TRY(add_person(tx, reviewer));
    TRY(put_bank(tx, 10, "branch", branch));
    TRY(put_bank(tx, 11, "city", 0));
    TRY(put_bank(tx, 12, "north", north));
    TRY(put_bank(tx, 13, "south", south));
    TRY(put_package(tx, 20, "approved", NULL, 0));
    TRY(put_package(tx, 21, "checked", "{\"passed\":true}", handed_in_by));
    TRY(put_package(tx, 22, "checked", "{\"passed\":false}", 0));
    TRY(put_package(tx, 23, "checked", NULL, 0));
    TRY(put_item(tx, 30, 12, "a", "1", 20, 20240101));
    TRY(put_item(tx, 31, 12, "a", "2", 20, 20251122));
    TRY(put_item(tx, 32, 12, "b", "1", 20, 20251123));
    TRY(put_item(tx, 33, 12, "c", "1", 20, 0));
    return put_item(tx, 34, 13, "d", "1", 22, 0);
}

static int64_t room[4];

static struct reach reach_of(enum role role, int64_t unit)
{
    struct reach reach = {.person = handed_in_by, .day = DAY};

    reach_add(&reach, room, ROLE_LEARNER, 0);
    reach_add(&reach, room, role, unit);
    return reach;
}

static const char *banks_of(const struct reach *reach)
{
    const struct bank *const *banks;
    const char *codes = "";
    size_t count;

    assert_int_equal(reach_bank_list(db, arena, reach, &banks, &count), OK);
    for (size_t i = 0; i < count; i++)
        codes = arena_print(arena, "%s %s", codes, banks[i]->code);
    return codes;
}

static void a_vendor_sees_what_its_own_unit_supplied(void **s)
{
    struct reach reach = reach_of(ROLE_VENDOR, north);

    (void)s;
    assert_string_equal(banks_of(&reach), " branch north");
    reach = reach_of(ROLE_VENDOR, branch);
    assert_string_equal(banks_of(&reach), " branch");
    reach = reach_of(ROLE_VENDOR, south);
    assert_string_equal(banks_of(&reach), " south");
    reach_add(&reach, room, ROLE_VENDOR, branch);
    assert_string_equal(banks_of(&reach), " branch south");
}

static void a_vendor_of_no_unit_sees_nothing(void **s)
{
    struct reach reach = reach_of(ROLE_VENDOR, 0);

    (void)s;
    assert_string_equal(banks_of(&reach), "");
    reach = reach_of(ROLE_HR, 0); /* which has nothing to do with items */
    assert_string_equal(banks_of(&reach), "");
}

static void those_who_look_after_items_see_all(void **s)
{
    static const enum role all[] = {ROLE_AUTHOR, ROLE_REVIEWER, ROLE_ORGANISER,
                                    ROLE_INSPECTOR};

    (void)s;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        const struct reach reach = reach_of(all[i], 0);
        assert_string_equal(banks_of(&reach), " branch city north south");
    }
}

static bool sees(const struct reach *reach, int64_t package)
{
    const struct package_row *rows;
    size_t count;

    assert_int_equal(reach_package_list(db, arena, reach, &rows, &count), OK);
    for (size_t i = 0; i < count; i++)
        if (rows[i].id == package)
            return true;
    return false;
}

static void a_vendor_sees_packages_it_uses_or_handed_in(void **s)
{
    const struct reach reach = reach_of(ROLE_VENDOR, north);
    const struct reach admin = reach_of(ROLE_ADMIN, 0);
    const struct package_row *row;

    (void)s;
    assert_true(sees(&reach, 20));
    assert_true(sees(&reach, 21));
    assert_false(sees(&reach, 22));
    assert_false(sees(&reach, 23));
    assert_true(sees(&admin, 23));
    assert_int_equal(package_find(db, arena, 20, &row), OK);
    assert_false(package_is_open(&reach, row));
    assert_true(package_is_open(&admin, row));
    assert_int_equal(package_find(db, arena, 21, &row), OK);
    assert_true(package_is_open(&reach, row));
}

static void cells_count_what_is_drawn_today(void **s)
{
    const struct item_cell *cells;
    size_t count;

    (void)s;
    assert_int_equal(stale_before(now), 20251123);
    assert_int_equal(
        item_cell_list(db, arena, 12, stale_before(now), &cells, &count), OK);
    assert_int_equal(count, 2);
    assert_int_equal(cells[0].level, 1); /* b */
    assert_int_equal(cells[0].items, 1);
    assert_int_equal(cells[0].stale, 0);
    assert_int_equal(cells[1].level, 2); /* a 2, c */
    assert_int_equal(cells[1].items, 2);
    assert_int_equal(cells[1].stale, 1);
}

static void a_page_of_items_begins_behind_the_one_before(void **s)
{
    struct item_filter filter = {.bank = 12, .retired = true};
    const struct item_row *rows;
    size_t count;

    (void)s;
    assert_int_equal(item_code_list(db, arena, &filter, 2, &rows, &count), OK);
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].id, 30);
    assert_int_equal(rows[1].id, 31);
    filter.after.code = "a", filter.after.id = 30;
    assert_int_equal(item_code_list(db, arena, &filter, 9, &rows, &count), OK);
    assert_int_equal(count, 3);
    assert_int_equal(rows[0].id, 31);
    filter = (struct item_filter){.bank = 12, .level = 1};
    assert_int_equal(item_code_list(db, arena, &filter, 9, &rows, &count), OK);
    assert_int_equal(count, 1);
    assert_int_equal(rows[0].id, 32);
    assert_int_equal(item_version_list(db, arena, 12, "a", &rows, &count), OK);
    assert_int_equal(count, 2);
    assert_string_equal(rows[0].version, "2");
    assert_int_equal(rows[1].retired_at, now);
}

static void a_package_is_approved_once_by_somebody_else(void **s)
{
    struct house house = {.db = db};
    const struct deed deed = {.actor = reviewer,
                              .action = "package.approve",
                              .object = "package",
                              .object_id = 21};
    const struct package_row *row;

    (void)s;
    assert_int_equal(package_approval(&house, arena, 20, reviewer, now),
                     CONFLICT);
    assert_int_equal(package_approval(&house, arena, 22, reviewer, now),
                     INVALID);
    assert_int_equal(package_approval(&house, arena, 23, reviewer, now),
                     INVALID);
    assert_int_equal(package_approval(&house, arena, 99, reviewer, now),
                     MISSING);
    assert_int_equal(package_approval(&house, arena, 21, handed_in_by, now),
                     DENIED);
    assert_int_equal(package_find(db, arena, 21, &row), OK);
    assert_string_equal(row->state, "checked");
    assert_int_equal(audit_find(db, arena, &deed), MISSING);
    assert_int_equal(package_approval(&house, arena, 21, reviewer, now), OK);
    assert_int_equal(package_find(db, arena, 21, &row), OK);
    assert_string_equal(row->state, "approved");
    assert_int_equal(row->approved_by, reviewer);
    assert_int_equal(row->approved_at, now);
    assert_int_equal(row->added_by, handed_in_by);
    assert_int_equal(audit_find(db, arena, &deed), OK);
    assert_int_equal(package_approval(&house, arena, 21, reviewer, now),
                     CONFLICT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_vendor_sees_what_its_own_unit_supplied),
        cmocka_unit_test(a_vendor_of_no_unit_sees_nothing),
        cmocka_unit_test(those_who_look_after_items_see_all),
        cmocka_unit_test(a_vendor_sees_packages_it_uses_or_handed_in),
        cmocka_unit_test(cells_count_what_is_drawn_today),
        cmocka_unit_test(a_page_of_items_begins_behind_the_one_before),
        cmocka_unit_test(a_package_is_approved_once_by_somebody_else),
    };

    world_work = build;
    return cmocka_run_group_tests(tests, world_begin, world_end);
}
