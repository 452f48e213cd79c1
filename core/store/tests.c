#include "store/tests.h"

#include "store/chain.h"

/* ---- tests
 * --------------------------------------------------------------------*/

static struct test read_test(const struct rows *rows, size_t i)
{
    return (struct test){
        .id = cell(rows, i, 0)->integer,
        .code = cell(rows, i, 1)->text,
        .version = cell(rows, i, 2)->text,
        .digest = cell(rows, i, 3)->text,
        .course_code = cell(rows, i, 4)->text,
        .title = cell(rows, i, 5)->text,
        .definition = cell(rows, i, 6)->text,
        .pins = cell(rows, i, 7)->text,
        .imported_at = cell(rows, i, 8)->integer,
        .published_at = cell(rows, i, 9)->integer,
        .published_by = cell(rows, i, 10)->integer,
    };
}

static enum status one_test(const struct rows *rows, struct arena *arena,
                            const struct test **out)
{
    if (!rows->count)
        return MISSING;
    struct test *test = arena_make(arena, struct test);
    *test = read_test(rows, 0);
    *out = test;
    return OK;
}

enum status test_find(struct db *db, struct arena *arena, int64_t id,
                      const struct test **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_TEST_FIND, ARGS(integer(id)), &rows));
    return one_test(&rows, arena, out);
}

enum status test_find_by_digest(struct db *db, struct arena *arena,
                                const char *code, const char *digest,
                                const struct test **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_TEST_DIGEST_FIND, ARGS(text(code), text(digest)),
               &rows));
    return one_test(&rows, arena, out);
}

enum status test_list(struct db *db, struct arena *arena,
                      const struct test **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_TEST_LIST, NO_ARGS, &rows));
    struct test *list = arena_many(arena, struct test, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = read_test(&rows, i);
    *out = list;
    *count = rows.count;
    return OK;
}

enum status test_add(struct db *tx, struct arena *arena,
                     const struct test *test)
{
    return db_run(tx, arena, SQL_TEST_ADD,
                  ARGS(integer(test->id), text(test->code), text(test->version),
                       text(test->digest), text(test->course_code),
                       text(test->title), text(test->definition),
                       text(test->counts ? test->counts : "last"),
                       integer(test->imported_at)),
                  NULL);
}

enum status test_publish(struct db *tx, struct arena *arena, int64_t id,
                         const char *pins, int64_t now, int64_t by)
{
    struct rows rows;

    TRY(db_run(tx, arena, SQL_TEST_PUBLISH,
               ARGS(text(pins), integer(now), integer_or_null(by), integer(id)),
               &rows));
    return rows.count ? unsealed_add(tx, arena, "test", id, now) : CONFLICT;
}
