#ifndef LOAD_CLIENT_H
#define LOAD_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * Many HTTP/1.1 connections to one server on loopback, one thread, epoll.
 * A connection carries one request at a time. When the answer is whole, or the
 * connection failed, `done` is called; it may ask again at once.
 *
 * Nothing here knows Khoa, and nothing of Khoa is used here.
 */
struct reply {
    int status;       /* 0: no answer: refused, closed or cut off */
    const char *body; /* of `length` bytes, ends with '\0' as well */
    size_t length;
    const char *location;    /* "" if there is none */
    int64_t asked, answered; /* ns, monotonic */
};

struct client;
struct connection;
typedef void client_done(struct connection *connection, void *of,
                         const struct reply *reply);

/* `keep`: use connections again; else each request has one of its own. */
struct client *client_new(int port, size_t connections, bool keep);
void client_free(struct client *client);

/* A connection that is not in use; NULL if all are. */
struct connection *client_idle(struct client *client);

/* Ask on an idle connection: `text` is a whole request and is copied. */
void client_ask(struct connection *connection, const char *text, size_t length,
                client_done *done, void *of);

/* Handle what happens until something did or `wait_ns` have passed. */
void client_step(struct client *client, int64_t wait_ns);

size_t client_busy(const struct client *client);

int64_t now_ns(void);

#endif
