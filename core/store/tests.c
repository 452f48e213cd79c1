#include "store/tests.h"

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
    return rows.count ? OK : CONFLICT;
}

/* ---- sittings
 * -------------------------------------------------------------------*/

static struct sitting read_sitting(const struct rows *rows, size_t i)
{
    return (struct sitting){
        .id = cell(rows, i, 0)->integer,
        .code = cell(rows, i, 1)->text,
        .test = cell(rows, i, 2)->integer,
        .title = cell(rows, i, 3)->text,
        .basis = cell(rows, i, 4)->text,
        .rules = cell(rows, i, 5)->text,
        .opens_at = cell(rows, i, 6)->integer,
        .closes_at = cell(rows, i, 7)->integer,
        .created_at = cell(rows, i, 8)->integer,
    };
}

static enum status one_sitting(const struct rows *rows, struct arena *arena,
                               const struct sitting **out)
{
    if (!rows->count)
        return MISSING;
    struct sitting *sitting = arena_make(arena, struct sitting);
    *sitting = read_sitting(rows, 0);
    *out = sitting;
    return OK;
}

enum status sitting_find(struct db *db, struct arena *arena, int64_t id,
                         const struct sitting **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_SITTING_FIND, ARGS(integer(id)), &rows));
    return one_sitting(&rows, arena, out);
}

enum status sitting_find_by_code(struct db *db, struct arena *arena,
                                 const char *code, const struct sitting **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_SITTING_CODE_FIND, ARGS(text(code)), &rows));
    return one_sitting(&rows, arena, out);
}

enum status sitting_list(struct db *db, struct arena *arena,
                         const struct sitting **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_SITTING_LIST, NO_ARGS, &rows));
    struct sitting *list = arena_many(arena, struct sitting, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = read_sitting(&rows, i);
    *out = list;
    *count = rows.count;
    return OK;
}

enum status sitting_add(struct db *tx, struct arena *arena,
                        const struct sitting *sitting, int64_t by)
{
    return db_run(tx, arena, SQL_SITTING_ADD,
                  ARGS(integer(sitting->id), text(sitting->code),
                       integer(sitting->test), text(sitting->title),
                       text(sitting->basis), text(sitting->rules),
                       integer(sitting->opens_at), integer(sitting->closes_at),
                       integer(sitting->created_at), integer_or_null(by)),
                  NULL);
}

enum status sitting_ready(struct db *tx, struct arena *arena, int64_t id)
{
    return db_run(tx, arena, SQL_SITTING_READY, ARGS(integer(id)), NULL);
}

/* ---- candidates
 * -------------------------------------------------------------------*/

static struct callable read_callable(const struct rows *rows, size_t i)
{
    return (struct callable){
        .person = cell(rows, i, 0)->integer,
        .unit = cell(rows, i, 1)->integer,
        .job_title = cell(rows, i, 2)->text,
        .rank_code = cell(rows, i, 3)->text,
        .position = cell(rows, i, 4)->integer,
        .duty_group = cell(rows, i, 5)->integer,
        .sort_key = cell(rows, i, 6)->text,
    };
}

enum status callable_list(struct db *db, struct arena *arena, int64_t unit,
                          int64_t day, int64_t after, int64_t limit,
                          const struct callable **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(
        db, arena, SQL_CANDIDATE_CALL_LIST,
        ARGS(integer(unit), integer(day), integer(after), integer(limit)),
        &rows));
    struct callable *list = arena_many(arena, struct callable, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = read_callable(&rows, i);
    *out = list;
    *count = rows.count;
    return OK;
}

enum status callable_find(struct db *db, struct arena *arena, int64_t person,
                          int64_t day, struct callable *out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_CANDIDATE_PERSON_FIND,
               ARGS(integer(day), integer(person)), &rows));
    if (!rows.count)
        return MISSING;
    *out = read_callable(&rows, 0);
    return OK;
}

enum status candidate_add(struct db *tx, struct arena *arena, int64_t id,
                          int64_t sitting, const char *number,
                          const struct callable *who)
{
    return db_run(tx, arena, SQL_CANDIDATE_ADD,
                  ARGS(integer(id), integer(sitting), integer(who->person),
                       text(number), integer(who->unit), text(who->job_title),
                       text(who->rank_code), integer_or_null(who->position),
                       integer_or_null(who->duty_group)),
                  NULL);
}

static enum status one_candidate(const struct rows *rows, struct arena *arena,
                                 const struct candidate **out)
{
    if (!rows->count)
        return MISSING;
    struct candidate *c = arena_make(arena, struct candidate);
    *c = (struct candidate){
        .id = cell(rows, 0, 0)->integer,
        .sitting = cell(rows, 0, 1)->integer,
        .person = cell(rows, 0, 2)->integer,
        .number = cell(rows, 0, 3)->text,
        .unit = cell(rows, 0, 4)->integer,
        .state = cell(rows, 0, 5)->text,
        .reason = cell(rows, 0, 6)->text,
        .confirmed_at = cell(rows, 0, 7)->integer,
        .full_name = cell(rows, 0, 8)->text,
    };
    *out = c;
    return OK;
}

enum status candidate_find(struct db *db, struct arena *arena, int64_t id,
                           const struct candidate **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_CANDIDATE_FIND, ARGS(integer(id)), &rows));
    return one_candidate(&rows, arena, out);
}

enum status candidate_find_by_person(struct db *db, struct arena *arena,
                                     int64_t sitting, int64_t person,
                                     const struct candidate **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_CANDIDATE_OF_PERSON_FIND,
               ARGS(integer(sitting), integer(person)), &rows));
    return one_candidate(&rows, arena, out);
}

enum status candidate_find_last_number(struct db *db, struct arena *arena,
                                       int64_t sitting, const char **number)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_CANDIDATE_LAST_NUMBER_FIND,
               ARGS(integer(sitting)), &rows));
    *number = cell(&rows, 0, 0)->text;
    return OK;
}

enum status candidate_confirm(struct db *tx, struct arena *arena, int64_t id,
                              int64_t now)
{
    return db_run(tx, arena, SQL_CANDIDATE_CONFIRM,
                  ARGS(integer(now), integer(id)), NULL);
}

enum status candidate_mark(struct db *tx, struct arena *arena, int64_t id,
                           const char *state, const char *reason)
{
    struct rows rows;

    TRY(db_run(tx, arena, SQL_CANDIDATE_MARK,
               ARGS(text(state), text(reason), integer(id)), &rows));
    return rows.count ? OK : MISSING;
}

enum status sitting_person_list(struct db *db, struct arena *arena,
                                int64_t person, const struct called **out,
                                size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_SITTING_OF_PERSON_LIST, ARGS(integer(person)),
               &rows));
    struct called *list = arena_many(arena, struct called, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct called){
            .candidate = cell(&rows, i, 0)->integer,
            .sitting = cell(&rows, i, 1)->integer,
            .title = cell(&rows, i, 2)->text,
            .opens_at = cell(&rows, i, 3)->integer,
            .closes_at = cell(&rows, i, 4)->integer,
            .state = cell(&rows, i, 5)->text,
            .reason = cell(&rows, i, 6)->text,
            .attempt = cell(&rows, i, 7)->integer,
            .attempt_state = cell(&rows, i, 8)->text,
            .ends_at = cell(&rows, i, 9)->integer,
            .attempt_number = cell(&rows, i, 10)->integer,
            .test = cell(&rows, i, 11)->integer,
            .definition = cell(&rows, i, 12)->text,
            .code = cell(&rows, i, 13)->text,
        };
    *out = list;
    *count = rows.count;
    return OK;
}
