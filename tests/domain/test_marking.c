/*
 * Papers with questions that a person marks: what waits, for whom, and what
 * becomes of the score.
 */
#include "tests/domain/exam_world.h"

#include "domain/marking.h"

#include <math.h>

static int64_t sitting, first, second;

static void grade_all(int64_t now)
{
    size_t done;

    do
        assert_int_equal(grading_step(&house, now, &done), OK);
    while (done);
}

static const struct result *newest(int64_t attempt)
{
    const struct result *result;

    assert_int_equal(result_find(house.db, arena, attempt, &result), OK);
    return result;
}

/* Two essays of 4 and 2 points and one choice of 4. */
static int begin(void **state)
{
    if (world_begin(state))
        return 1;
    for (int i = 1; i <= 2; i++)
        make_item("khoa.essay", arena_print(arena, "es%d", i), "viet", 1,
                  "{\"prompt\":\"Viết thư\",\"rubric\":\"Một điểm\"}");
    sitting = make_sitting(publish_test(definition(
                               "{\"bank\":\"b\",\"item\":\"es1\",\"points\":4},"
                               "{\"bank\":\"b\",\"item\":\"es2\",\"points\":2},"
                               "{\"bank\":\"b\",\"item\":\"sc1\",\"points\":4}",
                               ",\"pass\":60,\"attempts\":9")),
                           60);
    return 0;
}

static int64_t sat(int person, const char *one, const char *two)
{
    int64_t attempt = start_at(sitting, person, T0);

    if (*one)
        save_as(attempt, 1, 0, "a",
                arena_print(arena, "{\"text\":\"%s\"}", one), T0 + 1);
    if (*two)
        save_as(attempt, 2, 0, "b",
                arena_print(arena, "{\"text\":\"%s\"}", two), T0 + 2);
    save_as(attempt, 3, 0, "c", "{\"answer\":\"a\"}", T0 + 3);
    assert_int_equal(attempt_hand_in(&house, attempt, T0 + 4), OK);
    grade_all(T0 + 5);
    return attempt;
}

static int64_t task_of(int64_t attempt, int slot)
{
    return ASKED("SELECT id FROM mark_task WHERE attempt = %lld AND slot = %d",
                 (long long)attempt, slot);
}

static enum status give(int64_t task, double score, int by)
{
    const struct given given = {"text", score, "Tốt"};

    return mark_give(&house, arena, task, &given, 1, person_ids[by], T0 + 9);
}

static void what_needs_a_person_waits_and_holds_the_result(void **state)
{
    (void)state;
    first = sat(0, "Kính gửi ông", "Kính gửi bà");
    assert_string_equal(newest(first)->state, "held");
    assert_int_equal(ASKED("SELECT COUNT(*) FROM mark_task WHERE attempt = "
                           "%lld AND done_at IS NULL",
                           (long long)first),
                     2);
    /* blank needs nobody */
    second = sat(1, "", "Kính gửi");
    assert_int_equal(ASKED("SELECT COUNT(*) FROM mark_task WHERE attempt = "
                           "%lld",
                           (long long)second),
                     1);
    assert_int_equal(ASKED("SELECT COUNT(DISTINCT code) FROM mark_task"), 3);
}

static void bad_marks_are_refused(void **state)
{
    int64_t task = task_of(first, 1);
    const struct given other = {"other", 1, ""};
    const struct given both[] = {{"text", 1, ""}, {"more", 1, ""}};

    (void)state;
    assert_int_equal(give(task, 1.01, 5), INVALID);
    assert_int_equal(give(task, -0.1, 5), INVALID);
    assert_int_equal(give(task, NAN, 5), INVALID);
    assert_int_equal(
        mark_give(&house, arena, task, &other, 1, person_ids[5], T0 + 9),
        INVALID);
    assert_int_equal(
        mark_give(&house, arena, task, both, 2, person_ids[5], T0 + 9),
        INVALID);
    assert_int_equal(
        mark_give(&house, arena, task, NULL, 0, person_ids[5], T0 + 9),
        INVALID);
    assert_int_equal(give(1, 1, 5), MISSING);
    assert_int_equal(give(task, 1, 0), DENIED); /* their own */
    assert_int_equal(asked("SELECT COUNT(*) FROM mark"), 0);
}

static void the_last_mark_brings_the_result(void **state)
{
    (void)state;
    assert_int_equal(give(task_of(first, 1), 1, 5), OK);
    assert_string_equal(newest(first)->state, "held");
    assert_int_equal(newest(first)->sequence, 1);
    /* somebody else's mark is theirs; one's own may be changed until then */
    assert_int_equal(give(task_of(first, 1), 0, 6), CONFLICT);
    assert_int_equal(give(task_of(first, 1), 0.25, 5), OK);
    assert_int_equal(give(task_of(first, 2), 0.5, 6), OK);
    const struct result *result = newest(first);
    assert_string_equal(result->state, "graded");
    assert_int_equal(result->sequence, 2);
    assert_string_equal(result->reason, "marked");
    /* 4 * 0.25 + 2 * 0.5 + 4 of 10 */
    assert_true(fabs(result->points - 6) < 1e-9);
    assert_true(fabs(result->percent - 60) < 1e-9);
    assert_true(result->passed);
    assert_int_equal(result->slots_full, 1);
    assert_non_null(strstr(result->outcomes, "\"class\":\"marked\""));
    assert_non_null(strstr(result->outcomes, "Tốt"));
    assert_int_equal(ASKED("SELECT person FROM result WHERE attempt = %lld AND "
                           "sequence = 2",
                           (long long)first),
                     person_ids[0]);
    assert_int_equal(give(task_of(first, 2), 1, 6), CONFLICT);
    assert_int_equal(ASKED("SELECT COUNT(*) FROM result WHERE attempt = %lld",
                           (long long)first),
                     2);
    assert_int_equal(
        asked("SELECT COUNT(*) FROM audit_event WHERE action = 'mark.give'"),
        3);
    assert_int_equal(asked("SELECT COUNT(*) FROM unsealed u JOIN result r ON "
                           "u.kind = 'result' AND u.row_id = r.id"),
                     3);
}

static void an_answer_is_on_one_desk_at_a_time(void **state)
{
    int64_t es1 = ASKED("SELECT id FROM item WHERE code = 'es1'");
    int64_t one = sat(20, "Kính gửi", ""), two = sat(21, "Kính gửi", "");
    int64_t mine, again, other, none, late;

    (void)state;
    assert_int_equal(
        mark_take(&house, arena, sitting, es1, person_ids[30], T0, &mine), OK);
    assert_int_equal(
        mark_take(&house, arena, sitting, es1, person_ids[30], T0 + 1, &again),
        OK);
    assert_int_equal(again, mine);
    assert_int_equal(
        mark_take(&house, arena, sitting, es1, person_ids[31], T0 + 2, &other),
        OK);
    assert_int_not_equal(other, mine);
    assert_true(mine == task_of(one, 1) || mine == task_of(two, 1));
    assert_int_equal(
        mark_take(&house, arena, sitting, es1, person_ids[32], T0 + 3, &none),
        MISSING);
    assert_int_equal(give(mine, 1, 31), CONFLICT);
    /* Left on the desk for too long, it goes to who asks. */
    assert_int_equal(mark_take(&house, arena, sitting, es1, person_ids[32],
                               T0 + 1 + MARK_DESK_MS, &late),
                     OK);
    assert_int_equal(late, mine);
    assert_int_equal(give(mine, 1, 30), CONFLICT);
    assert_int_equal(give(mine, 1, 32), OK);
    assert_int_equal(give(other, 0, 31), OK);
}

static void the_queue_is_by_chance_and_without_ones_own(void **state)
{
    const struct mark_task *task;
    int64_t es2 = ASKED("SELECT id FROM item WHERE code = 'es2'"), waiting;

    (void)state;
    assert_int_equal(mark_task_next_find(house.db, arena, sitting, es2,
                                         person_ids[1], T0, &task),
                     MISSING);
    assert_int_equal(mark_task_next_find(house.db, arena, sitting, es2,
                                         person_ids[5], T0, &task),
                     OK);
    assert_int_equal(task->attempt, second);
    assert_int_equal(
        mark_waiting_count(house.db, arena, person_ids[1], &waiting), OK);
    assert_int_equal(waiting, 0);
    assert_int_equal(give(task->id, 1, 5), OK);
    assert_true(fabs(newest(second)->points - 6) < 1e-9);
    assert_string_equal(newest(second)->state, "graded");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_needs_a_person_waits_and_holds_the_result),
        cmocka_unit_test(bad_marks_are_refused),
        cmocka_unit_test(the_last_mark_brings_the_result),
        cmocka_unit_test(an_answer_is_on_one_desk_at_a_time),
        cmocka_unit_test(the_queue_is_by_chance_and_without_ones_own),
    };

    return cmocka_run_group_tests(tests, begin, world_end);
}
