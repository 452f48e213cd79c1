#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/fields.h"
#include "base/status.h"

/*
 * A request and its answer, as plain data. Handlers see only this, never the
 * web server, so a test can make one on the stack and read what came back.
 */
struct house;   /* domain/house.h: the database, the plugins, the folder */
struct visitor; /* pages/visitor.h: who asks, and what they may do */

/* A file sent with a form. The bytes live in the request's arena. */
struct upload {
    const char *field, *name;
    const char *data;
    size_t length;
};

struct request {
    struct arena *arena; /* for everything this request makes */
    struct house *house;
    int64_t now;                   /* ms since 1970, one value throughout */
    const struct visitor *visitor; /* never NULL; a stranger has no person */
    const char *method;
    const char *address; /* path only, decoded: "/attempts/42" */
    struct fields path;  /* from the route: {"attempt", "42"} */
    struct fields query; /* from behind the question mark */
    struct fields form;  /* from the body; repeats kept, in order */
    const struct upload *uploads;
    size_t upload_count;
    struct fields headers; /* names in lower case */
    struct fields cookies;
    const char *from; /* the client's address, as text */
    bool wants_json;  /* a script asks: answer data, not a page */
};

enum layout {
    PAGE, /* header, navigation, footer */
    EXAM, /* the exam bar, no navigation */
    BARE, /* the body is the whole answer */
};

struct exam_bar; /* pages/reader.h */

struct response {
    struct buf body;
    enum layout layout;
    const struct exam_bar *bar; /* what the bar says; EXAM only */
    const char *title;
    const char *type;     /* NULL: text/html; charset=utf-8 */
    const char *encoding; /* Content-Encoding of body; implies Vary */
    const char *location; /* set by redirect() */
    const char *cookie;   /* a whole Set-Cookie value */
    const char *download; /* file name to save as */
    const char *file;     /* send this file instead of body, then delete it */
    bool keep_file;       /* ... or do not delete it */
    bool lasting;         /* may be cached for good: its address has its hash */
    const char *etag;     /* which version of `file` it is, without quotes; it
                             may then be asked for in parts */
    bool foreign;         /* somebody's file: a browser may only look at it */
    const char *route;    /* its pattern, for the log; set by the router */
    int code;             /* 0: as the status says */
    int retry_after;      /* seconds; sent with 503 */
    int refresh; /* seconds after which a browser asks again; 0: never */
};

typedef enum status handler(struct request *req, struct response *res);

/* Turn a request into an answer; returns the HTTP status. The one way from the
   web server into the program. `res` comes zeroed. */
typedef int answerer(struct request *req, struct response *res);

/* MISSING unless the route has a whole number by that name. */
MUST_CHECK enum status path_id(const struct request *req, const char *name,
                               int64_t *id);

/* The whole number in a form or query field; `otherwise` if absent or none. */
int64_t field_number(const struct fields *fields, const char *name,
                     int64_t otherwise);

/* What a form or query says under that name; "" if nothing. */
const char *field_text(const struct fields *fields, const char *name);

/* After a POST: send the browser to a page it may reload. Returns OK. */
__attribute__((format(printf, 3, 4))) enum status
redirect(struct request *req, struct response *res, const char *format, ...);

#endif
