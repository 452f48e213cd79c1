#ifndef PAGES_MY_PAGE_H
#define PAGES_MY_PAGE_H

#include "domain/requirements.h"
#include "http/exchange.h"
#include "pages/exam.h"
#include "pages/my_courses.h"

/*
 * A person's own learning, at /my: what is required and by when, what is under
 * way, what else there is, hours of the year, results.
 */
struct my_required {
    const struct required *required;
    struct phrase title;
    const char *address;
};
/* What is not done stands first. */
MUST_CHECK enum status my_required_list(const struct request *req,
                                        const struct reader *reader,
                                        const struct my_required **out,
                                        size_t *count);

struct my_completion {
    struct phrase title;
    const char *address;
    const struct completion *completion;
};

struct my_page {
    const struct my_required *required;
    size_t required_count;
    const struct my_course *begun, *offered;
    size_t begun_count, offered_count;
    const struct my_completion *completions;
    size_t completion_count;
    int64_t year;
    double hours, target; /* tiết of the year */
    const struct my_sitting *sittings;
    size_t sitting_count;
};

/* Sentences of the views. */
const char *my_due(const struct reader *reader,
                   const struct my_required *required);
const char *my_hours_said(const struct reader *reader, const struct my_page *p);

#endif
