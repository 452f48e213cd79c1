#include "host/quizhost/box.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum {
    ALIGN = 16,
    STRIDE = 1000,       /* instructions between two looks at the budget */
    FORGET = 1 << 20,    /* above this, give pages back instead of wiping */
    MESSAGE_MOST = 2000, /* bytes of an error that are passed on */
};

void box_prepare(struct box *box)
{
    void *memory = mmap(NULL, BOX_BYTES, PROT_READ | PROT_WRITE,
                        MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (memory == MAP_FAILED)
        abort();
    *box = (struct box){.base = memory,
                        .end = (char *)memory + BOX_BYTES,
                        .top = memory,
                        .high = memory};
}

/* ---- memory ------------------------------------------------------------- */

static size_t padded(size_t size)
{
    return (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
}

static void *fresh_block(struct box *box, size_t size)
{
    if (box->hit || size > (size_t)(box->limit - box->top) ||
        padded(size) > (size_t)(box->limit - box->top)) {
        if (!box->hit)
            box->hit = "memory";
        return NULL;
    }
    box->newest = box->top;
    box->top += padded(size);
    if (box->top > box->high)
        box->high = box->top;
    return box->newest;
}

static void *allocate(void *data, void *old, size_t was, size_t size)
{
    struct box *box = data;

    if (!old)
        return size ? fresh_block(box, size) : NULL;
    if (old == box->newest) {
        box->top = old;
        if (!size) {
            box->newest = NULL;
            return NULL;
        }
        void *same = fresh_block(box, size);
        if (!same) {
            box->newest = old;
            box->top = (char *)old + padded(was);
        }
        return same;
    }
    if (size <= was)
        return size ? old : NULL;
    void *moved = fresh_block(box, size);
    if (moved)
        memcpy(moved, old, was);
    return moved;
}

/* Nothing a call left may be seen by the next one. */
static void wipe(struct box *box, char *from)
{
    if (box->high <= from)
        return;
    size_t length = (size_t)(box->high - from);
    if (length > FORGET) {
        char *page =
            box->base + (((size_t)(from - box->base) + 4095) & ~4095UL);
        memset(from, 0, (size_t)(page - from));
        madvise(page, (size_t)(box->high - page), MADV_DONTNEED);
    } else {
        memset(from, 0, length);
    }
    box->high = from;
}

struct box *box_of(lua_State *L)
{
    void *box;

    lua_getallocf(L, &box);
    return box;
}

/* ---- instructions ------------------------------------------------------- */

static void look(lua_State *L, lua_Debug *unused)
{
    (void)unused;
    box_charge(L, STRIDE);
}

/* The line of Lua that runs. Allocates nothing: nothing may be any more. */
static void note_place(struct box *box, lua_State *L)
{
    lua_Debug at;

    for (int level = 0; lua_getstack(L, level, &at); level++)
        if (lua_getinfo(L, "Sl", &at) && at.currentline > 0) {
            snprintf(box->where, sizeof box->where, "%s:%d: ", at.short_src,
                     at.currentline);
            return;
        }
}

_Noreturn void box_hit(lua_State *L, const char *limit)
{
    struct box *box = box_of(L);

    if (!box->hit) {
        box->hit = limit;
        note_place(box, L);
    }
    /* From now on look at every instruction, so that a plugin which catches
       this error is stopped again at its next step. */
    lua_sethook(L, look, LUA_MASKCOUNT, 1);
    luaL_error(L, "limit reached: %s", box->hit);
    abort();
}

void box_charge(lua_State *L, size_t steps)
{
    struct box *box = box_of(L);

    box->left -= steps > (size_t)box->left ? box->left + 1 : (long)steps;
    if (box->left < 0) {
        box->left = 0;
        box_hit(L, "instructions");
    }
    if (box->hit)
        box_hit(L, box->hit);
}

void box_take(lua_State *L, size_t bytes)
{
    struct box *box = box_of(L);

    if (bytes > ANSWER_BYTES - box->taken)
        box_hit(L, "size of what is returned");
    box->taken += bytes;
}

/* ---- life --------------------------------------------------------------- */

static void begin_call(struct box *box, struct arena *arena, size_t bytes)
{
    box->limit = box->top + bytes;
    if (box->limit > box->end)
        box->limit = box->end;
    box->left = CALL_INSTRUCTIONS;
    box->hit = box->doubt = NULL;
    box->where[0] = '\0';
    box->arena = arena;
    box->language = "vi";
    box->point = false;
    box->log = tree_list(arena);
    box->lacking = tree_list(arena);
    box->log_bytes = box->taken = 0;
    box->inputs = NULL;
    box->rendered = NULL;
}

lua_State *box_begin(struct box *box, struct arena *arena)
{
    box->top = box->base;
    box->newest = NULL;
    wipe(box, box->base);
    begin_call(box, arena, LOAD_BYTES);
    box->L = lua_newstate(allocate, box);
    if (!box->L)
        abort();
    lua_gc(box->L, LUA_GCSTOP);
    return box->L;
}

struct image box_keep(const struct box *box)
{
    struct image image = {.length = (size_t)(box->top - box->base),
                          .L = box->L};

    image.bytes = malloc(image.length);
    if (!image.bytes)
        abort();
    memcpy(image.bytes, box->base, image.length);
    return image;
}

void image_drop(struct image *image)
{
    free(image->bytes);
    image->bytes = NULL;
}

lua_State *box_restore(struct box *box, const struct image *image,
                       struct arena *arena)
{
    memcpy(box->base, image->bytes, image->length);
    box->top = box->base + image->length;
    box->newest = NULL;
    if (box->high < box->top)
        box->high = box->top;
    wipe(box, box->top);
    box->high = box->top;
    begin_call(box, arena, CALL_BYTES);
    box->L = image->L;
    return box->L;
}

/* ---- running ------------------------------------------------------------ */

static int explain(lua_State *L)
{
    const char *kind = luaL_typename(L, 1);

    if (lua_type(L, 1) != LUA_TSTRING)
        lua_pushfstring(L, "an error that is no text (a %s)", kind);
    else
        lua_settop(L, 1);
    const char *message = lua_tostring(L, -1);
    if (!box_of(L)->hit)
        luaL_traceback(L, L, message, 1);
    return 1;
}

/* Text for the vendor: cut, and free of what is no character. */
static const char *passed_on(struct arena *arena, const char *text)
{
    size_t length = strnlen(text, MESSAGE_MOST);
    char *copy = arena_text(arena, text, length);

    for (char *c = copy; *c; c++)
        if (((unsigned char)*c < ' ' && *c != '\n' && *c != '\t') ||
            (unsigned char)*c >= 0x7f)
            *c = '?';
    return copy;
}

static void describe_failure(struct box *box, const char **message,
                             const char **trace)
{
    lua_State *L = box->L;
    const char *text =
        lua_type(L, -1) == LUA_TSTRING ? lua_tostring(L, -1) : "out of memory";

    *trace = NULL;
    if (box->hit) {
        *message = arena_print(box->arena, "%slimit reached: %s", box->where,
                               box->hit);
        return;
    }
    text = passed_on(box->arena, text);
    const char *stack = strstr(text, "\nstack traceback:");
    *message =
        stack ? arena_text(box->arena, text, (size_t)(stack - text)) : text;
    if (stack)
        *trace = stack + 1;
}

bool box_run(struct box *box, lua_CFunction body, void *data,
             const char **message, const char **trace)
{
    lua_State *L = box->L;

    lua_sethook(L, look, LUA_MASKCOUNT, STRIDE);
    lua_pushcfunction(L, explain);
    lua_pushcfunction(L, body);
    lua_pushlightuserdata(L, data);
    int failed = lua_pcall(L, 1, 0, -3);
    lua_sethook(L, NULL, 0, 0);
    if (failed || box->hit) {
        describe_failure(box, message, trace);
        lua_settop(L, 0);
        return false;
    }
    lua_settop(L, 0);
    return true;
}
