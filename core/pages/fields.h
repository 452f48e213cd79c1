#ifndef PAGES_FIELDS_H
#define PAGES_FIELDS_H

#include "http/exchange.h"

/* Fields that several forms have. */

/* A field of one line as it is kept: tidy, and nothing unseen in it; "" if it
   was not sent. Of several lines: the same, with its lines. */
const char *line_typed(struct request *req, const char *name);
/* The same of an address: what is searched for. */
const char *line_asked(const struct fields *from, struct arena *arena,
                       const char *name);
const char *lines_typed(struct request *req, const char *name);

/*
 * Units to tick in a form, found by name or code, within the scope in which the
 * visitor may schedule: the fields "unit" and "find", and a button that sends
 * go=find. What was ticked stays on top.
 */
struct unit_choice {
    int64_t id; /* 0: the end */
    const char *name;
    int64_t people;
    bool chosen;
};

struct unit_picker {
    const char *find; /* as typed */
    const int64_t *units;
    size_t unit_count;
    const struct unit_choice *chosen, *found, *top; /* lists that end */
    bool searched;
};

/* The units that were ticked, each once. MISSING: one out of the scope. */
MUST_CHECK enum status unit_picker_read(struct request *req,
                                        struct unit_picker *picker);
/* What is chosen, with its size. */
MUST_CHECK enum status unit_picker_chosen(struct request *req,
                                          struct unit_picker *picker);
/* Everything that is shown. */
MUST_CHECK enum status unit_picker_fill(struct request *req,
                                        struct unit_picker *picker);

#endif
