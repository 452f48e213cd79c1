/*
 * A locked program that tries what it is told to, from inside. Built without
 * sanitizers, so that it is locked as a release is.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "host/lockdown.h"

extern char **environ;

enum { MEMORY = 256 << 20 };

static const char *outcome = "survived";

static void try_open(void)
{
    open("/etc/passwd", O_RDONLY);
}

static void try_create(void)
{
    open("/tmp/khoa-probe", O_CREAT | O_WRONLY, 0600);
}

static void try_unlink(void)
{
    unlink("/tmp/khoa-probe");
}

static void try_stat(void)
{
    access("/etc/passwd", R_OK);
}

static void try_socket(void)
{
    socket(AF_INET, SOCK_STREAM, 0);
}

static void try_unix_socket(void)
{
    socket(AF_UNIX, SOCK_STREAM, 0);
}

static void try_connect(void)
{
    struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = htons(80)};

    connect(3, (struct sockaddr *)&to, sizeof to);
}

static void try_fork(void)
{
    if (fork() == 0)
        _exit(0);
}

static void try_exec(void)
{
    execl("/bin/true", "true", (char *)NULL);
}

static void try_kill(void)
{
    kill(getppid(), 0);
}

static void try_signal(void)
{
    signal(SIGPROF, SIG_IGN);
}

static void try_ptrace(void)
{
    syscall(SYS_ptrace, 16, getppid(), 0, 0);
}

static void try_memory_of_others(void)
{
    syscall(SYS_process_vm_readv, 1, NULL, 0, NULL, 0, 0);
}

static void try_io_uring(void)
{
    syscall(SYS_io_uring_setup, 1, NULL);
}

static void try_bpf(void)
{
    syscall(SYS_bpf, 0, NULL, 0);
}

static void try_dumpable(void)
{
    prctl(PR_SET_DUMPABLE, 1);
}

static void try_dup(void)
{
    dup(3);
}

static void try_message_with_descriptor(void)
{
    char byte = 0, room[64] = {0};
    struct iovec part = {&byte, 1};
    struct msghdr message = {.msg_iov = &part,
                             .msg_iovlen = 1,
                             .msg_control = room,
                             .msg_controllen = sizeof room};

    recvmsg(3, &message, MSG_DONTWAIT);
}

static void try_write(void)
{
    (void)!write(2, "x", 1);
}

static void try_code_map(void)
{
    mmap(NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
         MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
}

static void try_code_protect(void)
{
    mprotect((void *)((uintptr_t)&try_open & ~4095UL), 4096,
             PROT_READ | PROT_WRITE | PROT_EXEC);
}

static void try_thread(void)
{
    syscall(SYS_clone, 0x10f00, NULL, NULL, NULL, 0);
}

static void try_spin(void)
{
    for (volatile unsigned long n = 0;; n++)
        ;
}

static int deeper(int depth)
{
    volatile char room[100000];

    room[0] = (char)depth;
    return depth < 100000 ? deeper(depth + 1) + room[0] : 0;
}

static void try_stack(void)
{
    deeper(0);
}

/* What is refused without death. */
static void try_memory(void)
{
    char *all = malloc(2UL * MEMORY);

    outcome = all ? "survived" : "refused";
}

static void try_descriptors(void)
{
    char byte;

    outcome = "refused";
    for (int fd = 0; fd < 1024; fd++)
        if (fd != 3 &&
            (recv(fd, &byte, 1, MSG_DONTWAIT) >= 0 || errno != EBADF))
            outcome = "survived";
}

static void try_environment(void)
{
    outcome = environ && *environ ? "survived" : "refused";
}

static void try_nothing(void)
{
    outcome = "nothing";
}

static const struct {
    const char *name;
    void (*run)(void);
} tries[] = {
    {"open", try_open},
    {"create", try_create},
    {"unlink", try_unlink},
    {"stat", try_stat},
    {"socket", try_socket},
    {"unix socket", try_unix_socket},
    {"connect", try_connect},
    {"fork", try_fork},
    {"exec", try_exec},
    {"kill", try_kill},
    {"signal", try_signal},
    {"ptrace", try_ptrace},
    {"memory of others", try_memory_of_others},
    {"io_uring", try_io_uring},
    {"bpf", try_bpf},
    {"dumpable", try_dumpable},
    {"dup", try_dup},
    {"descriptor in a message", try_message_with_descriptor},
    {"write", try_write},
    {"code map", try_code_map},
    {"code protect", try_code_protect},
    {"thread", try_thread},
    {"spin", try_spin},
    {"stack", try_stack},
    {"memory", try_memory},
    {"descriptors", try_descriptors},
    {"environment", try_environment},
    {"nothing", try_nothing},
};

static void answer(struct arena *arena, const struct message *ask,
                   struct message *reply)
{
    const char *name = tree_text(&ask->tree, "try");
    struct tree_maker map = tree_map(arena);

    outcome = "survived";
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++)
        if (!strcmp(tries[i].name, name))
            tries[i].run();
    tree_put(&map, "outcome", tree_of_text(outcome));
    reply->tree = tree_done(&map);
}

int main(void)
{
    locked_live(&(struct locked_life){.program = "probe",
                                      .runtime = "1",
                                      .memory = MEMORY,
                                      .most_ask = 1000,
                                      .cpu_ms = 100,
                                      .answer = answer});
}
