#include "text/fold.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>
#include <unicode/utf8.h>

#include "text/letters.h"
#include "text/utf16.h"
#include "text/utf8.h"

/* What no decomposition turns into a plain letter. */
static UChar32 plain(UChar32 c)
{
    switch (c) {
    case 0x111: /* đ */
    case 0x110:
    case 0xF0: /* ð, ɖ: look-alikes in texts that were converted */
    case 0xD0:
    case 0x256:
    case 0x189: return 'd';
    case 0x180: /* ƀ of the Central Highlands */
    case 0x243: return 'b';
    case 0x2018: /* ‘ ’ ʼ ` */
    case 0x2019:
    case 0x2BC:
    case 0x60: return '\'';
    case 0x2010: /* hyphens */
    case 0x2011: return '-';
    default: return c;
    }
}

const char *text_fold(struct arena *arena, const char *text)
{
    const char *lower = text_lower(arena, text_tidy(arena, text));
    struct utf16 s = utf16_nfd(arena, utf16_of(arena, lower));
    int32_t used = 0;

    for (int32_t at = 0; at < s.length;) {
        UChar32 c;
        U16_NEXT(s.units, at, s.length, c);
        if (u_charType(c) == U_NON_SPACING_MARK)
            continue;
        c = plain(c);
        U16_APPEND_UNSAFE(s.units, used, c);
    }
    s.length = used;
    return utf16_text(arena, s);
}

/* ---- words for searching ------------------------------------------------- */

struct word_list {
    struct arena *arena;
    struct search_word *words;
    size_t count;
};

static void add(struct word_list *list, const char *key, bool exact)
{
    if (!*key)
        return;
    list->words[list->count++] = (struct search_word){key, exact};
}

static bool has(const struct word_list *list, const char *key)
{
    for (size_t i = 0; i < list->count; i++)
        if (!strcmp(list->words[i].key, key))
            return true;
    return false;
}

static void add_once(struct word_list *list, const char *key, bool exact)
{
    if (!has(list, key))
        add(list, key, exact);
}

static bool is_letter(char c)
{
    return (c & 0x80) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* Folded, without what is neither a letter nor a digit. */
static const char *folded_key(struct arena *arena, const char *word)
{
    const char *folded = text_fold(arena, word);
    char *out = arena_alloc(arena, strlen(folded) + 1), *to = out;

    for (; *folded; folded++)
        if (is_letter(*folded))
            *to++ = *folded;
    return out;
}

static const char *exact_key(struct arena *arena, const char *word)
{
    struct spelled s = letters_of(arena, word);

    return *s.letters ? arena_print(arena, "=%s.%s", *s.tones ? s.tones : "0",
                                    s.letters)
                      : "";
}

/* "k'brêu" -> "k brêu", so that its pieces are words too. */
static const char *in_pieces(struct arena *arena, const char *word)
{
    char *out = arena_text(arena, word, strlen(word));

    for (char *p = out; *p; p++)
        if (!(*p & 0x80) && !is_letter((char)(*p | 0x20)) && !is_letter(*p))
            *p = ' ';
    return out;
}

static struct word_list room_for(struct arena *arena, const char *text)
{
    size_t most = strlen(text) * 4 + 4;

    return (struct word_list){arena,
                              arena_many(arena, struct search_word, most), 0};
}

const struct search_word *search_words(struct arena *arena, const char *text)
{
    struct word_list list = room_for(arena, text);
    const char *rest = text_tidy(arena, text), *word, *piece;

    while ((word = next_word(arena, &rest))) {
        add_once(&list, folded_key(arena, word), false);
        add_once(&list, exact_key(arena, word), true);
        const char *pieces = in_pieces(arena, word);
        while ((piece = next_word(arena, &pieces))) {
            add_once(&list, folded_key(arena, piece), false);
            add_once(&list, exact_key(arena, piece), true);
        }
    }
    return list.words;
}

const struct search_word *search_query(struct arena *arena, const char *typed)
{
    struct word_list list = room_for(arena, typed);
    const char *rest = text_tidy(arena, typed), *word;

    while ((word = next_word(arena, &rest))) {
        const char *folded = folded_key(arena, word);
        const char *exact = exact_key(arena, word);
        if (!*folded || !*exact)
            continue;
        add(&list, folded, false);
        add(&list, exact, true);
    }
    return list.words;
}

/* A character of a word: a mark belongs to the letter before it. */
static bool is_of_word(UChar32 c, bool inside)
{
    return c > 0 &&
           (u_isalnum(c) || (inside && u_charType(c) == U_NON_SPACING_MARK));
}

bool word_find(const char *text, size_t *at, struct word_place *out)
{
    int32_t from = (int32_t)*at, next = from;
    UChar32 c = -1;

    while (text[from]) {
        next = from;
        U8_NEXT(text, next, -1, c);
        if (is_of_word(c, false))
            break;
        from = next;
    }
    int32_t end = from;
    while (text[end]) {
        next = end;
        U8_NEXT(text, next, -1, c);
        if (!is_of_word(c, true))
            break;
        end = next;
    }
    *out = (struct word_place){(size_t)from, (size_t)(end - from)};
    *at = (size_t)end;
    return end > from;
}

const char *search_end(struct arena *arena, const char *key)
{
    /* U+10FFFF: no character, and above all that are; still valid UTF-8,
       which PostgreSQL insists on. */
    return arena_print(arena, "%s\xF4\x8F\xBF\xBF", key);
}
