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

/* ---- bars ----------------------------------------------------------------*/

const char *bar_width(const struct reader *reader, double percent)
{
    return arena_print(reader->arena, "%.1f",
                       percent < 0     ? 0
                       : percent > 100 ? 100
                                       : percent);
}

static const char *count_said(const struct reader *reader, int64_t n)
{
    return format_count(reader->arena, reader->language, n);
}

static const char *percent_said(const struct reader *reader, double percent)
{
    return percent < 0 ? "–"
                       : format_number(reader->arena, reader->language, percent,
                                       1 | FORMAT_SHORT);
}

struct bars_chart bars_of_scores(const struct reader *reader,
                                 const struct score_sum *sums, size_t count)
{
    struct bar *bars = arena_many(reader->arena, struct bar, count);
    struct bars_chart chart = {
        .id = "by-unit-t",
        .title = say(reader->language, SAY_CHART_BY_UNIT_TITLE),
        .name = say(reader->language, SAY_RESULTS_UNIT),
        .heads = {say(reader->language, SAY_TALLY_CALLED),
                  say(reader->language, SAY_TALLY_SCORED),
                  say(reader->language, SAY_PILL_PASSED),
                  say(reader->language, SAY_CHART_MEAN)},
        .cell_count = 4,
        .bars = bars,
        .mark = count ? sums[0].pass_percent : -1,
    };

    for (size_t i = 0; i < count; i++) {
        const struct score_sum *s = &sums[i];
        if (s->scored)
            chart.mark = s->pass_percent;
        bars[chart.count++] = (struct bar){
            .name = s->name,
            .percent = s->mean,
            .said = s->scored ? percent_said(reader, s->mean)
                              : say(reader->language, SAY_NO_SCORE),
            .reached = s->scored && s->mean >= s->pass_percent,
            .cells = {
                count_said(reader, s->called), count_said(reader, s->scored),
                count_said(reader, s->passed), percent_said(reader, s->mean)}};
    }
    chart.mark_said = say_with(reader->arena, reader->language, SAY_CHART_MARK,
                               "mark", percent_said(reader, chart.mark), NULL);
    return chart;
}

struct bars_chart bars_of_progress(const struct reader *reader,
                                   const struct requirement_progress *lines,
                                   size_t count)
{
    struct bar *bars = arena_many(reader->arena, struct bar, count);
    struct bars_chart chart = {
        .id = "by-unit-t",
        .title = say(reader->language, SAY_CHART_PROGRESS_TITLE),
        .name = say(reader->language, SAY_PEOPLE_UNIT),
        .heads = {say(reader->language, SAY_REQUIREMENT_PEOPLE),
                  say(reader->language, SAY_REQUIREMENT_DONE),
                  say(reader->language, SAY_REQUIREMENT_BEGUN),
                  say(reader->language, SAY_REQUIREMENT_NOT_BEGUN)},
        .cell_count = 4,
        .bars = bars,
        .mark = -1,
    };

    for (size_t i = 0; i < count; i++) {
        const struct requirement_progress *l = &lines[i];
        double share =
            l->people ? 100 * (double)l->done / (double)l->people : -1;
        bars[chart.count++] = (struct bar){
            .name = l->name,
            .percent = share,
            .said = say_with(reader->arena, reader->language, SAY_CHART_DONE_OF,
                             "done", count_said(reader, l->done), "people",
                             count_said(reader, l->people), NULL),
            .reached = true,
            .cells = {count_said(reader, l->people),
                      count_said(reader, l->done), count_said(reader, l->begun),
                      count_said(reader, l->people - l->done - l->begun)}};
    }
    return chart;
}
