#ifndef HOST_LOCKDOWN_H
#define HOST_LOCKDOWN_H

#include <stddef.h>

#include "locked/wire.h"

/*
 * The life of a locked program: give up everything, greet, then answer
 * messages on descriptor 3 until the server hangs up.
 *
 * Given up, in this order: all descriptors but 3; core files, new files, new
 * descriptors, memory beyond a limit; privileges; through Landlock every file
 * and every TCP port, where the kernel has it; and through seccomp every
 * system call but those that move bytes on that socket, allocate memory and
 * exit. No memory may become executable. Whoever tries anything else is
 * killed by the kernel, and the server starts another process.
 *
 * So a program must load and open what it needs (locale, tables, modules,
 * random seeds) in `prepare`, which runs before.
 *
 * A question that takes more than `cpu_ms` of processor time kills the process
 * by SIGPROF, also when the server is no longer there to do it. The server's
 * own deadline is on the wall clock and therefore longer.
 *
 * Built with a sanitizer a program keeps standard error, the few calls that a
 * sanitizer's report needs, no limit on memory, and three times as long.
 */
struct locked_life {
    const char *program; /* what the greeting calls it, e.g. "quizhost"     */
    const char *runtime; /* version of all that can move an answer          */
    size_t memory;       /* bytes of address space                          */
    size_t most_ask;     /* bytes; a longer question ends the conversation  */
    int cpu_ms;          /* per question                                    */
    void (*prepare)(void);
    /* Everything made for one question lives in the arena. An answer is
       always possible: what went wrong is part of it. */
    void (*answer)(struct arena *arena, const struct message *ask,
                   struct message *reply);
};

_Noreturn void locked_live(const struct locked_life *life);

#endif
