/*
 * Units that are renamed, merged, split, moved and closed: what goes over to
 * their successors, and what stays as it was on the days before.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/requirements.h"
#include "domain/unit_changes.h"
#include "store/items.h"
#include "tests/domain/small_city.h"

#include <string.h>

enum { DAY = 20261101 };
static const int64_t NOW = 1795401667000; /* 23/11/2026 */

static struct house house;
static int64_t city, office, desk, ward;
static int64_t chief, clerk, guard; /* city, office, desk */
static const struct scope whole = {ROLE_ADMIN, 0};
static struct actor admin;

static enum status build(struct db *tx, void *arg)
{
    (void)arg;
    TRY(add_unit(tx, "Thành phố", "T", 0, &city));
    TRY(add_unit(tx, "Sở Cũ", "T.1", city, &office));
    TRY(add_unit(tx, "Phòng", "T.1.1", office, &desk));
    TRY(add_unit(tx, "Phường", "T.2", city, &ward));
    TRY(add_person(tx, "an", city, "cong_chuc", &chief));
    TRY(add_person(tx, "binh", office, "cong_chuc", &clerk));
    TRY(add_person(tx, "chi", desk, "cong_chuc", &guard));
    TRY(grant_add(
        tx, arena, clerk,
        &(struct grant){
            .id = id_new(), .role = "hr", .unit = office, .valid_from = FROM}));
    return bank_put(tx, arena,
                    &(struct bank){.id = id_new(),
                                   .code = "b",
                                   .title = "{}",
                                   .topics = "[]",
                                   .vendor = office});
}

static int begin(void **state)
{
    if (world_begin(state) || db_write(db, build, NULL) != OK)
        return 1;
    house = (struct house){.db = db};
    admin = (struct actor){chief, &whole, 1, NOW};
    return 0;
}

static struct unit_change change_of(enum unit_change_kind kind, int64_t unit)
{
    return (struct unit_change){
        .kind = kind, .unit = unit, .day = DAY, .note = "QĐ 12/2026"};
}

static uint64_t faults_of(const struct unit_change *change)
{
    struct unit_effect effect;
    uint64_t faults;

    assert_int_equal(
        unit_change_look(&house, arena, &admin, change, &faults, &effect), OK);
    return faults;
}

static int64_t done(const struct unit_change *change)
{
    int64_t next;

    assert_int_equal(unit_change_do(&house, arena, &admin, change, &next), OK);
    return next;
}

/* Where somebody is on a day. */
static int64_t unit_of(int64_t person, int64_t day)
{
    const struct assignment *duty;

    assert_int_equal(assignment_find(db, arena, person, day, &duty), OK);
    return duty->unit;
}

static int64_t parent_of(int64_t id, int64_t day)
{
    const struct unit *unit;

    assert_int_equal(unit_find(db, arena, id, day, &unit), OK);
    return unit->parent;
}

static void what_is_wrong_is_told_at_once(void **state)
{
    struct unit_change c = {.kind = UNIT_REPLACE, .unit = office};

    (void)state;
    assert_int_equal(faults_of(&c), 1u << UNIT_BAD_DAY | 1u << UNIT_NO_NOTE |
                                        1u << UNIT_NO_NAME);
    c = change_of(UNIT_REPLACE, office);
    c.part_count = 1;
    c.parts[0] =
        (struct unit_draft){.name = "Mới", .kind = "department", .code = "T.2"};
    assert_int_equal(faults_of(&c), 1u << UNIT_CODE_TAKEN);
    c.parts[0].code = "T.1"; /* its own may go on */
    assert_int_equal(faults_of(&c), 0);
    c.day = 20261124; /* tomorrow */
    assert_int_equal(faults_of(&c), 1u << UNIT_BAD_DAY);
    c = change_of(UNIT_CLOSE, office);
    assert_int_equal(faults_of(&c), 1u << UNIT_IN_USE);
    c = change_of(UNIT_MOVE, office);
    c.parent = desk; /* below itself */
    assert_int_equal(faults_of(&c), 1u << UNIT_NO_PARENT);
    int64_t next;
    assert_int_equal(unit_change_do(&house, arena, &admin, &c, &next), INVALID);
    assert_int_equal(parent_of(office, DAY), city);
}

static void nobody_changes_what_is_out_of_their_reach(void **state)
{
    const struct scope scope = {ROLE_HR, ward};
    const struct actor other = {chief, &scope, 1, NOW};
    struct unit_change c = change_of(UNIT_MOVE, ward);
    struct unit_effect effect;
    uint64_t faults;

    (void)state;
    c.parent = office;
    assert_int_equal(
        unit_change_look(&house, arena, &other, &c, &faults, &effect), MISSING);
    c.unit = office;
    c.parent = ward;
    assert_int_equal(
        unit_change_look(&house, arena, &other, &c, &faults, &effect), MISSING);
}

static int64_t renamed;

static void a_renamed_unit_goes_on_as_its_successor(void **state)
{
    struct unit_change c = change_of(UNIT_REPLACE, office);
    const struct unit_link *links;
    const struct grant *grants;
    const struct bank *bank;
    struct unit_effect effect;
    const struct unit *holder;
    uint64_t faults;
    size_t count;

    (void)state;
    c.part_count = 1;
    c.parts[0] = (struct unit_draft){
        .name = "Sở Mới", .kind = "department", .code = "T.1"};
    assert_int_equal(
        unit_change_look(&house, arena, &admin, &c, &faults, &effect), OK);
    assert_int_equal(effect.duties, 1);
    assert_int_equal(effect.roles, 1);
    assert_int_equal(effect.children, 1);
    renamed = done(&c);
    assert_int_equal(unit_of(clerk, DAY - 1), office);
    assert_int_equal(unit_of(clerk, DAY), renamed);
    assert_int_equal(parent_of(desk, 20261031), office);
    assert_int_equal(parent_of(desk, DAY), renamed);
    assert_int_equal(parent_of(renamed, DAY), city);
    assert_int_equal(unit_code_find(db, arena, "T.1", DAY, &holder), OK);
    assert_int_equal(holder->id, renamed);
    assert_int_equal(unit_code_find(db, arena, "T.1", 20261031, &holder), OK);
    assert_int_equal(holder->id, office);
    assert_int_equal(unit_link_list(db, arena, office, &links, &count), OK);
    assert_int_equal(count, 1);
    assert_int_equal(links->successor, renamed);
    assert_string_equal(links->note, "QĐ 12/2026");
    assert_int_equal(grant_list(db, arena, clerk, &grants, &count), OK);
    assert_int_equal(count, 2);
    assert_int_equal(grants[0].unit, renamed);
    assert_int_equal(grants[1].valid_to, DAY);
    assert_int_equal(bank_find(db, arena, "b", &bank), OK);
    assert_int_equal(bank->vendor, renamed);
    /* what has ended does not change any more */
    assert_int_equal(faults_of(&c) & 1u << UNIT_BAD_DAY, 1u << UNIT_BAD_DAY);
}

static void merged_units_end_together(void **state)
{
    struct unit_change c = change_of(UNIT_REPLACE, renamed);

    (void)state;
    c.day = DAY + 5;
    c.others = &ward;
    c.other_count = 1;
    c.part_count = 1;
    c.parts[0] = (struct unit_draft){
        .name = "Sở Hợp nhất", .kind = "department", .code = "T.9"};
    int64_t next = done(&c);
    assert_int_equal(unit_of(clerk, DAY + 5), next);
    assert_int_equal(parent_of(desk, DAY + 5), next);
    const struct unit *gone;
    assert_int_equal(unit_find(db, arena, ward, DAY + 5, &gone), OK);
    assert_int_equal(gone->valid_to, DAY + 5);
    renamed = next;
}

static void of_a_split_each_part_takes_what_it_is_given(void **state)
{
    struct unit_change c = change_of(UNIT_REPLACE, renamed);
    const size_t second = 1;

    (void)state;
    c.day = DAY + 9;
    c.part_count = 2;
    c.parts[0] = (struct unit_draft){.name = "Sở A", .kind = "department"};
    c.parts[1] = (struct unit_draft){.name = "Sở B", .kind = "department"};
    c.children = &desk;
    c.child_part = &second;
    c.child_count = 1;
    int64_t next = done(&c);
    assert_int_equal(unit_of(clerk, DAY + 9), next); /* the rest: the first */
    const struct unit *other;
    assert_int_equal(
        unit_find(db, arena, parent_of(desk, DAY + 9), DAY + 9, &other), OK);
    assert_string_equal(other->name, "Sở B");
    assert_int_equal(unit_of(guard, DAY + 9), desk);
}

static void an_empty_unit_can_be_closed_and_one_added(void **state)
{
    struct unit_change c = change_of(UNIT_ADD, city);
    const struct unit *unit;

    (void)state;
    c.part_count = 1;
    c.parts[0] = (struct unit_draft){.name = "Trung tâm", .kind = "point"};
    int64_t added = done(&c);
    assert_int_equal(parent_of(added, DAY), city);
    c = change_of(UNIT_CLOSE, added);
    c.day = DAY + 1;
    done(&c);
    assert_int_equal(unit_find(db, arena, added, DAY, &unit), OK);
    assert_int_equal(unit->valid_to, DAY + 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_wrong_is_told_at_once),
        cmocka_unit_test(nobody_changes_what_is_out_of_their_reach),
        cmocka_unit_test(a_renamed_unit_goes_on_as_its_successor),
        cmocka_unit_test(merged_units_end_together),
        cmocka_unit_test(of_a_split_each_part_takes_what_it_is_given),
        cmocka_unit_test(an_empty_unit_can_be_closed_and_one_added),
    };

    return cmocka_run_group_tests(tests, begin, world_end);
}
