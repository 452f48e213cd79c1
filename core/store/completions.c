#include "store/completions.h"

#include "base/random.h"

static double number_of(const struct value *v)
{
    return v->kind == INTEGER ? (double)v->integer : v->real;
}

static struct completion read_completion(const struct rows *rows, size_t i)
{
    return (struct completion){
        .id = cell(rows, i, 0)->integer,
        .person = cell(rows, i, 1)->integer,
        .course_code = cell(rows, i, 2)->text,
        .course = cell(rows, i, 3)->integer,
        .began_at = cell(rows, i, 4)->integer,
        .completed_at = cell(rows, i, 5)->integer,
        .settled_at = cell(rows, i, 6)->integer,
        .year = cell(rows, i, 7)->integer,
        .hours = number_of(cell(rows, i, 8)),
        .duty = {.person = cell(rows, i, 1)->integer,
                 .unit = cell(rows, i, 9)->integer,
                 .job_title = cell(rows, i, 10)->text,
                 .rank_code = cell(rows, i, 11)->text,
                 .position = cell(rows, i, 12)->integer,
                 .duty_group = cell(rows, i, 13)->integer},
        .evidence = cell(rows, i, 14)->text,
    };
}

enum status completion_find(struct db *db, struct arena *arena, int64_t person,
                            const char *course_code, struct completion *out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_COMPLETION_FIND,
               ARGS(integer(person), text(course_code)), &rows));
    if (!rows.count)
        return MISSING;
    *out = read_completion(&rows, 0);
    return OK;
}

enum status completion_list(struct db *db, struct arena *arena, int64_t person,
                            const struct completion **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_COMPLETION_LIST, ARGS(integer(person)), &rows));
    struct completion *list = arena_many(arena, struct completion, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = read_completion(&rows, i);
    *out = list;
    *count = rows.count;
    return OK;
}

enum status completion_add(struct db *tx, struct arena *arena,
                           const struct completion *c)
{
    return db_run(
        tx, arena, SQL_COMPLETION_ADD,
        ARGS(integer(c->id), integer(c->person), text(c->course_code),
             integer(c->course), integer(c->began_at), integer(c->completed_at),
             integer(c->settled_at), integer(c->year), real(c->hours),
             integer_or_null(c->duty.unit), text(c->duty.job_title),
             text(c->duty.rank_code), integer_or_null(c->duty.position),
             integer_or_null(c->duty.duty_group), text(c->evidence)),
        NULL);
}

/* ---- tests that complete courses -----------------------------------------*/

enum status course_test_add(struct db *tx, struct arena *arena, int64_t course,
                            const char *test)
{
    return db_run(tx, arena, SQL_COURSE_TEST_ADD,
                  ARGS(integer(id_new()), integer(course), text(test)), NULL);
}

enum status course_needing_list(struct db *db, struct arena *arena,
                                int64_t sitting, const char *const **out,
                                size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_COURSE_NEEDING_LIST, ARGS(integer(sitting)),
               &rows));
    const char **list = arena_many(arena, const char *, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = cell(&rows, i, 0)->text;
    *out = list;
    *count = rows.count;
    return OK;
}

enum status test_outcome_list(struct db *db, struct arena *arena,
                              int64_t person, const char *test_code,
                              const struct test_outcome **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_TEST_OUTCOME_LIST,
               ARGS(integer(person), text(test_code)), &rows));
    struct test_outcome *list =
        arena_many(arena, struct test_outcome, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct test_outcome){
            .definition = cell(&rows, i, 0)->text,
            .closes_at = cell(&rows, i, 1)->integer,
            .percent = number_of(cell(&rows, i, 2)),
            .passed = cell(&rows, i, 3)->integer,
            .graded_at = cell(&rows, i, 4)->integer,
            .attempt = cell(&rows, i, 5)->integer,
            .released_at = cell(&rows, i, 6)->integer,
        };
    *out = list;
    *count = rows.count;
    return OK;
}

enum status test_title_find(struct db *db, struct arena *arena,
                            const char *test_code, const char **title)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_TEST_TITLE_FIND, ARGS(text(test_code)), &rows));
    if (!rows.count)
        return MISSING;
    *title = cell(&rows, 0, 0)->text;
    return OK;
}

enum status sitting_unsettled_list(struct db *db, struct arena *arena,
                                   int64_t closed_by, const int64_t **out,
                                   size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_SITTING_UNSETTLED_LIST, ARGS(integer(closed_by)),
               &rows));
    int64_t *list = arena_many(arena, int64_t, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = cell(&rows, i, 0)->integer;
    *out = list;
    *count = rows.count;
    return OK;
}

enum status sitting_settle(struct db *tx, struct arena *arena, int64_t sitting,
                           int64_t now)
{
    return db_run(tx, arena, SQL_SITTING_SETTLE,
                  ARGS(integer(now), integer(sitting)), NULL);
}

enum status sitting_scored_list(struct db *db, struct arena *arena,
                                int64_t sitting, int64_t after, int64_t limit,
                                const struct scored **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_SITTING_SCORED_LIST,
               ARGS(integer(sitting), integer(after), integer(limit)), &rows));
    struct scored *list = arena_many(arena, struct scored, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct scored){cell(&rows, i, 0)->integer,
                                  cell(&rows, i, 1)->integer};
    *out = list;
    *count = rows.count;
    return OK;
}
