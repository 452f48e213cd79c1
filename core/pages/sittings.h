#ifndef PAGES_SITTINGS_H
#define PAGES_SITTINGS_H

#include "domain/calling.h"
#include "domain/sittings.h"
#include "http/exchange.h"
#include "pages/fields.h"
#include "pages/nodes.h"
#include "pages/reader.h"
#include "pages/scope.h"
#include "store/units.h"

/*
 * The organiser's side of sittings, at /schedule: their list, one of them with
 * its candidates (no scores), and the form that schedules one. Only what lies
 * in the units an organiser's role was granted for.
 */

/* ---- the list and one of them --------------------------------------------*/

struct sitting_line {
    const struct sitting *sitting; /* NULL: the end */
    const char *title;
    struct candidate_tally tally;
};

struct sittings_page {
    const struct sitting_line *lines;
    int64_t page;
    bool more;
};

/* The sitting of the address. MISSING if it is none of this organiser's. */
MUST_CHECK enum status sitting_mine(struct request *req,
                                    const struct sitting **out);
/* Its candidates, as far as this organiser sees them. */
struct candidate_filter sitting_candidates(const struct request *req,
                                           int64_t sitting);

/* "staged", "cancelled", "coming", "open" or "over". */
const char *sitting_state(const struct reader *reader,
                          const struct sitting *sitting);
const char *candidate_said(const struct reader *reader, const char *standing);

struct schedule_page {
    const struct sitting *sitting;
    const char *title, *test_title, *organiser;
    const struct unit *units; /* it was scheduled for */
    size_t unit_count, people_count;
    struct candidate_tally tally;
    struct tree rules;
    struct nodes how;
    /* candidates */
    const char *find, *standing;
    int64_t unit;
    const char *unit_name;
    const struct candidate_line *lines;
    size_t count;
    const char *first, *next;
    /* what can be done, and what came of it */
    bool may_add, may_cancel, may_arrange, may_print_codes, may_release;
    bool awaits_release; /* its scores do, once it is over */
    const char *people;  /* as typed */
    const struct calling_line *wrong;
    size_t wrong_count;
    bool no_reason, too_late, too_many;
    bool print_many; /* too many to print at once */
    int64_t added;   /* -1: nothing was added just now */
    /* candidates whose role shows them the items of its test */
    const struct candidate_grant *insiders;
    size_t insider_count;
};

struct candidate_page {
    const struct sitting *sitting;
    const char *title;
    const struct candidate *candidate;
    const char *unit_path, *standing, *reason; /* reason as typed */
    const char *choice;                        /* state that was chosen */
    bool may_mark, invalid, begun;
};

/* ---- the form ------------------------------------------------------------*/

/* Everything as typed, so that nothing is lost when it comes back. */
struct sitting_form {
    int64_t test;
    const char *code, *title_vi, *title_en, *basis, *opens, *closes;
    struct people_lines people;
    const char *rules_vi, *rules_en;
    /* read: */
    int64_t opens_at, closes_at; /* 0: cannot be read */
    struct unit_picker picker;
};

struct test_choice {
    int64_t id; /* 0: the end */
    const char *title;
    const char *code, *version;
};

struct form_page {
    struct sitting_form form;
    const struct test_choice *tests;
    uint64_t faults; /* of domain/sittings.h */
    bool checked;    /* false: shown for the first time, nothing is wrong yet */
    size_t wrong;    /* how many places to mend */
    struct tree rules;
    struct nodes how;
};

struct preview_page {
    const struct sitting_form *form;
    const char *title, *test_title;
    const struct test_plan *plan;
    const struct unit_choice *units;
    size_t called, people;
    bool changed; /* other people than when it was looked at */
    struct tree rules;
    struct nodes how;
};

bool has_fault(const struct form_page *page, enum sitting_fault fault);
const char *line_said(const struct reader *reader,
                      const struct calling_line *line);

#endif
