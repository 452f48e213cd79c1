#ifndef COMMANDS_CONFIG_H
#define COMMANDS_CONFIG_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/log.h"
#include "base/status.h"

/*
 * What an operator decides, before the database is open. Read from a Lua file
 * (tools/khoa.conf.lua is one, with every name explained) and then from the
 * command line, which wins.
 *
 * The file runs in an empty environment: it can compute and assign, and that
 * is all. A name that does not exist, a value of the wrong kind and a value
 * out of bounds are errors that say file and line.
 */
struct config {
    const char *listen;       /* address to listen on */
    int port;                 /* 0: any */
    const char *address;      /* as people type it: https://hoc.example.vn */
    const char *const *hosts; /* more names we answer to; ends with NULL */
    bool behind_proxy;
    const char *data;     /* folder */
    const char *database; /* sqlite:... or postgresql://... */
    int threads;
    int body_seconds;      /* for a body to arrive */
    int workers;           /* plugin processes; 0: one per core */
    const char *body_name; /* NULL: as set up */
    int idle_minutes, session_hours;
    enum log_level log;
};

/* What holds where nothing is said. `data` is ./data. */
struct config config_default(void);

/* Put what the file says over what stands in `config`. INVALID: said on
   standard error, with file and line. Texts live in `arena`. */
MUST_CHECK enum status config_read(struct config *config, struct arena *arena,
                                   const char *path);

/* Take --data, --port, --config and --database out of a command line; what
   else a command knows is named in `others`, as getopt_long wants it, and
   given to `take` (NULL if there is none). The file named by --config is read
   first, wherever it stands. Returns the index of the first argument that is
   no option, or -1 after saying what is wrong. */
struct option;
int config_options(struct config *config, struct arena *arena, int argc,
                   char **argv, const struct option *others,
                   void (*take)(int option, const char *value, void *arg),
                   void *arg);

/* Is everything there, and does it fit together? INVALID: said why not. Fills
   in `database` from `data` if it was not given. */
MUST_CHECK enum status config_finish(struct config *config,
                                     struct arena *arena);

#endif
