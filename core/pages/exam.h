#ifndef PAGES_EXAM_H
#define PAGES_EXAM_H

#include "domain/answers.h"
#include "domain/conditions.h"
#include "domain/grading.h"
#include "domain/sittings.h"
#include "http/exchange.h"
#include "pages/nodes.h"
#include "store/regrades.h"

/* An attempt with all that its pages need, read once for a request. */
struct exam {
    const struct attempt *attempt;
    const struct candidate *candidate;
    const struct sitting *sitting;
    const struct test_plan *plan;
    struct paper paper;
    const struct standing *standing; /* of each slot */
    const char *title;               /* of the test, in the reader's language */
    size_t answered, flagged;
    const bool *unread; /* by slot, on the page before handing in: what is
                           typed cannot be understood */
    size_t unread_count;
    int64_t keys_at; /* on the result page: when no sitting of the test is to
                        come any more */
    struct exam_bar bar;
};

/* The attempt named in the address, if it is this person's and, with an exam
   slip, of its sitting; any other is MISSING. */
MUST_CHECK enum status exam_attempt(struct request *req,
                                    const struct attempt **out);
/* The same with all that its pages need. */
MUST_CHECK enum status exam_read(struct request *req, struct exam *out);

/* {vi, en} as JSON, in the reader's language. */
const char *in_language(struct request *req, const char *json);

/* One question as nodes, its options in this attempt's order. */
MUST_CHECK enum status exam_nodes(struct request *req, const struct exam *exam,
                                  int64_t slot, struct tree *out);

/* The slot named in the address. MISSING: the paper has none by that number. */
/* What the question in a slot may be answered with. */
MUST_CHECK enum status exam_inputs(struct request *req, const struct exam *exam,
                                   int64_t slot, const struct tree **out);
MUST_CHECK enum status exam_slot(const struct request *req,
                                 const struct exam *exam, int64_t *slot);

/* ms left, with the clock running or standing still; <= 0: over. */
int64_t exam_left(const struct request *req, const struct exam *exam);
/* Whether there is time left and the paper is open. */
bool exam_is_open(const struct request *req, const struct exam *exam);

/* What it takes to enter, of what this request comes from (exam_room.c). */
enum condition exam_condition(struct request *req,
                              const struct sitting *sitting,
                              const struct candidate *candidate);
/* While the clock stands still nothing is shown but that (exam_room.c). */
MUST_CHECK enum status exam_pause_show(struct request *req,
                                       struct response *res,
                                       const struct exam *exam);
/* The candidate asks for a proctor; again while nobody came is the same. */
MUST_CHECK enum status exam_call(struct request *req, const struct exam *exam);

/* Addresses of the media of one question, for nodes. */
MUST_CHECK enum status exam_media(struct request *req, const struct exam *exam,
                                  int64_t slot, const struct tree **out);

/* Before the digest of a file that was handed in. */
const char *exam_sent_address(struct request *req, const struct exam *exam,
                              int64_t slot);

/* Whether the questions of a closed attempt may be looked at again; reads
   `keys_at`. */
MUST_CHECK enum status exam_may_look_back(struct request *req,
                                          struct exam *exam, bool *may);

struct question_page {
    const struct exam *exam;
    int64_t slot;
    const struct standing *here;
    struct nodes how;
    struct tree nodes;
    const char *save_id;
    bool has_files;        /* its form brings files */
    bool not_kept;         /* fork_how is what was just sent, kept nowhere */
    const char *section;   /* its title */
    struct nodes fork_how; /* the copy kept beside, if any */
    const char *other;     /* code of the other language, "en" */
    bool may_call, called; /* a proctor; nobody came yet */
};

struct my_sitting {
    const struct called *called;
    const char *title;
    const char *state; /* open, coming, doing, done, over, or the candidate's */
    const struct result *result; /* NULL: none that may be seen */
};

/* The sittings the visitor is called to, of one course's tests or, without a
   code, of all; my_sittings.c. */
MUST_CHECK enum status my_sittings_of(struct request *req,
                                      const char *course_code,
                                      const struct my_sitting **out,
                                      size_t *count);

struct sitting_page {
    const struct sitting *sitting;
    const struct candidate *candidate;
    const struct test_plan *plan;
    const char *title, *test_title;
    struct tree rules, instructions; /* nodes */
    struct nodes how;                /* to draw them */
    const char *room;                /* and seat; NULL: none */
    int64_t extra_ms;                /* granted beyond the limit */
    enum condition condition;        /* of entering; not met: why */
    bool wrong_passcode;
    enum admission admission;
    int64_t open;     /* attempt to go on with */
    int64_t last;     /* newest attempt that is closed; 0: none */
    int64_t again_at; /* when the next one may begin, if it is too soon */
    bool unconfirmed; /* came without the tick */
};

struct reviewed {
    int64_t slot;
    const char *const *comments; /* of who marked it */
    size_t comment_count;
    const char *outcome; /* graded, needs_human */
    double got, points;
    struct nodes how;
    struct tree nodes;
    struct nodes key_how;
    bool answered, shows_answer, shows_key;
    bool dropped, given; /* by a regrade */
    struct tree explained;
};

struct result_page {
    bool may_again; /* the sitting is open and another attempt is allowed */
    int64_t counting, counting_number; /* another attempt counts; 0: this */
    const struct exam *exam;
    const struct result *result; /* NULL: not graded yet */
    bool shows_score, later_score, later_key;
    const char *missed;  /* sections that were not passed, by title; or NULL */
    bool awaits_release; /* later: when the organiser says so */
    const struct reviewed *reviewed;
    size_t count;
    const struct regraded *regraded; /* what was put right since */
    size_t regraded_count;
};

#endif
