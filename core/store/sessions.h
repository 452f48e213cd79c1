#ifndef STORE_SESSIONS_H
#define STORE_SESSIONS_H

#include "store/accounts.h"

/* Who is signed in, found by the digest of what the browser holds. */
struct session {
    const char *token_digest;
    const char *csrf;
    int64_t created_at, seen_at, ends_at;
    bool second_step; /* was given, or not needed */
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
/* Those that ended before. */
MUST_CHECK enum status session_old_remove(struct db *tx, struct arena *arena,
                                          int64_t before);

#endif
