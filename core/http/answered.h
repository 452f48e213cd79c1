#ifndef HTTP_ANSWERED_H
#define HTTP_ANSWERED_H

#include <stdint.h>

/*
 * How many requests were answered with what, and how fast, since the process
 * began: for /metrics. Counted by classes of routes, so that the number of
 * series stays small and no address gets into them.
 */
enum answered_class {
    ANSWERED_PAGE,
    ANSWERED_SAVE, /* POST of an answer or a hand-in */
    ANSWERED_EXAM, /* reading in the exam room */
    ANSWERED_DOOR, /* sign-in and out, passwords */
    ANSWERED_ASSET,
    ANSWERED_OPERATION, /* healthz, metrics */
    ANSWERED_REFUSED,   /* before any route: malformed, unknown address */
    ANSWERED_CLASSES
};

/* Upper bounds in milliseconds; one more bucket for what took longer. */
enum { ANSWERED_BUCKETS = 10, ANSWERED_CODES = 21 };
extern const int answered_bounds[ANSWERED_BUCKETS];

/* The codes counted one by one; all others under the last, 0. */
extern const int answered_codes[ANSWERED_CODES];

void answered_count(const char *method, const char *route, int code,
                    int64_t ms);

struct answered {
    const char *name; /* "page", "save" ... */
    int64_t by_code[ANSWERED_CODES];
    int64_t by_bucket[ANSWERED_BUCKETS + 1];
    int64_t count, ms;
};
void answered_read(enum answered_class class, struct answered *out);

#endif
