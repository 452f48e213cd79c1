#ifndef TEXT_SAY_H
#define TEXT_SAY_H

#include "base/arena.h"
#include "base/tree.h"
#include "words.h"

/*
 * What the interface says, in the reader's language. The words come from
 * web/strings/NAME.{vi,en}.po; a name that one language lacks fails the build.
 */
enum language { VIETNAMESE, ENGLISH };

/* "vi" or "en"; anything else is Vietnamese. */
enum language language_of(const char *code);
const char *language_code(enum language language);

const char *say(enum language language, enum word word);

/* What people wrote in two languages, {vi, en}: the reader's, or the other one
   where it is missing; "" if there is neither. */
const char *say_in(const struct tree *both, enum language language);

/* As say, each {name} of the text replaced: pairs of name and text, ended by
   NULL. A hole that is not given stays as it is. */
__attribute__((sentinel)) const char *
say_with(struct arena *arena, enum language language, enum word word, ...);

/* As say_with for {count}: the form for one or for more, the number written
   as the language writes it. */
const char *say_count(struct arena *arena, enum language language,
                      enum word word, long long count);

#endif
