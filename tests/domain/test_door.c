#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/clock.h"
#include "base/random.h"
#include "domain/accounts.h"
#include "domain/credentials.h"
#include "domain/people.h"
#include "domain/slips.h"
#include "domain/throttle.h"
#include "seal/password.h"
#include "seal/totp.h"
#include "store/attempts.h"
#include "store/audit.h"
#include "store/sessions.h"
#include "store/units.h"
#include "text/fold.h"
#include "text/names.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 23/11/2026 09:41:07 at UTC+7. */
static const int64_t NOW = 1795401667000;
static const int64_t MINUTE = 60000, HOUR = 3600000;
static const char secret[] = "bờ sông buổi sáng";

static struct arena *arena;
static struct house house;
static int64_t now;

enum { CITY = 1, WARD, OTHER };
enum { LEARNER = 100, ADMIN, HR, WARD_HR, GONE, NEW };
enum { NAMESAKES = 250 };
static int64_t account_ids[8];

/* ---- a small city: 1 over 2 and 3; people 100 to 105
 * ---------------------------*/

static enum status open_unit(struct db *tx, int64_t id, const char *code,
                             int64_t parent)
{
    const struct unit unit = {.id = id,
                              .name = code,
                              .kind = parent ? "commune" : "agency",
                              .valid_from = 20250101};
    const struct unit_code is = {
        .scheme = "dinh_danh_dien_tu", .code = code, .valid_from = 20250101};

    TRY(unit_add(tx, arena, &unit, title_sort_key(arena, code),
                 text_fold(arena, code)));
    TRY(unit_code_add(tx, arena, id, &is));
    return parent ? unit_parent_add(tx, arena, id, parent, 20250101) : OK;
}

static enum status add(struct db *tx, int64_t id, const char *login,
                       int64_t unit, const char *hash)
{
    const struct name name = name_split(arena, "Nguyễn Văn An");
    struct person person = {.id = id,
                            .full_name = "Nguyễn Văn An",
                            .family_name = name.family,
                            .middle_name = name.middle,
                            .given_name = name.given,
                            .kind = "cong_chuc",
                            .left_on = id == GONE ? 20261101 : 0,
                            .created_at = 5,
                            .changed_at = 5};
    const struct assignment duty = {.id = id + 1000,
                                    .person = id,
                                    .unit = unit,
                                    .main = true,
                                    .valid_from = 20250701};
    const struct account account = {.id = account_ids[id - LEARNER] = id_new(),
                                    .person = id,
                                    .login = login,
                                    .password = hash,
                                    .language = "vi",
                                    .created_at = 5};

    person_keys(arena, &person);
    TRY(person_add(tx, arena, &person, 0));
    TRY(assignment_add(tx, arena, &duty, 0));
    return login ? account_add(tx, arena, &account) : OK;
}

static enum status grant(struct db *tx, int64_t person, enum role role,
                         int64_t unit)
{
    const struct grant given = {.id = id_new(),
                                .role = role_code(role),
                                .unit = unit,
                                .valid_from = 20250701};

    return grant_add(tx, arena, person, &given);
}

static enum status build(struct db *tx, void *arg)
{
    const char *hash = arg;

    TRY(open_unit(tx, CITY, "H99", 0));
    TRY(open_unit(tx, WARD, "H99.20", CITY));
    TRY(open_unit(tx, OTHER, "H99.21", CITY));
    TRY(add(tx, LEARNER, "hoc", WARD, hash));
    TRY(add(tx, ADMIN, "quan", CITY, hash));
    TRY(add(tx, HR, "nhan", CITY, hash));
    TRY(add(tx, WARD_HR, "phuong", WARD, hash));
    TRY(add(tx, GONE, "nghi", WARD, hash));
    TRY(add(tx, NEW, NULL, OTHER, NULL));
    TRY(grant(tx, ADMIN, ROLE_ADMIN, 0));
    TRY(grant(tx, HR, ROLE_HR, 0));
    return grant(tx, WARD_HR, ROLE_HR, WARD);
}

static int begin(void **state)
{
    const char *hash;

    (void)state;
    now = NOW;
    arena = arena_new();
    throttle_forget();
    house = (struct house){.demo = true};
    return db_open(&house.db, "sqlite::memory:") != OK ||
           db_migrate(house.db) != OK ||
           password_hash(arena, secret, &hash) != OK ||
           db_write(house.db, build, (void *)(uintptr_t)hash) != OK;
}

static int end(void **state)
{
    (void)state;
    db_close(house.db);
    arena_free(arena);
    return 0;
}

/* ---- short words
 * --------------------------------------------------------------*/

static int64_t account_of_person(int64_t person)
{
    return account_ids[person - LEARNER];
}

static struct entrance come(const char *login, const char *password)
{
    const struct sign_in in = {login, password, "10.0.0.1", now};
    struct entrance entrance;

    assert_int_equal(door_sign_in(&house, arena, &in, &entrance), OK);
    return entrance;
}

static const char *token_of(const char *login)
{
    struct entrance entrance = come(login, secret);

    assert_int_equal(entrance.outcome, ENTERED);
    return entrance.token;
}

static struct caller recognise(const char *token)
{
    struct caller caller = {0};

    assert_int_equal(door_recognise(&house, arena, token, now, &caller), OK);
    return caller;
}

static void assert_dead(const char *token)
{
    struct caller caller;

    assert_int_equal(door_recognise(&house, arena, token, now, &caller),
                     MISSING);
}

static struct actor actor(const struct caller *caller)
{
    return (struct actor){caller->person, caller->scopes, caller->scope_count,
                          now};
}

static struct actor actor_named(const char *login)
{
    struct caller caller = recognise(token_of(login));

    return actor(&caller);
}

static bool in(const struct caller *caller, enum right right)
{
    return caller->rights >> right & 1;
}

/* ---- signing in
 * ----------------------------------------------------------------*/

static void who_knows_the_password_comes_in_as_themselves(void **state)
{
    struct caller caller = recognise(token_of("  HOC "));

    (void)state;
    assert_int_equal(caller.person, LEARNER);
    assert_true(in(&caller, LEARN));
    assert_false(in(&caller, SEE_PEOPLE));
    caller = recognise(token_of("phuong"));
    assert_true(in(&caller, SEE_RESULTS));
    assert_int_equal(caller.scope_count, 1);
    assert_int_equal(caller.scopes[0].unit, WARD);
}

static void who_does_not_stays_out(void **state)
{
    (void)state;
    assert_int_equal(come("hoc", "").outcome, WRONG);
    assert_int_equal(come("hoc", "bờ sông buổi sang").outcome, WRONG);
    assert_int_equal(come("khong-co", secret).outcome, WRONG);
    assert_int_equal(come("", "").outcome, WRONG);
    assert_dead("");
    assert_dead("0000000000000000000000000000000000000000000000000000000000"
                "000000");
}

static void who_has_left_or_is_disabled_stays_out(void **state)
{
    const char *token = token_of("hoc");
    struct actor admin = actor_named("quan");
    const struct account_order shut = {ACCOUNT_SHUT, LEARNER, ""},
                               unshut = {ACCOUNT_UNSHUT, LEARNER, ""};
    struct account_outcome outcome;

    (void)state;
    assert_int_equal(come("nghi", secret).outcome, WRONG);
    assert_int_equal(account_order_do(&house, arena, &admin, &shut, &outcome),
                     OK);
    assert_dead(token);
    assert_int_equal(come("hoc", secret).outcome, WRONG);
    assert_int_equal(account_order_do(&house, arena, &admin, &unshut, &outcome),
                     OK);
    assert_dead(token);
    now += MINUTE;
    token_of("hoc");
}

static void twenty_wrong_passwords_do_not_keep_the_person_out(void **state)
{
    int waits = 0;

    (void)state;
    for (int i = 0; i < 20; i++)
        waits += come("hoc", "sai").outcome == WAIT;
    assert_int_equal(waits, 15);
    struct entrance entrance = come("hoc", secret);
    assert_int_equal(entrance.outcome, WAIT);
    now += entrance.wait_ms;
    assert_int_equal(come("hoc", secret).outcome, ENTERED);
}

/* ---- how long a session lasts
 * --------------------------------------------------*/

static void a_session_ends_when_idle_and_in_any_case(void **state)
{
    const char *token = token_of("hoc");

    (void)state;
    house.idle_ms = 30 * MINUTE;
    house.session_ms = 2 * HOUR;
    const char *shorter = token_of("hoc");
    now += 31 * MINUTE;
    assert_dead(token);
    now -= 2 * MINUTE;
    recognise(shorter);
    for (int i = 0; i < 3; i++) {
        now += 29 * MINUTE;
        recognise(shorter);
    }
    now = NOW + 2 * HOUR;
    assert_dead(shorter);
}

static void its_last_use_is_written_once_a_minute(void **state)
{
    const char *token = token_of("hoc");
    struct db_figures before, after;

    (void)state;
    now += MINUTE;
    recognise(token);
    db_figures(house.db, &before);
    for (int i = 0; i < 10; i++) {
        now += 1000;
        recognise(token);
    }
    db_figures(house.db, &after);
    assert_int_equal(before.writes, after.writes);
    now += MINUTE;
    recognise(token);
    db_figures(house.db, &after);
    assert_int_equal(after.writes, before.writes + 1);
}

static enum status open_paper(struct db *tx, void *arg)
{
    (void)arg;
    TRY(db_run(tx, arena, SQL_TEST_ADD,
               ARGS(integer(1), text("t"), text("1"), text("d"), nothing(),
                    text("{}"), text("{}"), text("last"), integer(1)),
               NULL));
    TRY(db_run(tx, arena, SQL_SITTING_ADD,
               ARGS(integer(1), text("s"), integer(1), text("{}"), nothing(),
                    text(""), integer(NOW), integer(NOW + 9 * HOUR),
                    integer(NOW), nothing(), text("{}")),
               NULL));
    TRY(db_run(tx, arena, SQL_CANDIDATE_ADD,
               ARGS(integer(1), integer(1), integer(LEARNER), text("1"),
                    integer(WARD), nothing(), nothing(), nothing(), nothing()),
               NULL));
    const struct attempt attempt = {.id = 1,
                                    .sitting = 1,
                                    .candidate = 1,
                                    .person = LEARNER,
                                    .number = 1,
                                    .seed = "00",
                                    .paper = "{}",
                                    .started_at = NOW,
                                    .ends_at = NOW + 5 * HOUR};
    return attempt_add(tx, arena, &attempt);
}

static void whoever_sits_a_test_is_not_thrown_out(void **state)
{
    const char *token;

    (void)state;
    house.idle_ms = 30 * MINUTE;
    house.session_ms = 2 * HOUR;
    token = token_of("hoc");
    assert_int_equal(db_write(house.db, open_paper, NULL), OK);
    now += 4 * HOUR;
    recognise(token);
    now = NOW + 5 * HOUR + 10 * MINUTE;
    recognise(token); /* to see what became of it */
    now = NOW + 6 * HOUR;
    assert_dead(token);
}

static enum status end_all(struct db *tx, void *arg)
{
    (void)arg;
    return account_sessions_end(tx, arena, account_of_person(LEARNER), now);
}

/* Somebody whose old password was looked at before it was changed, and whose
   session was written after. */
static void
a_session_from_before_a_change_is_dead_though_it_is_there(void **state)
{
    const char *token = token_of("hoc");

    (void)state;
    now += 1;
    assert_int_equal(db_write(house.db, end_all, NULL), OK);
    assert_dead(token);
    recognise(token_of("hoc"));
}

static void signing_out_ends_one_session_or_all(void **state)
{
    const char *one = token_of("hoc"), *two = token_of("hoc"),
               *three = token_of("hoc"), *other = token_of("quan");
    struct caller caller = recognise(one);

    (void)state;
    assert_int_equal(door_sign_out(&house, arena, caller.session_digest), OK);
    assert_dead(one);
    recognise(two);
    now++;
    assert_int_equal(door_sign_out_all(&house, arena, caller.account, now), OK);
    assert_dead(two);
    assert_dead(three);
    recognise(other);
}

/* ---- passwords
 * -----------------------------------------------------------------*/

static enum password_fault change(const char *old, const char *new,
                                  const char *again, const char **token)
{
    const struct password_change how = {.account = account_of_person(LEARNER),
                                        .second_step = true,
                                        .old = old,
                                        .new = new,
                                        .again = again,
                                        .from = "10.0.0.1",
                                        .now = now};
    enum password_fault fault;

    assert_int_equal(password_change(&house, arena, &how, &fault, token), OK);
    return fault;
}

static void a_new_password_ends_the_old_one_at_once(void **state)
{
    const char *here = token_of("hoc"), *there = token_of("hoc"), *fresh;

    (void)state;
    now += 1000;
    assert_int_equal(change(secret, "cầu đá bến nứa", "cầu đá bến nứa", &fresh),
                     PASSWORD_FINE);
    assert_dead(here);
    assert_dead(there);
    recognise(fresh);
    assert_int_equal(come("hoc", secret).outcome, WRONG);
    assert_int_equal(come("hoc", "cầu đá bến nứa").outcome, ENTERED);
}

static void a_new_password_has_to_be_fit(void **state)
{
    const char *token;

    (void)state;
    assert_int_equal(change(secret, "ngắn quá", "ngắn quá", &token),
                     PASSWORD_SHORT);
    assert_int_equal(change(secret, "cầu đá bến nứa", "cầu đá bến", &token),
                     PASSWORD_DIFFERS);
    assert_int_equal(change("sai", "cầu đá bến nứa", "cầu đá bến nứa", &token),
                     PASSWORD_WRONG);
    assert_int_equal(change(secret, secret, secret, &token), PASSWORD_SAME);
    assert_int_equal(change(secret, "aaaaaaaaaaaa", "aaaaaaaaaaaa", &token),
                     PASSWORD_COMMON);
    assert_int_equal(change(secret, "matkhau123", "matkhau123", &token),
                     PASSWORD_COMMON);
    assert_int_equal(
        password_fault_of(arena, "thanhha", "thanhha-2026", "thanhha-2026"),
        PASSWORD_COMMON);
    token_of("hoc"); /* the old one still holds */
}

/* ---- the second step
 * -----------------------------------------------------------*/

static struct code_answer give_code(const struct caller *caller,
                                    const char *code, bool setting_up)
{
    const struct code_try try = {caller->account, caller->session_digest, code,
                                 setting_up, now};
    struct code_answer answer;

    assert_int_equal(second_step_try(&house, arena, &try, &answer), OK);
    return answer;
}

static void staff_set_up_a_second_step_before_anything_else(void **state)
{
    const char *token, *key;
    struct caller caller;

    (void)state;
    house.demo = false;
    assert_false(recognise(token_of("hoc")).second_step_due);
    token = token_of("nhan");
    caller = recognise(token);
    assert_true(caller.second_step_due);
    assert_true(caller.second_step_unset);
    assert_int_equal(caller.rights, 1 << ANYONE);
    assert_int_equal(second_step_offer(&house, arena, caller.account, &key),
                     OK);
    assert_int_equal(give_code(&caller, "000000", true).outcome, CODE_WRONG);
    assert_int_equal(
        give_code(&caller, totp_code(arena, key, now), true).outcome,
        CODE_RIGHT);
    caller = recognise(token);
    assert_false(caller.second_step_due);
    assert_true(in(&caller, SEE_RESULTS));
}

static void a_code_is_asked_at_sign_in_and_counts_once(void **state)
{
    const char *key, *code;
    struct caller caller;

    (void)state;
    house.demo = false;
    caller = recognise(token_of("nhan"));
    assert_int_equal(second_step_offer(&house, arena, caller.account, &key),
                     OK);
    code = totp_code(arena, key, now);
    assert_int_equal(give_code(&caller, code, true).outcome, CODE_RIGHT);
    const char *token = token_of("nhan");
    caller = recognise(token);
    assert_true(caller.second_step_due);
    assert_false(caller.second_step_unset);
    assert_false(in(&caller, SEE_RESULTS));
    assert_int_equal(give_code(&caller, code, false).outcome, CODE_WRONG);
    code = totp_code(arena, key, now + 30000);
    assert_int_equal(give_code(&caller, code, false).outcome, CODE_RIGHT);
    assert_true(in((caller = recognise(token), &caller), SEE_RESULTS));
    caller = recognise(token_of("nhan"));
    assert_int_equal(give_code(&caller, code, false).outcome, CODE_WRONG);
}

static void codes_cannot_be_tried_without_end(void **state)
{
    struct caller caller;
    const char *key;
    int waits = 0;

    (void)state;
    house.demo = false;
    caller = recognise(token_of("nhan"));
    assert_int_equal(second_step_offer(&house, arena, caller.account, &key),
                     OK);
    for (int i = 0; i < 20; i++)
        waits += give_code(&caller, "000000", true).outcome == CODE_WAIT;
    assert_int_equal(waits, 15);
}

/* ---- links and slips
 * -----------------------------------------------------------*/

static struct account_outcome order(const struct actor *by,
                                    enum account_deed deed, int64_t person,
                                    const char *login)
{
    const struct account_order what = {deed, person, login};
    struct account_outcome outcome;

    assert_int_equal(account_order_do(&house, arena, by, &what, &outcome), OK);
    return outcome;
}

static enum status take_link(const char *token, const char **session)
{
    const struct link_use use = {token, "cầu đá bến nứa", "cầu đá bến nứa",
                                 now};
    enum password_fault fault = PASSWORD_FINE;

    enum status status = link_take(&house, arena, &use, &fault, session);
    assert_int_equal(fault, PASSWORD_FINE);
    return status;
}

static void a_link_leads_to_a_first_password_once(void **state)
{
    struct actor hr = actor_named("nhan");
    struct account_outcome made = order(&hr, ACCOUNT_OPEN, NEW, " Moi.Vao ");
    const char *session;

    (void)state;
    assert_string_equal(made.login, "moi.vao");
    assert_int_equal(come("moi.vao", "").outcome, WRONG);
    assert_int_equal(take_link(made.token, &session), OK);
    assert_int_equal(recognise(session).person, NEW);
    assert_int_equal(take_link(made.token, &session), MISSING);
    assert_int_equal(come("moi.vao", "cầu đá bến nứa").outcome, ENTERED);
    assert_int_equal(order(&hr, ACCOUNT_LINK, NEW, "").fault, ACCOUNT_DONE);
    assert_int_equal(come("moi.vao", "cầu đá bến nứa").outcome, WRONG);
}

static void a_link_ends_with_time_and_with_the_next_one(void **state)
{
    struct actor hr = actor_named("nhan");
    struct account_outcome first = order(&hr, ACCOUNT_LINK, LEARNER, ""),
                           second = order(&hr, ACCOUNT_LINK, LEARNER, "");
    const char *session;

    (void)state;
    assert_int_equal(take_link(first.token, &session), MISSING);
    now = second.ends_at;
    assert_int_equal(take_link(second.token, &session), MISSING);
    now = second.ends_at - 1;
    assert_int_equal(take_link(second.token, &session), OK);
}

static void a_slip_is_good_for_one_sign_in(void **state)
{
    struct actor hr = actor_named("nhan");
    const char *old = token_of("hoc"), *token;
    struct account_outcome slip = order(&hr, ACCOUNT_SLIP, LEARNER, "");

    (void)state;
    assert_dead(old);
    assert_int_equal(come("hoc", secret).outcome, WRONG);
    struct entrance entrance = come("hoc", slip.password);
    assert_int_equal(entrance.outcome, ENTERED);
    struct caller caller = recognise(entrance.token);
    assert_true(caller.must_change);
    assert_int_equal(caller.rights, 1 << ANYONE);
    assert_int_equal(
        change(slip.password, "cầu đá bến nứa", "cầu đá bến nứa", &token),
        PASSWORD_FINE);
    assert_false(recognise(token).must_change);
    assert_true(in((caller = recognise(token), &caller), LEARN));
}

/* ---- whose account, which role
 * --------------------------------------------------*/

static enum status try_order(const struct actor *by, enum account_deed deed,
                             int64_t person)
{
    const struct account_order what = {deed, person, "moi"};
    struct account_outcome outcome;

    return account_order_do(&house, arena, by, &what, &outcome);
}

static void nobody_resets_who_stands_above_them(void **state)
{
    struct actor hr = actor_named("nhan"), ward = actor_named("phuong"),
                 learner = actor_named("hoc"), admin = actor_named("quan");

    (void)state;
    assert_int_equal(try_order(&hr, ACCOUNT_SLIP, ADMIN), DENIED);
    assert_int_equal(try_order(&hr, ACCOUNT_SLIP, HR), DENIED); /* herself */
    assert_int_equal(try_order(&ward, ACCOUNT_SLIP, HR), MISSING);
    assert_int_equal(try_order(&ward, ACCOUNT_OPEN, NEW), MISSING);
    assert_int_equal(try_order(&learner, ACCOUNT_SLIP, LEARNER), MISSING);
    assert_int_equal(try_order(&ward, ACCOUNT_SIGN_OUT, LEARNER), OK);
    assert_int_equal(try_order(&hr, ACCOUNT_SIGN_OUT, WARD_HR), OK);
    assert_int_equal(try_order(&admin, ACCOUNT_SIGN_OUT, HR), OK);
    assert_int_equal(try_order(&admin, ACCOUNT_LINK, NEW), MISSING);
}

static enum status give(const struct actor *by, int64_t person, enum role role,
                        int64_t unit)
{
    return role_give(&house, arena, by, person, role, unit);
}

static void nobody_gives_more_than_they_may(void **state)
{
    struct actor hr = actor_named("nhan"), ward = actor_named("phuong"),
                 learner = actor_named("hoc"), admin = actor_named("quan");

    (void)state;
    assert_int_equal(give(&ward, LEARNER, ROLE_HR, 0), DENIED);
    assert_int_equal(give(&ward, LEARNER, ROLE_HR, OTHER), DENIED);
    assert_int_equal(give(&ward, LEARNER, ROLE_ADMIN, WARD), DENIED);
    assert_int_equal(give(&ward, LEARNER, ROLE_AUTHOR, WARD), DENIED);
    assert_int_equal(give(&ward, NEW, ROLE_HR, WARD), MISSING);
    assert_int_equal(give(&ward, WARD_HR, ROLE_HR, WARD), DENIED); /* self */
    assert_int_equal(give(&hr, LEARNER, ROLE_ADMIN, 0), DENIED);
    assert_int_equal(give(&learner, NEW, ROLE_HR, OTHER), MISSING);
    assert_int_equal(give(&admin, ADMIN, ROLE_HR, 0), DENIED);
    assert_int_equal(give(&admin, LEARNER, ROLE_LEARNER, 0), DENIED);
    assert_int_equal(give(&admin, LEARNER, ROLE_HR, 999), MISSING);
    assert_int_equal(give(&ward, LEARNER, ROLE_HR, WARD), OK);
    assert_int_equal(give(&ward, LEARNER, ROLE_HR, WARD), CONFLICT);
    assert_int_equal(give(&admin, LEARNER, ROLE_INSPECTOR, 0), OK);
    /* Now the learner is an inspector too, and out of the ward's hands. */
    assert_int_equal(try_order(&ward, ACCOUNT_SLIP, LEARNER), DENIED);
}

static void a_role_holds_from_today_and_ends_at_once(void **state)
{
    struct actor hr = actor_named("nhan"), ward = actor_named("phuong");
    const char *token = token_of("hoc");
    const struct grant *grants;
    struct caller caller;
    size_t count;

    (void)state;
    assert_int_equal(give(&hr, LEARNER, ROLE_HR, OTHER), OK);
    caller = recognise(token);
    assert_true(in(&caller, SEE_RESULTS));
    assert_int_equal(grant_list(house.db, arena, LEARNER, &grants, &count), OK);
    assert_int_equal(count, 1);
    assert_int_equal(role_end(&house, arena, &ward, LEARNER, grants[0].id),
                     DENIED);
    assert_int_equal(role_end(&house, arena, &hr, WARD_HR, grants[0].id),
                     MISSING);
    assert_int_equal(role_end(&house, arena, &hr, LEARNER, grants[0].id), OK);
    caller = recognise(token);
    assert_false(in(&caller, SEE_RESULTS));
    assert_int_equal(role_end(&house, arena, &hr, LEARNER, grants[0].id),
                     MISSING);
}

static int64_t deeds(void)
{
    struct rows rows;

    assert_int_equal(db_run(house.db, arena, SQL_AUDIT_COUNT, NO_ARGS, &rows),
                     OK);
    return cell(&rows, 0, 0)->integer;
}

static void
every_deed_is_on_record_and_what_is_refused_is_not_done(void **state)
{
    struct actor hr = actor_named("nhan");
    int64_t before = deeds();

    (void)state;
    assert_int_equal(give(&hr, LEARNER, ROLE_HR, OTHER), OK);
    order(&hr, ACCOUNT_OPEN, NEW, "moi");
    order(&hr, ACCOUNT_SLIP, NEW, "");
    assert_int_equal(deeds(), before + 3);
    assert_int_equal(try_order(&hr, ACCOUNT_SLIP, ADMIN), DENIED);
    assert_int_equal(try_order(&hr, ACCOUNT_OPEN, NEW), CONFLICT);
    const struct account_order taken = {ACCOUNT_OPEN, GONE, "moi"};
    struct account_outcome outcome;
    assert_int_equal(account_order_do(&house, arena, &hr, &taken, &outcome),
                     CONFLICT); /* has one */
    assert_int_equal(deeds(), before + 3);
    for (int i = 0; i < 10; i++, now += 40000)
        come("hoc", "sai");
    assert_int_equal(deeds(), before + 4); /* ten wrong passwords */
}

/* ---- the first administrator
 * ----------------------------------------------------*/

static struct house empty_house(void)
{
    struct house fresh = {0};

    assert_int_equal(db_open(&fresh.db, "sqlite::memory:"), OK);
    assert_int_equal(db_migrate(fresh.db), OK);
    return fresh;
}

static enum status found(struct house *fresh, const char *token,
                         const char *login, enum first_fault *fault,
                         const char **session)
{
    const struct first_administrator first = {.token = token,
                                              .name = " Trần  Quản ",
                                              .login = login,
                                              .staff_number = "",
                                              .new = secret,
                                              .again = secret,
                                              .now = now};
    enum password_fault password_fault;

    return first_administrator_add(fresh, arena, &first, fault, &password_fault,
                                   session);
}

static void the_first_administrator_comes_once(void **state)
{
    struct house fresh = empty_house();
    const char *old, *token, *session;
    enum first_fault fault;
    struct caller caller;

    (void)state;
    assert_int_equal(first_link_make(&fresh, arena, now, &old), OK);
    assert_int_equal(first_link_make(&fresh, arena, now, &token), OK);
    assert_int_equal(found(&fresh, old, "quan", &fault, &session), MISSING);
    now += FIRST_LINK_HOURS * HOUR;
    assert_int_equal(found(&fresh, token, "quan", &fault, &session), MISSING);
    now--;
    assert_int_equal(found(&fresh, token, "Quản", &fault, &session), OK);
    assert_int_equal(fault, FIRST_LOGIN);
    assert_int_equal(found(&fresh, token, "quan", &fault, &session), OK);
    assert_int_equal(fault, FIRST_FINE);
    assert_int_equal(found(&fresh, token, "hai", &fault, &session), MISSING);
    assert_int_equal(first_link_make(&fresh, arena, now, &token), MISSING);
    assert_int_equal(door_recognise(&fresh, arena, session, now, &caller), OK);
    assert_string_equal(caller.name, "Trần Quản");
    assert_true(caller.second_step_unset);
    assert_int_equal(caller.scopes[0].role, ROLE_ADMIN);
    db_close(fresh.db);
}

#define T(test) cmocka_unit_test_setup_teardown(test, begin, end)

/* ---- slips ---------------------------------------------------------------*/

static struct slip slips[4];
static size_t slip_count;

static void keep_slip(const struct slip *slip, void *arg)
{
    (void)arg;
    assert_true(slip_count < 4);
    slips[slip_count++] =
        (struct slip){.login = arena_print(arena, "%s", slip->login),
                      .code = arena_print(arena, "%s", slip->code),
                      .ends_at = slip->ends_at};
}

static size_t print_for(int64_t who, enum role role, int64_t where,
                        int64_t unit)
{
    const struct scope scope = {role, where};
    const struct actor actor = {who, &scope, 1, now};
    size_t count;

    slip_count = 0;
    assert_int_equal(
        slips_make(&house, arena, &actor, unit, keep_slip, NULL, &count), OK);
    assert_int_equal(count, slip_count);
    return count;
}

static void a_unit_gets_slips_for_those_without_a_password(void **state)
{
    const struct scope all = {ROLE_HR, 0}, ward = {ROLE_HR, WARD};
    const struct actor hr = {HR, &all, 1, now},
                       small = {WARD_HR, &ward, 1, now};
    struct slip_tally tally;
    struct link_holder holder;
    const char *session;
    enum password_fault fault;
    size_t count;

    (void)state;
    assert_int_equal(slips_count(&house, arena, &small, OTHER, &tally),
                     MISSING);
    assert_int_equal(
        slips_make(&house, arena, &small, OTHER, keep_slip, NULL, &count),
        MISSING);
    assert_int_equal(slips_count(&house, arena, &hr, CITY, &tally), OK);
    assert_true(tally.people >= 5);
    assert_int_equal(tally.waiting, 1); /* who holds a role gets none */
    assert_int_equal(tally.fresh, 1);
    assert_int_equal(print_for(HR, ROLE_HR, 0, CITY), 1);
    assert_string_equal(slips[0].login, "an.nguyen");
    const char *first = slips[0].code;
    assert_int_equal(strlen(first), 17);
    /* typed in small letters and without hyphens it is the same */
    char *typed =
        arena_print(arena, "%.5s %.5s%.5s", first, first + 6, first + 12);
    for (char *p = typed; *p; p++)
        *p = (char)tolower((unsigned char)*p);
    assert_int_equal(link_holder_of(&house, arena, typed, now, &holder), OK);
    assert_string_equal(holder.login, "an.nguyen");
    assert_int_equal(
        link_holder_of(&house, arena, first, slips[0].ends_at, &holder),
        MISSING);
    /* printed again: an account is there, the old code is of no use */
    assert_int_equal(slips_count(&house, arena, &hr, CITY, &tally), OK);
    assert_int_equal(tally.fresh, 0);
    now += MINUTE;
    assert_int_equal(print_for(HR, ROLE_HR, 0, CITY), 1);
    assert_int_equal(link_holder_of(&house, arena, first, now, &holder),
                     MISSING);
    const struct link_use use = {slips[0].code, secret, secret, now};
    assert_int_equal(link_take(&house, arena, &use, &fault, &session), OK);
    assert_int_equal(fault, PASSWORD_FINE);
    assert_int_equal(link_holder_of(&house, arena, slips[0].code, now, &holder),
                     MISSING);
    assert_int_equal(print_for(HR, ROLE_HR, 0, CITY), 0);
}

static enum status add_one(struct db *tx, int64_t id, int64_t unit)
{
    const struct name name = name_split(arena, "Nguyễn Văn An");
    struct person person = {.id = id,
                            .full_name = "Nguyễn Văn An",
                            .family_name = name.family,
                            .middle_name = name.middle,
                            .given_name = name.given,
                            .kind = "cong_chuc",
                            .created_at = 5,
                            .changed_at = 5};

    person_keys(arena, &person);
    TRY(person_add(tx, arena, &person, 0));
    return assignment_add(tx, arena,
                          &(struct assignment){.id = id + 10000,
                                               .person = id,
                                               .unit = unit,
                                               .main = true,
                                               .valid_from = 20250701},
                          0);
}

/* Nobody waits for a login because of a name that many have. */
static enum status add_namesakes(struct db *tx, void *arg)
{
    const int64_t *first = arg;

    for (int64_t i = 0; i < NAMESAKES; i++)
        TRY(add_one(tx, *first + i, OTHER));
    return OK;
}

static char given[NAMESAKES + 1][16];
static size_t given_count;

static void note_login(const struct slip *slip, void *arg)
{
    (void)arg;
    assert_true(given_count < NAMESAKES + 1);
    snprintf(given[given_count++], sizeof given[0], "%s", slip->login);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(a, b);
}

static void a_unit_of_namesakes_is_printed_whole(void **state)
{
    const struct scope all = {ROLE_HR, 0};
    const struct actor hr = {HR, &all, 1, now};
    int64_t first = 5000;
    size_t count;

    (void)state;
    assert_int_equal(db_write(house.db, add_namesakes, &first), OK);
    assert_int_equal(
        slips_make(&house, arena, &hr, OTHER, note_login, NULL, &count), OK);
    assert_int_equal(count, NAMESAKES + 1); /* and who was there before */
    assert_string_equal(given[0], "an.nguyen");
    assert_string_equal(given[1], "an.nguyen2");
    assert_string_equal(given[NAMESAKES], "an.nguyen251");
    qsort(given, given_count, sizeof given[0], by_text);
    for (size_t i = 1; i < given_count; i++)
        assert_string_not_equal(given[i - 1], given[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(who_knows_the_password_comes_in_as_themselves),
        T(who_does_not_stays_out),
        T(who_has_left_or_is_disabled_stays_out),
        T(twenty_wrong_passwords_do_not_keep_the_person_out),
        T(a_session_ends_when_idle_and_in_any_case),
        T(its_last_use_is_written_once_a_minute),
        T(whoever_sits_a_test_is_not_thrown_out),
        T(a_session_from_before_a_change_is_dead_though_it_is_there),
        T(signing_out_ends_one_session_or_all),
        T(a_new_password_ends_the_old_one_at_once),
        T(a_new_password_has_to_be_fit),
        T(staff_set_up_a_second_step_before_anything_else),
        T(a_code_is_asked_at_sign_in_and_counts_once),
        T(codes_cannot_be_tried_without_end),
        T(a_link_leads_to_a_first_password_once),
        T(a_link_ends_with_time_and_with_the_next_one),
        T(a_slip_is_good_for_one_sign_in),
        T(nobody_resets_who_stands_above_them),
        T(nobody_gives_more_than_they_may),
        T(a_role_holds_from_today_and_ends_at_once),
        T(every_deed_is_on_record_and_what_is_refused_is_not_done),
        T(the_first_administrator_comes_once),
        T(a_unit_gets_slips_for_those_without_a_password),
        T(a_unit_of_namesakes_is_printed_whole),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
