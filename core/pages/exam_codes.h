#ifndef PAGES_EXAM_CODES_H
#define PAGES_EXAM_CODES_H

#include "pages/reader.h"

/* Where the code of an exam slip is typed. */
struct exam_code_page {
    const char *typed;
    const char *fault; /* NULL: nothing wrong yet */
};

#endif
