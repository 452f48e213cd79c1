#ifndef PAGES_VISITOR_H
#define PAGES_VISITOR_H

#include "domain/rights.h"
#include "text/say.h"

#include <stddef.h>

/* Who asks. A stranger has person 0 and only ANYONE. */
struct visitor {
    int64_t person, account;
    const char *name;       /* full name as written */
    const char *address_as; /* "chi", "anh" or NULL */
    enum language language;
    uint64_t rights; /* of all roles together */
    const struct scope *scopes;
    size_t scope_count;
    const char *csrf;           /* token every changing form carries */
    const char *session_digest; /* which session, to end it */
    int64_t sitting;            /* entered with its exam slip; 0: not so */
    bool must_change;           /* a new password first, nothing else */
    bool second_step_due;       /* the code first, nothing else */
    bool second_step_unset;     /* ... and that has to be set up before */
};

/* Who entered with an exam slip sees that sitting only. */
static inline bool sees_sitting(const struct visitor *visitor, int64_t sitting)
{
    return !visitor->sitting || visitor->sitting == sitting;
}

static inline bool may(const struct visitor *visitor, enum right right)
{
    return visitor->rights >> right & 1;
}

#endif
