#ifndef PAGES_MARKING_H
#define PAGES_MARKING_H

#include "domain/marking.h"
#include "pages/nodes.h"
#include "pages/reader.h"

/* One question of one sitting in the list of what there is to mark. */
struct mark_line {
    const struct mark_queue *queue; /* NULL: the end */
    const char *title;              /* of the sitting */
    int64_t waiting;
};

struct mark_queue_page {
    const struct mark_line *line;
    const struct mark_task *next; /* NULL: none waits for this reader */
    const struct mark_task *done; /* by this reader, newest first */
    size_t done_count;
};

/* A part that waits, or was marked by this reader. */
struct mark_part {
    const char *name, *label;
    double most;                  /* points */
    const char *points, *comment; /* as typed, or as given before */
    const char *problem;          /* NULL: none */
};

struct mark_page {
    const struct mark_task *task;
    const struct mark_line *line;
    struct tree nodes, explained;
    struct nodes how;     /* the answer */
    struct nodes key_how; /* for what explains */
    const struct mark_part *parts;
    size_t part_count, problem_count;
    int64_t words, characters; /* of the answer */
    bool settled;              /* nothing can be changed here any more */
    bool taken;                /* what was just sent was not kept: too late */
};

#endif
