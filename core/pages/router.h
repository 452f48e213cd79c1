#ifndef PAGES_ROUTER_H
#define PAGES_ROUTER_H

#include "pages/pages.h"

/*
 * Answer a request, checking right and token first, and return the HTTP
 * status. Everything a handler can return is turned into a page here and only
 * here. `req` comes without its path fields; this fills them.
 */
int answer(struct request *req, struct response *res);

/*
 * May this request, of which there is only the head, bring so long a body?
 * Over SMALL_BODY only for those who have the route's right and come from our
 * own page: a stranger fills no memory. As http/server.h wants it.
 */
MUST_CHECK enum status admit(struct request *req, int64_t length,
                             int64_t *whose);

#endif
