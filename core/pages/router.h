#ifndef PAGES_ROUTER_H
#define PAGES_ROUTER_H

#include "pages/pages.h"

/*
 * Answer a request, checking right and token first, and return the HTTP
 * status. Everything a handler can return is turned into a page here and only
 * here. `req` comes without its path fields; this fills them.
 */
int answer(struct request *req, struct response *res);

/* How long a body the route takes: what its line in the table says. */
size_t most_body(const char *method, const char *path);

#endif
