#include "tests/store/world.h"

#include "base/random.h"
#include "store/accounts.h"
#include "store/people.h"
#include "store/sessions.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { AN = 1, BINH, AN_ACCOUNT = 11, BINH_ACCOUNT };

static enum status add(struct db *tx, int64_t person, int64_t account,
                       const char *login)
{
    const struct person who = {.id = person,
                               .full_name = "An",
                               .family_name = "",
                               .middle_name = "",
                               .given_name = "An",
                               .sort_key = "an",
                               .fold_key = "an",
                               .kind = "cong_chuc",
                               .created_at = 1,
                               .changed_at = 1};
    const struct account is = {.id = account,
                               .person = person,
                               .login = login,
                               .password = "hash",
                               .language = "vi",
                               .created_at = 5};

    TRY(person_add(tx, arena, &who, 0));
    return account_add(tx, arena, &is);
}

static enum status build(struct db *tx, void *arg)
{
    (void)arg;
    TRY(add(tx, AN, AN_ACCOUNT, "an"));
    return add(tx, BINH, BINH_ACCOUNT, "binh");
}

static const struct account *account(int64_t id)
{
    const struct account *found;

    assert_int_equal(account_find(db, arena, id, &found), OK);
    return found;
}

#define WRITE(name, step)                                                      \
    static enum status name(struct db *tx, void *arg)                          \
    {                                                                          \
        (void)arg;                                                             \
        return step;                                                           \
    }
#define assert_written(work, status)                                           \
    assert_int_equal(db_write(db, work, NULL), status)

WRITE(same_login, add(tx, 3, 13, "an"))
WRITE(new_password,
      account_password_set(tx, arena, AN_ACCOUNT, "other", true, 100))
WRITE(no_password,
      account_password_set(tx, arena, AN_ACCOUNT, NULL, false, 101))
WRITE(english, account_language_set(tx, arena, AN_ACCOUNT, "en"))
WRITE(french, account_language_set(tx, arena, AN_ACCOUNT, "fr"))
WRITE(shut, account_disable(tx, arena, AN_ACCOUNT, 200, 200))
WRITE(unshut, account_disable(tx, arena, AN_ACCOUNT, 0, 201))
WRITE(end_sessions, account_sessions_end(tx, arena, AN_ACCOUNT, 300))

static void an_account_is_found_by_login_and_by_person(void **state)
{
    const struct account *found;

    (void)state;
    assert_int_equal(account_login_find(db, arena, "an", &found), OK);
    assert_int_equal(found->id, AN_ACCOUNT);
    assert_string_equal(found->full_name, "An");
    assert_int_equal(account_person_find(db, arena, BINH, &found), OK);
    assert_string_equal(found->login, "binh");
    assert_int_equal(account_login_find(db, arena, "AN", &found), MISSING);
    assert_int_equal(account_any_find(db, arena), OK);
    assert_written(same_login, CONFLICT);
}

static void what_changes_is_kept(void **state)
{
    (void)state;
    assert_written(new_password, OK);
    assert_string_equal(account(AN_ACCOUNT)->password, "other");
    assert_true(account(AN_ACCOUNT)->must_change);
    assert_int_equal(account(AN_ACCOUNT)->sessions_from, 100);
    assert_written(no_password, OK);
    assert_null(account(AN_ACCOUNT)->password);
    assert_written(english, OK);
    assert_string_equal(account(AN_ACCOUNT)->language, "en");
    assert_written(french, CONFLICT);
    assert_written(shut, OK);
    assert_int_equal(account(AN_ACCOUNT)->disabled_at, 200);
    assert_written(unshut, OK);
    assert_int_equal(account(AN_ACCOUNT)->disabled_at, 0);
    assert_written(end_sessions, OK);
    assert_int_equal(account(AN_ACCOUNT)->sessions_from, 300);
    assert_string_equal(account(BINH_ACCOUNT)->password, "hash");
}

WRITE(offer, account_totp_offer(tx, arena, AN_ACCOUNT, "SECRET"))
WRITE(take_other, account_totp_take(tx, arena, AN_ACCOUNT, "OTHER", 7))
WRITE(take, account_totp_take(tx, arena, AN_ACCOUNT, "SECRET", 7))
WRITE(use_7, account_totp_use(tx, arena, AN_ACCOUNT, 7))
WRITE(use_8, account_totp_use(tx, arena, AN_ACCOUNT, 8))
WRITE(clear, account_totp_clear(tx, arena, AN_ACCOUNT, 400))

static void a_step_of_a_code_counts_once(void **state)
{
    (void)state;
    assert_written(offer, OK);
    assert_null(account(AN_ACCOUNT)->totp_secret);
    assert_written(take_other, CONFLICT);
    assert_written(take, OK);
    assert_string_equal(account(AN_ACCOUNT)->totp_secret, "SECRET");
    assert_null(account(AN_ACCOUNT)->totp_pending);
    assert_written(use_7, CONFLICT);
    assert_written(use_8, OK);
    assert_written(use_8, CONFLICT);
    assert_written(clear, OK);
    assert_null(account(AN_ACCOUNT)->totp_secret);
}

static enum status open_session(struct db *tx, const char *digest,
                                int64_t account, int64_t at)
{
    const struct session session = {.token_digest = digest,
                                    .csrf = "csrf",
                                    .created_at = at,
                                    .ends_at = at + 100,
                                    .account.id = account};

    return session_add(tx, arena, &session);
}

static enum status open_sessions(struct db *tx, void *arg)
{
    (void)arg;
    TRY(open_session(tx, "a1", AN_ACCOUNT, 1000));
    TRY(open_session(tx, "a2", AN_ACCOUNT, 2000));
    TRY(open_session(tx, "a3", AN_ACCOUNT, 3000));
    return open_session(tx, "b1", BINH_ACCOUNT, 3000);
}

WRITE(see, session_seen(tx, arena, "a3", 3050))
WRITE(step, session_second_step(tx, arena, "a3"))
WRITE(remove_old, session_old_remove(tx, arena, 1500))
WRITE(remove_one, session_remove(tx, arena, "a2"))
WRITE(remove_all, session_account_remove(tx, arena, AN_ACCOUNT))

static bool there(const char *digest)
{
    const struct session *session;
    enum status status = session_find(db, arena, digest, &session);

    assert_true(status == OK || status == MISSING);
    return status == OK;
}

static void sessions_come_and_go(void **state)
{
    const struct session *session;

    (void)state;
    assert_written(open_sessions, OK);
    assert_written(see, OK);
    assert_written(step, OK);
    assert_int_equal(session_find(db, arena, "a3", &session), OK);
    assert_int_equal(session->seen_at, 3050);
    assert_int_equal(session->ends_at, 3100);
    assert_true(session->second_step);
    assert_int_equal(session->account.person, AN);
    assert_string_equal(session->account.login, "an");
    assert_written(remove_old, OK);
    assert_false(there("a1"));
    assert_written(remove_one, OK);
    assert_false(there("a2"));
    assert_true(there("a3"));
    assert_written(remove_all, OK);
    assert_false(there("a3"));
    assert_true(there("b1"));
    assert_int_equal(paper_open_find(db, arena, AN, 0), MISSING);
}

static enum status add_link(struct db *tx, const char *digest)
{
    const struct one_time_link link = {.token_digest = digest,
                                       .account = AN_ACCOUNT,
                                       .purpose = "reset",
                                       .ends_at = 1000};

    return one_time_link_add(tx, arena, &link, 500);
}

WRITE(first_link, add_link(tx, "l1"))
WRITE(second_link, add_link(tx, "l2"))
WRITE(use_first, one_time_link_use(tx, arena, "l1", 600))
WRITE(use_late, one_time_link_use(tx, arena, "l2", 1000))
WRITE(use_second, one_time_link_use(tx, arena, "l2", 999))

static void a_link_is_used_once_and_in_time(void **state)
{
    const struct one_time_link *link;

    (void)state;
    assert_written(first_link, OK);
    assert_written(second_link, OK);
    assert_written(use_first, CONFLICT); /* ended by the second */
    assert_written(use_late, CONFLICT);
    assert_written(use_second, OK);
    assert_written(use_second, CONFLICT);
    assert_int_equal(one_time_link_find(db, arena, "l2", &link), OK);
    assert_int_equal(link->used_at, 999);
    assert_int_equal(one_time_link_find(db, arena, "l3", &link), MISSING);
}

static int begin(void **state)
{
    world_work = build;
    return world_begin(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_account_is_found_by_login_and_by_person),
        cmocka_unit_test(what_changes_is_kept),
        cmocka_unit_test(a_step_of_a_code_counts_once),
        cmocka_unit_test(sessions_come_and_go),
        cmocka_unit_test(a_link_is_used_once_and_in_time),
    };

    return cmocka_run_group_tests(tests, begin, world_end);
}
