/* A package into the memory of the box: modules compiled, plugin.lua run. */
#include <string.h>

#include "host/quizhost/library.h"
#include "host/quizhost/verbs.h"

struct load {
    const struct tree *modules;
    const char *source;
    size_t length;
};

static void compile_modules(lua_State *L, const struct load *load)
{
    struct arena *arena = box_of(L)->arena;
    size_t at = 0;

    lua_getfield(L, LUA_REGISTRYINDEX, LIBRARY_MODULES);
    for (size_t i = 0; i < load->modules->count; i++) {
        const struct tree *module = &load->modules->items[i];
        const char *name = tree_text(module, "name");
        int64_t length = tree_integer(module, "length", -1);

        if (!name || length < 0 || (size_t)length > load->length - at)
            luaL_error(L, "a broken package");
        if (luaL_loadbufferx(L, load->source + at, (size_t)length,
                             arena_print(arena, "=%s.lua", name), "t"))
            lua_error(L);
        lua_setfield(L, -2, name);
        at += (size_t)length;
    }
    lua_pop(L, 1);
}

static bool require_module(lua_State *L, const char *name)
{
    lua_getfield(L, LUA_REGISTRYINDEX, LIBRARY_MODULES);
    bool there = lua_getfield(L, -1, name) == LUA_TFUNCTION;
    lua_pop(L, 2);
    if (!there)
        return false;
    lua_getglobal(L, "require");
    lua_pushstring(L, name);
    lua_call(L, 1, 1);
    return true;
}

static void must_be(lua_State *L, const char *name, const char *value)
{
    lua_pushstring(L, name);
    lua_rawget(L, -2);
    if (lua_type(L, -1) != LUA_TSTRING ||
        (value && strcmp(lua_tostring(L, -1), value) != 0))
        luaL_error(L, "%s must be %s", name, value ? value : "a text");
    lua_pop(L, 1);
}

static int load_body(lua_State *L)
{
    const struct load *load = lua_touserdata(L, 1);

    lua_settop(L, 0);
    library_open(L);
    compile_modules(L, load);
    if (require_module(L, "catalogue")) {
        luaL_checktype(L, -1, LUA_TTABLE);
        lua_setfield(L, LUA_REGISTRYINDEX, LIBRARY_CATALOGUE);
    }
    if (!require_module(L, "plugin"))
        luaL_error(L, "the package has no plugin.lua");
    if (lua_type(L, -1) != LUA_TTABLE)
        luaL_error(L, "plugin.lua must return a table");
    lua_pushstring(L, "api");
    lua_rawget(L, -2);
    if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) != 1)
        luaL_error(L, "api must be 1");
    lua_pop(L, 1);
    must_be(L, "kind", "question");
    must_be(L, "id", NULL);
    must_be(L, "version", NULL);
    lua_setfield(L, LUA_REGISTRYINDEX, LIBRARY_PLUGIN);
    return 0;
}

enum status verb_load(struct box *box, struct arena *arena,
                      const struct tree *modules, const char *source,
                      size_t length, struct tree *reply)
{
    struct load load = {modules, source, length};
    const char *message, *trace;

    box_begin(box, arena);
    if (box_run(box, load_body, &load, &message, &trace))
        return OK;
    *reply = verb_trouble(box, false, message, trace);
    return INVALID;
}
