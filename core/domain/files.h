#ifndef DOMAIN_FILES_H
#define DOMAIN_FILES_H

#include "base/status.h"
#include "base/tree.h"
#include "domain/house.h"

/* A file that a candidate hands in. */
struct sent {
    const char *name, *bytes;
    size_t length;
};

/*
 * Keeps it in the data folder under its digest, if it is what `input` (a
 * declaration of type "file") takes and what its name says; `typed` is what
 * then stands for it (quiz/inputs.h). INVALID: `why` is {vi, en}.
 */
MUST_CHECK enum status file_keep(struct house *house, struct arena *arena,
                                 const struct tree *input,
                                 const struct sent *sent, const char **typed,
                                 struct tree *why);

#endif
