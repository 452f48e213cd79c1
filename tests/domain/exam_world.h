#ifndef TESTS_DOMAIN_EXAM_WORLD_H
#define TESTS_DOMAIN_EXAM_WORLD_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "domain/answers.h"
#include "domain/grading.h"
#include "domain/packages.h"
#include "domain/sittings.h"
#include "domain/units.h"
#include "seal/hash.h"
#include "store/people.h"
#include "json/json.h"

#include <ftw.h>
#include <pthread.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/*
 * A house with one department, a bank of small items whose keys stand in the
 * table below, tests and sittings of it. The database is a file, so that many
 * threads meet in its writer as they do in earnest, and so that what is in it
 * can be asked with SQL of the test's own (`asked`).
 */
enum { PEOPLE = 40, FROM = 20250101 };
#define MINUTES(n) ((n)*INT64_C(60000))
static const int64_t T0 = INT64_C(1795660000000); /* 25/11/2026 */

static struct house house;
static struct arena *arena;
static char folder[] = "/tmp/khoa-exam.XXXXXX";
static sqlite3 *raw;
static int64_t bank_id, unit_id, person_ids[PEOPLE];

/* What is right, item by item. `options` of n letters from 'a'; the one in
   `fixed` stays where it is. */
struct key {
    const char *code, *plugin, *topic;
    int level, options;
    const char *right; /* letters; a number; a text */
    char fixed;
};
static const struct key keys[] = {
    {"sc1", "khoa.single-choice", "luat", 1, 4, "a", 'd'},
    {"sc2", "khoa.single-choice", "luat", 1, 4, "b", 'd'},
    {"sc3", "khoa.single-choice", "luat", 2, 5, "c", 'e'},
    {"sc4", "khoa.single-choice", "luat", 2, 4, "d", 0},
    {"sc5", "khoa.single-choice", "luat", 3, 3, "a", 0},
    {"sc6", "khoa.single-choice", "luat", 3, 6, "f", 'c'},
    {"mc1", "khoa.multiple-choice", "mang", 1, 4, "ac", 0},
    {"mc2", "khoa.multiple-choice", "mang", 1, 5, "abd", 0},
    {"mc3", "khoa.multiple-choice", "mang", 2, 6, "bcdef", 'a'},
    {"mc4", "khoa.multiple-choice", "mang", 2, 4, "d", 0},
    {"nu1", "khoa.numeric", "so", 1, 0, "12.5", 0},
    {"nu2", "khoa.numeric", "so", 1, 0, "-3", 0},
    {"nu3", "khoa.numeric", "so", 1, 0, "1000000.25", 0},
    {"st1", "khoa.short-text", "chu", 1, 0, "Hà Nội", 0},
    {"st2", "khoa.short-text", "chu", 1, 0, "tường lửa", 0},
};
enum { KEYS = sizeof keys / sizeof *keys };
static int64_t item_ids[KEYS];

static inline const struct key *key_of(int64_t item)
{
    for (size_t i = 0; i < KEYS; i++)
        if (item_ids[i] == item)
            return &keys[i];
    return NULL;
}

/* ---- asking the file behind the program's back ----------------------------
 */

static inline int64_t asked(const char *sql)
{
    sqlite3_stmt *statement;
    int64_t number = -1;

    assert_int_equal(sqlite3_prepare_v2(raw, sql, -1, &statement, NULL),
                     SQLITE_OK);
    if (sqlite3_step(statement) == SQLITE_ROW)
        number = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return number;
}

#define ASKED(...) asked(arena_print(arena, __VA_ARGS__))

static inline const char *told(const char *sql)
{
    sqlite3_stmt *statement;
    const char *text = NULL;

    assert_int_equal(sqlite3_prepare_v2(raw, sql, -1, &statement, NULL),
                     SQLITE_OK);
    if (sqlite3_step(statement) == SQLITE_ROW &&
        sqlite3_column_text(statement, 0))
        text =
            arena_print(arena, "%s", (char *)sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return text;
}

/* ---- filling the house -----------------------------------------------------
 */

static inline const char *loose_body(const struct key *key)
{
    char *json = arena_print(arena, "{\"prompt\":\"Câu %s\"", key->code);

    if (!strcmp(key->plugin, "khoa.numeric"))
        return arena_print(arena, "%s,\"answer\":\"%s\"}", json, key->right);
    if (!strcmp(key->plugin, "khoa.short-text"))
        return arena_print(arena, "%s,\"accept\":[{\"text\":\"%s\"}]}", json,
                           key->right);
    for (int i = 0; i < key->options; i++) {
        char id = (char)('a' + i);
        json = arena_print(
            arena,
            "%s%s{\"id\":\"%c\",\"text\":\"Phương án %c\",\"fixed\":\"%s\","
            "\"right\":\"%s\",\"why\":\"Vì-%s-%c\"}",
            json, i ? "," : ",\"option\":[", id, id,
            key->fixed == id ? "true" : "false",
            strchr(key->right, id) ? "true" : "false", key->code, id);
    }
    return arena_print(arena, "%s]}", json);
}

struct making_item {
    struct item_row row;
    struct tree variants;
};

static inline enum status add_item(struct db *tx, void *arg)
{
    const struct making_item *m = arg;

    TRY(item_add(tx, arena, &m->row));
    for (size_t i = 0; i < m->variants.count; i++) {
        const struct tree *v = &m->variants.items[i];
        TRY(item_variant_add(
            tx, arena,
            &(struct variant_row){id_new(), m->row.id,
                                  tree_integer(v, "number", 0),
                                  json_text(arena, tree_get(v, "params")),
                                  json_text(arena, tree_get(v, "truth")), ""}));
    }
    return OK;
}

/* From what an author would write, checked by the plugin itself. */
static inline int64_t make_item(const char *plugin, const char *code,
                                const char *topic, int level, const char *json)
{
    const struct package_row *row;
    struct package package;
    struct tree loose, problems;
    struct item item;
    struct making_item m;

    assert_int_equal(package_find_by_plugin(house.db, arena, plugin, &row), OK);
    assert_int_equal(package_of_row(arena, row, &package), OK);
    assert_int_equal(json_read(arena, json, strlen(json), &loose), OK);
    if (question_item(house.questions, arena, &package, &loose, &item,
                      &problems) != OK)
        fail_msg("%s: %s", code, json_text(arena, &problems));
    assert_int_equal(
        question_variants(house.questions, arena, &item, 4, &m.variants), OK);
    m.row = (struct item_row){.id = id_new(),
                              .bank = bank_id,
                              .code = code,
                              .version = "1",
                              .digest = item.hash,
                              .package = row->id,
                              .topic = topic,
                              .level = level,
                              .competency = "",
                              .body = json_text(arena, item.body),
                              .place = "test:1",
                              .created_at = T0};
    assert_int_equal(db_write(house.db, add_item, &m), OK);
    return m.row.id;
}

static inline enum status build(struct db *tx, void *arg)
{
    (void)arg;
    TRY(unit_open(tx, arena,
                  &(struct unit_draft){
                      .name = "Sở Nội vụ", .kind = "agency", .from = FROM},
                  &unit_id));
    for (int i = 0; i < PEOPLE; i++) {
        const char *given = arena_print(arena, "An%02d", i);
        person_ids[i] = id_new();
        TRY(person_add(
            tx, arena,
            &(struct person){.id = person_ids[i],
                             .full_name = arena_print(arena, "Lê %s", given),
                             .family_name = "Lê",
                             .middle_name = "",
                             .given_name = given,
                             .sort_key = given,
                             .fold_key = given,
                             .kind = "cong_chuc",
                             .created_at = T0,
                             .changed_at = T0},
            0));
        TRY(assignment_add(tx, arena,
                           &(struct assignment){.id = id_new(),
                                                .person = person_ids[i],
                                                .unit = unit_id,
                                                .main = true,
                                                .valid_from = FROM},
                           0));
    }
    bank_id = id_new();
    return bank_put(tx, arena,
                    &(struct bank){.id = bank_id,
                                   .code = "b",
                                   .title = "{\"en\":\"B\",\"vi\":\"B\"}",
                                   .topics = "[]"});
}

static inline int world_begin(void **state)
{
    const struct questions_options quick = {
        .processes = 2, .turn_ms = 300, .call_ms = 900};
    char address[64];

    (void)state;
    arena = arena_new();
    if (!mkdtemp(folder))
        return 1;
    snprintf(address, sizeof address, "sqlite:%s/khoa.db", folder);
    struct findings findings = findings_of(arena);
    if (db_open(&house.db, address) != OK || db_migrate(house.db) != OK ||
        questions_open(&house.questions, &quick) != OK ||
        sqlite3_open_v2(address + 7, &raw, SQLITE_OPEN_READWRITE, NULL))
        return 1;
    house.shelf = shelf_open();
    house.data = folder;
    if (packages_take_in(&house, "plugins", true, 0, T0, &findings) != OK ||
        db_write(house.db, build, NULL) != OK)
        return 1;
    for (size_t i = 0; i < KEYS; i++)
        item_ids[i] = make_item(keys[i].plugin, keys[i].code, keys[i].topic,
                                keys[i].level, loose_body(&keys[i]));
    return 0;
}

static inline int remove_one(const char *path, const struct stat *facts,
                             int kind, struct FTW *walk)
{
    (void)facts, (void)kind, (void)walk;
    return remove(path);
}

static inline int world_end(void **state)
{
    (void)state;
    sqlite3_close(raw);
    arena_free(arena); /* first: it holds what plugins answered */
    shelf_close(house.shelf);
    questions_close(house.questions);
    db_close(house.db);
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return 0;
}

/* ---- those who look after sittings ----------------------------------------
 */

/* Two people who are called to nothing; the first is an organiser. */
enum { ORGANISER = 7001, SECOND };

static inline enum status add_staff(struct db *tx, void *arg)
{
    (void)arg;
    for (int64_t who = ORGANISER; who <= SECOND; who++)
        TRY(person_add(tx, arena,
                       &(struct person){.id = who,
                                        .full_name = "Hoàng Lan",
                                        .family_name = "Hoàng",
                                        .middle_name = "",
                                        .given_name = "Lan",
                                        .sort_key = "lan",
                                        .fold_key = "lan",
                                        .kind = "cong_chuc"},
                       0));
    return grant_add(
        tx, arena, ORGANISER,
        &(struct grant){.id = 71, .role = "organiser", .valid_from = FROM});
}

/* ---- tests, sittings, attempts ---------------------------------------------
 */

/* Everything a definition has; `more` are further members, each with a comma
   before it. */
static inline const char *definition(const char *slots, const char *more)
{
    return arena_print(arena,
                       "{\"id\":\"t\",\"version\":\"1\",\"limit\":30,"
                       "\"title\":{\"vi\":\"Đề\",\"en\":\"Test\"}%s,"
                       "\"sections\":[{\"id\":\"A\",\"title\":{\"vi\":\"Phần "
                       "A\"},\"slots\":[%s]}]}",
                       more, slots);
}

static inline enum status add_test(struct db *tx, void *arg)
{
    return test_add(tx, arena, arg);
}

static inline int64_t make_test(const char *json)
{
    struct test test = {.id = id_new(),
                        .code =
                            arena_print(arena, "t%lld", (long long)id_new()),
                        .version = "1",
                        .digest = hash_of(arena, json, strlen(json)),
                        .title = "{\"vi\":\"Đề\",\"en\":\"Test\"}",
                        .definition = json,
                        .imported_at = T0};
    struct test_plan plan;

    assert_int_equal(test_read(arena, json, &plan), OK);
    test.counts = plan.counts;
    assert_int_equal(db_write(house.db, add_test, &test), OK);
    return test.id;
}

static inline int64_t publish_test(const char *json)
{
    int64_t id = make_test(json);

    assert_int_equal(test_publication(&house, arena, id, 0, T0), OK);
    return id;
}

/* Everybody of the department is called; it opens at T0. */
static inline int64_t make_sitting(int64_t test, int64_t minutes)
{
    enum sitting_fault fault;
    size_t called;
    int64_t id;
    const struct new_sitting sitting = {
        .code = arena_print(arena, "S%lld", (long long)id_new()),
        .test = test,
        .title_vi = "Ca thi",
        .rules_vi = "Làm bài một mình.",
        .opens_at = T0,
        .closes_at = T0 + MINUTES(minutes),
        .units = &unit_id,
        .unit_count = 1,
        .now = T0};

    assert_int_equal(
        sitting_schedule(&house, arena, &sitting, &id, &called, &fault), OK);
    assert_int_equal(called, PEOPLE);
    return id;
}

static inline int64_t start_at(int64_t sitting, int person, int64_t now)
{
    enum admission admission;
    int64_t attempt;

    assert_int_equal(attempt_start(&house, arena, sitting, person_ids[person],
                                   true, now, &admission, &attempt),
                     OK);
    assert_int_equal(admission, ADMITTED);
    assert_true(attempt);
    return attempt;
}

static inline struct tree typed_of(const char *json)
{
    struct tree typed;

    assert_int_equal(json_read(arena, json, strlen(json), &typed), OK);
    return typed;
}

static inline struct receipt save_as(int64_t attempt, int64_t slot,
                                     int64_t base, const char *save_id,
                                     const char *json, int64_t now)
{
    struct receipt receipt;
    const struct save save = {attempt, slot,           base,
                              save_id, typed_of(json), now};

    assert_int_equal(answer_save(&house, arena, &save, &receipt), OK);
    return receipt;
}

static inline struct standing standing_of(int64_t attempt, int64_t slot)
{
    struct standing here;

    assert_int_equal(answer_read(&house, arena, attempt, slot, &here), OK);
    return here;
}

static inline const char *answer_of(int64_t attempt, int64_t slot)
{
    struct standing here = standing_of(attempt, slot);

    return here.typed.kind == TREE_MAP ? json_text(arena, &here.typed) : "";
}

static inline struct paper paper_of(int64_t attempt)
{
    const struct attempt *row;
    struct paper paper;

    assert_int_equal(attempt_find(house.db, arena, attempt, &row), OK);
    assert_int_equal(paper_read(arena, row->paper, &paper), OK);
    return paper;
}

/* Twenty at once, or as many as you like. */
static void *(*crowd_work)(void *);
static pthread_barrier_t crowd_gate;
static inline void *crowd_member(void *arg)
{
    pthread_barrier_wait(&crowd_gate);
    return crowd_work(arg);
}

static inline void crowd(size_t count, void *(*work)(void *), void *args,
                         size_t size)
{
    pthread_t threads[64];

    assert_true(count <= 64);
    crowd_work = work;
    pthread_barrier_init(&crowd_gate, NULL, (unsigned)count);
    for (size_t i = 0; i < count; i++)
        pthread_create(&threads[i], NULL, crowd_member,
                       (char *)args + i * size);
    for (size_t i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
    pthread_barrier_destroy(&crowd_gate);
}

#endif
