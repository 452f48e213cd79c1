/* `khoa plugin add` and `khoa plugin list`: packages of an installation. */
#include "commands/plugin.h"

#include "base/clock.h"
#include "base/log.h"
#include "commands/import.h"
#include "commands/opening.h"
#include "domain/packages.h"
#include "domain/sealing.h"
#include "quiz/package.h"
#include "store/db.h"
#include "store/items.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

static int tell_state(struct house *house, struct arena *arena,
                      const char *folder)
{
    const struct package_row *row;
    struct package package;
    const char *why;

    if (package_read(arena, folder, &package, &why) != OK ||
        package_find_by_digest(house->db, arena, package.hash, &row) != OK) {
        fprintf(stderr, "khoa: %s changed meanwhile; add it again\n", folder);
        return 1;
    }
    if (!strcmp(row->state, "checked"))
        printf("%s: đã qua cổng kiểm tra; chờ một người thẩm định duyệt\n"
               "%s: passed the gate; a reviewer has to approve it\n",
               folder, folder);
    else
        printf("%s: đã có từ trước (%s)\n%s: is there already (%s)\n", folder,
               row->state, folder, row->state);
    return 0;
}

static int tell_added(struct house *house, struct arena *arena,
                      const char *folder)
{
    struct findings findings = findings_of(arena);
    enum status status =
        package_take_in(house, folder, false, 0, clock_now(), &findings);

    findings_tell(&findings);
    if (status == OK)
        return tell_state(house, arena, folder);
    if (status == INVALID)
        fprintf(stderr,
                "khoa: %s: %zu lỗi, không nhận\nkhoa: %s: %zu errors, not "
                "taken in\n",
                folder, findings.errors, folder, findings.errors);
    else
        fprintf(stderr, "khoa: %s: could not be taken in; the log says why\n",
                folder);
    return 1;
}

static int add_all(struct house *house, struct arena *arena, char **folders,
                   int count)
{
    int code = 0;

    for (int i = 0; i < count; i++)
        if (tell_added(house, arena, folders[i]))
            code = 1;
    return code;
}

static int list_all(struct db *db, struct arena *arena)
{
    const struct package_row *rows;
    size_t count;

    if (package_list(db, arena, &rows, &count) != OK) {
        fputs("khoa: the packages cannot be read; the log says why\n", stderr);
        return 1;
    }
    for (size_t i = 0; i < count; i++)
        printf("%-30s %-10s %-10s %s\n", rows[i].plugin, rows[i].version,
               rows[i].state, rows[i].digest);
    return 0;
}

/* Reads only: also beside a running server. */
static int list(const struct config *config, struct arena *arena)
{
    struct db *db;

    if (reading_open(&db, config) != OK)
        return 1;
    int code = list_all(db, arena);
    db_close(db);
    return code;
}

int plugin_house(const struct config *config, struct arena *arena,
                 char **folders, int count)
{
    struct arena *work = arena_new(); /* goes before the house does */
    struct house house;
    int code = 1;

    log_from(config->log);
    umask(077);
    if (!count) {
        code = list(config, work);
    } else if (house_open(&house, config, arena) == OK) {
        if (house_start(&house, config) == OK)
            code = add_all(&house, work, folders, count);
        if (!code && sealing_finish(house.sealer, house.db) != OK)
            code = 1;
        arena_free(work);
        work = NULL;
        house_close(&house);
    }
    if (work)
        arena_free(work);
    return code;
}
