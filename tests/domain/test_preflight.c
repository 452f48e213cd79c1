#include "tests/domain/exam_world.h"

#include "domain/accommodations.h"
#include "domain/exam_codes.h"
#include "domain/preflight.h"
#include "domain/proctoring.h"

static int64_t id;

static const struct sitting *sitting(void)
{
    const struct sitting *s;

    assert_int_equal(sitting_find(house.db, arena, id, &s), OK);
    return s;
}

/* What is found, by kind; NULL: not found. */
static const struct preflight_finding *found(enum preflight what)
{
    const struct preflight_finding *list;
    size_t count;

    assert_int_equal(preflight(&house, arena, sitting(), T0, &list, &count),
                     OK);
    for (size_t i = 0; i + 1 < count; i++)
        assert_true(list[i].level <= list[i + 1].level);
    for (size_t i = 0; i < count; i++)
        if (list[i].what == what)
            return &list[i];
    return NULL;
}

static void schedule(const char *slots, const char *more, int64_t minutes)
{
    id = make_sitting(publish_test(definition(slots, more)), minutes);
}

#define SLOTS "{\"bank\":\"b\",\"topic\":\"luat\",\"count\":3,\"points\":1}"

static void who_has_no_way_in_is_counted_until_slips_are_printed(void **state)
{
    const int64_t *ids;
    const char *const *codes;
    size_t count;

    (void)state;
    schedule(SLOTS, "", 120);
    assert_int_equal(found(CHECK_NO_WAY_IN)->count, PEOPLE);
    assert_int_equal(found(CHECK_NO_WAY_IN)->level, CHECK_STOPS);
    assert_int_equal(
        unseated_list(house.db, arena, id, 20261127, PEOPLE, &ids, &count), OK);
    assert_int_equal(
        exam_codes_make(&house, arena, id, ids, count, ORGANISER, T0, &codes),
        OK);
    assert_null(found(CHECK_NO_WAY_IN));
    ASKED("UPDATE account SET disabled_at = 1 WHERE person = %lld RETURNING id",
          (long long)person_ids[0]);
    assert_int_equal(found(CHECK_DISABLED)->count, 1);
}

static void a_window_that_is_tight_says_how_many_minutes(void **state)
{
    (void)state;
    schedule(SLOTS, "", 37);
    assert_int_equal(found(CHECK_WINDOW_TIGHT)->count, 7);
    assert_null(found(CHECK_WINDOW_SHORT));
    schedule(SLOTS, "", 120);
    assert_null(found(CHECK_WINDOW_TIGHT));
    schedule(SLOTS, ",\"attempts\":2,\"wait\":120", 120);
    assert_int_equal(found(CHECK_WAIT_LONG)->count, 120);
    schedule(SLOTS, ",\"attempts\":2,\"wait\":119", 120);
    assert_null(found(CHECK_WAIT_LONG));
}

static void the_same_questions_for_all_and_keys_too_soon(void **state)
{
    (void)state;
    schedule("{\"bank\":\"b\",\"topic\":\"luat\",\"count\":6,\"points\":1}",
             ",\"attempts\":2,\"review\":{\"key\":\"handed-in\"}", 120);
    assert_int_equal(found(CHECK_SAME_QUESTIONS)->count, 1);
    assert_int_equal(found(CHECK_KEY_SOON)->level, CHECK_ASKS);
    assert_int_equal(found(CHECK_KEY_RETRY)->count, 2);
    schedule(SLOTS, "", 120);
    assert_null(found(CHECK_SAME_QUESTIONS));
    assert_null(found(CHECK_KEY_SOON));
}

static void rooms_without_anybody_and_people_without_seats(void **state)
{
    const struct room room = {.name = "P1", .seats = 10};
    struct room other = room;
    size_t seated, left;

    (void)state;
    schedule(SLOTS, "", 120);
    assert_null(found(CHECK_UNSEATED));
    other.sitting = id;
    assert_int_equal(room_open(&house, arena, &other, ORGANISER, T0), OK);
    assert_int_equal(
        seats_fill(&house, arena, id, ORGANISER, T0, &seated, &left), OK);
    assert_int_equal(found(CHECK_UNSEATED)->count, PEOPLE - 10);
    assert_int_equal(sitting_rules_set(
                         &house, arena, id,
                         &(struct room_rules){.admits = true, .two_open = true},
                         ORGANISER, T0),
                     OK);
    assert_non_null(found(CHECK_NO_PROCTOR));
    assert_int_equal(found(CHECK_NO_OPENERS)->count, 1);

    enum accommodation_fault fault;
    const struct accommodation granted = {.person = person_ids[39],
                                          .percent = 100,
                                          .separate_room = true,
                                          .basis = "QĐ 1",
                                          .valid_from = 20260101,
                                          .approved_by = ORGANISER,
                                          .approved_at = T0};
    assert_int_equal(accommodation_grant(&house, arena, &granted, &fault), OK);
    assert_int_equal(found(CHECK_ROOMLESS)->count, 1);
}

static void who_sits_two_at_once_and_who_knows_the_items(void **state)
{
    (void)state;
    schedule(SLOTS, "", 120);
    int64_t first = id;
    schedule(SLOTS, "", 120);
    /* Both stand at the same hours, so all sit two (and those before). */
    assert_int_equal(found(CHECK_OVERLAP)->count, PEOPLE);
    assert_null(found(CHECK_INSIDERS));
    ASKED("INSERT INTO role_grant (id, person, role, valid_from) VALUES (9, "
          "%lld, 'author', 20250101) RETURNING id",
          (long long)person_ids[3]);
    assert_int_equal(found(CHECK_INSIDERS)->count, 1);
    (void)first;
}

static void a_plugin_that_lost_its_approval_stops(void **state)
{
    (void)state;
    schedule(SLOTS, "", 120);
    assert_null(found(CHECK_PLUGIN));
    assert_true(asked("UPDATE package SET state = 'suspended' WHERE plugin = "
                      "'khoa.single-choice' RETURNING id") > 0);
    assert_string_equal(
        arena_print(arena, "%.18s", found(CHECK_PLUGIN)->detail),
        "khoa.single-choice");
}

static int begin(void **state)
{
    return world_begin(state) || db_write(house.db, add_staff, NULL) != OK;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_has_no_way_in_is_counted_until_slips_are_printed),
        cmocka_unit_test(a_window_that_is_tight_says_how_many_minutes),
        cmocka_unit_test(the_same_questions_for_all_and_keys_too_soon),
        cmocka_unit_test(rooms_without_anybody_and_people_without_seats),
        cmocka_unit_test(who_sits_two_at_once_and_who_knows_the_items),
        cmocka_unit_test(a_plugin_that_lost_its_approval_stops),
    };

    return cmocka_run_group_tests(tests, begin, world_end);
}
