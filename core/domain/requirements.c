#include "domain/requirements.h"

#include "base/clock.h"
#include "base/random.h"
#include "seal/hash.h"
#include "store/audit.h"
#include "store/completions.h"
#include "json/json.h"

#include <stdlib.h>
#include <string.h>

/* ---- making and ending ---------------------------------------------------*/

static uint64_t bit(enum requirement_fault fault, bool is_so)
{
    return is_so ? UINT64_C(1) << fault : 0;
}

enum status requirement_faults(struct house *house, struct arena *arena,
                               const struct new_requirement *n,
                               uint64_t *faults)
{
    const struct course *course;
    enum status status = course_find(house->db, arena, n->course_code, &course);

    if (status != OK && status != MISSING)
        return status;
    *faults =
        bit(REQUIREMENT_NO_COURSE, status == MISSING) |
        bit(REQUIREMENT_NO_DUE, !n->due_on) |
        bit(REQUIREMENT_PAST, n->due_on && n->due_on < clock_day(n->now)) |
        bit(REQUIREMENT_NOBODY, !n->whom.unit_count && !n->whom.people_count);
    return OK;
}

static const char *kinds_text(struct arena *arena,
                              const struct new_requirement *n)
{
    const char *text = n->kind_count ? "," : "";

    for (size_t i = 0; i < n->kind_count; i++)
        text = arena_print(arena, "%s%s,", text, n->kinds[i]);
    return text;
}

static int by_id(const void *a, const void *b)
{
    const int64_t *x = a, *y = b;

    return (*x > *y) - (*x < *y);
}

static struct tree ids(struct arena *arena, const int64_t *list, size_t count)
{
    struct tree_maker out = tree_list(arena);
    int64_t *sorted = arena_many(arena, int64_t, count);

    for (size_t i = 0; i < count; i++)
        sorted[i] = list[i];
    qsort(sorted, count, sizeof *sorted, by_id);
    for (size_t i = 0; i < count; i++)
        tree_add(&out, tree_of_integer(sorted[i]));
    return tree_done(&out);
}

static const char *digest_of(struct arena *arena,
                             const struct new_requirement *n, const char *kinds)
{
    const struct required_whom *whom = &n->whom;
    struct tree_maker map = tree_map(arena);

    tree_put(&map, "course", tree_of_text(n->course_code));
    tree_put(&map, "kinds", tree_of_text(kinds));
    tree_put(&map, "basis", tree_of_text(n->basis));
    tree_put(&map, "due", tree_of_integer(n->due_on));
    tree_put(&map, "since", tree_of_integer(n->since));
    tree_put(&map, "units", ids(arena, whom->units, whom->unit_count));
    if (whom->people_count)
        tree_put(&map, "people", ids(arena, whom->people, whom->people_count));
    struct tree all = tree_done(&map);
    const char *json = json_text(arena, &all);
    return hash_of(arena, json, strlen(json));
}

struct making {
    struct arena *arena;
    const struct new_requirement *n;
    struct requirement row;
};

static enum status audit(struct db *tx, struct arena *arena, const char *action,
                         int64_t id, int64_t by, int64_t now)
{
    return audit_add(tx, arena,
                     &(struct deed){.at = now,
                                    .actor = by,
                                    .action = action,
                                    .object = "requirement",
                                    .object_id = id});
}

static enum status add(struct db *tx, void *arg)
{
    const struct making *m = arg;

    TRY(requirement_add(tx, m->arena, &m->row, &m->n->whom));
    return audit(tx, m->arena, "requirement.make", m->row.id, m->n->by,
                 m->n->now);
}

static enum status find_same(struct house *house, struct arena *arena,
                             const char *digest, int64_t *id)
{
    const struct requirement *same;

    TRY(requirement_find_same(house->db, arena, digest, &same));
    *id = same->id;
    return OK;
}

enum status requirement_make(struct house *house, struct arena *arena,
                             const struct new_requirement *n, int64_t *id)
{
    const char *kinds = kinds_text(arena, n);
    struct making m = {arena, n, {0}};
    uint64_t faults;

    TRY(requirement_faults(house, arena, n, &faults));
    if (faults)
        return INVALID;
    m.row = (struct requirement){
        .id = id_new(),
        .course_code = n->course_code,
        .kinds = kinds,
        .basis = n->basis,
        .due_on = n->due_on,
        .since = n->since,
        .digest = digest_of(arena, n, kinds),
        .created_at = n->now,
        .created_by = n->by,
    };
    *id = m.row.id;
    enum status status = find_same(house, arena, m.row.digest, id);
    if (status != MISSING)
        return status;
    status = db_write(house->db, add, &m);
    return status == CONFLICT ? find_same(house, arena, m.row.digest, id)
                              : status;
}

struct dropping {
    struct arena *arena;
    int64_t id, by, now;
    const char *reason;
};

static enum status drop(struct db *tx, void *arg)
{
    const struct dropping *d = arg;

    TRY(requirement_end(tx, d->arena, d->id, d->reason, d->now));
    return audit(tx, d->arena, "requirement.end", d->id, d->by, d->now);
}

enum status requirement_drop(struct house *house, struct arena *arena,
                             int64_t id, const char *reason, int64_t by,
                             int64_t now)
{
    struct dropping d = {arena, id, by, now, reason};

    if (!reason || !*reason)
        return INVALID;
    return db_write(house->db, drop, &d);
}

/* ---- for one person ------------------------------------------------------*/

static enum status read_one(struct house *house, struct arena *arena,
                            int64_t person, int64_t today, struct required *out)
{
    const struct requirement *r = out->requirement;
    struct completion completion;
    struct enrolment enrolment;
    enum status status =
        completion_find(house->db, arena, person, r->course_code, &completion);

    if (status != OK && status != MISSING)
        return status;
    if (status == OK && clock_day(completion.completed_at) >= r->since)
        out->done_at = completion.completed_at;
    status =
        enrolment_find(house->db, arena, person, r->course_code, &enrolment);
    out->begun = status == OK;
    out->overdue = !out->done_at && r->due_on < today;
    return status == MISSING ? OK : status;
}

static int by_need(const void *a, const void *b)
{
    const struct required *x = a, *y = b;

    if (!x->done_at != !y->done_at)
        return x->done_at ? 1 : -1;
    return (x->requirement->due_on > y->requirement->due_on) -
           (x->requirement->due_on < y->requirement->due_on);
}

enum status required_of(struct house *house, struct arena *arena,
                        int64_t person, int64_t now,
                        const struct required **out, size_t *count)
{
    int64_t today = clock_day(now);
    const struct requirement *rows;
    size_t row_count;

    TRY(requirement_person_list(house->db, arena, person, today, &rows,
                                &row_count));
    struct required *list = arena_many(arena, struct required, row_count);
    *count = 0;
    for (size_t i = 0; i < row_count; i++) {
        struct required one = {.requirement = &rows[i]};
        enum status status =
            course_find(house->db, arena, rows[i].course_code, &one.course);
        if (status == MISSING) /* its course was taken away since */
            continue;
        TRY(status);
        TRY(read_one(house, arena, person, today, &one));
        list[(*count)++] = one;
    }
    qsort(list, *count, sizeof *list, by_need);
    *out = list;
    return OK;
}
