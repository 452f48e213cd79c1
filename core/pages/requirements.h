#ifndef PAGES_REQUIREMENTS_H
#define PAGES_REQUIREMENTS_H

#include "domain/calling.h"
#include "domain/requirements.h"
#include "http/exchange.h"
#include "pages/charts.h"
#include "pages/fields.h"
#include "pages/reader.h"

/*
 * Required courses for who schedules them, at /requirements: their list, one
 * with how far people are, the form that makes one.
 */
struct requirement_line {
    const struct requirement *requirement; /* NULL: the end */
    const char *course;                    /* its title */
    const char *units;                     /* their names */
};

struct requirement_form {
    const char *course, *basis, *due, *since; /* as typed */
    struct people_lines people;
    const char **kinds; /* ticked */
    size_t kind_count;
    int64_t due_on, since_on; /* 0: cannot be read */
    struct unit_picker picker;
    const struct course *courses; /* to choose from */
    size_t course_count;
    bool checked;
    uint64_t faults;
    bool bad_since;
};

struct requirement_page {
    const struct requirement *requirement;
    const char *course; /* title */
    const char *whom;   /* the units, and how many by number */
    const char *made_by;
    const struct requirement_progress *lines;
    size_t count;
    struct bars_chart chart;                   /* of the lines */
    struct requirement_progress in_units, all; /* all: named people too */
    int64_t unit; /* whose subtree is looked at; 0: all that are named */
    const char *unit_name;
    const struct lacking *lacking;
    size_t lacking_count;
    bool lacking_more, no_reason;
    const struct named *named; /* one by one; NULL: not to be seen */
    size_t named_count;
};

bool requirement_has(const struct requirement_form *form,
                     enum requirement_fault fault);
bool requirement_ticks(const struct requirement_form *form, const char *kind);
/* "Công chức, viên chức"; "" for whoever it is. */
const char *requirement_kinds(const struct reader *reader,
                              const struct requirement *requirement);
/* holds, over (its day has passed), ended */
const char *requirement_state(const struct reader *reader,
                              const struct requirement *requirement);
const char *requirement_share(const struct reader *reader,
                              const struct requirement_progress *line);

#endif
