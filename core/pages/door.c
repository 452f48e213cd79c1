#include "pages/door.h"

#include "domain/door.h"
#include "pages/gate.h"
#include "text/format.h"
#include "views.h"

#include <string.h>

/* ---- signing in
 * --------------------------------------------------------------*/

static enum status show(struct request *req, struct response *res,
                        const struct sign_in_page *page)
{
    res->title = say(req->visitor->language, SAY_SIGN_IN);
    view_sign_in(&res->body, reader_of(req, res), page);
    return OK;
}

enum status sign_in_show(struct request *req, struct response *res)
{
    const char *back = gate_back(req, field(&req->query, "back"));

    if (req->visitor->person)
        return redirect(req, res, "%s", back);
    const struct sign_in_page page = {
        .login = "",
        .back = back,
        .ended = field(&req->query, "ended") != NULL,
    };
    return show(req, res, &page);
}

static const char *fault_of(const struct request *req,
                            const struct entrance *entrance)
{
    enum language language = req->visitor->language;

    if (entrance->outcome == WRONG)
        return say(language, SAY_SIGN_IN_WRONG);
    return say_count(req->arena, language, SAY_SIGN_IN_WAIT,
                     (entrance->wait_ms + 999) / 1000);
}

enum status sign_in_try(struct request *req, struct response *res)
{
    struct sign_in_page page = {
        .login = field_text(&req->form, "login"),
        .back = gate_back(req, field(&req->form, "back")),
    };
    const struct sign_in in = {.login = page.login,
                               .password = field_text(&req->form, "password"),
                               .from = req->from ? req->from : "",
                               .now = req->now};
    struct entrance entrance;

    TRY(door_sign_in(req->house, req->arena, &in, &entrance));
    if (entrance.outcome == ENTERED) {
        /* A session of somebody else in this browser ends here. */
        if (req->visitor->session_digest)
            TRY(door_sign_out(req->house, req->arena,
                              req->visitor->session_digest));
        res->cookie = gate_session_cookie(req, entrance.token);
        return redirect(req, res, "%s", page.back);
    }
    page.fault = fault_of(req, &entrance);
    if (entrance.outcome == WAIT)
        res->retry_after = (int)((entrance.wait_ms + 999) / 1000);
    res->code = entrance.outcome == WAIT ? 429 : 422;
    return show(req, res, &page);
}

enum status sign_out(struct request *req, struct response *res)
{
    if (req->visitor->session_digest)
        TRY(door_sign_out(req->house, req->arena,
                          req->visitor->session_digest));
    res->cookie = gate_session_cookie(req, NULL);
    return redirect(req, res, "/sign-in?ended=1");
}

/* ---- language
 * ----------------------------------------------------------------*/

/* The page the switch stood on, with its query: browsers tell it to us. */
static const char *came_from(const struct request *req)
{
    const char *referer = field(&req->headers, "referer");
    const char *back = gate_back(req, field(&req->form, "back"));
    size_t origin = strlen(gate_origin(req)), path = strlen(back);

    if (!referer || strncmp(referer, gate_origin(req), origin) ||
        strncmp(referer + origin, back, path) || referer[origin + path] != '?')
        return back;
    return gate_back(req, referer + origin);
}

enum status language_switch(struct request *req, struct response *res)
{
    enum language language = language_of(field(&req->form, "language"));

    if (req->visitor->account)
        TRY(door_speak(req->house, req->arena, req->visitor->account,
                       language_code(language)));
    else
        res->cookie = gate_language_cookie(req, language);
    return redirect(req, res, "%s", came_from(req));
}
