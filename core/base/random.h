#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

/* Bytes nobody can guess, from the kernel. Stops the process if it has none,
   since everything that is secret would rest on them. */
void random_bytes(void *bytes, size_t length);

/*
 * A number for a new row: 42 bits of milliseconds since 2020, 9 bits of node,
 * 12 bits of sequence. Never repeats in this process, always grows, also when
 * the clock steps back or 4,096 are taken within a millisecond.
 */
int64_t id_new(void);

/* Which node this process is, 0 to 511; called once before id_new. */
void id_node(unsigned node);

/* No id made from now on is below this one: called at the start with the
   largest that is stored. */
void id_after(int64_t id);

/* When an id was made: milliseconds since 1970 UTC. */
int64_t id_moment(int64_t id);

#endif
