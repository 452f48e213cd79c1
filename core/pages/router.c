#include "pages/router.h"

#include "domain/door.h"
#include "pages/gate.h"
#include "views.h"

#include <string.h>

enum { MOST_SEGMENTS = 8 };

static bool match(const char *pattern, const char *path, struct request *req)
{
    struct field *list = arena_many(req->arena, struct field, MOST_SEGMENTS);
    size_t count = 0;

    while (*pattern && *path) {
        size_t want = strcspn(pattern + 1, "/") + 1;
        size_t have = strcspn(path + 1, "/") + 1;
        if (pattern[1] == ':' && count < MOST_SEGMENTS && have > 1) {
            list[count].name = arena_text(req->arena, pattern + 2, want - 2);
            list[count++].value = arena_text(req->arena, path + 1, have - 1);
        } else if (want != have || strncmp(pattern, path, want)) {
            return false;
        }
        pattern += want;
        path += have;
    }
    req->path = (struct fields){list, count};
    return *pattern == *path;
}

/* Does the path fit, without keeping what it holds? */
static bool fits(const char *pattern, const char *path)
{
    while (*pattern && *path) {
        size_t want = strcspn(pattern + 1, "/") + 1;
        size_t have = strcspn(path + 1, "/") + 1;
        if (pattern[1] == ':' ? have < 2
                              : want != have || strncmp(pattern, path, want))
            return false;
        pattern += want;
        path += have;
    }
    return *pattern == *path;
}

static size_t most_body(const char *path)
{
    for (const struct large_body *l = large_bodies; l->path; l++)
        if (fits(l->path, path))
            return l->most;
    return MOST_BODY;
}

static const struct route *route_of(struct request *req)
{
    for (const struct route *r = routes; r->method; r++)
        if (!strcmp(r->method, req->method) &&
            match(r->path, req->address, req))
            return r;
    return NULL;
}

enum status admit(struct request *req, int64_t length, int64_t *whose)
{
    const struct visitor *visitor;
    struct response unused = {.body.arena = req->arena};

    if (length > (int64_t)most_body(req->address))
        return INVALID;
    if (length <= SMALL_BODY)
        return OK;
    const struct route *route = route_of(req);
    TRY(gate_recognise(req, &unused));
    /* Whoever was signed out while the body came is a stranger by then. */
    visitor = req->visitor;
    req->visitor = NULL;
    if (!route || !visitor->person || !may(visitor, route->right) ||
        gate_first(visitor) || !gate_from_here(req))
        return DENIED;
    *whose = visitor->person;
    return OK;
}

/* Why it did not come to the handler. */
enum turned_away { NOT_TURNED_AWAY, SIGNED_OUT, NOT_MEANT };

/* A page the visitor may not see, or not yet. */
static enum status turn_away(struct request *req, struct response *res,
                             enum turned_away *why)
{
    const char *first = gate_first(req->visitor);

    if (!strcmp(req->method, "GET") && (first || !req->visitor->person)) {
        res->location = gate_before(req, first ? first : "/sign-in");
        return OK;
    }
    if (first || !req->visitor->person)
        *why = SIGNED_OUT;
    else
        door_note_refusal(req->house, req->arena, req->visitor->person,
                          res->route, req->now);
    return DENIED;
}

/* What is the same for everybody is not worth looking anybody up. */
static bool is_for_all(const struct route *route)
{
    return route &&
           (route->handle == asset_show || route->handle == health_show ||
            route->handle == metrics_show);
}

static enum status dispatch(struct request *req, struct response *res,
                            enum turned_away *why)
{
    static const struct visitor nobody = {.rights = 1 << ANYONE};
    const struct route *route = route_of(req);

    if (!req->visitor && is_for_all(route))
        req->visitor = &nobody;
    if (!req->visitor)
        TRY(gate_recognise(req, res));
    if (!route)
        return MISSING;
    res->route = route->path;
    if (!may(req->visitor, route->right) ||
        (gate_first(req->visitor) && route->handle == home_show))
        return turn_away(req, res, why);
    if (!strcmp(req->method, "POST") && !gate_meant(req)) {
        *why = NOT_MEANT;
        return DENIED;
    }
    return route->handle(req, res);
}

const struct reader *reader_of(const struct request *req,
                               const struct response *res)
{
    struct reader *reader = arena_make(req->arena, struct reader);

    *reader = (struct reader){
        .arena = req->arena,
        .language = req->visitor->language,
        .visitor = req->visitor,
        .title = res->title,
        .csrf = req->visitor->csrf,
        .address = req->address,
        .body_name = req->house->body_name,
        .demo = req->house->demo,
        .now = req->now,
    };
    return reader;
}

/* Put the handler's part between head and foot. */
static void frame(struct request *req, struct response *res)
{
    struct buf inner = res->body;
    const struct reader *reader = reader_of(req, res);

    if (res->layout == BARE || res->location || res->file)
        return;
    res->body = (struct buf){.arena = req->arena};
    if (res->layout == EXAM && res->bar)
        view_exam_head(&res->body, reader, res->bar);
    else
        view_page_head(&res->body, reader);
    if (inner.length)
        buf_bytes(&res->body, inner.data, inner.length);
    if (res->layout == EXAM && res->bar)
        view_exam_foot(&res->body, reader);
    else
        view_page_foot(&res->body, reader);
}

int answer(struct request *req, struct response *res)
{
    static const struct failure {
        int code;
        enum word title, advice;
    } page[] = {
        [INVALID] = {422, SAY_ERROR_INVALID, SAY_ERROR_INVALID_ADVICE},
        [DENIED] = {403, SAY_ERROR_DENIED, SAY_ERROR_DENIED_ADVICE},
        [MISSING] = {404, SAY_ERROR_MISSING, SAY_ERROR_MISSING_ADVICE},
        [CONFLICT] = {409, SAY_ERROR_CONFLICT, SAY_ERROR_CONFLICT_ADVICE},
        [BUSY] = {503, SAY_ERROR_BUSY, SAY_ERROR_BUSY_ADVICE},
        [FAILED] = {500, SAY_ERROR_FAILED, SAY_ERROR_FAILED_ADVICE},
    };
    static const struct failure away[] = {
        [SIGNED_OUT] = {401, SAY_ERROR_SIGNED_OUT, SAY_ERROR_SIGNED_OUT_ADVICE},
        [NOT_MEANT] = {403, SAY_ERROR_NOT_MEANT, SAY_ERROR_NOT_MEANT_ADVICE},
    };
    enum turned_away why = NOT_TURNED_AWAY;

    res->body.arena = req->arena;
    enum status status = dispatch(req, res, &why);
    int code = 200;
    if (status != OK) {
        *res = (struct response){.body.arena = req->arena,
                                 .cookie = res->cookie,
                                 .route = res->route};
        const struct failure *failure = why ? &away[why] : &page[status];
        enum language language = req->visitor->language;
        res->title = say(language, failure->title);
        view_failure(&res->body, reader_of(req, res), res->title,
                     say(language, failure->advice));
        code = failure->code;
        res->retry_after = status == BUSY ? 5 : 0;
    }
    frame(req, res);
    return res->location ? 303 : res->code ? res->code : code;
}
