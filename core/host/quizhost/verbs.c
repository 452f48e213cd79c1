#include "host/quizhost/verbs.h"

#include <math.h>
#include <string.h>

#include "host/quizhost/library.h"
#include "host/quizhost/nodes.h"
#include "host/quizhost/value.h"

struct call {
    const struct tree *ask;
    struct tree_maker reply;
    bool answered; /* the plugin is done: what fails now is its answer */
};

/* ---- asking a function of the plugin --------------------------------------
 */

/* Pushes plugin[name]; false (and nothing pushed) if it has none. */
static bool push_function(lua_State *L, const char *name)
{
    lua_getfield(L, LUA_REGISTRYINDEX, LIBRARY_PLUGIN);
    lua_pushstring(L, name);
    lua_rawget(L, -2);
    lua_remove(L, -2);
    if (lua_type(L, -1) == LUA_TFUNCTION)
        return true;
    if (!lua_isnil(L, -1))
        luaL_error(L, "'%s' is no function", name);
    lua_pop(L, 1);
    return false;
}

static void must_push(lua_State *L, const char *name)
{
    if (!push_function(L, name))
        luaL_error(L, "the plugin has no function '%s'", name);
}

static void push_asked(lua_State *L, const struct call *call, const char *name)
{
    const struct tree *value = tree_get(call->ask, name);

    if (value)
        value_push(L, value);
    else
        lua_newtable(L);
}

static void push_ui(lua_State *L)
{
    lua_getfield(L, LUA_REGISTRYINDEX, LIBRARY_UI);
}

/* Call the function below `count` arguments; from here on a failure is one of
   the answer, until the next call. */
static void run(lua_State *L, struct call *call, int count, int results)
{
    call->answered = false;
    lua_call(L, count, results);
    call->answered = true;
}

static void put(struct call *call, const char *name, struct tree value)
{
    tree_put(&call->reply, name, value);
}

static struct tree take_table(lua_State *L, int index, const char *place)
{
    if (lua_type(L, index) != LUA_TTABLE)
        luaL_error(L, "%s: a table was expected, not a %s", place,
                   luaL_typename(L, index));
    return value_take(L, index, place);
}

/* A table of texts for people, by name of field or input. */
static struct tree take_messages(lua_State *L, int index, const char *place)
{
    struct arena *arena = box_of(L)->arena;
    struct tree_maker messages = tree_map(arena);

    index = lua_absindex(L, index);
    if (lua_type(L, index) != LUA_TTABLE)
        luaL_error(L, "%s: a table { name = text } was expected, not a %s",
                   place, luaL_typename(L, index));
    library_push_keys(L, index);
    int keys = lua_gettop(L);
    lua_Integer count = (lua_Integer)lua_rawlen(L, keys);
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, keys, i);
        const char *name = value_text(L, -1, place);
        lua_rawget(L, index);
        tree_put(&messages, name, value_both(L, lua_gettop(L), place));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return tree_done(&messages);
}

/* ---- describe --------------------------------------------------------------
 */

static void put_field(lua_State *L, struct call *call, const char *name)
{
    lua_pushstring(L, name);
    lua_rawget(L, -2);
    if (lua_type(L, -1) != LUA_TNIL && lua_type(L, -1) != LUA_TFUNCTION)
        put(call, name, value_take(L, -1, name));
    lua_pop(L, 1);
}

static void describe(lua_State *L, struct call *call)
{
    static const char *const fields[] = {"api",   "kind",   "id",   "version",
                                         "needs", "fields", "parts"};
    static const char *const functions[] = {"parts",   "generate", "parse",
                                            "explain", "migrate",  "check"};
    struct tree_maker has = tree_map(box_of(L)->arena);

    call->answered = true;
    lua_getfield(L, LUA_REGISTRYINDEX, LIBRARY_PLUGIN);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        put_field(L, call, fields[i]);
    lua_pushstring(L, "title");
    lua_rawget(L, -2);
    put(call, "title", value_both(L, -1, "title"));
    lua_pop(L, 1);
    lua_pushstring(L, "tests");
    lua_rawget(L, -2);
    put(call, "tests",
        tree_of_integer(lua_type(L, -1) == LUA_TTABLE
                            ? (lua_Integer)lua_rawlen(L, -1)
                            : 0));
    lua_pop(L, 1);
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        lua_pushstring(L, functions[i]);
        lua_rawget(L, -2);
        tree_put(&has, functions[i],
                 tree_of_truth(lua_type(L, -1) == LUA_TFUNCTION));
        lua_pop(L, 1);
    }
    put(call, "has", tree_done(&has));
    value_check_catalogue(L);
}

static void tests(lua_State *L, struct call *call)
{
    call->answered = true;
    lua_getfield(L, LUA_REGISTRYINDEX, LIBRARY_PLUGIN);
    lua_pushstring(L, "tests");
    lua_rawget(L, -2);
    struct tree list = value_take(L, -1, "tests");
    put(call, "tests",
        list.kind == TREE_LIST ? list : (struct tree){.kind = TREE_LIST});
}

/* ---- what may be answered ---------------------------------------------------
 */

static struct tree ask_inputs(lua_State *L, struct call *call)
{
    must_push(L, "inputs");
    push_asked(L, call, "item");
    push_asked(L, call, "params");
    run(L, call, 2, 1);
    struct tree inputs = inputs_take(L, -1);
    lua_pop(L, 1);
    return inputs;
}

/* A part's weight: a whole number, a real or a decimal; 1 where it is left
   out. */
static struct tree take_part(lua_State *L, int index, const char *place)
{
    struct tree_maker part = tree_map(box_of(L)->arena);
    double weight = 1;

    if (lua_type(L, index) != LUA_TTABLE)
        luaL_error(L, "%s: a table was expected", place);
    lua_pushstring(L, "weight");
    lua_rawget(L, index);
    if (lua_type(L, -1) == LUA_TNUMBER)
        weight = lua_tonumber(L, -1);
    else if (!lua_isnil(L, -1))
        luaL_error(L, "%s: the weight is no number", place);
    lua_pop(L, 1);
    if (!(weight > 0 && weight <= 1000))
        luaL_error(L, "%s: a weight is above 0, at most 1000", place);
    tree_put(&part, "weight", tree_of_real(weight));
    return tree_done(&part);
}

static struct tree take_parts(lua_State *L, int index)
{
    struct arena *arena = box_of(L)->arena;
    struct tree_maker parts = tree_map(arena);

    if (lua_type(L, index) != LUA_TTABLE)
        luaL_error(L, "parts: a table was expected");
    library_push_keys(L, index);
    int keys = lua_gettop(L);
    lua_Integer count = (lua_Integer)lua_rawlen(L, keys);
    if (count < 1 || count > 50)
        luaL_error(L, "parts: 1 to 50 parts");
    for (lua_Integer i = 1; i <= count; i++) {
        lua_rawgeti(L, keys, i);
        const char *name = value_text(L, -1, "parts");
        lua_rawget(L, index);
        tree_put(
            &parts, name,
            take_part(L, lua_gettop(L), arena_print(arena, "parts.%s", name)));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return tree_done(&parts);
}

static struct tree ask_parts(lua_State *L, struct call *call)
{
    lua_getfield(L, LUA_REGISTRYINDEX, LIBRARY_PLUGIN);
    lua_pushstring(L, "parts");
    lua_rawget(L, -2);
    lua_remove(L, -2);
    if (lua_type(L, -1) == LUA_TFUNCTION) {
        push_asked(L, call, "item");
        run(L, call, 1, 1);
    }
    struct tree parts = take_parts(L, lua_gettop(L));
    lua_pop(L, 1);
    return parts;
}

static void inputs(lua_State *L, struct call *call)
{
    put(call, "inputs", ask_inputs(L, call));
    put(call, "parts", ask_parts(L, call));
}

static void check(lua_State *L, struct call *call)
{
    if (!push_function(L, "check"))
        return;
    push_asked(L, call, "item");
    run(L, call, 1, 1);
    if (!lua_isnil(L, -1))
        put(call, "problems", take_messages(L, -1, "check"));
}

/* ---- variants
 * ---------------------------------------------------------------- */

static bool read_seed(const char *hex, unsigned char seed[32])
{
    static const char digits[] = "0123456789abcdef";

    if (!hex || strlen(hex) != 64)
        return false;
    for (int i = 0; i < 64; i++) {
        const char *digit = strchr(digits, hex[i]);
        if (!digit)
            return false;
        seed[i / 2] = (unsigned char)(seed[i / 2] << 4 | (digit - digits));
    }
    return true;
}

static void generate(lua_State *L, struct call *call)
{
    static const char *const names[] = {"params", "truth"};
    unsigned char seed[32] = {0};

    if (!read_seed(tree_text(call->ask, "seed"), seed))
        luaL_error(L, "no seed");
    must_push(L, "generate");
    push_asked(L, call, "item");
    chance_push(L, seed);
    run(L, call, 2, 3);
    for (int i = 0; i < 2; i++) {
        struct tree value = lua_isnil(L, i - 3)
                                ? (struct tree){.kind = TREE_MAP}
                                : take_table(L, i - 3, names[i]);
        if (value.kind != TREE_MAP)
            luaL_error(L, "generate: %s must have names", names[i]);
        put(call, names[i], value);
    }
    put(call, "note",
        lua_isnil(L, -1) ? tree_of_text("")
                         : tree_of_text(value_text(L, -1, "note")));
}

/* ---- rendering ------------------------------------------------------------
 */

static void render(lua_State *L, struct call *call)
{
    struct box *box = box_of(L);
    struct tree *declared = arena_make(box->arena, struct tree);

    *declared = ask_inputs(L, call);
    box->rendered = arena_many(box->arena, bool, declared->count);
    box->inputs = declared;
    must_push(L, "render");
    push_asked(L, call, "item");
    push_asked(L, call, "params");
    push_ui(L);
    run(L, call, 3, 1);
    put(call, "nodes", nodes_take(L, -1, "render"));
}

static void explain(lua_State *L, struct call *call)
{
    if (!push_function(L, "explain"))
        return;
    push_asked(L, call, "item");
    push_asked(L, call, "params");
    push_asked(L, call, "truth");
    push_asked(L, call, "response");
    push_ui(L);
    run(L, call, 5, 1);
    if (!lua_isnil(L, -1))
        put(call, "nodes", nodes_take(L, -1, "explain"));
}

/* ---- answers ----------------------------------------------------------------
 */

static void parse(lua_State *L, struct call *call)
{
    if (!push_function(L, "parse")) {
        put(call, "response", *tree_get(call->ask, "response"));
        return;
    }
    push_asked(L, call, "item");
    push_asked(L, call, "params");
    push_asked(L, call, "response");
    run(L, call, 3, 2);
    if (lua_isnil(L, -2)) {
        put(call, "problems", take_messages(L, -1, "parse"));
        return;
    }
    put(call, "response", take_table(L, -2, "parse"));
    if (!lua_isnil(L, -1))
        put(call, "understood", take_messages(L, -1, "parse"));
}

/* A score: a number or a decimal from 0 to 1. */
static double take_score(lua_State *L, int index, const char *place)
{
    const struct decimal *decimal = decimal_at(L, index);
    double score = NAN;

    if (decimal) {
        lua_pushvalue(L, index);
        luaL_callmeta(L, -1, "__tostring");
        score = lua_tonumber(L, -1);
        lua_pop(L, 2);
    } else if (lua_type(L, index) == LUA_TNUMBER) {
        score = lua_tonumber(L, index);
    }
    if (!(score >= 0 && score <= 1))
        luaL_error(L, "%s: a score is a number from 0 to 1", place);
    return score;
}

static struct tree take_outcome(lua_State *L, int index, const char *place)
{
    struct tree_maker outcome = tree_map(box_of(L)->arena);

    if (lua_type(L, index) != LUA_TTABLE)
        luaL_error(L, "%s: a table was expected, not a %s", place,
                   luaL_typename(L, index));
    lua_getfield(L, index, "needs_human");
    bool human = lua_toboolean(L, -1);
    lua_getfield(L, index, "score");
    if (!human)
        tree_put(&outcome, "score",
                 tree_of_real(take_score(L, lua_gettop(L), place)));
    lua_getfield(L, index, "class");
    if (!lua_isnil(L, -1))
        tree_put(&outcome, "class", tree_of_text(value_text(L, -1, place)));
    lua_getfield(L, index, "why");
    if (!lua_isnil(L, -1))
        tree_put(&outcome, "why", value_both(L, -1, place));
    lua_pop(L, 4);
    tree_put(&outcome, "outcome",
             tree_of_text(human ? "needs_human" : "graded"));
    return tree_done(&outcome);
}

static void grade(lua_State *L, struct call *call)
{
    struct arena *arena = box_of(L)->arena;
    struct tree_maker outcomes = tree_map(arena);
    struct tree parts = ask_parts(L, call);

    must_push(L, "grade");
    push_asked(L, call, "item");
    push_asked(L, call, "params");
    push_asked(L, call, "truth");
    push_asked(L, call, "response");
    run(L, call, 4, 1);
    int result = lua_gettop(L);
    if (lua_type(L, result) != LUA_TTABLE)
        luaL_error(L, "grade: a table was expected, not a %s",
                   luaL_typename(L, result));
    for (size_t i = 0; i < parts.count; i++) {
        const char *place = arena_print(arena, "grade.%s", parts.names[i]);
        lua_getfield(L, result, parts.names[i]);
        tree_put(&outcomes, parts.names[i],
                 take_outcome(L, lua_gettop(L), place));
        lua_pop(L, 1);
    }
    put(call, "outcomes", tree_done(&outcomes));
}

static void model(lua_State *L, struct call *call)
{
    must_push(L, "model");
    push_asked(L, call, "item");
    push_asked(L, call, "params");
    push_asked(L, call, "truth");
    run(L, call, 3, 1);
    put(call, "response", take_table(L, -1, "model"));
}

static void migrate(lua_State *L, struct call *call)
{
    if (!push_function(L, "migrate"))
        return;
    push_asked(L, call, "old_version");
    push_asked(L, call, "item");
    run(L, call, 2, 2);
    if (lua_isnil(L, -2))
        put(call, "refused", tree_of_text(value_text(L, -1, "migrate")));
    else
        put(call, "item", take_table(L, -2, "migrate"));
}

/* ---- the table of verbs -------------------------------------------------- */

static const struct verb {
    const char *name;
    void (*ask)(lua_State *L, struct call *call);
} verbs[] = {
    {"describe", describe}, {"tests", tests},       {"inputs", inputs},
    {"check", check},       {"generate", generate}, {"render", render},
    {"explain", explain},   {"parse", parse},       {"grade", grade},
    {"model", model},       {"migrate", migrate},
};

static int ask_verb(lua_State *L)
{
    struct call *call = lua_touserdata(L, 1);
    const char *name = tree_text(call->ask, "verb");

    lua_settop(L, 0);
    for (size_t i = 0; name && i < sizeof verbs / sizeof *verbs; i++)
        if (!strcmp(verbs[i].name, name)) {
            verbs[i].ask(L, call);
            return 0;
        }
    return luaL_error(L, "no such verb");
}

struct tree verb_trouble(struct box *box, bool answered, const char *message,
                         const char *trace)
{
    struct tree_maker reply = tree_map(box->arena);

    tree_put(&reply, "ok", tree_of_truth(false));
    tree_put(&reply, "trouble",
             tree_of_text(box->hit   ? "limit"
                          : answered ? "nonsense"
                                     : "error"));
    tree_put(&reply, "message", tree_of_text(message));
    if (trace)
        tree_put(&reply, "trace", tree_of_text(trace));
    if (box->log.count)
        tree_put(&reply, "log", tree_done(&box->log));
    return tree_done(&reply);
}

/* A pattern that reached its limit leaves an answer undecided, which a person
   settles. Elsewhere it is a limit like any other. */
static bool is_in_doubt(const struct box *box, const struct tree *ask)
{
    const char *verb = tree_text(ask, "verb");

    return box->doubt && verb &&
           (!strcmp(verb, "grade") || !strcmp(verb, "parse"));
}

struct tree verb_ask(struct box *box, const struct tree *ask)
{
    struct call call = {.ask = ask, .reply = tree_map(box->arena)};
    const char *language = tree_text(ask, "language");
    const char *numbers = tree_text(ask, "numbers");
    const char *message, *trace;

    if (language)
        box->language = language;
    box->point = numbers && !strcmp(numbers, "point");
    if (!box_run(box, ask_verb, &call, &message, &trace) &&
        !is_in_doubt(box, ask))
        return verb_trouble(box, call.answered, message, trace);
    tree_put(&call.reply, "ok", tree_of_truth(true));
    if (box->doubt)
        tree_put(&call.reply, "doubt", tree_of_text(box->doubt));
    if (box->lacking.count)
        tree_put(&call.reply, "lacking", tree_done(&box->lacking));
    if (box->log.count)
        tree_put(&call.reply, "log", tree_done(&box->log));
    return tree_done(&call.reply);
}
