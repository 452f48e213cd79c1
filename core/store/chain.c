#include "store/chain.h"

static const char deed[] = "audit_event", result[] = "result";

enum { LINK_CELLS = 7, DEED_CELLS = 8, RESULT_CELLS = 17 };

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

static struct evidence evidence_of(const char *kind, int64_t row,
                                   const struct value *cells)
{
    bool is_result = kind == result;

    return (struct evidence){
        .kind = kind,
        .row = row,
        .cells = cells,
        .count = is_result ? RESULT_CELLS : DEED_CELLS,
        .erasable = is_result ? cells[RESULT_CELLS].text : NULL,
    };
}

enum status unsealed_list(struct db *db, struct arena *arena, int64_t limit,
                          const struct evidence **out, size_t *count)
{
    struct rows deeds, results;

    TRY(db_run(db, arena, SQL_UNSEALED_AUDIT_LIST, ARGS(integer(limit)),
               &deeds));
    TRY(db_run(db, arena, SQL_UNSEALED_RESULT_LIST, ARGS(integer(limit)),
               &results));
    struct evidence *list =
        arena_many(arena, struct evidence, deeds.count + results.count);
    size_t n = 0;
    for (size_t i = 0; i < deeds.count; i++)
        list[n++] =
            evidence_of(deed, cell(&deeds, i, 0)->integer, cell(&deeds, i, 1));
    for (size_t i = 0; i < results.count; i++)
        list[n++] = evidence_of(result, cell(&results, i, 0)->integer,
                                cell(&results, i, 1));
    *out = list;
    *count = n;
    return OK;
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
    const char *kind;
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
    struct evidence row = {w->kind, link.row, NULL, 0, NULL};

    if (cells[LINK_CELLS].kind != NOTHING)
        row = evidence_of(w->kind, link.row, cells + LINK_CELLS);
    return w->each(&link, &row, w->arg);
}

enum status chain_audit_list(struct db *db, chain_row *each, void *arg)
{
    struct walk w = {.kind = deed, .each = each, .arg = arg};

    return db_each(db, SQL_CHAIN_AUDIT_EACH, INT64_MIN, NO_ARGS, one_link, &w);
}

enum status chain_result_list(struct db *db, chain_row *each, void *arg)
{
    struct walk w = {.kind = result, .each = each, .arg = arg};

    return db_each(db, SQL_CHAIN_RESULT_EACH, INT64_MIN, NO_ARGS, one_link, &w);
}

static enum status one_outsider(const struct value *cells, void *arg)
{
    const struct walk *w = arg;

    return w->outsider(w->kind, cells[0].integer, cells[1].integer, w->arg);
}

enum status chain_outside_list(struct db *db, chain_outsider *each, void *arg)
{
    struct walk w = {.kind = deed, .outsider = each, .arg = arg};

    TRY(db_each(db, SQL_CHAIN_OUTSIDE_AUDIT_EACH, INT64_MIN, NO_ARGS,
                one_outsider, &w));
    w.kind = result;
    return db_each(db, SQL_CHAIN_OUTSIDE_RESULT_EACH, INT64_MIN, NO_ARGS,
                   one_outsider, &w);
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
