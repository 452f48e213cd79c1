#ifndef DOMAIN_COURSE_ITEM_H
#define DOMAIN_COURSE_ITEM_H

#include "domain/course_folder.h"

/*
 * One <item> of a bank's file: checked against its question type, its media
 * read and pinned, its variants made and passed through the gate. Inside this
 * room only.
 *
 * An item that is here already stays with the package it was made with, so a
 * bank may be read again after a newer package came. A new one is made with
 * the newest approved package.
 */
struct item_reading {
    struct course_folder *f;
    const char *file;
    const struct tree *bank; /* element */
    const struct bank *row;
};

/* What is wrong is told: INVALID or MISSING. */
MUST_CHECK enum status folder_item(const struct item_reading *r,
                                   const struct tree *element,
                                   struct new_item *out);

void item_problem(const struct item_reading *r, const struct tree *element,
                  const char *vi, const char *en);

#endif
