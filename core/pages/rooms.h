#ifndef PAGES_ROOMS_H
#define PAGES_ROOMS_H

#include "domain/conditions.h"
#include "http/exchange.h"
#include "pages/fields.h"
#include "pages/reader.h"

/*
 * Rooms of a sitting: the organiser's page that arranges them (rooms.c), and
 * the console of those who watch over them (console.c, console_one.c), at
 * /rooms. Who schedules a sitting watches over all of it; others over what they
 * were appointed to.
 */

/* ---- arranging -----------------------------------------------------------*/

struct rooms_page {
    const struct sitting *sitting;
    const char *title;
    const struct room *rooms;
    size_t room_count;
    const struct proctor *proctors;
    size_t proctor_count;
    bool begun;                       /* rules stand */
    const char *what, *fault;         /* which form, and what to mend in it */
    const char *name, *place, *seats; /* as typed */
    const char *addresses, *seb_keys; /* as typed, or as they are */
    struct people_lines people;
    int64_t room;         /* chosen for the proctors */
    int64_t seated, left; /* -1: nothing was filled just now */
};

/* ---- watching ------------------------------------------------------------*/

/* What the visitor watches over in one sitting. */
struct watch {
    const struct sitting *sitting;
    bool all;
    const struct room *rooms; /* theirs */
    size_t room_count;
    int64_t room; /* the one that is shown; 0: all */
};

/* The sitting of the address, and the room of `from` ("room"). MISSING: nothing
   the visitor watches over. */
MUST_CHECK enum status watch_read(struct request *req,
                                  const struct fields *from, struct watch *out);

struct watched_line {
    const struct watched *sitting; /* NULL: the end */
    const char *title, *state;
};

/* Somebody in the room, as the console shows them. */
struct seat_line {
    const struct seat *seat;
    const char *state; /* absent, admitted, working, paused, silent, done, or
                          the candidate's own */
    int64_t left_ms, silent_ms;
};

struct room_tally {
    size_t expected, admitted, working, paused, silent, done, calling;
};

struct console_page {
    struct watch watch;
    const char *title;
    const struct seat_line *lines;
    size_t count;
    int64_t next; /* candidate after which the next page begins; 0: none */
    struct room_tally tally;
    const struct room_event *events;
    size_t event_count;
    bool opened, i_opened;
    size_t openers;
    const struct room_event *outage; /* nobody was given time for; NULL: none */
    const char *what, *fault, *words, *minutes;
};

struct one_page {
    struct watch watch;
    const char *title;
    const struct candidate *candidate;
    const struct person *person;
    struct seat_line line;
    const char *unit, *room_name;
    const struct accommodation *granted; /* NULL: nothing */
    int64_t extra_ms;
    const struct room_event *events;
    size_t event_count;
    const struct room *rooms; /* all of the sitting, to move to */
    size_t room_count;
    const char *what, *fault, *words, *minutes, *seat;
    int64_t room;
};

/* "working" and so on in words; what an event says of itself. */
const char *seat_said(const struct reader *reader, const char *state);
const char *event_said(const struct reader *reader,
                       const struct room_event *event);
/* Why, or what happened: as typed, or how they were recognised. */
const char *event_words(const struct reader *reader,
                        const struct room_event *event);
struct seat_line seat_line_of(const struct seat *seat, int64_t now);

/* Does a deed; what came of it is in `*fault` (NULL: done). */
MUST_CHECK enum status deed_try(struct request *req, struct response *res,
                                const struct whom *whom, const char *what,
                                const char **fault);

#endif
