#include "domain/course_folder.h"
#include "domain/media.h"

#include <string.h>

/* The pictures of a course's folder, found where a text names them. */

static const struct course_file *find_file(const struct new_files *files,
                                           const char *name)
{
    for (size_t i = 0; i < files->count; i++)
        if (!strcmp(files->list[i].file.name, name))
            return &files->list[i].file;
    return NULL;
}

static const struct course_file *
add_file(struct course_folder *f, struct new_files *files, struct new_file file)
{
    if (files->count == files->room) {
        files->room = files->room * 2 + 16;
        struct new_file *more =
            arena_many(f->arena, struct new_file, files->room);
        if (files->count)
            memcpy(more, files->list, files->count * sizeof *more);
        files->list = more;
    }
    files->list[files->count] = file;
    return &files->list[files->count++].file;
}

static bool is_text(const char *type)
{
    return !strcmp(type, "image/svg+xml");
}

enum status folder_file(struct course_folder *f, struct new_files *files,
                        const char *name, const char *from, int64_t line,
                        const struct course_file **out)
{
    const char *type = media_type(name), *bytes;
    size_t length;

    *out = find_file(files, name);
    if (*out)
        return OK;
    if (!type) {
        find_error(f->findings, from, line,
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
    TRY(folder_read(f, name, MOST_MEDIA, is_text(type), from, line, &bytes,
                    &length));
    TRY(media_check(f->house, f->findings, name, bytes, length));
    *out = add_file(f, files,
                    (struct new_file){{name, hash_of(f->arena, bytes, length),
                                       type, (int64_t)length},
                                      bytes});
    return OK;
}

static void refuse_media(struct course_folder *f, const char *address,
                         const char *from, int64_t line)
{
    find_error(f->findings, from, line,
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
                       const char *alt, const char *from, int64_t line)
{
    if (!alt || !*alt)
        find_error(f->findings, from, line,
                   arena_print(f->arena,
                               "Hình \"%s\" thiếu lời mô tả cho người không "
                               "nhìn được: ![lời mô tả](%s).",
                               name, name),
                   arena_print(f->arena,
                               "The picture \"%s\" has no description for "
                               "those who cannot see it: ![description](%s).",
                               name, name));
}

enum status folder_media(struct course_folder *f, struct new_files *files,
                         const struct tree *node, const char *from,
                         int64_t line)
{
    const char *media = tree_text(node, "media");
    const struct course_file *file;

    if (tree_text(node, "refused"))
        refuse_media(f, tree_text(node, "refused"), from, line);
    if (media) {
        enum status status = folder_file(f, files, media, from, line, &file);
        if (status == FAILED || status == BUSY)
            return status;
        want_words(f, media, tree_text(node, "alt"), from, line);
    }
    for (size_t i = 0;
         i < node->count && (node->kind == TREE_LIST || node->kind == TREE_MAP);
         i++)
        TRY(folder_media(f, files, &node->items[i], from, line));
    return OK;
}
