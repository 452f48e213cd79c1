/*
 * The player: what a learner sees of courses, and what the server keeps of
 * what they send.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/courses.h"
#include "domain/notes.h"
#include "pages/router.h"
#include "seal/hash.h"
#include "store/blobs.h"
#include "store/courses.h"
#include "store/notes.h"
#include "store/people.h"
#include "tests/store/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/pages/golden.h"

/* 23/11/2026 09:41:07 at UTC+7. */
static const int64_t NOW = 1795401667000;

static const char picture[] =
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>";

static const char document[] = "Mẫu báo cáo\n";

static struct house house = {.body_name = "Thành phố Sông Hồng"};
static char folder[] = "/tmp/khoa-courses-XXXXXX";
static const char *digest;

#define TEXT(words) "{\"node\":\"text\",\"text\":\"" words "\"}"
#define PARAGRAPH(words)                                                       \
    "{\"node\":\"paragraph\",\"children\":[" TEXT(words) "]}"
#define PICTURE                                                                \
    "{\"node\":\"paragraph\",\"children\":[{\"node\":\"image\",\"media\":"     \
    "\"media/a.svg\",\"alt\":\"Sơ đồ\",\"title\":\"Hình 1\"}]}"

static const char *const bodies[] = {
    "{\"vi\":[" PARAGRAPH("Chị <Lan> bật máy.") "," PICTURE
                                                "],\"en\":[" PARAGRAPH(
                                                    "Lan turns it on.") "]}",
    "{\"vi\":[" PARAGRAPH("Chỉ có tiếng Việt.") "]}",
    "{\"vi\":[" PARAGRAPH("Bài ba.") "],\"en\":[" PARAGRAPH("Three.") "]}",
};

static enum status add_lessons(struct db *tx, int64_t course, size_t count)
{
    static const char *const codes[] = {"mot", "hai", "ba", "bon"},
                             *const titles[] = {
                                 "{\"vi\":\"Bài một\",\"en\":\"One\"}",
                                 "{\"vi\":\"Bài hai\"}",
                                 "{\"vi\":\"Bài ba\",\"en\":\"Three\"}",
                                 "{\"vi\":\"Bài bốn\",\"en\":\"Four\"}"};

    for (size_t i = 0; i < count; i++) {
        struct lesson lesson = {
            .id = course * 10 + (int64_t)i,
            .course = course,
            .part = i < 2 ? "{\"vi\":\"Nhận ra\",\"en\":\"Recognise\"}"
                          : "{\"vi\":\"Giữ gìn\",\"en\":\"Protect\"}",
            .part_no = i < 2 ? 1 : 2,
            .number = (int64_t)i + 1,
            .code = codes[i],
            .title = titles[i],
            .minutes = 20,
            .checked_on = i == 1 ? 20261123 : 0,
            .body = bodies[i < 3 ? i : 2],
        };
        TRY(lesson_add(tx, arena, &lesson));
    }
    return OK;
}

static enum status add_course(struct db *tx, int64_t id, const char *code,
                              const char *version, size_t lessons)
{
    const struct course course = {
        .id = id,
        .code = code,
        .version = version,
        .digest = arena_print(arena, "%s-%s", code, version),
        .title = "{\"vi\":\"An toàn <thông tin>\",\"en\":\"Security\"}",
        .summary = "{\"vi\":\"Từ những việc có thật.\"}",
        .outcomes = "[{\"vi\":\"Nhận ra thư giả.\",\"en\":\"Recognise false "
                    "mail.\"}]",
        .hours = 7.5,
        .imported_at = NOW,
        .rules = "{}",
    };
    const struct course_file file = {"media/a.svg", digest, "image/svg+xml",
                                     sizeof picture - 1};

    const struct course_file form = {
        "media/mau.txt", hash_of(arena, document, sizeof document - 1),
        "text/plain; charset=utf-8", sizeof document - 1};

    TRY(course_add(tx, arena, &course, 0));
    TRY(add_lessons(tx, id, lessons));
    TRY(course_file_add(tx, arena, id, &form));
    return course_file_add(tx, arena, id, &file);
}

static enum status build(struct db *tx, void *arg)
{
    (void)arg;
    for (int64_t id = 1; id <= 2; id++) {
        const struct person person = {.id = id,
                                      .full_name = "Nguyễn Thị Hằng",
                                      .family_name = "Nguyễn",
                                      .middle_name = "Thị",
                                      .given_name = "Hằng",
                                      .sort_key = "hang",
                                      .fold_key = "nguyen thi hang",
                                      .kind = "cong_chuc"};
        TRY(person_add(tx, arena, &person, 0));
    }
    TRY(add_course(tx, 100, "an-toan", "1", 3));
    TRY(course_show(tx, arena, "an-toan", 100));
    return add_course(tx, 200, "chua-hien", "1", 3);
}

static int begin(void **state)
{
    if (!mkdtemp(folder))
        return 1;
    return world_begin(state);
}

static int again(void **state)
{
    db_close(db);
    arena_free(arena);
    if (world_begin(state))
        return 1;
    digest = hash_of(arena, picture, sizeof picture - 1);
    house.db = db;
    house.data = folder;
    return blob_put(arena, folder, digest, picture, sizeof picture - 1) ||
           blob_put(arena, folder,
                    hash_of(arena, document, sizeof document - 1), document,
                    sizeof document - 1) ||
           db_write(db, build, NULL);
}

static struct visitor learner(int64_t person, enum language language)
{
    return (struct visitor){
        .person = person,
        .name = "Nguyễn Thị Hằng",
        .address_as = "chi",
        .language = language,
        .csrf = "token",
        .rights = UINT64_C(1) << ANYONE | UINT64_C(1) << SIGNED_IN |
                  UINT64_C(1) << LEARN,
    };
}

static const char *typed; /* goes with a form as the field "text" */

/* One request; `doing` is the field "do" of a form. */
static int ask(const struct visitor *visitor, const char *method,
               const char *address, const char *doing, struct response *res)
{
    static const struct field same_site = {"sec-fetch-site", "same-origin"};
    struct field form[] = {
        {"csrf", "token"}, {"text", typed ? typed : ""}, {"do", doing}};
    struct request req = {.arena = arena,
                          .house = &house,
                          .now = NOW,
                          .visitor = visitor,
                          .method = method,
                          .address = address,
                          .form = {form, doing ? 3 : 2},
                          .headers = {&same_site, 1}};

    *res = (struct response){.body.arena = arena};
    return answer(&req, res);
}

static const char *page(const char *address, enum language language)
{
    struct visitor visitor = learner(1, language);
    struct response res;

    assert_int_equal(ask(&visitor, "GET", address, NULL, &res), 200);
    return res.body.data;
}

/* A form sent by person 1; where it leads. */
static const char *send(const char *address, const char *doing)
{
    struct visitor visitor = learner(1, VIETNAMESE);
    struct response res;

    assert_int_equal(ask(&visitor, "POST", address, doing, &res), 303);
    return res.location;
}

static int status_of(const char *method, const char *address, const char *doing)
{
    struct visitor visitor = learner(1, VIETNAMESE);
    struct response res;

    return ask(&visitor, method, address, doing, &res);
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

static size_t rows_of(const char *course)
{
    const struct lesson_progress *list;
    size_t count;

    assert_int_equal(lesson_progress_list(db, arena, 1, course, &list, &count),
                     OK);
    return count;
}

/* ---- what is seen --------------------------------------------------------*/

static void the_player_looks_as_agreed(void **state)
{
    (void)state;
    same_as_golden("courses.vi", page("/courses", VIETNAMESE));
    same_as_golden("course.new", page("/courses/an-toan", VIETNAMESE));
    same_as_golden("lesson.vi", page("/courses/an-toan/mot", VIETNAMESE));
    same_as_golden("lesson.fallback", page("/courses/an-toan/hai", ENGLISH));
    assert_string_equal(send("/courses/an-toan", NULL), "/courses/an-toan/mot");
    assert_string_equal(send("/courses/an-toan/mot", "read"),
                        "/courses/an-toan/hai");
    same_as_golden("courses.begun", page("/courses", ENGLISH));
    same_as_golden("course.begun", page("/courses/an-toan", VIETNAMESE));
    same_as_golden("lesson.read", page("/courses/an-toan/mot", VIETNAMESE));
    same_as_golden("lesson.kept", page("/courses/an-toan/hai", VIETNAMESE));
}

static void what_is_missing_in_english_is_shown_as_vietnamese(void **state)
{
    const char *html = page("/courses/an-toan/hai", ENGLISH);

    (void)state;
    says(html, "<h1 lang=\"vi\">Bài hai</h1>");
    says(html, "This lesson has no English version yet");
    says(html, "<div class=\"prose\" lang=\"vi\">");
    html = page("/courses/an-toan/mot", ENGLISH);
    says(html, "<div class=\"prose\" lang=\"en\">");
    hides(html, "no English version");
}

static void a_course_that_is_not_shown_does_not_exist(void **state)
{
    static const char *const addresses[] = {
        "/courses/chua-hien",      "/courses/chua-hien/mot",
        "/courses/khong-co",       "/courses/khong-co/mot",
        "/courses/an-toan/nam",    "/courses/an-toan/1",
        "/courses/an-toan/mot/a",  "/courses/an-toan/files/..",
        "/courses/an-toan/files/", "/courses/an-toan/files/media",
    };

    (void)state;
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++)
        assert_int_equal(status_of("GET", addresses[i], NULL), 404);
    assert_int_equal(status_of("POST", "/courses/chua-hien", NULL), 404);
    assert_int_equal(status_of("POST", "/courses/chua-hien/mot", "read"), 404);
    assert_int_equal(status_of("POST", "/courses/an-toan/nam", "read"), 404);
    assert_int_equal(rows_of("chua-hien"), 0);
    assert_int_equal(rows_of("an-toan"), 0);
    hides(page("/courses", VIETNAMESE), "chua-hien");
}

static void a_stranger_is_refused(void **state)
{
    const struct visitor stranger = {.rights = UINT64_C(1) << ANYONE,
                                     .csrf = "token"};
    struct response res;

    (void)state;
    assert_int_equal(ask(&stranger, "GET", "/courses", NULL, &res), 303);
    says(res.location, "/sign-in");
    assert_int_equal(ask(&stranger, "GET", "/courses/an-toan/mot", NULL, &res),
                     303);
    assert_int_equal(
        ask(&stranger, "POST", "/courses/an-toan/mot", "read", &res), 401);
    assert_int_equal(
        ask(&stranger, "GET",
            arena_print(arena, "/courses/an-toan/files/%s", digest), NULL,
            &res),
        303);
}

static void a_picture_can_be_kept_for_good_and_does_nothing(void **state)
{
    struct visitor visitor = learner(1, VIETNAMESE);
    const char *address =
        arena_print(arena, "/courses/an-toan/files/%s", digest);
    struct response res;

    (void)state;
    says(page("/courses/an-toan/mot", VIETNAMESE),
         arena_print(arena, "<img src=\"%s\" alt=\"Sơ đồ\">", address));
    assert_int_equal(ask(&visitor, "GET", address, NULL, &res), 200);
    assert_string_equal(res.type, "image/svg+xml");
    assert_true(res.lasting);
    assert_true(res.foreign);
    assert_true(res.keep_file);
    assert_string_equal(res.etag, digest);
    assert_null(res.download);
    assert_string_equal(file_text(res.file), picture);
    /* Not by the way of a course that has no such picture. */
    assert_int_equal(
        ask(&visitor, "GET",
            arena_print(arena, "/courses/khong-co/files/%s", digest), NULL,
            &res),
        404);
}

static void a_document_is_saved_under_its_own_name(void **state)
{
    struct visitor visitor = learner(1, VIETNAMESE);
    const char *address =
        arena_print(arena, "/courses/an-toan/files/%s",
                    hash_of(arena, document, sizeof document - 1));
    struct response res;

    (void)state;
    assert_int_equal(ask(&visitor, "GET", address, NULL, &res), 200);
    assert_string_equal(res.download, "mau.txt");
    assert_true(res.foreign);
    assert_string_equal(file_text(res.file), document);
}

/* ---- what is kept --------------------------------------------------------*/

static void looking_changes_nothing(void **state)
{
    struct enrolment enrolment;

    (void)state;
    page("/courses", VIETNAMESE);
    page("/courses/an-toan", VIETNAMESE);
    page("/courses/an-toan/mot", VIETNAMESE);
    page("/courses/an-toan/ba", ENGLISH);
    assert_int_equal(rows_of("an-toan"), 0);
    assert_int_equal(enrolment_find(db, arena, 1, "an-toan", &enrolment),
                     MISSING);
}

static void a_lesson_is_read_once_however_often_it_is_said(void **state)
{
    const struct lesson_progress *list;
    size_t count;

    (void)state;
    for (int i = 0; i < 3; i++)
        assert_string_equal(send("/courses/an-toan/mot", "read"),
                            "/courses/an-toan/hai");
    assert_int_equal(
        lesson_progress_list(db, arena, 1, "an-toan", &list, &count), OK);
    assert_int_equal(count, 2); /* read, and the next one opened */
    assert_int_equal(lesson_is_done(list, count, "mot"), true);
    assert_int_equal(lesson_is_done(list, count, "hai"), false);
    says(page("/courses/an-toan", VIETNAMESE), "1 trên 3 bài");
}

static void the_course_goes_on_where_it_was_left(void **state)
{
    (void)state;
    send("/courses/an-toan", NULL);
    says(page("/courses/an-toan", VIETNAMESE),
         "href=\"/courses/an-toan/mot\">Học tiếp</a>");
    send("/courses/an-toan/ba", "keep");
    says(page("/courses/an-toan", VIETNAMESE),
         "href=\"/courses/an-toan/ba\">Học tiếp</a>");
    says(page("/", VIETNAMESE), "href=\"/courses/an-toan/ba\"");
    /* The last one read: on with the first that was passed over. */
    assert_string_equal(send("/courses/an-toan/ba", "read"),
                        "/courses/an-toan/mot");
    says(page("/courses/an-toan", VIETNAMESE),
         "href=\"/courses/an-toan/mot\">Học tiếp</a>");
    assert_string_equal(send("/courses/an-toan", NULL), "/courses/an-toan/mot");
}

static void the_course_is_done_with_its_last_lesson(void **state)
{
    struct enrolment enrolment;

    (void)state;
    send("/courses/an-toan/hai", "read");
    send("/courses/an-toan/ba", "read");
    hides(page("/courses/an-toan", VIETNAMESE), "Đã học xong");
    says(page("/courses/an-toan/mot", VIETNAMESE), "Đã đọc bài cuối");
    assert_string_equal(send("/courses/an-toan/mot", "read"),
                        "/courses/an-toan");
    assert_int_equal(enrolment_find(db, arena, 1, "an-toan", &enrolment), OK);
    assert_int_equal(enrolment.done_at, NOW);
    says(page("/courses/an-toan", VIETNAMESE), "Hoàn thành ngày 23/11/2026");
    hides(page("/courses/an-toan", VIETNAMESE), "Học tiếp");
    assert_string_equal(send("/courses/an-toan", NULL), "/courses/an-toan");
    hides(page("/", VIETNAMESE), "/courses/an-toan");
}

static enum status new_version(struct db *tx, void *arg)
{
    (void)arg;
    TRY(add_course(tx, 300, "an-toan", "2", 4));
    return course_show(tx, arena, "an-toan", 300);
}

static void progress_outlives_a_new_version(void **state)
{
    struct visitor visitor = learner(1, VIETNAMESE);
    struct response res;

    (void)state;
    send("/courses/an-toan/mot", "read");
    assert_int_equal(db_write(db, new_version, NULL), OK);
    says(page("/courses/an-toan", VIETNAMESE), "1 trên 4 bài");
    says(page("/courses/an-toan", VIETNAMESE),
         "href=\"/courses/an-toan/hai\">Học tiếp</a>");
    send("/courses/an-toan/hai", "read");
    send("/courses/an-toan/ba", "read");
    assert_string_equal(send("/courses/an-toan/bon", "read"),
                        "/courses/an-toan");
    /* A page sent before still finds its picture. */
    assert_int_equal(
        ask(&visitor, "GET",
            arena_print(arena, "/courses/an-toan/files/%s", digest), NULL,
            &res),
        200);
}

static void done_stays_done_when_lessons_are_added(void **state)
{
    const char *html;

    (void)state;
    send("/courses/an-toan/mot", "read");
    send("/courses/an-toan/hai", "read");
    send("/courses/an-toan/ba", "read");
    assert_int_equal(db_write(db, new_version, NULL), OK);
    html = page("/courses/an-toan", VIETNAMESE);
    says(html, "Hoàn thành ngày 23/11/2026");
    says(html, "3 trên 4 bài");
    says(html, "có thêm bài chưa đọc");
    says(html, "href=\"/courses/an-toan/bon\">Học tiếp</a>");
}

static void what_one_person_reads_is_not_read_by_another(void **state)
{
    struct visitor other = learner(2, VIETNAMESE);
    struct response res;

    (void)state;
    send("/courses/an-toan/mot", "read");
    assert_int_equal(ask(&other, "GET", "/courses/an-toan", NULL, &res), 200);
    hides(res.body.data, "1 trên 3 bài");
    says(res.body.data, "Bắt đầu học");
}

static void a_form_that_says_something_else_is_refused(void **state)
{
    (void)state;
    assert_int_equal(status_of("POST", "/courses/an-toan/mot", NULL), 422);
    assert_int_equal(status_of("POST", "/courses/an-toan/mot", "finish"), 422);
    assert_int_equal(rows_of("an-toan"), 0);
}

static void the_start_page_leads_to_courses(void **state)
{
    const char *html = page("/", VIETNAMESE);

    (void)state;
    says(html, "href=\"/courses/an-toan\"");
    says(html, "Bài đầu tiên: Bài một");
    says(html, "0 trên 3 bài");
    send("/courses/an-toan/mot", "read");
    html = page("/", VIETNAMESE);
    says(html, "href=\"/courses/an-toan/hai\"");
    says(html, "Bài tiếp theo: Bài hai");
    says(html, "1 trên 3 bài");
}

/* ---- notes to oneself -----------------------------------------------------*/

static void write_note(const char *text)
{
    typed = text;
    assert_string_equal(send("/courses/an-toan/mot/notes", NULL),
                        "/courses/an-toan/mot#notes");
    typed = NULL;
}

static void a_note_is_shown_to_who_wrote_it_and_to_nobody_else(void **state)
{
    struct visitor other = learner(2, VIETNAMESE);
    struct response res;
    const struct note *list;
    size_t count;

    (void)state;
    const struct scope whole = {.role = ROLE_ADMIN};
    other.rights = ~UINT64_C(0); /* whatever role it is */
    other.scopes = &whole;
    other.scope_count = 1;
    write_note("Khóa <máy>\nkhi rời bàn");
    says(page("/courses/an-toan/mot", VIETNAMESE),
         "<p class=\"lines\">Khóa &lt;máy&gt;\nkhi rời bàn</p>");
    says(page("/my/notes", ENGLISH), "lang=\"en\">One</a>");
    assert_int_equal(note_list(db, arena, 1, INT64_MAX, 9, &list, &count), OK);
    const char *address =
        arena_print(arena, "/my/notes/%lld", (long long)list->id);
    says(page(address, VIETNAMESE), "Khóa &lt;máy&gt;\nkhi rời bàn");
    static const char *const addresses[] = {"/courses/an-toan/mot", "/my/notes",
                                            "/people/1", "/courses/an-toan"};
    for (size_t i = 0; i < sizeof addresses / sizeof *addresses; i++) {
        assert_int_equal(ask(&other, "GET", addresses[i], NULL, &res), 200);
        hides(res.body.data, "khi rời bàn");
    }
    assert_int_equal(ask(&other, "GET", address, NULL, &res), 404);
    assert_int_equal(ask(&other, "POST", address, "delete", &res), 303);
    says(page("/my/notes", VIETNAMESE), "khi rời bàn");
    assert_string_equal(send(address, "delete"), "/my/notes");
    hides(page("/my/notes", VIETNAMESE), "khi rời bàn");
}

static void a_note_that_is_not_kept_is_given_back(void **state)
{
    struct visitor visitor = learner(1, VIETNAMESE);
    struct response res;
    char *words = arena_alloc(arena, NOTE_MOST + 12);

    (void)state;
    memset(words, 'a', NOTE_MOST + 1);
    memcpy(words, "<b>", 3);
    typed = words;
    assert_int_equal(
        ask(&visitor, "POST", "/courses/an-toan/mot/notes", NULL, &res), 422);
    says(res.body.data, "dài 4.001 ký tự, nhiều nhất được 4.000");
    says(res.body.data, "&lt;b&gt;aaa");
    typed = "";
    assert_int_equal(
        ask(&visitor, "POST", "/courses/an-toan/mot/notes", NULL, &res), 422);
    says(res.body.data, "Ghi chú còn trống");
    typed = NULL;
}

static void many_notes_come_in_pages(void **state)
{
    (void)state;
    for (int i = 1; i <= 51; i++)
        write_note(arena_print(arena, "số %d.", i));
    const char *html = page("/my/notes", VIETNAMESE);
    says(html, "51 ghi chú");
    says(html, "số 51.");
    hides(html, "số 1.");
    const char *at = strstr(html, "/my/notes?before=");
    assert_non_null(at);
    struct visitor visitor = learner(1, VIETNAMESE);
    struct response res = {.body.arena = arena};
    const struct field before = {
        "before", arena_text(arena, at + 17, strcspn(at + 17, "\""))};
    struct request req = {.arena = arena,
                          .house = &house,
                          .now = NOW,
                          .visitor = &visitor,
                          .method = "GET",
                          .address = "/my/notes",
                          .query = {(struct field *)&before, 1}};
    assert_int_equal(answer(&req, &res), 200);
    says(res.body.data, "số 1.");
    hides(res.body.data, "số 2.");
    says(res.body.data, "Về ghi chú mới nhất");
}

#define EACH(test) cmocka_unit_test_setup(test, again)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(the_player_looks_as_agreed),
        EACH(what_is_missing_in_english_is_shown_as_vietnamese),
        EACH(a_course_that_is_not_shown_does_not_exist),
        EACH(a_stranger_is_refused),
        EACH(a_picture_can_be_kept_for_good_and_does_nothing),
        EACH(a_document_is_saved_under_its_own_name),
        EACH(looking_changes_nothing),
        EACH(a_lesson_is_read_once_however_often_it_is_said),
        EACH(the_course_goes_on_where_it_was_left),
        EACH(the_course_is_done_with_its_last_lesson),
        EACH(progress_outlives_a_new_version),
        EACH(done_stays_done_when_lessons_are_added),
        EACH(what_one_person_reads_is_not_read_by_another),
        EACH(a_form_that_says_something_else_is_refused),
        EACH(the_start_page_leads_to_courses),
        EACH(a_note_is_shown_to_who_wrote_it_and_to_nobody_else),
        EACH(a_note_that_is_not_kept_is_given_back),
        EACH(many_notes_come_in_pages),
    };

    return cmocka_run_group_tests(tests, begin, world_end);
}
