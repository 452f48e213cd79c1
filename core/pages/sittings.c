#include "pages/sittings.h"

#include "base/clock.h"
#include "domain/units.h"
#include "pages/pages.h"
#include "store/people.h"
#include "text/fold.h"
#include "text/utf8.h"
#include "views.h"
#include "json/json.h"

#include <string.h>

enum { SITTINGS_A_PAGE = 20, CANDIDATES_A_PAGE = 25 };

struct candidate_filter sitting_candidates(const struct request *req,
                                           int64_t sitting)
{
    const struct people_scope scope = scope_of(req, SCHEDULE);

    return (struct candidate_filter){.whole = scope.whole,
                                     .viewer = scope.viewer,
                                     .roles = scope.roles,
                                     .day = scope.day,
                                     .sitting = sitting};
}

enum status sitting_mine(struct request *req, const struct sitting **out)
{
    const struct people_scope scope = scope_of(req, SCHEDULE);
    struct sitting_filter filter = {.whole = scope.whole,
                                    .viewer = scope.viewer,
                                    .roles = scope.roles,
                                    .day = scope.day};
    const struct sitting *list;
    size_t count;

    TRY(path_id(req, "sitting", &filter.sitting));
    TRY(sitting_scope_list(req->house->db, req->arena, &filter, 1, 0, &list,
                           &count));
    if (!count)
        return MISSING;
    return sitting_any_find(req->house->db, req->arena, filter.sitting, out);
}

/* ---- words ---------------------------------------------------------------*/

const char *sitting_state(const struct reader *reader,
                          const struct sitting *sitting)
{
    if (!sitting->ready)
        return "staged";
    if (sitting->cancelled_at)
        return "cancelled";
    if (reader->now < sitting->opens_at)
        return "coming";
    return reader->now < sitting->closes_at ? "open" : "over";
}

const char *candidate_said(const struct reader *reader, const char *standing)
{
    static const struct {
        const char *standing;
        enum word word;
    } words[] = {{"called", SAY_STANDING_NOT_YET},
                 {"open", SAY_STANDING_DOING},
                 {"sealed", SAY_STANDING_WAITS},
                 {"graded", SAY_STANDING_GRADED},
                 {"excused", SAY_STANDING_EXCUSED},
                 {"absent", SAY_STANDING_ABSENT},
                 {"exempt", SAY_STANDING_EXEMPT},
                 {"suspended", SAY_STANDING_SUSPENDED},
                 {"incident", SAY_STANDING_INCIDENT}};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!strcmp(words[i].standing, standing))
            return say(reader->language, words[i].word);
    return standing;
}

/* ---- the list ------------------------------------------------------------*/

enum status sittings_show(struct request *req, struct response *res)
{
    const struct people_scope scope = scope_of(req, SCHEDULE);
    const struct sitting_filter filter = {.whole = scope.whole,
                                          .viewer = scope.viewer,
                                          .roles = scope.roles,
                                          .day = scope.day};
    struct sittings_page page = {.page = field_number(&req->query, "page", 1)};
    const struct reader *reader = reader_of(req, res);
    const struct sitting *list;
    size_t count;

    if (page.page < 1 || page.page > 1000)
        page.page = 1;
    TRY(sitting_scope_list(req->house->db, req->arena, &filter,
                           SITTINGS_A_PAGE + 1,
                           (page.page - 1) * SITTINGS_A_PAGE, &list, &count));
    page.more = count > SITTINGS_A_PAGE;
    count = page.more ? SITTINGS_A_PAGE : count;
    struct sitting_line *lines =
        arena_many(req->arena, struct sitting_line, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct candidate_filter candidates =
            sitting_candidates(req, list[i].id);
        lines[i].sitting = &list[i];
        lines[i].title = reader_text(reader, list[i].title);
        TRY(candidate_count(req->house->db, req->arena, &candidates,
                            &lines[i].tally));
    }
    page.lines = lines;
    res->title = say(req->visitor->language, SAY_SITTINGS_TITLE);
    view_sittings(&res->body, reader_of(req, res), &page);
    return OK;
}

/* ---- one sitting ---------------------------------------------------------*/

static enum status read_calling(struct request *req, struct schedule_page *page)
{
    int64_t day = clock_day(page->sitting->opens_at);
    struct tree calling;

    TRY(json_read(req->arena, page->sitting->calling,
                  strlen(page->sitting->calling), &calling));
    const struct tree *ids = tree_get(&calling, "units");
    const struct tree *people = tree_get(&calling, "people");
    struct unit *units =
        arena_many(req->arena, struct unit, ids ? ids->count : 0);
    for (size_t i = 0; ids && i < ids->count; i++) {
        const struct unit *unit;
        enum status status = unit_find(req->house->db, req->arena,
                                       ids->items[i].integer, day, &unit);
        if (status == MISSING)
            continue;
        TRY(status);
        units[page->unit_count++] = *unit;
    }
    page->units = units;
    page->people_count = people ? people->count : 0;
    return OK;
}

static enum status read_facts(struct request *req, const struct reader *reader,
                              struct schedule_page *page)
{
    const struct sitting *s = page->sitting;
    const struct candidate_filter all = sitting_candidates(req, s->id);
    const struct person *organiser;
    const struct test *test;
    struct test_plan plan;
    struct tree rules;

    page->title = reader_text(reader, s->title);
    TRY(test_find(req->house->db, req->arena, s->test, &test));
    page->test_title = reader_text(reader, test->title);
    TRY(json_read(req->arena, s->rules, strlen(s->rules), &rules));
    page->rules = nodes_in(&rules, req->visitor->language);
    page->how = (struct nodes){.reader = reader, .heading = 3};
    TRY(read_calling(req, page));
    TRY(candidate_count(req->house->db, req->arena, &all, &page->tally));
    bool live = s->ready && !s->cancelled_at && req->now < s->closes_at;
    page->may_add = live;
    page->may_print_codes =
        s->ready && !s->cancelled_at && req->now < s->over_at;
    page->may_arrange =
        scope_of(req, SCHEDULE).whole || s->created_by == req->visitor->person;
    page->may_cancel = live && !page->tally.open && !page->tally.sealed &&
                       !page->tally.graded && scope_of(req, SCHEDULE).whole;
    TRY(test_read(req->arena, test->definition, &plan));
    page->awaits_release = s->ready && !s->cancelled_at && !s->released_at &&
                           !strcmp(test_review(&plan, "score"), "released");
    page->may_release =
        page->awaits_release && page->may_arrange && req->now >= s->over_at;
    if (s->created_by == req->visitor->person && live)
        page->may_cancel =
            sitting_attempt_find(req->house->db, req->arena, s->id) == MISSING;
    enum status status =
        person_find(req->house->db, req->arena, s->created_by, &organiser);
    if (status == OK)
        page->organiser = organiser->full_name;
    return status == MISSING ? OK : status;
}

/* Each once. Only for whoever sees all people: names of others are none of
   theirs. */
static enum status read_insiders(struct request *req,
                                 struct schedule_page *page)
{
    const struct candidate_grant *grants;
    size_t count;

    if (req->now >= page->sitting->over_at || page->sitting->cancelled_at ||
        !scope_of(req, SCHEDULE).whole)
        return OK;
    TRY(candidate_grant_list(req->house->db, req->arena, page->sitting->id,
                             clock_day(req->now), &grants, &count));
    struct candidate_grant *list =
        arena_many(req->arena, struct candidate_grant, count);
    for (size_t i = 0; i < count; i++) {
        size_t n = page->insider_count;
        if (role_rights(role_of(grants[i].role)) >> SEE_ITEMS & 1 &&
            (!n || list[n - 1].person != grants[i].person))
            list[page->insider_count++] = grants[i];
    }
    page->insiders = list;
    return OK;
}

static const char *link_of(const struct request *req,
                           const struct schedule_page *page)
{
    struct buf find = {.arena = req->arena};

    emit_part_text(&find, page->find);
    return arena_print(req->arena,
                       "/schedule/%lld?find=%s&standing=%s&unit=%lld",
                       (long long)page->sitting->id, find.data ? find.data : "",
                       page->standing, (long long)page->unit);
}

static const char *known_standing(const char *typed)
{
    static const char *const standings[] = {"called", "open",      "sealed",
                                            "graded", "excused",   "absent",
                                            "exempt", "suspended", "incident"};

    for (size_t i = 0; typed && i < sizeof standings / sizeof *standings; i++)
        if (!strcmp(standings[i], typed))
            return standings[i];
    return NULL;
}

static enum status read_candidates(struct request *req,
                                   struct schedule_page *page)
{
    struct candidate_filter filter = sitting_candidates(req, page->sitting->id);
    int64_t after = field_number(&req->query, "after", 0);
    const char *find = line_asked(&req->query, req->arena, "find");
    const struct unit *unit;

    page->find = find;
    filter.standing = known_standing(field(&req->query, "standing"));
    page->standing = filter.standing ? filter.standing : "";
    if (*page->find) {
        filter.typed = page->find;
        filter.folded = text_fold(req->arena, page->find);
    }
    filter.unit = field_number(&req->query, "unit", 0);
    if (filter.unit) {
        TRY(scope_unit(req, SCHEDULE, filter.unit, filter.day));
        TRY(unit_find(req->house->db, req->arena, filter.unit, filter.day,
                      &unit));
        page->unit_name = unit->name;
    }
    page->unit = filter.unit;
    TRY(candidate_list(req->house->db, req->arena, &filter, after,
                       CANDIDATES_A_PAGE + 1, &page->lines, &page->count));
    if (after)
        page->first = link_of(req, page);
    if (page->count > CANDIDATES_A_PAGE) {
        page->count = CANDIDATES_A_PAGE;
        page->next =
            arena_print(req->arena, "%s&after=%lld", link_of(req, page),
                        (long long)page->lines[page->count - 1].id);
    }
    return OK;
}

static enum status show_sitting(struct request *req, struct response *res,
                                struct schedule_page *page)
{
    TRY(read_facts(req, reader_of(req, res), page));
    TRY(read_candidates(req, page));
    TRY(read_insiders(req, page));
    page->print_many = field(&req->query, "print") != NULL;
    page->people = page->people ? page->people : "";
    res->title = page->title;
    page->how.reader = reader_of(req, res);
    view_schedule(&res->body, page->how.reader, page);
    return OK;
}

enum status sitting_show(struct request *req, struct response *res)
{
    struct schedule_page page = {.added =
                                     field_number(&req->query, "added", -1)};

    TRY(sitting_mine(req, &page.sitting));
    return show_sitting(req, res, &page);
}

/* ---- more people, or nobody at all ---------------------------------------*/

/* The lines that call nobody come back; nobody is called until all are right.
 */
static enum status read_more(struct request *req, struct schedule_page *page,
                             int64_t **ids, size_t *count)
{
    const struct people_scope scope = scope_of(req, SCHEDULE);
    const struct calling_line *lines;
    size_t n;

    page->people = field(&req->form, "people");
    enum status status =
        calling_read(req->house, req->arena, page->people,
                     clock_day(page->sitting->opens_at), &scope, &lines, &n);
    if (status == INVALID) {
        page->too_many = true;
        return OK;
    }
    TRY(status);
    struct calling_line *wrong = arena_many(req->arena, struct calling_line, n);
    *ids = arena_many(req->arena, int64_t, n);
    *count = 0;
    for (size_t i = 0; i < n; i++)
        if (lines[i].fault == LINE_FINE)
            (*ids)[(*count)++] = lines[i].person->id;
        else if (lines[i].fault != LINE_TWICE)
            wrong[page->wrong_count++] = lines[i];
    page->wrong = wrong;
    return OK;
}

enum status sitting_people_add(struct request *req, struct response *res)
{
    struct schedule_page page = {.added = -1};
    int64_t *ids = NULL;
    size_t count = 0, called;

    TRY(sitting_mine(req, &page.sitting));
    TRY(read_more(req, &page, &ids, &count));
    if (page.wrong_count || page.too_many) {
        res->code = 422;
        return show_sitting(req, res, &page);
    }
    enum status status =
        sitting_call_more(req->house, req->arena, page.sitting->id, ids, count,
                          req->visitor->person, req->now, &called);
    if (status == CONFLICT) {
        res->code = 409;
        page.too_late = true;
        return show_sitting(req, res, &page);
    }
    TRY(status);
    return redirect(req, res, "/schedule/%lld?added=%zu",
                    (long long)page.sitting->id, called);
}

enum status sitting_cancel_it(struct request *req, struct response *res)
{
    struct schedule_page page = {.added = -1};

    TRY(sitting_mine(req, &page.sitting));
    if (!scope_of(req, SCHEDULE).whole &&
        page.sitting->created_by != req->visitor->person)
        return DENIED;
    enum status status = sitting_call_off(
        req->house, req->arena, page.sitting->id, line_typed(req, "reason"),
        req->visitor->person, req->now);
    if (status == INVALID || status == CONFLICT) {
        res->code = status == INVALID ? 422 : 409;
        page.no_reason = status == INVALID;
        page.too_late = status == CONFLICT;
        return show_sitting(req, res, &page);
    }
    TRY(status);
    return redirect(req, res, "/schedule/%lld", (long long)page.sitting->id);
}

/* Sent twice, or too early: the page says how it stands. */
enum status sitting_release_it(struct request *req, struct response *res)
{
    const struct sitting *sitting;

    TRY(sitting_mine(req, &sitting));
    if (!scope_of(req, SCHEDULE).whole &&
        sitting->created_by != req->visitor->person)
        return DENIED;
    enum status status = sitting_let_out(req->house, req->arena, sitting->id,
                                         req->visitor->person, req->now);
    if (status != OK && status != CONFLICT)
        return status;
    return redirect(req, res, "/schedule/%lld", (long long)sitting->id);
}

/* ---- one candidate -------------------------------------------------------*/

static enum status find_candidate(struct request *req,
                                  struct candidate_page *page)
{
    const struct attempt *attempt;
    int64_t id, day = clock_day(req->now);

    TRY(sitting_mine(req, &page->sitting));
    TRY(path_id(req, "candidate", &id));
    TRY(candidate_find(req->house->db, req->arena, id, &page->candidate));
    if (page->candidate->sitting != page->sitting->id)
        return MISSING;
    enum status status = scope_unit(req, SCHEDULE, page->candidate->unit, day);
    if (status == MISSING && scope_of(req, SCHEDULE).whole)
        status = OK; /* of a unit that is no more */
    TRY(status);
    status =
        unit_path_name(req->house->db, req->arena, page->candidate->unit,
                       clock_day(page->sitting->opens_at), &page->unit_path);
    if (status == MISSING)
        page->unit_path = "";
    else
        TRY(status);
    page->standing = page->candidate->state;
    status = newest_attempt_find(req->house->db, req->arena, id, &attempt);
    if (status == OK)
        page->standing = attempt->state;
    page->may_mark = status == MISSING && !page->sitting->cancelled_at;
    return status == MISSING ? OK : status;
}

static enum status show_candidate(struct request *req, struct response *res,
                                  struct candidate_page *page)
{
    page->title = reader_text(reader_of(req, res), page->sitting->title);
    if (!page->choice)
        page->choice = page->candidate->state;
    if (!page->reason)
        page->reason = page->candidate->reason ? page->candidate->reason : "";
    res->title = page->candidate->full_name;
    view_candidate(&res->body, reader_of(req, res), page);
    return OK;
}

enum status candidate_show(struct request *req, struct response *res)
{
    struct candidate_page page = {0};

    TRY(find_candidate(req, &page));
    return show_candidate(req, res, &page);
}

enum status candidate_mark_it(struct request *req, struct response *res)
{
    struct candidate_page page = {0};

    TRY(find_candidate(req, &page));
    page.choice = field(&req->form, "state");
    page.reason = line_typed(req, "reason");
    enum status status = candidate_mark_as(
        req->house, req->arena, page.candidate->id, page.choice, page.reason,
        req->visitor->person, req->now);
    if (status == INVALID || status == CONFLICT) {
        res->code = status == INVALID ? 422 : 409;
        page.invalid = status == INVALID;
        page.begun = status == CONFLICT;
        if (!page.choice)
            page.choice = "";
        return show_candidate(req, res, &page);
    }
    TRY(status);
    return redirect(req, res, "/schedule/%lld", (long long)page.sitting->id);
}
