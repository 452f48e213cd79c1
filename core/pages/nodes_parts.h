#ifndef PAGES_NODES_PARTS_H
#define PAGES_NODES_PARTS_H

#include "pages/nodes.h"

/* What the views of web/nodes.html ask of nodes.c. Only for them. */
void draw_children(struct buf *out, const struct nodes *how,
                   const struct tree *node);
void draw_inline(struct buf *out, const struct nodes *how,
                 const struct tree *node);
void draw_rows(struct buf *out, const struct nodes *how,
               const struct tree *table);
bool is_callout(const struct tree *quote);
const char *media_address(const struct nodes *how, const struct tree *image);
/* Of a name; NULL: there is no such file. */
const char *address_of(const struct nodes *how, const char *name);
/* "a-NAME", or "PART-a-NAME". */
const char *node_id(const struct nodes *how, const char *what,
                    const char *input);
const char *problem_of(const struct nodes *how, const char *input);
bool is_chosen(const struct nodes *how, const struct tree *node,
               const struct tree *option);
const char *typed_text(const struct nodes *how, const struct tree *node);
const char *letter_of(struct arena *arena, size_t number);
const char *plain_text(struct arena *arena, const struct tree *node);
const char *width_of(const struct tree *node);
int64_t longest(const struct tree *node);
bool is_number(const struct tree *node);

/* The inside of <math>. */
void draw_tags(struct buf *out, const struct nodes *how,
               const struct tree *node);

/* A film or sound, and what lies beside it (domain/media.h). */
struct track {
    const char *language, *label, *address;
};
struct played {
    const char *address, *poster; /* NULL: none */
    struct track tracks[2];       /* the reader's language first */
    size_t track_count;
    const struct tree *cues; /* to read instead; NULL: none */
    const char *language;    /* of the cues */
};
struct played played_of(const struct nodes *how, const struct tree *node);
/* Captions run together into paragraphs. */
void draw_cues(struct buf *out, const struct tree *cues);

/* A file that a link leads to; address NULL: the link leads elsewhere. */
struct linked {
    const char *address, *about; /* "docx, 23 kB" */
};
struct linked linked_of(const struct nodes *how, const struct tree *link);

/* "23 kB", "1,4 MB" */
const char *size_shown(const struct nodes *how, int64_t bytes);

/* The file that stands in an answer; name NULL: none. */
struct sent_shown {
    const char *name, *size, *address;
};
struct sent_shown sent_shown(const struct nodes *how, const struct tree *node);
/* "pdf, docx; nhiều nhất 10 MB" */
const char *file_limits(const struct nodes *how, const struct tree *node);
const char *file_accept(struct arena *arena, const struct tree *node);

/* Options "1" to the number of rows of an order. */
const struct tree *places_of(struct arena *arena, const struct tree *order);
/* The same, for what stands inside of a node. */
struct nodes nodes_inside(const struct nodes *how, const struct tree *node);
/* Where an area of a hotspot lies. */
struct box_of {
    int64_t x, y, width, height;
};
struct box_of area_box(const struct tree *area);
const char *area_points(struct arena *arena, const struct tree *area);
const char *area_id(const struct nodes *how, const struct tree *node,
                    const struct tree *area);
bool is_date(const struct tree *node);

#endif
