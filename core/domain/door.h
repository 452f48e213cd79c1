#ifndef DOMAIN_DOOR_H
#define DOMAIN_DOOR_H

#include "domain/house.h"
#include "domain/rights.h"
#include "store/accounts.h"

/*
 * The door: who comes in, as whom, and until when.
 *
 * A session is 256 random bits that the browser holds; the database keeps
 * their digest. It ends after a time without a request and after a time in
 * any case (house.h), but whoever has a paper open is never thrown out. Roles
 * are read anew for every request, so a role that ended yesterday is gone
 * today. Staff give a second step (a code from their phone), except in demo
 * data.
 */
enum {
    LOGIN_LONGEST = 64,
    PASSWORD_SHORTEST = 10, /* in characters */
    PASSWORD_LONGEST = 200,
};

/* Whom a session stands for. */
struct caller {
    int64_t person, account;
    const char *name, *address_as, *login;
    const char *language; /* "vi", "en" */
    uint64_t rights;      /* of all roles together; see below */
    const struct scope *scopes;
    size_t scope_count;
    const char *csrf, *session_digest;
    int64_t sitting; /* entered with its exam slip: this one only; 0: all */
    /* As long as one of these is set, `rights` holds ANYONE only. */
    bool must_change;
    bool second_step_due;
    bool second_step_unset; /* ... and has to be set up first */
};

/* MISSING: there is no such session, it is over, or its account or person is
   not what they were. Writes at most once a minute. */
MUST_CHECK enum status door_recognise(struct house *house, struct arena *arena,
                                      const char *token, int64_t now,
                                      struct caller *out);

struct sign_in {
    const char *login, *password; /* as typed */
    const char *from;             /* the client's address */
    int64_t now;
};

/* What became of it. */
struct entrance {
    enum { ENTERED, WRONG, WAIT } outcome;
    const char *token; /* ENTERED: for the cookie */
    int64_t wait_ms;   /* WAIT: before the next try */
};

/* BUSY: too many passwords are being checked at this moment. */
MUST_CHECK enum status door_sign_in(struct house *house, struct arena *arena,
                                    const struct sign_in *in,
                                    struct entrance *out);

/* This session ends, or all of the account. */
MUST_CHECK enum status door_sign_out(struct house *house, struct arena *arena,
                                     const char *session_digest);
MUST_CHECK enum status door_sign_out_all(struct house *house,
                                         struct arena *arena, int64_t account,
                                         int64_t now);

MUST_CHECK enum status door_speak(struct house *house, struct arena *arena,
                                  int64_t account, const char *language);

/* Somebody asked for what is not theirs: put on record, a few times. */
void door_note_refusal(struct house *house, struct arena *arena, int64_t person,
                       const char *route, int64_t now);

/* The token of forms for a browser that holds `token` without being signed
   in, see pages/gate.h; and such a token. */
const char *door_stranger_token(struct arena *arena);
const char *door_stranger_csrf(struct arena *arena, const char *token);
bool door_same(const char *a, const char *b);

/* As it is kept and looked for: tidy, lower case. */
const char *login_of(struct arena *arena, const char *typed);

/* ---- for the rest of this room
 * ---------------------------------------------*/

/* A session for an account, within db_write; gives the token to hold. Sessions
   and digests are made before, since nothing may be hashed in there. */
struct new_session {
    const char *token, *digest, *csrf;
    bool second_step;
    int64_t now, ends_at;
    int64_t sitting; /* with an exam slip: for this one only; 0: for all */
};
struct new_session session_begin(const struct house *house, struct arena *arena,
                                 bool second_step, int64_t now);
MUST_CHECK enum status session_enter(struct db *tx, struct arena *arena,
                                     int64_t account,
                                     const struct new_session *new);

/* Does the account owe a second step, as the roles of the person stand? */
MUST_CHECK enum status second_step_owed(struct house *house,
                                        struct arena *arena,
                                        const struct account *account,
                                        int64_t now, bool *owed);

#endif
