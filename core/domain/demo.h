#ifndef DOMAIN_DEMO_H
#define DOMAIN_DEMO_H

#include "base/status.h"
#include "domain/findings.h"
#include "domain/house.h"

/*
 * Demo data: a fictional city with 26 units and 240 people, three courses, two
 * sittings that are over, one that is open and one next week. Made through the
 * same rules as real data, so that whatever it shows can be had in earnest;
 * from one seed, so that the same papers, answers and scores come out every
 * time. Only times follow the day it is made on.
 *
 * Everybody's password is the same and printed, therefore the house says on
 * every page that this is demo data, and staff need no second step.
 */
extern const char demo_password[];

/* Who to sign in as: one for each role, and what to try. */
struct demo_account {
    const char *login;
    const char *role_vi, *role_en;
    const char *try_vi, *try_en;
};
extern const struct demo_account demo_accounts[];
extern const unsigned demo_account_count;

/* Fill an empty house whose packages are taken in. `courses`: the folder with
   the courses to take in. `people`: how many there shall be, with units to
   match; 0: the 240 alone. INVALID: the findings say what is wrong. */
MUST_CHECK enum status demo_fill(struct house *house, const char *courses,
                                 int people, int64_t now,
                                 struct findings *findings);

#endif
