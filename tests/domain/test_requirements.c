/*
 * Courses that are required: of whom, by when, and how far people are.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/courses.h"
#include "domain/requirements.h"
#include "store/completions.h"
#include "tests/domain/small_city.h"

#include <string.h>

enum { TODAY = 20261123 };
static const int64_t NOW = 1795401667000; /* 23/11/2026 */

static struct house house;
static int64_t city, office, ward;  /* ward below office below city */
static int64_t chief, clerk, guard; /* in the city, the office, the ward */

static enum status add_course(struct db *tx, const char *code)
{
    const struct course course = {.id = id_new(),
                                  .code = code,
                                  .version = "1",
                                  .digest = code,
                                  .title = "{\"vi\":\"Khóa\"}",
                                  .summary = "{}",
                                  .outcomes = "[]",
                                  .hours = 4,
                                  .imported_at = NOW,
                                  .rules = "{}"};

    TRY(course_add(tx, arena, &course, 0));
    TRY(lesson_add(tx, arena,
                   &(struct lesson){.id = id_new(),
                                    .course = course.id,
                                    .part = "{}",
                                    .part_no = 1,
                                    .number = 1,
                                    .code = "mot",
                                    .title = "{\"vi\":\"Một\"}",
                                    .minutes = 5,
                                    .body = "{}"}));
    return course_show(tx, arena, code, course.id);
}

static enum status build(struct db *tx, void *arg)
{
    (void)arg;
    TRY(add_unit(tx, "Thành phố", NULL, 0, &city));
    TRY(add_unit(tx, "Sở", NULL, city, &office));
    TRY(add_unit(tx, "Phường", NULL, office, &ward));
    TRY(add_person(tx, "an", city, "can_bo", &chief));
    TRY(add_person(tx, "binh", office, "cong_chuc", &clerk));
    TRY(add_person(tx, "chi", ward, "hdld", &guard));
    TRY(add_course(tx, "mot"));
    TRY(add_course(tx, "ba"));
    return add_course(tx, "hai");
}

static int begin(void **state)
{
    if (world_begin(state))
        return 1;
    house = (struct house){.db = db};
    return db_write(db, build, NULL) != OK;
}

static int64_t make(const char *course, int64_t unit, int64_t due,
                    const char *kind)
{
    int64_t id = 0;
    const struct new_requirement n = {.course_code = course,
                                      .kinds = &kind,
                                      .kind_count = kind != NULL,
                                      .basis = "Kế hoạch 1",
                                      .due_on = due,
                                      .whom = {.units = &unit, .unit_count = 1},
                                      .by = chief,
                                      .now = NOW};

    assert_int_equal(requirement_make(&house, arena, &n, &id), OK);
    return id;
}

static const struct required *of(int64_t person, int64_t now, size_t *count)
{
    const struct required *list;

    assert_int_equal(required_of(&house, arena, person, now, &list, count), OK);
    return list;
}

static void finish(int64_t person, const char *course, int64_t at)
{
    const char *next;

    assert_int_equal(
        lesson_finished(&house, arena, person, course, "mot", at, &next), OK);
}

static void what_is_wrong_is_told_at_once(void **state)
{
    const struct new_requirement n = {
        .course_code = "khong-co", .basis = "", .due_on = 20261122, .now = NOW};
    uint64_t faults;
    int64_t id;

    (void)state;
    assert_int_equal(requirement_faults(&house, arena, &n, &faults), OK);
    assert_int_equal(faults, 1u << REQUIREMENT_NO_COURSE |
                                 1u << REQUIREMENT_PAST |
                                 1u << REQUIREMENT_NOBODY);
    assert_int_equal(requirement_make(&house, arena, &n, &id), INVALID);
}

static void it_holds_for_the_unit_and_all_below(void **state)
{
    size_t count;

    (void)state;
    int64_t id = make("mot", office, TODAY, NULL);
    assert_int_equal(make("mot", office, TODAY, NULL), id); /* once more */
    of(chief, NOW, &count);
    assert_int_equal(count, 0);
    const struct required *r = of(guard, NOW, &count);
    assert_int_equal(count, 1);
    assert_int_equal(r->requirement->id, id);
    assert_false(r->overdue || r->begun || r->done_at);
    assert_true(of(guard, NOW + 86400000, &count)->overdue);
    finish(guard, "mot", NOW + 5);
    r = of(guard, NOW + 86400000, &count);
    assert_int_equal(r->done_at, NOW + 5);
    assert_false(r->overdue);
}

static void it_may_hold_for_one_kind_only_and_since_a_day(void **state)
{
    size_t count;

    (void)state;
    make("hai", city, TODAY + 5, "cong_chuc");
    of(chief, NOW, &count);
    assert_int_equal(count, 0);
    finish(clerk, "hai", NOW - 86400000);
    const struct required *r = of(clerk, NOW, &count);
    assert_int_equal(count, 2); /* and the one of its office, not done */
    assert_string_equal(r[0].course->code, "mot");
    assert_int_equal(r[1].done_at, NOW - 86400000);
    int64_t unit = office, id;
    const struct new_requirement n = {.course_code = "hai",
                                      .basis = "",
                                      .due_on = TODAY + 5,
                                      .since = TODAY,
                                      .whom = {.units = &unit, .unit_count = 1},
                                      .by = chief,
                                      .now = NOW};
    assert_int_equal(requirement_make(&house, arena, &n, &id), OK);
    r = of(clerk, NOW, &count);
    assert_int_equal(count, 3);
    assert_int_equal(r[1].requirement->id, id);
    assert_int_equal(r[1].done_at, 0); /* yesterday does not count */
}

static void units_are_counted_each_with_what_is_below(void **state)
{
    const struct requirement_progress *lines;
    const struct requirement *requirement;
    const struct lacking *lacking;
    size_t count;

    (void)state;
    int64_t id = make("mot", city, TODAY + 1, NULL);
    assert_int_equal(requirement_find(db, arena, id, &requirement), OK);
    assert_int_equal(requirement_progress_list(db, arena, requirement, 0, TODAY,
                                               &lines, &count),
                     OK);
    assert_int_equal(count, 2);
    assert_int_equal(lines[0].unit, city); /* those right in it */
    assert_false(lines[0].whole);
    assert_int_equal(lines[0].people, 1);
    assert_int_equal(lines[0].done, 0);
    assert_int_equal(lines[1].unit, office);
    assert_true(lines[1].whole);
    assert_int_equal(lines[1].people, 2);
    assert_int_equal(lines[1].done, 1);
    assert_int_equal(lines[1].begun, 0);
    assert_int_equal(requirement_lacking_list(db, arena, requirement, office,
                                              TODAY, 10, &lacking, &count),
                     OK);
    assert_int_equal(count, 1);
    assert_int_equal(lacking->person, clerk);
    /* before the units were there nobody was in them */
    assert_int_equal(requirement_progress_list(db, arena, requirement, 0,
                                               FROM - 1, &lines, &count),
                     OK);
    assert_int_equal(count, 0);
}

static int64_t make_for(const struct required_whom *whom, const char *kind)
{
    int64_t id = 0;
    const struct new_requirement n = {.course_code = "ba",
                                      .kinds = &kind,
                                      .kind_count = kind != NULL,
                                      .basis = "",
                                      .due_on = TODAY + 2,
                                      .whom = *whom,
                                      .by = chief,
                                      .now = NOW};

    assert_int_equal(requirement_make(&house, arena, &n, &id), OK);
    return id;
}

static void people_may_be_named_whatever_their_unit_and_kind(void **state)
{
    const int64_t people[] = {guard, chief};
    const struct requirement *requirement;
    const struct named *named;
    size_t before, after, count;
    int64_t all;

    (void)state;
    of(chief, NOW, &before);
    int64_t id = make_for(&(struct required_whom){.units = &office,
                                                  .unit_count = 1,
                                                  .people = people,
                                                  .people_count = 2},
                          "hdld");
    of(chief, NOW, &after);
    assert_int_equal(after, before + 1); /* by name; another kind and unit */
    of(clerk, NOW, &count);
    finish(guard, "ba", NOW);
    assert_int_equal(requirement_find(db, arena, id, &requirement), OK);
    assert_int_equal(
        requirement_named_list(db, arena, requirement, TODAY, &named, &count),
        OK);
    assert_int_equal(count, 2);
    assert_int_equal(named[0].who.person, chief); /* who lacks it first */
    assert_false(named[0].by_unit_also);
    assert_int_equal(named[1].who.person, guard);
    assert_int_equal(named[1].done_at, NOW);
    assert_true(named[1].by_unit_also); /* once, not twice */
    assert_int_equal(requirement_named_count(db, arena, id, &all), OK);
    assert_int_equal(all, 2);
    /* The same people in another order are the same; fewer are not. */
    const int64_t turned[] = {chief, guard};
    assert_int_equal(make_for(&(struct required_whom){.units = &office,
                                                      .unit_count = 1,
                                                      .people = turned,
                                                      .people_count = 2},
                              "hdld"),
                     id);
    assert_true(
        make_for(&(struct required_whom){.people = people, .people_count = 2},
                 NULL) != id);
}

static void one_that_was_withdrawn_holds_no_longer(void **state)
{
    size_t before, after;

    (void)state;
    int64_t id = make("mot", ward, TODAY + 9, NULL);
    of(guard, NOW, &before);
    assert_int_equal(requirement_drop(&house, arena, id, "", chief, NOW),
                     INVALID);
    assert_int_equal(requirement_drop(&house, arena, id, "Nhầm", chief, NOW),
                     OK);
    assert_int_equal(requirement_drop(&house, arena, id, "Nhầm", chief, NOW),
                     CONFLICT);
    of(guard, NOW, &after);
    assert_int_equal(after + 1, before);
    /* the same may be required again */
    assert_true(make("mot", ward, TODAY + 9, NULL) != id);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_wrong_is_told_at_once),
        cmocka_unit_test(it_holds_for_the_unit_and_all_below),
        cmocka_unit_test(it_may_hold_for_one_kind_only_and_since_a_day),
        cmocka_unit_test(units_are_counted_each_with_what_is_below),
        cmocka_unit_test(people_may_be_named_whatever_their_unit_and_kind),
        cmocka_unit_test(one_that_was_withdrawn_holds_no_longer),
    };

    return cmocka_run_group_tests(tests, begin, world_end);
}
