#ifndef QUIZ_INPUTS_H
#define QUIZ_INPUTS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/tree.h"

/*
 * What was typed against what may be answered. Pure; asks no plugin, no
 * database and no clock, so the save path calls it for every answer.
 *
 * `inputs` is the map NAME -> declaration of question_inputs. `typed` maps
 * NAME to TEXT (or LIST of TEXT for a set). `numbers` is how the test writes
 * numbers: "comma" (1.234,5) or "point" (1,234.5); NULL is comma.
 *
 * Numbers: the other mark groups thousands. One mark alone with exactly three
 * digits behind it ("1.234" under comma) could be meant as either, so it is
 * invalid, with a question back; it is never guessed. "1.234.567" and
 * "1.234,5" leave no doubt. Spaces (also narrow and no-break) between groups
 * of three are read over. At most 38 digits.
 */
struct checked {
    struct tree response; /* MAP, canonical: decimals as TEXT with a point */
    struct tree problems; /* MAP input -> {"vi","en"}                        */
    struct tree blank;    /* LIST of names: declared, nothing typed          */
    struct tree kept;     /* MAP: what was typed, declared inputs only       */
};

/*
 * A file that was sent, as typed text: "DIGEST SIZE NAME", its SHA-256 in hex,
 * its bytes, its name. The response is the name.
 */
struct sent_file {
    const char *digest, *name;
    long long size;
};
bool sent_file_read(struct arena *arena, const char *typed,
                    struct sent_file *out);

/* The kind in a list of kinds that a name ends in; NULL: none of them. */
const char *sent_file_kind(const struct tree *kinds, const char *name);

void inputs_check(struct arena *arena, const struct tree *inputs,
                  const struct tree *typed, const char *numbers,
                  struct checked *out);

/* The other way: a canonical response as one would type it. */
struct tree inputs_write(struct arena *arena, const struct tree *inputs,
                         const struct tree *response, const char *numbers);

#endif
