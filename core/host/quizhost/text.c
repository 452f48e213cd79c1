/* fold and match: text compared as people mean it. */
#include <string.h>

#include "host/quizhost/fold.h"
#include "host/quizhost/library.h"
#include "host/quizhost/pattern.h"

/* The argument, which must be UTF-8; and room to write a form of it. */
static const char *text_argument(lua_State *L, int index, size_t *length,
                                 char **room)
{
    const char *text = luaL_checklstring(L, index, length);

    box_charge(L, *length);
    if (!utf8_valid(text, *length))
        luaL_argerror(L, index, "this is no UTF-8");
    *room = lua_newuserdatauv(L, FOLD_ROOM(*length), 0);
    return text;
}

static int fold(lua_State *L)
{
    size_t length;
    char *room;
    const char *text = text_argument(L, 1, &length, &room);

    lua_pushlstring(L, room, fold_plain(text, length, room));
    return 1;
}

static int compose(lua_State *L)
{
    size_t length;
    char *room;
    const char *text = text_argument(L, 1, &length, &room);

    lua_pushlstring(L, room, fold_compose(text, length, room));
    return 1;
}

static int push_groups(lua_State *L, const struct pattern_match *found,
                       const char *text)
{
    size_t first = found->count > 1;

    for (size_t i = first; i < found->count; i++) {
        if (found->groups[i].from == (size_t)-1)
            lua_pushboolean(L, 0);
        else
            lua_pushlstring(L, text + found->groups[i].from,
                            found->groups[i].to - found->groups[i].from);
    }
    return (int)(found->count - first);
}

/* match(pattern, text) -> the groups, or the whole match if there are none;
   false for a group that took no part; nil for no match. */
static int match(lua_State *L)
{
    struct pattern_match found;
    size_t pattern_length, length;
    char *pattern_room, *room;
    const char *pattern = text_argument(L, 1, &pattern_length, &pattern_room);
    const char *text = text_argument(L, 2, &length, &room);

    pattern_length = fold_compose(pattern, pattern_length, pattern_room);
    length = fold_compose(text, length, room);
    luaL_checkstack(L, PATTERN_GROUPS, "too many groups");
    box_charge(L, 1000);
    switch (pattern_try(pattern_room, pattern_length, room, length, &found)) {
    case PATTERN_MATCHED: return push_groups(L, &found, room);
    case PATTERN_NOT_MATCHED: lua_pushnil(L); return 1;
    case PATTERN_UNDECIDED:
        box_of(L)->doubt = "a pattern reached its limit";
        box_hit(L, "steps of a pattern");
    default: return luaL_error(L, "pattern: %s", found.why);
    }
}

void text_open(lua_State *L)
{
    lua_register(L, "fold", fold);
    lua_register(L, "nfc", compose);
    lua_register(L, "match", match);
}
