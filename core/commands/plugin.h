#ifndef COMMANDS_PLUGIN_H
#define COMMANDS_PLUGIN_H

#include <stdbool.h>

#include "commands/config.h"

/* Runs the tests of the package in a folder and the gate, without any
   installation; prints how it went. 0: all of it holds. `all`: also what
   passing tests logged. */
int plugin_test(const char *folder, bool all);

/* Takes the packages in these folders into an installation, to wait for a
   reviewer; with none, lists those that are there. Prints how it went. */
int plugin_house(const struct config *config, struct arena *arena,
                 char **folders, int count);

#endif
