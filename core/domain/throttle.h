#ifndef DOMAIN_THROTTLE_H
#define DOMAIN_THROTTLE_H

#include <stdint.h>

/*
 * Who tries passwords has to wait between tries, more and more; nobody is ever
 * locked out. Counted are failures of a login from an address, of a login, and
 * of an address, for a quarter of an hour:
 *
 * - a login from one address: five tries at once, then 1, 2, 4 ... 30 s apart.
 *   Other people in the same room share the address but not the login, and
 *   the same person elsewhere does not share the address: neither waits.
 * - a login that has failed 50 times from anywhere is under attack: from an
 *   address where it has failed, the waiting begins with the second try.
 * - an address that has failed 100 times: a quarter of a second between tries.
 *   An address "" is none: what is counted does not depend on it.
 *
 * What is refused for waiting does not count and does not prolong the wait.
 * Kept in memory, in a table of fixed size that may be thrown away.
 */

/* 0: go ahead; it counts as a failure until throttle_passed() is called. Else
   the milliseconds to wait. */
int64_t throttle_try(const char *login, const char *from, int64_t now);

void throttle_passed(const char *login, const char *from);

/* Nobody looked at what was tried: that one does not count. */
void throttle_untried(const char *login, const char *from);

/* Failures of the login within the last quarter of an hour. */
int throttle_failures(const char *login, int64_t now);

/* As after a start; for tests. */
void throttle_forget(void);

#endif
