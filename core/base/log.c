#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static enum log_level least_level = LOG_INFO;

enum { LINE = 8192 };

struct line {
    char text[LINE];
    size_t used;
};

static void put(struct line *line, const char *bytes, size_t length)
{
    /* 4 bytes stay free, so that a cut line still ends as JSON */
    if (length > LINE - 4 - line->used)
        length = LINE - 4 - line->used;
    memcpy(line->text + line->used, bytes, length);
    line->used += length;
}

/* Length of the well-formed UTF-8 sequence at `p`, 0 if there is none. */
static size_t utf8_length(const unsigned char *p)
{
    size_t n = p[0] < 0x80                    ? 1
               : p[0] >= 0xc2 && p[0] <= 0xdf ? 2
               : (p[0] & 0xf0) == 0xe0        ? 3
               : p[0] >= 0xf0 && p[0] <= 0xf4 ? 4
                                              : 0;

    for (size_t i = 1; i < n; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    return n;
}

static void put_quoted(struct line *line, const char *text)
{
    put(line, "\"", 1);
    for (const unsigned char *p = (const unsigned char *)text; *p;) {
        size_t n = utf8_length(p);
        char coded[8];

        if (line->used > LINE - 32)
            break;
        if (n == 1 && (*p == '"' || *p == '\\')) {
            put(line, "\\", 1);
            put(line, (const char *)p, 1);
        } else if (n == 0 || *p < 0x20 || *p == 0x7f) {
            int m = snprintf(coded, sizeof coded, "\\u%04x", *p);
            put(line, coded, (size_t)m);
            n = 1;
        } else {
            put(line, (const char *)p, n);
        }
        p += n;
    }
    put(line, "\"", 1);
}

static void put_pair(struct line *line, const char *name, const char *text)
{
    put(line, line->used > 1 ? "," : "", line->used > 1);
    put_quoted(line, name);
    put(line, ":", 1);
    put_quoted(line, text);
}

void log_from(enum log_level least)
{
    least_level = least;
}

const char *log_int(int64_t number)
{
    static _Thread_local char texts[8][24];
    static _Thread_local unsigned next;
    char *text = texts[next++ % 8];

    snprintf(text, sizeof texts[0], "%lld", (long long)number);
    return text;
}

void log_say(enum log_level level, const char *room, const char *message, ...)
{
    static const char *const names[] = {"debug", "info", "warn", "error"};
    struct line line = {.text = "{", .used = 1};
    struct timespec now;
    struct tm utc;
    char when[40], stamp[56];
    va_list pairs;

    if (level < least_level)
        return;
    clock_gettime(CLOCK_REALTIME, &now);
    gmtime_r(&now.tv_sec, &utc);
    strftime(when, sizeof when, "%Y-%m-%dT%H:%M:%S", &utc);
    snprintf(stamp, sizeof stamp, "%s.%03ldZ", when, now.tv_nsec / 1000000);
    put_pair(&line, "at", stamp);
    put_pair(&line, "level", names[level]);
    put_pair(&line, "room", room);
    put_pair(&line, "say", message);
    va_start(pairs, message);
    for (const char *name; (name = va_arg(pairs, const char *));) {
        const char *text = va_arg(pairs, const char *);
        if (text)
            put_pair(&line, name, text);
    }
    va_end(pairs);
    memcpy(line.text + line.used, "}\n", 2);
    (void)!write(STDERR_FILENO, line.text, line.used + 2);
}
