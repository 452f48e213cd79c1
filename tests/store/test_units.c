#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "store/units.h"
#include "tests/store/world.h"

/*
 * City (1): department (2) with rooms (3) and (4), ward (5). On 01/07/2025 the
 * room (4) moved from the department to the ward, and the district (6) ended.
 */
enum { BEFORE = 20250630, DAY = 20250701, NOW = 20261123 };

static enum status build(struct db *tx, void *arg)
{
    static const struct {
        const char *name, *kind, *code;
        int64_t id, parent, from;
    } units[] = {
        {"UBND Thành phố", "agency", "H99", 1, 0, 20200101},
        {"Sở Nội vụ", "department", "H99.02", 2, 1, 20200101},
        {"Phòng Công chức", "division", NULL, 3, 2, 20200101},
        {"Phòng Ánh sáng", "division", NULL, 4, 2, 20200101},
        {"UBND phường Cầu Đá", "commune", "H99.20", 5, 1, 20250701},
        {"Quận Bắc", "agency", "H99.50", 6, 1, 20200101},
    };

    (void)arg;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        const struct unit unit = {.id = units[i].id,
                                  .name = units[i].name,
                                  .kind = units[i].kind,
                                  .valid_from = units[i].from};
        const struct unit_code code = {.scheme = "dinh_danh_dien_tu",
                                       .code = units[i].code,
                                       .valid_from = units[i].from};
        TRY(unit_add(tx, arena, &unit, unit.name, unit.name));
        if (code.code)
            TRY(unit_code_add(tx, arena, unit.id, &code));
        if (units[i].parent)
            TRY(unit_parent_add(tx, arena, unit.id, units[i].parent,
                                units[i].from));
    }
    TRY(unit_parent_end(tx, arena, 4, DAY));
    TRY(unit_parent_add(tx, arena, 4, 5, DAY));
    TRY(unit_end(tx, arena, 6, DAY));
    TRY(unit_codes_end(tx, arena, 6, DAY));
    TRY(unit_parent_end(tx, arena, 6, DAY));
    return unit_link_add(tx, arena, 6, 5, DAY, "một phần");
}

static bool listed(const struct unit *list, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].id == id)
            return true;
    return false;
}

static void a_unit_is_found_with_parent_and_code_of_the_day(void **s)
{
    const struct unit *unit;

    (void)s;
    assert_int_equal(unit_find(db, arena, 4, BEFORE, &unit), OK);
    assert_int_equal(unit->parent, 2);
    assert_int_equal(unit_find(db, arena, 4, NOW, &unit), OK);
    assert_int_equal(unit->parent, 5);
    assert_null(unit->code);
    assert_int_equal(unit_find(db, arena, 5, NOW, &unit), OK);
    assert_string_equal(unit->code, "H99.20");
    assert_int_equal(unit_find(db, arena, 77, NOW, &unit), MISSING);
}

static void a_code_leads_to_its_unit_only_while_it_holds(void **s)
{
    const struct unit *unit;

    (void)s;
    assert_int_equal(unit_code_find(db, arena, "H99.50", BEFORE, &unit), OK);
    assert_int_equal(unit->id, 6);
    assert_int_equal(unit_code_find(db, arena, "H99.50", DAY, &unit), MISSING);
    assert_int_equal(unit_code_find(db, arena, "H99.20", BEFORE, &unit),
                     MISSING);
}

static void a_subtree_is_that_of_the_day(void **s)
{
    const struct unit *list;
    size_t count;

    (void)s;
    assert_int_equal(unit_subtree_list(db, arena, 2, BEFORE, &list, &count),
                     OK);
    assert_int_equal(count, 3);
    assert_true(listed(list, count, 4));
    assert_int_equal(unit_subtree_list(db, arena, 2, NOW, &list, &count), OK);
    assert_int_equal(count, 2);
    assert_false(listed(list, count, 4));
    assert_int_equal(unit_subtree_list(db, arena, 1, NOW, &list, &count), OK);
    assert_int_equal(count, 5);
    assert_false(listed(list, count, 6));
}

static void children_come_in_order_and_roots_are_below_nobody(void **s)
{
    const struct unit *list;
    size_t count;

    (void)s;
    assert_int_equal(unit_child_list(db, arena, 1, BEFORE, &list, &count), OK);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].id, 6);
    assert_int_equal(list[1].id, 2);
    assert_int_equal(unit_child_list(db, arena, 0, NOW, &list, &count), OK);
    assert_int_equal(count, 1);
    assert_int_equal(list[0].id, 1);
}

static void a_path_runs_from_the_root_to_the_unit(void **s)
{
    const struct unit *list;
    size_t count;

    (void)s;
    assert_int_equal(unit_path_list(db, arena, 4, NOW, &list, &count), OK);
    assert_int_equal(count, 3);
    assert_int_equal(list[0].id, 1);
    assert_int_equal(list[1].id, 5);
    assert_int_equal(list[2].id, 4);
}

static void history_keeps_codes_parents_and_successors(void **s)
{
    const struct unit_code *codes;
    const struct unit_parent *parents;
    const struct unit_link *links;
    size_t count;

    (void)s;
    assert_int_equal(unit_code_list(db, arena, 6, &codes, &count), OK);
    assert_int_equal(count, 1);
    assert_int_equal(codes[0].valid_to, DAY);
    assert_int_equal(unit_code_list(db, arena, 0, &codes, &count), OK);
    assert_int_equal(count, 4);
    assert_int_equal(unit_parent_list(db, arena, 4, &parents, &count), OK);
    assert_int_equal(count, 2);
    assert_int_equal(parents[0].valid_to, DAY);
    assert_string_equal(parents[1].name, "UBND phường Cầu Đá");
    assert_int_equal(unit_link_list(db, arena, 5, &links, &count), OK);
    assert_int_equal(count, 1);
    assert_string_equal(links[0].predecessor_name, "Quận Bắc");
    assert_int_equal(unit_link_list(db, arena, 2, &links, &count), OK);
    assert_int_equal(count, 0);
    assert_int_equal(unit_link_list(db, arena, 0, &links, &count), OK);
    assert_int_equal(count, 1);
}

static enum status end_again(struct db *tx, void *arg)
{
    (void)arg;
    return unit_end(tx, arena, 6, 20260101);
}

static void what_has_ended_does_not_end_later(void **s)
{
    (void)s;
    assert_int_equal(db_write(db, end_again, NULL), CONFLICT);
}

static enum status reuse_code(struct db *tx, void *arg)
{
    const struct unit_code code = {.scheme = "dinh_danh_dien_tu",
                                   .code = "H99.50",
                                   .valid_from = 20200101};

    (void)arg;
    return unit_code_add(tx, arena, 2, &code);
}

static void a_code_is_given_once(void **s)
{
    (void)s;
    assert_int_equal(db_write(db, reuse_code, NULL), CONFLICT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unit_is_found_with_parent_and_code_of_the_day),
        cmocka_unit_test(a_code_leads_to_its_unit_only_while_it_holds),
        cmocka_unit_test(a_subtree_is_that_of_the_day),
        cmocka_unit_test(children_come_in_order_and_roots_are_below_nobody),
        cmocka_unit_test(a_path_runs_from_the_root_to_the_unit),
        cmocka_unit_test(history_keeps_codes_parents_and_successors),
        cmocka_unit_test(what_has_ended_does_not_end_later),
        cmocka_unit_test(a_code_is_given_once),
    };

    world_work = build;
    return cmocka_run_group_tests(tests, world_begin, world_end);
}
