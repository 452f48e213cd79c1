#ifndef HOST_MATH_H
#define HOST_MATH_H

#include <stddef.h>

#include "base/status.h"
#include "base/tree.h"

/*
 * TeX into MathML, by temml: a library in JavaScript, run by duktape inside
 * the locked process, so that a page has its formulas without any script and
 * what others write is only ever read where nothing can be done. An engine is
 * made at the first formula and kept; temml is pure in what it answers.
 *
 * `out` is a list of {"open": element, "attributes": {name: text}}, {"text"}
 * and
 * {"close"}, flat, since deep trees are refused on their way (json.h). It is
 * data like all that comes from a locked process: whoever draws it decides
 * which elements and attributes there are (pages/nodes_math.c).
 *
 * INVALID: `why` is what is wrong with it, in temml's words. Formulas are at
 * most MATH_MOST bytes.
 */
enum { MATH_MOST = 2000 };

MUST_CHECK enum status math_tags(struct arena *arena, const char *tex,
                                 bool display, struct tree *out,
                                 const char **why);

/* The node of a formula: {"node":"math","tex","display","math": tags}. */
MUST_CHECK enum status math_node(struct arena *arena, const char *tex,
                                 bool display, struct tree *out,
                                 const char **why);

/* Made by tools/math. */
extern const char math_version[]; /* "temml/0.13.5" */
extern const unsigned char math_script[];
extern const size_t math_script_length;

#endif
