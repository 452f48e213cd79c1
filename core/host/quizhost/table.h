#ifndef QUIZHOST_TABLE_H
#define QUIZHOST_TABLE_H

#include "host/quizhost/box.h"

/*
 * Fields of a table that a plugin gave, read without metamethods. A field of
 * the wrong kind raises and names `place` and itself.
 */

/* Pushes table[name]; its type. */
int push_field(lua_State *L, int table, const char *name);

/* NULL where it is left out. */
const char *text_field(lua_State *L, int table, const char *name,
                       const char *place);
/* The same, in the language of the call. */
const char *picked_field(lua_State *L, int table, const char *name,
                         const char *place);
/* `text`, or raises that `name` is missing. */
const char *must_field(lua_State *L, const char *text, const char *place,
                       const char *name);
bool truth_field(lua_State *L, int table, const char *name);
/* From 0 to `most`. */
lua_Integer integer_field(lua_State *L, int table, const char *name,
                          lua_Integer otherwise, lua_Integer most,
                          const char *place);

/* Whether `word` is one of a list that ends in NULL; NULL is none. */
bool is_among(const char *word, const char *const *words);

#endif
