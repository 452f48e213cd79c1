#include "domain/unit_changes.h"

#include "base/clock.h"
#include "base/random.h"
#include "store/audit.h"
#include "store/requirements.h"
#include "json/json.h"

#include <string.h>

/* ---- what must be mended -------------------------------------------------*/

struct looking {
    struct house *house;
    struct arena *arena;
    const struct actor *actor;
    const struct unit_change *change;
    uint64_t faults;
    struct unit_effect effect;
};

static void fault_if(struct looking *l, enum unit_fault fault, bool is_so)
{
    l->faults |= is_so ? UINT64_C(1) << fault : 0;
}

/* The units that end: the unit itself, then the others. */
static size_t ending_count(const struct unit_change *c)
{
    return c->kind == UNIT_REPLACE ? 1 + c->other_count
           : c->kind == UNIT_CLOSE ? 1
                                   : 0;
}

static int64_t ending(const struct unit_change *c, size_t i)
{
    return i ? c->others[i - 1] : c->unit;
}

static enum status look_at_unit(struct looking *l, int64_t id)
{
    const struct unit *unit;
    int64_t day = l->change->day;

    TRY(actor_reaches_unit(l->house->db, l->arena, l->actor, MANAGE_PEOPLE,
                           id));
    TRY(unit_find(l->house->db, l->arena, id, day ? day : 1, &unit));
    fault_if(l, UNIT_BAD_DAY,
             !day || day > clock_day(l->actor->now) ||
                 unit->valid_from >= day ||
                 (unit->valid_to && unit->valid_to <= day));
    return OK;
}

static enum status look_at_ending(struct looking *l, int64_t id)
{
    struct db *db = l->house->db;
    const struct unit_duty *duties;
    const struct unit_grant *grants;
    const struct unit *below;
    const int64_t *required;
    size_t count;
    int64_t day = l->change->day;

    TRY(unit_duty_list(db, l->arena, id, day, MOST_DUTIES_MOVED + 1, &duties,
                       &count));
    l->effect.duties += count;
    TRY(unit_grant_list(db, l->arena, id, day, &grants, &count));
    l->effect.roles += count;
    TRY(unit_required_list(db, l->arena, id, 0, &required, &count));
    l->effect.requirements += count;
    TRY(unit_child_list(db, l->arena, id, day, &below, &count));
    l->effect.children += count;
    return OK;
}

static enum status look_at_parent(struct looking *l)
{
    const struct unit_change *c = l->change;
    const struct unit *path;
    size_t count = 0;

    if (c->kind != UNIT_MOVE)
        return OK;
    if (c->parent) {
        TRY(actor_reaches_unit(l->house->db, l->arena, l->actor, MANAGE_PEOPLE,
                               c->parent));
        TRY(unit_path_list(l->house->db, l->arena, c->parent, c->day, &path,
                           &count));
    }
    bool below = !count;
    for (size_t i = 0; i < count; i++)
        below |= path[i].id == c->unit;
    fault_if(l, UNIT_NO_PARENT, below);
    return OK;
}

/* A code that a unit which ends has had may go on. */
static enum status look_at_code(struct looking *l, const char *code)
{
    const struct unit_change *c = l->change;
    const struct unit *holder;

    if (!code || !*code || !c->day)
        return OK;
    enum status status =
        unit_code_find(l->house->db, l->arena, code, c->day, &holder);
    if (status == MISSING)
        return OK;
    TRY(status);
    bool ends = false;
    for (size_t i = 0; i < ending_count(c); i++)
        ends |= ending(c, i) == holder->id;
    fault_if(l, UNIT_CODE_TAKEN, !ends);
    return OK;
}

static enum status look_at_parts(struct looking *l)
{
    const struct unit_change *c = l->change;

    if (c->kind != UNIT_ADD && c->kind != UNIT_REPLACE)
        return OK;
    fault_if(l, UNIT_NO_NAME, !c->part_count);
    for (size_t i = 0; i < c->part_count; i++) {
        fault_if(l, UNIT_NO_NAME, !c->parts[i].name || !*c->parts[i].name);
        fault_if(l, UNIT_NO_KIND, !unit_is_kind(c->parts[i].kind));
        TRY(look_at_code(l, c->parts[i].code));
        for (size_t k = 0; k < i; k++)
            fault_if(l, UNIT_CODE_TAKEN,
                     c->parts[i].code && c->parts[k].code &&
                         !strcmp(c->parts[i].code, c->parts[k].code));
    }
    return OK;
}

static enum status look(struct looking *l)
{
    const struct unit_change *c = l->change;

    TRY(look_at_unit(l, c->unit));
    fault_if(l, UNIT_NO_NOTE, !c->note || !*c->note);
    for (size_t i = 0; i < c->other_count; i++) {
        fault_if(l, UNIT_NO_OTHERS, c->others[i] == c->unit);
        TRY(look_at_unit(l, c->others[i]));
    }
    TRY(look_at_parent(l));
    TRY(look_at_parts(l));
    for (size_t i = 0; c->day && i < ending_count(c); i++)
        TRY(look_at_ending(l, ending(c, i)));
    fault_if(l, UNIT_TOO_LARGE, l->effect.duties > MOST_DUTIES_MOVED);
    fault_if(l, UNIT_IN_USE,
             c->kind == UNIT_CLOSE && (l->effect.duties || l->effect.children));
    return OK;
}

enum status unit_change_look(struct house *house, struct arena *arena,
                             const struct actor *actor,
                             const struct unit_change *change, uint64_t *faults,
                             struct unit_effect *effect)
{
    struct looking l = {house, arena, actor, change, 0, {0}};

    TRY(look(&l));
    *faults = l.faults;
    *effect = l.effect;
    return OK;
}

/* ---- doing it ------------------------------------------------------------*/

struct doing {
    struct arena *arena;
    const struct actor *actor;
    const struct unit_change *change;
    int64_t parts[MOST_PARTS];
};

static enum status move_duties(struct db *tx, const struct doing *d,
                               int64_t from, int64_t to)
{
    const struct unit_duty *list;
    size_t count;
    int64_t day = d->change->day;

    TRY(unit_duty_list(tx, d->arena, from, day, MOST_DUTIES_MOVED + 1, &list,
                       &count));
    if (count > MOST_DUTIES_MOVED)
        return CONFLICT;
    for (size_t i = 0; i < count; i++) {
        if (list[i].valid_from >= day) {
            TRY(assignment_unit_set(tx, d->arena, list[i].id, to));
            continue;
        }
        TRY(assignment_end(tx, d->arena, list[i].id, day));
        TRY(assignment_add(
            tx, d->arena,
            &(struct assignment){.id = id_new(),
                                 .person = list[i].person,
                                 .unit = to,
                                 .main = list[i].main,
                                 .job_title = list[i].job_title,
                                 .rank_code = list[i].rank_code,
                                 .position = list[i].position,
                                 .duty_group = list[i].duty_group,
                                 .valid_from = day,
                                 .valid_to = list[i].valid_to},
            0));
    }
    return OK;
}

static enum status move_roles(struct db *tx, const struct doing *d,
                              int64_t from, int64_t to)
{
    const struct unit_grant *list;
    size_t count;
    int64_t day = d->change->day;

    TRY(unit_grant_list(tx, d->arena, from, day, &list, &count));
    for (size_t i = 0; i < count; i++) {
        int64_t begins = list[i].valid_from > day ? list[i].valid_from : day;
        TRY(grant_end(tx, d->arena, list[i].id, begins));
        TRY(grant_add(tx, d->arena, list[i].person,
                      &(struct grant){.id = id_new(),
                                      .role = list[i].role,
                                      .unit = to,
                                      .valid_from = begins}));
    }
    return OK;
}

static enum status move_requirements(struct db *tx, const struct doing *d,
                                     int64_t from, int64_t to)
{
    const int64_t *list;
    size_t count;

    TRY(unit_required_list(tx, d->arena, from, to, &list, &count));
    for (size_t i = 0; i < count; i++)
        TRY(requirement_unit_add(tx, d->arena, list[i], to));
    return OK;
}

static size_t part_for(const struct unit_change *c, int64_t child)
{
    for (size_t i = 0; i < c->child_count; i++)
        if (c->children[i] == child && c->child_part[i] < c->part_count)
            return c->child_part[i];
    return c->rest_part;
}

static enum status move_children(struct db *tx, const struct doing *d,
                                 int64_t from)
{
    const struct unit *list;
    size_t count;

    TRY(unit_child_list(tx, d->arena, from, d->change->day, &list, &count));
    for (size_t i = 0; i < count; i++)
        TRY(unit_move(tx, d->arena, list[i].id,
                      d->parts[part_for(d->change, list[i].id)],
                      d->change->day));
    return OK;
}

static enum status open_parts(struct db *tx, struct doing *d, int64_t parent)
{
    const struct unit_change *c = d->change;

    for (size_t i = 0; i < c->part_count; i++) {
        struct unit_draft draft = c->parts[i];
        draft.parent = parent;
        draft.from = c->day;
        if (!draft.code || !*draft.code)
            draft.code = NULL;
        else if (!draft.scheme)
            draft.scheme = "noi_bo";
        TRY(unit_open(tx, d->arena, &draft, &d->parts[i]));
    }
    return OK;
}

/* Every part is a successor of every unit that ends: whatever goes over to
   which of them, each carries on a piece. */
static enum status end_one(struct db *tx, const struct doing *d, int64_t unit)
{
    const struct unit_change *c = d->change;
    int64_t rest = d->parts[c->rest_part];

    TRY(move_children(tx, d, unit));
    TRY(move_duties(tx, d, unit, rest));
    TRY(move_roles(tx, d, unit, rest));
    for (size_t i = 0; i < c->part_count; i++)
        TRY(move_requirements(tx, d, unit, d->parts[i]));
    TRY(unit_banks_set(tx, d->arena, unit, rest));
    TRY(unit_close(tx, d->arena, unit, c->day));
    for (size_t i = 0; i < c->part_count; i++)
        TRY(unit_succeed(tx, d->arena, unit, d->parts[i], c->day, c->note));
    return OK;
}

static enum status replace(struct db *tx, struct doing *d)
{
    const struct unit_change *c = d->change;
    const struct unit *unit;

    if (!c->part_count || c->rest_part >= c->part_count)
        return INVALID;
    TRY(unit_find(tx, d->arena, c->unit, c->day, &unit));
    for (size_t i = 0; i < ending_count(c); i++) /* codes may go on */
        TRY(unit_codes_end(tx, d->arena, ending(c, i), c->day));
    TRY(open_parts(tx, d, unit->parent));
    for (size_t i = 0; i < ending_count(c); i++)
        TRY(end_one(tx, d, ending(c, i)));
    return OK;
}

static const char *detail_of(const struct doing *d)
{
    const struct unit_change *c = d->change;
    struct tree_maker map = tree_map(d->arena), from = tree_list(d->arena),
                      to = tree_list(d->arena);

    for (size_t i = 0; i < ending_count(c); i++)
        tree_add(&from, tree_of_integer(ending(c, i)));
    for (size_t i = 0; i < c->part_count; i++)
        tree_add(&to, tree_of_integer(d->parts[i]));
    tree_put(&map, "day", tree_of_integer(c->day));
    tree_put(&map, "from", tree_done(&from));
    tree_put(&map, "to", tree_done(&to));
    tree_put(&map, "note", tree_of_text(c->note));
    struct tree detail = tree_done(&map);
    return json_text(d->arena, &detail);
}

static enum status work(struct db *tx, void *arg)
{
    static const char *const actions[] = {[UNIT_ADD] = "unit.add",
                                          [UNIT_MOVE] = "unit.move",
                                          [UNIT_REPLACE] = "unit.replace",
                                          [UNIT_CLOSE] = "unit.close"};
    struct doing *d = arg;
    const struct unit_change *c = d->change;

    switch (c->kind) {
    case UNIT_ADD: TRY(open_parts(tx, d, c->unit)); break;
    case UNIT_MOVE:
        TRY(unit_move(tx, d->arena, c->unit, c->parent, c->day));
        break;
    case UNIT_REPLACE: TRY(replace(tx, d)); break;
    case UNIT_CLOSE: TRY(unit_close(tx, d->arena, c->unit, c->day)); break;
    }
    return audit_add(tx, d->arena,
                     &(struct deed){.at = d->actor->now,
                                    .actor = d->actor->person,
                                    .action = actions[c->kind],
                                    .object = "unit",
                                    .object_id = c->unit,
                                    .detail = detail_of(d)});
}

enum status unit_change_do(struct house *house, struct arena *arena,
                           const struct actor *actor,
                           const struct unit_change *change, int64_t *unit)
{
    struct doing d = {arena, actor, change, {0}};
    struct unit_effect effect;
    uint64_t faults;

    TRY(unit_change_look(house, arena, actor, change, &faults, &effect));
    if (faults)
        return INVALID;
    TRY(db_write(house->db, work, &d));
    *unit = change->part_count ? d.parts[0] : change->unit;
    return OK;
}
