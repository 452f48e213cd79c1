#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "store/people.h"
#include "store/units.h"
#include "tests/store/world.h"
#include "text/fold.h"
#include "text/names.h"

/*
 * City (1) with departments (2) and (3); a room (4) in (2). HR of the city is
 * person 100, HR of department (2) is person 101.
 */
enum { DAY = 20261123, BULK = 6000, FIRST_BULK = 10000 };

static enum status add_person(struct db *tx, int64_t id, const char *full,
                              const char *staff_number, int64_t unit,
                              int64_t staged)
{
    struct name name = name_split(arena, full);
    const struct person person = {
        .id = id,
        .staff_number = staff_number,
        .full_name = full,
        .family_name = name.family,
        .middle_name = name.middle,
        .given_name = name.given,
        .sort_key = name_sort_key(arena, &name),
        .fold_key = text_fold(arena, full),
        .kind = "cong_chuc",
        .created_at = 5,
        .changed_at = 5,
    };
    const struct assignment duty = {.id = id + 1000000,
                                    .person = id,
                                    .unit = unit,
                                    .main = true,
                                    .valid_from = 20250701};

    TRY(person_add(tx, arena, &person, staged));
    for (const struct search_word *w = search_words(arena, full); w->key; w++)
        TRY(person_word_add(tx, arena, id, w->key));
    return assignment_add(tx, arena, &duty, staged);
}

static enum status give_hr(struct db *tx, int64_t person, int64_t unit)
{
    const struct grant grant = {
        .id = person + 500, .role = "hr", .unit = unit, .valid_from = 20250701};

    return grant_add(tx, arena, person, &grant);
}

static enum status build_units(struct db *tx)
{
    static const int64_t units[][2] = {{1, 0}, {2, 1}, {3, 1}, {4, 2}};

    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        const struct unit unit = {.id = units[i][0],
                                  .name = "Sở",
                                  .kind = "department",
                                  .valid_from = 20250101};
        TRY(unit_add(tx, arena, &unit, "S", "so"));
        if (units[i][1])
            TRY(unit_parent_add(tx, arena, unit.id, units[i][1], 20250101));
    }
    return OK;
}

static enum status build(struct db *tx, void *arg)
{
    (void)arg;
    TRY(build_units(tx));
    TRY(add_person(tx, 100, "Nguyễn Thị Ánh", "CB-100", 1, 0));
    TRY(add_person(tx, 101, "Trần Văn Đức", "CB-101", 2, 0));
    TRY(add_person(tx, 102, "Lý Thị Hoà", "CB-102", 4, 0));
    TRY(add_person(tx, 103, "Lý Thị Hòa", "CB-103", 3, 0));
    TRY(add_person(tx, 104, "K'Brêu", "CB-104", 3, 0));
    TRY(add_person(tx, 105, "Trần Văn Dục", "CB-105", 3, 0));
    TRY(give_hr(tx, 100, 1));
    TRY(give_hr(tx, 101, 2));
    /* Enough people of one name that a word is not rare any more. */
    for (int64_t i = 0; i < BULK; i++)
        TRY(add_person(tx, FIRST_BULK + i, "Phạm Văn Khánh",
                       arena_print(arena, "B-%05d", (int)i), 3, 0));
    return OK;
}

static struct people_filter city(void)
{
    return (struct people_filter){.scope = {.whole = true, .day = DAY}};
}

static struct people_filter seen_by(int64_t viewer)
{
    return (struct people_filter){
        .scope = {.viewer = viewer, .roles = ",hr,", .day = DAY}};
}

static void ask(struct people_filter *filter, const char *typed, bool exact)
{
    const struct search_word *w = search_query(arena, typed);

    for (filter->word_count = 0; w->key; w++)
        if (w->exact == exact)
            filter->words[filter->word_count++] =
                (struct people_word){w->key, search_end(arena, w->key)};
}

static const struct person *people;
static size_t count;

static void list(const struct people_filter *filter, int64_t limit)
{
    assert_int_equal(person_list(db, arena, filter, (struct people_place){0},
                                 limit, &people, &count),
                     OK);
}

static void everybody_is_listed_in_vietnamese_order(void **s)
{
    struct people_filter filter = city();

    (void)s;
    list(&filter, 7);
    assert_int_equal(count, 7);
    assert_string_equal(people[0].full_name, "Nguyễn Thị Ánh");
    assert_string_equal(people[1].full_name, "Trần Văn Dục");
    assert_string_equal(people[2].full_name, "Trần Văn Đức");
    assert_string_equal(people[3].full_name, "Lý Thị Hoà");
    assert_string_equal(people[4].full_name, "Lý Thị Hòa");
    assert_string_equal(people[5].full_name, "K'Brêu");
    assert_string_equal(people[6].full_name, "Phạm Văn Khánh");
}

static void a_page_goes_on_where_the_one_before_ended(void **s)
{
    struct people_filter filter = city();
    struct people_place place = {0};
    size_t seen = 0;

    (void)s;
    do {
        assert_int_equal(
            person_list(db, arena, &filter, place, 1000, &people, &count), OK);
        seen += count;
        if (count)
            place = (struct people_place){people[count - 1].sort_key,
                                          people[count - 1].id};
    } while (count == 1000);
    assert_int_equal(seen, BULK + 6);
}

static void a_viewer_sees_the_subtree_granted(void **s)
{
    struct people_filter filter = seen_by(101);

    (void)s;
    list(&filter, 10);
    assert_int_equal(count, 2);
    assert_int_equal(people[0].id, 101);
    assert_int_equal(people[1].id, 102);
    filter = seen_by(102);
    list(&filter, 10);
    assert_int_equal(count, 0);
    filter = seen_by(101);
    filter.scope.roles = ",organiser,";
    list(&filter, 10);
    assert_int_equal(count, 0);
    filter = seen_by(101);
    filter.scope.day = 20250630;
    list(&filter, 10);
    assert_int_equal(count, 0);
}

/* person_list takes another way when nothing is rare: same answer. */
static void the_long_way_gives_the_same_people(void **s)
{
    struct people_filter filter = seen_by(100);

    (void)s;
    list(&filter, 3);
    assert_int_equal(count, 3);
    assert_int_equal(people[0].id, 100);
    ask(&filter, "kh van", false);
    list(&filter, 7000);
    assert_int_equal(count, BULK);
    ask(&filter, "duc van", false);
    list(&filter, 10);
    assert_int_equal(count, 2);
    assert_int_equal(people[0].id, 105);
}

static void exact_hits_can_be_told_from_those_without_marks(void **s)
{
    struct people_filter filter = city(), exact = city();

    (void)s;
    ask(&exact, "Đức", true);
    list(&exact, 10);
    assert_int_equal(count, 1);
    assert_int_equal(people[0].id, 101);
    ask(&filter, "Đức", false);
    list(&filter, 10);
    assert_int_equal(count, 2);
    memcpy(filter.without, exact.words, sizeof exact.words);
    filter.without_count = exact.word_count;
    list(&filter, 10);
    assert_int_equal(count, 1);
    assert_int_equal(people[0].id, 105);
}

static void hoa_is_found_wherever_the_mark_stands(void **s)
{
    struct people_filter filter = city();

    (void)s;
    ask(&filter, "hòa", true);
    list(&filter, 10);
    assert_int_equal(count, 2);
}

static void a_unit_narrows_the_list(void **s)
{
    struct people_filter filter = city();

    (void)s;
    filter.unit = 2;
    list(&filter, 10);
    assert_int_equal(count, 2);
    filter.unit = 4;
    ask(&filter, "hoa", false);
    list(&filter, 10);
    assert_int_equal(count, 1);
    assert_int_equal(people[0].id, 102);
}

static void people_are_counted_by_scope(void **s)
{
    struct people_filter filter = city();
    int64_t n;

    (void)s;
    assert_int_equal(person_count(db, arena, &filter, &n), OK);
    assert_int_equal(n, BULK + 6);
    filter = seen_by(101);
    assert_int_equal(person_count(db, arena, &filter, &n), OK);
    assert_int_equal(n, 2);
}

static void a_person_outside_the_scope_is_missing(void **s)
{
    struct people_filter filter = seen_by(101);

    (void)s;
    assert_int_equal(person_scope_find(db, arena, 102, &filter.scope), OK);
    assert_int_equal(person_scope_find(db, arena, 103, &filter.scope), MISSING);
    filter = city();
    assert_int_equal(person_scope_find(db, arena, 103, &filter.scope), OK);
    assert_int_equal(person_scope_find(db, arena, 9, &filter.scope), MISSING);
}

static enum status leave(struct db *tx, void *arg)
{
    const struct person *found;
    struct person person;

    (void)arg;
    TRY(person_find(tx, arena, 104, &found));
    person = *found;
    person.left_on = 20261101;
    person.changed_at = 6;
    TRY(assignments_end(tx, arena, 104, 20261101));
    return person_change(tx, arena, &person, 5);
}

static void who_has_left_is_listed_apart_and_stays_in_scope(void **s)
{
    struct people_filter filter = city();
    const struct assignment *duty;

    (void)s;
    assert_int_equal(db_write(db, leave, NULL), OK);
    ask(&filter, "breu", false);
    list(&filter, 10);
    assert_int_equal(count, 0);
    filter.left = true;
    list(&filter, 10);
    assert_int_equal(count, 1);
    filter.unit = 3;
    list(&filter, 10);
    assert_int_equal(count, 1);
    filter = seen_by(100);
    assert_int_equal(person_scope_find(db, arena, 104, &filter.scope), OK);
    assert_int_equal(assignment_find(db, arena, 104, DAY, &duty), OK);
    assert_int_equal(duty->valid_to, 20261101);
}

static void a_change_on_old_ground_is_a_conflict(void **s)
{
    (void)s;
    assert_int_equal(db_write(db, leave, NULL), CONFLICT);
}

static enum status stage(struct db *tx, void *arg)
{
    (void)arg;
    TRY(db_run(tx, arena, SQL_STAFF_IMPORT_ADD,
               ARGS(integer(7), text("a.csv"), text(""), nothing(), integer(1),
                    text("{}")),
               NULL));
    return add_person(tx, 200, "Võ Thị Sáu", "CB-200", 2, 7);
}

static enum status finish(struct db *tx, void *arg)
{
    (void)arg;
    return db_run(tx, arena, SQL_STAFF_IMPORT_FINISH,
                  ARGS(text("{}"), integer(2), integer(7)), NULL);
}

static void what_is_staged_is_unseen_until_its_import_is_done(void **s)
{
    struct people_filter filter = seen_by(101);
    const struct assignment *duties;
    const struct person *person;
    int64_t n;

    (void)s;
    assert_int_equal(db_write(db, stage, NULL), OK);
    assert_int_equal(person_find(db, arena, 200, &person), MISSING);
    assert_int_equal(person_key_find(db, arena, "CB-200", &person), MISSING);
    assert_int_equal(assignment_list(db, arena, 200, &duties, &count), OK);
    assert_int_equal(count, 0);
    ask(&filter, "sau", false);
    list(&filter, 10);
    assert_int_equal(count, 0);
    assert_int_equal(person_scope_find(db, arena, 200, &filter.scope), MISSING);
    assert_int_equal(person_count(db, arena, &filter, &n), OK);
    assert_int_equal(n, 2);
    assert_int_equal(db_write(db, finish, NULL), OK);
    assert_int_equal(person_key_find(db, arena, "CB-200", &person), OK);
    list(&filter, 10);
    assert_int_equal(count, 1);
    assert_int_equal(person_count(db, arena, &filter, &n), OK);
    assert_int_equal(n, 3);
}

static enum status add_twin(struct db *tx, void *arg)
{
    (void)arg;
    return add_person(tx, 300, "Ai Đó", "CB-101", 2, 0);
}

static void a_staff_number_belongs_to_one_person(void **s)
{
    const struct person *person;

    (void)s;
    assert_int_equal(db_write(db, add_twin, NULL), CONFLICT);
    assert_int_equal(person_find(db, arena, 300, &person), MISSING);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everybody_is_listed_in_vietnamese_order),
        cmocka_unit_test(a_page_goes_on_where_the_one_before_ended),
        cmocka_unit_test(a_viewer_sees_the_subtree_granted),
        cmocka_unit_test(the_long_way_gives_the_same_people),
        cmocka_unit_test(exact_hits_can_be_told_from_those_without_marks),
        cmocka_unit_test(hoa_is_found_wherever_the_mark_stands),
        cmocka_unit_test(a_unit_narrows_the_list),
        cmocka_unit_test(people_are_counted_by_scope),
        cmocka_unit_test(a_person_outside_the_scope_is_missing),
        cmocka_unit_test(who_has_left_is_listed_apart_and_stays_in_scope),
        cmocka_unit_test(a_change_on_old_ground_is_a_conflict),
        cmocka_unit_test(what_is_staged_is_unseen_until_its_import_is_done),
        cmocka_unit_test(a_staff_number_belongs_to_one_person),
    };

    world_work = build;
    return cmocka_run_group_tests(tests, world_begin, world_end);
}
