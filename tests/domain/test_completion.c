/*
 * What completes a course: lessons, tests, courses that come before; when a
 * completion is written, and what it keeps.
 */
#include "tests/domain/exam_world.h"

#include "base/clock.h"
#include "domain/completion.h"
#include "domain/courses.h"

static int64_t at_once, at_closing,
    at_release; /* tests by when their score is out */

static enum status add_lesson(struct db *tx, int64_t course, int number,
                              const char *code)
{
    return lesson_add(tx, arena,
                      &(struct lesson){.id = id_new(),
                                       .course = course,
                                       .part = "{\"vi\":\"P\"}",
                                       .part_no = 1,
                                       .number = number,
                                       .code = code,
                                       .title = "{\"vi\":\"Bài\"}",
                                       .minutes = 5,
                                       .body = "{\"vi\":[]}"});
}

struct making_course {
    const char *code, *version, *rules, *test;
    int64_t id;
};

/* Of three lessons a, b, c. */
static enum status add_course(struct db *tx, void *arg)
{
    struct making_course *m = arg;

    m->id = id_new();
    TRY(course_add(tx, arena,
                   &(struct course){.id = m->id,
                                    .code = m->code,
                                    .version = m->version,
                                    .digest = m->version,
                                    .title = "{\"vi\":\"Khóa\"}",
                                    .summary = "{\"vi\":\"K\"}",
                                    .outcomes = "[]",
                                    .hours = 8,
                                    .imported_at = T0,
                                    .rules = m->rules},
                   0));
    for (int i = 0; i < 3; i++)
        TRY(add_lesson(tx, m->id, i + 1, (const char *[]){"a", "b", "c"}[i]));
    if (m->test)
        TRY(course_test_add(tx, arena, m->id, m->test));
    return course_show(tx, arena, m->code, m->id);
}

static int64_t make_course(const char *code, const char *version,
                           const char *rules, const char *test)
{
    struct making_course m = {code, version, rules, test, 0};

    assert_int_equal(db_write(house.db, add_course, &m), OK);
    return m.id;
}

static const char *code_of(int64_t test)
{
    const struct test *row;

    assert_int_equal(test_find(house.db, arena, test, &row), OK);
    return row->code;
}

static int begin(void **state)
{
    static const char slot[] = "{\"bank\":\"b\",\"item\":\"sc1\",\"points\":4}";

    if (world_begin(state))
        return 1;
    at_once = publish_test(definition(
        slot,
        ",\"pass\":60,\"attempts\":9,\"review\":{\"score\":\"handed-in\"}"));
    at_closing = publish_test(definition(slot, ",\"pass\":60,\"attempts\":9"));
    make_course("de", "1", "{}", NULL);
    make_course("sau", "1", "{\"lessons\":[\"b\"],\"needs\":[\"de\"]}", NULL);
    make_course("thi", "1",
                arena_print(arena,
                            "{\"lessons\":[\"a\"],\"tests\":[{\"id\":"
                            "\"%s\"}]}",
                            code_of(at_once)),
                code_of(at_once));
    make_course("cho", "1",
                arena_print(arena,
                            "{\"lessons\":[\"a\"],\"tests\":[{\"id\":"
                            "\"%s\",\"percent\":90}]}",
                            code_of(at_closing)),
                code_of(at_closing));
    at_release = publish_test(
        definition(slot, ",\"pass\":60,\"review\":{\"score\":\"released\"}"));
    make_course("ra", "1",
                arena_print(arena,
                            "{\"lessons\":[],\"tests\":[{\"id\":\"%s\"}]}",
                            code_of(at_release)),
                code_of(at_release));
    return 0;
}

static enum status read_lesson(int person, const char *course,
                               const char *lesson, int64_t now)
{
    const char *next;

    return lesson_finished(&house, arena, person_ids[person], course, lesson,
                           now, &next);
}

static int64_t sit(int64_t sitting, int person, const char *answer, int64_t now)
{
    int64_t attempt = start_at(sitting, person, now);
    size_t done;

    save_as(attempt, 1, 0, "a",
            arena_print(arena, "{\"answer\":\"%s\"}", answer), now + 1);
    assert_int_equal(attempt_hand_in(&house, attempt, now + 2), OK);
    do
        assert_int_equal(grading_step(&house, now + 3, &done), OK);
    while (done);
    return attempt;
}

/* The completion of a person, NULL: none is written. */
static const struct completion *written(int person, const char *course)
{
    struct completion *c = arena_make(arena, struct completion);
    enum status status =
        completion_find(house.db, arena, person_ids[person], course, c);

    assert_true(status == OK || status == MISSING);
    return status == OK ? c : NULL;
}

static struct conditions stands(int person, const char *code, int64_t now)
{
    const struct course *course;
    const struct lesson_progress *progress;
    struct conditions c;
    size_t count;

    assert_int_equal(course_find(house.db, arena, code, &course), OK);
    assert_int_equal(lesson_progress_list(house.db, arena, person_ids[person],
                                          code, &progress, &count),
                     OK);
    assert_int_equal(conditions_read(house.db, arena, course,
                                     person_ids[person], progress, count, now,
                                     &c),
                     OK);
    return c;
}

static void without_rules_all_lessons_complete_it(void **state)
{
    (void)state;
    assert_int_equal(read_lesson(0, "de", "c", T0), OK);
    assert_int_equal(read_lesson(0, "de", "a", T0 + 5), OK);
    struct conditions c = stands(0, "de", T0 + 6);
    assert_int_equal(c.lesson_count, 3);
    assert_int_equal(c.lessons_read, 2);
    assert_string_equal(c.next->code, "b");
    assert_false(c.met);
    assert_null(written(0, "de"));
    assert_int_equal(read_lesson(0, "de", "b", T0 + 9), OK);
    const struct completion *done = written(0, "de");
    assert_non_null(done);
    assert_int_equal(done->began_at, T0);
    assert_int_equal(done->completed_at, T0 + 9);
    assert_int_equal(done->duty.unit, unit_id);
    assert_int_equal(done->year, 2026);
    assert_true(done->hours == 8);
    assert_non_null(strstr(done->evidence, "\"b\":"));
    assert_int_equal(ASKED("SELECT done_at FROM enrolment WHERE person = %lld "
                           "AND course_code = 'de'",
                           (long long)person_ids[0]),
                     T0 + 9);
    /* once done it stays as it was */
    assert_int_equal(read_lesson(0, "de", "b", T0 + 99), OK);
    assert_int_equal(written(0, "de")->completed_at, T0 + 9);
}

static void a_course_waits_for_those_it_needs(void **state)
{
    (void)state;
    assert_int_equal(read_lesson(1, "sau", "b", T0), DENIED);
    assert_int_equal(
        lesson_opened(&house, arena, person_ids[1], "sau", "a", T0), DENIED);
    struct conditions c = stands(1, "sau", T0);
    assert_false(c.open);
    assert_int_equal(c.need_count, 1);
    assert_false(c.needs[0].met);
    assert_non_null(c.needs[0].title);
    /* person 0 has completed what it needs; only lesson b counts */
    assert_true(stands(0, "sau", T0).open);
    assert_int_equal(read_lesson(0, "sau", "b", T0 + 20), OK);
    assert_non_null(written(0, "sau"));
}

static void a_passed_test_completes_it_in_its_own_transaction(void **state)
{
    int64_t sitting = make_sitting(at_once, 60);

    (void)state;
    assert_int_equal(read_lesson(2, "thi", "a", T0), OK);
    assert_null(written(2, "thi"));
    sit(sitting, 2, "b", T0 + 100);
    struct conditions c = stands(2, "thi", T0 + 200);
    assert_true(c.tests[0].tried && !c.tests[0].met);
    assert_true(c.tests[0].best == 0);
    assert_null(written(2, "thi"));
    int64_t attempt = sit(sitting, 2, "a", T0 + 300);
    const struct completion *done = written(2, "thi");
    assert_non_null(done);
    assert_int_equal(done->completed_at, T0 + 303);
    assert_non_null(
        strstr(done->evidence, arena_print(arena, "%lld", (long long)attempt)));
    /* the test first and the lesson afterwards is as good */
    sit(sitting, 3, "a", T0 + 400);
    assert_null(written(3, "thi"));
    assert_int_equal(read_lesson(3, "thi", "a", T0 + 500), OK);
    assert_int_equal(written(3, "thi")->completed_at, T0 + 500);
    /* who never began the course has not completed it */
    sit(sitting, 4, "a", T0 + 600);
    assert_null(written(4, "thi"));
}

static void
a_score_that_is_held_back_tells_nothing_before_its_time(void **state)
{
    int64_t sitting = make_sitting(at_closing, 60), closing = T0 + MINUTES(60);
    size_t done;

    (void)state;
    assert_int_equal(read_lesson(5, "cho", "a", T0), OK);
    assert_int_equal(read_lesson(6, "cho", "a", T0), OK);
    sit(sitting, 5, "a", T0 + 10);
    sit(sitting, 6, "b", T0 + 10);
    assert_false(stands(5, "cho", closing - 1).tests[0].tried);
    assert_null(written(5, "cho"));
    assert_int_equal(completion_sweep(&house, closing + 59000, &done), OK);
    assert_null(written(5, "cho"));
    assert_int_equal(completion_sweep(&house, closing + 60000, &done), OK);
    assert_true(done >= 1);
    assert_int_equal(written(5, "cho")->completed_at, closing);
    assert_null(written(6, "cho"));
    assert_int_equal(completion_sweep(&house, closing + 61000, &done), OK);
    assert_int_equal(done, 0);
}

static void
a_score_that_waits_for_its_release_completes_nothing_before(void **state)
{
    int64_t sitting = make_sitting(at_release, 60), over = T0 + MINUTES(60);
    size_t done;

    (void)state;
    assert_int_equal(read_lesson(8, "ra", "a", T0), OK);
    sit(sitting, 8, "a", T0 + 10);
    assert_int_equal(sitting_let_out(&house, arena, sitting, 1, over - 1),
                     CONFLICT);
    assert_int_equal(completion_sweep(&house, over + 60000, &done), OK);
    assert_null(written(8, "ra"));
    assert_int_equal(sitting_let_out(&house, arena, sitting, 1, over + 90000),
                     OK);
    assert_int_equal(sitting_let_out(&house, arena, sitting, 1, over + 90001),
                     CONFLICT);
    assert_int_equal(completion_sweep(&house, over + 91000, &done), OK);
    assert_int_equal(written(8, "ra")->completed_at, over + 90000);
    assert_int_equal(ASKED("SELECT COUNT(*) FROM audit_event WHERE action = "
                           "'sitting.release' AND object_id = %lld",
                           (long long)sitting),
                     1);
}

static void a_result_that_does_not_count_completes_nothing(void **state)
{
    int64_t sitting = make_sitting(at_once, 60);

    (void)state;
    sit(sitting, 7, "a", T0 + 10);
    assert_int_equal(
        sqlite3_exec(raw,
                     arena_print(arena,
                                 "UPDATE candidate SET state = 'suspended' "
                                 "WHERE person = %lld",
                                 (long long)person_ids[7]),
                     NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(read_lesson(7, "thi", "a", T0 + 20), OK);
    assert_null(written(7, "thi"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_rules_all_lessons_complete_it),
        cmocka_unit_test(a_course_waits_for_those_it_needs),
        cmocka_unit_test(a_passed_test_completes_it_in_its_own_transaction),
        cmocka_unit_test(
            a_score_that_is_held_back_tells_nothing_before_its_time),
        cmocka_unit_test(
            a_score_that_waits_for_its_release_completes_nothing_before),
        cmocka_unit_test(a_result_that_does_not_count_completes_nothing),
    };

    return cmocka_run_group_tests(tests, begin, world_end);
}
