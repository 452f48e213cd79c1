#include "quiz/package.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "seal/hash.h"

enum {
    MOST_FILES = 200,
    MOST_LUA = 512 << 10,
    MOST_BYTES = 50 << 20,
    DEEPEST = 4,
};

struct reader {
    struct arena *arena;
    struct package_file files[MOST_FILES];
    size_t count, bytes, lua_bytes;
    const char *why;
};

static enum status refuse(struct reader *reader, const char *path,
                          const char *what)
{
    reader->why = arena_print(reader->arena, "%s: %s", path, what);
    return INVALID;
}

/* ---- what may be in it ----------------------------------------------------
 */

static bool is_name(const char *name)
{
    size_t length = strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ"
                                 "RSTUVWXYZ0123456789._-");
    return length > 0 && length <= 100 && !name[length] && name[0] != '.';
}

static bool is_path(const char *path)
{
    for (const char *part = path; part;) {
        const char *slash = strchr(part, '/');
        size_t length = slash ? (size_t)(slash - part) : strlen(part);
        char name[128];
        if (length >= sizeof name)
            return false;
        memcpy(name, part, length);
        name[length] = '\0';
        if (!is_name(name))
            return false;
        part = slash ? slash + 1 : NULL;
    }
    return true;
}

static bool ends_in(const char *text, const char *end)
{
    size_t a = strlen(text), b = strlen(end);

    return a > b && !strcmp(text + a - b, end);
}

static enum status add_file(struct reader *reader, struct package_file file)
{
    if (!is_path(file.path))
        return refuse(reader, file.path,
                      "a name is letters, digits and . _ - only");
    if (reader->count == MOST_FILES)
        return refuse(reader, file.path, "more than 200 files");
    file.lua = ends_in(file.path, ".lua");
    reader->bytes += file.length;
    reader->lua_bytes += file.lua ? file.length : 0;
    if (reader->lua_bytes > MOST_LUA)
        return refuse(reader, file.path, "more than 512 KiB of Lua");
    if (reader->bytes > MOST_BYTES)
        return refuse(reader, file.path, "more than 50 MiB");
    if (!file.lua && !file.digest)
        file.digest = hash_of(reader->arena, file.bytes, file.length);
    reader->files[reader->count++] = file;
    return OK;
}

/* ---- from a folder ---------------------------------------------------------
 */

static enum status read_bytes(struct reader *reader, int fd, const char *path)
{
    struct package_file file = {.path = path};
    struct stat facts;

    if (fstat(fd, &facts) || !S_ISREG(facts.st_mode))
        return refuse(reader, path, "no regular file");
    if (facts.st_size > MOST_BYTES)
        return refuse(reader, path, "more than 50 MiB");
    file.length = (size_t)facts.st_size;
    char *bytes = arena_alloc(reader->arena, file.length);
    for (size_t got = 0; got < file.length;) {
        ssize_t n = read(fd, bytes + got, file.length - got);
        if (n <= 0)
            return refuse(reader, path, "cannot be read to its end");
        got += (size_t)n;
    }
    file.bytes = bytes;
    return add_file(reader, file);
}

static enum status read_folder(struct reader *reader, int fd,
                               const char *inside, int depth);

static enum status read_entry(struct reader *reader, int folder,
                              const char *name, const char *path, int depth)
{
    int fd =
        openat(folder, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    struct stat facts;

    if (fd < 0)
        return refuse(reader, path,
                      errno == ELOOP ? "a link" : "cannot be opened");
    if (!fstat(fd, &facts) && S_ISDIR(facts.st_mode)) {
        if (depth == DEEPEST) {
            close(fd);
            return refuse(reader, path, "folders nested too deep");
        }
        return read_folder(reader, fd, path, depth + 1);
    }
    enum status status = read_bytes(reader, fd, path);
    close(fd);
    return status;
}

/* For people who choose a question type; no part of what is run. */
static bool is_documentation(const char *inside, const char *name)
{
    return !*inside &&
           (!strcmp(name, "README.md") || !strcmp(name, "picture.png"));
}

/* Closes `fd`. */
static enum status read_folder(struct reader *reader, int fd,
                               const char *inside, int depth)
{
    DIR *entries = fdopendir(fd);
    enum status status = OK;

    if (!entries) {
        close(fd);
        return refuse(reader, inside, "cannot be listed");
    }
    for (struct dirent *e; status == OK && (e = readdir(entries));) {
        if (!strcmp(e->d_name, ".") || !strcmp(e->d_name, "..") ||
            is_documentation(inside, e->d_name))
            continue;
        const char *path =
            *inside ? arena_print(reader->arena, "%s/%s", inside, e->d_name)
                    : arena_text(reader->arena, e->d_name, strlen(e->d_name));
        status = read_entry(reader, dirfd(entries), e->d_name, path, depth);
    }
    closedir(entries);
    return status;
}

/* ---- what it is ------------------------------------------------------------
 */

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct package_file *)a)->path,
                  ((const struct package_file *)b)->path);
}

static const char *identity(struct arena *arena, const struct reader *reader)
{
    struct hash hash;

    hash_begin(&hash);
    for (size_t i = 0; i < reader->count; i++) {
        const struct package_file *file = &reader->files[i];
        unsigned char length[8];
        for (int k = 0; k < 8; k++)
            length[k] = (unsigned char)((uint64_t)file->length >> (56 - 8 * k));
        hash_add_text(&hash, file->path);
        hash_add(&hash, length, sizeof length);
        if (file->lua)
            hash_add(&hash, file->bytes, file->length);
        else
            hash_add(&hash, file->digest, strlen(file->digest));
    }
    return hash_end(&hash, arena);
}

static void collect(struct arena *arena, const struct reader *reader,
                    struct package *out)
{
    struct tree_maker contents = tree_map(arena);
    struct tree_maker modules = tree_list(arena), media = tree_list(arena);
    char *source = arena_alloc(arena, reader->lua_bytes);

    out->source = source;
    out->source_length = reader->lua_bytes;
    for (size_t i = 0; i < reader->count; i++) {
        const struct package_file *file = &reader->files[i];
        if (!file->lua) {
            tree_add(&media, tree_of_text(file->path));
            continue;
        }
        struct tree_maker module = tree_map(arena);
        tree_put(&module, "name",
                 tree_of_text(
                     arena_text(arena, file->path, strlen(file->path) - 4)));
        tree_put(&module, "length", tree_of_integer((int64_t)file->length));
        tree_add(&modules, tree_done(&module));
        memcpy(source, file->bytes, file->length);
        source += file->length;
    }
    tree_put(&contents, "modules", tree_done(&modules));
    tree_put(&contents, "media", tree_done(&media));
    out->contents = tree_done(&contents);
}

static enum status finish(struct arena *arena, struct reader *reader,
                          struct package *out)
{
    bool plugin = false;

    qsort(reader->files, reader->count, sizeof *reader->files, by_path);
    for (size_t i = 0; i < reader->count; i++) {
        if (i && !strcmp(reader->files[i].path, reader->files[i - 1].path))
            return refuse(reader, reader->files[i].path, "stands twice");
        plugin = plugin || !strcmp(reader->files[i].path, "plugin.lua");
    }
    if (!plugin)
        return refuse(reader, "plugin.lua", "is missing");
    struct package_file *files =
        arena_many(arena, struct package_file, reader->count);
    memcpy(files, reader->files, reader->count * sizeof *files);
    *out = (struct package){.hash = identity(arena, reader),
                            .count = reader->count,
                            .files = files};
    collect(arena, reader, out);
    return OK;
}

enum status package_read(struct arena *arena, const char *folder,
                         struct package *out, const char **why)
{
    struct reader *reader = arena_make(arena, struct reader);
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    reader->arena = arena;
    if (fd < 0) {
        *why = arena_print(arena, "%s: %s", folder, strerror(errno));
        return MISSING;
    }
    enum status status = read_folder(reader, fd, "", 0);
    if (status == OK)
        status = finish(arena, reader, out);
    *why = reader->why;
    return status;
}

enum status package_make(struct arena *arena, const struct package_file *files,
                         size_t count, struct package *out, const char **why)
{
    struct reader *reader = arena_make(arena, struct reader);
    enum status status = OK;

    reader->arena = arena;
    for (size_t i = 0; status == OK && i < count; i++)
        status = add_file(reader, files[i]);
    if (status == OK)
        status = finish(arena, reader, out);
    *why = reader->why;
    return status;
}

bool package_has(const struct package *package, const char *medium)
{
    for (size_t i = 0; i < package->count; i++)
        if (!package->files[i].lua && !strcmp(package->files[i].path, medium))
            return true;
    return false;
}
