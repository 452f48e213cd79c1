#include "pages/slips.h"

#include "base/clock.h"
#include "domain/credentials.h"
#include "domain/units.h"
#include "pages/access.h"
#include "pages/gate.h"
#include "pages/pages.h"
#include "pages/printed.h"
#include "text/format.h"
#include "views.h"

#include <string.h>

/* ---- the page of a unit --------------------------------------------------*/

enum status slips_show(struct request *req, struct response *res)
{
    const struct actor actor = actor_of(req);
    struct slips_page page = {0};
    int64_t unit;

    TRY(path_id(req, "unit", &unit));
    TRY(unit_find(req->house->db, req->arena, unit, clock_day(req->now),
                  &page.unit));
    enum status status =
        slips_count(req->house, req->arena, &actor, unit, &page.tally);
    page.too_many = status == INVALID;
    if (status != INVALID)
        TRY(status);
    res->title = say(req->visitor->language, SAY_SLIPS_TITLE);
    view_slips(&res->body, reader_of(req, res), &page);
    return OK;
}

/* ---- on paper ------------------------------------------------------------*/

struct printing {
    struct request *req;
    struct paper *paper;
    struct receipt_line {
        const char *name, *born, *unit, *login;
    } * receipts;
    size_t count;
};

static const char *born(struct arena *arena, int64_t day)
{
    return day ? format_day(arena, day) : "";
}

static void print_slip(const struct slip *slip, void *arg)
{
    struct printing *p = arg;
    struct arena *arena = p->req->arena;
    const struct unit_account *u = slip->whose;
    const struct paper_card card = {
        .head = p->req->house->body_name,
        .title = u->full_name,
        .lines = {{printed(SAY_SLIP_BORN), born(arena, u->birth_date)},
                  {printed(SAY_SLIP_UNIT), u->unit_name},
                  {printed(SAY_SLIP_LOGIN), slip->login},
                  {printed(SAY_SLIP_ADDRESS), gate_origin(p->req)}},
        .code_label =
            say_with(arena, VIETNAMESE, SAY_SLIP_CODE, "day",
                     format_day(arena, clock_day(slip->ends_at)), NULL),
        .code = slip->code,
        .qr = arena_print(arena, "%s/%s", gate_origin(p->req), slip->address),
        .foot = printed(SAY_SLIP_FOOT),
    };

    paper_card(p->paper, &card);
    p->receipts[p->count++] = (struct receipt_line){
        u->full_name, born(arena, u->birth_date), u->unit_name,
        arena_print(arena, "%s", slip->login)};
}

/* Who got one signs here. */
static void print_receipts(const struct printing *p, const char *unit)
{
    static struct paper_column columns[] = {
        {NULL, 0.07, true},  {NULL, 0.27, false}, {NULL, 0.14, true},
        {NULL, 0.22, false}, {NULL, 0.15, false}, {NULL, 0.15, false}};
    static const enum word titles[] = {SAY_SLIP_ORDER, SAY_COLUMN_HO_TEN,
                                       SAY_SLIP_BORN,  SAY_SLIP_UNIT,
                                       SAY_SLIP_LOGIN, SAY_SLIP_RECEIVED};
    struct paper_column head[6];
    struct arena *arena = p->req->arena;

    for (size_t i = 0; i < 6; i++) {
        head[i] = columns[i];
        head[i].title = printed(titles[i]);
    }
    paper_break(p->paper);
    paper_letterhead(p->paper, p->req->house->body_name, unit);
    paper_text(p->paper, PAPER_TITLE, printed(SAY_SLIPS_RECEIPTS));
    paper_text(p->paper, PAPER_SUBTITLE,
               say_with(arena, VIETNAMESE, SAY_SLIPS_PRINTED, "moment",
                        format_moment(arena, p->req->now), NULL));
    paper_space(p->paper, 3);
    paper_table(p->paper, head, 6);
    for (size_t i = 0; i < p->count; i++) {
        const struct receipt_line *r = &p->receipts[i];
        const char *cells[] = {arena_print(arena, "%zu", i + 1),
                               r->name,
                               r->born,
                               r->unit,
                               r->login,
                               ""};
        paper_row(p->paper, cells);
    }
}

enum status slips_print(struct request *req, struct response *res)
{
    const struct actor actor = actor_of(req);
    struct slip_tally tally;
    struct printing p = {.req = req};
    const struct unit *unit;
    const char *path;
    size_t count;
    int64_t id;

    TRY(path_id(req, "unit", &id));
    TRY(unit_find(req->house->db, req->arena, id, clock_day(req->now), &unit));
    TRY(slips_count(req->house, req->arena, &actor, id, &tally));
    if (!tally.waiting)
        return redirect(req, res, "/units/%lld/accounts", (long long)id);
    p.receipts = arena_many(req->arena, struct receipt_line, tally.people);
    TRY(printed_begin(req, printed(SAY_SLIPS_TITLE), &path, &p.paper));
    enum status status =
        slips_make(req->house, req->arena, &actor, id, print_slip, &p, &count);
    if (status != OK) {
        paper_drop(p.paper);
        return status;
    }
    print_receipts(&p, unit->name);
    TRY(paper_close(p.paper));
    return printed_send(req, res, path, "phieu-dang-nhap");
}

/* ---- a code that is typed ------------------------------------------------*/

enum status welcome_code_show(struct request *req, struct response *res)
{
    const char *typed = field(&req->query, "code");
    struct paper_code_page page = {.typed = typed ? typed : ""};
    struct link_holder holder;

    if (typed && strlen(typed) < 200) {
        enum status status =
            link_holder_of(req->house, req->arena, typed, req->now, &holder);
        if (status == OK)
            return redirect(req, res, "/welcome/%s",
                            link_plain(req->arena, typed));
        if (status != MISSING)
            return status;
    }
    page.wrong = typed != NULL;
    res->code = page.wrong ? 422 : 0;
    res->title = say(req->visitor->language, SAY_PAPER_CODE_TITLE);
    view_welcome_code(&res->body, reader_of(req, res), &page);
    return OK;
}
