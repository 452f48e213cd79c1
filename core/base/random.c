#include "base/random.h"

#include "base/clock.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

static const int64_t since = 1577836800000; /* 2020-01-01 UTC */
static _Atomic int64_t last;                /* milliseconds << 12 | sequence */
static int64_t this_node;

void random_bytes(void *bytes, size_t length)
{
    for (size_t got = 0; got < length;) {
        ssize_t n = getrandom((char *)bytes + got, length - got, 0);
        if (n < 0) {
            perror("getrandom");
            abort();
        }
        got += (size_t)n;
    }
}

void id_node(unsigned node)
{
    this_node = node & 511;
}

static int64_t join(int64_t ticket)
{
    return (ticket >> 12) << 21 | this_node << 12 | (ticket & 4095);
}

void id_after(int64_t id)
{
    int64_t ticket = (id >> 21) << 12 | (id & 4095);
    int64_t was = atomic_load(&last);

    while (was < ticket && !atomic_compare_exchange_weak(&last, &was, ticket))
        ;
}

int64_t id_moment(int64_t id)
{
    return (id >> 21) + since;
}

int64_t id_new(void)
{
    int64_t now = (clock_now() - since) << 12;
    int64_t was = atomic_load(&last), next;

    do
        next = now > was ? now : was + 1;
    while (!atomic_compare_exchange_weak(&last, &was, next));
    return join(next);
}
