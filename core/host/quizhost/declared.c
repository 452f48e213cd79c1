/* What a plugin declares that may be answered. */
#include <string.h>

#include "host/quizhost/library.h"
#include "host/quizhost/nodes.h"
#include "host/quizhost/table.h"
#include "host/quizhost/value.h"

enum { MOST_OPTIONS = 200 };

static const char *const input_types[] = {
    "text", "decimal", "integer", "choice", "set", "date", "file", NULL};

/* Kinds of files that may be sent; domain/files.h knows what is in them. */
static const char *const file_kinds[] = {"pdf", "docx", "xlsx", "pptx", "odt",
                                         "ods", "odp",  "txt",  "csv",  "png",
                                         "jpg", "zip",  NULL};
enum { MOST_MEGABYTES = 20 };

static bool is_name(const char *text)
{
    size_t length = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
                                 "RSTUVWXYZ0123456789_-");
    return length > 0 && length <= 64 && !text[length];
}

static struct tree take_option_ids(lua_State *L, int index, const char *place)
{
    struct tree_maker list = tree_list(box_of(L)->arena);

    if (push_field(L, index, "options") != LUA_TTABLE)
        luaL_error(L, "%s: 'options' is missing", place);
    lua_Integer count = (lua_Integer)lua_rawlen(L, -1);
    if (count < 1 || count > MOST_OPTIONS)
        luaL_error(L, "%s: 1 to %d options", place, MOST_OPTIONS);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, -1, i);
        const char *id = value_text(L, -1, place);
        if (!is_name(id))
            luaL_error(L, "%s: '%s' cannot be an id", place, id);
        for (size_t k = 0; k < list.count; k++)
            if (!strcmp(list.items[k].text, id))
                luaL_error(L, "%s: the id '%s' stands twice", place, id);
        tree_add(&list, tree_of_text(id));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return tree_done(&list);
}

static void take_bound(lua_State *L, int index, const char *name,
                       struct tree_maker *input, const char *place)
{
    if (push_field(L, index, name) != LUA_TNIL) {
        const struct decimal *decimal = decimal_at(L, -1);
        char text[DECIMAL_TEXT];
        struct decimal value;

        if (decimal)
            value = *decimal;
        else if (lua_isinteger(L, -1))
            value = decimal_of(lua_tointeger(L, -1));
        else if (lua_type(L, -1) != LUA_TSTRING ||
                 !decimal_read(lua_tostring(L, -1), &value))
            luaL_error(L, "%s: '%s' is no decimal", place, name);
        decimal_write(&value, -1, '.', text);
        tree_put(
            input, name,
            tree_of_text(arena_text(box_of(L)->arena, text, strlen(text))));
    }
    lua_pop(L, 1);
}

static struct tree take_kinds(lua_State *L, int index, const char *place)
{
    struct tree_maker list = tree_list(box_of(L)->arena);

    if (push_field(L, index, "kinds") != LUA_TTABLE || !lua_rawlen(L, -1))
        luaL_error(L, "%s: 'kinds' is missing", place);
    for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, -1); i++) {
        lua_rawgeti(L, -1, i);
        const char *kind = value_text(L, -1, place);
        if (!is_among(kind, file_kinds))
            luaL_error(L, "%s: '%s' is no kind of file", place, kind);
        tree_add(&list, tree_of_text(kind));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return tree_done(&list);
}

static struct tree take_input(lua_State *L, int index, const char *place)
{
    struct arena *arena = box_of(L)->arena;
    struct tree_maker input = tree_map(arena);

    if (lua_type(L, index) != LUA_TTABLE)
        luaL_error(L, "%s: a table was expected", place);
    const char *type = text_field(L, index, "type", place);
    const char *part = text_field(L, index, "part", place);
    if (!is_among(type, input_types))
        luaL_error(L, "%s: '%s' is no type of input", place,
                   type ? type : "nil");
    tree_put(&input, "type", tree_of_text(type));
    tree_put(&input, "optional",
             tree_of_truth(truth_field(L, index, "optional")));
    if (part)
        tree_put(&input, "part", tree_of_text(part));
    if (push_field(L, index, "label") == LUA_TNIL)
        luaL_error(L, "%s: 'label' is missing", place);
    tree_put(&input, "label", value_both(L, -1, place));
    lua_pop(L, 1);
    if (!strcmp(type, "text")) {
        tree_put(&input, "max",
                 tree_of_integer(
                     integer_field(L, index, "max", 2000, 20000, place)));
    } else if (!strcmp(type, "choice") || !strcmp(type, "set")) {
        tree_put(&input, "options", take_option_ids(L, index, place));
    } else if (!strcmp(type, "file")) {
        tree_put(&input, "kinds", take_kinds(L, index, place));
        tree_put(&input, "most",
                 tree_of_integer(integer_field(L, index, "most", 10,
                                               MOST_MEGABYTES, place)));
    } else if (strcmp(type, "date") != 0) {
        take_bound(L, index, "min", &input, place);
        take_bound(L, index, "max", &input, place);
    }
    return tree_done(&input);
}

struct tree inputs_take(lua_State *L, int index)
{
    struct arena *arena = box_of(L)->arena;
    struct tree_maker inputs = tree_map(arena);

    index = lua_absindex(L, index);
    if (lua_type(L, index) != LUA_TTABLE)
        luaL_error(L, "inputs: a table was expected, not a %s",
                   luaL_typename(L, index));
    library_push_keys(L, index);
    int keys = lua_gettop(L);
    lua_Integer count = (lua_Integer)lua_rawlen(L, keys);
    if (count < 1 || count > 100)
        luaL_error(L, "inputs: 1 to 100 inputs");
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, keys, i);
        const char *name = value_text(L, -1, "inputs");
        if (!is_name(name))
            luaL_error(L, "inputs: '%s' cannot be a name", name);
        lua_rawget(L, index);
        tree_put(&inputs, name,
                 take_input(L, lua_gettop(L),
                            arena_print(arena, "inputs.%s", name)));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return tree_done(&inputs);
}
