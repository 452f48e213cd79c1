#include "locked/wire.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "json/json.h"

enum { HEAD = 8 };

static enum status wait_for(int fd, short event, int64_t deadline)
{
    struct pollfd p = {.fd = fd, .events = event};
    int64_t left = deadline - clock_ticks();

    if (left <= 0)
        return BUSY;
    int n = poll(&p, 1, left > INT_MAX ? INT_MAX : (int)left);
    return n > 0 || (n < 0 && errno == EINTR) ? OK : n == 0 ? BUSY : FAILED;
}

/* Tries first and waits only when it must: an answer is often there. */
static enum status move(int fd, char *bytes, size_t length, bool out,
                        int64_t deadline)
{
    while (length) {
        ssize_t n = out ? send(fd, bytes, length, MSG_NOSIGNAL | MSG_DONTWAIT)
                        : recv(fd, bytes, length, MSG_DONTWAIT);
        if (n > 0) {
            bytes += n;
            length -= (size_t)n;
        } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
            return FAILED;
        } else {
            TRY(wait_for(fd, out ? POLLOUT : POLLIN, deadline));
        }
    }
    return OK;
}

static void put_length(char *at, size_t length)
{
    for (int i = 0; i < 4; i++)
        at[i] = (char)(length >> (24 - 8 * i));
}

static size_t get_length(const char *at)
{
    size_t length = 0;

    for (int i = 0; i < 4; i++)
        length = length << 8 | (unsigned char)at[i];
    return length;
}

enum status wire_send(int fd, struct arena *arena,
                      const struct message *message, int64_t deadline)
{
    struct buf out = {.arena = arena};
    static const char blank[HEAD];

    buf_bytes(&out, blank, HEAD);
    json_write(&out, &message->tree);
    size_t text = out.length - HEAD;
    if (text > WIRE_MOST || message->length > WIRE_MOST - text)
        return INVALID;
    put_length(out.data, text);
    put_length(out.data + 4, message->length);
    /* Small ones go out in one call, which halves the cost of a plugin call. */
    if (message->length && message->length <= 65536) {
        buf_bytes(&out, message->bytes, message->length);
        return move(fd, out.data, out.length, true, deadline);
    }
    TRY(move(fd, out.data, out.length, true, deadline));
    return move(fd, (char *)message->bytes, message->length, true, deadline);
}

enum status wire_receive(int fd, struct arena *arena, size_t most,
                         struct message *message, int64_t deadline)
{
    char head[HEAD];

    TRY(move(fd, head, HEAD, false, deadline));
    size_t text = get_length(head), length = get_length(head + 4);
    if (most > WIRE_MOST)
        most = WIRE_MOST;
    if (text > most || length > most - text)
        return INVALID;
    char *bytes = arena_alloc(arena, text + length);
    TRY(move(fd, bytes, text + length, false, deadline));
    message->bytes = bytes + text;
    message->length = length;
    return json_read(arena, bytes, text, &message->tree);
}
