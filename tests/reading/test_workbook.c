#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "reading/reading.h"

#include <string.h>

/* Workbooks as no well-meaning program writes them, so they are put together
   here: a zip of stored parts (APPNOTE.TXT 4.3). */
static struct readers *readers;
static struct arena *arena;

struct part {
    const char *name, *text;
    uint32_t claimed; /* its size as the zip says; 0: the true one */
};

static uint32_t crc(const char *bytes, size_t length)
{
    uint32_t sum = ~0u;

    for (size_t i = 0; i < length; i++) {
        sum ^= (unsigned char)bytes[i];
        for (int bit = 0; bit < 8; bit++)
            sum = sum >> 1 ^ (sum & 1 ? 0xEDB88320u : 0);
    }
    return ~sum;
}

static void put(struct buf *out, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_bytes(out, &(char){(char)(value >> 8 * i)}, 1);
}

/* Version to method, time and date, sum, sizes, length of the name, extras. */
static void put_facts(struct buf *out, const struct part *p)
{
    uint32_t length = (uint32_t)strlen(p->text);

    put(out, 20, 2);
    put(out, 0, 2);
    put(out, 0, 2);
    put(out, 0x21, 4);
    put(out, crc(p->text, length), 4);
    put(out, length, 4);
    put(out, p->claimed ? p->claimed : length, 4);
    put(out, (uint32_t)strlen(p->name), 2);
    put(out, 0, 2);
}

static struct buf zip_of(const struct part *parts, size_t count)
{
    struct buf out = {.arena = arena}, index = {.arena = arena};

    for (size_t i = 0; i < count; i++) {
        uint32_t at = (uint32_t)out.length;
        put(&out, 0x04034b50, 4);
        put_facts(&out, &parts[i]);
        buf_bytes(&out, parts[i].name, strlen(parts[i].name));
        buf_bytes(&out, parts[i].text, strlen(parts[i].text));
        put(&index, 0x02014b50, 4);
        put(&index, 20, 2);
        put_facts(&index, &parts[i]);
        put(&index, 0, 2); /* comment */
        put(&index, 0, 2); /* disk */
        put(&index, 0, 2);
        put(&index, 0, 4);
        put(&index, at, 4);
        buf_bytes(&index, parts[i].name, strlen(parts[i].name));
    }
    uint32_t start = (uint32_t)out.length;
    buf_bytes(&out, index.data, index.length);
    put(&out, 0x06054b50, 4);
    put(&out, 0, 4);
    put(&out, (uint32_t)count, 2);
    put(&out, (uint32_t)count, 2);
    put(&out, (uint32_t)index.length, 4);
    put(&out, start, 4);
    put(&out, 0, 2);
    return out;
}

static const char workbook[] =
    "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/"
    "main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/"
    "relationships\"><sheets><sheet name=\"H\" sheetId=\"1\" state=\"hidden\" "
    "r:id=\"r1\"/><sheet name=\"A\" sheetId=\"2\" r:id=\"r2\"/></sheets>"
    "</workbook>";
static const char relations[] =
    "<Relationships><Relationship Id=\"r1\" Target=\"worksheets/hidden.xml\"/>"
    "<Relationship Id=\"r2\" Target=\"worksheets/sheet.xml\"/>"
    "</Relationships>";
static const char strings[] =
    "<sst><si><t>ho_ten</t></si><si><r><t>Lê </t></r><r><t>Ánh</t></r>"
    "<rPh><t>hint</t></rPh></si></sst>";
static const char styles[] =
    "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"000000\"/>"
    "<numFmt numFmtId=\"171\" formatCode=\"dd\\/mm\\/yyyy\"/>"
    "<numFmt numFmtId=\"172\" formatCode=\"0&quot; ngày&quot;\"/></numFmts>"
    "<cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"170\"/><xf numFmtId=\"171\"/>"
    "<xf numFmtId=\"172\"/></cellXfs></styleSheet>";

static enum status read_sheet(const char *sheet, uint32_t claimed, size_t most,
                              const char **csv)
{
    const struct part parts[] = {{"xl/workbook.xml", workbook, 0},
                                 {"xl/_rels/workbook.xml.rels", relations, 0},
                                 {"xl/sharedStrings.xml", strings, 0},
                                 {"xl/styles.xml", styles, 0},
                                 {"xl/worksheets/sheet.xml", sheet, claimed}};
    struct buf zip = zip_of(parts, 5);
    struct tree problems;
    const char *bytes;
    size_t length;
    enum status status = reading_xlsx(readers, arena, most, zip.data,
                                      zip.length, &bytes, &length, &problems);

    if (status == OK)
        *csv = arena_text(arena, bytes, length);
    else
        assert_true(problems.count > 0);
    return status;
}

static const char good[] =
    "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c>"
    "<c r=\"C1\" t=\"inlineStr\"><is><t>a;\"b\"</t></is></c></row>"
    "<row r=\"3\"><c r=\"A3\" t=\"s\"><v>1</v></c><c r=\"B3\" s=\"1\"><v>42"
    "</v></c><c r=\"C3\" s=\"2\"><v>32207</v></c><c r=\"D3\" s=\"3\"><v>5</v>"
    "</c><c r=\"E3\"><v>7.9085012345E+10</v></c><c r=\"F3\" t=\"str\"><f>A1"
    "</f><v>x</v></c></row></sheetData></worksheet>";

/* A city's sheet cells: shared and rich texts without hints, kept zeros, days,
   whole numbers; rows that are left out stay lines. */
static void the_first_sheet_to_be_seen_becomes_csv(void **state)
{
    const char *csv;

    (void)state;
    assert_int_equal(read_sheet(good, 0, 0, &csv), OK);
    assert_string_equal(csv, "ho_ten;;\"a;\"\"b\"\"\"\n\n"
                             "Lê Ánh;000042;05/03/1988;5;79085012345;x\n");
    assert_int_equal(read_sheet(good, 0, 1, &csv), OK);
    assert_string_equal(csv, "ho_ten;;\"a;\"\"b\"\"\"\n");
}

static void hostile_workbooks_are_refused(void **state)
{
    static const char *const sheets[] = {
        "<!DOCTYPE w [<!ENTITY a \"x\"><!ENTITY b \"&a;&a;\">]><worksheet>"
        "<sheetData><row><c t=\"str\"><v>&b;</v></c></row></sheetData>"
        "</worksheet>",
        "<worksheet><sheetData><row><c t=\"s\"><v>9</v></c></row></sheetData>"
        "</worksheet>",
        "<worksheet><sheetData><row r=\"2\"/><row r=\"1\"/></sheetData>"
        "</worksheet>",
        "<worksheet><sheetData><row r=\"1\"><c r=\"ZZZ1\" t=\"str\"><v>x</v>"
        "</c></row></sheetData></worksheet>",
        "<worksheet><sheetData><row r=\"99999999\"/></sheetData></worksheet>",
        "<worksheet><sheetData><row>",
        "no markup",
    };
    const char *csv;

    (void)state;
    for (size_t i = 0; i < sizeof sheets / sizeof *sheets; i++)
        assert_int_equal(read_sheet(sheets[i], 0, 0, &csv), INVALID);
    /* one that says it would unpack to 700 MB */
    assert_int_equal(read_sheet(good, 700u << 20, 0, &csv), INVALID);
}

static void what_is_no_workbook_is_told(void **state)
{
    const struct part odd[] = {{"mimetype", "application/x-other", 0}};
    struct buf other = zip_of(odd, 1);
    struct tree problems;
    const char *csv;
    size_t length;

    (void)state;
    assert_int_equal(reading_xlsx(readers, arena, 0, other.data, other.length,
                                  &csv, &length, &problems),
                     INVALID);
    assert_int_equal(reading_xlsx(readers, arena, 0, "PK\3\4 no zip", 11, &csv,
                                  &length, &problems),
                     INVALID);
    assert_int_equal(reading_xlsx(readers, arena, 0, other.data,
                                  other.length / 2, &csv, &length, &problems),
                     INVALID);
}

static int begin(void **state)
{
    (void)state;
    arena = arena_new();
    return readers_open(&readers, NULL) != OK;
}

static int end(void **state)
{
    (void)state;
    readers_close(readers);
    arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_sheet_to_be_seen_becomes_csv),
        cmocka_unit_test(hostile_workbooks_are_refused),
        cmocka_unit_test(what_is_no_workbook_is_told),
    };

    return cmocka_run_group_tests_name("workbook", tests, begin, end);
}
