#include "commands/commands.h"

#include "base/clock.h"
#include "commands/config.h"
#include "commands/folder.h"
#include "commands/import.h"
#include "commands/opening.h"
#include "domain/demo.h"
#include "domain/packages.h"
#include "domain/sealing.h"
#include "text/parse.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char help[] =
    "usage: khoa setup --empty | --demo | --city PEOPLE [OPTIONS]\n"
    "\n"
    "Make a new installation in a folder that does not exist yet.\n"
    "\n"
    "  --empty             nobody and nothing in it but the question types\n"
    "  --demo              a fictional city to try it with: 240 people,\n"
    "                      three courses, sittings that are over, open and "
    "to come\n"
    "  --city PEOPLE       the same with so many people, 300 to 1000000, in\n"
    "                      wards, schools and stations, all called to the "
    "open\n"
    "                      sitting; a whole city is 131110\n"
    "  --share FOLDER      where plugins/ and courses/ are (" KHOA_SHARE ")\n"
    "  --data FOLDER       where everything is kept (./data)\n"
    "  --config FILE       read settings from FILE first\n"
    "  --database ADDRESS  sqlite:FILE or postgresql://... (khoa.db in the\n"
    "                      folder)\n";

enum { OPTION_EMPTY = 1, OPTION_DEMO, OPTION_CITY, OPTION_SHARE };
enum { CITY_LEAST = 300, CITY_MOST = 1000000 };

struct asked {
    bool empty, demo;
    int64_t people; /* of a demo city; 0: those made by hand; -1: no number */
    const char *share;
};

static void take(int option, const char *value, void *arg)
{
    struct asked *asked = arg;

    switch (option) {
    case OPTION_EMPTY: asked->empty = true; break;
    case OPTION_DEMO: asked->demo = true; break;
    case OPTION_CITY:
        asked->demo = true;
        if (!parse_integer(value, &asked->people) ||
            asked->people < CITY_LEAST || asked->people > CITY_MOST)
            asked->people = -1;
        break;
    default: asked->share = value;
    }
}

/* What every installation begins with, and what was asked for beside it. In
   an arena of its own: what plugins answered must be given back before the
   house closes. */
static enum status fill(struct house *house, const struct asked *asked)
{
    struct arena *arena = arena_new();
    struct findings findings = findings_of(arena);
    int64_t now = clock_now();
    enum status status =
        packages_take_in(house, arena_print(arena, "%s/plugins", asked->share),
                         true, 0, now, &findings);

    if (status == OK && asked->demo)
        status =
            demo_fill(house, arena_print(arena, "%s/courses", asked->share),
                      (int)asked->people, now, &findings);
    if (status != OK) {
        findings_tell(&findings);
        fputs("khoa: nothing could be filled in; the log says why\n", stderr);
        status = FAILED;
    }
    arena_free(arena);
    return status;
}

static int set_up(const struct config *config, const struct asked *asked,
                  const char *final, struct arena *arena)
{
    const char *key = "";
    struct house house;
    int code = 1;

    /* Everything is made beside the folder, which appears only when it is
       whole. It is for the server alone: keys, and everybody's answers. */
    if (folder_begin(final, config->data) != OK)
        return 1;
    if (house_open(&house, config, arena) == OK) {
        if (house_start(&house, config) == OK && fill(&house, asked) == OK &&
            sealing_finish(house.sealer, house.db) == OK)
            code = 0;
        key = arena_print(arena, "%s", sealer_key(house.sealer));
        house_close(&house);
    }
    if (code == 0 && folder_finish(final, config->data) != OK)
        code = 1;
    if (code == 0)
        printf("Public key of the evidence (keep it elsewhere too): %s\n", key);
    if (code == 0 && asked->demo)
        puts("khoa: ready. `khoa serve` prints the accounts to try it with.");
    if (code == 0 && asked->empty)
        puts("khoa: ready. `khoa serve` prints a link for the first "
             "administrator.");
    if (code)
        folder_remove(config->data);
    return code;
}

static int run(int argc, char **argv)
{
    static const struct option others[] = {
        {"empty", no_argument, NULL, OPTION_EMPTY},
        {"demo", no_argument, NULL, OPTION_DEMO},
        {"city", required_argument, NULL, OPTION_CITY},
        {"share", required_argument, NULL, OPTION_SHARE},
        {0}};
    struct arena *arena = arena_new();
    struct config config = config_default();
    struct asked asked = {.share = KHOA_SHARE};
    int rest = config_options(&config, arena, argc, argv, others, take, &asked);
    const char *final = config.data;
    int code = 2;

    config.data = arena_print(arena, "%s.partial", final);
    if (rest != argc || config_finish(&config, arena) != OK ||
        asked.empty == asked.demo || asked.people < 0) {
        fputs(help, stderr);
    } else {
        log_from(config.log);
        umask(077);
        code = set_up(&config, &asked, final, arena);
    }
    arena_free(arena);
    return code;
}

const struct command setup_command = {"setup", "make a new installation", help,
                                      run};
