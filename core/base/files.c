#include "base/files.h"

#include "base/random.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool write_whole(int fd, const void *bytes, size_t length)
{
    for (size_t done = 0; done < length;) {
        ssize_t n = write(fd, (const char *)bytes + done, length - done);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return false;
        done += (size_t)n;
    }
    return true;
}

bool folder_sync(const char *path)
{
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool synced = fd >= 0 && !fsync(fd);

    if (fd >= 0)
        close(fd);
    return synced;
}

/* ---- files that are sent and deleted --------------------------------------*/

const char *passing_file(struct arena *arena, const char *data,
                         const char *what)
{
    const char *folder = arena_print(arena, "%s/tmp", data);

    (void)mkdir(folder, 0700); /* who opens the file tells what is wrong */
    return arena_print(arena, "%s/%s-%lld", folder, what, (long long)id_new());
}

/* "paper-1234": small letters, a hyphen, the digits of an id. Ids have 18. */
static bool is_ours(const char *name)
{
    size_t letters = strspn(name, "abcdefghijklmnopqrstuvwxyz");
    const char *digits = name + letters + 1;

    if (!letters || name[letters] != '-')
        return false;
    size_t count = strspn(digits, "0123456789");
    return count >= 15 && !digits[count];
}

static size_t clear(const char *data, const char *name)
{
    int at = open(data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int fd = at < 0 ? -1
                    : openat(at, name,
                             O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    DIR *folder = fd < 0 ? NULL : fdopendir(fd);
    size_t count = 0;

    if (at >= 0)
        close(at);
    if (!folder)
        return 0;
    for (const struct dirent *one; (one = readdir(folder));)
        count += is_ours(one->d_name) && !unlinkat(fd, one->d_name, 0);
    closedir(folder);
    return count;
}

size_t passing_clear(const char *data)
{
    return clear(data, "tmp") + clear(data, "blobs");
}
