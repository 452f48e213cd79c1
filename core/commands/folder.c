#include "commands/folder.h"

#include "base/files.h"
#include "seal/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 65536 };

static enum status cannot(const char *what, const char *path, int why)
{
    fprintf(stderr, "khoa: cannot %s %s: %s\n", what, path, strerror(why));
    return FAILED;
}

static int remove_one(const char *path, const struct stat *stat, int kind,
                      struct FTW *at)
{
    (void)stat, (void)kind, (void)at;
    return remove(path);
}

void folder_remove(const char *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

enum status folder_begin(const char *final, const char *partial)
{
    if (rmdir(final) && errno != ENOENT)
        return cannot("make the folder", final,
                      errno == ENOTEMPTY ? EEXIST : errno);
    folder_remove(partial);
    return mkdir(partial, 0700) ? cannot("make the folder", partial, errno)
                                : OK;
}

/* syncfs instead of an fsync for each of thousands of files. */
enum status folder_finish(const char *final, const char *partial)
{
    int folder = open(partial, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool wrong = folder < 0 || syncfs(folder) || rename(partial, final) ||
                 syncfs(folder);
    enum status status = wrong ? cannot("finish", final, errno) : OK;

    if (folder >= 0)
        close(folder);
    return status;
}

/* Through the hash, and to `to` unless that is -1. */
static bool pour(int from, int to, struct hash *hash, long long *size)
{
    char bytes[PIECE];
    ssize_t n;

    *size = 0;
    while ((n = read(from, bytes, sizeof bytes))) {
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 || (to >= 0 && !write_whole(to, bytes, (size_t)n)))
            return false;
        hash_add(hash, bytes, (size_t)n);
        *size += n;
    }
    return true;
}

enum status file_copy(struct arena *arena, const char *from, const char *to,
                      const char **digest, long long *size)
{
    struct hash hash;
    int in = open(from, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (in < 0)
        return cannot("read", from, errno);
    int out = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    hash_begin(&hash);
    bool poured = out >= 0 && pour(in, out, &hash, size);
    int why = errno;
    close(in);
    if (out >= 0 && close(out) && poured) {
        why = errno;
        poured = false;
    }
    *digest = hash_end(&hash, arena);
    return poured ? OK : cannot("write", to, why);
}

enum status file_digest(struct arena *arena, const char *path,
                        const char **digest, long long *size)
{
    struct hash hash;
    int in = open(path, O_RDONLY | O_CLOEXEC);

    if (in < 0)
        return cannot("read", path, errno);
    hash_begin(&hash);
    bool poured = pour(in, -1, &hash, size);
    int why = errno;
    close(in);
    *digest = hash_end(&hash, arena);
    return poured ? OK : cannot("read", path, why);
}

enum status file_write(const char *path, const char *text)
{
    int out = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    bool written = out >= 0 && write_whole(out, text, strlen(text));
    int why = errno;

    if (out >= 0 && close(out) && written) {
        why = errno;
        written = false;
    }
    return written ? OK : cannot("write", path, why);
}
