/* What an author is told to look at, and where; and that what is well is left
   alone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/course_findings.h"
#include "store/courses.h"
#include "store/items.h"
#include "tests/store/world.h"

#include <string.h>

enum { TODAY = 20261127 };

#define BOTH "{\"vi\":\"Tên\",\"en\":\"Name\"}"
#define TEXT(words) "{\"node\":\"text\",\"text\":\"" words "\"}"
#define BLOCK(node, content)                                                   \
    "{\"node\":\"" node "\",\"children\":[" content "]}"
#define LINK(address)                                                          \
    BLOCK("paragraph", "{\"node\":\"link\",\"address\":\"" address             \
                       "\",\"children\":[" TEXT("đây") "]}")
#define MEDIUM(node, name, alt)                                                \
    BLOCK("paragraph", "{\"node\":\"" node "\",\"media\":\"media/" name        \
                       "\",\"alt\":\"" alt "\"}")
#define HEADING BLOCK("heading", TEXT("Mục hai"))
/* A lesson of these Vietnamese nodes, with an English text that is well. */
#define LESSON(nodes) "{\"vi\":[" nodes "],\"en\":[" TEXT("Well") "]}"

/* The lesson "mot" of each case; beside it there is always "hai". */
struct draft {
    const char *title, *summary, *outcomes, *part, *lesson_title, *body;
    int64_t minutes, checked_on;
};

static const struct draft well = {
    .title = BOTH,
    .summary = BOTH,
    .outcomes = "[" BOTH "]",
    .part = BOTH,
    .lesson_title = BOTH,
    .minutes = 5,
};

static int64_t next_id = 100;

static enum status put_course(struct db *tx, void *arg)
{
    const struct draft *d = arg;
    static const char *const files[] = {"media/a.svg", "media/b.webm",
                                        "media/b.vi.vtt", "media/mau.docx"};
    const struct course course = {
        .id = next_id,
        .code = "khoa",
        .version = "1",
        .digest = arena_print(arena, "%lld", (long long)next_id),
        .title = d->title,
        .summary = d->summary,
        .outcomes = d->outcomes,
        .rules = "{}",
        .hours = 1};

    TRY(course_add(tx, arena, &course, 0));
    for (int64_t i = 0; i < 2; i++)
        TRY(lesson_add(
            tx, arena,
            &(struct lesson){.id = next_id + i,
                             .course = next_id,
                             .part = d->part,
                             .part_no = 1,
                             .number = i + 1,
                             .code = i ? "hai" : "mot",
                             .title = i ? BOTH : d->lesson_title,
                             .minutes = i ? 5 : d->minutes,
                             .checked_on = i ? 0 : d->checked_on,
                             .body = i ? LESSON(TEXT("Hai")) : d->body}));
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        TRY(course_file_add(
            tx, arena, next_id,
            &(struct course_file){files[i], files[i], "image/svg+xml", 1}));
    return course_show(tx, arena, "khoa", next_id);
}

static const struct course_finding *found;
static size_t count;

static void look_at(struct draft draft)
{
    const struct course *course;

    next_id += 10;
    assert_int_equal(db_write(db, put_course, &draft), OK);
    assert_int_equal(course_find(db, arena, "khoa", &course), OK);
    assert_int_equal(
        course_findings_read(db, arena, course, TODAY, &found, &count), OK);
}

/* One finding and no other. */
static void finds(struct draft draft, enum course_fault fault,
                  const char *language, const char *place, const char *what)
{
    look_at(draft);
    assert_int_equal(count, 1);
    assert_int_equal(found->fault, fault);
    if (language)
        assert_string_equal(found->language, language);
    else
        assert_null(found->language);
    if (place)
        assert_string_equal(found->place, place);
    else
        assert_null(found->place);
    if (what)
        assert_string_equal(found->what, what);
    else
        assert_null(found->what);
}

static struct draft with_body(const char *body)
{
    struct draft draft = well;

    draft.body = body;
    return draft;
}

static void what_is_well_is_left_alone(void **state)
{
    static const char *const bodies[] = {
        LESSON(MEDIUM("image", "a.svg", "Sơ đồ")),
        LESSON(LINK("https://example.vn/a")),
        LESSON(LINK("mailto:a@example.vn")),
        LESSON(LINK("#muc")),
        LESSON(LINK("/help")),
        LESSON(LINK("/courses/khoa")),
        LESSON(LINK("/courses/khoa/hai")),
        LESSON(LINK("/courses/search?q=a")),
        LESSON(LINK("media/mau.docx")),
        LESSON(LINK("hai#muc")),
    };

    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        look_at(with_body(bodies[i]));
        assert_int_equal(count, 0);
    }
}

static void a_medium_without_words_is_told_with_its_heading(void **state)
{
    (void)state;
    finds(with_body(LESSON(MEDIUM("image", "a.svg", ""))), FAULT_NO_ALT, "vi",
          NULL, "media/a.svg");
    finds(with_body(LESSON(HEADING "," MEDIUM("image", "a.svg", ""))),
          FAULT_NO_ALT, "vi", "Mục hai", "media/a.svg");
    finds(with_body("{\"vi\":[" MEDIUM("video", "b.webm",
                                       "Phim") "],\"en\":"
                                               "[" MEDIUM("video", "b.webm",
                                                          "Film") "]}"),
          FAULT_NO_CAPTIONS, "en", NULL, "media/b.webm");
}

static void links_and_pictures_that_lead_nowhere_are_told(void **state)
{
    static const char *const broken[] = {
        LESSON(LINK("/courses/khoa/ba")), LESSON(LINK("/courses/khac")),
        LESSON(LINK("/courses/khac/mot")), LESSON(LINK("ba")),
        LESSON(LINK("ba#muc"))};
    static const char *const what[] = {"/courses/khoa/ba", "/courses/khac",
                                       "/courses/khac/mot", "ba", "ba#muc"};

    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        finds(with_body(broken[i]), FAULT_NO_LESSON, "vi", NULL, what[i]);
    finds(with_body(LESSON(MEDIUM("image", "c.svg", "Sơ đồ"))), FAULT_NO_FILE,
          "vi", NULL, "media/c.svg");
    finds(with_body(LESSON(LINK("media/khac.docx"))), FAULT_NO_FILE, "vi", NULL,
          "media/khac.docx");
}

static void what_is_not_in_both_languages_is_told(void **state)
{
    struct draft draft = with_body(LESSON(TEXT("x")));

    (void)state;
    draft.title = "{\"vi\":\"Tên\"}";
    finds(draft, FAULT_NO_TITLE, "en", NULL, NULL);
    assert_null(found->lesson);
    draft.title = BOTH;
    draft.summary = "{\"en\":\"Name\",\"vi\":\"\"}";
    finds(draft, FAULT_NO_SUMMARY, "vi", NULL, NULL);
    draft.summary = BOTH;
    draft.outcomes = "[" BOTH ",{\"vi\":\"Biết\"}]";
    finds(draft, FAULT_NO_OUTCOME, "en", NULL, "Biết");
    draft.outcomes = "[]";
    draft.part = "{\"vi\":\"Phần\"}";
    finds(draft, FAULT_NO_PART_TITLE, "en", NULL, "Phần");
    draft.part = BOTH;
    draft.lesson_title = "{\"vi\":\"Bài\"}";
    finds(draft, FAULT_NO_TITLE, "en", NULL, NULL);
    assert_string_equal(found->lesson->code, "mot");
    draft.lesson_title = BOTH;
    draft.body = "{\"vi\":[" TEXT("x") "]}";
    finds(draft, FAULT_NO_TEXT, "en", NULL, NULL);
}

static void a_lesson_without_minutes_is_told(void **state)
{
    struct draft draft = with_body(LESSON(TEXT("x")));

    (void)state;
    draft.minutes = 0;
    finds(draft, FAULT_NO_MINUTES, NULL, NULL, NULL);
}

static void facts_go_stale_after_a_year_and_not_before(void **state)
{
    struct draft draft = with_body(LESSON(TEXT("x")));

    (void)state;
    draft.checked_on = 20251127;
    look_at(draft);
    assert_int_equal(count, 0);
    draft.checked_on = 20251126;
    finds(draft, FAULT_STALE, NULL, NULL, NULL);
    assert_int_equal(found->day, 20251126);
}

static enum status put_check(struct db *tx, void *arg)
{
    enum { BANK = 5, PACKAGE, ITEM };
    struct item_row *item = arg;

    item->bank = BANK;
    item->package = PACKAGE;
    item->id = ITEM;
    TRY(bank_put(
        tx, arena,
        &(struct bank){
            .id = BANK, .code = "thu", .title = "{}", .topics = "[]"}));
    TRY(package_add(tx, arena,
                    &(struct package_row){.id = PACKAGE,
                                          .digest = "d",
                                          .plugin = "p",
                                          .version = "1",
                                          .kind = "question",
                                          .manifest = "{}",
                                          .files = "{}",
                                          .state = "approved"},
                    0));
    TRY(item_add(tx, arena, item));
    return lesson_check_add(tx, arena, next_id, 1, ITEM);
}

static void a_self_check_is_looked_at_too(void **state)
{
    struct item_row item = {.code = "thu-1",
                            .version = "1",
                            .digest = "d",
                            .topic = "chung",
                            .level = 1,
                            .competency = "1",
                            .checked_on = 20250101,
                            .body = "{\"prompt\":" BOTH
                                    ",\"option\":[{\"id\":\"a\",\"text\":"
                                    "{\"vi\":\"Một\"}}],\"most\":\"3\"}",
                            .place = "a:1"};
    const struct course *course;

    (void)state;
    look_at(with_body(LESSON(TEXT("x"))));
    assert_int_equal(count, 0);
    assert_int_equal(db_write(db, put_check, &item), OK);
    assert_int_equal(course_find(db, arena, "khoa", &course), OK);
    assert_int_equal(
        course_findings_read(db, arena, course, TODAY, &found, &count), OK);
    assert_int_equal(count, 2);
    assert_int_equal(found[0].fault, FAULT_CHECK_WORDS);
    assert_string_equal(found[0].language, "en");
    assert_string_equal(found[0].what, "thu-1");
    assert_int_equal(found[1].fault, FAULT_CHECK_STALE);
    assert_int_equal(found[1].day, 20250101);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_well_is_left_alone),
        cmocka_unit_test(a_medium_without_words_is_told_with_its_heading),
        cmocka_unit_test(links_and_pictures_that_lead_nowhere_are_told),
        cmocka_unit_test(what_is_not_in_both_languages_is_told),
        cmocka_unit_test(a_lesson_without_minutes_is_told),
        cmocka_unit_test(facts_go_stale_after_a_year_and_not_before),
        cmocka_unit_test(a_self_check_is_looked_at_too),
    };

    return cmocka_run_group_tests(tests, world_begin, world_end);
}
