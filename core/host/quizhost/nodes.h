#ifndef QUIZHOST_NODES_H
#define QUIZHOST_NODES_H

#include "host/quizhost/box.h"

/*
 * What a plugin renders: plain tables with a field `node`, made with `ui`.
 * Here they are checked and become a tree in which text is picked for the
 * language of the call and Markdown is nodes. A node that is not known, an
 * input that is not declared, shown twice or not at all, an option that is
 * not declared: each is an error that names it.
 */

/* The node at `index`, with the inputs of box->inputs, each exactly once.
   With box->inputs NULL (an explanation) no input may stand in it. */
struct tree nodes_take(lua_State *L, int index, const char *place);

/* What `inputs` returned: MAP of name to declaration. */
struct tree inputs_take(lua_State *L, int index);

#endif
