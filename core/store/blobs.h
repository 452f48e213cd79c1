#ifndef STORE_BLOBS_H
#define STORE_BLOBS_H

#include "base/arena.h"
#include "base/status.h"

/*
 * Files by what is in them: `folder`/blobs/ab/abcd..., named by their SHA-256.
 * Never changed; the same bytes are kept once.
 */

/* On disk when it returns; there already is OK. */
MUST_CHECK enum status blob_put(struct arena *arena, const char *folder,
                                const char *digest, const char *bytes,
                                size_t length);

/* All of it. MISSING: no such file, or the digest is none. */
MUST_CHECK enum status blob_find(struct arena *arena, const char *folder,
                                 const char *digest, const char **bytes,
                                 size_t *length);

/* Where it lies, to be sent from there. MISSING as blob_find. */
MUST_CHECK enum status blob_path_find(struct arena *arena, const char *folder,
                                      const char *digest, const char **path);

#endif
