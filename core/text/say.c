#include "text/say.h"

#include "base/buf.h"
#include "text/format.h"

#include <stdarg.h>
#include <string.h>

enum { MOST_HOLES = 12 };

struct hole {
    const char *name, *text;
};

enum language language_of(const char *code)
{
    return code && !strcmp(code, "en") ? ENGLISH : VIETNAMESE;
}

const char *language_code(enum language language)
{
    return language == ENGLISH ? "en" : "vi";
}

const char *say(enum language language, enum word word)
{
    return word_texts[word][language][1];
}

const char *say_in(const struct tree *both, enum language language)
{
    const char *text = tree_text(both, language_code(language));

    if (!text || !*text)
        text = tree_text(both, language == ENGLISH ? "vi" : "en");
    return text ? text : "";
}

static const char *fill(struct arena *arena, const char *text,
                        const struct hole *holes, size_t count)
{
    struct buf out = {.arena = arena};

    buf_bytes(&out, "", 0);
    while (*text) {
        size_t plain = strcspn(text, "{"), i;
        buf_bytes(&out, text, plain);
        text += plain;
        if (!*text)
            break;
        size_t length = strcspn(text, "}");
        for (i = 0; i < count; i++)
            if (strlen(holes[i].name) == length - 1 &&
                !strncmp(text + 1, holes[i].name, length - 1))
                break;
        if (i < count && text[length]) {
            buf_bytes(&out, holes[i].text, strlen(holes[i].text));
            text += length + 1;
        } else {
            buf_bytes(&out, text++, 1);
        }
    }
    return out.data;
}

const char *say_with(struct arena *arena, enum language language,
                     enum word word, ...)
{
    struct hole holes[MOST_HOLES];
    size_t count = 0;
    va_list pairs;

    va_start(pairs, word);
    for (const char *name;
         count < MOST_HOLES && (name = va_arg(pairs, const char *));) {
        const char *text = va_arg(pairs, const char *);
        holes[count++] = (struct hole){name, text ? text : ""};
    }
    va_end(pairs);
    return fill(arena, say(language, word), holes, count);
}

const char *say_count(struct arena *arena, enum language language,
                      enum word word, long long count)
{
    const struct hole hole = {"count", format_count(arena, language, count)};

    return fill(arena, word_texts[word][language][count != 1], &hole, 1);
}
