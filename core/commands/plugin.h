#ifndef COMMANDS_PLUGIN_H
#define COMMANDS_PLUGIN_H

#include <stdbool.h>

/* Runs the tests of the package in a folder and the gate, without any
   installation; prints how it went. 0: all of it holds. `all`: also what
   passing tests logged. */
int plugin_test(const char *folder, bool all);

#endif
