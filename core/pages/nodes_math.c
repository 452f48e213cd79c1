#include "pages/nodes_parts.h"

#include <string.h>

/*
 * Formulas. What a locked process made of TeX (host/math.h) is data: here is
 * which elements of MathML Core a page has, and which of their attributes. An
 * element that is not known is passed over, its children are drawn; elements
 * are closed here, whatever the list says.
 */
enum { DEEPEST = 48 };

static const char *const elements[] = {"mfrac",       "mi",
                                       "mn",          "mo",
                                       "mover",       "mpadded",
                                       "mphantom",    "mroot",
                                       "mrow",        "mspace",
                                       "msqrt",       "mstyle",
                                       "msub",        "msup",
                                       "msubsup",     "mtable",
                                       "mtd",         "mtext",
                                       "mtr",         "munder",
                                       "munderover",  "mmultiscripts",
                                       "mprescripts", NULL};

static const char *const attributes[] = {
    "accent",     "accentunder", "columnalign", "depth",     "displaystyle",
    "fence",      "form",        "height",      "largeop",   "linethickness",
    "lspace",     "mathvariant", "maxsize",     "minsize",   "movablelimits",
    "rowspacing", "rspace",      "scriptlevel", "separator", "stretchy",
    "symmetric",  "voffset",     "width",       NULL};

/* Of core/host/math/formula.js; khoa.scss says what each looks like. */
static const char *const classes[] = {"left",  "right", "center", "over",
                                      "under", "box",   "bl",     "br",
                                      "bt",    "bb",    "bold",   NULL};

static const char *known(const char *const *list, const char *name)
{
    for (; name && *list; list++)
        if (!strcmp(*list, name))
            return *list;
    return NULL;
}

/* Numbers, lengths and words: nothing that could mean more. */
static bool is_plain(const char *value)
{
    return strlen(value) < 60 &&
           !value[strspn(value, "abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-% ")];
}

static void put(struct buf *out, const char *markup)
{
    emit_html(out, (struct html){markup});
}

static void draw_classes(struct buf *out, struct arena *arena,
                         const char *names)
{
    bool first = true;

    while (*names) {
        size_t length = strcspn(names, " ");
        const char *name = known(classes, arena_text(arena, names, length));
        if (name) {
            put(out, first ? " class=\"math-" : " math-");
            put(out, name);
            first = false;
        }
        names += length + strspn(names + length, " ");
    }
    put(out, first ? "" : "\"");
}

static void draw_open(struct buf *out, struct arena *arena, const char *name,
                      const struct tree *given)
{
    put(out, "<");
    put(out, name);
    for (size_t i = 0; given && i < given->count; i++) {
        const char *attribute = known(attributes, given->names[i]);
        const char *value =
            given->items[i].kind == TREE_TEXT ? given->items[i].text : NULL;
        if (value && !strcmp(given->names[i], "class"))
            draw_classes(out, arena, value);
        if (!attribute || !value || !is_plain(value))
            continue;
        put(out, " ");
        put(out, attribute);
        put(out, "=\"");
        emit_text(out, value);
        put(out, "\"");
    }
    put(out, ">");
}

static void draw_close(struct buf *out, const char *name)
{
    if (!name)
        return;
    put(out, "</");
    put(out, name);
    put(out, ">");
}

void draw_tags(struct buf *out, const struct nodes *how,
               const struct tree *node)
{
    const struct tree *tags = tree_get(node, "math");
    const char *open[DEEPEST]; /* NULL: passed over */
    size_t depth = 0;

    for (size_t i = 0; tags && i < tags->count && depth < DEEPEST; i++) {
        const struct tree *tag = &tags->items[i];
        const char *name = tree_text(tag, "open");
        if (name) {
            open[depth] = known(elements, name);
            if (open[depth])
                draw_open(out, how->reader->arena, open[depth],
                          tree_get(tag, "attributes"));
            depth++;
        } else if (tree_text(tag, "text")) {
            emit_text(out, tree_text(tag, "text"));
        } else if (depth) {
            draw_close(out, open[--depth]);
        }
    }
    while (depth)
        draw_close(out, open[--depth]);
}
