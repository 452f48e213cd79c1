#include "domain/staff_import.h"

#include "domain/people.h"
#include "store/audit.h"
#include "store/staff.h"
#include "json/json.h"

#include <string.h>

/* Taking an import back. What it brought is marked again in small
   transactions, and still counts; one transaction puts back what it changed
   and lets nothing of it count any more; then the marked rows go, again in
   small ones. A server that dies before that one transaction has changed
   nothing, and the next import takes the marks off; after it, that one takes
   the rows away. */
enum { AT_ONCE = 500, MOST_HINDRANCES = 200 };

struct undoing {
    struct arena *arena;
    int64_t run, by, now;
    const char *reason;
    size_t done;
};

enum status staff_undo_look(struct house *house, struct arena *arena,
                            int64_t id, const struct staff_hindrance **out,
                            size_t *count)
{
    struct staff_run run;

    TRY(staff_run_find(house->db, arena, id, &run));
    /* One of before what changed was kept says no "run". */
    if (strcmp(run.state, "done") || !strstr(run.counts, "\"run\":"))
        return MISSING;
    return staff_hindrance_list(house->db, arena, id, MOST_HINDRANCES, out,
                                count);
}

static enum status mark_some(struct db *tx, void *arg)
{
    struct undoing *u = arg;

    return staff_run_mark(tx, u->arena, u->run, AT_ONCE, &u->done);
}

static enum status remove_some(struct db *tx, void *arg)
{
    struct undoing *u = arg;

    return staff_run_remove(tx, u->arena, u->run, AT_ONCE, &u->done);
}

static const char *detail_of(const struct undoing *u)
{
    struct tree_maker map = tree_map(u->arena);

    tree_put(&map, "reason", tree_of_text(u->reason));
    struct tree detail = tree_done(&map);
    return json_text(u->arena, &detail);
}

/* The names go first: who is found by them is read from what was kept. */
static enum status put_back(struct db *tx, void *arg)
{
    struct undoing *u = arg;
    const struct staff_hindrance *hindrances;
    const struct staff_renamed *renamed;
    size_t count;

    TRY(staff_hindrance_list(tx, u->arena, u->run, 1, &hindrances, &count));
    if (count)
        return CONFLICT;
    TRY(staff_renamed_list(tx, u->arena, u->run, &renamed, &count));
    for (size_t i = 0; i < count; i++)
        TRY(person_words_set(tx, u->arena, renamed[i].person,
                             renamed[i].full_name));
    TRY(staff_run_undo(tx, u->arena, u->run, u->now));
    return audit_add(tx, u->arena,
                     &(struct deed){.at = u->now,
                                    .actor = u->by,
                                    .action = "staff.undo",
                                    .object = "staff_import",
                                    .object_id = u->run,
                                    .detail = detail_of(u)});
}

static enum status until_done(struct house *house, struct undoing *u,
                              db_work *work)
{
    enum status status = OK;

    for (u->done = 1; u->done && status == OK;) {
        u->arena = arena_new();
        status = db_write(house->db, work, u);
        arena_free(u->arena);
    }
    return status;
}

enum status staff_undo(struct house *house, struct arena *arena, int64_t run,
                       const char *reason, int64_t by, int64_t now)
{
    struct undoing u = {arena, run, by, now, reason, 0};
    const struct staff_hindrance *hindrances;
    size_t count;

    if (!reason || !*reason)
        return INVALID;
    TRY(staff_undo_look(house, arena, run, &hindrances, &count));
    if (count)
        return CONFLICT;
    TRY(until_done(house, &u, mark_some));
    u.arena = arena;
    TRY(db_write(house->db, put_back, &u));
    (void)!until_done(house, &u, remove_some); /* or the next import does */
    return OK;
}
