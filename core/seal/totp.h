#ifndef SEAL_TOTP_H
#define SEAL_TOTP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/*
 * One-time codes from a phone (RFC 6238: SHA-1, 30 seconds, six digits, which
 * is what every authenticator app does). A secret is 160 bits in base32.
 */
const char *totp_secret(struct arena *arena);

/* Is it the code of this half minute, or of one before or after (clocks
   differ)? `step` is then the half minute it belongs to: remember it and take
   no code of that step or an earlier one again. Blanks do not count. */
bool totp_check(const char *secret, const char *typed, int64_t now,
                int64_t *step);

/* The code of a moment, for tests and for setting up; "" if the secret is
   none. */
const char *totp_code(struct arena *arena, const char *secret, int64_t now);

#endif
