#include "commands/commands.h"

#include "base/clock.h"
#include "base/random.h"
#include "commands/config.h"
#include "commands/opening.h"
#include "domain/exports.h"
#include "report/score_sheet.h"
#include "store/tests.h"
#include "store/units.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char help[] =
    "usage: khoa export results --format FORMAT --out FILE [OPTIONS]\n"
    "\n"
    "Xuất kết quả ra tệp để nạp vào phần mềm khác; việc xuất được ghi lại.\n"
    "\n"
    "Write results into a file for other programs: a row for each person and\n"
    "sitting, the same rows and columns as on the page of results. Also while\n"
    "the server runs. That it was done is on record before the file is there.\n"
    "\n"
    "  --format FORMAT     xlsx, csv (UTF-8 with BOM, semicolons, for Excel)\n"
    "                      or json\n"
    "  --out FILE          where to; a file that exists is not touched\n"
    "  --sitting CODE      only this sitting (all)\n"
    "  --unit CODE         only this unit and all below it (all)\n"
    "  --national-id       with the twelve digits of the national id, which\n"
    "                      are left out otherwise\n"
    "  --language vi|en    of headings and words (vi)\n"
    "  --data FOLDER       where everything is kept (./data)\n"
    "  --config FILE       read settings from FILE first\n"
    "  --database ADDRESS  sqlite:FILE or postgresql://... (khoa.db in the\n"
    "                      folder)\n";

/* No server has this number: what this process makes never meets theirs. */
enum { CONSOLE_NODE = 511 };

enum {
    OPTION_FORMAT = 1,
    OPTION_OUT,
    OPTION_SITTING,
    OPTION_UNIT,
    OPTION_NATIONAL_ID,
    OPTION_LANGUAGE
};

struct asked {
    const char *format, *out, *sitting, *unit, *language;
    bool national_id;
    enum sheet_format sheet;
};

static void take(int option, const char *value, void *arg)
{
    struct asked *a = arg;

    switch (option) {
    case OPTION_FORMAT: a->format = value; break;
    case OPTION_OUT: a->out = value; break;
    case OPTION_SITTING: a->sitting = value; break;
    case OPTION_UNIT: a->unit = value; break;
    case OPTION_NATIONAL_ID: a->national_id = true; break;
    default: a->language = value;
    }
}

static bool understood(struct asked *a)
{
    if (!a->format || !sheet_format_of(a->format, &a->sheet)) {
        fputs("khoa: --format is xlsx, csv or json\n", stderr);
        return false;
    }
    if (!a->out) {
        fputs("khoa: --out says into which file\n", stderr);
        return false;
    }
    if (strcmp(a->language, "vi") && strcmp(a->language, "en")) {
        fputs("khoa: --language is vi or en\n", stderr);
        return false;
    }
    return true;
}

static enum status find_all(struct db *db, struct arena *arena,
                            const struct asked *asked,
                            struct score_filter *filter)
{
    const struct sitting *sitting;
    const struct unit *unit;
    enum status status = OK;

    if (asked->sitting) {
        status = sitting_find_by_code(db, arena, asked->sitting, &sitting);
        if (status == MISSING)
            fprintf(stderr, "khoa: there is no sitting with the code %s\n",
                    asked->sitting);
        TRY(status);
        filter->sitting = sitting->id;
    }
    if (asked->unit) {
        status = unit_code_find(db, arena, asked->unit, filter->day, &unit);
        if (status == MISSING)
            fprintf(stderr, "khoa: there is no unit with the code %s today\n",
                    asked->unit);
        TRY(status);
        filter->unit = unit->id;
    }
    return OK;
}

/* Who asked: the person behind sudo, not root. */
static int64_t user_of_the_machine(const char **name)
{
    const char *sudo_id = getenv("SUDO_UID"), *sudo_name = getenv("SUDO_USER");
    const char *user = getenv("USER");

    if (!getuid() && sudo_id && sudo_name) {
        *name = sudo_name;
        return strtoll(sudo_id, NULL, 10);
    }
    *name = user ? user : "";
    return (int64_t)getuid();
}

static enum status write_file(struct db *db, const struct config *config,
                              struct arena *arena, const struct asked *asked,
                              const char *partial, int64_t *rows)
{
    const int64_t now = clock_now();
    const char *name;
    const int64_t user = user_of_the_machine(&name);
    struct score_filter filter = {.whole = true, .day = clock_day(now)};
    const struct score_sheet how = {
        .format = asked->sheet,
        .language = strcmp(asked->language, "en") ? VIETNAMESE : ENGLISH,
        .national_id = asked->national_id,
        .exporter = *name ? arena_print(arena, "khoa export (%s)", name)
                          : arena_print(arena, "khoa export (uid %lld)",
                                        (long long)user),
        .now = now,
    };

    TRY(find_all(db, arena, asked, &filter));
    enum status status = score_sheet_write(db, partial, &filter, &how, rows);
    if (status != OK) {
        fprintf(stderr, "khoa: %s cannot be written; the log says why\n",
                asked->out);
        return status;
    }
    const struct export_record record = {
        .now = now,
        .format = asked->format,
        .sitting = filter.sitting,
        .unit = filter.unit,
        .rows = *rows,
        .national_id = asked->national_id,
        .user = user,
    };
    status = export_noted(config->data, &record);
    if (status != OK)
        fprintf(stderr,
                "khoa: nothing is handed over, since it cannot be put on "
                "record in %s\n",
                config->data);
    return status;
}

static int export(const struct config *config, const struct asked *asked,
                  struct arena *arena)
{
    const char *partial = arena_print(arena, "%s.partial", asked->out);
    struct db *db;
    int64_t rows;

    if (!access(asked->out, F_OK)) {
        fprintf(stderr, "khoa: %s exists; name another file\n", asked->out);
        return 1;
    }
    if (reading_open(&db, config) != OK)
        return 1;
    enum status status = write_file(db, config, arena, asked, partial, &rows);
    db_close(db);
    if (status == OK && rename(partial, asked->out)) {
        fprintf(stderr, "khoa: %s: %s\n", asked->out, strerror(errno));
        status = FAILED;
    }
    if (status != OK) {
        unlink(partial);
        return 1;
    }
    printf("%s: %lld dòng / rows\n", asked->out, (long long)rows);
    return 0;
}

static int run(int argc, char **argv)
{
    static const struct option others[] = {
        {"format", required_argument, NULL, OPTION_FORMAT},
        {"out", required_argument, NULL, OPTION_OUT},
        {"sitting", required_argument, NULL, OPTION_SITTING},
        {"unit", required_argument, NULL, OPTION_UNIT},
        {"national-id", no_argument, NULL, OPTION_NATIONAL_ID},
        {"language", required_argument, NULL, OPTION_LANGUAGE},
        {0}};
    struct arena *arena = arena_new();
    struct config config = config_default();
    struct asked asked = {.language = "vi"};
    int rest = config_options(&config, arena, argc, argv, others, take, &asked);
    int code = 2;

    if (rest < 0 || config_finish(&config, arena) != OK) {
        /* it was said */
    } else if (rest + 1 != argc || strcmp(argv[rest], "results")) {
        fputs(help, stderr);
    } else if (understood(&asked)) {
        log_from(config.log);
        umask(077);
        id_node(CONSOLE_NODE);
        code = export(&config, &asked, arena);
    }
    arena_free(arena);
    return code;
}

const struct command export_command = {
    "export", "write results into a file for other programs", help, run};
