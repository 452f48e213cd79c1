#include "seal/totp.h"

#include "base/random.h"
#include "seal/token.h"

#include <liboath/oath.h>
#include <stdlib.h>
#include <string.h>

enum { SECRET_BYTES = 20, DIGITS = 6, STEP_MS = 30000, DRIFT = 1 };

const char *totp_secret(struct arena *arena)
{
    char bytes[SECRET_BYTES], *coded;
    size_t length;

    random_bytes(bytes, sizeof bytes);
    if (oath_base32_encode(bytes, sizeof bytes, &coded, &length) != OATH_OK)
        abort(); /* out of memory */
    const char *secret = arena_text(arena, coded, strcspn(coded, "="));
    free(coded);
    return secret;
}

static bool code_at(const char *secret, int64_t step, char *code)
{
    char *bytes;
    size_t length;

    if (oath_base32_decode(secret, strlen(secret), &bytes, &length) != OATH_OK)
        return false;
    int rc = oath_hotp_generate(bytes, length, (uint64_t)step, DIGITS, false,
                                OATH_HOTP_DYNAMIC_TRUNCATION, code);
    free(bytes);
    return rc == OATH_OK;
}

bool totp_check(const char *secret, const char *typed, int64_t now,
                int64_t *step)
{
    char digits[DIGITS + 1], code[DIGITS + 1];
    size_t n = 0;
    bool right = false;

    for (; *typed; typed++) {
        if (*typed == ' ')
            continue;
        if (*typed < '0' || *typed > '9' || n == DIGITS)
            return false;
        digits[n++] = *typed;
    }
    digits[n] = '\0';
    for (int64_t s = now / STEP_MS - DRIFT; s <= now / STEP_MS + DRIFT; s++)
        if (code_at(secret, s, code) && token_same(code, digits)) {
            *step = s;
            right = true;
        }
    return right;
}

const char *totp_code(struct arena *arena, const char *secret, int64_t now)
{
    char code[DIGITS + 1];

    return code_at(secret, now / STEP_MS, code)
               ? arena_text(arena, code, DIGITS)
               : "";
}
