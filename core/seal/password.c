#include "seal/password.h"

#include "base/log.h"

#include <pthread.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum {
    PASSES = 2,
    MEMORY = 19 * 1024 * 1024,
    /* Those who wait hold a thread of the server each, and saving answers
       needs threads too. */
    WAITING = 64,
};

static struct {
    pthread_mutex_t lock;
    pthread_cond_t freed;
    int cores, working, waiting;
    char nobody[crypto_pwhash_STRBYTES]; /* what an unknown login is held to */
} gate = {.lock = PTHREAD_MUTEX_INITIALIZER, .freed = PTHREAD_COND_INITIALIZER};

static pthread_once_t once = PTHREAD_ONCE_INIT;

static int hash(char *out, const char *password)
{
    return crypto_pwhash_str_alg(out, password, strlen(password), PASSES,
                                 MEMORY, crypto_pwhash_ALG_ARGON2ID13);
}

static void begin(void)
{
    unsigned char secret[16];
    char text[2 * sizeof secret + 1];
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    if (sodium_init() < 0)
        abort();
    gate.cores = cores > 0 ? (int)cores : 1;
    randombytes_buf(secret, sizeof secret);
    sodium_bin2hex(text, sizeof text, secret, sizeof secret);
    if (hash(gate.nobody, text))
        abort();
}

static enum status enter(void)
{
    enum status status = OK;

    pthread_once(&once, begin);
    pthread_mutex_lock(&gate.lock);
    if (gate.working < gate.cores) {
        gate.working++;
    } else if (gate.waiting < WAITING) {
        gate.waiting++;
        while (gate.working >= gate.cores)
            pthread_cond_wait(&gate.freed, &gate.lock);
        gate.waiting--;
        gate.working++;
    } else {
        status = BUSY;
    }
    pthread_mutex_unlock(&gate.lock);
    return status;
}

static void leave(void)
{
    pthread_mutex_lock(&gate.lock);
    gate.working--;
    pthread_cond_signal(&gate.freed);
    pthread_mutex_unlock(&gate.lock);
}

enum status password_hash(struct arena *arena, const char *password,
                          const char **out)
{
    char *text = arena_alloc(arena, crypto_pwhash_STRBYTES);

    TRY(enter());
    int failed = hash(text, password);
    leave();
    if (failed) {
        log_say(LOG_ERROR, "seal", "no memory to hash a password", NULL);
        return FAILED;
    }
    *out = text;
    return OK;
}

enum status password_check(const char *hash_text, const char *password,
                           bool *right)
{
    TRY(enter());
    int wrong = crypto_pwhash_str_verify(hash_text ? hash_text : gate.nobody,
                                         password, strlen(password));
    leave();
    *right = hash_text && !wrong;
    return OK;
}

int password_busy(void)
{
    pthread_mutex_lock(&gate.lock);
    int busy = gate.working + gate.waiting;
    pthread_mutex_unlock(&gate.lock);
    return busy;
}

int password_most(void)
{
    pthread_once(&once, begin);
    return gate.cores + WAITING;
}
