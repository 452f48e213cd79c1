#ifndef DOMAIN_SEALING_H
#define DOMAIN_SEALING_H

#include <stdatomic.h>

#include "domain/house.h"
#include "seal/sign.h"
#include "store/chain.h"

/*
 * The sealer: puts committed deeds, results, closed papers, late answers,
 * published tests and items into the chain (domain/evidence.h) in batches,
 * after the fact, and signs its head every CHECKPOINT_ROWS links or
 * CHECKPOINT_MS, whichever comes first.
 *
 * Order in the chain is the order of sealing, not of ids: an id is made before
 * its row commits, so a smaller one may well come later. Several servers on
 * one database may seal; who comes second to a number gives way.
 */
enum { CHECKPOINT_ROWS = 1000, CHECKPOINT_MS = 600000 };

struct sealer;

/* With the key in `data`/keys/evidence.key. One is made where there is none
   and nothing was ever signed; where something was, the sealer goes on without
   signing and says so in the log, since a new key would hide that the old one
   is lost. Others being able to read the key is FAILED. */
MUST_CHECK enum status sealer_open(struct sealer **out, struct db *db,
                                   const char *data);
void sealer_close(struct sealer *sealer);

/* The public key, hex; "" without one. */
const char *sealer_key(const struct sealer *sealer);

/* Seal what waits, in one transaction; `*sealed` links were made. */
MUST_CHECK enum status sealing_step(struct sealer *sealer, struct db *db,
                                    size_t *sealed);

/* Sign the head if it is time, or, if `now_or_never`, if anything is new. */
MUST_CHECK enum status sealing_sign(struct sealer *sealer, struct db *db,
                                    int64_t now, bool now_or_never);

/* Seal and sign whatever there is: at the end of a command that writes. */
MUST_CHECK enum status sealing_finish(struct sealer *sealer, struct db *db);

/* Take in the notes of exports (domain/exports.h), seal and sign: once a second
   until `*stop`, and then the rest. */
void sealing_until(struct house *house, const atomic_bool *stop);

#endif
