#include "commands/plugin.h"

#include "commands/commands.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const char help[] =
    "usage: khoa plugin test [--log] FOLDER...\n"
    "\n"
    "Question types, for those who write them. No installation is needed.\n"
    "\n"
    "test: run the package in each folder (plugin.lua and what it requires) "
    "as\n"
    "the server does: in locked processes, with the same limits. First the\n"
    "tests it ships, each by name, with what was expected, what came, and the\n"
    "file and line where it failed; then the gate, through which the server\n"
    "lets a package in. The exit status is 0 only if all of it holds.\n"
    "\n"
    "  --log   also print what passing tests logged\n"
    "\n"
    "plugins/README.md tells all that a question type may do.\n";

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
    if (optind == argc) {
        fputs(help, stderr);
        return 2;
    }
    for (int i = optind; i < argc; i++) {
        if (i > optind)
            putchar('\n');
        if (plugin_test(argv[i], all))
            code = 1;
    }
    return code;
}

static int run(int argc, char **argv)
{
    if (argc > 1 && !strcmp(argv[1], "test"))
        return run_test(argc - 1, argv + 1);
    fputs(help, stderr);
    return 2;
}

const struct command plugin_command = {"plugin", "test a question type", help,
                                       run};
