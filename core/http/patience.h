#ifndef HTTP_PATIENCE_H
#define HTTP_PATIENCE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>

/*
 * Bodies have to arrive in time. CivetWeb's mg_read comes back only when all
 * that was asked for is there or nothing came for a while, so whoever sends a
 * byte every few seconds would keep a thread for hours. A thread of our own
 * therefore looks at all bodies that are being read and ends the receiving
 * half of the connection of one that is late; what is sent still goes out.
 *
 * CivetWeb does not tell a connection's descriptor. It is looked for by the
 * client's address and port, which is slow and only done for those few.
 */
struct patience;

struct patience *patience_new(void);
void patience_free(struct patience *patience);

/* A body that is being read; lives on the stack of who reads it. */
struct awaited {
    const char *from; /* the peer of the socket, as text */
    int port;
    int64_t began;      /* clock_ticks() */
    int64_t most_ms;    /* until all of it is there */
    int64_t least_a_ms; /* bytes, on average, after `grace_ms`; 0: none */
    int64_t grace_ms;
    _Atomic int64_t got;    /* bytes so far, told by who reads */
    bool late;              /* its connection was ended; read after _end */
    struct awaited *before; /* in the list */
    struct awaited *behind;
};

void patience_begin(struct patience *patience, struct awaited *body);
void patience_end(struct patience *patience, struct awaited *body);

#endif
