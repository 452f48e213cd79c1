/*
 * Regrading as a case: who moves is who was said to move; by two people; all
 * papers or none, whenever the server dies.
 */
#include "tests/domain/exam_world.h"

#include "domain/marking.h"
#include "domain/regrades.h"
#include "domain/replaying.h"

#include <math.h>

enum { OPENER = 30, APPROVER = 31 };
#define AFTER (T0 + MINUTES(61))

static int64_t test, sitting, attempts[8];

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

static int64_t item_of(const char *code)
{
    return ASKED("SELECT id FROM item WHERE code = '%s' ORDER BY id LIMIT 1",
                 code);
}

static int64_t sat(int64_t in, int person, const char *letter,
                   const char *number)
{
    int64_t attempt = start_at(in, person, T0);

    save_as(attempt, 1, 0, "a",
            arena_print(arena, "{\"answer\":\"%s\"}", letter), T0 + 1);
    if (*number)
        save_as(attempt, 2, 0, "b",
                arena_print(arena, "{\"answer\":\"%s\"}", number), T0 + 2);
    assert_int_equal(attempt_hand_in(&house, attempt, T0 + 4), OK);
    return attempt;
}

/* sc1 (4 points, right: a) and nu1 (6 points, right: 12.5); 60 % passes. */
static int begin(void **state)
{
    if (world_begin(state))
        return 1;
    test = publish_test(
        definition("{\"bank\":\"b\",\"item\":\"sc1\",\"points\":4},"
                   "{\"bank\":\"b\",\"item\":\"nu1\",\"points\":6}",
                   ",\"pass\":60"));
    return 0;
}

static void sit(void)
{
    static const char *const letters[] = {"a", "b", "b", "a", "c", "a"};
    static const char *const numbers[] = {"12,5", "12,5", "13", "13", "", "1"};

    sitting = make_sitting(test, 60);
    for (int i = 0; i < 6; i++)
        attempts[i] = sat(sitting, i, letters[i], numbers[i]);
    grade_all(T0 + 5);
}

static enum status open_case(const char *remedy, const char *code,
                             int64_t becomes, const char *typed, int64_t *id,
                             enum regrade_fault *fault)
{
    struct new_regrade n = {.sitting = sitting,
                            .item = item_of(code),
                            .remedy = remedy,
                            .becomes = becomes,
                            .reason = "Đáp án sai.",
                            .by = person_ids[OPENER],
                            .now = AFTER};

    if (typed)
        n.typed = typed_of(typed);
    return regrade_open(&house, arena, &n, id, fault);
}

static void work(void)
{
    bool done;

    for (int i = 0; i < 100; i++) {
        assert_int_equal(regrade_work(&house, AFTER, &done), OK);
        if (!done)
            return;
    }
    fail_msg("the work has no end");
}

static int64_t counted(const char *remedy, const char *code, int64_t becomes,
                       const char *typed)
{
    enum regrade_fault fault;
    int64_t id;

    assert_int_equal(open_case(remedy, code, becomes, typed, &id, &fault), OK);
    work();
    return id;
}

static const struct regrade *the_case(int64_t id)
{
    const struct regrade *g;

    assert_int_equal(regrade_find(house.db, arena, id, &g), OK);
    return g;
}

static struct regrade_tally tally_of(int64_t id)
{
    struct regrade_tally tally;

    assert_int_equal(regrade_tally_find(house.db, arena, the_case(id), &tally),
                     OK);
    return tally;
}

static enum status give(int64_t id, int by)
{
    return regrade_give(&house, arena, id, the_case(id)->round, person_ids[by],
                        AFTER);
}

/* What every line says is what stands afterwards, and nothing else changed. */
static void outcome_is_the_preview(int64_t id)
{
    const struct regrade_line *lines;
    const struct regrade *g = the_case(id);
    size_t count, moved = 0;
    double before[8], after[8];

    assert_int_equal(
        regrade_line_list(house.db, arena, g, 0, 100, &lines, &count), OK);
    for (int i = 0; i < 6; i++)
        before[i] = newest(attempts[i])->percent;
    assert_int_equal(give(id, APPROVER), OK);
    work();
    assert_string_equal(the_case(id)->state, "done");
    for (int i = 0; i < 6; i++) {
        const struct result *now = newest(attempts[i]);
        after[i] = now->percent;
        for (size_t k = 0; k < count; k++) {
            if (lines[k].attempt != attempts[i])
                continue;
            moved++;
            assert_true(fabs(lines[k].before.percent - before[i]) < 1e-9);
            assert_true(fabs(lines[k].after.percent - after[i]) < 1e-9);
            assert_true(fabs(lines[k].after.points - now->points) < 1e-9);
            assert_int_equal(lines[k].after.passed, now->passed);
            assert_string_equal(now->reason, g->word);
            before[i] = after[i];
        }
        assert_true(fabs(before[i] - after[i]) < 1e-9);
    }
    assert_int_equal(moved, count);
}

static void nobody_differs_on_replay(void);

/* ---- remedies ------------------------------------------------------------*/

static void a_dropped_question_leaves_the_maximum_too(void **state)
{
    (void)state;
    sit();
    int64_t id = counted("drop", "nu1", 0, NULL);
    struct regrade_tally tally = tally_of(id);

    assert_string_equal(the_case(id)->state, "counted");
    assert_int_equal(the_case(id)->papers, 6);
    assert_int_equal(tally.papers, 6);
    assert_int_equal(tally.gained, 2); /* had only sc1: 40 % before */
    assert_int_equal(tally.lost, 1);   /* had only nu1: 60 % before */
    /* nothing was written */
    assert_int_equal(ASKED("SELECT COUNT(*) FROM result WHERE sitting = %lld",
                           (long long)sitting),
                     6);
    outcome_is_the_preview(id);
    assert_true(newest(attempts[3])->passed);
    assert_true(fabs(newest(attempts[3])->max_points - 4) < 1e-9);
    assert_int_equal(newest(attempts[3])->slots, 1);
    assert_false(newest(attempts[1])->passed);
    assert_int_equal(newest(attempts[1])->points, 0);
    /* the old ones stay, and the new ones wait for their seal */
    assert_int_equal(ASKED("SELECT COUNT(*) FROM result WHERE sitting = %lld",
                           (long long)sitting),
                     12);
    assert_int_equal(ASKED("SELECT COUNT(*) FROM result r JOIN unsealed u ON "
                           "u.kind = 'result' AND u.row_id = r.id WHERE "
                           "r.sitting = %lld",
                           (long long)sitting),
                     12);
    nobody_differs_on_replay();
}

static void credit_goes_to_everybody_who_had_the_question(void **state)
{
    (void)state;
    sit();
    int64_t id = counted("credit", "nu1", 0, NULL);
    struct regrade_tally tally = tally_of(id);

    assert_int_equal(tally.papers, 4); /* two had it right already */
    assert_int_equal(tally.gained, 4);
    assert_int_equal(tally.down, 0);
    outcome_is_the_preview(id);
    assert_true(fabs(newest(attempts[4])->percent - 60) < 1e-9);
    nobody_differs_on_replay();
}

static void a_named_answer_is_credited_however_it_is_written(void **state)
{
    (void)state;
    sit();
    int64_t id = counted("accept", "nu1", 0, "{\"answer\":\"13,0\"}");
    struct regrade_tally tally = tally_of(id);

    assert_int_equal(tally.papers, 2);
    outcome_is_the_preview(id);
    assert_true(fabs(newest(attempts[2])->percent - 60) < 1e-9);
    assert_true(fabs(newest(attempts[3])->percent - 100) < 1e-9);
    assert_true(fabs(newest(attempts[5])->percent - 40) < 1e-9);
    nobody_differs_on_replay();
}

/* A version of sc1 in which b is right. */
static int64_t other_key(const char *version, int options)
{
    struct key key = keys[0];
    static int made;

    key.right = "b";
    key.options = options;
    int64_t id = make_item(key.plugin, arena_print(arena, "new%d", made++),
                           key.topic, key.level, loose_body(&key));
    char *why = NULL;
    assert_int_equal(
        sqlite3_exec(raw,
                     arena_print(arena,
                                 "UPDATE item SET code = 'sc1', version = '%s' "
                                 "WHERE id = %lld",
                                 version, (long long)id),
                     NULL, NULL, &why),
        SQLITE_OK);
    return id;
}

static void another_key_takes_and_gives(void **state)
{
    enum regrade_fault fault;
    int64_t id;

    (void)state;
    sit();
    assert_int_equal(open_case("key", "sc1", 0, NULL, &id, &fault), INVALID);
    assert_int_equal(fault, REGRADE_NO_VERSION);
    assert_int_equal(open_case("key", "sc1", item_of("sc2"), NULL, &id, &fault),
                     INVALID);
    assert_int_equal(fault, REGRADE_NO_VERSION);
    assert_int_equal(
        open_case("key", "sc1", other_key("3", 5), NULL, &id, &fault), INVALID);
    assert_int_equal(fault, REGRADE_OTHER_QUESTION);
    id = counted("key", "sc1", other_key("2", 4), NULL);
    struct regrade_tally tally = tally_of(id);
    assert_int_equal(tally.papers,
                     5); /* who answered c has nothing either way */
    assert_int_equal(tally.up, 2);
    assert_int_equal(tally.down, 3);
    outcome_is_the_preview(id);
    assert_true(fabs(newest(attempts[1])->percent - 100) < 1e-9);
    assert_true(fabs(newest(attempts[0])->percent - 60) < 1e-9);
    nobody_differs_on_replay();
    /* a second case goes on from the first */
    id = counted("drop", "sc1", 0, NULL);
    outcome_is_the_preview(id);
    assert_true(fabs(newest(attempts[0])->percent - 100) < 1e-9);
    assert_int_equal(newest(attempts[0])->sequence, 5);
    nobody_differs_on_replay();
}

static void note(const struct replay_found *found, void *arg)
{
    (void)arg;
    fail_msg("attempt %lld: %s", (long long)found->attempt, found->en);
}

static void nobody_differs_on_replay(void)
{
    const struct replay_options options = {.sitting = sitting, .found = note};
    struct replay out;

    assert_int_equal(replay_all(&house, &options, &out), OK);
    assert_int_equal(out.differing, 0);
    assert_true(out.results > out.papers);
}

/* ---- people --------------------------------------------------------------*/

static void nobody_approves_a_case_of_their_own(void **state)
{
    (void)state;
    sit();
    int64_t id = counted("credit", "nu1", 0, NULL);

    assert_int_equal(give(id, OPENER), DENIED);
    assert_string_equal(the_case(id)->state, "counted");
    assert_int_equal(regrade_give(&house, arena, id, the_case(id)->round + 1,
                                  person_ids[APPROVER], AFTER),
                     CONFLICT);
    assert_int_equal(give(id, APPROVER), OK);
    work();
    assert_int_equal(give(id, APPROVER), CONFLICT);
    assert_int_equal(
        regrade_take_back(&house, arena, id, "Nhầm", person_ids[OPENER], AFTER),
        CONFLICT);
    for (const char *const *action =
             (const char *const[]){"regrade.open", "regrade.approve",
                                   "regrade.apply", NULL};
         *action; action++)
        assert_int_equal(ASKED("SELECT COUNT(*) FROM audit_event WHERE action "
                               "= '%s' AND object_id = %lld",
                               *action, (long long)id),
                         1);
}

static void a_case_that_changes_nothing_says_so(void **state)
{
    (void)state;
    sit();
    int64_t id = counted("accept", "nu1", 0, "{\"answer\":\"99\"}");

    assert_int_equal(tally_of(id).papers, 0);
    assert_int_equal(the_case(id)->papers, 6);
    assert_int_equal(give(id, APPROVER), INVALID);
    assert_int_equal(
        regrade_take_back(&house, arena, id, "", person_ids[OPENER], AFTER),
        INVALID);
    assert_int_equal(regrade_take_back(&house, arena, id, "Không đổi gì",
                                       person_ids[OPENER], AFTER),
                     OK);
    assert_string_equal(the_case(id)->state, "withdrawn");
    assert_int_equal(give(id, APPROVER), CONFLICT);
}

static void what_cannot_be_decided_yet_is_refused(void **state)
{
    enum regrade_fault fault;
    int64_t id;

    (void)state;
    sit();
    struct new_regrade n = {.sitting = sitting,
                            .item = item_of("nu1"),
                            .remedy = "drop",
                            .reason = "Sai",
                            .by = person_ids[OPENER],
                            .now = T0 + MINUTES(30)};
    assert_int_equal(regrade_open(&house, arena, &n, &id, &fault), INVALID);
    assert_int_equal(fault, REGRADE_NOT_OVER);
    n.now = AFTER;
    n.item = item_of("st1");
    assert_int_equal(regrade_open(&house, arena, &n, &id, &fault), INVALID);
    assert_int_equal(fault, REGRADE_NO_ITEM);
    n.item = item_of("nu1");
    n.reason = "";
    assert_int_equal(regrade_open(&house, arena, &n, &id, &fault), INVALID);
    assert_int_equal(fault, REGRADE_NO_REASON);
    assert_int_equal(
        open_case("accept", "nu1", 0, "{\"answer\":\"abc\"}", &id, &fault),
        INVALID);
    assert_int_equal(fault, REGRADE_NO_ANSWER);
    /* a paper that is open: its candidate has no result to put right */
    (void)start_at(sitting, 9, T0 + 1);
    assert_int_equal(open_case("drop", "nu1", 0, NULL, &id, &fault), INVALID);
    assert_int_equal(fault, REGRADE_NOT_OVER);
}

/* ---- meanwhile -----------------------------------------------------------*/

static enum status add_result(struct db *tx, void *arg)
{
    return result_add(tx, arena, arg);
}

/* As if somebody had marked an answer: the same sum once more. */
static void another_result(int64_t attempt)
{
    struct result r = *newest(attempt);

    r.id = id_new();
    r.sequence++;
    r.reason = "marked";
    r.sitting = sitting;
    r.person =
        ASKED("SELECT person FROM attempt WHERE id = %lld", (long long)attempt);
    assert_int_equal(db_write(house.db, add_result, &r), OK);
}

static void
numbers_that_are_out_of_date_are_refused_and_counted_again(void **state)
{
    (void)state;
    sit();
    int64_t id = counted("credit", "nu1", 0, NULL);

    another_result(attempts[2]);
    assert_int_equal(give(id, APPROVER), CONFLICT);
    assert_string_equal(the_case(id)->state, "counting");
    assert_int_equal(the_case(id)->approved_by, 0);
    work();
    assert_int_equal(the_case(id)->round, 2);
    outcome_is_the_preview(id);
}

static void a_result_that_comes_while_staging_stops_it(void **state)
{
    bool done;

    (void)state;
    sit();
    int64_t id = counted("credit", "nu1", 0, NULL);
    assert_int_equal(give(id, APPROVER), OK);
    assert_int_equal(regrade_work(&house, AFTER, &done), OK); /* stages */
    assert_true(ASKED("SELECT COUNT(*) FROM result WHERE reason = '%s'",
                      the_case(id)->word) > 0);
    assert_int_equal(newest(attempts[2])->sequence, 1); /* does not count */
    another_result(attempts[2]); /* and is not in its way */
    work();
    assert_string_equal(the_case(id)->state, "counted");
    assert_int_equal(the_case(id)->approved_by, 0);
    assert_int_equal(ASKED("SELECT COUNT(*) FROM result WHERE reason = '%s'",
                           the_case(id)->word),
                     0);
    assert_string_equal(newest(attempts[2])->reason, "marked");
    outcome_is_the_preview(id);
}

static void a_server_that_dies_goes_on_where_it_was(void **state)
{
    bool done;

    (void)state;
    sit();
    int64_t id = counted("credit", "nu1", 0, NULL);
    assert_int_equal(give(id, APPROVER), OK);
    assert_int_equal(regrade_work(&house, AFTER, &done), OK);
    assert_string_equal(the_case(id)->state, "staging");
    /* dies here: another process opens the same file */
    shelf_close(house.shelf);
    db_close(house.db);
    assert_int_equal(
        db_open(&house.db, arena_print(arena, "sqlite:%s/khoa.db", folder)),
        OK);
    house.shelf = shelf_open();
    for (int i = 0; i < 6; i++)
        assert_int_equal(newest(attempts[i])->sequence, 1);
    work();
    assert_string_equal(the_case(id)->state, "done");
    assert_true(fabs(newest(attempts[4])->percent - 60) < 1e-9);
    nobody_differs_on_replay();
}

static void what_is_withdrawn_while_staging_leaves_nothing(void **state)
{
    bool done;

    (void)state;
    sit();
    int64_t id = counted("credit", "nu1", 0, NULL);
    assert_int_equal(give(id, APPROVER), OK);
    assert_int_equal(regrade_work(&house, AFTER, &done), OK);
    assert_int_equal(regrade_take_back(&house, arena, id, "Nhầm câu",
                                       person_ids[OPENER], AFTER),
                     OK);
    work();
    assert_string_equal(the_case(id)->state, "withdrawn");
    assert_int_equal(ASKED("SELECT COUNT(*) FROM result WHERE sitting = %lld",
                           (long long)sitting),
                     6);
}

static void two_cases_at_the_same_papers_wait_for_each_other(void **state)
{
    (void)state;
    sit();
    int64_t one = counted("credit", "nu1", 0, NULL);
    int64_t two = counted("drop", "sc1", 0, NULL);

    assert_int_equal(give(one, APPROVER), OK);
    assert_int_equal(give(two, APPROVER), CONFLICT);
    work();
    assert_int_equal(give(two, APPROVER), CONFLICT); /* out of date by now */
    work();
    outcome_is_the_preview(two);
    assert_true(fabs(newest(attempts[4])->percent - 100) < 1e-9);
    nobody_differs_on_replay();
}

static void what_had_left_the_house_is_told(void **state)
{
    (void)state;
    sit();
    assert_int_equal(
        sqlite3_exec(raw,
                     arena_print(arena,
                                 "INSERT INTO audit_event (id, at, action, "
                                 "object, object_id, detail) VALUES (%lld, "
                                 "%lld, 'results.export', 'sitting', %lld, "
                                 "'{\"unit\":0}')",
                                 (long long)id_new(), (long long)(T0 + 100),
                                 (long long)sitting),
                     NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(tally_of(counted("credit", "nu1", 0, NULL)).exported, 4);
}

static void a_whole_test_takes_all_its_sittings(void **state)
{
    enum regrade_fault fault;
    int64_t id, first;

    (void)state;
    test = publish_test(
        definition("{\"bank\":\"b\",\"item\":\"sc1\",\"points\":4},"
                   "{\"bank\":\"b\",\"item\":\"nu1\",\"points\":6}",
                   ",\"pass\":61"));
    sit();
    first = attempts[4];
    sit();
    struct new_regrade n = {.sitting = sitting,
                            .whole = true,
                            .item = item_of("nu1"),
                            .remedy = "credit",
                            .reason = "Sai",
                            .by = person_ids[OPENER],
                            .now = AFTER};
    assert_int_equal(regrade_open(&house, arena, &n, &id, &fault), OK);
    work();
    assert_int_equal(tally_of(id).papers, 8);
    assert_int_equal(give(id, APPROVER), OK);
    work();
    assert_true(fabs(newest(attempts[4])->percent - 60) < 1e-9);
    assert_true(fabs(newest(first)->percent - 60) < 1e-9);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_dropped_question_leaves_the_maximum_too),
        cmocka_unit_test(credit_goes_to_everybody_who_had_the_question),
        cmocka_unit_test(a_named_answer_is_credited_however_it_is_written),
        cmocka_unit_test(another_key_takes_and_gives),
        cmocka_unit_test(nobody_approves_a_case_of_their_own),
        cmocka_unit_test(a_case_that_changes_nothing_says_so),
        cmocka_unit_test(what_cannot_be_decided_yet_is_refused),
        cmocka_unit_test(
            numbers_that_are_out_of_date_are_refused_and_counted_again),
        cmocka_unit_test(a_result_that_comes_while_staging_stops_it),
        cmocka_unit_test(a_server_that_dies_goes_on_where_it_was),
        cmocka_unit_test(what_is_withdrawn_while_staging_leaves_nothing),
        cmocka_unit_test(two_cases_at_the_same_papers_wait_for_each_other),
        cmocka_unit_test(what_had_left_the_house_is_told),
        cmocka_unit_test(a_whole_test_takes_all_its_sittings),
    };

    return cmocka_run_group_tests(tests, begin, world_end);
}
