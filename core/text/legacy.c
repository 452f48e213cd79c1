#include "text/legacy.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

/* The letters of TCVN3 that are signs when read as Latin-1. Not ° ² ³ º, which
   titles do contain. */
static bool is_tcvn3_sign(UChar32 c)
{
    return (c >= 0xA1 && c <= 0xAE) || (c >= 0xB5 && c <= 0xB9) ||
           (c >= 0xBB && c <= 0xBE);
}

static bool is_latin1_marked(UChar32 c)
{
    return c >= 0xC0 && c <= 0xFF && u_isalpha(c);
}

/* "á»…", "Ä‘", "Ã©": the first bytes of Vietnamese letters in UTF-8. */
static bool is_misread(UChar32 before, UChar32 c)
{
    if (before == 0xE1 && (c == 0xBA || c == 0xBB))
        return true;
    return (before == 0xC3 || before == 0xC4 || before == 0xC6) && c &&
           c != ' ' && !u_isalpha(c);
}

static bool is_tcvn3(UChar32 before, UChar32 c)
{
    if (is_tcvn3_sign(c))
        return u_isalpha(before);
    if (is_tcvn3_sign(before))
        return u_isalpha(c);
    return c > 0x7F && u_isupper(c) && u_islower(before);
}

static bool is_vni(UChar32 before, UChar32 c)
{
    static const UChar32 bases[] = {'a', 'e', 'A', 'E', 0xF6, 0xD6};

    for (size_t i = 0; i < sizeof bases / sizeof *bases; i++)
        if (before == bases[i])
            return is_latin1_marked(c);
    return false;
}

enum legacy text_legacy(const char *text)
{
    const uint8_t *s = (const uint8_t *)text;
    int32_t at = 0, end = (int32_t)strlen(text);
    UChar32 before = 0;
    enum legacy found = LEGACY_NONE;

    while (at < end) {
        UChar32 c;
        U8_NEXT(s, at, end, c);
        if (is_misread(before, c))
            return LEGACY_MIXED;
        if (is_tcvn3(before, c) && found == LEGACY_NONE)
            found = LEGACY_TCVN3;
        if (is_vni(before, c) && found == LEGACY_NONE)
            found = LEGACY_VNI;
        before = c;
    }
    return found;
}
