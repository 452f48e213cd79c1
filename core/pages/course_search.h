#ifndef PAGES_COURSE_SEARCH_H
#define PAGES_COURSE_SEARCH_H

#include "domain/course_search.h"
#include "pages/reader.h"

struct found_text {
    const struct search_result *result;
    const char *address;
    struct phrase title;  /* of the lesson, or of the course itself */
    struct phrase course; /* of a lesson */
};

struct search_page {
    const char *typed; /* "": nothing was looked for yet */
    const struct found_text *list;
    size_t count, all;
};

#endif
