#include "store/blobs.h"

#include "base/files.h"
#include "base/log.h"
#include "base/random.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_digest(const char *digest)
{
    return strspn(digest, "0123456789abcdef") == 64 && !digest[64];
}

static enum status complain(const char *path, const char *what)
{
    log_say(LOG_ERROR, "blobs", "file failed", "path", path, "what", what,
            "why", strerror(errno), NULL);
    return FAILED;
}

static bool make_folder(const char *path)
{
    return !mkdir(path, 0700) || errno == EEXIST;
}

enum status blob_put(struct arena *arena, const char *folder,
                     const char *digest, const char *bytes, size_t length)
{
    const char *all = arena_print(arena, "%s/blobs", folder);
    const char *sub = arena_print(arena, "%s/%.2s", all, digest);
    const char *path = arena_print(arena, "%s/%s", sub, digest);
    const char *part =
        arena_print(arena, "%s/new-%lld", all, (long long)id_new());

    if (!is_digest(digest))
        return INVALID;
    if (!access(path, R_OK))
        return OK;
    if (!make_folder(all) || !make_folder(sub))
        return complain(sub, "mkdir");
    int fd = open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return complain(part, "open");
    bool written = write_whole(fd, bytes, length) && !fsync(fd);
    if (close(fd) || !written || rename(part, path)) {
        enum status status = complain(path, "write");
        unlink(part);
        return status;
    }
    return folder_sync(sub) && folder_sync(all) && folder_sync(folder)
               ? OK
               : complain(sub, "fsync");
}

enum status blob_find(struct arena *arena, const char *folder,
                      const char *digest, const char **bytes, size_t *length)
{
    struct stat stat;

    if (!is_digest(digest))
        return MISSING;
    const char *path =
        arena_print(arena, "%s/blobs/%.2s/%s", folder, digest, digest);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0 && errno == ENOENT)
        return MISSING;
    if (fd < 0 || fstat(fd, &stat)) {
        enum status status = complain(path, "open");
        if (fd >= 0)
            close(fd);
        return status;
    }
    *length = (size_t)stat.st_size;
    char *data = arena_alloc(arena, *length + 1);
    size_t got = 0;
    for (ssize_t n = 1; got < *length && n > 0; got += n > 0 ? (size_t)n : 0)
        n = read(fd, data + got, *length - got);
    close(fd);
    *bytes = data;
    return got == *length ? OK : complain(path, "read");
}

enum status blob_path_find(struct arena *arena, const char *folder,
                           const char *digest, const char **path)
{
    if (!is_digest(digest))
        return MISSING;
    *path = arena_print(arena, "%s/blobs/%.2s/%s", folder, digest, digest);
    if (!access(*path, R_OK))
        return OK;
    return errno == ENOENT ? MISSING : complain(*path, "access");
}
