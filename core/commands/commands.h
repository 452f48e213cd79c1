#ifndef COMMANDS_COMMANDS_H
#define COMMANDS_COMMANDS_H

/*
 * `khoa NAME ...`: one of these in each file of this folder, listed in main.c.
 * `run` gets the arguments from NAME on and returns the exit status: 0 done,
 * 1 failed (it said why on standard error), 2 wrongly called.
 */
struct command {
    const char *name;
    const char *summary; /* one line, for `khoa --help` */
    const char *help;    /* all of it, for `khoa NAME --help` */
    int (*run)(int argc, char **argv);
};

extern const struct command backup_command, doctor_command, export_command,
    import_command, plugin_command, recover_command, replay_command,
    restore_command, serve_command, setup_command, verify_command;

#endif
