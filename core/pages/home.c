#include "pages/pages.h"
#include "views.h"

enum status home_show(struct request *req, struct response *res)
{
    res->title = say(req->visitor->language, SAY_HOME_TITLE);
    view_home(&res->body, reader_of(req, res));
    return OK;
}
