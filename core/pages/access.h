#ifndef PAGES_ACCESS_H
#define PAGES_ACCESS_H

#include "domain/roles.h"
#include "http/exchange.h"
#include "pages/reader.h"
#include "store/accounts.h"

/*
 * On a person's page: the account and the roles, for those who look after
 * them. Drawn by web/access.html.
 */

/* The visitor as domain/roles.h knows them. */
struct actor actor_of(const struct request *req);

struct access_unit {
    int64_t id; /* 0: the whole agency */
    const char *name;
};

struct access {
    int64_t person;
    bool self;                     /* nobody does this to themselves */
    bool manages_accounts;         /* may, and stands above the person */
    bool too_high;                 /* might, but the person holds more */
    const struct account *account; /* NULL: none */
    bool demo;                     /* codes are not asked for */
    const char *login;             /* typed, or a suggestion */
    /* Roles to give, and where; none of either: may give none. */
    const char *const *roles;
    size_t role_count;
    const struct access_unit *units;
    size_t unit_count;
    const struct grant *ending; /* that the visitor may end */
    size_t ending_count;
    const char *done, *fault; /* what became of the last change, in words */
};

/* NULL if there is nothing the visitor may do or see of it. */
MUST_CHECK enum status access_read(const struct request *req, int64_t person,
                                   const struct access **out);

/* Shown once. */
struct access_slip {
    int64_t person;
    const char *name, *login;
    const char *address; /* of the link, or NULL */
    int64_t ends_at;
    const char *password; /* of a slip, or NULL */
};

#endif
