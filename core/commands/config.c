#include "commands/config.h"

#include <getopt.h>
#include <limits.h>
#include <lua5.4/lauxlib.h>
#include <lua5.4/lua.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { MOST_HOSTS = 16, MOST_STEPS = 1000000 };

struct reading {
    struct config *config;
    struct arena *arena;
};

static const char *text_at(lua_State *lua, struct reading *r, int index)
{
    size_t length;
    const char *text;

    if (lua_type(lua, index) != LUA_TSTRING)
        luaL_error(lua, "a text is wanted here");
    text = lua_tolstring(lua, index, &length);
    if (!length || strlen(text) != length)
        luaL_error(lua, "a text without NUL is wanted here");
    return arena_text(r->arena, text, length);
}

static int number_at(lua_State *lua, int index, int least, int most)
{
    int whole;
    lua_Integer n = lua_tointegerx(lua, index, &whole);

    if (lua_type(lua, index) != LUA_TNUMBER || !whole || n < least || n > most)
        luaL_error(lua, "a whole number from %d to %d is wanted here", least,
                   most);
    return (int)n;
}

static bool truth_at(lua_State *lua, int index)
{
    if (!lua_isboolean(lua, index))
        luaL_error(lua, "true or false is wanted here");
    return lua_toboolean(lua, index);
}

/* A secret's file: only its owner may read it. */
static const char *secret_at(lua_State *lua, struct reading *r, int index)
{
    char line[1024];
    struct stat facts;
    const char *path = text_at(lua, r, index);
    FILE *in = fopen(path, "re");

    if (!in)
        luaL_error(lua, "cannot read %s", path);
    bool open = !fstat(fileno(in), &facts) && (facts.st_mode & 077);
    bool read = fgets(line, sizeof line, in) && strcspn(line, "\r\n");
    fclose(in);
    if (open)
        luaL_error(lua, "%s can be read by others: chmod 600 it", path);
    if (!read)
        luaL_error(lua, "%s is empty", path);
    return arena_text(r->arena, line, strcspn(line, "\r\n"));
}

static const char *const *hosts_at(lua_State *lua, struct reading *r, int index)
{
    const char **list = arena_many(r->arena, const char *, MOST_HOSTS + 1);

    if (!lua_istable(lua, index))
        luaL_error(lua, "a list of names is wanted here, as {\"a.vn\"}");
    lua_Unsigned count = lua_rawlen(lua, index);
    if (count > MOST_HOSTS)
        luaL_error(lua, "at most %d names", MOST_HOSTS);
    for (lua_Unsigned i = 0; i < count; i++) {
        lua_rawgeti(lua, index, (lua_Integer)i + 1);
        list[i] = text_at(lua, r, -1);
        lua_pop(lua, 1);
    }
    return list;
}

static int log_at(lua_State *lua, struct reading *r, int index)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    const char *name = text_at(lua, r, index);

    for (int i = 0; i < 4; i++)
        if (!strcmp(name, names[i]))
            return i;
    return luaL_error(lua, "\"debug\", \"info\", \"warn\" or \"error\"");
}

/* __newindex of the file's environment: every assignment comes through here,
   since nothing is ever stored in the table itself. */
static int assign(lua_State *lua)
{
    struct reading *r = lua_touserdata(lua, lua_upvalueindex(1));
    struct config *c = r->config;
    const char *name =
        lua_type(lua, 2) == LUA_TSTRING ? lua_tostring(lua, 2) : "?";

    if (!strcmp(name, "listen"))
        c->listen = text_at(lua, r, 3);
    else if (!strcmp(name, "port"))
        c->port = number_at(lua, 3, 0, 65535);
    else if (!strcmp(name, "address"))
        c->address = text_at(lua, r, 3);
    else if (!strcmp(name, "hosts"))
        c->hosts = hosts_at(lua, r, 3);
    else if (!strcmp(name, "behind_proxy"))
        c->behind_proxy = truth_at(lua, 3);
    else if (!strcmp(name, "data"))
        c->data = text_at(lua, r, 3);
    else if (!strcmp(name, "database"))
        c->database = text_at(lua, r, 3);
    else if (!strcmp(name, "database_file"))
        c->database = secret_at(lua, r, 3);
    else if (!strcmp(name, "threads"))
        c->threads = number_at(lua, 3, 4, 10000);
    else if (!strcmp(name, "body_seconds"))
        c->body_seconds = number_at(lua, 3, 1, 600);
    else if (!strcmp(name, "workers"))
        c->workers = number_at(lua, 3, 0, 256);
    else if (!strcmp(name, "body_name"))
        c->body_name = text_at(lua, r, 3);
    else if (!strcmp(name, "idle_minutes"))
        c->idle_minutes = number_at(lua, 3, 5, 24 * 60);
    else if (!strcmp(name, "session_hours"))
        c->session_hours = number_at(lua, 3, 1, 24 * 7);
    else if (!strcmp(name, "log"))
        c->log = (enum log_level)log_at(lua, r, 3);
    else
        return luaL_error(lua, "there is no setting \"%s\"", name);
    return 0;
}

static void too_long(lua_State *lua, lua_Debug *where)
{
    (void)where;
    luaL_error(lua, "the file does not come to an end");
}

struct config config_default(void)
{
    return (struct config){
        .listen = "127.0.0.1",
        .port = 8080,
        .data = "data",
        .body_seconds = 30,
        .idle_minutes = 120,
        .session_hours = 12,
        .log = LOG_INFO,
    };
}

enum status config_read(struct config *config, struct arena *arena,
                        const char *path)
{
    struct reading reading = {config, arena};
    lua_State *lua = luaL_newstate();
    enum status status = OK;

    if (!lua)
        abort();
    lua_sethook(lua, too_long, LUA_MASKCOUNT, MOST_STEPS);
    if (luaL_loadfilex(lua, path, "t") == LUA_OK) {
        lua_newtable(lua); /* the environment, always empty */
        lua_newtable(lua);
        lua_pushlightuserdata(lua, &reading);
        lua_pushcclosure(lua, assign, 1);
        lua_setfield(lua, -2, "__newindex");
        lua_setmetatable(lua, -2);
        lua_setupvalue(lua, -2, 1);
        if (lua_pcall(lua, 0, 0, 0) != LUA_OK)
            status = INVALID;
    } else {
        status = INVALID;
    }
    if (status != OK)
        fprintf(stderr, "khoa: %s\n", lua_tostring(lua, -1));
    lua_close(lua);
    return status;
}

static bool parse_port(const char *text, int *port)
{
    char *end;
    long n = strtol(text, &end, 10);

    if (text[0] < '0' || text[0] > '9' || n > 65535)
        return false;
    *port = (int)n;
    return !*end;
}

enum { OPTION_CONFIG = 1000, OPTION_DATA, OPTION_PORT, OPTION_DATABASE };

/* The file comes first, so that the other options are put over it. */
static enum status read_named_file(struct config *config, struct arena *arena,
                                   int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--config") && i + 1 < argc)
            return config_read(config, arena, argv[i + 1]);
        if (!strncmp(argv[i], "--config=", 9))
            return config_read(config, arena, argv[i] + 9);
    }
    return OK;
}

int config_options(struct config *config, struct arena *arena, int argc,
                   char **argv, const struct option *others,
                   void (*take)(int option, const char *value, void *arg),
                   void *arg)
{
    struct option list[32] = {
        {"config", required_argument, NULL, OPTION_CONFIG},
        {"data", required_argument, NULL, OPTION_DATA},
        {"port", required_argument, NULL, OPTION_PORT},
        {"database", required_argument, NULL, OPTION_DATABASE},
    };
    size_t n = 4;

    for (; others && others->name && n < 31; others++)
        list[n++] = *others;
    if (read_named_file(config, arena, argc, argv) != OK)
        return -1;
    optind = 1;
    for (int option; (option = getopt_long(argc, argv, "", list, NULL)) != -1;)
        switch (option) {
        case OPTION_CONFIG: break;
        case OPTION_DATA: config->data = optarg; break;
        case OPTION_DATABASE: config->database = optarg; break;
        case OPTION_PORT:
            if (parse_port(optarg, &config->port))
                break;
            fprintf(stderr, "khoa: --port wants a number, not \"%s\"%s\n",
                    optarg,
                    strchr(optarg, 's')
                        ? ". There is no TLS in here: put a proxy in front"
                        : "");
            return -1;
        case '?': return -1;
        default: take(option, optarg, arg);
        }
    return optind;
}

static bool loopback(const char *listen)
{
    return !strncmp(listen, "127.", 4);
}

enum status config_finish(struct config *config, struct arena *arena)
{
    const char *address = config->address;

    if (strspn(config->listen, "0123456789.") != strlen(config->listen)) {
        fprintf(stderr, "khoa: listen is an address such as 127.0.0.1 (the "
                        "port stands apart, and there is no TLS in here)\n");
        return INVALID;
    }
    if (!loopback(config->listen) && !config->behind_proxy) {
        fprintf(stderr,
                "khoa: listening on %s would send passwords in the clear. "
                "Listen on 127.0.0.1, or put a proxy with TLS in front and "
                "say behind_proxy = true\n",
                config->listen);
        return INVALID;
    }
    if (config->behind_proxy && !address) {
        fprintf(stderr, "khoa: behind_proxy needs address, as people type it: "
                        "forms are taken from there alone\n");
        return INVALID;
    }
    if (address &&
        ((strncmp(address, "https://", 8) && strncmp(address, "http://", 7)) ||
         strchr(strstr(address, "://") + 3, '/'))) {
        fprintf(stderr, "khoa: address is as people type it, without a path: "
                        "https://hoc.example.vn\n");
        return INVALID;
    }
    if (!config->database)
        config->database =
            arena_print(arena, "sqlite:%s/khoa.db", config->data);
    return OK;
}
