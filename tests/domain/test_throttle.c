#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/throttle.h"

#include <stdio.h>

static const int64_t NOW = 1795401667000;

static int begin(void **state)
{
    (void)state;
    throttle_forget();
    return 0;
}

static void try_wrong(const char *login, const char *from, int times)
{
    for (int i = 0; i < times; i++)
        throttle_try(login, from, NOW);
}

static void five_tries_are_free_and_then_one_waits(void **state)
{
    (void)state;
    for (int i = 0; i < 5; i++)
        assert_int_equal(throttle_try("an", "10.0.0.1", NOW), 0);
    assert_int_equal(throttle_try("an", "10.0.0.1", NOW), 1000);
    assert_int_equal(throttle_try("an", "10.0.0.1", NOW + 999), 1);
    assert_int_equal(throttle_try("an", "10.0.0.1", NOW + 1000), 0);
    assert_int_equal(throttle_try("an", "10.0.0.1", NOW + 1000), 2000);
}

static void the_wait_ends_at_half_a_minute(void **state)
{
    int64_t now = NOW, wait, longest = 0;

    (void)state;
    for (int i = 0; i < 60; i++) {
        wait = throttle_try("an", "10.0.0.1", now);
        now += wait;
        longest = wait > longest ? wait : longest;
    }
    assert_int_equal(longest, 30000);
}

/* Whoever hammers does not make it longer for whoever knows. */
static void tries_that_were_refused_do_not_count(void **state)
{
    (void)state;
    try_wrong("an", "10.0.0.1", 1000);
    assert_int_equal(throttle_try("an", "10.0.0.1", NOW), 1000);
    assert_int_equal(throttle_failures("an", NOW), 5);
}

static void a_room_shares_an_address_and_not_the_waiting(void **state)
{
    (void)state;
    try_wrong("an", "10.0.0.1", 50);
    assert_int_equal(throttle_try("binh", "10.0.0.1", NOW), 0);
    assert_int_equal(throttle_try("an", "10.0.0.2", NOW), 0);
}

static void attackers_elsewhere_do_not_keep_a_person_out(void **state)
{
    char from[32];

    (void)state;
    for (int i = 0; i < 60; i++) {
        snprintf(from, sizeof from, "192.0.2.%d", i);
        try_wrong("an", from, 5);
    }
    assert_true(throttle_failures("an", NOW) >= 50);
    assert_int_equal(throttle_try("an", "10.0.0.1", NOW), 0);
    /* ... but from a new address there is one free try only. */
    assert_int_equal(throttle_try("an", "10.0.0.1", NOW), 1000);
}

static void an_address_that_tries_many_names_is_slowed_down(void **state)
{
    char login[32];
    int64_t wait = 0;

    (void)state;
    for (int i = 0; i < 200 && !wait; i++) {
        snprintf(login, sizeof login, "person%d", i);
        wait = throttle_try(login, "192.0.2.1", NOW);
        assert_true(i >= 100 || !wait);
    }
    assert_int_equal(wait, 250);
    assert_int_equal(throttle_try("an", "192.0.2.1", NOW + 250), 0);
}

static void what_has_no_address_shares_none(void **state)
{
    char login[32];

    (void)state;
    for (int i = 0; i < 200; i++) {
        snprintf(login, sizeof login, "code person%d", i);
        assert_int_equal(throttle_try(login, "", NOW), 0);
    }
}

static void who_got_in_starts_anew(void **state)
{
    (void)state;
    try_wrong("an", "10.0.0.1", 4);
    throttle_passed("an", "10.0.0.1");
    assert_int_equal(throttle_failures("an", NOW), 0);
    for (int i = 0; i < 5; i++)
        assert_int_equal(throttle_try("an", "10.0.0.1", NOW), 0);
}

/* Else whoever keeps the door busy would be forgiven everything. */
static void what_nobody_looked_at_takes_back_one_failure_only(void **state)
{
    (void)state;
    try_wrong("an", "10.0.0.1", 5);
    throttle_untried("an", "10.0.0.1");
    assert_int_equal(throttle_failures("an", NOW), 4);
    assert_int_equal(throttle_try("an", "10.0.0.1", NOW), 0);
    assert_int_equal(throttle_try("an", "10.0.0.1", NOW), 1000);
}

static void a_quarter_of_an_hour_later_all_is_forgotten(void **state)
{
    int64_t later = NOW + 15 * 60000 + 1;

    (void)state;
    try_wrong("an", "10.0.0.1", 50);
    assert_int_equal(throttle_failures("an", later), 0);
    assert_int_equal(throttle_try("an", "10.0.0.1", later), 0);
    assert_int_equal(throttle_try("an", "10.0.0.1", later), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(five_tries_are_free_and_then_one_waits, begin),
        cmocka_unit_test_setup(the_wait_ends_at_half_a_minute, begin),
        cmocka_unit_test_setup(tries_that_were_refused_do_not_count, begin),
        cmocka_unit_test_setup(a_room_shares_an_address_and_not_the_waiting,
                               begin),
        cmocka_unit_test_setup(attackers_elsewhere_do_not_keep_a_person_out,
                               begin),
        cmocka_unit_test_setup(an_address_that_tries_many_names_is_slowed_down,
                               begin),
        cmocka_unit_test_setup(what_has_no_address_shares_none, begin),
        cmocka_unit_test_setup(who_got_in_starts_anew, begin),
        cmocka_unit_test_setup(
            what_nobody_looked_at_takes_back_one_failure_only, begin),
        cmocka_unit_test_setup(a_quarter_of_an_hour_later_all_is_forgotten,
                               begin),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
