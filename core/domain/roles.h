#ifndef DOMAIN_ROLES_H
#define DOMAIN_ROLES_H

#include "domain/house.h"
#include "domain/rights.h"
#include "store/people.h"

/*
 * Who may do what to whom, and the granting of roles.
 *
 * A right reaches a unit if a role that brings it was granted for the whole
 * agency, for that unit or for one above it; it reaches a person through any
 * of their units of today. Nobody gives a role that brings more than they
 * themselves may in that place; an administrator gives any, since somebody has
 * to be first, but nobody changes their own roles. Every deed is on record.
 */

/* Who does it, with the roles of today. */
struct actor {
    int64_t person;
    const struct scope *scopes;
    size_t scope_count;
    int64_t now;
};

/* MISSING: not within reach. `unit` 0: the whole agency. */
MUST_CHECK enum status actor_reaches_unit(struct db *db, struct arena *arena,
                                          const struct actor *actor,
                                          enum right right, int64_t unit);
MUST_CHECK enum status actor_reaches_person(struct db *db, struct arena *arena,
                                            const struct actor *actor,
                                            enum right right, int64_t person);

/* DENIED: the role brings more than the actor may there. */
MUST_CHECK enum status actor_may_give(struct db *db, struct arena *arena,
                                      const struct actor *actor, enum role role,
                                      int64_t unit);

/* May the actor act for this person: within reach of `right`, not themselves,
   and holding no role the actor could not give? MISSING or DENIED: no. */
MUST_CHECK enum status actor_stands_above(struct db *db, struct arena *arena,
                                          const struct actor *actor,
                                          enum right right, int64_t person);

/* From today on. CONFLICT: the person has it. DENIED, MISSING: as above; a
   unit that does not exist today is MISSING too. */
MUST_CHECK enum status role_give(struct house *house, struct arena *arena,
                                 const struct actor *actor, int64_t person,
                                 enum role role, int64_t unit);

/* Ends at once. MISSING: the person has no such grant that holds today. */
MUST_CHECK enum status role_end(struct house *house, struct arena *arena,
                                const struct actor *actor, int64_t person,
                                int64_t grant);

/* Does it hold on the day? */
bool grant_holds(const struct grant *grant, int64_t day);

#endif
