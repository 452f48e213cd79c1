#ifndef DOMAIN_DEMO_PARTS_H
#define DOMAIN_DEMO_PARTS_H

#include "domain/demo.h"

/*
 * The parts of the demo data, in the order they are made. Inside this room
 * only.
 */
enum {
    DEMO_FROM = 20250701, /* day since which its units exist */
    DEMO_PEOPLE = 40,     /* SH0001 to SH0040 */
};

/* The tree of units. */
MUST_CHECK enum status demo_units(struct house *house, struct arena *arena);

/* 40 people with duties, roles and accounts. */
MUST_CHECK enum status demo_people(struct house *house, int64_t now,
                                   struct findings *findings);

/* A sitting two weeks ago, with results; `by` is its organiser. */
MUST_CHECK enum status demo_past_sitting(struct house *house,
                                         struct arena *arena, int64_t by,
                                         int64_t now);

/* More people and their units, until there are `people` of them. */
MUST_CHECK enum status demo_city(struct house *house, struct arena *arena,
                                 int people, int64_t now);

/* A sitting that is open for two months and calls everybody. */
MUST_CHECK enum status demo_open_sitting(struct house *house,
                                         struct arena *arena, int64_t by,
                                         int64_t now);

#endif
