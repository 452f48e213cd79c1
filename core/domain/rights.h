#ifndef DOMAIN_RIGHTS_H
#define DOMAIN_RIGHTS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * What a person may do, and which roles bring it. A role is granted for a
 * unit's subtree or for the whole agency (role_grant); rights that concern
 * people or results count only inside it.
 */
enum right {
    ANYONE,          /* also without signing in */
    SIGNED_IN,       /* any person with a whole session */
    SIT,             /* sit tests; all of what an exam slip brings */
    LEARN,           /* take courses */
    SEE_PEOPLE,      /* persons and units of the subtree */
    MANAGE_PEOPLE,   /* import, change, grant roles */
    MANAGE_ACCOUNTS, /* reset passwords, disable */
    SEE_RESULTS,     /* of the subtree, with names */
    EXPORT_RESULTS,
    SEE_NATIONAL_ID, /* twelve digits in full */
    SEE_ITEMS,       /* preview as a candidate, with the key */
    EDIT_COURSES,    /* import courses and banks */
    SEE_PLUGINS,     /* packages, their manifests and reports */
    APPROVE_PLUGINS,
    PUBLISH_TESTS,
    SCHEDULE, /* sittings and their candidates */
    REGRADE,  /* open a case that puts a question right in all papers */
    SEE_REGRADES,
    APPROVE_REGRADES, /* of others; withdraw any */
    MARK,             /* answers that need a person, without names */
    WATCH,            /* over the rooms one is appointed to */
    SEE_AUDIT,
    ADMINISTER, /* the installation itself; no access to scores */
    RIGHT_COUNT
};

enum role {
    ROLE_LEARNER, /* everybody in service has it without a grant */
    ROLE_ADMIN,
    ROLE_HR,
    ROLE_AUTHOR,
    ROLE_REVIEWER,
    ROLE_VENDOR,
    ROLE_ORGANISER,
    ROLE_INSPECTOR,
    ROLE_MARKER,
    ROLE_PROCTOR,
    ROLE_COUNT
};

/* "admin", "hr", ...: as stored in role_grant. */
const char *role_code(enum role role);
/* ROLE_COUNT if there is none by that code. */
enum role role_of(const char *code);

/* Bits 1 << right. */
uint64_t role_rights(enum role role);

/* Of who entered with an exam slip: to sit, and nothing else. */
uint64_t role_rights_exam(void);

/* A role as granted: over a unit's subtree, or over the agency if unit is 0. */
struct scope {
    enum role role;
    int64_t unit;
};

/* Must the role give a second step (TOTP) at sign-in? All but learners. */
bool role_is_staff(enum role role);

#endif
