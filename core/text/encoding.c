#include "text/encoding.h"

#include "base/buf.h"
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

/* Bytes from 0x80 on as code points; 0: none. */
static const uint16_t tcvn3[128] = {
    0,      0,      0,      0,      0,      0,      0,      0,      0,
    0,      0,      0,      0,      0,      0,      0,      0,      0,
    0,      0,      0,      0,      0,      0,      0,      0,      0,
    0,      0,      0,      0,      0,      0,      0x0102, 0x00C2, 0x00CA,
    0x00D4, 0x01A0, 0x01AF, 0x0110, 0x0103, 0x00E2, 0x00EA, 0x00F4, 0x01A1,
    0x01B0, 0x0111, 0,      0,      0,      0,      0,      0,      0x00E0,
    0x1EA3, 0x00E3, 0x00E1, 0x1EA1, 0,      0x1EB1, 0x1EB3, 0x1EB5, 0x1EAF,
    0,      0,      0,      0,      0,      0,      0,      0x1EB7, 0x1EA7,
    0x1EA9, 0x1EAB, 0x1EA5, 0x1EAD, 0x00E8, 0,      0x1EBB, 0x1EBD, 0x00E9,
    0x1EB9, 0x1EC1, 0x1EC3, 0x1EC5, 0x1EBF, 0x1EC7, 0x00EC, 0x1EC9, 0,
    0,      0,      0x0129, 0x00ED, 0x1ECB, 0x00F2, 0,      0x1ECF, 0x00F5,
    0x00F3, 0x1ECD, 0x1ED3, 0x1ED5, 0x1ED7, 0x1ED1, 0x1ED9, 0x1EDD, 0x1EDF,
    0x1EE1, 0x1EDB, 0x1EE3, 0x00F9, 0,      0x1EE7, 0x0169, 0x00FA, 0x1EE5,
    0x1EEB, 0x1EED, 0x1EEF, 0x1EE9, 0x1EF1, 0x1EF3, 0x1EF7, 0x1EF9, 0x00FD,
    0x1EF5, 0,
};

static const uint16_t cp1258[128] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6,
    0x2030, 0,      0x2039, 0x0152, 0,      0,      0,      0,      0x2018,
    0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0,
    0x203A, 0x0153, 0,      0,      0x0178, 0x00A0, 0x00A1, 0x00A2, 0x00A3,
    0x00A4, 0x00A5, 0x00A6, 0x00A7, 0x00A8, 0x00A9, 0x00AA, 0x00AB, 0x00AC,
    0x00AD, 0x00AE, 0x00AF, 0x00B0, 0x00B1, 0x00B2, 0x00B3, 0x00B4, 0x00B5,
    0x00B6, 0x00B7, 0x00B8, 0x00B9, 0x00BA, 0x00BB, 0x00BC, 0x00BD, 0x00BE,
    0x00BF, 0x00C0, 0x00C1, 0x00C2, 0x0102, 0x00C4, 0x00C5, 0x00C6, 0x00C7,
    0x00C8, 0x00C9, 0x00CA, 0x00CB, 0x0300, 0x00CD, 0x00CE, 0x00CF, 0x0110,
    0x00D1, 0x0309, 0x00D3, 0x00D4, 0x01A0, 0x00D6, 0x00D7, 0x00D8, 0x00D9,
    0x00DA, 0x00DB, 0x00DC, 0x01AF, 0x0303, 0x00DF, 0x00E0, 0x00E1, 0x00E2,
    0x0103, 0x00E4, 0x00E5, 0x00E6, 0x00E7, 0x00E8, 0x00E9, 0x00EA, 0x00EB,
    0x0301, 0x00ED, 0x00EE, 0x00EF, 0x0111, 0x00F1, 0x0323, 0x00F3, 0x00F4,
    0x01A1, 0x00F6, 0x00F7, 0x00F8, 0x00F9, 0x00FA, 0x00FB, 0x00FC, 0x01B0,
    0x20AB, 0x00FF,
};

/* Windows-1252 from 0x80 to 0x9F; behind that it is Latin-1. */
static const uint16_t cp1252[32] = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0,      0x017D, 0,
    0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178,
};

static const char *const names[] = {"utf-8", "utf-16", "tcvn3", "vni",
                                    "cp1258"};

const char *encoding_name(enum encoding encoding)
{
    return encoding < ENCODING_UNKNOWN ? names[encoding] : "?";
}

enum encoding encoding_of(const char *name)
{
    for (enum encoding e = ENCODING_UTF8; e < ENCODING_UNKNOWN; e++)
        if (!strcmp(name, names[e]))
            return e;
    return ENCODING_UNKNOWN;
}

/* ---- bytes ----------------------------------------------------------------*/

/* The text as the bytes of an old font: below 256 a byte, above a code point
   that was never in it and stays. */
struct units {
    uint32_t *list;
    size_t count;
};

static uint32_t byte_of(UChar32 c)
{
    for (uint32_t i = 0; c > 0xFF && i < 32; i++)
        if (cp1252[i] == (uint16_t)c && c < 0x10000)
            return 0x80 + i;
    return (uint32_t)c;
}

static struct units units_of(struct arena *arena, const char *bytes,
                             size_t length)
{
    struct units units = {arena_many(arena, uint32_t, length + 1), 0};
    bool utf8 = utf8_valid(bytes, length);

    for (int32_t at = 0; at < (int32_t)length;) {
        UChar32 c = (unsigned char)bytes[at];
        if (utf8)
            U8_NEXT((const uint8_t *)bytes, at, (int32_t)length, c);
        else
            at++;
        if (c != 0xFEFF)
            units.list[units.count++] = byte_of(c);
    }
    return units;
}

static void put_code(struct buf *out, uint32_t code)
{
    char bytes[4];
    int32_t n = 0;

    U8_APPEND_UNSAFE(bytes, n, code);
    buf_bytes(out, bytes, (size_t)n);
}

static const char *line_is(const struct units *units, size_t at, size_t *line)
{
    *line = 1;
    for (size_t i = 0; i < at; i++)
        *line += units->list[i] == '\n';
    return NULL;
}

static const char *composed(struct arena *arena, struct buf *out)
{
    buf_bytes(out, "", 0);
    return text_nfc(arena, out->data ? out->data : "", out->length);
}

/* ---- one byte a letter ----------------------------------------------------*/

static uint32_t letter_of(const uint16_t *table, uint32_t unit)
{
    if (unit < 0x80 || unit > 0xFF)
        return unit;
    if (table[unit - 0x80])
        return table[unit - 0x80];
    if (unit < 0xA0)
        return cp1252[unit - 0x80];
    return unit == 0xA0 ? ' ' : 0;
}

static const char *by_table(struct arena *arena, const uint16_t *table,
                            const struct units *units, size_t *line)
{
    struct buf out = {.arena = arena};

    for (size_t i = 0; i < units->count; i++) {
        uint32_t code = letter_of(table, units->list[i]);
        if (!code)
            return line_is(units, i, line);
        put_code(&out, code);
    }
    return composed(arena, &out);
}

static bool is_word(char c)
{
    return (unsigned char)c >= 0x80 || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z');
}

static size_t word_length(const char *p)
{
    size_t n = 0;

    while (is_word(p[n]))
        n++;
    return n;
}

/* A letter with a tone: those have no capital in the fonts. */
static bool lacks_capital(const char *word)
{
    static const char *const have[] = {"ă", "â", "ê", "ô", "ơ", "ư", "đ"};

    for (size_t i = 0; i < sizeof have / sizeof *have; i++)
        if (!strncmp(word, have[i], strlen(have[i])))
            return false;
    return (unsigned char)*word >= 0xC3;
}

/* Whether the words of a cell all begin with a capital, as names do, those
   aside that could not. */
static bool is_named(const char *cell, size_t length)
{
    size_t capitals = 0;

    for (size_t i = 0, n; i < length; i += n ? n : 1) {
        n = word_length(cell + i);
        if (n && cell[i] >= 'a' && cell[i] <= 'z')
            return false;
        capitals += n && cell[i] >= 'A' && cell[i] <= 'Z';
    }
    return capitals > 0;
}

/* "NGUYễN" is "NGUYỄN"; and in a name "ấn" is "Ấn". */
static const char *with_capitals(struct arena *arena, const char *word,
                                 bool named)
{
    size_t upper = 0, lower = 0, first = 1;

    for (const char *c = word; *c; c++) {
        upper += *c >= 'A' && *c <= 'Z';
        lower += *c >= 'a' && *c <= 'z';
    }
    if (upper > 1 && !lower)
        return text_upper(arena, word);
    if (!named || !lacks_capital(word))
        return word;
    while ((word[first] & 0xC0) == 0x80)
        first++;
    return arena_print(arena, "%s%s",
                       text_upper(arena, arena_text(arena, word, first)),
                       word + first);
}

/* Fonts without capitals that carry a tone: what was meant as one. */
static const char *capitals(struct arena *arena, const char *text)
{
    struct buf out = {.arena = arena};

    for (const char *p = text; *p;) {
        size_t cell = strcspn(p, ";,\t\r\n");
        bool named = is_named(p, cell);
        for (size_t i = 0, n; i < cell; i += n) {
            n = word_length(p + i);
            n = n ? n : 1;
            const char *word =
                with_capitals(arena, arena_text(arena, p + i, n), named);
            buf_bytes(&out, word, strlen(word));
        }
        p += cell;
        if (*p)
            buf_bytes(&out, p++, 1);
    }
    buf_bytes(&out, "", 0);
    return out.data ? out.data : "";
}

/* ---- VNI: a letter and a mark ---------------------------------------------*/

static const struct vni_mark {
    uint8_t mark[2];   /* lower case, upper case */
    const char *bases; /* letters it can stand behind; o' and u' as 1 and 2 */
    uint16_t first, second;
} marks[] = {
    {{0xF9, 0xD9}, "aeouy12", 0x301, 0}, {{0xF8, 0xD8}, "aeouy12", 0x300, 0},
    {{0xFB, 0xDB}, "aeouy12", 0x309, 0}, {{0xF5, 0xD5}, "aeouy12", 0x303, 0},
    {{0xEF, 0xCF}, "aeouy12", 0x323, 0}, {{0xE2, 0xC2}, "aeo", 0x302, 0},
    {{0xE1, 0xC1}, "aeo", 0x302, 0x301}, {{0xE0, 0xC0}, "aeo", 0x302, 0x300},
    {{0xE5, 0xC5}, "aeo", 0x302, 0x309}, {{0xE3, 0xC3}, "aeo", 0x302, 0x303},
    {{0xE4, 0xC4}, "aeo", 0x302, 0x323}, {{0xEA, 0xCA}, "a", 0x306, 0},
    {{0xE9, 0xC9}, "a", 0x306, 0x301},   {{0xE8, 0xC8}, "a", 0x306, 0x300},
    {{0xFA, 0xDA}, "a", 0x306, 0x309},   {{0xFC, 0xDC}, "a", 0x306, 0x303},
    {{0xEB, 0xCB}, "a", 0x306, 0x323},
};

/* Letters that need no mark. */
static uint32_t vni_letter(uint32_t unit)
{
    static const struct {
        uint8_t unit;
        uint16_t code;
    } letters[] = {
        {0xED, 0xED},   {0xCD, 0xCD},   {0xEC, 0xEC},   {0xCC, 0xCC},
        {0xE6, 0x1EC9}, {0xC6, 0x1EC8}, {0xF3, 0x129},  {0xD3, 0x128},
        {0xF2, 0x1ECB}, {0xD2, 0x1ECA}, {0xEE, 0x1EF5}, {0xCE, 0x1EF4},
        {0xF1, 0x111},  {0xD1, 0x110},  {0xF4, 0x1A1},  {0xD4, 0x1A0},
        {0xF6, 0x1B0},  {0xD6, 0x1AF},
    };

    if (unit < 0x80 || unit > 0xFF)
        return unit;
    for (size_t i = 0; i < sizeof letters / sizeof *letters; i++)
        if (letters[i].unit == unit)
            return letters[i].code;
    if (unit < 0xA0)
        return cp1252[unit - 0x80];
    return unit == 0xA0 ? ' ' : 0;
}

static char base_of(uint32_t unit)
{
    if (unit == 0xF4 || unit == 0xD4)
        return '1';
    if (unit == 0xF6 || unit == 0xD6)
        return '2';
    return unit < 0x80 ? (char)(unit | 0x20) : ' ';
}

static const struct vni_mark *mark_behind(uint32_t base, uint32_t unit)
{
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if ((marks[i].mark[0] == unit || marks[i].mark[1] == unit) &&
            strchr(marks[i].bases, base_of(base)))
            return &marks[i];
    return NULL;
}

static const char *by_marks(struct arena *arena, const struct units *units,
                            size_t *line)
{
    struct buf out = {.arena = arena};

    for (size_t i = 0; i < units->count; i++) {
        uint32_t code = vni_letter(units->list[i]);
        if (!code)
            return line_is(units, i, line);
        put_code(&out, code);
        const struct vni_mark *mark =
            i + 1 < units->count
                ? mark_behind(units->list[i], units->list[i + 1])
                : NULL;
        if (!mark)
            continue;
        put_code(&out, mark->first);
        if (mark->second)
            put_code(&out, mark->second);
        i++;
    }
    return composed(arena, &out);
}

/* ---- UTF-16 ---------------------------------------------------------------*/

static bool is_big(const char *bytes, size_t length)
{
    if (length >= 2 && !memcmp(bytes, "\xFE\xFF", 2))
        return true;
    return length >= 2 && !bytes[0] && bytes[1];
}

static const char *by_pairs(struct arena *arena, const char *bytes,
                            size_t length, size_t *line)
{
    struct buf out = {.arena = arena};
    bool big = is_big(bytes, length);
    uint32_t high = 0;

    *line = 1;
    for (size_t i = 0; i + 1 < length; i += 2) {
        const unsigned char *p = (const unsigned char *)bytes + i;
        uint32_t unit =
            big ? (uint32_t)(p[0] << 8 | p[1]) : (uint32_t)(p[1] << 8 | p[0]);
        bool low = unit >= 0xDC00 && unit < 0xE000;
        if (!unit || (high != 0) != low)
            return NULL;
        *line += unit == '\n';
        if (unit >= 0xD800 && unit < 0xDC00)
            high = unit;
        else if (low)
            put_code(&out, 0x10000 + ((high - 0xD800) << 10) + (unit - 0xDC00));
        else if (unit != 0xFEFF)
            put_code(&out, unit);
        if (low)
            high = 0;
    }
    return high || length % 2 ? NULL : composed(arena, &out);
}

/* ---- any of them ----------------------------------------------------------*/

static const char *by_utf8(struct arena *arena, const char *bytes,
                           size_t length, size_t *line)
{
    bool marked = length >= 3 && !memcmp(bytes, "\xEF\xBB\xBF", 3);
    const char *text =
        text_nfc(arena, bytes + 3 * marked, length - 3 * (size_t)marked);

    *line = 1;
    for (size_t from = 0, n; !text && from < length; from += n, ++*line) {
        const char *end = memchr(bytes + from, '\n', length - from);
        n = end ? (size_t)(end - bytes) - from + 1 : length - from;
        if (!utf8_valid(bytes + from, n))
            break;
    }
    return text;
}

const char *encoding_decode(struct arena *arena, enum encoding encoding,
                            const char *bytes, size_t length, size_t *line)
{
    if (encoding == ENCODING_UTF8)
        return by_utf8(arena, bytes, length, line);
    if (encoding == ENCODING_UTF16)
        return by_pairs(arena, bytes, length, line);
    if (encoding == ENCODING_UNKNOWN)
        return NULL;
    struct units units = units_of(arena, bytes, length);
    if (encoding == ENCODING_VNI)
        return by_marks(arena, &units, line);
    const char *text = by_table(
        arena, encoding == ENCODING_TCVN3 ? tcvn3 : cp1258, &units, line);
    return text && encoding == ENCODING_TCVN3 ? capitals(arena, text) : text;
}

/* ---- guessing -------------------------------------------------------------*/

/* Words of names, offices and headings that carry a mark; common enough that
   some stand in every list of staff. */
static const char common[] =
    "|nguyễn|trần|lê|phạm|hoàng|huỳnh|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|"
    "trịnh|đoàn|lương|tạ|văn|thị|đức|hữu|ngọc|thanh|bích|hồng|thúy|thủy|tuấn|"
    "hùng|dũng|cường|hải|hà|hòa|hoà|ánh|phương|thảo|hạnh|nguyệt|đình|công|quốc|"
    "sở|phòng|ban|phường|xã|nội|vụ|chức|viên|chuyên|họ|tên|ngày|đơn|vị|số|hiệu|"
    "nữ|giới|tính|sinh|mã|trưởng|phó|giáo|y|tế|kế|toán|bệnh|viện|trường|học|";

enum { SAMPLE = 64 << 10 };

static size_t hits_in(struct arena *arena, const char *text)
{
    size_t hits = 0;

    for (const char *p = text_lower(arena, text); *p;) {
        size_t n = 0;
        bool marked = false;
        for (; is_word(p[n]); n++)
            marked |= (unsigned char)p[n] >= 0x80;
        const char *word = arena_print(arena, "|%.*s|", (int)n, p);
        hits += marked && strstr(common, word);
        p += n ? n : 1;
    }
    return hits;
}

static bool has_zeros(const char *bytes, size_t length)
{
    size_t zeros = 0;

    for (size_t i = 0; i < length; i++)
        zeros += !bytes[i];
    return zeros > length / 5;
}

enum encoding encoding_guess(struct arena *arena, const char *bytes,
                             size_t length)
{
    static const enum encoding old[] = {ENCODING_TCVN3, ENCODING_VNI,
                                        ENCODING_CP1258};
    size_t sample = length < SAMPLE ? length : SAMPLE, best = 0, line;
    bool utf8 = utf8_valid(bytes, length);

    if (length >= 2 &&
        (!memcmp(bytes, "\xFF\xFE", 2) || !memcmp(bytes, "\xFE\xFF", 2)))
        return ENCODING_UTF16;
    if (has_zeros(bytes, sample))
        return ENCODING_UTF16;
    enum encoding guess = utf8 ? ENCODING_UTF8 : ENCODING_UNKNOWN;
    while (utf8 && sample && !utf8_valid(bytes, sample))
        sample--;
    if (utf8)
        best = hits_in(
            arena, encoding_decode(arena, ENCODING_UTF8, bytes, sample, &line));
    for (size_t i = 0; i < sizeof old / sizeof *old; i++) {
        const char *text = encoding_decode(arena, old[i], bytes, sample, &line);
        size_t hits = text ? hits_in(arena, text) : 0;
        if (hits > best) {
            best = hits;
            guess = old[i];
        }
    }
    return guess;
}
