#include "tests/domain/exam_world.h"

#include "domain/exam_codes.h"
#include "store/sessions.h"

#include <ctype.h>

static int64_t sitting, test_id;

static int64_t candidate_of(int person)
{
    const struct candidate *candidate;

    assert_int_equal(candidate_find_by_person(house.db, arena, sitting,
                                              person_ids[person], &candidate),
                     OK);
    return candidate->id;
}

static const char *code_for(int person)
{
    const int64_t ids[] = {candidate_of(person)};
    const char *const *codes;

    assert_int_equal(
        exam_codes_make(&house, arena, sitting, ids, 1, ORGANISER, T0, &codes),
        OK);
    return codes[0];
}

static struct exam_entrance enter_at(const char *code, int64_t now)
{
    struct exam_entrance entrance;

    assert_int_equal(exam_code_enter(&house, arena, code, now, &entrance), OK);
    assert_true((entrance.entry == EXAM_ENTERED) == (entrance.token != NULL));
    return entrance;
}

static bool is_known(const char *token, int64_t now, struct caller *caller)
{
    return door_recognise(&house, arena, token, now, caller) == OK;
}

static void a_code_lets_in_once_and_to_nothing_else(void **state)
{
    struct caller caller;

    (void)state;
    const char *code = code_for(0);
    struct exam_entrance in = enter_at(code, T0);
    assert_int_equal(in.entry, EXAM_ENTERED);
    assert_int_equal(in.sitting, sitting);
    assert_true(is_known(in.token, T0 + 1, &caller));
    assert_int_equal(caller.person, person_ids[0]);
    assert_int_equal(caller.sitting, sitting);
    assert_int_equal(caller.rights, UINT64_C(1) << ANYONE | UINT64_C(1) << SIT);
    assert_int_equal(caller.scope_count, 0);
    assert_int_equal(enter_at(code, T0 + 2).entry, EXAM_USED);
}

static void letters_are_read_as_people_type_them(void **state)
{
    (void)state;
    char *code = arena_print(arena, "%s", code_for(1));
    size_t n = 0;

    for (char *p = code; *p; p++)
        if (*p != '-')
            code[n++] = (char)tolower((unsigned char)*p);
    code[n] = '\0';
    assert_int_equal(n, EXAM_CODE_GROUPS * EXAM_CODE_GROUP);
    assert_int_equal(enter_at("", T0).entry, EXAM_UNKNOWN);
    assert_int_equal(enter_at("ABCD-ABCD-ABCD-ABCD", T0).entry, EXAM_UNKNOWN);
    assert_int_equal(enter_at(arena_print(arena, "%sA", code), T0).entry,
                     EXAM_UNKNOWN);
    assert_int_equal(enter_at(code, T0).entry, EXAM_ENTERED);
}

static void it_is_good_from_an_hour_before_to_the_last_end(void **state)
{
    (void)state;
    const char *code = code_for(2);
    assert_int_equal(enter_at(code, T0 - MINUTES(61)).entry, EXAM_EARLY);
    assert_int_equal(enter_at(code, T0 + MINUTES(60)).entry, EXAM_OVER);
    assert_int_equal(enter_at(code, T0 - MINUTES(59)).entry, EXAM_ENTERED);
}

static void printing_again_makes_those_before_useless(void **state)
{
    (void)state;
    const char *old = code_for(3), *new = code_for(3);
    assert_int_equal(enter_at(old, T0).entry, EXAM_UNKNOWN);
    assert_int_equal(enter_at(new, T0).entry, EXAM_ENTERED);
}

static void a_proctor_lets_in_again_and_the_old_machine_is_out(void **state)
{
    struct caller caller;

    (void)state;
    const char *code = code_for(4);
    const struct deed_in_room deed = {
        .whom = {.sitting = sitting, .candidate = candidate_of(4)},
        .words = "Máy hỏng",
        .by = ORGANISER,
        .now = T0 + 5};
    assert_int_equal(room_readmit(&house, arena, &deed), CONFLICT);
    struct exam_entrance first = enter_at(code, T0);
    assert_int_equal(room_readmit(&house, arena, &deed), OK);
    assert_false(is_known(first.token, T0 + 6, &caller));
    struct exam_entrance second = enter_at(code, T0 + 6);
    assert_int_equal(second.entry, EXAM_ENTERED);
    assert_true(is_known(second.token, T0 + 7, &caller));
}

static void who_is_suspended_or_disabled_does_not_get_in(void **state)
{
    (void)state;
    const char *code = code_for(5);
    assert_int_equal(candidate_mark_as(&house, arena, candidate_of(5),
                                       "excused", "Ốm", ORGANISER, T0),
                     OK);
    assert_int_equal(enter_at(code, T0).entry, EXAM_UNKNOWN);
    code = code_for(6);
    ASKED("UPDATE account SET disabled_at = 1 WHERE person = %lld RETURNING id",
          (long long)person_ids[6]);
    assert_int_equal(enter_at(code, T0).entry, EXAM_UNKNOWN);
}

/* Two browsers at once: one is in. */
static const char *contested;
static _Atomic int entered;

static void *enter_thread(void *arg)
{
    struct arena *own = arena_new();
    struct exam_entrance entrance = {0};

    (void)arg;
    if (exam_code_enter(&house, own, contested, T0, &entrance) == OK)
        entered += entrance.entry == EXAM_ENTERED;
    arena_free(own);
    return NULL;
}

static void of_many_with_one_code_one_is_let_in(void **state)
{
    enum { MANY = 8 };
    pthread_t threads[MANY];

    (void)state;
    contested = code_for(7);
    entered = 0;
    for (int i = 0; i < MANY; i++)
        pthread_create(&threads[i], NULL, enter_thread, NULL);
    for (int i = 0; i < MANY; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(entered, 1);
}

static int begin(void **state)
{
    if (world_begin(state) || db_write(house.db, add_staff, NULL) != OK)
        return 1;
    test_id = publish_test(
        definition("{\"bank\":\"b\",\"topic\":\"luat\",\"count\":3,"
                   "\"points\":1}",
                   ""));
    sitting = make_sitting(test_id, 60);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_lets_in_once_and_to_nothing_else),
        cmocka_unit_test(letters_are_read_as_people_type_them),
        cmocka_unit_test(it_is_good_from_an_hour_before_to_the_last_end),
        cmocka_unit_test(printing_again_makes_those_before_useless),
        cmocka_unit_test(a_proctor_lets_in_again_and_the_old_machine_is_out),
        cmocka_unit_test(who_is_suspended_or_disabled_does_not_get_in),
        cmocka_unit_test(of_many_with_one_code_one_is_let_in),
    };

    return cmocka_run_group_tests(tests, begin, world_end);
}
