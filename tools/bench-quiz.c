/*
 * What a plugin costs: an empty round trip to quizhost, one call of a plugin
 * with nothing from a cache, and an answer from the cache.
 *
 *     bench-quiz [COUNT]        (5,000, of plugins/single-choice)
 *
 * Beside quizhost of a release build: a sanitizer would be measured else.
 */
#include "locked/process.h"
#include "quiz/questions.h"
#include "json/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double tell(const char *what, double *us, int count)
{
    qsort(us, (size_t)count, sizeof *us, by_size);
    double half = us[count / 2];
    printf("%-34s median %7.1f us, p99 %8.1f us\n", what, half,
           us[count * 99 / 100]);
    return half;
}

static double bench_echo(double *us, int count)
{
    struct arena *arena = arena_new();
    struct pool_options options = {.program = locked_program(arena, "quizhost"),
                                   .processes = 1,
                                   .turn_ms = 1000,
                                   .most_reply = 1000};
    struct tree_maker ask = tree_map(arena);
    struct pool *pool;

    if (pool_open(&pool, &options) != OK)
        exit(1);
    tree_put(&ask, "verb", tree_of_text("echo"));
    struct message message = {.tree = tree_done(&ask)}, reply;
    for (int i = 0; i < count; i++) {
        struct arena *one = arena_new();
        double from = now_us();
        if (pool_ask(pool, one, &message, &reply, 1000) != LOCKED_ANSWERED)
            exit(1);
        us[i] = now_us() - from;
        arena_free(one);
    }
    pool_close(pool);
    arena_free(arena);
    return tell("empty echo", us, count);
}

static struct tree first_test(struct arena *arena, const char *json)
{
    struct tree tree;

    if (json_read(arena, json, strlen(json), &tree) != OK)
        exit(1);
    return tree;
}

static const char body[] =
    "{\"prompt\":{\"vi\":\"Thủ đô của Việt Nam?\",\"en\":\"The capital?\"},"
    "\"option\":[{\"id\":\"a\",\"text\":{\"vi\":\"Huế\",\"en\":\"Huế\"}},"
    "{\"id\":\"b\",\"text\":{\"vi\":\"Hà Nội\",\"en\":\"Hà Nội\"},"
    "\"right\":\"true\"},{\"id\":\"c\",\"text\":{\"vi\":\"Vinh\",\"en\":"
    "\"Vinh\"}}]}";

/* Anew: params nobody had before. */
static double bench_render(struct questions *questions, struct item *item,
                           double *us, int count, bool anew, const char *what)
{
    for (int i = 0; i < count; i++) {
        struct arena *one = arena_new();
        struct tree_maker params = tree_map(one);
        struct tree out;
        tree_put(&params, "i", tree_of_integer(anew ? i : -1));
        struct tree done = tree_done(&params);
        double from = now_us();
        if (question_render(questions, one, item, &done, "vi", NULL, &out) !=
            OK)
            exit(1);
        us[i] = now_us() - from;
        arena_free(one);
    }
    return tell(what, us, count);
}

/* The truth differs each time, so that it is asked. */
static double bench_grade(struct questions *questions, struct item *item,
                          double *us, int count)
{
    for (int i = 0; i < count; i++) {
        struct arena *one = arena_new();
        static const struct tree none = {.kind = TREE_MAP};
        struct tree_maker truth = tree_map(one), typed = tree_map(one);
        struct tree out;
        tree_put(&truth, "i", tree_of_integer(i));
        tree_put(&typed, "answer", tree_of_text("b"));
        struct tree t = tree_done(&truth), answer = tree_done(&typed);
        double from = now_us();
        if (question_grade(questions, one, item, &none, &t, &answer, NULL,
                           &out) != OK ||
            tree_real(&out, "score", 0) != 1)
            exit(1);
        us[i] = now_us() - from;
        arena_free(one);
    }
    return tell("grade, not kept before", us, count);
}

int main(int argc, char **argv)
{
    struct arena *arena = arena_new();
    int count = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 5000;
    double *us = arena_many(arena, double, (size_t)count);
    struct questions *questions;
    struct package package;
    struct item item;
    struct tree loose = first_test(arena, body), problems;
    const char *why = "";

    if (count < 100 ||
        package_read(arena, "plugins/single-choice", &package, &why) != OK ||
        questions_open(&questions,
                       &(struct questions_options){.processes = 1}) != OK ||
        question_item(questions, arena, &package, &loose, &item, &problems) !=
            OK) {
        fprintf(stderr, "bench-quiz: %s\n", why);
        return 1;
    }
    double echo = bench_echo(us, count);
    double call = bench_render(questions, &item, us, count, true,
                               "render, not kept before");
    bench_render(questions, &item, us, count, false, "render, from the cache");
    double graded = bench_grade(questions, &item, us, count);
    printf("render costs %.1f times an empty echo, grade %.1f times\n",
           call / echo, graded / echo);
    arena_free(arena);
    questions_close(questions);
    return 0;
}
