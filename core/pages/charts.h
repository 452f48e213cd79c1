#ifndef PAGES_CHARTS_H
#define PAGES_CHARTS_H

#include "pages/reader.h"
#include "store/requirements.h"
#include "store/scores.h"

/*
 * Charts as SVG made here, each with a title and its figures in a table beside
 * it; nothing is told by colour alone. Across they are placed in percent, so
 * that their text keeps its size on a phone.
 */

/* How scores are spread, with the mark to pass at. */
struct spread_chart {
    const struct score_spread *spread;
    int64_t people, most; /* in all; in the fullest ten */
};
struct spread_chart spread_chart_of(const struct score_spread *spread);

/* For the views: where a bar begins and how high it is, in pixels. */
enum { CHART_HEIGHT = 262, CHART_FLOOR = 224, CHART_ROOM = 182 };
int64_t chart_bar(const struct spread_chart *chart, size_t ten);
/* "0–10" below it; "0 đến dưới 10" in the table. */
const char *chart_ten(const struct reader *reader, size_t ten);
const char *chart_ten_said(const struct reader *reader, size_t ten);
/* Does the whole ten lie at the mark or above it? */
bool chart_passes(const struct spread_chart *chart, size_t ten);

/* Horizontal bars of 0 to 100, each with its name above it; a mark across all
   of them where one is asked for. The table has a column for each word of
   `heads` after the name: as many cells as a bar has. */
enum { BARS_CELLS = 4 };
struct bar {
    const char *name;
    double percent;   /* below 0: nothing to draw */
    const char *said; /* the figure beside it */
    bool reached;     /* the mark */
    const char *cells[BARS_CELLS];
};
struct bars_chart {
    const char *id;    /* of what it shows, in the page */
    const char *title; /* what it shows */
    const char *name;  /* head of the first column */
    const char *heads[BARS_CELLS];
    size_t cell_count;
    const struct bar *bars;
    size_t count;
    double mark; /* below 0: none */
    const char *mark_said;
};
/* Percent of the width with one decimal, as SVG has it: "45.5". */
const char *bar_width(const struct reader *reader, double percent);

/* How many of each unit have completed what they have to. */
struct bars_chart bars_of_progress(const struct reader *reader,
                                   const struct requirement_progress *lines,
                                   size_t count);

/* Mean scores of units against the mark to pass at. */
struct bars_chart bars_of_scores(const struct reader *reader,
                                 const struct score_sum *sums, size_t count);

#endif
