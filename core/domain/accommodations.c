#include "domain/accommodations.h"

#include "base/clock.h"
#include "base/random.h"
#include "store/audit.h"

enum { MINUTE_MS = 60000 };

int64_t accommodation_extra(const struct accommodation *one, int64_t limit_ms)
{
    return limit_ms * (one->percent - 100) / 100 +
           one->break_minutes * MINUTE_MS;
}

enum status extra_time_of(struct db *db, struct arena *arena, int64_t person,
                          int64_t limit_ms, int64_t now,
                          struct accommodation *one, int64_t *extra)
{
    struct accommodation found = {0};
    enum status status =
        accommodation_find(db, arena, person, clock_day(now), &found);

    *extra = status == OK ? accommodation_extra(&found, limit_ms) : 0;
    if (one)
        *one = found;
    return status == MISSING ? OK : status;
}

enum status accommodation_stretch(struct db *tx, struct arena *arena,
                                  int64_t sitting, int64_t opens_at,
                                  int64_t closes_at, int64_t limit_ms)
{
    struct accommodation most = {0};

    TRY(accommodation_find_most(tx, arena, sitting, clock_day(opens_at),
                                &most.percent, &most.break_minutes));
    return sitting_stretch(tx, arena, sitting,
                           closes_at + accommodation_extra(&most, limit_ms));
}

/* ---- granting ------------------------------------------------------------*/

struct granting {
    struct house *house;
    struct arena *arena;
    struct accommodation one;
    int64_t by, now;
};

static enum status audit(struct db *tx, const struct granting *g,
                         const char *action)
{
    return audit_add(tx, g->arena,
                     &(struct deed){.at = g->now,
                                    .actor = g->by,
                                    .action = action,
                                    .object = "person",
                                    .object_id = g->one.person});
}

/* Sittings the person is called to may now run longer. */
static enum status stretch_all(struct db *tx, const struct granting *g)
{
    const struct called_until *list;
    size_t count;

    TRY(called_until_list(tx, g->arena, g->one.person, g->now, &list, &count));
    for (size_t i = 0; i < count; i++) {
        const struct test *test;
        struct test_plan plan;
        TRY(test_find(tx, g->arena, list[i].test, &test));
        TRY(test_read(g->arena, test->definition, &plan));
        TRY(sitting_stretch(tx, g->arena, list[i].sitting,
                            list[i].closes_at +
                                accommodation_extra(&g->one, plan.limit_ms)));
    }
    return OK;
}

static enum status grant(struct db *tx, void *arg)
{
    const struct granting *g = arg;

    TRY(accommodation_add(tx, g->arena, &g->one));
    TRY(stretch_all(tx, g));
    return audit(tx, g, "accommodation.grant");
}

static enum accommodation_fault fault_of(const struct accommodation *one)
{
    return !one->basis || !*one->basis                ? GRANT_NO_BASIS
           : one->percent < 100 || one->percent > 400 ? GRANT_BAD_PERCENT
           : one->break_minutes < 0 || one->break_minutes > 240
               ? GRANT_BAD_BREAK
           : !one->valid_from ||
                   (one->valid_to && one->valid_to <= one->valid_from)
               ? GRANT_BAD_DAYS
           : one->percent == 100 && !one->break_minutes && !one->larger_text &&
                   !one->separate_room
               ? GRANT_NOTHING
               : GRANT_FINE;
}

enum status accommodation_grant(struct house *house, struct arena *arena,
                                const struct accommodation *one,
                                enum accommodation_fault *fault)
{
    struct granting g = {house, arena, *one, one->approved_by,
                         one->approved_at};

    *fault = fault_of(one);
    if (*fault)
        return INVALID;
    g.one.id = id_new();
    return db_write(house->db, grant, &g);
}

static enum status stop(struct db *tx, void *arg)
{
    const struct granting *g = arg;

    TRY(accommodation_end(tx, g->arena, g->one.person, g->one.id,
                          clock_day(g->now)));
    return audit(tx, g, "accommodation.end");
}

enum status accommodation_stop(struct house *house, struct arena *arena,
                               int64_t person, int64_t id, int64_t by,
                               int64_t now)
{
    struct granting g = {house, arena, {.id = id, .person = person}, by, now};

    return db_write(house->db, stop, &g);
}
