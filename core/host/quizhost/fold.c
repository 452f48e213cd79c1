#include "host/quizhost/fold.h"

#include <stdint.h>
#include <string.h>

#include "host/quizhost/fold_table.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))

enum { MARK_FIRST = 0x300, MARK_LAST = 0x36f, RUN = 32 };

/* ---- UTF-8 -------------------------------------------------------------- */

/* Bytes of the sequence at `p`, 0 if it is none; `left` bytes are there. */
static size_t sequence(const unsigned char *p, size_t left)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t n = p[0] < 0x80             ? 1
               : (p[0] & 0xe0) == 0xc0 ? 2
               : (p[0] & 0xf0) == 0xe0 ? 3
               : (p[0] & 0xf8) == 0xf0 ? 4
                                       : 0;

    if (n == 0 || n > left)
        return 0;
    uint32_t c = n == 1 ? p[0] : p[0] & (0x7fU >> n);
    for (size_t i = 1; i < n; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return 0;
        c = c << 6 | (p[i] & 0x3f);
    }
    return c >= least[n] && c <= 0x10ffff && (c < 0xd800 || c > 0xdfff) ? n : 0;
}

bool utf8_valid(const char *text, size_t length)
{
    const unsigned char *p = (const unsigned char *)text;

    for (size_t i = 0, n; i < length; i += n) {
        n = p[i] ? sequence(p + i, length - i) : 0;
        if (!n)
            return false;
    }
    return true;
}

static uint32_t get(const char **at)
{
    const unsigned char *p = (const unsigned char *)*at;
    size_t n = p[0] < 0x80 ? 1 : p[0] < 0xe0 ? 2 : p[0] < 0xf0 ? 3 : 4;
    uint32_t c = n == 1 ? p[0] : p[0] & (0x7fU >> n);

    for (size_t i = 1; i < n; i++)
        c = c << 6 | (p[i] & 0x3f);
    *at += n;
    return c;
}

static char *put(char *out, uint32_t c)
{
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

    for (size_t i = n; i-- > 1; c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3f));
    out[0] = (char)(n == 1 ? c : (0xf00U >> n & 0xff) | c);
    return out + n;
}

/* ---- composing ---------------------------------------------------------- */

static bool is_mark(uint32_t c)
{
    return c >= MARK_FIRST && c <= MARK_LAST;
}

/* Place of `letter` in fold_pairs, or -1. */
static int pair_of(uint32_t letter)
{
    size_t low = 0, high = COUNT(fold_pairs);

    while (low < high) {
        size_t mid = (low + high) / 2;
        if (fold_pairs[mid].letter == letter)
            return (int)mid;
        if (fold_pairs[mid].letter < letter)
            low = mid + 1;
        else
            high = mid;
    }
    return -1;
}

static uint32_t joined(uint32_t base, uint32_t mark)
{
    for (size_t i = 0; i < COUNT(fold_pairs); i++)
        if (fold_pairs[i].base == base && fold_pairs[i].mark == mark)
            return fold_pairs[i].letter;
    return 0;
}

/* A base and the marks on it, taken apart. */
struct cluster {
    uint32_t base, marks[RUN];
    size_t count;
};

static int class_of(uint32_t mark)
{
    return fold_classes[mark - MARK_FIRST];
}

/* Marks go in the order of their classes; equal ones keep their order. */
static void add_mark(struct cluster *c, uint32_t mark)
{
    size_t i = c->count++;

    for (;
         i > 0 && class_of(mark) && class_of(c->marks[i - 1]) > class_of(mark);
         i--)
        c->marks[i] = c->marks[i - 1];
    c->marks[i] = mark;
}

static void take_apart(struct cluster *c, uint32_t letter)
{
    int pair = pair_of(letter);

    if (pair < 0) {
        c->base = letter;
        return;
    }
    take_apart(c, fold_pairs[pair].base);
    add_mark(c, fold_pairs[pair].mark);
}

static char *put_together(char *out, struct cluster *c)
{
    int last = -1; /* class of the last mark that was not joined */
    size_t left = 0;

    for (size_t i = 0; i < c->count; i++) {
        uint32_t letter =
            last < class_of(c->marks[i]) ? joined(c->base, c->marks[i]) : 0;
        if (letter) {
            c->base = letter;
        } else {
            last = class_of(c->marks[i]);
            c->marks[left++] = c->marks[i];
        }
    }
    out = put(out, c->base);
    for (size_t i = 0; i < left; i++)
        out = put(out, c->marks[i]);
    return out;
}

size_t fold_compose(const char *text, size_t length, char *out)
{
    const char *at = text, *end = text + length;
    char *to = out;

    while (at < end) {
        const char *start = at;
        struct cluster c = {.count = 0};
        uint32_t letter = get(&at);
        const char *next = at;
        /* Nothing to join: the usual case, also for composed letters. */
        if (at == end || !is_mark(get(&next))) {
            memcpy(to, start, (size_t)(at - start));
            to += at - start;
            continue;
        }
        take_apart(&c, letter);
        while (at < end && c.count < RUN) {
            next = at;
            uint32_t mark = get(&next);
            if (!is_mark(mark))
                break;
            add_mark(&c, mark);
            at = next;
        }
        to = put_together(to, &c);
    }
    *to = '\0';
    return (size_t)(to - out);
}

/* ---- folding ------------------------------------------------------------ */

static const char *plain_of(uint32_t letter)
{
    size_t low = 0, high = COUNT(fold_letters);

    while (low < high) {
        size_t mid = (low + high) / 2;
        if (fold_letters[mid].letter == letter)
            return fold_letters[mid].plain;
        if (fold_letters[mid].letter < letter)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

static bool is_space(uint32_t c)
{
    return c == ' ' || (c >= 9 && c <= 13) || c == 0x85 || c == 0xa0 ||
           c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x2028 ||
           c == 0x2029 || c == 0x202f || c == 0x205f || c == 0x3000;
}

static bool is_invisible(uint32_t c)
{
    return c == 0xad || (c >= 0x200b && c <= 0x200f) ||
           (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
           c == 0xfeff || (c >= 0xfe00 && c <= 0xfe0f) || is_mark(c) ||
           c < ' ' || c == 0x7f;
}

size_t fold_plain(const char *text, size_t length, char *out)
{
    const char *at = text, *end = text + length;
    bool gap = false;
    char *to = out;

    while (at < end) {
        uint32_t c = get(&at);
        if (is_space(c)) {
            gap = true;
            continue;
        }
        if (is_invisible(c))
            continue;
        if (gap && to > out)
            *to++ = ' ';
        gap = false;
        if (c >= 0xff01 && c <= 0xff5e)
            c -= 0xff01 - '!';
        if (c >= 'A' && c <= 'Z')
            c += 'a' - 'A';
        const char *plain = c < 0x80 ? NULL : plain_of(c);
        if (plain) {
            size_t n = strlen(plain);
            memcpy(to, plain, n);
            to += n;
        } else {
            to = put(to, c);
        }
    }
    *to = '\0';
    return (size_t)(to - out);
}
