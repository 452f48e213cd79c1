#ifndef DOMAIN_DEMO_PARTS_H
#define DOMAIN_DEMO_PARTS_H

#include "base/buf.h"
#include "domain/demo.h"

/*
 * The parts of the demo data, in the order they are made. Inside this room
 * only.
 */
enum {
    DEMO_FROM = 20250701, /* day since which its units exist */
    DEMO_MADE = 40,       /* SH0001 to SH0040 are made by hand ... */
    DEMO_PEOPLE = 240,    /* ... and the others follow from the seed */
};

/* The tree of units. */
MUST_CHECK enum status demo_units(struct house *house, struct arena *arena);

/* The code of one of them but the city itself, in turn. */
const char *demo_unit(size_t i, bool *service);

/* A list of staff: its heading, and a row for the person of a number, with as
   many digits as `width`. */
void demo_heading(struct buf *out);
void demo_person(struct buf *out, struct arena *arena, int n, int width,
                 const char *unit, bool service);

/* People with duties, roles and accounts. */
MUST_CHECK enum status demo_people(struct house *house, int64_t now,
                                   struct findings *findings);

/* For the people of the numbers from `from` to before `to`. */
MUST_CHECK enum status demo_accounts_open(struct house *house, int from, int to,
                                          int width, int64_t now);

/* Lessons that some have read, before they sit; courses that are required. */
MUST_CHECK enum status demo_learning(struct house *house, struct arena *arena,
                                     int64_t by, int64_t now);

/* Publishes the tests and holds three sittings, two weeks, one week and two
   days ago, with results, the last with texts that wait for a marker; `by` is
   their organiser. */
MUST_CHECK enum status demo_past_sittings(struct house *house,
                                          struct arena *arena, int64_t by,
                                          int64_t now);

/* More people and their units, until there are `people` of them. */
MUST_CHECK enum status demo_city(struct house *house, struct arena *arena,
                                 int people, int64_t now);

/* A sitting that is open for two months and calls everybody, and one in a
   week for the wards and communes. */
MUST_CHECK enum status demo_coming_sittings(struct house *house,
                                            struct arena *arena, int64_t by,
                                            int64_t now);

#endif
