#ifndef DOMAIN_CREDENTIALS_H
#define DOMAIN_CREDENTIALS_H

#include "domain/door.h"

/*
 * What people prove with who they are: a password, a second step, and the
 * one-time link that leads to a first or a new password. Whatever changes here
 * ends all other sessions of the account at once.
 */
enum password_fault {
    PASSWORD_FINE,
    PASSWORD_SHORT,
    PASSWORD_LONG,
    PASSWORD_COMMON,  /* or made of the login */
    PASSWORD_DIFFERS, /* typed twice, not the same */
    PASSWORD_SAME,    /* as the old one */
    PASSWORD_WRONG,   /* the old one is not */
    PASSWORD_WAIT,    /* too many wrong tries */
};

/* Is it fit to be a password of this login? */
enum password_fault password_fault_of(struct arena *arena, const char *login,
                                      const char *password, const char *again);

struct password_change {
    int64_t account;
    bool second_step; /* this session has given it */
    const char *old, *new, *again;
    const char *from;
    int64_t now;
};
/* Unless there is a fault, `token` is that of a new session in place of this
   one. */
MUST_CHECK enum status password_change(struct house *house, struct arena *arena,
                                       const struct password_change *change,
                                       enum password_fault *fault,
                                       const char **token);

/* ---- the second step
 * -------------------------------------------------------*/

struct code_answer {
    enum { CODE_RIGHT, CODE_WRONG, CODE_WAIT } outcome;
    int64_t wait_ms;
};

/* A fresh secret for a phone that is to be set up; the one in force, if any,
   stays until a code of the new one is given. */
MUST_CHECK enum status second_step_offer(struct house *house,
                                         struct arena *arena, int64_t account,
                                         const char **secret);

/* The code of the secret in force, or with `setting_up` of the one offered,
   which is then in force. Each code counts once. Right: the session is whole.
 */
struct code_try {
    int64_t account;
    const char *session_digest, *code;
    bool setting_up;
    int64_t now;
};
MUST_CHECK enum status second_step_try(struct house *house, struct arena *arena,
                                       const struct code_try *try,
                                       struct code_answer *out);

/* What an authenticator app reads from the QR code. */
const char *second_step_address(struct arena *arena, const char *body_name,
                                const char *login, const char *secret);

/* ---- one-time links
 * ---------------------------------------------------------*/

enum { FIRST_LINK_HOURS = 24, LINK_DAYS = 7, RESET_HOURS = 48 };
enum { SLIP_CODE = 15, SLIP_DAYS = 30 }; /* of a link on paper: letters */

/* A token as an address holds it: a code on paper is typed in any case, with
   or without its hyphens. */
const char *link_plain(struct arena *arena, const char *typed);

/* Whom a link is for. */
struct link_holder {
    bool first; /* the first administrator; there is no account yet */
    int64_t account;
    const char *name, *login;
};

/* MISSING: no such link, used, or its time is over. */
MUST_CHECK enum status link_holder_of(struct house *house, struct arena *arena,
                                      const char *token, int64_t now,
                                      struct link_holder *out);

/* A password for the holder of the link. `session`: signed in with it. */
struct link_use {
    const char *token;
    const char *new, *again;
    int64_t now;
};
MUST_CHECK enum status link_take(struct house *house, struct arena *arena,
                                 const struct link_use *use,
                                 enum password_fault *fault,
                                 const char **session);

/* For the console: a fresh link while nobody has an account. MISSING: somebody
   has. */
MUST_CHECK enum status first_link_make(struct house *house, struct arena *arena,
                                       int64_t now, const char **token);

struct first_administrator {
    const char *token;
    const char *name, *login, *staff_number; /* staff_number may be "" */
    const char *new, *again;
    int64_t now;
};
enum first_fault { FIRST_FINE, FIRST_NAME, FIRST_LOGIN, FIRST_PASSWORD };
/* With FIRST_PASSWORD the password's fault is told as well. */
MUST_CHECK enum status first_administrator_add(
    struct house *house, struct arena *arena,
    const struct first_administrator *first, enum first_fault *fault,
    enum password_fault *password_fault, const char **session);

/* Letters, digits and . _ - @, two to 64 of them. */
bool login_is_fit(const char *login);

/* ---- for the rest of this room
 * -----------------------------------------------*/

/* Digest under which a link is kept. */
const char *link_digest(struct arena *arena, const char *token);

/* MISSING unless it is the first administrator's and still good. */
MUST_CHECK enum status first_link_find(struct house *house, struct arena *arena,
                                       const char *digest, int64_t now);

#endif
