#ifndef PAGES_SCOPE_H
#define PAGES_SCOPE_H

#include "http/exchange.h"
#include "pages/visitor.h"
#include "store/people.h"

/* Over whom the visitor has a right: the subtrees of the units for which a role
   that brings it was granted, as the roles stand today. */
struct people_scope scope_of(const struct request *req, enum right right);

/* MISSING unless the unit lies within that scope on the day. */
MUST_CHECK enum status scope_unit(const struct request *req, enum right right,
                                  int64_t unit, int64_t day);

#endif
