#include "pages/results.h"

#include "base/clock.h"
#include "base/files.h"
#include "base/random.h"
#include "domain/exports.h"
#include "pages/fields.h"
#include "pages/pages.h"
#include "pages/scope.h"
#include "report/score_sheet.h"
#include "store/regrades.h"
#include "text/fold.h"
#include "text/format.h"
#include "views.h"

#include <string.h>

enum { ROWS_A_PAGE = 25, MOST_SITTINGS = 100 };

static const char *const standings[] = {
    "passed",  "failed", "doing",     "handed_in", "held",  "no_attempt",
    "excused", "absent", "suspended", "incident",  "exempt"};

const char *standing_class(const char *standing)
{
    if (!strcmp(standing, "passed"))
        return "state state--ok";
    if (!strcmp(standing, "failed") || !strcmp(standing, "suspended"))
        return "state state--bad";
    if (!strcmp(standing, "incident"))
        return "state state--warn";
    return !strcmp(standing, "doing") ? "state" : "state state--quiet";
}

void standing_icon(struct buf *out, const struct reader *reader,
                   const char *standing)
{
    if (!strcmp(standing, "passed"))
        view_icon_tick(out, reader);
    else if (!strcmp(standing, "failed") || !strcmp(standing, "suspended"))
        view_icon_cross(out, reader);
    else if (!strcmp(standing, "incident"))
        view_icon_triangle(out, reader);
    else if (!strcmp(standing, "doing"))
        view_icon_half(out, reader);
    else if (!strcmp(standing, "no_attempt"))
        view_icon_ring(out, reader);
    else
        view_icon_dash(out, reader);
}

const char *standing_said(const struct reader *reader,
                          const struct score *score)
{
    enum word word =
        standing_word(score->standing, score->closes_at <= reader->now);

    if (!strcmp(score->standing, "passed"))
        word = SAY_PILL_PASSED;
    else if (!strcmp(score->standing, "failed"))
        word = SAY_PILL_FAILED;
    return say(reader->language, word);
}

struct score_filter results_filter(const struct request *req, enum right right)
{
    const struct people_scope scope = scope_of(req, right);

    return (struct score_filter){.viewer = scope.viewer,
                                 .roles = scope.roles,
                                 .whole = scope.whole,
                                 .day = scope.day};
}

static const char *one_of(const char *word, const char *const *list,
                          size_t count)
{
    for (size_t i = 0; word && i < count; i++)
        if (!strcmp(word, list[i]))
            return list[i];
    return NULL;
}

void results_filter_read(const struct request *req, const struct fields *from,
                         struct score_filter *filter, struct results_page *page)
{
    static const char *const orders[] = {"name", "score", "unit", "sealed"};
    const char *find = line_asked(from, req->arena, "find");

    filter->sitting = field_number(from, "sitting", 0);
    filter->unit = field_number(from, "unit", 0);
    filter->standing = one_of(field(from, "standing"), standings,
                              sizeof standings / sizeof *standings);
    filter->order = one_of(field(from, "order"), orders, 4);
    if (!filter->order)
        filter->order = "name";
    if (*find)
        filter->find = text_fold(req->arena, find);
    page->sitting = filter->sitting;
    page->unit = filter->unit;
    page->find = find;
    page->standing = filter->standing ? filter->standing : "";
    page->order = filter->order;
}

/* Without a choice: the newest sitting that has begun. */
static enum status read_sittings(struct request *req,
                                 const struct reader *reader,
                                 struct score_filter *filter,
                                 struct results_page *page)
{
    bool chosen = field(&req->query, "sitting") != NULL;

    TRY(score_sitting_list(req->house->db, req->arena, &page->sittings,
                           &page->sitting_count));
    const char **titles =
        arena_many(req->arena, const char *, page->sitting_count);
    page->title = say(req->visitor->language, SAY_RESULTS_ALL);
    for (size_t i = 0; i < page->sitting_count; i++) {
        titles[i] = reader_text(reader, page->sittings[i].title);
        if (!chosen && !page->sitting && page->sittings[i].opens_at <= req->now)
            page->sitting = page->sittings[i].id;
        if (page->sittings[i].id == page->sitting)
            page->title = titles[i];
    }
    page->sitting_titles = titles;
    filter->sitting = page->sitting;
    return OK;
}

/* The address of this list with its filters, to hang order and page on. */
static const char *link_of(const struct request *req,
                           const struct results_page *page)
{
    struct buf find = {.arena = req->arena};

    emit_part_text(&find, page->find);
    return arena_print(req->arena,
                       "/results?sitting=%lld&unit=%lld&standing=%s&find=%s",
                       (long long)page->sitting, (long long)page->unit,
                       page->standing, find.data ? find.data : "");
}

static int64_t matching(const struct score_tally *t, const char *standing)
{
    const int64_t counts[] = {t->passed,    t->failed, t->doing,
                              t->handed_in, t->held,   t->no_attempt,
                              t->excused,   t->absent, t->suspended,
                              t->incident,  t->exempt};

    for (size_t i = 0; standing && i < sizeof counts / sizeof *counts; i++)
        if (!strcmp(standings[i], standing))
            return counts[i];
    return t->called;
}

/* The list of all people over all sittings says nothing to anybody: a line for
   each sitting, until somebody is looked for. */
static enum status read_sums(struct request *req, const struct reader *reader,
                             const struct score_filter *filter,
                             struct results_page *page)
{
    TRY(score_sitting_sum_list(req->house->db, req->arena, filter,
                               MOST_SITTINGS, 0, &page->sums,
                               &page->sum_count));
    const char **titles = arena_many(req->arena, const char *, page->sum_count);
    for (size_t i = 0; i < page->sum_count; i++)
        titles[i] = reader_text(reader, page->sums[i].name);
    page->sum_titles = titles;
    return OK;
}

/* Below which unit the units are compared: the one chosen, or the top of what
   the viewer sees. 0: there is no one top. */
static int64_t top_unit(const struct request *req,
                        const struct results_page *page)
{
    int64_t top = 0;

    if (page->unit)
        return page->unit;
    for (size_t i = 0; i < req->visitor->scope_count; i++)
        if (role_rights(req->visitor->scopes[i].role) >> SEE_RESULTS & 1) {
            if (!req->visitor->scopes[i].unit)
                break;
            return req->visitor->scopes[i].unit;
        }
    for (size_t i = 0; i < page->unit_count; i++)
        if (!page->units[i].parent) {
            if (top)
                return 0;
            top = page->units[i].id;
        }
    return top;
}

static enum status read_by_unit(struct request *req,
                                const struct reader *reader,
                                struct score_filter filter,
                                struct results_page *page)
{
    const struct score_sum *sums;
    size_t count;

    filter.unit = top_unit(req, page);
    if (!filter.unit)
        return OK;
    TRY(score_unit_sum_list(req->house->db, req->arena, &filter, &sums,
                            &count));
    page->by_unit = bars_of_scores(reader, sums, count);
    return OK;
}

static enum status draw(struct request *req, struct response *res,
                        struct results_page *page)
{
    page->link = link_of(req, page);
    res->title = say(req->visitor->language, SAY_RESULTS_TITLE);
    view_results(&res->body, reader_of(req, res), page);
    return OK;
}

enum status results_show(struct request *req, struct response *res)
{
    struct score_filter filter = results_filter(req, SEE_RESULTS);
    struct results_page page = {.national_id =
                                    may(req->visitor, SEE_NATIONAL_ID)};
    struct db *db = req->house->db;

    results_filter_read(req, &req->query, &filter, &page);
    TRY(read_sittings(req, reader_of(req, res), &filter, &page));
    TRY(score_unit_list(db, req->arena, filter.day, &page.units,
                        &page.unit_count));
    TRY(score_count(db, req->arena, &filter, &page.tally));
    if (filter.sitting && page.tally.passed + page.tally.failed) {
        TRY(score_spread_find(db, req->arena, &filter, &page.spread));
        page.chart = spread_chart_of(&page.spread);
        TRY(read_by_unit(req, reader_of(req, res), filter, &page));
    }
    if (!filter.sitting && !*page.find && !filter.standing) {
        TRY(read_sums(req, reader_of(req, res), &filter, &page));
        return draw(req, res, &page);
    }
    page.matching = matching(&page.tally, filter.standing);
    page.pages = (page.matching + ROWS_A_PAGE - 1) / ROWS_A_PAGE;
    page.page = field_number(&req->query, "page", 1);
    if (page.page > page.pages)
        page.page = page.pages;
    if (page.page < 1)
        page.page = 1;
    page.first = (page.page - 1) * ROWS_A_PAGE;
    TRY(score_list(db, req->arena, &filter, ROWS_A_PAGE, page.first,
                   &page.scores, &page.count));
    return draw(req, res, &page);
}

/* What was put right in a paper, before and after; NULL: nothing. */
static enum status regrades_said(struct request *req, int64_t attempt,
                                 const char **out)
{
    enum language language = req->visitor->language;
    const struct regraded *list;
    size_t count;

    TRY(regrade_of_attempt_list(req->house->db, req->arena, attempt, &list,
                                &count));
    for (size_t i = 0; i < count; i++) {
        if (list[i].held)
            continue;
        const char *said =
            say_with(req->arena, language, SAY_REGRADED_OF, "from",
                     format_number(req->arena, language, list[i].before.percent,
                                   2 | FORMAT_SHORT),
                     "to",
                     format_number(req->arena, language, list[i].after.percent,
                                   2 | FORMAT_SHORT),
                     "reason", list[i].reason, NULL);
        *out = *out ? arena_print(req->arena, "%s %s", *out, said) : said;
    }
    return OK;
}

enum status results_person_show(struct request *req, struct response *res)
{
    struct score_filter filter = results_filter(req, SEE_RESULTS);
    const struct score *scores;
    size_t count;
    int64_t person;

    TRY(path_id(req, "person", &person));
    TRY(score_person_list(req->house->db, req->arena, &filter, person, &scores,
                          &count));
    if (!count)
        return MISSING;
    const char **titles = arena_many(req->arena, const char *, count);
    const char **notes = arena_many(req->arena, const char *, count);
    for (size_t i = 0; i < count; i++) {
        titles[i] = reader_text(reader_of(req, res), scores[i].sitting_title);
        TRY(regrades_said(req, scores[i].attempt, &notes[i]));
    }
    res->title = scores[0].full_name;
    view_results_person(&res->body, reader_of(req, res), scores, titles, notes,
                        count);
    return OK;
}

/* A file made here is handed over by the server and then deleted. */
enum status results_export(struct request *req, struct response *res)
{
    struct score_filter filter = results_filter(req, EXPORT_RESULTS);
    struct results_page page = {0};
    enum sheet_format format;
    int64_t rows;

    if (!sheet_format_of(field(&req->form, "format"), &format))
        return INVALID;
    results_filter_read(req, &req->form, &filter, &page);
    bool national_id =
        field(&req->form, "national_id") && may(req->visitor, SEE_NATIONAL_ID);
    const struct score_sheet how = {format, req->visitor->language, national_id,
                                    req->visitor->name, req->now};
    const char *path = passing_file(req->arena, req->house->data, "results");
    TRY(score_sheet_write(req->house->db, path, &filter, &how, &rows));
    const struct export_record record = {
        .actor = req->visitor->person,
        .now = req->now,
        .format = field(&req->form, "format"),
        .sitting = filter.sitting,
        .unit = filter.unit,
        .rows = rows,
        .national_id = national_id,
    };
    res->file = path; /* from here on the server deletes it */
    TRY(export_recorded(req->house->db, &record));
    res->type = sheet_type(format);
    res->layout = BARE;
    res->download = arena_print(req->arena, "ket-qua-%lld.%s",
                                (long long)clock_day(req->now),
                                field(&req->form, "format"));
    return OK;
}
