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
    bool may_give; /* it is short enough, by a clock that can be trusted */
    size_t sittings;
};

/* Everybody's papers and the sitting itself end later by how long it was. */
static enum status stand_still(struct db *tx, const struct noting *n,
                               const struct waited *waited)
{
    const struct whom all = {.sitting = waited->sitting};
    int64_t ms = n->now - n->from;
    struct under_way papers;
    const struct room_event event = {.id = id_new(),
                                     .sitting = waited->sitting,
                                     .kind = "extend",
                                     .amount = ms,
                                     .touched = waited->papers,
                                     .at = n->now};

    TRY(attempts_stand_still(tx, n->arena, waited->sitting, n->from, ms));
    TRY(sitting_move_end(tx, n->arena, waited->sitting, ms));
    TRY(under_way_count(tx, n->arena, &all, n->now, &papers));
    if (papers.last_end)
        TRY(sitting_stretch(tx, n->arena, waited->sitting, papers.last_end));
    TRY(room_event_add(tx, n->arena, &event));
    return audit_add(tx, n->arena,
                     &(struct deed){.at = n->now,
                                    .action = "room.extend",
                                    .object = "room_event",
                                    .object_id = event.id});
}

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
        if (list[i].stands_still && n->may_give)
            TRY(stand_still(tx, n, &list[i]));
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
    n.may_give = now - n.from <= OUTAGE_MOST_MS && !house->unsure_before;
    TRY(db_write(house->db, note, &n));
    *sittings = n.sittings;
    if (n.sittings)
        log_say(LOG_WARN, "domain", "people waited while the server was out",
                "ms", log_int(now - n.from), "sittings",
                log_int((int64_t)n.sittings), NULL);
    return OK;
}
