#include "http/filter.h"

#include <string.h>
#include <strings.h>

static size_t times(const struct head *head, const char *name)
{
    size_t n = 0;

    for (size_t i = 0; i < head->count; i++)
        n += !strcasecmp(head->lines[i].name, name);
    return n;
}

const char *head_value(const struct head *head, const char *name)
{
    for (size_t i = 0; i < head->count; i++)
        if (!strcasecmp(head->lines[i].name, name))
            return head->lines[i].value;
    return NULL;
}

/* Digits and nothing else; beyond 18 of them it is too much in any case. */
static int read_length(const char *text, int64_t *length)
{
    size_t digits = strspn(text, "0123456789");

    *length = 0;
    if (!digits || text[digits])
        return 400;
    if (digits > 18)
        return 413;
    for (; *text; text++)
        *length = *length * 10 + (*text - '0');
    return 0;
}

static bool served_host(const char *value, const char *const *hosts)
{
    const char *port = strrchr(value, ':');
    size_t length = port ? (size_t)(port - value) : strlen(value);

    if (port && (!port[1] || strlen(port + 1) > 5 ||
                 strspn(port + 1, "0123456789") != strlen(port + 1)))
        return false;
    for (; *hosts; hosts++)
        if (strlen(*hosts) == length && !strncasecmp(value, *hosts, length))
            return true;
    return false;
}

static bool fit_target(const char *target)
{
    if (target[0] != '/')
        return false;
    for (const char *p = target; *p; p++)
        if (*p <= ' ' || *p == 0x7f || *p == '#' || *p == '\\')
            return false;
    for (const char *p = target; *p && *p != '?'; p++)
        if (!strncasecmp(p, "%00", 3) || !strncasecmp(p, "%0d", 3) ||
            !strncasecmp(p, "%0a", 3))
            return false;
    return true;
}

static bool served_method(const char *method)
{
    return !strcmp(method, "GET") || !strcmp(method, "HEAD") ||
           !strcmp(method, "POST");
}

int filter_head(const struct head *head, const char *const *hosts,
                int64_t *length)
{
    const char *said = head_value(head, "Content-Length");

    *length = 0;
    if (!served_method(head->method))
        return 405;
    if ((strcmp(head->version, "1.1") && strcmp(head->version, "1.0")) ||
        times(head, "Content-Length") > 1 || times(head, "Host") != 1 ||
        !served_host(head_value(head, "Host"), hosts) ||
        !fit_target(head->target))
        return 400;
    /* Chunks are for bodies of unknown length, which a form never has; the
       proxy in front sends a length. So there is nothing to disagree about. */
    if (times(head, "Transfer-Encoding"))
        return 400;
    if (head->count > MOST_HEADERS)
        return 400;
    if (strlen(head->target) > MOST_TARGET)
        return 431;
    return said ? read_length(said, length) : 0;
}
