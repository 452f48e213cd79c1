#include "host/quizhost/table.h"

#include <string.h>

#include "host/quizhost/value.h"

bool is_among(const char *word, const char *const *words)
{
    for (; word && *words; words++)
        if (!strcmp(word, *words))
            return true;
    return false;
}

int push_field(lua_State *L, int table, const char *name)
{
    table = lua_absindex(L, table);
    lua_pushstring(L, name);
    return lua_rawget(L, table);
}

const char *text_field(lua_State *L, int table, const char *name,
                       const char *place)
{
    const char *text = NULL;

    if (push_field(L, table, name) != LUA_TNIL)
        text = value_text(L, -1,
                          arena_print(box_of(L)->arena, "%s.%s", place, name));
    lua_pop(L, 1);
    return text;
}

const char *picked_field(lua_State *L, int table, const char *name,
                         const char *place)
{
    const char *text = NULL;

    if (push_field(L, table, name) != LUA_TNIL)
        text = value_picked(
            L, -1, arena_print(box_of(L)->arena, "%s.%s", place, name));
    lua_pop(L, 1);
    return text;
}

const char *must_field(lua_State *L, const char *text, const char *place,
                       const char *name)
{
    if (!text)
        luaL_error(L, "%s: '%s' is missing", place, name);
    return text;
}

bool truth_field(lua_State *L, int table, const char *name)
{
    push_field(L, table, name);
    bool truth = lua_toboolean(L, -1);
    lua_pop(L, 1);
    return truth;
}

lua_Integer integer_field(lua_State *L, int table, const char *name,
                          lua_Integer otherwise, lua_Integer most,
                          const char *place)
{
    lua_Integer number = otherwise;

    if (push_field(L, table, name) != LUA_TNIL) {
        if (!lua_isinteger(L, -1))
            luaL_error(L, "%s: '%s' is no whole number", place, name);
        number = lua_tointeger(L, -1);
        if (number < 0 || number > most)
            luaL_error(L, "%s: '%s' is not between 0 and %I", place, name,
                       most);
    }
    lua_pop(L, 1);
    return number;
}
