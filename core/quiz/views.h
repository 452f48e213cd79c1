#ifndef QUIZ_VIEWS_H
#define QUIZ_VIEWS_H

#include "quiz/body.h"
#include "quiz/calls.h"

/*
 * One verb asked with one view of an item. Inside this room only.
 *
 * What is put in with asking_tree and asking_text goes to the plugin and into
 * the key under which the answer is kept, so neither can be forgotten alone.
 */
struct asking {
    struct questions *questions;
    struct arena *arena;
    const struct item *item;
    struct cached cached;
    struct tree_maker ask;
    enum body_view view;
};

void asking_begin(struct asking *asking, struct questions *questions,
                  struct arena *arena, const struct item *item,
                  const char *verb, enum body_view view);
void asking_tree(struct asking *asking, const char *name,
                 const struct tree *tree); /* NULL: not given */
void asking_text(struct asking *asking, const char *name, const char *text);

MUST_CHECK enum status asking_answer(struct asking *asking, struct tree *out);
/* Past the cache: for the gate, which asks twice on purpose. */
MUST_CHECK enum status asking_anew(struct asking *asking, struct tree *out);

/* "comma" or "point". */
const char *settings_numbers(const struct tree *settings);

/* A canonical response with its decimals marked for a plugin, and back. */
struct tree response_marked(struct arena *arena, const struct tree *inputs,
                            const struct tree *response);
struct tree response_plain(struct arena *arena, const struct tree *marked);

#endif
