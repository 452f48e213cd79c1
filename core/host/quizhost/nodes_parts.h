#ifndef QUIZHOST_NODES_PARTS_H
#define QUIZHOST_NODES_PARTS_H

#include "host/quizhost/box.h"

/* What nodes.c and nodes_inputs.c have of each other. Only for them. */
struct tree take_node(lua_State *L, int index, const char *place, int depth);
/* The field `name`: a node, or text; as a list of nodes. */
struct tree take_content(lua_State *L, int index, const char *name,
                         const char *place, int depth);
/* The fields `text` and `params` of the table, as blocks. */
struct tree take_markdown(lua_State *L, int index, const char *place);
/* The fields `media` and `alt`. */
void take_picture(lua_State *L, int index, struct tree_maker *node,
                  const char *place);

/* Whether `name` is a node that asks something; then it is in `node`. */
bool take_input_node(lua_State *L, int index, const char *name,
                     struct tree_maker *node, const char *place, int depth);

#endif
