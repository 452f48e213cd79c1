/*
 * Preloaded: the machine's clock is set by as many milliseconds as the file
 * $SET_CLOCK says, at any moment. Ticks are left alone, as a set clock leaves
 * them.
 */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

static long long set_by(void)
{
    const char *path = getenv("SET_CLOCK");
    char text[32] = "";
    int fd = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;

    if (fd < 0)
        return 0;
    ssize_t n = read(fd, text, sizeof text - 1);
    close(fd);
    return n > 0 ? strtoll(text, NULL, 10) : 0;
}

int clock_gettime(clockid_t id, struct timespec *out)
{
    static int (*real)(clockid_t, struct timespec *);

    if (!real)
        *(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
    int failed = real(id, out);
    if (!failed && id == CLOCK_REALTIME) {
        long long ms = set_by();
        out->tv_sec += ms / 1000;
        out->tv_nsec += ms % 1000 * 1000000;
        while (out->tv_nsec >= 1000000000)
            out->tv_nsec -= 1000000000, out->tv_sec++;
        while (out->tv_nsec < 0)
            out->tv_nsec += 1000000000, out->tv_sec--;
    }
    return failed;
}
