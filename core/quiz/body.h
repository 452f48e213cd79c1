#ifndef QUIZ_BODY_H
#define QUIZ_BODY_H

#include <stdbool.h>

#include "base/status.h"
#include "base/tree.h"

/*
 * The body of an item against the `fields` its question type declares. Pure.
 *
 * A checked body holds exactly the declared fields, typed:
 *   text markdown pattern   TEXT, or with `translate` MAP language -> TEXT
 *   integer                 INTEGER
 *   decimal                 TEXT with a point, no zeros at its end
 *   boolean                 TRUTH, false where it was left out
 *   enum media              TEXT
 *   list                    LIST, empty where it was left out
 *   record                  MAP
 * What was left out takes its default; without one it is absent.
 */

/* Whether `fields` is itself in order; else `*why`, for the vendor. */
bool fields_check(struct arena *arena, const struct tree *fields,
                  const char **why);

/* INVALID: `problems` is a LIST of {"field", "vi", "en"}. */
MUST_CHECK enum status body_check(struct arena *arena,
                                  const struct tree *fields,
                                  const struct tree *loose, struct tree *body,
                                  struct tree *problems);

/*
 * The body as a function of the plugin may see it, decimals marked as such:
 *   BODY_SHOWN   without secret fields: inputs, parts, parse, render
 *   BODY_GRADED  without translated texts: grade
 *   BODY_WHOLE   generate, model, explain, check
 */
enum body_view { BODY_SHOWN, BODY_GRADED, BODY_WHOLE };

struct tree body_view(struct arena *arena, const struct tree *fields,
                      const struct tree *body, enum body_view view);

/* The same body with every secret field changed: for the gate, which then
   looks whether anything of it can be seen. */
struct tree body_disturbed(struct arena *arena, const struct tree *fields,
                           const struct tree *body);

/* What of a body names files: a LIST of {"field", "media"} and, for texts that
   may hold pictures, {"field", "markdown"}, each language by itself. */
struct tree body_files(struct arena *arena, const struct tree *fields,
                       const struct tree *body);

/* {"$": text}: an exact decimal on its way to a plugin. */
struct tree body_decimal(struct arena *arena, const char *text);
/* What a plugin made, its decimals as text again. */
struct tree body_plain(struct arena *arena, const struct tree *made);

#endif
