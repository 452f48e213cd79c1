#ifndef PAGES_AUTHORING_H
#define PAGES_AUTHORING_H

#include "domain/course_findings.h"
#include "pages/my_courses.h"

/* Courses as those see them who write and review them: as learners do, with
   what should be looked at beside it. */
struct authored {
    const struct my_course *mine; /* begun by nobody */
    const char *address;
    const struct course_finding *findings;
    size_t finding_count;
};

struct authored_list {
    const struct authored *list;
    size_t count;
};

struct authored_lesson {
    const struct authored *course;
    struct lesson_page lesson;
    const char *address;        /* of the preview */
    const char *before, *after; /* previews beside it; NULL: there is none */
    const struct reader *as_learner; /* somebody who reads that language */
};

/* How many findings a lesson has; NULL: the course itself. */
size_t findings_of_lesson(const struct authored *course,
                          const struct lesson *lesson);

/* Sentences of the views. */
const char *finding_said(const struct reader *reader,
                         const struct course_finding *finding);
const char *finding_place(const struct reader *reader,
                          const struct course_finding *finding);

#endif
