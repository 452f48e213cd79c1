#include "tests/domain/exam_world.h"

static void what_is_no_definition_is_refused(void **state)
{
    static const char *const broken[] = {
        "",
        "[]",
        "{}",
        "{\"limit\":30}",
        "{\"limit\":30,\"sections\":[]}",
        "{\"limit\":30,\"sections\":{}}",
        "{\"limit\":30,\"sections\":[{}]}",
        "{\"limit\":30,\"sections\":[{\"id\":\"A\"}]}",
        "{\"limit\":0,\"sections\":[{\"id\":\"A\",\"slots\":[]}]}",
        "{\"limit\":-5,\"sections\":[{\"id\":\"A\",\"slots\":[]}]}",
        "{\"sections\":[{\"id\":\"A\",\"slots\":[]}]}",
    };
    struct test_plan plan;

    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        assert_int_equal(test_read(arena, broken[i], &plan), INVALID);
}

static void a_definition_counts_its_questions_and_points(void **state)
{
    struct test_plan plan;

    (void)state;
    assert_int_equal(
        test_read(
            arena,
            definition("{\"bank\":\"b\",\"topic\":\"luat\",\"count\":4,"
                       "\"points\":2},{\"bank\":\"b\",\"item\":\"nu1\","
                       "\"points\":0.5}",
                       ",\"pass\":62.5,\"attempts\":3,\"numbers\":\"point\","
                       "\"shuffle\":{\"options\":true}"),
            &plan),
        OK);
    assert_int_equal(plan.questions, 5);
    assert_true(plan.points == 8.5 && plan.pass_percent == 62.5);
    assert_int_equal(plan.limit_ms, 30 * 60000);
    assert_int_equal(plan.attempts, 3);
    assert_string_equal(plan.numbers, "point");
    assert_true(plan.shuffle_options && !plan.shuffle_questions);
}

static void what_no_rule_shows_is_never_shown(void **state)
{
    struct test_plan plan;

    (void)state;
    assert_int_equal(
        test_read(arena,
                  definition("{\"bank\":\"b\",\"item\":\"nu1\"}",
                             ",\"review\":{\"score\":\"handed-in\",\"key\":"
                             "\"closed\",\"answers\":1}"),
                  &plan),
        OK);
    assert_string_equal(test_review(&plan, "score"), "handed-in");
    assert_string_equal(test_review(&plan, "key"), "closed");
    assert_string_equal(test_review(&plan, "answers"), "never");
    assert_string_equal(test_review(&plan, "feedback"), "never");
}

static void
a_cell_that_lacks_items_keeps_a_test_from_being_published(void **state)
{
    int64_t id = make_test(definition(
        "{\"bank\":\"b\",\"topic\":\"luat\",\"level\":1,\"count\":3}", ""));

    (void)state;
    assert_int_equal(test_publication(&house, arena, id, 0, T0), INVALID);
    assert_int_equal(ASKED("SELECT COUNT(*) FROM test WHERE id = %lld AND "
                           "(published_at IS NOT NULL OR pins IS NOT NULL)",
                           (long long)id),
                     0);
}

static void a_test_is_published_once(void **state)
{
    int64_t id = publish_test(
        definition("{\"bank\":\"b\",\"topic\":\"so\",\"count\":2}", ""));
    const char *pins = told(arena_print(
        arena, "SELECT pins FROM test WHERE id = %lld", (long long)id));

    (void)state;
    assert_non_null(pins);
    assert_int_equal(test_publication(&house, arena, id, 0, T0 + 1), CONFLICT);
    assert_string_equal(told(arena_print(arena,
                                         "SELECT pins FROM test WHERE id = "
                                         "%lld",
                                         (long long)id)),
                        pins);
}

/* Only approved packages enter a published test. */
static void an_item_of_a_package_nobody_approved_is_not_pinned(void **state)
{
    int64_t id = make_test(
        definition("{\"bank\":\"b\",\"topic\":\"chu\",\"count\":2}", ""));

    (void)state;
    assert_int_equal(sqlite3_exec(raw,
                                  "UPDATE package SET state = 'checked' WHERE "
                                  "plugin = 'khoa.short-text'",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(test_publication(&house, arena, id, 0, T0), INVALID);
    assert_int_equal(sqlite3_exec(raw,
                                  "UPDATE package SET state = 'approved' WHERE "
                                  "plugin = 'khoa.short-text'",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(test_publication(&house, arena, id, 0, T0), OK);
}

static void what_is_not_published_cannot_be_scheduled(void **state)
{
    int64_t id = make_test(
        definition("{\"bank\":\"b\",\"topic\":\"so\",\"count\":1}", ""));
    struct new_sitting sitting = {.code = "C1",
                                  .test = id,
                                  .title_vi = "Ca",
                                  .opens_at = T0,
                                  .closes_at = T0 + MINUTES(60),
                                  .units = &unit_id,
                                  .unit_count = 1,
                                  .now = T0};
    enum sitting_fault fault;
    size_t called;
    int64_t sitting_id;

    (void)state;
    assert_int_equal(
        sitting_schedule(&house, arena, &sitting, &sitting_id, &called, &fault),
        INVALID);
    assert_int_equal(fault, SITTING_NO_TEST);
    assert_int_equal(ASKED("SELECT COUNT(*) FROM sitting WHERE code = 'C1'"),
                     0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_no_definition_is_refused),
        cmocka_unit_test(a_definition_counts_its_questions_and_points),
        cmocka_unit_test(what_no_rule_shows_is_never_shown),
        cmocka_unit_test(
            a_cell_that_lacks_items_keeps_a_test_from_being_published),
        cmocka_unit_test(a_test_is_published_once),
        cmocka_unit_test(an_item_of_a_package_nobody_approved_is_not_pinned),
        cmocka_unit_test(what_is_not_published_cannot_be_scheduled),
    };

    return cmocka_run_group_tests(tests, world_begin, world_end);
}
