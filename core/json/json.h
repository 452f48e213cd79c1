#ifndef JSON_JSON_H
#define JSON_JSON_H

#include <stddef.h>

#include "base/buf.h"
#include "base/status.h"
#include "base/tree.h"

/*
 * JSON in and out, as `struct tree`.
 *
 * Reading is exact: RFC 8259 and nothing beside it. Refused as INVALID are
 * also names that occur twice in an object, integers beyond 64 bits, reals
 * beyond a double, broken UTF-8, the character U+0000 (a tree's text ends at
 * it) and anything nested deeper than JSON_DEEPEST. Text is kept as it came;
 * whoever lets it into the house makes it NFC.
 *
 * Writing is canonical: names sorted by their bytes, no space, the shortest
 * form of a real that reads back as the same real (and reads back as REAL, so
 * 1.0 stays "1.0"). Trees with the same content give the same bytes, so hashes
 * may be taken of them. A real that is not finite has no form in JSON and is
 * written as null.
 *
 * The first call of json_read reads /dev/urandom (jansson seeds its tables
 * once): a program that locks itself up makes one before.
 */
enum { JSON_DEEPEST = 64 };

MUST_CHECK enum status json_read(struct arena *arena, const char *text,
                                 size_t length, struct tree *out);

void json_write(struct buf *out, const struct tree *tree);

/* json_write into text of its own. */
const char *json_text(struct arena *arena, const struct tree *tree);

#endif
