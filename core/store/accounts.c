#include "store/accounts.h"

struct account account_of(const struct value *c)
{
    return (struct account){
        .id = c[0].integer,
        .person = c[1].integer,
        .login = c[2].text,
        .password = c[3].text,
        .must_change = c[4].integer,
        .totp_secret = c[5].text,
        .totp_pending = c[6].text,
        .totp_step = c[7].integer,
        .language = c[8].text,
        .disabled_at = c[9].integer,
        .sessions_from = c[10].integer,
        .created_at = c[11].integer,
        .full_name = c[12].text,
        .address_as = c[13].text,
        .left_on = c[14].integer,
    };
}

static enum status find(struct db *db, struct arena *arena, enum sql statement,
                        struct value key, const struct account **out)
{
    struct rows rows;

    TRY(db_run(db, arena, statement, &key, 1, &rows));
    if (!rows.count)
        return MISSING;
    struct account *account = arena_make(arena, struct account);
    *account = account_of(rows.cells);
    *out = account;
    return OK;
}

enum status account_find(struct db *db, struct arena *arena, int64_t id,
                         const struct account **out)
{
    return find(db, arena, SQL_ACCOUNT_FIND, integer(id), out);
}

enum status account_login_find(struct db *db, struct arena *arena,
                               const char *login, const struct account **out)
{
    return find(db, arena, SQL_ACCOUNT_LOGIN_FIND, text(login), out);
}

enum status account_person_find(struct db *db, struct arena *arena,
                                int64_t person, const struct account **out)
{
    return find(db, arena, SQL_ACCOUNT_PERSON_FIND, integer(person), out);
}

enum status account_any_find(struct db *db, struct arena *arena)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ACCOUNT_ANY_FIND, NO_ARGS, &rows));
    return rows.count ? OK : MISSING;
}

enum status account_add(struct db *tx, struct arena *arena,
                        const struct account *a)
{
    return db_run(tx, arena, SQL_ACCOUNT_ADD,
                  ARGS(integer(a->id), integer(a->person), text(a->login),
                       text(a->password), integer(a->must_change),
                       text(a->language), integer(a->created_at)),
                  NULL);
}

enum status account_password_set(struct db *tx, struct arena *arena, int64_t id,
                                 const char *password, bool must_change,
                                 int64_t now)
{
    return db_run(
        tx, arena, SQL_ACCOUNT_PASSWORD_SET,
        ARGS(text(password), integer(must_change), integer(now), integer(id)),
        NULL);
}

enum status account_language_set(struct db *tx, struct arena *arena, int64_t id,
                                 const char *language)
{
    return db_run(tx, arena, SQL_ACCOUNT_LANGUAGE_SET,
                  ARGS(text(language), integer(id)), NULL);
}

enum status account_sessions_end(struct db *tx, struct arena *arena, int64_t id,
                                 int64_t now)
{
    return db_run(tx, arena, SQL_ACCOUNT_SESSIONS_END,
                  ARGS(integer(now), integer(id)), NULL);
}

enum status account_disable(struct db *tx, struct arena *arena, int64_t id,
                            int64_t disabled_at, int64_t now)
{
    return db_run(tx, arena, SQL_ACCOUNT_DISABLE,
                  ARGS(integer_or_null(disabled_at), integer(now), integer(id)),
                  NULL);
}

enum status account_totp_offer(struct db *tx, struct arena *arena, int64_t id,
                               const char *secret)
{
    return db_run(tx, arena, SQL_ACCOUNT_TOTP_OFFER,
                  ARGS(text(secret), integer(id)), NULL);
}

enum status account_totp_take(struct db *tx, struct arena *arena, int64_t id,
                              const char *secret, int64_t step)
{
    struct rows rows;

    TRY(db_run(tx, arena, SQL_ACCOUNT_TOTP_TAKE,
               ARGS(integer(step), integer(id), text(secret)), &rows));
    return rows.count ? OK : CONFLICT;
}

enum status account_totp_use(struct db *tx, struct arena *arena, int64_t id,
                             int64_t step)
{
    struct rows rows;

    TRY(db_run(tx, arena, SQL_ACCOUNT_TOTP_USE,
               ARGS(integer(step), integer(id)), &rows));
    return rows.count ? OK : CONFLICT;
}

enum status account_totp_clear(struct db *tx, struct arena *arena, int64_t id,
                               int64_t now)
{
    return db_run(tx, arena, SQL_ACCOUNT_TOTP_CLEAR,
                  ARGS(integer(now), integer(id)), NULL);
}

enum status one_time_link_find(struct db *db, struct arena *arena,
                               const char *token_digest,
                               const struct one_time_link **out)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_ONE_TIME_LINK_FIND, ARGS(text(token_digest)),
               &rows));
    if (!rows.count)
        return MISSING;
    struct one_time_link *link = arena_make(arena, struct one_time_link);
    *link = (struct one_time_link){
        .token_digest = cell(&rows, 0, 0)->text,
        .account = cell(&rows, 0, 1)->integer,
        .purpose = cell(&rows, 0, 2)->text,
        .ends_at = cell(&rows, 0, 3)->integer,
        .used_at = cell(&rows, 0, 4)->integer,
    };
    *out = link;
    return OK;
}

enum status one_time_link_add(struct db *tx, struct arena *arena,
                              const struct one_time_link *link, int64_t now)
{
    TRY(db_run(tx, arena, SQL_ONE_TIME_LINK_END,
               ARGS(integer(now), integer(link->account)), NULL));
    return db_run(tx, arena, SQL_ONE_TIME_LINK_ADD,
                  ARGS(text(link->token_digest), integer(link->account),
                       text(link->purpose), integer(link->ends_at)),
                  NULL);
}

enum status one_time_link_use(struct db *tx, struct arena *arena,
                              const char *token_digest, int64_t now)
{
    struct rows rows;

    TRY(db_run(tx, arena, SQL_ONE_TIME_LINK_USE,
               ARGS(integer(now), text(token_digest)), &rows));
    return rows.count ? OK : CONFLICT;
}

enum status unit_account_list(struct db *db, struct arena *arena, int64_t unit,
                              int64_t day, int64_t limit,
                              const struct unit_account **out, size_t *count)
{
    struct rows rows;

    TRY(db_run(db, arena, SQL_UNIT_ACCOUNT_LIST,
               ARGS(integer(unit), integer(day), integer(limit)), &rows));
    struct unit_account *list =
        arena_many(arena, struct unit_account, rows.count);
    for (size_t i = 0; i < rows.count; i++)
        list[i] = (struct unit_account){
            .person = cell(&rows, i, 0)->integer,
            .full_name = cell(&rows, i, 1)->text,
            .birth_date = cell(&rows, i, 2)->integer,
            .staff_number = cell(&rows, i, 3)->text,
            .given_name = cell(&rows, i, 4)->text,
            .family_name = cell(&rows, i, 5)->text,
            .unit_name = cell(&rows, i, 6)->text,
            .account = cell(&rows, i, 7)->integer,
            .login = cell(&rows, i, 8)->text,
            .has_password = cell(&rows, i, 9)->integer,
            .is_disabled = cell(&rows, i, 10)->integer,
            .has_role = cell(&rows, i, 11)->integer,
        };
    *out = list;
    *count = rows.count;
    return OK;
}
