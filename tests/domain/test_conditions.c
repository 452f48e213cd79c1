#include "tests/domain/exam_world.h"

#include "domain/conditions.h"

/* sha256sum of "https://thi.h99.vn/attempts/7/1" and 64 times the letter a. */
static const char key[] =
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
static const char proof[] =
    "a25ccc9ee91c6ab8ec8bf915e69c6e47a69d4fc1c4bb4eea1a1e5654d918a0aa";

static int64_t id;

static const struct sitting *sitting(void)
{
    const struct sitting *s;

    assert_int_equal(sitting_find(house.db, arena, id, &s), OK);
    return s;
}

static const struct candidate *candidate(int person)
{
    const struct candidate *c;

    assert_int_equal(
        candidate_find_by_person(house.db, arena, id, person_ids[person], &c),
        OK);
    return c;
}

static enum status set(const char *passcode, const char *addresses,
                       const char *seb, enum conditions_fault *fault,
                       size_t *line)
{
    const struct new_conditions c = {passcode, addresses, seb};

    return conditions_set(&house, arena, id, &c, ORGANISER, T0, fault, line);
}

static void set_fine(const char *passcode, const char *addresses,
                     const char *seb)
{
    enum conditions_fault fault;
    size_t line;

    assert_int_equal(set(passcode, addresses, seb, &fault, &line), OK);
}

static void addresses_are_compared_by_their_bits(void **state)
{
    static const struct {
        const char *ranges, *address;
        bool within;
    } cases[] = {
        {"10.1.0.0/16", "10.1.255.255", true},
        {"10.1.0.0/16", "10.2.0.0", false},
        {"10.1.0.0/15", "10.0.0.1", true},
        {"10.1.2.3", "10.1.2.3", true},
        {"10.1.2.3", "10.1.2.4", false},
        {"10.1.2.0/23", "10.1.3.9", true},
        {"10.1.2.0/23", "10.1.4.0", false},
        {"0.0.0.0/0", "192.0.2.1", true},
        {"0.0.0.0/0", "2001:db8::1", false},
        {"2001:db8::/32", "2001:db8:1::5", true},
        {"2001:db8::/32", "2001:db9::5", false},
        {"::ffff:10.0.0.0/104", "10.9.9.9", true},
        {"x\n\n  192.0.2.7  \n10.0.0.0/8", "10.3.3.3", true},
        {"x\n\n  192.0.2.7  \n10.0.0.0/8", "192.0.2.7", true},
        {"", "10.0.0.1", false},
        {"10.0.0.0/8", "", false},
        {"10.0.0.0/8", "nonsense", false},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (address_within(cases[i].ranges, cases[i].address) !=
            cases[i].within)
            fail_msg("%s in %s", cases[i].address, cases[i].ranges);
    assert_false(address_within("10.0.0.0/8", NULL));
}

static void what_cannot_be_read_is_refused_with_its_line(void **state)
{
    static const char *const bad[] = {"10.0.0.0/33", "10.0.0.0/", "10.0.0/8",
                                      "10.0.0.0/8x", "a.b.c.d",   "2001::/129",
                                      "10.0.0.1-9"};
    enum conditions_fault fault;
    size_t line;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(set(NULL, arena_print(arena, "10.0.0.1\n%s", bad[i]),
                             "", &fault, &line),
                         INVALID);
        assert_int_equal(fault, ENTRY_BAD_RANGE);
        assert_int_equal(line, 2);
    }
    assert_int_equal(set(NULL, "", "ABC", &fault, &line), INVALID);
    assert_int_equal(fault, ENTRY_BAD_KEY);
    assert_null(sitting()->addresses);
}

static void safe_exam_browser_proves_its_key_by_the_address(void **state)
{
    struct entering_from from = {.address = "10.0.0.1",
                                 .url = "https://thi.h99.vn/attempts/7/1"};

    (void)state;
    set_fine(NULL, "", arena_print(arena, "%064d\n%s", 1, key));
    assert_int_equal(condition_of(arena, sitting(), candidate(0), &from),
                     CONDITION_BROWSER);
    from.seb_config = proof;
    assert_int_equal(condition_of(arena, sitting(), candidate(0), &from),
                     CONDITION_MET);
    from.seb_request = proof;
    from.seb_config = NULL;
    assert_int_equal(condition_of(arena, sitting(), candidate(0), &from),
                     CONDITION_MET);
    from.url = "https://thi.h99.vn/attempts/7/2"; /* of another page */
    assert_int_equal(condition_of(arena, sitting(), candidate(0), &from),
                     CONDITION_BROWSER_KEY);
    set_fine(NULL, "10.1.0.0/16", arena_print(arena, "%s", key));
    assert_int_equal(condition_of(arena, sitting(), candidate(0), &from),
                     CONDITION_ADDRESS);
}

static void a_passcode_is_kept_until_it_is_taken_away(void **state)
{
    (void)state;
    set_fine("hoa sen", "", "");
    assert_true(passcode_fits(arena, sitting(), candidate(0), "hoa sen"));
    assert_false(passcode_fits(arena, sitting(), candidate(0), "hoa  sen"));
    assert_false(passcode_fits(arena, sitting(), candidate(0), NULL));
    assert_null(strstr(sitting()->passcode, "sen"));
    set_fine(NULL, "10.0.0.0/8", "");
    assert_true(passcode_fits(arena, sitting(), candidate(0), "hoa sen"));
    assert_false(passcode_fits(arena, sitting(), candidate(0), ""));
    set_fine("", "", "");
    assert_true(passcode_fits(arena, sitting(), candidate(0), ""));
}

static void a_proctor_waives_them_for_one_and_says_why(void **state)
{
    const struct entering_from from = {.address = "192.0.2.1", .url = "x"};
    struct deed_in_room deed = {
        .whom = {.sitting = id, .candidate = candidate(1)->id},
        .by = ORGANISER,
        .now = T0};

    (void)state;
    set_fine("mật khẩu", "10.0.0.0/8", key);
    assert_int_equal(condition_of(arena, sitting(), candidate(1), &from),
                     CONDITION_ADDRESS);
    assert_int_equal(room_waive(&house, arena, &deed), INVALID);
    deed.words = "Máy dự phòng ngoài mạng";
    assert_int_equal(room_waive(&house, arena, &deed), OK);
    assert_int_equal(room_waive(&house, arena, &deed), CONFLICT);
    assert_int_equal(condition_of(arena, sitting(), candidate(1), &from),
                     CONDITION_MET);
    assert_true(passcode_fits(arena, sitting(), candidate(1), ""));
    assert_int_equal(condition_of(arena, sitting(), candidate(2), &from),
                     CONDITION_ADDRESS);
}

static int begin(void **state)
{
    if (world_begin(state) || db_write(house.db, add_staff, NULL) != OK)
        return 1;
    id = make_sitting(
        publish_test(definition("{\"bank\":\"b\",\"topic\":\"luat\",\"count\":"
                                "3,\"points\":1}",
                                "")),
        60);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(addresses_are_compared_by_their_bits),
        cmocka_unit_test(what_cannot_be_read_is_refused_with_its_line),
        cmocka_unit_test(safe_exam_browser_proves_its_key_by_the_address),
        cmocka_unit_test(a_passcode_is_kept_until_it_is_taken_away),
        cmocka_unit_test(a_proctor_waives_them_for_one_and_says_why),
    };

    return cmocka_run_group_tests(tests, begin, world_end);
}
