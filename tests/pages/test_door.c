/*
 * The door as a browser sees it: cookies, ways back, what is sent without
 * being meant; and its pages. Who may do what stands in test_routes.c, the
 * rules behind it in tests/domain/test_door.c.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/random.h"
#include "domain/people.h"
#include "domain/throttle.h"
#include "pages/access.h"
#include "pages/account.h"
#include "pages/door.h"
#include "pages/gate.h"
#include "pages/router.h"
#include "report/qr.h"
#include "seal/password.h"
#include "store/accounts.h"
#include "views.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 23/11/2026 09:41:07 at UTC+7. */
static const int64_t NOW = 1795401667000;
static const char secret[] = "bờ sông buổi sáng";

static struct arena *arena;
static struct house house;

#include "tests/pages/golden.h"

static enum status build(struct db *tx, void *arg)
{
    struct person person = {.id = 1,
                            .full_name = "Nguyễn Thị <Hằng>",
                            .family_name = "Nguyễn",
                            .middle_name = "Thị",
                            .given_name = "Hằng",
                            .address_as = "chi",
                            .kind = "cong_chuc",
                            .created_at = 5,
                            .changed_at = 5};
    const struct account account = {.id = 2,
                                    .person = 1,
                                    .login = "hang",
                                    .password = arg,
                                    .language = "vi",
                                    .created_at = 5};

    person_keys(arena, &person);
    TRY(person_add(tx, arena, &person, 0));
    return account_add(tx, arena, &account);
}

static int begin(void **state)
{
    const char *hash;

    (void)state;
    arena = arena_new();
    throttle_forget();
    house = (struct house){.body_name = "Thành phố Sông Hồng"};
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

/* ---- a browser
 * ----------------------------------------------------------------*/

static struct field jar[8]; /* its cookies */
static size_t jar_count;
static struct response res; /* what came last */

/* "name=value; attributes" */
static void keep_cookie(const char *line)
{
    size_t name = strcspn(line, "=");
    const char *value = line + name + 1;
    struct field cookie = {arena_text(arena, line, name),
                           arena_text(arena, value, strcspn(value, ";"))};
    size_t i = 0;

    while (i < jar_count && strcmp(jar[i].name, cookie.name))
        i++;
    jar[i] = cookie;
    jar_count += i == jar_count;
}

static int ask(const char *method, const char *address, struct fields query,
               struct fields form, struct fields headers)
{
    struct field list[8] = {{"host", "127.0.0.1"}};
    struct request req = {.arena = arena,
                          .house = &house,
                          .now = NOW,
                          .method = method,
                          .address = address,
                          .query = query,
                          .form = form,
                          .cookies = {jar, jar_count},
                          .from = "10.0.0.1"};

    for (size_t i = 0; i < headers.count; i++)
        list[i + 1] = headers.list[i];
    req.headers = (struct fields){list, headers.count + 1};
    res = (struct response){0};
    int code = answer(&req, &res);
    if (res.cookie)
        keep_cookie(res.cookie);
    return code;
}

static int get(const char *address)
{
    return ask("GET", address, (struct fields){0}, (struct fields){0},
               (struct fields){0});
}

/* The token in the page that came last. */
static const char *token(void)
{
    static const char name[] = "name=\"csrf\" value=\"";
    const char *at = strstr(res.body.data, name);

    assert_non_null(at);
    at += sizeof name - 1;
    return arena_text(arena, at, strcspn(at, "\""));
}

static int sign_in(const char *csrf, const char *password, const char *back)
{
    const struct field form[] = {{"csrf", csrf},
                                 {"login", "hang"},
                                 {"password", password},
                                 {"back", back}};
    const struct field headers[] = {
        {"origin", house.origin ? house.origin : "http://127.0.0.1"}};

    return ask("POST", "/sign-in", (struct fields){0}, (struct fields){form, 4},
               (struct fields){headers, 1});
}

static int begin_browser(void **state)
{
    jar_count = 0;
    return begin(state);
}

/* ---- cookies
 * ------------------------------------------------------------------*/

static void a_stranger_gets_a_cookie_and_signs_in_with_its_token(void **state)
{
    (void)state;
    assert_int_equal(get("/sign-in"), 200);
    assert_non_null(strstr(res.cookie, "khoa-form="));
    assert_non_null(strstr(res.cookie, "; HttpOnly; SameSite=Lax"));
    const char *csrf = token();
    assert_int_equal(get("/sign-in"), 200);
    assert_null(res.cookie); /* it has one */
    assert_string_equal(token(), csrf);
    assert_int_equal(sign_in(csrf, "sai", "/"), 422);
    assert_int_equal(sign_in(csrf, secret, "/account"), 303);
    assert_string_equal(res.location, "/account");
    assert_int_equal(get("/account"), 200);
    assert_string_not_equal(token(), csrf);
}

static void a_token_is_of_no_use_to_another_browser(void **state)
{
    (void)state;
    get("/sign-in");
    const char *csrf = token();
    jar_count = 0;
    assert_int_equal(sign_in(csrf, secret, "/"), 403);
    get("/sign-in");
    assert_int_equal(sign_in(csrf, secret, "/"), 403);
}

/* Whoever plants a session in somebody's browser does not get into theirs. */
static void a_session_is_made_at_sign_in_and_never_taken_over(void **state)
{
    (void)state;
    get("/sign-in");
    const char *csrf = token();
    jar[jar_count++] = (struct field){
        "khoa", "0123456789012345678901234567890123456789012345678901234567"
                "890123"};
    assert_int_equal(sign_in(csrf, secret, "/"), 303);
    assert_null(strstr(res.cookie, "0123456789"));
    const char *first = field(&(struct fields){jar, jar_count}, "khoa");
    get("/account");
    assert_int_equal(sign_in(token(), secret, "/"), 303);
    const char *second = field(&(struct fields){jar, jar_count}, "khoa");
    assert_string_not_equal(first, second);
    /* and the first one is over */
    jar[jar_count - 1].value = first;
    assert_int_equal(get("/account"), 303);
}

static void over_https_cookies_are_for_this_host_alone(void **state)
{
    (void)state;
    house.secure = true;
    house.origin = "https://hoc.example.vn";
    get("/sign-in");
    assert_int_equal(strncmp(res.cookie, "__Host-khoa-form=", 17), 0);
    assert_non_null(strstr(res.cookie, "; Secure"));
    assert_non_null(strstr(res.cookie, "Path=/;"));
    assert_null(strstr(res.cookie, "Domain"));
    assert_int_equal(sign_in(token(), secret, "/"), 303);
    assert_int_equal(strncmp(res.cookie, "__Host-khoa=", 12), 0);
    assert_non_null(strstr(res.cookie, "; Secure"));
    assert_int_equal(get("/account"), 200);
    const struct field origin[] = {{"origin", "http://127.0.0.1"}};
    const struct field form[] = {{"csrf", token()}};
    assert_int_equal(ask("POST", "/sign-out", (struct fields){0},
                         (struct fields){form, 1}, (struct fields){origin, 1}),
                     403);
}

static void what_is_the_same_for_all_sets_no_cookie(void **state)
{
    (void)state;
    get("/healthz");
    assert_null(res.cookie);
    get("/metrics");
    assert_null(res.cookie);
}

/* ---- ways back
 * ----------------------------------------------------------------*/

static void the_way_back_leads_nowhere_else(void **state)
{
    static const char *const elsewhere[] = {
        "//evil.example",    "/\\evil.example",       "https://evil.example",
        "javascript:void 0", "evil.example",          "",
        "\\\\evil.example",  "http://127.0.0.1@evil", " //evil.example"};
    struct request req = {.arena = arena, .house = &house};

    (void)state;
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++)
        assert_string_equal(gate_back(&req, elsewhere[i]), "/");
    assert_string_equal(gate_back(&req, NULL), "/");
    assert_string_equal(gate_back(&req, "/results?unit=3&find=%C4%90"),
                        "/results?unit=3&find=%C4%90");
    assert_string_equal(gate_back(&req, "/a\r\nSet-Cookie: x"),
                        "/a%0D%0ASet-Cookie:%20x");
    get("/sign-in");
    assert_int_equal(sign_in(token(), secret, "//evil.example"), 303);
    assert_string_equal(res.location, "/");
}

static void a_stranger_is_led_in_and_back_with_the_query(void **state)
{
    const struct field query[] = {{"find", "Đỗ & Hà"}, {"left", "1"}};

    (void)state;
    assert_int_equal(ask("GET", "/people", (struct fields){query, 2},
                         (struct fields){0}, (struct fields){0}),
                     303);
    assert_string_equal(res.location,
                        "/sign-in?back=%2Fpeople%3Ffind%3D%25C4%2590%25E1%25BB"
                        "%2597%2520%2526%2520H%25C3%25A0%26left%3D1");
}

static void the_language_switch_keeps_the_query(void **state)
{
    const struct field form[] = {{"csrf", (get("/help"), token())},
                                 {"language", "en"},
                                 {"back", "/help"}};
    const struct field headers[] = {{"origin", "http://127.0.0.1"},
                                    {"referer", "http://127.0.0.1/help?a=1"}};
    const struct field foreign[] = {{"origin", "http://127.0.0.1"},
                                    {"referer", "http://evil/help?a=1"}};

    (void)state;
    assert_int_equal(ask("POST", "/language", (struct fields){0},
                         (struct fields){form, 3}, (struct fields){headers, 2}),
                     303);
    assert_string_equal(res.location, "/help?a=1");
    assert_int_equal(ask("POST", "/language", (struct fields){0},
                         (struct fields){form, 3}, (struct fields){foreign, 2}),
                     303);
    assert_string_equal(res.location, "/help");
    get("/help");
    assert_non_null(strstr(res.body.data, "<html lang=\"en\">"));
}

static void too_many_tries_are_told_how_long_to_wait(void **state)
{
    (void)state;
    get("/sign-in");
    const char *csrf = token();
    for (int i = 0; i < 5; i++)
        assert_int_equal(sign_in(csrf, "sai", "/"), 422);
    assert_int_equal(sign_in(csrf, secret, "/"), 429);
    assert_int_equal(res.retry_after, 1);
    assert_non_null(strstr(res.body.data, "Chờ 1 giây"));
}

/* ---- its pages
 * ----------------------------------------------------------------*/

static const struct visitor visitor = {.person = 1,
                                       .account = 2,
                                       .name = "Nguyễn Thị <Hằng>",
                                       .address_as = "chi",
                                       .language = VIETNAMESE,
                                       .csrf = "token",
                                       .must_change = true};

static void pages_are_as_they_were(void **state)
{
    const struct reader whole = {.arena = arena,
                                 .visitor = &visitor,
                                 .title = "Cửa",
                                 .csrf = "token",
                                 .address = "/",
                                 .body_name = "Thành phố Sông Hồng",
                                 .now = NOW};
    const struct reader *reader = &whole;
    const struct sign_in_page sign_in_page = {
        .login = "\"><b>", .back = "/results?a=1&b=2", .fault = "Chưa đúng."};
    const struct password_page password = {true, "Chưa đúng."};
    const struct code_page code = {"/", "Chưa đúng."};
    struct second_step_page step = {
        .secret = "GEZD GNBV", .due = true, .back = "/", .fault = "Chưa đúng."};
    const struct welcome_page first = {"abc",  true,  "Trần <Quản>",
                                       "quan", "001", "Chưa đúng."};
    const struct access_slip slip = {.person = 7,
                                     .name = "Trần <Quản>",
                                     .login = "quan",
                                     .address = "http://127.0.0.1/welcome/abc",
                                     .ends_at = NOW};
    struct buf out = {.arena = arena};

    (void)state;
    step.qr = qr_path(arena, "otpauth://totp/Khoa:an", &step.qr_side);
#define PAGE(name, view)                                                       \
    out = (struct buf){.arena = arena};                                        \
    view_page_head(&out, reader);                                              \
    view;                                                                      \
    view_page_foot(&out, reader);                                              \
    same_as_golden(name, out.data)
    PAGE("door.sign-in", view_sign_in(&out, reader, &sign_in_page));
    PAGE("door.password", view_password(&out, reader, &password));
    PAGE("door.code", view_code(&out, reader, &code));
    PAGE("door.second-step", view_second_step(&out, reader, &step));
    PAGE("door.first", view_welcome_link(&out, reader, &first));
    PAGE("door.slip", view_access_slip(&out, reader, &slip));
}

#define T(test) cmocka_unit_test_setup_teardown(test, begin_browser, end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(a_stranger_gets_a_cookie_and_signs_in_with_its_token),
        T(a_token_is_of_no_use_to_another_browser),
        T(a_session_is_made_at_sign_in_and_never_taken_over),
        T(over_https_cookies_are_for_this_host_alone),
        T(what_is_the_same_for_all_sets_no_cookie),
        T(the_way_back_leads_nowhere_else),
        T(a_stranger_is_led_in_and_back_with_the_query),
        T(the_language_switch_keeps_the_query),
        T(too_many_tries_are_told_how_long_to_wait),
        T(pages_are_as_they_were),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
