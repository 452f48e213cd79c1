#ifndef DOMAIN_SLIPS_H
#define DOMAIN_SLIPS_H

#include "domain/roles.h"
#include "store/accounts.h"

/*
 * Sign-in slips: a city opens accounts for people who have no e-mail, a unit
 * at a time, and hands each of them a code on paper. The code is a one-time
 * link (credentials.h) of 15 letters, 74 bits; only its digest is kept, so
 * printing again makes new codes, and those printed before are of no use any
 * more. Who has a password needs no slip, and who holds a role gets a link of
 * their own from somebody who stands above them.
 */
enum { MOST_SLIPS = 20000 };

struct slip_tally {
    size_t people;   /* with their main duty in the unit or below it */
    size_t ready;    /* have a password */
    size_t staff;    /* hold a role: one by one */
    size_t shut;     /* their account is disabled */
    size_t nameless; /* no login can be made of what is known */
    size_t waiting;  /* get a slip */
    size_t fresh;    /* ... and an account with it */
};

/* MISSING: the unit is out of reach. INVALID: more than MOST_SLIPS people: take
   the units below, one by one. */
MUST_CHECK enum status slips_count(struct house *house, struct arena *arena,
                                   const struct actor *actor, int64_t unit,
                                   struct slip_tally *out);

struct slip {
    const struct unit_account *whose;
    const char *login;
    const char *code;    /* "K7XPM-4QTRD-9WHCA", as it is printed */
    const char *address; /* the same as the end of an address */
    int64_t ends_at;
};
/* Called after its transaction has been kept. */
typedef void slip_row(const struct slip *slip, void *arg);

/* Opens what is missing and gives everybody who waits a code, in small
   transactions. When one fails, the codes made so far are good, and making
   them again does no harm. */
MUST_CHECK enum status slips_make(struct house *house, struct arena *arena,
                                  const struct actor *actor, int64_t unit,
                                  slip_row *each, void *arg, size_t *count);

/* The account of a person, opened without a password if there is none; within
   db_write. */
MUST_CHECK enum status account_for(struct db *tx, struct arena *arena,
                                   int64_t person, int64_t now,
                                   int64_t *account);

/* Letters and digits that nobody mistakes for one another, by chance. */
const char *slip_letters(struct arena *arena, int groups, int in_a_group);

#endif
