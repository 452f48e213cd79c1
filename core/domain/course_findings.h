#ifndef DOMAIN_COURSE_FINDINGS_H
#define DOMAIN_COURSE_FINDINGS_H

#include "base/status.h"
#include "store/courses.h"

/*
 * What an author should look at in a course as it is taken in today. Most of
 * this is told by the import too (findings.h); here it is found in what
 * learners really get, also in courses of long ago, and as time goes by: what
 * was checked last year, a course that is linked to and no longer there.
 */
enum course_fault {
    FAULT_NO_ALT,      /* `what`: the medium that is not described */
    FAULT_NO_CAPTIONS, /* `what`: film or sound, `language`: of the captions */
    FAULT_NO_FILE,     /* `what`: a file that is named and not there */
    FAULT_NO_LESSON,   /* `what`: the address of a link that leads nowhere */
    FAULT_NO_TITLE,    /* `language`: in which there is none */
    FAULT_NO_SUMMARY,  /* of the course, as above; so is */
    FAULT_NO_OUTCOME,  /* `what`: the outcome in its other language */
    FAULT_NO_PART_TITLE, /* `what`: the title in its other language */
    FAULT_NO_TEXT,       /* of a lesson in that language */
    FAULT_NO_MINUTES,
    FAULT_STALE, /* `day`: its legal facts were last checked on, over a year */
    FAULT_CHECK_WORDS, /* `what`: the self-check that lacks something in that
                          language */
    FAULT_CHECK_STALE, /* `what`, `day`: as above, of a self-check */
};

struct course_finding {
    enum course_fault fault;
    const struct lesson *lesson; /* NULL: the course itself */
    const char *language; /* "vi" or "en": in which text; NULL: neither */
    const char *place;    /* the heading it stands under; NULL: none */
    const char *what;
    int64_t day;
};

/* Course first, then lesson by lesson, in the order of the text. `today`: a
   day. */
MUST_CHECK enum status course_findings_read(struct db *db, struct arena *arena,
                                            const struct course *course,
                                            int64_t today,
                                            const struct course_finding **out,
                                            size_t *count);

#endif
