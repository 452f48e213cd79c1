#ifndef QUIZ_GATE_PARTS_H
#define QUIZ_GATE_PARTS_H

#include "quiz/calls.h"
#include "quiz/gate.h"

/* The parts of the gate. Inside this room only. */
struct gate {
    struct questions *questions; /* aside: nothing comes from a cache */
    struct arena *arena;         /* of the whole run */
    struct trail trail;
    struct tree_maker findings, tests;
    size_t errors;
    enum status status; /* not OK: stop; INVALID: with what was found */
};

void gate_error(struct gate *gate, const char *where, const char *vi,
                const char *en);
void gate_warning(struct gate *gate, const char *where, const char *vi,
                  const char *en);

/* Plugins cannot be asked: BUSY or FAILED, and `out` says why. A package that
   was suspended for what it did is an error of its own. */
void gate_stop(struct gate *gate, enum status status, const struct tree *out);

/* Whether `status` is OK. Else `out` is a trouble, which becomes an error, or
   plugins cannot be asked now, which ends the run. */
bool gate_answered(struct gate *gate, const char *where, enum status status,
                   const struct tree *out);

/* An error for each text that plugins said in one language only, from a step
   of the trail on. */
void gate_tell_lacking(struct gate *gate, size_t first);

/* One item with its variants; `where` begins every finding. */
void gate_try_item(struct gate *gate, const struct item *item,
                   const struct tree *variants, const char *where);

/* Every test the package ships, into gate->tests; those that fail are errors.
   `items` gets the different items they are about (struct item, at most
   `room`); its count comes back. */
size_t gate_try_tests(struct gate *gate, const struct package *package,
                      struct item *items, size_t room);

/* ---- answers to try (gate_answers.c) --------------------------------------
 */

enum answer_kind {
    ANSWER_BLANK,
    ANSWER_WRONG,
    ANSWER_MALFORMED,
    ANSWER_HUGE,
    ANSWER_HOSTILE,
    ANSWER_KINDS
};

/* How many answers of a kind there are to these inputs. */
size_t answers_count(enum answer_kind kind, const struct tree *inputs);

/* The k-th of them, as typed: a map of input to TEXT or LIST. */
struct tree answer_of(struct arena *arena, enum answer_kind kind, size_t k,
                      const struct tree *inputs);

struct answer_words {
    const char *vi, *en;
};
struct answer_words answer_kind_words(enum answer_kind kind);

/* What typed answers look like in one line, cut. */
const char *answer_shown(struct arena *arena, const struct tree *typed);

#endif
