#include "tests/domain/exam_world.h"

#include "pages/pages.h"
#include "pages/visitor.h"

/*
 * What a candidate sees of a closed attempt, rule by rule and phase by phase,
 * looked for in the bytes of the page: one question in words, answered wrong;
 * one to choose, answered right; so 2 of 7 points.
 */
static const char typed_by_me[] = "không nhớ nổi", key_in_words[] = "Hà Nội",
                  why_right[] = "Vì-sc2-b", points[] = "28,57",
                  points_of_slot[] = "2/2";

static const char *const whens[] = {"handed-in", "closed", "never"};
enum { RULES = 4 }; /* score, answers, key, feedback */

static int64_t sat_by_rules(const int *chosen, int person)
{
    int64_t sitting = make_sitting(
        publish_test(definition(
            "{\"bank\":\"b\",\"item\":\"st1\",\"points\":5},"
            "{\"bank\":\"b\",\"item\":\"sc2\",\"points\":2}",
            arena_print(arena,
                        ",\"review\":{\"score\":\"%s\",\"answers\":\"%s\","
                        "\"key\":\"%s\",\"feedback\":\"%s\"}",
                        whens[chosen[0]], whens[chosen[1]], whens[chosen[2]],
                        whens[chosen[3]]))),
        60);
    int64_t attempt = start_at(sitting, person, T0);

    save_as(attempt, 1, 0, "a",
            arena_print(arena, "{\"answer\":\"%s\"}", typed_by_me), T0 + 1);
    save_as(attempt, 2, 0, "b", "{\"answer\":\"b\"}", T0 + 2);
    return attempt;
}

static const char *page_at(int64_t attempt, int person, int64_t now,
                           handler *show, enum status wanted)
{
    const struct visitor visitor = {.person = person_ids[person],
                                    .language = VIETNAMESE,
                                    .rights = ~UINT64_C(0),
                                    .csrf = "x"};
    const struct field path[] = {
        {"attempt", arena_print(arena, "%lld", (long long)attempt)},
        {"slot", "1"}};
    struct request req = {.arena = arena,
                          .house = &house,
                          .now = now,
                          .visitor = &visitor,
                          .method = "GET",
                          .address = "/attempts/x/result",
                          .path = {path, 2}};
    struct response res = {.body.arena = arena};

    house.body_name = "Khoa";
    assert_int_equal(show(&req, &res), wanted);
    buf_bytes(&res.body, "", 1);
    return res.body.data;
}

static void shown(const char *page, const char *what, bool is, const char *how)
{
    if ((strstr(page, what) != NULL) != is)
        fail_msg("%s %s: %s", is ? "missing" : "leaked", what, how);
}

static void grade(void)
{
    size_t done;

    do
        assert_int_equal(grading_step(&house, T0 + MINUTES(1), &done), OK);
    while (done);
}

static void nothing_is_seen_before_its_rule_says_so(void **state)
{
    int person = 0;

    (void)state;
    for (int n = 0; n < 81; n++) {
        const int chosen[RULES] = {n % 3, n / 3 % 3, n / 9 % 3, n / 27};
        const char *how =
            arena_print(arena, "score %s, answers %s, key %s, feedback %s",
                        whens[chosen[0]], whens[chosen[1]], whens[chosen[2]],
                        whens[chosen[3]]);
        int64_t attempt = sat_by_rules(chosen, person);
        assert_int_equal(attempt_hand_in(&house, attempt, T0 + 3), OK);
        grade();
        for (int closed = 0; closed < 2; closed++) {
            const char *page =
                page_at(attempt, person,
                        closed ? T0 + MINUTES(60) : T0 + MINUTES(60) - 1,
                        exam_result_show, OK);
            bool is[RULES];
            for (int i = 0; i < RULES; i++)
                is[i] = chosen[i] == 0 || (chosen[i] == 1 && closed);
            shown(page, points, is[0], how);
            shown(page, points_of_slot, is[0] && (is[1] || is[2]), how);
            shown(page, typed_by_me, is[1], how);
            shown(page, key_in_words, is[2], how);
            shown(page, why_right, is[2] && is[3], how);
        }
        person = (person + 1) % PEOPLE;
    }
}

/* Who has sat must not tell those who are still to sit. */
static void a_key_waits_for_the_last_sitting_of_its_test(void **state)
{
    static const int closed[RULES] = {1, 1, 1, 1};
    int64_t attempt = sat_by_rules(closed, 0);
    const struct attempt *sat;

    (void)state;
    assert_int_equal(attempt_hand_in(&house, attempt, T0 + 3), OK);
    grade();
    assert_int_equal(attempt_find(house.db, arena, attempt, &sat), OK);
    make_sitting(sat->test, 90);
    for (int m = 60; m <= 90; m += 30) {
        const char *page =
            page_at(attempt, 0, T0 + MINUTES(m), exam_result_show, OK);
        shown(page, points, true, "score");
        shown(page, typed_by_me, true, "answers");
        shown(page, key_in_words, m == 90, "key");
        shown(page, why_right, m == 90, "feedback");
    }
}

static void an_open_attempt_shows_no_key_whatever_the_rules(void **state)
{
    const int all[RULES] = {0};
    int64_t attempt = sat_by_rules(all, 1);

    (void)state;
    const char *page = page_at(attempt, 1, T0 + 5, exam_result_show, OK);
    assert_string_equal(page, ""); /* led back to the paper */
    page = page_at(attempt, 1, T0 + 5, exam_question_show, OK);
    shown(page, "Câu st1", true, "question");
    shown(page, key_in_words, false, "question");
    page = page_at(attempt, 1, T0 + 5, exam_review_show, OK);
    shown(page, key_in_words, false, "overview");
    /* time is over, and nobody has closed it yet */
    page = page_at(attempt, 1, T0 + MINUTES(30), exam_result_show, OK);
    shown(page, key_in_words, false, "over");
    shown(page, points, false, "over");
    /* handed in, not graded */
    assert_int_equal(attempt_hand_in(&house, attempt, T0 + MINUTES(31)), OK);
    page = page_at(attempt, 1, T0 + MINUTES(31), exam_result_show, OK);
    shown(page, key_in_words, false, "waiting");
    grade();
}

static void somebody_elses_attempt_does_not_exist(void **state)
{
    const int all[RULES] = {0};
    int64_t attempt = sat_by_rules(all, 2);

    (void)state;
    page_at(attempt, 3, T0 + 5, exam_result_show, MISSING);
    page_at(attempt, 3, T0 + 5, exam_question_show, MISSING);
    page_at(attempt, 3, T0 + 5, exam_review_show, MISSING);
    page_at(attempt, 3, T0 + 5, exam_hand_in, MISSING);
    page_at(attempt, 3, T0 + 5, exam_question_save, MISSING);
    assert_int_equal(ASKED("SELECT state = 'open' FROM attempt WHERE id = %lld",
                           (long long)attempt),
                     1);
    assert_int_equal(ASKED("SELECT COUNT(*) FROM answer_event WHERE attempt = "
                           "%lld",
                           (long long)attempt),
                     2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_seen_before_its_rule_says_so),
        cmocka_unit_test(a_key_waits_for_the_last_sitting_of_its_test),
        cmocka_unit_test(an_open_attempt_shows_no_key_whatever_the_rules),
        cmocka_unit_test(somebody_elses_attempt_does_not_exist),
    };

    return cmocka_run_group_tests(tests, world_begin, world_end);
}
