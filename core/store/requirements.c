#include "store/requirements.h"

#include "base/clock.h"
#include "base/random.h"

static struct requirement read_requirement(const struct rows *rows, size_t i)
{
    return (struct requirement){
        .id = cell(rows, i, 0)->integer,
        .course_code = cell(rows, i, 1)->text,
        .kinds = cell(rows, i, 2)->text,
        .basis = cell(rows, i, 3)->text,
        .due_on = cell(rows, i, 4)->integer,
        .since = cell(rows, i, 5)->integer,
        .created_at = cell(rows, i, 6)->integer,
        .created_by = cell(rows, i, 7)->integer,
        .ended_at = cell(rows, i, 8)->integer,
        .end_reason = cell(rows, i, 9)->text,
    };
}

static enum status one_requirement(const struct rows *rows, struct arena *arena,
                                   const struct requirement **out)
{
    if (!rows->count)
        return MISSING;
    struct requirement *one = arena_make(arena, struct requirement);
    *one = read_requirement(rows, 0);
    *out = one;
    return OK;
}

static void all_requirements(const struct rows *rows, struct arena *arena,
                             const struct requirement **out, size_t *count)
{
    struct requirement *list =
        arena_many(arena, struct requirement, rows->count);

    for (size_t i = 0; i < rows->count; i++)
        list[i] = read_requirement(rows, i);
    *out = list;
    *count = rows->count;
}

enum status requirement_add(struct db *tx, struct arena *arena,
                            const struct requirement *r,
                            const struct required_whom *whom)
{
    TRY(db_run(tx, arena, SQL_REQUIREMENT_ADD,
               ARGS(integer(r->id), text(r->course_code), text(r->kinds),
                    text(r->basis), integer(r->due_on),
                    integer_or_null(r->since), text(r->digest),
                    integer(r->created_at), integer(r->created_by)),
               NULL));
    for (size_t i = 0; i < whom->unit_count; i++)
        TRY(requirement_unit_add(tx, arena, r->id, whom->units[i]));
    for (size_t i = 0; i < whom->people_count; i++)
        TRY(db_run(
            tx, arena, SQL_REQUIREMENT_NAMED_ADD,
            ARGS(integer(id_new()), integer(r->id), integer(whom->people[i])),
            NULL));
    return OK;
}

enum status requirement_unit_add(struct db *tx, struct arena *arena,
                                 int64_t requirement, int64_t unit)
{
    return db_run(tx, arena, SQL_REQUIREMENT_UNIT_ADD,
                  ARGS(integer(id_new()), integer(requirement), integer(unit)),
                  NULL);
}

enum status requirement_end(struct db *tx, struct arena *arena, int64_t id,
                            const char *reason, int64_t now)
{
    struct rows rows;

    TRY(db_run(tx, arena, SQL_REQUIREMENT_END,
               ARGS(integer(now), text(reason), integer(id)), &rows));
    return rows.count ? OK : CONFLICT;
}

enum status requirement_find(struct db *db, struct arena *arena, int64_t id,
                             const struct requirement **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_REQUIREMENT_FIND, ARGS(integer(id)), &rows));
    return one_requirement(&rows, arena, out);
}

enum status requirement_find_same(struct db *db, struct arena *arena,
                                  const char *digest,
                                  const struct requirement **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_REQUIREMENT_DIGEST_FIND, ARGS(text(digest)),
               &rows));
    return one_requirement(&rows, arena, out);
}

enum status requirement_unit_list(struct db *db, struct arena *arena,
                                  int64_t requirement,
                                  const struct required_unit **out,
                                  size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_REQUIREMENT_UNIT_LIST, ARGS(integer(requirement)),
               &rows));
    struct required_unit *list =
        arena_many(arena, struct required_unit, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct required_unit){cell(&rows, i, 0)->integer,
                                         cell(&rows, i, 1)->text};
    *out = list;
    *count = rows.count;
    return OK;
}

enum status requirement_scope_list(struct db *db, struct arena *arena,
                                   const struct requirement_filter *f,
                                   int64_t limit, int64_t from,
                                   const struct requirement **out,
                                   size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_REQUIREMENT_SCOPE_LIST,
               ARGS(integer(f->viewer), text(f->roles), integer(f->day),
                    integer(f->requirement), integer(f->whole), integer(limit),
                    integer(from)),
               &rows));
    all_requirements(&rows, arena, out, count);
    return OK;
}

enum status requirement_person_list(struct db *db, struct arena *arena,
                                    int64_t person, int64_t day,
                                    const struct requirement **out,
                                    size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_REQUIREMENT_PERSON_LIST,
               ARGS(integer(person), integer(day)), &rows));
    all_requirements(&rows, arena, out, count);
    return OK;
}

static struct value since_of(const struct requirement *r)
{
    return integer(r->since ? clock_day_start(r->since) : INT64_MIN);
}

enum status requirement_progress_list(struct db *db, struct arena *arena,
                                      const struct requirement *r, int64_t unit,
                                      int64_t day,
                                      const struct requirement_progress **out,
                                      size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_REQUIREMENT_PROGRESS_LIST,
               ARGS(integer(r->id), integer_or_null(unit), integer(day),
                    text(r->course_code), since_of(r), text(r->kinds)),
               &rows));
    struct requirement_progress *list =
        arena_many(arena, struct requirement_progress, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct requirement_progress){
            .unit = cell(&rows, i, 0)->integer,
            .name = cell(&rows, i, 1)->text,
            .people = cell(&rows, i, 2)->integer,
            .done = cell(&rows, i, 3)->integer,
            .begun = cell(&rows, i, 4)->integer,
            .whole = !cell(&rows, i, 5)->integer,
        };
    *out = list;
    *count = rows.count;
    return OK;
}

static struct lacking lacking_at(const struct rows *rows, size_t i)
{
    return (struct lacking){
        cell(rows, i, 0)->integer, cell(rows, i, 1)->text,
        cell(rows, i, 2)->text,    cell(rows, i, 3)->text,
        cell(rows, i, 4)->integer, cell(rows, i, 5)->integer};
}

enum status requirement_named_list(struct db *db, struct arena *arena,
                                   const struct requirement *r, int64_t day,
                                   const struct named **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_REQUIREMENT_NAMED_LIST,
               ARGS(integer(r->id), integer(day), text(r->kinds),
                    text(r->course_code), since_of(r)),
               &rows));
    struct named *list = arena_many(arena, struct named, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] =
            (struct named){lacking_at(&rows, i), cell(&rows, i, 6)->integer,
                           cell(&rows, i, 7)->integer};
    *out = list;
    *count = rows.count;
    return OK;
}

enum status requirement_named_count(struct db *db, struct arena *arena,
                                    int64_t requirement, int64_t *out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_REQUIREMENT_NAMED_COUNT,
               ARGS(integer(requirement)), &rows));
    *out = cell(&rows, 0, 0)->integer;
    return OK;
}

enum status requirement_lacking_list(struct db *db, struct arena *arena,
                                     const struct requirement *r, int64_t unit,
                                     int64_t day, int64_t limit,
                                     const struct lacking **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_REQUIREMENT_LACKING_LIST,
               ARGS(integer(unit), integer(day), text(r->kinds),
                    text(r->course_code), since_of(r), integer(limit)),
               &rows));
    struct lacking *list = arena_many(arena, struct lacking, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = lacking_at(&rows, i);
    *out = list;
    *count = rows.count;
    return OK;
}
