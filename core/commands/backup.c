#include "commands/commands.h"

#include "base/buf.h"
#include "base/clock.h"
#include "commands/config.h"
#include "commands/folder.h"
#include "commands/opening.h"
#include "store/db.h"

#include <dirent.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char help[] =
    "usage: khoa backup FOLDER [OPTIONS]\n"
    "       khoa backup --into FOLDER [--keep N] [OPTIONS]\n"
    "\n"
    "Sao lưu ra một thư mục mới, kể cả khi máy chủ đang chạy.\n"
    "\n"
    "Copy everything into a new folder, also while the server runs: the\n"
    "database as it stands at one moment, all files, the keys, and the\n"
    "configuration if --config names it. The copy of the database is checked\n"
    "as a whole, every file against its digest. The folder appears only when\n"
    "all of it is on disk; one that is there already is never touched.\n"
    "\n"
    "  --into FOLDER       make a folder named by the moment in FOLDER, for a\n"
    "                      schedule\n"
    "  --keep N            with --into: when the new backup is whole, remove\n"
    "                      all but the newest N (never fewer than 2)\n"
    "  --data FOLDER       what to copy (./data)\n"
    "  --config FILE       read settings from FILE first, and copy it too\n"
    "  --database ADDRESS  sqlite:FILE or postgresql://... (khoa.db in the\n"
    "                      folder)\n"
    "\n"
    "The copy holds names, answers and the key that signs the evidence: keep\n"
    "it as closed as the server. `khoa restore` makes an installation of it,\n"
    "`khoa restore FOLDER --drill` tries whether it would.\n"
    "\n"
    "On PostgreSQL the database is copied by pg_dump (package\n"
    "postgresql-client-15), into khoa.dump; RESTORE.txt in the folder says "
    "how\n"
    "to bring it back.\n";

struct backup {
    const struct config *config;
    const char *to; /* the partial folder */
    struct arena *arena;
    struct buf sums; /* SHA256SUMS, as sha256sum -c wants it */
    long long files, bytes;
};

static void list(struct backup *b, const char *name, const char *digest,
                 long long size)
{
    emit_text(&b->sums, digest);
    emit_text(&b->sums, "  ");
    emit_text(&b->sums, name);
    emit_text(&b->sums, "\n");
    b->files++;
    b->bytes += size;
}

static const char *there(struct backup *b, const char *name)
{
    return arena_print(b->arena, "%s/%s", b->to, name);
}

/* ---- the database
 * -------------------------------------------------------------*/

static bool on_sqlite(const struct config *config)
{
    return !strncmp(config->database, "sqlite:", 7);
}

static enum status check_copy(const char *address)
{
    struct db *copy;

    TRY(db_open_reading(&copy, address));
    enum status status = db_check(copy, true);
    db_close(copy);
    return status;
}

static enum status copy_database(struct backup *b, struct db *db)
{
    const char *name = on_sqlite(b->config) ? "khoa.db" : "khoa.dump";
    const char *to = there(b, name), *digest;
    long long size;

    enum status status = db_copy(db, to);
    if (status == MISSING)
        fputs("khoa: pg_dump is not installed: apt install "
              "postgresql-client-15\n",
              stderr);
    else if (status != OK)
        fputs("khoa: the database cannot be copied; the log says why\n",
              stderr);
    TRY(status);
    if (on_sqlite(b->config) &&
        check_copy(arena_print(b->arena, "sqlite:%s", to)) != OK) {
        fputs("khoa: the copy of the database is damaged, so the database is "
              "or the disk: nothing was kept. Look at the log, and keep the "
              "older backups\n",
              stderr);
        return FAILED;
    }
    if (chmod(to, 0600))
        return FAILED;
    TRY(file_digest(b->arena, to, &digest, &size));
    list(b, name, digest, size);
    return OK;
}

/* ---- files
 * --------------------------------------------------------------------*/

/* Everything in a folder, one level. `named`: a file is called as its digest
   is, which is looked at. */
static enum status copy_folder(struct backup *b, const char *name, bool named)
{
    const char *from = arena_print(b->arena, "%s/%s", b->config->data, name);
    DIR *dir = opendir(from);
    enum status status = OK;

    if (!dir)
        return OK;
    if (mkdir(there(b, name), 0700))
        status = FAILED;
    for (struct dirent *e; status == OK && (e = readdir(dir));) {
        const char *digest,
            *path = arena_print(b->arena, "%s/%s", name, e->d_name);
        long long size;
        if (e->d_name[0] == '.')
            continue;
        status =
            file_copy(b->arena, arena_print(b->arena, "%s/%s", from, e->d_name),
                      there(b, path), &digest, &size);
        if (status == OK && named && strcmp(digest, e->d_name)) {
            fprintf(stderr,
                    "khoa: %s/%s is damaged: its content does not fit its "
                    "name. Take it from an older backup first\n",
                    from, e->d_name);
            status = FAILED;
        }
        if (status == OK)
            list(b, path, digest, size);
    }
    closedir(dir);
    return status;
}

static enum status copy_blobs(struct backup *b)
{
    DIR *dir = opendir(arena_print(b->arena, "%s/blobs", b->config->data));
    enum status status = OK;

    if (!dir)
        return OK;
    if (mkdir(there(b, "blobs"), 0700))
        status = FAILED;
    for (struct dirent *e; status == OK && (e = readdir(dir));)
        if (strlen(e->d_name) == 2 && e->d_name[0] != '.')
            status = copy_folder(
                b, arena_print(b->arena, "blobs/%s", e->d_name), true);
    closedir(dir);
    return status;
}

/* ---- what tells about it
 * ------------------------------------------------------*/

static const char restore_sqlite[] =
    "Khôi phục: khoa restore THƯ-MỤC-NÀY --data /var/lib/khoa\n"
    "To restore: khoa restore THIS-FOLDER --data /var/lib/khoa\n"
    "\n"
    "Không có lệnh ấy vẫn làm được. / Without that command:\n"
    "\n"
    "    sha256sum --check --quiet SHA256SUMS\n"
    "    cp -a . /var/lib/khoa\n"
    "    khoa verify --data /var/lib/khoa\n"
    "    khoa serve --data /var/lib/khoa\n";

static const char restore_pgsql[] =
    "Khôi phục: nạp khoa.dump vào một cơ sở dữ liệu trống rồi khởi động.\n"
    "To restore: load khoa.dump into an empty database and start.\n"
    "\n"
    "    sha256sum --check --quiet SHA256SUMS\n"
    "    createdb --template=template0 --encoding=UTF8 --locale=C khoa\n"
    "    pg_restore --exit-on-error --no-owner --dbname=khoa khoa.dump\n"
    "    cp -a . /var/lib/khoa && rm /var/lib/khoa/khoa.dump\n"
    "    khoa verify --data /var/lib/khoa --database postgresql:///khoa\n"
    "    khoa serve --data /var/lib/khoa --database postgresql:///khoa\n";

static enum status copy_config(struct backup *b, const char *from)
{
    const char *digest;
    long long size;

    if (!from)
        return OK;
    TRY(file_copy(b->arena, from, there(b, "khoa.conf.lua"), &digest, &size));
    list(b, "khoa.conf.lua", digest, size);
    return OK;
}

static enum status tell_in_it(struct backup *b)
{
    char when[40];
    time_t now = (time_t)(clock_now() / 1000);
    struct tm utc;
    const char *text, *digest;
    long long size;

    gmtime_r(&now, &utc);
    strftime(when, sizeof when, "%Y-%m-%d %H:%M:%S UTC", &utc);
    text = arena_print(b->arena, "Khoa %s, %s, %s\n\n%s", KHOA_VERSION, when,
                       b->config->data,
                       on_sqlite(b->config) ? restore_sqlite : restore_pgsql);
    TRY(file_write(there(b, "RESTORE.txt"), text));
    TRY(file_digest(b->arena, there(b, "RESTORE.txt"), &digest, &size));
    list(b, "RESTORE.txt", digest, size);
    return file_write(there(b, "SHA256SUMS"), b->sums.data);
}

/* The database first: a file is there before the database names it, and none
   is ever taken away, so every file the copy names is found afterwards. */
static enum status fill(struct backup *b, struct db *db, const char *config)
{
    TRY(copy_database(b, db));
    TRY(copy_blobs(b));
    TRY(copy_folder(b, "keys", false));
    TRY(copy_folder(b, "spool", false));
    TRY(copy_config(b, config));
    return tell_in_it(b);
}

static int back_up(const struct config *config, const char *config_file,
                   const char *final, struct arena *arena)
{
    struct backup b = {.config = config,
                       .to = arena_print(arena, "%s.partial", final),
                       .arena = arena,
                       .sums = {.arena = arena}};
    struct db *db;
    int code = 1;

    if (!access(final, F_OK)) {
        fprintf(stderr, "khoa: %s exists; a backup goes into a new folder\n",
                final);
        return 1;
    }
    if (reading_open(&db, config) != OK)
        return 1;
    if (folder_begin(final, b.to) == OK) {
        if (fill(&b, db, config_file) == OK && folder_finish(final, b.to) == OK)
            code = 0;
        else
            folder_remove(b.to);
    }
    db_close(db);
    if (code == 0)
        printf("Đã sao lưu vào %s: %lld tệp, %.1f MB, đã kiểm tra.\n"
               "Backed up into %s: %lld files, %.1f MB, checked.\n",
               final, b.files, (double)b.bytes / 1e6, final, b.files,
               (double)b.bytes / 1e6);
    else
        fputs("khoa: no backup was made\n", stderr);
    return code;
}

/* As config_options reads it. */
static const char *config_file_of(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        if (!strcmp(argv[i], "--config") && i + 1 < argc)
            return argv[i + 1];
        if (!strncmp(argv[i], "--config=", 9))
            return argv[i] + 9;
    }
    return NULL;
}

/* ---- on a schedule
 * ------------------------------------------------------------*/

enum { OPTION_INTO = 1, OPTION_KEEP, LEAST_KEPT = 2, MOST_KEPT = 10000 };

struct schedule {
    const char *into;
    long keep; /* 0: all of them */
};

static void take(int option, const char *value, void *arg)
{
    struct schedule *schedule = arg;

    if (option == OPTION_INTO)
        schedule->into = value;
    if (option == OPTION_KEEP)
        schedule->keep = strtol(value, NULL, 10);
}

static const char *named_now(struct arena *arena, const char *into)
{
    char name[40];
    time_t now = (time_t)(clock_now() / 1000);
    struct tm utc;

    gmtime_r(&now, &utc);
    strftime(name, sizeof name, "%Y-%m-%dT%H%M%SZ", &utc);
    return arena_print(arena, "%s/%s", into, name);
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Only what is named as we name it and is whole: nothing else is ours. */
static bool is_ours(struct arena *arena, const char *into, const char *name)
{
    return strlen(name) == 18 && name[4] == '-' && name[10] == 'T' &&
           name[17] == 'Z' &&
           !access(arena_print(arena, "%s/%s/SHA256SUMS", into, name), F_OK);
}

static void remove_old(struct arena *arena, const struct schedule *schedule)
{
    const char **names = arena_many(arena, const char *, MOST_KEPT);
    DIR *dir = opendir(schedule->into);
    long count = 0, keep = schedule->keep;

    for (struct dirent *e; dir && count < MOST_KEPT && (e = readdir(dir));)
        if (is_ours(arena, schedule->into, e->d_name))
            names[count++] =
                arena_print(arena, "%s/%s", schedule->into, e->d_name);
    if (dir)
        closedir(dir);
    qsort(names, (size_t)count, sizeof *names, by_name);
    for (long i = 0; i + keep < count; i++) {
        folder_remove(names[i]);
        printf("Đã xóa bản sao lưu cũ: / Removed the old backup: %s\n",
               names[i]);
    }
}

static const char *without_slash(struct arena *arena, const char *path)
{
    size_t length = strlen(path);

    while (length > 1 && path[length - 1] == '/')
        length--;
    return arena_text(arena, path, length);
}

static bool is_right(const struct schedule *schedule, int rest, int argc)
{
    if (schedule->keep && (schedule->keep < LEAST_KEPT || !schedule->into))
        return false;
    return rest >= 0 && (schedule->into ? rest == argc : rest + 1 == argc);
}

static int run(int argc, char **argv)
{
    static const struct option others[] = {
        {"into", required_argument, NULL, OPTION_INTO},
        {"keep", required_argument, NULL, OPTION_KEEP},
        {0}};
    struct arena *arena = arena_new();
    struct config config = config_default();
    struct schedule schedule = {0};
    const char *config_file = config_file_of(argc, argv);
    int rest =
        config_options(&config, arena, argc, argv, others, take, &schedule);
    int code = 2;

    if (!is_right(&schedule, rest, argc) ||
        config_finish(&config, arena) != OK) {
        if (rest >= 0)
            fputs(help, stderr);
    } else {
        log_from(config.log);
        umask(077);
        if (schedule.into) /* the first one; back_up tells if it fails */
            (void)mkdir(schedule.into, 0700);
        const char *final =
            schedule.into
                ? named_now(arena, without_slash(arena, schedule.into))
                : without_slash(arena, argv[rest]);
        code = back_up(&config, config_file, final, arena);
        if (!code && schedule.keep)
            remove_old(arena, &schedule);
    }
    arena_free(arena);
    return code;
}

const struct command backup_command = {
    "backup", "copy everything while the server runs", help, run};
