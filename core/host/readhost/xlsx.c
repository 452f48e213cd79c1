#include "host/readhost/read.h"

#include "base/buf.h"

#include <libxml/xmlreader.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zip.h>

/*
 * A workbook (ECMA-376 SpreadsheetML): its first sheet that is not hidden, as
 * CSV. The parts are read as a stream, so that a city fits; nothing is
 * calculated, the values are those that the program which wrote it has stored.
 *
 * What a personnel list needs is kept: text is text, a number written with the
 * format 000000 keeps its zeros, a day is dd/mm/yyyy.
 */
enum {
    MOST_ENTRIES = 10000,
    MOST_ROWS = 1048576,
    MOST_COLUMNS = 200,
    MOST_STYLES = 65536,
    MOST_FORMATS = 5000,
    MOST_STRINGS = 5000000,
    MOST_CSV = 60 << 20,
};
static const zip_uint64_t most_part = 600u << 20; /* of a part, unpacked */

enum format { PLAIN, DAY, PADDED };

struct style {
    unsigned char format, width; /* width: of PADDED */
};

struct book {
    struct arena *arena;
    struct tree_maker *problems;
    zip_t *zip;
    const char *relation, *sheet; /* of the first sheet; its part */
    bool from_1904;
    const char **strings;
    size_t string_count, string_room;
    struct style custom[MOST_FORMATS]; /* by number of the format */
    struct style *styles;
    size_t style_count;
    struct buf out;
    long row, most; /* that was written last; that shall be the last */
    bool failed;
};

static void wrong(struct book *b, long line, const char *vi, const char *en)
{
    if (!b->failed)
        problem(b->problems, line, vi, en);
    b->failed = true;
}

static void broken(struct book *b)
{
    wrong(b, 0,
          "Tệp bảng tính bị hỏng hoặc không theo chuẩn XLSX. Mở bằng Excel hay "
          "LibreOffice, lưu lại dạng .xlsx rồi nhập tệp đó.",
          "The workbook is damaged or no proper XLSX. Open it in Excel or "
          "LibreOffice, save it as .xlsx and import that file.");
}

/* ---- parts
 * -------------------------------------------------------------------*/

static int read_part(void *file, char *bytes, int length)
{
    return (int)zip_fread(file, bytes, (zip_uint64_t)length);
}

static int close_part(void *file)
{
    return zip_fclose(file);
}

/* NULL: there is no such part, or one that is a bomb (which is said). */
static xmlTextReader *open_part(struct book *b, const char *name)
{
    zip_stat_t stat;

    if (zip_stat(b->zip, name, 0, &stat) || !(stat.valid & ZIP_STAT_SIZE) ||
        (stat.valid & ZIP_STAT_ENCRYPTION_METHOD &&
         stat.encryption_method != ZIP_EM_NONE))
        return NULL;
    if (stat.size > most_part) {
        wrong(b, 0, "Trang tính lớn quá 600 MB khi giải nén. Hãy chia nhỏ.",
              "The sheet is larger than 600 MB unpacked. Split it.");
        return NULL;
    }
    zip_file_t *file = zip_fopen(b->zip, name, 0);
    if (!file)
        return NULL;
    return xmlReaderForIO(read_part, close_part, file, NULL, NULL,
                          XML_PARSE_NONET | XML_PARSE_NOCDATA);
}

static bool is_start(xmlTextReader *r, const char *name)
{
    return xmlTextReaderNodeType(r) == XML_READER_TYPE_ELEMENT &&
           !strcmp((const char *)xmlTextReaderConstLocalName(r), name);
}

static bool is_end(xmlTextReader *r, const char *name)
{
    return xmlTextReaderNodeType(r) == XML_READER_TYPE_END_ELEMENT &&
           !strcmp((const char *)xmlTextReaderConstLocalName(r), name);
}

/* The next node; false at the end or where it is broken, which is said. A
   DOCTYPE is refused before an entity of it could be used. */
static bool next(struct book *b, xmlTextReader *r)
{
    int got = b->failed ? 0 : xmlTextReaderRead(r);

    if (got < 0 ||
        (got > 0 && xmlTextReaderNodeType(r) == XML_READER_TYPE_DOCUMENT_TYPE))
        broken(b);
    return got > 0 && !b->failed;
}

static const char *attribute(struct book *b, xmlTextReader *r, const char *name)
{
    xmlChar *value = xmlTextReaderGetAttribute(r, (const xmlChar *)name);
    if (!value)
        return NULL;
    const char *copy =
        arena_text(b->arena, (const char *)value, strlen((const char *)value));
    xmlFree(value);
    return copy;
}

static long number_of(struct book *b, xmlTextReader *r, const char *name,
                      long otherwise)
{
    const char *text = attribute(b, r, name);

    return text ? strtol(text, NULL, 10) : otherwise;
}

/* ---- which sheet
 * -------------------------------------------------------------*/

static void read_workbook(struct book *b)
{
    xmlTextReader *r = open_part(b, "xl/workbook.xml");

    if (!r) {
        broken(b);
        return;
    }
    while (next(b, r)) {
        if (is_start(r, "workbookPr")) {
            const char *system = attribute(b, r, "date1904");
            b->from_1904 =
                system && strcmp(system, "0") && strcmp(system, "false");
        }
        if (is_start(r, "sheet") && !b->relation) {
            const char *state = attribute(b, r, "state");
            xmlChar *id = xmlTextReaderGetAttributeNs(
                r, (const xmlChar *)"id",
                (const xmlChar *)"http://schemas.openxmlformats.org/"
                                 "officeDocument/2006/relationships");
            if (id && (!state || !strcmp(state, "visible")))
                b->relation = arena_text(b->arena, (const char *)id,
                                         strlen((const char *)id));
            xmlFree(id);
        }
    }
    xmlFreeTextReader(r);
    if (!b->relation)
        broken(b);
}

static void read_relations(struct book *b)
{
    xmlTextReader *r =
        b->relation ? open_part(b, "xl/_rels/workbook.xml.rels") : NULL;

    while (r && next(b, r)) {
        const char *id, *target;
        if (!is_start(r, "Relationship") || !(id = attribute(b, r, "Id")) ||
            strcmp(id, b->relation) || !(target = attribute(b, r, "Target")))
            continue;
        b->sheet = *target == '/' ? target + 1
                                  : arena_print(b->arena, "xl/%s", target);
    }
    xmlFreeTextReader(r);
    if (!b->sheet)
        broken(b);
}

/* ---- shared strings
 * ----------------------------------------------------------*/

static void keep_string(struct book *b, const char *text, size_t length)
{
    if (b->string_count == b->string_room) {
        b->string_room = b->string_room * 2 + 1024;
        const char **more = arena_many(b->arena, const char *, b->string_room);
        if (b->string_count)
            memcpy(more, b->strings, b->string_count * sizeof *more);
        b->strings = more;
    }
    b->strings[b->string_count++] = arena_text(b->arena, text, length);
}

/* The text of <t> below here, up to the end of `name`; phonetic hints left
   out. */
static void read_text(struct book *b, xmlTextReader *r, const char *name,
                      struct buf *text)
{
    bool in_text = false, hint = false;

    text->length = 0;
    if (xmlTextReaderIsEmptyElement(r))
        return;
    while (next(b, r) && !is_end(r, name)) {
        int type = xmlTextReaderNodeType(r);
        if (is_start(r, "rPh"))
            hint = !xmlTextReaderIsEmptyElement(r);
        else if (is_end(r, "rPh"))
            hint = false;
        else if (is_start(r, "t"))
            in_text = !xmlTextReaderIsEmptyElement(r);
        else if (is_end(r, "t"))
            in_text = false;
        else if (in_text && !hint &&
                 (type == XML_READER_TYPE_TEXT ||
                  type == XML_READER_TYPE_SIGNIFICANT_WHITESPACE ||
                  type == XML_READER_TYPE_WHITESPACE)) {
            const char *value = (const char *)xmlTextReaderConstValue(r);
            buf_bytes(text, value, strlen(value));
        }
    }
}

static void read_strings(struct book *b)
{
    xmlTextReader *r = open_part(b, "xl/sharedStrings.xml");
    struct buf text = {.arena = b->arena};

    while (r && next(b, r))
        if (is_start(r, "si")) {
            read_text(b, r, "si", &text);
            if (b->string_count == MOST_STRINGS)
                broken(b);
            else
                keep_string(b, text.length ? text.data : "", text.length);
        }
    xmlFreeTextReader(r);
}

/* ---- formats of numbers
 * ------------------------------------------------------*/

/* 00000 keeps zeros; what has a day, month or year in it is a date. What
   stands in quotation marks, brackets or behind a backslash is no format. */
static struct style style_of(const char *format)
{
    size_t zeros = strspn(format, "0");
    bool quoted = false, bracket = false;

    if (zeros && !format[zeros])
        return (struct style){PADDED, zeros < 40 ? (unsigned char)zeros : 40};
    for (const char *p = format; *p && *p != ';'; p++) {
        if (*p == '"')
            quoted = !quoted;
        else if (!quoted && *p == '[')
            bracket = true;
        else if (*p == ']')
            bracket = false;
        else if (!quoted && *p == '\\' && p[1])
            p++;
        else if (!quoted && !bracket && strchr("dDyY", *p))
            return (struct style){DAY, 0};
    }
    return (struct style){PLAIN, 0};
}

/* The numbers that need no text: 14 to 17 and 22 are days in every language,
   27 to 36 and 50 to 58 in East Asian ones. */
static struct style style_of_number(const struct book *b, long number)
{
    if ((number >= 14 && number <= 17) || number == 22 ||
        (number >= 27 && number <= 36) || (number >= 50 && number <= 58))
        return (struct style){DAY, 0};
    return number >= 0 && number < MOST_FORMATS ? b->custom[number]
                                                : (struct style){PLAIN, 0};
}

static void read_styles(struct book *b)
{
    xmlTextReader *r = open_part(b, "xl/styles.xml");
    bool in_cells = false;

    b->styles = arena_many(b->arena, struct style, r ? MOST_STYLES : 1);
    while (r && next(b, r)) {
        if (is_start(r, "numFmt")) {
            long number = number_of(b, r, "numFmtId", -1);
            const char *code = attribute(b, r, "formatCode");
            if (number >= 0 && number < MOST_FORMATS && code)
                b->custom[number] = style_of(code);
        }
        if (is_start(r, "cellXfs"))
            in_cells = true;
        if (is_end(r, "cellXfs"))
            in_cells = false;
        if (in_cells && is_start(r, "xf") && b->style_count < MOST_STYLES)
            b->styles[b->style_count++] =
                style_of_number(b, number_of(b, r, "numFmtId", 0));
    }
    xmlFreeTextReader(r);
}

/* ---- values
 * ------------------------------------------------------------------*/

/* Day 1 is 1 January 1900, and 29 February 1900 is counted though it never
   was; a book of the 1904 kind counts from 1 January 1904 as day 0. */
static const char *day_text(struct book *b, const char *number)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30,
                                  31, 31, 30, 31, 30, 31};
    double value = strtod(number, NULL);
    long day = (long)value, year = 1900, month = 0;

    if (value < 0 || value > 2958465)
        return number;
    if (b->from_1904)
        day += 1462;
    if (day > 59)
        day--; /* as if 1900 had been right */
    if (day < 1)
        return number;
    for (;; year++) {
        bool leap = (year % 4 == 0 && year % 100) || year % 400 == 0;
        if (day <= 365 + leap)
            break;
        day -= 365 + leap;
    }
    bool leap = (year % 4 == 0 && year % 100) || year % 400 == 0;
    while (day > lengths[month] + (month == 1 && leap))
        day -= lengths[month] + (month == 1 && leap), month++;
    return arena_print(b->arena, "%02ld/%02ld/%04ld", day, month + 1, year);
}

/* A whole number as it was typed: 7.9085012345E+10 is 79085012345. */
static const char *number_text(struct book *b, const char *number, int width)
{
    double value = strtod(number, NULL);

    if (value >= 0 && value < 1e15 && value == (double)(int64_t)value)
        return arena_print(b->arena, "%0*lld", width, (long long)value);
    return number;
}

static const char *value_text(struct book *b, const char *type, long style,
                              const char *value)
{
    if (!strcmp(type, "s")) {
        char *end;
        unsigned long i = strtoul(value, &end, 10);
        if (!*value || *end || i >= b->string_count) {
            broken(b);
            return "";
        }
        return b->strings[i];
    }
    if (!strcmp(type, "b"))
        return strcmp(value, "0") ? "TRUE" : "FALSE";
    if (strcmp(type, "n"))
        return value; /* str, inlineStr, e, d */
    struct style s = style >= 0 && (size_t)style < b->style_count
                         ? b->styles[style]
                         : (struct style){PLAIN, 0};
    if (s.format == DAY)
        return day_text(b, value);
    return number_text(b, value, s.format == PADDED ? s.width : 0);
}

/* ---- the sheet
 * ---------------------------------------------------------------*/

/* "BC12" is column 54, from 0. -1: none. */
static long column_of(const char *reference)
{
    long column = 0;

    if (!reference || *reference < 'A' || *reference > 'Z')
        return -1;
    for (; *reference >= 'A' && *reference <= 'Z' && column < 100000;
         reference++)
        column = column * 26 + (*reference - 'A') + 1;
    return column - 1;
}

/* A line break in a cell becomes a vertical tab, so that lines of the CSV are
   rows of the sheet; it is refused later like any control character. */
static void put_cell(struct buf *out, const char *text)
{
    bool quoted = strpbrk(text, ";\"\r\n") != NULL;

    if (quoted)
        buf_bytes(out, "\"", 1);
    for (; *text; text++) {
        if (*text == '"')
            buf_bytes(out, "\"", 1);
        if (*text == '\n')
            buf_bytes(out, "\v", 1);
        else if (*text != '\r')
            buf_bytes(out, text, 1);
    }
    if (quoted)
        buf_bytes(out, "\"", 1);
}

static const char *read_cell(struct book *b, xmlTextReader *r, struct buf *text)
{
    const char *type = attribute(b, r, "t");
    long style = number_of(b, r, "s", 0);
    bool in_value = false;

    type = type ? type : "n";
    text->length = 0;
    if (xmlTextReaderIsEmptyElement(r))
        return "";
    while (next(b, r) && !is_end(r, "c")) {
        if (is_start(r, "is")) {
            read_text(b, r, "is", text);
            return arena_text(b->arena, text->length ? text->data : "",
                              text->length);
        }
        if (is_start(r, "v"))
            in_value = !xmlTextReaderIsEmptyElement(r);
        else if (is_end(r, "v"))
            in_value = false;
        else if (in_value && xmlTextReaderHasValue(r)) {
            const char *value = (const char *)xmlTextReaderConstValue(r);
            buf_bytes(text, value, strlen(value));
        }
    }
    if (!text->length)
        return "";
    return value_text(b, type, style,
                      arena_text(b->arena, text->data, text->length));
}

/* The cells of a row, in order, with empty ones where none is. What each row
   took is given back before the next. */
static void read_row(struct book *b, xmlTextReader *r, struct buf *text)
{
    long row = number_of(b, r, "r", b->row + 1), column = 0, at;

    if (row <= b->row || row > MOST_ROWS) {
        broken(b);
        return;
    }
    for (; b->row < row - 1; b->row++)
        buf_bytes(&b->out, "\n", 1);
    if (!xmlTextReaderIsEmptyElement(r))
        while (next(b, r) && !is_end(r, "row")) {
            if (!is_start(r, "c"))
                continue;
            at = column_of(attribute(b, r, "r"));
            at = at < 0 ? column : at;
            const char *value = read_cell(b, r, text);
            if (at < column || (at >= MOST_COLUMNS && *value)) {
                wrong(b, row, "Dòng có quá 200 cột.",
                      "The row has more than 200 columns.");
                return;
            }
            if (at >= MOST_COLUMNS)
                continue;
            for (; column < at; column++)
                buf_bytes(&b->out, ";", 1);
            put_cell(&b->out, value);
        }
    buf_bytes(&b->out, "\n", 1);
    b->row++;
    if (b->out.length > MOST_CSV)
        wrong(b, row, "Trang tính quá lớn. Hãy chia nhỏ.",
              "The sheet is too large. Split it.");
}

static void read_sheet(struct book *b)
{
    xmlTextReader *r = b->sheet ? open_part(b, b->sheet) : NULL;
    struct arena *lasting = b->arena;
    struct buf text = {.arena = lasting};

    if (!r) {
        broken(b);
        return;
    }
    while (b->row < b->most && next(b, r))
        if (is_start(r, "row")) {
            b->arena = arena_new();
            read_row(b, r, &text);
            arena_free(b->arena);
            b->arena = lasting;
        }
    xmlFreeTextReader(r);
}

/* ---- all of it
 * ---------------------------------------------------------------*/

static bool open_book(struct book *b, const struct message *ask)
{
    zip_error_t error;
    zip_source_t *source =
        zip_source_buffer_create(ask->bytes, ask->length, 0, &error);

    b->zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (!b->zip) {
        zip_source_free(source);
        broken(b);
        return false;
    }
    if (zip_get_num_entries(b->zip, 0) > MOST_ENTRIES)
        broken(b);
    return true;
}

void read_xlsx(struct arena *arena, const struct message *ask,
               struct message *reply, struct tree_maker *problems)
{
    struct book *b = arena_make(arena, struct book);

    b->arena = arena;
    b->problems = problems;
    b->out.arena = arena;
    const char *most = tree_text(&ask->tree, "rows");
    b->most = most ? strtol(most, NULL, 10) : MOST_ROWS;
    if (!open_book(b, ask))
        return;
    read_workbook(b);
    read_relations(b);
    read_strings(b);
    read_styles(b);
    read_sheet(b);
    zip_discard(b->zip);
    if (b->failed)
        return;
    reply->bytes = b->out.length ? b->out.data : "";
    reply->length = b->out.length;
}
