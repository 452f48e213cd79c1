#include "domain/marking.h"

#include "base/random.h"
#include "domain/completion.h"
#include "domain/grading.h"
#include "store/audit.h"
#include "json/json.h"

#include <string.h>

/* ---- tasks ----------------------------------------------------------------*/

/* Eight letters by chance: they order the queue and name a paper. */
static const char *new_code(struct arena *arena)
{
    static const char letters[] = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    unsigned char bytes[8];
    char code[10];

    random_bytes(bytes, sizeof bytes);
    for (size_t i = 0, at = 0; i < sizeof bytes; i++) {
        if (i == 4)
            code[at++] = '-';
        code[at++] = letters[bytes[i] % 32];
    }
    code[9] = '\0';
    return arena_text(arena, code, 9);
}

static bool needs_person(const struct tree *outcome)
{
    return !strcmp(tree_text(tree_get(outcome, "graded"), "outcome"),
                   "needs_human");
}

enum status marking_open(struct db *tx, struct arena *arena,
                         const struct result *result,
                         const struct tree *outcomes)
{
    for (size_t i = 0; i < outcomes->count; i++) {
        const struct tree *one = &outcomes->items[i];
        if (!needs_person(one))
            continue;
        TRY(mark_task_add(
            tx, arena,
            &(struct mark_task){.id = id_new(),
                                .attempt = result->attempt,
                                .slot = tree_integer(one, "slot", 0),
                                .sitting = result->sitting,
                                .item = tree_integer(one, "item", 0),
                                .person = result->person,
                                .code = new_code(arena),
                                .since = result->graded_at}));
    }
    return OK;
}

enum status mark_outcome_find(struct db *db, struct arena *arena,
                              const struct mark_task *task, struct tree *out)
{
    const struct result *result;
    struct tree outcomes;

    TRY(result_find(db, arena, task->attempt, &result));
    TRY(json_read(arena, result->outcomes, strlen(result->outcomes),
                  &outcomes));
    for (size_t i = 0; i < outcomes.count; i++)
        if (tree_integer(&outcomes.items[i], "slot", 0) == task->slot) {
            *out = outcomes.items[i];
            return OK;
        }
    return MISSING;
}

/* ---- giving marks ---------------------------------------------------------*/

struct marking {
    struct arena *arena;
    int64_t task;
    const struct given *given;
    size_t count;
    int64_t by, now;
    const struct test_plan *plan;
};

static const struct given *given_for(const struct marking *m, const char *part)
{
    for (size_t i = 0; i < m->count; i++)
        if (!strcmp(m->given[i].part, part))
            return &m->given[i];
    return NULL;
}

/* Each part that waits has a mark, and nothing else has. */
static bool is_complete(const struct marking *m, const struct tree *outcome)
{
    const struct tree *parts = tree_get(tree_get(outcome, "graded"), "parts");
    size_t waiting = 0;

    for (size_t i = 0; parts && i < parts->count; i++) {
        const char *said = tree_text(&parts->items[i], "outcome");
        if (strcmp(said, "needs_human"))
            continue;
        const struct given *given = given_for(m, parts->names[i]);
        if (!given || !(given->score >= 0 && given->score <= 1))
            return false;
        waiting++;
    }
    return waiting == m->count;
}

static struct tree as_mark(struct arena *arena, const struct mark *mark)
{
    struct tree_maker map = tree_map(arena), why = tree_map(arena);

    tree_put(&map, "score", tree_of_real(mark->score));
    if (*mark->comment) {
        tree_put(&why, "vi", tree_of_text(mark->comment));
        tree_put(&why, "en", tree_of_text(mark->comment));
        tree_put(&map, "why", tree_done(&why));
    }
    return tree_done(&map);
}

/* Slot as text -> part -> mark, the newest of each. */
enum status marks_of(struct db *tx, struct arena *arena, int64_t attempt,
                     struct tree *out)
{
    struct tree_maker slots = tree_map(arena);
    const struct mark *list;
    size_t count;

    TRY(mark_list(tx, arena, attempt, &list, &count));
    for (size_t i = 0; i < count; i++) {
        struct tree_maker parts = tree_map(arena);
        for (size_t k = 0; k < count; k++)
            if (list[k].slot == list[i].slot)
                tree_put(&parts, list[k].part, as_mark(arena, &list[k]));
        tree_put(&slots, arena_print(arena, "%lld", (long long)list[i].slot),
                 tree_done(&parts));
    }
    *out = tree_done(&slots);
    return OK;
}

/* The result that follows once nothing of the paper waits any more. */
static enum status conclude(struct db *tx, const struct marking *m,
                            const struct mark_task *task,
                            const struct result *held)
{
    struct tree marks;
    struct result result;
    int64_t waiting;

    TRY(mark_attempt_waiting_count(tx, m->arena, held->attempt, &waiting));
    if (waiting)
        return OK;
    TRY(marks_of(tx, m->arena, held->attempt, &marks));
    TRY(result_marked(m->arena, m->plan, held, &marks, &result));
    result.id = id_new();
    result.sitting = task->sitting;
    result.person = task->person;
    result.sequence = held->sequence + 1;
    result.reason = "marked";
    result.graded_at = m->now;
    TRY(result_add(tx, m->arena, &result));
    return completion_after_result(tx, m->arena, task->sitting, task->person,
                                   m->now);
}

static enum status record(struct db *tx, const struct marking *m,
                          const struct given *given)
{
    struct tree_maker detail = tree_map(m->arena);

    tree_put(&detail, "part", tree_of_text(given->part));
    tree_put(&detail, "score", tree_of_real(given->score));
    if (given->comment && *given->comment)
        tree_put(&detail, "comment", tree_of_text(given->comment));
    struct tree said = tree_done(&detail);
    TRY(mark_add(tx, m->arena, m->task,
                 &(struct mark){.part = given->part,
                                .score = given->score,
                                .comment = given->comment,
                                .by = m->by,
                                .at = m->now}));
    return audit_add(tx, m->arena,
                     &(struct deed){.at = m->now,
                                    .actor = m->by,
                                    .action = "mark.give",
                                    .object = "mark_task",
                                    .object_id = m->task,
                                    .detail = json_text(m->arena, &said)});
}

static enum status give(struct db *tx, void *arg)
{
    const struct marking *m = arg;
    const struct mark_task *task;
    const struct result *held;
    struct tree outcome;

    TRY(mark_task_find(tx, m->arena, m->task, &task));
    TRY(result_find(tx, m->arena, task->attempt, &held));
    if (task->person == m->by)
        return DENIED;
    if (strcmp(held->state, "held") ||
        (task->done_by && task->done_by != m->by) ||
        (task->lent_to && task->lent_to != m->by && task->lent_until > m->now))
        return CONFLICT;
    TRY(mark_outcome_find(tx, m->arena, task, &outcome));
    if (!is_complete(m, &outcome))
        return INVALID;
    for (size_t i = 0; i < m->count; i++)
        TRY(record(tx, m, &m->given[i]));
    TRY(mark_task_finish(tx, m->arena, task->id, m->by, m->now));
    return conclude(tx, m, task, held);
}

struct taking {
    struct arena *arena;
    int64_t sitting, item, marker, now, task;
};

static enum status take(struct db *tx, void *arg)
{
    struct taking *t = arg;
    const struct mark_task *next;

    TRY(mark_task_next_find(tx, t->arena, t->sitting, t->item, t->marker,
                            t->now, &next));
    t->task = next->id;
    return mark_task_lend(tx, t->arena, next->id, t->marker,
                          t->now + MARK_DESK_MS);
}

enum status mark_take(struct house *house, struct arena *arena, int64_t sitting,
                      int64_t item, int64_t marker, int64_t now, int64_t *task)
{
    struct taking t = {arena, sitting, item, marker, now, 0};

    TRY(db_write(house->db, take, &t));
    *task = t.task;
    return OK;
}

enum status mark_give(struct house *house, struct arena *arena, int64_t task,
                      const struct given *given, size_t count, int64_t by,
                      int64_t now)
{
    const struct mark_task *one;
    const struct attempt *attempt;
    const struct shelf_test *test;

    TRY(mark_task_find(house->db, arena, task, &one));
    TRY(attempt_find(house->db, arena, one->attempt, &attempt));
    TRY(shelf_test(house, attempt->test, &test));
    struct marking m = {arena, task, given, count, by, now, &test->plan};
    return db_write(house->db, give, &m);
}
