#ifndef HTTP_SEND_H
#define HTTP_SEND_H

#include <civetweb.h>

#include "http/exchange.h"

/*
 * The last step: status, headers and body into the socket, in one write where
 * the body is in memory. Every answer gets the security headers.
 */
struct sending {
    bool secure;    /* the browser came by https */
    bool head_only; /* HEAD: everything but the body */
    bool close;     /* end the connection behind this answer */
    /* What the head of a GET says of them; NULL: nothing. */
    const char *range, *if_range, *if_none_match;
};

/* Returns the code that went out: a file of a known version is also answered
   in part (206, 416) or not again (304). */
int send_answer(struct mg_connection *conn, const struct sending *how, int code,
                const struct response *res);

/* An answer without a page, for what never reached the router. */
void send_refusal(struct mg_connection *conn, const struct sending *how,
                  int code, struct response *res);

#endif
