#ifndef HTTP_RANGE_H
#define HTTP_RANGE_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Which part of a file a request wants (RFC 9110, 14): a browser that plays a
 * film asks for pieces of it, a download that broke off goes on.
 *
 * What cannot be understood, several ranges at once, and a range of another
 * version than the one that is here are answered with the whole file, as the
 * standard allows; whoever asks for a thousand overlapping ranges gets one.
 */
enum range_kind {
    RANGE_WHOLE,
    RANGE_PART,
    RANGE_BEYOND, /* nothing of the file lies in it: 416 */
};

struct range {
    enum range_kind kind;
    int64_t from, to; /* PART: the first byte and the last one */
};

/* `asked` and `if_range` as they stand in the head, or NULL; `etag` without
   its quotes. A weak mark or a date in `if_range` never fits. */
struct range range_of(const char *asked, const char *if_range, const char *etag,
                      int64_t length);

/* Whether the client's If-None-Match has this version. */
bool range_is_known(const char *none_match, const char *etag);

#endif
