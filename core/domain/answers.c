#include "domain/answers.h"

#include "base/log.h"
#include "base/random.h"
#include "domain/presence.h"
#include "seal/hash.h"
#include "json/json.h"

#include <stdatomic.h>
#include <string.h>

/* ---- receipts
 * -----------------------------------------------------------------*/

/* No letter looks like another. */
const char *answer_receipt(struct arena *arena, int64_t attempt, int64_t slot,
                           const char *save_id, const char *digest)
{
    static const char letters[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    struct hash hash;
    char code[8];

    hash_begin(&hash);
    hash_add(&hash, &attempt, sizeof attempt);
    hash_add(&hash, &slot, sizeof slot);
    hash_add_text(&hash, save_id);
    hash_add_text(&hash, digest);
    const char *hex = hash_end(&hash, arena);
    for (size_t i = 0, k = 0; k < 7; k++) {
        if (k == 3) {
            code[k] = '-';
            continue;
        }
        unsigned value = 0;
        for (size_t n = 0; n < 2; n++, i++)
            value = value * 16 + (unsigned)(hex[i] <= '9' ? hex[i] - '0'
                                                          : hex[i] - 'a' + 10);
        code[k] = letters[value % 32];
    }
    code[7] = '\0';
    return arena_text(arena, code, 7);
}

/* ---- saving
 * -------------------------------------------------------------------*/

struct saving {
    struct arena *arena;
    const struct save *save;
    const char *body, *digest, *code;
    struct receipt *out;
};

/* Sent before: the same receipt. But when a newer one stands by now (another
   tab, or a form sent again after Back), "saved" would be half the truth. */
static void tell_again(const struct answer_event *same, struct receipt *out)
{
    out->saved = !strcmp(same->kind, "fork")       ? FORKED
                 : !strcmp(same->kind, "late")     ? LATE
                 : same->revision == out->revision ? AGAIN
                                                   : REPLACED;
    out->code = same->receipt;
    out->at = same->at;
}

static enum status keep(struct db *tx, void *arg)
{
    static const char *const kinds[] = {
        [SAVED] = "save", [FORKED] = "fork", [LATE] = "late"};
    const struct saving *s = arg;
    const struct save *save = s->save;
    const struct answer_event *standing, *same;
    struct attempt_state state;
    int64_t revision = 0, aside = 0;

    TRY(attempt_find_state(tx, s->arena, save->attempt, &state));
    enum status status =
        answer_current_find(tx, s->arena, save->attempt, save->slot, &standing);
    if (status == OK)
        revision = standing->revision;
    else if (status != MISSING)
        return status;
    *s->out = (struct receipt){
        .revision = revision,
        .code = s->code,
        .at = save->now,
        .left = attempt_left(state.ends_at, state.paused_at, save->now)};
    status = answer_same_find(tx, s->arena, save->attempt, save->slot,
                              save->save_id, s->digest, &same);
    if (status == OK)
        tell_again(same, s->out);
    if (status != MISSING)
        return status;
    bool open = !strcmp(state.state, "open") && s->out->left > 0;
    s->out->saved = !open ? LATE : save->base == revision ? SAVED : FORKED;
    if (s->out->saved != SAVED)
        TRY(answer_aside_count(tx, s->arena, save->attempt, save->slot,
                               &aside));
    if (aside >= MOST_ASIDE) {
        s->out->saved = FULL;
        s->out->code = "";
        return OK;
    }
    if (s->out->saved == SAVED)
        s->out->revision = revision + 1;
    return answer_add(tx, s->arena,
                      &(struct answer_event){.id = id_new(),
                                             .attempt = save->attempt,
                                             .slot = save->slot,
                                             .kind = kinds[s->out->saved],
                                             .revision = s->out->saved == LATE
                                                             ? 0
                                                             : s->out->revision,
                                             .base = save->base,
                                             .save_id = save->save_id,
                                             .digest = s->digest,
                                             .body = s->body,
                                             .receipt = s->code,
                                             .at = save->now});
}

static _Atomic int64_t acknowledged[SAVED_KINDS];

void answer_count(int64_t counts[SAVED_KINDS])
{
    for (int i = 0; i < SAVED_KINDS; i++)
        counts[i] = atomic_load(&acknowledged[i]);
}

enum status answer_save(struct house *house, struct arena *arena,
                        const struct save *save, struct receipt *out)
{
    struct saving s = {.arena = arena, .save = save, .out = out};

    s.body = json_text(arena, &save->typed);
    s.digest = hash_of(arena, s.body, strlen(s.body));
    s.code = answer_receipt(arena, save->attempt, save->slot, save->save_id,
                            s.digest);
    TRY(db_write(house->db, keep, &s));
    if (out->saved != FULL)
        atomic_fetch_add(&acknowledged[out->saved], 1);
    return OK;
}

/* ---- flags
 * ----------------------------------------------------------------------*/

struct flagging {
    struct arena *arena;
    int64_t attempt, slot, now;
    bool flagged;
};

static enum status keep_flag(struct db *tx, void *arg)
{
    const struct flagging *f = arg;
    const struct answer_event *last;
    struct attempt_state state;

    TRY(attempt_find_state(tx, f->arena, f->attempt, &state));
    if (strcmp(state.state, "open") ||
        attempt_left(state.ends_at, state.paused_at, f->now) <= 0)
        return CONFLICT;
    enum status status =
        answer_flag_find(tx, f->arena, f->attempt, f->slot, &last);
    if (status != OK && status != MISSING)
        return status;
    if ((status == OK && !strcmp(last->kind, "flag")) == f->flagged)
        return OK;
    return answer_add(
        tx, f->arena,
        &(struct answer_event){.id = id_new(),
                               .attempt = f->attempt,
                               .slot = f->slot,
                               .kind = f->flagged ? "flag" : "unflag",
                               .save_id = "",
                               .digest = "",
                               .receipt = "",
                               .at = f->now});
}

enum status answer_flag(struct house *house, struct arena *arena,
                        int64_t attempt, int64_t slot, bool flagged,
                        int64_t now)
{
    struct flagging f = {arena, attempt, slot, now, flagged};

    return db_write(house->db, keep_flag, &f);
}

/* ---- what stands
 * ------------------------------------------------------------------*/

static bool is_typed(const struct tree *value)
{
    return (value->kind == TREE_TEXT && value->text[0]) ||
           (value->kind == TREE_LIST && value->count);
}

static bool is_answered(const struct tree *typed)
{
    for (size_t i = 0; typed->kind == TREE_MAP && i < typed->count; i++)
        if (is_typed(&typed->items[i]))
            return true;
    return false;
}

static enum status add_event(struct arena *arena, struct standing *s,
                             const struct answer_event *e)
{
    if (!e->body) {
        if (e->id > s->flag_event) {
            s->flagged = !strcmp(e->kind, "flag");
            s->flag_event = e->id;
        }
        return OK;
    }
    if (!strcmp(e->kind, "fork")) {
        s->forks = (size_t)e->forks;
        s->fork_event = e->id;
        return json_read(arena, e->body, strlen(e->body), &s->fork);
    }
    TRY(json_read(arena, e->body, strlen(e->body), &s->typed));
    s->revision = e->revision;
    s->answered = is_answered(&s->typed);
    s->code = e->receipt;
    s->at = e->at;
    return OK;
}

static enum status read_slots(struct house *house, struct arena *arena,
                              int64_t attempt, int64_t first, int64_t last,
                              struct standing *list)
{
    const struct answer_event *events;
    size_t count;

    TRY(answer_standing_list(house->db, arena, attempt, first, last, &events,
                             &count));
    for (size_t i = 0; i < count; i++)
        TRY(add_event(arena, &list[events[i].slot - first], &events[i]));
    return OK;
}

enum status answers_read(struct house *house, struct arena *arena,
                         int64_t attempt, size_t slots,
                         const struct standing **out)
{
    struct standing *list = arena_many(arena, struct standing, slots);

    *out = list;
    return read_slots(house, arena, attempt, 1, (int64_t)slots, list);
}

enum status answer_read(struct house *house, struct arena *arena,
                        int64_t attempt, int64_t slot, struct standing *out)
{
    *out = (struct standing){0};
    return read_slots(house, arena, attempt, slot, slot, out);
}

/* ---- closing
 * ----------------------------------------------------------------------*/

struct closing {
    struct arena *arena;
    int64_t attempt, now;
};

static enum status hand_in(struct db *tx, void *arg)
{
    const struct closing *c = arg;
    struct attempt_state state;

    TRY(attempt_find_state(tx, c->arena, c->attempt, &state));
    if (strcmp(state.state, "open"))
        return CONFLICT;
    if (attempt_left(state.ends_at, state.paused_at, c->now) <= 0)
        return attempt_seal(tx, c->arena, c->attempt, state.ends_at,
                            "deadline");
    return attempt_seal(tx, c->arena, c->attempt, c->now, "candidate");
}

enum status attempt_hand_in(struct house *house, int64_t attempt, int64_t now)
{
    struct closing c = {arena_new(), attempt, now};
    enum status status = db_write(house->db, hand_in, &c);

    if (status == OK)
        presence_gone(attempt);
    arena_free(c.arena);
    return status;
}

struct sweep {
    struct arena *arena;
    const struct overdue *list;
    size_t count, closed;
};

static enum status close_overdue(struct db *tx, void *arg)
{
    struct sweep *s = arg;

    s->closed = 0;
    for (size_t i = 0; i < s->count; i++) {
        enum status status = attempt_seal(tx, s->arena, s->list[i].attempt,
                                          s->list[i].ends_at, "deadline");
        if (status == CONFLICT)
            continue; /* handed in meanwhile: no row was changed */
        TRY(status);
        s->closed++;
    }
    return OK;
}

enum status deadlines_step(struct house *house, int64_t now, size_t *closed)
{
    struct sweep s = {.arena = arena_new()};
    enum status status =
        attempt_overdue_list(house->db, s.arena, house->unsure_before,
                             now - DEADLINE_GRACE_MS, &s.list, &s.count);

    if (status == OK && s.count)
        status = db_write(house->db, close_overdue, &s);
    for (size_t i = 0; status == OK && i < s.count; i++)
        presence_gone(s.list[i].attempt);
    *closed = status == OK ? s.closed : 0;
    arena_free(s.arena);
    return status;
}
