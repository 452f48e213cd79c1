#ifndef PAGES_ACCOMMODATIONS_H
#define PAGES_ACCOMMODATIONS_H

#include "domain/accommodations.h"
#include "pages/reader.h"
#include "store/people.h"

/* What a person is granted in tests, at /people/:person/accommodations. */
struct accommodations_page {
    const struct person *person;
    const struct accommodation *list;
    size_t count;
    int64_t day;       /* today */
    const char *fault; /* NULL: nothing to mend */
    const char *percent, *breaks, *basis, *from, *to; /* as typed */
    bool larger_text, separate_room;
};

#endif
