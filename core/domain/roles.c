#include "domain/roles.h"

#include "base/clock.h"
#include "base/random.h"
#include "store/audit.h"
#include "store/units.h"

bool grant_holds(const struct grant *grant, int64_t day)
{
    return grant->valid_from <= day &&
           (!grant->valid_to || grant->valid_to > day);
}

/* Rights of the roles that cover a unit: 0 is the whole agency, which only a
   role for the whole agency covers. */
static enum status rights_over(struct db *db, struct arena *arena,
                               const struct actor *actor, int64_t unit,
                               uint64_t *rights)
{
    const struct unit *path = NULL;
    size_t count = 0;

    *rights = 0;
    if (unit) {
        TRY(unit_path_list(db, arena, unit, clock_day(actor->now), &path,
                           &count));
        if (!count)
            return MISSING;
    }
    for (size_t i = 0; i < actor->scope_count; i++) {
        const struct scope *s = &actor->scopes[i];
        bool covers = !s->unit;
        for (size_t k = 0; k < count && !covers; k++)
            covers = path[k].id == s->unit;
        if (covers)
            *rights |= role_rights(s->role);
    }
    return OK;
}

enum status actor_reaches_unit(struct db *db, struct arena *arena,
                               const struct actor *actor, enum right right,
                               int64_t unit)
{
    uint64_t rights;

    TRY(rights_over(db, arena, actor, unit, &rights));
    return rights >> right & 1 ? OK : MISSING;
}

enum status actor_reaches_person(struct db *db, struct arena *arena,
                                 const struct actor *actor, enum right right,
                                 int64_t id)
{
    int64_t day = clock_day(actor->now);
    const struct assignment *duties;
    const struct person *person;
    size_t count;

    TRY(person_find(db, arena, id, &person));
    if (actor_reaches_unit(db, arena, actor, right, 0) == OK)
        return OK;
    TRY(assignment_list(db, arena, id, &duties, &count));
    for (size_t i = 0; i < count; i++) {
        if (duties[i].valid_from > day ||
            (duties[i].valid_to && duties[i].valid_to <= day))
            continue;
        enum status status =
            actor_reaches_unit(db, arena, actor, right, duties[i].unit);
        if (status != MISSING)
            return status;
    }
    return MISSING;
}

enum status actor_may_give(struct db *db, struct arena *arena,
                           const struct actor *actor, enum role role,
                           int64_t unit)
{
    uint64_t rights;

    TRY(rights_over(db, arena, actor, unit, &rights));
    if (role == ROLE_LEARNER || role >= ROLE_COUNT)
        return DENIED; /* everybody is one, nobody becomes one */
    if (rights >> ADMINISTER & 1)
        return OK;
    return rights >> MANAGE_PEOPLE & 1 && !(role_rights(role) & ~rights)
               ? OK
               : DENIED;
}

enum status actor_stands_above(struct db *db, struct arena *arena,
                               const struct actor *actor, enum right right,
                               int64_t person)
{
    const struct grant *grants;
    size_t count;

    TRY(actor_reaches_person(db, arena, actor, right, person));
    if (person == actor->person)
        return DENIED;
    TRY(grant_list(db, arena, person, &grants, &count));
    for (size_t i = 0; i < count; i++) {
        if (!grant_holds(&grants[i], clock_day(actor->now)))
            continue;
        enum status status = actor_may_give(
            db, arena, actor, role_of(grants[i].role), grants[i].unit);
        /* A role for a unit that is no more gives nobody anything. */
        if (status != OK && status != MISSING)
            return status;
    }
    return OK;
}

/* ---- deeds
 * --------------------------------------------------------------------*/

struct granting {
    struct arena *arena;
    const struct actor *actor;
    int64_t person;
    enum role role;
    int64_t unit, grant;
};

static enum status put_on_record(struct db *tx, const struct granting *g,
                                 const char *action, const char *role,
                                 int64_t unit)
{
    const struct deed deed = {
        .at = g->actor->now,
        .actor = g->actor->person,
        .action = action,
        .object = "person",
        .object_id = g->person,
        .detail = arena_print(g->arena, "{\"role\":\"%s\",\"unit\":%lld}", role,
                              (long long)unit)};

    return audit_add(tx, g->arena, &deed);
}

static enum status give(struct db *tx, void *arg)
{
    const struct granting *g = arg;
    int64_t day = clock_day(g->actor->now);
    const char *role = role_code(g->role);
    const struct grant *grants,
        grant = {
            .id = id_new(), .role = role, .unit = g->unit, .valid_from = day};
    size_t count;

    TRY(grant_list(tx, g->arena, g->person, &grants, &count));
    for (size_t i = 0; i < count; i++)
        if (grant_holds(&grants[i], day) && grants[i].unit == g->unit &&
            role_of(grants[i].role) == g->role)
            return CONFLICT;
    TRY(grant_add(tx, g->arena, g->person, &grant));
    return put_on_record(tx, g, "role.give", role, g->unit);
}

enum status role_give(struct house *house, struct arena *arena,
                      const struct actor *actor, int64_t person, enum role role,
                      int64_t unit)
{
    struct granting g = {.arena = arena,
                         .actor = actor,
                         .person = person,
                         .role = role,
                         .unit = unit};

    TRY(actor_reaches_person(house->db, arena, actor, MANAGE_PEOPLE, person));
    if (person == actor->person)
        return DENIED;
    TRY(actor_may_give(house->db, arena, actor, role, unit));
    return db_write(house->db, give, &g);
}

static enum status end(struct db *tx, void *arg)
{
    const struct granting *g = arg;
    int64_t day = clock_day(g->actor->now);

    TRY(grant_end(tx, g->arena, g->grant, day));
    return put_on_record(tx, g, "role.end", role_code(g->role), g->unit);
}

enum status role_end(struct house *house, struct arena *arena,
                     const struct actor *actor, int64_t person, int64_t grant)
{
    struct granting g = {
        .arena = arena, .actor = actor, .person = person, .grant = grant};
    const struct grant *grants;
    size_t count, i = 0;

    TRY(actor_reaches_person(house->db, arena, actor, MANAGE_PEOPLE, person));
    if (person == actor->person)
        return DENIED;
    TRY(grant_list(house->db, arena, person, &grants, &count));
    while (i < count && grants[i].id != grant)
        i++;
    if (i == count || !grant_holds(&grants[i], clock_day(actor->now)))
        return MISSING;
    g.role = role_of(grants[i].role);
    g.unit = grants[i].unit;
    TRY(actor_may_give(house->db, arena, actor, g.role, g.unit));
    return db_write(house->db, end, &g);
}
