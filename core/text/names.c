#include "text/names.h"

#include <string.h>

#include "base/buf.h"
#include "text/letters.h"
#include "text/utf8.h"

struct name name_split(struct arena *arena, const char *full)
{
    const char *tidy = text_tidy(arena, full);
    const char *first = strchr(tidy, ' '), *last = strrchr(tidy, ' ');

    if (!first)
        return (struct name){"", "", tidy};
    return (struct name){
        .family = arena_text(arena, tidy, (size_t)(first - tidy)),
        .middle = last > first
                      ? arena_text(arena, first + 1, (size_t)(last - first - 1))
                      : "",
        .given = last + 1,
    };
}

/*
 * A word is LETTERS "." TONES ",". All three signs, and the space between the
 * parts of a name, are below every letter and tone, so a word comes before the
 * longer ones that begin with it, and no middle name before any.
 */
static void put_words(struct buf *key, struct buf *placement, const char *text)
{
    const char *rest = text_tidy(key->arena, text), *word;

    while ((word = next_word(key->arena, &rest))) {
        struct spelled s = letters_of(key->arena, word);
        buf_bytes(key, s.letters, strlen(s.letters));
        buf_bytes(key, ".", 1);
        buf_bytes(key, s.tones, strlen(s.tones));
        buf_bytes(key, ",", 1);
        buf_bytes(placement, &s.placement, 1);
    }
    buf_bytes(key, " ", 1);
}

const char *name_sort_key(struct arena *arena, const struct name *name)
{
    struct buf key = {.arena = arena}, placement = {.arena = arena};

    put_words(&key, &placement, name->given);
    put_words(&key, &placement, name->middle);
    put_words(&key, &placement, name->family);
    buf_bytes(&key, placement.data ? placement.data : "", placement.length);
    return key.data;
}

const char *title_sort_key(struct arena *arena, const char *title)
{
    struct buf key = {.arena = arena}, placement = {.arena = arena};

    put_words(&key, &placement, title);
    buf_bytes(&key, placement.data ? placement.data : "", placement.length);
    return key.data;
}
