#include "tests/store/world.h"

#include "store/course_texts.h"
#include "store/courses.h"
#include "store/notes.h"
#include "store/people.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

enum { AN = 1, OLD = 100, NEW = 200 };

static enum status add_course(struct db *tx, int64_t id, const char *words)
{
    const struct course course = {.id = id,
                                  .code = "nho",
                                  .version = words,
                                  .digest = words,
                                  .title = "{}",
                                  .summary = "{}",
                                  .outcomes = "[]",
                                  .rules = "{}",
                                  .hours = 1};
    const struct course_text text = {.course = id,
                                     .language = "vi",
                                     .words = words,
                                     .folded = words,
                                     .body = ""};

    TRY(course_add(tx, arena, &course, 0));
    TRY(course_text_add(tx, arena, &text));
    return course_text_add(tx, arena, &text); /* the same once more */
}

static enum status build(struct db *tx, void *arg)
{
    const struct person who = {.id = AN,
                               .full_name = "An",
                               .family_name = "",
                               .middle_name = "",
                               .given_name = "An",
                               .sort_key = "an",
                               .fold_key = "an",
                               .kind = "cong_chuc"};
    (void)arg;
    TRY(person_add(tx, arena, &who, 0));
    TRY(add_course(tx, OLD, " mat khau cu "));
    TRY(add_course(tx, NEW, " mat khau moi "));
    return course_show(tx, arena, "nho", OLD);
}

static size_t found(const char *one, const char *other)
{
    const char *const patterns[] = {one, other};
    const struct course_text_row *rows;
    size_t count;

    assert_int_equal(course_text_list(db, arena, patterns, other ? 2 : 1, one,
                                      &rows, &count),
                     OK);
    return count;
}

static enum status show_new(struct db *tx, void *arg)
{
    (void)arg;
    TRY(course_show(tx, arena, "nho", NEW));
    return course_texts_drop(tx, arena, "nho");
}

static void all_patterns_must_match_and_only_the_current_course(void **state)
{
    (void)state;
    assert_int_equal(found("% mat %", NULL), 1);
    assert_int_equal(found("% mat %", "% cu %"), 1);
    assert_int_equal(found("% mat %", "% moi %"), 0);
    assert_int_equal(db_write(db, show_new, NULL), OK);
    assert_int_equal(found("% mat %", "% moi %"), 1);
    assert_int_equal(found("% cu %", NULL), 0);
}

static enum status add_lesson_text(struct db *tx, void *arg)
{
    (void)arg;
    return course_text_add(tx, arena,
                           &(struct course_text){.course = NEW,
                                                 .number = 1,
                                                 .language = "vi",
                                                 .words = " khau moi mat ",
                                                 .folded = " moi mat khau ",
                                                 .body = ""});
}

static void texts_with_the_words_in_their_order_come_first(void **state)
{
    static const char *const patterns[] = {"% moi %", "% mat %"};
    const struct course_text_row *rows;
    size_t count;

    (void)state;
    assert_int_equal(db_write(db, add_lesson_text, NULL), OK);
    assert_int_equal(
        course_text_list(db, arena, patterns, 2, "% moi mat %", &rows, &count),
        OK);
    assert_int_equal(count, 2);
    assert_int_equal(rows[0].text.number, 1);
}

static enum status add_notes(struct db *tx, void *arg)
{
    (void)arg;
    for (int64_t i = 1; i <= 3; i++)
        TRY(note_add(tx, arena, AN,
                     &(struct note){.id = i,
                                    .course_code = "nho",
                                    .lesson_code = i < 3 ? "mot" : "hai",
                                    .body = "x",
                                    .at = i}));
    return OK;
}

static void notes_come_newest_first_below_an_id(void **state)
{
    const struct note *list;
    size_t count;

    (void)state;
    assert_int_equal(db_write(db, add_notes, NULL), OK);
    assert_int_equal(note_list(db, arena, AN, INT64_MAX, 2, &list, &count), OK);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].id, 3);
    assert_int_equal(note_list(db, arena, AN, 2, 9, &list, &count), OK);
    assert_int_equal(count, 1);
    assert_int_equal(list[0].id, 1);
    assert_int_equal(
        note_lesson_list(db, arena, AN, "nho", "mot", &list, &count), OK);
    assert_int_equal(count, 2);
    assert_int_equal(list[0].id, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_patterns_must_match_and_only_the_current_course),
        cmocka_unit_test(texts_with_the_words_in_their_order_come_first),
        cmocka_unit_test(notes_come_newest_first_below_an_id),
    };

    world_work = build;
    return cmocka_run_group_tests(tests, world_begin, world_end);
}
