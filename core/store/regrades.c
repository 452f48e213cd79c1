#include "store/regrades.h"

#include "base/clock.h"

#include <string.h>

static double real_of(const struct value *v)
{
    return v->kind == INTEGER ? (double)v->integer : v->real;
}

/* CONFLICT: nothing was as it should be. */
static enum status change_one(struct db *tx, struct arena *arena,
                              enum sql statement, const struct value *args,
                              size_t count)
{
    struct rows rows;

    TRY(db_run(tx, arena, statement, args, count, &rows));
    return rows.count ? OK : CONFLICT;
}

static enum status count_one(struct db *db, struct arena *arena,
                             enum sql statement, const struct value *args,
                             size_t args_count, int64_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, statement, args, args_count, &rows));
    *count = cell(&rows, 0, 0)->integer;
    return OK;
}

/* ---- cases ---------------------------------------------------------------*/

static struct regrade regrade_at(const struct rows *rows, size_t i)
{
    return (struct regrade){
        .id = cell(rows, i, 0)->integer,
        .word = cell(rows, i, 1)->text,
        .test = cell(rows, i, 2)->integer,
        .item = cell(rows, i, 3)->integer,
        .remedy = cell(rows, i, 4)->text,
        .becomes = cell(rows, i, 5)->integer,
        .answer = cell(rows, i, 6)->text,
        .reason = cell(rows, i, 7)->text,
        .opened_by = cell(rows, i, 8)->integer,
        .opened_at = cell(rows, i, 9)->integer,
        .state = cell(rows, i, 10)->text,
        .stands = cell(rows, i, 11)->integer,
        .round = cell(rows, i, 12)->integer,
        .reached = cell(rows, i, 13)->integer,
        .seen = cell(rows, i, 14)->integer,
        .papers = cell(rows, i, 15)->integer,
        .counted_at = cell(rows, i, 16)->integer,
        .trouble = cell(rows, i, 17)->text,
        .approved_by = cell(rows, i, 18)->integer,
        .approved_at = cell(rows, i, 19)->integer,
        .applied_at = cell(rows, i, 20)->integer,
        .withdrawn_by = cell(rows, i, 21)->integer,
        .withdrawn_at = cell(rows, i, 22)->integer,
        .withdrawn_why = cell(rows, i, 23)->text,
        .item_code = cell(rows, i, 24)->text,
        .item_version = cell(rows, i, 25)->text,
        .new_version = cell(rows, i, 26)->text,
        .test_code = cell(rows, i, 27)->text,
        .test_title = cell(rows, i, 28)->text,
        .opener = cell(rows, i, 29)->text,
        .approver = cell(rows, i, 30)->text,
        .withdrawer = cell(rows, i, 31)->text,
    };
}

enum status regrade_add(struct db *tx, struct arena *arena,
                        const struct regrade *g, const int64_t *sittings,
                        size_t count)
{
    TRY(db_run(
        tx, arena, SQL_REGRADE_ADD,
        ARGS(integer(g->id), text(g->word), integer(g->test), integer(g->item),
             text(g->remedy), integer_or_null(g->becomes), text(g->answer),
             text(g->reason), integer(g->opened_by), integer(g->opened_at)),
        NULL));
    for (size_t i = 0; i < count; i++)
        TRY(db_run(tx, arena, SQL_REGRADE_SITTING_ADD,
                   ARGS(integer(g->id), integer(sittings[i])), NULL));
    return OK;
}

enum status regrade_find(struct db *db, struct arena *arena, int64_t id,
                         const struct regrade **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_REGRADE_FIND, ARGS(integer(id)), &rows));
    if (!rows.count)
        return MISSING;
    struct regrade *one = arena_make(arena, struct regrade);
    *one = regrade_at(&rows, 0);
    *out = one;
    return OK;
}

enum status regrade_list(struct db *db, struct arena *arena,
                         const struct regrade **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_REGRADE_LIST, NO_ARGS, &rows));
    struct regrade *list = arena_many(arena, struct regrade, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = regrade_at(&rows, i);
    *out = list;
    *count = rows.count;
    return OK;
}

enum status regrade_find_by_word(struct db *db, struct arena *arena,
                                 const char *word, const struct regrade **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_REGRADE_WORD_FIND, ARGS(text(word)), &rows));
    if (!rows.count)
        return MISSING;
    return regrade_find(db, arena, cell(&rows, 0, 0)->integer, out);
}

enum status regrade_busy_list(struct db *db, struct arena *arena,
                              const int64_t **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_REGRADE_BUSY_LIST, NO_ARGS, &rows));
    int64_t *list = arena_many(arena, int64_t, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = cell(&rows, i, 0)->integer;
    *out = list;
    *count = rows.count;
    return OK;
}

/* ---- sittings ------------------------------------------------------------*/

static void all_sittings(struct arena *arena, const struct rows *rows,
                         const struct regrade_sitting **out, size_t *count)
{
    struct regrade_sitting *list =
        arena_many(arena, struct regrade_sitting, rows->count);

    for (size_t i = 0; i < rows->count; i++)
        list[i] = (struct regrade_sitting){
            cell(rows, i, 0)->integer, cell(rows, i, 1)->text,
            cell(rows, i, 2)->text,
            rows->columns > 3 ? cell(rows, i, 3)->integer : 0,
            rows->columns > 3 ? cell(rows, i, 4)->integer : 0};
    *out = list;
    *count = rows->count;
}

enum status regrade_sitting_list(struct db *db, struct arena *arena,
                                 int64_t regrade,
                                 const struct regrade_sitting **out,
                                 size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_REGRADE_SITTING_LIST, ARGS(integer(regrade)),
               &rows));
    all_sittings(arena, &rows, out, count);
    return OK;
}

enum status regrade_test_sitting_list(struct db *db, struct arena *arena,
                                      int64_t test,
                                      const struct regrade_sitting **out,
                                      size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_REGRADE_TEST_SITTING_LIST, ARGS(integer(test)),
               &rows));
    all_sittings(arena, &rows, out, count);
    return OK;
}

enum status regrade_ungraded_count(struct db *db, struct arena *arena,
                                   int64_t sitting, int64_t *count)
{
    return count_one(db, arena, SQL_REGRADE_UNGRADED_COUNT,
                     ARGS(integer(sitting)), count);
}

enum status regrade_marking_count(struct db *db, struct arena *arena,
                                  int64_t sitting, int64_t item, int64_t *count)
{
    return count_one(db, arena, SQL_REGRADE_MARKING_COUNT,
                     ARGS(integer(sitting), integer(item)), count);
}

enum status regrade_overlap_count(struct db *db, struct arena *arena,
                                  int64_t id, int64_t *count)
{
    return count_one(db, arena, SQL_REGRADE_OVERLAP_COUNT, ARGS(integer(id)),
                     count);
}

enum status regrade_seen_count(struct db *db, struct arena *arena,
                               const struct regrade *g, int64_t *count)
{
    return count_one(db, arena, SQL_REGRADE_SEEN_COUNT,
                     ARGS(integer(g->id), text(g->word)), count);
}

enum status regrade_staged_count(struct db *db, struct arena *arena,
                                 const struct regrade *g, int64_t *count)
{
    return count_one(db, arena, SQL_REGRADE_STAGED_COUNT, ARGS(text(g->word)),
                     count);
}

enum status regrade_line_count(struct db *db, struct arena *arena,
                               const struct regrade *g, int64_t *count)
{
    return count_one(db, arena, SQL_REGRADE_LINE_COUNT,
                     ARGS(integer(g->id), integer(g->round)), count);
}

/* ---- papers --------------------------------------------------------------*/

static struct regrade_paper paper_at(const struct rows *rows, size_t i)
{
    return (struct regrade_paper){
        .attempt = cell(rows, i, 0)->integer,
        .candidate = cell(rows, i, 3)->integer,
        .unit = cell(rows, i, 4)->integer,
        .result = {.id = cell(rows, i, 5)->integer,
                   .attempt = cell(rows, i, 0)->integer,
                   .sitting = cell(rows, i, 1)->integer,
                   .person = cell(rows, i, 2)->integer,
                   .sequence = cell(rows, i, 6)->integer,
                   .state = cell(rows, i, 7)->text,
                   .max_points = real_of(cell(rows, i, 8)),
                   .pass_percent = real_of(cell(rows, i, 9)),
                   .slots = cell(rows, i, 10)->integer,
                   .outcomes = cell(rows, i, 11)->text,
                   .runtime = cell(rows, i, 12)->text,
                   .graded_at = cell(rows, i, 13)->integer},
        .sealed = cell(rows, i, 14)->integer > 0,
    };
}

enum status regrade_paper_list(struct db *db, struct arena *arena,
                               const struct regrade *g, int64_t after,
                               int64_t limit, const struct regrade_paper **out,
                               size_t *count)
{
    struct rows rows;

    TRY(db_run(
        db, arena, SQL_REGRADE_PAPER_LIST,
        ARGS(integer(after), integer(g->id), integer(g->item), integer(limit)),
        &rows));
    struct regrade_paper *list =
        arena_many(arena, struct regrade_paper, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = paper_at(&rows, i);
    *out = list;
    *count = rows.count;
    return OK;
}

enum status regrade_paper_find(struct db *db, struct arena *arena,
                               int64_t attempt, struct regrade_paper *out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_REGRADE_PAPER_FIND, ARGS(integer(attempt)),
               &rows));
    if (!rows.count)
        return MISSING;
    *out = paper_at(&rows, 0);
    return OK;
}

/* ---- lines ---------------------------------------------------------------*/

enum status regrade_line_put(struct db *tx, struct arena *arena,
                             const struct regrade *g,
                             const struct regrade_line *l)
{
    return db_run(tx, arena, SQL_REGRADE_LINE_PUT,
                  ARGS(integer(g->id), integer(l->attempt), integer(g->round),
                       integer(l->person), integer(l->candidate),
                       integer(l->unit), integer(l->result), integer(l->held),
                       real(l->before.points), real(l->before.max_points),
                       real(l->before.percent), integer(l->before.passed),
                       real(l->after.points), real(l->after.max_points),
                       real(l->after.percent), integer(l->after.passed),
                       integer(l->sealed), integer(l->exported),
                       integer(l->completes)),
                  NULL);
}

static struct regrade_sum sum_at(const struct rows *rows, size_t i,
                                 size_t column)
{
    return (struct regrade_sum){
        real_of(cell(rows, i, column)), real_of(cell(rows, i, column + 1)),
        real_of(cell(rows, i, column + 2)), cell(rows, i, column + 3)->integer};
}

static void all_lines(struct arena *arena, const struct rows *rows,
                      const struct regrade_line **out, size_t *count)
{
    struct regrade_line *list =
        arena_many(arena, struct regrade_line, rows->count);

    for (size_t i = 0; i < rows->count; i++) {
        list[i] = (struct regrade_line){
            .attempt = cell(rows, i, 0)->integer,
            .person = cell(rows, i, 1)->integer,
            .candidate = cell(rows, i, 2)->integer,
            .unit = cell(rows, i, 3)->integer,
            .result = cell(rows, i, 4)->integer,
            .held = cell(rows, i, 5)->integer,
            .before = sum_at(rows, i, 6),
            .after = sum_at(rows, i, 10),
            .sealed = cell(rows, i, 14)->integer,
            .exported = cell(rows, i, 15)->integer,
            .completes = cell(rows, i, 16)->integer,
        };
        if (rows->columns <= 17)
            continue;
        list[i].number = cell(rows, i, 17)->text;
        list[i].full_name = cell(rows, i, 18)->text;
        list[i].unit_name = cell(rows, i, 19)->text;
        list[i].sitting_code = cell(rows, i, 20)->text;
    }
    *out = list;
    *count = rows->count;
}

enum status regrade_line_list(struct db *db, struct arena *arena,
                              const struct regrade *g, int64_t after,
                              int64_t limit, const struct regrade_line **out,
                              size_t *count)
{
    struct rows rows;

    TRY(db_run(
        db, arena, SQL_REGRADE_LINE_LIST,
        ARGS(integer(g->id), integer(after), integer(g->round), integer(limit)),
        &rows));
    all_lines(arena, &rows, out, count);
    return OK;
}

enum status regrade_shown_list(struct db *db, struct arena *arena,
                               const struct regrade *g, int64_t limit,
                               int64_t offset, const struct regrade_line **out,
                               size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_REGRADE_SHOWN_LIST,
               ARGS(integer(g->id), integer(g->round), integer(limit),
                    integer(offset)),
               &rows));
    all_lines(arena, &rows, out, count);
    return OK;
}

enum status regrade_tally_find(struct db *db, struct arena *arena,
                               const struct regrade *g,
                               struct regrade_tally *out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_REGRADE_TALLY_FIND,
               ARGS(integer(g->id), integer(g->round)), &rows));
    *out = (struct regrade_tally){
        .papers = cell(&rows, 0, 0)->integer,
        .gained = cell(&rows, 0, 1)->integer,
        .lost = cell(&rows, 0, 2)->integer,
        .up = cell(&rows, 0, 3)->integer,
        .down = cell(&rows, 0, 4)->integer,
        .held = cell(&rows, 0, 5)->integer,
        .sealed = cell(&rows, 0, 6)->integer,
        .exported = cell(&rows, 0, 7)->integer,
        .completes = cell(&rows, 0, 8)->integer,
        .rests = cell(&rows, 0, 9)->integer,
        .most = real_of(cell(&rows, 0, 10)),
        .least = real_of(cell(&rows, 0, 11)),
        .mean = real_of(cell(&rows, 0, 12)),
    };
    return OK;
}

enum status regrade_unit_list(struct db *db, struct arena *arena,
                              const struct regrade *g,
                              const struct regrade_unit **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_REGRADE_UNIT_LIST,
               ARGS(integer(g->id), integer(g->round)), &rows));
    struct regrade_unit *list =
        arena_many(arena, struct regrade_unit, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct regrade_unit){
            cell(&rows, i, 0)->integer, cell(&rows, i, 1)->text,
            cell(&rows, i, 2)->integer, cell(&rows, i, 3)->integer,
            cell(&rows, i, 4)->integer, cell(&rows, i, 5)->integer,
            cell(&rows, i, 6)->integer};
    *out = list;
    *count = rows.count;
    return OK;
}

enum status regrade_of_attempt_list(struct db *db, struct arena *arena,
                                    int64_t attempt,
                                    const struct regraded **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_REGRADE_OF_ATTEMPT_LIST, ARGS(integer(attempt)),
               &rows));
    struct regraded *list = arena_many(arena, struct regraded, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct regraded){
            .regrade = cell(&rows, i, 0)->integer,
            .reason = cell(&rows, i, 1)->text,
            .remedy = cell(&rows, i, 2)->text,
            .applied_at = cell(&rows, i, 3)->integer,
            .held = cell(&rows, i, 4)->integer,
            .before = sum_at(&rows, i, 5),
            .after = sum_at(&rows, i, 9),
            .opener = cell(&rows, i, 13)->text,
            .approver = cell(&rows, i, 14)->text,
        };
    *out = list;
    *count = rows.count;
    return OK;
}

enum status regrade_export_list(struct db *db, struct arena *arena,
                                int64_t regrade,
                                const struct regrade_export **out,
                                size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_REGRADE_EXPORT_LIST, ARGS(integer(regrade)),
               &rows));
    struct regrade_export *list =
        arena_many(arena, struct regrade_export, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct regrade_export){cell(&rows, i, 0)->integer,
                                          cell(&rows, i, 1)->integer,
                                          cell(&rows, i, 2)->text};
    *out = list;
    *count = rows.count;
    return OK;
}

/* ---- the way of a case ---------------------------------------------------*/

enum status regrade_step(struct db *tx, struct arena *arena,
                         const struct regrade *g, int64_t reached,
                         int64_t papers)
{
    return change_one(tx, arena, SQL_REGRADE_STEP,
                      ARGS(integer(reached), integer(papers), integer(g->id),
                           text(g->state), integer(g->round),
                           integer(g->reached)));
}

enum status regrade_begin(struct db *tx, struct arena *arena,
                          const struct regrade *g, int64_t seen)
{
    return change_one(tx, arena, SQL_REGRADE_BEGIN,
                      ARGS(integer(seen), integer(g->id), integer(g->round)));
}

enum status regrade_counted(struct db *tx, struct arena *arena,
                            const struct regrade *g, int64_t now)
{
    return change_one(tx, arena, SQL_REGRADE_COUNTED,
                      ARGS(integer(now), integer(g->id), integer(g->round),
                           integer(g->reached)));
}

enum status regrade_again(struct db *tx, struct arena *arena,
                          const struct regrade *g)
{
    return change_one(tx, arena, SQL_REGRADE_AGAIN,
                      ARGS(integer(g->id), text(g->state), integer(g->round)));
}

enum status regrade_approve(struct db *tx, struct arena *arena,
                            const struct regrade *g, int64_t by, int64_t now)
{
    return change_one(
        tx, arena, SQL_REGRADE_APPROVE,
        ARGS(integer(by), integer(now), integer(g->id), integer(g->round)));
}

enum status regrade_clear(struct db *tx, struct arena *arena,
                          const struct regrade *g)
{
    return change_one(tx, arena, SQL_REGRADE_CLEAR, ARGS(integer(g->id)));
}

enum status regrade_stage(struct db *tx, struct arena *arena,
                          const struct result *r)
{
    bool graded = !strcmp(r->state, "graded");
    struct value none = nothing();

    return db_run(tx, arena, SQL_REGRADE_RESULT_STAGE,
                  ARGS(integer(r->id), integer(r->attempt), integer(r->sitting),
                       integer(r->person), integer(r->sequence),
                       text(r->reason), text(r->state),
                       graded ? real(r->points) : none, real(r->max_points),
                       graded ? real(r->percent) : none, real(r->pass_percent),
                       graded ? integer(r->passed) : none, integer(r->slots),
                       integer(r->slots_full), text(r->outcomes),
                       text(r->runtime), integer(r->graded_at)),
                  NULL);
}

enum status regrade_staged_remove(struct db *tx, struct arena *arena,
                                  const struct regrade *g, int64_t limit)
{
    return db_run(tx, arena, SQL_REGRADE_STAGED_REMOVE,
                  ARGS(text(g->word), integer(limit)), NULL);
}

enum status regrade_switch(struct db *tx, struct arena *arena,
                           const struct regrade *g, int64_t now)
{
    return change_one(tx, arena, SQL_REGRADE_SWITCH,
                      ARGS(integer(now), integer(g->id), integer(g->round)));
}

enum status regrade_result_list(struct db *db, struct arena *arena,
                                const struct regrade *g, int64_t after,
                                int64_t limit,
                                const struct regrade_result **out,
                                size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_REGRADE_RESULT_LIST,
               ARGS(text(g->word), integer(after), integer(limit)), &rows));
    struct regrade_result *list =
        arena_many(arena, struct regrade_result, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct regrade_result){cell(&rows, i, 0)->integer,
                                          cell(&rows, i, 1)->integer,
                                          cell(&rows, i, 2)->integer};
    *out = list;
    *count = rows.count;
    return OK;
}

enum status regrade_done(struct db *tx, struct arena *arena,
                         const struct regrade *g)
{
    return change_one(tx, arena, SQL_REGRADE_DONE,
                      ARGS(integer(g->id), integer(g->reached)));
}

enum status regrade_withdraw(struct db *tx, struct arena *arena, int64_t id,
                             int64_t by, const char *why, int64_t now)
{
    return change_one(tx, arena, SQL_REGRADE_WITHDRAW,
                      ARGS(integer(by), integer(now), text(why), integer(id)));
}

enum status regrade_withdrawn(struct db *tx, struct arena *arena,
                              const struct regrade *g)
{
    return change_one(tx, arena, SQL_REGRADE_WITHDRAWN, ARGS(integer(g->id)));
}

enum status regrade_trouble(struct db *tx, struct arena *arena, int64_t id,
                            const char *trouble)
{
    return db_run(tx, arena, SQL_REGRADE_TROUBLE,
                  ARGS(text(trouble), integer(id)), NULL);
}
