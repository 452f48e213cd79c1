#include "pages/authoring.h"

#include "base/clock.h"
#include "pages/nodes.h"
#include "pages/pages.h"
#include "text/format.h"
#include "views.h"

#include <string.h>

/* ---- sentences -----------------------------------------------------------*/

static const char *text_language(const struct reader *reader,
                                 const struct course_finding *finding)
{
    bool english = finding->language && !strcmp(finding->language, "en");

    return say(reader->language,
               english ? SAY_FINDING_IN_ENGLISH : SAY_FINDING_IN_VIETNAMESE);
}

const char *finding_said(const struct reader *reader,
                         const struct course_finding *finding)
{
    static const enum word words[] = {
        [FAULT_NO_ALT] = SAY_FINDING_NO_ALT,
        [FAULT_NO_CAPTIONS] = SAY_FINDING_NO_CAPTIONS,
        [FAULT_NO_FILE] = SAY_FINDING_NO_FILE,
        [FAULT_NO_LESSON] = SAY_FINDING_NO_LESSON,
        [FAULT_NO_TITLE] = SAY_FINDING_NO_TITLE,
        [FAULT_NO_SUMMARY] = SAY_FINDING_NO_SUMMARY,
        [FAULT_NO_OUTCOME] = SAY_FINDING_NO_OUTCOME,
        [FAULT_NO_PART_TITLE] = SAY_FINDING_NO_PART_TITLE,
        [FAULT_NO_TEXT] = SAY_FINDING_NO_TEXT,
        [FAULT_NO_MINUTES] = SAY_FINDING_NO_MINUTES,
        [FAULT_STALE] = SAY_FINDING_STALE,
        [FAULT_CHECK_WORDS] = SAY_FINDING_CHECK_WORDS,
        [FAULT_CHECK_STALE] = SAY_FINDING_CHECK_STALE,
    };

    return say_with(reader->arena, reader->language, words[finding->fault],
                    "what", finding->what ? finding->what : "", "language",
                    text_language(reader, finding), "day",
                    format_day(reader->arena, finding->day), NULL);
}

/* Where in the text it is; "" where the finding itself says all. */
const char *finding_place(const struct reader *reader,
                          const struct course_finding *finding)
{
    switch (finding->fault) {
    case FAULT_NO_ALT:
    case FAULT_NO_CAPTIONS:
    case FAULT_NO_FILE:
    case FAULT_NO_LESSON:
        return say_with(reader->arena, reader->language,
                        finding->place ? SAY_FINDING_UNDER : SAY_FINDING_ABOVE,
                        "language", text_language(reader, finding), "heading",
                        finding->place ? finding->place : "", NULL);
    default: return "";
    }
}

size_t findings_of_lesson(const struct authored *course,
                          const struct lesson *lesson)
{
    size_t n = 0;

    for (size_t i = 0; i < course->finding_count; i++)
        n += course->findings[i].lesson
                 ? lesson && course->findings[i].lesson->id == lesson->id
                 : !lesson;
    return n;
}

/* ---- pages ---------------------------------------------------------------*/

static enum status read_authored(const struct request *req,
                                 const struct reader *reader,
                                 const struct course *course,
                                 struct authored *out)
{
    struct my_course *mine = arena_make(req->arena, struct my_course);

    TRY(my_course_read(req, reader, course, NULL, mine));
    out->mine = mine;
    out->address = arena_print(req->arena, "/authoring/%s", course->code);
    return course_findings_read(req->house->db, req->arena, course,
                                clock_day(req->now), &out->findings,
                                &out->finding_count);
}

enum status authoring_show(struct request *req, struct response *res)
{
    struct authored_list page;
    const struct course *courses;

    res->title = say(req->visitor->language, SAY_AUTHORING_TITLE);
    const struct reader *reader = reader_of(req, res);
    TRY(course_list(req->house->db, req->arena, &courses, &page.count));
    struct authored *list = arena_many(req->arena, struct authored, page.count);
    for (size_t i = 0; i < page.count; i++)
        TRY(read_authored(req, reader, &courses[i], &list[i]));
    page.list = list;
    view_authoring(&res->body, reader, &page);
    return OK;
}

static enum status find_authored(struct request *req, struct response *res,
                                 struct authored *out)
{
    const struct course *course;

    TRY(course_find(req->house->db, req->arena, field(&req->path, "course"),
                    &course));
    TRY(read_authored(req, reader_of(req, res), course, out));
    res->title = out->mine->title.text;
    return OK;
}

enum status authored_show(struct request *req, struct response *res)
{
    struct authored course;

    TRY(find_authored(req, res, &course));
    view_authored(&res->body, reader_of(req, res), &course);
    return OK;
}

static const char *preview_address(const struct request *req,
                                   const struct authored *course,
                                   const struct my_lesson *lesson)
{
    return arena_print(req->arena, "%s/%s", course->address,
                       lesson->lesson->code);
}

static enum status find_preview(const struct request *req,
                                struct authored_lesson *page)
{
    const char *code = field(&req->path, "lesson");
    const struct my_course *mine = page->course->mine;

    for (size_t i = 0; i < mine->count; i++) {
        const struct my_lesson *here = &mine->lessons[i];
        if (strcmp(here->lesson->code, code) != 0)
            continue;
        page->lesson.here = here;
        page->address = preview_address(req, page->course, here);
        if (i)
            page->before = preview_address(req, page->course, here - 1);
        if (i + 1 < mine->count)
            page->after = preview_address(req, page->course, here + 1);
        return OK;
    }
    return MISSING;
}

/* `text` in the address: the language of which the text is looked at, with
   everything around it as its readers have it. */
enum status authored_lesson_show(struct request *req, struct response *res)
{
    struct authored course;
    struct nodes how = {.mode = NODES_REVIEW};
    struct authored_lesson page = {.course = &course, .lesson.how = &how};
    const char *text = field(&req->query, "text");
    struct reader as_learner = *reader_of(req, res);

    if (text)
        as_learner.language = language_of(text);
    const struct course *found;
    TRY(course_find(req->house->db, req->arena, field(&req->path, "course"),
                    &found));
    TRY(read_authored(req, &as_learner, found, &course));
    page.lesson.mine = course.mine;
    TRY(find_preview(req, &page));
    TRY(lesson_page_fill(req, as_learner.language, &page.lesson, &how));
    TRY(check_panels_read(req, &as_learner, page.lesson.here->lesson->id,
                          page.lesson.here->address, &page.lesson.checks));
    check_panels_place(&page.lesson.checks, page.lesson.body);
    how.checks = &page.lesson.checks;
    res->title = page.lesson.here->title.text;
    as_learner.title = res->title;
    how.reader = page.as_learner = &as_learner;
    view_authored_lesson(&res->body, reader_of(req, res), &page);
    return OK;
}
