#ifndef HTTP_FILTER_H
#define HTTP_FILTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What a request must look like before anybody thinks about it. Where two
 * readers of one byte stream could disagree (a proxy and we, on where a request
 * ends) the request is refused and the connection closed, so that what follows
 * on it is never taken for a request.
 */
struct head {
    const char *method, *target, *version; /* target still encoded */
    const struct head_line {
        const char *name, *value;
    } * lines;
    size_t count;
};

enum {
    MOST_HEADERS = 60,
    MOST_TARGET = 4096,
};

/*
 * 0 to let it pass, else the HTTP status to refuse it with (400, 405, 413,
 * 431).
 * `hosts` is the list of names we answer to, without ports, ended by NULL.
 * With 0 `*length` is the length of the body.
 */
int filter_head(const struct head *head, const char *const *hosts,
                int64_t *length);

/* The value of a header, NULL if there is none; case does not count. */
const char *head_value(const struct head *head, const char *name);

#endif
