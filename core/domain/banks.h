#ifndef DOMAIN_BANKS_H
#define DOMAIN_BANKS_H

#include "domain/house.h"
#include "domain/rights.h"
#include "store/items.h"

/*
 * Who sees which banks and packages. Authors, reviewers, organisers and
 * inspectors see all of them. A vendor sees what its own unit supplied: banks
 * whose vendor lies in the subtree that the role was granted for. A grant that
 * names no unit opens nothing: else every vendor would see the others'.
 */
struct reach {
    bool all;
    const int64_t *vendors; /* units of the visitor's grants as a vendor */
    size_t vendor_count;
    int64_t person; /* who asks */
    int64_t day;    /* today: units move */
};

/* One more role that the visitor holds. `room`: where `vendors` points to. */
void reach_add(struct reach *reach, int64_t *room, enum role role,
               int64_t unit);

/* MISSING: it is another's, which is told as if it were not there. */
MUST_CHECK enum status bank_in_reach(struct db *db, struct arena *arena,
                                     const struct reach *reach,
                                     const struct bank *bank);

/* The banks within reach, by code. */
MUST_CHECK enum status reach_bank_list(struct db *db, struct arena *arena,
                                       const struct reach *reach,
                                       const struct bank *const **out,
                                       size_t *count);

/* The packages within reach: for a vendor those that its banks name and those
   that it handed in itself. */
MUST_CHECK enum status reach_package_list(struct db *db, struct arena *arena,
                                          const struct reach *reach,
                                          const struct package_row **out,
                                          size_t *count);

/* May the visitor read the text of a package's files? A vendor only of what it
   handed in. */
bool package_is_open(const struct reach *reach, const struct package_row *row);

/* Facts that were checked before this day are due: a year ago. */
int64_t stale_before(int64_t now);

#endif
