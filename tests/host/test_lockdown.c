#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/arena.h"
#include "locked/process.h"

static struct arena *arena;
static struct pool *pool;

static enum locked_end try(const char *what, const char **outcome)
{
    struct tree_maker map = tree_map(arena);
    struct message ask = {0}, reply = {0};

    tree_put(&map, "try", tree_of_text(what));
    ask.tree = tree_done(&map);
    enum locked_end end = pool_ask(pool, arena, &ask, &reply, 20000);
    *outcome = end == LOCKED_ANSWERED ? tree_text(&reply.tree, "outcome") : "";
    return end;
}

/* Each of these ends the process, and the next question is answered by a new
   one as if nothing had been. */
static void what_is_not_allowed_kills(void **state)
{
    static const char *const tries[] = {
        "open",     "create",   "unlink",
        "stat",     "socket",   "unix socket",
        "connect",  "fork",     "exec",
        "kill",     "signal",   "ptrace",
        "io_uring", "bpf",      "memory of others",
        "dumpable", "dup",      "descriptor in a message",
        "write",    "code map", "code protect",
        "thread",   "spin",     "stack"};
    unsigned bad = 0;

    (void)state;
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        const char *outcome;
        int64_t deaths = pool_deaths(pool);
        enum locked_end end = try(tries[i], &outcome);
        if (end != LOCKED_DIED) {
            print_error("%s: %s (%d)\n", tries[i], outcome, (int)end);
            bad++;
        }
        assert_int_equal(pool_deaths(pool), deaths + (end == LOCKED_DIED));
        assert_int_equal(try("nothing", &outcome), LOCKED_ANSWERED);
        assert_string_equal(outcome, "nothing");
    }
    assert_int_equal(bad, 0);
    assert_int_not_equal(access("/tmp/khoa-probe", F_OK), 0);
}

static void there_is_no_more_of_anything(void **state)
{
    static const char *const tries[] = {"memory", "descriptors", "environment"};

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        const char *outcome;
        assert_int_equal(try(tries[i], &outcome), LOCKED_ANSWERED);
        if (strcmp(outcome, "refused") != 0)
            fail_msg("%s: %s", tries[i], outcome);
    }
}

static void a_question_that_is_too_long_ends_the_conversation(void **state)
{
    const char *outcome;
    char *long_text = arena_alloc(arena, 5000);

    (void)state;
    memset(long_text, 'x', 4999);
    assert_int_equal(try(long_text, &outcome), LOCKED_DIED);
    assert_int_equal(try("nothing", &outcome), LOCKED_ANSWERED);
}

static void another_process_is_another(void **state)
{
    enum locked_end end;
    struct locked *one = pool_take(pool, &end), *other;

    (void)state;
    assert_non_null(one);
    /* there is one process only: it is started anew */
    other = pool_take_other(pool, one, &end);
    assert_non_null(other);
    assert_int_equal(end, LOCKED_ANSWERED);
    pool_give(pool, other);
}

/* ---- the real one, seen from outside --------------------------------------
 */

static const char *line_of(const char *pid, const char *name)
{
    char *path = arena_print(arena, "/proc/%s/status", pid);
    FILE *file = fopen(path, "r");
    char line[200];
    const char *found = "";

    while (file && fgets(line, sizeof line, file))
        if (!strncmp(line, name, strlen(name)))
            found = arena_print(arena, "%.*s", (int)strcspn(line, "\n"), line);
    if (file)
        fclose(file);
    return found;
}

static void a_running_quizhost_has_no_way_out(void **state)
{
    const struct pool_options options = {.program =
                                             locked_program(arena, "quizhost"),
                                         .processes = 1,
                                         .turn_ms = 10000,
                                         .most_reply = 1000};
    char parent[30];
    struct pool *quiz;
    unsigned seen = 0;
    DIR *all = opendir("/proc");

    (void)state;
    assert_int_equal(pool_open(&quiz, &options), OK);
    snprintf(parent, sizeof parent, "PPid:\t%d", (int)getpid());
    for (struct dirent *e; (e = readdir(all));) {
        if (*e->d_name < '1' || *e->d_name > '9' ||
            strcmp(line_of(e->d_name, "PPid:"), parent) != 0 ||
            strcmp(line_of(e->d_name, "Name:"), "Name:\tquizhost") != 0)
            continue;
        seen++;
        assert_string_equal(line_of(e->d_name, "Seccomp:"), "Seccomp:\t2");
        assert_string_equal(line_of(e->d_name, "NoNewPrivs:"),
                            "NoNewPrivs:\t1");
    }
    closedir(all);
    pool_close(quiz);
    assert_int_equal(seen, 1);
}

static int begin(void **state)
{
    struct pool_options options = {
        .processes = 1, .turn_ms = 10000, .most_reply = 1000};

    (void)state;
    arena = arena_new();
    options.program = locked_program(arena, "probe");
    return pool_open(&pool, &options) != OK;
}

static int end(void **state)
{
    (void)state;
    pool_close(pool);
    arena_free(arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_not_allowed_kills),
        cmocka_unit_test(there_is_no_more_of_anything),
        cmocka_unit_test(a_question_that_is_too_long_ends_the_conversation),
        cmocka_unit_test(another_process_is_another),
        cmocka_unit_test(a_running_quizhost_has_no_way_out),
    };
    return cmocka_run_group_tests(tests, begin, end);
}
