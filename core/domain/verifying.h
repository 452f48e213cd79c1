#ifndef DOMAIN_VERIFYING_H
#define DOMAIN_VERIFYING_H

#include "domain/findings.h"
#include "store/db.h"

/*
 * Walks all evidence and names what does not fit: a row that was changed,
 * taken away or put in by hand (a deed, a result, a closed paper with all that
 * was answered in it and whose it was, a late answer, a published test, an
 * item with its variants), a link or a checkpoint likewise, an answer that does
 * not fit its receipt, a file whose content is not the one its name says. Reads
 * only, also beside a running server: rows are appended and never changed, so
 * what is appended meanwhile does no harm.
 *
 * What it cannot see: somebody who may write the database and has the key can
 * make a new chain from the start. Checkpoints that left the house show it;
 * they are given as `lines`. Of a paper that is still open it sees what does
 * not fit a receipt, and no more. The name of a person and a plan are no
 * evidence: that somebody is called otherwise than when they sat is a warning.
 */
struct verify_options {
    const char *data;         /* folder with blobs/ and keys/; NULL: none */
    const char *const *lines; /* checkpoints that had left the house */
    size_t line_count;
    bool served; /* a server runs: then nothing waits longer than a minute */
    int64_t now;
};

struct verification {
    int64_t links, deeds, results, erased, checkpoints, files;
    int64_t papers, answers, tests, items;
    int64_t waiting;       /* rows that are to be sealed yet */
    const char *last_line; /* the newest checkpoint, to print; NULL: none */
};

/* What is wrong is in `findings`, whose file names the row; anything but OK
   says that not all could be read. */
MUST_CHECK enum status evidence_verify(struct db *db,
                                       const struct verify_options *options,
                                       struct verification *out,
                                       struct findings *findings);

#endif
