#include "domain/accounts.h"

#include "base/random.h"
#include "domain/credentials.h"
#include "domain/slips.h"
#include "seal/password.h"
#include "seal/token.h"
#include "store/audit.h"
#include "store/sessions.h"
#include "text/utf8.h"

#include <string.h>

static const char *const actions[] = {
    [ACCOUNT_OPEN] = "account.open",
    [ACCOUNT_LINK] = "account.reset_by_link",
    [ACCOUNT_SLIP] = "account.reset_by_slip",
    [ACCOUNT_SHUT] = "account.disable",
    [ACCOUNT_UNSHUT] = "account.enable",
    [ACCOUNT_SIGN_OUT] = "account.end_sessions",
    [ACCOUNT_NO_CODE] = "account.second_step_drop",
};

struct ordering {
    struct arena *arena;
    const struct actor *actor;
    const struct account_order *order;
    struct account account; /* as it is, or as it will be */
    struct one_time_link link;
    const char *hash; /* of a slip */
};

static bool gives_link(const struct ordering *o)
{
    return o->order->deed == ACCOUNT_OPEN || o->order->deed == ACCOUNT_LINK;
}

static enum status do_deed(struct db *tx, const struct ordering *o)
{
    int64_t id = o->account.id, now = o->actor->now;

    switch (o->order->deed) {
    case ACCOUNT_OPEN: return account_add(tx, o->arena, &o->account);
    case ACCOUNT_LINK:
        return account_password_set(tx, o->arena, id, NULL, false, now);
    case ACCOUNT_SLIP:
        return account_password_set(tx, o->arena, id, o->hash, true, now);
    case ACCOUNT_SHUT: return account_disable(tx, o->arena, id, now, now);
    case ACCOUNT_UNSHUT: return account_disable(tx, o->arena, id, 0, now);
    case ACCOUNT_SIGN_OUT: return account_sessions_end(tx, o->arena, id, now);
    case ACCOUNT_NO_CODE: return account_totp_clear(tx, o->arena, id, now);
    }
    return INVALID;
}

static enum status work(struct db *tx, void *arg)
{
    const struct ordering *o = arg;
    const struct deed deed = {.at = o->actor->now,
                              .actor = o->actor->person,
                              .action = actions[o->order->deed],
                              .object = "person",
                              .object_id = o->order->person};

    TRY(do_deed(tx, o));
    TRY(session_account_remove(tx, o->arena, o->account.id));
    if (gives_link(o))
        TRY(one_time_link_add(tx, o->arena, &o->link, o->actor->now));
    return audit_add(tx, o->arena, &deed);
}

/* Four groups of three: 59 bits, good for one sign-in. */
static const char *slip_password(struct arena *arena)
{
    return text_lower(arena, slip_letters(arena, 4, 3));
}

static enum status prepare(struct ordering *o, struct account_outcome *out)
{
    bool open = o->order->deed == ACCOUNT_OPEN;
    int64_t hours = open ? LINK_DAYS * 24 : RESET_HOURS;

    out->login = o->account.login;
    if (gives_link(o)) {
        out->token = token_new(o->arena);
        out->ends_at = o->actor->now + hours * 3600000;
        o->link = (struct one_time_link){
            .token_digest = link_digest(o->arena, out->token),
            .account = o->account.id,
            .purpose = open ? "first_password" : "reset",
            .ends_at = out->ends_at};
    } else if (o->order->deed == ACCOUNT_SLIP) {
        out->password = slip_password(o->arena);
        return password_hash(o->arena, out->password, &o->hash);
    }
    return OK;
}

/* A new account, or why there can be none. */
static enum status prepare_new(struct house *house, struct ordering *o,
                               struct account_outcome *out)
{
    const char *login = login_of(o->arena, o->order->login);
    const struct account *other;

    enum status status =
        account_person_find(house->db, o->arena, o->order->person, &other);
    if (status != MISSING)
        return status == OK ? CONFLICT : status;
    if (!login_is_fit(login)) {
        out->fault = ACCOUNT_LOGIN_UNFIT;
        return OK;
    }
    status = account_login_find(house->db, o->arena, login, &other);
    if (status != MISSING) {
        out->fault = ACCOUNT_LOGIN_TAKEN;
        return status;
    }
    o->account = (struct account){.id = id_new(),
                                  .person = o->order->person,
                                  .login = login,
                                  .language = "vi",
                                  .created_at = o->actor->now};
    return OK;
}

enum status account_order_do(struct house *house, struct arena *arena,
                             const struct actor *actor,
                             const struct account_order *order,
                             struct account_outcome *out)
{
    struct ordering o = {.arena = arena, .actor = actor, .order = order};
    const struct account *account;

    *out = (struct account_outcome){.fault = ACCOUNT_DONE};
    TRY(actor_stands_above(house->db, arena, actor, MANAGE_ACCOUNTS,
                           order->person));
    if (order->deed == ACCOUNT_OPEN) {
        TRY(prepare_new(house, &o, out));
        if (out->fault != ACCOUNT_DONE)
            return OK;
    } else {
        TRY(account_person_find(house->db, arena, order->person, &account));
        o.account = *account;
    }
    TRY(prepare(&o, out));
    return db_write(house->db, work, &o);
}
