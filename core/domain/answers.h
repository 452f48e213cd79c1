#ifndef DOMAIN_ANSWERS_H
#define DOMAIN_ANSWERS_H

#include "domain/papers.h"
#include "store/attempts.h"

/*
 * Answering: what is kept of what a candidate sends, and what is told back.
 *
 * A save carries a `save_id` the client made, and `base`, the revision of the
 * slot it was made from. The server gives out revisions.
 *   base is current      a new revision
 *   base is not current  kept as a fork; what stands, stands; the candidate
 *                        chooses by saving again from there
 *   same id, same body   the same receipt, however often it is sent; if a
 *                        newer one stands by now, that is said too
 *   same id, other body  a save like any other (a form sent again after Back)
 *   after the end        kept as late; it counts only if a person decides so
   too many of both     not kept, and said so
 *   while the clock      a new revision: it was typed before the page knew, and
 *   stands still         the room sees that it came
 * The moment of arrival decides, on the server's clock. Nothing is told before
 * the commit that holds it is on disk.
 */
enum saved {
    SAVED,    /* a new revision */
    AGAIN,    /* was kept before and stands; the same receipt */
    REPLACED, /* was kept before; the same receipt; a newer one stands */
    FORKED,   /* kept beside what stands */
    LATE,     /* kept, after the end */
    FULL,     /* NOT kept: MOST_ASIDE forks and late ones of this slot are */
};
enum { SAVED_KINDS = LATE + 1 };

struct save {
    int64_t attempt, slot, base;
    const char *save_id;
    struct tree typed; /* MAP input -> TEXT or LIST; declared inputs only */
    int64_t now;       /* when it arrived */
};

struct receipt {
    enum saved saved;
    int64_t revision; /* that stands now */
    const char *code; /* of what was sent, e.g. "7K2-QF" */
    int64_t at;       /* when it was kept */
    int64_t left;     /* ms */
};

/* Late and forked saves kept of one slot: beyond them somebody plays, or a
   machine with an old page sends without end. What stands can still be
   changed, from the revision it has. */
enum { MOST_ASIDE = 50 };

MUST_CHECK enum status answer_save(struct house *house, struct arena *arena,
                                   const struct save *save,
                                   struct receipt *out);

/* The code a candidate is shown for what came with this id and this digest of
   its body: seven letters a person can read out. */
const char *answer_receipt(struct arena *arena, int64_t attempt, int64_t slot,
                           const char *save_id, const char *digest);

/* How many saves were kept since the start, by enum saved. */
void answer_count(int64_t counts[SAVED_KINDS]);

/* Mark a slot to look at again, or take the mark away. CONFLICT: closed. */
MUST_CHECK enum status answer_flag(struct house *house, struct arena *arena,
                                   int64_t attempt, int64_t slot, bool flagged,
                                   int64_t now);

/* What stands in each slot of an attempt. */
struct standing {
    int64_t revision;  /* 0: nothing yet */
    struct tree typed; /* MAP; TREE_NOTHING: nothing yet */
    bool answered;     /* something is typed */
    bool flagged;
    const char *code; /* of the last save */
    int64_t at;
    size_t forks;     /* kept beside it; whoever saves after them has chosen */
    struct tree fork; /* the newest of them, as typed */
    int64_t fork_event;
    int64_t flag_event; /* the last flag or unflag */
};
MUST_CHECK enum status answers_read(struct house *house, struct arena *arena,
                                    int64_t attempt, size_t slots,
                                    const struct standing **out);
/* The same of one slot. */
MUST_CHECK enum status answer_read(struct house *house, struct arena *arena,
                                   int64_t attempt, int64_t slot,
                                   struct standing *out);

/* Hand in. CONFLICT: it is closed already; the first one stands. */
MUST_CHECK enum status attempt_hand_in(struct house *house, int64_t attempt,
                                       int64_t now);

/* Close what has run out, as of its deadline, also after the server was down.
   Waits GRACE after the deadline, so that what arrived before it is kept.
   Leaves alone what ran out before house.unsure_before. */
enum { DEADLINE_GRACE_MS = 2000 };
MUST_CHECK enum status deadlines_step(struct house *house, int64_t now,
                                      size_t *closed);

#endif
