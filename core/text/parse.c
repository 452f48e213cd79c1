#include "text/parse.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

enum { MOST_SIGNS = 40 };

/* The text without blanks at its ends; false if empty or too long. */
static bool trimmed(const char *text, char out[MOST_SIGNS])
{
    if (!text)
        return false;
    text += strspn(text, " \t");
    size_t n = strlen(text);
    while (n && (text[n - 1] == ' ' || text[n - 1] == '\t'))
        n--;
    if (!n || n >= MOST_SIGNS)
        return false;
    memcpy(out, text, n);
    out[n] = '\0';
    return true;
}

static size_t digits(const char *text)
{
    return strspn(text, "0123456789");
}

bool parse_integer(const char *text, int64_t *out)
{
    char s[MOST_SIGNS], *end;
    size_t sign;

    if (!trimmed(text, s))
        return false;
    sign = *s == '-' || *s == '+';
    if (!digits(s + sign) || s[sign + digits(s + sign)])
        return false;
    errno = 0;
    long long n = strtoll(s, &end, 10);
    if (errno || *end)
        return false;
    *out = n;
    return true;
}

bool parse_decimal(const char *text, double *out)
{
    enum { EXACT_DIGITS = 15 };
    char s[MOST_SIGNS];
    int64_t units = 0;
    double scale = 1;

    if (!trimmed(text, s))
        return false;
    size_t sign = *s == '-' || *s == '+';
    size_t whole = digits(s + sign);
    const char *rest = s + sign + whole;
    size_t part = *rest == ',' || *rest == '.' ? digits(rest + 1) : 0;
    if (!whole || whole + part > EXACT_DIGITS ||
        (*rest && (!part || rest[1 + part])))
        return false;
    for (const char *p = s + sign; *p; p++) {
        if (*p == ',' || *p == '.')
            continue;
        units = units * 10 + (*p - '0');
        scale *= p > rest ? 10 : 1;
    }
    *out = (*s == '-' ? -1 : 1) * (double)units / scale;
    return true;
}

bool parse_day(const char *text, int64_t *out)
{
    char s[MOST_SIGNS];
    size_t n[3];
    int64_t number[3];
    const char *p = s;

    if (!trimmed(text, s))
        return false;
    for (int i = 0; i < 3; i++) {
        n[i] = digits(p);
        if (!n[i] || n[i] > 4)
            return false;
        number[i] = strtoll(p, NULL, 10);
        p += n[i];
        if (i < 2 && (!strchr("/-.", *p) || !*p || *p != s[n[0]]))
            return false;
        p += i < 2;
    }
    bool year_first = n[0] == 4 && n[1] == 2 && n[2] == 2 && s[4] == '-';
    bool year_last = n[0] <= 2 && n[1] <= 2 && n[2] == 4;
    if (*p || (!year_first && !year_last))
        return false;
    int64_t day = year_first ? number[0] * 10000 + number[1] * 100 + number[2]
                             : number[2] * 10000 + number[1] * 100 + number[0];
    if (!clock_is_day(day))
        return false;
    *out = day;
    return true;
}

bool parse_hour(const char *text, int64_t *minutes)
{
    char s[MOST_SIGNS];

    if (!trimmed(text, s))
        return false;
    size_t n = digits(s);
    if (!n || n > 2 || s[n] != ':' || digits(s + n + 1) != 2 || s[n + 3])
        return false;
    int64_t hour = strtoll(s, NULL, 10), minute = strtoll(s + n + 1, NULL, 10);
    if (hour > 23 || minute > 59)
        return false;
    *minutes = hour * 60 + minute;
    return true;
}

bool parse_moment(const char *text, int64_t *out)
{
    enum { MINUTE_MS = 60000 };
    char s[MOST_SIGNS];
    int64_t day, minutes;

    if (!trimmed(text, s))
        return false;
    size_t n = strcspn(s, " \t");
    if (!s[n])
        return false;
    s[n] = '\0';
    if (!parse_day(s, &day) || !parse_hour(s + n + 1, &minutes))
        return false;
    *out = clock_day_start(day) + minutes * MINUTE_MS;
    return true;
}
