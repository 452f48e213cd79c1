#include "host/readhost/read.h"

#include "base/buf.h"

#include <stdlib.h>
#include <string.h>

/*
 * WebVTT (W3C), of it what captions need: cues with their times and text.
 * Notes are passed over; styles and regions are refused, since a page has its
 * own. Tags in a text are dropped, who speaks (<v NAME>) is kept.
 */
enum { MOST_CUES = 5000, MOST_TEXT = 1000 };

struct captions {
    struct arena *arena;
    struct tree_maker cues, *problems;
    const char *at, *end;
    long line; /* of what `at` begins with, from 1 */
    int64_t last;
};

/* The next line without its end; NULL: there is none. */
static const char *next_line(struct captions *c)
{
    if (c->at >= c->end)
        return NULL;
    const char *begin = c->at;
    const char *stop = memchr(begin, '\n', (size_t)(c->end - begin));
    c->at = stop ? stop + 1 : c->end;
    size_t length = (size_t)((stop ? stop : c->end) - begin);
    while (length && begin[length - 1] == '\r')
        length--;
    c->line++;
    return arena_text(c->arena, begin, length);
}

/* Digits of exactly `want` places, or of two and more where it is 0. */
static bool number(const char **at, size_t want, int64_t *out)
{
    size_t n = strspn(*at, "0123456789");

    if (want ? n != want : n < 2 || n > 4)
        return false;
    *out = strtoll(*at, NULL, 10);
    *at += n;
    return true;
}

static bool take(const char **at, char c)
{
    if (**at != c)
        return false;
    ++*at;
    return true;
}

/* "01:02.345" or "00:01:02.345" in milliseconds. */
static bool moment(const char **at, int64_t *out)
{
    int64_t hours = 0, minutes, seconds, ms;

    if (!number(at, 0, &minutes) || !take(at, ':') || !number(at, 2, &seconds))
        return false;
    if (take(at, ':')) {
        hours = minutes;
        minutes = seconds;
        if (!number(at, 2, &seconds))
            return false;
    } else if (minutes > 99) {
        return false;
    }
    if (!take(at, '.') || !number(at, 3, &ms) || minutes > 59 || seconds > 59)
        return false;
    *out = ((hours * 60 + minutes) * 60 + seconds) * 1000 + ms;
    return true;
}

static bool times(const char *line, int64_t *from, int64_t *to)
{
    const char *at = line;

    if (!moment(&at, from) || (*at != ' ' && *at != '\t'))
        return false;
    at += strspn(at, " \t");
    if (strncmp(at, "-->", 3) != 0 || (at[3] != ' ' && at[3] != '\t'))
        return false;
    at += 3;
    at += strspn(at, " \t");
    return moment(&at, to) && (!*at || *at == ' ' || *at == '\t');
}

static void add_escaped(struct buf *out, const char **at)
{
    static const struct {
        const char *name, *text;
    } names[] = {{"&amp;", "&"},         {"&lt;", "<"}, {"&gt;", ">"},
                 {"&nbsp;", "\xc2\xa0"}, {"&lrm;", ""}, {"&rlm;", ""}};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        size_t n = strlen(names[i].name);
        if (strncmp(*at, names[i].name, n) != 0)
            continue;
        buf_bytes(out, names[i].text, strlen(names[i].text));
        *at += n;
        return;
    }
    buf_bytes(out, (*at)++, 1);
}

/* One line of a text without tags; `voice` is whom a <v NAME> in it names. */
static void add_text(struct captions *c, struct buf *out, const char *line,
                     const char **voice)
{
    if (out->length)
        buf_bytes(out, " ", 1);
    for (const char *at = line; *at;) {
        if (*at == '&') {
            add_escaped(out, &at);
            continue;
        }
        if (*at != '<') {
            buf_bytes(out, at++, 1);
            continue;
        }
        size_t length = strcspn(at, ">");
        size_t name = at[1] == 'v' ? strcspn(at, " >") : length;
        if (name < length)
            *voice = arena_text(c->arena, at + name + 1, length - name - 1);
        at += length + (at[length] == '>');
    }
}

static void add_cue(struct captions *c, long line, int64_t from, int64_t to)
{
    struct buf text = {.arena = c->arena};
    struct tree_maker cue = tree_map(c->arena);
    const char *voice = NULL, *next;

    buf_bytes(&text, "", 0);
    while ((next = next_line(c)) && *next)
        add_text(c, &text, next, &voice);
    if (to <= from || from < c->last)
        problem(c->problems, line,
                "Lời thoại phải theo thứ tự thời gian và kết thúc sau khi bắt "
                "đầu.",
                "Captions must be in order of time and end after they begin.");
    if (!text.data[strspn(text.data, " ")] || text.length > MOST_TEXT)
        problem(c->problems, line,
                "Một lời thoại phải có chữ, và nhiều nhất 1.000 byte.",
                "A caption must have text, at most 1,000 bytes.");
    c->last = from;
    tree_put(&cue, "from", tree_of_integer(from));
    tree_put(&cue, "to", tree_of_integer(to));
    tree_put(&cue, "text", tree_of_text(text.data));
    if (voice && *voice)
        tree_put(&cue, "voice", tree_of_text(voice));
    tree_add(&c->cues, tree_done(&cue));
}

static void skip_block(struct captions *c)
{
    const char *line;

    while ((line = next_line(c)) && *line)
        ;
}

static bool begins(const char *line, const char *word)
{
    size_t n = strlen(word);

    return !strncmp(line, word, n) &&
           (!line[n] || line[n] == ' ' || line[n] == '\t');
}

/* What begins with this line: a note, or a cue with or without a name. */
static void read_block(struct captions *c, const char *line)
{
    int64_t from, to;
    long began = c->line;

    if (begins(line, "NOTE")) {
        skip_block(c);
        return;
    }
    if (begins(line, "STYLE") || begins(line, "REGION")) {
        problem(c->problems, began,
                "STYLE và REGION không dùng được: trang có kiểu chữ riêng.",
                "STYLE and REGION cannot be used: the page has its own style.");
        skip_block(c);
        return;
    }
    if (!strstr(line, "-->")) {
        line = next_line(c);
        began = c->line;
    }
    if (line && times(line, &from, &to)) {
        add_cue(c, began, from, to);
        return;
    }
    problem(c->problems, began,
            "Không đọc được thời gian. Viết như 00:01.000 --> 00:04.500.",
            "The times cannot be read. Write them as "
            "00:01.000 --> 00:04.500.");
    if (line && *line)
        skip_block(c);
}

void read_vtt(struct arena *arena, const struct message *ask,
              struct tree_maker *reply, struct tree_maker *problems)
{
    struct captions c = {.arena = arena,
                         .cues = tree_list(arena),
                         .problems = problems,
                         .at = ask->bytes,
                         .end = ask->bytes + ask->length};
    const char *line;

    if (ask->length >= 3 && !memcmp(c.at, "\xef\xbb\xbf", 3))
        c.at += 3;
    line = next_line(&c);
    if (!line || !begins(line, "WEBVTT")) {
        problem(problems, 1, "Tệp phụ đề phải mở đầu bằng dòng WEBVTT.",
                "A file of captions begins with the line WEBVTT.");
        return;
    }
    skip_block(&c);
    while ((line = next_line(&c)) && c.cues.count <= MOST_CUES)
        if (*line)
            read_block(&c, line);
    if (c.cues.count > MOST_CUES)
        problem(problems, c.line, "Nhiều hơn 5.000 lời thoại.",
                "More than 5,000 captions.");
    if (!c.cues.count && !problems->count)
        problem(problems, 1, "Tệp phụ đề chưa có lời thoại nào.",
                "The file has no captions yet.");
    if (!problems->count)
        tree_put(reply, "cues", tree_done(&c.cues));
}
