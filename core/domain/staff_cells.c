#include "domain/staff_file.h"

#include "text/fold.h"
#include "text/parse.h"
#include "text/utf8.h"

#include <string.h>

enum { MOST_LETTERS = 200, YOUNGEST = 14 };

struct checking {
    struct findings *findings;
    struct arena *arena, *scratch;
    const char *file;
    int64_t today;
    struct staff_row *row;
};

void staff_find(struct findings *findings, const char *file,
                const struct staff_row *row, enum staff_column column,
                const char *vi, const char *en)
{
    const char *name = staff_column_name(column), *cell = row->cells[column];
    struct arena *arena = findings->arena;

    if (cell) {
        vi = arena_print(arena, "cột %s, \"%s\": %s", name, cell, vi);
        en = arena_print(arena, "column %s, \"%s\": %s", name, cell, en);
    } else {
        vi = arena_print(arena, "cột %s: %s", name, vi);
        en = arena_print(arena, "column %s: %s", name, en);
    }
    find_error(findings, file, row->line, vi, en);
}

static void wrong(struct checking *c, enum staff_column column, const char *vi,
                  const char *en)
{
    staff_find(c->findings, c->file, c->row, column, vi, en);
}

/* ---- numbers that are names ----------------------------------------------*/

static size_t digits(const char *text)
{
    return strspn(text, "0123456789");
}

/* "1,23457E+11": what is left of a long number in a numeric cell. */
static bool is_rounded(const char *text)
{
    size_t n = digits(text);

    if (n != 1 || !strchr(",.E", text[1]) || !text[1])
        return false;
    text += text[1] == 'E' ? 1 : 2 + digits(text + 2);
    return *text == 'E' && text[1] == '+' && digits(text + 2);
}

static const char *without(struct arena *arena, const char *text,
                           const char *signs)
{
    char *out = arena_alloc(arena, strlen(text) + 1), *to = out;

    for (; *text; text++)
        if (!strchr(signs, *text))
            *to++ = *text;
    return out;
}

static void check_key(struct checking *c, enum staff_column column)
{
    const char *key = c->row->cells[column];

    if (key && is_rounded(key))
        wrong(c, column,
              "bảng tính đã làm tròn con số. Đặt cột kiểu Văn bản, nhập lại "
              "số rồi lưu.",
              "the spreadsheet has rounded the number. Make the column Text, "
              "enter the numbers again and save.");
    else if (key && text_length(key) > 40)
        wrong(c, column, "dài quá 40 ký tự.", "longer than 40 characters.");
}

static void check_national_id(struct checking *c)
{
    const char **cell = &c->row->cells[STAFF_CCCD];

    check_key(c, STAFF_CCCD);
    if (!*cell || is_rounded(*cell))
        return;
    const char *number = without(c->arena, *cell, " .");
    size_t n = digits(number);
    if (number[n])
        wrong(c, STAFF_CCCD, "chỉ gồm 12 chữ số.", "is 12 digits, no more.");
    else if (n >= 9 && n < 12)
        wrong(c, STAFF_CCCD,
              "thiếu chữ số, cần đủ 12. Nếu số 0 ở đầu bị mất, đặt cột kiểu "
              "Văn bản rồi nhập lại; số CMND 9 chữ số không dùng được.",
              "digits are missing, 12 are needed. If leading zeros were lost, "
              "make the column Text and enter them again; old 9-digit numbers "
              "cannot be used.");
    else if (n != 12)
        wrong(c, STAFF_CCCD, "cần đúng 12 chữ số.", "needs exactly 12 digits.");
    else
        *cell = number;
}

static void check_keys(struct checking *c)
{
    const char *const *cells = c->row->cells;

    check_key(c, STAFF_SO_HIEU);
    check_key(c, STAFF_MA_HO_SO);
    check_national_id(c);
    if (!cells[STAFF_SO_HIEU] && !cells[STAFF_MA_HO_SO] && !cells[STAFF_CCCD])
        wrong(c, STAFF_SO_HIEU,
              "dòng này không có số hiệu, mã hồ sơ hay số CCCD nên không biết "
              "là ai. Điền ít nhất một trong ba.",
              "this row has no staff number, dossier id or national id, so "
              "nobody can tell who it is. Fill in at least one of them.");
}

/* ---- names ---------------------------------------------------------------*/

static const char *joined(struct arena *arena, const char *a, const char *b)
{
    if (!a || !*a || !b || !*b)
        return a && *a ? a : b ? b : "";
    return arena_print(arena, "%s %s", a, b);
}

/* The parts as the file gives them: in two columns or in three. */
static struct name parts_given(struct checking *c)
{
    const char *const *cells = c->row->cells;
    const char *given = cells[STAFF_TEN];

    if (!cells[STAFF_HO_DEM])
        return (struct name){cells[STAFF_HO] ? cells[STAFF_HO] : "",
                             cells[STAFF_TEN_DEM] ? cells[STAFF_TEN_DEM] : "",
                             given ? given : ""};
    const char *both = cells[STAFF_HO_DEM], *space = strchr(both, ' ');
    if (!space)
        return (struct name){both, "", given ? given : ""};
    return (struct name){arena_text(c->arena, both, (size_t)(space - both)),
                         space + 1, given ? given : ""};
}

static void check_name(struct checking *c)
{
    struct staff_row *row = c->row;
    const char **full = &row->cells[STAFF_HO_TEN];
    struct name parts = parts_given(c);
    const char *together = joined(
        c->arena, joined(c->arena, parts.family, parts.middle), parts.given);

    if (!*full && *parts.given)
        *full = together;
    if (!*full) {
        if (!row->beside)
            wrong(c, STAFF_HO_TEN, "chưa có họ tên.", "the name is missing.");
        return;
    }
    if (text_length(*full) > MOST_LETTERS)
        wrong(c, STAFF_HO_TEN, "dài quá 200 ký tự.",
              "longer than 200 characters.");
    if ((*full)[strcspn(*full, "0123456789;|<>")])
        wrong(c, STAFF_HO_TEN, "họ tên có chữ số hoặc dấu lạ.",
              "a digit or a strange sign in a name.");
    if (!*parts.given) {
        row->name = name_split(c->arena, *full);
        return;
    }
    row->name = parts;
    if (strcmp(text_fold(c->scratch, *full), text_fold(c->scratch, together)))
        wrong(c, STAFF_HO_TEN,
              arena_print(c->scratch,
                          "các cột họ, tên đệm, tên ghép lại thành \"%s\". Sửa "
                          "cho khớp.",
                          together),
              arena_print(c->scratch,
                          "the columns of its parts make \"%s\". Make them "
                          "agree.",
                          together));
}

/* ---- words of a list -----------------------------------------------------*/

struct choice {
    const char *word, *code;
};

static bool chosen(struct checking *c, enum staff_column column,
                   const struct choice *choices, const char **code)
{
    const char *cell = c->row->cells[column];

    if (!cell)
        return true;
    const char *word = text_fold(c->scratch, cell);
    for (; choices->word; choices++)
        if (!strcmp(choices->word, word)) {
            *code = choices->code;
            return true;
        }
    return false;
}

static void check_choices(struct checking *c)
{
    static const struct choice genders[] = {
        {"nam", "nam"}, {"nu", "nu"}, {"male", "nam"}, {"female", "nu"}, {0}};
    static const struct choice kinds[] = {
        {"can bo", "can_bo"},
        {"can_bo", "can_bo"},
        {"cong chuc", "cong_chuc"},
        {"cong_chuc", "cong_chuc"},
        {"vien chuc", "vien_chuc"},
        {"vien_chuc", "vien_chuc"},
        {"hdld", "hdld"},
        {"hop dong", "hdld"},
        {"hop dong lao dong", "hdld"},
        {"khong chuyen trach", "khong_chuyen_trach"},
        {"khong_chuyen_trach", "khong_chuyen_trach"},
        {"nguoi hoat dong khong chuyen trach", "khong_chuyen_trach"},
        {0}};
    static const struct choice forms[] = {{"chi", "chi"}, {"anh", "anh"}, {0}};
    static const struct choice yes[] = {
        {"x", "1"},    {"co", "1"}, {"1", "1"}, {"yes", "1"},
        {"khong", ""}, {"no", ""},  {"0", ""},  {"kiem nhiem", "1"},
        {"chinh", ""}, {0}};
    struct staff_row *row = c->row;
    const char *beside = "";

    if (!chosen(c, STAFF_GIOI_TINH, genders, &row->gender))
        wrong(c, STAFF_GIOI_TINH, "ghi Nam hoặc Nữ.", "write Nam or Nữ.");
    if (!chosen(c, STAFF_LOAI, kinds, &row->kind))
        wrong(c, STAFF_LOAI,
              "ghi cán bộ, công chức, viên chức, HĐLĐ hoặc không chuyên trách.",
              "write cán bộ, công chức, viên chức, HĐLĐ or không chuyên "
              "trách.");
    if (!chosen(c, STAFF_XUNG_HO, forms, &row->address_as))
        wrong(c, STAFF_XUNG_HO, "ghi chị hoặc anh, hoặc để trống.",
              "write chị or anh, or leave it empty.");
    if (!chosen(c, STAFF_KIEM_NHIEM, yes, &beside))
        wrong(c, STAFF_KIEM_NHIEM, "ghi có hoặc để trống.",
              "write có, or leave it empty.");
    row->beside = *beside;
}

/* ---- days ----------------------------------------------------------------*/

/* 7/31/1980: the second number cannot be a month, the first can. */
static bool month_first(const char *text)
{
    int64_t first = 0, second = 0;

    for (; *text >= '0' && *text <= '9'; text++)
        first = first * 10 + (*text - '0');
    if (*text)
        text++;
    for (; *text >= '0' && *text <= '9'; text++)
        second = second * 10 + (*text - '0');
    return first >= 1 && first <= 12 && second > 12 && second <= 31;
}

static int64_t check_day(struct checking *c, enum staff_column column)
{
    const char *cell = c->row->cells[column];
    int64_t day = 0;

    if (!cell || parse_day(cell, &day))
        return day;
    size_t n = digits(cell);
    if (!cell[n] && n == 5)
        wrong(c, column,
              "đây là số ngày của bảng tính. Đặt định dạng ô là dd/mm/yyyy rồi "
              "lưu lại.",
              "this is a spreadsheet's day number. Format the cells as "
              "dd/mm/yyyy and save again.");
    else if (month_first(cell))
        wrong(c, column, "có vẻ tháng đứng trước ngày. Ghi dạng dd/mm/yyyy.",
              "the month seems to come first. Write dd/mm/yyyy.");
    else
        wrong(c, column,
              "không phải là ngày có trong lịch. Ghi dạng dd/mm/yyyy, ví dụ "
              "05/11/1980.",
              "is no day of the calendar. Write dd/mm/yyyy, such as "
              "05/11/1980.");
    return 0;
}

static void check_days(struct checking *c)
{
    struct staff_row *row = c->row;

    row->birth_date = check_day(c, STAFF_NGAY_SINH);
    row->from = check_day(c, STAFF_TU_NGAY);
    row->left_on = check_day(c, STAFF_NGHI_TU);
    if (row->birth_date && row->birth_date + YOUNGEST * 10000 > c->today)
        wrong(c, STAFF_NGAY_SINH, "chưa đủ 14 tuổi. Xem lại năm sinh.",
              "is less than 14 years ago. Look at the year again.");
    if (row->left_on && row->from >= row->left_on)
        wrong(c, STAFF_NGHI_TU, "phải sau ngày ở cột tu_ngay.",
              "must come after the day in column tu_ngay.");
}

static void check_lengths(struct checking *c)
{
    static const enum staff_column texts[] = {
        STAFF_EMAIL,    STAFF_DON_VI,     STAFF_PHONG,   STAFF_CHUC_VU,
        STAFF_MA_NGACH, STAFF_VTVL,       STAFF_NHOM_NV, STAFF_MA_DON_VI,
        STAFF_TEN_VTVL, STAFF_TEN_NHOM_NV};
    const char *email = c->row->cells[STAFF_EMAIL];

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        const char *cell = c->row->cells[texts[i]];
        if (cell && text_length(cell) > MOST_LETTERS)
            wrong(c, texts[i], "dài quá 200 ký tự.",
                  "longer than 200 characters.");
    }
    if (email && (!strchr(email, '@') || strchr(email, ' ') ||
                  strchr(email, '@') == email || !strchr(email, '@')[1]))
        wrong(c, STAFF_EMAIL, "không phải địa chỉ thư, ví dụ anh.nt@so.gov.vn.",
              "is no address such as anh.nt@so.gov.vn.");
}

void staff_row_check(struct findings *findings, struct arena *arena,
                     struct arena *scratch, const char *file, int64_t today,
                     struct staff_row *row)
{
    struct checking c = {findings, arena, scratch, file, today, row};

    check_choices(&c);
    check_keys(&c);
    check_name(&c);
    check_days(&c);
    check_lengths(&c);
}
