#include "host/lockdown.h"

#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <unistd.h>

#include "base/clock.h"
#include "json/json.h"

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED 1
#endif
#endif
#ifndef SANITIZED
#define SANITIZED 0
#endif

enum { SERVER = 3, REPLY_MS = 10000, LACKING = 4 };

#if SANITIZED
const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
    return "detect_leaks=0:symbolize=0:handle_segv=0";
}
const char *__tsan_default_options(void);
const char *__tsan_default_options(void)
{
    return "symbolize=0";
}
#endif

/* Standard error still reaches the server's log here. */
static _Noreturn void die(const char *step)
{
    fprintf(stderr, "locked program: %s: %s\n", step, strerror(errno));
    _exit(1);
}

static void limit(int resource, rlim_t most)
{
    if (setrlimit(resource, &(struct rlimit){most, most}))
        die("setrlimit");
}

static void close_descriptors(void)
{
    if (close_range(0, SANITIZED ? 1 : SERVER - 1, 0) ||
        close_range(SERVER + 1, ~0U, 0))
        die("close_range");
}

static void limit_resources(size_t memory)
{
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_FSIZE, 0);
    /* not 0: poll() refuses to look at more descriptors than this */
    limit(RLIMIT_NOFILE, SERVER + 1);
    limit(RLIMIT_MEMLOCK, 0);
    if (!SANITIZED)
        limit(RLIMIT_AS, memory);
    if (prctl(PR_SET_DUMPABLE, 0) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
        die("prctl");
}

/* Of <linux/landlock.h>, whose newest version the build machine may lack. */
struct landlock_rules {
    uint64_t files, network, scoped;
};

static const char *lock_land(void)
{
    struct landlock_rules rules = {.files = 0x1fff};
    long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, 1);

    if (abi < 1)
        return "Landlock";
    rules.files |= (abi >= 2 ? 1 << 13 : 0) | (abi >= 3 ? 1 << 14 : 0) |
                   (abi >= 5 ? 1 << 15 : 0);
    rules.network = abi >= 4 ? 3 : 0;
    rules.scoped = abi >= 6 ? 3 : 0;
    size_t size = abi >= 6 ? 24 : abi >= 4 ? 16 : 8;
    long set = syscall(SYS_landlock_create_ruleset, &rules, size, 0);
    if (set < 0 || syscall(SYS_landlock_restrict_self, set, 0))
        die("landlock");
    close((int)set);
    return abi >= 4 ? NULL : "Landlock's rules for the network (ABI 4)";
}

static void allow(scmp_filter_ctx filter, int call)
{
    if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0))
        die("seccomp rule");
}

static void lock_calls(void)
{
    static const int calls[] = {
        SCMP_SYS(recvfrom),      SCMP_SYS(sendto),
        SCMP_SYS(poll),          SCMP_SYS(brk),
        SCMP_SYS(munmap),        SCMP_SYS(mremap),
        SCMP_SYS(madvise),       SCMP_SYS(setitimer),
        SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday),
        SCMP_SYS(time),          SCMP_SYS(exit_group),
        SCMP_SYS(rt_sigreturn),  SCMP_SYS(restart_syscall),
    };
    static const int sanitizers[] = {
        SCMP_SYS(write),        SCMP_SYS(futex),
        SCMP_SYS(sched_yield),  SCMP_SYS(getpid),
        SCMP_SYS(gettid),       SCMP_SYS(sigaltstack),
        SCMP_SYS(nanosleep),    SCMP_SYS(rt_sigprocmask),
        SCMP_SYS(rt_sigaction), SCMP_SYS(clock_nanosleep),
    };
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);

    if (!filter)
        die("seccomp");
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
        allow(filter, calls[i]);
    for (size_t i = 0; SANITIZED && i < sizeof sanitizers / sizeof *sanitizers;
         i++)
        allow(filter, sanitizers[i]);
    if (seccomp_rule_add(filter, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
                         SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0)) ||
        seccomp_load(filter))
        die("seccomp load");
    seccomp_release(filter);
}

static void greet(const struct locked_life *life, const char *const *missing,
                  size_t count)
{
    struct arena *arena = arena_new();
    struct tree_maker hello = tree_map(arena), lacks = tree_list(arena);

    for (size_t i = 0; i < count; i++)
        tree_add(&lacks, tree_of_text(missing[i]));
    tree_put(&hello, "program", tree_of_text(life->program));
    tree_put(&hello, "runtime", tree_of_text(life->runtime));
    tree_put(&hello, "missing", tree_done(&lacks));
    struct message message = {.tree = tree_done(&hello)};
    if (wire_send(SERVER, arena, &message, clock_ticks() + REPLY_MS) != OK)
        _exit(0);
    arena_free(arena);
}

static void count_cpu(int ms)
{
    struct itimerval left = {.it_value = {ms / 1000, ms % 1000 * 1000}};

    setitimer(ITIMER_PROF, &left, NULL);
}

static bool answer_one(const struct locked_life *life)
{
    struct arena *arena = arena_new();
    struct message ask, reply = {.length = 0};
    bool going =
        wire_receive(SERVER, arena, life->most_ask, &ask, INT64_MAX) == OK;

    if (going) {
        count_cpu(life->cpu_ms * (SANITIZED ? 3 : 1));
        life->answer(arena, &ask, &reply);
        count_cpu(0);
        going =
            wire_send(SERVER, arena, &reply, clock_ticks() + REPLY_MS) == OK;
    }
    arena_free(arena);
    return going;
}

static int by_byte(const void *a, const void *b)
{
    return *(const char *)a - *(const char *)b;
}

/* What libraries read from the system once, at their first use: jansson the
   seed of its tables, qsort the size of the memory. */
static void warm_up(void)
{
    struct arena *arena = arena_new();
    struct tree seed;

    if (json_read(arena, "{}", 2, &seed) != OK)
        die("json");
    qsort(arena_alloc(arena, 1 << 14), 1 << 14, 1, by_byte);
    arena_free(arena);
}

void locked_live(const struct locked_life *life)
{
    const char *missing[LACKING];
    size_t count = 0;

    warm_up();
    if (life->prepare)
        life->prepare();
    close_descriptors();
    limit_resources(life->memory);
    const char *lacks = lock_land();
    if (lacks)
        missing[count++] = lacks;
    lock_calls();
    greet(life, missing, count);
    while (answer_one(life))
        ;
    _exit(0);
}
