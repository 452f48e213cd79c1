#include "domain/course_folder.h"

#include "base/random.h"
#include "domain/elements.h"
#include "reading/reading.h"
#include "seal/hash.h"
#include "text/parse.h"
#include "text/utf8.h"
#include "json/json.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_TEXT = 8 << 20, MOST_LESSON = 1 << 20, MOST_WORDS = 4000 };

static const char byte_order_mark[] = "\xef\xbb\xbf";

/* ---- files
 * ------------------------------------------------------------------------*/

static bool is_plain_name(const char *name)
{
    if (!*name || *name == '/' || strlen(name) > 200)
        return false;
    for (const char *p = name; *p; p++)
        if ((unsigned char)*p < 0x21 || *p == '\\' ||
            (p[0] == '.' && p[1] == '.'))
            return false;
    return true;
}

/* Step by step, following no link on the way: a folder of the course may not
   lead out of it either. -1: there is no such file. */
static int open_below(struct arena *arena, const char *folder, const char *name)
{
    int at = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);

    while (at >= 0) {
        size_t length = strcspn(name, "/");
        bool last = !name[length];
        int flags = last ? O_RDONLY | O_NONBLOCK : O_PATH | O_DIRECTORY;
        int next = openat(at, arena_text(arena, name, length),
                          flags | O_NOFOLLOW | O_CLOEXEC);
        close(at);
        if (last)
            return next;
        at = next;
        name += length + 1;
    }
    return -1;
}

static enum status slurp(struct arena *arena, int fd, size_t length,
                         const char **bytes)
{
    char *data = arena_alloc(arena, length + 1);

    for (size_t got = 0; got < length;) {
        ssize_t n = read(fd, data + got, length - got);
        if (n <= 0)
            return FAILED;
        got += (size_t)n;
    }
    *bytes = data;
    return OK;
}

enum status folder_read(struct course_folder *f, const char *name, size_t most,
                        bool text, const char *from, int64_t line,
                        const char **bytes, size_t *length)
{
    struct stat stat;
    int fd = -1;

    if (is_plain_name(name))
        fd = open_below(f->arena, f->folder, name);
    if (fd < 0 || fstat(fd, &stat) || !S_ISREG(stat.st_mode)) {
        find_error(
            f->findings, from, line,
            arena_print(f->arena,
                        "Không có tệp \"%s\" trong thư mục khóa học (không "
                        "dùng liên kết và \"..\").",
                        name),
            arena_print(f->arena,
                        "There is no file \"%s\" in the course's folder (no "
                        "links, no \"..\").",
                        name));
        if (fd >= 0)
            close(fd);
        return MISSING;
    }
    *length = (size_t)stat.st_size;
    enum status status =
        *length > most ? INVALID : slurp(f->arena, fd, *length, bytes);
    close(fd);
    if (status == INVALID)
        find_error(f->findings, name, 0, "Tệp quá lớn.",
                   "The file is too large.");
    if (status == OK && text &&
        (!utf8_valid(*bytes, *length) || memchr(*bytes, '\0', *length))) {
        find_error(f->findings, name, 0,
                   "Tệp không phải UTF-8. Lưu lại với bảng mã UTF-8.",
                   "The file is not UTF-8. Save it as UTF-8.");
        return INVALID;
    }
    if (status == OK) {
        hash_add_text(&f->hash, name);
        hash_add_text(&f->hash, hash_of(f->arena, *bytes, *length));
    }
    return status;
}

enum status folder_xml(struct course_folder *f, const char *name,
                       const char *schema, const char *from, int64_t line,
                       struct tree *root)
{
    struct tree problems;
    const char *bytes;
    size_t length;

    TRY(folder_read(f, name, MOST_TEXT, true, from, line, &bytes, &length));
    bytes = text_nfc(f->arena, bytes, length);
    enum status status = reading_xml(f->house->readers, f->arena, schema, bytes,
                                     strlen(bytes), root, &problems);
    if (status == INVALID)
        find_all(f->findings, name, &problems);
    return status;
}

const char *folder_words(struct course_folder *f, const char *file,
                         const struct tree *element, const char *name)
{
    struct tree words = element_words(f->arena, element, name);
    const char *vi = tree_text(&words, "vi"), *en = tree_text(&words, "en");

    if ((vi && strlen(vi) > MOST_WORDS) || (en && strlen(en) > MOST_WORDS))
        find_error(
            f->findings, file, element_line(element),
            arena_print(f->arena, "<%s> dài quá 4.000 byte.", name),
            arena_print(f->arena, "<%s> is longer than 4,000 bytes.", name));
    if (!vi || !*vi)
        find_error(
            f->findings, file, element_line(element),
            arena_print(f->arena, "Thiếu <%s xml:lang=\"vi\">.", name),
            arena_print(f->arena, "<%s xml:lang=\"vi\"> is missing.", name));
    else if (!en || !*en)
        find_warning(f->findings, file, element_line(element),
                     arena_print(f->arena, "<%s> chưa có tiếng Anh.", name),
                     arena_print(f->arena, "<%s> has no English yet.", name));
    return json_text(f->arena, &words);
}

/* ---- lessons
 * -----------------------------------------------------------------------*/

/* One language of a lesson; a missing English file is a warning. */
static enum status lesson_body(struct course_folder *f,
                               const struct tree *element, const char *language,
                               struct tree_maker *body, struct tree_maker *cues)
{
    const char *file = arena_print(
        f->arena, "%s.%s.md", element_attribute(element, "file"), language);
    struct tree nodes, problems;
    const char *bytes;
    size_t length;

    if (strcmp(language, "vi") && is_plain_name(file) &&
        access(arena_print(f->arena, "%s/%s", f->folder, file), F_OK)) {
        find_warning(
            f->findings, "course.xml", element_line(element),
            arena_print(f->arena, "Chưa có bản tiếng Anh: %s.", file),
            arena_print(f->arena, "There is no English version: %s.", file));
        return OK;
    }
    enum status status = folder_read(f, file, MOST_LESSON, true, "course.xml",
                                     element_line(element), &bytes, &length);
    if (status != OK)
        return status == FAILED ? FAILED : OK;
    bytes = text_nfc(f->arena, bytes, length);
    if (!strncmp(bytes, byte_order_mark, 3)) /* editors on Windows */
        bytes += 3;
    status = reading_markdown(f->house->readers, f->arena, bytes, strlen(bytes),
                              &nodes, &problems);
    if (status == INVALID)
        find_all(f->findings, file, &problems);
    if (status != OK)
        return status == INVALID ? OK : status;
    TRY(folder_media(f, &f->files, &nodes, file, 0, bytes));
    folder_cues(f, &f->files, &nodes, cues);
    folder_place(f, language, &nodes, file, bytes);
    tree_put(body, language, nodes);
    return OK;
}

static bool is_known_lesson(const struct course_folder *f, const char *code)
{
    for (size_t i = 0; i < f->lesson_count; i++)
        if (!strcmp(f->lessons[i].code, code))
            return true;
    return false;
}

static enum status one_lesson(struct course_folder *f,
                              const struct tree *element, const char *part,
                              int64_t part_no)
{
    struct tree_maker body = tree_map(f->arena), cues = tree_map(f->arena);
    const char *code = element_attribute(element, "id"),
               *checked = element_attribute(element, "checked");
    int64_t checked_on = 0;

    if (is_known_lesson(f, code))
        find_error(
            f->findings, "course.xml", element_line(element),
            arena_print(f->arena, "Mã bài \"%s\" bị trùng.", code),
            arena_print(f->arena, "The lesson id \"%s\" stands twice.", code));
    if (checked && !parse_day(checked, &checked_on))
        find_error(f->findings, "course.xml", element_line(element),
                   "Không đọc được ngày kiểm tra (checked). Viết như "
                   "2026-11-23.",
                   "The day it was checked cannot be read. Write it as "
                   "2026-11-23.");
    TRY(lesson_body(f, element, "vi", &body, &cues));
    TRY(lesson_body(f, element, "en", &body, &cues));
    tree_put(&body, "cues", tree_done(&cues));
    struct tree nodes = tree_done(&body);
    f->lessons[f->lesson_count] = (struct lesson){
        .id = id_new(),
        .course = f->course.id,
        .part = part,
        .part_no = part_no,
        .number = (int64_t)f->lesson_count + 1,
        .code = code,
        .title = folder_words(f, "course.xml", element, "title"),
        .minutes =
            (int64_t)strtol(element_attribute(element, "minutes"), NULL, 10),
        .checked_on = checked_on,
        .body = json_text(f->arena, &nodes),
    };
    f->lesson_count++;
    return OK;
}

enum status folder_lessons(struct course_folder *f, const struct tree *course)
{
    const struct tree *part, *lesson;
    int64_t number = 1;
    size_t most = 0;

    for (size_t at = 0; (part = element_next(course, "part", &at));)
        most += element_count(part);
    f->lessons = arena_many(f->arena, struct lesson, most);
    for (size_t at = 0; (part = element_next(course, "part", &at)); number++) {
        const char *title = folder_words(f, "course.xml", part, "title");
        for (size_t k = 0; (lesson = element_next(part, "lesson", &k));)
            TRY(one_lesson(f, lesson, title, number));
    }
    return OK;
}
