#include "pages/results.h"

#include "domain/exports.h"
#include "pages/pages.h"
#include "pages/printed.h"
#include "text/format.h"

#include <string.h>

/* Results on paper: the score list of a sitting, to be signed, and a slip for
   each candidate. On record like every export. */

enum { AT_ONCE = 500, MOST_PRINTED = 20000 };

struct printing {
    struct request *req;
    struct reader reader; /* Vietnamese: printed papers are */
    struct score_filter filter;
    const char *title;
    struct paper *paper;
    int64_t rows;
    bool too_many;
};

typedef void print_row(struct printing *p, const struct score *score);

static const char *score_said(struct printing *p, const struct score *score)
{
    return score->percent < 0 ? "–"
                              : format_number(p->req->arena, VIETNAMESE,
                                              score->percent, 2 | FORMAT_SHORT);
}

static const char *born(struct printing *p, const struct score *score)
{
    return score->birth_date ? format_day(p->req->arena, score->birth_date)
                             : "";
}

static void print_line(struct printing *p, const struct score *score)
{
    const char *why = score->reason ? score->reason : "";
    const char *cells[] = {
        arena_print(p->req->arena, "%lld", (long long)++p->rows),
        score->number,
        score->full_name,
        born(p, score),
        score->unit_name,
        score_said(p, score),
        arena_print(p->req->arena, "%s%s%s", standing_said(&p->reader, score),
                    *why ? ": " : "", why),
        ""};

    paper_row(p->paper, cells);
}

static void print_slip(struct printing *p, const struct score *score)
{
    const struct paper_card card = {
        .head = p->title,
        .title = score->full_name,
        .lines = {{printed(SAY_FACT_NUMBER), score->number},
                  {printed(SAY_SLIP_BORN), born(p, score)},
                  {printed(SAY_SLIP_UNIT), score->unit_name},
                  {printed(SAY_SLIP_RESULT), standing_said(&p->reader, score)},
                  {printed(SAY_SLIP_SEALED),
                   score->sealed_at
                       ? format_moment(p->req->arena, score->sealed_at)
                       : "–"}},
        .code_label = printed(SAY_SLIP_SCORE),
        .code = score_said(p, score),
        .foot = printed(SAY_SLIP_SIGN)};

    p->rows++;
    paper_card(p->paper, &card);
}

static enum status each_row(struct printing *p, print_row *print)
{
    const struct score *scores;
    int64_t from = 0;
    size_t count;

    do {
        TRY(score_list(p->req->house->db, p->req->arena, &p->filter, AT_ONCE,
                       from, &scores, &count));
        for (size_t i = 0; i < count; i++)
            print(p, &scores[i]);
        from += (int64_t)count;
        p->too_many = from > MOST_PRINTED;
    } while (count == AT_ONCE && !p->too_many);
    return OK;
}

static enum status print_list(struct printing *p)
{
    const struct paper_column columns[] = {
        {printed(SAY_SLIP_ORDER), 0.07, true},
        {printed(SAY_FACT_NUMBER), 0.08, true},
        {printed(SAY_COLUMN_HO_TEN), 0.20, false},
        {printed(SAY_SLIP_BORN), 0.15, true},
        {printed(SAY_SLIP_UNIT), 0.17, false},
        {printed(SAY_SLIP_SCORE), 0.08, true},
        {printed(SAY_SLIP_RESULT), 0.14, false},
        {printed(SAY_PRINT_SIGNATURE), 0.11, false}};

    paper_letterhead(p->paper, p->req->house->body_name, NULL);
    paper_text(p->paper, PAPER_TITLE, printed(SAY_SCORES_PRINTED));
    paper_text(p->paper, PAPER_SUBTITLE, p->title);
    paper_space(p->paper, 3);
    paper_table(p->paper, columns, sizeof columns / sizeof *columns);
    TRY(each_row(p, print_line));
    paper_space(p->paper, 3);
    TRY(printed_seal(p->req, p->paper));
    paper_space(p->paper, 4);
    paper_text(p->paper, PAPER_SIGNATURE, printed(SAY_SCORES_SIGN));
    return OK;
}

/* Seen through the eyes of who prints: a sitting with nobody of theirs in it is
   none. */
static enum status find_title(struct printing *p)
{
    const struct score *first;
    size_t count;

    TRY(score_list(p->req->house->db, p->req->arena, &p->filter, 1, 0, &first,
                   &count));
    if (!count)
        return MISSING;
    p->title = reader_text(&p->reader, first->sitting_title);
    return OK;
}

enum status results_print(struct request *req, struct response *res)
{
    struct printing p = {.req = req,
                         .reader = *reader_of(req, res),
                         .filter = results_filter(req, EXPORT_RESULTS)};
    struct results_page page = {0};
    const char *what = field(&req->form, "what"), *path;

    bool slips = what && !strcmp(what, "slips");
    if (!slips && (!what || strcmp(what, "list")))
        return INVALID;
    results_filter_read(req, &req->form, &p.filter, &page);
    if (!p.filter.sitting)
        return INVALID;
    p.reader.language = VIETNAMESE;
    TRY(find_title(&p));
    TRY(printed_begin(req, p.title, &path, &p.paper));
    enum status status = slips ? each_row(&p, print_slip) : print_list(&p);
    if (status == OK && p.too_many)
        status = INVALID; /* a city is printed by units */
    if (status != OK) {
        paper_drop(p.paper);
        return status;
    }
    TRY(paper_close(p.paper));
    const struct export_record record = {.actor = req->visitor->person,
                                         .now = req->now,
                                         .format = "pdf",
                                         .sitting = p.filter.sitting,
                                         .unit = p.filter.unit,
                                         .rows = p.rows};
    TRY(export_recorded(req->house->db, &record));
    return printed_send(req, res, path, slips ? "phieu-diem" : "bang-diem");
}
