#ifndef DOMAIN_ELEMENTS_H
#define DOMAIN_ELEMENTS_H

#include "base/tree.h"

/* Elements as readhost gives them: {"name", "line", "attributes", "text",
   "children"}. */
const char *element_name(const struct tree *element);
const char *element_attribute(const struct tree *element, const char *name);
const char *element_text(const struct tree *element);
int64_t element_line(const struct tree *element);
size_t element_count(const struct tree *element);
const struct tree *element_child(const struct tree *element, size_t i);
/* The first child of that name from place `*at` on, which moves behind it;
   NULL after the last. So a walk over many children stays one walk. */
const struct tree *element_next(const struct tree *element, const char *name,
                                size_t *at);
/* The first of that name; NULL: none. */
const struct tree *element_first(const struct tree *element, const char *name);
/* The line of what a place within it names, such as "option[2].why" (counted
   from 1): of the deepest element on the way that is there. */
int64_t element_line_at(const struct tree *element, const char *place);
/* {vi, en} from the children of that name by their xml:lang, tidied. */
struct tree element_words(struct arena *arena, const struct tree *element,
                          const char *name);
/* The body of an item as question_item takes it, from an element's children:
   see quiz/questions.h. */
struct tree element_fields(struct arena *arena, const struct tree *element);

#endif
