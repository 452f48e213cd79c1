#include "http/server.h"

#include "base/clock.h"
#include "base/log.h"
#include "http/answered.h"
#include "http/filter.h"
#include "http/form.h"
#include "http/patience.h"
#include "http/send.h"
#include "http/upload.h"
#include "text/utf8.h"

#include <ctype.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

enum {
    THREADS = 1024,
    /* Off a multiple of 16, so that the allocation has a few bytes to spare
       behind it: whole_head() looks two bytes beyond the last header. */
    MOST_HEAD = 16381,
    BODY_MS = 30000,
    SILENCE_MS = 10000,
    PIECE = 4096,
    MOST_HOSTS = 20,
    LARGE = 1 << 20,
    MOST_LARGE = 16,
    /* Of one person: an import beside an answer, and nobody fills the rest. */
    MOST_LARGE_EACH = 2,
    /* A large body holds its place only while it really comes. */
    GRACE_MS = 5000,
    LEAST_BYTES_A_MS = 32,
};

/* Who has the places for large bodies; 0: free. */
struct places {
    pthread_mutex_t lock;
    int64_t whose[MOST_LARGE];
};

struct server {
    struct mg_context *civetweb;
    const struct serving *serving;
    const char *hosts[MOST_HOSTS + 3];
    int port;
    atomic_int busy;
    struct places large;
    struct patience *patience;
    atomic_bool stopping;
    _Atomic int64_t answered;
};

/*
 * CivetWeb stops reading headers at a folded line and forgives blanks before a
 * colon and bare line feeds. A proxy may read on, so to us all three are an
 * attempt to hide something. It ends each piece with NULs in place, which
 * shows what stood there.
 */
static bool whole_head(const struct mg_request_info *info)
{
    const char *line = info->http_version + strlen(info->http_version) + 2;

    for (int i = 0; i < info->num_headers; i++) {
        const char *name = info->http_headers[i].name;
        const char *value = info->http_headers[i].value;
        const char *colon = name + strlen(name);
        if (name != line || (!colon[1] && value > colon + 1))
            return false;
        line = value + strlen(value) + 2;
    }
    return !line[-1] && line[0] == '\r' && !line[1];
}

static struct head head_of(const struct mg_request_info *info,
                           struct head_line *lines)
{
    for (int i = 0; i < info->num_headers; i++)
        lines[i] = (struct head_line){info->http_headers[i].name,
                                      info->http_headers[i].value};
    return (struct head){info->request_method, info->request_uri,
                         info->http_version, lines, (size_t)info->num_headers};
}

/* Header names in lower case; a value that is not text is left out. */
static struct fields headers_of(struct arena *arena, const struct head *head)
{
    struct field *list = arena_many(arena, struct field, head->count);
    size_t count = 0;

    for (size_t i = 0; i < head->count; i++) {
        const char *value =
            text_nfc(arena, head->lines[i].value, strlen(head->lines[i].value));
        char *name =
            arena_text(arena, head->lines[i].name, strlen(head->lines[i].name));
        for (char *p = name; *p; p++)
            *p = (char)tolower((unsigned char)*p);
        if (value)
            list[count++] = (struct field){name, value};
    }
    return (struct fields){list, count};
}

/* The address the proxy in front saw: the last one in the list, since what
   stands before it is what the client claims. */
static const char *came_from(struct arena *arena, const struct server *server,
                             const struct mg_request_info *info,
                             const struct fields *headers)
{
    const char *list = field(headers, "x-forwarded-for");

    if (!server->serving->behind_proxy || !list)
        return arena_text(arena, info->remote_addr, strlen(info->remote_addr));
    const char *last = strrchr(list, ',');
    last = last ? last + 1 : list;
    last += strspn(last, " ");
    return strlen(last) < 64 ? last : "";
}

/* ---- bodies
 * ------------------------------------------------------------------*/

static int body_ms(const struct server *server)
{
    return server->serving->body_ms ? server->serving->body_ms : BODY_MS;
}

/* How long CivetWeb waits for the next byte before it gives up. */
static int silence_ms(const struct server *server)
{
    int whole = body_ms(server);

    return whole < SILENCE_MS ? whole : SILENCE_MS;
}

/* Reads the body whole. 0, or the status to refuse with. */
static int read_body(struct mg_connection *conn, const struct server *server,
                     struct arena *arena, int64_t length, const char **out)
{
    const struct mg_request_info *info = mg_get_request_info(conn);
    char *body = arena_alloc(arena, (size_t)length + 1);
    struct awaited awaited = {.from = info->remote_addr,
                              .port = info->remote_port,
                              .began = clock_ticks(),
                              .most_ms = body_ms(server),
                              .grace_ms = GRACE_MS,
                              .least_a_ms =
                                  length > LARGE ? LEAST_BYTES_A_MS : 0};
    int64_t got = 0, asked = awaited.began;
    int n = 1;

    *out = body;
    patience_begin(server->patience, &awaited);
    while (got < length && n > 0) {
        size_t want = length - got < PIECE ? (size_t)(length - got) : PIECE;
        asked = clock_ticks();
        n = mg_read(conn, body + got, want);
        got += n > 0 ? n : 0;
        atomic_store(&awaited.got, got);
    }
    patience_end(server->patience, &awaited);
    if (got == length)
        return 0;
    /* It was late, it fell silent, or it hung up. */
    return awaited.late || clock_ticks() - asked >= silence_ms(server) ? 408
                                                                       : 400;
}

/*
 * A large body is held in memory whole until it is answered, and some of them
 * at once are enough: whoever opens a thousand must not have a thousand times
 * as much, and one person must not keep out the others. 0, or the status to
 * refuse with; with 0 the place is given back by leave_place.
 */
static int take_place(struct places *places, int64_t whose)
{
    int mine = 0, free = -1;

    pthread_mutex_lock(&places->lock);
    for (int i = 0; i < MOST_LARGE; i++) {
        mine += places->whose[i] == whose;
        if (!places->whose[i])
            free = i;
    }
    if (free >= 0 && mine < MOST_LARGE_EACH)
        places->whose[free] = whose;
    pthread_mutex_unlock(&places->lock);
    return mine >= MOST_LARGE_EACH ? 429 : free < 0 ? 503 : 0;
}

static void leave_place(struct places *places, int64_t whose)
{
    pthread_mutex_lock(&places->lock);
    for (int i = 0; i < MOST_LARGE; i++)
        if (places->whose[i] == whose) {
            places->whose[i] = 0;
            break;
        }
    pthread_mutex_unlock(&places->lock);
}

/* Take in form and files. 0, or the status to refuse with. */
static int read_form(struct request *req, const char *body, size_t length)
{
    const char *type = field(&req->headers, "content-type");
    static const char coded[] = "application/x-www-form-urlencoded";

    if (!length)
        return 0;
    if (!type)
        return 415;
    if (!strncasecmp(type, coded, sizeof coded - 1))
        return form_read(req->arena, body, length, &req->form) == OK ? 0 : 400;
    if (!strncasecmp(type, "multipart/form-data", 19))
        return upload_read(req->arena, type, body, length, &req->form,
                           &req->uploads, &req->upload_count) == OK
                   ? 0
                   : 400;
    return 415;
}

/* One request on its way in. */
struct coming {
    struct request req;
    int64_t length;
    int64_t place;    /* whose large place it holds; 0: none */
    bool turned_away; /* its body is not read: `answer` says why */
};

/* Whether this body is taken at all, decided before any of it is read. 0, or
   the status to refuse with. */
static int admit(struct server *server, struct coming *c)
{
    int64_t whose = 0;

    switch (server->serving->admit(&c->req, c->length, &whose)) {
    case OK: break;
    case INVALID: return 413;
    case DENIED: c->turned_away = true; return 0;
    default: return 503;
    }
    int code = c->length > LARGE ? take_place(&server->large, whose) : 0;
    if (!code && c->length > LARGE)
        c->place = whose;
    return code;
}

/* Everything that comes before a handler. 0, or the status to refuse with. */
static int take_in(struct mg_connection *conn, struct server *server,
                   struct coming *c)
{
    struct request *req = &c->req;
    const struct mg_request_info *info = mg_get_request_info(conn);
    struct head_line lines[MG_MAX_HEADERS];
    struct head head = head_of(info, lines);
    const char *query = info->query_string ? info->query_string : "";
    const char *body;

    int code = filter_head(&head, server->hosts, &c->length);
    if (!code && !whole_head(info))
        code = 400;
    if (code)
        return code;
    req->method = strcmp(info->request_method, "POST") ? "GET" : "POST";
    req->headers = headers_of(req->arena, &head);
    req->cookies = form_cookies(req->arena, field(&req->headers, "cookie"));
    req->from = came_from(req->arena, server, info, &req->headers);
    const char *accept = field(&req->headers, "accept");
    req->wants_json = accept && strstr(accept, "application/json");
    req->address =
        form_piece(req->arena, head.target, strlen(head.target), false);
    if (!req->address ||
        form_read(req->arena, query, strlen(query), &req->query) != OK)
        return 400;
    if (!c->length)
        return 0;
    if (!strcmp(req->method, "GET"))
        return 400;
    code = admit(server, c);
    if (code || c->turned_away)
        return code;
    if (field(&req->headers, "expect"))
        mg_printf(conn, "HTTP/1.1 100 Continue\r\n\r\n");
    code = read_body(conn, server, req->arena, c->length, &body);
    return code ? code : read_form(req, body, (size_t)c->length);
}

/* Does the client want the connection closed behind this answer? */
static bool wants_close(const struct mg_connection *conn)
{
    const char *wish = mg_get_header(conn, "Connection");

    if (wish && strcasestr(wish, "close"))
        return true;
    return !strcmp(mg_get_request_info(conn)->http_version, "1.0") &&
           !(wish && strcasestr(wish, "keep-alive"));
}

/* One line for each answer: no query, no address of a person, and the route
   instead of the path, since a path can hold a one-time token. */
static void note(const struct request *req, const struct response *res,
                 int code, int64_t began)
{
    answered_count(req->method, res->route, code, clock_ticks() - began);
    bool health = res->route && (!strcmp(res->route, "/healthz") ||
                                 !strcmp(res->route, "/metrics"));

    log_say(health ? LOG_DEBUG : LOG_INFO, "http", "answered", "method",
            req->method, "route", res->route, "code", log_int(code), "ms",
            log_int(clock_ticks() - began), NULL);
}

/* Read what is still to come of a body that was refused, so that the client
   gets to see why; but not for ever. */
static void drain(struct mg_connection *conn)
{
    char rest[PIECE];
    int64_t until = clock_ticks() + 1000;

    for (int i = 0; i < 512 && clock_ticks() < until; i++)
        if (mg_read(conn, rest, sizeof rest) <= 0)
            break;
}

/* Parts and versions are asked for with GET alone. */
static int send_what_is_asked(struct mg_connection *conn, struct sending *how,
                              const struct request *req,
                              const struct response *res, int code)
{
    if (!how->head_only && code == 200) {
        how->range = field(&req->headers, "range");
        how->if_range = field(&req->headers, "if-range");
        how->if_none_match = field(&req->headers, "if-none-match");
    }
    return send_answer(conn, how, code, res);
}

static int serve(struct mg_connection *conn)
{
    struct server *server = mg_get_user_data(mg_get_context(conn));
    const struct mg_request_info *info = mg_get_request_info(conn);
    struct coming coming = {.req = {.arena = arena_new(),
                                    .house = server->serving->house,
                                    .now = clock_now(),
                                    .method = info->request_method}};
    struct request *req = &coming.req;
    struct response res = {.body.arena = req->arena};
    struct sending how = {.secure = server->serving->secure,
                          .head_only = !strcmp(req->method, "HEAD")};
    int64_t began = clock_ticks();
    int code;

    atomic_fetch_add(&server->busy, 1);
    if (atomic_load(&server->stopping)) {
        code = 503;
        res.retry_after = 5;
    } else {
        code = take_in(conn, server, &coming);
        /* It has arrived when all of it has: whoever sends the head before a
           deadline and the body behind it gains nothing. */
        req->now = clock_now();
    }
    if ((code == 503 || code == 429) && !res.retry_after)
        res.retry_after = 2;
    how.close = code || coming.turned_away || wants_close(conn);
    if (code)
        send_refusal(conn, &how, code, &res);
    else
        code = send_what_is_asked(conn, &how, req, &res,
                                  server->serving->answer(req, &res));
    if (code == 413 || code == 429 || coming.turned_away)
        drain(conn);
    note(req, &res, code, began);
    arena_free(req->arena);
    if (coming.place)
        leave_place(&server->large, coming.place);
    atomic_fetch_add(&server->answered, 1);
    atomic_fetch_sub(&server->busy, 1);
    return code;
}

/* CivetWeb found the bytes malformed itself. */
static int refuse(struct mg_connection *conn, int code, const char *why)
{
    struct server *server = mg_get_user_data(mg_get_context(conn));
    struct arena *arena = arena_new();
    struct response res = {.body.arena = arena};
    struct sending how = {.secure = server->serving->secure, .close = true};

    (void)why;
    /* 413 is its word for a head that is too long, 411 for a bad length */
    code = code == 413 ? 431 : code >= 500 && code != 505 ? 500 : 400;
    send_refusal(conn, &how, code, &res);
    log_say(LOG_INFO, "http", "refused", "code", log_int(code), NULL);
    arena_free(arena);
    return 0;
}

static int complain(const struct mg_connection *conn, const char *message)
{
    (void)conn;
    log_say(LOG_WARN, "http", message, NULL);
    return 1;
}

static void take_hosts(struct server *server)
{
    const char *const *more = server->serving->hosts;
    size_t n = 0;

    server->hosts[n++] = "127.0.0.1";
    server->hosts[n++] = "localhost";
    for (; more && *more && n < MOST_HOSTS + 2; more++)
        server->hosts[n++] = *more;
}

enum status server_start(struct server **out, const struct serving *serving)
{
    struct mg_callbacks callbacks = {
        .begin_request = serve, .http_error = refuse, .log_message = complain};
    struct mg_server_port ports[1];
    struct server *server = calloc(1, sizeof *server);
    char listen_on[80], threads[16], head[16], silence[16];

    if (!server)
        abort();
    server->serving = serving;
    pthread_mutex_init(&server->large.lock, NULL);
    take_hosts(server);
    snprintf(listen_on, sizeof listen_on, "%s:%d",
             serving->address ? serving->address : "127.0.0.1", serving->port);
    snprintf(threads, sizeof threads, "%d",
             serving->threads ? serving->threads : THREADS);
    snprintf(head, sizeof head, "%d", MOST_HEAD);
    snprintf(silence, sizeof silence, "%d", silence_ms(server));
    const char *options[] = {"listening_ports",
                             listen_on,
                             "num_threads",
                             threads,
                             "max_request_size",
                             head,
                             "tcp_nodelay",
                             "1",
                             "enable_keep_alive",
                             "yes",
                             "keep_alive_timeout_ms",
                             "15000",
                             "request_timeout_ms",
                             silence,
                             "connection_queue",
                             "1024",
                             "listen_backlog",
                             "1024",
                             "decode_url",
                             "no",
                             "enable_directory_listing",
                             "no",
                             NULL};
    server->patience = patience_new();
    server->civetweb = mg_start(&callbacks, server, options);
    if (!server->civetweb ||
        mg_get_server_ports(server->civetweb, 1, ports) != 1) {
        if (server->civetweb)
            mg_stop(server->civetweb);
        patience_free(server->patience);
        free(server);
        return FAILED;
    }
    server->port = ports[0].port;
    *out = server;
    return OK;
}

int server_port(const struct server *server)
{
    return server->port;
}

int server_busy(const struct server *server)
{
    return atomic_load(&server->busy);
}

int64_t server_answered(const struct server *server)
{
    return atomic_load(&server->answered);
}

void server_stop(struct server *server, int patience)
{
    int64_t until = clock_ticks() + patience;

    atomic_store(&server->stopping, true);
    /* mg_stop makes every write fail at once, so first let them finish. */
    while (atomic_load(&server->busy) && clock_ticks() < until)
        usleep(5000);
    if (atomic_load(&server->busy))
        log_say(LOG_WARN, "http", "stopped in the middle of requests",
                "requests", log_int(atomic_load(&server->busy)), NULL);
    mg_stop(server->civetweb);
    patience_free(server->patience);
    free(server);
}
