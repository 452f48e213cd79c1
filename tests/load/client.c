#include "client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 256 };

struct connection {
    struct client *client;
    struct connection *next; /* in the list of idle ones */
    int socket;              /* -1: not connected */
    bool fresh;              /* nothing was answered on it yet */
    char *out;
    size_t out_length, out_room, sent;
    char *in;
    size_t in_length, in_room;
    client_done *done;
    void *of;
    int64_t asked;
};

struct client {
    int epoll, port;
    bool keep;
    size_t count, busy;
    struct connection *all, *idle;
};

int64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void die(const char *what)
{
    fprintf(stderr, "load: %s: %s\n", what, strerror(errno));
    exit(2);
}

static void *room_for(void *old, size_t size)
{
    void *room = realloc(old, size);

    if (!room)
        die("memory");
    return room;
}

/* ---- sockets
 * -------------------------------------------------------------*/

static bool reach(struct connection *c)
{
    struct sockaddr_in to = {.sin_family = AF_INET,
                             .sin_port = htons((uint16_t)c->client->port),
                             .sin_addr = {htonl(INADDR_LOOPBACK)}};
    struct epoll_event event = {.events = EPOLLIN | EPOLLOUT | EPOLLET,
                                .data = {.ptr = c}};

    c->socket = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (c->socket < 0)
        die("socket");
    setsockopt(c->socket, IPPROTO_TCP, TCP_NODELAY, &(int){1}, sizeof(int));
    /* Tens of thousands of short connections: no port waits for its name. */
    setsockopt(c->socket, SOL_SOCKET, SO_LINGER, &(struct linger){1, 0},
               sizeof(struct linger));
    c->fresh = true;
    if (connect(c->socket, (struct sockaddr *)&to, sizeof to) &&
        errno != EINPROGRESS)
        return false;
    if (epoll_ctl(c->client->epoll, EPOLL_CTL_ADD, c->socket, &event))
        die("epoll_ctl");
    return true;
}

static void hang_up(struct connection *c)
{
    if (c->socket >= 0)
        close(c->socket);
    c->socket = -1;
}

/* ---- answers
 * -------------------------------------------------------------*/

struct head {
    size_t length, body;
    int status;
    bool close;
    const char *location;
};

static void read_line(struct head *head, char *line)
{
    if (!strncasecmp(line, "Content-Length:", 15))
        head->body = strtoul(line + 15, NULL, 10);
    else if (!strncasecmp(line, "Connection: close", 17))
        head->close = true;
    else if (!strncasecmp(line, "Location: ", 10))
        head->location = line + 10;
}

/* False: not all of it is there yet. Cuts the lines, so it is read once only
   when the whole answer has arrived. */
static bool read_head(struct connection *c, struct head *head)
{
    char *end = memmem(c->in, c->in_length, "\r\n\r\n", 4), *line = c->in,
         *next;

    if (!end)
        return false;
    *head = (struct head){.length = (size_t)(end - c->in) + 4, .location = ""};
    char *length = strcasestr(c->in, "\r\nContent-Length:");
    if (length && length < end)
        head->body = strtoul(length + 17, NULL, 10);
    if (c->in_length < head->length + head->body)
        return false;
    head->status = atoi(c->in + 9);
    for (end[2] = '\0'; (next = strstr(line, "\r\n")); line = next + 2) {
        *next = '\0';
        read_line(head, line);
    }
    return true;
}

static void tell(struct connection *c, const struct reply *reply)
{
    client_done *done = c->done;

    c->done = NULL;
    c->client->busy--;
    c->next = c->client->idle;
    c->client->idle = c;
    done(c, c->of, reply);
}

static void fail(struct connection *c)
{
    hang_up(c);
    tell(c, &(struct reply){.body = "",
                            .location = "",
                            .asked = c->asked,
                            .answered = now_ns()});
}

static void finish(struct connection *c, const struct head *head)
{
    struct reply reply = {.status = head->status,
                          .body = c->in + head->length,
                          .length = head->body,
                          .location = head->location,
                          .asked = c->asked,
                          .answered = now_ns()};

    c->fresh = false;
    if (head->close || !c->client->keep)
        hang_up(c);
    c->in[head->length + head->body] = '\0';
    c->in_length = 0;
    tell(c, &reply);
}

/* ---- what happens
 * --------------------------------------------------------*/

static void send_rest(struct connection *c)
{
    while (c->sent < c->out_length) {
        ssize_t n = send(c->socket, c->out + c->sent, c->out_length - c->sent,
                         MSG_NOSIGNAL);
        if (n < 0)
            return; /* later, or the reading tells what is wrong */
        c->sent += (size_t)n;
    }
}

/* A connection the server had closed while it was idle: once more. */
static bool once_more(struct connection *c)
{
    if (c->fresh || c->in_length)
        return false;
    hang_up(c);
    c->sent = 0;
    return reach(c);
}

static void receive(struct connection *c)
{
    struct head head;

    while (c->done) {
        if (c->in_room - c->in_length < 32768)
            c->in = room_for(c->in, c->in_room += 65536);
        ssize_t n = recv(c->socket, c->in + c->in_length,
                         c->in_room - c->in_length - 1, 0);
        if (n < 0 && errno == EAGAIN)
            return;
        if (n <= 0) {
            if (!once_more(c))
                fail(c);
            return;
        }
        c->in_length += (size_t)n;
        c->in[c->in_length] = '\0';
        if (read_head(c, &head)) {
            finish(c, &head);
            return;
        }
    }
}

void client_step(struct client *client, int64_t wait_ns)
{
    struct epoll_event events[EVENTS];
    struct timespec wait = {wait_ns / 1000000000, wait_ns % 1000000000};
    int count = epoll_pwait2(client->epoll, events, EVENTS, &wait, NULL);

    for (int i = 0; i < count; i++) {
        struct connection *c = events[i].data.ptr;
        if (c->socket < 0)
            continue;
        if (!c->done) { /* idle, and the server ended it */
            if (events[i].events & (EPOLLHUP | EPOLLRDHUP | EPOLLERR))
                hang_up(c);
            continue;
        }
        if (events[i].events & EPOLLOUT)
            send_rest(c);
        if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR))
            receive(c);
    }
}

/* ---- asking
 * --------------------------------------------------------------*/

struct connection *client_idle(struct client *client)
{
    return client->idle;
}

void client_ask(struct connection *c, const char *text, size_t length,
                client_done *done, void *of)
{
    for (struct connection **at = &c->client->idle; *at; at = &(*at)->next)
        if (*at == c) {
            *at = c->next;
            break;
        }
    c->client->busy++;
    if (c->out_room < length)
        c->out = room_for(c->out, c->out_room = length);
    memcpy(c->out, text, length);
    c->out_length = length;
    c->sent = c->in_length = 0;
    c->done = done;
    c->of = of;
    c->asked = now_ns();
    if (c->socket < 0 && !reach(c)) {
        fail(c);
        return;
    }
    send_rest(c);
}

struct client *client_new(int port, size_t connections, bool keep)
{
    struct client *client = calloc(1, sizeof *client);

    if (!client || !(client->all = calloc(connections, sizeof *client->all)))
        die("memory");
    client->epoll = epoll_create1(EPOLL_CLOEXEC);
    client->port = port;
    client->keep = keep;
    client->count = connections;
    for (size_t i = connections; i-- > 0;) {
        client->all[i].client = client;
        client->all[i].socket = -1;
        client->all[i].next = client->idle;
        client->idle = &client->all[i];
    }
    return client;
}

void client_free(struct client *client)
{
    for (size_t i = 0; i < client->count; i++) {
        hang_up(&client->all[i]);
        free(client->all[i].in);
        free(client->all[i].out);
    }
    close(client->epoll);
    free(client->all);
    free(client);
}

size_t client_busy(const struct client *client)
{
    return client->busy;
}
