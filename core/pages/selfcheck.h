#ifndef PAGES_SELFCHECK_H
#define PAGES_SELFCHECK_H

#include "domain/selfchecks.h"
#include "http/exchange.h"
#include "pages/nodes.h"
#include "pages/reader.h"

/*
 * Self-checks on the page of a lesson, in its text or at its end. An answer is
 * sent by a plain form, and the page comes back with what became of it; nothing
 * of it is kept.
 */
enum check_result {
    CHECK_OPEN,    /* not answered yet */
    CHECK_BLANK,   /* sent, with nothing in it */
    CHECK_UNCLEAR, /* not understood; said beside the input */
    CHECK_RIGHT,
    CHECK_PARTLY,
    CHECK_WRONG,
    CHECK_COMPARE, /* needs a person: oneself, with the model answer */
    CHECK_TROUBLE, /* its question type failed */
};

/* Why a part was right or wrong; label NULL: there is one part only. */
struct check_why {
    const char *label, *text;
};

struct check_panel {
    struct selfcheck check;
    size_t number;       /* 1.. */
    bool placed;         /* stands in the text that is shown */
    bool ready;          /* else only a word that it is not to be had */
    const char *address; /* of the form, without "#" */
    const char *again;   /* with other numbers; NULL: it has but one variant */
    const char *id;      /* "check-1" */
    struct nodes how, key;
    struct tree nodes;
    enum check_result result;
    struct tried tried;
    const struct check_why *whys;
    size_t why_count;
};

struct check_panels {
    struct check_panel *list;
    size_t count;
};

/* Those of a lesson (its row's id), and an answer to one of them, if that is
   what the request brings. MISSING: there is no such check. */
MUST_CHECK enum status check_panels_read(struct request *req,
                                         const struct reader *reader,
                                         int64_t lesson, const char *address,
                                         struct check_panels *out);

/* Which of them stand in the text that is shown; the others are for its end. */
void check_panels_place(struct check_panels *checks, const struct tree *body);

/* A medium of a check's question. */
MUST_CHECK enum status check_file_send(struct request *req,
                                       struct response *res, int64_t lesson);

/* "Tự kiểm tra", "Tự kiểm tra 2" */
const char *check_title(const struct reader *reader,
                        const struct check_panels *checks, size_t number);

#endif
