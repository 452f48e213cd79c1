#include "domain/unit_import.h"

#include "base/clock.h"
#include "domain/lookup.h"
#include "domain/staff_file.h"
#include "domain/units.h"
#include "reading/reading.h"
#include "store/audit.h"
#include "text/legacy.h"
#include "text/parse.h"
#include "text/utf8.h"
#include "json/json.h"

#include <string.h>

enum column { CODE, NAME, KIND, ABOVE, SHORT, FROM, COLUMNS };
enum { MOST_CELLS = 100, MOST_BYTES = 2 << 20, DEEPEST = 20 };

/* Folded, as staff_plain makes them; the first one is what errors say. */
static const struct {
    const char *id, *headings;
} columns[COLUMNS] = {
    [CODE] = {"ma_don_vi", "|ma don vi|ma dinh danh|ma|unit code|code|"},
    [NAME] = {"ten_don_vi", "|ten don vi|don vi|ten|unit|name|"},
    [KIND] = {"loai", "|loai|loai don vi|kind|"},
    [ABOVE] = {"ma_cap_tren", "|ma cap tren|ma don vi cap tren|cap tren|"
                              "parent code|parent|"},
    [SHORT] = {"ten_tat", "|ten tat|ten viet tat|short name|"},
    [FROM] = {"tu_ngay", "|tu ngay|hieu luc tu|from|"},
};

static const struct {
    const char *kind, *words;
} kinds[] = {
    {"agency", "|agency|co quan|ubnd|"},
    {"department", "|department|so|ban|nganh|so ban nganh|"},
    {"division", "|division|phong|phong ban|"},
    {"service_unit", "|service unit|don vi su nghiep|"},
    {"commune", "|commune|phuong|xa|dac khu|phuong xa|"},
    {"point", "|point|diem phuc vu|"},
};

struct row {
    int64_t line;
    const char *cells[COLUMNS];
    const char *kind;
    int64_t from;
    bool same;       /* is there already, and just so */
    int64_t id, top; /* top: the unit above, if it was there before */
    size_t above;    /* else its row; NO_ROW: a root */
};

#define NO_ROW ((size_t)-1)

struct work {
    struct db *db;
    struct arena *arena;
    const struct staff_file *file;
    const struct staff_import *import;
    struct findings *findings;
    int64_t day;
    size_t column[MOST_CELLS], width; /* COLUMNS: not ours */
    struct row *rows;
    size_t count;
    struct lookup by_code; /* -> row */
    struct unit_counts *counts;
};

static bool among(const char *list, const char *word)
{
    size_t n = strlen(word);

    for (const char *at = list; n && (at = strstr(at, word)); at += n)
        if (at[-1] == '|' && at[n] == '|')
            return true;
    return false;
}

static void wrong(struct work *w, const struct row *row, enum column column,
                  const char *vi, const char *en)
{
    struct arena *arena = w->findings->arena;
    const char *text = row->cells[column];
    const char *where =
        text ? arena_print(arena, "%s, \"%s\"", columns[column].id, text)
             : columns[column].id;

    find_error(w->findings, w->file->name, row->line,
               arena_print(arena, "cột %s: %s", where, vi),
               arena_print(arena, "column %s: %s", where, en));
}

/* ---- reading -------------------------------------------------------------*/

static void read_headings(struct work *w, int64_t line,
                          const struct tree *cells)
{
    bool has[COLUMNS + 1] = {0};

    w->width = cells->count < MOST_CELLS ? cells->count : MOST_CELLS;
    for (size_t i = 0; i < w->width; i++) {
        const char *plain = staff_plain(w->arena, cells->items[i].text);
        size_t c = 0;
        while (c < COLUMNS && !among(columns[c].headings, plain))
            c++;
        w->column[i] = has[c] ? COLUMNS : c; /* the first one of a name */
        has[c] = true;
    }
    for (size_t c = CODE; c <= KIND; c++)
        if (!has[c])
            find_error(
                w->findings, w->file->name, line,
                arena_print(w->findings->arena, "dòng tiêu đề không có cột %s.",
                            columns[c].id),
                arena_print(w->findings->arena, "the heading has no column %s.",
                            columns[c].id));
}

/* NULL: empty, or an error that has been said. */
static const char *read_cell(struct work *w, struct row *row,
                             enum column column, const char *bytes)
{
    const char *text;

    if (text_entered(w->arena, bytes, strlen(bytes), TEXT_LINE, &text) !=
        TEXT_FINE) {
        wrong(w, row, column,
              "có ký tự ẩn hoặc dấu xuống dòng. Xóa ô và gõ lại.",
              "has a hidden character or a line break. Clear the cell and "
              "type it again.");
        return NULL;
    }
    text = text_tidy(w->arena, text);
    row->cells[column] = text;
    if (staff_formula(text) || text_legacy(text) != LEGACY_NONE)
        wrong(w, row, column,
              "là công thức (bắt đầu bằng =, +, -, @ hoặc |) hoặc chữ không "
              "phải Unicode. Dán lại dưới dạng giá trị, lưu tệp dạng \"CSV "
              "UTF-8\".",
              "is a formula (begins with =, +, -, @ or |) or not Unicode. "
              "Paste it again as a value and save the file as \"CSV "
              "UTF-8\".");
    return *text ? text : NULL;
}

static void read_kind(struct work *w, struct row *row)
{
    const char *plain =
        row->cells[KIND] ? staff_plain(w->arena, row->cells[KIND]) : "";

    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (among(kinds[i].words, plain))
            row->kind = kinds[i].kind;
    if (!row->kind)
        wrong(w, row, KIND,
              "ghi cơ quan, sở, phòng, đơn vị sự nghiệp, phường, xã hoặc điểm "
              "phục vụ.",
              "write cơ quan, sở, phòng, đơn vị sự nghiệp, phường, xã or điểm "
              "phục vụ.");
}

static void read_row(struct work *w, int64_t line, const struct tree *cells)
{
    struct row *row = &w->rows[w->count];

    *row = (struct row){.line = line, .from = w->day, .above = NO_ROW};
    for (size_t i = 0; i < cells->count && i < w->width; i++)
        if (w->column[i] != COLUMNS)
            row->cells[w->column[i]] = read_cell(
                w, row, (enum column)w->column[i], cells->items[i].text);
    if (!row->cells[CODE])
        wrong(w, row, CODE, "mỗi đơn vị cần một mã.",
              "each unit needs a code.");
    if (!row->cells[NAME])
        wrong(w, row, NAME, "mỗi đơn vị cần một tên.",
              "each unit needs a name.");
    read_kind(w, row);
    if (row->cells[FROM] && !parse_day(row->cells[FROM], &row->from))
        wrong(w, row, FROM,
              "không phải là ngày có trong lịch. Ghi dạng dd/mm/yyyy.",
              "is no day of the calendar. Write dd/mm/yyyy.");
    if (!lookup_put(&w->by_code, row->cells[CODE], w->count))
        wrong(w, row, CODE, "mã này đã có ở một dòng trên. Sửa một trong hai.",
              "a row above has this code. Mend one of them.");
    w->count++;
}

static void read_problems(struct work *w, const struct tree *problems)
{
    for (size_t i = 0; i < problems->count; i++) {
        const struct tree *p = &problems->items[i];
        find_error(w->findings, w->file->name, tree_integer(p, "line", 1),
                   tree_text(p, "vi"), tree_text(p, "en"));
    }
}

static enum status read_rows(struct work *w, struct readers *readers)
{
    const char *bytes = w->file->bytes;
    size_t length = w->file->length;
    struct tree rows, problems;

    if (length > MOST_BYTES || !utf8_valid(bytes, length)) {
        find_error(w->findings, w->file->name, 0,
                   "tệp không phải CSV UTF-8, hoặc lớn hơn 2 MB. Mở bằng bảng "
                   "tính, chọn lưu dạng \"CSV UTF-8\" rồi nhập lại.",
                   "the file is no CSV in UTF-8, or larger than 2 MB. Open it "
                   "in a spreadsheet, save it as \"CSV UTF-8\" and import it "
                   "again.");
        return INVALID;
    }
    if (length >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3)) {
        bytes += 3;
        length -= 3;
    }
    enum status status =
        reading_csv(readers, w->arena, 0, bytes, length, &rows, &problems);
    if (status == INVALID)
        read_problems(w, &problems);
    if (status != OK)
        return status;
    w->rows = arena_many(w->arena, struct row, rows.count + 1);
    for (size_t i = 0; i < rows.count; i++) {
        const struct tree *cells = tree_get(&rows.items[i], "cells");
        int64_t line = tree_integer(&rows.items[i], "line", 1);
        if (!cells)
            continue;
        if (i)
            read_row(w, line, cells);
        else
            read_headings(w, line, cells);
        if (!i && w->findings->errors)
            return INVALID; /* without columns every row would be wrong */
    }
    if (!w->count && !w->findings->errors)
        find_error(w->findings, w->file->name, 0,
                   "tệp không có dòng nào về đơn vị.",
                   "the file has no row about a unit.");
    return w->count ? OK : INVALID;
}

/* ---- what rows mean for the units that are there -------------------------*/

/* MISSING: nobody has or had it. *out is as of the day. */
static enum status find_code(struct work *w, const char *code, int64_t day,
                             const struct unit **out)
{
    const struct unit_code *codes;
    size_t count;
    enum status status = unit_code_find(w->db, w->arena, code, day, out);

    if (status != MISSING)
        return status;
    TRY(unit_code_list(w->db, w->arena, 0, &codes, &count));
    for (size_t i = 0; i < count; i++)
        if (!strcmp(codes[i].code, code))
            return unit_find(w->db, w->arena, codes[i].unit, day, out);
    return MISSING;
}

static enum status find_above(struct work *w, struct row *row)
{
    const char *code = row->cells[ABOVE];
    const struct unit *unit = NULL;

    if (!code)
        return OK;
    if (lookup_get(&w->by_code, code, &row->above)) {
        if (w->rows[row->above].from > row->from)
            wrong(w, row, ABOVE,
                  "đơn vị cấp trên có sau đơn vị này. Sửa cột tu_ngay.",
                  "the unit above begins later than this one. Mend column "
                  "tu_ngay.");
        return OK;
    }
    enum status status =
        unit_code_find(w->db, w->arena, code, row->from, &unit);
    if (status != MISSING) {
        row->top = unit ? unit->id : 0;
        return status;
    }
    wrong(w, row, ABOVE,
          "vào ngày này không có đơn vị nào mang mã đó, cả trong tệp lẫn trong "
          "hệ thống.",
          "on the day no unit has this code, neither in the file nor here.");
    return OK;
}

/* How far the root is, over rows; more than DEEPEST if they go in a circle. */
static int depth_of(const struct work *w, size_t i)
{
    int depth = 0;

    for (; i != NO_ROW && depth <= DEEPEST; i = w->rows[i].above)
        depth++;
    return depth;
}

static bool is_same(struct work *w, const struct row *row,
                    const struct unit *unit)
{
    int64_t above = row->above == NO_ROW ? row->top : w->rows[row->above].id;

    return !strcmp(unit->name, row->cells[NAME]) &&
           !strcmp(unit->kind, row->kind) && unit->parent == above;
}

/* Rows come here after those above them: the ids of what is known are there. */
static enum status compare(struct work *w, struct row *row)
{
    const struct unit *unit;
    int64_t day = row->from > w->day ? row->from : w->day;
    enum status status = find_code(w, row->cells[CODE], day, &unit);

    if (status == MISSING) {
        w->counts->added++;
        return OK;
    }
    TRY(status);
    row->same = true;
    row->id = unit->id;
    w->counts->same++;
    if (unit->valid_to && unit->valid_to <= day)
        wrong(w, row, CODE,
              "mã này đã dùng cho một đơn vị đã kết thúc. Dùng mã khác.",
              "this code was of a unit that has ended. Take another one.");
    else if (!is_same(w, row, unit))
        wrong(w, row, CODE,
              arena_print(w->findings->arena,
                          "mã này là của \"%s\", khác tên, loại hoặc cấp trên "
                          "so với dòng này. Lệnh này chỉ thêm đơn vị mới.",
                          unit->name),
              arena_print(w->findings->arena,
                          "this code is of \"%s\", whose name, kind or unit "
                          "above differ from this row. This command only adds "
                          "units.",
                          unit->name));
    return OK;
}

static enum status check_rows(struct work *w)
{
    for (size_t i = 0; i < w->count; i++)
        TRY(find_above(w, &w->rows[i]));
    for (size_t i = 0; i < w->count; i++)
        if (depth_of(w, i) > DEEPEST)
            wrong(w, &w->rows[i], ABOVE,
                  "các dòng nối thành vòng hoặc sâu quá 20 cấp.",
                  "the rows go in a circle, or deeper than 20 levels.");
    if (w->findings->errors)
        return OK;
    for (int depth = 1; depth <= DEEPEST; depth++)
        for (size_t i = 0; i < w->count; i++)
            if (depth_of(w, i) == depth)
                TRY(compare(w, &w->rows[i]));
    return OK;
}

/* ---- writing -------------------------------------------------------------*/

static enum status open_row(struct db *tx, struct work *w, struct row *row)
{
    const struct unit_draft draft = {
        .name = row->cells[NAME],
        .short_name = row->cells[SHORT],
        .kind = row->kind,
        .scheme = "dinh_danh_dien_tu",
        .code = row->cells[CODE],
        .parent = row->above == NO_ROW ? row->top : w->rows[row->above].id,
        .from = row->from,
    };

    return unit_open(tx, w->arena, &draft, &row->id);
}

static enum status write_rows(struct db *tx, void *arg)
{
    struct work *w = arg;
    struct tree_maker map = tree_map(w->arena);

    for (int depth = 1; depth <= DEEPEST; depth++)
        for (size_t i = 0; i < w->count; i++)
            if (!w->rows[i].same && depth_of(w, i) == depth)
                TRY(open_row(tx, w, &w->rows[i]));
    tree_put(&map, "added", tree_of_integer(w->counts->added));
    tree_put(&map, "file", tree_of_text(w->file->name));
    struct tree detail = tree_done(&map);
    return audit_add(tx, w->arena,
                     &(struct deed){.at = w->import->now,
                                    .actor = w->import->actor,
                                    .action = "unit.import",
                                    .detail = json_text(w->arena, &detail)});
}

enum status unit_import(struct house *house, struct arena *arena,
                        const struct staff_file *file,
                        const struct staff_import *import,
                        struct findings *findings, struct unit_counts *counts)
{
    struct work w = {
        .db = house->db,
        .arena = arena,
        .file = file,
        .import = import,
        .findings = findings,
        .day = import->day ? import->day : clock_day(import->now),
        .by_code = lookup_of(arena),
        .counts = counts,
    };

    *counts = (struct unit_counts){0};
    TRY(read_rows(&w, house->readers));
    counts->rows = (int64_t)w.count;
    if (!findings->errors)
        TRY(check_rows(&w));
    if (findings->errors)
        return INVALID;
    if (import->dry_run || !counts->added)
        return OK;
    enum status status = db_write(house->db, write_rows, &w);
    return status == INVALID ? CONFLICT : status;
}
