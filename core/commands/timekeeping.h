#ifndef COMMANDS_TIMEKEEPING_H
#define COMMANDS_TIMEKEEPING_H

#include "base/status.h"
#include "domain/house.h"

/*
 * Which time a server believes. While it runs it counts ticks and follows no
 * change of the machine's clock (base/clock.h); here is what it does at a
 * start, by the file `clock` in the data folder:
 *
 *     BOOT-ID OFFSET UNSURE-BEFORE
 *
 *   no file                 the clock is believed
 *   the same boot, and the  the clock is believed
 *   clock runs as it did
 *   the same boot, but the  the time goes on as it was; the log says so
 *   clock was set
 *   another boot            the clock is believed, since nothing else is there.
 *                           But if the last event is more than an hour ago,
 *                           nobody can tell a long power cut from a clock set
 *                           wrong: attempts that ran out meanwhile wait
 *   `khoa serve --trust-clock`   somebody looked: the clock is believed, and
 *                           nothing waits
 *
 * A clock before the last event is refused by house_open.
 */
enum time_verdict { TIME_AS_TOLD, TIME_AS_KEPT, TIME_UNSURE };

struct time_facts {
    bool known;         /* there is a file */
    bool same_boot;     /* ... of this boot */
    int64_t kept, told; /* offsets, see clock_offset */
    int64_t quiet;      /* milliseconds since the last event */
    bool trusted;
};
enum time_verdict time_judge(const struct time_facts *facts);

/* Before the house is opened: choose the time and keep it. FAILED: the file
   is there but cannot be read. */
MUST_CHECK enum status time_keep(const char *data, bool trusted);

/* When it is open: what waits for a person; then write the file. */
MUST_CHECK enum status time_settle(struct house *house);

#endif
