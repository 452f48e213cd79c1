#ifndef PAGES_REGRADES_H
#define PAGES_REGRADES_H

#include "domain/regrades.h"
#include "pages/nodes.h"
#include "pages/reader.h"
#include "store/items.h"
#include "store/scores.h"

/*
 * Regrading as a case, at /regrades: the list, opening one, its numbers, its
 * approval by a second person. Only for those whose role covers the whole
 * agency, since a case does.
 */

/* What it does, in words: "Dropped from all papers". */
const char *regrade_remedy(const struct reader *reader, const char *remedy);
/* How far it is, in words. */
const char *regrade_state(const struct reader *reader,
                          const struct regrade *regrade);

struct regrade_row {
    const struct regrade *g; /* NULL: the end */
    const char *test;
    struct regrade_tally tally;
};

struct regrade_choice {
    int64_t id; /* 0: the end */
    const char *words;
    bool chosen;
};

struct regrade_new_page {
    int64_t sitting, item; /* chosen so far; 0: not yet */
    const char *sitting_title, *item_code, *item_version;
    const struct regrade_choice *sittings, *items, *versions;
    int64_t others; /* sittings of the test that are over, beside this one */
    int64_t coming; /* ... and that are not */
    const char *remedy, *reason;
    int64_t becomes;
    bool whole, one_variant;
    struct nodes how;
    struct tree nodes;
    const char *fault;
};

struct regrade_page {
    const struct regrade *g;
    const char *test, *answer;
    const struct regrade_choice *sittings;
    struct regrade_tally tally;
    const struct regrade_unit *units;
    size_t unit_count;
    const struct regrade_line *lines;
    size_t count;
    int64_t page, pages;
    bool may_approve, is_opener, may_withdraw;
    const char *fault;
};

#endif
