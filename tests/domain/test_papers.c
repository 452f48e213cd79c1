#include "tests/domain/exam_world.h"

#include "domain/chance.h"

/*
 * Two sections: three cells that overlap (any level, a level, an item by
 * name), and one of two kinds of question.
 */
static const char two_sections[] =
    "{\"id\":\"t\",\"version\":\"1\",\"limit\":30,"
    "\"title\":{\"vi\":\"Đề\",\"en\":\"Test\"},"
    "\"shuffle\":{\"questions\":true,\"options\":true},"
    "\"sections\":[{\"id\":\"A\",\"title\":{\"vi\":\"A\"},\"slots\":["
    "{\"bank\":\"b\",\"topic\":\"luat\",\"count\":3,\"points\":1},"
    "{\"bank\":\"b\",\"topic\":\"luat\",\"level\":1,\"count\":1,\"points\":2},"
    "{\"bank\":\"b\",\"item\":\"sc6\",\"points\":5}]},"
    "{\"id\":\"B\",\"title\":{\"vi\":\"B\"},\"slots\":["
    "{\"bank\":\"b\",\"topic\":\"mang\",\"level\":2,\"count\":2,\"points\":1},"
    "{\"bank\":\"b\",\"topic\":\"so\",\"count\":2,\"points\":1}]}]}";

static const struct shelf_test *test;

static int begin(void **state)
{
    if (world_begin(state))
        return 1;
    return shelf_test(&house, publish_test(two_sections), &test) != OK;
}

static const char *draw(const char *seed)
{
    const char *json;

    assert_int_equal(paper_draw(&house, arena, test, seed, &json), OK);
    return json;
}

static struct paper drawn(const char *seed)
{
    struct paper paper;

    assert_int_equal(paper_read(arena, draw(seed), &paper), OK);
    return paper;
}

static void every_paper_is_what_the_blueprint_says(void **state)
{
    (void)state;
    for (int n = 0; n < 200; n++) {
        struct paper paper = drawn(arena_print(arena, "seed %d", n));
        int luat = 0, level1_for_two = 0, named = 0, mang2 = 0, so = 0;
        double points = 0;
        assert_int_equal(paper.count, 9);
        for (size_t i = 0; i < paper.count; i++) {
            const struct slot *s = &paper.slots[i];
            const struct key *key = key_of(s->item);
            assert_non_null(key);
            assert_string_equal(s->section, i < 5 ? "A" : "B");
            luat += !strcmp(key->topic, "luat") && s->points == 1;
            level1_for_two += s->points == 2 && key->level == 1;
            named += s->points == 5 && !strcmp(key->code, "sc6");
            mang2 += !strcmp(key->topic, "mang") && key->level == 2;
            so += !strcmp(key->topic, "so");
            points += s->points;
            for (size_t k = 0; k < i; k++)
                assert_int_not_equal(paper.slots[k].item, s->item);
        }
        assert_int_equal(luat, 3);
        assert_int_equal(level1_for_two, 1);
        assert_int_equal(named, 1);
        assert_int_equal(mang2, 2);
        assert_int_equal(so, 2);
        assert_true(points == 14);
    }
}

static void the_same_seed_draws_the_same_paper(void **state)
{
    const char *first = draw("one/0001/abc");

    (void)state;
    for (int i = 0; i < 5; i++)
        assert_string_equal(draw("one/0001/abc"), first);
    assert_string_not_equal(draw("one/0001/abd"), first);
    assert_string_not_equal(draw("one/0002/abc"), first);
}

static void every_item_of_a_cell_can_come(void **state)
{
    int times[KEYS] = {0};

    (void)state;
    for (int n = 0; n < 300; n++) {
        struct paper paper = drawn(arena_print(arena, "often %d", n));
        for (size_t i = 0; i < paper.count; i++)
            times[key_of(paper.slots[i].item) - keys]++;
    }
    for (size_t i = 0; i < KEYS; i++) {
        bool in = !strcmp(keys[i].topic, "luat") ||
                  !strcmp(keys[i].topic, "so") ||
                  (!strcmp(keys[i].topic, "mang") && keys[i].level == 2);
        assert_true(in ? times[i] > 30 : times[i] == 0);
    }
}

/* A published test is closed: what is added or retired later changes nothing.
 */
static void papers_come_from_the_pins_and_not_from_the_bank(void **state)
{
    const char *before = draw("pins");

    (void)state;
    make_item("khoa.single-choice", "sc9", "luat", 1,
              "{\"prompt\":\"mới\",\"option\":[{\"id\":\"a\",\"text\":\"x\","
              "\"right\":\"true\"},{\"id\":\"b\",\"text\":\"y\"}]}");
    assert_int_equal(sqlite3_exec(raw,
                                  "UPDATE item SET retired_at = 1 WHERE code "
                                  "= 'sc1'",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    assert_string_equal(draw("pins"), before);
    for (int n = 0; n < 50; n++) {
        struct paper paper = drawn(arena_print(arena, "later %d", n));
        for (size_t i = 0; i < paper.count; i++)
            assert_non_null(key_of(paper.slots[i].item));
    }
}

/* ---- options
 * ------------------------------------------------------------------ */

static const char *letters(const struct tree *node, char *out)
{
    const struct tree *options = tree_get(node, "options");

    for (size_t i = 0; options && i < options->count; i++)
        *out++ = *tree_text(&options->items[i], "id");
    *out = '\0';
    for (size_t i = 0; !options && i < node->count &&
                       (node->kind == TREE_LIST || node->kind == TREE_MAP);
         i++)
        if (*letters(&node->items[i], out))
            return out;
    return out - (options ? options->count : 0);
}

static void rendered(size_t key, struct tree *nodes)
{
    const struct shelf_item *item;
    struct tree settings = grading_settings(arena, &test->plan);

    assert_int_equal(shelf_item(&house, item_ids[key], &item), OK);
    assert_int_equal(question_render(house.questions, arena, &item->item,
                                     &shelf_variant(item, 1)->params, "vi",
                                     &settings, nodes),
                     OK);
}

static void options_are_shuffled_and_fixed_ones_stay(void **state)
{
    (void)state;
    for (size_t k = 0; k < 10; k++) {
        struct tree nodes;
        char authored[16], shuffled[16], seen[16] = "";
        int orders = 0;
        rendered(k, &nodes);
        letters(&nodes, authored);
        assert_int_equal(strlen(authored), keys[k].options);
        for (int n = 0; n < 40; n++) {
            const char *seed = arena_print(arena, "o%d", n);
            struct tree arranged = paper_arrange(arena, &nodes, seed, 3, true);
            letters(&arranged, shuffled);
            for (const char *p = authored; *p; p++)
                assert_non_null(strchr(shuffled, *p));
            assert_int_equal(strlen(shuffled), strlen(authored));
            if (keys[k].fixed)
                assert_int_equal(strchr(shuffled, keys[k].fixed) - shuffled,
                                 strchr(authored, keys[k].fixed) - authored);
            orders += strcmp(shuffled, seen) != 0;
            snprintf(seen, sizeof seen, "%s", shuffled);
            struct tree again = paper_arrange(arena, &nodes, seed, 3, true);
            assert_true(tree_same(&arranged, &again));
        }
        assert_true(orders > 5);
    }
}

static void slots_of_one_attempt_are_shuffled_apart(void **state)
{
    struct tree nodes;
    char one[16], two[16];
    int differ = 0;

    (void)state;
    rendered(5, &nodes);
    for (int n = 0; n < 20; n++) {
        const char *seed = arena_print(arena, "s%d", n);
        struct tree a = paper_arrange(arena, &nodes, seed, 1, true);
        struct tree b = paper_arrange(arena, &nodes, seed, 2, true);
        letters(&a, one);
        letters(&b, two);
        differ += strcmp(one, two) != 0;
    }
    assert_true(differ > 10);
}

/* The rendered question comes from the cache, before any seed is known. */
static void no_seed_reaches_a_plugin(void **state)
{
    struct questions_figures before, after;
    struct tree nodes;

    (void)state;
    for (size_t k = 0; k < KEYS; k++)
        rendered(k, &nodes);
    questions_count(house.questions, &before);
    for (int n = 0; n < 20; n++) {
        const char *seed = arena_print(arena, "n%d", n);
        struct paper paper = drawn(seed);
        for (size_t i = 0; i < paper.count; i++) {
            rendered((size_t)(key_of(paper.slots[i].item) - keys), &nodes);
            struct tree arranged =
                paper_arrange(arena, &nodes, seed, (int64_t)i + 1, true);
            assert_null(strstr(json_text(arena, &arranged), seed));
        }
    }
    questions_count(house.questions, &after);
    assert_int_equal(after.calls, before.calls);
}

/* ---- chance
 * -------------------------------------------------------------------- */

/* Worked out with Python's hashlib, so that no change of ours can move the
   papers of a sitting that is over. */
static void chance_is_the_same_on_every_machine_for_good(void **state)
{
    static const uint64_t below_1000[] = {348, 186, 533, 900, 381,
                                          834, 363, 78,  43,  573};
    struct chance chance = chance_of("seed", "items");

    (void)state;
    for (size_t i = 0; i < sizeof below_1000 / sizeof *below_1000; i++)
        assert_int_equal(chance_below(&chance, 1000), below_1000[i]);
}

static void chance_favours_nobody(void **state)
{
    struct chance chance = chance_of("fair", "x");
    int times[7] = {0};

    (void)state;
    for (int i = 0; i < 70000; i++)
        times[chance_below(&chance, 7)]++;
    for (int i = 0; i < 7; i++) /* 10,000 each; 5 standard deviations */
        assert_in_range(times[i], 9540, 10460);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_paper_is_what_the_blueprint_says),
        cmocka_unit_test(the_same_seed_draws_the_same_paper),
        cmocka_unit_test(every_item_of_a_cell_can_come),
        cmocka_unit_test(papers_come_from_the_pins_and_not_from_the_bank),
        cmocka_unit_test(options_are_shuffled_and_fixed_ones_stay),
        cmocka_unit_test(slots_of_one_attempt_are_shuffled_apart),
        cmocka_unit_test(no_seed_reaches_a_plugin),
        cmocka_unit_test(chance_is_the_same_on_every_machine_for_good),
        cmocka_unit_test(chance_favours_nobody),
    };

    return cmocka_run_group_tests(tests, begin, world_end);
}
