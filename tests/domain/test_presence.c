#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/presence.h"

static const int64_t T = INT64_C(1795660000000);

static void silence_counts_only_after_several_pulses_were_missed(void **state)
{
    (void)state;
    assert_int_equal(presence_of(1, T).heard_at, 0);
    presence_heard(1, T);
    presence_heard(1, T + 80000);
    assert_int_equal(presence_of(1, T + 80000).silent_ms, 0);
    assert_int_equal(presence_of(1, T + 280000).gap_ms, 200000);
    presence_heard(1, T + 280000);
    struct presence p = presence_of(1, T + 290000);
    assert_int_equal(p.silent_ms, 200000);
    assert_int_equal(p.gap_ms, 0);
    presence_heard(1, T + 100000); /* a reply that was slow */
    assert_int_equal(presence_of(1, T + 290000).heard_at, T + 280000);
    presence_gone(1);
    assert_int_equal(presence_of(1, T).heard_at, 0);
}

static void a_whole_city_is_held_and_asked_less_often(void **state)
{
    enum { CITY = 131110 };

    (void)state;
    for (int64_t i = 1; i <= CITY; i++)
        presence_heard(i * 4096, T + i);
    assert_int_equal(presence_interval(), CITY / 2);
    for (int64_t i = 1; i <= CITY; i += 3)
        presence_gone(i * 4096);
    for (int64_t i = 1; i <= CITY; i++)
        assert_int_equal(presence_of(i * 4096, T).heard_at,
                         i % 3 == 1 ? 0 : T + i);
    for (int64_t i = 1; i <= CITY; i++)
        presence_gone(i * 4096);
    assert_int_equal(presence_interval(), 30000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(silence_counts_only_after_several_pulses_were_missed),
        cmocka_unit_test(a_whole_city_is_held_and_asked_less_often),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
