#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "domain/unit_import.h"
#include "domain/units.h"
#include "reading/reading.h"
#include "tests/store/world.h"

/* An installation that has no unit at all. */
enum { DAY = 20260901 };
static const int64_t now = INT64_C(1788220800000); /* 01/09/2026 */

static struct house house;
static struct findings findings;
static struct unit_counts counts;

static int begin(void **state)
{
    world_work = NULL;
    if (readers_open(&house.readers, NULL) != OK)
        return 1;
    (void)state;
    return 0;
}

static int end(void **state)
{
    (void)state;
    readers_close(house.readers);
    return 0;
}

static int again(void **state)
{
    if (world_begin(state))
        return 1;
    house.db = db;
    return 0;
}

static enum status import_as(const char *text, bool dry_run)
{
    const struct staff_file file = {
        .name = "a.csv", .bytes = text, .length = strlen(text)};
    const struct staff_import import = {.now = now, .dry_run = dry_run};

    findings = findings_of(arena);
    return unit_import(&house, arena, &file, &import, &findings, &counts);
}

static enum status import(const char *text)
{
    return import_as(text, false);
}

static const struct unit *unit_by(const char *code)
{
    const struct unit *unit;

    return unit_code_find(db, arena, code, DAY, &unit) == OK ? unit : NULL;
}

static bool is_said(int64_t line, const char *part)
{
    for (size_t i = 0; i < findings.count; i++)
        if (findings.list[i].line == line && strstr(findings.list[i].en, part))
            return true;
    return false;
}

#define HEAD "ma_don_vi;ten_don_vi;loai;ma_cap_tren\n"
#define CITY "H1;UBND Thành phố;cơ quan;\n"
#define HOME "H1.2;Sở Nội vụ;Sở, ban, ngành;H1\n"
#define ROOM "H1.2.1;Thanh tra;phòng;H1.2\n"

static void a_tree_comes_in_whatever_order(void **s)
{
    const char *path;

    (void)s;
    assert_int_equal(import("\xEF\xBB\xBF" HEAD ROOM HOME CITY), OK);
    assert_int_equal(counts.added, 3);
    assert_string_equal(unit_by("H1.2")->kind, "department");
    assert_int_equal(unit_by("H1.2")->parent, unit_by("H1")->id);
    assert_int_equal(unit_by("H1")->parent, 0);
    assert_int_equal(unit_by("H1")->valid_from, DAY);
    assert_int_equal(
        unit_path_name(db, arena, unit_by("H1.2.1")->id, DAY, &path), OK);
    assert_string_equal(path, "Sở Nội vụ › Thanh tra");
}

static void the_same_again_and_more_below_it(void **s)
{
    (void)s;
    assert_int_equal(import(HEAD CITY HOME), OK);
    int64_t home = unit_by("H1.2")->id;
    assert_int_equal(import(HEAD CITY HOME), OK);
    assert_int_equal(counts.added, 0);
    assert_int_equal(counts.same, 2);
    assert_int_equal(import(HEAD ROOM), OK);
    assert_int_equal(unit_by("H1.2.1")->parent, home);
    assert_int_equal(import(HEAD CITY HOME ROOM "H1.3;Sở Y tế;sở;H1\n"), OK);
    assert_int_equal(counts.added, 1);
    assert_int_equal(unit_by("H1.2")->id, home);
}

static void a_dry_run_writes_nothing(void **s)
{
    (void)s;
    assert_int_equal(import_as(HEAD CITY, true), OK);
    assert_int_equal(counts.added, 1);
    assert_null(unit_by("H1"));
}

static void every_fault_is_named_and_nothing_is_taken_in(void **s)
{
    (void)s;
    assert_int_equal(import("ma_don_vi;ten_don_vi;loai;ma_cap_tren;tu_ngay\n"
                            "H1;Thành phố;cơ quan;;\n"
                            ";Sở;sở;H1;\n"
                            "H3;;sở;H1;\n"
                            "H4;Sở;hội;H1;\n"
                            "H5;Sở;sở;H1;31/02/2026\n"
                            "H1;Sở;sở;;\n"),
                     INVALID);
    assert_true(is_said(3, "needs a code"));
    assert_true(is_said(4, "needs a name"));
    assert_true(is_said(5, "column loai"));
    assert_true(is_said(6, "no day"));
    assert_true(is_said(7, "a row above has this code"));
    assert_int_equal(import(HEAD "H1;+cmd|' /C calc'!A0;sở;\n"), INVALID);
    assert_true(is_said(2, "is a formula"));
    assert_null(unit_by("H1"));
}

static void what_hangs_nowhere_or_in_a_circle_is_refused(void **s)
{
    (void)s;
    assert_int_equal(import(HEAD "H2;Sở;sở;H9\n"), INVALID);
    assert_true(is_said(2, "no unit has this code"));
    assert_int_equal(import(HEAD "A;Một;sở;B\nB;Hai;sở;A\n"), INVALID);
    assert_true(is_said(2, "in a circle"));
    assert_int_equal(import("ma_don_vi;ten_don_vi;loai;ma_cap_tren;tu_ngay\n"
                            "A;Một;sở;;01/10/2026\nB;Hai;sở;A;\n"),
                     INVALID);
    assert_true(is_said(3, "begins later"));
}

static void a_known_unit_is_not_changed_by_the_way(void **s)
{
    (void)s;
    assert_int_equal(import(HEAD CITY HOME), OK);
    assert_int_equal(import(HEAD CITY "H1.2;Sở Ngoại vụ;sở;H1\n"), INVALID);
    assert_true(is_said(3, "Sở Nội vụ"));
    assert_int_equal(import(HEAD CITY "H1.2;Sở Nội vụ;sở;\n"), INVALID);
    assert_string_equal(unit_by("H1.2")->name, "Sở Nội vụ");
}

static enum status close_home(struct db *tx, void *arg)
{
    return unit_close(tx, arena, *(int64_t *)arg, 20260815);
}

static void the_code_of_a_unit_that_ended_is_not_used_again(void **s)
{
    (void)s;
    assert_int_equal(
        import("ma_don_vi;ten_don_vi;loai;tu_ngay\nH2;Quận;xã;01/01/2020\n"),
        OK);
    int64_t id = unit_by("H2")->id;
    assert_int_equal(db_write(db, close_home, &id), OK);
    assert_int_equal(import(HEAD "H2;Phường;phường;\n"), INVALID);
    assert_true(is_said(2, "has ended"));
}

static void a_file_without_columns_or_of_other_bytes_is_told(void **s)
{
    (void)s;
    assert_int_equal(import("ma_don_vi;loai\nH1;sở\n"), INVALID);
    assert_true(is_said(1, "ten_don_vi"));
    assert_int_equal(import("ma_don_vi;ten_don_vi;loai\nH1;S\xEB;x\n"),
                     INVALID);
    assert_true(is_said(0, "UTF-8"));
    assert_int_equal(import(HEAD), INVALID);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, again, world_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_tree_comes_in_whatever_order),
        TEST(the_same_again_and_more_below_it),
        TEST(a_dry_run_writes_nothing),
        TEST(every_fault_is_named_and_nothing_is_taken_in),
        TEST(what_hangs_nowhere_or_in_a_circle_is_refused),
        TEST(a_known_unit_is_not_changed_by_the_way),
        TEST(the_code_of_a_unit_that_ended_is_not_used_again),
        TEST(a_file_without_columns_or_of_other_bytes_is_told),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
