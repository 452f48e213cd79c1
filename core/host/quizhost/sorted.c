/* Order that does not depend on where things lie in memory. */
#include <string.h>

#include <lua5.4/lualib.h>

#include "host/quizhost/library.h"

struct key {
    int type; /* LUA_TBOOLEAN, LUA_TNUMBER or LUA_TSTRING */
    bool truth, whole;
    lua_Integer integer;
    lua_Number real;
    const char *text;
    size_t length;
};

static struct key key_at(lua_State *L, int index)
{
    struct key key = {.type = lua_type(L, index)};

    switch (key.type) {
    case LUA_TBOOLEAN: key.truth = lua_toboolean(L, index); break;
    case LUA_TNUMBER:
        key.whole = lua_isinteger(L, index);
        key.integer = key.whole ? lua_tointeger(L, index) : 0;
        key.real = lua_tonumber(L, index);
        break;
    case LUA_TSTRING: key.text = lua_tolstring(L, index, &key.length); break;
    default:
        luaL_error(L, "a table with a %s as key has no order to walk in",
                   luaL_typename(L, index));
    }
    return key;
}

static int compare_numbers(const struct key *a, const struct key *b)
{
    if (a->whole && b->whole)
        return a->integer < b->integer ? -1 : a->integer > b->integer;
    return a->real < b->real ? -1 : a->real > b->real;
}

static int compare(const struct key *a, const struct key *b)
{
    if (a->type != b->type)
        return a->type < b->type ? -1 : 1;
    if (a->type == LUA_TBOOLEAN)
        return (int)a->truth - (int)b->truth;
    if (a->type == LUA_TNUMBER)
        return compare_numbers(a, b);
    size_t least = a->length < b->length ? a->length : b->length;
    int order = memcmp(a->text, b->text, least);
    return order ? order : (a->length > b->length) - (a->length < b->length);
}

static void merge(struct key *keys, struct key *room, size_t low, size_t mid,
                  size_t high)
{
    size_t i = low, j = mid, k = low;

    if (compare(&keys[mid - 1], &keys[mid]) <= 0)
        return; /* lists are in order already */
    while (i < mid && j < high)
        room[k++] = compare(&keys[j], &keys[i]) < 0 ? keys[j++] : keys[i++];
    while (i < mid)
        room[k++] = keys[i++];
    while (j < high)
        room[k++] = keys[j++];
    memcpy(keys + low, room + low, (high - low) * sizeof *keys);
}

static void sort_keys(struct key *keys, struct key *room, size_t count)
{
    for (size_t width = 1; width < count; width *= 2)
        for (size_t low = 0; low + width < count; low += 2 * width) {
            size_t high = low + 2 * width;
            merge(keys, room, low, low + width, high < count ? high : count);
        }
}

static void push_key(lua_State *L, const struct key *key)
{
    if (key->type == LUA_TBOOLEAN)
        lua_pushboolean(L, key->truth);
    else if (key->type == LUA_TSTRING)
        lua_pushlstring(L, key->text, key->length);
    else if (key->whole)
        lua_pushinteger(L, key->integer);
    else
        lua_pushnumber(L, key->real);
}

void library_push_keys(lua_State *L, int index)
{
    size_t count = 0, i = 0;

    index = lua_absindex(L, index);
    luaL_checkstack(L, 8, "too deep");
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        count++;
    box_charge(L, count);
    /* The texts stay alive: their table holds them, and nothing is freed. */
    struct key *keys = lua_newuserdatauv(L, (2 * count + 1) * sizeof *keys, 0);
    for (lua_pushnil(L); lua_next(L, index); lua_pop(L, 1))
        keys[i++] = key_at(L, -2);
    sort_keys(keys, keys + count, count);
    lua_createtable(L, (int)count, 0);
    for (i = 0; i < count; i++) {
        push_key(L, &keys[i]);
        lua_rawseti(L, -2, (lua_Integer)i + 1);
    }
    lua_remove(L, -2);
}

/* ---- pairs and next ----------------------------------------------------- */

/* Upvalues: the keys, how many were given. Keys that went since are passed
   over, as in Lua. */
static int step(lua_State *L)
{
    lua_Integer i = lua_tointeger(L, lua_upvalueindex(2));

    for (;;) {
        box_charge(L, 1);
        if (lua_rawgeti(L, lua_upvalueindex(1), ++i) == LUA_TNIL)
            return 1;
        lua_pushvalue(L, -1);
        if (lua_rawget(L, 1) != LUA_TNIL)
            break;
        lua_pop(L, 2);
    }
    lua_pushinteger(L, i);
    lua_replace(L, lua_upvalueindex(2));
    return 2;
}

static int sorted_pairs(lua_State *L)
{
    luaL_checkany(L, 1);
    if (luaL_getmetafield(L, 1, "__pairs") != LUA_TNIL) {
        lua_pushvalue(L, 1);
        lua_call(L, 1, 3);
        return 3;
    }
    luaL_checktype(L, 1, LUA_TTABLE);
    library_push_keys(L, 1);
    lua_pushinteger(L, 0);
    lua_pushcclosure(L, step, 2);
    lua_pushvalue(L, 1);
    return 2;
}

/* The least key above the given one: no state, so a look at all of them. */
static int sorted_next(lua_State *L)
{
    bool first = lua_isnoneornil(L, 2), found = false;
    struct key after = {0}, best = {0};
    size_t count = 0;

    luaL_checktype(L, 1, LUA_TTABLE);
    lua_settop(L, 2);
    if (!first)
        after = key_at(L, 2);
    for (lua_pushnil(L); lua_next(L, 1); lua_pop(L, 1)) {
        struct key key = key_at(L, -2);
        count++;
        if ((first || compare(&key, &after) > 0) &&
            (!found || compare(&key, &best) < 0)) {
            best = key;
            found = true;
        }
    }
    box_charge(L, count);
    if (!found) {
        lua_pushnil(L);
        return 1;
    }
    push_key(L, &best);
    lua_pushvalue(L, -1);
    lua_rawget(L, 1);
    return 2;
}

/* ---- table.sort --------------------------------------------------------- */

enum { LIST = 1, ORDER = 2, ROOM = 3 };

/* Whether the element at the top is below the one under it; pops both. */
static bool is_below(lua_State *L)
{
    box_charge(L, 1);
    if (lua_isnil(L, ORDER)) {
        bool below = lua_compare(L, -1, -2, LUA_OPLT);
        lua_pop(L, 2);
        return below;
    }
    lua_pushvalue(L, ORDER);
    lua_insert(L, -3);
    lua_insert(L, -2); /* order, upper, lower */
    lua_call(L, 2, 1);
    bool below = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return below;
}

static void move(lua_State *L, int from, lua_Integer i, int to, lua_Integer k)
{
    lua_geti(L, from, i);
    lua_seti(L, to, k);
}

static void merge_elements(lua_State *L, lua_Integer low, lua_Integer mid,
                           lua_Integer high)
{
    lua_Integer i = low, j = mid;

    for (lua_Integer k = low; k < high; k++) {
        bool right = i == mid;
        if (i < mid && j < high) {
            lua_geti(L, LIST, i);
            lua_geti(L, LIST, j);
            right = is_below(L); /* an equal one stays behind: stable */
        }
        if (right)
            move(L, LIST, j++, ROOM, k);
        else
            move(L, LIST, i++, ROOM, k);
    }
    for (lua_Integer k = low; k < high; k++)
        move(L, ROOM, k, LIST, k);
    box_charge(L, (size_t)(high - low));
}

static int stable_sort(lua_State *L)
{
    luaL_checktype(L, LIST, LUA_TTABLE);
    lua_settop(L, ORDER);
    if (!lua_isnil(L, ORDER))
        luaL_checktype(L, ORDER, LUA_TFUNCTION);
    lua_Integer count = luaL_len(L, LIST);
    box_charge(L, count < 0 ? 0 : (size_t)count);
    lua_createtable(L, 0, 0);
    for (lua_Integer width = 1; width < count; width *= 2)
        for (lua_Integer low = 1; low + width <= count; low += 2 * width) {
            lua_Integer high = low + 2 * width;
            merge_elements(L, low, low + width,
                           high <= count ? high : count + 1);
        }
    return 0;
}

void sorted_open(lua_State *L)
{
    lua_register(L, "pairs", sorted_pairs);
    lua_register(L, "next", sorted_next);
    lua_getglobal(L, LUA_TABLIBNAME);
    lua_pushcfunction(L, stable_sort);
    lua_setfield(L, -2, "sort");
    lua_pop(L, 1);
}
