#ifndef DOMAIN_TESTS_H
#define DOMAIN_TESTS_H

#include "base/tree.h"
#include "domain/house.h"
#include "store/items.h"
#include "store/tests.h"

/*
 * A test's definition: what the XML of its author says, as canonical JSON.
 *
 *   {"id", "version", "title": {vi,en}, "instructions": {vi,en: nodes},
 *    "limit": minutes, "pass": percent, "numbers": "comma" | "point",
 *    "attempts": how many, "counts"?: "last" | "best", "wait"?: minutes
 *    between two, "shuffle": {"questions": bool, "options": bool},
 *    "sections": [{"id", "title": {vi,en}, "pass"?: percent of its points,
 *                  "slots": [
 *        {"bank", "topic", "level"?, "count", "points"} |
 *        {"bank", "item", "points"}]}],
 *    "review": {"score": WHEN, "answers": WHEN, "key": WHEN,
 *               "feedback": WHEN}}      WHEN: handed-in, closed, released,
 *                                         never
 *
 * Publishing freezes what could be drawn, its pins:
 *
 *   {"sections": [{"id", "cells": [{"count", "points", "items": [id]}]}],
 *    "items": {id: digest}, "packages": {id: digest}, "runtime"}
 */
struct test_section {
    const char *id;
    const struct tree *title;
    const struct tree *slots;
    double pass_percent; /* of its own points, beside the test's; 0: none */
};

struct test_plan {
    struct tree definition;
    int64_t limit_ms;
    double pass_percent;
    const char *numbers;
    int64_t attempts;
    const char *counts; /* which attempt: "last" or "best" */
    int64_t wait_ms;    /* from handing in to the next start */
    bool shuffle_questions, shuffle_options;
    const struct test_section *sections;
    size_t section_count;
    int64_t questions; /* in all */
    double points;     /* in all */
};

/* INVALID: not a definition; the log says what is missing. */
MUST_CHECK enum status test_read(struct arena *arena, const char *definition,
                                 struct test_plan *out);

/* When something may be seen: "handed-in", "closed", "released" or "never". */
const char *test_review(const struct test_plan *plan, const char *what);
/* Is it that time? `over_at`: the sitting's end, or later for what needs
   longer; `released_at`: 0, not yet. */
bool review_is_open(const char *when, int64_t over_at, int64_t released_at,
                    int64_t now);

/* One line of the blueprint: what it wants and what the bank has. */
struct test_cell {
    const char *section, *bank, *topic, *item; /* topic or item */
    int64_t level;                             /* 0: any */
    int64_t wanted;
    int64_t there;  /* items that fit it; one that the test picks by name
                       counts only in its own cell */
    int64_t filled; /* how many it gets when all cells draw at once; it lacks
                       items where filled < wanted */
    double points;
    const struct item_row *items; /* those of an approved package */
    size_t item_count;
    const char *not_approved; /* plugins of the others, "a, b"; NULL: none */
};
/* All lines, in order. */
MUST_CHECK enum status test_cells(struct house *house, struct arena *arena,
                                  const struct test_plan *plan,
                                  const struct test_cell **out, size_t *count);

/* Can every cell be filled? */
bool test_is_full(const struct test_cell *cells, size_t count);

/* Freeze and publish. INVALID: a cell lacks items, see test_cells. CONFLICT:
   published already. */
MUST_CHECK enum status test_publication(struct house *house,
                                        struct arena *arena, int64_t test,
                                        int64_t by, int64_t now);

#endif
