#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/random.h"
#include "commands/timekeeping.h"
#include "store/attempts.h"
#include "store/db.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static enum time_verdict judge(bool known, bool same_boot, int64_t stepped,
                               int64_t quiet, bool trusted)
{
    const struct time_facts facts = {.known = known,
                                     .same_boot = same_boot,
                                     .kept = 1000000,
                                     .told = 1000000 + stepped,
                                     .quiet = quiet,
                                     .trusted = trusted};

    return time_judge(&facts);
}

enum { HOUR = 3600000 };

static void a_first_start_believes_the_clock(void **state)
{
    (void)state;
    assert_int_equal(judge(false, false, 99 * HOUR, 99 * HOUR, false),
                     TIME_AS_TOLD);
}

static void a_server_that_was_down_believes_a_clock_that_ran_on(void **state)
{
    (void)state;
    assert_int_equal(judge(true, true, 0, 9 * HOUR, false), TIME_AS_TOLD);
    assert_int_equal(judge(true, true, 4000, 0, false), TIME_AS_TOLD);
    assert_int_equal(judge(true, true, -4000, 0, false), TIME_AS_TOLD);
}

static void a_clock_that_was_set_waits_for_a_person(void **state)
{
    (void)state;
    assert_int_equal(judge(true, true, 2 * HOUR, 0, false), TIME_AS_KEPT);
    assert_int_equal(judge(true, true, -2 * HOUR, 0, false), TIME_AS_KEPT);
    assert_int_equal(judge(true, true, 2 * HOUR, 0, true), TIME_AS_TOLD);
    assert_int_equal(judge(true, true, -2 * HOUR, 0, true), TIME_AS_TOLD);
}

static void after_another_boot_a_long_silence_is_unsure(void **state)
{
    (void)state;
    assert_int_equal(judge(true, false, 9 * HOUR, 9 * HOUR, false),
                     TIME_UNSURE);
    assert_int_equal(judge(true, false, 9 * HOUR, HOUR / 2, false),
                     TIME_AS_TOLD);
    assert_int_equal(judge(true, false, 9 * HOUR, 9 * HOUR, true),
                     TIME_AS_TOLD);
}

/* ---- with a folder ----------------------------------------------------------
 */

static char folder[] = "/tmp/khoa-time.XXXXXX";
static struct house house;

static int begin(void **state)
{
    (void)state;
    house.data = mkdtemp(folder);
    return !house.data || db_open(&house.db, "sqlite::memory:") != OK ||
           db_migrate(house.db) != OK;
}

static int end(void **state)
{
    char path[64];

    (void)state;
    db_close(house.db);
    snprintf(path, sizeof path, "%s/clock", folder);
    unlink(path);
    return rmdir(folder);
}

static void put(const char *line)
{
    char path[64];

    snprintf(path, sizeof path, "%s/clock", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(line, file);
    fclose(file);
}

static const char *got(void)
{
    static char line[200];
    char path[64];

    snprintf(path, sizeof path, "%s/clock", folder);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    fclose(file);
    return line;
}

static const char *boot(void)
{
    static char line[64];
    FILE *file = fopen("/proc/sys/kernel/random/boot_id", "r");

    assert_non_null(file);
    assert_non_null(fgets(line, sizeof line, file));
    fclose(file);
    line[strcspn(line, "\n")] = '\0';
    return line;
}

static void start(bool trusted)
{
    assert_int_equal(time_keep(folder, trusted), OK);
    assert_int_equal(time_settle(&house), OK);
}

static void the_time_goes_on_as_it_was_until_the_clock_is_trusted(void **state)
{
    char line[200];
    int64_t hour_ahead = clock_offset() - HOUR;

    (void)state;
    snprintf(line, sizeof line, "%s %lld 0\n", boot(), (long long)hour_ahead);
    put(line);
    start(false);
    assert_in_range(clock_ahead(), HOUR - 100, HOUR + 100);
    assert_string_equal(got(), line);
    start(false); /* asking again is no answer */
    assert_in_range(clock_ahead(), HOUR - 100, HOUR + 100);
    start(true);
    assert_in_range(clock_ahead() + 100, 0, 200);
    assert_string_not_equal(got(), line);
    start(false);
    assert_in_range(clock_ahead() + 100, 0, 200);
}

static void what_is_unsure_stays_so_until_the_clock_is_trusted(void **state)
{
    (void)state;
    put("another-boot 0 0\n"); /* and the database is empty, so: long ago */
    start(false);
    int64_t since = house.unsure_before;
    assert_true(since > 0);
    start(false); /* the same boot by now, and still nobody looked */
    assert_int_equal(house.unsure_before, since);
    start(true);
    assert_int_equal(house.unsure_before, 0);
    start(false);
    assert_int_equal(house.unsure_before, 0);
}

static void a_file_that_cannot_be_read_is_no_time(void **state)
{
    (void)state;
    put("what?\n");
    assert_int_equal(time_keep(folder, false), FAILED);
    start(true);
    assert_non_null(strstr(got(), boot()));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_first_start_believes_the_clock),
        cmocka_unit_test(a_server_that_was_down_believes_a_clock_that_ran_on),
        cmocka_unit_test(a_clock_that_was_set_waits_for_a_person),
        cmocka_unit_test(after_another_boot_a_long_silence_is_unsure),
        cmocka_unit_test(the_time_goes_on_as_it_was_until_the_clock_is_trusted),
        cmocka_unit_test(what_is_unsure_stays_so_until_the_clock_is_trusted),
        cmocka_unit_test(a_file_that_cannot_be_read_is_no_time),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
