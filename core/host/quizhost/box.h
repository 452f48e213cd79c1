#ifndef QUIZHOST_BOX_H
#define QUIZHOST_BOX_H

#include <lua5.4/lauxlib.h>
#include <lua5.4/lua.h>

#include "base/arena.h"
#include "base/tree.h"

/*
 * The box a plugin runs in: one stretch of memory, one Lua state in it, one
 * budget of instructions.
 *
 * A package is loaded once: libraries opened, modules compiled, plugin.lua
 * run. What the memory then holds is its image. Each call begins by copying
 * the image back to the same place, so it begins in a state that is fresh to
 * the byte, and whatever the call before left is gone. (Copying 200 KB takes
 * some 10 us; opening and loading anew takes some 300.)
 *
 * Memory is handed out from the bottom up and never collected: no finalizer
 * ever runs, no weak table is ever cleared, and when the limit is reached
 * the call is over. The same goes for instructions. A limit that was hit
 * stands in `hit`, and makes the call an error even if the plugin caught it.
 *
 * Both limits are manners, not walls: a pattern match runs inside C where no
 * instruction is counted. The wall is the process, see host/lockdown.h.
 */
struct image {
    char *bytes;
    size_t length;
    lua_State *L;
};

struct box {
    char *base, *end; /* all there is                                  */
    char *top, *high; /* handed out up to here; ever touched up to here */
    char *limit;      /* of this call                                  */
    char *newest;     /* the block that ends at `top`, or NULL         */
    lua_State *L;
    long left;             /* instructions                                  */
    const char *hit;       /* the limit that was hit, in words; or NULL     */
    char where[100];       /* "plugin.lua:12: " where that was, if known    */
    const char *doubt;     /* why only a person can decide; or NULL         */
    struct arena *arena;   /* of this call: what is answered                */
    const char *language;  /* "vi" or "en"                                  */
    bool point;            /* numbers are written 1234.5, not 1234,5        */
    struct tree_maker log; /* what the plugin printed                       */
    size_t log_bytes;
    struct tree_maker lacking; /* what was said in one language only    */
    size_t taken; /* bytes answered so far                         */
    const struct tree *inputs; /* declared for what is rendered; or NULL    */
    bool *rendered;            /* beside them: seen so far                  */
};

enum {
    BOX_BYTES = 48 << 20,
    CALL_BYTES = 32 << 20,
    LOAD_BYTES = 4 << 20,
    CALL_INSTRUCTIONS = 10000000,
    ANSWER_BYTES = 1 << 20,
    LOG_BYTES = 16 << 10,
};

/* Reserve the memory; once, before lockdown. */
void box_prepare(struct box *box);

/* A new state in empty memory, without any library, for loading a package. */
lua_State *box_begin(struct box *box, struct arena *arena);

/* Keep what the memory holds now. */
struct image box_keep(const struct box *box);
void image_drop(struct image *image);

/* Bring an image back, for one call. */
lua_State *box_restore(struct box *box, const struct image *image,
                       struct arena *arena);

struct box *box_of(lua_State *L);

/* Count `steps` of work done in C; raises when the budget is used up. */
void box_charge(lua_State *L, size_t steps);

/* Note a limit as hit and raise. */
_Noreturn void box_hit(lua_State *L, const char *limit);

/* Room for `bytes` more of the answer; raises when it grows too large. */
void box_take(lua_State *L, size_t bytes);

/* Run `body` under the limits. False: it failed; then `*message` says why for
   the plugin's vendor, and `*trace` where (or is NULL). */
bool box_run(struct box *box, lua_CFunction body, void *data,
             const char **message, const char **trace);

#endif
