#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/random.h"
#include "domain/staff_file.h"
#include "domain/staff_import.h"
#include "domain/units.h"
#include "reading/reading.h"
#include "store/people.h"
#include "store/staff.h"
#include "tests/store/world.h"
#include "text/fold.h"

/*
 * A city with two departments that both have a "Thanh tra", and a district
 * that ended; each test begins with nobody in it.
 */
enum { OLD = 20250101, DAY = 20260901 };
static int64_t now = INT64_C(1788220800000); /* 01/09/2026 */

static struct house house;
static int64_t city, home_affairs, health, inspectors;
static struct findings findings;
static struct staff_counts counts;

static enum status open_unit(struct db *tx, const char *name, const char *kind,
                             const char *code, int64_t parent, int64_t from,
                             int64_t *id)
{
    const struct unit_draft draft = {.name = name,
                                     .kind = kind,
                                     .scheme = "dinh_danh_dien_tu",
                                     .code = code,
                                     .parent = parent,
                                     .from = from};

    return unit_open(tx, arena, &draft, id);
}

static enum status build(struct db *tx, void *arg)
{
    int64_t ward, district, split, a;

    (void)arg;
    TRY(open_unit(tx, "UBND Thành phố Sông Hồng", "agency", "H99", 0, OLD,
                  &city));
    TRY(open_unit(tx, "Sở Nội vụ", "department", "H99.02", city, OLD,
                  &home_affairs));
    TRY(open_unit(tx, "Sở Y tế", "department", "H99.08", city, OLD, &health));
    TRY(open_unit(tx, "Thanh tra", "division", NULL, home_affairs, OLD,
                  &inspectors));
    TRY(open_unit(tx, "Thanh tra", "division", NULL, health, OLD, &a));
    TRY(open_unit(tx, "Quận Bắc", "commune", "H99.70", city, OLD, &district));
    TRY(open_unit(tx, "Quận Nam", "commune", NULL, city, OLD, &split));
    TRY(unit_close(tx, arena, district, 20250701));
    TRY(unit_close(tx, arena, split, 20250701));
    TRY(open_unit(tx, "UBND phường Cầu Đá", "commune", "H99.20", city, 20250701,
                  &ward));
    TRY(open_unit(tx, "UBND phường Bến Nứa", "commune", "H99.21", city,
                  20250701, &a));
    TRY(unit_succeed(tx, arena, district, ward, 20250701, NULL));
    TRY(unit_succeed(tx, arena, split, ward, 20250701, NULL));
    return unit_succeed(tx, arena, split, a, 20250701, NULL);
}

static int begin(void **state)
{
    world_work = build;
    if (readers_open(&house.readers, NULL) != OK || world_begin(state))
        return 1;
    house.db = db;
    return 0;
}

static int end(void **state)
{
    readers_close(house.readers);
    return world_end(state);
}

static int again(void **state)
{
    db_close(db);
    arena_free(arena);
    if (world_begin(state))
        return 1;
    house.db = db;
    return 0;
}

/* ---- saying what is imported ---------------------------------------------*/

static enum status import_bytes(const char *bytes, size_t length, int64_t day,
                                bool dry_run)
{
    const struct staff_file file = {
        .name = "a.csv", .bytes = bytes, .length = length};
    const struct staff_import import = {
        .now = now, .day = day, .actor = 0, .dry_run = dry_run};

    findings = findings_of(arena);
    return staff_import(&house, arena, &file, &import, &findings, &counts);
}

static enum status import_on(int64_t day, const char *text)
{
    return import_bytes(text, strlen(text), day, false);
}

static enum status import(const char *text)
{
    return import_on(DAY, text);
}

/* The only error there is. */
static void assert_refused(const char *text, int64_t line, const char *vi)
{
    assert_int_equal(import(text), INVALID);
    if (findings.errors != 1 || findings.list[0].line != line ||
        !strstr(findings.list[0].vi, vi))
        fail_msg("%zu errors, the first in row %d: %s", findings.errors,
                 (int)findings.list[0].line, findings.list[0].vi);
    assert_true(*findings.list[0].en);
}

static const struct person *person_by(const char *key)
{
    const struct person *person = NULL;
    enum status status = person_key_find(db, arena, key, &person);

    return status == OK ? person : NULL;
}

static const struct assignment *duty_of(const char *key, int64_t day)
{
    const struct assignment *duty = NULL;
    enum status status =
        assignment_find(db, arena, person_by(key)->id, day, &duty);

    return status == OK ? duty : NULL;
}

static int64_t in_service(void)
{
    const struct people_filter filter = {
        .scope = {.whole = true, .day = 20261001}};
    int64_t n = -1;

    assert_int_equal(person_count(db, arena, &filter, &n), OK);
    return n;
}

static int64_t deeds(void)
{
    struct rows rows;

    assert_int_equal(db_run(db, arena, SQL_AUDIT_COUNT, NO_ARGS, &rows), OK);
    return cell(&rows, 0, 0)->integer;
}

#define HEAD                                                                   \
    "so_hieu;cccd;ho_ten;ngay_sinh;loai;don_vi;chuc_vu;tu_ngay;nghi_tu\n"
#define ANH                                                                    \
    "00123;001099000123;Nguyễn Thị Ánh;05/11/1980;công chức;"          \
    "Sở Nội vụ;Chuyên viên;01/07/2026;\n"

/* ---- what is taken in ----------------------------------------------------*/

static void a_person_comes_with_name_keys_and_duty(void **s)
{
    (void)s;
    assert_int_equal(import("\xEF\xBB\xBF" HEAD ANH), OK);
    assert_int_equal(counts.added, 1);
    const struct person *p = person_by("00123");
    assert_non_null(p);
    assert_string_equal(p->national_id, "001099000123");
    assert_string_equal(p->full_name, "Nguyễn Thị Ánh");
    assert_string_equal(p->family_name, "Nguyễn");
    assert_string_equal(p->middle_name, "Thị");
    assert_string_equal(p->given_name, "Ánh");
    assert_int_equal(p->birth_date, 19801105);
    assert_string_equal(p->kind, "cong_chuc");
    const struct assignment *duty = duty_of("00123", DAY);
    assert_int_equal(duty->unit, home_affairs);
    assert_string_equal(duty->job_title, "Chuyên viên");
    assert_int_equal(duty->valid_from, 20260701);
    assert_int_equal(deeds(), 1);
}

static void zeros_ahead_stay_however_they_are_protected(void **s)
{
    (void)s;
    assert_int_equal(import("so_hieu,ho_ten,loai,don_vi\n"
                            "\"=\"\"0012\"\"\",Ai,viên chức,Sở Y tế\n"
                            "'0013,Bé,viên chức,Sở Y tế\n"
                            "0014,Cả,viên chức,Sở Y tế\n"),
                     OK);
    assert_non_null(person_by("0012"));
    assert_non_null(person_by("0013"));
    assert_non_null(person_by("0014"));
}

/* Whatever the column: it would run on the machine of who opens an export. */
static void what_a_spreadsheet_would_run_is_refused(void **s)
{
    static const char *const cells[] = {"=1+1",
                                        "@SUM(A1)",
                                        "+cmd|' /C calc'!A0",
                                        "-2+3+cmd|' /C calc'!A0",
                                        "|calc",
                                        "＝1+1",
                                        "＋cmd",
                                        "－cmd",
                                        "＠x",
                                        "-Chuyên viên"};

    (void)s;
    for (size_t i = 0; i < sizeof cells / sizeof *cells; i++) {
        assert_refused(arena_print(arena,
                                   "so_hieu;ho_ten;loai;don_vi\n"
                                   "Z1;\"%s\";viên chức;Sở Y tế\n",
                                   cells[i]),
                       2, "bảng tính sẽ hiểu là công thức");
        assert_refused(arena_print(arena,
                                   "so_hieu;ho_ten;loai;don_vi;chuc_vu\n"
                                   "Z1;Lê Lạ;viên chức;Sở Y tế;\"%s\"\n",
                                   cells[i]),
                       2, "bảng tính sẽ hiểu là công thức");
    }
    assert_true(!staff_formula("+84 24 3825.1234") && !staff_formula("-5,5") &&
                !staff_formula("K-9") && !staff_formula("a=b"));
}

static void headings_may_be_words_and_names_two_columns(void **s)
{
    (void)s;
    assert_int_equal(
        import("sep=,\nSTT,Số hiệu CBCCVC,Họ và tên đệm,Tên,Loại,Đơn vị\n"
               "1,A1,Hoàng Phủ Ngọc,Tường,Viên chức,Sở Y tế\n"
               "2,A2,Y,Moan Êban,HĐLĐ,Sở Y tế\n"),
        OK);
    assert_string_equal(person_by("A1")->full_name, "Hoàng Phủ Ngọc Tường");
    assert_string_equal(person_by("A2")->given_name, "Moan Êban");
}

static void names_of_one_word_and_with_apostrophes_pass(void **s)
{
    (void)s;
    assert_int_equal(import("so_hieu;ho_ten;loai;don_vi\n"
                            "A1;K'Brêu;viên chức;Sở Y tế\n"),
                     OK);
    assert_string_equal(person_by("A1")->given_name, "K'Brêu");
    assert_string_equal(person_by("A1")->family_name, "");
}

static void a_decomposed_name_is_the_composed_one(void **s)
{
    (void)s;
    assert_int_equal(import("so_hieu;ho_ten;loai;don_vi\n"
                            "A1;\xC4\x90u\xCC\x9B\xCC\x81"
                            "c;viên chức;Sở Y tế\n"),
                     OK);
    assert_string_equal(person_by("A1")->full_name, "Đức");
}

static void people_are_listed_in_vietnamese_order(void **s)
{
    static const char *const names[] = {
        "Ngô Ái",       "Ngô Trần Ái",      "Nguyễn Thị An", "Trần Văn An",
        "Trần Thị Ánh", "Lê Hồng Ân",       "Phạm Thị Ấn",   "Bùi Thị Bình",
        "Lê Thị Dung",  "Lê Thị Dũng",      "Đặng Văn Dũng", "Đỗ Minh Đức",
        "Nguyễn Văn Ê", "Lý Thị Hoa",       "Lý Thị Hoà",    "Lý Thị Hòa",
        "Hồ Thị Ngọc",  "Hồ Thị Bích Ngọc", "Vũ Đình Ổn",    "Cao Văn Ưng",
        "Hoàng Như Ý",  "Nguyễn Thị Yến"};
    enum { N = sizeof names / sizeof *names };
    struct buf text = {.arena = arena};
    const struct people_filter everybody = {
        .scope = {.whole = true, .day = DAY}};
    const struct person *people;
    size_t count;

    (void)s;
    emit_text(&text, "so_hieu;ho_ten;loai;don_vi\n");
    for (int i = N - 1; i >= 0; i--)
        emit_text(&text, arena_print(arena, "B%02d;%s;viên chức;Sở Y tế\n", i,
                                     names[i]));
    assert_int_equal(import(text.data), OK);
    assert_int_equal(person_list(db, arena, &everybody,
                                 (struct people_place){0}, 100, &people,
                                 &count),
                     OK);
    assert_int_equal(count, N);
    for (size_t i = 0; i < N; i++)
        assert_string_equal(people[i].full_name, names[i]);
}

static void two_of_one_name_are_ordered_by_birth_date(void **s)
{
    const struct people_filter everybody = {
        .scope = {.whole = true, .day = DAY}};
    const struct person *people;
    size_t count;

    (void)s;
    assert_int_equal(import("so_hieu;ho_ten;loai;don_vi;ngay_sinh\n"
                            "A1;Lê Hoa;viên chức;Sở Y tế;02/01/1990\n"
                            "A2;Lê Hoa;viên chức;Sở Y tế;01/12/1985\n"),
                     OK);
    assert_int_equal(person_list(db, arena, &everybody,
                                 (struct people_place){0}, 100, &people,
                                 &count),
                     OK);
    assert_string_equal(people[0].staff_number, "A2");
}

static void an_imported_person_is_found_without_marks(void **s)
{
    struct people_filter filter = {.scope = {.whole = true, .day = DAY}};
    const struct person *people;
    size_t count;

    (void)s;
    assert_int_equal(import(HEAD ANH), OK);
    filter.words[0] = (struct people_word){"anh", search_end(arena, "anh")};
    filter.word_count = 1;
    assert_int_equal(person_list(db, arena, &filter, (struct people_place){0},
                                 10, &people, &count),
                     OK);
    assert_int_equal(count, 1);
}

/* ---- units ---------------------------------------------------------------*/

static void a_unit_is_known_by_code_path_or_both(void **s)
{
    (void)s;
    assert_int_equal(import("so_hieu;ho_ten;loai;ma_don_vi;don_vi;phong\n"
                            "A1;Ai;viên chức;H99.02;;\n"
                            "A2;Bé;viên chức;;so noi vu > THANH TRA;\n"
                            "A3;Cả;viên chức;H99.02;Sở Nội vụ;Thanh tra\n"
                            "A4;Dì;viên chức;;Sở Nội vụ;Thanh tra\n"
                            "A5;Em;viên chức;H99;Sở Nội vụ › Thanh tra;\n"),
                     OK);
    assert_int_equal(duty_of("A1", DAY)->unit, home_affairs);
    assert_int_equal(duty_of("A2", DAY)->unit, inspectors);
    assert_int_equal(duty_of("A3", DAY)->unit, inspectors);
    assert_int_equal(duty_of("A4", DAY)->unit, inspectors);
    assert_int_equal(duty_of("A5", DAY)->unit, inspectors);
}

static void a_unit_that_ended_stands_for_its_one_successor(void **s)
{
    (void)s;
    assert_int_equal(import("so_hieu;ho_ten;loai;ma_don_vi;don_vi\n"
                            "A1;Ai;viên chức;;Quận Bắc\n"
                            "A2;Bé;viên chức;H99.70;\n"),
                     OK);
    assert_int_equal(findings.count, 2);
    assert_string_equal(duty_of("A1", DAY)->unit_name, "UBND phường Cầu Đá");
    assert_string_equal(duty_of("A2", DAY)->unit_name, "UBND phường Cầu Đá");
}

/* ---- what is refused -----------------------------------------------------*/

#define ROW(cells)                                                             \
    "so_hieu;cccd;ho_ten;ngay_sinh;gioi_tinh;loai;ma_don_vi;don_vi;phong;"     \
    "email;tu_ngay;nghi_tu\n" cells "\n"

static void each_fault_is_named_with_its_row_and_column(void **s)
{
    static const struct {
        const char *text, *said;
    } faults[] = {
        {ROW(";;Ai;;;viên chức;H99;;;;;"), "cột so_hieu: dòng này không có số"},
        {ROW("A1;;;;;viên chức;H99;;;;;"), "cột ho_ten: chưa có họ tên"},
        {ROW("A1;;Ai 2;;;viên chức;H99;;;;;"), "cột ho_ten, \"Ai 2\": họ tên"},
        {ROW("A1;1099000123;Ai;;;viên chức;H99;;;;;"), "số 0 ở đầu bị mất"},
        {ROW("A1;00109900012X;Ai;;;viên chức;H99;;;;;"), "12 chữ số"},
        {ROW("A1;1,099E+09;Ai;;;viên chức;H99;;;;;"), "đã làm tròn"},
        {ROW("A1;;Ai;31/02/1980;;viên chức;H99;;;;;"), "cột ngay_sinh, \"31/0"},
        {ROW("A1;;Ai;7/31/1980;;viên chức;H99;;;;;"), "tháng đứng trước ngày"},
        {ROW("A1;;Ai;31234;;viên chức;H99;;;;;"), "số ngày của bảng tính"},
        {ROW("A1;;Ai;01/01/2020;;viên chức;H99;;;;;"), "chưa đủ 14 tuổi"},
        {ROW("A1;;Ai;;X;viên chức;H99;;;;;"), "ghi Nam hoặc Nữ"},
        {ROW("A1;;Ai;;;giám đốc;H99;;;;;"), "cột loai, \"giám đốc\""},
        {ROW("A1;;Ai;;;;H99;;;;;"), "người mới cần có loại"},
        {ROW("A1;;Ai;;;viên chức;;;;;;"), "người mới cần có đơn vị"},
        {ROW("A1;;Ai;;;viên chức;H00;;;;;"), "không có đơn vị nào mang mã này"},
        {ROW("A1;;Ai;;;viên chức;;Sở Lạ;;;;"), "không có đơn vị tên như vậy"},
        {ROW("A1;;Ai;;;viên chức;;Thanh tra;;;;"), "Sở Nội vụ › Thanh tra; Sở"},
        {ROW("A1;;Ai;;;viên chức;;Quận Nam;;;;"), "kế thừa là: UBND phường"},
        {ROW("A1;;Ai;;;viên chức;H99.02;Sở Y tế;;;;"),
         "không khớp với cột ma_"},
        {ROW("A1;;Ai;;;viên chức;H99.02;;Phòng Lạ;;;"),
         "trong Sở Nội vụ không"},
        {ROW("A1;;Ai;;;viên chức;H99.20;;;;01/06/2025;"),
         "có từ ngày 01/07/20"},
        {ROW("A1;;Ai;;;viên chức;H99;;;ai;;"), "không phải địa chỉ thư"},
        {ROW("A1;;Ai;;;viên chức;H99;;;;02/01/2026;01/01/2026"), "phải sau"},
        {ROW("A1;;=B2;;;viên chức;H99;;;;;"), "là công thức"},
        {ROW("A1;;\"Ai\nĐó\";;;viên chức;H99;;;;;"), "dấu xuống dòng"},
        {ROW("A1;;Ai\xE2\x80\x8B;;;viên chức;H99;;;;;"), "ký tự ẩn"},
        {ROW("A1;;Ai;;;viên chức;H99;;;;;;;thừa"), "nhiều ô hơn dòng tiêu đề"},
        {ROW("A1;;NguyÔn V¨n §øc;;;viên chức;H99;;;;;"), "TCVN3"},
        {ROW("A1;;Nguyeãn Vaên Ñöùc;;;viên chức;H99;;;;;"), "VNI"},
    };

    (void)s;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        assert_refused(faults[i].text, 2, faults[i].said);
    assert_int_equal(in_service(), 0);
    assert_int_equal(deeds(), 0);
}

static void a_file_that_is_not_utf8_is_told_what_it_is(void **s)
{
    static const char utf16[] = "\xFF\xFEs\0o\0_\0h\0";
    static const char workbook[] = "PK\3\4....";

    (void)s;
    assert_int_equal(import_bytes(utf16, sizeof utf16 - 1, 0, false), INVALID);
    assert_non_null(strstr(findings.list[0].vi, "UTF-16"));
    assert_int_equal(import_bytes(workbook, 8, 0, false), INVALID);
    assert_non_null(strstr(findings.list[0].vi, "XLSX"));
    assert_refused("so_hieu;ho_ten;loai;don_vi\nA1;Ai;a;b\n"
                   "A2;Nguy\xD4n V\xA8n \xA7\xF8"
                   "c;a;b\n",
                   3, "TCVN3");
    assert_refused("so_hieu;ho_ten\nA1;Nguye\xE3n Va\xEAn \xD1\xF6\xF9"
                   "c\n",
                   2, "VNI");
    assert_refused("so_hieu;ho_ten\nA1;caf\xE9\n", 2, "không phải UTF-8");
}

static void without_the_columns_needed_rows_are_not_looked_at(void **s)
{
    (void)s;
    assert_refused("STT;ho_ten\n1;Ai\n2;Bé\n", 1, "so_hieu, ma_ho_so, cccd");
    assert_refused("so_hieu;loai\nA1;x\n", 1, "không có cột ho_ten");
    assert_refused("so_hieu;ho_ten;Họ và tên\nA1;Ai;Ai\n", 1, "hai cột ho_ten");
    assert_refused("so_hieu;ho_ten\n", 0, "không có dòng nào");
}

static void a_number_may_stand_in_one_row_only(void **s)
{
    (void)s;
    assert_refused(HEAD ANH "00123;;Trần Văn Đức;;viên chức;Sở Y tế;;;\n", 3,
                   "đã có ở dòng 2");
}

static void all_faults_are_told_and_nothing_is_taken_in(void **s)
{
    (void)s;
    assert_int_equal(import(HEAD ANH "A2;;Bé;31/02/1980;viên chức;Sở Lạ;;;\n"
                                     "A3;;Cả;;viên chức;Sở Lạ;;;\n"
                                     "A4;;Dì;;viên chức;Sở Y tế;;;\n"
                                     "A5;12;Em;;lạ;Sở Y tế;;;\n"),
                     INVALID);
    assert_int_equal(findings.errors, 4); /* row 3 stops at its own cells */
    assert_int_equal(findings.list[0].line, 3);
    assert_int_equal(findings.list[1].line, 4);
    assert_int_equal(findings.list[3].line, 6);
    assert_int_equal(in_service(), 0);
}

static void lines_are_those_of_the_file_behind_quoted_line_breaks(void **s)
{
    (void)s;
    assert_refused("so_hieu;ho_ten;loai;ma_don_vi;ghi chú\n"
                   "A1;Ai;viên chức;H99;\"một\nhai\nba\"\n"
                   "\n"
                   "A2;Bé;viên chức;H00;\n",
                   6, "không có đơn vị nào");
}

/* ---- the second time -----------------------------------------------------*/

static void the_same_file_again_changes_nothing(void **s)
{
    const struct person *before, *after;
    const struct assignment *list;
    size_t count;

    (void)s;
    assert_int_equal(import(HEAD ANH), OK);
    before = person_by("00123");
    assert_int_equal(import_on(DAY + 3, HEAD ANH), OK);
    assert_int_equal(counts.same, 1);
    assert_int_equal(counts.added + counts.changed + counts.moved, 0);
    after = person_by("00123");
    assert_int_equal(before->changed_at, after->changed_at);
    assert_int_equal(assignment_list(db, arena, after->id, &list, &count), OK);
    assert_int_equal(count, 1);
    assert_int_equal(deeds(), 1);
}

static void a_dry_run_tells_and_writes_nothing(void **s)
{
    (void)s;
    assert_int_equal(import_bytes(HEAD ANH, strlen(HEAD ANH), DAY, true), OK);
    assert_int_equal(counts.added, 1);
    assert_null(person_by("00123"));
    assert_int_equal(deeds(), 0);
}

static void another_duty_ends_the_one_before_on_its_day(void **s)
{
    (void)s;
    assert_int_equal(import(HEAD ANH), OK);
    assert_int_equal(import("so_hieu;ho_ten;don_vi;tu_ngay\n"
                            "00123;Nguyễn Thị Ánh;Sở Y tế;15/08/2026\n"),
                     OK);
    assert_int_equal(counts.moved, 1);
    assert_int_equal(counts.changed, 0);
    assert_int_equal(duty_of("00123", 20260814)->unit, home_affairs);
    assert_int_equal(duty_of("00123", 20260815)->unit, health);
    assert_string_equal(duty_of("00123", 20260815)->job_title, "Chuyên viên");
    assert_refused(HEAD ANH, 2, "nhiệm vụ hiện ghi có từ 15/08/2026");
}

static void without_a_day_a_move_begins_on_the_day_of_the_import(void **s)
{
    (void)s;
    assert_int_equal(import(HEAD ANH), OK);
    assert_int_equal(import_on(20260910, "so_hieu;ho_ten;chuc_vu\n"
                                         "00123;Nguyễn Thị Ánh;Phó phòng\n"),
                     OK);
    assert_string_equal(duty_of("00123", 20260909)->job_title, "Chuyên viên");
    assert_string_equal(duty_of("00123", 20260910)->job_title, "Phó phòng");
}

static void a_duty_of_the_very_day_is_put_right(void **s)
{
    const struct assignment *list;
    size_t count;

    (void)s;
    assert_int_equal(import(HEAD ANH), OK);
    assert_int_equal(import("so_hieu;ho_ten;don_vi;tu_ngay\n"
                            "00123;Nguyễn Thị Ánh;Sở Y tế;01/07/2026\n"),
                     OK);
    assert_int_equal(
        assignment_list(db, arena, person_by("00123")->id, &list, &count), OK);
    assert_int_equal(count, 1);
    assert_int_equal(list[0].unit, health);
}

static void what_changes_of_a_person_is_written_and_the_rest_stays(void **s)
{
    struct people_filter filter = {.scope = {.whole = true, .day = DAY}};
    const struct person *people;
    size_t count;

    (void)s;
    assert_int_equal(import(HEAD ANH), OK);
    assert_int_equal(import("cccd;so_hieu;ho_ten;ngay_sinh;email\n"
                            "001099000123;00123;Nguyễn Thị Oanh;;o@so.vn\n"),
                     OK);
    assert_int_equal(counts.changed, 1);
    assert_int_equal(findings.count, 1); /* the name is another one */
    const struct person *p = person_by("00123");
    assert_string_equal(p->given_name, "Oanh");
    assert_int_equal(p->birth_date, 19801105);
    assert_string_equal(p->email, "o@so.vn");
    filter.words[0] = (struct people_word){"oanh", search_end(arena, "oanh")};
    filter.word_count = 1;
    assert_int_equal(person_list(db, arena, &filter, (struct people_place){0},
                                 10, &people, &count),
                     OK);
    assert_int_equal(count, 1);
}

static void a_number_in_the_wrong_row_is_noticed(void **s)
{
    (void)s;
    assert_int_equal(import(HEAD ANH
                            "00200;001099000200;Trần Văn Đức;01/02/1979;công "
                            "chức;Sở Y tế;;;\n"),
                     OK);
    assert_refused("so_hieu;ho_ten;ngay_sinh\n00123;Lê Lạ;01/01/1990\n", 2,
                   "là của Nguyễn Thị Ánh, sinh 05/11/1980");
    assert_refused("so_hieu;cccd;ho_ten\n00123;001099000200;Nguyễn Thị Ánh\n",
                   2, "là của Trần Văn Đức");
    assert_refused("so_hieu;ho_ten;loai;don_vi\n"
                   "123;Nguyễn Thị Ánh;công chức;Sở Nội vụ\n",
                   2, "số hiệu 00123: số 0 ở đầu bị mất");
}

static void a_likely_twin_is_noted(void **s)
{
    (void)s;
    assert_int_equal(import(HEAD ANH), OK);
    assert_int_equal(import("so_hieu;ho_ten;ngay_sinh;loai;don_vi\n"
                            "900;NGUYEN THI ANH;05/11/1980;công chức;Sở Y tế\n"
                            "901;Lý Hoà;05/11/1980;công chức;Sở Y tế\n"
                            "902;Lý Hòa;05/11/1980;công chức;Sở Y tế\n"),
                     OK);
    assert_int_equal(findings.count, 2);
    assert_int_equal(findings.errors, 0);
    assert_int_equal(findings.list[0].line, 2);
    assert_int_equal(findings.list[1].line, 4);
}

static void who_leaves_and_comes_back(void **s)
{
    static const char leaving[] =
        HEAD "00123;;Nguyễn Thị Ánh;;;;;;01/10/2026\n";

    (void)s;
    assert_int_equal(import(HEAD ANH), OK);
    assert_int_equal(import(leaving), OK);
    assert_int_equal(counts.left, 1);
    assert_int_equal(person_by("00123")->left_on, 20261001);
    assert_int_equal(duty_of("00123", 20260930)->valid_to, 20261001);
    assert_int_equal(import(leaving), OK);
    assert_int_equal(counts.same, 1);
    assert_int_equal(deeds(), 2);
    assert_int_equal(import(HEAD ANH), OK); /* says nothing of a return */
    assert_int_equal(counts.same, 1);
    assert_int_equal(findings.count, 1);
    assert_int_equal(
        import(HEAD "00123;;Nguyễn Thị Ánh;;;Sở Y tế;;01/12/2026;\n"), OK);
    assert_int_equal(person_by("00123")->left_on, 0);
    assert_int_equal(duty_of("00123", 20261201)->unit, health);
}

static void a_concurrent_duty_stands_beside_the_main_one(void **s)
{
    static const char text[] = "so_hieu;ho_ten;loai;don_vi;chuc_vu;kiem_nhiem\n"
                               "A1;Ai;viên chức;Sở Y tế;Phó trưởng ban;có\n"
                               "A1;Ai;viên chức;Sở Nội vụ;Chuyên viên;\n";
    const struct assignment *list;
    size_t count;

    (void)s;
    assert_int_equal(import(text), OK);
    assert_int_equal(duty_of("A1", DAY)->unit, home_affairs);
    assert_int_equal(import(text), OK);
    assert_int_equal(counts.same, 2);
    int64_t person = person_by("A1")->id;
    assert_int_equal(assignment_list(db, arena, person, &list, &count), OK);
    assert_int_equal(count, 2);
    assert_false(list[1].main);
    assert_int_equal(import("so_hieu;don_vi;kiem_nhiem;nghi_tu;ho_ten\n"
                            "A1;Sở Y tế;x;01/12/2026;\n"),
                     OK);
    assert_int_equal(counts.moved, 1);
    assert_int_equal(assignment_list(db, arena, person, &list, &count), OK);
    assert_int_equal(list[1].valid_to, 20261201);
    assert_int_equal(list[0].valid_to, 0);
    assert_refused("so_hieu;don_vi;kiem_nhiem;ho_ten\nA9;Sở Y tế;x;\n", 2,
                   "chưa có nhiệm vụ chính");
}

static void positions_are_known_by_code_and_new_ones_need_a_name(void **s)
{
    const struct coded *list;
    size_t count;

    (void)s;
    assert_refused("so_hieu;ho_ten;loai;don_vi;vtvl\n"
                   "A1;Ai;viên chức;Sở Y tế;VT01\n",
                   2, "mã này chưa có");
    assert_int_equal(import("so_hieu;ho_ten;loai;don_vi;vtvl;ten_vtvl\n"
                            "A1;Ai;viên chức;Sở Y tế;VT01;Văn thư\n"
                            "A2;Bé;viên chức;Sở Y tế;VT01;\n"),
                     OK);
    assert_int_equal(position_list(db, arena, &list, &count), OK);
    assert_int_equal(count, 1);
    assert_string_equal(duty_of("A2", DAY)->position_name, "Văn thư");
    assert_int_equal(import("so_hieu;ho_ten;loai;don_vi;Vị trí việc làm\n"
                            "A3;Cả;viên chức;Sở Y tế;văn thư\n"),
                     OK);
    assert_string_equal(duty_of("A3", DAY)->position_code, "VT01");
}

/* ---- runs ----------------------------------------------------------------*/

enum { MANY = 3000 };

static const char *many_people(void)
{
    struct buf text = {.arena = arena};

    buf_bytes(&text, HEAD, strlen(HEAD));
    for (int i = 0; i < MANY; i++) {
        const char *row = arena_print(
            arena, "N%05d;;Phạm Văn Khánh %s;;viên chức;Sở Y tế;;;\n", i,
            i % 2 ? "Bình" : "Đức");
        buf_bytes(&text, row, strlen(row));
    }
    return text.data;
}

static void many_people_come_in_steps_and_no_mark_is_left(void **s)
{
    const struct staff_run *runs;
    size_t count;

    (void)s;
    assert_int_equal(import(many_people()), OK);
    assert_int_equal(in_service(), MANY);
    assert_int_equal(staff_run_list(db, arena, &runs, &count), OK);
    assert_int_equal(count, 0);
}

struct left_behind {
    int64_t at;
};

/* What an import that was killed leaves: a run and somebody it has staged. */
static enum status leave_behind(struct db *tx, void *arg)
{
    const struct left_behind *l = arg;
    const struct staff_run run = {
        .id = 77, .file_name = "b.csv", .digest = "", .at = l->at};
    const struct person person = {.id = 78,
                                  .staff_number = "00123",
                                  .full_name = "Ai",
                                  .family_name = "",
                                  .middle_name = "",
                                  .given_name = "Ai",
                                  .sort_key = "A",
                                  .fold_key = "ai",
                                  .kind = "can_bo",
                                  .created_at = 1,
                                  .changed_at = 1};
    const struct assignment duty = {
        .id = 79, .person = 78, .unit = city, .main = true, .valid_from = OLD};

    TRY(staff_run_add(tx, arena, &run));
    TRY(person_add(tx, arena, &person, 77));
    TRY(person_word_add(tx, arena, 78, "ai"));
    return assignment_add(tx, arena, &duty, 77);
}

static void what_a_killed_import_left_is_cleared_away(void **s)
{
    struct left_behind left = {now - 61000};

    (void)s;
    assert_int_equal(db_write(db, leave_behind, &left), OK);
    assert_null(person_by("78"));
    assert_int_equal(import(HEAD ANH), OK);
    assert_string_equal(person_by("00123")->full_name, "Nguyễn Thị Ánh");
    assert_int_equal(in_service(), 1);
}

static void two_imports_at_once_are_one_too_many(void **s)
{
    struct left_behind left = {now - 1000};
    const struct person *person;

    (void)s;
    assert_int_equal(db_write(db, leave_behind, &left), OK);
    assert_int_equal(import(HEAD ANH), CONFLICT);
    assert_int_equal(person_find(db, arena, 78, &person), MISSING);
    assert_int_equal(in_service(), 0);
}

/* ---- taking it back ------------------------------------------------------*/

#define BINH                                                                   \
    "00124;001099000124;Trần Văn Bình;06/11/1981;công chức;"            \
    "Sở Nội vụ;Chuyên viên;01/07/2026;\n"
#define CHI                                                                    \
    "00125;001099000125;Lê Thị Chi;07/11/1982;công chức;"                \
    "Sở Nội vụ;Chuyên viên;01/07/2026;\n"

/* Everything an import writes of people, as text. */
static const char *everything(void)
{
    static const char *const keys[] = {"00123", "00124", "00125", "00126"};
    const char *all = "";

    for (size_t i = 0; i < 4; i++) {
        const struct person *p = person_by(keys[i]);
        const struct assignment *duties;
        size_t count;
        if (!p)
            continue;
        all = arena_print(arena, "%s%s %s %s %lld\n", all, keys[i],
                          p->full_name, p->kind, (long long)p->left_on);
        assert_int_equal(assignment_list(db, arena, p->id, &duties, &count),
                         OK);
        for (size_t k = 0; k < count; k++)
            all = arena_print(
                arena, "%s  %s %s %lld-%lld\n", all, duties[k].unit_name,
                duties[k].job_title ? duties[k].job_title : "",
                (long long)duties[k].valid_from, (long long)duties[k].valid_to);
    }
    return all;
}

static size_t found(const char *word)
{
    const struct people_filter filter = {
        .scope = {.whole = true, .day = 20261001},
        .words = {{word, arena_print(arena, "%s~", word)}},
        .word_count = 1};
    const struct person *list;
    size_t count;

    assert_int_equal(person_list(db, arena, &filter, (struct people_place){0},
                                 10, &list, &count),
                     OK);
    return count;
}

/* Renames the first, moves the second, lets the third go, brings a fourth. */
static int64_t take_second_list(void)
{
    assert_int_equal(import(HEAD ANH BINH CHI), OK);
    now += 1000;
    assert_int_equal(
        import_on(20260901,
                  HEAD "00123;001099000123;Nguyễn Thị Oanh;05/11/1980;viên "
                       "chức;Sở Nội vụ;Trưởng phòng;01/09/2026;\n"
                       "00124;001099000124;Trần Văn Bình;06/11/1981;công chức;"
                       "UBND phường Cầu Đá;Chuyên viên;01/09/2026;\n"
                       "00125;001099000125;Lê Thị Chi;07/11/1982;công chức;;;;"
                       "01/10/2026\n"
                       "00126;001099000126;Phạm Thị Dung;08/11/1983;công chức;"
                       "Sở Nội vụ;Chuyên viên;01/09/2026;\n"),
        OK);
    assert_true(counts.run != 0);
    return counts.run;
}

static void an_import_can_be_taken_back_as_a_whole(void **s)
{
    (void)s;
    assert_int_equal(import(HEAD ANH BINH CHI), OK);
    const char *before = everything();
    int64_t run = take_second_list();
    assert_string_not_equal(everything(), before);
    assert_int_equal(found("oanh"), 1);
    assert_int_equal(staff_undo(&house, arena, run, "", 0, now), INVALID);
    assert_int_equal(staff_undo(&house, arena, run, "Nhầm tệp", 0, now + 1),
                     OK);
    assert_string_equal(everything(), before);
    assert_int_equal(found("oanh"), 0);
    assert_int_equal(found("anh"), 1);
    assert_int_equal(found("dung"), 0);
    assert_null(person_by("001099000126"));
    /* once is enough; and it can come again */
    assert_int_equal(staff_undo(&house, arena, run, "Nhầm tệp", 0, now + 2),
                     MISSING);
    now += 1000;
    take_second_list();
    assert_int_equal(found("oanh"), 1);
}

struct afterwards {
    int64_t person, unit;
};

static enum status give_duty(struct db *tx, void *arg)
{
    const struct afterwards *a = arg;

    return assignment_add(tx, arena,
                          &(struct assignment){.id = id_new(),
                                               .person = a->person,
                                               .unit = a->unit,
                                               .valid_from = 20261001},
                          0);
}

static enum status give_role(struct db *tx, void *arg)
{
    const struct afterwards *a = arg;

    return grant_add(tx, arena, a->person,
                     &(struct grant){.id = id_new(),
                                     .role = "hr",
                                     .unit = a->unit,
                                     .valid_from = 20261001});
}

static void what_came_after_stands_in_the_way(void **s)
{
    const struct staff_hindrance *list;
    int64_t run = take_second_list();
    struct afterwards dung = {person_by("00126")->id, city},
                      binh = {person_by("00124")->id, city};
    const char *as_is;
    size_t count;

    (void)s;
    assert_int_equal(staff_undo_look(&house, arena, run, &list, &count), OK);
    assert_int_equal(count, 0);
    assert_int_equal(db_write(db, give_role, &dung), OK);
    assert_int_equal(db_write(db, give_duty, &binh), OK);
    assert_int_equal(staff_undo_look(&house, arena, run, &list, &count), OK);
    assert_int_equal(count, 2);
    assert_string_equal(list[0].kind, "duty");
    assert_string_equal(list[1].kind, "role");
    assert_string_equal(list[1].full_name, "Phạm Thị Dung");
    as_is = everything();
    assert_int_equal(staff_undo(&house, arena, run, "Nhầm", 0, now), CONFLICT);
    assert_string_equal(everything(), as_is);
}

static void of_two_imports_the_later_one_goes_first(void **s)
{
    const struct staff_hindrance *list;
    size_t count;

    (void)s;
    assert_int_equal(import(HEAD ANH BINH CHI), OK);
    int64_t first = counts.run;
    now += 1000;
    int64_t second = take_second_list();
    assert_int_equal(staff_undo_look(&house, arena, first, &list, &count), OK);
    assert_true(count > 0);
    assert_int_equal(staff_undo(&house, arena, first, "Nhầm", 0, now),
                     CONFLICT);
    assert_int_equal(staff_undo(&house, arena, second, "Nhầm", 0, now + 1), OK);
    assert_int_equal(staff_undo_look(&house, arena, first, &list, &count), OK);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(list[i].kind, "changed"); /* put back is a change */
}

#define TEST(name) cmocka_unit_test_setup(name, again)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_person_comes_with_name_keys_and_duty),
        TEST(zeros_ahead_stay_however_they_are_protected),
        TEST(headings_may_be_words_and_names_two_columns),
        TEST(names_of_one_word_and_with_apostrophes_pass),
        TEST(what_a_spreadsheet_would_run_is_refused),
        TEST(a_decomposed_name_is_the_composed_one),
        TEST(people_are_listed_in_vietnamese_order),
        TEST(two_of_one_name_are_ordered_by_birth_date),
        TEST(an_imported_person_is_found_without_marks),
        TEST(a_unit_is_known_by_code_path_or_both),
        TEST(a_unit_that_ended_stands_for_its_one_successor),
        TEST(each_fault_is_named_with_its_row_and_column),
        TEST(a_file_that_is_not_utf8_is_told_what_it_is),
        TEST(without_the_columns_needed_rows_are_not_looked_at),
        TEST(a_number_may_stand_in_one_row_only),
        TEST(all_faults_are_told_and_nothing_is_taken_in),
        TEST(lines_are_those_of_the_file_behind_quoted_line_breaks),
        TEST(the_same_file_again_changes_nothing),
        TEST(a_dry_run_tells_and_writes_nothing),
        TEST(another_duty_ends_the_one_before_on_its_day),
        TEST(without_a_day_a_move_begins_on_the_day_of_the_import),
        TEST(a_duty_of_the_very_day_is_put_right),
        TEST(what_changes_of_a_person_is_written_and_the_rest_stays),
        TEST(a_number_in_the_wrong_row_is_noticed),
        TEST(a_likely_twin_is_noted),
        TEST(who_leaves_and_comes_back),
        TEST(a_concurrent_duty_stands_beside_the_main_one),
        TEST(positions_are_known_by_code_and_new_ones_need_a_name),
        TEST(many_people_come_in_steps_and_no_mark_is_left),
        TEST(what_a_killed_import_left_is_cleared_away),
        TEST(two_imports_at_once_are_one_too_many),
        TEST(an_import_can_be_taken_back_as_a_whole),
        TEST(what_came_after_stands_in_the_way),
        TEST(of_two_imports_the_later_one_goes_first),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
