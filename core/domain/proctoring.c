#include "domain/proctoring.h"

#include "base/random.h"
#include "domain/presence.h"
#include "store/audit.h"

#include <string.h>

enum { MINUTE_MS = 60000, MOST_EXTENSION_MS = 240 * MINUTE_MS };

struct doing {
    struct arena *arena;
    struct whom whom;
    const char *kind, *words;
    int64_t amount, touched;
    int64_t by, now;
    int64_t closed;    /* a paper; 0: none */
    const char *shown; /* admit */
    int64_t where;     /* the candidate sits */
    int64_t room;      /* move */
    const char *seat;
    enum status (*how)(struct db *tx, struct doing *d);
    room_work *work; /* of room_do, with its deed */
    const struct deed_in_room *deed;
};

static bool is_empty(const char *words)
{
    return !words || !*words;
}

/* ---- every deed leaves an event ------------------------------------------*/

/* Of this sitting, and the sitting still one that can be watched over. */
static enum status check_whom(struct db *tx, struct doing *d)
{
    const struct candidate *candidate;
    const struct sitting *sitting;
    const struct room *room;

    TRY(sitting_find(tx, d->arena, d->whom.sitting, &sitting));
    if (sitting->cancelled_at)
        return CONFLICT;
    if (d->whom.candidate) {
        TRY(candidate_find(tx, d->arena, d->whom.candidate, &candidate));
        if (candidate->sitting != d->whom.sitting)
            return MISSING;
        d->where = candidate->room;
    }
    if (d->whom.room) {
        TRY(room_find(tx, d->arena, d->whom.room, &room));
        if (room->sitting != d->whom.sitting)
            return MISSING;
    }
    return OK;
}

static enum status leave_event(struct db *tx, const struct doing *d)
{
    const struct room_event event = {
        .id = id_new(),
        .sitting = d->whom.sitting,
        .room = d->whom.candidate ? d->where : d->whom.room,
        .candidate = d->whom.candidate,
        .kind = d->kind,
        .amount = d->amount,
        .touched = d->touched,
        .words = d->words,
        .at = d->now,
        .by = d->by,
    };

    TRY(room_event_add(tx, d->arena, &event));
    return audit_add(
        tx, d->arena,
        &(struct deed){.at = d->now,
                       .actor = d->by,
                       .action = arena_print(d->arena, "room.%s", d->kind),
                       .object = "room_event",
                       .object_id = event.id});
}

static enum status do_it(struct db *tx, void *arg)
{
    struct doing *d = arg;

    TRY(check_whom(tx, d));
    if (d->how)
        TRY(d->how(tx, d));
    return leave_event(tx, d);
}

static struct doing doing_of(struct arena *arena,
                             const struct deed_in_room *deed, const char *kind,
                             enum status (*how)(struct db *, struct doing *))
{
    return (struct doing){.arena = arena,
                          .whom = deed->whom,
                          .kind = kind,
                          .words = deed->words,
                          .by = deed->by,
                          .now = deed->now,
                          .how = how};
}

/* ---- letting in, and where they sit --------------------------------------*/

static enum status admit(struct db *tx, struct doing *d)
{
    return candidate_admit(tx, d->arena, d->whom.candidate, d->shown, d->now);
}

enum status room_admit(struct house *house, struct arena *arena,
                       const struct deed_in_room *deed, const char *shown)
{
    static const char *const known[] = {"card", "vneid", "known"};
    struct doing d = doing_of(arena, deed, "admit", admit);

    for (size_t i = 0; shown && i < sizeof known / sizeof *known; i++)
        if (!strcmp(known[i], shown))
            d.shown = known[i];
    if (!d.shown || !deed->whom.candidate)
        return INVALID;
    if (is_empty(d.words))
        d.words = d.shown;
    return db_write(house->db, do_it, &d);
}

static enum status move(struct db *tx, struct doing *d)
{
    const struct candidate *candidate;
    const struct room *room;

    TRY(room_find(tx, d->arena, d->room, &room));
    if (room->sitting != d->whom.sitting)
        return MISSING;
    TRY(candidate_find(tx, d->arena, d->whom.candidate, &candidate));
    if (candidate->room != d->room && room->seated >= room->seats)
        return CONFLICT;
    d->words = arena_print(
        d->arena, "%s%s%s%s%s", room->name, is_empty(d->seat) ? "" : " · ",
        is_empty(d->seat) ? "" : d->seat, is_empty(d->words) ? "" : " · ",
        is_empty(d->words) ? "" : d->words);
    return candidate_seat(tx, d->arena, d->whom.candidate, d->room,
                          is_empty(d->seat) ? NULL : d->seat);
}

enum status room_move(struct house *house, struct arena *arena,
                      const struct deed_in_room *deed, int64_t room,
                      const char *seat)
{
    struct doing d = doing_of(arena, deed, "move", move);

    d.room = room;
    d.seat = seat;
    return deed->whom.candidate ? db_write(house->db, do_it, &d) : INVALID;
}

/* ---- time ----------------------------------------------------------------*/

/* Who works now; CONFLICT if that is nobody. */
static enum status count_touched(struct db *tx, struct doing *d, bool paused)
{
    struct under_way papers;

    TRY(under_way_count(tx, d->arena, &d->whom, d->now, &papers));
    d->touched = paused ? papers.paused : papers.papers - papers.paused;
    return d->touched ? OK : CONFLICT;
}

/* The sitting is over when its last paper is. */
static enum status stretch(struct db *tx, const struct doing *d)
{
    struct under_way papers;

    TRY(under_way_count(tx, d->arena, &d->whom, d->now, &papers));
    return papers.last_end
               ? sitting_stretch(tx, d->arena, d->whom.sitting, papers.last_end)
               : OK;
}

static enum status pause(struct db *tx, struct doing *d)
{
    TRY(count_touched(tx, d, false));
    return attempts_pause(tx, d->arena, &d->whom, d->now);
}

enum status room_pause(struct house *house, struct arena *arena,
                       const struct deed_in_room *deed)
{
    struct doing d = doing_of(arena, deed, "pause", pause);

    return is_empty(deed->words) ? INVALID : db_write(house->db, do_it, &d);
}

static enum status resume(struct db *tx, struct doing *d)
{
    TRY(count_touched(tx, d, true));
    TRY(attempts_resume(tx, d->arena, &d->whom, d->now));
    return stretch(tx, d);
}

enum status room_resume(struct house *house, struct arena *arena,
                        const struct deed_in_room *deed)
{
    struct doing d = doing_of(arena, deed, "resume", resume);

    return db_write(house->db, do_it, &d);
}

static enum status extend(struct db *tx, struct doing *d)
{
    struct under_way papers;
    bool all = !d->whom.room && !d->whom.candidate;

    TRY(under_way_count(tx, d->arena, &d->whom, d->now, &papers));
    d->touched = papers.papers;
    if (!d->touched && !all)
        return CONFLICT;
    TRY(attempts_extend(tx, d->arena, &d->whom, d->amount, d->now));
    if (all)
        TRY(sitting_move_end(tx, d->arena, d->whom.sitting, d->amount));
    return stretch(tx, d);
}

enum status room_extend(struct house *house, struct arena *arena,
                        const struct deed_in_room *deed, int64_t ms)
{
    struct doing d = doing_of(arena, deed, "extend", extend);

    d.amount = ms;
    if (is_empty(deed->words) || ms < MINUTE_MS || ms > MOST_EXTENSION_MS)
        return INVALID;
    return db_write(house->db, do_it, &d);
}

/* ---- closing a paper -----------------------------------------------------*/

/* The paper that was closed: nobody waits for its page any more. */
static enum status and_gone(enum status status, const struct doing *d)
{
    if (status == OK && d->closed)
        presence_gone(d->closed);
    return status;
}

static enum status close_paper(struct db *tx, struct doing *d)
{
    const struct attempt *attempt;

    enum status status =
        newest_attempt_find(tx, d->arena, d->whom.candidate, &attempt);
    if (status == MISSING)
        return CONFLICT;
    TRY(status);
    if (strcmp(attempt->state, "open"))
        return CONFLICT;
    d->touched = 1;
    d->closed = attempt->id;
    /* Past its end it is closed as of its end, whoever comes first. */
    if (attempt_left(attempt->ends_at, attempt->paused_at, d->now) <= 0)
        return attempt_seal(tx, d->arena, attempt->id, attempt->ends_at,
                            "deadline");
    return attempt_seal(tx, d->arena, attempt->id, d->now, "proctor");
}

enum status room_end(struct house *house, struct arena *arena,
                     const struct deed_in_room *deed)
{
    struct doing d = doing_of(arena, deed, "end", close_paper);

    if (is_empty(deed->words) || !deed->whom.candidate)
        return INVALID;
    return and_gone(db_write(house->db, do_it, &d), &d);
}

static enum status suspend(struct db *tx, struct doing *d)
{
    const struct candidate *candidate;

    TRY(candidate_find(tx, d->arena, d->whom.candidate, &candidate));
    if (strcmp(candidate->state, "called"))
        return CONFLICT;
    enum status status = close_paper(tx, d);
    if (status != OK && status != CONFLICT) /* none open: still out of it */
        return status;
    return candidate_mark(tx, d->arena, d->whom.candidate, "suspended",
                          d->words);
}

enum status room_suspend(struct house *house, struct arena *arena,
                         const struct deed_in_room *deed)
{
    struct doing d = doing_of(arena, deed, "suspend", suspend);

    if (is_empty(deed->words) || !deed->whom.candidate)
        return INVALID;
    return and_gone(db_write(house->db, do_it, &d), &d);
}

/* ---- words ---------------------------------------------------------------*/

enum status room_note(struct house *house, struct arena *arena,
                      const struct deed_in_room *deed)
{
    struct doing d = doing_of(arena, deed, "note", NULL);

    return is_empty(deed->words) ? INVALID : db_write(house->db, do_it, &d);
}

static enum status call(struct db *tx, struct doing *d)
{
    enum status status = open_call_find(tx, d->arena, d->whom.candidate);

    return status == MISSING ? OK : status == OK ? CONFLICT : status;
}

enum status room_call(struct house *house, struct arena *arena,
                      const struct deed_in_room *deed)
{
    struct doing d = doing_of(arena, deed, "call", call);

    return deed->whom.candidate ? db_write(house->db, do_it, &d) : INVALID;
}

static enum status answer(struct db *tx, struct doing *d)
{
    enum status status = open_call_find(tx, d->arena, d->whom.candidate);

    return status == MISSING ? CONFLICT : status;
}

enum status room_answer(struct house *house, struct arena *arena,
                        const struct deed_in_room *deed)
{
    struct doing d = doing_of(arena, deed, "answer", answer);

    return deed->whom.candidate ? db_write(house->db, do_it, &d) : INVALID;
}

/* ---- what lives elsewhere ------------------------------------------------*/

static enum status work(struct db *tx, struct doing *d)
{
    return d->work(tx, d->arena, d->deed);
}

enum status room_do(struct house *house, struct arena *arena,
                    const struct deed_in_room *deed, const char *kind,
                    room_work *how)
{
    struct doing d = doing_of(arena, deed, kind, work);

    d.work = how;
    d.deed = deed;
    return db_write(house->db, do_it, &d);
}

/* ---- opening -------------------------------------------------------------*/

static enum status open_once(struct db *tx, struct doing *d)
{
    const int64_t *openers;
    size_t count;

    TRY(opener_list(tx, d->arena, d->whom.sitting, &openers, &count));
    for (size_t i = 0; i < count; i++)
        if (openers[i] == d->by)
            return CONFLICT;
    return OK;
}

enum status room_open_sitting(struct house *house, struct arena *arena,
                              const struct deed_in_room *deed)
{
    struct doing d = doing_of(arena, deed, "open", open_once);

    d.whom.room = d.whom.candidate = 0;
    return db_write(house->db, do_it, &d);
}

enum status sitting_is_opened(struct db *db, struct arena *arena,
                              const struct sitting *sitting, bool *opened)
{
    const int64_t *openers;
    size_t count;

    *opened = !sitting->openers;
    if (*opened)
        return OK;
    TRY(opener_list(db, arena, sitting->id, &openers, &count));
    *opened = (int64_t)count >= sitting->openers;
    return OK;
}
