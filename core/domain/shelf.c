#include "domain/shelf.h"

#include "base/log.h"
#include "json/json.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

enum { BUCKETS = 4096 };

struct entry {
    struct entry *next;
    struct arena *arena;
    struct shelf_item item;
};

struct test_entry {
    struct test_entry *next;
    struct arena *arena;
    struct shelf_test test;
};

struct shelf {
    pthread_mutex_t lock;
    struct entry *buckets[BUCKETS];
    struct test_entry *tests; /* few */
};

struct shelf *shelf_open(void)
{
    struct shelf *shelf = calloc(1, sizeof *shelf);

    if (!shelf)
        abort();
    pthread_mutex_init(&shelf->lock, NULL);
    return shelf;
}

void shelf_close(struct shelf *shelf)
{
    if (!shelf)
        return;
    for (size_t i = 0; i < BUCKETS; i++)
        for (struct entry *e = shelf->buckets[i], *next; e; e = next) {
            next = e->next;
            arena_free(e->arena);
        }
    for (struct test_entry *t = shelf->tests, *next; t; t = next) {
        next = t->next;
        arena_free(t->arena);
    }
    pthread_mutex_destroy(&shelf->lock);
    free(shelf);
}

enum status package_of_row(struct arena *arena, const struct package_row *row,
                           struct package *out)
{
    struct tree files;
    const char *why = NULL;

    TRY(json_read(arena, row->files, strlen(row->files), &files));
    struct package_file *list =
        arena_many(arena, struct package_file, files.count);
    for (size_t i = 0; i < files.count; i++) {
        const struct tree *file = &files.items[i];
        bool lua = file->kind == TREE_TEXT;
        list[i] = (struct package_file){
            .path = files.names[i],
            .bytes = lua ? file->text : NULL,
            .length = lua ? strlen(file->text)
                          : (size_t)tree_integer(file, "size", 0),
            .digest = lua ? NULL : tree_text(file, "digest")};
        if (!lua && !list[i].digest)
            return INVALID;
    }
    enum status status = package_make(arena, list, files.count, out, &why);
    if (status == OK && strcmp(out->hash, row->digest))
        why = "its files do not have its digest", status = FAILED;
    if (status != OK)
        log_say(LOG_ERROR, "domain", "a stored package is broken", "package",
                row->digest, "why", why, NULL);
    return status;
}

/* ---- media
 * -------------------------------------------------------------------*/

enum status item_media(struct arena *arena, const struct item_row *item,
                       const struct package_row *package, struct tree *out)
{
    const char *sources[] = {package->files, item->files};
    struct tree_maker all = tree_map(arena);

    for (size_t k = 0; k < 2; k++) {
        struct tree files;
        TRY(json_read(arena, sources[k], strlen(sources[k]), &files));
        for (size_t i = 0; i < files.count; i++)
            if (files.items[i].kind == TREE_MAP)
                tree_put(&all, files.names[i], files.items[i]);
    }
    *out = tree_done(&all);
    return OK;
}

/* ---- reading one
 * -------------------------------------------------------------*/

static enum status read_tree(struct arena *arena, const char *json,
                             struct tree *out)
{
    return json_read(arena, json, strlen(json), out);
}

static enum status read_inputs(struct house *house, struct arena *arena,
                               const struct item *item,
                               struct shelf_variant *variant)
{
    struct tree told;
    enum status status =
        question_inputs(house->questions, arena, item, &variant->params, &told);

    if (status != OK) {
        log_say(LOG_WARN, "domain", "an item's inputs are not to be had",
                "item", item->hash, "why", tree_text(&told, "message"), NULL);
        return status == FAILED ? FAILED : BUSY;
    }
    const struct tree *inputs = tree_get(&told, "inputs");
    const struct tree *parts = tree_get(&told, "parts");
    if (!inputs || !parts)
        return FAILED;
    variant->inputs = *inputs;
    variant->parts = *parts;
    return OK;
}

static enum status read_variants(struct house *house, struct arena *arena,
                                 struct shelf_item *item)
{
    const struct variant_row *rows;

    TRY(item_variant_list(house->db, arena, item->row.id, &rows,
                          &item->variant_count));
    struct shelf_variant *list =
        arena_many(arena, struct shelf_variant, item->variant_count);
    for (size_t i = 0; i < item->variant_count; i++) {
        list[i].number = rows[i].number;
        TRY(read_tree(arena, rows[i].params, &list[i].params));
        TRY(read_tree(arena, rows[i].truth, &list[i].truth));
        TRY(read_inputs(house, arena, &item->item, &list[i]));
    }
    item->variants = list;
    return OK;
}

static enum status read_item(struct house *house, struct arena *arena,
                             int64_t id, struct shelf_item *out)
{
    const struct item_row *row;
    const struct package_row *package_row;
    struct package *package = arena_make(arena, struct package);
    struct tree *body = arena_make(arena, struct tree);

    TRY(item_find(house->db, arena, id, &row));
    out->row = *row;
    TRY(package_find(house->db, arena, row->package, &package_row));
    TRY(package_of_row(arena, package_row, package));
    TRY(read_tree(arena, row->body, body));
    TRY(item_media(arena, row, package_row, &out->files));
    out->item = (struct item){package, body, row->digest, .files = NULL};
    return read_variants(house, arena, out);
}

/* ---- the shelf
 * ----------------------------------------------------------------*/

static struct entry *find(struct shelf *shelf, int64_t id)
{
    struct entry *e = shelf->buckets[(uint64_t)id % BUCKETS];

    while (e && e->item.row.id != id)
        e = e->next;
    return e;
}

/* Two that read the same item at once: the later one's copy is dropped. */
static struct entry *keep(struct shelf *shelf, struct entry *made)
{
    struct entry **bucket =
        &shelf->buckets[(uint64_t)made->item.row.id % BUCKETS];

    pthread_mutex_lock(&shelf->lock);
    struct entry *there = find(shelf, made->item.row.id);
    if (!there) {
        made->next = *bucket;
        *bucket = made;
    }
    pthread_mutex_unlock(&shelf->lock);
    if (there)
        arena_free(made->arena);
    return there ? there : made;
}

enum status shelf_item(struct house *house, int64_t id,
                       const struct shelf_item **out)
{
    pthread_mutex_lock(&house->shelf->lock);
    struct entry *e = find(house->shelf, id);
    pthread_mutex_unlock(&house->shelf->lock);
    if (!e) {
        struct arena *arena = arena_new();
        e = arena_make(arena, struct entry);
        e->arena = arena;
        enum status status = read_item(house, arena, id, &e->item);
        if (status != OK) {
            arena_free(arena);
            return status;
        }
        e = keep(house->shelf, e);
    }
    *out = &e->item;
    return OK;
}

/* ---- tests
 * --------------------------------------------------------------------*/

static struct test_entry *find_test(struct shelf *shelf, int64_t id)
{
    struct test_entry *t = shelf->tests;

    while (t && t->test.test.id != id)
        t = t->next;
    return t;
}

static struct test_entry *keep_test(struct shelf *shelf,
                                    struct test_entry *made)
{
    pthread_mutex_lock(&shelf->lock);
    struct test_entry *there = find_test(shelf, made->test.test.id);
    if (!there) {
        made->next = shelf->tests;
        shelf->tests = made;
    }
    pthread_mutex_unlock(&shelf->lock);
    if (there)
        arena_free(made->arena);
    return there ? there : made;
}

static enum status read_test(struct house *house, struct arena *arena,
                             int64_t id, struct shelf_test *out)
{
    const struct test *test;

    TRY(test_find(house->db, arena, id, &test));
    if (!test->published_at || !test->pins)
        return MISSING;
    out->test = *test;
    TRY(test_read(arena, test->definition, &out->plan));
    return read_tree(arena, test->pins, &out->pins);
}

enum status shelf_test(struct house *house, int64_t id,
                       const struct shelf_test **out)
{
    pthread_mutex_lock(&house->shelf->lock);
    struct test_entry *t = find_test(house->shelf, id);
    pthread_mutex_unlock(&house->shelf->lock);
    if (!t) {
        struct arena *arena = arena_new();
        t = arena_make(arena, struct test_entry);
        t->arena = arena;
        enum status status = read_test(house, arena, id, &t->test);
        if (status != OK) {
            arena_free(arena);
            return status;
        }
        t = keep_test(house->shelf, t);
    }
    *out = &t->test;
    return OK;
}

const struct shelf_variant *shelf_variant(const struct shelf_item *item,
                                          int64_t number)
{
    for (size_t i = 0; i < item->variant_count; i++)
        if (item->variants[i].number == number)
            return &item->variants[i];
    return NULL;
}
