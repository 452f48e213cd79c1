/* Looking for words in courses: what is found, and in which order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buf.h"
#include "domain/course_search.h"
#include "domain/course_texts.h"
#include "store/course_texts.h"
#include "store/courses.h"
#include "tests/store/world.h"

#include <stdio.h>
#include <string.h>

static struct house house;

#define TEXT(words) "{\"node\":\"text\",\"text\":\"" words "\"}"
#define PARAGRAPH(words)                                                       \
    "{\"node\":\"paragraph\",\"children\":[" TEXT(words) "]}"

#define PICTURE                                                                \
    ",{\"node\":\"image\",\"media\":\"media/a.svg\",\"alt\":\"Sơ đồ "      \
    "tháp nước\"}"
#define FORMULA ",{\"node\":\"math\",\"text\":\"frac\"}"
#define CAPTIONS                                                               \
    "],\"cues\":{\"media/a.vi.vtt\":[{\"text\":\"Chuông cửa reo\"}],"       \
    "\"media/a.en.vtt\":[{\"text\":\"The bell rings\"}]}}"

/* What is in the lessons of the one course, in their order. */
static const struct {
    const char *code, *title, *body;
} lessons[] = {
    {"dau", "{\"vi\":\"Bỏ dấu\"}",
     "{\"vi\":[" PARAGRAPH("Viết mat khau không dấu; hoà và Hòa là một.") "]}"},
    {"mat-khau", "{\"vi\":\"Mật khẩu và thiết bị\",\"en\":\"Passwords\"}",
     "{\"vi\":[" PARAGRAPH("Đặt mật khẩu dài.") "," PARAGRAPH(
         "Không ai được hỏi mật khẩu của chị.") "],"
                                                "\"en\":[" PARAGRAPH(
                                                    "Nobody may ask for your "
                                                    "password.") "]}"},
    {"gia-mao", "{\"vi\":\"Thư giả mạo\"}",
     "{\"vi\":[" PARAGRAPH("Thư hỏi mật khẩu là thư giả.")
         PICTURE FORMULA CAPTIONS},
    {"khau-ngu", "{\"vi\":\"Khẩu ngữ\"}",
     "{\"vi\":[" PARAGRAPH("Khẩu ngữ và mặt trời, mất dấu.") "]}"},
};
enum { LESSONS = sizeof lessons / sizeof *lessons };

static enum status put_course(struct db *tx, int64_t id, size_t count)
{
    const struct course course = {
        .id = id,
        .code = "attt",
        .version = "1",
        .digest = arena_print(arena, "%lld", (long long)id),
        .title = "{\"vi\":\"An toàn thông tin\",\"en\":\"Security\"}",
        .summary = "{\"vi\":\"Giữ dữ liệu của người dân\"}",
        .outcomes = "[{\"vi\":\"Nhận ra tin nhắn giả\"}]",
        .rules = "{}",
        .hours = 1};

    TRY(course_add(tx, arena, &course, 0));
    for (size_t i = 0; i < count; i++) {
        const struct lesson lesson = {.id = id + 1 + (int64_t)i,
                                      .course = id,
                                      .part = "{}",
                                      .part_no = 1,
                                      .number = (int64_t)i + 1,
                                      .code = lessons[i].code,
                                      .title = lessons[i].title,
                                      .minutes = 1,
                                      .body = lessons[i].body};
        TRY(lesson_add(tx, arena, &lesson));
    }
    return course_show(tx, arena, "attt", id);
}

static enum status build(struct db *tx, void *arg)
{
    (void)arg;
    return put_course(tx, 100, LESSONS);
}

static enum status new_version(struct db *tx, void *arg)
{
    (void)arg;
    return put_course(tx, 200, 1);
}

static int begin(void **state)
{
    world_work = build;
    int failed = world_begin(state);
    house.db = db;
    return failed || course_texts_settle(&house) != OK;
}

static const struct search_result *found;
static size_t count, all;

static void search(const char *typed, const char *language)
{
    assert_int_equal(
        course_search(db, arena, typed, language, 10, &found, &count, &all),
        OK);
}

/* Where it was found: "mat-khau gia-mao", the course itself as "-". */
static const char *places(const char *typed)
{
    struct buf out = {.arena = arena};

    search(typed, "vi");
    emit_text(&out, "");
    for (size_t i = 0; i < count; i++) {
        emit_text(&out, i ? " " : "");
        emit_text(&out, found[i].lesson_code ? found[i].lesson_code : "-");
    }
    return out.data ? out.data : "";
}

/* The text around a match, what was looked for in brackets. */
static const char *around(size_t i)
{
    struct buf out = {.arena = arena};

    for (size_t k = 0; k < found[i].piece_count; k++) {
        const struct search_piece *piece = &found[i].pieces[k];
        emit_text(&out, piece->hit ? "[" : "");
        emit_text(&out, piece->text);
        emit_text(&out, piece->hit ? "]" : "");
    }
    return out.data;
}

static void words_without_marks_find_words_with_marks(void **state)
{
    (void)state;
    assert_string_equal(places("mat khau"), "mat-khau dau gia-mao khau-ngu");
    assert_string_equal(places("THAP nuoc"), "gia-mao");
    assert_string_equal(places("nguoi dan"), "-");
    assert_string_equal(places("Duoc hoi"), "mat-khau");
    assert_string_equal(places("chuong cua"), "gia-mao"); /* said in a film */
    assert_string_equal(places("bell"), "gia-mao");
    assert_string_equal(places("tin nhan gia"), "-");
}

static void typed_marks_come_before_words_that_only_look_alike(void **state)
{
    (void)state;
    assert_string_equal(places("mật khẩu"), "mat-khau gia-mao dau khau-ngu");
    assert_string_equal(places("Mật Khẩu"), "mat-khau gia-mao dau khau-ngu");
    assert_string_equal(places("mất dấu"), "khau-ngu dau");
    /* Wherever the tone is put. */
    search("hòa", "vi");
    assert_int_equal(count, 1);
    assert_string_equal(around(0),
                        "Viết mat khau không dấu; [hoà] và [Hòa] là một.");
}

static void all_words_must_be_there_as_whole_words(void **state)
{
    (void)state;
    assert_string_equal(places("mat khau thap"), "gia-mao");
    assert_string_equal(places("mat khau xe"), "");
    assert_string_equal(places("kha"), "");
    assert_string_equal(places("passw"), "mat-khau"); /* five letters on */
    assert_string_equal(places("pass"), "");
}

static void what_is_no_word_finds_nothing(void **state)
{
    (void)state;
    assert_string_equal(places(""), "");
    assert_string_equal(places(" %_*?\"' "), "");
    assert_string_equal(places("%"), "");
    assert_string_equal(places("frac"), ""); /* a formula is not read */
    assert_string_equal(places("a b c d e f g h i k l m n o p"), "");
}

static void the_text_around_a_match_is_shown(void **state)
{
    (void)state;
    search("duoc hoi", "vi");
    assert_string_equal(around(0), "… Không ai [được] [hỏi] mật khẩu của chị.");
    search("thiet bi", "vi"); /* in the title alone */
    assert_string_equal(around(0),
                        "Đặt mật khẩu dài. · Không ai được hỏi mật khẩu của "
                        "chị.");
    search("mat khau", "vi"); /* every place of it */
    assert_string_equal(around(0), "Đặt [mật] [khẩu] dài. · Không ai được hỏi "
                                   "[mật] [khẩu] của chị.");
    search("mat tram", "vi");
    assert_int_equal(count, 0);
    search("giả tháp", "vi"); /* not one after the other */
    assert_string_equal(around(0),
                        "Thư hỏi mật khẩu là thư [giả]. · Sơ đồ [tháp] "
                        "nước Chuông cửa reo");
}

static void each_lesson_comes_once_in_the_language_of_the_reader(void **state)
{
    (void)state;
    search("passwords", "en");
    assert_int_equal(count, 1);
    assert_string_equal(found[0].language, "en");
    search("security", "vi");
    assert_int_equal(count, 1);
    assert_null(found[0].lesson_code);
    assert_string_equal(found[0].language, "en");
}

static void no_more_are_given_than_asked_for_but_all_are_counted(void **state)
{
    (void)state;
    assert_int_equal(
        course_search(db, arena, "khau", "vi", 2, &found, &count, &all), OK);
    assert_int_equal(count, 2);
    assert_int_equal(all, 4);
}

static void a_former_version_is_not_found_any_more(void **state)
{
    const int64_t *missing;
    size_t n;

    (void)state;
    assert_int_equal(db_write(db, new_version, NULL), OK);
    assert_string_equal(places("mat khau"), "");
    assert_int_equal(course_texts_settle(&house), OK);
    assert_string_equal(places("mat khau"), "dau");
    assert_int_equal(course_text_missing_list(db, arena, &missing, &n), OK);
    assert_int_equal(n, 0);
    assert_int_equal(course_texts_settle(&house), OK);
    assert_string_equal(places("mat khau"), "dau");
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, begin, world_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(words_without_marks_find_words_with_marks),
        EACH(typed_marks_come_before_words_that_only_look_alike),
        EACH(all_words_must_be_there_as_whole_words),
        EACH(what_is_no_word_finds_nothing),
        EACH(the_text_around_a_match_is_shown),
        EACH(each_lesson_comes_once_in_the_language_of_the_reader),
        EACH(no_more_are_given_than_asked_for_but_all_are_counted),
        EACH(a_former_version_is_not_found_any_more),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
