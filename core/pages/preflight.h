#ifndef PAGES_PREFLIGHT_H
#define PAGES_PREFLIGHT_H

#include "domain/preflight.h"
#include "pages/reader.h"

/* What would go wrong in a sitting, at /schedule/:sitting/check. */
struct preflight_line {
    enum preflight_level level;
    const char *words, *mend;   /* what it is; what to do */
    const char *address, *link; /* where; NULL: nowhere in here */
};

struct preflight_page {
    const struct sitting *sitting;
    const char *title;
    const struct preflight_line *lines;
    size_t count, stops;
};

#endif
