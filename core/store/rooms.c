#include "store/rooms.h"

/* ---- rooms ---------------------------------------------------------------*/

static struct room room_at(const struct rows *rows, size_t i)
{
    return (struct room){
        .id = cell(rows, i, 0)->integer,
        .sitting = cell(rows, i, 1)->integer,
        .name = cell(rows, i, 2)->text,
        .place = cell(rows, i, 3)->text,
        .seats = cell(rows, i, 4)->integer,
        .seated = cell(rows, i, 5)->integer,
    };
}

enum status room_find(struct db *db, struct arena *arena, int64_t id,
                      const struct room **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ROOM_FIND, ARGS(integer(id)), &rows));
    if (!rows.count)
        return MISSING;
    struct room *room = arena_make(arena, struct room);
    *room = room_at(&rows, 0);
    *out = room;
    return OK;
}

enum status room_list(struct db *db, struct arena *arena, int64_t sitting,
                      const struct room **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ROOM_LIST, ARGS(integer(sitting)), &rows));
    struct room *list = arena_many(arena, struct room, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = room_at(&rows, i);
    *out = list;
    *count = rows.count;
    return OK;
}

/* A statement that returns the row it changed, or nothing. */
static enum status one_changed(struct db *tx, struct arena *arena,
                               enum sql statement, const struct value *args,
                               size_t count, enum status none)
{
    struct rows rows;

    TRY(db_run(tx, arena, statement, args, count, &rows));
    return rows.count ? OK : none;
}

enum status room_add(struct db *tx, struct arena *arena, const struct room *r)
{
    return one_changed(tx, arena, SQL_ROOM_ADD,
                       ARGS(integer(r->id), integer(r->sitting), text(r->name),
                            text(r->place), integer(r->seats)),
                       CONFLICT);
}

enum status room_remove(struct db *tx, struct arena *arena, int64_t id)
{
    return one_changed(tx, arena, SQL_ROOM_REMOVE, ARGS(integer(id)), CONFLICT);
}

/* ---- seats ---------------------------------------------------------------*/

enum status seat_list(struct db *db, struct arena *arena, int64_t sitting,
                      int64_t room, int64_t after, int64_t most,
                      const struct seat **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(
        db, arena, SQL_SEAT_LIST,
        ARGS(integer(sitting), integer(after), integer(room), integer(most)),
        &rows));
    struct seat *list = arena_many(arena, struct seat, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct seat){
            .candidate = cell(&rows, i, 0)->integer,
            .number = cell(&rows, i, 1)->text,
            .person = cell(&rows, i, 2)->integer,
            .full_name = cell(&rows, i, 3)->text,
            .birth_date = cell(&rows, i, 4)->integer,
            .state = cell(&rows, i, 5)->text,
            .reason = cell(&rows, i, 6)->text,
            .room = cell(&rows, i, 7)->integer,
            .seat = cell(&rows, i, 8)->text,
            .admitted_at = cell(&rows, i, 9)->integer,
            .shown = cell(&rows, i, 10)->text,
            .attempt = cell(&rows, i, 11)->integer,
            .attempt_state = cell(&rows, i, 12)->text,
            .started_at = cell(&rows, i, 13)->integer,
            .ends_at = cell(&rows, i, 14)->integer,
            .paused_at = cell(&rows, i, 15)->integer,
            .saved_at = cell(&rows, i, 16)->integer,
            .calls = cell(&rows, i, 17)->integer > cell(&rows, i, 18)->integer,
        };
    *out = list;
    *count = rows.count;
    return OK;
}

static const int64_t *ids_of(const struct rows *rows, struct arena *arena)
{
    int64_t *list = arena_many(arena, int64_t, rows->count);

    for (size_t i = 0; i < rows->count; i++)
        list[i] = cell(rows, i, 0)->integer;
    return list;
}

enum status unseated_list(struct db *db, struct arena *arena, int64_t sitting,
                          int64_t day, int64_t most, const int64_t **out,
                          size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_CANDIDATE_UNSEATED_LIST,
               ARGS(integer(sitting), integer(day), integer(most)), &rows));
    *out = ids_of(&rows, arena);
    *count = rows.count;
    return OK;
}

enum status candidate_seat(struct db *tx, struct arena *arena,
                           int64_t candidate, int64_t room, const char *seat)
{
    struct rows rows;

    if (seat) {
        TRY(db_run(tx, arena, SQL_SEAT_TAKEN_FIND,
                   ARGS(integer(room), text(seat), integer(candidate)), &rows));
        if (rows.count)
            return CONFLICT;
    }
    return one_changed(
        tx, arena, SQL_CANDIDATE_SEAT,
        ARGS(integer_or_null(room), text(seat), integer(candidate)), MISSING);
}

enum status candidate_admit(struct db *tx, struct arena *arena,
                            int64_t candidate, const char *shown, int64_t now)
{
    return one_changed(tx, arena, SQL_CANDIDATE_ADMIT,
                       ARGS(integer(now), text(shown), integer(candidate)),
                       CONFLICT);
}

/* ---- time ----------------------------------------------------------------*/

enum status under_way_count(struct db *db, struct arena *arena,
                            const struct whom *whom, int64_t now,
                            struct under_way *out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ATTEMPT_TOUCH_COUNT,
               ARGS(integer(whom->sitting), integer(now),
                    integer(whom->candidate), integer(whom->room)),
               &rows));
    *out = (struct under_way){.papers = cell(&rows, 0, 0)->integer,
                              .paused = cell(&rows, 0, 1)->integer,
                              .last_end = cell(&rows, 0, 2)->integer};
    return OK;
}

enum status attempts_pause(struct db *tx, struct arena *arena,
                           const struct whom *whom, int64_t now)
{
    return db_run(tx, arena, SQL_ATTEMPT_PAUSE,
                  ARGS(integer(now), integer(whom->sitting),
                       integer(whom->candidate), integer(whom->room)),
                  NULL);
}

enum status attempts_resume(struct db *tx, struct arena *arena,
                            const struct whom *whom, int64_t now)
{
    return db_run(tx, arena, SQL_ATTEMPT_RESUME,
                  ARGS(integer(now), integer(whom->sitting),
                       integer(whom->candidate), integer(whom->room)),
                  NULL);
}

enum status attempts_extend(struct db *tx, struct arena *arena,
                            const struct whom *whom, int64_t ms, int64_t now)
{
    return db_run(tx, arena, SQL_ATTEMPT_EXTEND,
                  ARGS(integer(ms), integer(whom->sitting), integer(now),
                       integer(whom->candidate), integer(whom->room)),
                  NULL);
}

enum status sitting_stretch(struct db *tx, struct arena *arena, int64_t sitting,
                            int64_t until)
{
    return db_run(tx, arena, SQL_SITTING_STRETCH,
                  ARGS(integer(until), integer(sitting)), NULL);
}

enum status sitting_move_end(struct db *tx, struct arena *arena,
                             int64_t sitting, int64_t ms)
{
    return db_run(tx, arena, SQL_SITTING_MOVE_END,
                  ARGS(integer(ms), integer(sitting)), NULL);
}

enum status attempts_stand_still(struct db *tx, struct arena *arena,
                                 int64_t sitting, int64_t from, int64_t ms)
{
    return db_run(tx, arena, SQL_ATTEMPTS_STAND_STILL,
                  ARGS(integer(ms), integer(sitting), integer(from)), NULL);
}

enum status sitting_room_rules(struct db *tx, struct arena *arena,
                               int64_t sitting, bool admits, int64_t openers,
                               bool stands_still)
{
    return db_run(tx, arena, SQL_SITTING_ROOM_RULES,
                  ARGS(integer(admits), integer(openers), integer(stands_still),
                       integer(sitting)),
                  NULL);
}

enum status sitting_conditions(struct db *tx, struct arena *arena,
                               int64_t sitting, const char *passcode,
                               const char *addresses, const char *seb_keys)
{
    return db_run(
        tx, arena, SQL_SITTING_CONDITIONS,
        ARGS(text(passcode), text(addresses), text(seb_keys), integer(sitting)),
        NULL);
}

enum status candidate_waive(struct db *tx, struct arena *arena,
                            int64_t candidate, int64_t now)
{
    return one_changed(tx, arena, SQL_CANDIDATE_WAIVE,
                       ARGS(integer(now), integer(candidate)), CONFLICT);
}

/* ---- who watches ---------------------------------------------------------*/

static const struct proctor *proctors_of(const struct rows *rows,
                                         struct arena *arena)
{
    struct proctor *list = arena_many(arena, struct proctor, rows->count);

    for (size_t i = 0; i < rows->count; i++)
        list[i] = (struct proctor){
            .id = cell(rows, i, 0)->integer,
            .sitting = cell(rows, i, 1)->integer,
            .room = cell(rows, i, 2)->integer,
            .person = cell(rows, i, 3)->integer,
            .full_name = cell(rows, i, 4)->text,
            .room_name = cell(rows, i, 5)->text,
        };
    return list;
}

enum status proctor_list(struct db *db, struct arena *arena, int64_t sitting,
                         const struct proctor **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_PROCTOR_LIST, ARGS(integer(sitting)), &rows));
    *out = proctors_of(&rows, arena);
    *count = rows.count;
    return OK;
}

enum status proctor_person_list(struct db *db, struct arena *arena,
                                int64_t person, int64_t sitting,
                                const struct proctor **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_PROCTOR_OF_PERSON_LIST,
               ARGS(integer(person), integer(sitting)), &rows));
    *out = proctors_of(&rows, arena);
    *count = rows.count;
    return OK;
}

enum status proctor_add(struct db *tx, struct arena *arena,
                        const struct proctor *p, int64_t by, int64_t now)
{
    return db_run(tx, arena, SQL_PROCTOR_ADD,
                  ARGS(integer(p->id), integer(p->sitting),
                       integer_or_null(p->room), integer(p->person),
                       integer(now), integer(by)),
                  NULL);
}

enum status proctor_end(struct db *tx, struct arena *arena, int64_t sitting,
                        int64_t id, int64_t now)
{
    return one_changed(tx, arena, SQL_PROCTOR_END,
                       ARGS(integer(now), integer(id), integer(sitting)),
                       MISSING);
}

enum status watched_list(struct db *db, struct arena *arena, int64_t person,
                         const struct watched **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_WATCHED_SITTING_LIST, ARGS(integer(person)),
               &rows));
    struct watched *list = arena_many(arena, struct watched, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct watched){
            .sitting = cell(&rows, i, 0)->integer,
            .code = cell(&rows, i, 1)->text,
            .title = cell(&rows, i, 2)->text,
            .opens_at = cell(&rows, i, 3)->integer,
            .closes_at = cell(&rows, i, 4)->integer,
            .over_at = cell(&rows, i, 5)->integer,
        };
    *out = list;
    *count = rows.count;
    return OK;
}

/* ---- what happened -------------------------------------------------------*/

enum status room_event_add(struct db *tx, struct arena *arena,
                           const struct room_event *e)
{
    return db_run(tx, arena, SQL_ROOM_EVENT_ADD,
                  ARGS(integer(e->id), integer(e->sitting),
                       integer_or_null(e->room), integer_or_null(e->candidate),
                       text(e->kind), integer(e->amount), integer(e->touched),
                       text(e->words ? e->words : ""), integer(e->at),
                       integer_or_null(e->by)),
                  NULL);
}

enum status room_event_list(struct db *db, struct arena *arena,
                            const struct whom *whom, int64_t before,
                            int64_t most, const struct room_event **out,
                            size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ROOM_EVENT_LIST,
               ARGS(integer(whom->sitting), integer(before),
                    integer(whom->room), integer(whom->candidate),
                    integer(most)),
               &rows));
    struct room_event *list = arena_many(arena, struct room_event, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct room_event){
            .id = cell(&rows, i, 0)->integer,
            .sitting = cell(&rows, i, 1)->integer,
            .room = cell(&rows, i, 2)->integer,
            .candidate = cell(&rows, i, 3)->integer,
            .kind = cell(&rows, i, 4)->text,
            .amount = cell(&rows, i, 5)->integer,
            .touched = cell(&rows, i, 6)->integer,
            .words = cell(&rows, i, 7)->text,
            .at = cell(&rows, i, 8)->integer,
            .by = cell(&rows, i, 9)->integer,
            .by_name = cell(&rows, i, 10)->text,
            .room_name = cell(&rows, i, 11)->text,
            .number = cell(&rows, i, 12)->text,
            .candidate_name = cell(&rows, i, 13)->text,
        };
    *out = list;
    *count = rows.count;
    return OK;
}

enum status opener_list(struct db *db, struct arena *arena, int64_t sitting,
                        const int64_t **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ROOM_OPENER_LIST, ARGS(integer(sitting)), &rows));
    *out = ids_of(&rows, arena);
    *count = rows.count;
    return OK;
}

enum status open_call_find(struct db *db, struct arena *arena,
                           int64_t candidate)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_CANDIDATE_CALL_OPEN_FIND,
               ARGS(integer(candidate)), &rows));
    return rows.count ? OK : MISSING;
}

enum status waited_list(struct db *db, struct arena *arena, int64_t at,
                        const struct waited **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_WAITED_LIST, ARGS(integer(at)), &rows));
    struct waited *list = arena_many(arena, struct waited, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct waited){cell(&rows, i, 0)->integer,
                                  cell(&rows, i, 1)->integer,
                                  cell(&rows, i, 2)->integer};
    *out = list;
    *count = rows.count;
    return OK;
}

enum status outage_find(struct db *db, struct arena *arena, int64_t sitting,
                        struct room_event *out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_OUTAGE_EVENT_FIND, ARGS(integer(sitting)),
               &rows));
    if (!rows.count)
        return MISSING;
    *out = (struct room_event){.id = cell(&rows, 0, 0)->integer,
                               .sitting = sitting,
                               .kind = "outage",
                               .amount = cell(&rows, 0, 1)->integer,
                               .touched = cell(&rows, 0, 2)->integer,
                               .at = cell(&rows, 0, 3)->integer};
    return OK;
}

/* ---- what people are granted ---------------------------------------------*/

static struct accommodation accommodation_at(const struct rows *rows, size_t i)
{
    return (struct accommodation){
        .id = cell(rows, i, 0)->integer,
        .person = cell(rows, i, 1)->integer,
        .percent = cell(rows, i, 2)->integer,
        .break_minutes = cell(rows, i, 3)->integer,
        .larger_text = cell(rows, i, 4)->integer,
        .separate_room = cell(rows, i, 5)->integer,
        .basis = cell(rows, i, 6)->text,
        .valid_from = cell(rows, i, 7)->integer,
        .valid_to = cell(rows, i, 8)->integer,
        .approved_by = cell(rows, i, 9)->integer,
        .approved_at = cell(rows, i, 10)->integer,
        .approver = cell(rows, i, 11)->text,
    };
}

enum status accommodation_find(struct db *db, struct arena *arena,
                               int64_t person, int64_t day,
                               struct accommodation *out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ACCOMMODATION_OF_DAY_FIND,
               ARGS(integer(person), integer(day)), &rows));
    if (!rows.count)
        return MISSING;
    *out = accommodation_at(&rows, 0);
    return OK;
}

enum status accommodation_list(struct db *db, struct arena *arena,
                               int64_t person, const struct accommodation **out,
                               size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ACCOMMODATION_LIST, ARGS(integer(person)),
               &rows));
    struct accommodation *list =
        arena_many(arena, struct accommodation, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = accommodation_at(&rows, i);
    *out = list;
    *count = rows.count;
    return OK;
}

enum status accommodation_add(struct db *tx, struct arena *arena,
                              const struct accommodation *a)
{
    return db_run(tx, arena, SQL_ACCOMMODATION_ADD,
                  ARGS(integer(a->id), integer(a->person), integer(a->percent),
                       integer(a->break_minutes), integer(a->larger_text),
                       integer(a->separate_room), text(a->basis),
                       integer(a->valid_from), integer_or_null(a->valid_to),
                       integer(a->approved_by), integer(a->approved_at)),
                  NULL);
}

enum status accommodation_end(struct db *tx, struct arena *arena,
                              int64_t person, int64_t id, int64_t day)
{
    return one_changed(tx, arena, SQL_ACCOMMODATION_END,
                       ARGS(integer(day), integer(id), integer(person)),
                       MISSING);
}

enum status accommodation_find_most(struct db *db, struct arena *arena,
                                    int64_t sitting, int64_t day,
                                    int64_t *percent, int64_t *break_minutes)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ACCOMMODATION_MOST_FIND,
               ARGS(integer(day), integer(sitting)), &rows));
    *percent = cell(&rows, 0, 0)->integer;
    *break_minutes = cell(&rows, 0, 1)->integer;
    return OK;
}

enum status called_until_list(struct db *db, struct arena *arena,
                              int64_t person, int64_t now,
                              const struct called_until **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ACCOMMODATION_SITTING_LIST,
               ARGS(integer(person), integer(now)), &rows));
    struct called_until *list =
        arena_many(arena, struct called_until, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct called_until){cell(&rows, i, 0)->integer,
                                        cell(&rows, i, 1)->integer,
                                        cell(&rows, i, 2)->integer};
    *out = list;
    *count = rows.count;
    return OK;
}

/* ---- before it opens -----------------------------------------------------*/

enum status preflight_people_count(struct db *db, struct arena *arena,
                                   int64_t sitting, int64_t day,
                                   struct preflight_people *out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_PREFLIGHT_PEOPLE_COUNT,
               ARGS(integer(day), integer(sitting)), &rows));
    *out = (struct preflight_people){.called = cell(&rows, 0, 0)->integer,
                                     .no_way_in = cell(&rows, 0, 1)->integer,
                                     .disabled = cell(&rows, 0, 2)->integer,
                                     .unseated = cell(&rows, 0, 3)->integer,
                                     .roomless = cell(&rows, 0, 4)->integer};
    return OK;
}

static enum status one_number(struct db *db, struct arena *arena,
                              enum sql statement, const struct value *args,
                              size_t count, int64_t *out)
{
    struct rows rows;

    TRY(db_run(db, arena, statement, args, count, &rows));
    *out = cell(&rows, 0, 0)->integer;
    return OK;
}

enum status preflight_overlap_count(struct db *db, struct arena *arena,
                                    int64_t sitting, int64_t opens,
                                    int64_t closes, int64_t *out)
{
    return one_number(db, arena, SQL_PREFLIGHT_OVERLAP_COUNT,
                      ARGS(integer(closes), integer(opens), integer(sitting)),
                      out);
}

enum status preflight_insider_count(struct db *db, struct arena *arena,
                                    int64_t sitting, const char *roles,
                                    int64_t day, int64_t *out)
{
    return one_number(db, arena, SQL_PREFLIGHT_INSIDER_COUNT,
                      ARGS(integer(sitting), text(roles), integer(day)), out);
}

enum status preflight_holder_count(struct db *db, struct arena *arena,
                                   const char *roles, int64_t day, int64_t *out)
{
    return one_number(db, arena, SQL_PREFLIGHT_HOLDER_COUNT,
                      ARGS(text(roles), integer(day)), out);
}
