/* Notes to oneself: what is kept, what is not, and whose it is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "domain/notes.h"
#include "store/courses.h"
#include "store/notes.h"
#include "store/people.h"
#include "tests/store/world.h"

#include <stdio.h>
#include <string.h>

enum { AN = 1, BINH = 2 };
static const int64_t NOW = 1795401667000;
static struct house house;

static enum status put_course(struct db *tx, int64_t id, const char *lesson)
{
    const struct course course = {.id = id,
                                  .code = "nho",
                                  .version = lesson,
                                  .digest = lesson,
                                  .title = "{\"vi\":\"Nhỏ\"}",
                                  .summary = "{}",
                                  .outcomes = "[]",
                                  .rules = "{}",
                                  .hours = 1};
    const struct lesson one = {.id = id,
                               .course = id,
                               .part = "{}",
                               .part_no = 1,
                               .number = 1,
                               .code = lesson,
                               .title = "{\"vi\":\"Bài\"}",
                               .minutes = 1,
                               .body = "{}"};

    TRY(course_add(tx, arena, &course, 0));
    TRY(lesson_add(tx, arena, &one));
    return course_show(tx, arena, "nho", id);
}

static enum status build(struct db *tx, void *arg)
{
    (void)arg;
    for (int64_t id = AN; id <= BINH; id++) {
        const struct person person = {.id = id,
                                      .full_name = "An",
                                      .family_name = "",
                                      .middle_name = "",
                                      .given_name = "An",
                                      .sort_key = "an",
                                      .fold_key = "an",
                                      .kind = "cong_chuc"};
        TRY(person_add(tx, arena, &person, 0));
    }
    return put_course(tx, 100, "mot");
}

static enum status new_version(struct db *tx, void *arg)
{
    (void)arg;
    return put_course(tx, 200, "hai");
}

static int begin(void **state)
{
    world_work = build;
    int failed = world_begin(state);
    house.db = db;
    return failed;
}

static enum note_fault write_note(int64_t person, const char *text)
{
    enum note_fault fault;

    assert_int_equal(
        note_write(&house, arena, person, "nho", "mot", text, NOW, &fault), OK);
    return fault;
}

static int64_t notes_of(int64_t person)
{
    int64_t count;

    assert_int_equal(note_count(db, arena, person, &count), OK);
    return count;
}

static const struct note *newest(int64_t person)
{
    const struct note *list;
    size_t count;

    assert_int_equal(note_list(db, arena, person, INT64_MAX, 1, &list, &count),
                     OK);
    assert_int_equal(count, 1);
    return list;
}

static char *repeated(const char *letter, size_t times)
{
    size_t length = strlen(letter);
    char *out = arena_alloc(arena, times * length + 1);

    for (size_t i = 0; i < times; i++)
        memcpy(out + i * length, letter, length);
    return out;
}

static void a_note_is_kept_as_written_without_what_cannot_be_seen(void **state)
{
    (void)state;
    assert_int_equal(write_note(AN, "\n  Hỏi chị Lan:\n- khóa\u200b máy \n\n"),
                     NOTE_FINE);
    assert_string_equal(newest(AN)->body, "Hỏi chị Lan:\n- khóa máy");
    assert_string_equal(newest(AN)->lesson_code, "mot");
    assert_string_equal(newest(AN)->lesson_title, "{\"vi\":\"Bài\"}");
    assert_int_equal(newest(AN)->at, NOW);
}

static void an_empty_note_is_no_note(void **state)
{
    (void)state;
    assert_int_equal(write_note(AN, ""), NOTE_EMPTY);
    assert_int_equal(write_note(AN, " \n\t\u200b"), NOTE_EMPTY);
    assert_int_equal(notes_of(AN), 0);
}

static void the_limit_counts_letters_and_not_bytes(void **state)
{
    (void)state;
    assert_int_equal(write_note(AN, repeated("ữ", NOTE_MOST)), NOTE_FINE);
    assert_int_equal(write_note(AN, repeated("ữ", NOTE_MOST + 1)), NOTE_LONG);
    assert_int_equal(notes_of(AN), 1);
}

static void the_same_note_sent_twice_is_kept_once(void **state)
{
    (void)state;
    write_note(AN, "Một");
    write_note(AN, "Một");
    assert_int_equal(notes_of(AN), 1);
    write_note(AN, "Hai");
    write_note(AN, "Một");
    assert_int_equal(notes_of(AN), 3);
}

static void there_is_an_end_to_how_many(void **state)
{
    (void)state;
    for (int i = 0; i < NOTES_MOST; i++)
        assert_int_equal(write_note(AN, arena_print(arena, "%d", i)),
                         NOTE_FINE);
    assert_int_equal(write_note(AN, "thêm"), NOTES_FULL);
    assert_int_equal(notes_of(AN), NOTES_MOST);
    assert_int_equal(write_note(BINH, "của tôi"), NOTE_FINE);
}

static void nobody_comes_at_the_note_of_another(void **state)
{
    enum note_fault fault;
    const struct note *note;

    (void)state;
    write_note(AN, "Riêng tôi");
    int64_t id = newest(AN)->id;
    assert_int_equal(note_find(db, arena, BINH, id, &note), MISSING);
    assert_int_equal(note_rewrite(&house, arena, BINH, id, "khác", NOW, &fault),
                     MISSING);
    assert_int_equal(note_delete(&house, arena, BINH, id), OK);
    assert_string_equal(newest(AN)->body, "Riêng tôi");
    assert_int_equal(notes_of(BINH), 0);
}

static void a_note_can_be_changed_and_deleted(void **state)
{
    enum note_fault fault;

    (void)state;
    write_note(AN, "Một");
    int64_t id = newest(AN)->id;
    assert_int_equal(note_rewrite(&house, arena, AN, id, " ", NOW, &fault), OK);
    assert_int_equal(fault, NOTE_EMPTY);
    assert_string_equal(newest(AN)->body, "Một");
    assert_int_equal(
        note_rewrite(&house, arena, AN, id, "Hai", NOW + 1, &fault), OK);
    assert_string_equal(newest(AN)->body, "Hai");
    assert_int_equal(newest(AN)->at, NOW);
    assert_int_equal(newest(AN)->changed_at, NOW + 1);
    assert_int_equal(note_delete(&house, arena, AN, id), OK);
    assert_int_equal(note_delete(&house, arena, AN, id), OK);
    assert_int_equal(notes_of(AN), 0);
}

static void a_note_outlives_its_lesson(void **state)
{
    enum note_fault fault;

    (void)state;
    write_note(AN, "Một");
    assert_int_equal(db_write(db, new_version, NULL), OK);
    assert_string_equal(newest(AN)->body, "Một");
    assert_null(newest(AN)->lesson_title);
    assert_non_null(newest(AN)->course_title);
    assert_int_equal(
        note_write(&house, arena, AN, "nho", "mot", "Hai", NOW, &fault),
        MISSING);
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, begin, world_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        EACH(a_note_is_kept_as_written_without_what_cannot_be_seen),
        EACH(an_empty_note_is_no_note),
        EACH(the_limit_counts_letters_and_not_bytes),
        EACH(the_same_note_sent_twice_is_kept_once),
        EACH(there_is_an_end_to_how_many),
        EACH(nobody_comes_at_the_note_of_another),
        EACH(a_note_can_be_changed_and_deleted),
        EACH(a_note_outlives_its_lesson),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
