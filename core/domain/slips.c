#include "domain/slips.h"

#include "base/clock.h"
#include "base/random.h"
#include "domain/credentials.h"
#include "store/audit.h"
#include "text/fold.h"
#include "text/utf8.h"

#include <string.h>

enum { SLIPS_AT_ONCE = 200, DAY_MS = 86400000 };

const char *slip_letters(struct arena *arena, int groups, int in_a_group)
{
    static const char letters[] = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
    enum { LETTERS = sizeof letters - 1 };
    int length = groups * (in_a_group + 1) - 1;
    char *text = arena_alloc(arena, (size_t)length + 1);

    for (int i = 0; i < length;) {
        unsigned char byte;
        if (i % (in_a_group + 1) == in_a_group) {
            text[i++] = '-';
            continue;
        }
        random_bytes(&byte, 1);
        if (byte < 256 / LETTERS * LETTERS)
            text[i++] = letters[byte % LETTERS];
    }
    return text;
}

/* ---- who gets one --------------------------------------------------------*/

/* The staff number, or "ha.tran" of Trần Thị Thu Hà; "" if neither will do. */
static const char *login_for(struct arena *arena, const struct unit_account *u)
{
    char *login;

    if (u->staff_number)
        login = arena_print(arena, "%s", login_of(arena, u->staff_number));
    else
        login = arena_print(
            arena, "%s",
            text_fold(arena, arena_print(arena, "%s %s", u->given_name,
                                         u->family_name)));
    for (char *p = login; *p; p++)
        if (*p == ' ' || *p == '/')
            *p = '.';
    return login_is_fit(login) ? login : "";
}

static bool waits(struct arena *arena, const struct unit_account *u)
{
    return !u->has_password && !u->has_role && !u->is_disabled &&
           (u->account || *login_for(arena, u));
}

static enum status read_people(struct house *house, struct arena *arena,
                               const struct actor *actor, int64_t unit,
                               const struct unit_account **out, size_t *count)
{
    TRY(actor_reaches_unit(house->db, arena, actor, MANAGE_ACCOUNTS, unit));
    TRY(unit_account_list(house->db, arena, unit, clock_day(actor->now),
                          MOST_SLIPS + 1, out, count));
    return *count > MOST_SLIPS ? INVALID : OK;
}

enum status slips_count(struct house *house, struct arena *arena,
                        const struct actor *actor, int64_t unit,
                        struct slip_tally *out)
{
    const struct unit_account *list;
    size_t count;

    *out = (struct slip_tally){0};
    TRY(read_people(house, arena, actor, unit, &list, &count));
    out->people = count;
    for (size_t i = 0; i < count; i++) {
        const struct unit_account *u = &list[i];
        if (waits(arena, u)) {
            out->waiting++;
            out->fresh += !u->account;
        } else if (u->is_disabled) {
            out->shut++;
        } else if (u->has_password) {
            out->ready++;
        } else if (u->has_role) {
            out->staff++;
        } else {
            out->nameless++;
        }
    }
    return OK;
}

/* ---- making them ---------------------------------------------------------*/

struct making {
    struct house *house;
    struct arena *arena; /* of one batch */
    const struct actor *actor;
    const struct unit_account *const *people;
    struct slip *slips;
    size_t count;
};

/* ha.tran for the first, ha.tran2, ha.tran3 and so on. */
static const char *nth_login(struct arena *arena, const char *wanted, int64_t n)
{
    return n == 1 ? wanted : arena_print(arena, "%s%lld", wanted, (long long)n);
}

static enum status is_taken(struct db *tx, struct arena *arena,
                            const char *login, bool *taken)
{
    const struct account *other;
    enum status status = account_login_find(tx, arena, login, &other);

    *taken = status == OK;
    return status == MISSING ? OK : status;
}

/* A number nobody has: found by doubling and then halving, so that the ten
   thousandth namesake of a city costs no more than a few questions. */
static enum status free_login(struct db *tx, struct arena *arena,
                              const char *wanted, const char **out)
{
    int64_t last = 0, free = 1; /* 0: nobody has looked yet */
    bool taken;

    for (;; last = free, free *= 2) {
        TRY(is_taken(tx, arena, nth_login(arena, wanted, free), &taken));
        if (!taken)
            break;
    }
    while (free - last > 1) {
        int64_t middle = last + (free - last) / 2;
        TRY(is_taken(tx, arena, nth_login(arena, wanted, middle), &taken));
        *(taken ? &last : &free) = middle;
    }
    *out = nth_login(arena, wanted, free);
    return OK;
}

static enum status open_account(struct db *tx, const struct making *m,
                                const struct unit_account *u, int64_t *account,
                                const char **login)
{
    *account = u->account;
    *login = u->login;
    if (u->account)
        return OK;
    const char *wanted = login_for(m->arena, u);
    if (!*wanted) /* nothing that can be read out: a number will do */
        wanted = arena_print(m->arena, "u%lld", (long long)u->person);
    TRY(free_login(tx, m->arena, wanted, login));
    *account = id_new();
    return account_add(tx, m->arena,
                       &(struct account){.id = *account,
                                         .person = u->person,
                                         .login = *login,
                                         .language = "vi",
                                         .created_at = m->actor->now});
}

enum status account_for(struct db *tx, struct arena *arena, int64_t id,
                        int64_t now, int64_t *account)
{
    const struct actor server = {.now = now};
    const struct making m = {.arena = arena, .actor = &server};
    const struct account *there;
    const struct person *person;
    const char *login;

    enum status status = account_person_find(tx, arena, id, &there);
    if (status == OK)
        *account = there->id;
    if (status != MISSING)
        return status;
    TRY(person_find(tx, arena, id, &person));
    const struct unit_account u = {.person = id,
                                   .staff_number = person->staff_number,
                                   .given_name = person->given_name,
                                   .family_name = person->family_name};
    return open_account(tx, &m, &u, account, &login);
}

static enum status make_one(struct db *tx, const struct making *m,
                            const struct unit_account *u, struct slip *slip)
{
    int64_t account, now = m->actor->now;

    TRY(open_account(tx, m, u, &account, &slip->login));
    slip->whose = u;
    TRY(one_time_link_add(tx, m->arena,
                          &(struct one_time_link){
                              .token_digest = link_digest(m->arena, slip->code),
                              .account = account,
                              .purpose = "first_password",
                              .ends_at = slip->ends_at},
                          now));
    return audit_add(
        tx, m->arena,
        &(struct deed){.at = now,
                       .actor = m->actor->person,
                       .action = u->account ? "account.slip" : "account.open",
                       .object = "person",
                       .object_id = u->person});
}

static enum status make_batch(struct db *tx, void *arg)
{
    const struct making *m = arg;

    for (size_t i = 0; i < m->count; i++)
        TRY(make_one(tx, m, m->people[i], &m->slips[i]));
    return OK;
}

static struct slip new_slip(struct arena *arena, int64_t now)
{
    const char *code = slip_letters(arena, 3, SLIP_CODE / 3);

    return (struct slip){.code = code,
                         .address = arena_print(arena, "welcome/%.5s%.5s%.5s",
                                                code, code + 6, code + 12),
                         .ends_at = now + SLIP_DAYS * (int64_t)DAY_MS};
}

static enum status give_batch(struct making *m, slip_row *each, void *arg)
{
    m->slips = arena_many(m->arena, struct slip, m->count);
    for (size_t i = 0; i < m->count; i++)
        m->slips[i] = new_slip(m->arena, m->actor->now);
    TRY(db_write(m->house->db, make_batch, m));
    for (size_t i = 0; i < m->count; i++)
        each(&m->slips[i], arg);
    return OK;
}

enum status slips_make(struct house *house, struct arena *arena,
                       const struct actor *actor, int64_t unit, slip_row *each,
                       void *arg, size_t *made)
{
    const struct unit_account *list;
    size_t count, waiting = 0;

    *made = 0;
    TRY(read_people(house, arena, actor, unit, &list, &count));
    const struct unit_account **people =
        arena_many(arena, const struct unit_account *, count);
    for (size_t i = 0; i < count; i++)
        if (waits(arena, &list[i]))
            people[waiting++] = &list[i];
    while (*made < waiting) {
        size_t left = waiting - *made;
        struct making m = {.house = house,
                           .arena = arena_new(),
                           .actor = actor,
                           .people = people + *made,
                           .count =
                               left < SLIPS_AT_ONCE ? left : SLIPS_AT_ONCE};
        enum status status = give_batch(&m, each, arg);
        arena_free(m.arena);
        TRY(status);
        *made += m.count;
    }
    return OK;
}
