#ifndef HTTP_UPLOAD_H
#define HTTP_UPLOAD_H

#include "base/status.h"
#include "http/exchange.h"

/*
 * multipart/form-data, which browsers use for forms with files. The body is
 * already in memory, bounded by its route; files point into it.
 *
 * Fields are checked as in form.h; a file's bytes are taken as they are, its
 * name loses any folder. INVALID: not what RFC 7578 says, over MOST_PARTS, or
 * a field that form.h would refuse.
 */
enum { MOST_PARTS = 200 };

MUST_CHECK enum status upload_read(struct arena *arena, const char *type,
                                   const char *body, size_t length,
                                   struct fields *fields,
                                   const struct upload **uploads,
                                   size_t *count);

#endif
