#include "commands/commands.h"

#include "commands/config.h"
#include "commands/opening.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char help[] =
    "usage: khoa setup --empty [OPTIONS]\n"
    "\n"
    "Make a new installation in a folder that does not exist yet.\n"
    "\n"
    "  --empty             nobody and nothing in it\n"
    "  --data FOLDER       where everything is kept (./data)\n"
    "  --config FILE       read settings from FILE first\n"
    "  --database ADDRESS  sqlite:FILE or postgresql://... (khoa.db in the\n"
    "                      folder)\n";

enum { OPTION_EMPTY = 1 };

static void take(int option, const char *value, void *arg)
{
    (void)value;
    if (option == OPTION_EMPTY)
        *(bool *)arg = true;
}

/* The folder is for the server alone: it holds keys and everybody's answers. */
static enum status make_folder(const char *path)
{
    if (!mkdir(path, 0700))
        return OK;
    if (errno == EEXIST && !rmdir(path) && !mkdir(path, 0700))
        return OK; /* it was empty */
    fprintf(stderr, "khoa: cannot make the folder %s: %s\n", path,
            strerror(errno == ENOTEMPTY ? EEXIST : errno));
    return FAILED;
}

static int run(int argc, char **argv)
{
    static const struct option others[] = {
        {"empty", no_argument, NULL, OPTION_EMPTY}, {0}};
    struct arena *arena = arena_new();
    struct config config = config_default();
    struct house house;
    bool empty = false;
    int code = 1;

    if (config_options(&config, arena, argc, argv, others, take, &empty) !=
            argc ||
        config_finish(&config, arena) != OK || !empty) {
        fputs(help, stderr);
        arena_free(arena);
        return 2;
    }
    log_from(config.log);
    umask(077);
    if (make_folder(config.data) == OK &&
        house_open(&house, &config, arena) == OK) {
        house_close(&house);
        code = 0;
    }
    arena_free(arena);
    return code;
}

const struct command setup_command = {"setup", "make a new installation", help,
                                      run};
