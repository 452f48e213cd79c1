#include "domain/presence.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

enum {
    PULSE_MS = 30000,
    PULSES_A_SECOND = 2000,
    MISSED = 3, /* pulses: from then on it is a gap */
    STRIPES = 64,
    FIRST_ROOM = 64
};

struct heard {
    int64_t attempt, at, silent;
};

/* Open addressing; one lock for each part. */
static struct stripe {
    pthread_mutex_t lock;
    struct heard *list;
    size_t room, count;
} stripes[STRIPES];
static _Atomic size_t there; /* in all parts */
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void begin(void)
{
    for (size_t i = 0; i < STRIPES; i++)
        pthread_mutex_init(&stripes[i].lock, NULL);
}

/* Ids carry the time in their upper bits: mixed, so that all bits count. */
static uint64_t mixed(int64_t attempt)
{
    uint64_t x = (uint64_t)attempt * UINT64_C(0x9E3779B97F4A7C15);

    return x ^ x >> 29;
}

static struct stripe *stripe_of(int64_t attempt)
{
    pthread_once(&once, begin);
    struct stripe *s = &stripes[mixed(attempt) % STRIPES];
    pthread_mutex_lock(&s->lock);
    return s;
}

/* Its place, or the free one where it would stand. */
static struct heard *place_of(struct heard *list, size_t room, int64_t attempt)
{
    size_t i = mixed(attempt) / STRIPES % room;

    while (list[i].attempt && list[i].attempt != attempt)
        i = (i + 1) % room;
    return &list[i];
}

/* Without memory nothing is noted: the console then knows less, no more. */
static bool grow(struct stripe *s)
{
    size_t room = s->room ? s->room * 2 : FIRST_ROOM;
    struct heard *list = calloc(room, sizeof *list);

    if (!list)
        return false;
    for (size_t i = 0; i < s->room; i++)
        if (s->list[i].attempt)
            *place_of(list, room, s->list[i].attempt) = s->list[i];
    free(s->list);
    s->list = list;
    s->room = room;
    return true;
}

int64_t presence_interval(void)
{
    int64_t spread = (int64_t)atomic_load(&there) * 1000 / PULSES_A_SECOND;

    return spread > PULSE_MS ? spread : PULSE_MS;
}

static int64_t gap(int64_t from, int64_t now)
{
    return now - from > MISSED * presence_interval() ? now - from : 0;
}

void presence_heard(int64_t attempt, int64_t now)
{
    struct stripe *s = stripe_of(attempt);

    if ((s->count + 1) * 4 > s->room * 3 && !grow(s)) {
        pthread_mutex_unlock(&s->lock);
        return;
    }
    struct heard *h = place_of(s->list, s->room, attempt);
    if (!h->attempt) {
        *h = (struct heard){.attempt = attempt, .at = now};
        s->count++;
        atomic_fetch_add(&there, 1);
    }
    h->silent += gap(h->at, now);
    if (now > h->at)
        h->at = now;
    pthread_mutex_unlock(&s->lock);
}

struct presence presence_of(int64_t attempt, int64_t now)
{
    struct stripe *s = stripe_of(attempt);
    struct presence p = {0};

    if (s->room) {
        const struct heard *h = place_of(s->list, s->room, attempt);
        if (h->attempt) {
            p.heard_at = h->at;
            p.gap_ms = gap(h->at, now);
            p.silent_ms = h->silent + p.gap_ms;
        }
    }
    pthread_mutex_unlock(&s->lock);
    return p;
}

/* Whatever stood behind it moves up, or could not be found any more. */
void presence_gone(int64_t attempt)
{
    struct stripe *s = stripe_of(attempt);
    struct heard *h = s->room ? place_of(s->list, s->room, attempt) : NULL;

    if (h && h->attempt) {
        *h = (struct heard){0};
        s->count--;
        atomic_fetch_sub(&there, 1);
        for (size_t i = ((size_t)(h - s->list) + 1) % s->room;
             s->list[i].attempt; i = (i + 1) % s->room) {
            struct heard moved = s->list[i];
            s->list[i] = (struct heard){0};
            *place_of(s->list, s->room, moved.attempt) = moved;
        }
    }
    pthread_mutex_unlock(&s->lock);
}
