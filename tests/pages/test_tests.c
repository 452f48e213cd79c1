#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pages/router.h"
#include "tests/domain/sittings_world.h"
#include "tests/pages/golden.h"

#include <string.h>

static const struct scope whole[] = {{ROLE_ORGANISER, 0}};

static int code;
static const char *location;

static const char *ask(enum role role, const char *method, const char *address)
{
    struct visitor visitor = {
        .person = ORGANISER,
        .name = "Hoàng Thị Lan Anh",
        .csrf = "token",
        .language = VIETNAMESE,
        .rights = role_rights(role),
        .scopes = whole,
        .scope_count = 1,
    };
    static const struct field form[] = {{"csrf", "token"}};
    static const struct field headers[] = {{"sec-fetch-site", "same-origin"}};
    struct request req = {.arena = arena,
                          .house = &house,
                          .now = WORLD_NOW,
                          .visitor = &visitor,
                          .method = method,
                          .address = address,
                          .form = {form, 1},
                          .headers = {headers, 1}};
    struct response res = {.body.arena = arena};

    code = answer(&req, &res);
    location = res.location;
    return res.body.data ? res.body.data : "";
}

static const char *get(const char *address)
{
    return ask(ROLE_ORGANISER, "GET", address);
}

#define HAS(text, part) assert_non_null(strstr(text, part))
#define LACKS(text, part) assert_null(strstr(text, part))

static void tests_stand_newest_first(void **s)
{
    const char *text = get("/tests");

    (void)s;
    assert_int_equal(code, 200);
    assert_true(strstr(text, "Đề thiếu câu") < strstr(text, "Bài cuối khóa"));
    HAS(text, "Bản nháp");
    LACKS(text, "Đã công bố");
    same_as_golden("tests", text);
}

static void only_who_publishes_sees_them(void **s)
{
    (void)s;
    ask(ROLE_VENDOR, "GET", "/tests");
    assert_int_equal(code, 403);
    ask(ROLE_LEARNER, "POST", "/tests/900/publish");
    assert_int_equal(code, 403);
    get("/tests/12345");
    assert_int_equal(code, 404);
}

static void a_test_that_lacks_items_says_which_and_what_to_do(void **s)
{
    const char *text = get("/tests/901");

    (void)s;
    assert_int_equal(code, 200);
    LACKS(text, "/tests/901/publish");
    HAS(text, "gói câu hỏi khoa.numeric chưa được duyệt");
    HAS(text, "không còn câu a-99");
    HAS(text, "còn thiếu 1 câu cho dòng này");
    HAS(text, "lấy chung câu với dòng khác");
    same_as_golden("test.poor", text);
}

static void what_lacks_items_is_not_published(void **s)
{
    const struct test *test;
    const char *text = ask(ROLE_ORGANISER, "POST", "/tests/901/publish");

    (void)s;
    assert_int_equal(code, 422);
    HAS(text, "Chưa công bố. Có dòng");
    assert_int_equal(test_find(db, arena, POOR_TEST, &test), OK);
    assert_int_equal(test->published_at, 0);
}

static void a_test_is_published_once_and_shows_what_it_is_frozen_with(void **s)
{
    const char *text = get("/tests/900");
    const struct test *test;

    (void)s;
    HAS(text, "action=\"/tests/900/publish\"");
    HAS(text, "khóa câu hỏi, phiên bản câu");
    same_as_golden("test.draft", text);
    ask(ROLE_ORGANISER, "POST", "/tests/900/publish");
    assert_int_equal(code, 303);
    assert_string_equal(location, "/tests/900");
    ask(ROLE_ORGANISER, "POST", "/tests/900/publish");
    assert_int_equal(code, 303);
    assert_int_equal(test_find(db, arena, FULL_TEST, &test), OK);
    assert_int_equal(test->published_by, ORGANISER);
    text = get("/tests/900");
    LACKS(text, "/tests/900/publish");
    HAS(text, "Hoàng Thị Lan Anh công bố lúc");
    HAS(text, "c0ffee00c0ff");
    HAS(text, "a-7");
    LACKS(text, "a-5");
    HAS(text, "/schedule/new?test=900");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tests_stand_newest_first),
        cmocka_unit_test(only_who_publishes_sees_them),
        cmocka_unit_test(a_test_that_lacks_items_says_which_and_what_to_do),
        cmocka_unit_test(what_lacks_items_is_not_published),
        cmocka_unit_test(
            a_test_is_published_once_and_shows_what_it_is_frozen_with),
    };

    return cmocka_run_group_tests(tests, house_begin, house_end);
}
