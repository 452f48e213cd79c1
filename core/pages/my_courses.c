#include "pages/my_courses.h"

#include "domain/courses.h"
#include "domain/house.h"

#include <stdlib.h>
#include <string.h>

static int64_t done_at(const struct lesson_progress *progress, size_t count,
                       const char *code, bool *begun)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(progress[i].lesson_code, code)) {
            *begun = true;
            return progress[i].done_at;
        }
    return 0;
}

static void fill_lessons(const struct reader *reader, struct my_course *mine,
                         const struct lesson *lessons,
                         const struct lesson_progress *progress,
                         size_t progress_count)
{
    struct my_lesson *list =
        arena_many(reader->arena, struct my_lesson, mine->count);

    for (size_t i = 0; i < mine->count; i++) {
        const struct lesson *l = &lessons[i];
        list[i] = (struct my_lesson){
            .lesson = l,
            .title = reader_phrase(reader, l->title),
            .part = reader_phrase(reader, l->part),
            .address =
                arena_print(reader->arena, "%s/%s", mine->address, l->code),
            .new_part = !i || lessons[i - 1].part_no != l->part_no,
        };
        list[i].done_at =
            done_at(progress, progress_count, l->code, &list[i].begun);
        mine->done += list[i].done_at != 0;
        mine->minutes += l->minutes;
        mine->minutes_left += list[i].done_at ? 0 : l->minutes;
    }
    mine->lessons = list;
}

enum status my_course_read(const struct request *req,
                           const struct reader *reader,
                           const struct course *course,
                           const struct enrolment *enrolment,
                           struct my_course *out)
{
    struct db *db = req->house->db;
    const struct lesson_progress *progress = NULL;
    const struct lesson *lessons;
    size_t progress_count = 0;
    struct my_course mine = {
        .course = course,
        .title = reader_phrase(reader, course->title),
        .summary = reader_phrase(reader, course->summary),
        .address = arena_print(reader->arena, "/courses/%s", course->code),
        .enrolment = enrolment,
    };

    TRY(lesson_list(db, reader->arena, course->id, &lessons, &mine.count));
    if (enrolment) {
        mine.began_at = enrolment->began_at;
        mine.seen_at = enrolment->seen_at;
        mine.done_at = enrolment->done_at;
        TRY(lesson_progress_list(db, reader->arena, req->visitor->person,
                                 course->code, &progress, &progress_count));
    }
    fill_lessons(reader, &mine, lessons, progress, progress_count);
    size_t at = lesson_to_resume(lessons, mine.count, progress, progress_count,
                                 enrolment ? enrolment->lesson_code : NULL);
    mine.resume = at < mine.count ? &mine.lessons[at] : NULL;
    *out = mine;
    return OK;
}

/* ---- all of them ---------------------------------------------------------*/

struct standing_in {
    const struct course *course;
    const struct enrolment *enrolment;
};

static int rank(const struct standing_in *s)
{
    return !s->enrolment ? 1 : s->enrolment->done_at ? 2 : 0;
}

static int by_nearness(const void *a, const void *b)
{
    const struct standing_in *x = a, *y = b;

    if (rank(x) != rank(y))
        return rank(x) - rank(y);
    if (x->enrolment && x->enrolment->seen_at != y->enrolment->seen_at)
        return x->enrolment->seen_at > y->enrolment->seen_at ? -1 : 1;
    return strcmp(x->course->code, y->course->code);
}

static const struct enrolment *enrolment_in(const struct enrolment *list,
                                            size_t count, const char *code)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(list[i].course_code, code))
            return &list[i];
    return NULL;
}

enum status my_course_list(const struct request *req,
                           const struct reader *reader, bool open, size_t most,
                           struct my_course **out, size_t *count)
{
    struct db *db = req->house->db;
    const struct course *courses;
    const struct enrolment *enrolments;
    size_t course_count, enrolment_count, n = 0;

    TRY(course_list(db, reader->arena, &courses, &course_count));
    TRY(enrolment_list(db, reader->arena, req->visitor->person, &enrolments,
                       &enrolment_count));
    struct standing_in *all =
        arena_many(reader->arena, struct standing_in, course_count);
    for (size_t i = 0; i < course_count; i++) {
        all[n] = (struct standing_in){
            &courses[i],
            enrolment_in(enrolments, enrolment_count, courses[i].code)};
        n += !open || rank(&all[n]) < 2;
    }
    qsort(all, n, sizeof *all, by_nearness);
    *count = n < most ? n : most;
    *out = arena_many(reader->arena, struct my_course, *count);
    for (size_t i = 0; i < *count; i++)
        TRY(my_course_read(req, reader, all[i].course, all[i].enrolment,
                           &(*out)[i]));
    return OK;
}
