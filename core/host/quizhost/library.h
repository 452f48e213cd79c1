#ifndef QUIZHOST_LIBRARY_H
#define QUIZHOST_LIBRARY_H

#include "host/quizhost/box.h"

/*
 * What a plugin may use: a part of Lua's own libraries, some of it replaced so
 * that a plugin's answer can depend on nothing but its arguments, and what
 * Khoa adds (decimal, fold, match, log, ui, require).
 *
 * Left out, and why:
 *   io, os, package, debug, dofile, loadfile, load
 *                    files, the clock, the host's insides and new code are
 *                    not ours to hand out; bytecode is not checked
 *   coroutine        each would need its own look at every limit
 *   collectgarbage   nothing is collected
 *   string.dump, pack, unpack, packsize
 *                    bytecode; byte order and sizes of the machine
 *   math.random, randomseed   the given rng instead
 *   warn             log
 * Replaced:
 *   pairs, next      keys come sorted: truths, numbers, then texts
 *   table.sort       stable, and its comparisons are counted
 *   tostring, string.format, print
 *                    no address of anything is ever shown
 *   setmetatable     refuses __gc, __mode and __metatable of ours
 *   math.exp and kin rounded, since their last digits vary by machine
 */
#define LIBRARY_CATALOGUE "khoa.catalogue"
#define LIBRARY_UI "khoa.ui"
#define LIBRARY_MODULES "khoa.modules"
#define LIBRARY_PLUGIN "khoa.plugin" /* what plugin.lua returned */

void library_open(lua_State *L);

/* Pushes a list of the table's keys in their order. */
void library_push_keys(lua_State *L, int index);

/* ---- its parts ----------------------------------------------------------- */

void sorted_open(lua_State *L); /* pairs, next, table.sort                  */
void chance_open(lua_State *L); /* the metatable of rng                     */
void text_open(lua_State *L);   /* fold, match                              */
void nodes_open(lua_State *L);  /* ui                                       */

/* Pushes a rng that begins with these 32 bytes. */
void chance_push(lua_State *L, const unsigned char seed[32]);

/* `number` without the digits that a machine may differ in. */
double steady(long double number);

#endif
