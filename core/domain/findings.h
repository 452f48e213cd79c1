#ifndef DOMAIN_FINDINGS_H
#define DOMAIN_FINDINGS_H

#include "base/tree.h"

/*
 * What is wrong with something that somebody wrote: where, what, and what to
 * do, in both languages. An error keeps it from being taken in; a warning does
 * not. All of them are found before anything is refused.
 */
struct finding {
    const char *file;
    int64_t line; /* 0: of the file as a whole */
    const char *vi, *en;
    bool error;
};

struct findings {
    struct arena *arena;
    struct finding *list;
    size_t count, room, errors;
};

struct findings findings_of(struct arena *arena);
void find_error(struct findings *findings, const char *file, int64_t line,
                const char *vi, const char *en);
void find_warning(struct findings *findings, const char *file, int64_t line,
                  const char *vi, const char *en);
/* A list of {"line", "vi", "en"} as errors of a file. */
void find_all(struct findings *findings, const char *file,
              const struct tree *problems);

#endif
