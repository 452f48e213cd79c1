#ifndef PAGES_DUTIES_H
#define PAGES_DUTIES_H

#include "domain/duties.h"
#include "pages/reader.h"

/* A person's duties, changed by forms. Everything comes back as typed. */
struct duties_page {
    const struct person *person;
    const struct assignment *duties;
    size_t duty_count;
    const struct coded *positions, *groups;
    size_t position_count, group_count;
    const char *what; /* the form that was sent: give, end, leave; "" */
    const char *unit, *job_title, *rank_code, *day; /* as typed */
    int64_t position, group, duty;
    bool main;
    const char *fault; /* in words; NULL: none */
};

#endif
