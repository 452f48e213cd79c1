#ifndef QUIZHOST_VALUE_H
#define QUIZHOST_VALUE_H

#include "base/decimal.h"
#include "host/quizhost/box.h"

/*
 * Trees in and out of Lua.
 *
 * An exact decimal is the map {"$": "12.5"} in a tree and a decimal in Lua. A
 * table with 1..n is a LIST, one with names a MAP, an empty one a MAP. What
 * has no form in a tree (functions, mixed keys, depth, text that is no UTF-8)
 * is an error that says where: `place` names it for the plugin's author.
 * Text comes out in NFC.
 */
void value_push(lua_State *L, const struct tree *tree);
struct tree value_take(lua_State *L, int index, const char *place);

/* Text at `index`, which must be a string: valid, NFC, in the call's arena. */
const char *value_text(lua_State *L, int index, const char *place);

/*
 * Text for people: {vi =, en =}, or a key of the package's catalogue, or,
 * where `literal` is allowed, any text.
 * value_both gives {"vi","en"} (a language that lacks stays out), value_picked
 * the text in the language of the call, the other one if it lacks; numbers
 * and decimals are written as the call's settings say. What lacks a language
 * is noted in the box, for the gate.
 */
struct tree value_both(lua_State *L, int index, const char *place);
const char *value_picked(lua_State *L, int index, const char *place);

/* Notes every text of the package's catalogue that lacks a language. */
void value_check_catalogue(lua_State *L);

/* A param as it is read in a text; NULL if it is nothing to be read. */
const char *value_shown(lua_State *L, int index);

/* ---- decimals (number.c) ------------------------------------------------- */

void decimal_open(lua_State *L);
void decimal_push(lua_State *L, const struct decimal *value);
/* The decimal at `index`, NULL if it is none. */
const struct decimal *decimal_at(lua_State *L, int index);

#endif
