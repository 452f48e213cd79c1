/*
 * The only source of chance a plugin has.
 *
 * xoshiro256** 1.0 (Blackman, Vigna 2018), its state the 32 bytes of the seed
 * as four little-endian numbers; the seed is a SHA-256, so never all zero.
 * rng:integer(lo, hi) takes numbers until one lies below the largest multiple
 * of the range, then the remainder: each value is equally likely. pick and
 * shuffle (Fisher and Yates, from the end) draw with integer(1, i).
 */
#include <stdint.h>
#include <string.h>

#include "host/quizhost/library.h"
#include "host/quizhost/value.h"

#define CHANCE "khoa.rng"

struct chance {
    uint64_t s[4];
};

static uint64_t rotate(uint64_t x, int k)
{
    return x << k | x >> (64 - k);
}

static uint64_t draw(struct chance *chance)
{
    uint64_t *s = chance->s, result = rotate(s[1] * 5, 7) * 9, t = s[1] << 17;

    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = rotate(s[3], 45);
    return result;
}

static lua_Integer draw_integer(struct chance *chance, lua_Integer low,
                                lua_Integer high)
{
    uint64_t range = (uint64_t)high - (uint64_t)low + 1, number;

    if (range == 0)
        return (lua_Integer)draw(chance);
    uint64_t over = (UINT64_MAX % range + 1) % range; /* 2^64 mod range */
    do
        number = draw(chance);
    while (number > UINT64_MAX - over);
    return (lua_Integer)((uint64_t)low + number % range);
}

static struct chance *self(lua_State *L)
{
    box_charge(L, 5);
    return luaL_checkudata(L, 1, CHANCE);
}

static int integer(lua_State *L)
{
    struct chance *chance = self(L);
    lua_Integer low = luaL_checkinteger(L, 2), high = luaL_checkinteger(L, 3);

    luaL_argcheck(L, low <= high, 3, "the range is empty");
    lua_pushinteger(L, draw_integer(chance, low, high));
    return 1;
}

static int pick(lua_State *L)
{
    struct chance *chance = self(L);

    luaL_checktype(L, 2, LUA_TTABLE);
    lua_Integer count = luaL_len(L, 2);
    luaL_argcheck(L, count > 0, 2, "the list is empty");
    lua_geti(L, 2, draw_integer(chance, 1, count));
    return 1;
}

/* A new list; the given one stays as it is. */
static int shuffle(lua_State *L)
{
    struct chance *chance = self(L);

    luaL_checktype(L, 2, LUA_TTABLE);
    lua_Integer count = luaL_len(L, 2);
    box_charge(L, count < 0 ? 0 : (size_t)count * 5);
    lua_createtable(L, (int)(count < 1000000 ? count : 0), 0);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_geti(L, 2, i);
        lua_rawseti(L, 3, i);
    }
    for (lua_Integer i = count; i > 1; i--) {
        lua_Integer k = draw_integer(chance, 1, i);
        lua_rawgeti(L, 3, i);
        lua_rawgeti(L, 3, k);
        lua_rawseti(L, 3, i);
        lua_rawseti(L, 3, k);
    }
    return 1;
}

void chance_push(lua_State *L, const unsigned char seed[32])
{
    struct chance *chance = lua_newuserdatauv(L, sizeof *chance, 0);

    for (int i = 0; i < 4; i++) {
        chance->s[i] = 0;
        for (int k = 8; k-- > 0;)
            chance->s[i] = chance->s[i] << 8 | seed[8 * i + k];
    }
    luaL_setmetatable(L, CHANCE);
}

void chance_open(lua_State *L)
{
    static const luaL_Reg methods[] = {{"integer", integer},
                                       {"pick", pick},
                                       {"shuffle", shuffle},
                                       {NULL, NULL}};

    luaL_newmetatable(L, CHANCE);
    luaL_newlib(L, methods);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
}
