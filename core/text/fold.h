#ifndef TEXT_FOLD_H
#define TEXT_FOLD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/*
 * Text compared as people who type without marks would: "Đỗ Thị Hoà",
 * "do thi hoa" and "ĐỖ  THỊ HÒA" fold to the same. For search, for finding
 * duplicates, never for showing.
 */

/*
 * Lower case, marks gone, white space tidied. Đ and the look-alikes Ð, Ɖ become
 * d and ƀ becomes b, which no Unicode decomposition does; typographic
 * apostrophes become plain ones. Folding twice changes nothing.
 */
const char *text_fold(struct arena *arena, const char *text);

/*
 * The words a name is found by, each once: `key` as said below. The list ends
 * with a NULL key. A word with an apostrophe or a hyphen is found whole (marks
 * of punctuation dropped) and by its pieces: "K'Brêu" by kbreu, k and breu.
 */
struct search_word {
    const char *key;
    bool exact; /* else folded */
};

/*
 * Every word comes twice. Folded: letters and digits, "duc". Exact: "=", its
 * tones, and its letters in their places of the alphabet (see letters.h): so
 * "Hoà" and "Hòa" are the same word, and the key of what is typed so far of a
 * word ("Đứ") is still the beginning of its key.
 */
const struct search_word *search_words(struct arena *arena, const char *text);

/* The same words of what somebody typed: in order, whole words only, each
   folded one followed by its exact one. */
const struct search_word *search_query(struct arena *arena, const char *typed);

/*
 * The words of running text where they stand, one after the other: runs of
 * letters and digits with their marks. "Gửi qua e-mail." has four. `at` is
 * where to go on, 0 at first; false: no more of them.
 */
struct word_place {
    size_t from, length; /* bytes */
};
bool word_find(const char *text, size_t *at, struct word_place *out);

/* A bound above every key that begins with `key`: for `>= key AND < end`. */
const char *search_end(struct arena *arena, const char *key);

#endif
