#include "http/patience.h"

#include "base/clock.h"

#include <arpa/inet.h>
#include <dirent.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

enum { LOOK_MS = 200 };

struct patience {
    pthread_t thread;
    pthread_mutex_t lock; /* of the list; who is in it is being read */
    struct awaited *first;
    atomic_bool stop;
};

static bool is_peer(int fd, const struct awaited *body)
{
    struct sockaddr_storage peer;
    socklen_t length = sizeof peer;
    char text[INET6_ADDRSTRLEN] = "";
    int port = 0;

    if (getpeername(fd, (struct sockaddr *)&peer, &length))
        return false;
    if (peer.ss_family == AF_INET) {
        const struct sockaddr_in *in = (const struct sockaddr_in *)&peer;
        inet_ntop(AF_INET, &in->sin_addr, text, sizeof text);
        port = ntohs(in->sin_port);
    }
    return port == body->port && !strcmp(text, body->from);
}

/* Under the lock: while the body is in the list its connection is open, and no
   other has the same peer. */
static void end_receiving(struct awaited *body)
{
    DIR *folder = opendir("/proc/self/fd");
    const struct dirent *entry;

    if (!folder)
        return;
    while ((entry = readdir(folder))) {
        int fd = (int)strtol(entry->d_name, NULL, 10);
        if (fd > 2 && is_peer(fd, body)) {
            shutdown(fd, SHUT_RD);
            body->late = true;
        }
    }
    closedir(folder);
}

static bool is_late(const struct awaited *body, int64_t now)
{
    int64_t ms = now - body->began;

    return ms > body->most_ms ||
           (ms > body->grace_ms &&
            atomic_load(&body->got) < ms * body->least_a_ms);
}

static void *look(void *arg)
{
    struct patience *patience = arg;

    while (!atomic_load(&patience->stop)) {
        nanosleep(&(struct timespec){0, LOOK_MS * 1000000L}, NULL);
        int64_t now = clock_ticks();
        pthread_mutex_lock(&patience->lock);
        for (struct awaited *b = patience->first; b; b = b->behind)
            if (!b->late && is_late(b, now))
                end_receiving(b);
        pthread_mutex_unlock(&patience->lock);
    }
    return NULL;
}

struct patience *patience_new(void)
{
    struct patience *patience = calloc(1, sizeof *patience);

    if (!patience)
        abort();
    pthread_mutex_init(&patience->lock, NULL);
    if (pthread_create(&patience->thread, NULL, look, patience))
        abort();
    return patience;
}

void patience_free(struct patience *patience)
{
    atomic_store(&patience->stop, true);
    pthread_join(patience->thread, NULL);
    pthread_mutex_destroy(&patience->lock);
    free(patience);
}

void patience_begin(struct patience *patience, struct awaited *body)
{
    body->before = NULL;
    pthread_mutex_lock(&patience->lock);
    body->behind = patience->first;
    if (body->behind)
        body->behind->before = body;
    patience->first = body;
    pthread_mutex_unlock(&patience->lock);
}

void patience_end(struct patience *patience, struct awaited *body)
{
    pthread_mutex_lock(&patience->lock);
    if (body->behind)
        body->behind->before = body->before;
    if (body->before)
        body->before->behind = body->behind;
    else
        patience->first = body->behind;
    pthread_mutex_unlock(&patience->lock);
}
