#include "store/scores.h"

#include <string.h>

/* All sittings, or one: a range, so that the index over sittings serves both.
 */
static int64_t lowest(const struct score_filter *f)
{
    return f->sitting ? f->sitting : 0;
}

static int64_t highest(const struct score_filter *f)
{
    return f->sitting ? f->sitting : INT64_MAX;
}

static double real_of(const struct value *v, double otherwise)
{
    return v->kind == REAL      ? v->real
           : v->kind == INTEGER ? (double)v->integer
                                : otherwise;
}

static const struct score *read_scores(struct arena *arena,
                                       const struct rows *rows)
{
    struct score *list = arena_many(arena, struct score, rows->count);

    for (size_t i = 0; i < rows->count; i++)
        list[i] = (struct score){
            .candidate = cell(rows, i, 0)->integer,
            .sitting = cell(rows, i, 1)->integer,
            .sitting_code = cell(rows, i, 2)->text,
            .sitting_title = cell(rows, i, 3)->text,
            .opens_at = cell(rows, i, 4)->integer,
            .closes_at = cell(rows, i, 5)->integer,
            .person = cell(rows, i, 6)->integer,
            .staff_number = cell(rows, i, 7)->text,
            .national_id = cell(rows, i, 8)->text,
            .full_name = cell(rows, i, 9)->text,
            .birth_date = cell(rows, i, 10)->integer,
            .number = cell(rows, i, 11)->text,
            .unit = cell(rows, i, 12)->integer,
            .unit_name = cell(rows, i, 13)->text,
            .job_title = cell(rows, i, 14)->text,
            .standing = cell(rows, i, 15)->text,
            .reason = cell(rows, i, 16)->text,
            .attempt = cell(rows, i, 17)->integer,
            .attempt_number = cell(rows, i, 18)->integer,
            .started_at = cell(rows, i, 19)->integer,
            .sealed_at = cell(rows, i, 20)->integer,
            .points = real_of(cell(rows, i, 21), 0),
            .max_points = real_of(cell(rows, i, 22), 0),
            .percent = real_of(cell(rows, i, 23), -1),
            .pass_percent = real_of(cell(rows, i, 24), 0),
            .missed = cell(rows, i, 26)->text,
        };
    return list;
}

enum status score_list(struct db *db, struct arena *arena,
                       const struct score_filter *f, int64_t limit,
                       int64_t offset, const struct score **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_SCORE_LIST,
               ARGS(integer(f->viewer), text(f->roles ? f->roles : ""),
                    integer(f->day), integer_or_null(f->unit),
                    integer(f->whole), integer(lowest(f)), integer(highest(f)),
                    text(f->find), text(f->standing),
                    text(f->order ? f->order : "name"), integer(limit),
                    integer(offset)),
               &rows));
    *out = read_scores(arena, &rows);
    *count = rows.count;
    return OK;
}

enum status score_count(struct db *db, struct arena *arena,
                        const struct score_filter *f, struct score_tally *out)
{
    struct score_tally tally = {0};
    const struct {
        const char *standing;
        int64_t *count;
    } places[] = {
        {"no_attempt", &tally.no_attempt}, {"doing", &tally.doing},
        {"handed_in", &tally.handed_in},   {"held", &tally.held},
        {"passed", &tally.passed},         {"failed", &tally.failed},
        {"excused", &tally.excused},       {"absent", &tally.absent},
        {"suspended", &tally.suspended},   {"incident", &tally.incident},
        {"exempt", &tally.exempt},
    };
    struct rows rows;

    TRY(db_run(db, arena, SQL_SCORE_COUNT,
               ARGS(integer(f->viewer), text(f->roles ? f->roles : ""),
                    integer(f->day), integer_or_null(f->unit),
                    integer(f->whole), integer(lowest(f)), integer(highest(f)),
                    text(f->find)),
               &rows));
    for (size_t i = 0; i < rows.count; i++) {
        int64_t n = cell(&rows, i, 1)->integer;
        tally.called += n;
        for (size_t k = 0; k < sizeof places / sizeof *places; k++)
            if (!strcmp(places[k].standing, cell(&rows, i, 0)->text))
                *places[k].count = n;
    }
    *out = tally;
    return OK;
}

enum status score_spread_find(struct db *db, struct arena *arena,
                              const struct score_filter *f,
                              struct score_spread *out)
{
    struct rows rows;

    *out = (struct score_spread){0};
    TRY(db_run(db, arena, SQL_SCORE_SPREAD,
               ARGS(integer(f->viewer), text(f->roles ? f->roles : ""),
                    integer(f->day), integer_or_null(f->unit),
                    integer(f->whole), integer(lowest(f)), integer(highest(f)),
                    text(f->find)),
               &rows));
    const struct value *pass = cell(&rows, 0, 0);
    out->pass_percent =
        pass->kind == INTEGER ? (double)pass->integer : pass->real;
    for (size_t i = 0; i < SCORE_TENS; i++)
        out->tens[i] = cell(&rows, 0, i + 1)->integer;
    return OK;
}

static const struct score_sum *
read_sums(struct arena *arena, const struct rows *rows, bool of_sittings)
{
    struct score_sum *list = arena_many(arena, struct score_sum, rows->count);

    for (size_t i = 0; i < rows->count; i++)
        list[i] = (struct score_sum){
            .id = cell(rows, i, 0)->integer,
            .name = cell(rows, i, 1)->text,
            .called = cell(rows, i, 2)->integer,
            .scored = cell(rows, i, 3)->integer,
            .passed = cell(rows, i, 4)->integer,
            .mean = real_of(cell(rows, i, 5), -1),
            .pass_percent = real_of(cell(rows, i, 6), 0),
            .code = of_sittings ? cell(rows, i, 7)->text : NULL,
            .opens_at = of_sittings ? cell(rows, i, 8)->integer : 0,
        };
    return list;
}

enum status score_sitting_sum_list(struct db *db, struct arena *arena,
                                   const struct score_filter *f, int64_t limit,
                                   int64_t offset, const struct score_sum **out,
                                   size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_SCORE_SITTING_SUMS,
               ARGS(integer(f->viewer), text(f->roles ? f->roles : ""),
                    integer(f->day), integer_or_null(f->unit),
                    integer(f->whole), integer(limit), integer(offset)),
               &rows));
    *out = read_sums(arena, &rows, true);
    *count = rows.count;
    return OK;
}

enum status score_unit_sum_list(struct db *db, struct arena *arena,
                                const struct score_filter *f,
                                const struct score_sum **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_SCORE_UNIT_SUMS,
               ARGS(integer(f->viewer), text(f->roles ? f->roles : ""),
                    integer(f->day), integer(f->unit), integer(f->whole),
                    integer(f->sitting)),
               &rows));
    *out = read_sums(arena, &rows, false);
    *count = rows.count;
    return OK;
}

enum status score_person_list(struct db *db, struct arena *arena,
                              const struct score_filter *f, int64_t person,
                              const struct score **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_SCORE_PERSON_LIST,
               ARGS(integer(f->viewer), text(f->roles ? f->roles : ""),
                    integer(f->day), integer(f->whole), integer(person)),
               &rows));
    *out = read_scores(arena, &rows);
    *count = rows.count;
    return OK;
}

enum status score_sitting_list(struct db *db, struct arena *arena,
                               const struct score_sitting **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_SCORE_SITTING_LIST, NO_ARGS, &rows));
    struct score_sitting *list =
        arena_many(arena, struct score_sitting, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct score_sitting){
            cell(&rows, i, 0)->integer, cell(&rows, i, 1)->text,
            cell(&rows, i, 2)->text, cell(&rows, i, 3)->integer,
            cell(&rows, i, 4)->integer};
    *out = list;
    *count = rows.count;
    return OK;
}

enum status score_unit_list(struct db *db, struct arena *arena, int64_t day,
                            const struct score_unit **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_SCORE_UNIT_LIST, ARGS(integer(day)), &rows));
    struct score_unit *list = arena_many(arena, struct score_unit, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct score_unit){
            cell(&rows, i, 0)->integer, cell(&rows, i, 3)->integer,
            cell(&rows, i, 1)->text, cell(&rows, i, 2)->text,
            cell(&rows, i, 4)->text};
    *out = list;
    *count = rows.count;
    return OK;
}

enum status score_each_list(struct db *db, const struct score_filter *f,
                            db_row *each, void *arg)
{
    return db_each(db, SQL_SCORE_EACH, 0,
                   ARGS(integer(f->viewer), text(f->roles ? f->roles : ""),
                        integer(f->day), integer_or_null(f->unit),
                        integer(f->whole), integer(lowest(f)),
                        integer(highest(f)), text(f->find), text(f->standing)),
                   each, arg);
}
