#include "quiz/cache.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static void keep_text(struct cache *cache, const char *key, const char *text)
{
    struct arena *arena = arena_new();
    struct tree tree = tree_of_text(text);

    if (!cache_find(cache, arena, key, strlen(key), &tree)) {
        tree = tree_of_text(text);
        cache_keep(cache, key, strlen(key), &tree);
    }
    arena_free(arena);
}

static bool holds(struct cache *cache, const char *key, const char *text)
{
    struct arena *arena = arena_new();
    struct tree tree;
    bool there = cache_find(cache, arena, key, strlen(key), &tree);

    if (there)
        assert_string_equal(tree.text, text);
    else
        cache_forget(cache, key, strlen(key));
    arena_free(arena);
    return there;
}

static void what_is_kept_is_found_whole(void **state)
{
    struct cache *cache = cache_new(1 << 20);
    struct arena *arena = arena_new();
    struct tree_maker map = tree_map(arena), list = tree_list(arena);
    struct tree tree, found;

    (void)state;
    tree_add(&list, tree_of_integer(1));
    tree_add(&list, tree_of_text("ế"));
    tree_put(&map, "list", tree_done(&list));
    tree_put(&map, "half", tree_of_real(0.5));
    tree = tree_done(&map);
    assert_false(cache_find(cache, arena, "k", 1, &found));
    cache_keep(cache, "k", 1, &tree);
    assert_true(cache_find(cache, arena, "k", 1, &found));
    assert_true(tree_same(&tree, &found));
    assert_ptr_not_equal(tree.items, found.items);
    assert_false(cache_find(cache, arena, "K", 1, &found));
    cache_forget(cache, "K", 1);
    arena_free(arena);
    cache_free(cache);
}

static void keys_are_compared_whole(void **state)
{
    struct cache *cache = cache_new(1 << 20);

    (void)state;
    keep_text(cache, "a", "1");
    keep_text(cache, "ab", "2");
    assert_true(holds(cache, "a", "1"));
    assert_true(holds(cache, "ab", "2"));
    assert_false(holds(cache, "abc", ""));
    cache_free(cache);
}

static void the_cache_stays_within_its_bytes(void **state)
{
    struct cache *cache = cache_new(256 << 10);
    struct cache_figures figures;
    char key[20], text[1000];

    (void)state;
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    for (int i = 0; i < 5000; i++) {
        snprintf(key, sizeof key, "key %d", i);
        keep_text(cache, key, text);
    }
    cache_count(cache, &figures);
    assert_true(figures.bytes <= 256 << 10);
    assert_true(figures.entries > 50 && figures.entries < 300);
    assert_false(holds(cache, "key 0", text));
    assert_true(holds(cache, "key 4999", text));
    cache_free(cache);
}

static void what_was_dropped_lives_as_long_as_who_holds_it(void **state)
{
    struct cache *cache = cache_new(64 << 10);
    struct arena *arena = arena_new();
    struct tree held;
    char key[20], text[2000];

    (void)state;
    keep_text(cache, "held", "still here");
    assert_true(cache_find(cache, arena, "held", 4, &held));
    memset(text, 'x', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    for (int i = 0; i < 2000; i++) {
        snprintf(key, sizeof key, "key %d", i);
        keep_text(cache, key, text);
    }
    assert_false(holds(cache, "held", "still here"));
    assert_string_equal(held.text, "still here"); /* the sanitizer looks too */
    arena_free(arena);
    cache_free(cache);
}

/* ---- a thousand candidates open the same question -------------------------
 */

struct crowd {
    struct cache *cache;
    atomic_int worked, failures;
};

static void *one_of_many(void *arg)
{
    struct crowd *crowd = arg;
    struct arena *arena = arena_new();
    struct tree tree;

    while (!cache_find(crowd->cache, arena, "q", 1, &tree)) {
        usleep(2000); /* others come meanwhile */
        if (atomic_fetch_add(&crowd->failures, 1) < 2) {
            cache_forget(crowd->cache, "q", 1);
            continue;
        }
        atomic_fetch_add(&crowd->worked, 1);
        tree = tree_of_text("answer");
        cache_keep(crowd->cache, "q", 1, &tree);
    }
    assert_string_equal(tree.text, "answer");
    arena_free(arena);
    return NULL;
}

static void many_who_ask_at_once_ask_once(void **state)
{
    struct crowd crowd = {.cache = cache_new(1 << 20)};
    pthread_t threads[24];

    (void)state;
    for (int i = 0; i < 24; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, one_of_many, &crowd),
                         0);
    for (int i = 0; i < 24; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(crowd.worked, 1);
    assert_int_equal(crowd.failures, 3); /* two gave up; the next took over */
    cache_free(crowd.cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_kept_is_found_whole),
        cmocka_unit_test(keys_are_compared_whole),
        cmocka_unit_test(the_cache_stays_within_its_bytes),
        cmocka_unit_test(what_was_dropped_lives_as_long_as_who_holds_it),
        cmocka_unit_test(many_who_ask_at_once_ask_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
