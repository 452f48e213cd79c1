#ifndef PAGES_GATE_H
#define PAGES_GATE_H

#include "pages/pages.h"

/*
 * What stands between a request and its handler: whom the session cookie
 * stands for, and whether a change was meant by them.
 *
 * A change (POST) needs both: an Origin that is exactly ours (or, where the
 * browser sends none, Sec-Fetch-Site: same-origin), and the token of the
 * session in the form. Somebody without a session holds a cookie of random
 * bits instead; their token follows from it, so that signing in and switching
 * the language are protected too.
 */

/* Fill in req->visitor from the cookies. Sets a stranger's cookie in `res` if
   there is none yet. */
MUST_CHECK enum status gate_recognise(struct request *req,
                                      struct response *res);

/* Did a page of ours send this? The half of gate_meant that a head shows. */
bool gate_from_here(const struct request *req);

/* Did our own page, in this browser, send this change? */
bool gate_meant(const struct request *req);

/* The page the visitor has to go through before any other, or NULL. */
const char *gate_first(const struct visitor *visitor);

/* Cookies of this house: "__Host-khoa" where it is https. */
const char *gate_session_cookie(const struct request *req, const char *token);
const char *gate_language_cookie(const struct request *req,
                                 enum language language);

/* What may be gone back to: a path of ours, made fit for a header; "/" for
   anything else. */
const char *gate_back(const struct request *req, const char *back);

/* "/sign-in?back=...": a page to go through before the one that was asked for,
   which is then come back to. */
const char *gate_before(const struct request *req, const char *page);

/* "https://a.vn", as people reach us. */
const char *gate_origin(const struct request *req);

/* The address of this request as the browser has it in its bar. */
const char *gate_url(const struct request *req);

#endif
