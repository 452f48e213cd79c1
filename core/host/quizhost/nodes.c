#include "host/quizhost/nodes.h"

#include <string.h>

#include "base/fields.h"
#include "host/markdown.h"
#include "host/math.h"
#include "host/quizhost/library.h"
#include "host/quizhost/nodes_parts.h"
#include "host/quizhost/table.h"
#include "host/quizhost/value.h"

/* A formula costs as much as so many instructions. */
enum { DEEPEST = 8, MOST_NODES = 4000, MATH_STEPS = 20000 };

/* ---- ui: the constructors ------------------------------------------------ */

/*
 * What the arguments of ui.NAME(...) become in the table. "*" is a table of
 * further fields, "children" of a container is the table it is given.
 */
static const struct maker {
    const char *name, *arguments[3];
} makers[] = {
    {"markdown", {"text", "params"}},
    {"text", {"text"}},
    {"image", {"media", "alt"}},
    {"audio", {"media", "alt"}},
    {"video", {"media", "alt"}},
    {"math", {"tex", "*"}},
    {"code", {"text", "language"}},
    {"table", {"*"}},
    {"group", {"children"}},
    {"columns", {"children"}},
    {"choice", {"input", "options", "*"}},
    {"choices", {"input", "options", "*"}},
    {"select", {"input", "options", "*"}},
    {"number", {"input", "*"}},
    {"short", {"input", "*"}},
    {"essay", {"input", "*"}},
    {"date", {"input", "*"}},
    {"matrix", {"rows", "options"}},
    {"match", {"rows", "options"}},
    {"order", {"rows"}},
    {"cloze", {"text", "gaps", "params"}},
    {"hottext", {"input", "text"}},
    {"hotspot", {"input", "options", "*"}},
    {"file", {"input"}},
};

/* Nodes that api 1 names but this version cannot draw. */
static const char *const later[] = {"frame", NULL};

static void copy_fields(lua_State *L, int from, int to)
{
    if (lua_isnil(L, from))
        return;
    luaL_checktype(L, from, LUA_TTABLE);
    for (lua_pushnil(L); lua_next(L, from);) {
        lua_pushvalue(L, -2);
        lua_insert(L, -2);
        lua_rawset(L, to);
    }
}

static int make(lua_State *L)
{
    const struct maker *maker = &makers[lua_tointeger(L, lua_upvalueindex(1))];

    lua_settop(L, 3);
    lua_createtable(L, 0, 4);
    for (int i = 0; i < 3 && maker->arguments[i]; i++) {
        if (maker->arguments[i][0] == '*') {
            copy_fields(L, i + 1, 4);
            continue;
        }
        lua_pushvalue(L, i + 1);
        lua_setfield(L, 4, maker->arguments[i]);
    }
    lua_pushstring(L, maker->name);
    lua_setfield(L, 4, "node");
    return 1;
}

static int refuse(lua_State *L)
{
    return luaL_error(L, "ui.%s: this version of Khoa cannot show it yet",
                      lua_tostring(L, lua_upvalueindex(1)));
}

void nodes_open(lua_State *L)
{
    lua_newtable(L);
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++) {
        lua_pushinteger(L, (lua_Integer)i);
        lua_pushcclosure(L, make, 1);
        lua_setfield(L, -2, makers[i].name);
    }
    for (size_t i = 0; later[i]; i++) {
        lua_pushstring(L, later[i]);
        lua_pushcclosure(L, refuse, 1);
        lua_setfield(L, -2, later[i]);
    }
    lua_setfield(L, LUA_REGISTRYINDEX, LIBRARY_UI);
}

/* ---- Markdown ------------------------------------------------------------ */

struct params {
    struct fields fields;
    const char *unknown;
};

static const char *param(void *data, const char *name)
{
    struct params *params = data;
    const char *value = field(&params->fields, name);

    if (!value && !params->unknown)
        params->unknown = name;
    return value;
}

/* Read before md4c runs: nothing may raise while it holds memory. */
static struct params take_params(lua_State *L, int table)
{
    struct arena *arena = box_of(L)->arena;
    struct params params = {{NULL, 0}, NULL};
    size_t room = 0;

    table = lua_absindex(L, table);
    if (lua_type(L, table) != LUA_TTABLE)
        return params;
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1))
        room++;
    box_charge(L, room);
    struct field *list = arena_many(arena, struct field, room);
    for (lua_pushnil(L); lua_next(L, table); lua_pop(L, 1)) {
        if (lua_type(L, -2) != LUA_TSTRING)
            continue;
        const char *value = value_shown(L, -1);
        lua_pushvalue(L, -2);
        if (value)
            list[params.fields.count++] =
                (struct field){value_text(L, -1, "params"), value};
        lua_pop(L, 1);
    }
    params.fields.list = list;
    return params;
}

struct tree take_markdown(lua_State *L, int index, const char *place)
{
    struct arena *arena = box_of(L)->arena;
    const char *text = picked_field(L, index, "text", place);
    struct tree blocks = {.kind = TREE_LIST};

    bool filled = push_field(L, index, "params") == LUA_TTABLE;
    struct params params = take_params(L, -1);
    lua_pop(L, 1);
    struct markdown_values values = {param, &params};
    must_field(L, text, place, "text");
    box_charge(L, strlen(text));
    box_take(L, strlen(text));
    struct markdown_fault fault;
    bool read = markdown_nodes(arena, text, filled ? &values : NULL, &blocks,
                               &fault) == OK;
    if (!read && fault.tex)
        luaL_error(L, "%s: the formula '%s' cannot be read: %s", place,
                   fault.tex, fault.why);
    if (!read)
        luaL_error(L, "%s: the Markdown is nested too deep", place);
    if (params.unknown)
        luaL_error(L, "%s: there is no param for {{%s}}", place,
                   params.unknown);
    return blocks;
}

/* ---- nodes ----------------------------------------------------------------
 */

/* The nodes of a list at the top of the stack, which is popped. */
static struct tree take_children(lua_State *L, const char *place, int depth)
{
    struct tree_maker list = tree_list(box_of(L)->arena);
    size_t there = 0;

    if (lua_type(L, -1) != LUA_TTABLE)
        luaL_error(L, "%s: a list of nodes was expected", place);
    luaL_checkstack(L, 8, "too deep");
    lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1))
        there++;
    if (there != (size_t)count)
        luaL_error(L, "%s: a list of nodes with a hole or a name in it", place);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, -1, i);
        tree_add(&list, take_node(L, lua_gettop(L), place, depth));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return tree_done(&list);
}

/* What stands in an option or a cell: a node, or text. */
struct tree take_content(lua_State *L, int index, const char *name,
                         const char *place, int depth)
{
    struct arena *arena = box_of(L)->arena;
    struct tree_maker list = tree_list(arena);

    if (push_field(L, index, name) == LUA_TTABLE) {
        int node = lua_gettop(L);
        if (push_field(L, node, "node") != LUA_TNIL) {
            const char *kind = value_text(L, -1, place);
            lua_pop(L, 1);
            struct tree content = strcmp(kind, "markdown") != 0
                                      ? (struct tree){.kind = TREE_NOTHING}
                                      : take_markdown(L, node, place);
            if (content.kind == TREE_NOTHING) {
                tree_add(&list, take_node(L, node, place, depth));
                content = tree_done(&list);
            }
            lua_pop(L, 1);
            return markdown_inline(&content);
        }
        lua_pop(L, 1);
    }
    if (lua_isnil(L, -1))
        luaL_error(L, "%s: '%s' is missing", place, name);
    struct tree_maker text = tree_map(arena);
    tree_put(&text, "node", tree_of_text("text"));
    tree_put(&text, "text", tree_of_text(value_picked(L, -1, place)));
    tree_add(&list, tree_done(&text));
    lua_pop(L, 1);
    return tree_done(&list);
}

/* One row of a table: its cells are nodes or text. */
static struct tree take_row(lua_State *L, bool head, const char *place,
                            int depth)
{
    struct arena *arena = box_of(L)->arena;
    struct tree_maker row = tree_map(arena), cells = tree_list(arena);

    if (lua_type(L, -1) != LUA_TTABLE)
        luaL_error(L, "%s: a row is a list of cells", place);
    lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer i = 1; i <= count; i++) {
        struct tree_maker cell = tree_map(arena);
        lua_createtable(L, 0, 1);
        lua_rawgeti(L, -2, i);
        lua_setfield(L, -2, "cell");
        tree_put(&cell, "node", tree_of_text("cell"));
        tree_put(&cell, "align", tree_of_text(""));
        tree_put(&cell, "children",
                 take_content(L, lua_gettop(L), "cell", place, depth));
        tree_add(&cells, tree_done(&cell));
        lua_pop(L, 1);
    }
    tree_put(&row, "node", tree_of_text("row"));
    tree_put(&row, "head", tree_of_truth(head));
    tree_put(&row, "children", tree_done(&cells));
    return tree_done(&row);
}

static struct tree take_rows(lua_State *L, int index, const char *place,
                             int depth)
{
    struct tree_maker rows = tree_list(box_of(L)->arena);

    if (push_field(L, index, "head") != LUA_TNIL)
        tree_add(&rows, take_row(L, true, place, depth));
    lua_pop(L, 1);
    if (push_field(L, index, "rows") != LUA_TTABLE)
        luaL_error(L, "%s: 'rows' is missing", place);
    lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, -1, i);
        tree_add(&rows, take_row(L, false, place, depth));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return tree_done(&rows);
}

void take_picture(lua_State *L, int index, struct tree_maker *node,
                  const char *place)
{
    const char *media = text_field(L, index, "media", place);
    const char *alt = picked_field(L, index, "alt", place);

    if (!markdown_is_media(must_field(L, media, place, "media")))
        luaL_error(L, "%s: '%s' cannot name a medium", place, media);
    tree_put(node, "media", tree_of_text(media));
    tree_put(node, "alt", tree_of_text(must_field(L, alt, place, "alt")));
}

static struct tree take_math(lua_State *L, int index, const char *place)
{
    const char *tex = text_field(L, index, "tex", place), *why;
    struct tree node;

    must_field(L, tex, place, "tex");
    push_field(L, index, "display");
    bool display = lua_toboolean(L, -1);
    lua_pop(L, 1);
    box_charge(L, MATH_STEPS);
    if (math_node(box_of(L)->arena, tex, display, &node, &why) != OK)
        luaL_error(L, "%s: the formula '%s' cannot be read: %s", place, tex,
                   why);
    box_take(L, tree_get(&node, "math")->count * 64);
    return node;
}

static bool take_plain(lua_State *L, int index, const char *name,
                       struct tree_maker *node, const char *place, int depth)
{
    if (!strcmp(name, "markdown")) {
        tree_put(node, "children", take_markdown(L, index, place));
    } else if (!strcmp(name, "group") || !strcmp(name, "columns")) {
        push_field(L, index, "children");
        tree_put(node, "children", take_children(L, place, depth + 1));
    } else if (!strcmp(name, "table")) {
        tree_put(node, "children", take_rows(L, index, place, depth + 1));
    } else if (!strcmp(name, "text")) {
        const char *text = picked_field(L, index, "text", place);
        tree_put(node, "text",
                 tree_of_text(must_field(L, text, place, "text")));
    } else if (!strcmp(name, "code")) {
        const char *text = text_field(L, index, "text", place);
        const char *language = text_field(L, index, "language", place);
        tree_put(node, "text",
                 tree_of_text(must_field(L, text, place, "text")));
        tree_put(node, "language", tree_of_text(language ? language : ""));
    } else if (!strcmp(name, "image") || !strcmp(name, "audio") ||
               !strcmp(name, "video")) {
        const char *media = text_field(L, index, "media", place);
        take_picture(L, index, node, place);
        if (strcmp(markdown_medium(media), name) != 0)
            luaL_error(L, "%s: '%s' ends as another medium does", place, media);
    } else {
        return false;
    }
    return true;
}

struct tree take_node(lua_State *L, int index, const char *place, int depth)
{
    struct arena *arena = box_of(L)->arena;
    struct tree_maker node = tree_map(arena);

    if (depth == DEEPEST)
        box_hit(L, "depth of what is returned");
    box_take(L, ANSWER_BYTES / MOST_NODES);
    index = lua_absindex(L, index);
    if (lua_type(L, index) != LUA_TTABLE)
        luaL_error(L, "%s: a node was expected, not a %s", place,
                   luaL_typename(L, index));
    const char *name =
        must_field(L, text_field(L, index, "node", place), place, "node");
    place = arena_print(arena, "%s > %s", place, name);
    if (!strcmp(name, "math"))
        return take_math(L, index, place);
    tree_put(&node, "node", tree_of_text(name));
    if (!take_input_node(L, index, name, &node, place, depth + 1) &&
        !take_plain(L, index, name, &node, place, depth))
        luaL_error(L,
                   is_among(name, later)
                       ? "%s: this version of Khoa cannot show it yet"
                       : "%s: there is no node of this name",
                   place);
    return tree_done(&node);
}

struct tree nodes_take(lua_State *L, int index, const char *place)
{
    struct box *box = box_of(L);
    struct tree node = take_node(L, lua_absindex(L, index), place, 0);

    for (size_t i = 0; box->inputs && i < box->inputs->count; i++)
        if (!box->rendered[i])
            luaL_error(L, "%s: the input '%s' is not rendered", place,
                       box->inputs->names[i]);
    return node;
}
