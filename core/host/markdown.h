#ifndef HOST_MARKDOWN_H
#define HOST_MARKDOWN_H

#include "base/status.h"
#include "base/tree.h"

/*
 * Markdown into nodes: CommonMark with tables, without raw HTML (it stays
 * text) and without indented code (XML is indented). Never markup: whoever
 * draws the nodes escapes their text.
 *
 * Blocks, as maps:
 *   {"node":"paragraph","children":[inline]}
 *   {"node":"heading","level":1..6,"children":[inline]}
 *   {"node":"list","ordered":bool,"start":int,"children":[items]}
 *   {"node":"item","children":[blocks, or inline in a tight list]}
 *   {"node":"quote","children":[blocks]}
 *   {"node":"code","language":text,"text":text}
 *   {"node":"rule"}
 *   {"node":"table","children":[rows]}, {"node":"row","head":bool,
 *      "children":[cells]}, {"node":"cell","align":"" "left" "center" "right",
 *      "children":[inline]}
 * Inline:
 *   {"node":"text","text"}  {"node":"code_inline","text"}  {"node":"break"}
 *   {"node":"emph" "strong" "strike","children"}
 *   {"node":"math",...} of $`TeX`$, and as a block of ```math (host/math.h)
 *   {"node":"link","address","children"}: http, https, mailto or relative
 *   {"node":"image" "video" "audio","media","alt"}: a relative name, whose
 *      ending says which of them; with "title" if it has one
 * A link or image with another address becomes its text; the text of an image
 * then says which address it was, as "refused".
 *
 * {{name}} in text is replaced after parsing, as text, by what `value` gives
 * for the name; where that is NULL, or there is no `value`, it stays. It is
 * never replaced inside an address.
 *
 * INVALID: nested deeper than MARKDOWN_DEEPEST; or a formula that is none, then
 * `fault` has it.
 */
enum { MARKDOWN_DEEPEST = 14 };

struct markdown_values {
    const char *(*value)(void *data, const char *name);
    void *data;
};

struct markdown_fault {
    const char *tex, *why; /* NULL: it is no formula that is wrong */
};

/* `out` is a LIST of blocks. `values` may be NULL. */
MUST_CHECK enum status markdown_nodes(struct arena *arena, const char *text,
                                      const struct markdown_values *values,
                                      struct tree *out,
                                      struct markdown_fault *fault);

/* The same for a place where only inline nodes fit (a label): the content of
   one lone paragraph, else the blocks as they are. */
struct tree markdown_inline(const struct tree *blocks);

/* Whether `name` can be the name of a medium: relative, no scheme, no "..",
   nothing but visible characters. */
bool markdown_is_media(const char *name);

/* "image", "video" or "audio", by its ending. */
const char *markdown_medium(const char *name);

#endif
