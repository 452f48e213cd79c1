#include "pages/charts.h"

#include "text/format.h"

struct spread_chart spread_chart_of(const struct score_spread *spread)
{
    struct spread_chart chart = {.spread = spread};

    for (size_t i = 0; i < SCORE_TENS; i++) {
        chart.people += spread->tens[i];
        if (spread->tens[i] > chart.most)
            chart.most = spread->tens[i];
    }
    return chart;
}

/* Whoever is there is seen: one among thousands, too. */
int64_t chart_bar(const struct spread_chart *chart, size_t ten)
{
    int64_t n = chart->spread->tens[ten];
    int64_t height = chart->most ? n * CHART_ROOM / chart->most : 0;

    return n && height < 2 ? 2 : height;
}

const char *chart_ten(const struct reader *reader, size_t ten)
{
    return arena_print(reader->arena, "%zu–%zu", ten * 10, ten * 10 + 10);
}

const char *chart_ten_said(const struct reader *reader, size_t ten)
{
    return say_with(
        reader->arena, reader->language,
        ten + 1 < SCORE_TENS ? SAY_CHART_TEN : SAY_CHART_LAST_TEN, "from",
        format_count(reader->arena, reader->language, (int64_t)ten * 10), "to",
        format_count(reader->arena, reader->language, (int64_t)ten * 10 + 10),
        NULL);
}

bool chart_passes(const struct spread_chart *chart, size_t ten)
{
    return (double)ten * 10 >= chart->spread->pass_percent;
}
