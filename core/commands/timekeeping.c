#include "commands/timekeeping.h"

#include "base/clock.h"
#include "base/log.h"
#include "base/random.h"
#include "store/attempts.h"
#include "store/settings.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MAY_DIFFER_MS = 5000, LONG_QUIET_MS = 3600000, LINE = 200 };

/* What the file said, from time_keep to time_settle. */
static struct {
    struct time_facts facts;
    char boot[64];
    int64_t offset, unsure_before;
} at_start;

enum time_verdict time_judge(const struct time_facts *facts)
{
    int64_t stepped = facts->told - facts->kept;

    if (facts->trusted || !facts->known)
        return TIME_AS_TOLD;
    if (facts->same_boot)
        return stepped > MAY_DIFFER_MS || stepped < -MAY_DIFFER_MS
                   ? TIME_AS_KEPT
                   : TIME_AS_TOLD;
    return facts->quiet > LONG_QUIET_MS ? TIME_UNSURE : TIME_AS_TOLD;
}

static bool read_line(const char *path, char *line)
{
    FILE *file = fopen(path, "re");
    bool got = file && fgets(line, LINE, file);

    if (file)
        fclose(file);
    line[got ? strcspn(line, "\n") : 0] = '\0';
    return got;
}

static void path_of(char *path, size_t room, const char *data,
                    const char *suffix)
{
    snprintf(path, room, "%s/clock%s", data, suffix);
}

enum status time_keep(const char *data, bool trusted)
{
    char path[4096], line[LINE] = "", boot[64] = "";

    path_of(path, sizeof path, data, "");
    if (!read_line("/proc/sys/kernel/random/boot_id", line))
        line[0] = '\0';
    snprintf(at_start.boot, sizeof at_start.boot, "%.60s", line);
    struct time_facts facts = {.told = clock_offset(), .trusted = trusted};
    if (read_line(path, line)) {
        if (sscanf(line, "%63s %" SCNd64 " %" SCNd64, boot, &facts.kept,
                   &at_start.unsure_before) != 3) {
            fprintf(stderr,
                    "khoa: %s cannot be read; start with --trust-clock if "
                    "this machine's clock is right\n",
                    path);
            if (!trusted)
                return FAILED;
        }
        facts.known = true;
        facts.same_boot = at_start.boot[0] && !strcmp(boot, at_start.boot);
    } else if (errno != ENOENT) {
        fprintf(stderr, "khoa: %s: %s\n", path, strerror(errno));
        return FAILED;
    }
    at_start.facts = facts;
    at_start.offset =
        time_judge(&facts) == TIME_AS_KEPT ? facts.kept : facts.told;
    clock_keep(at_start.offset);
    return OK;
}

/* Whole or not at all: half a file would be no time. On a full disk the old one
   stays, which is no reason not to serve. */
static void write_file(const char *data)
{
    char path[4096], fresh[4096];

    path_of(path, sizeof path, data, "");
    path_of(fresh, sizeof fresh, data, ".new");
    FILE *file = fopen(fresh, "we");
    bool whole = file &&
                 fprintf(file, "%s %" PRId64 " %" PRId64 "\n",
                         at_start.boot[0] ? at_start.boot : "-",
                         at_start.offset, at_start.unsure_before) > 0 &&
                 !fflush(file) && !fsync(fileno(file));
    if (file)
        whole &= !fclose(file);
    if (!whole || rename(fresh, path))
        log_say(LOG_ERROR, "serve", "the file of the time cannot be written",
                "path", path, "why", strerror(errno), NULL);
}

static enum status tell_held(struct house *house)
{
    struct arena *arena = arena_new();
    const struct overdue *list;
    size_t count = 0;
    enum status status = attempt_overdue_list(
        house->db, arena, 0, house->unsure_before, &list, &count);

    if (status == OK && count)
        log_say(LOG_ERROR, "serve",
                "attempts ran out while nothing ran, and the clock may be "
                "wrong: they are not closed. If it is right, start again with "
                "--trust-clock",
                "attempts", log_int((int64_t)count), NULL);
    arena_free(arena);
    return status;
}

enum status time_settle(struct house *house)
{
    int64_t newest = 0;

    TRY(newest_id_find(house->db, &newest));
    at_start.facts.quiet = clock_now() - id_moment(newest);
    switch (time_judge(&at_start.facts)) {
    case TIME_AS_TOLD: break;
    case TIME_UNSURE: at_start.unsure_before = clock_now(); break;
    case TIME_AS_KEPT:
        log_say(LOG_ERROR, "serve",
                "the machine's clock was set; the time goes on as it was. If "
                "the new time is right, start again with --trust-clock",
                "ahead_ms", log_int(clock_ahead()), NULL);
    }
    if (at_start.facts.trusted)
        at_start.unsure_before = 0;
    house->unsure_before = at_start.unsure_before;
    if (house->unsure_before)
        TRY(tell_held(house));
    write_file(house->data);
    return OK;
}
