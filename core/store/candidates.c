#include "store/tests.h"

#include <string.h>

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
        ARGS(integer(day), integer(unit), integer(after), integer(limit)),
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
    struct rows rows;

    TRY(db_run(tx, arena, SQL_CANDIDATE_ADD,
               ARGS(integer(id), integer(sitting), integer(who->person),
                    text(number), integer(who->unit), text(who->job_title),
                    text(who->rank_code), integer_or_null(who->position),
                    integer_or_null(who->duty_group)),
               &rows));
    return rows.count ? OK : CONFLICT;
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
        .room = cell(rows, 0, 9)->integer,
        .seat = cell(rows, 0, 10)->text,
        .admitted_at = cell(rows, 0, 11)->integer,
        .shown = cell(rows, 0, 12)->text,
        .larger_text = cell(rows, 0, 13)->integer,
        .waived_at = cell(rows, 0, 14)->integer,
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
    *number = rows.count ? cell(&rows, 0, 0)->text : NULL;
    return OK;
}

enum status candidate_confirm(struct db *tx, struct arena *arena, int64_t id,
                              bool larger_text, int64_t now)
{
    return db_run(tx, arena, SQL_CANDIDATE_CONFIRM,
                  ARGS(integer(now), integer(larger_text), integer(id)), NULL);
}

enum status candidate_mark(struct db *tx, struct arena *arena, int64_t id,
                           const char *state, const char *reason)
{
    struct rows rows;

    TRY(db_run(tx, arena, SQL_CANDIDATE_MARK,
               ARGS(text(state), text(reason), integer(id)), &rows));
    return rows.count ? OK : MISSING;
}

enum status candidate_grant_list(struct db *db, struct arena *arena,
                                 int64_t sitting, int64_t day,
                                 const struct candidate_grant **out,
                                 size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_CANDIDATE_GRANT_LIST,
               ARGS(integer(sitting), integer(day)), &rows));
    struct candidate_grant *list =
        arena_many(arena, struct candidate_grant, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct candidate_grant){cell(&rows, i, 0)->integer,
                                           cell(&rows, i, 1)->text,
                                           cell(&rows, i, 2)->text};
    *out = list;
    *count = rows.count;
    return OK;
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
            .cancelled_at = cell(&rows, i, 14)->integer,
            .cancel_reason = cell(&rows, i, 15)->text,
            .over_at = cell(&rows, i, 16)->integer,
            .paused_at = cell(&rows, i, 17)->integer,
            .room = cell(&rows, i, 18)->integer,
            .seat = cell(&rows, i, 19)->text,
            .sealed_at = cell(&rows, i, 20)->integer,
            .released_at = cell(&rows, i, 21)->integer,
            .counting = cell(&rows, i, 22)->integer,
        };
    *out = list;
    *count = rows.count;
    return OK;
}

/* ---- for the organiser ---------------------------------------------------*/

enum status candidate_list(struct db *db, struct arena *arena,
                           const struct candidate_filter *f, int64_t after,
                           int64_t limit, const struct candidate_line **out,
                           size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_CANDIDATE_LIST,
               ARGS(integer(f->viewer), text(f->roles), integer(f->day),
                    integer(f->unit), integer(f->sitting), integer(after),
                    integer(f->whole), text(f->folded), text(f->typed),
                    text(f->standing), integer(limit)),
               &rows));
    struct candidate_line *list =
        arena_many(arena, struct candidate_line, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct candidate_line){
            .id = cell(&rows, i, 0)->integer,
            .number = cell(&rows, i, 1)->text,
            .person = cell(&rows, i, 2)->integer,
            .full_name = cell(&rows, i, 3)->text,
            .staff_number = cell(&rows, i, 4)->text,
            .birth_date = cell(&rows, i, 5)->integer,
            .unit = cell(&rows, i, 6)->integer,
            .unit_name = cell(&rows, i, 7)->text,
            .reason = cell(&rows, i, 8)->text,
            .standing = cell(&rows, i, 9)->text,
        };
    *out = list;
    *count = rows.count;
    return OK;
}

static void add_up(struct candidate_tally *tally, const struct rows *rows)
{
    const struct {
        const char *state;
        int64_t *count;
    } places[] = {
        {"excused", &tally->excused},   {"absent", &tally->absent},
        {"exempt", &tally->exempt},     {"suspended", &tally->suspended},
        {"incident", &tally->incident}, {"open", &tally->open},
        {"sealed", &tally->sealed},     {"graded", &tally->graded}};

    for (size_t i = 0; i < rows->count; i++)
        for (size_t k = 0; k < sizeof places / sizeof *places; k++)
            if (!strcmp(places[k].state, cell(rows, i, 0)->text))
                *places[k].count += cell(rows, i, 1)->integer;
}

enum status candidate_count(struct db *db, struct arena *arena,
                            const struct candidate_filter *f,
                            struct candidate_tally *out)
{
    struct rows people, papers;

    *out = (struct candidate_tally){0};
    TRY(db_run(db, arena, SQL_CANDIDATE_COUNT,
               ARGS(integer(f->viewer), text(f->roles), integer(f->day),
                    integer(f->sitting), integer(f->whole)),
               &people));
    if (f->whole)
        TRY(db_run(db, arena, SQL_ATTEMPT_STATE_COUNT,
                   ARGS(integer(f->sitting)), &papers));
    else
        TRY(db_run(db, arena, SQL_ATTEMPT_SCOPE_COUNT,
                   ARGS(integer(f->viewer), text(f->roles), integer(f->day),
                        integer(f->sitting)),
                   &papers));
    for (size_t i = 0; i < people.count; i++)
        out->called += cell(&people, i, 1)->integer;
    add_up(out, &people);
    add_up(out, &papers);
    return OK;
}
