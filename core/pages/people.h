#ifndef PAGES_PEOPLE_H
#define PAGES_PEOPLE_H

#include "http/exchange.h"
#include "pages/access.h"
#include "pages/reader.h"
#include "pages/scope.h"
#include "store/people.h"
#include "store/units.h"

/* A person in a list: of that name there are others, so birth date and unit
   stand beside it. */
struct person_line {
    const struct person *person;
    const struct assignment *duty; /* NULL: none */
    const char *unit_path;
};

struct people_page {
    const char *find; /* as typed */
    int64_t unit;     /* 0: everybody in the scope */
    const char *unit_path;
    bool left;
    int64_t in_service;
    bool may_import;                         /* lists of staff */
    const struct person_line *exact, *alike; /* alike: but for the marks */
    size_t exact_count, alike_count;
    const char *first, *next; /* addresses of pages; NULL: this is the one */
};

struct person_page {
    const struct person *person;
    const struct person_line *now;
    const struct assignment *duties;
    const char *const *unit_paths; /* of the duties */
    size_t duty_count;
    const struct grant *grants;
    size_t grant_count;
    bool has_results;            /* that the visitor may see */
    const struct access *access; /* what they may do to it; NULL: nothing */
};

const char *person_kind_said(const struct reader *reader, const char *kind);
const char *role_said(const struct reader *reader, const char *role);

/* "•••• 0123"; identity numbers are shown by their last four digits. */
const char *last_digits(const struct reader *reader, const char *number);

/* "01/07/2026 – 30/09/2026", or "từ 01/07/2026". `to`: the first day after. */
const char *days_said(const struct reader *reader, int64_t from, int64_t to);

/* ---- units ---------------------------------------------------------------*/

struct unit_line {
    const struct unit *unit;
    int64_t people;                   /* in it and below; -1: not counted */
    const char *path;                 /* where found by a search; else NULL */
    const struct unit_line *children; /* ends with a NULL unit */
    bool more; /* there are children that are not listed */
};

struct unit_page {
    const char *find, *day_typed;
    int64_t day;
    const struct unit *unit;  /* NULL: the top */
    const struct unit *above; /* from the root to its parent, in the scope */
    size_t above_count;
    int64_t people;
    const struct unit_line *lines; /* ends with a NULL unit */
    const struct unit_code *codes;
    size_t code_count;
    const struct unit_parent *parents;
    size_t parent_count;
    const struct unit_link *links;
    size_t link_count;
};

const char *unit_kind_said(const struct reader *reader, const char *kind);

#endif
