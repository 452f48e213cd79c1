#ifndef STORE_ACCOUNTS_H
#define STORE_ACCOUNTS_H

#include "store/db.h"

/*
 * How people sign in, and the one-time links that lead to a first or a new
 * password. Only digests of passwords and tokens are here.
 */
struct account {
    int64_t id, person;
    const char *login;    /* folded to lower case */
    const char *password; /* argon2id; NULL: none set yet */
    bool must_change;
    const char *totp_secret;  /* base32; NULL: no second step */
    const char *totp_pending; /* offered, not confirmed by a code yet */
    int64_t totp_step;        /* the last step used */
    const char *language;
    int64_t disabled_at;
    int64_t sessions_from; /* sessions made before are dead */
    int64_t created_at;
    const char *full_name, *address_as; /* of the person */
    int64_t left_on;
};

/* The 15 columns of an account from `c` on. */
struct value;
struct account account_of(const struct value *c);

MUST_CHECK enum status account_find(struct db *db, struct arena *arena,
                                    int64_t id, const struct account **out);
MUST_CHECK enum status account_login_find(struct db *db, struct arena *arena,
                                          const char *login,
                                          const struct account **out);
MUST_CHECK enum status account_person_find(struct db *db, struct arena *arena,
                                           int64_t person,
                                           const struct account **out);
/* MISSING while nobody has one. */
MUST_CHECK enum status account_any_find(struct db *db, struct arena *arena);

/* Who has their main duty in a unit or below it on a day, by unit and name,
   with the account they have. */
struct unit_account {
    int64_t person;
    const char *full_name;
    int64_t birth_date;       /* 0: unknown */
    const char *staff_number; /* may be NULL */
    const char *given_name, *family_name, *unit_name;
    int64_t account;   /* 0: none */
    const char *login; /* NULL: none */
    bool has_password, is_disabled;
    bool has_role; /* one that was granted */
};
MUST_CHECK enum status unit_account_list(struct db *db, struct arena *arena,
                                         int64_t unit, int64_t day,
                                         int64_t limit,
                                         const struct unit_account **out,
                                         size_t *count);

/* ---- changes, each within db_write ---------------------------------------*/

/* CONFLICT: the login is taken, or the person has an account. */
MUST_CHECK enum status account_add(struct db *tx, struct arena *arena,
                                   const struct account *account);

/* Sessions made before `now` are dead, and so are links. NULL: no password. */
MUST_CHECK enum status account_password_set(struct db *tx, struct arena *arena,
                                            int64_t id, const char *password,
                                            bool must_change, int64_t now);
MUST_CHECK enum status account_language_set(struct db *tx, struct arena *arena,
                                            int64_t id, const char *language);
MUST_CHECK enum status account_sessions_end(struct db *tx, struct arena *arena,
                                            int64_t id, int64_t now);
/* `disabled_at` 0 enables again. */
MUST_CHECK enum status account_disable(struct db *tx, struct arena *arena,
                                       int64_t id, int64_t disabled_at,
                                       int64_t now);

/* A secret for the second step: offered, then taken with the step of its first
   code. CONFLICT: another one was offered meanwhile. */
MUST_CHECK enum status account_totp_offer(struct db *tx, struct arena *arena,
                                          int64_t id, const char *secret);
MUST_CHECK enum status account_totp_take(struct db *tx, struct arena *arena,
                                         int64_t id, const char *secret,
                                         int64_t step);
/* CONFLICT: a code of this step or of a later one was used. */
MUST_CHECK enum status account_totp_use(struct db *tx, struct arena *arena,
                                        int64_t id, int64_t step);
MUST_CHECK enum status account_totp_clear(struct db *tx, struct arena *arena,
                                          int64_t id, int64_t now);

/* ---- one-time links ------------------------------------------------------*/

struct one_time_link {
    const char *token_digest;
    int64_t account;
    const char *purpose; /* first_password, reset */
    int64_t ends_at, used_at;
};
MUST_CHECK enum status one_time_link_find(struct db *db, struct arena *arena,
                                          const char *token_digest,
                                          const struct one_time_link **out);
/* Older ones of the account end. */
MUST_CHECK enum status one_time_link_add(struct db *tx, struct arena *arena,
                                         const struct one_time_link *link,
                                         int64_t now);
/* CONFLICT: it was used, or its time is over. */
MUST_CHECK enum status one_time_link_use(struct db *tx, struct arena *arena,
                                         const char *token_digest, int64_t now);

#endif
