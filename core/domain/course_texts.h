#ifndef DOMAIN_COURSE_TEXTS_H
#define DOMAIN_COURSE_TEXTS_H

#include "base/buf.h"
#include "base/status.h"
#include "base/tree.h"
#include "domain/house.h"

/*
 * The texts of courses as search reads them: plain, and folded so that people
 * who type without marks find them.
 */

/* Make them for every current course that has none, and forget those of former
   versions. Done after an import and when a server starts; an old database
   thereby gets its own. */
MUST_CHECK enum status course_texts_settle(struct house *house);

/* What somebody reads of a lesson's nodes: a line for each block; also what
   pictures are said to show. */
void course_plain(struct buf *out, const struct tree *nodes);

#endif
