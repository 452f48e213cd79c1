#include "host/markdown.h"

#include <md4c.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "host/math.h"

enum { TOO_DEEP = -1 }; /* md4c stops for what is below 0 only */

/* A node whose end has not been seen. */
struct open_node {
    const char *name; /* NULL: none of its own, its children go up a level */
    struct tree_maker map, children;
    bool gathers; /* its text is one field: code, the alt of a medium */
    bool shows;   /* a medium */
    bool formula; /* a block of them */
    int span;     /* MD_SPANTYPE and one more; 0: a block */
};

struct builder {
    struct arena *arena;
    const struct markdown_values *values;
    struct open_node stack[MARKDOWN_DEEPEST + 1];
    int depth;
    int skipped;  /* open spans inside one that gathers */
    bool in_head; /* of a table */
    struct markdown_fault fault;
    struct buf text; /* not yet a node: md4c hands text over in pieces */
};

/* ---- text --------------------------------------------------------------- */

static size_t name_length(const char *at)
{
    return strspn(at, "abcdefghijklmnopqrstuvwxyz"
                      "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
}

static const char *fill_in(struct builder *b, const char *text)
{
    struct buf out = {.arena = b->arena};
    const char *plain = text;

    if (!b->values || !strstr(text, "{{"))
        return arena_text(b->arena, text, strlen(text));
    for (const char *at = text; (at = strstr(at, "{{"));) {
        size_t length = name_length(at + 2);
        const char *name = arena_text(b->arena, at + 2, length);
        const char *value = length && !strncmp(at + 2 + length, "}}", 2)
                                ? b->values->value(b->values->data, name)
                                : NULL;
        if (!value) {
            at += 2;
            continue;
        }
        buf_bytes(&out, plain, (size_t)(at - plain));
        buf_bytes(&out, value, strlen(value));
        plain = at = at + 4 + length;
    }
    buf_bytes(&out, plain, strlen(plain));
    return out.data;
}

static struct tree plain_node(struct builder *b, const char *name,
                              const char *text)
{
    struct tree_maker node = tree_map(b->arena);

    tree_put(&node, "node", tree_of_text(name));
    if (text)
        tree_put(&node, "text", tree_of_text(text));
    return tree_done(&node);
}

/* Turn the gathered pieces into a text node of the innermost open node. */
static void flush_text(struct builder *b)
{
    if (!b->text.length)
        return;
    tree_add(&b->stack[b->depth].children,
             plain_node(b, "text", fill_in(b, b->text.data)));
    b->text.length = 0;
}

static void add_code_point(struct buf *out, unsigned long c)
{
    char bytes[4];
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;

    if (c == 0 || c > 0x10ffff || (c >= 0xd800 && c < 0xe000))
        c = 0xfffd, n = 3;
    for (size_t i = n; i-- > 1; c >>= 6)
        bytes[i] = (char)(0x80 | (c & 0x3f));
    bytes[0] = (char)(n == 1 ? c : (0xf00UL >> n & 0xff) | c);
    buf_bytes(out, bytes, n);
}

/* Numbers and the names that people write; any other stays as it is. */
static void add_entity(struct buf *out, const char *entity, size_t length)
{
    static const struct {
        const char *name, *text;
    } names[] = {
        {"&amp;", "&"},        {"&lt;", "<"},          {"&gt;", ">"},
        {"&quot;", "\""},      {"&apos;", "'"},        {"&nbsp;", "\xc2\xa0"},
        {"&ndash;", "\u2013"}, {"&mdash;", "\u2014"},  {"&hellip;", "\u2026"},
        {"&times;", "\u00d7"}, {"&divide;", "\u00f7"}, {"&le;", "\u2264"},
        {"&ge;", "\u2265"},    {"&ne;", "\u2260"},     {"&deg;", "\u00b0"},
        {"&copy;", "\u00a9"}};

    if (length > 3 && entity[1] == '#') {
        bool hex = (entity[2] | 32) == 'x';
        add_code_point(out,
                       strtoul(entity + (hex ? 3 : 2), NULL, hex ? 16 : 10));
        return;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i].name) == length &&
            !memcmp(names[i].name, entity, length)) {
            buf_bytes(out, names[i].text, strlen(names[i].text));
            return;
        }
    buf_bytes(out, entity, length);
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE length,
                   void *data)
{
    struct builder *b = data;

    switch (type) {
    case MD_TEXT_NULLCHAR: buf_bytes(&b->text, "\xef\xbf\xbd", 3); break;
    case MD_TEXT_SOFTBR: buf_bytes(&b->text, " ", 1); break;
    case MD_TEXT_ENTITY: add_entity(&b->text, text, length); break;
    case MD_TEXT_BR:
        if (b->stack[b->depth].gathers) {
            buf_bytes(&b->text, " ", 1);
            break;
        }
        flush_text(b);
        tree_add(&b->stack[b->depth].children, plain_node(b, "break", NULL));
        break;
    default: buf_bytes(&b->text, text, length); break;
    }
    return 0;
}

/* ---- addresses ---------------------------------------------------------- */

static const char *attribute(struct builder *b, const MD_ATTRIBUTE *attr)
{
    struct buf out = {.arena = b->arena};

    buf_bytes(&out, "", 0);
    for (int i = 0; attr->text && attr->substr_offsets[i] < attr->size; i++) {
        const char *part = attr->text + attr->substr_offsets[i];
        size_t n = attr->substr_offsets[i + 1] - attr->substr_offsets[i];
        if (attr->substr_types[i] == MD_TEXT_ENTITY)
            add_entity(&out, part, n);
        else if (attr->substr_types[i] == MD_TEXT_NORMAL)
            buf_bytes(&out, part, n);
    }
    return out.data;
}

/* Visible ASCII without quotes, brackets and '\', or beyond ASCII. */
static bool is_visible(const char *text)
{
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c <= ' ' || c == 0x7f || strchr("\"<>\\^`{|}", c))
            return false;
    }
    return true;
}

static bool is_relative(const char *address)
{
    return !memchr(address, ':', strcspn(address, "/?#")) &&
           strncmp(address, "//", 2) != 0;
}

static bool is_link(const char *address)
{
    return *address && is_visible(address) &&
           (is_relative(address) || !strncasecmp(address, "http://", 7) ||
            !strncasecmp(address, "https://", 8) ||
            !strncasecmp(address, "mailto:", 7));
}

bool markdown_is_media(const char *name)
{
    if (!*name || *name == '/' || strlen(name) > 200 || !is_visible(name) ||
        strpbrk(name, ":?#%"))
        return false;
    for (const char *part = name; part; part = strchr(part, '/')) {
        part += *part == '/';
        size_t length = strcspn(part, "/");
        if (length == 0 || part[0] == '.')
            return false;
    }
    return true;
}

const char *markdown_medium(const char *name)
{
    static const struct {
        const char *ending, *node;
    } plays[] = {{".webm", "video"}, {".mp4", "video"}, {".mp3", "audio"},
                 {".m4a", "audio"},  {".ogg", "audio"}, {".opus", "audio"}};
    const char *end = strrchr(name, '.');

    for (size_t i = 0; end && i < sizeof plays / sizeof *plays; i++)
        if (!strcmp(plays[i].ending, end))
            return plays[i].node;
    return "image";
}

/* ---- nodes -------------------------------------------------------------- */

/* The node that was opened; NULL if that is too deep. */
static struct open_node *open_node(struct builder *b, const char *name)
{
    flush_text(b);
    if (b->depth == MARKDOWN_DEEPEST)
        return NULL;
    struct open_node *node = &b->stack[++b->depth];
    *node = (struct open_node){.name = name,
                               .map = tree_map(b->arena),
                               .children = tree_list(b->arena)};
    if (name)
        tree_put(&node->map, "node", tree_of_text(name));
    return node;
}

static int begin(struct builder *b, const char *name)
{
    return open_node(b, name) ? 0 : TOO_DEEP;
}

/* ---- formulas ----------------------------------------------------------- */

static struct tree formula(struct builder *b, const char *tex, bool display)
{
    struct tree node = plain_node(b, "text", tex); /* if it is none */
    const char *why;

    if (math_node(b->arena, tex, display, &node, &why) != OK && !b->fault.tex)
        b->fault = (struct markdown_fault){tex, why};
    return node;
}

static const char *text_if(const struct tree *node, const char *name)
{
    return !strcmp(tree_text(node, "node"), name) ? tree_text(node, "text")
                                                  : NULL;
}

/* Whether nodes i to i + 2 are "…$", code and "$…". */
static bool is_formula(const struct tree_maker *list, size_t i)
{
    if (i + 2 >= list->count || !text_if(&list->items[i + 1], "code_inline"))
        return false;
    const char *before = text_if(&list->items[i], "text");
    const char *after = text_if(&list->items[i + 2], "text");
    size_t length = before ? strlen(before) : 0;
    return length && before[length - 1] == '$' && after && *after == '$';
}

static void set_text(struct builder *b, struct tree *node, const char *text,
                     size_t length)
{
    *node = plain_node(b, "text", arena_text(b->arena, text, length));
}

/* $`TeX`$: md4c saw a piece of code between two dollars. */
static void find_formulas(struct builder *b, struct tree_maker *list)
{
    for (size_t i = 0; i < list->count; i++) {
        if (!is_formula(list, i))
            continue;
        struct tree *three = list->items + i;
        const char *before = tree_text(&three[0], "text");
        const char *after = tree_text(&three[2], "text");
        set_text(b, &three[0], before, strlen(before) - 1);
        three[1] = formula(b, tree_text(&three[1], "text"), false);
        set_text(b, &three[2], after + 1, strlen(after) - 1);
        i++;
    }
}

static void close_gathered(struct builder *b, struct open_node *node)
{
    bool image = !node->name || node->shows;
    const char *text = b->text.length ? b->text.data : "";

    /* A fenced block ends with the line's end, which is no part of it. */
    if (!image && b->text.length && !strcmp(node->name, "code") &&
        text[b->text.length - 1] == '\n')
        b->text.data[--b->text.length] = '\0';
    text = fill_in(b, text);
    b->text.length = 0;
    b->depth--;
    if (!node->name) {
        buf_bytes(&b->text, text, strlen(text));
        return;
    }
    if (node->formula) {
        tree_add(&b->stack[b->depth].children, formula(b, text, true));
        return;
    }
    tree_put(&node->map, image ? "alt" : "text", tree_of_text(text));
    tree_add(&b->stack[b->depth].children, tree_done(&node->map));
}

static void close_node(struct builder *b)
{
    struct open_node *node = &b->stack[b->depth];

    if (node->gathers) {
        close_gathered(b, node);
        return;
    }
    flush_text(b);
    find_formulas(b, &node->children);
    b->depth--;
    struct tree_maker *parent = &b->stack[b->depth].children;
    if (node->name) {
        if (strcmp(node->name, "rule") != 0)
            tree_put(&node->map, "children", tree_done(&node->children));
        tree_add(parent, tree_done(&node->map));
        return;
    }
    for (size_t i = 0; i < node->children.count; i++)
        tree_add(parent, node->children.items[i]);
}

static int on_list(struct builder *b, MD_BLOCKTYPE type, const void *detail)
{
    struct open_node *node = open_node(b, "list");

    if (!node)
        return TOO_DEEP;
    bool ordered = type == MD_BLOCK_OL;
    tree_put(&node->map, "ordered", tree_of_truth(ordered));
    if (ordered)
        tree_put(&node->map, "start",
                 tree_of_integer(((const MD_BLOCK_OL_DETAIL *)detail)->start));
    return 0;
}

static int on_cell(struct builder *b, const MD_BLOCK_TD_DETAIL *detail)
{
    static const char *const sides[] = {"", "left", "center", "right"};
    struct open_node *node = open_node(b, "cell");

    if (!node)
        return TOO_DEEP;
    tree_put(&node->map, "align", tree_of_text(sides[detail->align & 3]));
    return 0;
}

static int on_code(struct builder *b, const MD_BLOCK_CODE_DETAIL *detail)
{
    struct open_node *node = open_node(b, "code");

    if (!node)
        return TOO_DEEP;
    const char *language = attribute(b, &detail->lang);
    node->gathers = true;
    node->formula = !strcmp(language, "math");
    tree_put(&node->map, "language", tree_of_text(language));
    return 0;
}

static int on_heading(struct builder *b, const MD_BLOCK_H_DETAIL *detail)
{
    struct open_node *node = open_node(b, "heading");

    if (!node)
        return TOO_DEEP;
    tree_put(&node->map, "level", tree_of_integer(detail->level));
    return 0;
}

static int on_row(struct builder *b)
{
    struct open_node *node = open_node(b, "row");

    if (!node)
        return TOO_DEEP;
    tree_put(&node->map, "head", tree_of_truth(b->in_head));
    return 0;
}

static int on_block(MD_BLOCKTYPE type, void *detail, void *data)
{
    struct builder *b = data;

    switch (type) {
    case MD_BLOCK_DOC: return 0;
    case MD_BLOCK_QUOTE: return begin(b, "quote");
    case MD_BLOCK_UL:
    case MD_BLOCK_OL: return on_list(b, type, detail);
    case MD_BLOCK_LI: return begin(b, "item");
    case MD_BLOCK_HR: return begin(b, "rule");
    case MD_BLOCK_H: return on_heading(b, detail);
    case MD_BLOCK_CODE: return on_code(b, detail);
    case MD_BLOCK_TABLE: return begin(b, "table");
    case MD_BLOCK_THEAD: b->in_head = true; return 0;
    case MD_BLOCK_TBODY: return 0;
    case MD_BLOCK_TR: return on_row(b);
    case MD_BLOCK_TH:
    case MD_BLOCK_TD: return on_cell(b, detail);
    default: return begin(b, "paragraph");
    }
}

/* With the spans in it that md4c began and did not end. */
static void close_block(struct builder *b)
{
    b->skipped = 0;
    while (b->stack[b->depth].span)
        close_node(b);
    if (b->depth)
        close_node(b);
}

static int on_block_end(MD_BLOCKTYPE type, void *detail, void *data)
{
    struct builder *b = data;

    (void)detail;
    if (type == MD_BLOCK_THEAD)
        b->in_head = false;
    else if (type != MD_BLOCK_DOC && type != MD_BLOCK_TBODY)
        close_block(b);
    return 0;
}

static int on_link(struct builder *b, const MD_SPAN_A_DETAIL *detail)
{
    const char *address = attribute(b, &detail->href);
    struct open_node *node = open_node(b, is_link(address) ? "link" : NULL);

    if (node && node->name)
        tree_put(&node->map, "address", tree_of_text(address));
    return node ? 0 : TOO_DEEP;
}

static int on_image(struct builder *b, const MD_SPAN_IMG_DETAIL *detail)
{
    const char *address = attribute(b, &detail->src);
    const char *title = attribute(b, &detail->title);
    bool media = markdown_is_media(address);
    struct open_node *node =
        open_node(b, media ? markdown_medium(address) : "text");

    if (!node)
        return TOO_DEEP;
    node->gathers = true;
    node->shows = media;
    tree_put(&node->map, media ? "media" : "refused", tree_of_text(address));
    if (media && *title)
        tree_put(&node->map, "title", tree_of_text(title));
    return 0;
}

static int open_span(struct builder *b, MD_SPANTYPE type, void *detail)
{
    switch (type) {
    case MD_SPAN_EM: return begin(b, "emph");
    case MD_SPAN_STRONG: return begin(b, "strong");
    case MD_SPAN_DEL: return begin(b, "strike");
    case MD_SPAN_A: return on_link(b, detail);
    case MD_SPAN_IMG: return on_image(b, detail);
    case MD_SPAN_CODE: {
        struct open_node *node = open_node(b, "code_inline");
        if (node)
            node->gathers = true;
        return node ? 0 : TOO_DEEP;
    }
    default: return begin(b, NULL);
    }
}

static int on_span(MD_SPANTYPE type, void *detail, void *data)
{
    struct builder *b = data;

    if (b->stack[b->depth].gathers) {
        b->skipped++;
        return 0;
    }
    int opened = open_span(b, type, detail);
    if (!opened)
        b->stack[b->depth].span = (int)type + 1;
    return opened;
}

/* md4c also ends spans that it never began: an asterisk in the address of an
   image pairs with one behind it. */
static int on_span_end(MD_SPANTYPE type, void *detail, void *data)
{
    struct builder *b = data;

    (void)detail;
    if (b->skipped)
        b->skipped--;
    else if (b->stack[b->depth].span == (int)type + 1)
        close_node(b);
    return 0;
}

enum status markdown_nodes(struct arena *arena, const char *text,
                           const struct markdown_values *values,
                           struct tree *out, struct markdown_fault *fault)
{
    static const MD_PARSER parser = {
        .flags = MD_FLAG_NOHTML | MD_FLAG_NOINDENTEDCODEBLOCKS |
                 MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH,
        .enter_block = on_block,
        .leave_block = on_block_end,
        .enter_span = on_span,
        .leave_span = on_span_end,
        .text = on_text,
    };
    struct builder b = {
        .arena = arena, .values = values, .text = {.arena = arena}};

    b.stack[0].children = tree_list(arena);
    int ended = md_parse(text, (MD_SIZE)strlen(text), &parser, &b);
    *fault = b.fault;
    if (ended || fault->tex)
        return INVALID;
    *out = tree_done(&b.stack[0].children);
    return OK;
}

struct tree markdown_inline(const struct tree *blocks)
{
    const char *name =
        blocks->count == 1 ? tree_text(&blocks->items[0], "node") : NULL;

    if (name && !strcmp(name, "paragraph"))
        return *tree_get(&blocks->items[0], "children");
    return *blocks;
}
