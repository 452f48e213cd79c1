#include "domain/courses.h"

#include "pages/exam.h"
#include "pages/files.h"
#include "pages/my_courses.h"
#include "pages/nodes.h"
#include "pages/pages.h"
#include "store/blobs.h"
#include "text/format.h"
#include "views.h"
#include "json/json.h"

#include <string.h>

enum { MOST_COURSES = 1000 };

/* ---- sentences -----------------------------------------------------------*/

static const char *number(const struct reader *reader, size_t n)
{
    return format_count(reader->arena, reader->language, (int64_t)n);
}

const char *course_so_far(const struct reader *reader,
                          const struct my_course *mine)
{
    return say_with(reader->arena, reader->language,
                    mine->minutes_left ? SAY_COURSE_SO_FAR : SAY_HOME_LESSONS,
                    "done", number(reader, mine->done), "all",
                    number(reader, mine->count), "minutes",
                    number(reader, (size_t)mine->minutes_left), NULL);
}

static const char *percent(const struct reader *reader, double of)
{
    return format_percent(reader->arena, reader->language, of,
                          1 | FORMAT_SHORT);
}

const char *condition_left(const struct reader *reader,
                           const struct conditions *conditions)
{
    return say_with(reader->arena, reader->language, SAY_CONDITION_LESSONS_LEFT,
                    "done", number(reader, conditions->lessons_read), "all",
                    number(reader, conditions->lesson_count), NULL);
}

const char *condition_test(const struct reader *reader,
                           const struct wanted_test *test)
{
    return say_with(reader->arena, reader->language,
                    test->percent > 0 ? SAY_CONDITION_TEST_PERCENT
                                      : SAY_CONDITION_TEST_PASS,
                    "percent", percent(reader, test->percent), NULL);
}

const char *condition_score(const struct reader *reader,
                            const struct wanted_test *test)
{
    return say_with(
        reader->arena, reader->language,
        test->tried ? SAY_CONDITION_TEST_BEST : SAY_CONDITION_TEST_NONE, "you",
        reader_you(reader), "percent", percent(reader, test->best), NULL);
}

const char *course_credit(const struct reader *reader,
                          const struct completion *completion)
{
    return say_with(
        reader->arena, reader->language, SAY_COURSE_CREDITED, "hours",
        format_number(reader->arena, reader->language, completion->hours,
                      1 | FORMAT_SHORT),
        "year", arena_print(reader->arena, "%lld", (long long)completion->year),
        NULL);
}

const char *lesson_place(const struct reader *reader,
                         const struct lesson_page *page)
{
    const struct lesson *l = page->here->lesson;

    return say_with(reader->arena, reader->language, SAY_LESSON_PLACE, "number",
                    number(reader, (size_t)l->number), "all",
                    number(reader, page->mine->count), "minutes",
                    number(reader, (size_t)l->minutes), NULL);
}

const char *lesson_standing(const struct reader *reader,
                            const struct my_lesson *lesson)
{
    return say(reader->language, lesson->done_at ? SAY_LESSON_IS_DONE
                                 : lesson->begun ? SAY_LESSON_IS_BEGUN
                                                 : SAY_LESSON_IS_NEW);
}

/* ---- the list, and a course ----------------------------------------------*/

enum status courses_show(struct request *req, struct response *res)
{
    struct my_course *list;
    size_t count;

    res->title = say(req->visitor->language, SAY_COURSES);
    const struct reader *reader = reader_of(req, res);
    TRY(my_course_list(req, reader, false, MOST_COURSES, &list, &count));
    view_courses(&res->body, reader, list, count);
    return OK;
}

/* The course that the address names, as the visitor stands in it. */
static enum status read_mine(struct request *req, const struct reader *reader,
                             struct my_course *mine)
{
    const char *code = field(&req->path, "course");
    struct enrolment *enrolment = arena_make(req->arena, struct enrolment);
    const struct course *course;

    TRY(course_find(req->house->db, req->arena, code, &course));
    enum status status = enrolment_find(req->house->db, req->arena,
                                        req->visitor->person, code, enrolment);
    if (status != OK && status != MISSING)
        return status;
    return my_course_read(req, reader, course, status == OK ? enrolment : NULL,
                          mine);
}

/* What the course asks of the visitor, and whether they have done it. */
static enum status read_conditions(struct request *req,
                                   const struct course *course,
                                   struct conditions *conditions,
                                   const struct completion **completion)
{
    struct db *db = req->house->db;
    struct completion *done = arena_make(req->arena, struct completion);
    const struct lesson_progress *progress;
    size_t count;

    TRY(lesson_progress_list(db, req->arena, req->visitor->person, course->code,
                             &progress, &count));
    TRY(conditions_read(db, req->arena, course, req->visitor->person, progress,
                        count, req->now, conditions));
    enum status status = completion_find(db, req->arena, req->visitor->person,
                                         course->code, done);
    *completion = status == OK ? done : NULL;
    return status == MISSING ? OK : status;
}

static void fill_outcomes(const struct reader *reader, struct course_page *page)
{
    const char *json = page->mine->course->outcomes;
    struct tree list;

    if (json_read(reader->arena, json, strlen(json), &list) != OK)
        return;
    struct phrase *outcomes =
        arena_many(reader->arena, struct phrase, list.count);
    for (size_t i = 0; i < list.count; i++)
        outcomes[i] =
            reader_phrase(reader, json_text(reader->arena, &list.items[i]));
    page->outcomes = outcomes;
    page->outcome_count = list.count;
}

enum status course_page_show(struct request *req, struct response *res)
{
    struct my_course mine;
    struct conditions conditions;
    struct course_page page = {.mine = &mine, .conditions = &conditions};

    TRY(read_mine(req, reader_of(req, res), &mine));
    TRY(read_conditions(req, mine.course, &conditions, &page.completion));
    res->title = mine.title.text;
    const struct reader *reader = reader_of(req, res);
    fill_outcomes(reader, &page);
    TRY(my_sittings_of(req, mine.course->code, &page.sittings,
                       &page.sitting_count));
    view_course(&res->body, reader, &page);
    return OK;
}

/* Begin, or go on where the person was. */
enum status course_begin(struct request *req, struct response *res)
{
    struct my_course mine;

    TRY(read_mine(req, reader_of(req, res), &mine));
    if (!mine.resume)
        return redirect(req, res, "%s", mine.address);
    enum status status =
        lesson_opened(req->house, req->arena, req->visitor->person,
                      mine.course->code, mine.resume->lesson->code, req->now);
    if (status == DENIED) /* its page says what comes before */
        return redirect(req, res, "%s", mine.address);
    TRY(status);
    return redirect(req, res, "%s", mine.resume->address);
}

/* ---- a lesson ------------------------------------------------------------*/

/* Of the two languages that one; where it is missing the other. `cues`: what
   the captions of its films say. */
static enum status read_body(const struct request *req, enum language language,
                             struct lesson_page *page, const struct tree **cues)
{
    const struct lesson *lesson = page->here->lesson;
    struct tree *both = arena_make(req->arena, struct tree);
    bool english = language == ENGLISH;

    TRY(lesson_find(req->house->db, req->arena, lesson->course, lesson->number,
                    &lesson));
    TRY(json_read(req->arena, lesson->body, strlen(lesson->body), both));
    page->language = language_code(language);
    page->body = tree_get(both, page->language);
    if (!page->body) {
        page->language = english ? "vi" : "en";
        page->body = tree_get(both, page->language);
    }
    *cues = tree_get(both, "cues");
    return OK;
}

/* Where each file of the course is, by the hash of what is in it. */
static enum status read_files(const struct request *req,
                              const struct my_course *mine,
                              const struct tree *cues, const struct tree **out)
{
    struct tree_maker map = tree_map(req->arena);
    const struct course_file *files;
    size_t count;

    TRY(course_file_list(req->house->db, req->arena, mine->course->id, &files,
                         &count));
    for (size_t i = 0; i < count; i++) {
        const struct tree *said = tree_get(cues, files[i].name);
        struct tree_maker one = tree_map(req->arena);
        tree_put(&one, "digest", tree_of_text(files[i].digest));
        tree_put(&one, "size", tree_of_integer(files[i].size));
        if (said)
            tree_put(&one, "cues", *said);
        tree_put(&map, files[i].name, tree_done(&one));
    }
    struct tree media = tree_done(&map);
    *out = media_addresses(
        req->arena, arena_print(req->arena, "%s/files", mine->address), &media);
    return OK;
}

enum status lesson_page_fill(const struct request *req, enum language language,
                             struct lesson_page *page, struct nodes *how)
{
    const struct tree *cues;

    TRY(read_body(req, language, page, &cues));
    return read_files(req, page->mine, cues, &how->files);
}

static enum status find_lesson(struct request *req, struct lesson_page *page)
{
    const char *code = field(&req->path, "lesson");
    const struct my_course *mine = page->mine;

    for (size_t i = 0; i < mine->count; i++) {
        if (strcmp(mine->lessons[i].lesson->code, code))
            continue;
        page->here = &mine->lessons[i];
        page->before = i ? page->here - 1 : NULL;
        page->after = i + 1 < mine->count ? page->here + 1 : NULL;
        page->kept = mine->enrolment && mine->resume == page->here;
        return OK;
    }
    return MISSING;
}

/* `form`: a note that was not kept, and why. */
static enum status show_lesson(struct request *req, struct response *res,
                               struct note_form form)
{
    struct my_course mine;
    struct nodes how = {.mode = NODES_REVIEW};
    struct lesson_page page = {.mine = &mine, .how = &how, .notes.form = form};
    struct conditions conditions;
    const struct completion *completion;

    TRY(read_mine(req, reader_of(req, res), &mine));
    TRY(find_lesson(req, &page));
    TRY(read_conditions(req, mine.course, &conditions, &completion));
    if (!conditions.open && !mine.enrolment)
        return redirect(req, res, "%s", mine.address);
    TRY(lesson_page_fill(req, req->visitor->language, &page, &how));
    res->title = page.here->title.text;
    how.reader = reader_of(req, res);
    TRY(lesson_notes_read(req, mine.course->code, page.here->lesson->code,
                          &page.notes));
    TRY(check_panels_read(req, how.reader, page.here->lesson->id,
                          page.here->address, &page.checks));
    check_panels_place(&page.checks, page.body);
    how.checks = &page.checks;
    view_lesson(&res->body, how.reader, &page);
    return OK;
}

enum status lesson_page_show(struct request *req, struct response *res)
{
    return show_lesson(req, res, (struct note_form){0});
}

/* An answer to one of its self-checks; see selfcheck.h. */
enum status lesson_check_try(struct request *req, struct response *res)
{
    return show_lesson(req, res, (struct note_form){0});
}

enum status lesson_check_file_show(struct request *req, struct response *res)
{
    struct my_course mine;
    struct lesson_page page = {.mine = &mine};

    TRY(read_mine(req, reader_of(req, res), &mine));
    TRY(find_lesson(req, &page));
    return check_file_send(req, res, page.here->lesson->id);
}

enum status lesson_note_send(struct request *req, struct response *res)
{
    const char *course = field(&req->path, "course"),
               *lesson = field(&req->path, "lesson"),
               *typed = field_text(&req->form, "text");
    enum note_fault fault;

    TRY(note_write(req->house, req->arena, req->visitor->person, course, lesson,
                   typed, req->now, &fault));
    if (!fault)
        return redirect(req, res, "/courses/%s/%s#notes", course, lesson);
    res->code = 422;
    return show_lesson(
        req, res,
        (struct note_form){typed,
                           note_fault_said(reader_of(req, res), fault, typed)});
}

/* "I have read this", and on to the next one; or "go on here next time". */
enum status lesson_page_read(struct request *req, struct response *res)
{
    const char *course = field(&req->path, "course");
    const char *lesson = field(&req->path, "lesson"), *next;
    const char *what = field(&req->form, "do");
    int64_t person = req->visitor->person;

    if (what && !strcmp(what, "keep")) {
        TRY(lesson_opened(req->house, req->arena, person, course, lesson,
                          req->now));
        return redirect(req, res, "/courses/%s/%s", course, lesson);
    }
    if (!what || strcmp(what, "read"))
        return INVALID;
    TRY(lesson_finished(req->house, req->arena, person, course, lesson,
                        req->now, &next));
    return redirect(req, res, "/courses/%s%s%s", course, next ? "/" : "",
                    next ? next : "");
}

/* ---- its pictures --------------------------------------------------------*/

enum status course_media_show(struct request *req, struct response *res)
{
    struct course_file file;

    TRY(course_file_find(req->house->db, req->arena,
                         field(&req->path, "course"), field(&req->path, "file"),
                         &file));
    TRY(blob_send(req, res, file.digest, file.type));
    file_saved(req, res, file.name);
    res->lasting = true;
    return OK;
}
