#include "locked/process.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"

enum { SERVER = 3, GREETING_MS = 10000 };

struct locked {
    struct pool *pool;
    pid_t pid; /* 0: not running */
    int fd;
    enum locked_end end; /* of the last question */
    struct locked *next; /* idle */
};

struct pool {
    struct pool_options options;
    pthread_mutex_t lock;
    pthread_cond_t idle_again;
    struct locked *all, *idle;
    struct arena *arena;
    struct tree greeting;
    int64_t deaths;
};

/* Kill, reap, close: afterwards nothing of the process is left. */
static void end_process(struct locked *locked)
{
    if (!locked->pid)
        return;
    close(locked->fd);
    kill(locked->pid, SIGKILL);
    while (waitpid(locked->pid, NULL, 0) < 0 && errno == EINTR)
        ;
    locked->pid = 0;
}

/* posix_spawn never runs our code in a copy of a threaded process, as fork
   would; what the child gets is said here and nowhere else. */
static int spawn(const char *program, int child_end, pid_t *pid)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t how;
    sigset_t none, all;
    char *const words[] = {(char *)program, NULL}, *const empty[] = {NULL};

    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, child_end, SERVER);
    posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addclosefrom_np(&files, SERVER + 1);
    posix_spawnattr_init(&how);
    sigemptyset(&none);
    sigfillset(&all);
    sigdelset(&all, SIGKILL);
    sigdelset(&all, SIGSTOP);
    posix_spawnattr_setsigmask(&how, &none);
    posix_spawnattr_setsigdefault(&how, &all);
    posix_spawnattr_setpgroup(&how, 0); /* Ctrl-C is for the server alone */
    posix_spawnattr_setflags(&how, POSIX_SPAWN_SETSIGMASK |
                                       POSIX_SPAWN_SETSIGDEF |
                                       POSIX_SPAWN_SETPGROUP);
    int error = posix_spawn(pid, program, &files, &how, words, empty);
    posix_spawnattr_destroy(&how);
    posix_spawn_file_actions_destroy(&files);
    return error;
}

static enum status start_process(struct locked *locked, struct arena *arena,
                                 struct tree *greeting)
{
    const char *program = locked->pool->options.program;
    struct message hello;
    int pair[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair)) {
        log_say(LOG_ERROR, "locked", "no socket", "why", strerror(errno), NULL);
        return FAILED;
    }
    /* dup2 onto itself would leave close-on-exec set */
    if (pair[1] == SERVER) {
        int other = fcntl(pair[1], F_DUPFD_CLOEXEC, SERVER + 1);
        close(pair[1]);
        pair[1] = other;
    }
    int error = pair[1] < 0 ? errno : spawn(program, pair[1], &locked->pid);
    if (pair[1] >= 0)
        close(pair[1]);
    if (error) {
        close(pair[0]);
        locked->pid = 0;
        log_say(LOG_ERROR, "locked", "cannot start", "program", program, "why",
                strerror(error), NULL);
        return FAILED;
    }
    locked->fd = pair[0];
    if (wire_receive(locked->fd, arena, 65536, &hello,
                     clock_ticks() + GREETING_MS) != OK) {
        end_process(locked);
        log_say(LOG_ERROR, "locked", "no greeting", "program", program, NULL);
        return FAILED;
    }
    *greeting = hello.tree;
    return OK;
}

static void tell_missing(const struct pool *pool)
{
    const struct tree *missing = tree_get(&pool->greeting, "missing");

    for (size_t i = 0; missing && i < missing->count; i++)
        log_say(LOG_WARN, "locked", "not available on this machine", "program",
                pool->options.program, "missing", missing->items[i].text, NULL);
}

enum status pool_open(struct pool **out, const struct pool_options *options)
{
    struct arena *arena = arena_new();
    struct pool *pool = arena_make(arena, struct pool);
    pthread_condattr_t monotonic;

    pool->options = *options;
    pool->options.program =
        arena_text(arena, options->program, strlen(options->program));
    pool->arena = arena;
    pthread_mutex_init(&pool->lock, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&pool->idle_again, &monotonic);
    pthread_condattr_destroy(&monotonic);
    pool->all = arena_many(arena, struct locked, options->processes);
    for (unsigned i = options->processes; i-- > 0;) {
        pool->all[i] = (struct locked){.pool = pool, .next = pool->idle};
        pool->idle = &pool->all[i];
    }
    if (start_process(pool->idle, arena, &pool->greeting) != OK) {
        pool_close(pool);
        return FAILED;
    }
    tell_missing(pool);
    *out = pool;
    return OK;
}

void pool_close(struct pool *pool)
{
    if (!pool)
        return;
    for (unsigned i = 0; i < pool->options.processes; i++)
        end_process(&pool->all[i]);
    pthread_cond_destroy(&pool->idle_again);
    pthread_mutex_destroy(&pool->lock);
    arena_free(pool->arena);
}

const struct tree *pool_greeting(const struct pool *pool)
{
    return &pool->greeting;
}

static struct timespec after(int ms)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    t.tv_sec += ms / 1000;
    t.tv_nsec += (long)(ms % 1000) * 1000000;
    if (t.tv_nsec >= 1000000000) {
        t.tv_sec++;
        t.tv_nsec -= 1000000000;
    }
    return t;
}

static struct locked *take_idle(struct pool *pool)
{
    struct timespec until = after(pool->options.turn_ms);
    int error = 0;

    pthread_mutex_lock(&pool->lock);
    while (!pool->idle && error != ETIMEDOUT)
        error = pthread_cond_timedwait(&pool->idle_again, &pool->lock, &until);
    struct locked *locked = pool->idle;
    if (locked)
        pool->idle = locked->next;
    pthread_mutex_unlock(&pool->lock);
    return locked;
}

/* `locked`, running; NULL: it could not be started and was given back. */
static struct locked *running(struct pool *pool, struct locked *locked,
                              enum locked_end *end)
{
    *end = locked->end = LOCKED_ANSWERED;
    if (!locked->pid) {
        struct arena *arena = arena_new();
        struct tree greeting;
        enum status status = start_process(locked, arena, &greeting);

        arena_free(arena);
        if (status != OK) {
            *end = LOCKED_NO_START;
            pool_give(pool, locked);
            return NULL;
        }
    }
    return locked;
}

struct locked *pool_take(struct pool *pool, enum locked_end *end)
{
    struct locked *locked = take_idle(pool);

    *end = LOCKED_NO_TURN;
    return locked ? running(pool, locked, end) : NULL;
}

struct locked *pool_take_other(struct pool *pool, struct locked *locked,
                               enum locked_end *end)
{
    pthread_mutex_lock(&pool->lock);
    struct locked *other = pool->idle;
    if (other)
        pool->idle = other->next;
    pthread_mutex_unlock(&pool->lock);
    if (other) {
        pool_give(pool, locked);
        return running(pool, other, end);
    }
    end_process(locked);
    return running(pool, locked, end);
}

void pool_give(struct pool *pool, struct locked *locked)
{
    pthread_mutex_lock(&pool->lock);
    locked->next = pool->idle;
    pool->idle = locked;
    pthread_cond_signal(&pool->idle_again);
    pthread_mutex_unlock(&pool->lock);
}

/* After this nothing more can be asked of it. */
static enum locked_end lose(struct locked *locked, enum status why)
{
    locked->end = why == BUSY      ? LOCKED_LATE
                  : why == INVALID ? LOCKED_GARBLED
                                   : LOCKED_DIED;
    end_process(locked);
    pthread_mutex_lock(&locked->pool->lock);
    locked->pool->deaths++;
    pthread_mutex_unlock(&locked->pool->lock);
    return locked->end;
}

enum locked_end locked_ask(struct locked *locked, struct arena *arena,
                           const struct message *ask, struct message *reply,
                           int limit_ms)
{
    int64_t deadline = clock_ticks() + limit_ms;
    struct message got;

    if (!locked->pid)
        return locked->end;
    enum status status = wire_send(locked->fd, arena, ask, deadline);
    if (status == INVALID)
        return LOCKED_TOO_LONG;
    if (status == OK)
        status = wire_receive(locked->fd, arena,
                              locked->pool->options.most_reply, &got, deadline);
    if (status != OK)
        return lose(locked, status);
    *reply = got;
    return LOCKED_ANSWERED;
}

enum locked_end pool_ask(struct pool *pool, struct arena *arena,
                         const struct message *ask, struct message *reply,
                         int limit_ms)
{
    enum locked_end end;
    struct locked *locked = pool_take(pool, &end);

    if (!locked)
        return end;
    end = locked_ask(locked, arena, ask, reply, limit_ms);
    pool_give(pool, locked);
    return end;
}

int64_t pool_deaths(struct pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    int64_t deaths = pool->deaths;
    pthread_mutex_unlock(&pool->lock);
    return deaths;
}

const char *locked_program(struct arena *arena, const char *name)
{
    const char *build = getenv("KHOA_BUILD");
    char self[PATH_MAX];

    if (build && *build)
        return arena_print(arena, "%s/%s", build, name);
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (length < 0)
        return name;
    self[length] = '\0';
    char *slash = strrchr(self, '/');
    return arena_print(arena, "%.*s/%s", slash ? (int)(slash - self) : 0, self,
                       name);
}
