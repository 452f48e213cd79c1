#include "tests/fuzz/fuzz.h"

#include "base/log.h"
#include "pages/nodes.h"
#include "json/json.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* A tree of nodes from anywhere, drawn: no markup but ours, no handler, no
   address that is a script. */

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_address(const char *name, size_t length)
{
    static const char *const names[] = {"href",   "src",        "poster",
                                        "action", "formaction", "xlink:href"};

    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i]) == length && !strncmp(name, names[i], length))
            return true;
    return false;
}

static void check_value(const char *name, size_t length, const char *value)
{
    if (length > 2 && !strncasecmp(name, "on", 2))
        abort();
    if (length == 5 && !strncmp(name, "style", 5))
        abort();
    if (!is_address(name, length))
        return;
    while (*value == ' ' || (unsigned char)*value < 0x20)
        value++;
    if (!strncasecmp(value, "javascript:", 11) ||
        !strncasecmp(value, "vbscript:", 9))
        abort();
}

/* Names and values of one tag; back comes where it ends. */
static const char *check_tag(const char *at)
{
    static const char *const never[] = {"script", "iframe", "object", "style",
                                        "embed",  "link",   "meta",   "base"};
    const char *name = at + (*at == '/');

    if (!is_letter(*name))
        abort();
    for (size_t i = 0; i < sizeof never / sizeof *never; i++) {
        size_t n = strlen(never[i]);
        if (!strncasecmp(name, never[i], n) && !is_letter(name[n]))
            abort();
    }
    at = name + strcspn(name, " >");
    while (*at == ' ') {
        size_t n = strcspn(++at, "= >");
        const char *attribute = at;
        at += n;
        if (*at != '=')
            continue;
        if (at[1] != '"')
            abort();
        check_value(attribute, n, at + 2);
        at += 2 + strcspn(at + 2, "\"");
        if (*at++ != '"')
            abort();
    }
    if (*at == '/')
        at++;
    if (*at != '>')
        abort();
    return at;
}

static void draw(struct arena *arena, const struct tree *tree,
                 enum nodes_mode mode)
{
    static const struct visitor visitor = {.language = VIETNAMESE};
    const struct reader reader = {
        .arena = arena, .language = VIETNAMESE, .visitor = &visitor};
    const struct nodes how = {.reader = &reader,
                              .mode = mode,
                              .media = "/courses/a/files/",
                              .sent = "/attempts/1/1/sent/",
                              .typed = tree};
    struct buf out = {.arena = arena};

    buf_bytes(&out, "", 0);
    nodes_draw(&out, &how, tree);
    for (const char *p = out.data; (p = strchr(p, '<'));)
        p = check_tag(p + 1);
    struct buf text = {.arena = arena};
    nodes_text(&text, tree);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct tree tree;

    log_from(LOG_ERROR);
    if (size && size < 20000 && !memchr(data, '\0', size)) {
        const char *text = arena_text(arena, (const char *)data, size);
        if (json_read(arena, text, size, &tree) == OK) {
            draw(arena, &tree, NODES_ANSWER);
            draw(arena, &tree, NODES_REVIEW);
        }
    }
    arena_free(arena);
    return 0;
}
