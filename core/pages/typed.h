#ifndef PAGES_TYPED_H
#define PAGES_TYPED_H

#include "base/status.h"
#include "base/tree.h"
#include "http/exchange.h"

/* What was typed into a question's form (pages/nodes.h): only declared inputs,
   each by its type. A set may come several times, of the others the last
   counts; a blank is not there. */
struct tree typed_from(const struct request *req, const struct tree *inputs);

/*
 * Files of such a form, which are kept first and then stand in `typed` as
 * "DIGEST SIZE NAME" (quiz/inputs.h). What was sent before, `before`, stays
 * where nothing new came and "drop.NAME" is not ticked; a digest that the form
 * claims by itself counts for nothing. What is no such file is left out, and
 * `problems` (NAME -> {vi, en}) says why. `full`: it takes no more files;
 * what stands there stays.
 */
MUST_CHECK enum status typed_files(const struct request *req,
                                   const struct tree *inputs,
                                   const struct tree *before, bool full,
                                   struct tree *typed, struct tree *problems);

/* Could a person have typed it? The page's own fields end at what is declared;
   many times more comes from somebody who fills the disk. */
bool typed_fits(const struct tree *inputs, const struct tree *typed);

#endif
