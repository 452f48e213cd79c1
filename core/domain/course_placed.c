#include "domain/course_folder.h"

#include <string.h>

/*
 * Questions in the middle of a lesson: a fenced block
 *
 *     ```check
 *     tk-901
 *     ```
 *
 * asks the item there; `BANK/ITEM` if two banks have such an item. Only between
 * the blocks of the text, since a form cannot stand in a sentence or a cell.
 */
struct placing {
    struct course_folder *f;
    bool first; /* this language says which there are */
    const char *file, *source;
    const char *from; /* in the source: behind the last one that was found */
    const struct tree_maker *out; /* the text so far */
};

static bool is_check(const struct tree *node)
{
    const char *name = tree_text(node, "node"),
               *language = tree_text(node, "language");

    return name && language && !strcmp(name, "code") &&
           !strcmp(language, "check");
}

/* Nodes know no lines: where the fence of the next one stands. */
static int64_t next_line(struct placing *p)
{
    int64_t line = 1;
    const char *at = p->from;

    while ((at = strstr(at, "check"))) {
        const char *before = at;
        while (before > p->source && strchr(" \t", before[-1]))
            before--;
        if (before >= p->source + 3 && strchr("`~", before[-1]))
            break;
        at++;
    }
    if (!at)
        return 0;
    p->from = at + 1;
    for (const char *c = p->source; c < at; c++)
        line += *c == '\n';
    return line;
}

static const char *trimmed(struct arena *arena, const char *text)
{
    text += strspn(text, " \t\n");
    size_t length = strlen(text);

    while (length && strchr(" \t\n", text[length - 1]))
        length--;
    return arena_text(arena, text, length);
}

static struct placed named(struct placing *p, const struct tree *node)
{
    const char *text = trimmed(p->f->arena, tree_text(node, "text")),
               *slash = strchr(text, '/');

    return (struct placed){
        .lesson = p->f->lesson_count,
        .item = slash ? slash + 1 : text,
        .bank = slash ? arena_text(p->f->arena, text, (size_t)(slash - text))
                      : NULL,
        .file = p->file,
        .line = next_line(p),
    };
}

static bool same(const char *a, const char *b)
{
    return a && b ? !strcmp(a, b) : a == b;
}

/* As the Vietnamese text asks it; NULL: it does not. */
static const struct placed *known(const struct course_folder *f,
                                  const struct placed *one)
{
    for (size_t i = 0; i < f->placed_count; i++)
        if (f->placed[i].lesson == one->lesson &&
            same(f->placed[i].item, one->item) &&
            same(f->placed[i].bank, one->bank))
            return &f->placed[i];
    return NULL;
}

static bool asked_above(const struct tree_maker *out, const struct placed *one)
{
    for (size_t i = 0; one && i < out->count; i++)
        if (tree_integer(&out->items[i], "number", 0) == one->number)
            return true;
    return false;
}

static int64_t keep(struct course_folder *f, struct placed *one)
{
    one->number = 1;
    for (size_t i = 0; i < f->placed_count; i++)
        one->number += f->placed[i].lesson == one->lesson;
    if (f->placed_count == f->placed_room) {
        size_t room = f->placed_room ? 2 * f->placed_room : 16;
        struct placed *more = arena_many(f->arena, struct placed, room);
        for (size_t i = 0; i < f->placed_count; i++)
            more[i] = f->placed[i];
        f->placed = more;
        f->placed_room = room;
    }
    f->placed[f->placed_count++] = *one;
    return one->number;
}

/* Its number in the lesson; 0: it was told why it has none. */
static int64_t number_of(struct placing *p, const struct tree *node)
{
    struct course_folder *f = p->f;
    struct placed one = named(p, node);
    const struct placed *there = known(f, &one);

    if (p->first && !there)
        return keep(f, &one);
    if (asked_above(p->out, there))
        find_error(f->findings, p->file, one.line,
                   arena_print(f->arena, "Câu \"%s\" đã có ở trên trong bài.",
                               one.item),
                   arena_print(f->arena,
                               "The item \"%s\" is asked above already.",
                               one.item));
    else if (!there)
        find_error(f->findings, p->file, one.line,
                   arena_print(f->arena,
                               "Bản tiếng Việt của bài không hỏi câu \"%s\". "
                               "Đặt câu này vào cả hai bản.",
                               one.item),
                   arena_print(f->arena,
                               "The Vietnamese text does not ask the item "
                               "\"%s\". Ask it in both.",
                               one.item));
    return there ? there->number : 0;
}

static struct tree check_node(struct placing *p, const struct tree *node)
{
    struct tree_maker map = tree_map(p->f->arena);

    tree_put(&map, "node", tree_of_text("check"));
    tree_put(&map, "number", tree_of_integer(number_of(p, node)));
    return tree_done(&map);
}

static void refuse_inside(struct placing *p, const struct tree *node)
{
    if (is_check(node))
        find_error(p->f->findings, p->file, next_line(p),
                   "Câu hỏi đứng giữa các đoạn của bài, không đứng trong danh "
                   "sách, khung trích hay bảng. Đưa khối ```check ra ngoài.",
                   "A question stands between the paragraphs of a lesson, not "
                   "in a list, a quote or a table. Move the block ```check "
                   "out.");
    if (node->kind == TREE_LIST || node->kind == TREE_MAP)
        for (size_t i = 0; i < node->count; i++)
            refuse_inside(p, &node->items[i]);
}

/* One that was asked in Vietnamese stands at the end otherwise. */
static void want_the_same(struct placing *p, const struct tree *nodes)
{
    for (size_t i = 0; i < p->f->placed_count; i++) {
        const struct placed *one = &p->f->placed[i];
        bool asked = one->lesson != p->f->lesson_count;
        for (size_t k = 0; k < nodes->count && !asked; k++)
            asked = tree_integer(&nodes->items[k], "number", 0) == one->number;
        if (!asked)
            find_warning(
                p->f->findings, p->file, 0,
                arena_print(p->f->arena,
                            "Bản này chưa đặt câu \"%s\"; câu hỏi hiện ở cuối "
                            "bài.",
                            one->item),
                arena_print(p->f->arena,
                            "This text does not ask the item \"%s\"; it "
                            "stands at the end.",
                            one->item));
    }
}

void folder_place(struct course_folder *f, const char *language,
                  struct tree *nodes, const char *file, const char *source)
{
    struct placing p = {.f = f,
                        .first = !strcmp(language, "vi"),
                        .file = file,
                        .source = source,
                        .from = source};
    struct tree_maker list = tree_list(f->arena);

    p.out = &list;
    for (size_t i = 0; i < nodes->count; i++) {
        const struct tree *node = &nodes->items[i];
        if (!is_check(node))
            refuse_inside(&p, node);
        tree_add(&list, is_check(node) ? check_node(&p, node) : *node);
    }
    *nodes = tree_done(&list);
    if (!p.first)
        want_the_same(&p, nodes);
}
