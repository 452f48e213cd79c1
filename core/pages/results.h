#ifndef PAGES_RESULTS_H
#define PAGES_RESULTS_H

#include "http/exchange.h"
#include "pages/charts.h"
#include "pages/reader.h"
#include "store/scores.h"

/* What the page of results shows. */
struct results_page {
    const struct score_sitting *sittings;
    const char *const *sitting_titles; /* in the reader's language */
    size_t sitting_count;
    int64_t sitting; /* chosen; 0: all */
    const char *title;
    const struct score_unit *units; /* that can be chosen */
    size_t unit_count;
    int64_t unit;
    const char *find;     /* as typed */
    const char *standing; /* chosen, "" for all */
    const char *order;
    struct score_tally tally;
    const struct score *scores;
    size_t count;
    int64_t first, matching;    /* rows before this page; rows of the filter */
    int64_t page, pages;        /* from 1 */
    const char *link;           /* "/results?..." without order and page */
    bool national_id;           /* may see identity numbers in full */
    struct score_spread spread; /* of a sitting that was chosen */
    struct spread_chart chart;  /* people 0: nothing to draw */
    /* Of all sittings, where nobody is looked for: a line for each. */
    const struct score_sum *sums;
    const char *const *sum_titles;
    size_t sum_count;
    struct bars_chart by_unit; /* of one sitting; count 0: nothing to draw */
};

/* A standing as a chip: its class, its sign and its words. */
const char *standing_class(const char *standing);
void standing_icon(struct buf *out, const struct reader *reader,
                   const char *standing);
const char *standing_said(const struct reader *reader,
                          const struct score *score);

/* Whose results this right reaches: the subtrees of the roles that bring it,
   as they stand today. Another role, seeing more, adds nothing to it. */
struct score_filter results_filter(const struct request *req, enum right right);
/* The filters a form or an address carries; `page` keeps them as typed. */
void results_filter_read(const struct request *req, const struct fields *from,
                         struct score_filter *filter,
                         struct results_page *page);

#endif
