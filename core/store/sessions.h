#ifndef STORE_SESSIONS_H
#define STORE_SESSIONS_H

#include "store/accounts.h"

/* Who is signed in, found by the digest of what the browser holds. */
struct session {
    const char *token_digest;
    const char *csrf;
    int64_t created_at, seen_at, ends_at;
    bool second_step; /* was given, or not needed */
    int64_t
        sitting; /* entered with an exam slip: for this one only; 0: for all */
    struct account account;
};

MUST_CHECK enum status session_find(struct db *db, struct arena *arena,
                                    const char *token_digest,
                                    const struct session **out);

/* Does the person have a paper open whose time is not over before `since`?
   MISSING: no. */
MUST_CHECK enum status paper_open_find(struct db *db, struct arena *arena,
                                       int64_t person, int64_t since);

/* ---- changes, each within db_write ---------------------------------------*/

/* Of `session->account` only the id counts. */
MUST_CHECK enum status session_add(struct db *tx, struct arena *arena,
                                   const struct session *session);
MUST_CHECK enum status session_seen(struct db *tx, struct arena *arena,
                                    const char *token_digest, int64_t at);
MUST_CHECK enum status session_second_step(struct db *tx, struct arena *arena,
                                           const char *token_digest);
MUST_CHECK enum status session_remove(struct db *tx, struct arena *arena,
                                      const char *token_digest);
/* All of an account. */
MUST_CHECK enum status
session_account_remove(struct db *tx, struct arena *arena, int64_t account);
/* Of a person, entered with the exam slip of a sitting. */
MUST_CHECK enum status session_sitting_remove(struct db *tx,
                                              struct arena *arena,
                                              int64_t sitting, int64_t person);
/* Those that ended before. */
MUST_CHECK enum status session_old_remove(struct db *tx, struct arena *arena,
                                          int64_t before);

/* ---- exam slips ----------------------------------------------------------*/

struct exam_code {
    int64_t candidate, used_at;
    int64_t sitting, person;
    const char *state; /* of the candidate */
    int64_t opens_at, over_at, cancelled_at;
    int64_t account; /* 0: none */
    bool disabled;   /* the account */
    int64_t left_on; /* day; 0: in service */
};
/* MISSING: no such code. */
MUST_CHECK enum status exam_code_find(struct db *db, struct arena *arena,
                                      const char *digest,
                                      struct exam_code *out);
/* In place of the one the candidate had. */
MUST_CHECK enum status exam_code_put(struct db *tx, struct arena *arena,
                                     int64_t candidate, const char *digest,
                                     int64_t by, int64_t now);
/* CONFLICT: was used before. */
MUST_CHECK enum status exam_code_use(struct db *tx, struct arena *arena,
                                     const char *digest, int64_t now);
/* CONFLICT: was not used. */
MUST_CHECK enum status exam_code_allow(struct db *tx, struct arena *arena,
                                       int64_t candidate);

#endif
