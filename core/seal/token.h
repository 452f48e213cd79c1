#ifndef SEAL_TOKEN_H
#define SEAL_TOKEN_H

#include <stdbool.h>

#include "base/arena.h"

/*
 * Something only its holder knows: what a session, a form or a one-time link
 * is recognised by. 256 random bits as hexadecimal text; the database keeps
 * token_digest() of it, so that who reads the database cannot walk in.
 */
const char *token_new(struct arena *arena);

/* Of a token, for one purpose: digests for two purposes tell nothing about
   each other. */
const char *token_digest(struct arena *arena, const char *purpose,
                         const char *token);

/* Equal? In a time that does not depend on where they differ. NULL equals
   nothing. */
bool token_same(const char *a, const char *b);

/* Does it look like one? Saves asking the database for what cannot be. */
bool token_shaped(const char *text);

#endif
