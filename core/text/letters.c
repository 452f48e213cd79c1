#include "text/letters.h"

#include <stdio.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf16.h>

#include "text/utf16.h"
#include "text/utf8.h"

static const UChar alphabet[] = u"aăâbcdđeêfghijklmnoôơpqrstuưvwxyz";

/* With the mark that makes another letter of it. */
static UChar32 joined(UChar32 base, UChar32 mark)
{
    static const UChar32 made[][3] = {
        {'a', 0x306, 0x103}, {'a', 0x302, 0xE2},  {'e', 0x302, 0xEA},
        {'o', 0x302, 0xF4},  {'o', 0x31B, 0x1A1}, {'u', 0x31B, 0x1B0},
    };

    for (size_t i = 0; i < sizeof made / sizeof *made; i++)
        if (made[i][0] == base && made[i][1] == mark)
            return made[i][2];
    return 0;
}

static char tone_of(UChar32 mark)
{
    switch (mark) {
    case 0x300: return '1'; /* huyền */
    case 0x309: return '2'; /* hỏi */
    case 0x303: return '3'; /* ngã */
    case 0x301: return '4'; /* sắc */
    case 0x323: return '5'; /* nặng */
    default: return '6';
    }
}

static size_t put_letter(char *to, UChar32 c)
{
    if (c >= '0' && c <= '9') {
        *to = (char)c;
        return 1;
    }
    if (c == 0xF0 || c == 0x256)
        c = 0x111; /* look-alikes of đ */
    if (c == 0x180)
        c = 'b'; /* ƀ of the Central Highlands */
    for (size_t i = 0; alphabet[i]; i++)
        if (alphabet[i] == c) {
            *to = (char)(i < 26 ? 'A' + i : 'a' + i - 26);
            return 1;
        }
    return (size_t)snprintf(to, 8, "z%06X", (unsigned)c & 0xFFFFFF);
}

struct spelled letters_of(struct arena *arena, const char *word)
{
    size_t end = strcspn(word, " ");
    const char *lower = text_lower(arena, arena_text(arena, word, end));
    struct utf16 s = utf16_nfd(arena, utf16_of(arena, lower));
    char *letters = arena_alloc(arena, (size_t)s.length * 7 + 8);
    char *tones = arena_alloc(arena, (size_t)s.length + 1);
    struct spelled out = {letters, tones, '9'};
    size_t used = 0, marks = 0, place = 0;

    for (int32_t at = 0; at < s.length;) {
        UChar32 c, mark, other;
        int32_t next;
        U16_NEXT(s.units, at, s.length, c);
        if (!u_isalnum(c))
            continue;
        place++;
        while (next = at, next < s.length) {
            U16_NEXT(s.units, next, s.length, mark);
            if (u_charType(mark) != U_NON_SPACING_MARK)
                break;
            at = next;
            if ((other = joined(c, mark))) {
                c = other;
                continue;
            }
            if (!marks)
                out.placement = (char)('9' - (place < 9 ? place : 9));
            tones[marks++] = tone_of(mark);
        }
        used += put_letter(letters + used, c);
    }
    return out;
}

const char *next_word(struct arena *arena, const char **text)
{
    const char *from = *text;
    size_t length;

    from += strspn(from, " ");
    length = strcspn(from, " ");
    *text = from + length;
    return length ? arena_text(arena, from, length) : NULL;
}
