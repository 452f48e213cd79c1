#include "tests/domain/exam_world.h"

#define SQL_TEXT
#include "statements.h"

/* A paper of three single-choice questions, half an hour, the sitting open for
   an hour. Each test takes a candidate of its own. */
static int64_t sitting;
static int next_person;

static int begin(void **state)
{
    if (world_begin(state))
        return 1;
    sitting = make_sitting(
        publish_test(definition(
            "{\"bank\":\"b\",\"topic\":\"luat\",\"count\":3,\"points\":1}",
            ",\"attempts\":2")),
        60);
    return 0;
}

static int64_t anew(void)
{
    return start_at(sitting, next_person++, T0);
}

static const char A[] = "{\"answer\":\"a\"}", B[] = "{\"answer\":\"b\"}",
                  C[] = "{\"answer\":\"c\"}";

#define EVENTS(attempt, kind)                                                  \
    ASKED("SELECT COUNT(*) FROM answer_event WHERE attempt = %lld AND kind "   \
          "= '%s'",                                                            \
          (long long)(attempt), kind)

/* ---- saves ------------------------------------------------------------------
 */

static void a_save_is_kept_with_revision_receipt_and_moment(void **state)
{
    int64_t attempt = anew();
    struct receipt receipt = save_as(attempt, 2, 0, "x", A, T0 + 5);

    (void)state;
    assert_int_equal(receipt.saved, SAVED);
    assert_int_equal(receipt.revision, 1);
    assert_int_equal(receipt.at, T0 + 5);
    assert_int_equal(receipt.left, MINUTES(30) - 5);
    assert_int_equal(strlen(receipt.code), 7);
    assert_string_equal(answer_of(attempt, 2), A);
    assert_string_equal(
        told(arena_print(arena,
                         "SELECT body || receipt || at FROM answer_event WHERE "
                         "attempt = %lld",
                         (long long)attempt)),
        arena_print(arena, "%s%s%lld", A, receipt.code, (long long)T0 + 5));
}

struct one {
    int64_t attempt, slot, base, now;
    const char *save_id, *json;
    struct receipt receipt;
    enum status status;
    char code[8];
};

static void *save_one(void *arg)
{
    struct one *one = arg;
    struct arena *mine = arena_new();
    struct tree typed;

    one->status = json_read(mine, one->json, strlen(one->json), &typed);
    const struct save save = {one->attempt, one->slot, one->base,
                              one->save_id, typed,     one->now};
    if (one->status == OK)
        one->status = answer_save(&house, mine, &save, &one->receipt);
    snprintf(one->code, sizeof one->code, "%s",
             one->status == OK ? one->receipt.code : "");
    arena_free(mine);
    return NULL;
}

static void the_same_save_twenty_times_at_once_is_one_row(void **state)
{
    int64_t attempt = anew();
    struct one all[20];
    int fresh = 0;

    (void)state;
    for (int i = 0; i < 20; i++)
        all[i] = (struct one){.attempt = attempt,
                              .slot = 1,
                              .now = T0 + i,
                              .save_id = "same",
                              .json = A};
    crowd(20, save_one, all, sizeof *all);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(all[i].status, OK);
        fresh += all[i].receipt.saved == SAVED;
        assert_true(all[i].receipt.saved == SAVED ||
                    all[i].receipt.saved == AGAIN);
        assert_int_equal(all[i].receipt.revision, 1);
        assert_string_equal(all[i].code, all[0].code);
        assert_int_equal(all[i].receipt.at, all[0].receipt.at);
    }
    assert_int_equal(fresh, 1);
    assert_int_equal(EVENTS(attempt, "save"), 1);
    assert_int_equal(EVENTS(attempt, "fork"), 0);
}

static void
twenty_different_saves_from_one_base_are_one_save_and_forks(void **state)
{
    int64_t attempt = anew();
    struct one all[20];
    int fresh = 0;

    (void)state;
    for (int i = 0; i < 20; i++)
        all[i] = (struct one){
            .attempt = attempt,
            .slot = 1,
            .now = T0 + i,
            .save_id = arena_print(arena, "id-%d", i),
            .json = arena_print(arena, "{\"answer\":\"%c\"}", 'a' + i)};
    crowd(20, save_one, all, sizeof *all);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(all[i].status, OK);
        fresh += all[i].receipt.saved == SAVED;
        if (all[i].receipt.saved == SAVED)
            assert_string_equal(answer_of(attempt, 1), all[i].json);
        else
            assert_int_equal(all[i].receipt.saved, FORKED);
        /* nothing typed is lost, whoever was first */
        assert_int_equal(ASKED("SELECT COUNT(*) FROM answer_event WHERE "
                               "attempt = %lld AND body = '%s'",
                               (long long)attempt, all[i].json),
                         1);
    }
    assert_int_equal(fresh, 1);
    assert_int_equal(standing_of(attempt, 1).forks, 19);
}

static void the_same_id_with_another_body_is_a_new_save(void **state)
{
    int64_t attempt = anew();
    struct receipt first = save_as(attempt, 1, 0, "form", A, T0 + 1);
    struct receipt second = save_as(attempt, 1, 1, "form", B, T0 + 2);

    (void)state;
    assert_int_equal(second.saved, SAVED);
    assert_int_equal(second.revision, 2);
    assert_string_not_equal(first.code, second.code);
    assert_string_equal(answer_of(attempt, 1), B);
    assert_int_equal(EVENTS(attempt, "save"), 2);
}

static void a_stale_base_is_kept_beside_and_the_candidate_chooses(void **state)
{
    int64_t attempt = anew();

    (void)state;
    save_as(attempt, 1, 0, "one", A, T0 + 1);
    save_as(attempt, 1, 1, "two", B, T0 + 2);
    struct receipt stale = save_as(attempt, 1, 1, "three", C, T0 + 3);
    assert_int_equal(stale.saved, FORKED);
    assert_int_equal(stale.revision, 2);
    assert_string_equal(answer_of(attempt, 1), B);
    struct standing here = standing_of(attempt, 1);
    assert_int_equal(here.forks, 1);
    assert_string_equal(json_text(arena, &here.fork), C);
    /* told the same again, and kept once */
    stale = save_as(attempt, 1, 1, "three", C, T0 + 4);
    assert_int_equal(stale.saved, FORKED);
    assert_int_equal(EVENTS(attempt, "fork"), 1);
    /* the candidate takes the copy; nothing is left to choose */
    struct receipt chosen = save_as(attempt, 1, 2, "four", C, T0 + 5);
    assert_int_equal(chosen.saved, SAVED);
    assert_string_equal(answer_of(attempt, 1), C);
    assert_int_equal(standing_of(attempt, 1).forks, 0);
    assert_int_equal(EVENTS(attempt, "save") + EVENTS(attempt, "fork"), 4);
}

static void a_base_nobody_gave_out_is_a_fork_too(void **state)
{
    int64_t attempt = anew();

    (void)state;
    assert_int_equal(save_as(attempt, 1, 7, "x", A, T0).saved, FORKED);
    assert_int_equal(save_as(attempt, 1, INT64_MAX, "y", B, T0).saved, FORKED);
    assert_int_equal(standing_of(attempt, 1).revision, 0);
    assert_int_equal(standing_of(attempt, 1).forks, 2);
}

/* Two tabs: the first never saw its reply; the second went on from there. */
static void a_retry_never_hides_what_was_saved_after_it(void **state)
{
    int64_t attempt = anew();

    (void)state;
    struct receipt first = save_as(attempt, 1, 0, "tab1", A, T0 + 1);
    save_as(attempt, 1, 1, "tab2", B, T0 + 2);
    struct receipt again = save_as(attempt, 1, 0, "tab1", A, T0 + 3);
    assert_int_equal(again.saved, REPLACED);
    assert_string_equal(again.code, first.code);
    assert_int_equal(again.at, T0 + 1);
    assert_int_equal(again.revision, 2);
    assert_string_equal(answer_of(attempt, 1), B);
    assert_int_equal(EVENTS(attempt, "save"), 2);
}

static void clearing_an_answer_is_a_save_like_any_other(void **state)
{
    int64_t attempt = anew();

    (void)state;
    save_as(attempt, 1, 0, "one", A, T0 + 1);
    assert_true(standing_of(attempt, 1).answered);
    assert_int_equal(save_as(attempt, 1, 1, "two", "{}", T0 + 2).saved, SAVED);
    assert_false(standing_of(attempt, 1).answered);
    assert_string_equal(answer_of(attempt, 1), "{}");
}

static void slots_do_not_see_each_other(void **state)
{
    int64_t attempt = anew();
    const struct standing *list;

    (void)state;
    save_as(attempt, 1, 0, "same-id", A, T0 + 1);
    assert_int_equal(save_as(attempt, 2, 0, "same-id", A, T0 + 2).saved, SAVED);
    assert_int_equal(answer_flag(&house, arena, attempt, 3, true, T0 + 3), OK);
    assert_int_equal(answers_read(&house, arena, attempt, 3, &list), OK);
    assert_int_equal(list[0].revision, 1);
    assert_int_equal(list[1].revision, 1);
    assert_int_equal(list[2].revision, 0);
    assert_true(list[2].flagged && !list[0].flagged && !list[2].answered);
}

static void a_flag_is_no_answer_and_can_be_taken_back(void **state)
{
    int64_t attempt = anew();

    (void)state;
    for (int i = 0; i < 3; i++)
        assert_int_equal(answer_flag(&house, arena, attempt, 1, true, T0 + i),
                         OK);
    assert_true(standing_of(attempt, 1).flagged);
    assert_int_equal(EVENTS(attempt, "flag"), 1);
    assert_int_equal(answer_flag(&house, arena, attempt, 1, false, T0 + 9), OK);
    assert_false(standing_of(attempt, 1).flagged);
    assert_int_equal(answer_flag(&house, arena, attempt, 1, true, T0 + 10), OK);
    assert_true(standing_of(attempt, 1).flagged);
    assert_int_equal(standing_of(attempt, 1).revision, 0);
}

/* The ids of two servers follow two clocks; revisions do not. */
static void what_stands_follows_revisions_and_not_ids(void **state)
{
    int64_t attempt = anew();

    (void)state;
    save_as(attempt, 1, 0, "one", A, T0 + 1);
    save_as(attempt, 1, 1, "two", B, T0 + 2);
    assert_int_equal(
        sqlite3_exec(raw,
                     arena_print(arena,
                                 "UPDATE answer_event SET id = id - "
                                 "1000000000000 WHERE attempt = %lld AND "
                                 "revision = 2",
                                 (long long)attempt),
                     NULL, NULL, NULL),
        SQLITE_OK);
    assert_string_equal(answer_of(attempt, 1), B);
    assert_int_equal(save_as(attempt, 1, 2, "three", C, T0 + 3).revision, 3);
    assert_string_equal(answer_of(attempt, 1), C);
}

/* A pen that writes all day: more than a statement may return. */
static void a_long_history_stays_readable(void **state)
{
    int64_t attempt = anew();

    (void)state;
    save_as(attempt, 1, 0, "one", A, T0 + 1);
    assert_int_equal(
        sqlite3_exec(
            raw,
            arena_print(arena,
                        "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + "
                        "1 FROM n WHERE i < 12000) INSERT INTO answer_event "
                        "(id, attempt, slot, kind, revision, base, save_id, "
                        "digest, body, receipt, at) SELECT i, %lld, 1, 'save', "
                        "i, i - 1, 's' || i, 'd' || i, '{\"answer\":\"b\"}', "
                        "'', 0 FROM n",
                        (long long)attempt),
            NULL, NULL, NULL),
        SQLITE_OK);
    assert_int_equal(standing_of(attempt, 1).revision, 12000);
    assert_int_equal(save_as(attempt, 1, 12000, "last", C, T0 + 3).revision,
                     12001);
    assert_string_equal(answer_of(attempt, 1), C);
}

static void whoever_plays_with_forks_is_stopped_but_can_still_save(void **state)
{
    int64_t attempt = anew();
    struct receipt receipt;

    (void)state;
    for (int i = 0; i < 60; i++) {
        const struct save save = {attempt,     1,
                                  99,          arena_print(arena, "f%d", i),
                                  typed_of(A), T0 + MINUTES(1)};
        assert_int_equal(answer_save(&house, arena, &save, &receipt), OK);
        assert_int_equal(receipt.saved, i < MOST_ASIDE ? FORKED : FULL);
        assert_int_equal(receipt.code[0] != 0, i < MOST_ASIDE);
    }
    /* Each that had a receipt is there, and gets it again. */
    assert_int_equal(EVENTS(attempt, "fork"), MOST_ASIDE);
    const struct save again = {attempt, 1,           99,
                               "f7",    typed_of(A), T0 + MINUTES(1)};
    assert_int_equal(answer_save(&house, arena, &again, &receipt), OK);
    assert_int_equal(receipt.saved, FORKED);
    assert_true(receipt.code[0] != 0);
    assert_int_equal(save_as(attempt, 1, 0, "good", B, T0 + MINUTES(2)).saved,
                     SAVED);
}

/* ---- the deadline
 * ------------------------------------------------------------ */

static void arrival_on_the_servers_clock_decides(void **state)
{
    int64_t attempt = anew(), end = T0 + MINUTES(30);

    (void)state;
    assert_int_equal(save_as(attempt, 1, 0, "in", A, end - 1).saved, SAVED);
    assert_int_equal(save_as(attempt, 1, 1, "at", B, end).saved, LATE);
    assert_int_equal(save_as(attempt, 1, 1, "after", C, end + 1).saved, LATE);
    assert_int_equal(save_as(attempt, 2, 0, "new", C, end + 1).saved, LATE);
    assert_string_equal(answer_of(attempt, 1), A);
    assert_string_equal(answer_of(attempt, 2), "");
    assert_int_equal(EVENTS(attempt, "late"), 3);
    /* a retry of what was in time gets its receipt, however late it comes */
    struct receipt again = save_as(attempt, 1, 0, "in", A, end + 5000);
    assert_int_equal(again.saved, AGAIN);
    assert_int_equal(again.at, end - 1);
    assert_int_equal(answer_flag(&house, arena, attempt, 1, true, end),
                     CONFLICT);
}

static void what_arrived_in_time_is_kept_until_the_grace_is_over(void **state)
{
    int64_t attempt = anew(), end = T0 + MINUTES(30);
    size_t closed;

    (void)state;
    assert_int_equal(
        deadlines_step(&house, end + DEADLINE_GRACE_MS - 1, &closed), OK);
    assert_int_equal(ASKED("SELECT state = 'open' FROM attempt WHERE id = %lld",
                           (long long)attempt),
                     1);
    assert_int_equal(save_as(attempt, 1, 0, "slow", A, end - 1).saved, SAVED);
    assert_int_equal(deadlines_step(&house, end + DEADLINE_GRACE_MS, &closed),
                     OK);
    assert_true(closed >= 1);
    assert_int_equal(
        ASKED("SELECT sealed_at FROM attempt WHERE id = %lld AND state = "
              "'sealed' AND sealed_by = 'deadline'",
              (long long)attempt),
        end);
    assert_int_equal(save_as(attempt, 1, 1, "sealed", B, end - 1).saved, LATE);
    assert_string_equal(answer_of(attempt, 1), A);
}

static void
down_across_the_deadline_it_is_closed_as_of_the_deadline(void **state)
{
    int64_t attempt = anew();
    size_t closed;

    (void)state;
    save_as(attempt, 1, 0, "x", A, T0 + 1);
    assert_int_equal(deadlines_step(&house, T0 + MINUTES(60 * 24), &closed),
                     OK);
    assert_int_equal(ASKED("SELECT sealed_at FROM attempt WHERE id = %lld",
                           (long long)attempt),
                     T0 + MINUTES(30));
    assert_string_equal(answer_of(attempt, 1), A);
    assert_int_equal(ASKED("SELECT COUNT(*) FROM grading WHERE attempt = %lld",
                           (long long)attempt),
                     1);
}

static void
handing_in_after_the_deadline_counts_as_of_the_deadline(void **state)
{
    int64_t attempt = anew();

    (void)state;
    assert_int_equal(attempt_hand_in(&house, attempt, T0 + MINUTES(31)), OK);
    assert_string_equal(
        told(arena_print(arena,
                         "SELECT sealed_by || sealed_at FROM attempt WHERE id "
                         "= %lld",
                         (long long)attempt)),
        arena_print(arena, "deadline%lld", (long long)(T0 + MINUTES(30))));
}

static void
what_ran_out_while_the_clock_was_unsure_waits_for_a_person(void **state)
{
    int64_t attempt = anew(),
            later = start_at(sitting, next_person++, T0 + MINUTES(20));
    size_t closed;

    (void)state;
    /* started again at T0 + 40 min, nobody knows whether that is true */
    house.unsure_before = T0 + MINUTES(40);
    assert_int_equal(deadlines_step(&house, T0 + MINUTES(55), &closed), OK);
    assert_int_equal(ASKED("SELECT state = 'open' FROM attempt WHERE id = %lld",
                           (long long)attempt),
                     1);
    assert_int_equal(ASKED("SELECT sealed_at FROM attempt WHERE id = %lld",
                           (long long)later),
                     T0 + MINUTES(50));
    house.unsure_before = 0; /* --trust-clock */
    assert_int_equal(deadlines_step(&house, T0 + MINUTES(56), &closed), OK);
    assert_int_equal(ASKED("SELECT sealed_at FROM attempt WHERE id = %lld",
                           (long long)attempt),
                     T0 + MINUTES(30));
}

/* ---- handing in
 * ---------------------------------------------------------------- */

struct act {
    int64_t attempt;
    bool hands_in;
    int number;
    enum status status;
    enum saved saved;
};

static void *act(void *arg)
{
    struct act *a = arg;

    if (a->hands_in) {
        a->status = attempt_hand_in(&house, a->attempt, T0 + 1000);
        return NULL;
    }
    struct arena *mine = arena_new();
    struct tree_maker typed = tree_map(mine);
    struct receipt receipt = {0};
    tree_put(&typed, "answer", tree_of_text("a"));
    const struct save save = {
        a->attempt,        1 + a->number % 3,
        a->number / 3,     arena_print(mine, "s%d", a->number),
        tree_done(&typed), T0 + 999};
    a->status = answer_save(&house, mine, &save, &receipt);
    a->saved = receipt.saved;
    arena_free(mine);
    return NULL;
}

static void handing_in_twenty_times_among_saves_is_one_submission(void **state)
{
    int64_t attempt = anew();
    struct act all[40];
    int in = 0, saved = 0;
    size_t done;

    (void)state;
    for (int i = 0; i < 40; i++)
        all[i] = (struct act){attempt, i % 2, i / 2, OK, SAVED};
    crowd(40, act, all, sizeof *all);
    for (int i = 0; i < 40; i++) {
        if (all[i].hands_in) {
            assert_true(all[i].status == OK || all[i].status == CONFLICT);
            in += all[i].status == OK;
        } else {
            assert_int_equal(all[i].status, OK);
            saved += all[i].saved == SAVED;
        }
    }
    assert_int_equal(in, 1);
    assert_int_equal(EVENTS(attempt, "save"), saved);
    assert_int_equal(EVENTS(attempt, "save") + EVENTS(attempt, "fork") +
                         EVENTS(attempt, "late"),
                     20);
    for (done = 1; done;)
        assert_int_equal(grading_step(&house, T0 + 2000, &done), OK);
    assert_int_equal(ASKED("SELECT COUNT(*) FROM result WHERE attempt = %lld",
                           (long long)attempt),
                     1);
    assert_int_equal(attempt_hand_in(&house, attempt, T0 + 3000), CONFLICT);
    assert_int_equal(save_as(attempt, 1, 0, "post", C, T0 + 3000).saved, LATE);
}

/* ---- what the database itself holds to
 * ----------------------------------------- */

static void the_database_knows_the_states_of_an_attempt(void **state)
{
    static const char *const wrong[] = {
        "UPDATE attempt SET state = 'paused'",
        "UPDATE attempt SET state = 'sealed', sealed_at = NULL",
        "UPDATE attempt SET state = 'open', sealed_at = 5",
        "UPDATE attempt SET sealed_by = 'nobody'",
        "INSERT INTO attempt (id, sitting, candidate, person, number, seed, "
        "paper, started_at, ends_at, state) SELECT id + 1, sitting, candidate, "
        "person, number, seed, paper, started_at, ends_at, 'open' FROM attempt",
        "INSERT INTO answer_event (id, attempt, slot, kind, revision, base, "
        "save_id, digest, receipt, at) VALUES (1, 1, 1, 'edit', 1, 0, '', '', "
        "'', 0)",
    };

    (void)state;
    anew();
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_int_equal(sqlite3_exec(raw, wrong[i], NULL, NULL, NULL),
                         SQLITE_CONSTRAINT);
}

/* What happened is appended: no statement of the program edits it. */
static void no_statement_changes_an_answer_or_a_result(void **state)
{
    static const char *const tables[] = {"answer_event", "result"};

    (void)state;
    for (size_t i = 0; i < SQL__COUNT; i++)
        for (size_t k = 0; k < 2; k++) {
            assert_null(strstr(sql_text_sqlite[i],
                               arena_print(arena, "UPDATE %s", tables[k])));
            /* What never counted may go: of a case that does not stand. */
            if (strstr(sql_text_sqlite[i],
                       arena_print(arena, "DELETE FROM %s", tables[k]))) {
                assert_int_equal(i, SQL_REGRADE_STAGED_REMOVE);
                assert_int_equal(k, 1);
                assert_non_null(strstr(sql_text_sqlite[i], "g.stands = 0"));
            }
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_save_is_kept_with_revision_receipt_and_moment),
        cmocka_unit_test(the_same_save_twenty_times_at_once_is_one_row),
        cmocka_unit_test(
            twenty_different_saves_from_one_base_are_one_save_and_forks),
        cmocka_unit_test(the_same_id_with_another_body_is_a_new_save),
        cmocka_unit_test(a_stale_base_is_kept_beside_and_the_candidate_chooses),
        cmocka_unit_test(a_base_nobody_gave_out_is_a_fork_too),
        cmocka_unit_test(a_retry_never_hides_what_was_saved_after_it),
        cmocka_unit_test(clearing_an_answer_is_a_save_like_any_other),
        cmocka_unit_test(slots_do_not_see_each_other),
        cmocka_unit_test(a_flag_is_no_answer_and_can_be_taken_back),
        cmocka_unit_test(what_stands_follows_revisions_and_not_ids),
        cmocka_unit_test(a_long_history_stays_readable),
        cmocka_unit_test(
            whoever_plays_with_forks_is_stopped_but_can_still_save),
        cmocka_unit_test(arrival_on_the_servers_clock_decides),
        cmocka_unit_test(what_arrived_in_time_is_kept_until_the_grace_is_over),
        cmocka_unit_test(
            down_across_the_deadline_it_is_closed_as_of_the_deadline),
        cmocka_unit_test(
            handing_in_after_the_deadline_counts_as_of_the_deadline),
        cmocka_unit_test(
            what_ran_out_while_the_clock_was_unsure_waits_for_a_person),
        cmocka_unit_test(handing_in_twenty_times_among_saves_is_one_submission),
        cmocka_unit_test(the_database_knows_the_states_of_an_attempt),
        cmocka_unit_test(no_statement_changes_an_answer_or_a_result),
    };

    return cmocka_run_group_tests(tests, begin, world_end);
}
