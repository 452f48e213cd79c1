#include "domain/throttle.h"

#include "base/random.h"
#include "seal/hash.h"

#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

enum {
    SLOTS = 1 << 14,
    PROBES = 8,
    LASTS_MS = 15 * 60 * 1000,
    FREE_TRIES = 5,
    LONGEST_MS = 30 * 1000,
    UNDER_ATTACK = 50,
    ADDRESS_TRIES = 100,
    ADDRESS_MS = 250,
};

struct count {
    uint64_t key;
    int failures;
    int64_t last;
};

static struct {
    pthread_mutex_t lock;
    unsigned char key[HASH_KEY];
    struct count slots[SLOTS];
} table = {.lock = PTHREAD_MUTEX_INITIALIZER};

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void begin(void)
{
    random_bytes(table.key, sizeof table.key);
}

/* The count of that name; the oldest of a few makes room for a new one. */
static struct count *count_of(const char *kind, const char *login,
                              const char *from, int64_t now)
{
    char name[512];
    int length =
        snprintf(name, sizeof name, "%s\n%.200s\n%.100s", kind, login, from);
    uint64_t key = hash_short(table.key, name, (size_t)length);
    struct count *oldest = NULL;

    for (uint64_t i = 0; i < PROBES; i++) {
        struct count *c = &table.slots[(key + i) % SLOTS];
        if (c->key == key) {
            if (now - c->last > LASTS_MS)
                c->failures = 0;
            return c;
        }
        if (!oldest || c->last < oldest->last)
            oldest = c;
    }
    *oldest = (struct count){.key = key, .last = now};
    return oldest;
}

static int64_t wait_for(const struct count *pair, const struct count *login,
                        const struct count *address, int64_t now)
{
    int freely = login->failures >= UNDER_ATTACK ? 1 : FREE_TRIES;
    int64_t wait = 0;

    if (pair->failures >= freely) {
        int times = pair->failures - freely;
        wait = times > 5 ? LONGEST_MS : INT64_C(1000) << times;
        wait = pair->last + (wait > LONGEST_MS ? LONGEST_MS : wait) - now;
    }
    if (address && address->failures >= ADDRESS_TRIES &&
        address->last + ADDRESS_MS - now > wait)
        wait = address->last + ADDRESS_MS - now;
    return wait > 0 ? wait : 0;
}

static void add(struct count *count, int64_t now)
{
    count->failures++;
    count->last = now;
}

int64_t throttle_try(const char *login, const char *from, int64_t now)
{
    pthread_once(&once, begin);
    pthread_mutex_lock(&table.lock);
    struct count *pair = count_of("pair", login, from, now);
    struct count *of_login = count_of("login", login, "", now);
    struct count *address = *from ? count_of("address", "", from, now) : NULL;
    int64_t wait = wait_for(pair, of_login, address, now);
    if (!wait) {
        add(pair, now);
        add(of_login, now);
        if (address)
            add(address, now);
    }
    pthread_mutex_unlock(&table.lock);
    return wait;
}

static void take(struct count *count, int failures)
{
    count->failures -= count->failures < failures ? count->failures : failures;
}

static void forgive(const char *login, const char *from, int most)
{
    pthread_once(&once, begin);
    pthread_mutex_lock(&table.lock);
    struct count *pair = count_of("pair", login, from, 0);
    int failures = pair->failures < most ? pair->failures : most;
    take(pair, failures);
    take(count_of("login", login, "", 0), failures);
    if (*from)
        take(count_of("address", "", from, 0), failures);
    pthread_mutex_unlock(&table.lock);
}

void throttle_passed(const char *login, const char *from)
{
    forgive(login, from, INT_MAX);
}

void throttle_untried(const char *login, const char *from)
{
    forgive(login, from, 1);
}

int throttle_failures(const char *login, int64_t now)
{
    pthread_once(&once, begin);
    pthread_mutex_lock(&table.lock);
    int failures = count_of("login", login, "", now)->failures;
    pthread_mutex_unlock(&table.lock);
    return failures;
}

void throttle_forget(void)
{
    pthread_mutex_lock(&table.lock);
    memset(table.slots, 0, sizeof table.slots);
    pthread_mutex_unlock(&table.lock);
}
