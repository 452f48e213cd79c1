#include "domain/exam_codes.h"

#include "base/clock.h"
#include "domain/slips.h"
#include "seal/token.h"
#include "store/audit.h"
#include "store/people.h"
#include "store/sessions.h"

#include <ctype.h>
#include <string.h>

enum { EARLY_MS = 60 * 60 * 1000 };

static const char purpose[] = "khoa exam slip";

/* Capitals and digits only, as they stand on paper. */
static const char *plain(struct arena *arena, const char *typed)
{
    enum { LENGTH = EXAM_CODE_GROUPS * EXAM_CODE_GROUP };
    char code[LENGTH + 1];
    size_t n = 0;

    for (; *typed; typed++) {
        if (*typed == '-' || *typed == ' ')
            continue;
        if (n == LENGTH || !isalnum((unsigned char)*typed))
            return NULL;
        code[n++] = (char)toupper((unsigned char)*typed);
    }
    return n == LENGTH ? arena_text(arena, code, n) : NULL;
}

static const char *digest_of(struct arena *arena, const char *typed)
{
    const char *code = plain(arena, typed);

    return code ? token_digest(arena, purpose, code) : NULL;
}

/* ---- making them ---------------------------------------------------------*/

struct making {
    struct arena *arena;
    int64_t sitting, by, now;
    const int64_t *candidates;
    const char **digests;
    size_t count;
};

static enum status make_all(struct db *tx, void *arg)
{
    const struct making *m = arg;
    const struct candidate *candidate;
    const struct sitting *sitting;
    int64_t account;

    TRY(sitting_find(tx, m->arena, m->sitting, &sitting));
    if (sitting->cancelled_at || m->now >= sitting->over_at)
        return CONFLICT;
    for (size_t i = 0; i < m->count; i++) {
        TRY(candidate_find(tx, m->arena, m->candidates[i], &candidate));
        if (candidate->sitting != m->sitting)
            return MISSING;
        TRY(account_for(tx, m->arena, candidate->person, m->now, &account));
        TRY(exam_code_put(tx, m->arena, candidate->id, m->digests[i], m->by,
                          m->now));
    }
    return audit_add(
        tx, m->arena,
        &(struct deed){.at = m->now,
                       .actor = m->by,
                       .action = "sitting.exam-codes",
                       .object = "sitting",
                       .object_id = m->sitting,
                       .detail =
                           arena_print(m->arena, "{\"count\":%zu}", m->count)});
}

enum status exam_codes_make(struct house *house, struct arena *arena,
                            int64_t sitting, const int64_t *candidates,
                            size_t count, int64_t by, int64_t now,
                            const char *const **out)
{
    const char **codes = arena_many(arena, const char *, count);
    struct making m = {.arena = arena,
                       .sitting = sitting,
                       .by = by,
                       .now = now,
                       .candidates = candidates,
                       .digests = arena_many(arena, const char *, count),
                       .count = count};

    if (count > EXAM_CODES_MOST)
        return INVALID;
    for (size_t i = 0; i < count; i++) {
        codes[i] = slip_letters(arena, EXAM_CODE_GROUPS, EXAM_CODE_GROUP);
        m.digests[i] = digest_of(arena, codes[i]);
    }
    TRY(db_write(house->db, make_all, &m));
    *out = codes;
    return OK;
}

/* ---- signing in with one -------------------------------------------------*/

static enum exam_entry entry_of(const struct exam_code *code, int64_t now)
{
    bool left = code->left_on && code->left_on <= clock_day(now);

    return code->cancelled_at || left || !code->account || code->disabled ||
                   strcmp(code->state, "called")
               ? EXAM_UNKNOWN
           : now < code->opens_at - EARLY_MS ? EXAM_EARLY
           : now >= code->over_at            ? EXAM_OVER
           : code->used_at                   ? EXAM_USED
                                             : EXAM_ENTERED;
}

struct entering {
    struct arena *arena;
    const char *digest;
    struct new_session session;
    struct exam_entrance *out;
};

/* Two browsers with one code: the first has used it. */
static enum status enter(struct db *tx, void *arg)
{
    const struct entering *e = arg;
    struct exam_code code;

    TRY(exam_code_find(tx, e->arena, e->digest, &code));
    e->out->sitting = code.sitting;
    e->out->opens_at = code.opens_at;
    e->out->entry = entry_of(&code, e->session.now);
    if (e->out->entry != EXAM_ENTERED)
        return OK;
    enum status status = exam_code_use(tx, e->arena, e->digest, e->session.now);
    if (status == CONFLICT)
        e->out->entry = EXAM_USED;
    if (status != OK)
        return status == CONFLICT ? OK : status;
    return session_enter(tx, e->arena, code.account, &e->session);
}

enum status exam_code_enter(struct house *house, struct arena *arena,
                            const char *typed, int64_t now,
                            struct exam_entrance *out)
{
    struct entering e = {
        .arena = arena, .digest = digest_of(arena, typed), .out = out};
    struct exam_code code;

    *out = (struct exam_entrance){.entry = EXAM_UNKNOWN};
    if (!e.digest)
        return OK;
    enum status status = exam_code_find(house->db, arena, e.digest, &code);
    if (status == MISSING)
        return OK;
    TRY(status);
    e.session = session_begin(house, arena, true, now);
    e.session.sitting = code.sitting;
    TRY(db_write(house->db, enter, &e));
    out->token = out->entry == EXAM_ENTERED ? e.session.token : NULL;
    return OK;
}

/* ---- once more -----------------------------------------------------------*/

static enum status allow(struct db *tx, struct arena *arena,
                         const struct deed_in_room *deed)
{
    const struct candidate *candidate;

    TRY(candidate_find(tx, arena, deed->whom.candidate, &candidate));
    TRY(exam_code_allow(tx, arena, candidate->id));
    return session_sitting_remove(tx, arena, candidate->sitting,
                                  candidate->person);
}

enum status room_readmit(struct house *house, struct arena *arena,
                         const struct deed_in_room *deed)
{
    return deed->whom.candidate ? room_do(house, arena, deed, "readmit", allow)
                                : INVALID;
}
