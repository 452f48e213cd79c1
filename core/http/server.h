#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "http/exchange.h"

/*
 * CivetWeb, and everything that is known to be wrong with it, behind two
 * calls. A thread serves one connection for as long as it is kept open.
 *
 * No TLS: a proxy in front does that. No files: whatever is served came
 * through `answer`. Bodies are read here, bounded, before `answer` is called;
 * what does not pass http/filter.h never gets that far.
 */
struct serving {
    const char *address; /* to listen on; NULL: 127.0.0.1 */
    int port;            /* 0: any free one, see server_port */
    int threads;         /* 0: 1024 */
    /* Names we answer to beside 127.0.0.1 and localhost; NULL: none. */
    const char *const *hosts;
    bool behind_proxy; /* then X-Forwarded-For tells the client's address */
    bool secure;       /* the browser came by https: say so for a year */
    struct house *house;
    answerer *answer;
    /* Milliseconds a body may take to arrive, else 408; 0: 30,000. A large one
       (over 1 MiB) is given up sooner if it comes at less than 32 kB a
       second. */
    int body_ms;
    /*
     * May this request bring a body of `length` bytes? Asked before any of it
     * is read, with everything in `req` that is in its head. INVALID: it is
     * too long (413). DENIED: not from them; the body is not read and `answer`
     * says why, asked without it. `*whose` is the person who sends it; one
     * person has at most 2 of the 16 places for large bodies.
     */
    enum status (*admit)(struct request *req, int64_t length, int64_t *whose);
};

struct server;

/* `serving` must outlive the server. FAILED: the port is taken, or so. */
MUST_CHECK enum status server_start(struct server **out,
                                    const struct serving *serving);

int server_port(const struct server *server);

/* Requests being answered at this moment, and since the start. */
int server_busy(const struct server *server);
int64_t server_answered(const struct server *server);

/*
 * Answers what is under way, tells newcomers 503, and ends when all are
 * answered or `patience` milliseconds are over; what was not answered by then
 * sees its connection closed.
 */
void server_stop(struct server *server, int patience);

#endif
