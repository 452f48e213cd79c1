#ifndef QUIZ_CALLS_H
#define QUIZ_CALLS_H

#include "base/buf.h"
#include "quiz/cache.h"
#include "quiz/questions.h"

/*
 * One call of one function of one plugin: the way through the pool of locked
 * processes, and the book of who killed how many of them. Inside this room
 * only; others call questions.h.
 */

/* The reply of the locked process ({"ok": true, ...}); statuses and troubles
   as questions.h says. `ask` is a map under construction with "verb" and what
   the verb needs; the rest is put in here. Nothing is cached. */
MUST_CHECK enum status call_plugin(struct questions *questions,
                                   struct arena *arena,
                                   const struct package *package,
                                   struct tree_maker *ask, struct tree *reply);

/*
 * Every call that was made, so that the gate can make it again elsewhere.
 * questions_aside: the same processes and the same book of kills, but a cache
 * of its own, so that everything is asked anew, and a trail of what was asked.
 * It lives as long as the arena.
 */
struct step {
    const struct package *package;
    struct tree ask; /* without the package's source */
    const char *reply;
    const char *place; /* what it was for, in the words of `trail.place` */
};

struct trail {
    struct arena *arena;
    struct step *steps;
    size_t count, room;
    const char *place;
    int64_t slowest_ms;
};

struct questions *questions_aside(struct questions *questions,
                                  struct arena *arena, struct trail *trail);

/* Make every call of a trail again, in one process and, in reverse order, in
   another. The first step whose reply has other bytes then, or NULL. Who does
   not answer now counts as differing. BUSY, FAILED: could not be asked. */
MUST_CHECK enum status trail_again(struct questions *questions,
                                   struct trail *trail,
                                   const struct step **differs);

/* A trouble of our own making. */
struct tree call_trouble(struct arena *arena, const char *code,
                         const char *message);

/*
 * The answer for a key, worked out by `work` at most once at a time. `work`
 * says by OK that what it made may be kept; the status and `out` are its own
 * otherwise.
 */
struct cached {
    struct questions *questions;
    struct arena *arena;
    struct buf key;
};

void key_begin(struct cached *cached, struct questions *questions,
               struct arena *arena, const char *verb,
               const struct package *package);
void key_text(struct cached *cached, const char *text);
void key_tree(struct cached *cached, const struct tree *tree);

MUST_CHECK enum status cached_answer(struct cached *cached,
                                     enum status (*work)(void *data,
                                                         struct tree *out),
                                     void *data, struct tree *out);

/* The manifest of a package, checked, from the cache. */
MUST_CHECK enum status call_manifest(struct questions *questions,
                                     struct arena *arena,
                                     const struct package *package,
                                     struct tree *out);

#endif
