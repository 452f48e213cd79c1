#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/calling.h"
#include "domain/sittings.h"
#include "tests/domain/sittings_world.h"

#include <string.h>

static const int64_t units[] = {HOME_AFFAIRS}, city[] = {CITY};
static const int64_t people[] = {HOA, AN};

static int64_t id;
static size_t called;
static enum sitting_fault fault;

/* Home affairs and two people, one of whom is in home affairs. */
static struct new_sitting draft(const char *code)
{
    return (struct new_sitting){
        .code = code,
        .test = FULL_TEST,
        .title_vi = "Đợt 1",
        .basis = "Kế hoạch 1",
        .rules_vi = "- Làm **một mình**.",
        .opens_at = WORLD_NOW + WORLD_HOUR,
        .closes_at = WORLD_NOW + 3 * WORLD_HOUR,
        .units = units,
        .unit_count = 1,
        .people = people,
        .people_count = 2,
        .by = ORGANISER,
        .now = WORLD_NOW,
    };
}

static enum status schedule(const struct new_sitting *sitting)
{
    fault = SITTING_FINE;
    id = 0;
    return sitting_schedule(&house, arena, sitting, &id, &called, &fault);
}

static const char *number_of(int64_t person)
{
    const struct candidate *candidate;

    if (candidate_find_by_person(db, arena, id, person, &candidate) != OK)
        return "";
    return candidate->number;
}

static void refused(const struct new_sitting *sitting, enum sitting_fault want)
{
    assert_int_equal(schedule(sitting), INVALID);
    assert_int_equal(fault, want);
}

/* ---- publishing ----------------------------------------------------------*/

static void only_a_published_test_can_be_scheduled(void **s)
{
    const struct new_sitting n = draft("S0");

    (void)s;
    refused(&n, SITTING_NO_TEST);
    assert_int_equal(
        test_publication(&house, arena, POOR_TEST, ORGANISER, WORLD_NOW),
        INVALID);
    assert_int_equal(
        test_publication(&house, arena, FULL_TEST, ORGANISER, WORLD_NOW), OK);
    assert_int_equal(
        test_publication(&house, arena, FULL_TEST, ORGANISER, WORLD_NOW),
        CONFLICT);
}

static void publishing_pins_approved_items_by_their_hash(void **s)
{
    const struct test *test;

    (void)s;
    assert_int_equal(test_find(db, arena, FULL_TEST, &test), OK);
    assert_non_null(strstr(test->pins, "\"count\":2,\"items\":[1,2,3]"));
    assert_non_null(strstr(test->pins, "\"items\":[6,7]"));
    assert_non_null(strstr(test->pins, "\"items\":[4]"));
    assert_non_null(strstr(test->pins, "c0ffee00"));
    assert_null(strstr(test->pins, "badcafe0"));
}

static void each_lacking_cell_says_what_it_has(void **s)
{
    const struct test *test;
    struct test_plan plan;
    const struct test_cell *cells;
    size_t count;

    (void)s;
    assert_int_equal(test_find(db, arena, POOR_TEST, &test), OK);
    assert_int_equal(test_read(arena, test->definition, &plan), OK);
    assert_int_equal(test_cells(&house, arena, &plan, &cells, &count), OK);
    assert_int_equal(count, 5);
    assert_int_equal(cells[0].there, 2);
    assert_int_equal(cells[0].filled, 1);
    assert_string_equal(cells[0].not_approved, "khoa.numeric");
    assert_int_equal(cells[1].there, 0);
    assert_int_equal(cells[2].there, 0);
    /* Three wanted of the two they share. */
    assert_int_equal(cells[3].filled + cells[4].filled, 2);
    assert_false(test_is_full(cells, count));
}

/* ---- scheduling ----------------------------------------------------------*/

static void units_and_people_are_called_once_in_the_order_of_names(void **s)
{
    const struct new_sitting n = draft("S1");
    const struct sitting *sitting;

    (void)s;
    assert_int_equal(schedule(&n), OK);
    assert_int_equal(called, 5);
    /* An, Dục, Đức, Hoà, Thắng; who has left is not called. */
    assert_string_equal(number_of(AN), "0001");
    assert_string_equal(number_of(DUC_WITHOUT_MARK), "0002");
    assert_string_equal(number_of(DUC), "0003");
    assert_string_equal(number_of(HOA), "0004");
    assert_string_equal(number_of(PART_ORGANISER), "0005");
    assert_string_equal(number_of(LEFT), "");
    assert_string_equal(number_of(HOA2), "");
    assert_int_equal(sitting_find(db, arena, id, &sitting), OK);
    assert_string_equal(sitting->calling,
                        "{\"people\":[104,105],\"units\":[2]}");
    assert_non_null(strstr(sitting->rules, "\"node\":\"strong\""));
}

static void two_of_one_name_stand_by_birth_date(void **s)
{
    struct new_sitting n = draft("S2");

    (void)s;
    n.units = city;
    assert_int_equal(schedule(&n), OK);
    assert_int_equal(called, 8);
    assert_true(strcmp(number_of(HOA2), number_of(HOA)) < 0);
    assert_string_equal(number_of(ORGANISER), "0002");
    assert_string_equal(number_of(NURSE), "0003");
}

static void the_same_sitting_sent_twice_is_one(void **s)
{
    struct new_sitting n = draft("S3");
    const struct sitting *list;
    size_t before, after;

    (void)s;
    assert_int_equal(schedule(&n), OK);
    int64_t first = id;
    assert_int_equal(sitting_list(db, arena, &list, &before), OK);
    n.now += 500;
    assert_int_equal(schedule(&n), OK);
    assert_int_equal(id, first);
    assert_int_equal(sitting_list(db, arena, &list, &after), OK);
    assert_int_equal(before, after);
    n.people_count = 1;
    refused(&n, SITTING_CODE_TAKEN);
    n = draft("S3");
    n.rules_vi = "Khác";
    refused(&n, SITTING_CODE_TAKEN);
}

static void what_must_be_mended_is_told_and_nothing_is_kept(void **s)
{
    static const int64_t nobody[] = {LEFT};
    struct new_sitting n = draft("S4");
    const struct sitting *sitting;
    uint64_t faults;

    (void)s;
    n.closes_at = n.opens_at;
    refused(&n, SITTING_BAD_WINDOW);
    n.closes_at = n.opens_at + 24 * WORLD_MINUTE;
    refused(&n, SITTING_SHORT_WINDOW);
    n.closes_at = n.opens_at + 25 * WORLD_MINUTE;
    n.now = n.closes_at;
    refused(&n, SITTING_PAST);
    n = draft("S4");
    n.unit_count = 0;
    n.people = nobody;
    n.people_count = 1;
    refused(&n, SITTING_NOBODY);
    n.code = n.title_vi = "";
    assert_int_equal(sitting_faults(&house, arena, &n, &faults), OK);
    assert_int_equal(faults, 1 << SITTING_NO_CODE | 1 << SITTING_NO_TITLE);
    assert_int_equal(sitting_find_by_code(db, arena, "S4", &sitting), MISSING);
}

/* ---- staging -------------------------------------------------------------*/

static enum status leave_staged(struct db *tx, void *arg)
{
    const struct sitting row = {.id = 77,
                                .code = "S5",
                                .test = FULL_TEST,
                                .title = "{\"vi\":\"Đợt 1\"}",
                                .rules = "{}",
                                .calling = "{}",
                                .opens_at = WORLD_NOW,
                                .closes_at = WORLD_NOW + WORLD_HOUR,
                                .created_at = WORLD_NOW,
                                .created_by = ORGANISER};
    const struct callable who = {.person = AN, .unit = INSPECTORS};

    (void)arg;
    TRY(sitting_add(tx, arena, &row));
    return candidate_add(tx, arena, 78, 77, "0001", &who);
}

static void what_is_staged_is_nobodys_sitting(void **s)
{
    const struct sitting *sitting;
    const struct called *mine;
    size_t count;
    enum admission admission;
    int64_t attempt;

    (void)s;
    assert_int_equal(db_write(db, leave_staged, NULL), OK);
    assert_int_equal(sitting_find(db, arena, 77, &sitting), MISSING);
    assert_int_equal(sitting_any_find(db, arena, 77, &sitting), OK);
    assert_int_equal(sitting_person_list(db, arena, AN, &mine, &count), OK);
    for (size_t i = 0; i < count; i++)
        assert_int_not_equal(mine[i].sitting, 77);
    assert_int_equal(attempt_start(&house, arena, 77, AN, true, WORLD_NOW,
                                   &admission, &attempt),
                     MISSING);
}

static void what_a_dead_server_left_staged_is_taken_away(void **s)
{
    struct new_sitting n = draft("S5");
    const struct sitting *sitting;
    const struct candidate *candidate;

    (void)s;
    n.now = WORLD_NOW + 9 * WORLD_MINUTE; /* somebody may be at it still */
    refused(&n, SITTING_CODE_TAKEN);
    n.now = WORLD_NOW + 11 * WORLD_MINUTE;
    assert_int_equal(schedule(&n), OK);
    assert_int_equal(sitting_any_find(db, arena, 77, &sitting), MISSING);
    assert_int_equal(candidate_find(db, arena, 78, &candidate), MISSING);
    assert_string_equal(number_of(AN), "0001");
}

static enum status give_up_77(struct db *tx, void *arg)
{
    (void)arg;
    TRY(sitting_give_up(tx, arena, id));
    return OK;
}

static void a_visible_sitting_cannot_be_given_up(void **s)
{
    const struct sitting *sitting;

    (void)s;
    assert_int_equal(db_write(db, give_up_77, NULL), OK);
    assert_int_equal(sitting_find(db, arena, id, &sitting), OK);
}

/* ---- afterwards ----------------------------------------------------------*/

static void more_people_get_the_numbers_that_follow(void **s)
{
    static const int64_t more[] = {NURSE, AN, HOA2, LEFT};
    struct new_sitting n = draft("S6");

    (void)s;
    assert_int_equal(schedule(&n), OK);
    assert_int_equal(sitting_call_more(&house, arena, id, more, 4, ORGANISER,
                                       WORLD_NOW, &called),
                     OK);
    assert_int_equal(called, 2);
    assert_string_equal(number_of(NURSE), "0006");
    assert_string_equal(number_of(HOA2), "0007");
    assert_string_equal(number_of(AN), "0001");
    assert_int_equal(sitting_call_more(&house, arena, id, more, 4, ORGANISER,
                                       WORLD_NOW, &called),
                     OK);
    assert_int_equal(called, 0);
    assert_int_equal(sitting_call_more(&house, arena, id, more, 4, ORGANISER,
                                       n.closes_at, &called),
                     CONFLICT);
}

static void a_sitting_is_called_off_with_a_reason_and_then_not_begun(void **s)
{
    struct new_sitting n = draft("S7");
    enum admission admission;
    int64_t attempt;

    (void)s;
    assert_int_equal(schedule(&n), OK);
    assert_int_equal(
        sitting_call_off(&house, arena, id, "", ORGANISER, WORLD_NOW), INVALID);
    assert_int_equal(
        sitting_call_off(&house, arena, id, "Bão", ORGANISER, WORLD_NOW), OK);
    assert_int_equal(
        sitting_call_off(&house, arena, id, "Bão", ORGANISER, WORLD_NOW),
        CONFLICT);
    assert_int_equal(attempt_start(&house, arena, id, AN, true, n.opens_at,
                                   &admission, &attempt),
                     OK);
    assert_int_equal(admission, CALLED_OFF);
    assert_int_equal(attempt, 0);
    assert_int_equal(sitting_call_more(&house, arena, id, people, 1, ORGANISER,
                                       WORLD_NOW, &called),
                     CONFLICT);
}

static enum status begin_paper(struct db *tx, void *arg)
{
    const struct candidate *candidate = arg;
    const struct attempt attempt = {.id = 5000,
                                    .sitting = candidate->sitting,
                                    .candidate = candidate->id,
                                    .person = candidate->person,
                                    .number = 1,
                                    .seed = "s",
                                    .paper = "{\"slots\":[]}",
                                    .started_at = WORLD_NOW,
                                    .ends_at = WORLD_NOW + WORLD_HOUR};

    return attempt_add(tx, arena, &attempt);
}

static void what_somebody_has_begun_is_not_called_off(void **s)
{
    struct new_sitting n = draft("S8");
    const struct candidate *candidate;
    struct candidate_filter filter = {.whole = true};
    struct candidate_tally tally;

    (void)s;
    assert_int_equal(schedule(&n), OK);
    assert_int_equal(candidate_find_by_person(db, arena, id, AN, &candidate),
                     OK);
    assert_int_equal(db_write(db, begin_paper, (void *)candidate), OK);
    assert_int_equal(
        sitting_call_off(&house, arena, id, "Bão", ORGANISER, WORLD_NOW),
        CONFLICT);
    assert_int_equal(candidate_mark_as(&house, arena, candidate->id, "excused",
                                       "Ốm", ORGANISER, WORLD_NOW),
                     CONFLICT);
    assert_int_equal(candidate_find_by_person(db, arena, id, HOA, &candidate),
                     OK);
    assert_int_equal(candidate_mark_as(&house, arena, candidate->id, "excused",
                                       "Ốm", ORGANISER, WORLD_NOW),
                     OK);
    filter.sitting = id;
    assert_int_equal(candidate_count(db, arena, &filter, &tally), OK);
    assert_int_equal(tally.called, 5);
    assert_int_equal(tally.open, 1);
    assert_int_equal(tally.excused, 1);
}

/* ---- whom an organiser may call and see ----------------------------------*/

static void lines_of_numbers_say_what_is_wrong_with_each(void **s)
{
    const struct people_scope part = {
        .viewer = PART_ORGANISER, .roles = ",organiser,", .day = 20261123};
    const struct calling_line *lines;
    size_t count;

    (void)s;
    assert_int_equal(calling_read(&house, arena,
                                  "SH104\r\n\n  SH105 \nSH110\nSH104\nABC\n",
                                  20261123, &part, &lines, &count),
                     OK);
    assert_int_equal(count, 5);
    assert_int_equal(lines[0].fault, LINE_FINE);
    assert_int_equal(lines[0].person->id, AN);
    assert_int_equal(lines[1].fault, LINE_UNKNOWN); /* of another department */
    assert_int_equal(lines[1].number, 3);
    assert_string_equal(lines[1].typed, "SH105");
    assert_int_equal(lines[2].fault, LINE_NO_DUTY);
    assert_int_equal(lines[3].fault, LINE_TWICE);
    assert_int_equal(lines[4].fault, LINE_UNKNOWN);
}

static void an_organiser_of_some_units_sees_their_candidates(void **s)
{
    struct new_sitting n = draft("S9");
    struct candidate_filter filter = {
        .viewer = PART_ORGANISER, .roles = ",organiser,", .day = 20261123};
    struct sitting_filter sittings = {
        .viewer = PART_ORGANISER, .roles = ",organiser,", .day = 20261123};
    const struct candidate_line *lines;
    const struct sitting *list;
    size_t count;

    (void)s;
    assert_int_equal(schedule(&n), OK);
    filter.sitting = sittings.sitting = id;
    assert_int_equal(candidate_list(db, arena, &filter, 0, 50, &lines, &count),
                     OK);
    assert_int_equal(count, 4); /* not Hoà of Health */
    assert_string_equal(lines[3].full_name, "Bùi Văn Thắng");
    filter.typed = filter.folded = "duc";
    assert_int_equal(candidate_list(db, arena, &filter, 0, 50, &lines, &count),
                     OK);
    assert_int_equal(count, 2);
    filter.typed = "0001";
    filter.folded = "0001";
    assert_int_equal(candidate_list(db, arena, &filter, 0, 50, &lines, &count),
                     OK);
    assert_int_equal(count, 1);
    assert_int_equal(
        sitting_scope_list(db, arena, &sittings, 10, 0, &list, &count), OK);
    assert_int_equal(count, 1);
    n = draft("S10");
    n.unit_count = 0;
    n.people_count = 1; /* Hoà alone */
    assert_int_equal(schedule(&n), OK);
    sittings.sitting = id;
    assert_int_equal(
        sitting_scope_list(db, arena, &sittings, 10, 0, &list, &count), OK);
    assert_int_equal(count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_a_published_test_can_be_scheduled),
        cmocka_unit_test(publishing_pins_approved_items_by_their_hash),
        cmocka_unit_test(each_lacking_cell_says_what_it_has),
        cmocka_unit_test(
            units_and_people_are_called_once_in_the_order_of_names),
        cmocka_unit_test(two_of_one_name_stand_by_birth_date),
        cmocka_unit_test(the_same_sitting_sent_twice_is_one),
        cmocka_unit_test(what_must_be_mended_is_told_and_nothing_is_kept),
        cmocka_unit_test(what_is_staged_is_nobodys_sitting),
        cmocka_unit_test(what_a_dead_server_left_staged_is_taken_away),
        cmocka_unit_test(a_visible_sitting_cannot_be_given_up),
        cmocka_unit_test(more_people_get_the_numbers_that_follow),
        cmocka_unit_test(
            a_sitting_is_called_off_with_a_reason_and_then_not_begun),
        cmocka_unit_test(what_somebody_has_begun_is_not_called_off),
        cmocka_unit_test(lines_of_numbers_say_what_is_wrong_with_each),
        cmocka_unit_test(an_organiser_of_some_units_sees_their_candidates),
    };

    return cmocka_run_group_tests(tests, house_begin, house_end);
}
