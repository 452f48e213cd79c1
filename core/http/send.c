#include "http/send.h"

#include "base/log.h"
#include "http/range.h"

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
        {206, "Partial Content"},
        {303, "See Other"},
        {304, "Not Modified"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {413, "Content Too Large"},
        {415, "Unsupported Media Type"},
        {416, "Range Not Satisfiable"},
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

/* A file of a known version, and which part of it this is; `whole` is how long
   all of it is. */
static void name_version(struct buf *out, const char *etag,
                         const struct range *part, int64_t whole)
{
    line(out, "ETag", arena_print(out->arena, "\"%s\"", etag));
    line(out, "Accept-Ranges", "bytes");
    if (part->kind == RANGE_PART)
        line(out, "Content-Range",
             arena_print(out->arena, "bytes %lld-%lld/%lld",
                         (long long)part->from, (long long)part->to,
                         (long long)whole));
    else if (part->kind == RANGE_BEYOND)
        line(out, "Content-Range",
             arena_print(out->arena, "bytes */%lld", (long long)whole));
}

static struct buf head_begun(const struct sending *how, int code,
                             const struct response *res)
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
    line(&out, "Allow", code == 405 ? "GET, HEAD, POST" : NULL);
    if (res->retry_after)
        line(&out, "Retry-After",
             arena_print(out.arena, "%d", res->retry_after));
    if (res->refresh)
        line(&out, "Refresh", arena_print(out.arena, "%d", res->refresh));
    if (res->download)
        download(&out, res->download);
    line(&out, "Connection", how->close ? "close" : "keep-alive");
    return out;
}

static void end_head(struct buf *out, const struct response *res,
                     long long length)
{
    if (length || !res->location)
        line(out, "Content-Type",
             res->type ? res->type : "text/html; charset=utf-8");
    line(out, "Content-Length", arena_print(out->arena, "%lld", length));
    buf_bytes(out, "\r\n", 2);
}

static void send_bytes(struct mg_connection *conn, const char *bytes,
                       size_t length)
{
    /* What cannot be written has lost its reader; nothing is left to do. */
    (void)!mg_write(conn, bytes, length);
}

/* The bytes from where `file` stands; false: not all of them went out. */
static bool send_part(struct mg_connection *conn, struct arena *arena, int file,
                      int64_t left)
{
    enum { PIECE = 1 << 16 };
    char *piece = arena_alloc(arena, PIECE);
    ssize_t n;

    while (left > 0 &&
           (n = read(file, piece, left < PIECE ? (size_t)left : PIECE)) > 0 &&
           mg_write(conn, piece, (size_t)n) == n)
        left -= n;
    return left <= 0;
}

static int send_open_file(struct mg_connection *conn, const struct sending *how,
                          int code, const struct response *res, int file,
                          int64_t whole)
{
    struct range part = {RANGE_WHOLE, 0, 0};
    int64_t length = whole;
    bool known = res->etag && range_is_known(how->if_none_match, res->etag);

    if (res->etag && !known)
        part = range_of(how->range, how->if_range, res->etag, whole);
    if (part.kind == RANGE_PART)
        length = part.to - part.from + 1;
    else if (part.kind == RANGE_BEYOND)
        length = 0;
    code = known                       ? 304
           : part.kind == RANGE_PART   ? 206
           : part.kind == RANGE_BEYOND ? 416
                                       : code;
    struct buf head = head_begun(how, code, res);
    if (res->etag)
        name_version(&head, res->etag, &part, whole);
    if (known)
        buf_bytes(&head, "\r\n", 2);
    else
        end_head(&head, res, length);
    send_bytes(conn, head.data, head.length);
    if (known || how->head_only || !length)
        return code;
    /* Fewer bytes than said: the client must see that it is not whole. */
    if (lseek(file, part.from, SEEK_SET) < 0 ||
        !send_part(conn, res->body.arena, file, length))
        mg_disable_connection_keep_alive(conn);
    return code;
}

static int send_file(struct mg_connection *conn, const struct sending *how,
                     int code, const struct response *res)
{
    int file = open(res->file, O_RDONLY | O_CLOEXEC);
    struct stat facts;

    if (file < 0 || fstat(file, &facts) || !S_ISREG(facts.st_mode)) {
        log_say(LOG_ERROR, "http", "file to send cannot be opened", "why",
                strerror(errno), NULL);
        struct response sorry = {.body.arena = res->body.arena};
        send_refusal(conn, how, code = 500, &sorry);
    } else {
        code = send_open_file(conn, how, code, res, file, facts.st_size);
    }
    if (file >= 0)
        close(file);
    if (!res->keep_file)
        unlink(res->file);
    return code;
}

int send_answer(struct mg_connection *conn, const struct sending *how, int code,
                const struct response *res)
{
    if (how->close)
        mg_disable_connection_keep_alive(conn);
    if (res->file)
        return send_file(conn, how, code, res);
    struct buf out = head_begun(how, code, res);
    end_head(&out, res, (long long)res->body.length);
    if (!how->head_only && res->body.length)
        buf_bytes(&out, res->body.data, res->body.length);
    send_bytes(conn, out.data, out.length);
    return code;
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
