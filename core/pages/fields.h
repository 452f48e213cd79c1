#ifndef PAGES_FIELDS_H
#define PAGES_FIELDS_H

#include "domain/calling.h"
#include "http/exchange.h"

/* Fields that several forms have. */

/* A field of one line as it is kept: tidy, and nothing unseen in it; "" if it
   was not sent. Of several lines: the same, with its lines. */
const char *line_typed(struct request *req, const char *name);
/* The same of an address: what is searched for. */
const char *line_asked(const struct fields *from, struct arena *arena,
                       const char *name);
const char *lines_typed(struct request *req, const char *name);

/* People by number, a line each, within the scope in which the visitor may
   schedule. */
struct people_lines {
    const char *typed;
    const struct calling_line *lines;
    size_t count, wrong; /* wrong: lines that name nobody */
    bool too_many;
};
/* The field "people", as of a day. */
MUST_CHECK enum status people_typed(struct request *req, int64_t day,
                                    struct people_lines *people);
/* Those that are fine. */
const int64_t *people_called(struct arena *arena,
                             const struct people_lines *people, size_t *count);

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
