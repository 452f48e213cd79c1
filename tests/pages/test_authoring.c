/* What authors see of courses, and what everybody finds in them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/course_texts.h"
#include "pages/router.h"
#include "store/courses.h"
#include "store/people.h"
#include "tests/store/world.h"

#include <stdio.h>
#include <string.h>

#include "tests/pages/golden.h"

/* 23/11/2026 09:41:07 at UTC+7. */
static const int64_t NOW = 1795401667000;

static struct house house = {.body_name = "Thành phố Sông Hồng"};

static enum status build(struct db *tx, void *arg)
{
    const struct person person = {.id = 1,
                                  .full_name = "Lê Hoàng Nam",
                                  .family_name = "Lê",
                                  .middle_name = "Hoàng",
                                  .given_name = "Nam",
                                  .sort_key = "nam",
                                  .fold_key = "le hoang nam",
                                  .kind = "cong_chuc"};
    const struct course course = {.id = 100,
                                  .code = "an-toan",
                                  .version = "2",
                                  .digest = "d",
                                  .title = "{\"vi\":\"An toàn\"}",
                                  .summary = "{\"vi\":\"Giữ\",\"en\":\"Keep\"}",
                                  .outcomes = "[]",
                                  .rules = "{}",
                                  .hours = 1};
    const struct lesson lesson = {
        .id = 101,
        .course = 100,
        .part = "{\"vi\":\"Một\",\"en\":\"One\"}",
        .part_no = 1,
        .number = 1,
        .code = "mot",
        .title = "{\"vi\":\"Mật khẩu\",\"en\":\"Passwords\"}",
        .minutes = 5,
        .checked_on = 20251101,
        .body = "{\"vi\":[{\"node\":\"heading\",\"level\":2,\"children\":"
                "[{\"node\":\"text\",\"text\":\"A < B\"}]},"
                "{\"node\":\"paragraph\",\"children\":[{\"node\":\"link\","
                "\"address\":\"/courses/khac\",\"children\":[{\"node\":"
                "\"text\",\"text\":\"Đổi <mật khẩu>, ngay.\"}]}]}]}"};

    (void)arg;
    TRY(person_add(tx, arena, &person, 0));
    TRY(course_add(tx, arena, &course, 0));
    TRY(lesson_add(tx, arena, &lesson));
    return course_show(tx, arena, "an-toan", 100);
}

static int begin(void **state)
{
    world_work = build;
    int failed = world_begin(state);
    house.db = db;
    return failed || course_texts_settle(&house) != OK;
}

static int ask(uint64_t rights, enum language language, const char *address,
               struct field query, struct response *res)
{
    const struct visitor visitor = {.person = 1,
                                    .name = "Lê Hoàng Nam",
                                    .language = language,
                                    .csrf = "token",
                                    .rights = rights | UINT64_C(1) << ANYONE |
                                              UINT64_C(1) << SIGNED_IN |
                                              UINT64_C(1) << LEARN};
    struct request req = {.arena = arena,
                          .house = &house,
                          .now = NOW,
                          .visitor = &visitor,
                          .method = "GET",
                          .address = address,
                          .query = {&query, query.name ? 1 : 0}};

    *res = (struct response){.body.arena = arena};
    return answer(&req, res);
}

enum { AUTHOR = UINT64_C(1) << SEE_ITEMS };

static const char *page(uint64_t rights, enum language language,
                        const char *address, const char *name,
                        const char *value)
{
    struct response res;

    assert_int_equal(
        ask(rights, language, address, (struct field){name, value}, &res), 200);
    return res.body.data;
}

static void says(const char *html, const char *words)
{
    if (!strstr(html, words))
        fail_msg("the page does not say: %s", words);
}

static void hides(const char *html, const char *words)
{
    if (strstr(html, words))
        fail_msg("the page says: %s", words);
}

/* ---- authors -------------------------------------------------------------*/

static void the_pages_look_as_agreed(void **state)
{
    (void)state;
    same_as_golden("authoring",
                   page(AUTHOR, VIETNAMESE, "/authoring", NULL, NULL));
    same_as_golden("authored",
                   page(AUTHOR, VIETNAMESE, "/authoring/an-toan", NULL, NULL));
    same_as_golden(
        "authored.lesson",
        page(AUTHOR, ENGLISH, "/authoring/an-toan/mot", "text", "vi"));
}

static void what_to_look_at_is_told_with_its_place(void **state)
{
    const char *html =
        page(AUTHOR, VIETNAMESE, "/authoring/an-toan", NULL, NULL);

    (void)state;
    says(html, "4 chỗ nên xem lại");
    says(html, "Tên chưa có bản tiếng Anh.");
    says(html, "lần cuối ngày 01/11/2025, đã hơn một năm");
    says(html, "Liên kết “/courses/khac” không dẫn đến khóa hay bài nào.");
    says(html, "Bản tiếng Việt, dưới tiêu đề “A &lt; B”");
    says(html, "Bài chưa có bản tiếng Anh.");
}

static void a_lesson_is_seen_as_learners_of_that_language_see_it(void **state)
{
    const char *html =
        page(AUTHOR, VIETNAMESE, "/authoring/an-toan/mot", "text", "en");

    (void)state;
    says(html, "This lesson has no English version yet");
    says(html, "<h1 lang=\"en\">Passwords</h1>");
    says(html, "Chỗ nên xem lại"); /* around it the author's own language */
    html = page(AUTHOR, ENGLISH, "/authoring/an-toan/mot", "text", "vi");
    says(html, "<h1 lang=\"vi\">Mật khẩu</h1>");
    hides(html, "This lesson has no English");
}

static void learners_are_not_led_there(void **state)
{
    struct response res;

    (void)state;
    says(page(AUTHOR, VIETNAMESE, "/courses/an-toan", NULL, NULL),
         "href=\"/authoring/an-toan\"");
    hides(page(0, VIETNAMESE, "/courses/an-toan", NULL, NULL), "/authoring");
    assert_int_equal(
        ask(0, VIETNAMESE, "/authoring/an-toan", (struct field){0}, &res), 403);
    assert_int_equal(ask(AUTHOR, VIETNAMESE, "/authoring/an-toan/hai",
                         (struct field){0}, &res),
                     404);
}

/* ---- search --------------------------------------------------------------*/

static void what_is_found_is_shown_with_its_text(void **state)
{
    const char *html =
        page(0, VIETNAMESE, "/courses/search", "q", "  mat  khau ");

    (void)state;
    says(html, "value=\"mat khau\"");
    says(html, "Tìm thấy 1 chỗ");
    says(html, "href=\"/courses/an-toan/mot\" lang=\"vi\">Mật khẩu</a>");
    says(html, "Bài 1 · <span lang=\"vi\">An toàn</span>");
    says(html, "… Đổi &lt;<mark>mật</mark> <mark>khẩu</mark>&gt;, "
               "ngay.");
}

static void what_was_typed_stays_text(void **state)
{
    struct response res;
    char *words = arena_alloc(arena, 202);

    (void)state;
    says(page(0, VIETNAMESE, "/courses/search", "q", "\"><script>x"),
         "value=\"&quot;&gt;&lt;script&gt;x\"");
    says(page(0, ENGLISH, "/courses/search", "q", "xyz"), "Nothing found");
    hides(page(0, ENGLISH, "/courses/search", NULL, NULL), "Nothing found");
    memset(words, 'a', 201);
    assert_int_equal(
        ask(0, VIETNAMESE, "/courses/search", (struct field){"q", words}, &res),
        422);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_pages_look_as_agreed),
        cmocka_unit_test(what_to_look_at_is_told_with_its_place),
        cmocka_unit_test(a_lesson_is_seen_as_learners_of_that_language_see_it),
        cmocka_unit_test(learners_are_not_led_there),
        cmocka_unit_test(what_is_found_is_shown_with_its_text),
        cmocka_unit_test(what_was_typed_stays_text),
    };

    return cmocka_run_group_tests(tests, begin, world_end);
}
