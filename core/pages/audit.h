#ifndef PAGES_AUDIT_H
#define PAGES_AUDIT_H

#include "http/exchange.h"
#include "pages/reader.h"
#include "store/audit.h"
#include "store/scores.h"

/* What was done, in words, for whoever may see it. */
enum trail_kind {
    TRAIL_ACCOUNTS,
    TRAIL_PEOPLE,
    TRAIL_SITTINGS,
    TRAIL_RESULTS,
    TRAIL_ITEMS,
    TRAIL_KINDS
};

struct audit_page {
    const struct trail_deed *deeds;
    size_t count;
    const struct score_unit *units; /* that can be chosen */
    size_t unit_count;
    int64_t unit;                 /* chosen; 0: all */
    const char *find, *from, *to; /* as typed */
    bool bad_day;
    const char *kind;         /* chosen, "" for all */
    const char *first, *next; /* addresses, or NULL */
};

/* "accounts", ... as in an address, and its words. */
const char *trail_kind_code(size_t kind);
const char *trail_kind_said(const struct reader *reader, size_t kind);

/* Of a deed: who, what, whom, and what more is on record and may be read.
   What has no words yet is its code. */
const char *trail_who(const struct reader *reader,
                      const struct trail_deed *deed);
const char *trail_what(const struct reader *reader,
                       const struct trail_deed *deed);
const char *trail_whom(const struct reader *reader,
                       const struct trail_deed *deed);
const char *trail_detail(const struct reader *reader,
                         const struct trail_deed *deed);

#endif
