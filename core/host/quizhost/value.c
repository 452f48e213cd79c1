#include "host/quizhost/value.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "host/quizhost/fold.h"
#include "host/quizhost/library.h"

enum { DEEPEST = 16, MOST_LACKING = 20 };

/* ---- in ----------------------------------------------------------------- */

static bool is_decimal(const struct tree *tree, struct decimal *out)
{
    return tree->kind == TREE_MAP && tree->count == 1 &&
           !strcmp(tree->names[0], "$") && tree->items[0].kind == TREE_TEXT &&
           decimal_read(tree->items[0].text, out);
}

static void push_children(lua_State *L, const struct tree *tree)
{
    bool map = tree->kind == TREE_MAP;

    luaL_checkstack(L, 4, "too deep");
    lua_createtable(L, map ? 0 : (int)tree->count, map ? (int)tree->count : 0);
    for (size_t i = 0; i < tree->count; i++) {
        value_push(L, &tree->items[i]);
        if (map)
            lua_setfield(L, -2, tree->names[i]);
        else
            lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
}

void value_push(lua_State *L, const struct tree *tree)
{
    struct decimal decimal;

    if (tree && is_decimal(tree, &decimal)) {
        decimal_push(L, &decimal);
        return;
    }
    switch (tree ? tree->kind : TREE_NOTHING) {
    case TREE_NOTHING: lua_pushnil(L); break;
    case TREE_TRUTH: lua_pushboolean(L, tree->truth); break;
    case TREE_INTEGER: lua_pushinteger(L, tree->integer); break;
    case TREE_REAL: lua_pushnumber(L, tree->real); break;
    case TREE_TEXT: lua_pushstring(L, tree->text); break;
    case TREE_LIST:
    case TREE_MAP: push_children(L, tree); break;
    }
}

/* ---- out ---------------------------------------------------------------- */

const char *value_text(lua_State *L, int index, const char *place)
{
    struct box *box = box_of(L);
    size_t length;

    if (lua_type(L, index) != LUA_TSTRING)
        luaL_error(L, "%s: a text was expected, not a %s", place,
                   luaL_typename(L, index));
    const char *text = lua_tolstring(L, index, &length);
    box_take(L, length);
    if (!utf8_valid(text, length))
        luaL_error(L, "%s: this is no UTF-8", place);
    for (size_t i = 0; i < length; i++)
        if (((unsigned char)text[i] < ' ' && text[i] != '\n' &&
             text[i] != '\t') ||
            text[i] == 0x7f)
            luaL_error(L, "%s: a control character", place);
    char *out = arena_alloc(box->arena, FOLD_ROOM(length));
    fold_compose(text, length, out);
    return out;
}

static struct tree decimal_tree(struct box *box, const struct decimal *decimal)
{
    struct tree_maker map = tree_map(box->arena);
    char text[DECIMAL_TEXT];

    decimal_write(decimal, -1, '.', text);
    tree_put(&map, "$",
             tree_of_text(arena_text(box->arena, text, strlen(text))));
    return tree_done(&map);
}

static struct tree take(lua_State *L, int index, const char *place, int depth);

static struct tree take_list(lua_State *L, int index, const char *place,
                             int depth)
{
    struct tree_maker list = tree_list(box_of(L)->arena);
    lua_Integer count = (lua_Integer)lua_rawlen(L, index);

    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, index, i);
        tree_add(&list, take(L, lua_gettop(L), place, depth));
        lua_pop(L, 1);
    }
    return tree_done(&list);
}

static struct tree take_map(lua_State *L, int index, const char *place,
                            int depth)
{
    struct box *box = box_of(L);
    struct tree_maker map = tree_map(box->arena);

    library_push_keys(L, index);
    int keys = lua_gettop(L);
    lua_Integer count = (lua_Integer)lua_rawlen(L, keys);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, keys, i);
        if (lua_type(L, -1) != LUA_TSTRING)
            luaL_error(L, "%s: names and numbers are mixed in one table",
                       place);
        const char *name = value_text(L, -1, place);
        if (!strcmp(name, "$"))
            luaL_error(L, "%s: the name \"$\" is not free", place);
        lua_rawget(L, index);
        tree_put(&map, name, take(L, lua_gettop(L), place, depth));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return tree_done(&map);
}

static struct tree take_table(lua_State *L, int index, const char *place,
                              int depth)
{
    if (depth == DEEPEST)
        box_hit(L, "depth of what is returned");
    luaL_checkstack(L, 8, "too deep");
    lua_Integer count = (lua_Integer)lua_rawlen(L, index);
    if (!count)
        return take_map(L, index, place, depth + 1);
    size_t names = 0;
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        names++;
    if (names != (size_t)count)
        luaL_error(L, "%s: a list with holes, or names and numbers are mixed",
                   place);
    return take_list(L, index, place, depth + 1);
}

static struct tree take(lua_State *L, int index, const char *place, int depth)
{
    const struct decimal *decimal = decimal_at(L, index);
    double real;

    box_charge(L, 1);
    box_take(L, 16);
    if (decimal)
        return decimal_tree(box_of(L), decimal);
    switch (lua_type(L, index)) {
    case LUA_TNIL: return (struct tree){.kind = TREE_NOTHING};
    case LUA_TBOOLEAN: return tree_of_truth(lua_toboolean(L, index));
    case LUA_TSTRING: return tree_of_text(value_text(L, index, place));
    case LUA_TTABLE: return take_table(L, index, place, depth);
    case LUA_TNUMBER:
        if (lua_isinteger(L, index))
            return tree_of_integer(lua_tointeger(L, index));
        real = lua_tonumber(L, index);
        if (!isfinite(real))
            luaL_error(L, "%s: a number that is not finite", place);
        return tree_of_real(real == 0 ? 0 : real); /* no negative zero */
    default:
        luaL_error(L, "%s: a %s cannot be returned", place,
                   luaL_typename(L, index));
    }
    return (struct tree){.kind = TREE_NOTHING};
}

struct tree value_take(lua_State *L, int index, const char *place)
{
    return take(L, lua_absindex(L, index), place, 0);
}

/* ---- text for people ---------------------------------------------------- */

/* At most `most` bytes of it, without cutting a character. */
static size_t cut_at(const char *text, size_t most)
{
    size_t length = strlen(text);

    if (length <= most)
        return length;
    while (most && ((unsigned char)text[most] & 0xc0) == 0x80)
        most--;
    return most;
}

/* Pushes {vi=, en=} for a key of the catalogue, else nothing. */
static bool push_catalogued(lua_State *L, int index)
{
    if (lua_type(L, index) != LUA_TSTRING)
        return false;
    lua_pushvalue(L, index);
    lua_getfield(L, LUA_REGISTRYINDEX, LIBRARY_CATALOGUE);
    lua_insert(L, -2);
    if (lua_rawget(L, -2) == LUA_TTABLE) {
        lua_remove(L, -2);
        return true;
    }
    lua_pop(L, 2);
    return false;
}

static void note_lacking(struct box *box, const char *place, const char *text)
{
    if (box->lacking.count < MOST_LACKING)
        tree_add(&box->lacking,
                 tree_of_text(arena_print(box->arena, "%s: “%.*s”", place,
                                          (int)cut_at(text, 60), text)));
}

struct tree value_both(lua_State *L, int index, const char *place)
{
    static const char *const languages[] = {"vi", "en"};
    struct tree_maker both = tree_map(box_of(L)->arena);

    if (!push_catalogued(L, index)) {
        if (lua_type(L, index) == LUA_TSTRING)
            luaL_error(L, "%s: '%s' is no key of the catalogue", place,
                       lua_tostring(L, index));
        if (lua_type(L, index) != LUA_TTABLE)
            luaL_error(L, "%s: a text {vi =, en =} was expected, not a %s",
                       place, luaL_typename(L, index));
        lua_pushvalue(L, index);
    }
    for (int i = 0; i < 2; i++) {
        lua_pushstring(L, languages[i]);
        lua_rawget(L, -2);
        if (!lua_isnil(L, -1))
            tree_put(&both, languages[i],
                     tree_of_text(value_text(L, -1, place)));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    if (!both.count)
        luaL_error(L, "%s: a text needs {vi =, en =}", place);
    if (both.count < 2)
        note_lacking(box_of(L), place, both.items[0].text);
    return tree_done(&both);
}

void value_check_catalogue(lua_State *L)
{
    lua_getfield(L, LUA_REGISTRYINDEX, LIBRARY_CATALOGUE);
    library_push_keys(L, -1);
    lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, -1, i);
        const char *key = value_text(L, -1, "catalogue");
        lua_rawget(L, -3);
        value_both(L, -1, arena_print(box_of(L)->arena, "catalogue.%s", key));
        lua_pop(L, 1);
    }
    lua_pop(L, 2);
}

const char *value_shown(lua_State *L, int index)
{
    struct box *box = box_of(L);
    const struct decimal *decimal = decimal_at(L, index);
    char digits[DECIMAL_TEXT];

    if (decimal) {
        decimal_write(decimal, -1, box->point ? '.' : ',', digits);
        return arena_text(box->arena, digits, strlen(digits));
    }
    switch (lua_type(L, index)) {
    case LUA_TSTRING: return value_text(L, index, "params");
    case LUA_TNUMBER:
        if (lua_isinteger(L, index))
            snprintf(digits, sizeof digits, LUA_INTEGER_FMT,
                     lua_tointeger(L, index));
        else
            snprintf(digits, sizeof digits, LUA_NUMBER_FMT,
                     lua_tonumber(L, index));
        for (char *c = digits; *c && !box->point; c++)
            if (*c == '.')
                *c = ',';
        return arena_text(box->arena, digits, strlen(digits));
    default: return NULL;
    }
}

const char *value_picked(lua_State *L, int index, const char *place)
{
    struct box *box = box_of(L);
    bool shown = lua_type(L, index) == LUA_TNUMBER || decimal_at(L, index) ||
                 lua_type(L, index) == LUA_TSTRING;

    if (shown && !push_catalogued(L, index))
        return lua_type(L, index) == LUA_TSTRING ? value_text(L, index, place)
                                                 : value_shown(L, index);
    if (shown) {
        const char *text = value_picked(L, lua_gettop(L), place);
        lua_pop(L, 1);
        return text;
    }
    struct tree both = value_both(L, index, place);
    const char *text = tree_text(&both, box->language);
    return text ? text : both.items[0].text;
}
