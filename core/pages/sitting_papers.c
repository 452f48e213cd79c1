#include "pages/sittings.h"

#include "base/clock.h"
#include "pages/gate.h"
#include "pages/pages.h"
#include "pages/printed.h"
#include "text/format.h"
#include "json/json.h"

#include <string.h>

/* What is printed for a sitting: the list of its candidates to be signed, and
   a slip for each. */

enum { AT_ONCE = 500, MOST_PRINTED = 20000 };

struct printing {
    struct request *req;
    const struct sitting *sitting;
    const char *title, *test, *when;
    struct paper *paper;
    size_t count;
};

typedef void print_one(struct printing *p, const struct candidate_line *line);

/* Of a whole city nobody prints one list: by units, then. */
static enum status fits(const struct printing *p, bool *does)
{
    const struct candidate_filter filter =
        sitting_candidates(p->req, p->sitting->id);
    struct candidate_tally tally;

    *does = true;
    if (field_number(&p->req->query, "unit", 0))
        return OK;
    TRY(candidate_count(p->req->house->db, p->req->arena, &filter, &tally));
    *does = tally.called <= MOST_PRINTED;
    return OK;
}

/* All candidates that were called and not excused, by their numbers. */
static enum status each_candidate(struct printing *p, print_one *print)
{
    struct candidate_filter filter = sitting_candidates(p->req, p->sitting->id);
    const struct candidate_line *lines;
    int64_t after = 0;
    size_t count;

    filter.unit = field_number(&p->req->query, "unit", 0);
    if (filter.unit)
        TRY(scope_unit(p->req, SCHEDULE, filter.unit, filter.day));
    do {
        TRY(candidate_list(p->req->house->db, p->req->arena, &filter, after,
                           AT_ONCE, &lines, &count));
        for (size_t i = 0; i < count; i++) {
            after = lines[i].id;
            if (strcmp(lines[i].standing, "excused") &&
                strcmp(lines[i].standing, "exempt"))
                print(p, &lines[i]);
        }
    } while (count == AT_ONCE);
    return OK;
}

/* In Vietnamese, as everything that is printed. */
static const char *vietnamese(struct request *req, const char *json)
{
    struct tree both;

    if (json_read(req->arena, json, strlen(json), &both) != OK)
        return json;
    const char *text = tree_text(&both, "vi");
    return text ? text : "";
}

/* INVALID: too many for one document. */
static enum status begin(struct request *req, struct printing *p,
                         const char **path)
{
    const struct test *test;
    bool does;

    p->req = req;
    TRY(sitting_mine(req, &p->sitting));
    TRY(fits(p, &does));
    if (!does)
        return INVALID;
    TRY(test_find(req->house->db, req->arena, p->sitting->test, &test));
    p->title = vietnamese(req, p->sitting->title);
    p->test = vietnamese(req, test->title);
    p->when = arena_print(req->arena, "%s – %s",
                          format_moment(req->arena, p->sitting->opens_at),
                          format_moment(req->arena, p->sitting->closes_at));
    return printed_begin(req, p->title, path, &p->paper);
}

/* Its page says so, and has the units to choose from. */
static enum status too_many(struct request *req, struct response *res,
                            const struct printing *p)
{
    return redirect(req, res, "/schedule/%lld?print=many",
                    (long long)p->sitting->id);
}

static enum status finish(struct printing *p, enum status status,
                          struct response *res, const char *path,
                          const char *name)
{
    if (status != OK) {
        paper_drop(p->paper);
        return status;
    }
    TRY(paper_close(p->paper));
    return printed_send(
        p->req, res, path,
        arena_print(p->req->arena, "%s-%s", name, p->sitting->code));
}

static const char *born(struct printing *p, const struct candidate_line *line)
{
    return line->birth_date ? format_day(p->req->arena, line->birth_date) : "";
}

static void print_line(struct printing *p, const struct candidate_line *line)
{
    struct arena *arena = p->req->arena;
    const char *cells[] = {arena_print(arena, "%zu", ++p->count),
                           line->number,
                           line->full_name,
                           born(p, line),
                           line->unit_name,
                           "",
                           ""};

    paper_row(p->paper, cells);
}

enum status sitting_list_print(struct request *req, struct response *res)
{
    const struct paper_column columns[] = {
        {printed(SAY_SLIP_ORDER), 0.06, true},
        {printed(SAY_FACT_NUMBER), 0.11, true},
        {printed(SAY_COLUMN_HO_TEN), 0.24, false},
        {printed(SAY_SLIP_BORN), 0.14, true},
        {printed(SAY_SLIP_UNIT), 0.21, false},
        {printed(SAY_PRINT_SIGNATURE), 0.13, false},
        {printed(SAY_PRINT_REMARK), 0.11, false}};
    struct printing p = {0};
    const char *path;

    enum status status = begin(req, &p, &path);
    if (status == INVALID)
        return too_many(req, res, &p);
    TRY(status);
    paper_letterhead(p.paper, req->house->body_name, NULL);
    paper_text(p.paper, PAPER_TITLE, printed(SAY_PRINT_LIST));
    paper_text(p.paper, PAPER_SUBTITLE, p.title);
    paper_text(p.paper, PAPER_SUBTITLE,
               arena_print(req->arena, "%s · %s", p.sitting->code, p.when));
    if (p.sitting->basis)
        paper_text(p.paper, PAPER_SUBTITLE, p.sitting->basis);
    paper_space(p.paper, 3);
    paper_table(p.paper, columns, sizeof columns / sizeof *columns);
    status = each_candidate(&p, print_line);
    paper_space(p.paper, 3);
    paper_text(
        p.paper, PAPER_LINE,
        say_count(req->arena, VIETNAMESE, SAY_PRINT_TOTAL, (long long)p.count));
    paper_space(p.paper, 4);
    paper_text(p.paper, PAPER_SIGNATURE, printed(SAY_PRINT_PROCTOR));
    return finish(&p, status, res, path, "danh-sach");
}

static void print_slip(struct printing *p, const struct candidate_line *line)
{
    struct arena *arena = p->req->arena;
    const char *address =
        arena_print(arena, "%s/sittings/%lld", gate_origin(p->req),
                    (long long)p->sitting->id);
    const struct paper_card card = {
        .head = p->title,
        .title = line->full_name,
        .lines = {{printed(SAY_SLIP_BORN), born(p, line)},
                  {printed(SAY_SLIP_UNIT), line->unit_name},
                  {printed(SAY_PRINT_WHEN), p->when},
                  {printed(SAY_SITTING_TEST), p->test},
                  {printed(SAY_SLIP_ADDRESS), gate_origin(p->req)}},
        .code_label = printed(SAY_FACT_NUMBER),
        .code = line->number,
        .qr = address,
        .foot = printed(SAY_PRINT_SLIP_FOOT),
    };

    paper_card(p->paper, &card);
    p->count++;
}

enum status sitting_slips_print(struct request *req, struct response *res)
{
    struct printing p = {0};
    const char *path;

    enum status status = begin(req, &p, &path);
    if (status == INVALID)
        return too_many(req, res, &p);
    TRY(status);
    return finish(&p, each_candidate(&p, print_slip), res, path,
                  "phieu-du-thi");
}
