#include "tests/fuzz/fuzz.h"

#include "base/clock.h"
#include "locked/wire.h"
#include "json/json.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* What a locked program may say to the server: a message within its bounds,
   which can be sent back as it is, or the conversation ends. */
enum { MOST = 65536 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct message message, again;
    int pair[2];

    if (size > 100000 || socketpair(AF_UNIX, SOCK_STREAM, 0, pair))
        abort();
    if (send(pair[0], data, size, MSG_NOSIGNAL | MSG_DONTWAIT) != (ssize_t)size)
        abort();
    shutdown(pair[0], SHUT_WR);
    enum status status =
        wire_receive(pair[1], arena, MOST, &message, clock_ticks() + 10000);
    if (status == OK) {
        if (message.length > MOST)
            abort();
        if (wire_send(pair[1], arena, &message, clock_ticks() + 10000) != OK ||
            wire_receive(pair[0], arena, 8 * MOST, &again,
                         clock_ticks() + 10000) != OK ||
            !tree_same(&message.tree, &again.tree) ||
            message.length != again.length ||
            memcmp(message.bytes, again.bytes, message.length) != 0)
            abort();
    } else if (status == BUSY) {
        abort(); /* nobody waits for what can never come */
    }
    close(pair[0]);
    close(pair[1]);
    arena_free(arena);
    return 0;
}
