#include "tests/domain/exam_world.h"

#include "store/tests.h"

/* Half an hour, once or twice; the sitting is open for an hour. */
static int64_t once, twice;

static int begin(void **state)
{
    static const char slots[] =
        "{\"bank\":\"b\",\"topic\":\"luat\",\"count\":3,\"points\":1}";

    if (world_begin(state))
        return 1;
    once = make_sitting(publish_test(definition(slots, "")), 60);
    twice =
        make_sitting(publish_test(definition(slots, ",\"attempts\":2")), 60);
    return 0;
}

static enum admission try_at(int64_t sitting, int64_t person, bool confirmed,
                             int64_t now, int64_t *attempt)
{
    enum admission admission;

    assert_int_equal(attempt_start(&house, arena, sitting, person, confirmed,
                                   now, &admission, attempt),
                     OK);
    assert_true((admission == ADMITTED) == (*attempt != 0));
    return admission;
}

#define ATTEMPTS(sitting, n)                                                   \
    ASKED("SELECT COUNT(*) FROM attempt WHERE sitting = %lld AND person = "    \
          "%lld",                                                              \
          (long long)(sitting), (long long)person_ids[n])

static void nobody_starts_before_or_after_uncalled_or_unconfirmed(void **state)
{
    int64_t attempt, who = person_ids[0];

    (void)state;
    assert_int_equal(try_at(once, who, true, T0 - 1, &attempt), NOT_OPEN_YET);
    assert_int_equal(try_at(once, who, true, T0 + MINUTES(60), &attempt),
                     CLOSED);
    assert_int_equal(try_at(once, 4711, true, T0, &attempt), NOT_CALLED);
    assert_int_equal(try_at(once, who, false, T0, &attempt), NOT_CONFIRMED);
    assert_int_equal(ATTEMPTS(once, 0), 0);
    assert_int_equal(try_at(once, who, true, T0, &attempt), ADMITTED);
}

static void the_deadline_is_the_limit_but_never_after_the_sitting(void **state)
{
    (void)state;
    assert_int_equal(ASKED("SELECT ends_at FROM attempt WHERE id = %lld",
                           (long long)start_at(once, 1, T0 + 7)),
                     T0 + 7 + MINUTES(30));
    assert_int_equal(ASKED("SELECT ends_at FROM attempt WHERE id = %lld",
                           (long long)start_at(once, 2, T0 + MINUTES(50))),
                     T0 + MINUTES(60));
}

struct starter {
    int64_t sitting, person, now, attempt;
    enum admission admission;
    enum status status;
};

static void *start_one(void *arg)
{
    struct starter *s = arg;
    struct arena *mine = arena_new();

    s->status = attempt_start(&house, mine, s->sitting, s->person, true, s->now,
                              &s->admission, &s->attempt);
    arena_free(mine);
    return NULL;
}

static void twenty_clicks_at_once_start_one_attempt(void **state)
{
    struct starter all[20];

    (void)state;
    for (int i = 0; i < 20; i++)
        all[i] = (struct starter){
            .sitting = twice, .person = person_ids[3], .now = T0 + i};
    crowd(20, start_one, all, sizeof *all);
    for (int i = 0; i < 20; i++) {
        assert_int_equal(all[i].status, OK);
        assert_int_equal(all[i].admission, ADMITTED);
        assert_int_equal(all[i].attempt, all[0].attempt);
    }
    assert_int_equal(ATTEMPTS(twice, 3), 1);
}

static void *start_and_hand_in(void *arg)
{
    struct starter *s = arg;

    for (int i = 0; i < 3; i++) {
        start_one(arg);
        if (s->status == OK && s->attempt)
            s->status = attempt_hand_in(&house, s->attempt, s->now + 1);
    }
    return NULL;
}

/* Whoever was admitted before the other handed in must not start behind it. */
static void the_number_of_attempts_holds_against_any_race(void **state)
{
    struct starter all[32];

    (void)state;
    for (int round = 10; round < 14; round++) {
        for (int i = 0; i < 32; i++)
            all[i] = (struct starter){.sitting = round % 2 ? once : twice,
                                      .person = person_ids[round],
                                      .now = T0 + i};
        crowd(32, start_and_hand_in, all, sizeof *all);
        for (int i = 0; i < 32; i++)
            assert_true(all[i].status == OK || all[i].status == CONFLICT);
        assert_int_equal(ATTEMPTS(round % 2 ? once : twice, round),
                         round % 2 ? 1 : 2);
    }
}

/* Within the writer: waits until the other has been admitted and queued behind
   it, then starts and hands in for the same candidate. */
static enum status overtake(struct db *tx, void *arg)
{
    struct attempt *attempt = arg;

    usleep(300000);
    TRY(attempt_add(tx, arena, attempt));
    return attempt_seal(tx, arena, attempt->id, T0 + 5, "candidate");
}

static void *start_soon(void *arg)
{
    usleep(50000); /* when the writer is taken */
    return start_one(arg);
}

static void who_was_overtaken_after_being_admitted_does_not_start(void **state)
{
    struct starter late = {
        .sitting = once, .person = person_ids[20], .now = T0};
    const struct candidate *candidate;
    pthread_t thread;

    (void)state;
    assert_int_equal(candidate_find_by_person(house.db, arena, once,
                                              person_ids[20], &candidate),
                     OK);
    struct attempt first = {.id = id_new(),
                            .sitting = once,
                            .candidate = candidate->id,
                            .person = person_ids[20],
                            .number = 1,
                            .seed = "another seed of some length, as ever",
                            .paper = "{\"slots\":[]}",
                            .started_at = T0,
                            .ends_at = T0 + MINUTES(30)};
    pthread_create(&thread, NULL, start_soon, &late);
    assert_int_equal(db_write(house.db, overtake, &first), OK);
    pthread_join(thread, NULL);
    assert_int_equal(late.status, OK);
    assert_int_equal(late.admission, NO_ATTEMPT_LEFT);
    assert_int_equal(late.attempt, 0);
    assert_int_equal(ATTEMPTS(once, 20), 1);
}

static void a_second_attempt_needs_the_first_handed_in_and_leave(void **state)
{
    int64_t first = start_at(twice, 4, T0), again;

    (void)state;
    assert_int_equal(try_at(twice, person_ids[4], true, T0 + 1, &again),
                     ADMITTED);
    assert_int_equal(again, first);
    assert_int_equal(attempt_hand_in(&house, first, T0 + 2), OK);
    int64_t second = start_at(twice, 4, T0 + 3);
    assert_int_not_equal(second, first);
    assert_int_equal(
        ASKED("SELECT number FROM attempt WHERE id = %lld", (long long)second),
        2);
    assert_int_equal(attempt_hand_in(&house, second, T0 + 4), OK);
    assert_int_equal(try_at(twice, person_ids[4], true, T0 + 5, &again),
                     NO_ATTEMPT_LEFT);
}

/* ---- which attempt counts ------------------------------------------------ */

struct scored {
    int64_t attempt, sitting, person;
    double percent;
    const char *state;
};

static enum status add_scored(struct db *tx, void *arg)
{
    const struct scored *s = arg;

    return result_add(tx, arena,
                      &(struct result){.id = id_new(),
                                       .attempt = s->attempt,
                                       .sitting = s->sitting,
                                       .person = s->person,
                                       .sequence = 1,
                                       .state = s->state,
                                       .points = s->percent / 10,
                                       .max_points = 10,
                                       .percent = s->percent,
                                       .pass_percent = 50,
                                       .passed = s->percent >= 50,
                                       .slots = 3,
                                       .outcomes = "[]",
                                       .runtime = "r",
                                       .graded_at = T0});
}

/* One attempt more, handed in with this score; the number of the attempt that
   counts then. */
static int64_t counts_after(int64_t sitting, int person, int64_t now,
                            double percent, const char *state)
{
    struct scored s = {start_at(sitting, person, now), sitting,
                       person_ids[person], percent, state};

    assert_int_equal(attempt_hand_in(&house, s.attempt, now + 1), OK);
    assert_int_equal(db_write(house.db, add_scored, &s), OK);
    return ASKED("SELECT attempt_number FROM score WHERE sitting = %lld AND "
                 "person = %lld",
                 (long long)sitting, (long long)person_ids[person]);
}

static int64_t sitting_of_three(const char *rule)
{
    static const char slots[] =
        "{\"bank\":\"b\",\"topic\":\"luat\",\"count\":3,\"points\":1}";

    return make_sitting(
        publish_test(
            definition(slots, arena_print(arena, ",\"attempts\":3%s", rule))),
        60);
}

static void the_last_attempt_handed_in_counts_unless_told(void **state)
{
    int64_t sitting = sitting_of_three("");

    (void)state;
    assert_int_equal(counts_after(sitting, 7, T0, 80, "graded"), 1);
    assert_int_equal(counts_after(sitting, 7, T0 + 10, 30, "graded"), 2);
    assert_int_equal(counts_after(sitting, 7, T0 + 20, 0, "held"), 3);
}

static void the_best_attempt_counts_where_the_test_says_so(void **state)
{
    int64_t sitting = sitting_of_three(",\"counts\":\"best\"");

    (void)state;
    assert_int_equal(counts_after(sitting, 8, T0, 30, "graded"), 1);
    assert_int_equal(counts_after(sitting, 8, T0 + 10, 80, "graded"), 2);
    assert_int_equal(counts_after(sitting, 8, T0 + 20, 80, "graded"), 2);
    assert_int_equal(counts_after(sitting, 9, T0, 30, "graded"), 1);
    assert_int_equal(counts_after(sitting, 9, T0 + 10, 90, "held"), 1);
}

static void an_open_attempt_hides_no_score(void **state)
{
    int64_t sitting = sitting_of_three("");

    (void)state;
    assert_int_equal(counts_after(sitting, 10, T0, 80, "graded"), 1);
    start_at(sitting, 10, T0 + 10);
    assert_int_equal(ASKED("SELECT COUNT(*) FROM score WHERE sitting = %lld "
                           "AND person = %lld AND standing = 'passed'",
                           (long long)sitting, (long long)person_ids[10]),
                     1);
}

static void between_two_attempts_there_is_the_wait_of_the_test(void **state)
{
    int64_t sitting = sitting_of_three(",\"wait\":10"), again;
    int64_t first = start_at(sitting, 11, T0);

    (void)state;
    assert_int_equal(attempt_hand_in(&house, first, T0 + 5), OK);
    assert_int_equal(
        try_at(sitting, person_ids[11], true, T0 + 4 + MINUTES(10), &again),
        TOO_SOON);
    assert_int_equal(
        try_at(sitting, person_ids[11], true, T0 + 5 + MINUTES(10), &again),
        ADMITTED);
    /* A wait that ends when the sitting does leaves nothing to wait for. */
    int64_t late = start_at(sitting, 12, T0 + MINUTES(45));
    assert_int_equal(attempt_hand_in(&house, late, T0 + MINUTES(50)), OK);
    assert_int_equal(
        try_at(sitting, person_ids[12], true, T0 + MINUTES(51), &again),
        NO_ATTEMPT_LEFT);
}

static void
an_attempt_goes_on_after_the_sitting_has_closed_its_door(void **state)
{
    int64_t first = start_at(once, 5, T0 + MINUTES(59)), again;

    (void)state;
    assert_int_equal(
        try_at(once, person_ids[5], true, T0 + MINUTES(60) + 1, &again),
        ADMITTED);
    assert_int_equal(again, first);
}

static void who_is_excused_does_not_start_and_is_no_zero(void **state)
{
    const struct candidate *candidate;
    int64_t attempt;

    (void)state;
    assert_int_equal(candidate_find_by_person(house.db, arena, once,
                                              person_ids[6], &candidate),
                     OK);
    assert_int_equal(candidate_mark_as(&house, arena, candidate->id, "excused",
                                       "", person_ids[0], T0),
                     INVALID);
    assert_int_equal(candidate_mark_as(&house, arena, candidate->id, "zero",
                                       "so", person_ids[0], T0),
                     INVALID);
    assert_int_equal(candidate_mark_as(&house, arena, candidate->id, "excused",
                                       "Ốm", person_ids[0], T0),
                     OK);
    assert_int_equal(try_at(once, person_ids[6], true, T0, &attempt),
                     HAS_STATE);
    assert_int_equal(candidate_mark_as(&house, arena, candidate->id, "called",
                                       NULL, person_ids[0], T0),
                     OK);
    assert_int_equal(try_at(once, person_ids[6], true, T0, &attempt), ADMITTED);
    assert_int_equal(candidate_mark_as(&house, arena, candidate->id, "absent",
                                       "Vắng", person_ids[0], T0),
                     CONFLICT);
    assert_int_equal(ASKED("SELECT COUNT(*) FROM result WHERE person = %lld",
                           (long long)person_ids[6]),
                     0);
}

static void two_candidates_have_seeds_of_their_own(void **state)
{
    (void)state;
    start_at(once, 7, T0);
    start_at(once, 8, T0);
    assert_int_equal(
        ASKED("SELECT COUNT(*) - COUNT(DISTINCT seed) FROM attempt"), 0);
    assert_int_equal(ASKED("SELECT COUNT(*) FROM attempt WHERE length(seed) < "
                           "32"),
                     0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nobody_starts_before_or_after_uncalled_or_unconfirmed),
        cmocka_unit_test(the_deadline_is_the_limit_but_never_after_the_sitting),
        cmocka_unit_test(twenty_clicks_at_once_start_one_attempt),
        cmocka_unit_test(the_number_of_attempts_holds_against_any_race),
        cmocka_unit_test(who_was_overtaken_after_being_admitted_does_not_start),
        cmocka_unit_test(a_second_attempt_needs_the_first_handed_in_and_leave),
        cmocka_unit_test(
            an_attempt_goes_on_after_the_sitting_has_closed_its_door),
        cmocka_unit_test(the_last_attempt_handed_in_counts_unless_told),
        cmocka_unit_test(the_best_attempt_counts_where_the_test_says_so),
        cmocka_unit_test(an_open_attempt_hides_no_score),
        cmocka_unit_test(between_two_attempts_there_is_the_wait_of_the_test),
        cmocka_unit_test(who_is_excused_does_not_start_and_is_no_zero),
        cmocka_unit_test(two_candidates_have_seeds_of_their_own),
    };

    return cmocka_run_group_tests(tests, begin, world_end);
}
