/*
 * A disk whose fsync takes 5 ms, for benchmarks: a library to preload.
 *
 *     LD_PRELOAD=build/release/libslow-fsync.so build/release/bench-store
 */
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

int fsync(int fd);
int fdatasync(int fd);

static void wait_for_disk(void)
{
    nanosleep(&(struct timespec){0, 5000000}, NULL);
}

int fsync(int fd)
{
    wait_for_disk();
    return (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd)
{
    wait_for_disk();
    return (int)syscall(SYS_fdatasync, fd);
}
