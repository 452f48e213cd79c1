#ifndef TEXT_NAMES_H
#define TEXT_NAMES_H

#include "base/arena.h"

/*
 * Vietnamese names. A name is one text as written; its parts are derived, and
 * may be corrected by people who know better: compound surnames ("Hoàng Phủ")
 * and given names of two syllables ("Trường Sơn") cannot be told by rule.
 */
struct name {
    const char *family, *middle, *given; /* never NULL; "" if there is none */
};

/* First word, last word, and what stands between. A single word, which names
   of many minorities are, is the given name. */
struct name name_split(struct arena *arena, const char *full);

/*
 * What lists of candidates are ordered by: given name, middle names, surname;
 * a word by its letters, then by its tone (ngang, huyền, hỏi, ngã, sắc, nặng);
 * names that differ only in where the mark stands ("Hoà", "Hòa") come next to
 * each other. ASCII, made to be compared byte by byte: by memcmp, by SQLite's
 * BINARY and by PostgreSQL's "C". Source: domain.md section 5.
 */
const char *name_sort_key(struct arena *arena, const struct name *name);

/* The same order for a title or the name of a unit, read from the left. */
const char *title_sort_key(struct arena *arena, const char *title);

#endif
