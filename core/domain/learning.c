#include "domain/courses.h"

#include "domain/completion.h"

#include <string.h>

/* A person in a course, at one of its lessons. */
struct learning {
    struct arena *arena;
    int64_t person, now;
    const char *course, *lesson;
    const struct lesson *lessons; /* of the version that is current */
    size_t count, at;
    const char *next; /* found on the way */
};

static enum status place(struct house *house, struct learning *l)
{
    const struct course *course;

    TRY(course_find(house->db, l->arena, l->course, &course));
    TRY(lesson_list(house->db, l->arena, course->id, &l->lessons, &l->count));
    for (l->at = 0; l->at < l->count; l->at++)
        if (!strcmp(l->lessons[l->at].code, l->lesson))
            return OK;
    return MISSING;
}

bool lesson_is_done(const struct lesson_progress *progress, size_t count,
                    const char *lesson_code)
{
    for (size_t i = 0; i < count; i++)
        if (!strcmp(progress[i].lesson_code, lesson_code))
            return progress[i].done_at != 0;
    return false;
}

size_t lesson_to_resume(const struct lesson *lessons, size_t count,
                        const struct lesson_progress *progress,
                        size_t progress_count, const char *left_at)
{
    size_t at = 0;

    while (left_at && at < count && strcmp(lessons[at].code, left_at))
        at++;
    for (size_t i = 0; i < count; i++) {
        size_t k = (at + i) % count;
        if (!lesson_is_done(progress, progress_count, lessons[k].code))
            return k;
    }
    return count;
}

/* Nobody begins a course before those it needs. */
static enum status may_begin(struct db *tx, const struct learning *l)
{
    const struct course *course;
    struct enrolment enrolment;
    struct conditions conditions;
    enum status status =
        enrolment_find(tx, l->arena, l->person, l->course, &enrolment);

    if (status != MISSING)
        return status;
    TRY(course_find(tx, l->arena, l->course, &course));
    TRY(conditions_read(tx, l->arena, course, l->person, NULL, 0, l->now,
                        &conditions));
    return conditions.open ? OK : DENIED;
}

static enum status open_lesson(struct db *tx, void *arg)
{
    const struct learning *l = arg;

    TRY(may_begin(tx, l));
    TRY(enrolment_put(tx, l->arena, l->person, l->course, l->lesson, l->now));
    return lesson_progress_begin(tx, l->arena, l->person, l->course, l->lesson,
                                 l->now);
}

enum status lesson_opened(struct house *house, struct arena *arena,
                          int64_t person, const char *course_code,
                          const char *lesson_code, int64_t now)
{
    struct learning l = {.arena = arena,
                         .person = person,
                         .now = now,
                         .course = course_code,
                         .lesson = lesson_code};

    TRY(place(house, &l));
    return db_write(house->db, open_lesson, &l);
}

static enum status finish_lesson(struct db *tx, void *arg)
{
    struct learning *l = arg;
    const struct lesson_progress *progress;
    size_t count;

    TRY(open_lesson(tx, l));
    TRY(lesson_progress_finish(tx, l->arena, l->person, l->course, l->lesson,
                               l->now));
    TRY(lesson_progress_list(tx, l->arena, l->person, l->course, &progress,
                             &count));
    size_t next =
        lesson_to_resume(l->lessons, l->count, progress, count, l->lesson);
    l->next = next < l->count ? l->lessons[next].code : NULL;
    TRY(completion_settle(tx, l->arena, l->person, l->course, l->now));
    if (!l->next)
        return OK;
    TRY(enrolment_put(tx, l->arena, l->person, l->course, l->next, l->now));
    return lesson_progress_begin(tx, l->arena, l->person, l->course, l->next,
                                 l->now);
}

enum status lesson_finished(struct house *house, struct arena *arena,
                            int64_t person, const char *course_code,
                            const char *lesson_code, int64_t now,
                            const char **next)
{
    struct learning l = {.arena = arena,
                         .person = person,
                         .now = now,
                         .course = course_code,
                         .lesson = lesson_code};

    TRY(place(house, &l));
    TRY(db_write(house->db, finish_lesson, &l));
    *next = l.next;
    return OK;
}
