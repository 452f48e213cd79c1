#include "report/sheet.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

/* Another program opens what sheet.c wrote: openpyxl, and Python's own csv and
   json. It prints every cell, and the print must be what went in. */

static const char *const words[] = {
    "001234567890", "=1+1",      "+84 24 3825",    "-5",         "@ba",
    "＝SUM(A1)",    "+cmd|x!A0", "Nguyễn \"Ánh\"", "hai\ndòng",  "a;b,c\tđ",
    "'=đã có dấu",  "'tên",      "<b>&amp;</b>",   "Đỗ Thị Lập", "0",
    " cách ",       "1E5",
};
enum { WORDS = sizeof words / sizeof *words };

static const struct column columns[] = {
    {"so_hieu", "Số hiệu", COLUMN_TEXT, 12}, {"stt", "STT", COLUMN_INTEGER, 6},
    {"diem", "Điểm", COLUMN_REAL, 8},        {"ngay", "Ngày", COLUMN_DAY, 12},
    {"luc", "Lúc", COLUMN_MOMENT, 20},
};

static const char *const script =
    "import sys, csv, json, openpyxl, datetime\n"
    "path, form = sys.argv[1:3]\n"
    "if form == 'xlsx':\n"
    "    sheet = openpyxl.load_workbook(open(path, 'rb')).active\n"
    "    for row in sheet.iter_rows(min_row=2):\n"
    "        assert row[0].data_type == 's', row[0].data_type\n"
    "    rows = [[c.value for c in r] for r in sheet.iter_rows(min_row=2)]\n"
    "    rows = [[a, b, c, d and d.strftime('%Y-%m-%d'),\n"
    "             e and e.strftime('%Y-%m-%dT%H:%M:%S')] for a,b,c,d,e in "
    "rows]\n"
    "elif form == 'csv':\n"
    "    raw = open(path, 'rb').read()\n"
    "    assert raw.startswith(b'\\xef\\xbb\\xbf')\n"
    "    rows = list(csv.reader(open(path, encoding='utf-8-sig', newline=''),\n"
    "                           delimiter=';'))[1:]\n"
    "    def bare(t):\n"
    "        rest = t.lstrip(\"'\")\n"
    "        return t[1:] if t != rest and rest[:1] in "
    "'=+-@|\\t\\r\\n＝＋－＠−' else t\n"
    "    for r in rows:\n"
    "        assert not r[0][:1] in tuple('=+-@＝'), r[0]\n"
    "    iso = lambda t, f, g: datetime.datetime.strptime(t, f).strftime(g) if "
    "t else None\n"
    "    rows = [[bare(a), int(b), float(c.replace(',', '.')) if c else None,\n"
    "             iso(d, '%d/%m/%Y', '%Y-%m-%d'),\n"
    "             iso(e, '%d/%m/%Y %H:%M:%S', '%Y-%m-%dT%H:%M:%S')]\n"
    "            for a,b,c,d,e in rows]\n"
    "else:\n"
    "    rows = [[r['so_hieu'], r['stt'], r['diem'], r['ngay'],\n"
    "             r['luc'] and r['luc'][:19]] for r in json.load(open(path))]\n"
    "for r in rows:\n"
    "    print(json.dumps(r, ensure_ascii=False))\n";

static void write_file(enum sheet_format format, const char *path)
{
    struct sheet *sheet;

    assert_int_equal(sheet_open(&sheet, format, path, "Thử", columns, 5), OK);
    for (int i = 0; i < WORDS; i++) {
        const struct value cells[] = {
            text(words[i]), integer(i), i % 2 ? real(i * 8.75) : nothing(),
            i % 3 ? integer(20260227 + i % 2) : nothing(),
            /* 23/11/2026 09:41:07 in Viet Nam */
            i % 5 ? integer(INT64_C(1795401667000) + i * 1000) : nothing()};
        assert_int_equal(sheet_row(sheet, cells), OK);
    }
    assert_int_equal(sheet_close(sheet), OK);
}

static void expect(char *line, size_t size, int i)
{
    char score[32] = "null", day[32] = "null", when[32] = "null";
    char word[128] = "";

    for (const char *p = words[i]; *p; p++) {
        const char *safe = *p == '"'    ? "\\\""
                           : *p == '\n' ? "\\n"
                           : *p == '\t' ? "\\t"
                                        : (char[]){*p, 0};
        strncat(word, safe, sizeof word - strlen(word) - 1);
    }
    if (i % 2)
        snprintf(score, sizeof score,
                 i * 8.75 == (int)(i * 8.75) ? "%.0f" : "%g", i * 8.75);
    if (i % 3)
        snprintf(day, sizeof day, "\"2026-0%s\"", i % 2 ? "2-28" : "2-27");
    if (i % 5)
        snprintf(when, sizeof when, "\"2026-11-23T09:41:%02d\"", 7 + i);
    snprintf(line, size, "[\"%s\", %d, %s, %s, %s]\n", word, i, score, day,
             when);
}

static void opens_elsewhere(enum sheet_format format, const char *name)
{
    char path[] = "/tmp/khoa-sheet-XXXXXX", command[200];
    char got[256], want[256];

    close(mkstemp(path));
    write_file(format, path);
    setenv("SCRIPT", script, 1);
    snprintf(command, sizeof command, "/usr/bin/python3 -c \"$SCRIPT\" %s %s",
             path, name);
    FILE *in = popen(command, "r");
    assert_non_null(in);
    for (int i = 0; i < WORDS; i++) {
        expect(want, sizeof want, i);
        assert_non_null(fgets(got, sizeof got, in));
        char *zero = strstr(got, ".0,"); /* 17.0 in CSV is 17 elsewhere */
        if (zero)
            memmove(zero, zero + 2, strlen(zero + 2) + 1);
        assert_string_equal(got, want);
    }
    assert_null(fgets(got, sizeof got, in));
    assert_int_equal(pclose(in), 0);
    unlink(path);
}

static void every_cell_of_an_xlsx_comes_back_as_it_went_in(void **state)
{
    (void)state;
    opens_elsewhere(SHEET_XLSX, "xlsx");
}

static void every_cell_of_a_csv_comes_back_as_it_went_in(void **state)
{
    (void)state;
    opens_elsewhere(SHEET_CSV, "csv");
}

static void every_cell_of_a_json_file_comes_back_as_it_went_in(void **state)
{
    (void)state;
    opens_elsewhere(SHEET_JSON, "json");
}

static void a_sheet_given_up_leaves_no_file(void **state)
{
    char path[] = "/tmp/khoa-sheet-XXXXXX";
    struct sheet *sheet;

    (void)state;
    close(mkstemp(path));
    assert_int_equal(sheet_open(&sheet, SHEET_CSV, path, "x", columns, 5), OK);
    sheet_drop(sheet);
    assert_int_equal(access(path, F_OK), -1);
    assert_int_equal(
        sheet_open(&sheet, SHEET_JSON, "/nowhere/x", "x", columns, 5), FAILED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cell_of_an_xlsx_comes_back_as_it_went_in),
        cmocka_unit_test(every_cell_of_a_csv_comes_back_as_it_went_in),
        cmocka_unit_test(every_cell_of_a_json_file_comes_back_as_it_went_in),
        cmocka_unit_test(a_sheet_given_up_leaves_no_file),
    };

    return cmocka_run_group_tests_name("sheet", tests, NULL, NULL);
}
