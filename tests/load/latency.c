#include "latency.h"

#include <math.h>

static const double step = 1.03;

void latency_add(struct latency *latency, int64_t ns)
{
    double bucket = ns > 1000 ? log((double)ns / 1000) / log(step) : 0;

    latency->buckets[bucket < LATENCY_BUCKETS ? (size_t)bucket
                                              : LATENCY_BUCKETS - 1]++;
    latency->count++;
    if (ns > latency->longest)
        latency->longest = ns;
}

double latency_at(const struct latency *latency, double share)
{
    size_t wanted = (size_t)ceil(share * (double)latency->count), seen = 0;

    for (size_t i = 0; i < LATENCY_BUCKETS; i++)
        if (latency->buckets[i] && (seen += latency->buckets[i]) >= wanted)
            return pow(step, (double)i + 1) / 1000;
    return 0;
}
