#include "pages/router.h"

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

size_t most_body(const char *method, const char *path)
{
    if (strcmp(method, "POST"))
        return 0;
    for (const struct large_body *l = large_bodies; l->path; l++)
        if (fits(l->path, path))
            return l->most;
    return MOST_BODY;
}

static enum status dispatch(struct request *req, struct response *res)
{
    static const struct visitor stranger = {.rights = 1 << ANYONE};

    if (!req->visitor)
        req->visitor = &stranger;
    for (const struct route *r = routes; r->method; r++) {
        if (strcmp(r->method, req->method) ||
            !match(r->path, req->address, req))
            continue;
        res->route = r->path;
        if (!may(req->visitor, r->right))
            return DENIED;
        return r->handle(req, res);
    }
    return MISSING;
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
    static const struct {
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

    res->body.arena = req->arena;
    enum status status = dispatch(req, res);
    int code = 200;
    if (status != OK) {
        *res = (struct response){.body.arena = req->arena,
                                 .cookie = res->cookie,
                                 .route = res->route};
        enum language language = req->visitor->language;
        res->title = say(language, page[status].title);
        view_failure(&res->body, reader_of(req, res), res->title,
                     say(language, page[status].advice));
        code = page[status].code;
        res->retry_after = status == BUSY ? 5 : 0;
    }
    frame(req, res);
    return res->location ? 303 : res->code ? res->code : code;
}
