#ifndef PAGES_TESTS_H
#define PAGES_TESTS_H

#include "domain/tests.h"
#include "http/exchange.h"
#include "pages/nodes.h"
#include "pages/reader.h"

/* A test in the list. */
struct test_line {
    const struct test *test; /* NULL: the end */
    const char *title;
    bool newer; /* a later import of the same test stands in the list */
};

/* A line of the blueprint with the words of its bank. */
struct test_row {
    const struct test_cell *cell;
    const char *bank, *topic; /* titles */
};

struct test_part {
    const char *title;
    const struct test_row *rows;
    size_t row_count;
};

/* What a published test was frozen with. */
struct test_pin {
    const char *code, *version; /* of an item, or of a package: its plugin */
    const char *digest;         /* its first twelve signs */
};

struct test_page {
    const struct test *test;
    const struct test_plan *plan;
    const char *title;
    struct tree instructions; /* nodes */
    struct nodes how;
    const struct test_part *parts;
    size_t part_count;
    bool full;    /* every cell can be filled */
    bool refused; /* it was to be published and could not */
    const char *publisher;
    const struct test_pin *items, *packages;
    size_t item_count, package_count;
    const char *runtime;
    bool may_schedule;
};

/* "sau khi nộp bài": when a part of the review is shown. */
const char *review_said(const struct reader *reader, const char *when);

/* "An toàn thông tin · chủ đề Thư điện tử · mức 2", or "câu attt-025". */
const char *cell_said(const struct reader *reader, const struct test_row *row);

/* What to do so that the cell can be filled. */
const char *cell_advice(const struct reader *reader,
                        const struct test_row *row);

#endif
