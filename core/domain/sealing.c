#include "domain/sealing.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "domain/evidence.h"
#include "domain/exports.h"
#include "seal/hash.h"
#include "store/settings.h"

#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

enum { BATCH = 500, SALT = 16 };

struct sealer {
    struct signing_key key; /* public is "" without one */
};

/* ---- the key
 * ------------------------------------------------------------------*/

static enum status make_key(struct sealer *sealer, struct db *db,
                            struct arena *arena, const char *path)
{
    struct checkpoint newest;
    enum status status = checkpoint_newest_find(db, arena, &newest);

    if (status == MISSING)
        return signing_key_make(path, &sealer->key);
    if (status == OK)
        log_say(LOG_ERROR, "seal",
                "the key of the evidence is gone: sealing goes on, unsigned. "
                "Put it back from a backup and start again",
                "path", path, NULL);
    return status;
}

enum status sealer_open(struct sealer **out, struct db *db, const char *data)
{
    struct arena *arena = arena_new();
    const char *folder = arena_print(arena, "%s/keys", data);
    const char *path = arena_print(arena, "%s/evidence.key", folder);
    struct sealer *sealer = calloc(1, sizeof *sealer);

    if (!sealer)
        abort();
    (void)mkdir(folder, 0700);
    enum status status = signing_key_read(path, &sealer->key);
    if (status == MISSING)
        status = make_key(sealer, db, arena, path);
    else if (status != OK)
        log_say(LOG_ERROR, "seal",
                status == DENIED ? "the key can be read by others: chmod 600"
                                 : "the key is no key",
                "path", path, NULL);
    arena_free(arena);
    if (status != OK) {
        sealer_close(sealer);
        return FAILED;
    }
    *out = sealer;
    return OK;
}

void sealer_close(struct sealer *sealer)
{
    if (!sealer)
        return;
    sodium_memzero(sealer, sizeof *sealer);
    free(sealer);
}

const char *sealer_key(const struct sealer *sealer)
{
    return sealer->key.public;
}

/* ---- sealing
 * ------------------------------------------------------------------*/

struct sealing {
    struct arena *arena;
    struct chain_link *links;
    size_t count;
};

static enum status add_links(struct db *tx, void *arg)
{
    const struct sealing *s = arg;

    for (size_t i = 0; i < s->count; i++)
        TRY(chain_add(tx, s->arena, &s->links[i]));
    return OK;
}

static const char *new_salt(struct arena *arena)
{
    unsigned char bytes[SALT];
    char *hex = arena_alloc(arena, 2 * SALT + 1);

    random_bytes(bytes, sizeof bytes);
    return sodium_bin2hex(hex, 2 * SALT + 1, bytes, sizeof bytes);
}

static enum status link_for(struct db *db, struct arena *arena,
                            struct evidence row, int64_t sequence,
                            const char *before, struct chain_link *out)
{
    TRY(evidence_complete(db, arena, &row));
    struct chain_link link = {.sequence = sequence,
                              .kind = row.kind,
                              .row = row.row,
                              .digest = evidence_digest(arena, &row)};
    if (row.erasable) {
        link.salt = new_salt(arena);
        link.erasable = evidence_erasable(arena, link.salt, row.erasable);
    }
    link.link = evidence_link(arena, before, &link);
    *out = link;
    return OK;
}

static enum status seal(struct db *db, struct arena *arena, size_t *sealed)
{
    const struct evidence *rows;
    int64_t sequence = 0;
    const char *link = chain_origin;
    size_t count;

    /* The head first: what was sealed since then takes our numbers. */
    enum status status = chain_head_find(db, arena, &sequence, &link);
    if (status != OK && status != MISSING)
        return status;
    TRY(unsealed_list(db, arena, BATCH, &rows, &count));
    if (!count)
        return OK;
    struct sealing s = {arena, arena_many(arena, struct chain_link, count),
                        count};
    for (size_t i = 0; i < count; i++) {
        TRY(link_for(db, arena, rows[i], ++sequence, link, &s.links[i]));
        link = s.links[i].link;
    }
    TRY(db_write(db, add_links, &s));
    *sealed = count;
    return OK;
}

/* Who comes second tries again; if nobody came first, a row or a number is
   taken that should not be, and a person has to look. */
static enum status gave_way(struct db *db, struct arena *arena, int64_t before)
{
    int64_t after = 0;
    const char *link;
    enum status status = chain_head_find(db, arena, &after, &link);

    if (status != OK && status != MISSING)
        return status;
    if (after != before)
        return OK;
    log_say(LOG_ERROR, "seal",
            "what waits cannot be sealed: the chain was changed by hand. "
            "`khoa verify` says where",
            "head", log_int(before), NULL);
    return FAILED;
}

enum status sealing_step(struct sealer *sealer, struct db *db, size_t *sealed)
{
    struct arena *arena = arena_new();
    int64_t before = 0;
    const char *link;

    (void)sealer;
    *sealed = 0;
    enum status status = chain_head_find(db, arena, &before, &link);
    if (status == OK || status == MISSING)
        status = seal(db, arena, sealed);
    if (status == CONFLICT)
        status = gave_way(db, arena, before);
    arena_free(arena);
    return status;
}

/* ---- signing
 * ------------------------------------------------------------------*/

struct signing {
    struct arena *arena;
    struct checkpoint checkpoint;
};

static enum status add_checkpoint(struct db *tx, void *arg)
{
    const struct signing *s = arg;

    return checkpoint_add(tx, s->arena, &s->checkpoint);
}

static enum status sign_head(struct sealer *sealer, struct db *db,
                             struct arena *arena, int64_t now, bool any)
{
    struct signing s = {.arena = arena};
    struct checkpoint last = {0};
    char signature[SIGNATURE_TEXT];

    enum status status =
        chain_head_find(db, arena, &s.checkpoint.sequence, &s.checkpoint.link);
    if (status != OK)
        return status == MISSING ? OK : status;
    status = checkpoint_newest_find(db, arena, &last);
    if (status != OK && status != MISSING)
        return status;
    int64_t more = s.checkpoint.sequence - last.sequence;
    if (more <= 0 ||
        (!any && more < CHECKPOINT_ROWS && now - last.at < CHECKPOINT_MS))
        return OK;
    s.checkpoint.id = last.id + 1;
    s.checkpoint.at = now;
    s.checkpoint.key = sealer->key.public;
    sign_text(&sealer->key, evidence_signed(arena, &s.checkpoint), signature);
    s.checkpoint.signature = signature;
    status = db_write(db, add_checkpoint, &s);
    return status == CONFLICT ? OK : status; /* another server was first */
}

enum status sealing_sign(struct sealer *sealer, struct db *db, int64_t now,
                         bool now_or_never)
{
    if (!sealer->key.public[0])
        return OK;
    struct arena *arena = arena_new();
    enum status status = sign_head(sealer, db, arena, now, now_or_never);
    arena_free(arena);
    return status;
}

enum status sealing_finish(struct sealer *sealer, struct db *db)
{
    size_t sealed;

    do
        TRY(sealing_step(sealer, db, &sealed));
    while (sealed);
    return sealing_sign(sealer, db, clock_now(), true);
}

static enum status write_probe(struct db *tx, void *arg)
{
    struct arena *arena = arg;

    return setting_put(tx, arena, "write_probe", log_int(clock_now()));
}

/* While the last commit failed, /healthz tells a proxy to send nobody here; so
   somebody has to find out that the disk has room again. */
static void probe(struct db *db)
{
    struct db_figures figures;
    struct arena *arena;

    db_figures(db, &figures);
    if (!figures.failing)
        return;
    arena = arena_new();
    if (db_write(db, write_probe, arena) == OK)
        log_say(LOG_INFO, "seal", "the database can be written again", NULL);
    arena_free(arena);
}

void sealing_until(struct house *house, const atomic_bool *stop)
{
    while (!atomic_load(stop)) {
        size_t sealed = 0, taken;
        enum status status = exports_take_in(house->db, house->data, &taken);

        if (status == OK)
            status = sealing_step(house->sealer, house->db, &sealed);

        if (status == OK)
            status = sealing_sign(house->sealer, house->db, clock_now(), false);
        probe(house->db);
        for (int i = 0; i < 10 && !atomic_load(stop) && sealed < BATCH; i++)
            nanosleep(&(struct timespec){0, 100000000}, NULL);
    }
    if (sealing_finish(house->sealer, house->db) != OK)
        log_say(LOG_ERROR, "seal", "the last rows are not sealed", NULL);
}
