#ifndef DOMAIN_EVIDENCE_H
#define DOMAIN_EVIDENCE_H

#include "store/chain.h"

/*
 * What the chain is made of, for whoever seals and whoever verifies; written
 * so that a verifier can be written again from here. All digests are SHA-256,
 * as 64 lower-case hex digits; H(a, b) hashes the texts with a NUL behind each.
 *
 *   digest    of a row: H("khoa.row.1", kind, cell, cell, ..., belonging),
 *             the cells in the order of chain.sql, each as "n" (nothing), "i"
 *             and the integer, "r" and the number with 17 significant digits,
 *             or "t", the length in bytes, ":" and the text; `belonging` only
 *             of an item
 *   belonging H("khoa.rows.1", digest, digest, ...) of the rows that belong to
 *             it: of an item its variants by number; of a paper the answers
 *             that came in time by id, each with what was typed as its last
 *             cell
 *   erasable  H("khoa.erasable.1", salt, text); "" where there is none
 *   link      H("khoa.link.1", link before, number, kind, row, erasable,
 *             digest), numbers in decimal; before the first stand 64 zeros
 *
 * Of a deed everything is covered: it holds ids and no personal data. Of a
 * result everything is covered too, its outcomes (what the candidate typed,
 * question by question) through `erasable` only; so is `belonging` of a paper,
 * and what was typed of an answer that came late. So they can be erased one
 * day, together with the salt, without which nobody can find out by trying
 * what they were; the link stays as it is and the chain still verifies. An
 * erased result has the outcomes [] and a deed "result.erase".
 *
 * A paper is sealed when it is closed, an answer that came late by itself, a
 * test when it is published, an item when it is imported: from then on none of
 * them changes. A save waits for none of it.
 *
 * A checkpoint signs "khoa.checkpoint.1 ID NUMBER AT LINK KEY"; with the
 * signature behind it that is the line which is printed and leaves the house.
 */
extern const char chain_origin[];

/* What stands in for erased outcomes, and the deed that tells of it. */
extern const char erased_outcomes[], erase_action[];

/* Reads what belongs to a row and is sealed with it. */
MUST_CHECK enum status evidence_complete(struct db *db, struct arena *arena,
                                         struct evidence *row);

const char *evidence_digest(struct arena *arena, const struct evidence *row);
const char *evidence_erasable(struct arena *arena, const char *salt,
                              const char *text);
const char *evidence_link(struct arena *arena, const char *before,
                          const struct chain_link *link);
const char *evidence_signed(struct arena *arena,
                            const struct checkpoint *checkpoint);

/* The whole line, and back. INVALID: it is none. */
const char *evidence_line(struct arena *arena,
                          const struct checkpoint *checkpoint);
MUST_CHECK enum status evidence_line_read(struct arena *arena, const char *line,
                                          struct checkpoint *out);

#endif
