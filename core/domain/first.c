#include "domain/credentials.h"

#include "base/clock.h"
#include "base/random.h"
#include "domain/people.h"
#include "seal/password.h"
#include "seal/token.h"
#include "store/audit.h"
#include "store/settings.h"
#include "text/names.h"
#include "text/parse.h"
#include "text/utf8.h"

#include <string.h>

/* The link on the console: there is no account it could belong to, so it is a
   setting: its digest and when it ends, with a blank between. */
static const char first_link[] = "first_link";

static enum status kept(struct db *db, struct arena *arena, const char *digest,
                        int64_t now)
{
    const char *content;
    int64_t ends_at;

    enum status status = account_any_find(db, arena);
    if (status != MISSING)
        return status == OK ? MISSING : status;
    TRY(setting_find(db, arena, first_link, &content));
    const char *blank = strchr(content, ' ');
    if (!blank || !parse_integer(blank + 1, &ends_at) || ends_at <= now)
        return MISSING;
    return token_same(arena_text(arena, content, (size_t)(blank - content)),
                      digest)
               ? OK
               : MISSING;
}

enum status first_link_find(struct house *house, struct arena *arena,
                            const char *digest, int64_t now)
{
    return kept(house->db, arena, digest, now);
}

struct offering {
    struct arena *arena;
    const char *content;
};

static enum status keep(struct db *tx, void *arg)
{
    const struct offering *o = arg;

    return setting_put(tx, o->arena, first_link, o->content);
}

enum status first_link_make(struct house *house, struct arena *arena,
                            int64_t now, const char **token)
{
    enum status status = account_any_find(house->db, arena);

    if (status != MISSING)
        return status == OK ? MISSING : status;
    *token = token_new(arena);
    struct offering o = {
        arena,
        arena_print(arena, "%s %lld", link_digest(arena, *token),
                    (long long)(now + FIRST_LINK_HOURS * INT64_C(3600000)))};
    return db_write(house->db, keep, &o);
}

/* ---- the first administrator
 * --------------------------------------------------*/

struct founding {
    struct arena *arena;
    const struct first_administrator *first;
    const char *digest, *hash;
    struct person person;
    struct account account;
    const struct new_session *session;
};

static enum status found(struct db *tx, void *arg)
{
    const struct founding *f = arg;
    int64_t now = f->first->now;
    const struct grant grant = {.id = id_new(),
                                .role = role_code(ROLE_ADMIN),
                                .valid_from = clock_day(now)};
    const struct deed deed = {.at = now,
                              .actor = f->person.id,
                              .action = "account.first_administrator",
                              .object = "person",
                              .object_id = f->person.id};

    TRY(kept(tx, f->arena, f->digest, now));
    TRY(person_add(tx, f->arena, &f->person, 0));
    TRY(person_words_set(tx, f->arena, f->person.id, f->person.full_name));
    TRY(account_add(tx, f->arena, &f->account));
    TRY(grant_add(tx, f->arena, f->person.id, &grant));
    TRY(session_enter(tx, f->arena, f->account.id, f->session));
    return audit_add(tx, f->arena, &deed);
}

static struct person person_named(struct arena *arena, const char *full_name,
                                  const char *staff_number, int64_t now)
{
    struct name name = name_split(arena, full_name);
    struct person person = {.id = id_new(),
                            .full_name = full_name,
                            .staff_number = *staff_number ? staff_number : NULL,
                            .family_name = name.family,
                            .middle_name = name.middle,
                            .given_name = name.given,
                            .kind = "cong_chuc",
                            .created_at = now,
                            .changed_at = now};

    person_keys(arena, &person);
    return person;
}

static enum first_fault fault_of(struct arena *arena, const char *name,
                                 const char *login,
                                 const struct first_administrator *first,
                                 enum password_fault *password_fault)
{
    if (!*name || text_length(name) > 200)
        return FIRST_NAME;
    if (!login_is_fit(login))
        return FIRST_LOGIN;
    *password_fault = password_fault_of(arena, login, first->new, first->again);
    return *password_fault == PASSWORD_FINE ? FIRST_FINE : FIRST_PASSWORD;
}

enum status first_administrator_add(struct house *house, struct arena *arena,
                                    const struct first_administrator *first,
                                    enum first_fault *fault,
                                    enum password_fault *password_fault,
                                    const char **session)
{
    const char *name = text_tidy(arena, first->name);
    const char *login = login_of(arena, first->login);
    struct founding f = {.arena = arena, .first = first};

    if (!token_shaped(first->token))
        return MISSING;
    f.digest = link_digest(arena, first->token);
    TRY(kept(house->db, arena, f.digest, first->now));
    *fault = fault_of(arena, name, login, first, password_fault);
    if (*fault != FIRST_FINE)
        return OK;
    f.person = person_named(arena, name, text_tidy(arena, first->staff_number),
                            first->now);
    TRY(password_hash(arena, first->new, &f.hash));
    f.account = (struct account){.id = id_new(),
                                 .person = f.person.id,
                                 .login = login,
                                 .password = f.hash,
                                 .language = "vi",
                                 .created_at = first->now};
    struct new_session new = session_begin(house, arena, false, first->now);
    f.session = &new;
    TRY(db_write(house->db, found, &f));
    *session = new.token;
    return OK;
}
