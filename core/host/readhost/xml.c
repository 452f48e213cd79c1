#include "host/readhost/read.h"
#include "schemas.h"

#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    MOST_ATTRIBUTES = 64,
    MOST_TAGS = 200000,
    MOST_CHILDREN = 10000,
    MOST_PROBLEMS = 100,
    DEEPEST = 60
};

static struct {
    const char *name;
    const unsigned char *text;
    size_t length;
    xmlRelaxNG *schema;
} schemas[] = {
    {"course", schema_course, sizeof schema_course, NULL},
    {"bank", schema_bank, sizeof schema_bank, NULL},
    {"test", schema_test, sizeof schema_test, NULL},
};

static xmlParserInput *no_entities(const char *url, const char *id,
                                   xmlParserCtxt *context)
{
    (void)url, (void)id, (void)context;
    return NULL;
}

void prepare_xml(void)
{
    xmlInitParser();
    xmlSetExternalEntityLoader(no_entities);
    for (size_t i = 0; i < sizeof schemas / sizeof *schemas; i++) {
        xmlRelaxNGParserCtxt *context = xmlRelaxNGNewMemParserCtxt(
            (const char *)schemas[i].text, (int)schemas[i].length);
        schemas[i].schema = xmlRelaxNGParse(context);
        xmlRelaxNGFreeParserCtxt(context);
        if (!schemas[i].schema) {
            fprintf(stderr, "readhost: the schema %s is broken\n",
                    schemas[i].name);
            exit(1);
        }
    }
}

/* ---- before the parser sees it
 * ---------------------------------------------------*/

struct glance {
    size_t tags, attributes;
    long line;
};

/* Walk one tag; each quoted value is an attribute. NULL: too many. */
static const char *walk_tag(const char *p, const char *end, struct glance *g)
{
    char quote = 0;

    g->attributes = 0;
    for (; p < end; p++) {
        g->line += *p == '\n';
        if (quote) {
            if (*p == quote)
                quote = 0;
        } else if (*p == '"' || *p == '\'') {
            quote = *p;
            if (++g->attributes > MOST_ATTRIBUTES)
                return NULL;
        } else if (*p == '>') {
            return p + 1;
        }
    }
    return end;
}

static bool glance_at(const char *p, size_t length, struct tree_maker *problems)
{
    const char *end = p + length;
    struct glance g = {.line = 1};

    while (p < end) {
        g.line += *p == '\n';
        if (*p != '<') {
            p++;
        } else if (end - p > 9 && !strncasecmp(p, "<!DOCTYPE", 9)) {
            problem(problems, g.line,
                    "Tệp có khai báo DOCTYPE. Xóa khai báo đó: Khoa không đọc "
                    "thực thể và DTD.",
                    "The file has a DOCTYPE. Remove it: Khoa reads no entities "
                    "and no DTD.");
            return false;
        } else if (!(p = walk_tag(p + 1, end, &g))) {
            problem(problems, g.line, "Một phần tử có quá 64 thuộc tính.",
                    "An element has more than 64 attributes.");
            return false;
        } else if (++g.tags > MOST_TAGS) {
            problem(problems, g.line, "Tệp có quá 200.000 thẻ. Hãy chia nhỏ.",
                    "The file has more than 200,000 tags. Split it.");
            return false;
        }
    }
    return true;
}

/* ---- problems in two languages
 * --------------------------------------------------*/

struct telling {
    struct arena *arena;
    struct tree_maker *problems;
};

static void tell_syntax(struct telling *t, const xmlError *e)
{
    const char *raw = e->message ? e->message : "";
    char *what = arena_text(t->arena, raw, strcspn(raw, "\n"));

    problem(t->problems, e->line,
            arena_print(t->arena, "XML viết sai: %s.", what),
            arena_print(t->arena, "The XML is malformed: %s.", what));
}

/* libxml2 names the element in str1, and what stood there in str2. */
static void tell_schema(struct telling *t, const xmlError *e)
{
    const char *one = e->str1 ? e->str1 : "?", *two = e->str2 ? e->str2 : "?";
    struct arena *a = t->arena;

    switch (e->code) {
    case XML_RELAXNG_ERR_ELEMWRONG:
    case XML_RELAXNG_ERR_ELEMNAME:
    case XML_RELAXNG_ERR_EXTRACONTENT:
    case XML_RELAXNG_ERR_ELEMEXTRANS:
        problem(t->problems, e->line,
                arena_print(a,
                            "Phần tử <%s> không được đứng ở đây, hoặc thiếu "
                            "phần tử phải đứng trước nó.",
                            one),
                arena_print(a,
                            "The element <%s> may not stand here, or one that "
                            "must stand before it is missing.",
                            one));
        break;
    case XML_RELAXNG_ERR_INVALIDATTR:
        problem(t->problems, e->line,
                arena_print(a,
                            "Thuộc tính \"%s\" của <%s> không đúng hoặc không "
                            "được phép.",
                            one, two),
                arena_print(a,
                            "The attribute \"%s\" of <%s> is wrong or not "
                            "allowed.",
                            one, two));
        break;
    case XML_RELAXNG_ERR_ATTRVALID:
        problem(t->problems, e->line,
                arena_print(a,
                            "<%s> thiếu thuộc tính bắt buộc hoặc có thuộc tính "
                            "sai giá trị.",
                            one),
                arena_print(a,
                            "<%s> lacks a required attribute, or one has a "
                            "wrong value.",
                            one));
        break;
    case XML_RELAXNG_ERR_NOELEM:
        problem(t->problems, e->line,
                arena_print(a, "Thiếu phần tử <%s>.", one),
                arena_print(a, "The element <%s> is missing.", one));
        break;
    case XML_RELAXNG_ERR_CONTENTVALID:
    case XML_RELAXNG_ERR_VALELEM:
        problem(t->problems, e->line,
                arena_print(a,
                            "Nội dung của <%s> chưa đúng: thiếu, thừa hoặc sai "
                            "thứ tự phần tử con.",
                            one),
                arena_print(a,
                            "The content of <%s> is not right: an element is "
                            "missing, too many or out of order.",
                            one));
        break;
    default:
        problem(t->problems, e->line,
                arena_print(a, "Giá trị \"%s\" không đúng dạng.", one),
                arena_print(a, "The value \"%s\" does not have the right form.",
                            one));
    }
}

static void tell(void *data, const xmlError *e)
{
    struct telling *t = data;

    if (e->level < XML_ERR_ERROR || t->problems->count >= MOST_PROBLEMS)
        return;
    if (e->domain == XML_FROM_RELAXNGV)
        tell_schema(t, e);
    else
        tell_syntax(t, e);
}

/* libxml2's newer callbacks take a const error, the one of Debian 12 does not.
 */
static void tell_error(void *data, xmlError *e)
{
    tell(data, e);
}

/* ---- elements
 * ----------------------------------------------------------------------*/

static struct tree attributes_of(struct arena *arena, const xmlNode *node)
{
    struct tree_maker map = tree_map(arena);

    for (const xmlAttr *a = node->properties; a; a = a->next) {
        const char *name = (const char *)a->name;
        const xmlNode *value = a->children;
        if (a->ns && a->ns->prefix)
            name =
                arena_print(arena, "%s:%s", (const char *)a->ns->prefix, name);
        else
            name = arena_text(arena, name, strlen(name));
        const char *text =
            value && value->content ? (const char *)value->content : "";
        tree_put(&map, name,
                 tree_of_text(arena_text(arena, text, strlen(text))));
    }
    return tree_done(&map);
}

static struct tree element_of(struct arena *arena, const xmlNode *node,
                              int depth)
{
    struct tree_maker map = tree_map(arena), children = tree_list(arena);
    const char *name = (const char *)node->name;
    size_t length = 0;

    for (const xmlNode *c = node->children; c; c = c->next)
        if (c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE)
            length += strlen((const char *)c->content);
    char *text = arena_alloc(arena, length + 1), *at = text;
    for (const xmlNode *c = node->children; c; c = c->next) {
        if (c->type == XML_TEXT_NODE || c->type == XML_CDATA_SECTION_NODE) {
            size_t n = strlen((const char *)c->content);
            memcpy(at, c->content, n);
            at += n;
        } else if (c->type == XML_ELEMENT_NODE && depth < DEEPEST) {
            tree_add(&children, element_of(arena, c, depth + 1));
        }
    }
    tree_put(&map, "name", tree_of_text(arena_text(arena, name, strlen(name))));
    tree_put(&map, "line", tree_of_integer(xmlGetLineNo(node)));
    tree_put(&map, "attributes", attributes_of(arena, node));
    tree_put(&map, "text", tree_of_text(text));
    tree_put(&map, "children", tree_done(&children));
    return tree_done(&map);
}

static bool is_wider(const xmlNode *node)
{
    long children = 0;

    for (const xmlNode *c = node->children; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE &&
            (++children > MOST_CHILDREN || is_wider(c)))
            return true;
    return false;
}

static bool is_deeper(const xmlNode *node, int depth)
{
    for (const xmlNode *c = node->children; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE &&
            (depth == 0 || is_deeper(c, depth - 1)))
            return true;
    return false;
}

/* libxml2 tells some errors a second time, without their line. */
static void drop_lineless(struct tree_maker *problems)
{
    size_t kept = 0;

    for (size_t i = 0; i < problems->count; i++)
        kept += tree_integer(&problems->items[i], "line", 0) > 0;
    if (!kept)
        return;
    kept = 0;
    for (size_t i = 0; i < problems->count; i++)
        if (tree_integer(&problems->items[i], "line", 0) > 0)
            problems->items[kept++] = problems->items[i];
    problems->count = kept;
}

static void validate(xmlRelaxNG *schema, xmlDoc *document, struct telling *t)
{
    xmlRelaxNGValidCtxt *context = xmlRelaxNGNewValidCtxt(schema);

    xmlRelaxNGSetValidStructuredErrors(context,
                                       (xmlStructuredErrorFunc)tell_error, t);
    if (xmlRelaxNGValidateDoc(context, document) && !t->problems->count)
        problem(t->problems, 1, "Tệp không theo đúng cấu trúc quy định.",
                "The file does not have the structure that is asked for.");
    xmlRelaxNGFreeValidCtxt(context);
    drop_lineless(t->problems);
}

void read_xml(struct arena *arena, const struct message *ask,
              struct tree_maker *reply, struct tree_maker *problems)
{
    struct telling t = {arena, problems};
    const char *name = tree_text(&ask->tree, "schema");
    xmlRelaxNG *schema = NULL;

    for (size_t i = 0; name && i < sizeof schemas / sizeof *schemas; i++)
        if (!strcmp(schemas[i].name, name))
            schema = schemas[i].schema;
    if (!glance_at(ask->bytes, ask->length, problems))
        return;
    xmlSetStructuredErrorFunc(&t, (xmlStructuredErrorFunc)tell_error);
    xmlDoc *document =
        xmlReadMemory(ask->bytes, (int)ask->length, NULL, "UTF-8",
                      XML_PARSE_NONET | XML_PARSE_NOCDATA);
    if (document && document->intSubset)
        problem(problems, 1, "Tệp có khai báo DTD.", "The file has a DTD.");
    if (document && is_deeper(xmlDocGetRootElement(document), DEEPEST))
        problem(problems, 1, "Các phần tử lồng nhau quá 60 tầng.",
                "Elements are nested more than 60 deep.");
    if (document && !problems->count &&
        is_wider(xmlDocGetRootElement(document)))
        problem(problems, 1,
                "Một phần tử có quá 10.000 phần tử con. Hãy chia nhỏ.",
                "An element has more than 10,000 children. Split it.");
    if (document && !problems->count && schema)
        validate(schema, document, &t);
    if (!document && !problems->count)
        problem(problems, 1, "Tệp không phải là XML.", "The file is not XML.");
    if (!problems->count)
        tree_put(reply, "root",
                 element_of(arena, xmlDocGetRootElement(document), 0));
    xmlFreeDoc(document);
    xmlSetStructuredErrorFunc(NULL, NULL);
}
