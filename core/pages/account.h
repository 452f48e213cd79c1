#ifndef PAGES_ACCOUNT_H
#define PAGES_ACCOUNT_H

#include "pages/reader.h"
#include "store/people.h"

/* What web/account.html draws. */
struct account_page {
    const char *login;
    const struct assignment *duty; /* NULL: none */
    const char *unit_path;
    const struct grant *grants; /* that hold today */
    size_t grant_count;
};

#endif
