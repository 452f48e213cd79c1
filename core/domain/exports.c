#include "domain/exports.h"

#include "base/files.h"
#include "base/log.h"
#include "base/random.h"
#include "base/tree.h"
#include "store/audit.h"
#include "json/json.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_NOTE = 4096 };

struct keeping {
    struct arena *arena;
    const struct deed *deed;
};

static enum status keep(struct db *tx, void *arg)
{
    const struct keeping *k = arg;

    return audit_add(tx, k->arena, k->deed);
}

static enum status keep_record(struct db *db, struct arena *arena, int64_t id,
                               const struct export_record *record)
{
    struct tree_maker map = tree_map(arena);

    tree_put(&map, "format", tree_of_text(record->format));
    tree_put(&map, "unit", tree_of_integer(record->unit));
    tree_put(&map, "rows", tree_of_integer(record->rows));
    tree_put(&map, "national_id", tree_of_truth(record->national_id));
    if (!record->actor)
        tree_put(&map, "user", tree_of_integer(record->user));
    struct tree detail = tree_done(&map);
    const struct deed deed = {
        .id = id,
        .at = record->now,
        .actor = record->actor,
        .action = record->trail ? "audit.export" : "results.export",
        .object = record->trail ? "audit" : "sitting",
        .object_id = record->sitting,
        .detail = json_text(arena, &detail),
    };
    struct keeping keeping = {arena, &deed};
    return db_write(db, keep, &keeping);
}

enum status export_recorded(struct db *db, const struct export_record *record)
{
    struct arena *arena = arena_new();
    enum status status = keep_record(db, arena, 0, record);

    arena_free(arena);
    return status;
}

/* ---- notes
 * --------------------------------------------------------------------*/

static enum status complain(const char *path, const char *what)
{
    log_say(LOG_ERROR, "domain", "a note of an export failed", "path", path,
            "what", what, "why", strerror(errno), NULL);
    return FAILED;
}

/* Under another name until it is whole: the server may look at any moment. */
static enum status put_note(const char *partial, const char *path,
                            const char *text)
{
    size_t length = strlen(text);
    int fd = open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0)
        return complain(partial, "open");
    bool written = write_whole(fd, text, length) && !fsync(fd);
    if (close(fd) || !written || rename(partial, path)) {
        enum status status = complain(path, "write");
        unlink(partial);
        return status;
    }
    return OK;
}

static enum status write_note(struct arena *arena, const char *data,
                              const struct export_record *record)
{
    const char *folder = arena_print(arena, "%s/spool", data);
    const int64_t id = id_new();
    struct tree_maker map = tree_map(arena);

    tree_put(&map, "id", tree_of_integer(id));
    tree_put(&map, "at", tree_of_integer(record->now));
    tree_put(&map, "format", tree_of_text(record->format));
    tree_put(&map, "sitting", tree_of_integer(record->sitting));
    tree_put(&map, "unit", tree_of_integer(record->unit));
    tree_put(&map, "rows", tree_of_integer(record->rows));
    tree_put(&map, "national_id", tree_of_truth(record->national_id));
    tree_put(&map, "user", tree_of_integer(record->user));
    struct tree note = tree_done(&map);
    if (mkdir(folder, 0700) && errno != EEXIST)
        return complain(folder, "mkdir");
    const char *path =
        arena_print(arena, "%s/export-%lld.json", folder, (long long)id);
    TRY(put_note(arena_print(arena, "%s.part", path), path,
                 json_text(arena, &note)));
    return folder_sync(folder) && folder_sync(data) ? OK
                                                    : complain(folder, "fsync");
}

enum status export_noted(const char *data, const struct export_record *record)
{
    struct arena *arena = arena_new();
    enum status status = write_note(arena, data, record);

    arena_free(arena);
    return status;
}

static bool read_note(struct arena *arena, const char *path, int64_t *id,
                      struct export_record *record)
{
    char text[MOST_NOTE];
    struct tree note;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    ssize_t length = fd < 0 ? -1 : read(fd, text, sizeof text);

    if (fd >= 0)
        close(fd);
    if (length <= 0 || length == MOST_NOTE ||
        json_read(arena, text, (size_t)length, &note) != OK)
        return false;
    *id = tree_integer(&note, "id", 0);
    *record = (struct export_record){
        .now = tree_integer(&note, "at", 0),
        .format = tree_text(&note, "format"),
        .sitting = tree_integer(&note, "sitting", 0),
        .unit = tree_integer(&note, "unit", 0),
        .rows = tree_integer(&note, "rows", 0),
        .national_id = tree_truth(&note, "national_id"),
        .user = tree_integer(&note, "user", 0),
    };
    return *id > 0 && record->now > 0 && record->format;
}

static enum status take_note(struct db *db, struct arena *arena,
                             const char *path, size_t *taken)
{
    struct export_record record;
    int64_t id;

    if (!read_note(arena, path, &id, &record)) {
        log_say(LOG_ERROR, "domain",
                "a note of an export cannot be read and is put aside", "path",
                path, NULL);
        return rename(path, arena_print(arena, "%s.bad", path))
                   ? complain(path, "rename")
                   : OK;
    }
    enum status status = keep_record(db, arena, id, &record);
    if (status != OK && status != CONFLICT) /* there: taken, then cut off */
        return status;
    *taken += status == OK;
    return unlink(path) ? complain(path, "unlink") : OK;
}

enum status exports_take_in(struct db *db, const char *data, size_t *taken)
{
    struct arena *arena = arena_new();
    const char *folder = arena_print(arena, "%s/spool", data);
    DIR *dir = opendir(folder);
    enum status status = OK;

    *taken = 0;
    for (struct dirent *e; dir && status == OK && (e = readdir(dir));) {
        size_t length = strlen(e->d_name);
        if (!strncmp(e->d_name, "export-", 7) && length > 5 &&
            !strcmp(e->d_name + length - 5, ".json"))
            status = take_note(db, arena,
                               arena_print(arena, "%s/%s", folder, e->d_name),
                               taken);
    }
    if (dir)
        closedir(dir);
    arena_free(arena);
    return status;
}
