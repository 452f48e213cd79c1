#ifndef SEAL_PASSWORD_H
#define SEAL_PASSWORD_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/status.h"

/*
 * Passwords, kept as argon2id (19 MiB, two passes; OWASP's figures), which
 * costs a core some 13 ms on purpose. So that a wave of sign-ins cannot take
 * the machine away from those who sit a test, at most one hash a core runs at
 * a time, a bounded number of others wait, and more are told BUSY at once.
 *
 * Never within db_write.
 */
MUST_CHECK enum status password_hash(struct arena *arena, const char *password,
                                     const char **out);

/* `hash` NULL (no such person, no password yet) is never right, but takes as
   long as any other, so that the time does not tell who exists. */
MUST_CHECK enum status password_check(const char *hash, const char *password,
                                      bool *right);

/* How many wait or work at this moment, and how many may. */
int password_busy(void);
int password_most(void);

#endif
