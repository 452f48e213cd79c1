#ifndef TESTS_QUIZ_WORLD_H
#define TESTS_QUIZ_WORLD_H

#include "quiz/questions.h"
#include "json/json.h"

#include <string.h>

/*
 * Plugin processes for a group of tests. `arena` is of one test; what plugins
 * answered is tied to it, and goes before the processes do.
 */
static struct questions *questions;
static struct arena *arena;

static inline int world_open(void **state)
{
    (void)state;
    return questions_open(&questions,
                          &(struct questions_options){.processes = 2}) != OK;
}

static inline int world_close(void **state)
{
    (void)state;
    questions_close(questions);
    return 0;
}

static inline int arena_open(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static inline int arena_close(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

#define TEST(name)                                                             \
    cmocka_unit_test_setup_teardown(name, arena_open, arena_close)

static inline struct tree tree_from(const char *json)
{
    struct tree tree;

    if (json_read(arena, json, strlen(json), &tree) != OK)
        fail_msg("this is no JSON: %s", json);
    return tree;
}

/* A package of plugin.lua alone. */
static inline struct package *package_from(const char *source)
{
    struct package *package = arena_make(arena, struct package);
    const struct package_file file = {"plugin.lua", source, strlen(source),
                                      NULL, true};
    const char *why = NULL;

    if (package_make(arena, &file, 1, package, &why) != OK)
        fail_msg("no package: %s", why);
    return package;
}

static inline struct package *package_in(const char *folder)
{
    struct package *package = arena_make(arena, struct package);
    const char *why = NULL;

    if (package_read(arena, folder, package, &why) != OK)
        fail_msg("%s: %s", folder, why);
    return package;
}

static inline struct item *item_from(const struct package *package,
                                     const char *json)
{
    struct item *item = arena_make(arena, struct item);
    struct tree loose = tree_from(json), problems;

    if (question_item(questions, arena, package, &loose, item, &problems) != OK)
        fail_msg("no item: %s", json_text(arena, &problems));
    return item;
}

#endif
