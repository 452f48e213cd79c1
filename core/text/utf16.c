#include "text/utf16.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

/* Only a broken installation of ICU or a text beyond 2 GB gets here. */
static void hold(UErrorCode code)
{
    if (U_SUCCESS(code))
        return;
    fprintf(stderr, "khoa: ICU: %s\n", u_errorName(code));
    abort();
}

struct utf16 utf16_of(struct arena *arena, const char *text)
{
    size_t bytes = strlen(text);
    struct utf16 out = {arena_many(arena, UChar, bytes + 1), 0};
    UErrorCode code = U_ZERO_ERROR;

    u_strFromUTF8WithSub(out.units, (int32_t)bytes + 1, &out.length, text,
                         (int32_t)bytes, 0xFFFD, NULL, &code);
    hold(code);
    return out;
}

char *utf16_text(struct arena *arena, struct utf16 text)
{
    int32_t room = text.length * 3 + 1;
    char *out = arena_alloc(arena, (size_t)room);
    UErrorCode code = U_ZERO_ERROR;

    u_strToUTF8WithSub(out, room, NULL, text.units, text.length, 0xFFFD, NULL,
                       &code);
    hold(code);
    return out;
}

static struct utf16 normal(struct arena *arena, struct utf16 text,
                           const UNormalizer2 *form)
{
    /* A unit of UTF-16 becomes at most 4 in NFD and 3 in NFC. */
    struct utf16 out = {arena_many(arena, UChar, (size_t)text.length * 4 + 1),
                        0};
    UErrorCode code = U_ZERO_ERROR;

    out.length = unorm2_normalize(form, text.units, text.length, out.units,
                                  text.length * 4 + 1, &code);
    hold(code);
    return out;
}

struct utf16 utf16_nfc(struct arena *arena, struct utf16 text)
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFCInstance(&code);

    hold(code);
    return normal(arena, text, form);
}

struct utf16 utf16_nfd(struct arena *arena, struct utf16 text)
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *form = unorm2_getNFDInstance(&code);

    hold(code);
    return normal(arena, text, form);
}
