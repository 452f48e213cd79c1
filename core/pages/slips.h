#ifndef PAGES_SLIPS_H
#define PAGES_SLIPS_H

#include "domain/slips.h"
#include "pages/reader.h"

/* Accounts of a unit and slips for those who have no password yet; what is
   printed for a sitting. */
struct slips_page {
    const struct unit *unit;
    struct slip_tally tally;
    bool too_many;
};

/* Where a code from a slip is typed. */
struct paper_code_page {
    const char *typed;
    bool wrong;
};

#endif
