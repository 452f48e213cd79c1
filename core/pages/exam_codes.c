#include "pages/exam_codes.h"

#include "domain/exam_codes.h"
#include "pages/gate.h"
#include "pages/pages.h"
#include "pages/printed.h"
#include "pages/sittings.h"
#include "text/format.h"
#include "views.h"

#include <string.h>

/* Exam slips: printed by an organiser, typed by a candidate. */

/* ---- typed ---------------------------------------------------------------*/

static enum status show(struct request *req, struct response *res,
                        const struct exam_code_page *page)
{
    res->title = say(req->visitor->language, SAY_EXAM_CODE_TITLE);
    view_exam_code(&res->body, reader_of(req, res), page);
    return OK;
}

enum status exam_code_show(struct request *req, struct response *res)
{
    const struct exam_code_page page = {
        .typed = line_asked(&req->query, req->arena, "code")};

    return show(req, res, &page);
}

static const char *fault_of(struct request *req,
                            const struct exam_entrance *entrance)
{
    static const enum word words[] = {[EXAM_UNKNOWN] = SAY_EXAM_CODE_UNKNOWN,
                                      [EXAM_OVER] = SAY_EXAM_CODE_OVER,
                                      [EXAM_USED] = SAY_EXAM_CODE_USED};

    if (entrance->entry == EXAM_EARLY)
        return say_with(req->arena, req->visitor->language, SAY_EXAM_CODE_EARLY,
                        "when", format_moment(req->arena, entrance->opens_at),
                        NULL);
    return say(req->visitor->language, words[entrance->entry]);
}

enum status exam_code_try(struct request *req, struct response *res)
{
    struct exam_code_page page = {.typed = line_typed(req, "code")};
    struct exam_entrance entrance;

    TRY(exam_code_enter(req->house, req->arena, page.typed, req->now,
                        &entrance));
    if (entrance.entry != EXAM_ENTERED) {
        res->code = 422;
        page.fault = fault_of(req, &entrance);
        return show(req, res, &page);
    }
    res->cookie = gate_session_cookie(req, entrance.token);
    return redirect(req, res, "/sittings/%lld", (long long)entrance.sitting);
}

/* ---- printed -------------------------------------------------------------*/

struct printing {
    struct request *req;
    const struct sitting *sitting;
    const char *title, *when;
    const struct candidate_line *lines;
    int64_t *ids;
    size_t count;
    struct paper *paper;
};

/* Whoever is called and has not begun to be excused; by their numbers. */
static enum status read_people(struct printing *p, bool *too_many)
{
    enum { AT_ONCE = 500 };
    struct request *req = p->req;
    struct candidate_filter filter = sitting_candidates(req, p->sitting->id);
    struct candidate_line *list =
        arena_many(req->arena, struct candidate_line, EXAM_CODES_MOST);
    const struct candidate_line *some;
    int64_t after = 0;
    size_t n;

    filter.unit = field_number(&req->form, "unit", 0);
    if (filter.unit)
        TRY(scope_unit(req, SCHEDULE, filter.unit, filter.day));
    *too_many = false;
    do {
        TRY(candidate_list(req->house->db, req->arena, &filter, after, AT_ONCE,
                           &some, &n));
        for (size_t i = 0; i < n; i++) {
            after = some[i].id;
            if (strcmp(some[i].standing, "called") &&
                strcmp(some[i].standing, "open"))
                continue;
            *too_many |= p->count == EXAM_CODES_MOST;
            if (*too_many)
                return OK;
            list[p->count++] = some[i];
        }
    } while (n == AT_ONCE);
    p->lines = list;
    p->ids = arena_many(req->arena, int64_t, p->count);
    for (size_t i = 0; i < p->count; i++)
        p->ids[i] = list[i].id;
    return OK;
}

static enum status place_of(struct printing *p, int64_t id, const char **place)
{
    const struct candidate *candidate;
    const struct room *room;

    *place = "";
    TRY(candidate_find(p->req->house->db, p->req->arena, id, &candidate));
    if (!candidate->room)
        return OK;
    TRY(room_find(p->req->house->db, p->req->arena, candidate->room, &room));
    *place = arena_print(
        p->req->arena, "%s%s%s%s%s", room->name, candidate->seat ? " · " : "",
        candidate->seat ? candidate->seat : "", room->place ? " · " : "",
        room->place ? room->place : "");
    return OK;
}

static enum status print_one(struct printing *p, size_t i, const char *code)
{
    const struct candidate_line *line = &p->lines[i];
    struct arena *arena = p->req->arena;
    const char *origin = gate_origin(p->req), *place;

    TRY(place_of(p, line->id, &place));
    const struct paper_card card = {
        .head = p->title,
        .title = line->full_name,
        .lines = {{printed(SAY_FACT_NUMBER), line->number},
                  {printed(SAY_SLIP_BORN),
                   line->birth_date ? format_day(arena, line->birth_date) : ""},
                  {printed(SAY_PRINT_WHEN), p->when},
                  {printed(SAY_FACT_ROOM), place},
                  {printed(SAY_SLIP_ADDRESS),
                   arena_print(arena, "%s/exam", origin)}},
        .code_label = printed(SAY_EXAM_CODE_LABEL),
        .code = code,
        .qr = arena_print(arena, "%s/exam?code=%s", origin, code),
        .foot = printed(SAY_EXAM_CODE_FOOT),
    };

    paper_card(p->paper, &card);
    return OK;
}

static enum status print_all(struct printing *p, const char *const *codes)
{
    for (size_t i = 0; i < p->count; i++)
        TRY(print_one(p, i, codes[i]));
    return OK;
}

enum status exam_codes_print(struct request *req, struct response *res)
{
    struct printing p = {.req = req};
    const char *const *codes, *path;
    struct reader reader = *reader_of(req, res);
    bool too_many;

    TRY(sitting_mine(req, &p.sitting));
    TRY(read_people(&p, &too_many));
    if (too_many)
        return redirect(req, res, "/schedule/%lld?print=many",
                        (long long)p.sitting->id);
    if (!p.count)
        return redirect(req, res, "/schedule/%lld", (long long)p.sitting->id);
    TRY(exam_codes_make(req->house, req->arena, p.sitting->id, p.ids, p.count,
                        req->visitor->person, req->now, &codes));
    reader.language = VIETNAMESE;
    p.title = reader_text(&reader, p.sitting->title);
    p.when = arena_print(req->arena, "%s – %s",
                         format_moment(req->arena, p.sitting->opens_at),
                         format_moment(req->arena, p.sitting->closes_at));
    TRY(printed_begin(req, p.title, &path, &p.paper));
    enum status status = print_all(&p, codes);
    if (status != OK) {
        paper_drop(p.paper);
        return status;
    }
    TRY(paper_close(p.paper));
    return printed_send(
        req, res, path,
        arena_print(req->arena, "phieu-vao-thi-%s", p.sitting->code));
}
