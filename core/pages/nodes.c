#include "pages/nodes_parts.h"

#include "base/log.h"
#include "pages/selfcheck.h"
#include "views.h"

#include <string.h>

/* ---- questions of the views
 * -----------------------------------------------------*/

static const struct tree *typed_of(const struct nodes *how,
                                   const struct tree *node)
{
    const char *input = tree_text(node, "input");

    return input ? tree_get(how->typed, input) : NULL;
}

const char *typed_text(const struct nodes *how, const struct tree *node)
{
    const struct tree *typed = typed_of(how, node);

    return typed && typed->kind == TREE_TEXT ? typed->text : "";
}

bool is_chosen(const struct nodes *how, const struct tree *node,
               const struct tree *option)
{
    const struct tree *typed = typed_of(how, node);
    const char *id = tree_text(option, "id");

    if (!typed || !id)
        return false;
    if (typed->kind == TREE_TEXT)
        return !strcmp(typed->text, id);
    for (size_t i = 0; typed->kind == TREE_LIST && i < typed->count; i++)
        if (typed->items[i].kind == TREE_TEXT &&
            !strcmp(typed->items[i].text, id))
            return true;
    return false;
}

const char *problem_of(const struct nodes *how, const char *input)
{
    const struct tree *problem = tree_get(how->problems, input ? input : "");

    return problem ? say_in(problem, how->reader->language) : NULL;
}

const char *node_id(const struct nodes *how, const char *what,
                    const char *input)
{
    return how->part ? arena_print(how->reader->arena, "%s-%s-%s", how->part,
                                   what, input)
                     : arena_print(how->reader->arena, "%s-%s", what, input);
}

const char *letter_of(struct arena *arena, size_t number)
{
    return number < 26 ? arena_print(arena, "%c", (int)('A' + number))
                       : arena_print(arena, "%zu", number + 1);
}

bool is_number(const struct tree *node)
{
    return !strcmp(tree_text(node, "node"), "number");
}

bool is_date(const struct tree *node)
{
    return !strcmp(tree_text(node, "node"), "date");
}

const char *width_of(const struct tree *node)
{
    return is_number(node) || is_date(node) ? "govuk-input--width-10" : "";
}

int64_t longest(const struct tree *node)
{
    return tree_integer(node, "max", is_number(node) ? 60 : 2000);
}

/* An author's note: a quote that begins with a bold "Lưu ý:" or "Note:". */
bool is_callout(const struct tree *quote)
{
    const struct tree *list = tree_get(quote, "children");

    for (int depth = 0; list && list->count && depth < 3; depth++) {
        const struct tree *first = &list->items[0];
        const char *name = tree_text(first, "node");
        if (name && !strcmp(name, "strong"))
            return true;
        list = tree_get(first, "children");
    }
    return false;
}

void nodes_text(struct buf *out, const struct tree *tree)
{
    const char *text = tree_text(tree, "text");

    text = text ? text : tree_text(tree, "tex");
    if (text)
        buf_bytes(out, text, strlen(text));
    const struct tree *list =
        tree->kind == TREE_LIST ? tree : tree_get(tree, "children");
    for (size_t i = 0; list && i < list->count; i++)
        nodes_text(out, &list->items[i]);
}

const char *plain_text(struct arena *arena, const struct tree *node)
{
    struct buf out = {.arena = arena};

    buf_bytes(&out, "", 0);
    nodes_text(&out, node);
    return out.data;
}

/* ---- drawing
 * --------------------------------------------------------------------*/

static bool shows_media(const struct nodes *how)
{
    return how->media || how->files;
}

static void put(struct buf *out, const char *markup)
{
    emit_html(out, (struct html){markup});
}

static void wrap(struct buf *out, const struct nodes *how,
                 const struct tree *node, const char *open, const char *close)
{
    put(out, open);
    draw_children(out, how, node);
    put(out, close);
}

static void draw_heading(struct buf *out, const struct nodes *how,
                         const struct tree *node)
{
    static const char *const opens[] = {"<h2>", "<h3>", "<h4>", "<h5>", "<h6>"};
    static const char *const closes[] = {"</h2>", "</h3>", "</h4>", "</h5>",
                                         "</h6>"};
    int64_t level =
        tree_integer(node, "level", 2) - 1 + (how->heading ? how->heading : 1);

    level = level < 2 ? 2 : level > 6 ? 6 : level;
    wrap(out, how, node, opens[level - 2], closes[level - 2]);
}

static void draw_cell(struct buf *out, const struct nodes *how,
                      const struct tree *cell, bool head)
{
    const char *align = tree_text(cell, "align");
    bool right = align && !strcmp(align, "right");

    put(out,
        head ? right ? "<th scope=\"col\" class=\"n\">" : "<th scope=\"col\">"
        : right ? "<td class=\"n\">"
                : "<td>");
    draw_children(out, how, cell);
    put(out, head ? "</th>" : "</td>");
}

void draw_rows(struct buf *out, const struct nodes *how,
               const struct tree *table)
{
    const struct tree *rows = tree_get(table, "children");

    bool open = false;

    for (size_t i = 0; rows && i < rows->count; i++) {
        bool head = tree_truth(&rows->items[i], "head");
        const struct tree *cells = tree_get(&rows->items[i], "children");
        put(out, head ? "<thead><tr>" : open ? "<tr>" : "<tbody><tr>");
        open = open || !head;
        for (size_t k = 0; cells && k < cells->count; k++)
            draw_cell(out, how, &cells->items[k], head);
        put(out, head ? "</tr></thead>" : "</tr>");
    }
    if (open)
        put(out, "</tbody>");
}

static void draw_list(struct buf *out, const struct nodes *how,
                      const struct tree *node)
{
    bool ordered = tree_truth(node, "ordered");

    wrap(out, how, node,
         ordered ? "<ol class=\"govuk-list--number\">"
                 : "<ul class=\"govuk-list--bullet\">",
         ordered ? "</ol>" : "</ul>");
}

/* A paragraph that is one medium alone is a figure. */
static const struct tree *lone_medium(const struct tree *paragraph)
{
    const struct tree *list = tree_get(paragraph, "children");

    return list && list->count == 1 && tree_text(&list->items[0], "media")
               ? &list->items[0]
               : NULL;
}

static void draw_played(struct buf *out, const struct nodes *how,
                        const struct tree *node, bool film)
{
    if (how->files && address_of(how, tree_text(node, "media")))
        view_node_played(out, how->reader, how, node, film);
    else
        emit_text(out, tree_text(node, "alt"));
}

static bool is_played(const struct tree *node)
{
    const char *name = tree_text(node, "node");

    return name && (!strcmp(name, "video") || !strcmp(name, "audio"));
}

static void draw_figure(struct buf *out, const struct nodes *how,
                        const struct tree *medium)
{
    const char *name = tree_text(medium, "node");

    if (is_played(medium))
        draw_played(out, how, medium, !strcmp(name, "video"));
    else
        view_node_figure(out, how->reader, how, medium);
}

/* Among blocks a text is one: else two of them would run together. */
static void draw_blocks(struct buf *out, const struct nodes *how,
                        const struct tree *node, const char *open)
{
    const struct tree *list = tree_get(node, "children");

    put(out, open);
    for (size_t i = 0; list && i < list->count; i++) {
        const char *name = tree_text(&list->items[i], "node");
        bool text = name && !strcmp(name, "text");
        put(out, text ? "<p>" : "");
        nodes_draw(out, how, &list->items[i]);
        put(out, text ? "</p>" : "");
    }
    put(out, "</div>");
}

/* No block may stand in a <p>. */
static bool has_played(const struct tree *paragraph)
{
    const struct tree *list = tree_get(paragraph, "children");
    bool found = false;

    for (size_t i = 0; list && i < list->count; i++)
        found = found || is_played(&list->items[i]);
    return found;
}

static void draw_paragraph(struct buf *out, const struct nodes *how,
                           const struct tree *node)
{
    const struct tree *medium = lone_medium(node);

    if (medium && shows_media(how))
        draw_figure(out, how, medium);
    else if (has_played(node))
        draw_blocks(out, how, node, "<div class=\"stack\">");
    else
        view_node_paragraph(out, how->reader, how, node);
}

/* An address may break behind its dots and slashes, so that a narrow column
   does not tear a name apart. */
static void draw_code(struct buf *out, struct arena *arena, const char *text)
{
    put(out, "<code class=\"code\">");
    while (*text) {
        size_t length = strcspn(text, "./@");
        length += strspn(text + length, "./@");
        emit_text(out, arena_text(arena, text, length));
        text += length;
        if (*text)
            put(out, "<wbr>");
    }
    put(out, "</code>");
}

/* A view ends with a line's end, which in a sentence would be a space before
   the full stop. */
static void no_gap(struct buf *out)
{
    if (out->length && out->data[out->length - 1] == '\n')
        out->data[--out->length] = '\0';
}

static bool draw_inline_node(struct buf *out, const struct nodes *how,
                             const struct tree *node, const char *name)
{
    const char *text = tree_text(node, "text");

    if (!strcmp(name, "text")) {
        emit_text(out, text);
    } else if (!strcmp(name, "code_inline")) {
        draw_code(out, how->reader->arena, text);
    } else if (!strcmp(name, "break")) {
        put(out, "<br>");
    } else if (!strcmp(name, "emph")) {
        wrap(out, how, node, "<em>", "</em>");
    } else if (!strcmp(name, "strong")) {
        wrap(out, how, node, "<strong>", "</strong>");
    } else if (!strcmp(name, "strike")) {
        wrap(out, how, node, "<s>", "</s>");
    } else if (!strcmp(name, "math")) {
        view_node_math(out, how->reader, how, node,
                       tree_truth(node, "display"));
        no_gap(out);
    } else if (!strcmp(name, "link")) {
        view_node_link(out, how->reader, how, node);
        no_gap(out);
    } else if (!strcmp(name, "image")) {
        if (shows_media(how))
            view_node_image(out, how->reader, how, node);
        else
            emit_text(out, tree_text(node, "alt"));
    } else {
        return false;
    }
    return true;
}

/* A question in a lesson's text. */
static void draw_check(struct buf *out, const struct nodes *how,
                       const struct tree *node)
{
    int64_t number = tree_integer(node, "number", 0);

    if (number >= 1 && number <= (int64_t)how->checks->count)
        view_check_panel(out, how->reader, how->checks,
                         &how->checks->list[number - 1]);
}

static bool draw_block(struct buf *out, const struct nodes *how,
                       const struct tree *node, const char *name)
{
    if (!strcmp(name, "check") && how->checks)
        draw_check(out, how, node);
    else if (!strcmp(name, "paragraph"))
        draw_paragraph(out, how, node);
    else if (!strcmp(name, "heading"))
        draw_heading(out, how, node);
    else if (!strcmp(name, "list"))
        draw_list(out, how, node);
    else if (!strcmp(name, "item"))
        wrap(out, how, node, "<li>", "</li>");
    else if (!strcmp(name, "quote"))
        view_node_quote(out, how->reader, how, node);
    else if (!strcmp(name, "code"))
        view_node_code(out, how->reader, node);
    else if (!strcmp(name, "rule"))
        view_node_rule(out, how->reader);
    else if (!strcmp(name, "table"))
        view_node_table(out, how->reader, how, node);
    else if (is_played(node))
        draw_played(out, how, node, !strcmp(name, "video"));
    else if (!strcmp(name, "markdown") || !strcmp(name, "group"))
        draw_blocks(out, how, node, "<div class=\"stack\">");
    else if (!strcmp(name, "columns"))
        draw_blocks(out, how, node, "<div class=\"pair\">");
    else
        return false;
    return true;
}

static bool draw_input(struct buf *out, const struct nodes *how,
                       const struct tree *node, const char *name)
{
    const struct reader *reader = how->reader;

    if (!strcmp(name, "span") && how->inside) {
        view_node_span(out, reader, how, node);
        return true;
    }
    if (!tree_text(node, "input"))
        return false;
    if (tree_truth(node, "inline")) {
        view_node_gap(out, reader, how, node);
        return true;
    }
    if (!strcmp(name, "choice"))
        view_node_options(out, reader, how, node, false);
    else if (!strcmp(name, "choices"))
        view_node_options(out, reader, how, node, true);
    else if (!strcmp(name, "select"))
        view_node_select(out, reader, how, node);
    else if (!strcmp(name, "number") || !strcmp(name, "short") ||
             !strcmp(name, "date"))
        view_node_line(out, reader, how, node);
    else if (!strcmp(name, "essay"))
        view_node_essay(out, reader, how, node);
    else if (!strcmp(name, "file"))
        view_node_file(out, reader, how, node);
    else if (!strcmp(name, "hottext"))
        view_node_hottext(out, reader, how, node);
    else if (!strcmp(name, "hotspot"))
        view_node_hotspot(out, reader, how, node);
    else
        return false;
    return true;
}

/* Nodes of several inputs. */
static bool draw_rows_of(struct buf *out, const struct nodes *how,
                         const struct tree *node, const char *name)
{
    if (!strcmp(name, "matrix"))
        view_node_matrix(out, how->reader, how, node);
    else if (!strcmp(name, "match"))
        view_node_match(out, how->reader, how, node);
    else if (!strcmp(name, "order"))
        view_node_order(out, how->reader, how, node);
    else if (!strcmp(name, "cloze"))
        view_node_cloze(out, how->reader, how, node);
    else
        return false;
    return true;
}

static void draw_node(struct buf *out, const struct nodes *how,
                      const struct tree *node)
{
    const char *name = tree_text(node, "node");

    if (!name || (!draw_inline_node(out, how, node, name) &&
                  !draw_block(out, how, node, name) &&
                  !draw_rows_of(out, how, node, name) &&
                  !draw_input(out, how, node, name)))
        log_say(LOG_WARN, "pages", "a node that cannot be drawn", "node",
                name ? name : "(none)", NULL);
}

void nodes_draw(struct buf *out, const struct nodes *how,
                const struct tree *tree)
{
    if (!tree || tree->kind == TREE_NOTHING)
        return;
    if (tree->kind != TREE_LIST) {
        draw_node(out, how, tree);
        return;
    }
    for (size_t i = 0; i < tree->count; i++)
        draw_node(out, how, &tree->items[i]);
}

void draw_children(struct buf *out, const struct nodes *how,
                   const struct tree *node)
{
    nodes_draw(out, how, tree_get(node, "children"));
}

/* Inside a label only inline content is valid: lone paragraphs lose theirs. */
void draw_inline(struct buf *out, const struct nodes *how,
                 const struct tree *node)
{
    const struct tree *list = tree_get(node, "children");

    for (size_t i = 0; list && i < list->count; i++) {
        const char *name = tree_text(&list->items[i], "node");
        bool block =
            name && (!strcmp(name, "paragraph") || !strcmp(name, "markdown") ||
                     !strcmp(name, "group"));
        if (i && block)
            put(out, "<br>");
        if (block)
            draw_inline(out, how, &list->items[i]);
        else if (is_played(&list->items[i]))
            emit_text(out, tree_text(&list->items[i], "alt"));
        else if (name && !strcmp(name, "math"))
            view_node_math(out, how->reader, how, &list->items[i], false);
        else
            draw_node(out, how, &list->items[i]);
    }
}

struct tree nodes_in(const struct tree *both, enum language language)
{
    static const char *const order[][2] = {
        [VIETNAMESE] = {"vi", "en"}, [ENGLISH] = {"en", "vi"}};

    for (size_t i = 0; i < 2; i++) {
        const struct tree *nodes = tree_get(both, order[language][i]);
        if (nodes && nodes->kind == TREE_LIST && nodes->count)
            return *nodes;
    }
    return (struct tree){.kind = TREE_LIST};
}
