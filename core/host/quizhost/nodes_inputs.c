#include <string.h>

#include "host/quizhost/nodes_parts.h"
#include "host/quizhost/table.h"
#include "host/quizhost/value.h"

/*
 * Nodes that ask something. Most answer one input; a matrix, a match, an order
 * and a cloze are made of several, one to each row or gap. Options are checked
 * against what the input declares, each exactly once.
 */

/* The declaration an input node belongs to; marks it as rendered. */
static const struct tree *declared(lua_State *L, const char *name,
                                   const char *place)
{
    struct box *box = box_of(L);

    if (!box->inputs)
        luaL_error(L, "%s: no inputs here", place);
    for (size_t i = 0; i < box->inputs->count; i++) {
        if (strcmp(box->inputs->names[i], name) != 0)
            continue;
        if (box->rendered[i])
            luaL_error(L, "%s: the input '%s' is rendered twice", place, name);
        box->rendered[i] = true;
        return &box->inputs->items[i];
    }
    luaL_error(L, "%s: the input '%s' is not declared", place, name);
    return NULL;
}

static bool has_id(const struct tree *options, const char *id)
{
    for (size_t i = 0; i < options->count; i++)
        if (!strcmp(options->items[i].text, id))
            return true;
    return false;
}

/* ---- options --------------------------------------------------------------*/

static const char *option_id(lua_State *L, int option, const struct tree *ids,
                             const struct tree_maker *before, const char *place)
{
    const char *id =
        must_field(L, text_field(L, option, "id", place), place, "id");

    if (!has_id(ids, id))
        luaL_error(L, "%s: the option '%s' is not declared", place, id);
    for (size_t k = 0; k < before->count; k++)
        if (!strcmp(tree_text(&before->items[k], "id"), id))
            luaL_error(L, "%s: the option '%s' stands twice", place, id);
    return id;
}

/* More fields of an option than every node has; NULL: none. */
typedef void take_more(lua_State *L, int option, struct tree_maker *out,
                       const char *place);

/* The field `options` of a table: every one of `ids`, once. `fixed`: they stay
   in this order. */
static struct tree take_options(lua_State *L, int index, const struct tree *ids,
                                bool fixed, take_more *more, const char *place,
                                int depth)
{
    struct arena *arena = box_of(L)->arena;
    struct tree_maker list = tree_list(arena);

    if (push_field(L, index, "options") != LUA_TTABLE)
        luaL_error(L, "%s: 'options' is missing", place);
    int options = lua_gettop(L);
    if (lua_rawlen(L, options) != ids->count)
        luaL_error(L, "%s: %d options are declared, %d are rendered", place,
                   (int)ids->count, (int)lua_rawlen(L, options));
    for (size_t i = 0; i < ids->count; i++) {
        struct tree_maker option = tree_map(arena);
        lua_rawgeti(L, options, (lua_Integer)i + 1);
        luaL_checktype(L, -1, LUA_TTABLE);
        int here = lua_gettop(L);
        const char *id = option_id(L, here, ids, &list, place);
        tree_put(&option, "id", tree_of_text(id));
        tree_put(&option, "fixed",
                 tree_of_truth(fixed || truth_field(L, here, "fixed")));
        tree_put(&option, "children",
                 take_content(L, here, "content", place, depth));
        if (more)
            more(L, here, &option, place);
        tree_add(&list, tree_done(&option));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    return tree_done(&list);
}

/* ---- one input ------------------------------------------------------------*/

static const struct shape {
    const char *name, *inputs[3];
} shapes[] = {
    {"choice", {"choice"}},
    {"choices", {"set"}},
    {"select", {"choice"}},
    {"number", {"decimal", "integer"}},
    {"short", {"text"}},
    {"essay", {"text"}},
    {"date", {"date"}},
    {"hottext", {"set"}},
    {"hotspot", {"choice", "set"}},
    {"file", {"file"}},
    /* rows of nodes with several inputs */
    {"row of matrix", {"choice"}},
    {"row of match", {"choice"}},
    {"row of order", {"choice"}},
};

static const struct shape *shape_of(const char *name)
{
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++)
        if (!strcmp(shapes[i].name, name))
            return &shapes[i];
    return NULL;
}

/* What every node with an input says of it. */
static const struct tree *take_input(lua_State *L, int index,
                                     const struct shape *shape,
                                     struct tree_maker *node, const char *place)
{
    const char *name =
        must_field(L, text_field(L, index, "input", place), place, "input");
    const struct tree *input = declared(L, name, place);
    const char *type = tree_text(input, "type");
    const struct tree *label = tree_get(input, "label");

    if (!is_among(type, shape->inputs))
        luaL_error(L, "%s: '%s' cannot answer the input '%s' of type %s", place,
                   shape->name, name, type);
    tree_put(node, "input", tree_of_text(name));
    const char *words = tree_text(label, box_of(L)->language);
    tree_put(node, "label", tree_of_text(words ? words : label->items[0].text));
    tree_put(node, "optional", *tree_get(input, "optional"));
    tree_put(node, "type", tree_of_text(type));
    return input;
}

static void take_line(lua_State *L, int index, const struct tree *input,
                      struct tree_maker *node, const char *place)
{
    static const char *const kept[] = {"kinds", "most"};

    if (!strcmp(tree_text(input, "type"), "text"))
        tree_put(node, "max", *tree_get(input, "max"));
    for (int i = 0; i < 2; i++)
        if (tree_get(input, kept[i]))
            tree_put(node, kept[i], *tree_get(input, kept[i]));
    const char *unit = picked_field(L, index, "unit", place);
    if (unit)
        tree_put(node, "unit", tree_of_text(unit));
    lua_Integer size = integer_field(L, index, "size", 0, 100, place);
    if (size)
        tree_put(node, "size", tree_of_integer(size));
    lua_Integer rows = integer_field(L, index, "rows", 0, 60, place);
    if (rows)
        tree_put(node, "rows", tree_of_integer(rows));
}

/* ---- a text with marks ----------------------------------------------------*/

/* What stands where a text says [[id]] or [[id|words]]. */
typedef struct tree make_mark(lua_State *L, int index, const char *id,
                              const char *words, const char *place);

struct marking {
    lua_State *L;
    int index;
    make_mark *make;
    const char *place;
};

static void add_plain(struct tree_maker *out, const char *text, size_t length)
{
    struct tree_maker node = tree_map(out->arena);

    if (!length)
        return;
    tree_put(&node, "node", tree_of_text("text"));
    tree_put(&node, "text", tree_of_text(arena_text(out->arena, text, length)));
    tree_add(out, tree_done(&node));
}

/* One text node cut at its marks. */
static void cut_text(const struct marking *m, struct tree_maker *out,
                     const char *text)
{
    struct arena *arena = out->arena;

    for (const char *open; (open = strstr(text, "[["));) {
        const char *close = strstr(open, "]]");
        if (!close)
            luaL_error(m->L, "%s: a '[[' without its ']]'", m->place);
        const char *id =
            arena_text(arena, open + 2, (size_t)(close - open - 2));
        char *words = strchr(id, '|');
        if (words)
            *words++ = '\0';
        add_plain(out, text, (size_t)(open - text));
        tree_add(out, m->make(m->L, m->index, id, words, m->place));
        text = close + 2;
    }
    add_plain(out, text, strlen(text));
}

static struct tree mark_nodes(const struct marking *m, const struct tree *nodes)
{
    struct tree_maker out = tree_list(box_of(m->L)->arena);

    for (size_t i = 0; i < nodes->count; i++) {
        const struct tree *node = &nodes->items[i];
        const struct tree *children = tree_get(node, "children");
        const char *name = tree_text(node, "node");
        struct tree_maker copy = tree_map(out.arena);
        if (!strcmp(name, "text")) {
            cut_text(m, &out, tree_text(node, "text"));
            continue;
        }
        for (size_t k = 0; k < node->count; k++)
            tree_put(&copy, node->names[k], node->items[k]);
        if (children)
            tree_put(&copy, "children", mark_nodes(m, children));
        tree_add(&out, tree_done(&copy));
    }
    return tree_done(&out);
}

/* A gap is one of the nodes in `gaps`, by its id. */
static struct tree make_gap(lua_State *L, int index, const char *id,
                            const char *words, const char *place)
{
    static const char *const lines[] = {"short", "number", "select", "date",
                                        NULL};

    if (words)
        luaL_error(L, "%s: a gap is written [[%s]]", place, id);
    if (push_field(L, index, "gaps") != LUA_TTABLE)
        luaL_error(L, "%s: 'gaps' is missing", place);
    lua_getfield(L, -1, id);
    if (lua_type(L, -1) != LUA_TTABLE)
        luaL_error(L, "%s: there is no gap '%s'", place, id);
    int gap = lua_gettop(L);
    if (!is_among(text_field(L, gap, "node", place), lines))
        luaL_error(L, "%s: the gap '%s' is no short, number, select or date",
                   place, id);
    struct tree node = take_node(L, gap, place, 2);
    lua_pop(L, 2);
    struct tree_maker inside = tree_map(box_of(L)->arena);
    for (size_t i = 0; i < node.count; i++)
        tree_put(&inside, node.names[i], node.items[i]);
    tree_put(&inside, "inline", tree_of_truth(true));
    return tree_done(&inside);
}

static struct tree make_span(lua_State *L, int index, const char *id,
                             const char *words, const char *place)
{
    struct tree_maker span = tree_map(box_of(L)->arena);

    (void)index;
    if (!words || !*words)
        luaL_error(L, "%s: a span is written [[%s|its words]]", place, id);
    tree_put(&span, "node", tree_of_text("span"));
    tree_put(&span, "id", tree_of_text(id));
    tree_put(&span, "text", tree_of_text(words));
    return tree_done(&span);
}

static struct tree take_marked(lua_State *L, int index, make_mark *make,
                               const char *place)
{
    const struct marking marking = {L, index, make, place};
    struct tree blocks = take_markdown(L, index, place);

    return mark_nodes(&marking, &blocks);
}

static void find_spans(lua_State *L, const struct tree *nodes,
                       const struct tree *ids, struct tree_maker *found,
                       const char *place)
{
    for (size_t i = 0; i < nodes->count; i++) {
        const struct tree *node = &nodes->items[i];
        const struct tree *children = tree_get(node, "children");
        const char *id = tree_text(node, "id");
        if (!strcmp(tree_text(node, "node"), "span")) {
            if (!has_id(ids, id))
                luaL_error(L, "%s: the option '%s' is not declared", place, id);
            for (size_t k = 0; k < found->count; k++)
                if (!strcmp(found->items[k].text, id))
                    luaL_error(L, "%s: the option '%s' stands twice", place,
                               id);
            tree_add(found, tree_of_text(id));
        }
        if (children)
            find_spans(L, children, ids, found, place);
    }
}

static void take_hottext(lua_State *L, int index, const struct tree *input,
                         struct tree_maker *node, const char *place)
{
    const struct tree *ids = tree_get(input, "options");
    struct tree_maker found = tree_list(box_of(L)->arena);
    struct tree text = take_marked(L, index, make_span, place);

    find_spans(L, &text, ids, &found, place);
    if (found.count != ids->count)
        luaL_error(L, "%s: %d options are declared, %d are rendered", place,
                   (int)ids->count, (int)found.count);
    tree_put(node, "children", text);
}

/* ---- a picture with areas -------------------------------------------------*/

enum { MOST_NUMBERS = 40, LARGEST = 20000 };

/* rect: x y w h; circle: x y r; poly: x1 y1 x2 y2 ... */
static void take_area(lua_State *L, int option, struct tree_maker *out,
                      const char *place)
{
    static const char *const kinds[] = {"rect", "circle", "poly", NULL};
    const char *shape = text_field(L, option, "shape", place);
    struct tree_maker numbers = tree_list(box_of(L)->arena);

    if (!is_among(shape, kinds))
        luaL_error(L, "%s: a shape is rect, circle or poly", place);
    if (push_field(L, option, "numbers") != LUA_TTABLE)
        luaL_error(L, "%s: 'numbers' is missing", place);
    size_t count = lua_rawlen(L, -1);
    bool fits = *shape == 'r'   ? count == 4
                : *shape == 'c' ? count == 3
                                : count >= 6 && count % 2 == 0;
    if (!fits || count > MOST_NUMBERS)
        luaL_error(L, "%s: %d numbers make no %s", place, (int)count, shape);
    for (size_t i = 1; i <= count; i++) {
        lua_rawgeti(L, -1, (lua_Integer)i);
        if (!lua_isinteger(L, -1) || lua_tointeger(L, -1) < 0 ||
            lua_tointeger(L, -1) > LARGEST)
            luaL_error(L, "%s: a number is whole, from 0 to %d", place,
                       LARGEST);
        tree_add(&numbers, tree_of_integer(lua_tointeger(L, -1)));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    tree_put(out, "shape", tree_of_text(shape));
    tree_put(out, "numbers", tree_done(&numbers));
}

static void take_hotspot(lua_State *L, int index, const struct tree *input,
                         struct tree_maker *node, const char *place, int depth)
{
    static const char *const sides[] = {"width", "height"};

    take_picture(L, index, node, place);
    for (int i = 0; i < 2; i++) {
        lua_Integer side = integer_field(L, index, sides[i], 0, LARGEST, place);
        if (!side)
            luaL_error(L, "%s: '%s' is missing", place, sides[i]);
        tree_put(node, sides[i], tree_of_integer(side));
    }
    tree_put(node, "options",
             take_options(L, index, tree_get(input, "options"), true, take_area,
                          place, depth));
}

/* ---- several inputs in rows -----------------------------------------------*/

static bool same_ids(const struct tree *a, const struct tree *b)
{
    for (size_t i = 0; i < a->count; i++)
        if (!has_id(b, a->items[i].text))
            return false;
    return a->count == b->count;
}

/* Rows that share their options; an order has as many places as rows. */
static void take_rows(lua_State *L, int index, const char *name,
                      struct tree_maker *node, const char *place, int depth)
{
    struct arena *arena = box_of(L)->arena;
    struct tree_maker rows = tree_list(arena);
    const struct tree *ids = NULL;
    const struct shape *shape = shape_of(arena_print(arena, "row of %s", name));

    if (push_field(L, index, "rows") != LUA_TTABLE || !lua_rawlen(L, -1))
        luaL_error(L, "%s: 'rows' is missing", place);
    int list = lua_gettop(L);
    for (lua_Integer i = 1; i <= (lua_Integer)lua_rawlen(L, list); i++) {
        struct tree_maker row = tree_map(arena);
        lua_rawgeti(L, list, i);
        luaL_checktype(L, -1, LUA_TTABLE);
        int here = lua_gettop(L);
        tree_put(&row, "node", tree_of_text("choice_row"));
        const struct tree *input = take_input(L, here, shape, &row, place);
        if (ids && !same_ids(ids, tree_get(input, "options")))
            luaL_error(L, "%s: the rows have different options", place);
        ids = tree_get(input, "options");
        tree_put(&row, "children",
                 take_content(L, here, "content", place, depth));
        tree_add(&rows, tree_done(&row));
        lua_pop(L, 1);
    }
    lua_pop(L, 1);
    tree_put(node, "children", tree_done(&rows));
    if (strcmp(name, "order")) {
        tree_put(node, "options",
                 take_options(L, index, ids, !strcmp(name, "matrix"), NULL,
                              place, depth));
        return;
    }
    for (size_t i = 1; i <= rows.count; i++)
        if (ids->count != rows.count ||
            !has_id(ids, arena_print(arena, "%zu", i)))
            luaL_error(L, "%s: the options are the places 1 to %d", place,
                       (int)rows.count);
}

/* ---- all of them ----------------------------------------------------------*/

bool take_input_node(lua_State *L, int index, const char *name,
                     struct tree_maker *node, const char *place, int depth)
{
    static const char *const rows[] = {"matrix", "match", "order", NULL};
    const struct shape *shape = strchr(name, ' ') ? NULL : shape_of(name);

    if (is_among(name, rows)) {
        take_rows(L, index, name, node, place, depth);
        return true;
    }
    if (!strcmp(name, "cloze")) {
        tree_put(node, "children", take_marked(L, index, make_gap, place));
        return true;
    }
    if (!shape)
        return false;
    const struct tree *input = take_input(L, index, shape, node, place);
    if (!strcmp(name, "hottext"))
        take_hottext(L, index, input, node, place);
    else if (!strcmp(name, "hotspot"))
        take_hotspot(L, index, input, node, place, depth);
    else if (tree_get(input, "options"))
        tree_put(node, "options",
                 take_options(L, index, tree_get(input, "options"), false, NULL,
                              place, depth));
    else
        take_line(L, index, input, node, place);
    return true;
}
