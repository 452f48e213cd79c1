#ifndef PAGES_NAV_H
#define PAGES_NAV_H

#include "pages/reader.h"

/* Where the reader can go, in the order shown. */
struct nav_entry {
    const char *address, *text;
    const char *current; /* "page": here; "true": below here; else NULL */
};

/* Ends with a NULL address. NULL for a stranger and for somebody who has to do
   something else first (a new password, the second step). */
const struct nav_entry *nav_entries(const struct reader *reader);

/* For the view: where one is, or NULL; and whether it would take more than two
   lines of a phone. */
const struct nav_entry *nav_current(const struct nav_entry *nav);
bool nav_is_long(const struct nav_entry *nav);

#endif
