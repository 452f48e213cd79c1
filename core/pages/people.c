#include "pages/people.h"

#include "base/clock.h"
#include "domain/units.h"
#include "pages/fields.h"
#include "pages/pages.h"
#include "pages/results.h"
#include "text/fold.h"
#include "text/format.h"
#include "text/utf8.h"
#include "views.h"

#include <string.h>

enum { LINES = 40 };

/* ---- words ---------------------------------------------------------------*/

struct code_word {
    const char *code;
    enum word word;
};

static const char *said(const struct reader *reader,
                        const struct code_word *words, const char *code)
{
    for (; words->code; words++)
        if (!strcmp(words->code, code))
            return say(reader->language, words->word);
    return code;
}

const char *person_kind_said(const struct reader *reader, const char *kind)
{
    static const struct code_word words[] = {
        {"can_bo", SAY_KIND_CAN_BO},
        {"cong_chuc", SAY_KIND_CONG_CHUC},
        {"vien_chuc", SAY_KIND_VIEN_CHUC},
        {"hdld", SAY_KIND_HDLD},
        {"khong_chuyen_trach", SAY_KIND_KHONG_CHUYEN_TRACH},
        {0}};

    return said(reader, words, kind);
}

const char *role_said(const struct reader *reader, const char *role)
{
    static const struct code_word words[] = {{"learner", SAY_ROLE_LEARNER},
                                             {"admin", SAY_ROLE_ADMIN},
                                             {"hr", SAY_ROLE_HR},
                                             {"author", SAY_ROLE_AUTHOR},
                                             {"reviewer", SAY_ROLE_REVIEWER},
                                             {"vendor", SAY_ROLE_VENDOR},
                                             {"organiser", SAY_ROLE_ORGANISER},
                                             {"inspector", SAY_ROLE_INSPECTOR},
                                             {"marker", SAY_ROLE_MARKER},
                                             {"proctor", SAY_ROLE_PROCTOR},
                                             {0}};

    return said(reader, words, role);
}

const char *unit_kind_said(const struct reader *reader, const char *kind)
{
    static const struct code_word words[] = {
        {"agency", SAY_UNIT_KIND_AGENCY},
        {"department", SAY_UNIT_KIND_DEPARTMENT},
        {"division", SAY_UNIT_KIND_DIVISION},
        {"service_unit", SAY_UNIT_KIND_SERVICE_UNIT},
        {"commune", SAY_UNIT_KIND_COMMUNE},
        {"point", SAY_UNIT_KIND_POINT},
        {0}};

    return said(reader, words, kind);
}

const char *last_digits(const struct reader *reader, const char *number)
{
    size_t n = strlen(number);

    return arena_print(reader->arena, "•••• %s", n > 4 ? number + n - 4 : "");
}

const char *days_said(const struct reader *reader, int64_t from, int64_t to)
{
    struct arena *arena = reader->arena;

    if (!to)
        return say_with(arena, reader->language, SAY_DAYS_FROM, "from",
                        format_day(arena, from), NULL);
    /* The last day itself, which is what people mean by "until". */
    int64_t last = clock_day(clock_day_start(to) - 1);
    return say_with(arena, reader->language, SAY_DAYS_FROM_TO, "from",
                    format_day(arena, from), "to", format_day(arena, last),
                    NULL);
}

/* ---- the list ------------------------------------------------------------*/

static enum status unit_path(const struct request *req, int64_t unit,
                             const char **path)
{
    enum status status = unit_path_name(req->house->db, req->arena, unit,
                                        clock_day(req->now), path);

    if (status != MISSING)
        return status;
    *path = "";
    return OK;
}

static enum status line_of(const struct request *req,
                           const struct person *person,
                           struct person_line *line)
{
    enum status status = assignment_find(req->house->db, req->arena, person->id,
                                         clock_day(req->now), &line->duty);

    line->person = person;
    line->unit_path = "";
    if (status == MISSING) {
        line->duty = NULL;
        return OK;
    }
    TRY(status);
    return unit_path(req, line->duty->unit, &line->unit_path);
}

static enum status lines_of(const struct request *req,
                            const struct person *people, size_t count,
                            const struct person_line **out)
{
    struct person_line *lines =
        arena_many(req->arena, struct person_line, count);

    for (size_t i = 0; i < count; i++)
        TRY(line_of(req, &people[i], &lines[i]));
    *out = lines;
    return OK;
}

static size_t take_words(struct arena *arena, const struct search_word *typed,
                         bool exact, struct people_word *words)
{
    size_t count = 0;

    for (; typed->key; typed++)
        if (typed->exact == exact && count < PEOPLE_WORDS)
            words[count++] =
                (struct people_word){typed->key, search_end(arena, typed->key)};
    return count;
}

/* What was typed is the whole of somebody's number. */
static enum status find_number(const struct request *req,
                               const struct people_scope *scope,
                               struct people_page *page)
{
    const char *typed = text_tidy(req->arena, page->find);
    const struct person *person;

    enum status status =
        person_key_find(req->house->db, req->arena, typed, &person);
    if (status == OK)
        status =
            person_scope_find(req->house->db, req->arena, person->id, scope);
    if (status == MISSING)
        return OK;
    TRY(status);
    page->exact_count = 1;
    return lines_of(req, person, 1, &page->exact);
}

static const char *link_of(const struct request *req,
                           const struct people_page *page)
{
    struct buf find = {.arena = req->arena};

    emit_part_text(&find, page->find);
    return arena_print(req->arena, "/people?find=%s&unit=%lld%s",
                       find.data ? find.data : "", (long long)page->unit,
                       page->left ? "&left=1" : "");
}

/* One page goes through those found as typed first, then through those found
   without marks; `after` and `alike` of the address say where it begins. */
struct walk {
    const struct request *req;
    struct people_filter filter;
    struct people_place place;
    bool alike;
    struct people_page *page;
};

static enum status walk_some(struct walk *w, size_t room,
                             const struct person_line **lines, size_t *count,
                             bool *more)
{
    const struct person *people;

    TRY(person_list(w->req->house->db, w->req->arena, &w->filter, w->place,
                    (int64_t)room + 1, &people, count));
    *more = *count > room;
    if (*more) {
        *count = room;
        w->page->next = arena_print(w->req->arena, "%s&after=%lld%s",
                                    link_of(w->req, w->page),
                                    room ? (long long)people[room - 1].id : 0,
                                    w->alike ? "&alike=1" : "");
    }
    return lines_of(w->req, people, *count, lines);
}

static enum status walk_names(struct walk *w, const struct search_word *typed)
{
    struct people_filter *f = &w->filter;
    struct arena *arena = w->req->arena;
    struct people_page *page = w->page;
    bool more = false;

    f->word_count = take_words(arena, typed, true, f->words);
    if (!w->alike)
        TRY(walk_some(w, LINES, &page->exact, &page->exact_count, &more));
    if (more || !f->word_count)
        return OK;
    memcpy(f->without, f->words, sizeof f->without);
    f->without_count = f->word_count;
    f->word_count = take_words(arena, typed, false, f->words);
    if (!w->alike)
        w->place = (struct people_place){0};
    w->alike = true;
    return walk_some(w, LINES - page->exact_count, &page->alike,
                     &page->alike_count, &more);
}

static enum status read_place(struct walk *w)
{
    int64_t after = field_number(&w->req->query, "after", 0);
    const struct person *person;

    w->alike = field(&w->req->query, "alike") != NULL;
    if (!after)
        return OK;
    TRY(person_scope_find(w->req->house->db, w->req->arena, after,
                          &w->filter.scope));
    TRY(person_find(w->req->house->db, w->req->arena, after, &person));
    w->place = (struct people_place){person->sort_key, person->id};
    return OK;
}

enum status people_show(struct request *req, struct response *res)
{
    struct people_page page = {.find =
                                   line_asked(&req->query, req->arena, "find"),
                               .unit = field_number(&req->query, "unit", 0),
                               .left = field(&req->query, "left") != NULL};
    struct walk walk = {.req = req,
                        .filter = {.scope = scope_of(req, SEE_PEOPLE),
                                   .unit = page.unit,
                                   .left = page.left},
                        .page = &page};
    bool first = !field(&req->query, "after") && !field(&req->query, "alike");

    if (page.unit) {
        TRY(scope_unit(req, SEE_PEOPLE, page.unit, walk.filter.scope.day));
        TRY(unit_path(req, page.unit, &page.unit_path));
    }
    TRY(read_place(&walk));
    TRY(person_count(req->house->db, req->arena, &walk.filter,
                     &page.in_service));
    page.may_import =
        may(req->visitor, MANAGE_PEOPLE) && scope_of(req, MANAGE_PEOPLE).whole;
    if (first && page.find[strcspn(page.find, "0123456789")])
        TRY(find_number(req, &walk.filter.scope, &page));
    if (!page.exact_count)
        TRY(walk_names(&walk, search_query(req->arena, page.find)));
    page.first = first ? NULL : link_of(req, &page);
    res->title = say(req->visitor->language, SAY_PEOPLE_TITLE);
    view_people(&res->body, reader_of(req, res), &page);
    return OK;
}

/* ---- one person ----------------------------------------------------------*/

static enum status see_results(const struct request *req, int64_t person,
                               bool *any)
{
    const struct score_filter filter = results_filter(req, SEE_RESULTS);
    const struct score *scores;
    size_t count = 0;

    if (may(req->visitor, SEE_RESULTS))
        TRY(score_person_list(req->house->db, req->arena, &filter, person,
                              &scores, &count));
    *any = count;
    return OK;
}

enum status person_show(struct request *req, struct response *res)
{
    const struct people_scope scope = scope_of(req, SEE_PEOPLE);
    struct db *db = req->house->db;
    struct person_page page = {0};
    int64_t person;

    TRY(path_id(req, "person", &person));
    TRY(person_scope_find(db, req->arena, person, &scope));
    TRY(person_find(db, req->arena, person, &page.person));
    TRY(lines_of(req, page.person, 1, &page.now));
    TRY(assignment_list(db, req->arena, person, &page.duties,
                        &page.duty_count));
    TRY(grant_list(db, req->arena, person, &page.grants, &page.grant_count));
    const char **paths = arena_many(req->arena, const char *, page.duty_count);
    for (size_t i = 0; i < page.duty_count; i++) {
        TRY(unit_path(req, page.duties[i].unit, &paths[i]));
        if (!*paths[i])
            paths[i] = page.duties[i].unit_name;
    }
    page.unit_paths = paths;
    TRY(see_results(req, person, &page.has_results));
    TRY(access_read(req, person, &page.access));
    res->title = page.person->full_name;
    view_person(&res->body, reader_of(req, res), &page);
    return OK;
}
