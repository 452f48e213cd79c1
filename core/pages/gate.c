#include "pages/gate.h"

#include "domain/door.h"

#include <string.h>

static const char session[] = "khoa", form[] = "khoa-form",
                  language_name[] = "khoa-language";

enum { MOST_BACK = 800, YEAR_S = 365 * 24 * 3600 };

/* A browser takes a cookie of this prefix over https only, and from this very
   host: no neighbour can plant one. */
static const char *name_of(const struct request *req, const char *name)
{
    return req->house->secure ? arena_print(req->arena, "__Host-%s", name)
                              : name;
}

static const char *cookie(const struct request *req, const char *name,
                          const char *value, int64_t seconds)
{
    return arena_print(req->arena, "%s=%s; Path=/; HttpOnly; SameSite=Lax%s%s",
                       name_of(req, name), value,
                       req->house->secure ? "; Secure" : "",
                       seconds < 0 ? ""
                                   : arena_print(req->arena, "; Max-Age=%lld",
                                                 (long long)seconds));
}

const char *gate_session_cookie(const struct request *req, const char *token)
{
    return token ? cookie(req, session, token, -1)
                 : cookie(req, session, "", 0);
}

const char *gate_language_cookie(const struct request *req,
                                 enum language language)
{
    return cookie(req, language_name, language_code(language), YEAR_S);
}

/* ---- who asks
 * ----------------------------------------------------------------*/

static const struct visitor *visitor_of(const struct request *req,
                                        const struct caller *c)
{
    struct visitor *visitor = arena_make(req->arena, struct visitor);

    *visitor = (struct visitor){
        .person = c->person,
        .account = c->account,
        .name = c->name,
        .address_as = c->address_as,
        .language = language_of(c->language),
        .rights = c->rights,
        .scopes = c->scopes,
        .scope_count = c->scope_count,
        .csrf = c->csrf,
        .session_digest = c->session_digest,
        .sitting = c->sitting,
        .must_change = c->must_change,
        .second_step_due = c->second_step_due,
        .second_step_unset = c->second_step_unset,
    };
    return visitor;
}

static const struct visitor *stranger(const struct request *req,
                                      struct response *res)
{
    struct visitor *visitor = arena_make(req->arena, struct visitor);
    const char *token = field(&req->cookies, name_of(req, form));
    const char *spoken = field(&req->cookies, name_of(req, language_name));

    *visitor = (struct visitor){.rights = UINT64_C(1) << ANYONE,
                                .language = language_of(spoken)};
    visitor->csrf = door_stranger_csrf(req->arena, token);
    if (!visitor->csrf && !strcmp(req->method, "GET")) {
        token = door_stranger_token(req->arena);
        visitor->csrf = door_stranger_csrf(req->arena, token);
        res->cookie = cookie(req, form, token, -1);
    }
    return visitor;
}

enum status gate_recognise(struct request *req, struct response *res)
{
    const char *token = field(&req->cookies, name_of(req, session));
    struct caller caller;
    enum status status = MISSING;

    if (token && *token)
        status =
            door_recognise(req->house, req->arena, token, req->now, &caller);
    if (status == OK) {
        req->visitor = visitor_of(req, &caller);
        return OK;
    }
    req->visitor = stranger(req, res);
    return status == MISSING ? OK : status;
}

const char *gate_first(const struct visitor *visitor)
{
    if (visitor->second_step_unset)
        return "/account/second-step";
    if (visitor->second_step_due)
        return "/sign-in/code";
    return visitor->must_change ? "/account/password" : NULL;
}

/* ---- was it meant
 * ------------------------------------------------------------*/

const char *gate_origin(const struct request *req)
{
    const char *host = field(&req->headers, "host");

    if (req->house->origin)
        return req->house->origin;
    return arena_print(req->arena, "http://%s", host ? host : "");
}

bool gate_from_here(const struct request *req)
{
    const char *origin = field(&req->headers, "origin");
    const char *site = field(&req->headers, "sec-fetch-site");

    return origin ? !strcmp(origin, gate_origin(req))
                  : site && !strcmp(site, "same-origin");
}

bool gate_meant(const struct request *req)
{
    return gate_from_here(req) &&
           door_same(field(&req->form, "csrf"), req->visitor->csrf);
}

/* ---- ways back
 * ---------------------------------------------------------------*/

const char *gate_back(const struct request *req, const char *back)
{
    static const char fit[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRST"
                              "UVWXYZ0123456789-._~/?&=%+:@,;";
    struct buf out = {.arena = req->arena};

    /* "//host" and "/\host" lead elsewhere. */
    if (!back || back[0] != '/' || back[1] == '/' || back[1] == '\\' ||
        strlen(back) > MOST_BACK)
        return "/";
    for (const char *p = back; *p; p++)
        if (strchr(fit, *p))
            buf_bytes(&out, p, 1);
        else
            emit_part_text(&out, arena_text(req->arena, p, 1));
    return strlen(out.data) > MOST_BACK ? "/" : out.data;
}

/* Path and query as they were asked for. */
static const char *asked(const struct request *req)
{
    struct buf out = {.arena = req->arena};

    buf_bytes(&out, req->address, strlen(req->address));
    for (size_t i = 0; i < req->query.count; i++) {
        buf_bytes(&out, i ? "&" : "?", 1);
        emit_part_text(&out, req->query.list[i].name);
        buf_bytes(&out, "=", 1);
        emit_part_text(&out, req->query.list[i].value);
    }
    return out.data;
}

const char *gate_url(const struct request *req)
{
    return arena_print(req->arena, "%s%s", gate_origin(req), asked(req));
}

const char *gate_before(const struct request *req, const char *page)
{
    struct buf out = {.arena = req->arena};
    const char *fit = gate_back(req, asked(req));
    if (!strcmp(fit, "/"))
        return page;
    buf_bytes(&out, page, strlen(page));
    buf_bytes(&out, "?back=", 6);
    emit_part_text(&out, fit);
    return out.data;
}
