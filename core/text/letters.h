#ifndef TEXT_LETTERS_H
#define TEXT_LETTERS_H

#include <stddef.h>

#include "base/arena.h"

/*
 * A Vietnamese word taken apart, for this room alone: its letters by their
 * place in the alphabet (a ă â b c d đ e ê ... z, with f j w z in their Latin
 * places) and, on a second level, its tones.
 */
struct spelled {
    /* One ASCII byte a letter, in the order of the alphabet: digits, then A to
       Z and a to g; a letter of another script is "z" and six hex digits.
       Punctuation leaves no trace. */
    const char *letters;
    /* '1' to '5' for each tone mark met (huyền, hỏi, ngã, sắc, nặng), '6' for
       a mark Vietnamese does not have; ngang leaves no trace. */
    const char *tones;
    /* Where the first mark stands: one byte, lower the later it stands, so that
       "Hoà" and "Hòa" differ here and nowhere else. */
    char placement;
};

/* `word` ends at NUL or at a space. */
struct spelled letters_of(struct arena *arena, const char *word);

/* The next word of a tidied text, and the place behind it; NULL at the end. */
const char *next_word(struct arena *arena, const char **text);

#endif
