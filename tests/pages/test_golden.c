/*
 * Pages as they are sent, compared with the files in tests/pages/golden. After
 * a wanted change run it with KHOA_GOLDEN=write and read the difference.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pages/home.h"
#include "pages/router.h"
#include "views.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 23/11/2026 09:41:07 at UTC+7. */
static const int64_t NOW = 1795401667000;
static const int64_t MINUTE = 60000, HOUR = 3600000, DAY = 86400000;

static struct arena *arena;

#include "tests/pages/golden.h"

static int open_arena(void **state)
{
    (void)state;
    arena = arena_new();
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_free(arena);
    return 0;
}

static const struct visitor stranger = {
    .csrf = "token", .language = VIETNAMESE, .rights = UINT64_C(1) << ANYONE};

static struct visitor learner(enum language language)
{
    return (struct visitor){
        .person = 1,
        .name = "Nguyễn Thị <Hằng>",
        .address_as = "chi",
        .language = language,
        .csrf = "token",
        .rights = UINT64_C(1) << ANYONE | UINT64_C(1) << SIGNED_IN |
                  UINT64_C(1) << LEARN,
    };
}

/* The whole page at an address, asked for by `visitor`. */
static const char *page(const char *address, const struct visitor *visitor,
                        int status)
{
    static struct house house = {.body_name = "Thành phố Sông Hồng",
                                 .demo = true};
    struct request req = {.arena = arena,
                          .house = &house,
                          .now = NOW,
                          .visitor = visitor,
                          .method = "GET",
                          .address = address};
    struct response res = {.body.arena = arena};

    assert_int_equal(answer(&req, &res), status);
    return res.body.data;
}

static struct reader reader_for(const struct visitor *visitor)
{
    return (struct reader){.arena = arena,
                           .language = visitor->language,
                           .visitor = visitor,
                           .title = "Hôm nay",
                           .csrf = "token",
                           .address = "/",
                           .body_name = "Thành phố Sông Hồng",
                           .demo = true,
                           .now = NOW};
}

static void navigation_shows_what_the_reader_may_do(void **state)
{
    struct visitor hr = learner(VIETNAMESE);
    struct buf out = {.arena = arena};
    struct reader reader = reader_for(&hr);

    (void)state;
    hr.rights |= UINT64_C(1) << SEE_RESULTS;
    reader.address = "/results/people/7";
    view_page_head(&out, &reader);
    assert_non_null(
        strstr(out.data, "<a href=\"/results\" aria-current=\"true\">"));
    out = (struct buf){.arena = arena};
    reader.address = "/results";
    view_page_head(&out, &reader);
    assert_non_null(
        strstr(out.data, "<a href=\"/results\" aria-current=\"page\">"));
    out = (struct buf){.arena = arena};
    hr.must_change = true;
    view_page_head(&out, &reader);
    assert_null(strstr(out.data, "<nav"));
    out = (struct buf){.arena = arena};
    hr = learner(VIETNAMESE);
    view_page_head(&out, &reader);
    assert_non_null(strstr(out.data, "<nav"));
    assert_null(strstr(out.data, "href=\"/results"));
}

static void a_stranger_is_welcomed(void **state)
{
    (void)state;
    same_as_golden("welcome", page("/", &stranger, 200));
}

static void help_stands_in_both_languages(void **state)
{
    struct visitor vi = learner(VIETNAMESE), en = learner(ENGLISH);

    (void)state;
    same_as_golden("help.vi", page("/help", &vi, 200));
    same_as_golden("help.en", page("/help", &en, 200));
    same_as_golden("privacy.vi", page("/privacy", &vi, 200));
    same_as_golden("privacy.en", page("/privacy", &en, 200));
    same_as_golden("accessibility.vi", page("/accessibility", &vi, 200));
    same_as_golden("accessibility.en", page("/accessibility", &en, 200));
}

static void an_address_that_is_not_there_says_so(void **state)
{
    (void)state;
    same_as_golden("missing", page("/no/such/page", &stranger, 404));
}

static const char *home_of(const struct visitor *visitor,
                           const struct home *home)
{
    struct reader reader = reader_for(visitor);
    struct buf out = {.arena = arena};

    view_page_head(&out, &reader);
    view_home(&out, &reader, home);
    view_page_foot(&out, &reader);
    return out.data;
}

static void the_start_page_says_what_to_do_now(void **state)
{
    const struct home_sitting open[] = {
        {.title = "Đánh giá năng lực: An toàn thông tin",
         .address = "/sittings/1",
         .closes = NOW + 49 * MINUTE,
         .questions = 20,
         .minutes = 30},
        {.title = "Kỹ năng số cơ bản",
         .address = "/sittings/2",
         .closes = NOW + 2 * DAY,
         .begun = true},
        {0}};
    const struct home_sitting coming[] = {{.title = "Thi lại: Kỹ năng số",
                                           .address = "/sittings/3",
                                           .opens = NOW + 11 * DAY - HOUR},
                                          {0}};
    const struct home_course courses[] = {
        {"An toàn thông tin", "/courses/a/4", "Nhận diện thư lừa đảo",
         NOW - 2 * DAY, 3, 6},
        {"Tiếp công dân", "/courses/b/1", "Lắng nghe", 0, 0, 10},
        {0}};
    const struct home_result results[] = {
        {.title = "Kỹ năng số",
         .address = "/sittings/5",
         .at = NOW - 7 * DAY,
         .standing = HOME_SCORED,
         .percent = 46.5,
         .pass_percent = 50},
        {.title = "Văn thư",
         .address = "/sittings/6",
         .at = NOW - 8 * DAY,
         .standing = HOME_SCORED,
         .passed = true,
         .percent = 87.25,
         .pass_percent = 50},
        {.title = "Tự luận", .address = "/sittings/7", .at = NOW - 9 * DAY},
        {.title = "Pháp luật",
         .address = "/sittings/8",
         .at = NOW - HOUR,
         .standing = HOME_NOT_OUT,
         .out = NOW + DAY},
        {.title = "Khảo sát",
         .address = "/sittings/9",
         .at = NOW - HOUR,
         .standing = HOME_NOT_OUT},
        {0}};
    const struct home_task tasks[] = {
        {"Kết quả", "/results", "874 người đã có điểm.", NULL},
        {"Bộ chấm", "/plugins", "Một gói chờ duyệt.", "Chờ duyệt"},
        {0}};
    const struct home home = {open, coming, courses, results, tasks, NULL, 0};
    struct visitor vi = learner(VIETNAMESE), en = learner(ENGLISH);

    (void)state;
    same_as_golden("home.vi", home_of(&vi, &home));
    same_as_golden("home.en", home_of(&en, &home));
}

static void a_start_page_with_nothing_on_it_still_says_so(void **state)
{
    const struct home home = {&(struct home_sitting){0},
                              &(struct home_sitting){0},
                              &(struct home_course){0},
                              &(struct home_result){0},
                              &(struct home_task){0},
                              NULL,
                              0};
    struct visitor vi = learner(VIETNAMESE);

    (void)state;
    same_as_golden("home.empty", home_of(&vi, &home));
}

static void the_exam_room_has_a_clock_and_no_navigation(void **state)
{
    struct visitor vi = learner(VIETNAMESE);
    struct reader reader = reader_for(&vi);
    struct exam_bar bar = {"An toàn thông tin", "0417",
                           NOW + 41 * MINUTE + 18000, false};
    struct buf out = {.arena = arena};

    (void)state;
    view_exam_head(&out, &reader, &bar);
    assert_null(strstr(out.data, "<nav"));
    assert_non_null(strstr(out.data, "Còn 41 phút 18 giây"));
    assert_non_null(strstr(out.data, "10:22:25"));
    assert_null(strstr(out.data, "bar__time--last"));
    view_exam_foot(&out, &reader);
    assert_null(strstr(out.data, "href=\"/\""));
    same_as_golden("exam", out.data);
    bar.closes = NOW + EXAM_LAST_MS;
    view_exam_head(&out, &reader, &bar);
    assert_non_null(strstr(out.data, "bar__time--last"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(navigation_shows_what_the_reader_may_do),
        cmocka_unit_test(a_stranger_is_welcomed),
        cmocka_unit_test(help_stands_in_both_languages),
        cmocka_unit_test(an_address_that_is_not_there_says_so),
        cmocka_unit_test(the_start_page_says_what_to_do_now),
        cmocka_unit_test(a_start_page_with_nothing_on_it_still_says_so),
        cmocka_unit_test(the_exam_room_has_a_clock_and_no_navigation),
    };

    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
