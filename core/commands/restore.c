#include "commands/commands.h"

#include "base/clock.h"
#include "base/random.h"
#include "commands/config.h"
#include "commands/folder.h"
#include "commands/import.h"
#include "commands/opening.h"
#include "domain/verifying.h"
#include "store/db.h"
#include "store/operation.h"
#include "store/settings.h"
#include "text/format.h"

#include <dirent.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char help[] =
    "usage: khoa restore BACKUP --data FOLDER\n"
    "       khoa restore BACKUP --drill\n"
    "\n"
    "Dựng lại một bản cài từ bản sao lưu của `khoa backup`: kiểm tra từng tệp\n"
    "theo SHA256SUMS, chép sang một thư mục mới, mở cơ sở dữ liệu và kiểm tra\n"
    "bằng chứng. Không bao giờ ghi đè lên thư mục đã có.\n"
    "\n"
    "Make an installation out of what `khoa backup` left: every file is held\n"
    "against SHA256SUMS, copied into a new folder, the database is opened and\n"
    "the evidence verified, and what is in it is counted. A folder that "
    "exists\n"
    "is never touched. Where BACKUP holds folders made by `khoa backup "
    "--into`\n"
    "the newest is taken.\n"
    "\n"
    "  --data FOLDER  the new installation; must not exist yet, or be empty\n"
    "  --drill        do all of it beside the backup, tell how it went and "
    "how\n"
    "                 long it took, and remove it again. Do this on a "
    "schedule:\n"
    "                 a backup nobody has restored is a hope\n"
    "\n"
    "Exit status 0: all is well. 1: something is not; said why.\n"
    "\n"
    "A backup of PostgreSQL brings khoa.dump: RESTORE.txt in it says how to\n"
    "load that. Its files are checked by --drill all the same.\n";

enum { OPTION_DRILL = 1, DIGEST = 64 };

struct restoring {
    struct arena *arena;
    const char *from, *to; /* `to` is the partial folder */
    long long files, bytes;
};

static bool fail(const char *what, const char *name)
{
    fprintf(stderr, "khoa: %s: %s\n", name, what);
    return false;
}

/* ---- which backup ---------------------------------------------------------*/

static bool is_backup(struct arena *arena, const char *folder)
{
    return !access(arena_print(arena, "%s/SHA256SUMS", folder), R_OK);
}

/* The folder itself, or the newest in it: they are named by their moment. */
static const char *find_backup(struct arena *arena, const char *folder)
{
    const char *newest = NULL;

    if (is_backup(arena, folder))
        return folder;
    DIR *dir = opendir(folder);
    for (struct dirent *e; dir && (e = readdir(dir));) {
        const char *path = arena_print(arena, "%s/%s", folder, e->d_name);
        if (e->d_name[0] != '.' && is_backup(arena, path) &&
            (!newest || strcmp(path, newest) > 0))
            newest = path;
    }
    if (dir)
        closedir(dir);
    return newest;
}

/* ---- copying --------------------------------------------------------------*/

/* A name as `khoa backup` writes it: below the folder, without tricks. */
static bool is_name(const char *name)
{
    return *name && *name != '/' && *name != '.' && !strstr(name, "/.") &&
           !strstr(name, "//");
}

static bool make_folders(struct restoring *r, const char *name)
{
    for (const char *slash = name; (slash = strchr(slash, '/')); slash++) {
        const char *folder =
            arena_print(r->arena, "%s/%.*s", r->to, (int)(slash - name), name);
        if (mkdir(folder, 0700) && access(folder, W_OK))
            return fail("cannot be made", folder);
    }
    return true;
}

static bool copy_one(struct restoring *r, const char *digest, const char *name)
{
    const char *copied;
    long long size;

    if (!is_name(name))
        return fail("SHA256SUMS names no file of a backup", name);
    if (!make_folders(r, name) ||
        file_copy(r->arena, arena_print(r->arena, "%s/%s", r->from, name),
                  arena_print(r->arena, "%s/%s", r->to, name), &copied,
                  &size) != OK)
        return false;
    if (strncmp(copied, digest, DIGEST))
        return fail("damaged: it does not have the digest that SHA256SUMS "
                    "says. Take an older backup",
                    name);
    r->files++;
    r->bytes += size;
    return true;
}

static bool copy_all(struct restoring *r)
{
    const char *sums = arena_print(r->arena, "%s/SHA256SUMS", r->from);
    FILE *in = fopen(sums, "r");
    char line[DIGEST + 2 + 512];
    bool good = in != NULL;

    if (!in)
        return fail("cannot be read", sums);
    while (good && fgets(line, sizeof line, in)) {
        size_t length = strcspn(line, "\n");
        if (!line[length] || length < DIGEST + 3)
            good = fail("has a line that is none of `khoa backup`", sums);
        line[length] = '\0';
        good = good && copy_one(r, line,
                                arena_text(r->arena, line + DIGEST + 2,
                                           length - DIGEST - 2));
    }
    fclose(in);
    if (good && !r->files)
        good = fail("names no file", sums);
    return good;
}

/* ---- is it whole ----------------------------------------------------------*/

static void tell_counts(const struct records *have, int64_t newest,
                        struct arena *arena)
{
    const char *at = newest ? format_moment(arena, newest) : "—";

    printf("Có %lld người, %lld lượt thi, %lld lần lưu câu trả lời, %lld kết "
           "quả; việc mới nhất lúc %s.\n"
           "In it are %lld people, %lld attempts, %lld saves of answers, %lld "
           "results; the newest event is of %s.\n",
           (long long)have->people, (long long)have->attempts,
           (long long)have->saves, (long long)have->results, at,
           (long long)have->people, (long long)have->attempts,
           (long long)have->saves, (long long)have->results, at);
}

/* A backup of an older Khoa is brought up to date, as `khoa serve` would. */
static bool bring_up_to_date(const char *address)
{
    struct db *db;

    if (db_open(&db, address) != OK)
        return fail("cannot be opened; the log says why", address);
    enum status status = db_migrate(db);
    db_close(db);
    return status == OK ||
           fail(status == CONFLICT ? "is from a newer Khoa than this one"
                                   : "cannot be brought up to date",
                address);
}

static bool verify_copy(struct restoring *r)
{
    struct config config = config_default();
    struct findings found = findings_of(r->arena);
    struct verification verification;
    const struct verify_options options = {.data = r->to, .now = clock_now()};
    struct records have;
    struct db *db;
    int64_t newest = 0;

    config.data = r->to;
    config.database = arena_print(r->arena, "sqlite:%s/khoa.db", r->to);
    if (!bring_up_to_date(config.database) || reading_open(&db, &config) != OK)
        return false;
    enum status status = db_check(db, true);
    if (status == OK)
        status = evidence_verify(db, &options, &verification, &found);
    if (status == OK)
        status = records_count(db, r->arena, &have);
    if (status == OK)
        status = newest_id_find(db, &newest);
    db_close(db);
    findings_tell(&found);
    if (status != OK || found.errors)
        return fail("the database or its evidence is not whole", r->from);
    tell_counts(&have, newest ? id_moment(newest) : 0, r->arena);
    return true;
}

/* ---- the command ----------------------------------------------------------*/

static bool on_sqlite(struct restoring *r)
{
    return !access(arena_print(r->arena, "%s/khoa.db", r->to), F_OK);
}

static int restore(struct restoring *r, const char *final, bool drill)
{
    int64_t began = clock_ticks();
    bool good;

    if (folder_begin(final, r->to) != OK)
        return 1;
    good = copy_all(r);
    if (good && on_sqlite(r))
        good = verify_copy(r);
    else if (good && !drill)
        good = fail("holds khoa.dump of a PostgreSQL database; RESTORE.txt in "
                    "it says how to load that",
                    r->from);
    if (!good || drill)
        folder_remove(r->to);
    else
        good = folder_finish(final, r->to) == OK;
    if (!good) {
        fputs("khoa: nothing was restored\n", stderr);
        return 1;
    }
    double seconds = (double)(clock_ticks() - began) / 1000;
    printf("%s %s: %lld tệp, %.1f MB, %.1f giây.\n"
           "%s %s: %lld files, %.1f MB, %.1f seconds.\n",
           drill ? "Diễn tập khôi phục thành công từ" : "Đã khôi phục từ",
           r->from, r->files, (double)r->bytes / 1e6, seconds,
           drill ? "The drill went well with" : "Restored from", r->from,
           r->files, (double)r->bytes / 1e6, seconds);
    if (!drill)
        printf("Khởi động: / Start it: khoa serve --data %s\n", final);
    return 0;
}

static void take(int option, const char *value, void *arg)
{
    (void)value;
    if (option == OPTION_DRILL)
        *(bool *)arg = true;
}

static int run(int argc, char **argv)
{
    static const struct option others[] = {
        {"drill", no_argument, NULL, OPTION_DRILL}, {0}};
    struct arena *arena = arena_new();
    struct config config = config_default();
    const char *none = config.data;
    bool drill = false;
    int rest = config_options(&config, arena, argc, argv, others, take, &drill);
    int code = 2;

    if (rest < 0 || rest + 1 != argc || drill == (config.data != none)) {
        if (rest >= 0)
            fputs(help, stderr);
    } else {
        const char *from = find_backup(arena, argv[rest]);
        const char *final =
            drill ? arena_print(arena, "%s.drill", from ? from : "")
                  : config.data;
        struct restoring r = {.arena = arena,
                              .from = from,
                              .to = arena_print(arena, "%s.partial", final)};
        log_from(config.log);
        umask(077);
        code =
            from
                ? restore(&r, final, drill)
                : (fail("no backup there (there is no SHA256SUMS)", argv[rest]),
                   1);
    }
    arena_free(arena);
    return code;
}

const struct command restore_command = {
    "restore", "make an installation out of a backup, or try it", help, run};
