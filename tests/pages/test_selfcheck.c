/*
 * Self-checks of the sample course: answered by a plain form, graded by the
 * question types that are shipped, and nothing of it kept.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/courses.h"
#include "domain/packages.h"
#include "domain/roles.h"
#include "domain/shelf.h"
#include "pages/router.h"
#include "quiz/questions.h"
#include "reading/reading.h"
#include "store/audit.h"
#include "store/courses.h"
#include "store/items.h"
#include "store/people.h"
#include "tests/store/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const int64_t NOW = 1795401667000; /* 23/11/2026 */
enum { learner = 101 };

static struct house house = {.body_name = "Thành phố Sông Hồng"};
static char data[] = "/tmp/khoa-checks-XXXXXX";

static enum status add_learner(struct db *tx, void *arg)
{
    const struct person person = {.id = learner,
                                  .full_name = "Nguyễn Thị Hằng",
                                  .family_name = "Nguyễn",
                                  .middle_name = "Thị",
                                  .given_name = "Hằng",
                                  .sort_key = "hang",
                                  .fold_key = "nguyen thi hang",
                                  .kind = "cong_chuc"};

    (void)arg;
    return person_add(tx, arena, &person, 0);
}

static int begin(void **state)
{
    struct course_taken taken;

    if (world_begin(state) || !mkdtemp(data))
        return 1;
    struct findings findings = findings_of(arena);
    house.db = db;
    house.data = data;
    house.shelf = shelf_open();
    return questions_open(&house.questions, NULL) != OK ||
           readers_open(&house.readers, NULL) != OK ||
           packages_take_in(&house, "plugins", true, 0, NOW, &findings) != OK ||
           db_write(db, add_learner, NULL) != OK ||
           course_import(&house, "courses/an-toan-thong-tin", 0, NOW, false,
                         &findings, &taken) != OK;
}

static int end(void **state)
{
    shelf_close(house.shelf);
    (void)!system(arena_print(arena, "rm -rf %s", data));
    int failed = world_end(state);
    readers_close(house.readers);
    questions_close(house.questions);
    return failed;
}

#define LESSON(code) "/courses/an-toan-thong-tin/" code

static int code;

static const char *ask(const char *method, const char *address,
                       const struct field *query, const struct field *form)
{
    const struct visitor visitor = {.person = learner,
                                    .name = "Nguyễn Thị Hằng",
                                    .csrf = "token",
                                    .language = VIETNAMESE,
                                    .rights = UINT64_C(1) << ANYONE |
                                              UINT64_C(1) << SIGNED_IN |
                                              UINT64_C(1) << LEARN};
    static const struct field meant = {"sec-fetch-site", "same-origin"};
    size_t asked = 0, sent = 0;

    while (query && query[asked].name)
        asked++;
    while (form && form[sent].name)
        sent++;
    struct request req = {.arena = arena,
                          .house = &house,
                          .now = NOW,
                          .visitor = &visitor,
                          .method = method,
                          .address = address,
                          .headers = {&meant, 1},
                          .query = {query, asked},
                          .form = {form, sent}};
    struct response res = {.body.arena = arena};
    code = answer(&req, &res);
    return res.body.data ? res.body.data : "";
}

static const char *see(const char *address)
{
    const char *html = ask("GET", address, NULL, NULL);

    assert_int_equal(code, 200);
    return html;
}

/* The form of the first check, with one field more. */
static const char *send(const char *lesson, const char *variant,
                        const char *name, const char *value)
{
    const struct field form[] = {
        {"csrf", "token"}, {"variant", variant}, {name, value}, {0}};

    return ask(
        "POST",
        arena_print(arena, "/courses/an-toan-thong-tin/%s/checks/1", lesson),
        NULL, form);
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

static void nothing_is_kept(void)
{
    const struct lesson_progress *progress;
    const struct enrolment *enrolments;
    struct deed opened = {
        .actor = learner, .action = "item.key", .object = "item"};
    const struct bank *bank;
    const struct item_row *items;
    size_t count;

    assert_int_equal(enrolment_list(db, arena, learner, &enrolments, &count),
                     OK);
    assert_int_equal(count, 0);
    assert_int_equal(lesson_progress_list(db, arena, learner,
                                          "an-toan-thong-tin", &progress,
                                          &count),
                     OK);
    assert_int_equal(count, 0);
    assert_int_equal(bank_find(db, arena, "attt-tu-kiem-tra", &bank), OK);
    assert_int_equal(
        item_list(db, arena, bank->id, NULL, 0, NULL, &items, &count), OK);
    for (size_t i = 0; i < count; i++) {
        opened.object_id = items[i].id;
        assert_int_equal(audit_find(db, arena, &opened), MISSING);
    }
}

static void a_lesson_ends_with_its_question_and_no_key(void **state)
{
    const char *html = see(LESSON("gia-mao"));

    (void)state;
    says(html, "<form class=\"stack\" method=\"post\" action=\"" LESSON(
                   "gia-mao") "/checks/1#check-1\">");
    says(html, "<h2 id=\"check-1-t\">Tự kiểm tra</h2>");
    says(html, "name=\"a.answer\"");
    says(html, "Không tính điểm");
    hides(html, "Xem đáp án");
    hides(html, "theo số đã có từ trước");
    hides(see(LESSON("vi-sao-la-toi")), "Tự kiểm tra");
}

static void a_wrong_answer_comes_back_with_why(void **state)
{
    const char *html = send("gia-mao", "1", "a.answer", "a");

    (void)state;
    assert_int_equal(code, 200);
    says(html, "Chưa đúng");
    says(html, "Người trả lời sẽ là người viết thư");
    says(html, "Xem đáp án");
    says(html, "Kiểm tra lại");
    /* the lesson is around it, and the answer still stands in the form */
    says(html, "Đọc một bức thư trong một phút");
    says(html, "value=\"a\"\n checked");
}

static void a_right_answer_is_right_and_nothing_is_kept(void **state)
{
    (void)state;
    says(send("gia-mao", "1", "a.answer", "b"), "</svg>Đúng</span>");
    nothing_is_kept();
}

static void a_blank_answer_gives_nothing_away(void **state)
{
    const char *html = send("gia-mao", "1", "a.answer", "");

    (void)state;
    says(html, "Chưa có câu trả lời");
    hides(html, "Xem đáp án");
    hides(html, "theo số đã có từ trước");
    html = send("mat-khau-va-thiet-bi", "1", "a.answer", "nhiều");
    says(html, "Chưa đọc được câu trả lời");
    says(html, "aria-invalid=\"true\"");
    hides(html, "Xem đáp án");
}

/* How many words the question has; 12 bits each. */
static int words_in(const char *html)
{
    const char *at = strstr(html, "Một cụm từ gồm ");

    assert_non_null(at);
    return atoi(at + strlen("Một cụm từ gồm "));
}

static void other_numbers_are_asked_and_graded_as_such(void **state)
{
    static const char link[] = "?check=1&amp;variant=";
    const char *first = see(LESSON("mat-khau-va-thiet-bi"));
    const char *tried = send("mat-khau-va-thiet-bi", "1", "a.answer", "1");
    const char *at = strstr(tried, link);

    (void)state;
    says(tried, "Làm lại với số liệu khác");
    assert_non_null(at);
    const char *number = arena_print(arena, "%d", atoi(at + sizeof link - 1));
    const struct field query[] = {{"check", "1"}, {"variant", number}, {0}};
    const char *other = ask("GET", LESSON("mat-khau-va-thiet-bi"), query, NULL);
    assert_int_not_equal(words_in(first), words_in(other));
    says(other, arena_print(arena, "name=\"variant\" value=\"%s\"", number));
    const char *right = arena_print(arena, "%d", 12 * words_in(other));
    says(send("mat-khau-va-thiet-bi", number, "a.answer", right),
         "</svg>Đúng</span>");
    says(send("mat-khau-va-thiet-bi", "1", "a.answer", right), "Chưa đúng");
    /* a variant that there is not is the first one */
    assert_int_equal(words_in(send("mat-khau-va-thiet-bi", "99", "x", "1")),
                     words_in(first));
}

static void a_check_that_is_not_there_is_missing(void **state)
{
    static const char *const addresses[] = {
        LESSON("gia-mao") "/checks/0",
        LESSON("gia-mao") "/checks/2",
        LESSON("gia-mao") "/checks/x",
        LESSON("vi-sao-la-toi") "/checks/1",
        LESSON("khong-co") "/checks/1",
        "/courses/khong-co/gia-mao/checks/1",
        LESSON("gia-mao") "/checks/1/files/x"};
    const struct field form[] = {{"csrf", "token"}, {0}};

    (void)state;
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        bool file = strstr(addresses[i], "files") != NULL;
        ask(file ? "GET" : "POST", addresses[i], NULL, form);
        assert_int_equal(code, 404);
    }
}

static void a_lesson_is_found_by_what_its_question_asks(void **state)
{
    const struct field words[] = {{"q", "duong dan o muc 2"}, {0}};

    (void)state;
    says(ask("GET", "/courses/search", words, NULL),
         "href=\"" LESSON("thuc-hanh-hop-thu") "\"");
}

static void what_is_too_long_is_refused(void **state)
{
    char *long_text = arena_alloc(arena, 5000);

    (void)state;
    memset(long_text, 'a', 4999);
    long_text[4999] = '\0';
    send("gia-mao", "1", "a.answer", long_text);
    assert_int_equal(code, 422);
}

static size_t place_of(const char *html, const char *what)
{
    const char *at = strstr(html, what);

    if (!at)
        fail_msg("the page does not say: %s", what);
    return (size_t)(at - html);
}

static void a_question_stands_in_the_text_where_its_author_put_it(void **state)
{
    const char *html = see(LESSON("thuc-hanh-hop-thu"));

    (void)state;
    size_t question = place_of(html, "id=\"check-1\"");
    assert_true(question > place_of(html, "<strong>8."));
    assert_true(question < place_of(html, "name=\"do\" value=\"read\""));
    assert_null(strstr(html + question + 1, "id=\"check-1\""));
    html = send("thuc-hanh-hop-thu", "1", "a.answer", "c");
    says(html, "không cho biết chủ trang là ai");
    assert_true(place_of(html, "</svg>Chưa đúng</span>") >
                place_of(html, "<strong>8."));
    says(send("thuc-hanh-hop-thu", "1", "a.answer", "b"), "</svg>Đúng</span>");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lesson_ends_with_its_question_and_no_key),
        cmocka_unit_test(a_wrong_answer_comes_back_with_why),
        cmocka_unit_test(a_right_answer_is_right_and_nothing_is_kept),
        cmocka_unit_test(a_blank_answer_gives_nothing_away),
        cmocka_unit_test(other_numbers_are_asked_and_graded_as_such),
        cmocka_unit_test(a_check_that_is_not_there_is_missing),
        cmocka_unit_test(a_question_stands_in_the_text_where_its_author_put_it),
        cmocka_unit_test(a_lesson_is_found_by_what_its_question_asks),
        cmocka_unit_test(what_is_too_long_is_refused),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
