#ifndef DOMAIN_CALLING_H
#define DOMAIN_CALLING_H

#include "domain/house.h"
#include "store/people.h"
#include "store/tests.h"

/*
 * Who is called to a sitting: everybody with their main duty in some units or
 * below them, and people one by one; each once, in the order of their names.
 */
struct calling {
    const struct callable *list;
    size_t count;
};

/* As of a day. People who have no duty on it are left out; a unit that does
   not exist on it calls nobody. `sizes` may be NULL, else it gets for each unit
   how many it calls. */
MUST_CHECK enum status calling_of(struct house *house, struct arena *arena,
                                  int64_t day, const int64_t *units,
                                  size_t unit_count, const int64_t *people,
                                  size_t people_count, struct calling *out,
                                  size_t *sizes);

/* People as somebody typed them: a number on each line. */
enum calling_fault {
    LINE_FINE,
    LINE_UNKNOWN, /* nobody has this number, or nobody within the scope */
    LINE_NO_DUTY, /* known, but without a duty on the day: has left */
    LINE_TWICE,   /* stands above already */
};
struct calling_line {
    int64_t number; /* of the line, from 1 */
    const char *typed;
    enum calling_fault fault;
    const struct person *person; /* NULL if unknown */
};
/* Empty lines are passed over. INVALID: more than CALLING_LINES. */
enum { CALLING_LINES = 2000 };
MUST_CHECK enum status calling_read(struct house *house, struct arena *arena,
                                    const char *text, int64_t day,
                                    const struct people_scope *scope,
                                    const struct calling_line **out,
                                    size_t *count);

#endif
