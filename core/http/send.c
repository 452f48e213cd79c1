#include "http/send.h"

#include "base/log.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char *const page_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; "
    "img-src 'self' data:; font-src 'self'; media-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'";

/* An SVG that is opened by itself is a document of our origin: the sandbox
   takes the origin from it, and nothing in it runs or loads. */
static const char *const foreign_policy =
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'; sandbox";

static const char *const guards =
    "X-Content-Type-Options: nosniff\r\n"
    "X-Frame-Options: DENY\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=(), "
    "payment=(), usb=()\r\n";

static const char *reason(int code)
{
    static const struct {
        int code;
        const char *text;
    } known[] = {
        {200, "OK"},
        {303, "See Other"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {413, "Content Too Large"},
        {415, "Unsupported Media Type"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Internal Server Error"},
        {503, "Service Unavailable"},
    };

    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (known[i].code == code)
            return known[i].text;
    return "Answer";
}

static void line(struct buf *out, const char *name, const char *value)
{
    /* A line break would end the header and begin something else. */
    if (!value || strpbrk(value, "\r\n"))
        return;
    buf_bytes(out, name, strlen(name));
    buf_bytes(out, ": ", 2);
    buf_bytes(out, value, strlen(value));
    buf_bytes(out, "\r\n", 2);
}

/* RFC 6266: the name again in ASCII for programs that do not know filename*.
   Only letters, digits and -._~ pass emit_part. */
static void download(struct buf *out, const char *name)
{
    struct buf coded = {.arena = out->arena};
    char plain[128];
    size_t n = 0;

    emit_part_text(&coded, name);
    for (const char *p = name; *p && n + 1 < sizeof plain; p++)
        if ((unsigned char)*p < 0x80)
            plain[n++] = *p > ' ' && !strchr("\"\\/%", *p) ? *p : '_';
    plain[n] = '\0';
    line(out, "Content-Disposition",
         arena_print(out->arena,
                     "attachment; filename=\"%s\"; filename*=UTF-8''%s", plain,
                     coded.data ? coded.data : ""));
}

static struct buf head_for(const struct sending *how, int code,
                           const struct response *res, long long length)
{
    struct buf out = {.arena = res->body.arena};
    const char *first =
        arena_print(out.arena, "HTTP/1.1 %d %s\r\n", code, reason(code));

    buf_bytes(&out, first, strlen(first));
    buf_bytes(&out, guards, strlen(guards));
    line(&out, "Content-Security-Policy",
         res->foreign ? foreign_policy : page_policy);
    if (how->secure)
        line(&out, "Strict-Transport-Security", "max-age=31536000");
    line(&out, "Location", res->location);
    line(&out, "Set-Cookie", res->cookie);
    line(&out, "Content-Encoding", res->encoding);
    line(&out, "Vary", res->encoding ? "Accept-Encoding" : NULL);
    line(&out, "Cache-Control",
         !res->lasting  ? "no-store"
         : res->foreign ? "private, max-age=31536000, immutable"
                        : "public, max-age=31536000, immutable");
    if (res->retry_after)
        line(&out, "Retry-After",
             arena_print(out.arena, "%d", res->retry_after));
    if (res->refresh)
        line(&out, "Refresh", arena_print(out.arena, "%d", res->refresh));
    if (res->download)
        download(&out, res->download);
    if (length || !res->location)
        line(&out, "Content-Type",
             res->type ? res->type : "text/html; charset=utf-8");
    line(&out, "Content-Length", arena_print(out.arena, "%lld", length));
    line(&out, "Connection", how->close ? "close" : "keep-alive");
    buf_bytes(&out, "\r\n", 2);
    return out;
}

static void send_bytes(struct mg_connection *conn, const char *bytes,
                       size_t length)
{
    /* What cannot be written has lost its reader; nothing is left to do. */
    (void)!mg_write(conn, bytes, length);
}

static void send_file(struct mg_connection *conn, const struct sending *how,
                      int code, const struct response *res)
{
    enum { PIECE = 1 << 16 };
    char *piece = arena_alloc(res->body.arena, PIECE);
    int file = open(res->file, O_RDONLY | O_CLOEXEC);
    struct stat facts;
    ssize_t n;

    if (file < 0 || fstat(file, &facts) || !S_ISREG(facts.st_mode)) {
        log_say(LOG_ERROR, "http", "file to send cannot be opened", "why",
                strerror(errno), NULL);
        struct response sorry = {.body.arena = res->body.arena};
        send_refusal(conn, how, 500, &sorry);
    } else {
        struct buf head = head_for(how, code, res, (long long)facts.st_size);
        off_t left = facts.st_size;
        send_bytes(conn, head.data, head.length);
        while (!how->head_only && left > 0 &&
               (n = read(file, piece, left < PIECE ? (size_t)left : PIECE)) >
                   0 &&
               mg_write(conn, piece, (size_t)n) == n)
            left -= n;
        /* Fewer bytes than said: the client must see that it is not whole. */
        if (!how->head_only && left > 0)
            mg_disable_connection_keep_alive(conn);
    }
    if (file >= 0)
        close(file);
    if (!res->keep_file)
        unlink(res->file);
}

void send_answer(struct mg_connection *conn, const struct sending *how,
                 int code, const struct response *res)
{
    if (how->close)
        mg_disable_connection_keep_alive(conn);
    if (res->file) {
        send_file(conn, how, code, res);
        return;
    }
    struct buf out = head_for(how, code, res, (long long)res->body.length);
    if (!how->head_only && res->body.length)
        buf_bytes(&out, res->body.data, res->body.length);
    send_bytes(conn, out.data, out.length);
}

void send_refusal(struct mg_connection *conn, const struct sending *how,
                  int code, struct response *res)
{
    const char *text =
        arena_print(res->body.arena, "%d %s\n", code, reason(code));

    res->type = "text/plain; charset=utf-8";
    buf_bytes(&res->body, text, strlen(text));
    send_answer(conn, how, code, res);
}
