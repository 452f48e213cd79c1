#include "pages/account.h"

#include "domain/credentials.h"
#include "pages/gate.h"
#include "views.h"

/* ---- who follows a one-time link gets a password, and with it in
 * --------------*/

static enum status show(struct request *req, struct response *res,
                        struct welcome_page *page)
{
    res->title =
        say(req->visitor->language,
            page->first ? SAY_FIRST_TITLE : SAY_WELCOME_PASSWORD_TITLE);
    view_welcome_link(&res->body, reader_of(req, res), page);
    return OK;
}

/* A link that is of no use any more has a page of its own: what to do then. */
static enum status find(struct request *req, struct response *res,
                        struct welcome_page *page, enum status *status)
{
    struct link_holder holder = {0};

    page->token = field_text(&req->path, "token");
    *status =
        link_holder_of(req->house, req->arena, page->token, req->now, &holder);
    if (*status == MISSING) {
        res->code = 404;
        res->title = say(req->visitor->language, SAY_LINK_OVER);
        view_link_over(&res->body, reader_of(req, res));
        return OK;
    }
    page->first = holder.first;
    page->name = holder.name ? holder.name : "";
    page->login = holder.login ? holder.login : "";
    page->staff_number = "";
    return *status;
}

enum status welcome_show(struct request *req, struct response *res)
{
    struct welcome_page page = {0};
    enum status found;

    TRY(find(req, res, &page, &found));
    return found == OK ? show(req, res, &page) : OK;
}

static enum status enter(struct request *req, struct response *res,
                         const char *session)
{
    res->cookie = gate_session_cookie(req, session);
    return redirect(req, res, "/");
}

static enum status take_first(struct request *req, struct response *res,
                              struct welcome_page *page)
{
    const struct first_administrator first = {
        .token = page->token,
        .name = page->name = field_text(&req->form, "name"),
        .login = page->login = field_text(&req->form, "login"),
        .staff_number = page->staff_number =
            field_text(&req->form, "staff_number"),
        .new = field_text(&req->form, "new"),
        .again = field_text(&req->form, "again"),
        .now = req->now,
    };
    enum first_fault fault;
    enum password_fault password_fault = PASSWORD_FINE;
    const char *session;

    TRY(first_administrator_add(req->house, req->arena, &first, &fault,
                                &password_fault, &session));
    if (fault == FIRST_FINE)
        return enter(req, res, session);
    page->fault =
        fault == FIRST_NAME ? say(req->visitor->language, SAY_FIRST_NAME_WRONG)
        : fault == FIRST_LOGIN
            ? say(req->visitor->language, SAY_LOGIN_UNFIT)
            : password_fault_said(reader_of(req, res), password_fault);
    res->code = 422;
    return show(req, res, page);
}

enum status welcome_take(struct request *req, struct response *res)
{
    struct welcome_page page = {0};
    enum status found;
    enum password_fault fault;
    const char *session;

    TRY(find(req, res, &page, &found));
    if (found != OK)
        return OK;
    if (page.first)
        return take_first(req, res, &page);
    const struct link_use use = {
        .token = page.token,
        .new = field_text(&req->form, "new"),
        .again = field_text(&req->form, "again"),
        .now = req->now,
    };
    TRY(link_take(req->house, req->arena, &use, &fault, &session));
    if (fault == PASSWORD_FINE)
        return enter(req, res, session);
    page.fault = password_fault_said(reader_of(req, res), fault);
    res->code = 422;
    return show(req, res, &page);
}
