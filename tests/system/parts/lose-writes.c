/*
 * Preloaded: a disk that forgets what was not fsynced.
 *
 * Every write to a database file goes through at once, but what stood there
 * before is noted first in FILE.undo. An fsync of the file, once it has
 * succeeded, empties the note. The power fails when the process is killed;
 * whoever plays the disk then undoes the note from its end (tests/system/
 * power.py), and the file is what the platter would hold.
 *
 * A note is: offset and length (8 bytes each, as the machine writes them), the
 * old bytes, the old size of the file, the length again, so that it can be
 * read backwards.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FILES = 1024 };
static int undo[FILES]; /* by descriptor: of its note + 1; 0: not watched */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name, ...)                                                        \
    static __typeof__(&name) real;                                             \
    if (!real)                                                                 \
    *(void **)&real = dlsym(RTLD_NEXT, #name)

static int note_of(int fd)
{
    char link[64], path[4096];

    if (fd < 0 || fd >= FILES)
        return -1;
    if (undo[fd])
        return undo[fd] - 1;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 6);
    if (n <= 0)
        return -1;
    path[n] = '\0';
    const char *end = path + n;
    if (!(n > 3 && !strcmp(end - 3, ".db")) &&
        !(n > 7 && !strcmp(end - 7, ".db-wal")))
        return -1;
    memcpy(path + n, ".undo", 6);
    int note = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (note >= 0)
        undo[fd] = note + 1;
    return note;
}

static void all(int note, const void *bytes, size_t length)
{
    static ssize_t (*put)(int, const void *, size_t);

    if (!put)
        *(void **)&put = dlsym(RTLD_NEXT, "write");
    if (length && put(note, bytes, length) != (ssize_t)length)
        abort();
}

static void take_note(int fd, off_t offset, size_t length)
{
    static ssize_t (*get)(int, void *, size_t, off_t);
    int note = note_of(fd);
    struct stat facts;

    if (note < 0 || fstat(fd, &facts))
        return;
    if (!get)
        *(void **)&get = dlsym(RTLD_NEXT, "pread");
    char *old = malloc(length ? length : 1);
    if (!old)
        abort();
    ssize_t n = length ? get(fd, old, length, offset) : 0;
    int64_t whole = n > 0 ? n : 0;
    int64_t head[2] = {offset, whole}, tail[2] = {facts.st_size, whole};
    all(note, head, sizeof head);
    all(note, old, (size_t)whole);
    all(note, tail, sizeof tail);
    free(old);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
    REAL(pwrite);
    pthread_mutex_lock(&lock);
    take_note(fd, offset, length);
    ssize_t n = real(fd, bytes, length, offset);
    pthread_mutex_unlock(&lock);
    return n;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset)
{
    REAL(pwrite64);
    pthread_mutex_lock(&lock);
    take_note(fd, offset, length);
    ssize_t n = real(fd, bytes, length, offset);
    pthread_mutex_unlock(&lock);
    return n;
}

static int cut(int fd, off_t size, int (*real)(int, off_t))
{
    struct stat facts;

    pthread_mutex_lock(&lock);
    if (!fstat(fd, &facts) && facts.st_size > size)
        take_note(fd, size, (size_t)(facts.st_size - size));
    else
        take_note(fd, size, 0);
    int failed = real(fd, size);
    pthread_mutex_unlock(&lock);
    return failed;
}

int ftruncate(int fd, off_t size)
{
    REAL(ftruncate);
    return cut(fd, size, real);
}

int ftruncate64(int fd, off_t size)
{
    REAL(ftruncate64);
    return cut(fd, size, real);
}

/* As slow as a disk that turns: a fast one hardly ever has anything to forget.
 */
enum { SLOW_US = 4000 };

static int synced(int fd, int (*real)(int))
{
    usleep(SLOW_US);
    pthread_mutex_lock(&lock);
    int failed = real(fd), note = note_of(fd);
    static int (*shorten)(int, off_t);
    if (!shorten)
        *(void **)&shorten = dlsym(RTLD_NEXT, "ftruncate");
    if (!failed && note >= 0 && shorten(note, 0))
        abort();
    pthread_mutex_unlock(&lock);
    return failed;
}

int fsync(int fd)
{
    REAL(fsync);
    return synced(fd, real);
}

int fdatasync(int fd)
{
    REAL(fdatasync);
    return synced(fd, real);
}

int close(int fd)
{
    REAL(close);
    if (fd >= 0 && fd < FILES) {
        pthread_mutex_lock(&lock);
        int note = undo[fd];
        undo[fd] = 0;
        if (note)
            real(note - 1);
        pthread_mutex_unlock(&lock);
    }
    return real(fd);
}
