#include "domain/course_folder.h"
#include "domain/media.h"

#include <string.h>
#include <unistd.h>

/* The media of a course's folder, found where a text names them. */

enum { MOST_FILES = 500 << 20 };

static const struct new_file *find_file(const struct new_files *files,
                                        const char *name)
{
    for (size_t i = 0; i < files->count; i++)
        if (!strcmp(files->list[i].file.name, name))
            return &files->list[i];
    return NULL;
}

static void add_file(struct course_folder *f, struct new_files *files,
                     struct new_file file)
{
    if (files->count == files->room) {
        files->room = files->room * 2 + 16;
        struct new_file *more =
            arena_many(f->arena, struct new_file, files->room);
        if (files->count)
            memcpy(more, files->list, files->count * sizeof *more);
        files->list = more;
    }
    files->list[files->count++] = file;
    files->bytes += file.file.size;
}

/* Whether what is in it must be UTF-8. */
static bool is_text(const char *type)
{
    return !strcmp(type, "image/svg+xml") || !strncmp(type, "text/", 5);
}

static enum status read_file(struct course_folder *f, struct new_files *files,
                             const char *name, const char *from, int64_t line)
{
    const char *type = media_type(name), *bytes;
    struct tree cues;
    size_t length;

    if (!type) {
        find_error(f->findings, from, line,
                   arena_print(f->arena,
                               "Tệp \"%s\" không dùng được: hình là svg, png, "
                               "jpg, webp, gif; phim là webm, mp4; tiếng là "
                               "mp3, m4a, ogg, opus.",
                               name),
                   arena_print(f->arena,
                               "The file \"%s\" cannot be used: pictures are "
                               "svg, png, jpg, webp, gif; films webm, mp4; "
                               "sounds mp3, m4a, ogg, opus.",
                               name));
        return INVALID;
    }
    TRY(folder_read(f, name, media_most(name), is_text(type), from, line,
                    &bytes, &length));
    TRY(media_check(f->house, f->findings, name, bytes, length, &cues));
    add_file(f, files,
             (struct new_file){{name, hash_of(f->arena, bytes, length), type,
                                (int64_t)length},
                               bytes,
                               cues});
    if (files->bytes <= MOST_FILES)
        return OK;
    find_error(f->findings, from, line,
               "Các tệp kèm theo lớn hơn 500 MB tất cả.",
               "The media are larger than 500 MB in all.");
    return INVALID;
}

/* ---- what lies beside a film or sound --------------------------------------
 */

static bool lies_there(const struct course_folder *f, const char *name)
{
    return !access(arena_print(f->arena, "%s/%s", f->folder, name), F_OK);
}

static enum status read_captions(struct course_folder *f,
                                 struct new_files *files, const char *name,
                                 const char *from, int64_t line)
{
    const char *vi = media_beside(f->arena, name, ".vi.vtt"),
               *en = media_beside(f->arena, name, ".en.vtt");

    if (!lies_there(f, vi)) {
        find_error(f->findings, from, line,
                   arena_print(f->arena,
                               "\"%s\" thiếu phụ đề cho người không nghe được: "
                               "%s.",
                               name, vi),
                   arena_print(f->arena,
                               "\"%s\" has no captions for those who cannot "
                               "hear it: %s.",
                               name, vi));
        return INVALID;
    }
    if (!find_file(files, vi))
        TRY(read_file(f, files, vi, from, line));
    if (find_file(files, en))
        return OK;
    if (lies_there(f, en))
        return read_file(f, files, en, from, line);
    find_warning(
        f->findings, from, line,
        arena_print(f->arena, "Chưa có phụ đề tiếng Anh: %s.", en),
        arena_print(f->arena, "There are no English captions: %s.", en));
    return OK;
}

static enum status read_poster(struct course_folder *f, struct new_files *files,
                               const char *name, const char *from, int64_t line)
{
    for (const char *const *e = media_poster_endings; *e; e++) {
        const char *poster = media_beside(f->arena, name, *e);
        if (find_file(files, poster))
            return OK;
        if (lies_there(f, poster))
            return read_file(f, files, poster, from, line);
    }
    return OK;
}

enum status folder_file(struct course_folder *f, struct new_files *files,
                        const char *name, const char *from, int64_t line,
                        const struct new_file **out)
{
    enum medium medium = media_kind(name);

    if (!find_file(files, name)) {
        TRY(read_file(f, files, name, from, line));
        if (medium == FILM || medium == SOUND)
            TRY(read_captions(f, files, name, from, line));
        if (medium == FILM)
            TRY(read_poster(f, files, name, from, line));
    }
    *out = find_file(files, name);
    return OK;
}

/* ---- nodes -----------------------------------------------------------------
 */

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
                               "\"%s\" thiếu lời mô tả cho người không "
                               "nhìn được: ![lời mô tả](%s).",
                               name, name),
                   arena_print(f->arena,
                               "\"%s\" has no description for "
                               "those who cannot see it: ![description](%s).",
                               name, name));
}

static bool can_be_shown(struct course_folder *f, const char *name,
                         const char *from, int64_t line)
{
    enum medium medium = media_kind(name);
    bool shown = medium != DOCUMENT && medium != CAPTIONS;

    if (!shown)
        find_error(f->findings, from, line,
                   arena_print(f->arena,
                               "Tệp \"%s\" không hiện trong trang được; hãy "
                               "viết liên kết: [tên](%s).",
                               name, name),
                   arena_print(f->arena,
                               "The file \"%s\" cannot be shown in the page; "
                               "write a link: [name](%s).",
                               name, name));
    return shown;
}

/* Where the name stands in the source, since nodes know no lines. */
static int64_t line_of(const char *source, const char *name, int64_t otherwise)
{
    const char *at = source ? strstr(source, name) : NULL;
    int64_t line = 1;

    if (!at)
        return otherwise;
    for (const char *p = source; p < at; p++)
        line += *p == '\n';
    return line;
}

/* "media/mau.docx": a file of the folder; not "#phan-2", "/help", "https:…". */
static bool is_download(const struct tree *node, const char *address)
{
    const char *name = tree_text(node, "node");

    return name && !strcmp(name, "link") && address &&
           !strchr("/#?", *address) && !strpbrk(address, ":?#%");
}

static enum status take_medium(struct course_folder *f, struct new_files *files,
                               const char *name, const char *from, int64_t line)
{
    const struct new_file *file;
    enum status status = folder_file(f, files, name, from, line, &file);

    return status == FAILED || status == BUSY ? status : OK;
}

enum status folder_media(struct course_folder *f, struct new_files *files,
                         const struct tree *node, const char *from,
                         int64_t line, const char *source)
{
    const char *media = tree_text(node, "media");
    const char *refused = tree_text(node, "refused");
    const char *address = tree_text(node, "address");

    if (refused)
        refuse_media(f, refused, from, line_of(source, refused, line));
    if (media) {
        int64_t at = line_of(source, media, line);
        if (can_be_shown(f, media, from, at))
            TRY(take_medium(f, files, media, from, at));
        want_words(f, media, tree_text(node, "alt"), from, at);
    }
    if (is_download(node, address))
        TRY(take_medium(f, files, address, from,
                        line_of(source, address, line)));
    for (size_t i = 0;
         i < node->count && (node->kind == TREE_LIST || node->kind == TREE_MAP);
         i++)
        TRY(folder_media(f, files, &node->items[i], from, line, source));
    return OK;
}

void folder_cues(struct course_folder *f, const struct new_files *files,
                 const struct tree *node, struct tree_maker *out)
{
    static const char *const endings[] = {".vi.vtt", ".en.vtt"};
    const char *media = tree_text(node, "media");
    bool plays =
        media && (media_kind(media) == FILM || media_kind(media) == SOUND);

    for (size_t i = 0; plays && i < 2; i++) {
        const char *name = media_beside(f->arena, media, endings[i]);
        const struct new_file *file = find_file(files, name);
        if (file)
            tree_put(out, name, file->cues);
    }
    for (size_t i = 0;
         i < node->count && (node->kind == TREE_LIST || node->kind == TREE_MAP);
         i++)
        folder_cues(f, files, &node->items[i], out);
}
