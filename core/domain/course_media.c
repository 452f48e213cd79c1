#include "domain/course_folder.h"

#include "domain/elements.h"
#include "reading/reading.h"

#include <string.h>
#include <strings.h>

/*
 * The pictures of a course: found where a lesson names them, and what their
 * names say they are. A picture is shown as a picture only and served so that
 * nothing in it runs (http/send.c); that it brings no script is checked here
 * too, so that the author hears of it.
 */
enum { MOST_MEDIA = 20 << 20 };

static const struct kind {
    const char *ending, *type;
    const char *begins; /* NULL: it is XML */
    size_t length, at;  /* of `begins`, and where */
} kinds[] = {
    {".svg", "image/svg+xml", NULL, 0, 0},
    {".png", "image/png", "\x89PNG\r\n\x1a\n", 8, 0},
    {".jpg", "image/jpeg", "\xff\xd8\xff", 3, 0},
    {".jpeg", "image/jpeg", "\xff\xd8\xff", 3, 0},
    {".webp", "image/webp", "WEBP", 4, 8},
    {".gif", "image/gif", "GIF8", 4, 0},
};

static const struct kind *kind_of(const char *name)
{
    const char *end = strrchr(name, '.');

    for (size_t i = 0; end && i < sizeof kinds / sizeof *kinds; i++)
        if (!strcmp(kinds[i].ending, end))
            return &kinds[i];
    return NULL;
}

static bool has_file(const struct course_folder *f, const char *name)
{
    for (size_t i = 0; i < f->file_count; i++)
        if (!strcmp(f->files[i].file.name, name))
            return true;
    return false;
}

static void add_file(struct course_folder *f, struct new_file file)
{
    if (f->file_count == f->file_room) {
        f->file_room = f->file_room * 2 + 16;
        struct new_file *more =
            arena_many(f->arena, struct new_file, f->file_room);
        if (f->file_count)
            memcpy(more, f->files, f->file_count * sizeof *more);
        f->files = more;
    }
    f->files[f->file_count++] = file;
}

/* ---- SVG -----------------------------------------------------------------*/

/* A part of the same drawing, or a picture it carries. */
static bool leads_out(const char *name, const char *value)
{
    const char *colon = strrchr(name, ':');

    return !strcmp(colon ? colon + 1 : name, "href") && *value != '#' &&
           strncasecmp(value, "data:image/", 11) != 0;
}

static bool acts(const struct tree *element)
{
    static const char *const active[] = {"script", "foreignObject", "iframe",
                                         "handler", "listener"};
    const struct tree *attributes = tree_get(element, "attributes");
    const char *name = element_name(element);

    for (size_t i = 0; i < sizeof active / sizeof *active; i++)
        if (!strcasecmp(name, active[i]))
            return true;
    for (size_t i = 0; attributes && i < attributes->count; i++)
        if (!strncasecmp(attributes->names[i], "on", 2) ||
            leads_out(attributes->names[i], attributes->items[i].text))
            return true;
    return false;
}

/* The line of the first element that does more than draw; 0: none. */
static int64_t acting_line(const struct tree *element)
{
    int64_t line = 0;

    if (acts(element))
        return element_line(element);
    for (size_t i = 0; !line && i < element_count(element); i++)
        line = acting_line(element_child(element, i));
    return line;
}

static enum status check_svg(struct course_folder *f, const char *name,
                             const char *bytes, size_t length)
{
    struct tree root, problems;
    enum status status = reading_xml(f->house->readers, f->arena, NULL, bytes,
                                     length, &root, &problems);

    if (status == INVALID)
        find_all(f->findings, name, &problems);
    TRY(status);
    int64_t line = strcmp(element_name(&root), "svg") ? 1 : acting_line(&root);
    if (!line)
        return OK;
    find_error(f->findings, name, line,
               "Hình SVG chỉ được vẽ: không script, không sự kiện, không liên "
               "kết ra ngoài.",
               "An SVG picture may only draw: no script, no events, no links "
               "to elsewhere.");
    return INVALID;
}

/* ---- one picture ---------------------------------------------------------*/

static enum status check_bytes(struct course_folder *f, const struct kind *kind,
                               const char *name, const char *bytes,
                               size_t length)
{
    if (!kind->begins)
        return check_svg(f, name, bytes, length);
    if (length >= kind->at + kind->length &&
        !memcmp(bytes + kind->at, kind->begins, kind->length))
        return OK;
    find_error(f->findings, name, 0,
               arena_print(f->arena, "Nội dung tệp không phải là hình %s.",
                           kind->ending + 1),
               arena_print(f->arena, "What is in the file is no %s picture.",
                           kind->ending + 1));
    return INVALID;
}

static enum status take_media(struct course_folder *f, const char *name,
                              const char *from)
{
    const struct kind *kind = kind_of(name);
    const char *bytes;
    size_t length;

    if (has_file(f, name))
        return OK;
    if (!kind) {
        find_error(f->findings, from, 0,
                   arena_print(f->arena,
                               "Hình \"%s\" phải là svg, png, jpg, "
                               "webp hoặc gif.",
                               name),
                   arena_print(f->arena,
                               "The picture \"%s\" must be svg, png, "
                               "jpg, webp or gif.",
                               name));
        return INVALID;
    }
    TRY(folder_read(f, name, MOST_MEDIA, !kind->begins, from, 0, &bytes,
                    &length));
    TRY(check_bytes(f, kind, name, bytes, length));
    add_file(f, (struct new_file){{name, hash_of(f->arena, bytes, length),
                                   kind->type, (int64_t)length},
                                  bytes});
    return OK;
}

static void refuse_media(struct course_folder *f, const char *address,
                         const char *from)
{
    find_error(f->findings, from, 0,
               arena_print(f->arena,
                           "Hình \"%s\" phải là tệp trong thư mục khóa học, "
                           "viết như media/hinh.svg.",
                           address),
               arena_print(f->arena,
                           "The picture \"%s\" must be a file in the course's "
                           "folder, written as media/picture.svg.",
                           address));
}

static void want_words(struct course_folder *f, const char *name,
                       const char *alt, const char *from)
{
    if (!alt || !*alt)
        find_error(f->findings, from, 0,
                   arena_print(f->arena,
                               "Hình \"%s\" thiếu lời mô tả cho người không "
                               "nhìn được: ![lời mô tả](%s).",
                               name, name),
                   arena_print(f->arena,
                               "The picture \"%s\" has no description for "
                               "those who cannot see it: ![description](%s).",
                               name, name));
}

enum status folder_media(struct course_folder *f, const struct tree *node,
                         const char *from)
{
    const char *media = tree_text(node, "media");

    if (tree_text(node, "refused"))
        refuse_media(f, tree_text(node, "refused"), from);
    if (media) {
        enum status status = take_media(f, media, from);
        if (status == FAILED || status == BUSY)
            return status;
        want_words(f, media, tree_text(node, "alt"), from);
    }
    for (size_t i = 0;
         i < node->count && (node->kind == TREE_LIST || node->kind == TREE_MAP);
         i++)
        TRY(folder_media(f, &node->items[i], from));
    return OK;
}
