#ifndef PAGES_CHARTS_H
#define PAGES_CHARTS_H

#include "pages/reader.h"
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

#endif
