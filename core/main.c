#include "commands/commands.h"

#include <stdio.h>
#include <string.h>

static int tell_version(int argc, char **argv)
{
    (void)argc;
    (void)argv;
    puts("khoa " KHOA_VERSION);
    return 0;
}

static const struct command version_command = {
    "version", "say which version this is", "usage: khoa version\n",
    tell_version};

static const struct command *const commands[] = {
    &backup_command, &doctor_command,  &export_command, &import_command,
    &plugin_command, &recover_command, &replay_command, &restore_command,
    &serve_command,  &setup_command,   &verify_command, &version_command,
};

enum { COMMANDS = sizeof commands / sizeof commands[0] };

static void list_commands(FILE *out)
{
    fputs("usage: khoa COMMAND [OPTIONS]\n\n", out);
    for (size_t i = 0; i < COMMANDS; i++)
        fprintf(out, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
    fputs("\n`khoa COMMAND --help` tells all about one.\n", out);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        list_commands(stderr);
        return 2;
    }
    if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h")) {
        list_commands(stdout);
        return 0;
    }
    if (!strcmp(argv[1], "--version"))
        return tell_version(0, NULL);
    for (size_t i = 0; i < COMMANDS; i++) {
        if (strcmp(argv[1], commands[i]->name))
            continue;
        for (int j = 2; j < argc; j++)
            if (!strcmp(argv[j], "--help") || !strcmp(argv[j], "-h")) {
                fputs(commands[i]->help, stdout);
                return 0;
            }
        return commands[i]->run(argc - 1, argv + 1);
    }
    fprintf(stderr, "khoa: there is no command \"%s\"\n\n", argv[1]);
    list_commands(stderr);
    return 2;
}
