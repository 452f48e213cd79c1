#include "tests/domain/exam_world.h"

#include <math.h>
#include <sys/stat.h>

/* Does what is typed: fails, loops, waits for a person, or gives a score. */
static const char moody[] =
    "return { api = 1, kind = 'question', id = 'test.moody',\n"
    "version = '1.0.0', title = { vi = 'Thử', en = 'Moody' },\n"
    "fields = { prompt = { type = 'markdown', required = true,\n"
    "  translate = true } },\n"
    "parts = { answer = { weight = 1 } },\n"
    "inputs = function() return { answer = { type = 'text', max = 100,\n"
    "  label = { vi = 'Trả lời', en = 'Answer' } } } end,\n"
    "render = function(item, params, ui) return ui.group {\n"
    "  ui.markdown(item.prompt), ui.short('answer', { size = 20 }) } end,\n"
    "grade = function(item, params, truth, response)\n"
    "  local a = response.answer\n"
    "  if a == 'error' then error('boom') end\n"
    "  if a == 'loop' then while true do end end\n"
    "  if a == 'human' then return { answer = { needs_human = true } } end\n"
    "  if a == 'two' then return { answer = { score = 2 } } end\n"
    "  if a == 'none' then return {} end\n"
    "  local score = tonumber(a) or 0\n"
    "  if not (score >= 0 and score <= 1) then score = 0 end\n"
    "  return { answer = { score = score } }\n"
    "end,\n"
    "model = function() return { answer = '1' } end,\n"
    "tests = { { item = { prompt = { vi = 'Thử', en = 'Try' } },\n"
    "  response = { answer = '1' }, expect = { answer = 1 } } } }\n";

static int64_t everything, alone, three, parted, next_start;
static int next_person;

static void take_in_moody(void)
{
    char path[200];
    struct findings findings = findings_of(arena);

    snprintf(path, sizeof path, "%s/moody", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/moody/plugin.lua", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(moody, file);
    fclose(file);
    snprintf(path, sizeof path, "%s/moody", folder);
    if (package_take_in(&house, path, true, 0, T0, &findings) != OK) {
        for (size_t i = 0; i < findings.count; i++)
            print_error("%s\n", findings.list[i].en);
        fail_msg("the moody plugin is not taken in");
    }
    for (int i = 1; i <= 3; i++)
        make_item("test.moody", arena_print(arena, "mo%d", i), "thu", 1,
                  arena_print(arena, "{\"prompt\":\"Thử %d\"}", i));
}

static int begin(void **state)
{
    if (world_begin(state))
        return 1;
    take_in_moody();
    everything = make_sitting(
        publish_test(definition(
            "{\"bank\":\"b\",\"topic\":\"luat\",\"count\":4,\"points\":1},"
            "{\"bank\":\"b\",\"topic\":\"mang\",\"count\":4,\"points\":0.7},"
            "{\"bank\":\"b\",\"topic\":\"so\",\"count\":3,\"points\":2},"
            "{\"bank\":\"b\",\"topic\":\"chu\",\"count\":2,"
            "\"points\":0.333333}",
            ",\"pass\":60,\"attempts\":99,"
            "\"shuffle\":{\"questions\":true,\"options\":true}")),
        60);
    alone =
        make_sitting(publish_test(definition("{\"bank\":\"b\",\"item\":\"mo1\","
                                             "\"points\":1}",
                                             ",\"pass\":50,\"attempts\":99")),
                     60);
    three = make_sitting(
        publish_test(definition(
            "{\"bank\":\"b\",\"topic\":\"thu\",\"count\":3,\"points\":1}",
            ",\"pass\":66.666667,\"attempts\":99")),
        60);
    parted = make_sitting(
        publish_test(
            "{\"id\":\"t\",\"version\":\"1\",\"limit\":30,\"attempts\":99,"
            "\"title\":{\"vi\":\"Đề\"},\"pass\":50,\"sections\":["
            "{\"id\":\"luat\",\"title\":{\"vi\":\"Luật\"},\"pass\":50,"
            "\"slots\":[{\"bank\":\"b\",\"item\":\"mo1\",\"points\":1}]},"
            "{\"id\":\"tin\",\"title\":{\"vi\":\"Tin\"},\"pass\":25.5,"
            "\"slots\":[{\"bank\":\"b\",\"item\":\"mo2\",\"points\":1},"
            "{\"bank\":\"b\",\"item\":\"mo3\",\"points\":1}]}]}"),
        60);
    return 0;
}

static const struct result *result_of(int64_t attempt)
{
    const struct result *result;
    enum status status = result_find(house.db, arena, attempt, &result);

    if (status == MISSING)
        return NULL;
    assert_int_equal(status, OK);
    return result;
}

static void grade_at(int64_t now)
{
    size_t done;

    do
        assert_int_equal(grading_step(&house, now, &done), OK);
    while (done);
}

static const struct tree *outcome_at(const struct result *result, size_t slot)
{
    struct tree *list = arena_make(arena, struct tree);

    assert_int_equal(
        json_read(arena, result->outcomes, strlen(result->outcomes), list), OK);
    assert_true(slot <= list->count);
    return &list->items[slot - 1];
}

/* ---- recomputed from the keys, sharing no code
 * -------------------------------- */

static double right_part(const struct key *key, const char *typed)
{
    double rights = (double)strlen(key->right), hits = 0, wrong = 0;

    if (!typed)
        return 0;
    if (!strcmp(key->plugin, "khoa.multiple-choice")) {
        for (; *typed; typed++)
            if (strchr(key->right, *typed))
                hits++;
            else
                wrong++;
        return hits > wrong ? (hits - wrong) / rights : 0;
    }
    if (!strcmp(key->plugin, "khoa.numeric")) {
        char point[32];
        snprintf(point, sizeof point, "%s", typed);
        for (char *p = point; *p; p++)
            *p = *p == ',' ? '.' : *p;
        return !strcmp(point, key->right);
    }
    return !strcmp(typed, key->right);
}

/* What somebody may type: right, wrong, in part, nothing, nonsense. */
static const char *some_answer(const struct key *key, unsigned n)
{
    if (n % 7 == 0)
        return NULL;
    if (!strcmp(key->plugin, "khoa.numeric")) {
        char *right = arena_print(arena, "%s", key->right);
        for (char *p = right; *p; p++)
            *p = *p == '.' ? ',' : *p;
        return n % 3 == 0 ? "abc" : n % 3 == 1 ? "7,25" : right;
    }
    if (!key->options)
        return n % 3 ? key->right : "không nhớ";
    if (!strcmp(key->plugin, "khoa.single-choice"))
        return arena_print(arena, "%c",
                           'a' + (int)(n % (unsigned)key->options));
    if (n % 4 == 0)
        return key->right;
    char *some = arena_print(arena, "%s", "");
    for (int i = 0; i < key->options; i++)
        if (n >> i & 1)
            some = arena_print(arena, "%s%c", some, 'a' + i);
    return *some ? some : NULL;
}

static const char *as_typed(const struct key *key, const char *answer)
{
    if (strcmp(key->plugin, "khoa.multiple-choice"))
        return arena_print(arena, "{\"answer\":\"%s\"}", answer);
    char *list = arena_print(arena, "%s", "");
    for (const char *p = answer; *p; p++)
        list = arena_print(arena, "%s%s\"%c\"", list, *list ? "," : "", *p);
    return arena_print(arena, "{\"answer\":[%s]}", list);
}

static void every_score_is_what_the_keys_say(void **state)
{
    unsigned dice = 12345;

    (void)state;
    for (int n = 0; n < 30; n++) {
        int64_t attempt = start_at(everything, next_person++ % PEOPLE, T0);
        struct paper paper = paper_of(attempt);
        double points = 0, most = 0;
        int full = 0;
        assert_int_equal(paper.count, 13);
        for (size_t i = 0; i < paper.count; i++) {
            const struct slot *s = &paper.slots[i];
            dice = dice * 1103515245 + 12345;
            const char *answer = some_answer(key_of(s->item), dice >> 8);
            if (answer)
                save_as(attempt, (int64_t)i + 1, 0, "x",
                        as_typed(key_of(s->item), answer), T0 + 1);
            double part = right_part(key_of(s->item), answer);
            full += part == 1;
            points += part * s->points;
            most += s->points;
        }
        assert_int_equal(attempt_hand_in(&house, attempt, T0 + 2), OK);
        grade_at(T0 + 3);
        const struct result *result = result_of(attempt);
        points = floor(points * 1e6 + 0.5) / 1e6; /* once, of the whole */
        assert_non_null(result);
        assert_string_equal(result->state, "graded");
        assert_true(fabs(result->points - points) < 5e-7);
        assert_true(fabs(result->max_points - most) < 5e-7);
        assert_true(fabs(result->percent - points / most * 100) < 1.1e-6);
        assert_int_equal(result->slots_full, full);
        assert_int_equal(result->slots, 13);
        assert_int_equal(result->passed, points / most >= 0.6);
        assert_int_equal(
            ASKED("SELECT state = 'graded' FROM attempt WHERE id = %lld",
                  (long long)attempt),
            1);
    }
}

static int64_t moody_at(int64_t sitting, const char *const *answers, int count)
{
    int64_t attempt =
        start_at(sitting, next_person++ % PEOPLE, T0 + next_start++);

    for (int i = 0; i < count; i++)
        if (answers[i])
            save_as(attempt, i + 1, 0, "m",
                    arena_print(arena, "{\"answer\":\"%s\"}", answers[i]),
                    T0 + 500);
    assert_int_equal(attempt_hand_in(&house, attempt, T0 + 1000), OK);
    return attempt;
}

static int64_t one_moody(const char *answer)
{
    return moody_at(alone, &answer, 1);
}

static void blank_is_nothing_and_what_cannot_be_read_is_kept(void **state)
{
    int64_t attempt = start_at(everything, 39, T0);
    struct paper paper = paper_of(attempt);
    size_t number = 0;

    (void)state;
    for (size_t i = 0; i < paper.count; i++)
        if (!strcmp(key_of(paper.slots[i].item)->code, "nu1"))
            number = i + 1;
    save_as(attempt, (int64_t)number, 0, "x", "{\"answer\":\"1.234\"}", T0 + 1);
    assert_int_equal(attempt_hand_in(&house, attempt, T0 + 2), OK);
    grade_at(T0 + 3);
    const struct result *result = result_of(attempt);
    assert_true(result->points == 0 && result->percent == 0 && !result->passed);
    for (size_t i = 1; i <= paper.count; i++) {
        const struct tree *one = outcome_at(result, i);
        const struct tree *part =
            tree_get(tree_get(tree_get(one, "graded"), "parts"), "answer");
        assert_string_equal(tree_text(part, "class"),
                            i == number ? "invalid" : "blank");
        assert_true(tree_real(one, "got", -1) == 0);
        if (i == number)
            assert_string_equal(tree_text(tree_get(one, "typed"), "answer"),
                                "1.234");
    }
}

static void needs_human_holds_the_result(void **state)
{
    static const char *const answers[] = {"1", "human", "1"};
    int64_t attempt = moody_at(three, answers, 3);

    (void)state;
    grade_at(T0 + 2000);
    const struct result *result = result_of(attempt);
    assert_string_equal(result->state, "held");
    assert_int_equal(
        ASKED("SELECT points IS NULL AND percent IS NULL AND passed IS NULL "
              "FROM result WHERE attempt = %lld",
              (long long)attempt),
        1);
    assert_string_equal(
        told(arena_print(arena,
                         "SELECT standing FROM score WHERE attempt = %lld",
                         (long long)attempt)),
        "held");
}

/* error, a score of 2 and a missing part: trouble, and never a score. */
static void trouble_is_asked_again_at_growing_intervals(void **state)
{
    static const char *const answers[] = {"error", "two", "none"};

    (void)state;
    for (int i = 0; i < 3; i++) {
        int64_t attempt = one_moody(answers[i]), due = T0 + 1000, wait = 0;
        for (int tries = 0; tries < 9; tries++) {
            grade_at(due - 1);
            assert_int_equal(ASKED("SELECT tries FROM grading WHERE attempt = "
                                   "%lld",
                                   (long long)attempt),
                             tries);
            grade_at(due);
            int64_t next =
                ASKED("SELECT due_at FROM grading WHERE attempt = %lld",
                      (long long)attempt);
            assert_true(next - due >= wait && next > due);
            assert_true(next - due <= 600000);
            wait = next - due;
            due = next;
            assert_null(result_of(attempt));
        }
        assert_int_equal(wait, 600000);
        assert_int_equal(
            ASKED("SELECT trouble IS NOT NULL FROM grading WHERE attempt = "
                  "%lld",
                  (long long)attempt),
            1);
        assert_int_equal(
            ASKED("SELECT state = 'sealed' FROM attempt WHERE id = %lld",
                  (long long)attempt),
            1);
    }
}

static void one_in_trouble_does_not_hold_up_the_others(void **state)
{
    int64_t broken = one_moody("error"), fine = one_moody("1");

    (void)state;
    grade_at(T0 + 2000);
    assert_null(result_of(broken));
    assert_non_null(result_of(fine));
}

/* A package whose processes must be killed is suspended. What it should have
   graded waits, and is graded by itself once the package answers again. */
static void a_plugin_that_hangs_costs_nobody_a_score(void **state)
{
    const struct questions_options impatient = {
        .processes = 1, .turn_ms = 1000, .call_ms = 5};
    struct questions *patient = house.questions;
    int64_t loops = one_moody("loop");

    (void)state;
    assert_int_equal(questions_open(&house.questions, &impatient), OK);
    struct tree suspended = {0};
    for (int i = 0; i < 50 && !suspended.count; i++) {
        grade_at(T0 + 1000 + i * INT64_C(1000000));
        questions_suspended(house.questions, arena, &suspended);
    }
    assert_int_equal(suspended.count, 1);
    int64_t fine = one_moody("0.5");
    grade_at(T0 + INT64_C(60000000));
    assert_null(result_of(loops));
    assert_null(result_of(fine));
    assert_int_equal(ASKED("SELECT tries > 0 FROM grading WHERE attempt = %lld",
                           (long long)fine),
                     1);
    questions_close(house.questions);
    house.questions = patient;
    grade_at(T0 + INT64_C(61000000));
    assert_null(result_of(loops));
    assert_true(result_of(fine)->points == 0.5);
}

static void points_are_rounded_to_a_millionth(void **state)
{
    static const char *const answers[] = {"0.33333333", "0.66666666", "0.1"};

    (void)state;
    int64_t attempt = moody_at(three, answers, 3);
    grade_at(T0 + 2000);
    const struct result *result = result_of(attempt);
    assert_true(result->points == 1.1);
    assert_true(result->max_points == 3);
    assert_true(result->percent == 36.666666);
}

/* The mark is met or not: no rounding lifts anybody over it, and who reads the
   percentage sees the same as the program. */
static void the_pass_mark_is_exact(void **state)
{
    static const struct {
        const char *answer;
        bool passed;
    } half[] = {
        {"0.5", true}, {"0.499999", false}, {"0.500001", true},
        {"1", true},   {"0", false},
    };
    static const char *const two_thirds[] = {"1", "1", "0"};

    (void)state;
    for (size_t i = 0; i < sizeof half / sizeof *half; i++) {
        int64_t attempt = one_moody(half[i].answer);
        grade_at(T0 + 2000);
        assert_int_equal(result_of(attempt)->passed, half[i].passed);
        assert_int_equal(result_of(attempt)->percent >= 50, half[i].passed);
    }
    /* 66.666666... is less than 66.666667 */
    int64_t attempt = moody_at(three, two_thirds, 3);
    grade_at(T0 + 2000);
    assert_false(result_of(attempt)->passed);
    assert_true(result_of(attempt)->percent < 66.666667);
}

/* A section's own mark is as exact as the test's; both must be met. */
static void a_section_that_is_missed_fails_the_paper_and_is_named(void **state)
{
    static const struct {
        const char *answers[3];
        const char *missed;
        bool passed;
    } papers[] = {
        {{"0.5", "0.51", "0.5"}, NULL, true},
        {{"0.499999", "1", "1"}, "luat", false},
        {{"1", "0.509999", "0"}, "tin", false},
        {{"1", "0.51", "0"}, NULL, true},
        {{"0", "0", "0.2"}, "luat tin", false},
        {{"0.5", "0.5", "0.4"}, NULL, false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++) {
        int64_t attempt = moody_at(parted, papers[i].answers, 3);
        grade_at(T0 + 2000);
        const struct result *result = result_of(attempt);
        assert_int_equal(result->passed, papers[i].passed);
        if (papers[i].missed)
            assert_string_equal(result->missed, papers[i].missed);
        else
            assert_null(result->missed);
    }
    assert_int_equal(ASKED("SELECT COUNT(*) FROM score WHERE sitting = %lld "
                           "AND missed IS NOT NULL AND standing <> 'failed'",
                           (long long)parted),
                     0);
}

/* Dropped questions count in no section; one of which nothing is left is not
   missed. */
static void a_remedy_asks_the_sections_anew(void **state)
{
    static const char *const answers[] = {"0", "1", "1"};
    int64_t attempt = moody_at(parted, answers, 3);
    struct regraded_result r;
    const struct attempt *paper;
    const struct shelf_test *test;

    (void)state;
    grade_at(T0 + 2000);
    const struct result *result = result_of(attempt);
    assert_string_equal(result->missed, "luat");
    assert_int_equal(attempt_find(house.db, arena, attempt, &paper), OK);
    assert_int_equal(shelf_test(&house, paper->test, &test), OK);
    const struct remedy drop = {
        .how = "drop",
        .regrade = 1,
        .item = tree_integer(outcome_at(result, 1), "item", 0)};
    assert_int_equal(
        result_regraded(&house, arena, result, &drop, &test->plan, NULL, &r),
        OK);
    assert_string_equal(r.before.missed, "luat");
    assert_null(r.after.missed);
    assert_true(r.changes && r.after.passed && !r.before.passed);
}

/* Three times a third of a point is a point: whoever has just what is needed
   must not fail by what rounding took from each. */
static void thirds_add_up_to_a_whole(void **state)
{
    static const char *const thirds[] = {
        "0.3333333333333333", "0.3333333333333333", "0.3333333333333333"};
    static const char *const two_thirds[] = {"0.6666666666666666",
                                             "0.6666666666666666", "0"};
    int64_t sitting = make_sitting(
        publish_test(definition(
            "{\"bank\":\"b\",\"topic\":\"thu\",\"count\":3,\"points\":2}",
            ",\"pass\":33.333333,\"attempts\":99")),
        60);

    (void)state;
    int64_t attempt = moody_at(sitting, thirds, 3);
    int64_t other = moody_at(sitting, two_thirds, 3);
    grade_at(T0 + 2000);
    const struct result *result = result_of(attempt);
    assert_true(result->points == 2);
    assert_true(result->passed);
    assert_true(tree_real(outcome_at(result, 1), "got", 0) == 0.666667);
    assert_true(result_of(other)->points == 2.666667);
}

/* 99.999999 of 200 points are 49.9999995 %: less than half. */
static void a_millionth_short_of_half_is_short_of_half(void **state)
{
    static const char *const short_of[] = {"0.499999", "1", "0.499999"};
    int64_t sitting =
        make_sitting(publish_test(definition(
                         "{\"bank\":\"b\",\"item\":\"mo1\",\"points\":1},"
                         "{\"bank\":\"b\",\"item\":\"mo2\",\"points\":99.5},"
                         "{\"bank\":\"b\",\"item\":\"mo3\",\"points\":99.5}",
                         ",\"pass\":50,\"attempts\":99")),
                     60);

    (void)state;
    int64_t attempt = moody_at(sitting, short_of, 2);
    grade_at(T0 + 2000);
    const struct result *result = result_of(attempt);
    assert_true(result->points == 99.999999);
    assert_true(result->max_points == 200);
    assert_false(result->passed);
    assert_true(result->percent < 50);
}

static void a_result_names_what_it_came_from(void **state)
{
    int64_t attempt = one_moody("1");
    const struct package_row *row;

    (void)state;
    grade_at(T0 + 2000);
    const struct result *result = result_of(attempt);
    const struct tree *one = outcome_at(result, 1);
    assert_int_equal(
        package_find_by_plugin(house.db, arena, "test.moody", &row), OK);
    assert_string_equal(tree_text(one, "package"), row->digest);
    assert_string_equal(tree_text(one, "code"), "mo1");
    assert_string_equal(result->runtime, questions_runtime(house.questions));
    assert_int_equal(result->sequence, 1);
    assert_int_equal(strlen(tree_text(one, "digest")), 64);
}

static enum status add_result(struct db *tx, void *arg)
{
    return result_add(tx, arena, arg);
}

static void a_result_is_superseded_and_never_replaced(void **state)
{
    int64_t attempt = one_moody("0.25");

    (void)state;
    grade_at(T0 + 2000);
    struct result second = *result_of(attempt);
    const char *before =
        told(arena_print(arena,
                         "SELECT group_concat(id || points || graded_at) FROM "
                         "result WHERE attempt = %lld",
                         (long long)attempt));
    second.id = id_new();
    second.points = 1;
    const struct attempt *row;
    assert_int_equal(attempt_find(house.db, arena, attempt, &row), OK);
    second.sitting = row->sitting;
    second.person = row->person;
    assert_int_equal(db_write(house.db, add_result, &second), CONFLICT);
    second.sequence = 2;
    second.reason = "Sửa đáp án";
    assert_int_equal(db_write(house.db, add_result, &second), OK);
    assert_true(result_of(attempt)->points == 1);
    assert_string_equal(
        told(arena_print(arena,
                         "SELECT group_concat(id || points || graded_at) FROM "
                         "result WHERE attempt = %lld AND sequence = 1",
                         (long long)attempt)),
        before);
}

struct grader {
    enum status status;
    size_t done;
};

static void *grade(void *arg)
{
    struct grader *g = arg;

    g->status = grading_step(&house, T0 + 2000, &g->done);
    return NULL;
}

/* Two servers that drain one queue. */
static void graders_that_meet_write_one_result(void **state)
{
    struct grader all[8] = {{0}};
    int64_t attempts[10];

    (void)state;
    grade_at(T0 + 1500);
    for (int i = 0; i < 10; i++)
        attempts[i] = one_moody("1");
    crowd(8, grade, all, sizeof *all);
    for (int i = 0; i < 8; i++)
        assert_int_equal(all[i].status, OK);
    for (int i = 0; i < 10; i++)
        assert_int_equal(
            ASKED("SELECT COUNT(*) FROM result WHERE attempt = %lld",
                  (long long)attempts[i]),
            1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_score_is_what_the_keys_say),
        cmocka_unit_test(blank_is_nothing_and_what_cannot_be_read_is_kept),
        cmocka_unit_test(needs_human_holds_the_result),
        cmocka_unit_test(trouble_is_asked_again_at_growing_intervals),
        cmocka_unit_test(one_in_trouble_does_not_hold_up_the_others),
        cmocka_unit_test(points_are_rounded_to_a_millionth),
        cmocka_unit_test(the_pass_mark_is_exact),
        cmocka_unit_test(a_millionth_short_of_half_is_short_of_half),
        cmocka_unit_test(a_section_that_is_missed_fails_the_paper_and_is_named),
        cmocka_unit_test(a_remedy_asks_the_sections_anew),
        cmocka_unit_test(thirds_add_up_to_a_whole),
        cmocka_unit_test(a_result_names_what_it_came_from),
        cmocka_unit_test(a_result_is_superseded_and_never_replaced),
        cmocka_unit_test(graders_that_meet_write_one_result),
        cmocka_unit_test(a_plugin_that_hangs_costs_nobody_a_score),
    };

    return cmocka_run_group_tests(tests, begin, world_end);
}
