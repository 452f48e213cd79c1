#ifndef COMMANDS_OPENING_H
#define COMMANDS_OPENING_H

#include "commands/config.h"
#include "domain/house.h"

/*
 * Open the house for a command: the database brought up to date, the settings
 * read. Says on standard error why it cannot be; the reasons to refuse are
 * those of a server that would do harm: a schema from the future, another
 * process on the same data, a clock before the last event.
 */
MUST_CHECK enum status house_open(struct house *house,
                                  const struct config *config,
                                  struct arena *arena);

/* The database alone, for a command that only reads: also beside a running
   server. Says on standard error why it cannot be. */
MUST_CHECK enum status reading_open(struct db **out,
                                    const struct config *config);

/* Start what an open house needs beyond its database: the processes that run
   plugins and read files, and the shelf of items. */
MUST_CHECK enum status house_start(struct house *house,
                                   const struct config *config);

/* Ends those too. */
void house_close(struct house *house);

#endif
