#include "http/range.h"

#include <string.h>
#include <strings.h>

/* Digits, at most INT64_MAX; -1: there are none. */
static int64_t digits(const char **at)
{
    int64_t n = 0;

    if (**at < '0' || **at > '9')
        return -1;
    for (; **at >= '0' && **at <= '9'; ++*at)
        n = n > (INT64_MAX - 9) / 10 ? INT64_MAX : n * 10 + (**at - '0');
    return n;
}

/* The mark with its quotes at the head of `text`. */
static bool begins_with(const char *text, const char *etag)
{
    size_t n = strlen(etag);

    return text[0] == '"' && !strncmp(text + 1, etag, n) && text[n + 1] == '"';
}

static bool is_this(const char *text, const char *etag)
{
    return begins_with(text, etag) && !text[strlen(etag) + 2];
}

bool range_is_known(const char *none_match, const char *etag)
{
    for (const char *p = none_match; p && *p; p = strchr(p, ',')) {
        p += strspn(p, ", \t");
        p += strncmp(p, "W/", 2) ? 0 : 2; /* weak is enough to show again */
        if (begins_with(p, etag))
            return true;
    }
    return false;
}

struct range range_of(const char *asked, const char *if_range, const char *etag,
                      int64_t length)
{
    static const struct range whole = {RANGE_WHOLE, 0, 0};
    static const char unit[] = "bytes=";

    if (!asked || strncasecmp(asked, unit, sizeof unit - 1) ||
        (if_range && !is_this(if_range, etag)))
        return whole;
    const char *at = asked + sizeof unit - 1;
    int64_t from = digits(&at);
    if (*at++ != '-')
        return whole;
    int64_t to = digits(&at);
    if (*at || (from < 0 && to < 0) || (from >= 0 && to >= 0 && to < from))
        return whole;
    if (from < 0) { /* the last `to` bytes */
        from = to < length ? length - to : 0;
        to = length - 1;
    } else if (to < 0 || to >= length) {
        to = length - 1;
    }
    if (from >= length || to < from)
        return (struct range){RANGE_BEYOND, 0, 0};
    return (struct range){RANGE_PART, from, to};
}
