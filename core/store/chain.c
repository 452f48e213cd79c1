#include "store/chain.h"

#include <string.h>

enum { LINK_CELLS = 7 };

/* What is evidence: how many cells of a row its digest covers, and whether one
   behind them may be erased. The deeds come first. */
static const struct kind {
    const char *name;
    enum sql waiting, linked, outside;
    size_t cells;
    bool erasable;
} kinds[] = {
    {"audit_event", SQL_UNSEALED_AUDIT_LIST, SQL_CHAIN_AUDIT_EACH,
     SQL_CHAIN_OUTSIDE_AUDIT_EACH, 8, false},
    {"result", SQL_UNSEALED_RESULT_LIST, SQL_CHAIN_RESULT_EACH,
     SQL_CHAIN_OUTSIDE_RESULT_EACH, 17, true},
    {"attempt", SQL_UNSEALED_ATTEMPT_LIST, SQL_CHAIN_ATTEMPT_EACH,
     SQL_CHAIN_OUTSIDE_ATTEMPT_EACH, 19, false},
    {"answer_event", SQL_UNSEALED_LATE_LIST, SQL_CHAIN_LATE_EACH,
     SQL_CHAIN_OUTSIDE_LATE_EACH, 11, true},
    {"test", SQL_UNSEALED_TEST_LIST, SQL_CHAIN_TEST_EACH,
     SQL_CHAIN_OUTSIDE_TEST_EACH, 12, false},
    {"item", SQL_UNSEALED_ITEM_LIST, SQL_CHAIN_ITEM_EACH,
     SQL_CHAIN_OUTSIDE_ITEM_EACH, 15, false},
};
enum { KINDS = sizeof kinds / sizeof *kinds };

bool chain_has_kind(const char *kind)
{
    for (size_t i = 0; i < KINDS; i++)
        if (!strcmp(kinds[i].name, kind))
            return true;
    return false;
}

enum status unsealed_add(struct db *tx, struct arena *arena, const char *kind,
                         int64_t row, int64_t since)
{
    return db_run(tx, arena, SQL_UNSEALED_ADD,
                  ARGS(text(kind), integer(row), integer(since)), NULL);
}

enum status unsealed_count(struct db *db, int64_t *count, int64_t *since)
{
    struct arena *arena = arena_new();
    struct rows rows;
    enum status status = db_run(db, arena, SQL_UNSEALED_COUNT, NO_ARGS, &rows);

    if (status == OK) {
        *count = cell(&rows, 0, 0)->integer;
        *since = cell(&rows, 0, 1)->integer;
    }
    arena_free(arena);
    return status;
}

static struct evidence evidence_of(const struct kind *kind, int64_t row,
                                   const struct value *cells)
{
    return (struct evidence){
        .kind = kind->name,
        .row = row,
        .cells = cells,
        .count = kind->cells,
        .erasable = kind->erasable ? cells[kind->cells].text : NULL,
    };
}

enum status unsealed_list(struct db *db, struct arena *arena, int64_t limit,
                          const struct evidence **out, size_t *count)
{
    struct rows rows[KINDS];
    size_t all = 0, n = 0;

    for (size_t k = 0; k < KINDS; k++) {
        TRY(db_run(db, arena, kinds[k].waiting, ARGS(integer(limit)),
                   &rows[k]));
        all += rows[k].count;
    }
    struct evidence *list = arena_many(arena, struct evidence, all);
    for (size_t k = 0; k < KINDS; k++)
        for (size_t i = 0; i < rows[k].count; i++)
            list[n++] = evidence_of(&kinds[k], cell(&rows[k], i, 0)->integer,
                                    cell(&rows[k], i, 1));
    *out = list;
    *count = n;
    return OK;
}

static enum status belonging(struct db *db, struct arena *arena,
                             enum sql statement, const char *kind, int64_t to,
                             const struct evidence **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, statement, ARGS(integer(to)), &rows));
    struct evidence *list = arena_many(arena, struct evidence, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct evidence){.kind = kind,
                                    .row = cell(&rows, i, 0)->integer,
                                    .cells = cell(&rows, i, 0),
                                    .count = rows.columns};
    *out = list;
    *count = rows.count;
    return OK;
}

enum status sealed_answer_list(struct db *db, struct arena *arena,
                               int64_t attempt, const struct evidence **out,
                               size_t *count)
{
    return belonging(db, arena, SQL_SEALED_ANSWER_LIST, "answer_event", attempt,
                     out, count);
}

enum status sealed_variant_list(struct db *db, struct arena *arena,
                                int64_t item, const struct evidence **out,
                                size_t *count)
{
    return belonging(db, arena, SQL_SEALED_VARIANT_LIST, "item_variant", item,
                     out, count);
}

enum status chain_head_find(struct db *db, struct arena *arena,
                            int64_t *sequence, const char **link)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_CHAIN_HEAD_FIND, NO_ARGS, &rows));
    if (!rows.count)
        return MISSING;
    *sequence = cell(&rows, 0, 0)->integer;
    *link = cell(&rows, 0, 1)->text;
    return OK;
}

enum status chain_link_find(struct db *db, struct arena *arena,
                            int64_t sequence, const char **link)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_CHAIN_LINK_FIND, ARGS(integer(sequence)), &rows));
    if (!rows.count)
        return MISSING;
    *link = cell(&rows, 0, 0)->text;
    return OK;
}

enum status chain_add(struct db *tx, struct arena *arena,
                      const struct chain_link *l)
{
    TRY(db_run(tx, arena, SQL_CHAIN_ADD,
               ARGS(integer(l->sequence), text(l->kind), integer(l->row),
                    text(l->salt), text(l->erasable), text(l->digest),
                    text(l->link)),
               NULL));
    return db_run(tx, arena, SQL_UNSEALED_REMOVE,
                  ARGS(text(l->kind), integer(l->row)), NULL);
}

static struct checkpoint checkpoint_of(const struct value *cells)
{
    return (struct checkpoint){
        .id = cells[0].integer,
        .sequence = cells[1].integer,
        .link = cells[2].text,
        .at = cells[3].integer,
        .key = cells[4].text,
        .signature = cells[5].text,
    };
}

enum status checkpoint_add(struct db *tx, struct arena *arena,
                           const struct checkpoint *c)
{
    return db_run(tx, arena, SQL_CHECKPOINT_ADD,
                  ARGS(integer(c->id), integer(c->sequence), text(c->link),
                       integer(c->at), text(c->key), text(c->signature)),
                  NULL);
}

enum status checkpoint_newest_find(struct db *db, struct arena *arena,
                                   struct checkpoint *out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_CHECKPOINT_NEWEST_FIND, NO_ARGS, &rows));
    if (!rows.count)
        return MISSING;
    *out = checkpoint_of(cell(&rows, 0, 0));
    return OK;
}

/* ---- walking
 * ------------------------------------------------------------------*/

struct walk {
    const struct kind *kind;
    chain_row *each;
    chain_outsider *outsider;
    checkpoint_row *checkpoint;
    void *arg;
};

static enum status one_link(const struct value *cells, void *arg)
{
    const struct walk *w = arg;
    const struct chain_link link = {
        .sequence = cells[0].integer,
        .kind = cells[1].text,
        .row = cells[2].integer,
        .salt = cells[3].text,
        .erasable = cells[4].text,
        .digest = cells[5].text,
        .link = cells[6].text,
    };
    struct evidence row = {.kind = w->kind->name, .row = link.row};

    if (cells[LINK_CELLS].kind != NOTHING)
        row = evidence_of(w->kind, link.row, cells + LINK_CELLS);
    return w->each(&link, &row, w->arg);
}

enum status chain_audit_list(struct db *db, chain_row *each, void *arg)
{
    struct walk w = {.kind = kinds, .each = each, .arg = arg};

    return db_each(db, kinds[0].linked, INT64_MIN, NO_ARGS, one_link, &w);
}

enum status chain_other_list(struct db *db, chain_row *each, void *arg)
{
    for (size_t k = 1; k < KINDS; k++) {
        struct walk w = {.kind = &kinds[k], .each = each, .arg = arg};
        TRY(db_each(db, kinds[k].linked, INT64_MIN, NO_ARGS, one_link, &w));
    }
    return OK;
}

static enum status one_outsider(const struct value *cells, void *arg)
{
    const struct walk *w = arg;

    return w->outsider(w->kind->name, cells[0].integer, cells[1].integer,
                       w->arg);
}

enum status chain_outside_list(struct db *db, chain_outsider *each, void *arg)
{
    for (size_t k = 0; k < KINDS; k++) {
        struct walk w = {.kind = &kinds[k], .outsider = each, .arg = arg};
        TRY(db_each(db, kinds[k].outside, INT64_MIN, NO_ARGS, one_outsider,
                    &w));
    }
    return OK;
}

struct answers_walk {
    kept_answer_row *each;
    renamed_row *renamed;
    void *arg;
};

static enum status one_answer(const struct value *cells, void *arg)
{
    const struct answers_walk *w = arg;
    const struct kept_answer answer = {
        .id = cells[0].integer,
        .attempt = cells[1].integer,
        .slot = cells[2].integer,
        .save_id = cells[3].text,
        .digest = cells[4].text,
        .receipt = cells[5].text,
        .body = cells[6].text,
    };

    return w->each(&answer, w->arg);
}

enum status kept_answer_list(struct db *db, kept_answer_row *each, void *arg)
{
    struct answers_walk w = {.each = each, .arg = arg};

    return db_each(db, SQL_ANSWER_EVENT_EACH, INT64_MIN, NO_ARGS, one_answer,
                   &w);
}

static enum status one_renamed(const struct value *cells, void *arg)
{
    const struct answers_walk *w = arg;

    return w->renamed(cells[0].integer, cells[1].text, cells[2].text, w->arg);
}

enum status renamed_list(struct db *db, renamed_row *each, void *arg)
{
    struct answers_walk w = {.renamed = each, .arg = arg};

    return db_each(db, SQL_CANDIDATE_RENAMED_EACH, INT64_MIN, NO_ARGS,
                   one_renamed, &w);
}

enum status result_holder_find(struct db *db, int64_t id)
{
    struct arena *arena = arena_new();
    struct rows rows;
    enum status status =
        db_run(db, arena, SQL_RESULT_HOLDER_COUNT, ARGS(integer(id)), &rows);

    if (status == OK && cell(&rows, 0, 0)->integer != 1)
        status = MISSING;
    arena_free(arena);
    return status;
}

static enum status one_lost(const struct value *cells, void *arg)
{
    const struct walk *w = arg;

    return w->outsider(cells[1].text, cells[0].integer, 0, w->arg);
}

enum status unsealed_lost_list(struct db *db, chain_outsider *each, void *arg)
{
    struct walk w = {.outsider = each, .arg = arg};

    return db_each(db, SQL_UNSEALED_LOST_EACH, INT64_MIN, NO_ARGS, one_lost,
                   &w);
}

static enum status one_hidden(const struct value *cells, void *arg)
{
    const struct walk *w = arg;

    return w->outsider("result", cells[0].integer, 0, w->arg);
}

enum status chain_hidden_list(struct db *db, chain_outsider *each, void *arg)
{
    struct walk w = {.outsider = each, .arg = arg};

    return db_each(db, SQL_CHAIN_HIDDEN_RESULT_EACH, INT64_MIN, NO_ARGS,
                   one_hidden, &w);
}

static enum status one_checkpoint(const struct value *cells, void *arg)
{
    const struct walk *w = arg;
    const struct checkpoint checkpoint = checkpoint_of(cells);

    return w->checkpoint(&checkpoint, cells[6].text, w->arg);
}

enum status checkpoint_list(struct db *db, checkpoint_row *each, void *arg)
{
    struct walk w = {.checkpoint = each, .arg = arg};

    return db_each(db, SQL_CHECKPOINT_EACH, INT64_MIN, NO_ARGS, one_checkpoint,
                   &w);
}
