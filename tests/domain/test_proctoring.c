#include "tests/domain/exam_world.h"

#include "domain/accommodations.h"
#include "domain/outages.h"
#include "domain/presence.h"
#include "domain/proctoring.h"

enum { AN, DUC, HOA, NURSE };
#define M MINUTES(1)
#define LIMIT MINUTES(30)
#define HOUR MINUTES(60)

static int64_t id, opens, test_id;

static int64_t candidate_of(int person)
{
    const struct candidate *candidate;

    assert_int_equal(candidate_find_by_person(house.db, arena, id,
                                              person_ids[person], &candidate),
                     OK);
    return candidate->id;
}

static const struct candidate *candidate_now(int person)
{
    const struct candidate *candidate;

    assert_int_equal(candidate_find_by_person(house.db, arena, id,
                                              person_ids[person], &candidate),
                     OK);
    return candidate;
}

static const struct sitting *sitting_now(void)
{
    const struct sitting *sitting;

    assert_int_equal(sitting_find(house.db, arena, id, &sitting), OK);
    return sitting;
}

/* A sitting of one hour with everybody of the department. */
static void schedule(void)
{
    opens = T0;
    id = make_sitting(test_id, 60);
}

static int64_t start(int person, int64_t now, enum admission *admission)
{
    int64_t attempt;

    assert_int_equal(attempt_start(&house, arena, id, person_ids[person], true,
                                   now, admission, &attempt),
                     OK);
    return attempt;
}

static int64_t begun(int person, int64_t now)
{
    return start_at(id, person, now);
}

static const struct attempt *attempt_now(int64_t attempt)
{
    const struct attempt *a;

    assert_int_equal(attempt_find(house.db, arena, attempt, &a), OK);
    return a;
}

static struct deed_in_room deed(int person, const char *why, int64_t now)
{
    return (struct deed_in_room){
        .whom = {.sitting = id,
                 .candidate = person < 0 ? 0 : candidate_of(person)},
        .words = why,
        .by = ORGANISER,
        .now = now,
    };
}

static enum saved saved_at(int64_t attempt, const char *save_id, int64_t base,
                           int64_t now, int64_t *left)
{
    struct receipt receipt =
        save_as(attempt, 1, base, save_id, "{\"choice\":\"a\"}", now);

    if (left)
        *left = receipt.left;
    return receipt.saved;
}

static size_t closed_by(int64_t now)
{
    size_t closed;

    assert_int_equal(deadlines_step(&house, now, &closed), OK);
    return closed;
}

/* ---- time ----------------------------------------------------------------*/

static void a_pause_stops_the_clock_and_what_was_left_is_left(void **state)
{
    (void)state;
    schedule();
    int64_t attempt = begun(AN, opens), left;
    struct deed_in_room d = deed(AN, "Mất điện", opens + 20 * M);
    assert_int_equal(room_pause(&house, arena, &d), OK);
    assert_int_equal(room_pause(&house, arena, &d), CONFLICT);

    /* Typed before the page knew: kept, and no time is lost. */
    assert_int_equal(saved_at(attempt, "s1", 0, opens + 40 * M, &left), SAVED);
    assert_int_equal(left, 10 * M);
    assert_int_equal(closed_by(opens + 3 * HOUR), 0);

    /* Others see no key while somebody may go on. */
    int64_t last;
    assert_int_equal(test_last_closing_find(house.db, arena, test_id, &last),
                     OK);
    assert_true(last > opens + MINUTES(60 * 24 * 1000));

    d.now = opens + 70 * M;
    assert_int_equal(room_resume(&house, arena, &d), OK);
    assert_int_equal(attempt_now(attempt)->ends_at, opens + 80 * M);
    assert_int_equal(sitting_now()->over_at, opens + 80 * M);
    assert_int_equal(sitting_now()->closes_at, opens + 60 * M);
    assert_int_equal(saved_at(attempt, "s2", 1, opens + 79 * M, &left), SAVED);
    assert_int_equal(left, M);
    assert_int_equal(closed_by(opens + 81 * M), 1);
    assert_int_equal(attempt_now(attempt)->sealed_at, opens + 80 * M);
    assert_int_equal(room_resume(&house, arena, &d), CONFLICT);
}

static void more_time_for_one_a_room_or_all(void **state)
{
    (void)state;
    schedule();
    int64_t an = begun(AN, opens), duc = begun(DUC, opens);
    struct deed_in_room d = deed(AN, "Đổi máy", opens + M);
    assert_int_equal(room_extend(&house, arena, &d, 7 * M), OK);
    assert_int_equal(attempt_now(an)->ends_at, opens + LIMIT + 7 * M);
    assert_int_equal(attempt_now(duc)->ends_at, opens + LIMIT);

    const struct room room = {.sitting = id, .name = "P101", .seats = 3};
    const struct room *rooms;
    size_t count;
    assert_int_equal(room_open(&house, arena, &room, ORGANISER, opens), OK);
    assert_int_equal(room_list(house.db, arena, id, &rooms, &count), OK);
    struct deed_in_room to = deed(DUC, NULL, opens + 2 * M);
    assert_int_equal(room_move(&house, arena, &to, rooms[0].id, "05"), OK);
    d.whom = (struct whom){.sitting = id, .room = rooms[0].id};
    assert_int_equal(room_extend(&house, arena, &d, 10 * M), OK);
    assert_int_equal(attempt_now(an)->ends_at, opens + LIMIT + 7 * M);
    assert_int_equal(attempt_now(duc)->ends_at, opens + LIMIT + 10 * M);

    d.whom = (struct whom){.sitting = id};
    assert_int_equal(room_extend(&house, arena, &d, 60 * M), OK);
    assert_int_equal(attempt_now(an)->ends_at, opens + LIMIT + 67 * M);
    assert_int_equal(sitting_now()->closes_at, opens + 120 * M);
    /* Whoever begins late gets the longer window too. */
    int64_t hoa = begun(HOA, opens + 90 * M);
    assert_int_equal(attempt_now(hoa)->ends_at, opens + 90 * M + LIMIT);
}

static void deeds_without_a_reason_or_an_object_are_refused(void **state)
{
    (void)state;
    schedule();
    struct deed_in_room d = deed(AN, "", opens);
    assert_int_equal(room_pause(&house, arena, &d), INVALID);
    assert_int_equal(room_extend(&house, arena, &d, 5 * M), INVALID);
    assert_int_equal(room_end(&house, arena, &d), INVALID);
    d.words = "Vì";
    assert_int_equal(room_pause(&house, arena, &d), CONFLICT);
    assert_int_equal(room_extend(&house, arena, &d, 5 * M), CONFLICT);
    assert_int_equal(room_extend(&house, arena, &d, 241 * M), INVALID);
    assert_int_equal(room_extend(&house, arena, &d, -5 * M), INVALID);
    assert_int_equal(room_end(&house, arena, &d), CONFLICT);
    int64_t other = d.whom.candidate;
    schedule();
    d.whom = (struct whom){.sitting = id, .candidate = other};
    assert_int_equal(room_note(&house, arena, &d), MISSING);
}

/* ---- closing -------------------------------------------------------------*/

static void a_suspended_person_has_a_state_and_no_more_time(void **state)
{
    enum admission admission;

    (void)state;
    schedule();
    int64_t attempt = begun(AN, opens);
    struct deed_in_room d = deed(AN, "Dùng tài liệu", opens + 5 * M);
    assert_int_equal(room_suspend(&house, arena, &d), OK);
    assert_string_equal(attempt_now(attempt)->sealed_by, "proctor");
    assert_int_equal(attempt_now(attempt)->sealed_at, opens + 5 * M);
    assert_string_equal(candidate_now(AN)->state, "suspended");
    assert_string_equal(candidate_now(AN)->reason, "Dùng tài liệu");
    assert_int_equal(saved_at(attempt, "x", 0, opens + 6 * M, NULL), LATE);
    assert_int_equal(start(AN, opens + 7 * M, &admission), 0);
    assert_int_equal(admission, HAS_STATE);
    assert_int_equal(room_suspend(&house, arena, &d), CONFLICT);
}

static void ending_after_the_deadline_is_as_of_the_deadline(void **state)
{
    (void)state;
    schedule();
    int64_t attempt = begun(AN, opens);
    struct deed_in_room d = deed(AN, "Nộp hộ", opens + 50 * M);
    assert_int_equal(room_end(&house, arena, &d), OK);
    assert_string_equal(attempt_now(attempt)->sealed_by, "deadline");
    assert_int_equal(attempt_now(attempt)->sealed_at, opens + LIMIT);
}

static void nobody_waits_for_the_page_of_a_closed_paper(void **state)
{
    (void)state;
    schedule();
    int64_t ended = begun(AN, opens), handed_in = begun(DUC, opens),
            ran_out = begun(HOA, opens);
    const int64_t all[] = {ended, handed_in, ran_out};
    for (size_t i = 0; i < 3; i++) {
        presence_heard(all[i], opens);
        assert_int_equal(presence_of(all[i], opens).heard_at, opens);
    }
    struct deed_in_room d = deed(AN, "Nộp hộ", opens + M);
    assert_int_equal(room_end(&house, arena, &d), OK);
    assert_int_equal(attempt_hand_in(&house, handed_in, opens + M), OK);
    assert_true(closed_by(opens + LIMIT + M) >= 1);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(presence_of(all[i], opens).heard_at, 0);
}

/* ---- the door of the room ------------------------------------------------*/

static void nobody_starts_before_two_have_opened_and_one_let_them_in(void **s)
{
    enum admission admission;

    (void)s;
    schedule();
    assert_int_equal(sitting_rules_set(
                         &house, arena, id,
                         &(struct room_rules){.admits = true, .two_open = true},
                         ORGANISER, T0),
                     OK);
    assert_int_equal(start(AN, opens, &admission), 0);
    assert_int_equal(admission, NOT_OPENED);
    struct deed_in_room d = deed(AN, NULL, opens);
    assert_int_equal(room_open_sitting(&house, arena, &d), OK);
    assert_int_equal(room_open_sitting(&house, arena, &d), CONFLICT);
    assert_int_equal(start(AN, opens, &admission), 0);
    assert_int_equal(admission, NOT_OPENED);
    d.by = SECOND;
    assert_int_equal(room_open_sitting(&house, arena, &d), OK);
    assert_int_equal(start(AN, opens, &admission), 0);
    assert_int_equal(admission, NOT_LET_IN);
    assert_int_equal(room_admit(&house, arena, &d, "passport"), INVALID);
    assert_int_equal(room_admit(&house, arena, &d, "vneid"), OK);
    assert_int_equal(room_admit(&house, arena, &d, "card"), CONFLICT);
    assert_string_equal(candidate_now(AN)->shown, "vneid");
    assert_true(begun(AN, opens + M));
    assert_int_equal(sitting_rules_set(&house, arena, id,
                                       &(struct room_rules){0}, ORGANISER,
                                       opens + M),
                     CONFLICT);
}

static void seats_are_given_in_the_order_of_numbers(void **state)
{
    const struct room *rooms;
    size_t count, seated, left;

    (void)state;
    schedule();
    const struct room big = {.sitting = id, .name = "P2", .seats = 2},
                      small = {.sitting = id, .name = "P1", .seats = 3};
    assert_int_equal(room_open(&house, arena, &big, ORGANISER, opens), OK);
    assert_int_equal(room_open(&house, arena, &big, ORGANISER, opens),
                     CONFLICT);
    assert_int_equal(room_open(&house, arena, &small, ORGANISER, opens), OK);
    assert_int_equal(room_list(house.db, arena, id, &rooms, &count), OK);
    assert_int_equal(count, 2);
    /* One seat is given by hand; nobody else gets it. */
    struct deed_in_room d = deed(NURSE, NULL, opens);
    assert_int_equal(room_move(&house, arena, &d, rooms[0].id, "01"), OK);
    assert_int_equal(
        seats_fill(&house, arena, id, ORGANISER, opens, &seated, &left), OK);
    assert_int_equal(seated, 4);
    assert_int_equal(left, PEOPLE - 5);
    const struct seat *seats;
    assert_int_equal(
        seat_list(house.db, arena, id, rooms[0].id, 0, 10, &seats, &count), OK);
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(seats[i].seat, seats[k].seat);
    d = deed(AN, NULL, opens);
    int64_t full =
        candidate_now(AN)->room == rooms[0].id ? rooms[1].id : rooms[0].id;
    assert_int_equal(room_move(&house, arena, &d, full, NULL), CONFLICT);
    assert_int_equal(
        room_close(&house, arena, id, rooms[0].id, ORGANISER, opens), CONFLICT);
}

static void a_call_waits_until_somebody_came(void **state)
{
    const struct seat *seats;
    size_t count;

    (void)state;
    schedule();
    struct deed_in_room d = deed(AN, NULL, opens);
    assert_int_equal(room_answer(&house, arena, &d), CONFLICT);
    assert_int_equal(room_call(&house, arena, &d), OK);
    assert_int_equal(room_call(&house, arena, &d), CONFLICT);
    assert_int_equal(seat_list(house.db, arena, id, 0, 0, 50, &seats, &count),
                     OK);
    size_t calling = 0;
    for (size_t i = 0; i < count; i++)
        calling += seats[i].calls && seats[i].person == person_ids[AN];
    assert_int_equal(calling, 1);
    assert_int_equal(room_answer(&house, arena, &d), OK);
    assert_int_equal(room_call(&house, arena, &d), OK);
}

static void who_sits_does_not_watch(void **state)
{
    (void)state;
    schedule();
    assert_int_equal(
        proctor_appoint(&house, arena, id, 0, person_ids[AN], ORGANISER, opens),
        INVALID);
    assert_int_equal(
        proctor_appoint(&house, arena, id, 0, ORGANISER, ORGANISER, opens), OK);
    assert_int_equal(
        proctor_appoint(&house, arena, id, 0, ORGANISER, ORGANISER, opens),
        CONFLICT);
    assert_int_equal(
        proctor_appoint(&house, arena, id, 0, SECOND, ORGANISER, opens),
        DENIED);
    const struct watched *list;
    size_t count;
    assert_int_equal(watched_list(house.db, arena, ORGANISER, &list, &count),
                     OK);
    assert_true(count >= 1);
}

/* ---- outages -------------------------------------------------------------*/

static void an_outage_is_noted_where_somebody_waited_and_given_once(void **s)
{
    struct room_event outage;
    size_t sittings;

    (void)s;
    schedule();
    begun(AN, opens);
    int64_t idle = make_sitting(test_id, 60);
    outage_beat(&house, opens + 10 * M);
    /* A restart in a few seconds is no outage. */
    assert_int_equal(
        outage_note(&house, arena, opens + 10 * M + 9000, &sittings), OK);
    assert_int_equal(sittings, 0);
    assert_int_equal(outage_note(&house, arena, opens + 13 * M, &sittings), OK);
    assert_true(sittings >= 1);
    assert_int_equal(outage_find(house.db, arena, id, &outage), OK);
    assert_int_equal(outage.amount, 3 * M);
    assert_int_equal(outage.touched, 1);
    assert_int_equal(outage_find(house.db, arena, idle, &outage), MISSING);
    struct deed_in_room d = deed(-1, "Bù gián đoạn", opens + 14 * M);
    assert_int_equal(room_extend(&house, arena, &d, outage.amount), OK);
    assert_int_equal(outage_find(house.db, arena, id, &outage), MISSING);
}

static void clocks_stand_still_with_the_server_where_that_was_chosen(void **s)
{
    const struct room_rules rules = {.stands_still = true};
    struct room_event outage;
    size_t sittings, closed;

    (void)s;
    schedule();
    assert_int_equal(
        sitting_rules_set(&house, arena, id, &rules, ORGANISER, T0), OK);
    int64_t an = begun(AN, opens), hoa = begun(HOA, opens + M);
    struct deed_in_room d = deed(HOA, "Mất điện", opens + 5 * M);
    assert_int_equal(room_pause(&house, arena, &d), OK);
    /* Out from five minutes before the end until ten minutes after it. */
    int64_t from = opens + LIMIT - 5 * M, back = opens + LIMIT + 10 * M;
    outage_beat(&house, from);
    assert_int_equal(outage_note(&house, arena, back, &sittings), OK);
    assert_int_equal(attempt_now(an)->ends_at, back + 5 * M);
    assert_int_equal(attempt_now(hoa)->ends_at, opens + M + LIMIT);
    assert_int_equal(sitting_now()->closes_at, opens + HOUR + 15 * M);
    assert_int_equal(outage_find(house.db, arena, id, &outage), MISSING);
    assert_int_equal(deadlines_step(&house, back + 3000, &closed), OK);
    assert_string_equal(attempt_now(an)->state, "open");
    assert_int_equal(ASKED("SELECT COUNT(*) FROM room_event WHERE sitting = "
                           "%lld AND kind = 'extend' AND by IS NULL",
                           (long long)id),
                     1);
}

static void nothing_is_given_alone_by_a_clock_nobody_trusts(void **s)
{
    const struct room_rules rules = {.stands_still = true};
    struct room_event outage;
    size_t sittings;

    (void)s;
    schedule();
    assert_int_equal(
        sitting_rules_set(&house, arena, id, &rules, ORGANISER, T0), OK);
    int64_t an = begun(AN, opens);
    outage_beat(&house, opens + 20 * M);
    house.unsure_before = opens + 21 * M;
    assert_int_equal(outage_note(&house, arena, opens + 21 * M, &sittings), OK);
    house.unsure_before = 0;
    assert_int_equal(attempt_now(an)->ends_at, opens + LIMIT);
    assert_int_equal(outage_find(house.db, arena, id, &outage), OK);
}

/* ---- what people are granted ---------------------------------------------*/

static void granted_time_goes_into_limit_and_window(void **state)
{
    enum accommodation_fault fault;
    struct accommodation a = {.person = person_ids[HOA],
                              .percent = 150,
                              .break_minutes = 10,
                              .larger_text = true,
                              .basis = "QĐ 12/QĐ-SNV",
                              .valid_from = 20260101,
                              .approved_by = ORGANISER,
                              .approved_at = T0};

    (void)state;
    schedule();
    assert_int_equal(sitting_now()->over_at, opens + HOUR);
    assert_int_equal(accommodation_grant(&house, arena, &a, &fault), OK);
    int64_t extra = LIMIT / 2 + 10 * M;
    assert_int_equal(sitting_now()->over_at, opens + HOUR + extra);
    int64_t hoa = begun(HOA, opens);
    assert_int_equal(attempt_now(hoa)->ends_at, opens + LIMIT + extra);
    assert_true(candidate_now(HOA)->larger_text);

    /* Called later: known at once. Begun when others no longer may. */
    schedule();
    assert_int_equal(sitting_now()->over_at, opens + HOUR + extra);
    enum admission admission;
    assert_int_equal(start(AN, opens + 61 * M, &admission), 0);
    assert_int_equal(admission, CLOSED);
    hoa = begun(HOA, opens + 61 * M);
    assert_int_equal(attempt_now(hoa)->ends_at, opens + HOUR + extra);

    const struct accommodation *list;
    size_t count;
    assert_int_equal(
        accommodation_list(house.db, arena, person_ids[HOA], &list, &count),
        OK);
    assert_int_equal(count, 1);
    assert_int_equal(accommodation_stop(&house, arena, person_ids[HOA],
                                        list[0].id, ORGANISER, T0),
                     OK);
    assert_int_equal(accommodation_stop(&house, arena, person_ids[HOA],
                                        list[0].id, ORGANISER, T0),
                     MISSING);
    schedule();
    hoa = begun(HOA, opens);
    assert_int_equal(attempt_now(hoa)->ends_at, opens + LIMIT);
}

static void a_grant_says_what_is_wrong_with_it(void **state)
{
    static const struct {
        struct accommodation one;
        enum accommodation_fault fault;
    } cases[] = {
        {{.percent = 150, .valid_from = 20260101}, GRANT_NO_BASIS},
        {{.percent = 99, .basis = "x", .valid_from = 20260101},
         GRANT_BAD_PERCENT},
        {{.percent = 401, .basis = "x", .valid_from = 20260101},
         GRANT_BAD_PERCENT},
        {{.percent = 100,
          .break_minutes = 241,
          .basis = "x",
          .valid_from = 20260101},
         GRANT_BAD_BREAK},
        {{.percent = 150, .basis = "x"}, GRANT_BAD_DAYS},
        {{.percent = 150,
          .basis = "x",
          .valid_from = 20260102,
          .valid_to = 20260102},
         GRANT_BAD_DAYS},
        {{.percent = 100, .basis = "x", .valid_from = 20260101}, GRANT_NOTHING},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum accommodation_fault fault;
        struct accommodation one = cases[i].one;
        one.person = person_ids[AN];
        one.approved_by = ORGANISER;
        assert_int_equal(accommodation_grant(&house, arena, &one, &fault),
                         INVALID);
        assert_int_equal(fault, cases[i].fault);
    }
}

/* ---- what happened -------------------------------------------------------*/

static void everything_is_in_the_record_newest_first(void **state)
{
    const struct room_event *events;
    size_t count;

    (void)state;
    schedule();
    begun(AN, opens);
    struct deed_in_room d = deed(AN, "Hỏi giờ", opens + M);
    assert_int_equal(room_note(&house, arena, &d), OK);
    d = deed(-1, "Báo cháy", opens + 2 * M);
    assert_int_equal(room_pause(&house, arena, &d), OK);
    struct whom whom = {.sitting = id};
    assert_int_equal(
        room_event_list(house.db, arena, &whom, INT64_MAX, 50, &events, &count),
        OK);
    assert_int_equal(count, 2);
    assert_string_equal(events[0].kind, "pause");
    assert_int_equal(events[0].touched, 1);
    assert_int_equal(events[0].candidate, 0);
    assert_string_equal(events[1].words, "Hỏi giờ");
    assert_string_equal(events[1].candidate_name, "Lê An00");
    /* Of one candidate: theirs, and what concerned all. */
    whom.candidate = candidate_of(DUC);
    assert_int_equal(
        room_event_list(house.db, arena, &whom, INT64_MAX, 50, &events, &count),
        OK);
    assert_int_equal(count, 1);
}

static int begin(void **state)
{
    if (world_begin(state) || db_write(house.db, add_staff, NULL) != OK)
        return 1;
    test_id = publish_test(definition(
        "{\"bank\":\"b\",\"topic\":\"luat\",\"count\":3,\"points\":1}", ""));
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pause_stops_the_clock_and_what_was_left_is_left),
        cmocka_unit_test(more_time_for_one_a_room_or_all),
        cmocka_unit_test(deeds_without_a_reason_or_an_object_are_refused),
        cmocka_unit_test(a_suspended_person_has_a_state_and_no_more_time),
        cmocka_unit_test(ending_after_the_deadline_is_as_of_the_deadline),
        cmocka_unit_test(nobody_waits_for_the_page_of_a_closed_paper),
        cmocka_unit_test(
            nobody_starts_before_two_have_opened_and_one_let_them_in),
        cmocka_unit_test(seats_are_given_in_the_order_of_numbers),
        cmocka_unit_test(a_call_waits_until_somebody_came),
        cmocka_unit_test(who_sits_does_not_watch),
        cmocka_unit_test(
            an_outage_is_noted_where_somebody_waited_and_given_once),
        cmocka_unit_test(
            clocks_stand_still_with_the_server_where_that_was_chosen),
        cmocka_unit_test(nothing_is_given_alone_by_a_clock_nobody_trusts),
        cmocka_unit_test(granted_time_goes_into_limit_and_window),
        cmocka_unit_test(a_grant_says_what_is_wrong_with_it),
        cmocka_unit_test(everything_is_in_the_record_newest_first),
    };

    return cmocka_run_group_tests(tests, begin, world_end);
}
