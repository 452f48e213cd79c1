#ifndef LOCKED_PROCESS_H
#define LOCKED_PROCESS_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "locked/wire.h"

/*
 * Programs that run locked up, seen from the server: a pool of processes of
 * one program, which any thread may ask.
 *
 * A process is started with an empty environment, no descriptors but its
 * socket (number 3) and standard error, and locks itself up before it reads a
 * word (core/host/lockdown.h). It then answers one message with one message,
 * for as long as the server likes. A process that misses its deadline, hangs
 * up, or says anything that is not a message is killed with SIGKILL, and
 * another takes its place at the next call. So after a bad call the pool is as
 * good as before it.
 *
 * The processes end when their sockets close, at the latest when the server
 * does.
 */
struct pool;

/* How a conversation went. */
enum locked_end {
    LOCKED_ANSWERED, /* the reply is there                                 */
    LOCKED_NO_TURN,  /* all processes were busy for too long; not asked    */
    LOCKED_LATE,     /* missed the deadline and was killed                 */
    LOCKED_DIED,     /* hung up, by itself, by its limits or by lockdown   */
    LOCKED_GARBLED,  /* said what is no message, or too much; killed       */
    LOCKED_TOO_LONG, /* the question does not fit a message; not asked     */
    LOCKED_NO_START, /* the program cannot be started; logged              */
};

struct pool_options {
    const char *program; /* path of the executable                         */
    unsigned processes;  /* at most so many; started when first needed     */
    int turn_ms;         /* how long a caller waits for an idle process    */
    size_t most_reply;   /* bytes; a longer reply is LOCKED_GARBLED        */
};

/*
 * Starts the first process and waits for its greeting, so that a missing or
 * broken program is known at the start: FAILED then, logged. What a process
 * says it could not lock (an old kernel without Landlock) is logged as a
 * warning, once.
 */
MUST_CHECK enum status pool_open(struct pool **out,
                                 const struct pool_options *options);

/* Kills all processes. Nobody may be asking any more. NULL is allowed. */
void pool_close(struct pool *pool);

/* The greeting of the first process: what it calls itself ("program",
   "runtime") and what it could not lock ("missing"). Lives with the pool. */
const struct tree *pool_greeting(const struct pool *pool);

/*
 * One question, one reply, within `limit_ms` of having got a process. When
 * anything but LOCKED_ANSWERED comes back, `reply` is untouched.
 */
MUST_CHECK enum locked_end pool_ask(struct pool *pool, struct arena *arena,
                                    const struct message *ask,
                                    struct message *reply, int limit_ms);

/*
 * The same process for several questions: take one (NULL: no turn or no start,
 * which `end` tells), ask it, give it back. locked_ask after an end other than
 * LOCKED_ANSWERED gives the same end again.
 */
struct locked;

MUST_CHECK struct locked *pool_take(struct pool *pool, enum locked_end *end);
MUST_CHECK enum locked_end locked_ask(struct locked *locked,
                                      struct arena *arena,
                                      const struct message *ask,
                                      struct message *reply, int limit_ms);
void pool_give(struct pool *pool, struct locked *locked);

/* Gives `locked` back for another process, and never waits for one: where none
   is idle, `locked` itself is ended and started anew. */
MUST_CHECK struct locked *
pool_take_other(struct pool *pool, struct locked *locked, enum locked_end *end);

/* How many processes were killed or died so far: for /metrics and tests. */
int64_t pool_deaths(struct pool *pool);

/* The path of a locked program: in the folder of KHOA_BUILD if the environment
   names one, else beside this executable. */
const char *locked_program(struct arena *arena, const char *name);

#endif
