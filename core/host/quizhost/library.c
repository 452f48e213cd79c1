#include "host/quizhost/library.h"

#include <lua5.4/lualib.h>
#include <math.h>
#include <string.h>

#include "host/quizhost/fold.h"
#include "host/quizhost/value.h"

enum { LOG_LINE = 500, LOG_EACH = 16 };

/* ---- text without addresses --------------------------------------------- */

/* As tostring, but a table is "table". Pushes the text. */
static const char *push_shown(lua_State *L, int index)
{
    index = lua_absindex(L, index);
    if (luaL_getmetafield(L, index, "__tostring") != LUA_TNIL) {
        lua_pushvalue(L, index);
        lua_call(L, 1, 1);
        if (lua_type(L, -1) != LUA_TSTRING)
            luaL_error(L, "'__tostring' must return a text");
        return lua_tostring(L, -1);
    }
    switch (lua_type(L, index)) {
    case LUA_TNUMBER:
        if (!lua_isinteger(L, index) && isnan(lua_tonumber(L, index)))
            return lua_pushstring(L, "nan"); /* its sign varies by machine */
        break;
    case LUA_TNIL:
    case LUA_TBOOLEAN:
    case LUA_TSTRING: break;
    default: return lua_pushstring(L, luaL_typename(L, index));
    }
    return luaL_tolstring(L, index, NULL);
}

static int shown(lua_State *L)
{
    luaL_checkany(L, 1);
    push_shown(L, 1);
    return 1;
}

/* Upvalue: Lua's own string.format. */
static int format(lua_State *L)
{
    const char *form = luaL_checkstring(L, 1);
    int count = lua_gettop(L);

    for (const char *at = form; (at = strchr(at, '%')); at++) {
        at++;
        at += strspn(at, "-+ #0123456789.");
        if (*at == 'p')
            luaL_error(L, "%%p shows an address, which differs each time");
        if (!*at)
            break;
    }
    for (int i = 2; i <= count; i++)
        if (lua_type(L, i) == LUA_TTABLE || lua_type(L, i) == LUA_TFUNCTION ||
            lua_type(L, i) == LUA_TUSERDATA) {
            push_shown(L, i);
            lua_replace(L, i);
        }
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, count, 1);
    return 1;
}

/* ---- log ---------------------------------------------------------------- */

static int say(lua_State *L)
{
    struct box *box = box_of(L);
    luaL_Buffer line;
    int count = lua_gettop(L);
    size_t length;

    luaL_buffinit(L, &line);
    for (int i = 1; i <= count; i++) {
        if (i > 1)
            luaL_addchar(&line, ' ');
        push_shown(L, i);
        luaL_addvalue(&line);
    }
    luaL_pushresult(&line);
    const char *text = lua_tolstring(L, -1, &length);
    if (length > LOG_LINE)
        length = LOG_LINE;
    while (length && !utf8_valid(text, length))
        length--;
    /* Empty lines cost too, or they could be printed without end. */
    if (length + LOG_EACH > LOG_BYTES - box->log_bytes)
        return 0;
    box->log_bytes += length + LOG_EACH;
    tree_add(&box->log, tree_of_text(arena_text(box->arena, text, length)));
    return 0;
}

/* ---- metatables --------------------------------------------------------- */

/* Upvalue: Lua's own setmetatable. Neither field could do anything, since
   nothing is ever collected; a plugin that counts on one should know. */
static int set_metatable(lua_State *L)
{
    static const char *const refused[] = {"__gc", "__mode"};

    luaL_checktype(L, 1, LUA_TTABLE);
    for (int i = 0; i < 2 && lua_type(L, 2) == LUA_TTABLE; i++) {
        lua_pushstring(L, refused[i]);
        if (lua_rawget(L, 2) != LUA_TNIL)
            luaL_error(L, "'%s' is not there: nothing is collected",
                       refused[i]);
        lua_pop(L, 1);
    }
    lua_settop(L, 2);
    lua_pushvalue(L, lua_upvalueindex(1));
    lua_insert(L, 1);
    lua_call(L, 2, 1);
    return 1;
}

/* ---- math --------------------------------------------------------------- */

static int unary(lua_State *L, long double (*function)(long double))
{
    lua_pushnumber(L, steady(function(luaL_checknumber(L, 1))));
    return 1;
}

static int math_exp(lua_State *L)
{
    return unary(L, expl);
}

static int math_sin(lua_State *L)
{
    return unary(L, sinl);
}

static int math_cos(lua_State *L)
{
    return unary(L, cosl);
}

static int math_tan(lua_State *L)
{
    return unary(L, tanl);
}

static int math_asin(lua_State *L)
{
    return unary(L, asinl);
}

static int math_acos(lua_State *L)
{
    return unary(L, acosl);
}

static int math_atan(lua_State *L)
{
    long double y = luaL_checknumber(L, 1), x = luaL_optnumber(L, 2, 1);

    lua_pushnumber(L, steady(atan2l(y, x)));
    return 1;
}

static int math_log(lua_State *L)
{
    long double x = luaL_checknumber(L, 1);

    if (lua_isnoneornil(L, 2)) {
        lua_pushnumber(L, steady(logl(x)));
        return 1;
    }
    long double base = luaL_checknumber(L, 2);
    lua_pushnumber(L, steady(base == 2    ? log2l(x)
                             : base == 10 ? log10l(x)
                                          : logl(x) / logl(base)));
    return 1;
}

static const luaL_Reg math_functions[] = {
    {"exp", math_exp},   {"sin", math_sin},   {"cos", math_cos},
    {"tan", math_tan},   {"asin", math_asin}, {"acos", math_acos},
    {"atan", math_atan}, {"log", math_log},   {NULL, NULL},
};

/* ---- modules ------------------------------------------------------------ */

/* Upvalues: name -> compiled module, name -> what it returned. */
static int require(lua_State *L)
{
    luaL_checkstring(L, 1);
    lua_settop(L, 1);
    lua_pushvalue(L, 1);
    if (lua_rawget(L, lua_upvalueindex(2)) != LUA_TNIL)
        return 1;
    lua_pushvalue(L, 1);
    if (lua_rawget(L, lua_upvalueindex(1)) != LUA_TFUNCTION)
        luaL_error(L, "the package has no module '%s'", lua_tostring(L, 1));
    lua_pushvalue(L, 1);
    lua_pushboolean(L, 1); /* modules that require each other see `true` */
    lua_rawset(L, lua_upvalueindex(2));
    lua_call(L, 0, 1);
    if (lua_isnil(L, -1)) {
        lua_pop(L, 1);
        lua_pushboolean(L, 1);
    }
    lua_pushvalue(L, 1);
    lua_pushvalue(L, -2);
    lua_rawset(L, lua_upvalueindex(2));
    return 1;
}

/* ---- all of it ---------------------------------------------------------- */

static const char *const globals[] = {
    "_G",       "_VERSION", "assert", "error",  "getmetatable", "ipairs",
    "math",     "next",     "pairs",  "pcall",  "rawequal",     "rawget",
    "rawlen",   "rawset",   "select", "string", "setmetatable", "table",
    "tonumber", "tostring", "type",   "utf8",   "xpcall",       NULL,
};
static const char *const of_string[] = {
    "byte",  "char",  "find", "format",  "gmatch", "gsub",  "len",
    "lower", "match", "rep",  "reverse", "sub",    "upper", NULL,
};
static const char *const of_math[] = {
    "abs",        "ceil", "floor",      "fmod", "huge", "max",
    "maxinteger", "min",  "mininteger", "modf", "pi",   "sqrt",
    "tointeger",  "type", "ult",        NULL,
};

static bool is_among(const char *name, const char *const *names)
{
    for (; *names; names++)
        if (!strcmp(name, *names))
            return true;
    return false;
}

/* Clears every field of the table on top that is not named. */
static void keep_only(lua_State *L, const char *const *names)
{
    for (lua_pushnil(L); lua_next(L, -2); lua_pop(L, 1)) {
        if (is_among(lua_tostring(L, -2), names))
            continue;
        lua_pushvalue(L, -2);
        lua_pushnil(L);
        lua_rawset(L, -5); /* clearing a field while walking is allowed */
    }
}

/* table[name] = function with the old value as its upvalue */
static void wrap(lua_State *L, const char *name, lua_CFunction function)
{
    lua_getfield(L, -1, name);
    lua_pushcclosure(L, function, 1);
    lua_setfield(L, -2, name);
}

static void open_lua(lua_State *L)
{
    static const luaL_Reg libraries[] = {
        {LUA_GNAME, luaopen_base},        {LUA_MATHLIBNAME, luaopen_math},
        {LUA_STRLIBNAME, luaopen_string}, {LUA_TABLIBNAME, luaopen_table},
        {LUA_UTF8LIBNAME, luaopen_utf8},
    };

    for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++) {
        luaL_requiref(L, libraries[i].name, libraries[i].func, 1);
        lua_pop(L, 1);
    }
    lua_getglobal(L, LUA_STRLIBNAME);
    keep_only(L, of_string);
    wrap(L, "format", format);
    lua_getglobal(L, LUA_MATHLIBNAME);
    keep_only(L, of_math);
    luaL_setfuncs(L, math_functions, 0);
    lua_pushglobaltable(L);
    keep_only(L, globals);
    wrap(L, "setmetatable", set_metatable);
    lua_pop(L, 3);
}

void library_open(lua_State *L)
{
    open_lua(L);
    lua_register(L, "tostring", shown);
    lua_register(L, "print", say);
    lua_register(L, "log", say);
    sorted_open(L);
    decimal_open(L);
    chance_open(L);
    text_open(L);
    nodes_open(L);
    lua_newtable(L); /* name -> compiled module, filled by the loader */
    lua_pushvalue(L, -1);
    lua_setfield(L, LUA_REGISTRYINDEX, LIBRARY_MODULES);
    lua_newtable(L);
    lua_pushcclosure(L, require, 2);
    lua_setglobal(L, "require");
    lua_newtable(L);
    lua_setfield(L, LUA_REGISTRYINDEX, LIBRARY_CATALOGUE);
}
