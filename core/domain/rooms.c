#include "domain/proctoring.h"

#include "base/clock.h"
#include "base/random.h"
#include "domain/roles.h"
#include "store/audit.h"

#include <stdio.h>

/* Rooms, seats and who watches: what is arranged before a sitting. */

struct arranging {
    struct arena *arena;
    const struct room *room;
    struct proctor proctor;
    int64_t sitting, id, by, now, day;
    struct room_rules rules;
    size_t seated, left;
};

static enum status audit(struct db *tx, const struct arranging *a,
                         const char *action)
{
    return audit_add(tx, a->arena,
                     &(struct deed){.at = a->now,
                                    .actor = a->by,
                                    .action = action,
                                    .object = "sitting",
                                    .object_id = a->sitting});
}

/* ---- rooms ---------------------------------------------------------------*/

static enum status open_room(struct db *tx, void *arg)
{
    const struct arranging *a = arg;
    const struct sitting *sitting;
    const struct room *rooms;
    struct room room = *a->room;
    size_t count;

    TRY(sitting_find(tx, a->arena, room.sitting, &sitting));
    TRY(room_list(tx, a->arena, room.sitting, &rooms, &count));
    if (count >= ROOMS_MOST)
        return CONFLICT;
    room.id = id_new();
    TRY(room_add(tx, a->arena, &room));
    return audit(tx, a, "room.make");
}

enum status room_open(struct house *house, struct arena *arena,
                      const struct room *room, int64_t by, int64_t now)
{
    struct arranging a = {.arena = arena,
                          .room = room,
                          .sitting = room->sitting,
                          .by = by,
                          .now = now};

    if (!room->name || !*room->name || room->seats < 1 ||
        room->seats > ROOM_MOST_SEATS)
        return INVALID;
    return db_write(house->db, open_room, &a);
}

static enum status close_room(struct db *tx, void *arg)
{
    const struct arranging *a = arg;
    const struct room *room;

    TRY(room_find(tx, a->arena, a->id, &room));
    if (room->sitting != a->sitting)
        return MISSING;
    TRY(room_remove(tx, a->arena, a->id));
    return audit(tx, a, "room.remove");
}

enum status room_close(struct house *house, struct arena *arena,
                       int64_t sitting, int64_t room, int64_t by, int64_t now)
{
    struct arranging a = {
        .arena = arena, .sitting = sitting, .id = room, .by = by, .now = now};

    return db_write(house->db, close_room, &a);
}

/* ---- seats ---------------------------------------------------------------*/

/* The next seat of a room that nobody has: those given out by hand stay. */
static enum status seat_one(struct db *tx, struct arranging *a,
                            const struct room *room, int64_t candidate,
                            int64_t *seat)
{
    enum status status = CONFLICT;

    while (status == CONFLICT && *seat < ROOM_MOST_SEATS) {
        char name[24];
        snprintf(name, sizeof name, "%02lld", (long long)++*seat);
        status = candidate_seat(tx, a->arena, candidate, room->id, name);
    }
    return status;
}

static enum status fill(struct db *tx, void *arg)
{
    enum { AT_ONCE = 200000 };
    struct arranging *a = arg;
    const struct room *rooms;
    const int64_t *people;
    size_t room_count, count, next = 0;

    a->seated = 0;
    TRY(room_list(tx, a->arena, a->sitting, &rooms, &room_count));
    TRY(unseated_list(tx, a->arena, a->sitting, a->day, AT_ONCE, &people,
                      &count));
    for (size_t r = 0; r < room_count; r++) {
        int64_t seat = 0;
        for (int64_t free = rooms[r].seats - rooms[r].seated;
             free > 0 && next < count; free--, next++)
            TRY(seat_one(tx, a, &rooms[r], people[next], &seat));
    }
    a->seated = next;
    a->left = count - next;
    return next ? audit(tx, a, "room.seat") : OK;
}

enum status seats_fill(struct house *house, struct arena *arena,
                       int64_t sitting, int64_t by, int64_t now, size_t *seated,
                       size_t *left)
{
    struct arranging a = {.arena = arena,
                          .sitting = sitting,
                          .by = by,
                          .now = now,
                          .day = clock_day(now)};

    TRY(db_write(house->db, fill, &a));
    *seated = a.seated;
    *left = a.left;
    return OK;
}

/* ---- proctors ------------------------------------------------------------*/

static enum status may_watch(struct db *tx, const struct arranging *a)
{
    const struct grant *grants;
    size_t count;

    TRY(grant_list(tx, a->arena, a->proctor.person, &grants, &count));
    for (size_t i = 0; i < count; i++)
        if (grant_holds(&grants[i], clock_day(a->now)) &&
            role_of(grants[i].role) < ROLE_COUNT &&
            role_rights(role_of(grants[i].role)) >> WATCH & 1)
            return OK;
    return DENIED;
}

static enum status appoint(struct db *tx, void *arg)
{
    const struct arranging *a = arg;
    const struct candidate *themselves;
    const struct proctor *list;
    const struct room *room;
    size_t count;

    if (a->proctor.room) {
        TRY(room_find(tx, a->arena, a->proctor.room, &room));
        if (room->sitting != a->sitting)
            return INVALID;
    }
    enum status status = candidate_find_by_person(
        tx, a->arena, a->sitting, a->proctor.person, &themselves);
    if (status != MISSING)
        return status == OK ? INVALID : status;
    TRY(may_watch(tx, a));
    TRY(proctor_person_list(tx, a->arena, a->proctor.person, a->sitting, &list,
                            &count));
    for (size_t i = 0; i < count; i++)
        if (list[i].room == a->proctor.room)
            return CONFLICT;
    TRY(proctor_add(tx, a->arena, &a->proctor, a->by, a->now));
    return audit(tx, a, "proctor.appoint");
}

enum status proctor_appoint(struct house *house, struct arena *arena,
                            int64_t sitting, int64_t room, int64_t person,
                            int64_t by, int64_t now)
{
    struct arranging a = {.arena = arena,
                          .sitting = sitting,
                          .proctor = {.id = id_new(),
                                      .sitting = sitting,
                                      .room = room,
                                      .person = person},
                          .by = by,
                          .now = now};

    return db_write(house->db, appoint, &a);
}

static enum status dismiss(struct db *tx, void *arg)
{
    const struct arranging *a = arg;

    TRY(proctor_end(tx, a->arena, a->sitting, a->id, a->now));
    return audit(tx, a, "proctor.dismiss");
}

enum status proctor_dismiss(struct house *house, struct arena *arena,
                            int64_t sitting, int64_t id, int64_t by,
                            int64_t now)
{
    struct arranging a = {
        .arena = arena, .sitting = sitting, .id = id, .by = by, .now = now};

    return db_write(house->db, dismiss, &a);
}

/* ---- how it is opened ----------------------------------------------------*/

static enum status set_rules(struct db *tx, void *arg)
{
    const struct arranging *a = arg;

    enum status status = sitting_attempt_find(tx, a->arena, a->sitting);
    if (status != MISSING)
        return status == OK ? CONFLICT : status;
    TRY(sitting_room_rules(tx, a->arena, a->sitting, a->rules.admits,
                           a->rules.two_open ? 2 : 0, a->rules.stands_still));
    return audit(tx, a, "sitting.room-rules");
}

enum status sitting_rules_set(struct house *house, struct arena *arena,
                              int64_t sitting, const struct room_rules *rules,
                              int64_t by, int64_t now)
{
    struct arranging a = {.arena = arena,
                          .sitting = sitting,
                          .by = by,
                          .now = now,
                          .rules = *rules};

    return db_write(house->db, set_rules, &a);
}
