#ifndef LOCKED_WIRE_H
#define LOCKED_WIRE_H

#include <stddef.h>
#include <stdint.h>

#include "base/status.h"
#include "base/tree.h"

/*
 * What the server and a locked program say to each other, over a stream
 * socket.
 *
 *     4 bytes  length of the JSON text, big-endian
 *     4 bytes  length of the attachment, big-endian
 *     the JSON text, the attachment
 *
 * The attachment is bytes that are no JSON text: a file to be read, the source
 * of a plugin. Both lengths together are at most WIRE_MOST bytes, and at most
 * what the receiver says it takes. A message that is longer, cut short, or not
 * exact JSON (see json.h) ends the conversation: the other side is then broken
 * or hostile, and nothing it says later can be trusted.
 *
 * Deadlines are moments of clock_ticks().
 */
enum { WIRE_MOST = 64 << 20 };

struct message {
    struct tree tree;
    const char *bytes; /* the attachment; not terminated */
    size_t length;     /* of it; 0 for none */
};

/*
 * INVALID: too long, and nothing was sent. BUSY: the deadline passed, perhaps
 * in the middle of a message. FAILED: the other side is gone.
 */
MUST_CHECK enum status wire_send(int fd, struct arena *arena,
                                 const struct message *message,
                                 int64_t deadline);

/* As above; INVALID: what came is no message, or one of more than `most`
   bytes. */
MUST_CHECK enum status wire_receive(int fd, struct arena *arena, size_t most,
                                    struct message *message, int64_t deadline);

#endif
