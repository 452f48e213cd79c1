#include "pages/access.h"

#include "base/clock.h"
#include "domain/accounts.h"
#include "domain/units.h"
#include "pages/gate.h"
#include "pages/pages.h"
#include "store/people.h"
#include "store/units.h"
#include "text/fold.h"
#include "text/utf8.h"
#include "views.h"

#include <string.h>

enum { MOST_UNITS = 32 };

struct actor actor_of(const struct request *req)
{
    return (struct actor){req->visitor->person, req->visitor->scopes,
                          req->visitor->scope_count, req->now};
}

/* ---- what may be done
 * ---------------------------------------------------------*/

static bool has_unit(const struct access_unit *units, size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (units[i].id == id)
            return true;
    return false;
}

/* Where a role for this person is likely to be: their units, those above, and
   the whole agency; as far as the visitor reaches. */
static enum status read_units(const struct request *req,
                              const struct actor *actor, struct access *access)
{
    struct access_unit *units =
        arena_many(req->arena, struct access_unit, MOST_UNITS);
    int64_t day = clock_day(req->now);
    struct db *db = req->house->db;
    const struct assignment *duties;
    size_t count, n = 0;

    TRY(assignment_list(db, req->arena, access->person, &duties, &count));
    for (size_t i = 0; i < count; i++) {
        const struct unit *path;
        size_t length;
        TRY(unit_path_list(db, req->arena, duties[i].unit, day, &path,
                           &length));
        for (size_t k = length; k-- > 0 && n + 1 < MOST_UNITS;) {
            enum status status = actor_reaches_unit(db, req->arena, actor,
                                                    MANAGE_PEOPLE, path[k].id);
            if (status == OK && !has_unit(units, n, path[k].id))
                units[n++] = (struct access_unit){path[k].id, path[k].name};
            else if (status != OK && status != MISSING)
                return status;
        }
    }
    if (actor_reaches_unit(db, req->arena, actor, MANAGE_PEOPLE, 0) == OK)
        units[n++] = (struct access_unit){
            0, say(req->visitor->language, SAY_ROLE_EVERYWHERE)};
    access->units = units;
    access->unit_count = n;
    return OK;
}

static enum status read_roles(const struct request *req,
                              const struct actor *actor, struct access *access)
{
    const char **roles = arena_many(req->arena, const char *, ROLE_COUNT);

    for (enum role r = 0; r < ROLE_COUNT; r++)
        for (size_t i = 0; i < access->unit_count; i++) {
            enum status status = actor_may_give(req->house->db, req->arena,
                                                actor, r, access->units[i].id);
            if (status == DENIED)
                continue;
            TRY(status);
            roles[access->role_count++] = role_code(r);
            break;
        }
    access->roles = roles;
    return OK;
}

static enum status read_ending(const struct request *req,
                               const struct actor *actor, struct access *access)
{
    const struct grant *all;
    size_t count;

    TRY(grant_list(req->house->db, req->arena, access->person, &all, &count));
    struct grant *list = arena_many(req->arena, struct grant, count);
    for (size_t i = 0; i < count; i++)
        if (grant_holds(&all[i], clock_day(req->now)) &&
            actor_may_give(req->house->db, req->arena, actor,
                           role_of(all[i].role), all[i].unit) == OK)
            list[access->ending_count++] = all[i];
    access->ending = list;
    return OK;
}

/* "thu.ha" of Trần Thị Thu Hà: what a login often looks like. */
static const char *suggested(const struct request *req,
                             const struct person *person)
{
    struct buf out = {.arena = req->arena};
    const char *name = text_fold(req->arena, arena_print(req->arena, "%s %s",
                                                         person->given_name,
                                                         person->family_name));

    if (person->staff_number)
        return text_lower(req->arena, person->staff_number);
    for (; *name; name++)
        buf_bytes(&out, *name == ' ' ? "." : name, 1);
    return out.data ? out.data : "";
}

static const char *done_said(const struct request *req)
{
    static const struct {
        const char *code;
        enum word word;
    } words[] = {{"shut", SAY_ACCESS_SHUT_DONE},
                 {"unshut", SAY_ACCESS_UNSHUT_DONE},
                 {"sign-out", SAY_ACCESS_SIGN_OUT_DONE},
                 {"no-code", SAY_ACCESS_NO_CODE_DONE},
                 {"given", SAY_ACCESS_GIVEN_DONE},
                 {"ended", SAY_ACCESS_ENDED_DONE}};
    const char *done = field_text(&req->query, "done");

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(words[i].code, done))
            return say(req->visitor->language, words[i].word);
    return NULL;
}

static enum status read_account(const struct request *req,
                                const struct actor *actor,
                                const struct person *person,
                                struct access *access)
{
    enum status status = account_person_find(req->house->db, req->arena,
                                             person->id, &access->account);

    if (status == MISSING)
        access->account = NULL;
    else
        TRY(status);
    access->login = suggested(req, person);
    status = actor_stands_above(req->house->db, req->arena, actor,
                                MANAGE_ACCOUNTS, person->id);
    access->manages_accounts = status == OK;
    access->too_high = status == DENIED && !access->self;
    return status == DENIED || status == MISSING ? OK : status;
}

enum status access_read(const struct request *req, int64_t id,
                        const struct access **out)
{
    const struct actor actor = actor_of(req);
    struct access *access = arena_make(req->arena, struct access);
    const struct person *person;

    *out = NULL;
    if (!may(req->visitor, MANAGE_ACCOUNTS) &&
        !may(req->visitor, MANAGE_PEOPLE))
        return OK;
    *access = (struct access){.person = id,
                              .self = id == req->visitor->person,
                              .demo = req->house->demo,
                              .done = done_said(req)};
    TRY(person_find(req->house->db, req->arena, id, &person));
    TRY(read_account(req, &actor, person, access));
    enum status status = actor_reaches_person(req->house->db, req->arena,
                                              &actor, MANAGE_PEOPLE, id);
    if (status == OK && !access->self) {
        TRY(read_units(req, &actor, access));
        TRY(read_roles(req, &actor, access));
        TRY(read_ending(req, &actor, access));
    } else if (status != OK && status != MISSING) {
        return status;
    } else if (status == MISSING && !access->manages_accounts) {
        return OK;
    }
    *out = access;
    return OK;
}

/* ---- accounts
 * -----------------------------------------------------------------*/

static const struct {
    const char *name;
    enum account_deed deed;
} deeds[] = {
    {"open", ACCOUNT_OPEN},       {"link", ACCOUNT_LINK},
    {"slip", ACCOUNT_SLIP},       {"shut", ACCOUNT_SHUT},
    {"unshut", ACCOUNT_UNSHUT},   {"sign-out", ACCOUNT_SIGN_OUT},
    {"no-code", ACCOUNT_NO_CODE},
};

static enum status show_slip(struct request *req, struct response *res,
                             int64_t person,
                             const struct account_outcome *outcome)
{
    struct access_slip slip = {.person = person,
                               .login = outcome->login,
                               .password = outcome->password,
                               .ends_at = outcome->ends_at};
    const struct person *whose;

    TRY(person_find(req->house->db, req->arena, person, &whose));
    slip.name = whose->full_name;
    if (outcome->token)
        slip.address = arena_print(req->arena, "%s/welcome/%s",
                                   gate_origin(req), outcome->token);
    res->title = say(req->visitor->language, SAY_SLIP_TITLE);
    view_access_slip(&res->body, reader_of(req, res), &slip);
    return OK;
}

static enum status show_fault(struct request *req, struct response *res,
                              int64_t person, enum word word, const char *login)
{
    const struct access *read;

    TRY(access_read(req, person, &read));
    if (!read)
        return MISSING;
    struct access access = *read;
    access.fault = say(req->visitor->language, word);
    access.done = NULL;
    if (login)
        access.login = login;
    res->code = 422;
    res->title = say(req->visitor->language, SAY_ACCESS_ACCOUNT);
    view_access_alone(&res->body, reader_of(req, res), &access);
    return OK;
}

enum status person_account_change(struct request *req, struct response *res)
{
    const struct actor actor = actor_of(req);
    const char *what = field_text(&req->form, "do");
    struct account_order order = {.login = field_text(&req->form, "login")};
    struct account_outcome outcome;
    size_t i = 0, count = sizeof deeds / sizeof *deeds;

    TRY(path_id(req, "person", &order.person));
    while (i < count && strcmp(deeds[i].name, what))
        i++;
    if (i == count)
        return INVALID;
    order.deed = deeds[i].deed;
    TRY(account_order_do(req->house, req->arena, &actor, &order, &outcome));
    if (outcome.fault != ACCOUNT_DONE)
        return show_fault(req, res, order.person,
                          outcome.fault == ACCOUNT_LOGIN_UNFIT
                              ? SAY_LOGIN_UNFIT
                              : SAY_ACCESS_LOGIN_TAKEN,
                          order.login);
    if (outcome.token || outcome.password)
        return show_slip(req, res, order.person, &outcome);
    return redirect(req, res, "/people/%lld?done=%s#account",
                    (long long)order.person, what);
}

/* ---- roles
 * --------------------------------------------------------------------*/

/* A unit that was typed as a code goes before the one chosen. */
static enum status read_unit(const struct request *req, int64_t *unit,
                             bool *known)
{
    const char *code = text_tidy(req->arena, field_text(&req->form, "code"));
    const struct unit *found;

    *known = true;
    *unit = field_number(&req->form, "unit", -1);
    if (!*code)
        return *unit < 0 ? INVALID : OK;
    enum status status = unit_code_find(req->house->db, req->arena, code,
                                        clock_day(req->now), &found);
    if (status == OK)
        *unit = found->id;
    *known = status == OK;
    return status == MISSING ? OK : status;
}

enum status person_role_give(struct request *req, struct response *res)
{
    const struct actor actor = actor_of(req);
    enum role role = role_of(field(&req->form, "role"));
    int64_t person, unit;
    bool known;

    TRY(path_id(req, "person", &person));
    TRY(actor_reaches_person(req->house->db, req->arena, &actor, MANAGE_PEOPLE,
                             person));
    if (role == ROLE_COUNT)
        return show_fault(req, res, person, SAY_ACCESS_NO_ROLE, NULL);
    TRY(read_unit(req, &unit, &known));
    if (!known)
        return show_fault(req, res, person, SAY_ACCESS_NO_UNIT, NULL);
    enum status status =
        role_give(req->house, req->arena, &actor, person, role, unit);
    if (status == CONFLICT)
        return show_fault(req, res, person, SAY_ACCESS_HAS_ROLE, NULL);
    TRY(status);
    return redirect(req, res, "/people/%lld?done=given#roles",
                    (long long)person);
}

enum status person_role_end(struct request *req, struct response *res)
{
    const struct actor actor = actor_of(req);
    int64_t person, grant;

    TRY(path_id(req, "person", &person));
    TRY(path_id(req, "grant", &grant));
    TRY(role_end(req->house, req->arena, &actor, person, grant));
    return redirect(req, res, "/people/%lld?done=ended#roles",
                    (long long)person);
}
