/* Exact decimals in Lua, and the functions of libm made steady. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "host/quizhost/library.h"
#include "host/quizhost/value.h"

#define DECIMAL "khoa.decimal"

/* ---- decimals ----------------------------------------------------------- */

const struct decimal *decimal_at(lua_State *L, int index)
{
    return lua_type(L, index) == LUA_TUSERDATA
               ? luaL_testudata(L, index, DECIMAL)
               : NULL;
}

void decimal_push(lua_State *L, const struct decimal *value)
{
    struct decimal *box = lua_newuserdatauv(L, sizeof *box, 0);

    *box = *value;
    luaL_setmetatable(L, DECIMAL);
}

/* A decimal, a whole number, or decimal text. */
static struct decimal to_decimal(lua_State *L, int index)
{
    const struct decimal *box = decimal_at(L, index);
    struct decimal value = {0};

    if (box)
        return *box;
    if (lua_isinteger(L, index))
        return decimal_of(lua_tointeger(L, index));
    if (lua_type(L, index) == LUA_TNUMBER)
        luaL_error(L, "a number with a fraction is not exact: write "
                      "decimal(\"0.1\"), not decimal(0.1)");
    if (lua_type(L, index) != LUA_TSTRING)
        luaL_error(L, "a decimal was expected, not a %s",
                   luaL_typename(L, index));
    if (!decimal_read(lua_tostring(L, index), &value))
        luaL_error(L, "'%s' is no decimal number", lua_tostring(L, index));
    return value;
}

static int new_decimal(lua_State *L)
{
    luaL_checkany(L, 1);
    struct decimal value = to_decimal(L, 1);
    decimal_push(L, &value);
    return 1;
}

static int operate(lua_State *L,
                   bool (*operation)(const struct decimal *,
                                     const struct decimal *, struct decimal *))
{
    struct decimal a = to_decimal(L, 1), b = to_decimal(L, 2), out;

    box_charge(L, 10);
    if (!operation(&a, &b, &out))
        luaL_error(L, operation == decimal_divide && !b.digits
                          ? "division by zero"
                          : "a result of more than 38 digits");
    decimal_push(L, &out);
    return 1;
}

static int add(lua_State *L)
{
    return operate(L, decimal_add);
}

static int subtract(lua_State *L)
{
    return operate(L, decimal_subtract);
}

static int multiply(lua_State *L)
{
    return operate(L, decimal_multiply);
}

static int divide(lua_State *L)
{
    return operate(L, decimal_divide);
}

static int negate(lua_State *L)
{
    struct decimal zero = {0}, value = to_decimal(L, 1), out;

    (void)!decimal_subtract(&zero, &value, &out);
    decimal_push(L, &out);
    return 1;
}

static int compare(lua_State *L)
{
    struct decimal a = to_decimal(L, 1), b = to_decimal(L, 2);

    return decimal_compare(&a, &b);
}

static int is_equal(lua_State *L)
{
    lua_pushboolean(L, compare(L) == 0);
    return 1;
}

static int is_less(lua_State *L)
{
    lua_pushboolean(L, compare(L) < 0);
    return 1;
}

static int is_at_most(lua_State *L)
{
    lua_pushboolean(L, compare(L) <= 0);
    return 1;
}

static int absolute(lua_State *L)
{
    struct decimal value = to_decimal(L, 1);

    value.negative = false;
    decimal_push(L, &value);
    return 1;
}

static int round_to(lua_State *L)
{
    struct decimal value = to_decimal(L, 1), out;
    lua_Integer places = luaL_optinteger(L, 2, 0);

    if (places < 0 || places > DECIMAL_DIGITS ||
        !decimal_round(&value, (int)places, &out))
        luaL_error(L, "round to 0 to 38 digits");
    decimal_push(L, &out);
    return 1;
}

static int floor_of(lua_State *L)
{
    struct decimal value = to_decimal(L, 1), out;

    (void)!decimal_floor(&value, &out);
    decimal_push(L, &out);
    return 1;
}

/* Nothing where it has a fraction or is too large. */
static int integer_of(lua_State *L)
{
    struct decimal value = to_decimal(L, 1);
    long long integer;

    if (decimal_integer(&value, &integer))
        lua_pushinteger(L, integer);
    else
        lua_pushnil(L);
    return 1;
}

static int number_of(lua_State *L)
{
    struct decimal value = to_decimal(L, 1);
    char text[DECIMAL_TEXT];

    decimal_write(&value, -1, '.', text);
    lua_pushnumber(L, strtod(text, NULL));
    return 1;
}

static int text_of(lua_State *L)
{
    struct decimal value = to_decimal(L, 1);
    char text[DECIMAL_TEXT];

    decimal_write(&value, -1, '.', text);
    lua_pushstring(L, text);
    return 1;
}

/* Text with so many digits behind the point, rounded. */
static int fixed(lua_State *L)
{
    struct decimal value = to_decimal(L, 1), out;
    lua_Integer places = luaL_checkinteger(L, 2);
    char text[DECIMAL_TEXT];

    if (places < 0 || places > DECIMAL_DIGITS ||
        !decimal_round(&value, (int)places, &out))
        luaL_error(L, "0 to 38 digits");
    decimal_write(&out, (int)places, '.', text);
    lua_pushstring(L, text);
    return 1;
}

void decimal_open(lua_State *L)
{
    static const luaL_Reg methods[] = {
        {"abs", absolute},       {"round", round_to},   {"floor", floor_of},
        {"integer", integer_of}, {"number", number_of}, {"text", text_of},
        {"fixed", fixed},        {NULL, NULL},
    };
    static const luaL_Reg operators[] = {
        {"__add", add},    {"__sub", subtract},  {"__mul", multiply},
        {"__div", divide}, {"__unm", negate},    {"__eq", is_equal},
        {"__lt", is_less}, {"__le", is_at_most}, {"__tostring", text_of},
        {NULL, NULL},
    };

    luaL_newmetatable(L, DECIMAL);
    luaL_setfuncs(L, operators, 0);
    luaL_newlib(L, methods);
    lua_setfield(L, -2, "__index");
    lua_pushboolean(L, 0);
    lua_setfield(L, -2, "__metatable");
    lua_pop(L, 1);
    lua_register(L, "decimal", new_decimal);
}

/* ---- libm --------------------------------------------------------------- */

enum { STEADY_BITS = 44 };

/*
 * Computed in long double, then cut to 44 bits: what two machines' libraries
 * disagree about lies far below. Whole numbers stay whole.
 */
double steady(long double number)
{
    double whole = (double)number;
    int exponent;

    if (!isfinite(whole) ||
        (fabs(whole) < 9007199254740992.0 && (long double)whole == number &&
         floor(whole) == whole))
        return whole;
    long double part = frexpl(number, &exponent);
    return (double)ldexpl(roundl(ldexpl(part, STEADY_BITS)),
                          exponent - STEADY_BITS);
}

/* Lua's operator ^ calls pow of libm by its name, and finds this one first. */
double pow(double base, double exponent);
double pow(double base, double exponent)
{
    return steady(powl(base, exponent));
}
