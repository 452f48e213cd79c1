#include "store/sessions.h"

enum { ACCOUNT_FROM = 7 }; /* column of session_find */

enum status session_find(struct db *db, struct arena *arena,
                         const char *token_digest, const struct session **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_SESSION_FIND, ARGS(text(token_digest)), &rows));
    if (!rows.count)
        return MISSING;
    struct session *session = arena_make(arena, struct session);
    *session = (struct session){
        .token_digest = cell(&rows, 0, 0)->text,
        .csrf = cell(&rows, 0, 2)->text,
        .created_at = cell(&rows, 0, 3)->integer,
        .seen_at = cell(&rows, 0, 4)->integer,
        .ends_at = cell(&rows, 0, 5)->integer,
        .second_step = cell(&rows, 0, 6)->integer,
        .account = account_of(cell(&rows, 0, ACCOUNT_FROM)),
    };
    *out = session;
    return OK;
}

enum status paper_open_find(struct db *db, struct arena *arena, int64_t person,
                            int64_t since)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_PAPER_OPEN_FIND,
               ARGS(integer(person), integer(since)), &rows));
    return rows.count ? OK : MISSING;
}

enum status session_add(struct db *tx, struct arena *arena,
                        const struct session *s)
{
    return db_run(tx, arena, SQL_SESSION_ADD,
                  ARGS(text(s->token_digest), integer(s->account.id),
                       text(s->csrf), integer(s->created_at),
                       integer(s->ends_at), integer(s->second_step)),
                  NULL);
}

enum status session_seen(struct db *tx, struct arena *arena,
                         const char *token_digest, int64_t at)
{
    return db_run(tx, arena, SQL_SESSION_SEEN,
                  ARGS(integer(at), text(token_digest)), NULL);
}

enum status session_second_step(struct db *tx, struct arena *arena,
                                const char *token_digest)
{
    return db_run(tx, arena, SQL_SESSION_SECOND_STEP, ARGS(text(token_digest)),
                  NULL);
}

enum status session_remove(struct db *tx, struct arena *arena,
                           const char *token_digest)
{
    return db_run(tx, arena, SQL_SESSION_REMOVE, ARGS(text(token_digest)),
                  NULL);
}

enum status session_account_remove(struct db *tx, struct arena *arena,
                                   int64_t account)
{
    return db_run(tx, arena, SQL_SESSION_ACCOUNT_REMOVE, ARGS(integer(account)),
                  NULL);
}

enum status session_old_remove(struct db *tx, struct arena *arena,
                               int64_t before)
{
    return db_run(tx, arena, SQL_SESSION_OLD_REMOVE, ARGS(integer(before)),
                  NULL);
}
