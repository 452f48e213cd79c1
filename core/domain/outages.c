#include "domain/outages.h"

#include "base/log.h"
#include "base/random.h"
#include "store/audit.h"
#include "store/rooms.h"

#include <inttypes.h>
#include <stdio.h>

static FILE *open_mark(const struct house *house, const char *how)
{
    char path[4096];

    snprintf(path, sizeof path, "%s/alive", house->data);
    return fopen(path, how);
}

/* Not synced: a power cut may take the last mark, and the outage then seems a
   few seconds longer, never shorter. */
void outage_beat(const struct house *house, int64_t now)
{
    static int64_t last;

    if (!house->data || (now >= last && now - last < OUTAGE_BEAT_MS))
        return;
    last = now;
    FILE *file = open_mark(house, "we");
    if (file) {
        fprintf(file, "%" PRId64 "\n", now);
        fclose(file);
    }
}

static int64_t last_mark(const struct house *house)
{
    FILE *file = house->data ? open_mark(house, "re") : NULL;
    int64_t mark = 0;

    if (file) {
        if (fscanf(file, "%" SCNd64, &mark) != 1)
            mark = 0;
        fclose(file);
    }
    return mark;
}

/* ---- noting one ----------------------------------------------------------*/

struct noting {
    struct arena *arena;
    int64_t from, now;
    size_t sittings;
};

static enum status note(struct db *tx, void *arg)
{
    struct noting *n = arg;
    const struct waited *list;
    size_t count;

    TRY(waited_list(tx, n->arena, n->from, &list, &count));
    for (size_t i = 0; i < count; i++) {
        const struct room_event event = {.id = id_new(),
                                         .sitting = list[i].sitting,
                                         .kind = "outage",
                                         .amount = n->now - n->from,
                                         .touched = list[i].papers,
                                         .at = n->now};
        TRY(room_event_add(tx, n->arena, &event));
        TRY(audit_add(tx, n->arena,
                      &(struct deed){.at = n->now,
                                     .action = "room.outage",
                                     .object = "room_event",
                                     .object_id = event.id}));
    }
    n->sittings = count;
    return OK;
}

enum status outage_note(struct house *house, struct arena *arena, int64_t now,
                        size_t *sittings)
{
    struct noting n = {.arena = arena, .from = last_mark(house), .now = now};

    *sittings = 0;
    if (!n.from || now - n.from < OUTAGE_LEAST_MS)
        return OK;
    TRY(db_write(house->db, note, &n));
    *sittings = n.sittings;
    if (n.sittings)
        log_say(LOG_WARN, "domain", "people waited while the server was out",
                "ms", log_int(now - n.from), "sittings",
                log_int((int64_t)n.sittings), NULL);
    return OK;
}
