/*
 * Grading again in another folder, from a copy and with an empty cache: no
 * difference; and whatever was planted is named.
 */
#include "tests/domain/exam_world.h"

#include "domain/marking.h"
#include "domain/replaying.h"

static int64_t sitting, chosen;

static void grade_all(int64_t now)
{
    size_t done;

    do
        assert_int_equal(grading_step(&house, now, &done), OK);
    while (done);
}

static int64_t sat(int person, const char *letter, const char *number,
                   const char *text)
{
    int64_t attempt = start_at(sitting, person, T0);

    save_as(attempt, 1, 0, "a",
            arena_print(arena, "{\"answer\":\"%s\"}", letter), T0 + 1);
    save_as(attempt, 2, 0, "b",
            arena_print(arena, "{\"answer\":\"%s\"}", number), T0 + 2);
    if (*text)
        save_as(attempt, 3, 0, "c",
                arena_print(arena, "{\"text\":\"%s\"}", text), T0 + 3);
    assert_int_equal(attempt_hand_in(&house, attempt, T0 + 4), OK);
    return attempt;
}

static void mark(int64_t attempt, double score)
{
    const struct given given = {"text", score, "Tốt"};
    int64_t task = ASKED("SELECT id FROM mark_task WHERE attempt = %lld",
                         (long long)attempt);

    assert_int_equal(
        mark_give(&house, arena, task, &given, 1, person_ids[39], T0 + 9), OK);
}

/* Some right, some wrong; an essay that was marked and one that waits. */
static int begin(void **state)
{
    if (world_begin(state))
        return 1;
    make_item("khoa.essay", "es1", "viet", 1,
              "{\"prompt\":\"Viết thư\",\"rubric\":\"Một điểm\"}");
    sitting = make_sitting(publish_test(definition(
                               "{\"bank\":\"b\",\"item\":\"sc1\",\"points\":4},"
                               "{\"bank\":\"b\",\"item\":\"nu1\",\"points\":2},"
                               "{\"bank\":\"b\",\"item\":\"es1\",\"points\":3}",
                               ",\"pass\":60")),
                           60);
    chosen = sat(0, "a", "12,5", "");
    sat(1, "b", "12,5", "");
    sat(2, "a", "13", "");
    int64_t marked = sat(3, "a", "12,5", "Kính gửi");
    sat(4, "a", "1", "Kính thưa");
    (void)start_at(sitting, 5, T0); /* still open: nothing to grade */
    grade_all(T0 + 5);
    mark(marked, 1.0 / 3);
    return 0;
}

/* ---- another house, from a copy ------------------------------------------*/

struct seen {
    int64_t first, count;
    char en[400];
};

static void note(const struct replay_found *found, void *arg)
{
    struct seen *seen = arg;

    if (!seen->count++) {
        seen->first = found->attempt;
        snprintf(seen->en, sizeof seen->en, "%s", found->en);
    }
}

static struct replay replay_copy(const char *plant, int64_t attempt,
                                 struct seen *seen)
{
    static int copies;
    const char *path = arena_print(arena, "%s/copy-%d.db", folder, copies++);
    struct house other = {.data = folder};
    struct replay out;
    sqlite3 *hand;

    *seen = (struct seen){0};
    assert_int_equal(db_copy(house.db, path), OK);
    assert_int_equal(sqlite3_open(path, &hand), SQLITE_OK);
    if (plant)
        assert_int_equal(sqlite3_exec(hand, plant, NULL, NULL, NULL),
                         SQLITE_OK);
    assert_true(!plant || sqlite3_changes(hand) > 0);
    sqlite3_close(hand);
    assert_int_equal(
        db_open_reading(&other.db, arena_print(arena, "sqlite:%s", path)), OK);
    assert_int_equal(questions_open(&other.questions, NULL), OK);
    other.shelf = shelf_open();
    const struct replay_options options = {
        .attempt = attempt, .found = note, .arg = seen};
    assert_int_equal(replay_all(&other, &options, &out), OK);
    shelf_close(other.shelf);
    questions_close(other.questions);
    db_close(other.db);
    return out;
}

static void a_restored_copy_comes_to_the_same(void **state)
{
    struct seen seen;
    struct replay out = replay_copy(NULL, 0, &seen);

    (void)state;
    if (seen.count)
        fail_msg("%s", seen.en);
    assert_int_equal(out.papers, 5);
    assert_int_equal(out.results, 6); /* one was marked by a person */
    assert_int_equal(out.differing, 0);
    assert_int_equal(out.waiting, 0);
}

static void one(const char *sql, const char *says)
{
    struct seen seen;
    struct replay out = replay_copy(
        arena_print(arena, "%s WHERE attempt = %lld", sql, (long long)chosen),
        0, &seen);

    assert_int_equal(out.differing, 1);
    assert_int_equal(seen.first, chosen);
    if (!strstr(seen.en, says))
        fail_msg("“%s” does not say “%s”", seen.en, says);
}

static void a_planted_score_is_named(void **state)
{
    (void)state;
    one("UPDATE result SET points = 8", "points: 8 is on record, ");
    one("UPDATE result SET passed = 0", "passed");
    one("UPDATE result SET percent = percent + 0.000001", "percent");
    one("UPDATE result SET pass_percent = 10", "pass mark");
    one("UPDATE result SET max_points = 6", "maximum");
    one("UPDATE result SET outcomes = replace(outcomes, '\"got\":4', "
        "'\"got\":3')",
        "question 1: 3 points are on record, grading again gives 4");
    one("UPDATE result SET outcomes = '[]'", "outcomes");
    one("DELETE FROM result", "no result any more");
}

static void a_planted_answer_is_named(void **state)
{
    (void)state;
    one("UPDATE answer_event SET body = '{\"answer\":\"c\"}'", "question 1: ");
    /* the same score, another answer */
    one("UPDATE answer_event SET body = replace(body, '12,5', '12,50')",
        "question 2: the answer that is stored");
    one("DELETE FROM answer_event", "question 1: ");
}

static void a_changed_plugin_byte_is_named(void **state)
{
    struct seen seen;
    struct replay out = replay_copy(
        "UPDATE package SET files = replace(files, 'local', 'Local') "
        "WHERE plugin = 'khoa.numeric'",
        0, &seen);

    (void)state;
    assert_int_equal(out.papers, 5);
    assert_int_equal(out.differing, 5);
    assert_non_null(strstr(seen.en, "package khoa.numeric"));
}

static void another_key_is_named_with_what_it_gives(void **state)
{
    struct seen seen;
    struct replay out = replay_copy(
        "UPDATE item_variant SET truth = replace(truth, '12.5', '13') "
        "WHERE item = (SELECT id FROM item WHERE code = 'nu1')",
        0, &seen);

    (void)state;
    assert_int_equal(out.differing, 4); /* who had typed 1 has 0 either way */
    assert_int_equal(seen.first, chosen);
    assert_non_null(
        strstr(seen.en, "2 points are on record, grading again gives 0"));
}

static void one_paper_can_be_asked_for(void **state)
{
    struct seen seen;
    struct replay out = replay_copy(NULL, chosen, &seen);

    (void)state;
    assert_int_equal(out.papers, 1);
    assert_int_equal(out.differing, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_restored_copy_comes_to_the_same),
        cmocka_unit_test(a_planted_score_is_named),
        cmocka_unit_test(a_planted_answer_is_named),
        cmocka_unit_test(a_changed_plugin_byte_is_named),
        cmocka_unit_test(another_key_is_named_with_what_it_gives),
        cmocka_unit_test(one_paper_can_be_asked_for),
    };

    return cmocka_run_group_tests(tests, begin, world_end);
}
