#include "pages/my_page.h"

#include "base/clock.h"
#include "pages/pages.h"
#include "store/settings.h"
#include "text/format.h"
#include "text/parse.h"
#include "views.h"

#include <string.h>

enum { MOST_COURSES = 1000, MOST_OFFERED = 6, DAY_MS = 86400000 };

/* What the law asked for by default; an administrator sets another number of
   class hours as `hours_a_year`. */
static const double HOURS_A_YEAR = 40;

/* ---- words ---------------------------------------------------------------*/

const char *my_due(const struct reader *reader,
                   const struct my_required *required)
{
    const struct required *r = required->required;
    int64_t due = clock_day_start(r->requirement->due_on);
    int64_t today = clock_day_start(clock_day(reader->now));
    long long days = (due - today) / DAY_MS;

    if (r->done_at)
        return say_with(reader->arena, reader->language, SAY_MY_DONE_ON, "day",
                        format_day(reader->arena, clock_day(r->done_at)), NULL);
    if (!days)
        return say(reader->language, SAY_MY_DUE_TODAY);
    return say_count(reader->arena, reader->language,
                     days > 0 ? SAY_MY_DUE_LEFT : SAY_MY_OVERDUE,
                     days > 0 ? days : -days);
}

const char *my_hours_said(const struct reader *reader, const struct my_page *p)
{
    return say_with(reader->arena, reader->language, SAY_MY_HOURS_OF, "hours",
                    format_number(reader->arena, reader->language, p->hours,
                                  1 | FORMAT_SHORT),
                    "target",
                    format_number(reader->arena, reader->language, p->target,
                                  1 | FORMAT_SHORT),
                    NULL);
}

/* ---- gathering -----------------------------------------------------------*/

enum status my_required_list(const struct request *req,
                             const struct reader *reader,
                             const struct my_required **out, size_t *count)
{
    const struct required *rows;

    TRY(required_of(req->house, req->arena, req->visitor->person, req->now,
                    &rows, count));
    struct my_required *list =
        arena_many(req->arena, struct my_required, *count);
    for (size_t i = 0; i < *count; i++)
        list[i] = (struct my_required){
            &rows[i], reader_phrase(reader, rows[i].course->title),
            arena_print(req->arena, "/courses/%s", rows[i].course->code)};
    *out = list;
    return OK;
}

static bool is_required(const struct my_page *page, const char *code)
{
    for (size_t i = 0; i < page->required_count; i++)
        if (!strcmp(page->required[i].required->course->code, code))
            return true;
    return false;
}

/* The list has those that are begun first; of the others what is required
   stands above already. */
static enum status read_courses(const struct request *req,
                                const struct reader *reader,
                                struct my_page *page)
{
    struct my_course *all;
    size_t count, begun = 0;

    TRY(my_course_list(req, reader, true, MOST_COURSES, &all, &count));
    while (begun < count && all[begun].enrolment)
        begun++;
    page->begun = all;
    page->begun_count = begun;
    page->offered = all + begun;
    for (size_t i = begun; i < count && page->offered_count < MOST_OFFERED; i++)
        if (!is_required(page, all[i].course->code))
            all[begun + page->offered_count++] = all[i];
    return OK;
}

static enum status read_hours(const struct request *req,
                              const struct reader *reader, struct my_page *page)
{
    const struct completion *rows;
    const char *typed;

    page->year = clock_day(req->now) / 10000;
    page->target = HOURS_A_YEAR;
    enum status status =
        setting_find(req->house->db, req->arena, "hours_a_year", &typed);
    if (status != OK && status != MISSING)
        return status;
    if (status == OK && !parse_decimal(typed, &page->target))
        page->target = HOURS_A_YEAR;
    TRY(completion_list(req->house->db, req->arena, req->visitor->person, &rows,
                        &page->completion_count));
    struct my_completion *list =
        arena_many(req->arena, struct my_completion, page->completion_count);
    for (size_t i = 0; i < page->completion_count; i++) {
        const struct course *course;
        status = course_find(req->house->db, req->arena, rows[i].course_code,
                             &course);
        if (status != OK && status != MISSING)
            return status;
        list[i] = (struct my_completion){
            .title = status == OK ? reader_phrase(reader, course->title)
                                  : (struct phrase){.text = rows[i].course_code,
                                                    .language = "vi"},
            .address = status == OK ? arena_print(req->arena, "/courses/%s",
                                                  rows[i].course_code)
                                    : NULL,
            .completion = &rows[i]};
        page->hours += rows[i].year == page->year ? rows[i].hours : 0;
    }
    page->completions = list;
    return OK;
}

enum status my_page_show(struct request *req, struct response *res)
{
    struct my_page page = {0};
    const struct reader *reader = reader_of(req, res);

    TRY(my_required_list(req, reader, &page.required, &page.required_count));
    TRY(read_courses(req, reader, &page));
    TRY(read_hours(req, reader, &page));
    TRY(my_sittings_of(req, NULL, &page.sittings, &page.sitting_count));
    res->title = say(req->visitor->language, SAY_MY_PAGE);
    view_my_page(&res->body, reader_of(req, res), &page);
    return OK;
}
