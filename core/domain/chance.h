#ifndef DOMAIN_CHANCE_H
#define DOMAIN_CHANCE_H

#include "base/arena.h"

#include <stddef.h>
#include <stdint.h>

/*
 * Chance that can be repeated: the same seed and purpose give the same numbers
 * on every machine, for good. Block i is SHA-256(seed NUL purpose NUL i), i as
 * 8 bytes big-endian; numbers are taken from it 8 bytes at a time, and those
 * that would favour small results are passed over.
 */
struct chance {
    const char *seed, *purpose;
    uint64_t block;
    unsigned char bytes[32];
    size_t used;
};

struct chance chance_of(const char *seed, const char *purpose);

/* 0 .. below-1, each as likely; `below` is at least 1. */
uint64_t chance_below(struct chance *chance, uint64_t below);

/* A permutation of 0 .. count-1 (Fisher and Yates). */
size_t *chance_order(struct chance *chance, struct arena *arena, size_t count);

#endif
