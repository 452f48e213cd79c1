#include "domain/credentials.h"

#include "base/buf.h"
#include "base/random.h"
#include "domain/throttle.h"
#include "seal/password.h"
#include "seal/token.h"
#include "seal/totp.h"
#include "store/audit.h"
#include "store/sessions.h"
#include "text/utf8.h"

#include <ctype.h>
#include <string.h>

static const char link_purpose[] = "khoa link";

const char *link_plain(struct arena *arena, const char *typed)
{
    char *code = arena_alloc(arena, SLIP_CODE + 1);
    size_t length = 0;

    for (const char *p = typed; *p; p++) {
        if (*p == '-' || *p == ' ')
            continue;
        if (length == SLIP_CODE)
            return typed;
        code[length++] = (char)toupper((unsigned char)*p);
    }
    return length == SLIP_CODE ? code : typed;
}

const char *link_digest(struct arena *arena, const char *token)
{
    return token_digest(arena, link_purpose, link_plain(arena, token));
}

bool login_is_fit(const char *login)
{
    static const char fit[] = "abcdefghijklmnopqrstuvwxyz0123456789._-@";
    size_t length = strlen(login);

    return length >= 2 && length <= LOGIN_LONGEST &&
           strspn(login, fit) == length;
}

/* ---- passwords
 * ---------------------------------------------------------------*/

/* What is tried first everywhere; shorter ones are refused for their length. */
static bool is_common(struct arena *arena, const char *login,
                      const char *password)
{
    static const char *const common[] = {
        "password",  "matkhau",       "mat khau",   "qwerty",
        "123456789", "abcdefghi",     "iloveyou",   "vietnam",
        "letmein",   "administrator", "1q2w3e4r5t", "qwertyuiop",
    };
    const char *low = text_lower(arena, password);
    size_t length = text_length(low);

    if (strlen(login) > 3 && strstr(low, login))
        return true;
    for (size_t i = 0; i < sizeof common / sizeof *common; i++)
        if (strstr(low, common[i]) && length < text_length(common[i]) + 5)
            return true;
    return strspn(low, (char[]){low[0], '\0'}) == strlen(low);
}

enum password_fault password_fault_of(struct arena *arena, const char *login,
                                      const char *password, const char *again)
{
    size_t length = text_length(password);

    if (length < PASSWORD_SHORTEST)
        return PASSWORD_SHORT;
    if (length > PASSWORD_LONGEST)
        return PASSWORD_LONG;
    if (is_common(arena, login, password))
        return PASSWORD_COMMON;
    return strcmp(password, again) ? PASSWORD_DIFFERS : PASSWORD_FINE;
}

/* ---- changes
 * -----------------------------------------------------------------*/

struct change {
    struct arena *arena;
    int64_t account, person;
    const char *hash;
    const char *link; /* digest of the link that is used up, or NULL */
    const struct new_session *session;
    const char *action;
    int64_t now;
};

static enum status change(struct db *tx, void *arg)
{
    const struct change *c = arg;
    const struct deed deed = {.at = c->now,
                              .actor = c->person,
                              .action = c->action,
                              .object = "account",
                              .object_id = c->account};

    if (c->link)
        TRY(one_time_link_use(tx, c->arena, c->link, c->now));
    TRY(account_password_set(tx, c->arena, c->account, c->hash, false, c->now));
    TRY(session_account_remove(tx, c->arena, c->account));
    TRY(session_enter(tx, c->arena, c->account, c->session));
    return audit_add(tx, c->arena, &deed);
}

/* The old password, asked as the door would. */
static enum status check_old(struct arena *arena, const struct account *account,
                             const struct password_change *c,
                             enum password_fault *fault)
{
    const char *name = arena_print(arena, "change %s", account->login);
    bool right;

    *fault = PASSWORD_FINE;
    if (throttle_try(name, c->from, c->now)) {
        *fault = PASSWORD_WAIT;
        return OK;
    }
    enum status status = password_check(
        strlen(c->old) <= PASSWORD_LONGEST * 4 ? account->password : NULL,
        c->old, &right);
    if (status == BUSY)
        throttle_untried(name, c->from);
    TRY(status);
    if (right)
        throttle_passed(name, c->from);
    else
        *fault = PASSWORD_WRONG;
    return OK;
}

enum status password_change(struct house *house, struct arena *arena,
                            const struct password_change *c,
                            enum password_fault *fault, const char **token)
{
    const struct account *account;
    const char *hash;

    TRY(account_find(house->db, arena, c->account, &account));
    *fault = password_fault_of(arena, account->login, c->new, c->again);
    if (*fault == PASSWORD_FINE && !strcmp(c->old, c->new))
        *fault = PASSWORD_SAME;
    if (*fault == PASSWORD_FINE)
        TRY(check_old(arena, account, c, fault));
    if (*fault != PASSWORD_FINE)
        return OK;
    TRY(password_hash(arena, c->new, &hash));
    struct new_session session =
        session_begin(house, arena, c->second_step, c->now);
    struct change how = {.arena = arena,
                         .account = account->id,
                         .person = account->person,
                         .hash = hash,
                         .session = &session,
                         .action = "account.password_change",
                         .now = c->now};
    TRY(db_write(house->db, change, &how));
    *token = session.token;
    return OK;
}

/* ---- the second step
 * ----------------------------------------------------------*/

struct stepping {
    struct arena *arena;
    const struct account *account;
    const struct code_try *try;
    const char *secret;
    int64_t step;
};

static enum status offer(struct db *tx, void *arg)
{
    const struct stepping *s = arg;

    return account_totp_offer(tx, s->arena, s->account->id, s->secret);
}

enum status second_step_offer(struct house *house, struct arena *arena,
                              int64_t id, const char **secret)
{
    const struct account *account;

    TRY(account_find(house->db, arena, id, &account));
    *secret = totp_secret(arena);
    struct stepping s = {.arena = arena, .account = account, .secret = *secret};
    return db_write(house->db, offer, &s);
}

static enum status step_in(struct db *tx, void *arg)
{
    const struct stepping *s = arg;
    const struct code_try *try = s->try;
    const struct deed deed = {.at = try->now,
                              .actor = s->account->person,
                              .action = "account.second_step_set",
                              .object = "account",
                              .object_id = s->account->id};

    if (try->setting_up) {
        TRY(account_totp_take(tx, s->arena, s->account->id, s->secret,
                              s->step));
        TRY(audit_add(tx, s->arena, &deed));
    } else {
        TRY(account_totp_use(tx, s->arena, s->account->id, s->step));
    }
    return session_second_step(tx, s->arena, try->session_digest);
}

enum status second_step_try(struct house *house, struct arena *arena,
                            const struct code_try *try, struct code_answer *out)
{
    struct stepping s = {.arena = arena, .try = try};

    *out = (struct code_answer){.outcome = CODE_WRONG};
    TRY(account_find(house->db, arena, try->account, &s.account));
    const char *name = arena_print(arena, "code %s", s.account->login);
    s.secret =
        try->setting_up ? s.account->totp_pending : s.account->totp_secret;
    if (!s.secret)
        return OK;
    /* By account alone: who has got this far knows the password, from
       whatever address. */
    out->wait_ms = throttle_try(name, "", try->now);
    if (out->wait_ms) {
        out->outcome = CODE_WAIT;
        return OK;
    }
    if (!totp_check(s.secret, try->code, try->now, &s.step) ||
        (!try->setting_up && s.step <= s.account->totp_step))
        return OK;
    enum status status = db_write(house->db, step_in, &s);
    if (status == CONFLICT) /* somebody was quicker with the same code */
        return OK;
    TRY(status);
    throttle_passed(name, "");
    out->outcome = CODE_RIGHT;
    return OK;
}

const char *second_step_address(struct arena *arena, const char *body_name,
                                const char *login, const char *secret)
{
    struct buf label = {.arena = arena};

    (void)body_name; /* many apps cut or garble what is not ASCII */
    emit_part_text(&label, login);
    return arena_print(arena,
                       "otpauth://totp/Khoa:%s?secret=%s&issuer=Khoa"
                       "&algorithm=SHA1&digits=6&period=30",
                       label.data ? label.data : "", secret);
}

/* ---- one-time links
 * -----------------------------------------------------------*/

enum status link_holder_of(struct house *house, struct arena *arena,
                           const char *token, int64_t now,
                           struct link_holder *out)
{
    const struct one_time_link *link;
    const struct account *account;

    if (!token_shaped(token) && strlen(link_plain(arena, token)) != SLIP_CODE)
        return MISSING;
    const char *digest = link_digest(arena, token);
    enum status status = first_link_find(house, arena, digest, now);
    if (status == OK)
        *out = (struct link_holder){.first = true};
    if (status != MISSING)
        return status;
    TRY(one_time_link_find(house->db, arena, digest, &link));
    if (link->used_at || link->ends_at <= now)
        return MISSING;
    TRY(account_find(house->db, arena, link->account, &account));
    if (account->disabled_at)
        return MISSING;
    *out = (struct link_holder){.account = account->id,
                                .name = account->full_name,
                                .login = account->login};
    return OK;
}

enum status link_take(struct house *house, struct arena *arena,
                      const struct link_use *use, enum password_fault *fault,
                      const char **session)
{
    struct link_holder holder;
    const struct account *account;
    const char *hash;
    bool owed;

    TRY(link_holder_of(house, arena, use->token, use->now, &holder));
    if (holder.first)
        return MISSING;
    *fault = password_fault_of(arena, holder.login, use->new, use->again);
    if (*fault != PASSWORD_FINE)
        return OK;
    TRY(account_find(house->db, arena, holder.account, &account));
    TRY(second_step_owed(house, arena, account, use->now, &owed));
    TRY(password_hash(arena, use->new, &hash));
    struct new_session new = session_begin(house, arena, !owed, use->now);
    struct change how = {.arena = arena,
                         .account = account->id,
                         .person = account->person,
                         .hash = hash,
                         .link = link_digest(arena, use->token),
                         .session = &new,
                         .action = "account.password_by_link",
                         .now = use->now};
    enum status status = db_write(house->db, change, &how);
    if (status == CONFLICT) /* used meanwhile */
        return MISSING;
    TRY(status);
    *session = new.token;
    return OK;
}
