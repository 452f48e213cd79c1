#include "http/form.h"

#include "text/utf8.h"

#include <string.h>

static int hex(char c)
{
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

const char *form_piece(struct arena *arena, const char *text, size_t length,
                       bool plus)
{
    char *out = arena_alloc(arena, length + 1);
    size_t n = 0;

    for (size_t i = 0; i < length; i++) {
        if (text[i] != '%') {
            out[n++] = (char)(plus && text[i] == '+' ? ' ' : text[i]);
            continue;
        }
        if (length - i < 3 || hex(text[i + 1]) < 0 || hex(text[i + 2]) < 0)
            return NULL;
        out[n++] = (char)(hex(text[i + 1]) << 4 | hex(text[i + 2]));
        i += 2;
    }
    return text_nfc(arena, out, n);
}

enum status form_read(struct arena *arena, const char *text, size_t length,
                      struct fields *out)
{
    const char *end = text + length;
    size_t count = 0, most = 1;

    for (const char *p = text; p < end; p++)
        most += *p == '&';
    if (most > MOST_FIELDS)
        return INVALID;
    struct field *list = arena_many(arena, struct field, most);
    while (text < end) {
        const char *next = memchr(text, '&', (size_t)(end - text));
        next = next ? next : end;
        const char *equals = memchr(text, '=', (size_t)(next - text));
        const char *value = equals ? equals + 1 : next;
        equals = equals ? equals : next;
        if (next > text) {
            struct field *f = &list[count++];
            f->name = form_piece(arena, text, (size_t)(equals - text), true);
            f->value = form_piece(arena, value, (size_t)(next - value), true);
            if (!f->name || !f->value || strlen(f->name) > MOST_NAME)
                return INVALID;
        }
        text = next + 1;
    }
    *out = (struct fields){list, count};
    return OK;
}

struct fields form_cookies(struct arena *arena, const char *header)
{
    enum { MOST_COOKIES = 50 };
    struct field *list = arena_many(arena, struct field, MOST_COOKIES);
    size_t count = 0;

    while (header && *header && count < MOST_COOKIES) {
        header += strspn(header, "; \t");
        size_t length = strcspn(header, ";");
        const char *equals = memchr(header, '=', length);
        if (equals && equals > header) {
            size_t name = (size_t)(equals - header);
            const char *value = text_nfc(arena, equals + 1, length - name - 1);
            const char *key = text_nfc(arena, header, name);
            if (key && value)
                list[count++] = (struct field){key, value};
        }
        header += length;
    }
    return (struct fields){list, count};
}
