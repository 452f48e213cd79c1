#ifndef SEAL_SIGN_H
#define SEAL_SIGN_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/status.h"

/*
 * Signatures (Ed25519). A key is a file of one line, the secret key in hex,
 * that only its owner may read. Keys and signatures are written as hex.
 */
enum { KEY_TEXT = 65, SIGNATURE_TEXT = 129 };

struct signing_key {
    unsigned char secret[64];
    char public[KEY_TEXT];
};

/* Make one and keep it at `path`, on disk when it returns. CONFLICT: there is
   a file of that name. */
MUST_CHECK enum status signing_key_make(const char *path,
                                        struct signing_key *out);

/* MISSING: no such file. DENIED: others may read it. INVALID: it is no key. */
MUST_CHECK enum status signing_key_read(const char *path,
                                        struct signing_key *out);

void sign_text(const struct signing_key *key, const char *text,
               char signature[SIGNATURE_TEXT]);

/* Did the owner of the public key sign this text? */
bool signature_holds(const char *public, const char *text,
                     const char *signature);

#endif
