#include "domain/duties.h"

#include "base/random.h"
#include "store/audit.h"
#include "store/units.h"

struct ordering {
    struct arena *arena;
    const struct actor *actor;
    const struct duty_order *order;
    const struct person *person;
    const struct assignment *duties;
    size_t count;
    const struct assignment *main; /* that holds or comes; NULL: none */
    enum duty_fault fault;
};

static bool holds_after(const struct assignment *duty, int64_t day)
{
    return !duty->valid_to || duty->valid_to > day;
}

static const struct assignment *main_duty(const struct ordering *o)
{
    for (size_t i = 0; i < o->count; i++)
        if (o->duties[i].main && holds_after(&o->duties[i], o->order->day))
            return &o->duties[i];
    return NULL;
}

/* ---- looking -------------------------------------------------------------*/

static enum status refuse(struct ordering *o, enum duty_fault fault)
{
    o->fault = fault;
    return INVALID;
}

static enum status look_at_new(struct house *house, struct ordering *o)
{
    const struct duty_order *order = o->order;
    const struct unit *unit;

    if (!order->unit)
        return refuse(o, DUTY_NO_UNIT);
    TRY(actor_reaches_unit(house->db, o->arena, o->actor, MANAGE_PEOPLE,
                           order->unit));
    TRY(unit_find(house->db, o->arena, order->unit, order->day, &unit));
    if (unit->valid_from > order->day ||
        (unit->valid_to && unit->valid_to <= order->day))
        return refuse(o, DUTY_NO_UNIT);
    o->main = main_duty(o);
    if (order->main && o->main && o->main->valid_from >= order->day)
        return refuse(o, DUTY_TOO_EARLY);
    for (size_t i = 0; i < o->count; i++)
        if (!order->main && o->duties[i].unit == order->unit &&
            holds_after(&o->duties[i], order->day))
            return refuse(o, DUTY_SAME);
    return OK;
}

static enum status look_at_end(struct ordering *o)
{
    for (size_t i = 0; i < o->count; i++) {
        const struct assignment *duty = &o->duties[i];
        if (duty->id != o->order->duty)
            continue;
        if (duty->main)
            return refuse(o, DUTY_IS_MAIN);
        return duty->valid_from >= o->order->day ||
                       !holds_after(duty, o->order->day)
                   ? refuse(o, DUTY_TOO_EARLY)
                   : OK;
    }
    return MISSING;
}

static enum status look_at_leaving(struct ordering *o)
{
    for (size_t i = 0; i < o->count; i++)
        if (o->duties[i].valid_from >= o->order->day)
            return refuse(o, DUTY_TOO_EARLY);
    return OK;
}

static enum status look(struct house *house, struct ordering *o)
{
    if (!o->order->day)
        return refuse(o, DUTY_NO_DAY);
    switch (o->order->deed) {
    case DUTY_GIVE: return look_at_new(house, o);
    case DUTY_END: return look_at_end(o);
    case DUTY_LEAVE: return look_at_leaving(o);
    }
    return INVALID;
}

/* ---- doing ---------------------------------------------------------------*/

/* Whoever left and gets a main duty is back; the change is seen by whoever
   read the person before. */
static enum status touch(struct db *tx, const struct ordering *o,
                         int64_t left_on)
{
    struct person person = *o->person;

    person.left_on = left_on;
    person.changed_at = o->actor->now;
    return person_change(tx, o->arena, &person, o->person->changed_at);
}

static enum status give(struct db *tx, const struct ordering *o)
{
    const struct duty_order *order = o->order;

    if (order->main && o->main)
        TRY(assignment_end(tx, o->arena, o->main->id, order->day));
    TRY(assignment_add(
        tx, o->arena,
        &(struct assignment){
            .id = id_new(),
            .person = order->person,
            .unit = order->unit,
            .main = order->main,
            .job_title = *order->job_title ? order->job_title : NULL,
            .rank_code = *order->rank_code ? order->rank_code : NULL,
            .position = order->position,
            .duty_group = order->duty_group,
            .valid_from = order->day},
        0));
    return touch(tx, o, order->main ? 0 : o->person->left_on);
}

static enum status work(struct db *tx, void *arg)
{
    static const char *const actions[] = {[DUTY_GIVE] = "duty.give",
                                          [DUTY_END] = "duty.end",
                                          [DUTY_LEAVE] = "duty.leave"};
    const struct ordering *o = arg;
    const struct duty_order *order = o->order;

    switch (order->deed) {
    case DUTY_GIVE: TRY(give(tx, o)); break;
    case DUTY_END:
        TRY(assignment_end(tx, o->arena, order->duty, order->day));
        TRY(touch(tx, o, o->person->left_on));
        break;
    case DUTY_LEAVE:
        TRY(assignments_end(tx, o->arena, order->person, order->day));
        TRY(touch(tx, o, order->day));
        break;
    }
    return audit_add(tx, o->arena,
                     &(struct deed){.at = o->actor->now,
                                    .actor = o->actor->person,
                                    .action = actions[order->deed],
                                    .object = "person",
                                    .object_id = order->person});
}

enum status duty_order_do(struct house *house, struct arena *arena,
                          const struct actor *actor,
                          const struct duty_order *order,
                          enum duty_fault *fault)
{
    struct ordering o = {.arena = arena, .actor = actor, .order = order};

    TRY(actor_reaches_person(house->db, arena, actor, MANAGE_PEOPLE,
                             order->person));
    TRY(person_find(house->db, arena, order->person, &o.person));
    TRY(assignment_list(house->db, arena, order->person, &o.duties, &o.count));
    enum status status = look(house, &o);
    *fault = o.fault;
    TRY(status);
    return db_write(house->db, work, &o);
}
