#ifndef QUIZHOST_PATTERN_H
#define QUIZHOST_PATTERN_H

#include <stddef.h>

/*
 * Patterns by authors: PCRE2 as UTF-8, under limits that no pattern can lift
 * (match limit 100,000, depth 1,000, heap 2 MB, no JIT, `(*` refused, at most
 * 1,000 bytes). A match that reaches a limit was not decided: neither yes nor
 * no, and never to be graded as wrong.
 */
enum pattern_end {
    PATTERN_MATCHED,
    PATTERN_NOT_MATCHED,
    PATTERN_UNDECIDED, /* a limit was reached */
    PATTERN_BAD,       /* not a pattern, or one that is refused */
};

enum { PATTERN_GROUPS = 20, PATTERN_WHY = 200 };

struct pattern_match {
    size_t count; /* the whole match and its groups */
    struct {
        size_t from, to; /* bytes; from == (size_t)-1: took no part */
    } groups[PATTERN_GROUPS];
    char why[PATTERN_WHY]; /* of PATTERN_BAD */
};

enum pattern_end pattern_try(const char *pattern, size_t pattern_length,
                             const char *text, size_t length,
                             struct pattern_match *out);

#endif
