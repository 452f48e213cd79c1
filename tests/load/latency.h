#ifndef LOAD_LATENCY_H
#define LOAD_LATENCY_H

#include <stddef.h>
#include <stdint.h>

/* How long things took, in buckets 3 % apart, from 1 us to 3 minutes. */
enum { LATENCY_BUCKETS = 640 };

struct latency {
    size_t buckets[LATENCY_BUCKETS], count;
    int64_t longest;
};

void latency_add(struct latency *latency, int64_t ns);

/* The time that `share` of them did not exceed, in ms. */
double latency_at(const struct latency *latency, double share);

#endif
