#ifndef DOMAIN_CONDITIONS_H
#define DOMAIN_CONDITIONS_H

#include "domain/proctoring.h"

/*
 * What it takes to enter a sitting beyond being called: a passcode that is said
 * in the room, machines of certain addresses, Safe Exam Browser with one of
 * certain keys. Asked when somebody starts and whenever a question is shown,
 * never when an answer is saved: what was typed is kept. A proctor may waive
 * them for one person, with a reason.
 *
 * Safe Exam Browser sends, with each request, the SHA-256 in hex of the address
 * (as the browser sees it, without a fragment) followed by a key: its Browser
 * Exam Key as X-SafeExamBrowser-RequestHash, its Config Key as
 * X-SafeExamBrowser-ConfigKeyHash (safeexambrowser.org, developer
 * documentation). Either will do.
 */
enum condition {
    CONDITION_MET,
    CONDITION_ADDRESS,
    CONDITION_BROWSER,     /* not Safe Exam Browser at all */
    CONDITION_BROWSER_KEY, /* but with another key */
    CONDITION_PASSCODE
};

struct entering_from {
    const char *address;                  /* of the client: "10.0.3.7" */
    const char *url;                      /* as the browser sees it */
    const char *seb_request, *seb_config; /* headers; NULL: not sent */
};

/* The first that is not met; the passcode aside. */
enum condition condition_of(struct arena *arena, const struct sitting *sitting,
                            const struct candidate *candidate,
                            const struct entering_from *from);
/* Is it the one, or is none asked for? */
bool passcode_fits(struct arena *arena, const struct sitting *sitting,
                   const struct candidate *candidate, const char *typed);

/* Is an address within one of the ranges: "10.1.0.0/16", "2001:db8::/32" or a
   single one, a line each? */
bool address_within(const char *ranges, const char *address);

struct new_conditions {
    const char *passcode;  /* NULL: as it is; "": none */
    const char *addresses; /* lines; "": from anywhere */
    const char *seb_keys;  /* lines of 64 hex digits; "": any browser */
};
enum conditions_fault { ENTRY_FINE, ENTRY_BAD_RANGE, ENTRY_BAD_KEY };
/* INVALID: `*fault` says why, `*line` which line. */
MUST_CHECK enum status
conditions_set(struct house *house, struct arena *arena, int64_t sitting,
               const struct new_conditions *conditions, int64_t by, int64_t now,
               enum conditions_fault *fault, size_t *line);

/* Conditions do not bind this candidate. INVALID: no reason. CONFLICT: they did
   not before. */
MUST_CHECK enum status room_waive(struct house *house, struct arena *arena,
                                  const struct deed_in_room *deed);

#endif
