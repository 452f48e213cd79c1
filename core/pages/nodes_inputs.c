#include "pages/nodes_parts.h"

#include "quiz/inputs.h"
#include "text/format.h"
#include "words.h"

#include <string.h>

/* What the views of nodes with rows and areas ask. */

const struct tree *places_of(struct arena *arena, const struct tree *order)
{
    const struct tree *rows = tree_get(order, "children");
    struct tree_maker list = tree_list(arena);
    struct tree *out = arena_make(arena, struct tree);

    for (size_t i = 1; rows && i <= rows->count; i++) {
        struct tree_maker place = tree_map(arena);
        const char *number = arena_print(arena, "%zu", i);
        tree_put(&place, "id", tree_of_text(number));
        tree_put(&place, "text", tree_of_text(number));
        tree_add(&list, tree_done(&place));
    }
    *out = tree_done(&list);
    return out;
}

struct nodes nodes_inside(const struct nodes *how, const struct tree *node)
{
    struct nodes inside = *how;

    inside.inside = node;
    return inside;
}

static int64_t number_at(const struct tree *area, size_t i)
{
    const struct tree *numbers = tree_get(area, "numbers");

    return numbers && i < numbers->count ? numbers->items[i].integer : 0;
}

static struct box_of around(const struct tree *numbers)
{
    int64_t low[2] = {INT64_MAX, INT64_MAX}, high[2] = {0, 0};

    for (size_t i = 0; i < numbers->count; i++) {
        int64_t n = numbers->items[i].integer;
        low[i % 2] = n < low[i % 2] ? n : low[i % 2];
        high[i % 2] = n > high[i % 2] ? n : high[i % 2];
    }
    return (struct box_of){low[0], low[1], high[0] - low[0], high[1] - low[1]};
}

struct box_of area_box(const struct tree *area)
{
    const char *shape = tree_text(area, "shape");
    int64_t x = number_at(area, 0), y = number_at(area, 1);
    int64_t a = number_at(area, 2), b = number_at(area, 3);

    if (!strcmp(shape, "rect"))
        return (struct box_of){x, y, a, b};
    if (!strcmp(shape, "circle"))
        return (struct box_of){x - a, y - a, 2 * a, 2 * a};
    return around(tree_get(area, "numbers"));
}

const char *area_points(struct arena *arena, const struct tree *area)
{
    const struct tree *numbers = tree_get(area, "numbers");
    struct buf out = {.arena = arena};

    buf_bytes(&out, "", 0);
    for (size_t i = 0; numbers && i < numbers->count; i++) {
        const char *number = arena_print(arena, "%s%lld",
                                         !i      ? ""
                                         : i % 2 ? ","
                                                 : " ",
                                         (long long)numbers->items[i].integer);
        buf_bytes(&out, number, strlen(number));
    }
    return out.data;
}

const char *area_id(const struct nodes *how, const struct tree *node,
                    const struct tree *area)
{
    return arena_print(how->reader->arena, "%s-%s",
                       node_id(how, "a", tree_text(node, "input")),
                       tree_text(area, "id"));
}

/* ---- files ----------------------------------------------------------------*/

const char *size_shown(const struct nodes *how, int64_t bytes)
{
    struct arena *arena = how->reader->arena;
    enum language language = how->reader->language;

    return bytes < 100000 ? arena_print(arena, "%s kB",
                                        format_count(arena, language,
                                                     (bytes + 999) / 1000))
                          : arena_print(arena, "%s MB",
                                        format_number(arena, language,
                                                      (double)bytes / 1e6, 1));
}

struct sent_shown sent_shown(const struct nodes *how, const struct tree *node)
{
    struct arena *arena = how->reader->arena;
    struct sent_file file;

    if (!sent_file_read(arena, typed_text(how, node), &file))
        return (struct sent_shown){0};
    const char *end = strrchr(file.name, '.');
    return (struct sent_shown){
        how->sent_as ? arena_print(arena, "%s%s", how->sent_as, end ? end : "")
                     : file.name,
        size_shown(how, file.size),
        how->sent && file.size
            ? arena_print(arena, "%s%s", how->sent, file.digest)
            : NULL};
}

static const char *kinds_joined(struct arena *arena, const struct tree *node,
                                const char *before, const char *between)
{
    const struct tree *kinds = tree_get(node, "kinds");
    const char *all = "";

    for (size_t i = 0; kinds && i < kinds->count; i++)
        all = arena_print(arena, "%s%s%s%s", all, i ? between : "", before,
                          kinds->items[i].text);
    return all;
}

const char *file_limits(const struct nodes *how, const struct tree *node)
{
    struct arena *arena = how->reader->arena;

    return say_with(
        arena, how->reader->language, SAY_FILE_LIMITS, "kinds",
        kinds_joined(arena, node, "", ", "), "most",
        arena_print(arena, "%lld", (long long)tree_integer(node, "most", 10)),
        NULL);
}

const char *file_accept(struct arena *arena, const struct tree *node)
{
    return kinds_joined(arena, node, ".", ",");
}
