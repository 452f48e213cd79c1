#include "domain/door.h"

#include "base/clock.h"
#include "base/log.h"
#include "domain/throttle.h"
#include "seal/password.h"
#include "seal/token.h"
#include "store/audit.h"
#include "store/people.h"
#include "store/sessions.h"
#include "text/utf8.h"

#include <string.h>

enum {
    MINUTE = 60 * 1000,
    IDLE_MS = 120 * MINUTE,
    SESSION_MS = 12 * 60 * MINUTE,
    /* Beyond the deadline of a paper: to see what became of it. */
    LINGER_MS = 15 * MINUTE,
    OLD_MS = 2 * 24 * 60 * MINUTE,
    TELL_FAILURES = 10, /* every so many are put on record */
};

static const char session_purpose[] = "khoa session";
static const char stranger_purpose[] = "khoa form";

const char *login_of(struct arena *arena, const char *typed)
{
    return text_lower(arena, text_tidy(arena, typed));
}

const char *door_stranger_token(struct arena *arena)
{
    return token_new(arena);
}

const char *door_stranger_csrf(struct arena *arena, const char *token)
{
    return token_shaped(token) ? token_digest(arena, stranger_purpose, token)
                               : NULL;
}

bool door_same(const char *a, const char *b)
{
    return token_same(a, b);
}

/* ---- roles as of today
 * -------------------------------------------------------*/

static enum status read_roles(struct db *db, struct arena *arena,
                              int64_t person, int64_t day, struct caller *c)
{
    const struct grant *grants;
    size_t count;

    TRY(grant_list(db, arena, person, &grants, &count));
    struct scope *scopes = arena_many(arena, struct scope, count);
    c->rights = role_rights(ROLE_LEARNER);
    c->scopes = scopes;
    c->scope_count = 0;
    for (size_t i = 0; i < count; i++) {
        enum role role = role_of(grants[i].role);
        if (role == ROLE_COUNT || grants[i].valid_from > day ||
            (grants[i].valid_to && grants[i].valid_to <= day))
            continue;
        scopes[c->scope_count++] = (struct scope){role, grants[i].unit};
        c->rights |= role_rights(role);
    }
    return OK;
}

static bool is_staff(const struct caller *c)
{
    for (size_t i = 0; i < c->scope_count; i++)
        if (role_is_staff(c->scopes[i].role))
            return true;
    return false;
}

static bool is_owed(const struct house *house, const struct account *account,
                    const struct caller *c)
{
    return !house->demo && (account->totp_secret || is_staff(c));
}

enum status second_step_owed(struct house *house, struct arena *arena,
                             const struct account *account, int64_t now,
                             bool *owed)
{
    struct caller c = {0};

    TRY(read_roles(house->db, arena, account->person, clock_day(now), &c));
    *owed = is_owed(house, account, &c);
    return OK;
}

/* ---- a session and whom it stands for
 * ----------------------------------------*/

static bool in_service(const struct account *account, int64_t now)
{
    return !account->disabled_at &&
           (!account->left_on || account->left_on > clock_day(now));
}

static enum status check_time(struct house *house, struct arena *arena,
                              const struct session *s, int64_t now)
{
    int64_t idle = house->idle_ms ? house->idle_ms : IDLE_MS;

    if (now < s->ends_at && now < s->seen_at + idle)
        return OK;
    return paper_open_find(house->db, arena, s->account.person,
                           now - LINGER_MS);
}

struct seen {
    struct arena *arena;
    const char *digest;
    int64_t now;
};

static enum status see(struct db *tx, void *arg)
{
    const struct seen *seen = arg;

    return session_seen(tx, seen->arena, seen->digest, seen->now);
}

static enum status read_rights(struct house *house, struct arena *arena,
                               const struct session *s, int64_t now,
                               struct caller *c)
{
    TRY(read_roles(house->db, arena, s->account.person, clock_day(now), c));
    c->second_step_due = !s->second_step && is_owed(house, &s->account, c);
    c->second_step_unset = c->second_step_due && !s->account.totp_secret;
    if (c->second_step_due || c->must_change)
        c->rights = UINT64_C(1) << ANYONE;
    return OK;
}

static struct caller for_exam(const struct caller *c, int64_t sitting)
{
    struct caller exam = *c;

    exam.sitting = sitting;
    exam.must_change = false;
    exam.rights = role_rights_exam();
    return exam;
}

enum status door_recognise(struct house *house, struct arena *arena,
                           const char *token, int64_t now, struct caller *out)
{
    const struct session *s;

    if (!token_shaped(token))
        return MISSING;
    TRY(session_find(house->db, arena,
                     token_digest(arena, session_purpose, token), &s));
    const struct account *account = &s->account;
    if (s->created_at < account->sessions_from || !in_service(account, now))
        return MISSING;
    TRY(check_time(house, arena, s, now));
    *out = (struct caller){
        .person = account->person,
        .account = account->id,
        .name = account->full_name,
        .address_as = account->address_as,
        .login = account->login,
        .language = account->language,
        .csrf = s->csrf,
        .session_digest = s->token_digest,
        .must_change = account->must_change,
    };
    if (s->sitting) /* whatever they may do elsewhere */
        *out = for_exam(out, s->sitting);
    else
        TRY(read_rights(house, arena, s, now, out));
    struct seen seen = {arena, s->token_digest, now};
    /* What was asked for does not depend on it. */
    if (now >= s->seen_at + MINUTE && db_write(house->db, see, &seen) != OK)
        log_say(LOG_WARN, "door", "last use of a session not written", NULL);
    return OK;
}

struct new_session session_begin(const struct house *house, struct arena *arena,
                                 bool second_step, int64_t now)
{
    const char *token = token_new(arena);
    int64_t length = house->session_ms ? house->session_ms : SESSION_MS;

    return (struct new_session){
        .token = token,
        .digest = token_digest(arena, session_purpose, token),
        .csrf = token_new(arena),
        .second_step = second_step,
        .now = now,
        .ends_at = now + length,
    };
}

enum status session_enter(struct db *tx, struct arena *arena, int64_t account,
                          const struct new_session *new)
{
    const struct session session = {
        .token_digest = new->digest,
        .csrf = new->csrf,
        .created_at = new->now,
        .ends_at = new->ends_at,
        .second_step = new->second_step,
        .sitting = new->sitting,
        .account.id = account,
    };

    return session_add(tx, arena, &session);
}

/* ---- signing in
 * --------------------------------------------------------------*/

struct entering {
    struct arena *arena;
    int64_t account;
    const struct new_session *new;
};

static enum status enter(struct db *tx, void *arg)
{
    const struct entering *e = arg;

    TRY(session_old_remove(tx, e->arena, e->new->now - OLD_MS));
    return session_enter(tx, e->arena, e->account, e->new);
}

struct recording {
    struct arena *arena;
    struct deed deed;
};

static enum status record(struct db *tx, void *arg)
{
    const struct recording *r = arg;

    return audit_add(tx, r->arena, &r->deed);
}

void door_note_refusal(struct house *house, struct arena *arena, int64_t person,
                       const char *route, int64_t now)
{
    struct recording r = {
        .arena = arena,
        .deed = {.at = now,
                 .actor = person,
                 .action = "right.refused",
                 .detail = arena_print(arena, "{\"route\":\"%s\"}", route)}};
    const char *who = arena_print(arena, "refused %lld", (long long)person);

    log_say(LOG_WARN, "door", "refused", "person", log_int(person), "route",
            route, NULL);
    if (house->db && !throttle_try(who, "", now) &&
        db_write(house->db, record, &r) != OK)
        log_say(LOG_ERROR, "door", "refusal not recorded", NULL);
}

static enum status refuse(struct house *house, struct arena *arena,
                          const struct account *account, const char *login,
                          int64_t now)
{
    int failures = throttle_failures(login, now);
    struct recording r = {
        .arena = arena,
        .deed = {.at = now,
                 .action = "account.sign_in_failures",
                 .object = "account",
                 .object_id = account ? account->id : 0,
                 .detail = arena_print(arena, "{\"failures\":%d}", failures)}};

    if (!account || failures < TELL_FAILURES || failures % TELL_FAILURES)
        return OK;
    log_say(LOG_WARN, "door", "many wrong passwords for one account", "account",
            log_int(account->id), "failures", log_int(failures), NULL);
    return db_write(house->db, record, &r);
}

enum status door_sign_in(struct house *house, struct arena *arena,
                         const struct sign_in *in, struct entrance *out)
{
    const char *login = login_of(arena, in->login);
    const struct account *account = NULL;
    bool right, owed;

    *out = (struct entrance){.outcome = WRONG};
    if (strlen(login) > LOGIN_LONGEST * 4)
        login = "";
    out->wait_ms = throttle_try(login, in->from, in->now);
    if (out->wait_ms) {
        out->outcome = WAIT;
        return OK;
    }
    enum status status = account_login_find(house->db, arena, login, &account);
    if (status != OK && status != MISSING)
        return status;
    bool open = status == OK && in_service(account, in->now) &&
                strlen(in->password) <= PASSWORD_LONGEST * 4;
    status = password_check(open ? account->password : NULL,
                            open ? in->password : "", &right);
    if (status == BUSY)
        throttle_untried(login, in->from);
    TRY(status);
    if (!right)
        return refuse(house, arena, account, login, in->now);
    TRY(second_step_owed(house, arena, account, in->now, &owed));
    struct new_session new = session_begin(house, arena, !owed, in->now);
    struct entering entering = {arena, account->id, &new};
    TRY(db_write(house->db, enter, &entering));
    throttle_passed(login, in->from);
    out->outcome = ENTERED;
    out->token = new.token;
    return OK;
}

/* ---- leaving, and the language
 * -----------------------------------------------*/

struct leaving {
    struct arena *arena;
    const char *digest;
    int64_t account, now;
    const char *language;
};

static enum status leave(struct db *tx, void *arg)
{
    const struct leaving *l = arg;

    return session_remove(tx, l->arena, l->digest);
}

enum status door_sign_out(struct house *house, struct arena *arena,
                          const char *session_digest)
{
    struct leaving leaving = {.arena = arena, .digest = session_digest};

    return db_write(house->db, leave, &leaving);
}

static enum status leave_all(struct db *tx, void *arg)
{
    const struct leaving *l = arg;

    TRY(session_account_remove(tx, l->arena, l->account));
    return account_sessions_end(tx, l->arena, l->account, l->now);
}

enum status door_sign_out_all(struct house *house, struct arena *arena,
                              int64_t account, int64_t now)
{
    struct leaving leaving = {.arena = arena, .account = account, .now = now};

    return db_write(house->db, leave_all, &leaving);
}

static enum status speak(struct db *tx, void *arg)
{
    const struct leaving *l = arg;

    return account_language_set(tx, l->arena, l->account, l->language);
}

enum status door_speak(struct house *house, struct arena *arena,
                       int64_t account, const char *language)
{
    struct leaving leaving = {
        .arena = arena, .account = account, .language = language};

    return db_write(house->db, speak, &leaving);
}
