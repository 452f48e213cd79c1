#include "quiz/calls.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "locked/process.h"
#include "quiz/body.h"
#include "json/json.h"

enum {
    CACHE_BYTES = 64 << 20,
    ASIDE_BYTES = 16 << 20,
    TURN_MS = 2000,
    CALL_MS = 5000,
    MOST_REPLY = 4 << 20,
    WATCHED = 64,   /* packages that killed lately, at most */
    KILLS = 3,      /* so many of them ... */
    WITHIN = 60000, /* ... within a minute suspend a package */
};

/* What a package has on its record. */
struct record {
    char hash[65];
    int64_t kills[KILLS]; /* when, on the clock of ticks; newest last */
    int64_t count, since; /* since: when it was suspended; 0 if it is not */
};

/* Who lost how many processes. */
struct book {
    pthread_mutex_t lock; /* over what follows */
    struct record records[WATCHED];
    int64_t calls, killed;
};

struct questions {
    struct pool *pool;
    struct cache *cache;
    struct book *book;
    struct arena *arena;
    struct trail *trail; /* NULL but for the gate */
    const char *runtime;
    int call_ms;
};

/* ---- life
 * -------------------------------------------------------------------- */

static unsigned cores(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);

    return count < 1 ? 1 : count > 64 ? 64 : (unsigned)count;
}

enum status questions_open(struct questions **out,
                           const struct questions_options *options)
{
    static const struct questions_options defaults;
    struct arena *arena = arena_new();
    struct questions *q = arena_make(arena, struct questions);
    struct pool_options pool = {.most_reply = MOST_REPLY};

    if (!options)
        options = &defaults;
    pool.program =
        options->host ? options->host : locked_program(arena, "quizhost");
    pool.processes = options->processes ? options->processes : cores();
    pool.turn_ms = options->turn_ms ? options->turn_ms : TURN_MS;
    q->call_ms = options->call_ms ? options->call_ms : CALL_MS;
    q->arena = arena;
    if (pool_open(&q->pool, &pool) != OK) {
        arena_free(arena);
        return FAILED;
    }
    const char *runtime = tree_text(pool_greeting(q->pool), "runtime");
    q->runtime = runtime ? runtime : "unknown";
    q->cache =
        cache_new(options->cache_bytes ? options->cache_bytes : CACHE_BYTES);
    q->book = arena_make(arena, struct book);
    pthread_mutex_init(&q->book->lock, NULL);
    *out = q;
    return OK;
}

void questions_close(struct questions *questions)
{
    if (!questions)
        return;
    pool_close(questions->pool);
    cache_free(questions->cache);
    pthread_mutex_destroy(&questions->book->lock);
    arena_free(questions->arena);
}

const char *questions_runtime(const struct questions *questions)
{
    return questions->runtime;
}

/* ---- the book of kills
 * --------------------------------------------------------- */

static struct record *find_record(struct book *book, const char *hash)
{
    for (size_t i = 0; i < WATCHED; i++)
        if (!strcmp(book->records[i].hash, hash))
            return &book->records[i];
    return NULL;
}

static bool is_suspended(struct book *book, const char *hash)
{
    pthread_mutex_lock(&book->lock);
    struct record *record = find_record(book, hash);
    bool suspended = record && record->since;
    book->calls += !suspended;
    pthread_mutex_unlock(&book->lock);
    return suspended;
}

/* A free record, else the one of a package that killed longest ago and is not
   suspended, else any. */
static struct record *new_record(struct book *book, const char *hash)
{
    struct record *best = &book->records[0];

    for (size_t i = 0; i < WATCHED && *best->hash; i++) {
        struct record *r = &book->records[i];
        if (!*r->hash ||
            (!r->since &&
             (best->since || r->kills[KILLS - 1] < best->kills[KILLS - 1])))
            best = r;
    }
    *best = (struct record){.count = 0};
    strncpy(best->hash, hash, sizeof best->hash - 1);
    return best;
}

static void note_kill(struct book *book, const char *hash, const char *why)
{
    int64_t now = clock_ticks();

    pthread_mutex_lock(&book->lock);
    struct record *record = find_record(book, hash);
    if (!record)
        record = new_record(book, hash);
    memmove(record->kills, record->kills + 1,
            (KILLS - 1) * sizeof *record->kills);
    record->kills[KILLS - 1] = now;
    record->count++;
    book->killed++;
    bool suspend = !record->since && record->count >= KILLS &&
                   now - record->kills[0] <= WITHIN;
    if (suspend)
        record->since = clock_now();
    pthread_mutex_unlock(&book->lock);
    log_say(LOG_WARN, "quiz", "a plugin lost its process", "package", hash,
            "how", why, NULL);
    if (suspend)
        log_say(LOG_ERROR, "quiz", "plugin suspended", "package", hash, NULL);
}

void questions_suspended(struct questions *questions, struct arena *arena,
                         struct tree *out)
{
    struct tree_maker list = tree_list(arena);

    pthread_mutex_lock(&questions->book->lock);
    for (size_t i = 0; i < WATCHED; i++) {
        const struct record *record = &questions->book->records[i];
        struct tree_maker entry = tree_map(arena);
        if (!record->since)
            continue;
        tree_put(&entry, "package",
                 tree_of_text(
                     arena_text(arena, record->hash, strlen(record->hash))));
        tree_put(&entry, "since", tree_of_integer(record->since));
        tree_put(&entry, "kills", tree_of_integer(record->count));
        tree_add(&list, tree_done(&entry));
    }
    pthread_mutex_unlock(&questions->book->lock);
    *out = tree_done(&list);
}

void questions_lift(struct questions *questions, const char *package_hash)
{
    pthread_mutex_lock(&questions->book->lock);
    struct record *record = find_record(questions->book, package_hash);
    if (record)
        *record = (struct record){.count = 0};
    pthread_mutex_unlock(&questions->book->lock);
}

void questions_count(struct questions *questions, struct questions_figures *out)
{
    struct cache_figures cache;

    cache_count(questions->cache, &cache);
    pthread_mutex_lock(&questions->book->lock);
    *out = (struct questions_figures){.calls = questions->book->calls,
                                      .killed = questions->book->killed,
                                      .cached = cache.found,
                                      .cache_bytes = cache.bytes,
                                      .cache_entries = cache.entries};
    pthread_mutex_unlock(&questions->book->lock);
}

/* ---- one call
 * ------------------------------------------------------------------- */

struct tree call_trouble(struct arena *arena, const char *code,
                         const char *message)
{
    struct tree_maker trouble = tree_map(arena);

    tree_put(&trouble, "trouble", tree_of_text(code));
    tree_put(&trouble, "message", tree_of_text(message));
    return tree_done(&trouble);
}

/* Ask; and if the process does not know the package yet, ask again with it. */
static enum locked_end ask_one(struct questions *q, struct locked *locked,
                               struct arena *arena,
                               const struct package *package,
                               const struct tree *ask, struct message *reply)
{
    struct message message = {.tree = *ask};
    enum locked_end end =
        locked_ask(locked, arena, &message, reply, q->call_ms);

    if (end != LOCKED_ANSWERED || !tree_truth(&reply->tree, "want"))
        return end;
    struct tree_maker with = tree_map(arena);
    for (size_t i = 0; i < ask->count; i++)
        tree_put(&with, ask->names[i], ask->items[i]);
    tree_put(&with, "modules", *tree_get(&package->contents, "modules"));
    message = (struct message){tree_done(&with), package->source,
                               package->source_length};
    return locked_ask(locked, arena, &message, reply, q->call_ms);
}

static enum locked_end converse(struct questions *q, struct arena *arena,
                                const struct package *package,
                                const struct tree *ask, struct message *reply)
{
    enum locked_end end;
    struct locked *locked = pool_take(q->pool, &end);

    if (!locked)
        return end;
    end = ask_one(q, locked, arena, package, ask, reply);
    pool_give(q->pool, locked);
    return end;
}

static enum status lost(struct questions *q, struct arena *arena,
                        const struct package *package, enum locked_end end,
                        struct tree *reply)
{
    const char *how = end == LOCKED_LATE   ? "took too long"
                      : end == LOCKED_DIED ? "died"
                                           : "garbled";

    note_kill(q->book, package->hash, how);
    *reply = call_trouble(arena, "killed",
                          end == LOCKED_LATE ? "took too long and was killed"
                          : end == LOCKED_DIED
                              ? "used up its processor time or tried what it "
                                "may not, and was killed"
                              : "answered in no known form and was killed");
    return INVALID;
}

static void note_step(struct trail *trail, const struct package *package,
                      const struct tree *ask, const struct tree *reply,
                      int64_t ms)
{
    if (trail->count == trail->room) {
        size_t room = 2 * trail->room + 64;
        struct step *more = arena_many(trail->arena, struct step, room);
        if (trail->count)
            memcpy(more, trail->steps, trail->count * sizeof *more);
        trail->steps = more;
        trail->room = room;
    }
    trail->steps[trail->count++] = (struct step){
        package, *ask, json_text(trail->arena, reply), trail->place};
    if (ms > trail->slowest_ms)
        trail->slowest_ms = ms;
}

enum status call_plugin(struct questions *questions, struct arena *arena,
                        const struct package *package, struct tree_maker *ask,
                        struct tree *reply)
{
    struct message answer;

    if (is_suspended(questions->book, package->hash)) {
        *reply = call_trouble(arena, "suspended",
                              "killed too many processes; someone must lift "
                              "its suspension");
        return BUSY;
    }
    tree_put(ask, "package", tree_of_text(package->hash));
    struct tree asked = tree_done(ask);
    int64_t before = clock_ticks();
    enum locked_end end = converse(questions, arena, package, &asked, &answer);
    switch (end) {
    case LOCKED_ANSWERED: break;
    case LOCKED_NO_TURN:
        *reply = call_trouble(arena, "busy", "no process was free");
        return BUSY;
    case LOCKED_TOO_LONG:
        *reply = call_trouble(arena, "limit", "what it was asked is too long");
        return INVALID;
    case LOCKED_NO_START:
        *reply = call_trouble(arena, "busy", "no process could be started");
        return FAILED;
    default: return lost(questions, arena, package, end, reply);
    }
    *reply = answer.tree;
    if (questions->trail)
        note_step(questions->trail, package, &asked, reply,
                  clock_ticks() - before);
    return tree_truth(reply, "ok") ? OK : INVALID;
}

/* ---- asked again, for the gate
 * -------------------------------------------------- */

static void free_cache(void *cache)
{
    cache_free(cache);
}

struct questions *questions_aside(struct questions *questions,
                                  struct arena *arena, struct trail *trail)
{
    struct questions *aside = arena_make(arena, struct questions);

    *aside = *questions;
    aside->cache = cache_new(ASIDE_BYTES);
    aside->trail = trail;
    arena_defer(arena, free_cache, aside->cache);
    *trail = (struct trail){.arena = arena, .place = ""};
    return aside;
}

static bool is_same(struct questions *q, struct locked *locked,
                    const struct step *step)
{
    struct arena *arena = arena_new();
    struct message reply;
    bool same = ask_one(q, locked, arena, step->package, &step->ask, &reply) ==
                    LOCKED_ANSWERED &&
                !strcmp(json_text(arena, &reply.tree), step->reply);

    arena_free(arena);
    return same;
}

enum status trail_again(struct questions *questions, struct trail *trail,
                        const struct step **differs)
{
    enum locked_end end;
    struct locked *locked = pool_take(questions->pool, &end);

    *differs = NULL;
    for (size_t i = 0; locked && !*differs && i < trail->count; i++)
        if (!is_same(questions, locked, &trail->steps[i]))
            *differs = &trail->steps[i];
    if (locked)
        locked = pool_take_other(questions->pool, locked, &end);
    for (size_t i = trail->count; locked && !*differs && i-- > 0;)
        if (!is_same(questions, locked, &trail->steps[i]))
            *differs = &trail->steps[i];
    if (!locked)
        return end == LOCKED_NO_TURN ? BUSY : FAILED;
    pool_give(questions->pool, locked);
    return OK;
}

/* ---- answers that are kept
 * ------------------------------------------------------ */

void key_begin(struct cached *cached, struct questions *questions,
               struct arena *arena, const char *verb,
               const struct package *package)
{
    *cached = (struct cached){questions, arena, {.arena = arena}};
    key_text(cached, verb);
    key_text(cached, package->hash);
}

void key_text(struct cached *cached, const char *text)
{
    buf_bytes(&cached->key, text, strlen(text) + 1);
}

void key_tree(struct cached *cached, const struct tree *tree)
{
    static const struct tree nothing = {.kind = TREE_NOTHING};

    json_write(&cached->key, tree ? tree : &nothing);
    buf_bytes(&cached->key, "", 1);
}

enum status cached_answer(struct cached *cached,
                          enum status (*work)(void *data, struct tree *out),
                          void *data, struct tree *out)
{
    struct cache *cache = cached->questions->cache;
    const void *key = cached->key.data;
    size_t length = cached->key.length;

    if (cache_find(cache, cached->arena, key, length, out))
        return OK;
    enum status status = work(data, out);
    if (status == OK)
        cache_keep(cache, key, length, out);
    else
        cache_forget(cache, key, length);
    return status;
}

/* ---- manifests
 * -------------------------------------------------------------------- */

struct manifest {
    struct questions *questions;
    struct arena *arena;
    const struct package *package;
};

static enum status work_manifest(void *data, struct tree *out)
{
    struct manifest *m = data;
    struct tree_maker ask = tree_map(m->arena);
    const char *why;

    tree_put(&ask, "verb", tree_of_text("describe"));
    TRY(call_plugin(m->questions, m->arena, m->package, &ask, out));
    if (fields_check(m->arena, tree_get(out, "fields"), &why))
        return OK;
    *out = call_trouble(m->arena, "nonsense", why);
    return INVALID;
}

enum status call_manifest(struct questions *questions, struct arena *arena,
                          const struct package *package, struct tree *out)
{
    struct manifest manifest = {questions, arena, package};
    struct cached cached;

    key_begin(&cached, questions, arena, "describe", package);
    return cached_answer(&cached, work_manifest, &manifest, out);
}
