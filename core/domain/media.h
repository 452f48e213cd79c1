#ifndef DOMAIN_MEDIA_H
#define DOMAIN_MEDIA_H

#include "base/status.h"
#include "domain/findings.h"
#include "domain/house.h"

/*
 * Pictures that people bring, in courses, items and packages. A picture is
 * shown as a picture only and served so that nothing in it runs (http/send.c);
 * that it brings no script is checked here too, so that its author hears of it.
 */
enum { MOST_MEDIA = 20 << 20 };

/* What its name says it is ("image/png"); NULL: nothing that may be brought. */
const char *media_type(const char *name);

/* Whether it is what its name says. INVALID: told, with `name` as the file. */
MUST_CHECK enum status media_check(struct house *house,
                                   struct findings *findings, const char *name,
                                   const char *bytes, size_t length);

#endif
