#include "store/sessions.h"

enum { ACCOUNT_FROM = 7, SITTING_AT = 22 }; /* columns of session_find */

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
        .sitting = cell(&rows, 0, SITTING_AT)->integer,
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
                       integer(s->ends_at), integer(s->second_step),
                       integer_or_null(s->sitting)),
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

enum status session_sitting_remove(struct db *tx, struct arena *arena,
                                   int64_t sitting, int64_t person)
{
    return db_run(tx, arena, SQL_SESSION_SITTING_REMOVE,
                  ARGS(integer(sitting), integer(person)), NULL);
}

/* ---- exam slips ----------------------------------------------------------*/

enum status exam_code_find(struct db *db, struct arena *arena,
                           const char *digest, struct exam_code *out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_EXAM_CODE_FIND, ARGS(text(digest)), &rows));
    if (!rows.count || cell(&rows, 0, 7)->integer != 1)
        return MISSING;
    *out = (struct exam_code){
        .candidate = cell(&rows, 0, 0)->integer,
        .used_at = cell(&rows, 0, 1)->integer,
        .sitting = cell(&rows, 0, 2)->integer,
        .person = cell(&rows, 0, 3)->integer,
        .state = cell(&rows, 0, 4)->text,
        .opens_at = cell(&rows, 0, 5)->integer,
        .over_at = cell(&rows, 0, 6)->integer,
        .cancelled_at = cell(&rows, 0, 8)->integer,
        .account = cell(&rows, 0, 9)->integer,
        .disabled = cell(&rows, 0, 10)->integer != 0,
        .left_on = cell(&rows, 0, 11)->integer,
    };
    return OK;
}

enum status exam_code_put(struct db *tx, struct arena *arena, int64_t candidate,
                          const char *digest, int64_t by, int64_t now)
{
    return db_run(
        tx, arena, SQL_EXAM_CODE_PUT,
        ARGS(integer(candidate), text(digest), integer(now), integer(by)),
        NULL);
}

enum status exam_code_use(struct db *tx, struct arena *arena,
                          const char *digest, int64_t now)
{
    struct rows rows;

    TRY(db_run(tx, arena, SQL_EXAM_CODE_USE, ARGS(integer(now), text(digest)),
               &rows));
    return rows.count ? OK : CONFLICT;
}

enum status exam_code_allow(struct db *tx, struct arena *arena,
                            int64_t candidate)
{
    struct rows rows;

    TRY(db_run(tx, arena, SQL_EXAM_CODE_ALLOW, ARGS(integer(candidate)),
               &rows));
    return rows.count ? OK : CONFLICT;
}
