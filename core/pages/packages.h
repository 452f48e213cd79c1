#ifndef PAGES_PACKAGES_H
#define PAGES_PACKAGES_H

#include "http/exchange.h"
#include "pages/banks.h"

/* How a package stands, the worst first: "suspended" (by a person, or by the
   server after three lost processes), "checked" (waits for a reviewer),
   "approved". */
struct package_line {
    const struct package_row *row;
    const char *title;
    const char *standing;
};

struct package_file_line {
    const char *path, *text; /* text NULL: not for this visitor */
    size_t size;
};

struct package_field {
    const char *name, *type;
    const char *notes; /* "required, translated" */
};

struct report_line {
    const char *where, *text;
    bool error;
};

struct report_test {
    const char *name, *text;
    bool passed;
};

/* What the gate found, see quiz/gate.h. */
struct gate_report {
    bool passed;
    int64_t runs, slowest_ms, tests_passed;
    const struct report_line *findings;
    size_t finding_count;
    const struct report_test *tests;
    size_t test_count;
};

struct package_page {
    struct package_line line;
    const char *added_by, *approved_by; /* names; NULL: not told, or nobody */
    const struct gate_report *report;   /* NULL: none was made */
    const struct package_field *fields;
    size_t field_count;
    const struct package_file_line *files;
    size_t file_count;
    const char *functions; /* "generate, parse" */
    int64_t kills, suspended_at;
    bool may_approve, is_own, may_lift;
};

/* Is this package suspended in this server just now? How often it was killed,
   and since when; 0: it is not. */
void package_health(const struct request *req, const char *digest,
                    int64_t *kills, int64_t *since);

/* ... or by a person. */
bool package_is_suspended(const struct request *req,
                          const struct package_row *row);

#endif
