#include "domain/staff_file.h"

#include "base/clock.h"
#include "reading/reading.h"
#include "text/legacy.h"
#include "text/utf8.h"

#include <string.h>

/* A file is read in pieces, so that neither side holds all of it as a tree. */
enum { PIECE = 1 << 20, MOST_CELLS = 200 };

struct reading {
    struct readers *readers;
    struct findings *findings;
    struct arena *arena, *scratch; /* of the import, of the piece */
    const char *file;
    const struct staff_file *given;
    const struct staff_import *import;
    int64_t today, lines; /* lines: in all */
    char separator;
    bool headed; /* the first row has been read */
    size_t width;
    enum staff_column columns[MOST_CELLS];
    bool legacy[LEGACY_MIXED + 1]; /* kinds said already */
    struct staff_rows *rows;
};

/* ---- what the bytes are --------------------------------------------------*/

static int64_t line_at(const char *bytes, size_t at)
{
    int64_t line = 1;

    for (size_t i = 0; i < at; i++)
        line += bytes[i] == '\n';
    return line;
}

static void say_legacy(struct findings *f, const char *file, int64_t line,
                       enum legacy legacy)
{
    static const struct {
        const char *vi, *en;
    } said[] = {
        [LEGACY_NONE] = {"tệp không phải UTF-8. Mở bằng bảng tính, chọn lưu "
                         "dạng \"CSV UTF-8\" rồi nhập lại.",
                         "the file is not UTF-8. Open it in a spreadsheet, "
                         "save it as \"CSV UTF-8\" and import it again."},
        [LEGACY_TCVN3] = {"chữ theo bảng mã TCVN3 (ABC, phông .VnTime). Chuyển "
                          "mã sang Unicode, ví dụ bằng công cụ chuyển mã của "
                          "Unikey, lưu dạng \"CSV UTF-8\" rồi nhập lại.",
                          "the text is in TCVN3 (ABC, fonts .VnTime). Convert "
                          "it to Unicode, for instance with Unikey's toolkit, "
                          "save it as \"CSV UTF-8\" and import it again."},
        [LEGACY_VNI] = {"chữ theo bảng mã VNI (phông VNI-Times). Chuyển mã "
                        "sang Unicode, ví dụ bằng công cụ chuyển mã của "
                        "Unikey, lưu dạng \"CSV UTF-8\" rồi nhập lại.",
                        "the text is in VNI (fonts VNI-Times). Convert it to "
                        "Unicode, for instance with Unikey's toolkit, save it "
                        "as \"CSV UTF-8\" and import it again."},
        [LEGACY_MIXED] = {"chữ UTF-8 đã bị đọc nhầm bảng mã khi mở. Lấy lại "
                          "tệp gốc, khi mở chọn Unicode (UTF-8), rồi lưu dạng "
                          "\"CSV UTF-8\".",
                          "UTF-8 was read as something else. Take the original "
                          "file, choose Unicode (UTF-8) when opening it, and "
                          "save it as \"CSV UTF-8\"."},
    };

    find_error(f, file, line, said[legacy].vi, said[legacy].en);
}

/* As if the bytes were Latin-1: only to ask which old encoding they are in. */
static enum legacy legacy_of_bytes(struct arena *arena, const char *bytes,
                                   size_t length)
{
    char *text = arena_alloc(arena, length * 2 + 1), *to = text;

    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)bytes[i];
        if (c >= 0x80) {
            *to++ = (char)(0xC0 | c >> 6);
            *to++ = (char)(0x80 | (c & 0x3F));
        } else {
            *to++ = c ? (char)c : ' ';
        }
    }
    return text_legacy(text);
}

/* True if the bytes are UTF-8; else the first line that is not is named. */
static bool check_bytes(struct reading *r, const struct staff_file *file)
{
    const char *bytes = file->bytes;
    size_t good = 0, step = file->length;

    if (file->length >= 2 &&
        (!memcmp(bytes, "\xFF\xFE", 2) || !memcmp(bytes, "\xFE\xFF", 2))) {
        find_error(r->findings, r->file, 1,
                   "tệp ở dạng UTF-16 (\"Unicode Text\"). Lưu lại dạng \"CSV "
                   "UTF-8\" rồi nhập lại.",
                   "the file is UTF-16 (\"Unicode Text\"). Save it as \"CSV "
                   "UTF-8\" and import it again.");
        return false;
    }
    if (utf8_valid(bytes, file->length))
        return true;
    for (const char *end; good < file->length; good += step) {
        end = memchr(bytes + good, '\n', file->length - good);
        step = end ? (size_t)(end - bytes) - good + 1 : file->length - good;
        if (!utf8_valid(bytes + good, step))
            break;
    }
    size_t rest = file->length - good;
    say_legacy(
        r->findings, r->file, line_at(bytes, good),
        legacy_of_bytes(r->scratch, bytes + good, rest < 4000 ? rest : 4000));
    return false;
}

/* ---- rows ----------------------------------------------------------------*/

static bool check_legacy(struct reading *r, int64_t line, const char *text)
{
    enum legacy legacy = text_legacy(text);

    if (legacy == LEGACY_NONE)
        return true;
    if (!r->legacy[legacy])
        say_legacy(r->findings, r->file, line, legacy);
    r->legacy[legacy] = true;
    return false;
}

/* What Excel is told so that it keeps zeros: ="0012", '0012. */
static const char *unwrapped(struct arena *arena, const char *text)
{
    size_t n = strlen(text);

    if (n >= 3 && text[0] == '=' && text[1] == '"' && text[n - 1] == '"')
        return arena_text(arena, text + 2, n - 3);
    return *text == '\'' && text[1] >= '0' && text[1] <= '9' ? text + 1 : text;
}

bool staff_formula(const char *text)
{
    static const char *const always[] = {"=", "@", "|", "＝", "＠"};
    static const char *const signs[] = {"+", "-", "＋", "－", "−"};

    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        if (!strncmp(text, always[i], strlen(always[i])))
            return true;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t length = strlen(signs[i]);
        if (!strncmp(text, signs[i], length))
            return text[length + strspn(text + length, "0123456789 .,()-")];
    }
    return false;
}

/* NULL: nothing there, or an error that has been said. */
static const char *read_cell(struct reading *r, struct staff_row *row,
                             enum staff_column column, const char *bytes)
{
    const char *text;
    enum text_fault fault =
        text_entered(r->scratch, bytes, strlen(bytes), TEXT_LINE, &text);

    if (fault != TEXT_FINE) {
        staff_find(r->findings, r->file, row, column,
                   fault == TEXT_HIDDEN
                       ? "có ký tự ẩn, thường do dán từ nơi khác. Xóa ô và gõ "
                         "lại."
                       : "có dấu xuống dòng hoặc ký tự điều khiển trong ô. Xóa "
                         "ô và gõ lại trên một dòng.",
                   fault == TEXT_HIDDEN
                       ? "has a hidden character, as pasting brings. Clear the "
                         "cell and type it again."
                       : "has a line break or a control character. Clear the "
                         "cell and type it again on one line.");
        return NULL;
    }
    text = text_tidy(r->scratch, unwrapped(r->scratch, text));
    if (!*text || !strcmp(text, "-") || !strcmp(text, "–"))
        return NULL;
    text = arena_text(r->arena, text, strlen(text));
    if (staff_formula(text)) {
        row->cells[column] = text;
        staff_find(r->findings, r->file, row, column,
                   "ô bắt đầu bằng =, +, -, @ hoặc |: bảng tính sẽ hiểu là "
                   "công thức. Dán lại dưới dạng giá trị, bỏ ký tự đó.",
                   "the cell begins with =, +, -, @ or |: a spreadsheet takes "
                   "it for a formula. Paste it again as a value without that "
                   "character.");
        return NULL;
    }
    return check_legacy(r, row->line, text) ? text : NULL;
}

static void check_headings(struct reading *r, int64_t line)
{
    bool has[STAFF_COLUMNS + 1] = {0};

    for (size_t i = 0; i < r->width; i++)
        has[r->columns[i]] = true;
    if (!has[STAFF_SO_HIEU] && !has[STAFF_MA_HO_SO] && !has[STAFF_CCCD])
        find_error(r->findings, r->file, line,
                   "dòng tiêu đề không có cột nào trong so_hieu, ma_ho_so, "
                   "cccd. Thêm ít nhất một cột để biết dòng nào là ai.",
                   "the heading has none of so_hieu, ma_ho_so, cccd. Add at "
                   "least one, so that rows can be told apart.");
    if (!has[STAFF_HO_TEN] && !has[STAFF_TEN])
        find_error(r->findings, r->file, line,
                   "dòng tiêu đề không có cột ho_ten (hoặc ho_dem và ten).",
                   "the heading has no column ho_ten (nor ho_dem and ten).");
}

/* As somebody has chosen, or as the heading says. */
static enum staff_column column_at(struct reading *r, size_t i,
                                   const char *heading)
{
    if (!r->given->columns)
        return staff_column_of(r->scratch, heading);
    return i < r->given->column_count && *r->given->columns[i]
               ? staff_column_of(r->scratch, r->given->columns[i])
               : STAFF_COLUMNS;
}

/* INVALID: without columns every row would be wrong. */
static enum status read_headings(struct reading *r, int64_t line,
                                 const struct tree *cells)
{
    bool seen[STAFF_COLUMNS + 1] = {0};

    r->headed = true;
    r->width = cells->count < MOST_CELLS ? cells->count : MOST_CELLS;
    for (size_t i = 0; i < r->width; i++) {
        const char *text, *bytes = cells->items[i].text;
        r->columns[i] = STAFF_COLUMNS;
        if (text_entered(r->scratch, bytes, strlen(bytes), TEXT_LINES, &text) !=
                TEXT_FINE ||
            !check_legacy(r, line, text))
            continue;
        enum staff_column column = column_at(r, i, text);
        r->columns[i] = column;
        if (column != STAFF_COLUMNS && seen[column])
            find_error(r->findings, r->file, line,
                       arena_print(r->findings->arena,
                                   "có hai cột %s. Bỏ bớt một.",
                                   staff_column_name(column)),
                       arena_print(r->findings->arena,
                                   "there are two columns %s. Leave one out.",
                                   staff_column_name(column)));
        seen[column] = true;
    }
    if (!r->findings->errors)
        check_headings(r, line);
    return r->findings->errors ? INVALID : OK;
}

static bool too_wide(const struct reading *r, const struct tree *cells)
{
    for (size_t i = r->width; i < cells->count; i++)
        if (*cells->items[i].text)
            return true;
    return false;
}

static void keep(struct staff_rows *rows, struct arena *arena,
                 const struct staff_row *row)
{
    if (rows->count == rows->room) {
        rows->room = rows->room * 2 + 256;
        struct staff_row *more =
            arena_many(arena, struct staff_row, rows->room);
        if (rows->count)
            memcpy(more, rows->list, rows->count * sizeof *more);
        rows->list = more;
    }
    rows->list[rows->count++] = *row;
}

static void read_row(struct reading *r, int64_t line, const struct tree *cells)
{
    struct staff_row row = {.line = line};
    size_t errors = r->findings->errors;

    if (too_wide(r, cells))
        find_error(r->findings, r->file, line,
                   "dòng có nhiều ô hơn dòng tiêu đề. Có thể dấu phân cách nằm "
                   "trong một ô; đặt ô đó trong ngoặc kép.",
                   "the row has more cells than the heading. A separator may "
                   "stand in a cell; put that cell in quotation marks.");
    for (size_t i = 0; i < cells->count && i < r->width; i++) {
        enum staff_column column = r->columns[i];
        if (column != STAFF_COLUMNS)
            row.cells[column] =
                read_cell(r, &row, column, cells->items[i].text);
    }
    if (r->findings->errors == errors)
        staff_row_check(r->findings, r->arena, r->scratch, r->file, r->today,
                        &row);
    if (r->findings->errors == errors)
        keep(r->rows, r->arena, &row);
}

/* ---- pieces --------------------------------------------------------------*/

/* Up to the end of a row behind PIECE bytes: a line feed outside quotation
   marks. With a mark that is never closed, all the rest. */
static size_t piece_of(const char *bytes, size_t length)
{
    bool quoted = false;

    for (size_t i = 0; i < length; i++) {
        quoted ^= bytes[i] == '"';
        if (bytes[i] == '\n' && !quoted && i >= PIECE)
            return i + 1;
    }
    return length;
}

static char separator_of(const char *bytes, size_t length)
{
    const char *end = memchr(bytes, '\n', length);
    size_t first = end ? (size_t)(end - bytes) : length, best = 0;
    char found = ';';

    for (const char *s = ";,\t"; *s; s++) {
        size_t count = 0;
        for (size_t i = 0; i < first; i++)
            count += bytes[i] == *s;
        if (count > best) {
            best = count;
            found = *s;
        }
    }
    return found;
}

/* What somebody made of it goes with the findings; its texts must last. */
static void find_problems(struct reading *r, const struct tree *problems,
                          int64_t before)
{
    struct arena *arena = r->findings->arena;

    for (size_t i = 0; i < problems->count; i++) {
        const struct tree *p = &problems->items[i];
        const char *vi = tree_text(p, "vi"), *en = tree_text(p, "en");
        find_error(r->findings, r->file, before + tree_integer(p, "line", 1),
                   arena_text(arena, vi, strlen(vi)),
                   arena_text(arena, en, strlen(en)));
    }
}

static enum status read_piece(struct reading *r, const char *bytes,
                              size_t length, int64_t line)
{
    struct tree rows, problems;
    enum status status = reading_csv(r->readers, r->scratch, r->separator,
                                     bytes, length, &rows, &problems);

    if (status == INVALID)
        find_problems(r, &problems, line - 1);
    if (status != OK)
        return status;
    for (size_t i = 0; i < rows.count; i++) {
        const struct tree *cells = tree_get(&rows.items[i], "cells");
        int64_t at = line + tree_integer(&rows.items[i], "line", 1) - 1;
        if (!cells)
            return FAILED;
        if (r->headed)
            read_row(r, at, cells);
        else
            TRY(read_headings(r, at, cells));
        if (r->findings->errors >= STAFF_MOST_ERRORS)
            return INVALID;
    }
    return OK;
}

static enum status read_pieces(struct reading *r, const char *bytes,
                               size_t length)
{
    enum status status = OK;
    int64_t line = 1;

    if (length >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3)) {
        bytes += 3;
        length -= 3;
    }
    r->separator = separator_of(bytes, length);
    if (length >= 6 && !memcmp(bytes, "sep=", 4)) {
        const char *end = memchr(bytes, '\n', length);
        size_t first = end ? (size_t)(end - bytes) + 1 : length;
        r->separator = bytes[4];
        bytes += first;
        length -= first;
        line = 2;
    }
    while (length && status == OK) {
        size_t n = piece_of(bytes, length);
        r->scratch = arena_new();
        status = read_piece(r, bytes, n, line);
        arena_free(r->scratch);
        line += line_at(bytes, n) - 1;
        bytes += n;
        length -= n;
        staff_tell(r->import, STAFF_READING, line - 1, r->lines);
    }
    return status;
}

void staff_tell(const struct staff_import *import, enum staff_phase phase,
                int64_t done, int64_t total)
{
    const struct staff_progress progress = {phase, done, total};

    if (import->progress)
        import->progress(import->progress_of, &progress);
}

/* A workbook is read as the CSV of its first sheet; anything else as it is. */
static enum status unpack(struct reading *r, struct staff_file *file)
{
    struct tree problems;

    if (file->length >= 4 && !memcmp(file->bytes, "\xD0\xCF\x11\xE0", 4)) {
        find_error(r->findings, r->file, 0,
                   "đây là tệp Excel cũ (.xls) hoặc có đặt mật khẩu. Lưu lại "
                   "dạng .xlsx không có mật khẩu rồi nhập.",
                   "this is an old Excel file (.xls), or one with a password. "
                   "Save it as .xlsx without a password and import that.");
        return INVALID;
    }
    if (file->length < 4 || memcmp(file->bytes, "PK\3\4", 4))
        return OK;
    enum status status =
        reading_xlsx(r->readers, r->arena, 0, file->bytes, file->length,
                     &file->bytes, &file->length, &problems);
    if (status == INVALID)
        find_problems(r, &problems, 0);
    return status;
}

enum status staff_file_read(struct readers *readers, struct arena *arena,
                            const struct staff_file *file,
                            const struct staff_import *import,
                            struct findings *findings, struct staff_rows *rows)
{
    struct reading r = {.readers = readers,
                        .findings = findings,
                        .arena = arena,
                        .scratch = arena,
                        .file = file->name,
                        .given = file,
                        .import = import,
                        .today = clock_day(import->now),
                        .rows = rows};

    struct staff_file plain = *file;

    *rows = (struct staff_rows){0};
    enum status status = unpack(&r, &plain);
    if (status != OK || !check_bytes(&r, &plain))
        return status == INVALID ? OK : status;
    r.lines = line_at(plain.bytes, plain.length) - 1;
    status = read_pieces(&r, plain.bytes, plain.length);
    if (findings->errors >= STAFF_MOST_ERRORS)
        find_error(findings, file->name, 0,
                   "dừng lại sau 1.000 lỗi. Sửa các lỗi trên rồi thử lại.",
                   "stopped after 1,000 errors. Mend these and try again.");
    if (status != OK && status != INVALID)
        return status;
    if (!findings->errors && !rows->count)
        find_error(findings, file->name, 0, "tệp không có dòng nào về người.",
                   "the file has no row about anybody.");
    return OK;
}

/* ---- a glance ------------------------------------------------------------*/

enum status staff_file_first(struct readers *readers, struct arena *arena,
                             const struct staff_file *file, size_t most,
                             struct tree *rows, struct tree *problems)
{
    const char *bytes = file->bytes;
    size_t length = file->length, end = 0;

    if (length >= 4 && !memcmp(bytes, "PK\3\4", 4))
        TRY(reading_xlsx(readers, arena, most, bytes, length, &bytes, &length,
                         problems));
    for (size_t lines = 0; end < length && (lines < most || end < 4096); end++)
        lines += bytes[end] == '\n';
    TRY(reading_csv(readers, arena, separator_of(bytes, length), bytes, end,
                    rows, problems));
    if (rows->count > most)
        rows->count = most;
    return OK;
}
