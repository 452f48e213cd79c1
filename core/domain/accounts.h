#ifndef DOMAIN_ACCOUNTS_H
#define DOMAIN_ACCOUNTS_H

#include "domain/roles.h"

/*
 * What administrators and personnel officers do with the accounts of others.
 * Only for people they stand above (roles.h): who could reset the password of
 * somebody with more rights would have those rights. What ends a password or
 * a second step also ends all sessions, at once. Every deed is on record.
 */
enum account_deed {
    ACCOUNT_OPEN,   /* and a link for the first password */
    ACCOUNT_LINK,   /* the password ends; a link leads to a new one */
    ACCOUNT_SLIP,   /* a new password for one sign-in, to be printed */
    ACCOUNT_SHUT,   /* nobody signs in with it */
    ACCOUNT_UNSHUT, /* ... and again they do */
    ACCOUNT_SIGN_OUT,
    ACCOUNT_NO_CODE, /* the phone is lost: the second step is set up anew */
};

struct account_order {
    enum account_deed deed;
    int64_t person;
    const char *login; /* ACCOUNT_OPEN only, as typed */
};

/* What is shown once and never again. */
struct account_outcome {
    enum { ACCOUNT_DONE, ACCOUNT_LOGIN_UNFIT, ACCOUNT_LOGIN_TAKEN } fault;
    const char *login;
    const char *token;    /* of a link, or NULL */
    const char *password; /* of a slip, or NULL */
    int64_t ends_at;      /* of the link */
};

/* MISSING: the person is out of reach, or has no account. DENIED: not above
   them. CONFLICT: has an account already. */
MUST_CHECK enum status account_order_do(struct house *house,
                                        struct arena *arena,
                                        const struct actor *actor,
                                        const struct account_order *order,
                                        struct account_outcome *out);

#endif
