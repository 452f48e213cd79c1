#include "store/attempts.h"

#include "store/chain.h"

#include <string.h>

static enum status one_attempt(const struct rows *rows, struct arena *arena,
                               const struct attempt **out)
{
    if (!rows->count)
        return MISSING;
    struct attempt *a = arena_make(arena, struct attempt);
    *a = (struct attempt){
        .id = cell(rows, 0, 0)->integer,
        .sitting = cell(rows, 0, 1)->integer,
        .candidate = cell(rows, 0, 2)->integer,
        .person = cell(rows, 0, 3)->integer,
        .number = cell(rows, 0, 4)->integer,
        .seed = cell(rows, 0, 5)->text,
        .paper = cell(rows, 0, 6)->text,
        .started_at = cell(rows, 0, 7)->integer,
        .ends_at = cell(rows, 0, 8)->integer,
        .state = cell(rows, 0, 9)->text,
        .sealed_at = cell(rows, 0, 10)->integer,
        .sealed_by = cell(rows, 0, 11)->text,
        .test = cell(rows, 0, 12)->integer,
        .paused_at = cell(rows, 0, 13)->integer,
    };
    *out = a;
    return OK;
}

enum status attempt_find(struct db *db, struct arena *arena, int64_t id,
                         const struct attempt **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ATTEMPT_FIND, ARGS(integer(id)), &rows));
    return one_attempt(&rows, arena, out);
}

enum status newest_attempt_find(struct db *db, struct arena *arena,
                                int64_t candidate, const struct attempt **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ATTEMPT_NEWEST_FIND, ARGS(integer(candidate)),
               &rows));
    return one_attempt(&rows, arena, out);
}

enum status counting_attempt_find(struct db *db, struct arena *arena,
                                  int64_t candidate, int64_t *id,
                                  int64_t *number)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_COUNTING_ATTEMPT_FIND, ARGS(integer(candidate)),
               &rows));
    if (!rows.count)
        return MISSING;
    *id = cell(&rows, 0, 0)->integer;
    *number = cell(&rows, 0, 1)->integer;
    return OK;
}

enum status attempt_add(struct db *tx, struct arena *arena,
                        const struct attempt *a)
{
    return db_run(tx, arena, SQL_ATTEMPT_ADD,
                  ARGS(integer(a->id), integer(a->sitting),
                       integer(a->candidate), integer(a->person),
                       integer(a->number), text(a->seed), text(a->paper),
                       integer(a->started_at), integer(a->ends_at)),
                  NULL);
}

enum status attempt_find_state(struct db *tx, struct arena *arena, int64_t id,
                               struct attempt_state *out)
{
    struct rows rows;

    TRY(db_run(tx, arena, SQL_ATTEMPT_STATE_FIND, ARGS(integer(id)), &rows));
    if (!rows.count)
        return MISSING;
    *out = (struct attempt_state){
        cell(&rows, 0, 0)->text, cell(&rows, 0, 1)->integer,
        cell(&rows, 0, 2)->integer, cell(&rows, 0, 3)->integer};
    return OK;
}

enum status attempt_seal(struct db *tx, struct arena *arena, int64_t id,
                         int64_t sealed_at, const char *by)
{
    struct rows rows;

    TRY(db_run(tx, arena, SQL_ATTEMPT_SEAL,
               ARGS(integer(sealed_at), text(by), integer(id)), &rows));
    if (!rows.count)
        return CONFLICT;
    TRY(unsealed_add(tx, arena, "attempt", id, sealed_at));
    return db_run(tx, arena, SQL_GRADING_ADD,
                  ARGS(integer(id), integer(sealed_at)), NULL);
}

enum status attempt_overdue_list(struct db *db, struct arena *arena,
                                 int64_t after, int64_t now,
                                 const struct overdue **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ATTEMPT_OVERDUE_LIST,
               ARGS(integer(after), integer(now)), &rows));
    struct overdue *list = arena_many(arena, struct overdue, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct overdue){cell(&rows, i, 0)->integer,
                                   cell(&rows, i, 1)->integer};
    *out = list;
    *count = rows.count;
    return OK;
}

/* ---- answers
 * --------------------------------------------------------------------*/

enum status answer_add(struct db *tx, struct arena *arena,
                       const struct answer_event *e)
{
    TRY(db_run(tx, arena, SQL_ANSWER_EVENT_ADD,
               ARGS(integer(e->id), integer(e->attempt), integer(e->slot),
                    text(e->kind), integer(e->revision), integer(e->base),
                    text(e->save_id), text(e->digest), text(e->body),
                    text(e->receipt), integer(e->at)),
               NULL));
    /* What came in time is sealed with its paper: a save waits for nothing. */
    return strcmp(e->kind, "late")
               ? OK
               : unsealed_add(tx, arena, "answer_event", e->id, e->at);
}

static struct answer_event event_at(const struct rows *rows, size_t i,
                                    int64_t attempt)
{
    return (struct answer_event){
        .id = cell(rows, i, 0)->integer,
        .attempt = attempt,
        .slot = cell(rows, i, 1)->integer,
        .kind = cell(rows, i, 2)->text,
        .revision = cell(rows, i, 3)->integer,
        .base = cell(rows, i, 4)->integer,
        .save_id = cell(rows, i, 5)->text,
        .digest = cell(rows, i, 6)->text,
        .body = cell(rows, i, 7)->text,
        .receipt = cell(rows, i, 8)->text,
        .at = cell(rows, i, 9)->integer,
    };
}

static enum status one_event(struct arena *arena, const struct rows *rows,
                             int64_t attempt, const struct answer_event **out)
{
    if (!rows->count)
        return MISSING;
    struct answer_event *event = arena_make(arena, struct answer_event);
    *event = event_at(rows, 0, attempt);
    *out = event;
    return OK;
}

enum status answer_current_find(struct db *db, struct arena *arena,
                                int64_t attempt, int64_t slot,
                                const struct answer_event **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ANSWER_CURRENT_FIND,
               ARGS(integer(attempt), integer(slot)), &rows));
    return one_event(arena, &rows, attempt, out);
}

enum status answer_same_find(struct db *db, struct arena *arena,
                             int64_t attempt, int64_t slot, const char *save_id,
                             const char *digest,
                             const struct answer_event **out)
{
    struct rows rows;

    TRY(db_run(
        db, arena, SQL_ANSWER_SAME_FIND,
        ARGS(integer(attempt), integer(slot), text(save_id), text(digest)),
        &rows));
    return one_event(arena, &rows, attempt, out);
}

enum status answer_aside_count(struct db *db, struct arena *arena,
                               int64_t attempt, int64_t slot, int64_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ANSWER_ASIDE_COUNT,
               ARGS(integer(attempt), integer(slot)), &rows));
    *count = cell(&rows, 0, 0)->integer;
    return OK;
}

enum status answer_flag_find(struct db *db, struct arena *arena,
                             int64_t attempt, int64_t slot,
                             const struct answer_event **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ANSWER_FLAG_FIND,
               ARGS(integer(attempt), integer(slot)), &rows));
    return one_event(arena, &rows, attempt, out);
}

enum status answer_standing_list(struct db *db, struct arena *arena,
                                 int64_t attempt, int64_t first, int64_t last,
                                 const struct answer_event **out, size_t *count)
{
    struct rows rows;

    if (first == last)
        TRY(db_run(db, arena, SQL_ANSWER_SLOT_STANDING_LIST,
                   ARGS(integer(attempt), integer(first)), &rows));
    else
        TRY(db_run(db, arena, SQL_ANSWER_STANDING_LIST,
                   ARGS(integer(attempt), integer(first), integer(last)),
                   &rows));
    struct answer_event *list =
        arena_many(arena, struct answer_event, rows.count);
    for (size_t i = 0; i < rows.count; i++) {
        list[i] = event_at(&rows, i, attempt);
        list[i].forks = cell(&rows, i, 10)->integer;
    }
    *out = list;
    *count = rows.count;
    return OK;
}

/* ---- grading
 * --------------------------------------------------------------------*/

enum status grading_list(struct db *db, struct arena *arena, int64_t now,
                         const struct grading_job **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_GRADING_DUE_LIST, ARGS(integer(now)), &rows));
    struct grading_job *list =
        arena_many(arena, struct grading_job, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct grading_job){cell(&rows, i, 0)->integer,
                                       cell(&rows, i, 1)->integer};
    *out = list;
    *count = rows.count;
    return OK;
}

enum status grading_delay(struct db *tx, struct arena *arena, int64_t attempt,
                          int64_t due_at, const char *trouble)
{
    return db_run(tx, arena, SQL_GRADING_DELAY,
                  ARGS(integer(due_at), text(trouble), integer(attempt)), NULL);
}

enum status grading_done(struct db *tx, struct arena *arena, int64_t attempt)
{
    TRY(db_run(tx, arena, SQL_GRADING_DONE, ARGS(integer(attempt)), NULL));
    return db_run(tx, arena, SQL_ATTEMPT_GRADED, ARGS(integer(attempt)), NULL);
}

enum status result_add(struct db *tx, struct arena *arena,
                       const struct result *r)
{
    bool graded = !strcmp(r->state, "graded");
    struct value none = nothing();

    TRY(db_run(tx, arena, SQL_RESULT_ADD,
               ARGS(integer(r->id), integer(r->attempt), integer(r->sitting),
                    integer(r->person), integer(r->sequence), text(r->reason),
                    text(r->state), graded ? real(r->points) : none,
                    real(r->max_points), graded ? real(r->percent) : none,
                    real(r->pass_percent), graded ? integer(r->passed) : none,
                    integer(r->slots), integer(r->slots_full),
                    text(r->outcomes), text(r->runtime), integer(r->graded_at),
                    graded ? text(r->missed) : none),
               NULL));
    return unsealed_add(tx, arena, "result", r->id, r->graded_at);
}

static double real_of(const struct value *v)
{
    return v->kind == INTEGER ? (double)v->integer : v->real;
}

static struct result result_at(const struct rows *rows, size_t i)
{
    return (struct result){
        .id = cell(rows, i, 0)->integer,
        .attempt = cell(rows, i, 1)->integer,
        .sequence = cell(rows, i, 2)->integer,
        .reason = cell(rows, i, 3)->text,
        .state = cell(rows, i, 4)->text,
        .points = real_of(cell(rows, i, 5)),
        .max_points = real_of(cell(rows, i, 6)),
        .percent = real_of(cell(rows, i, 7)),
        .pass_percent = real_of(cell(rows, i, 8)),
        .passed = cell(rows, i, 9)->integer,
        .slots = cell(rows, i, 10)->integer,
        .slots_full = cell(rows, i, 11)->integer,
        .outcomes = cell(rows, i, 12)->text,
        .runtime = cell(rows, i, 13)->text,
        .graded_at = cell(rows, i, 14)->integer,
        .missed = cell(rows, i, 15)->text,
    };
}

enum status result_find(struct db *db, struct arena *arena, int64_t attempt,
                        const struct result **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_RESULT_NEWEST_FIND, ARGS(integer(attempt)),
               &rows));
    if (!rows.count)
        return MISSING;
    struct result *r = arena_make(arena, struct result);
    *r = result_at(&rows, 0);
    *out = r;
    return OK;
}

enum status result_list(struct db *db, struct arena *arena, int64_t attempt,
                        const struct result **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_RESULT_ALL_LIST, ARGS(integer(attempt)), &rows));
    struct result *list = arena_many(arena, struct result, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = result_at(&rows, i);
    *out = list;
    *count = rows.count;
    return OK;
}

enum status attempt_closed_list(struct db *db, struct arena *arena,
                                int64_t sitting, int64_t after, int64_t limit,
                                const int64_t **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ATTEMPT_CLOSED_LIST,
               ARGS(integer(after), integer(sitting ? sitting : 0),
                    integer(sitting ? sitting : INT64_MAX), integer(limit)),
               &rows));
    int64_t *list = arena_many(arena, int64_t, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = cell(&rows, i, 0)->integer;
    *out = list;
    *count = rows.count;
    return OK;
}
