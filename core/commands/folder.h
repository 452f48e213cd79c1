#ifndef COMMANDS_FOLDER_H
#define COMMANDS_FOLDER_H

#include "base/arena.h"
#include "base/status.h"

/*
 * Folders that appear whole or not at all: made beside their place under the
 * name NAME.partial, and renamed when everything in them is on disk.
 */

/* Begin `partial` for `final`; what an earlier try left is removed. An empty
   folder in the place of `final` gives way. FAILED: said why. */
MUST_CHECK enum status folder_begin(const char *final, const char *partial);

/* All of it to disk, and in its place. FAILED: said why. */
MUST_CHECK enum status folder_finish(const char *final, const char *partial);

void folder_remove(const char *path);

/* A file copied, its owner's alone (0600); its SHA-256 and size are told.
   FAILED: said why. */
MUST_CHECK enum status file_copy(struct arena *arena, const char *from,
                                 const char *to, const char **digest,
                                 long long *size);

/* The digest of a file that is there. */
MUST_CHECK enum status file_digest(struct arena *arena, const char *path,
                                   const char **digest, long long *size);

/* Write all of a small file. */
MUST_CHECK enum status file_write(const char *path, const char *text);

#endif
