/*
 * Duties changed one by one, each with its day.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/duties.h"
#include "tests/domain/small_city.h"

#include <string.h>

enum { DAY = 20261101 };

static struct house house;
static int64_t city, office, ward, chief, clerk;
static const struct scope whole = {ROLE_ADMIN, 0};
static struct actor admin = {0, &whole, 1, 1795401667000};

static enum status build(struct db *tx, void *arg)
{
    (void)arg;
    TRY(add_unit(tx, "T", NULL, 0, &city));
    TRY(add_unit(tx, "S", NULL, city, &office));
    TRY(add_unit(tx, "P", NULL, city, &ward));
    TRY(add_person(tx, "an", office, "cong_chuc", &chief));
    return add_person(tx, "binh", office, "cong_chuc", &clerk);
}

static int begin(void **state)
{
    if (world_begin(state) || db_write(db, build, NULL) != OK)
        return 1;
    house = (struct house){.db = db};
    return 0;
}

static struct duty_order give(int64_t unit, bool main, int64_t day)
{
    return (struct duty_order){.deed = DUTY_GIVE,
                               .person = clerk,
                               .unit = unit,
                               .main = main,
                               .job_title = "Phó phòng",
                               .rank_code = "",
                               .day = day};
}

static enum status ordered(struct duty_order order, enum duty_fault *fault)
{
    *fault = DUTY_FINE;
    admin.now += 1000;
    return duty_order_do(&house, arena, &admin, &order, fault);
}

static int64_t main_unit(int64_t day)
{
    const struct assignment *duty;

    assert_int_equal(assignment_find(db, arena, clerk, day, &duty), OK);
    return duty->unit;
}

static void a_new_main_duty_ends_the_one_before(void **state)
{
    enum duty_fault fault;

    (void)state;
    assert_int_equal(ordered(give(ward, true, FROM), &fault), INVALID);
    assert_int_equal(fault, DUTY_TOO_EARLY);
    assert_int_equal(ordered(give(0, true, DAY), &fault), INVALID);
    assert_int_equal(fault, DUTY_NO_UNIT);
    assert_int_equal(ordered(give(ward, true, 0), &fault), INVALID);
    assert_int_equal(fault, DUTY_NO_DAY);
    assert_int_equal(ordered(give(ward, true, DAY), &fault), OK);
    assert_int_equal(main_unit(DAY - 1), office);
    assert_int_equal(main_unit(DAY), ward);
}

static void a_concurrent_one_stands_beside_it_until_it_ends(void **state)
{
    const struct assignment *duties;
    enum duty_fault fault;
    size_t count;

    (void)state;
    assert_int_equal(ordered(give(city, false, DAY), &fault), OK);
    assert_int_equal(ordered(give(city, false, DAY + 1), &fault), INVALID);
    assert_int_equal(fault, DUTY_SAME);
    assert_int_equal(main_unit(DAY), ward);
    assert_int_equal(assignment_list(db, arena, clerk, &duties, &count), OK);
    assert_int_equal(count, 3);
    struct duty_order end = {.deed = DUTY_END, .person = clerk, .day = DAY + 3};
    for (size_t i = 0; i < count; i++)
        if (duties[i].main && !duties[i].valid_to)
            end.duty = duties[i].id;
    assert_int_equal(ordered(end, &fault), INVALID);
    assert_int_equal(fault, DUTY_IS_MAIN);
    for (size_t i = 0; i < count; i++)
        if (!duties[i].main)
            end.duty = duties[i].id;
    assert_int_equal(ordered(end, &fault), OK);
    assert_int_equal(ordered(end, &fault), INVALID);
    assert_int_equal(fault, DUTY_TOO_EARLY);
    end.duty = 77;
    assert_int_equal(ordered(end, &fault), MISSING);
}

static void who_leaves_has_no_duty_and_may_come_back(void **state)
{
    const struct duty_order leave = {
        .deed = DUTY_LEAVE, .person = clerk, .day = DAY + 9};
    const struct person *person;
    enum duty_fault fault;

    (void)state;
    assert_int_equal(ordered(leave, &fault), OK);
    assert_int_equal(person_find(db, arena, clerk, &person), OK);
    assert_int_equal(person->left_on, DAY + 9);
    assert_int_equal(ordered(give(office, true, DAY + 12), &fault), OK);
    assert_int_equal(person_find(db, arena, clerk, &person), OK);
    assert_int_equal(person->left_on, 0);
    assert_int_equal(main_unit(DAY + 12), office);
}

static void nobody_reaches_beyond_their_units(void **state)
{
    const struct scope scope = {ROLE_HR, office};
    const struct actor hr = {chief, &scope, 1, admin.now};
    struct duty_order order = give(ward, false, DAY + 20);
    enum duty_fault fault;

    (void)state;
    assert_int_equal(duty_order_do(&house, arena, &hr, &order, &fault),
                     MISSING); /* the person is theirs, the unit is not */
    const struct scope other = {ROLE_HR, ward};
    const struct actor stranger = {chief, &other, 1, admin.now};
    assert_int_equal(duty_order_do(&house, arena, &stranger, &order, &fault),
                     MISSING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_new_main_duty_ends_the_one_before),
        cmocka_unit_test(a_concurrent_one_stands_beside_it_until_it_ends),
        cmocka_unit_test(who_leaves_has_no_duty_and_may_come_back),
        cmocka_unit_test(nobody_reaches_beyond_their_units),
    };

    return cmocka_run_group_tests(tests, begin, world_end);
}
