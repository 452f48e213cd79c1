#ifndef PAGES_TYPED_H
#define PAGES_TYPED_H

#include "base/tree.h"
#include "http/exchange.h"

/* What was typed into a question's form (pages/nodes.h): only declared inputs,
   each by its type. A set may come several times, of the others the last
   counts; a blank is not there. */
struct tree typed_from(const struct request *req, const struct tree *inputs);

/* Could a person have typed it? The page's own fields end at what is declared;
   many times more comes from somebody who fills the disk. */
bool typed_fits(const struct tree *inputs, const struct tree *typed);

#endif
