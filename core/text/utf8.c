#include "text/utf8.h"

#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "text/utf16.h"

bool utf8_valid(const char *bytes, size_t length)
{
    const uint8_t *s = (const uint8_t *)bytes;
    int32_t at = 0, end = (int32_t)length;

    if (length > INT32_MAX)
        return false;
    while (at < end) {
        UChar32 c;
        U8_NEXT(s, at, end, c);
        if (c <= 0)
            return false;
    }
    return true;
}

static bool is_hidden(UChar32 c)
{
    return (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2060 && c <= 0x2064) || (c >= 0x2066 && c <= 0x206F) ||
           c == 0x061C || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE007F);
}

static bool is_control(UChar32 c, enum text_shape shape)
{
    if (shape == TEXT_LINES && (c == '\n' || c == '\t'))
        return false;
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x2028 || c == 0x2029 ||
           c == 0xFFFD || U_IS_UNICODE_NONCHAR(c);
}

static enum text_fault fault_in(const char *text, enum text_shape shape)
{
    const uint8_t *s = (const uint8_t *)text;
    int32_t at = 0, end = (int32_t)strlen(text);

    while (at < end) {
        UChar32 c;
        U8_NEXT(s, at, end, c);
        if (is_control(c, shape))
            return TEXT_CONTROL;
        if (is_hidden(c))
            return TEXT_HIDDEN;
    }
    return TEXT_FINE;
}

static void drop_carriage_returns(char *text)
{
    char *to = text;

    for (const char *from = text; *from; from++)
        if (from[0] != '\r' || from[1] != '\n')
            *to++ = *from;
    *to = '\0';
}

static bool is_ascii(const char *text)
{
    while (*text && !(*text & 0x80))
        text++;
    return !*text;
}

enum text_fault text_entered(struct arena *arena, const char *bytes,
                             size_t length, enum text_shape shape,
                             const char **out)
{
    if (!utf8_valid(bytes, length))
        return TEXT_NOT_UTF8;
    char *text = arena_text(arena, bytes, length);
    if (shape == TEXT_LINES)
        drop_carriage_returns(text);
    enum text_fault fault =
        shape == TEXT_RAW ? TEXT_FINE : fault_in(text, shape);
    if (fault != TEXT_FINE)
        return fault;
    if (!is_ascii(text))
        text = utf16_text(arena, utf16_nfc(arena, utf16_of(arena, text)));
    *out = text;
    return TEXT_FINE;
}

const char *text_nfc(struct arena *arena, const char *bytes, size_t length)
{
    const char *text = NULL;

    text_entered(arena, bytes, length, TEXT_RAW, &text);
    return text;
}

const char *text_seen(struct arena *arena, const char *text,
                      enum text_shape shape)
{
    int32_t at = 0, end = (int32_t)strlen(text), used = 0;
    char *out = arena_text(arena, text, (size_t)end);

    if (shape == TEXT_LINES)
        drop_carriage_returns(out);
    end = (int32_t)strlen(out);
    while (at < end) {
        UChar32 c;
        int32_t from = at;
        U8_NEXT((const uint8_t *)out, at, end, c);
        if (is_control(c, shape) || is_hidden(c))
            continue;
        memmove(out + used, out + from, (size_t)(at - from));
        used += at - from;
    }
    out[used] = '\0';
    return out;
}

const char *text_tidy(struct arena *arena, const char *text)
{
    int32_t at = 0, end = (int32_t)strlen(text), used = 0;
    char *out = arena_alloc(arena, (size_t)end + 1);

    while (at < end) {
        UChar32 c;
        int32_t from = at;
        U8_NEXT((const uint8_t *)text, at, end, c);
        if (!u_isUWhiteSpace(c)) {
            memcpy(out + used, text + from, (size_t)(at - from));
            used += at - from;
        } else if (used && out[used - 1] != ' ') {
            out[used++] = ' ';
        }
    }
    if (used && out[used - 1] == ' ')
        out[used - 1] = '\0';
    return out;
}

typedef int32_t change_case(UChar *to, int32_t room, const UChar *from,
                            int32_t length, const char *locale,
                            UErrorCode *code);

static const char *in_case(struct arena *arena, const char *text,
                           change_case *change)
{
    struct utf16 from = utf16_of(arena, text);
    int32_t room = from.length * 3 + 1; /* "ß" grows, nothing more than this */
    struct utf16 to = {arena_many(arena, UChar, (size_t)room), 0};
    UErrorCode code = U_ZERO_ERROR;

    to.length = change(to.units, room, from.units, from.length, "vi", &code);
    return U_SUCCESS(code) ? utf16_text(arena, to) : text;
}

const char *text_upper(struct arena *arena, const char *text)
{
    return in_case(arena, text, u_strToUpper);
}

const char *text_lower(struct arena *arena, const char *text)
{
    return in_case(arena, text, u_strToLower);
}

size_t text_length(const char *text)
{
    size_t n = 0;

    for (; *text; text++)
        n += (*text & 0xC0) != 0x80;
    return n;
}
