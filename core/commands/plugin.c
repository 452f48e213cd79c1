#include "commands/plugin.h"

#include "commands/commands.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const char help[] =
    "usage: khoa plugin test [--log] FOLDER...\n"
    "       khoa plugin add FOLDER... [OPTIONS]\n"
    "       khoa plugin list [OPTIONS]\n"
    "\n"
    "Question types, for those who write them and those who take them in.\n"
    "\n"
    "test: run the package in each folder (plugin.lua and what it requires) "
    "as\n"
    "the server does: in locked processes, with the same limits. First the\n"
    "tests it ships, each by name, with what was expected, what came, and the\n"
    "file and line where it failed; then the gate, through which the server\n"
    "lets a package in. The exit status is 0 only if all of it holds. No\n"
    "installation is needed.\n"
    "\n"
    "  --log               also print what passing tests logged\n"
    "\n"
    "add: take packages into an installation. What the gate refuses stays "
    "out;\n"
    "what it lets in waits until a reviewer approves it on its page, and no\n"
    "item can use it before. The same package again changes nothing.\n"
    "\n"
    "list: the packages of an installation: id, version, state, hash.\n"
    "\n"
    "  --data FOLDER       where everything is kept (./data)\n"
    "  --config FILE       read settings from FILE first\n"
    "  --database ADDRESS  sqlite:FILE or postgresql://... (khoa.db in the\n"
    "                      folder)\n"
    "\n"
    "plugins/README.md tells all that a question type may do.\n";

static int wrong(void)
{
    fputs(help, stderr);
    return 2;
}

static int run_test(int argc, char **argv)
{
    static const struct option options[] = {{"log", no_argument, NULL, 'l'},
                                            {0}};
    bool all = false;
    int option, code = 0;

    while ((option = getopt_long(argc, argv, "", options, NULL)) != -1) {
        if (option != 'l')
            return 2;
        all = true;
    }
    if (optind == argc)
        return wrong();
    for (int i = optind; i < argc; i++) {
        if (i > optind)
            putchar('\n');
        if (plugin_test(argv[i], all))
            code = 1;
    }
    return code;
}

static int run_house(int argc, char **argv, bool adding)
{
    static const struct option none[] = {{0}};
    struct arena *arena = arena_new();
    struct config config = config_default();
    int code = 2;
    int rest = config_options(&config, arena, argc, argv, none, NULL, NULL);

    if (rest >= 0 && adding != (rest < argc))
        wrong();
    else if (rest >= 0 && config_finish(&config, arena) == OK)
        code = plugin_house(&config, arena, argv + rest, argc - rest);
    arena_free(arena);
    return code;
}

static int run(int argc, char **argv)
{
    const char *what = argc > 1 ? argv[1] : "";

    if (!strcmp(what, "test"))
        return run_test(argc - 1, argv + 1);
    if (!strcmp(what, "add") || !strcmp(what, "list"))
        return run_house(argc - 1, argv + 1, *what == 'a');
    return wrong();
}

const struct command plugin_command = {
    "plugin", "test question types; take them in", help, run};
