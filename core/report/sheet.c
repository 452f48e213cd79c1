#include "report/sheet.h"

#include "base/clock.h"
#include "base/log.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

struct sheet {
    enum sheet_format format;
    const struct column *columns;
    size_t count;
    uint64_t rows;
    char *path;
    FILE *file; /* CSV, JSON */
    lxw_workbook *book;
    lxw_worksheet *page;
    lxw_format *text, *day, *moment;
};

static const struct {
    const char *name, *type;
} formats[] = {
    [SHEET_XLSX] = {"xlsx", "application/vnd.openxmlformats-officedocument."
                            "spreadsheetml.sheet"},
    [SHEET_CSV] = {"csv", "text/csv; charset=utf-8"},
    [SHEET_JSON] = {"json", "application/json"},
};

bool sheet_format_of(const char *name, enum sheet_format *format)
{
    for (enum sheet_format f = SHEET_XLSX; name && f <= SHEET_JSON; f++)
        if (!strcmp(formats[f].name, name)) {
            *format = f;
            return true;
        }
    return false;
}

const char *sheet_type(enum sheet_format format)
{
    return formats[format].type;
}

/* ---- numbers and dates ----------------------------------------------------*/

struct moment {
    int year, month, day, hour, minute, second;
};

static struct moment moment_of(int64_t ms)
{
    int64_t day = clock_day(ms), rest = (ms - clock_day_start(day)) / 1000;

    return (struct moment){(int)(day / 10000),    (int)(day / 100 % 100),
                           (int)(day % 100),      (int)(rest / 3600),
                           (int)(rest / 60 % 60), (int)(rest % 60)};
}

static struct moment day_of(int64_t day)
{
    return (struct moment){.year = (int)(day / 10000),
                           .month = (int)(day / 100 % 100),
                           .day = (int)(day % 100)};
}

/* The shortest text that reads back as the same number, with this comma. */
static void put_real(FILE *file, double number, char comma)
{
    char text[32];

    if (!isfinite(number))
        return;
    for (int digits = 6; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    char *point = strchr(text, '.');
    if (point)
        *point = comma;
    fputs(text, file);
}

/* ---- CSV
 * ---------------------------------------------------------------------*/

bool sheet_guarded(const char *text)
{
    static const char *const starts[] = {"=",
                                         "+",
                                         "-",
                                         "@",
                                         "\t",
                                         "\r",
                                         "\n",
                                         "|",
                                         "\xef\xbc\x9d" /* ＝ */,
                                         "\xef\xbc\x8b" /* ＋ */,
                                         "\xef\xbc\x8d" /* － */,
                                         "\xef\xbc\xa0" /* ＠ */,
                                         "\xe2\x88\x92" /* − */};

    text += strspn(text, "'");
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (!strncmp(text, starts[i], strlen(starts[i])))
            return true;
    return false;
}

static void csv_text(FILE *file, const char *text)
{
    fputc('"', file);
    if (sheet_guarded(text))
        fputc('\'', file);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', file);
        fputc(*text, file);
    }
    fputc('"', file);
}

static void csv_cell(FILE *file, enum column_kind kind, const struct value *v)
{
    struct moment m;

    if (v->kind == NOTHING)
        return;
    switch (kind) {
    case COLUMN_TEXT: csv_text(file, v->text); break;
    case COLUMN_INTEGER: fprintf(file, "%lld", (long long)v->integer); break;
    case COLUMN_REAL:
        put_real(file, v->kind == REAL ? v->real : (double)v->integer, ',');
        break;
    case COLUMN_DAY:
        m = day_of(v->integer);
        fprintf(file, "%02d/%02d/%04d", m.day, m.month, m.year);
        break;
    case COLUMN_MOMENT:
        m = moment_of(v->integer);
        fprintf(file, "%02d/%02d/%04d %02d:%02d:%02d", m.day, m.month, m.year,
                m.hour, m.minute, m.second);
        break;
    }
}

static void csv_begin(struct sheet *s)
{
    fputs("\xef\xbb\xbf", s->file);
    for (size_t i = 0; i < s->count; i++) {
        fputs(i ? ";" : "", s->file);
        csv_text(s->file, s->columns[i].title);
    }
    fputs("\r\n", s->file);
}

static void csv_row(struct sheet *s, const struct value *cells)
{
    for (size_t i = 0; i < s->count; i++) {
        fputs(i ? ";" : "", s->file);
        csv_cell(s->file, s->columns[i].kind, &cells[i]);
    }
    fputs("\r\n", s->file);
}

/* ---- JSON
 * --------------------------------------------------------------------*/

static void json_text(FILE *file, const char *text)
{
    fputc('"', file);
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        if (*p == '"' || *p == '\\')
            fprintf(file, "\\%c", *p);
        else if (*p < 0x20 || *p == 0x7f)
            fprintf(file, "\\u%04x", *p);
        else
            fputc(*p, file);
    }
    fputc('"', file);
}

static void json_cell(FILE *file, enum column_kind kind, const struct value *v)
{
    struct moment m;

    if (v->kind == NOTHING) {
        fputs("null", file);
        return;
    }
    switch (kind) {
    case COLUMN_TEXT: json_text(file, v->text); break;
    case COLUMN_INTEGER: fprintf(file, "%lld", (long long)v->integer); break;
    case COLUMN_REAL:
        put_real(file, v->kind == REAL ? v->real : (double)v->integer, '.');
        break;
    case COLUMN_DAY:
        m = day_of(v->integer);
        fprintf(file, "\"%04d-%02d-%02d\"", m.year, m.month, m.day);
        break;
    case COLUMN_MOMENT:
        m = moment_of(v->integer);
        fprintf(file, "\"%04d-%02d-%02dT%02d:%02d:%02d+07:00\"", m.year,
                m.month, m.day, m.hour, m.minute, m.second);
        break;
    }
}

static void json_row(struct sheet *s, const struct value *cells)
{
    fputs(s->rows ? ",\n{" : "\n{", s->file);
    for (size_t i = 0; i < s->count; i++) {
        fputs(i ? "," : "", s->file);
        json_text(s->file, s->columns[i].id);
        fputc(':', s->file);
        json_cell(s->file, s->columns[i].kind, &cells[i]);
    }
    fputc('}', s->file);
}

/* ---- XLSX
 * --------------------------------------------------------------------*/

static enum status xlsx_begin(struct sheet *s, const char *name)
{
    /* constant_memory: a row is written out once the next begins */
    lxw_workbook_options options = {.constant_memory = LXW_TRUE};

    s->book = workbook_new_opt(s->path, &options);
    if (!s->book)
        return FAILED;
    s->page = workbook_add_worksheet(s->book, name);
    if (!s->page)
        return FAILED;
    lxw_format *bold = workbook_add_format(s->book);
    format_set_bold(bold);
    format_set_text_wrap(bold);
    s->text = workbook_add_format(s->book);
    format_set_num_format(s->text, "@");
    s->day = workbook_add_format(s->book);
    format_set_num_format(s->day, "dd/mm/yyyy");
    s->moment = workbook_add_format(s->book);
    format_set_num_format(s->moment, "dd/mm/yyyy hh:mm:ss");
    for (size_t i = 0; i < s->count; i++) {
        lxw_col_t c = (lxw_col_t)i;
        worksheet_set_column(s->page, c, c, s->columns[i].width, NULL);
        worksheet_write_string(s->page, 0, c, s->columns[i].title, bold);
    }
    worksheet_freeze_panes(s->page, 1, 0);
    return OK;
}

static lxw_datetime excel_time(struct moment m)
{
    return (lxw_datetime){m.year, m.month,  m.day,
                          m.hour, m.minute, (double)m.second};
}

static lxw_error xlsx_cell(struct sheet *s, lxw_row_t r, size_t i,
                           const struct value *v)
{
    lxw_col_t c = (lxw_col_t)i;
    lxw_datetime when;

    if (v->kind == NOTHING)
        return LXW_NO_ERROR;
    switch (s->columns[i].kind) {
    case COLUMN_TEXT:
        return worksheet_write_string(s->page, r, c, v->text, s->text);
    case COLUMN_INTEGER:
        return worksheet_write_number(s->page, r, c, (double)v->integer, NULL);
    case COLUMN_REAL:
        return worksheet_write_number(
            s->page, r, c, v->kind == REAL ? v->real : (double)v->integer,
            NULL);
    case COLUMN_DAY:
        when = excel_time(day_of(v->integer));
        return worksheet_write_datetime(s->page, r, c, &when, s->day);
    case COLUMN_MOMENT:
        when = excel_time(moment_of(v->integer));
        return worksheet_write_datetime(s->page, r, c, &when, s->moment);
    }
    return LXW_NO_ERROR;
}

static enum status xlsx_row(struct sheet *s, const struct value *cells)
{
    enum { EXCEL_ROWS = 1048576 };

    if (s->rows + 1 >= EXCEL_ROWS) {
        log_say(LOG_ERROR, "report", "more rows than a sheet can hold", NULL);
        return INVALID;
    }
    for (size_t i = 0; i < s->count; i++) {
        lxw_error e = xlsx_cell(s, (lxw_row_t)s->rows + 1, i, &cells[i]);
        if (e != LXW_NO_ERROR) {
            log_say(LOG_ERROR, "report", "a cell could not be written",
                    "column", s->columns[i].id, "why", lxw_strerror(e), NULL);
            return FAILED;
        }
    }
    return OK;
}

/* ---- all
 * -----------------------------------------------------------------------*/

static void let_go(struct sheet *s)
{
    free(s->path);
    free(s);
}

enum status sheet_open(struct sheet **out, enum sheet_format format,
                       const char *path, const char *name,
                       const struct column *columns, size_t count)
{
    struct sheet *s = calloc(1, sizeof *s);

    if (!s || !(s->path = strdup(path)))
        abort();
    s->format = format;
    s->columns = columns;
    s->count = count;
    if (format == SHEET_XLSX) {
        if (xlsx_begin(s, name) != OK) {
            let_go(s);
            return FAILED;
        }
    } else if (!(s->file = fopen(path, "w"))) {
        log_say(LOG_ERROR, "report", "cannot write", "file", path, "why",
                strerror(errno), NULL);
        let_go(s);
        return FAILED;
    }
    if (format == SHEET_CSV)
        csv_begin(s);
    else if (format == SHEET_JSON)
        fputc('[', s->file);
    *out = s;
    return OK;
}

enum status sheet_row(struct sheet *sheet, const struct value *cells)
{
    if (sheet->format == SHEET_XLSX)
        TRY(xlsx_row(sheet, cells));
    else if (sheet->format == SHEET_CSV)
        csv_row(sheet, cells);
    else
        json_row(sheet, cells);
    sheet->rows++;
    return OK;
}

enum status sheet_close(struct sheet *sheet)
{
    const char *why = NULL;

    if (sheet->format == SHEET_XLSX) {
        if (sheet->rows)
            worksheet_autofilter(sheet->page, 0, 0, (lxw_row_t)sheet->rows,
                                 (lxw_col_t)(sheet->count - 1));
        lxw_error e = workbook_close(sheet->book);
        why = e == LXW_NO_ERROR ? NULL : lxw_strerror(e);
    } else {
        if (sheet->format == SHEET_JSON)
            fputs(sheet->rows ? "\n]\n" : "]\n", sheet->file);
        bool wrong = ferror(sheet->file);
        if (fclose(sheet->file) || wrong)
            why = strerror(errno);
    }
    if (why) {
        log_say(LOG_ERROR, "report", "the file could not be finished", "file",
                sheet->path, "why", why, NULL);
        unlink(sheet->path);
    }
    let_go(sheet);
    return why ? FAILED : OK;
}

void sheet_drop(struct sheet *sheet)
{
    if (!sheet)
        return;
    if (sheet->book)
        (void)!workbook_close(sheet->book); /* the only way to free it */
    if (sheet->file)
        fclose(sheet->file);
    unlink(sheet->path);
    let_go(sheet);
}
