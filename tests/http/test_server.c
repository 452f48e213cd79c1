#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/clock.h"
#include "base/log.h"
#include "http/server.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/*
 * The web front, met with bytes. What is behind it only counts: each call of
 * the program, and each of "/innocent", which stands behind every hostile
 * request on the same connection and must then never be executed.
 */
enum { LIMIT = 1 << 20, ANSWER = 1 << 16, PATIENCE = 20000 };

static struct server *server;
static struct arena *arena;
static atomic_int called, innocent;

static char film[] = "/tmp/khoa-film.XXXXXX"; /* "0123456789" */

static int count(struct request *req, struct response *res)
{
    atomic_fetch_add(&called, 1);
    if (!strcmp(req->address, "/film") || !strcmp(req->address, "/once")) {
        res->layout = BARE;
        res->file = film;
        res->keep_file = true;
        res->type = "video/webm";
        res->etag = strcmp(req->address, "/film") ? NULL : "abc";
        return 200;
    }
    if (!strcmp(req->address, "/innocent"))
        atomic_fetch_add(&innocent, 1);
    emit_text(&res->body, "fine\n");
    return 200;
}

/* "/large?by=7" is sent by person 7; without a person nothing large comes. */
static enum status limit(struct request *req, int64_t length, int64_t *whose)
{
    if (strcmp(req->address, "/large"))
        return length > LIMIT ? INVALID : OK;
    *whose = field_number(&req->query, "by", 0);
    return *whose ? OK : DENIED;
}

static const struct serving serving = {
    .threads = 40, .answer = count, .body_ms = 1500, .admit = limit};

static int begin(void **state)
{
    (void)state;
    arena = arena_new();
    log_from(LOG_ERROR);
    int file = mkstemp(film);
    if (write(file, "0123456789", 10) != 10)
        return -1;
    close(file);
    return server_start(&server, &serving) != OK;
}

static int end(void **state)
{
    (void)state;
    server_stop(server, 1000);
    arena_free(arena);
    unlink(film);
    return 0;
}

/* ---- a client that sends what it is told ----------------------------------
 */

static int reach(void)
{
    struct sockaddr_in there = {.sin_family = AF_INET,
                                .sin_port =
                                    htons((uint16_t)server_port(server)),
                                .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM, 0);

    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&there, sizeof there), 0);
    return fd;
}

/* A server that has refused may close while we still send. */
static void send_all(int fd, const char *bytes, size_t length)
{
    while (length) {
        ssize_t n = send(fd, bytes, length, MSG_NOSIGNAL);
        if (n <= 0)
            return;
        bytes += n;
        length -= (size_t)n;
    }
}

/* Everything until the other side closes, or until `answers` answers of the
   program are whole. Returns whether it was closed. */
static bool hear(int fd, char *out, int answers)
{
    size_t got = 0;
    ssize_t n = 1;

    out[0] = '\0';
    while (n > 0 && got + 1 < ANSWER) {
        int whole = 0;
        for (const char *p = out; (p = strstr(p, "\r\n\r\nfine\n")); p++)
            whole++;
        if (answers && whole >= answers)
            return false;
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        if (poll(&wait, 1, PATIENCE) != 1)
            return false;
        n = recv(fd, out + got, ANSWER - 1 - got, 0);
        got += n > 0 ? (size_t)n : 0;
        out[got] = '\0';
    }
    return n <= 0;
}

static int code_of(const char *answer)
{
    return strncmp(answer, "HTTP/1.1 ", 9) ? 0 : (int)strtol(answer + 9, 0, 10);
}

static int times(const char *text, const char *what)
{
    int n = 0;

    for (; (text = strstr(text, what)); text++)
        n++;
    return n;
}

/* ---- the table
 * --------------------------------------------------------------- */

static char escaped(const char **p)
{
    char hex[3] = "";

    switch (*++*p) {
    case 'r': return '\r';
    case 'n': return '\n';
    case 't': return '\t';
    case '0': return '\0';
    case 'x':
        hex[0] = *++*p;
        hex[1] = *++*p;
        return (char)strtol(hex, NULL, 16);
    default: return **p;
    }
}

/* As the head of the table says. */
static void put_bytes(struct buf *out, const char *p, const char *stop)
{
    for (; p < stop; p++) {
        char *star, one;
        long n;
        if (*p == '{' && (n = strtol(p + 1, &star, 10)) && *star == '*') {
            const char *close = strchr(star, '}');
            assert_non_null(close);
            while (n-- > 0)
                put_bytes(out, star + 1, close);
            p = close;
            continue;
        }
        one = *p == '\\' ? escaped(&p) : *p;
        buf_bytes(out, &one, 1);
    }
}

/* {body} in the head is the length of what follows it. */
static struct buf bytes_of(const char *text)
{
    struct buf out = {.arena = arena}, body = {.arena = arena};
    const char *place = strstr(text, "{body}"),
               *gap = strstr(text, "\\r\\n\\r\\n");

    if (place) {
        put_bytes(&body, gap + 8, text + strlen(text));
        text = arena_print(arena, "%.*s%zu%s", (int)(place - text), text,
                           body.length, place + 6);
    }
    put_bytes(&out, text, text + strlen(text));
    return out;
}

/* All lines are tried before the first failure ends the test. */
static int wrongs;

__attribute__((format(printf, 1, 2))) static void wrong(const char *format, ...)
{
    va_list args;

    va_start(args, format);
    vprint_error(format, args);
    va_end(args);
    print_error("\n");
    wrongs++;
}

static void guarded(const char *answer, const char *name)
{
    static const char *const guards[] = {
        "Content-Security-Policy: default-src 'none'; script-src 'self'",
        "frame-ancestors 'none'",
        "X-Content-Type-Options: nosniff",
        "X-Frame-Options: DENY",
        "Referrer-Policy: same-origin",
        "Cross-Origin-Opener-Policy: same-origin",
        "Cross-Origin-Resource-Policy: same-origin",
        "Cache-Control: no-store",
        "Permissions-Policy: ",
        "Content-Length: ",
    };

    for (size_t i = 0; i < sizeof guards / sizeof *guards; i++)
        if (!strstr(answer, guards[i]))
            wrong("%s: no %s in: %s", name, guards[i], answer);
    if (strstr(answer, "Server:") || strstr(answer, "CivetWeb"))
        wrong("%s: it says who we are: %s", name, answer);
}

static void one_line(char *line)
{
    static const char behind[] =
        "GET /innocent HTTP/1.1\r\nHost: localhost\r\n\r\n";
    char *name = strchr(line, ' '), *bytes;
    char *answer = arena_alloc(arena, ANSWER);

    assert_non_null(name);
    *name++ = '\0';
    assert_non_null(bytes = strchr(name, ' '));
    *bytes++ = '\0';
    bool fine = !strcmp(line, "200");
    struct buf out = bytes_of(bytes);
    buf_bytes(&out, behind, strlen(behind));
    int before = atomic_load(&called), innocent_before = atomic_load(&innocent);
    int fd = reach();
    send_all(fd, out.data, out.length);
    bool closed = hear(fd, answer, fine ? 2 : 0);
    close(fd);
    if (*answer)
        guarded(answer, name);
    if (!strstr(line, arena_print(arena, "%d", code_of(answer))))
        wrong("%s: %d, not %s: %s", name, code_of(answer), line, answer);
    if (times(answer, "HTTP/1.1 ") != (fine ? 2 : *answer ? 1 : 0))
        wrong("%s: so many answers: %s", name, answer);
    if (atomic_load(&innocent) - innocent_before != fine ||
        atomic_load(&called) - before != 2 * fine)
        wrong("%s: executed what stands behind it", name);
    if (fine == closed ||
        (*answer && !fine && !strstr(answer, "Connection: close")))
        wrong("%s: the connection is %s", name, closed ? "closed" : "open");
}

static void a_hostile_request_is_refused_and_closed(void **state)
{
    FILE *table = fopen("tests/hostile/requests", "r");
    char *line = NULL;
    size_t room = 0, lines = 0;

    (void)state;
    assert_non_null(table);
    while (getline(&line, &room, table) > 0) {
        line[strcspn(line, "\n")] = '\0';
        if (*line && *line != '#') {
            one_line(line);
            lines++;
        }
    }
    free(line);
    fclose(table);
    assert_true(lines > 80);
    assert_int_equal(wrongs, 0);
}

/* ---- what a line cannot say
 * ----------------------------------------------------- */

static void is_idle(void)
{
    int64_t until = clock_ticks() + PATIENCE;

    while (server_busy(server) && clock_ticks() < until)
        usleep(1000);
    assert_int_equal(server_busy(server), 0);
}

static int ask(const char *text)
{
    char *answer = arena_alloc(arena, ANSWER);
    int fd = reach();

    send_all(fd, text, strlen(text));
    hear(fd, answer, 1);
    close(fd);
    return code_of(answer);
}

static void after_fifty_forms_with_a_nul_it_is_idle(void **state)
{
    struct buf bytes =
        bytes_of("POST /form HTTP/1.1\\r\\nHost: localhost\\r\\nContent-Type: "
                 "application/x-www-form-urlencoded\\r\\nContent-Length: "
                 "{body}\\r\\n\\r\\na=\\0&b=\\0");
    char *answer = arena_alloc(arena, ANSWER);

    (void)state;
    for (int i = 0; i < 50; i++) {
        int fd = reach();
        send_all(fd, bytes.data, bytes.length);
        assert_true(hear(fd, answer, 0));
        assert_int_equal(code_of(answer), 400);
        close(fd);
    }
    is_idle();
    assert_int_equal(ask("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"), 200);
}

static void a_body_that_never_comes_is_never_executed(void **state)
{
    int before = atomic_load(&called);

    (void)state;
    for (int i = 0; i < 20; i++) {
        static const char half[] =
            "POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
            "application/x-www-form-urlencoded\r\nContent-Length: "
            "50\r\n\r\na=1";
        int fd = reach();
        send_all(fd, half, strlen(half));
        shutdown(fd, SHUT_WR);
        char *answer = arena_alloc(arena, ANSWER);
        hear(fd, answer, 0);
        close(fd);
    }
    is_idle();
    assert_int_equal(atomic_load(&called), before);
}

static void a_body_in_single_bytes_is_read_whole(void **state)
{
    static const char slow[] =
        "POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
        "application/x-www-form-urlencoded\r\nContent-Length: 5\r\n\r\na=1&b";
    char *answer = arena_alloc(arena, ANSWER);
    int fd = reach();

    (void)state;
    for (size_t i = 0; i < sizeof slow - 1; i++) {
        send_all(fd, slow + i, 1);
        usleep(500);
    }
    hear(fd, answer, 1);
    close(fd);
    assert_int_equal(code_of(answer), 200);
}

/* What a proxy joins on one connection is answered in order. */
static void requests_in_a_row_are_answered_in_a_row(void **state)
{
    struct buf bytes = bytes_of(
        "{10*GET /innocent HTTP/1.1\\r\\nHost: localhost\\r\\n\\r\\n}");
    char *answer = arena_alloc(arena, ANSWER);
    int before = atomic_load(&innocent), fd = reach();

    (void)state;
    send_all(fd, bytes.data, bytes.length);
    hear(fd, answer, 10);
    close(fd);
    assert_int_equal(times(answer, "HTTP/1.1 200 OK"), 10);
    assert_int_equal(atomic_load(&innocent), before + 10);
}

static long kilobytes(void)
{
    FILE *file = fopen("/proc/self/status", "r");
    char line[200];
    long size = 0;

    assert_non_null(file);
    while (fgets(line, sizeof line, file))
        if (!strncmp(line, "VmRSS:", 6))
            size = strtol(line + 6, NULL, 10);
    fclose(file);
    return size;
}

/* Nothing is set aside for a length that is only claimed. */
static void claims_cost_no_memory(void **state)
{
    char *answer = arena_alloc(arena, ANSWER);
    long before = kilobytes();

    (void)state;
    for (int i = 0; i < 200; i++) {
        static const char claim[] =
            "POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
            "application/x-www-form-urlencoded\r\nContent-Length: "
            "1000000000\r\n\r\n";
        int fd = reach();
        send_all(fd, claim, strlen(claim));
        shutdown(fd, SHUT_WR);
        hear(fd, answer, 0);
        assert_int_equal(code_of(answer), 413);
        close(fd);
    }
    assert_true(kilobytes() - before < 100 * 1024);
}

static void a_head_request_gets_no_body(void **state)
{
    char *answer = arena_alloc(arena, ANSWER);
    int fd = reach();
    static const char head[] =
        "HEAD / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

    (void)state;
    send_all(fd, head, strlen(head));
    assert_true(hear(fd, answer, 0));
    close(fd);
    assert_int_equal(code_of(answer), 200);
    assert_non_null(strstr(answer, "Content-Length: 5\r\n"));
    assert_null(strstr(answer, "fine"));
    guarded(answer, "head");
    assert_int_equal(wrongs, 0);
}

static const char *fetch(const char *method, const char *path, const char *head)
{
    char *answer = arena_alloc(arena, ANSWER);
    const char *request = arena_print(
        arena,
        "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s\r\n",
        method, path, head);
    int fd = reach();

    send_all(fd, request, strlen(request));
    hear(fd, answer, 0);
    close(fd);
    return answer;
}

/* ---- bodies that come slowly, or are large
 * -------------------------------------*/

static void a_body_that_takes_too_long_is_408(void **state)
{
    static const char claim[] =
        "POST /form HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
        "application/x-www-form-urlencoded\r\nContent-Length: 50\r\n\r\n";
    char *answer = arena_alloc(arena, ANSWER);
    int before = atomic_load(&called);

    (void)state;
    for (int silent = 0; silent < 2; silent++) {
        int fd = reach();
        int64_t began = clock_ticks();
        struct pollfd wait = {.fd = fd, .events = POLLIN};
        send_all(fd, claim, sizeof claim - 1);
        for (int i = 0; i < 50 && poll(&wait, 1, 100) != 1; i++)
            if (!silent)
                send_all(fd, "a", 1);
        hear(fd, answer, 0);
        close(fd);
        assert_int_equal(code_of(answer), 408);
        guarded(answer, "too slow");
        assert_true(clock_ticks() - began >= 1500);
    }
    assert_int_equal(atomic_load(&called), before);
    assert_int_equal(wrongs, 0);
}

/* A body of 2 MB that has only begun. Returns the connection. */
static int begin_large(int by)
{
    int fd = reach();
    const char *head = arena_print(
        arena,
        "POST /large?by=%d HTTP/1.1\r\nHost: localhost\r\nContent-Type: "
        "application/x-www-form-urlencoded\r\nContent-Length: "
        "2000000\r\n\r\na=",
        by);

    send_all(fd, head, strlen(head));
    return fd;
}

/* What it is answered within so many ms; 0: nothing, it is being read. */
static int answered_in(int fd, int ms)
{
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    char *answer = arena_alloc(arena, ANSWER);

    if (poll(&wait, 1, ms) != 1)
        return 0;
    shutdown(fd, SHUT_WR);
    hear(fd, answer, 0);
    return code_of(answer);
}

static void one_person_holds_few_of_the_large_places_all_hold_16(void **state)
{
    int held[16], fd;

    (void)state;
    for (int i = 0; i < 16; i++) {
        held[i] = begin_large(1 + i / 2);
        assert_int_equal(answered_in(held[i], 20), 0);
        if (i == 1) {
            fd = begin_large(1);
            assert_int_equal(answered_in(fd, 1000), 429);
            close(fd);
        }
    }
    fd = begin_large(9);
    assert_int_equal(answered_in(fd, 1000), 503);
    close(fd);
    for (int i = 0; i < 16; i++)
        close(held[i]);
    is_idle();
    fd = begin_large(1);
    assert_int_equal(answered_in(fd, 100), 0);
    close(fd);
    is_idle();
}

/* The answer is the program's, which has not got the body and must not. */
static void whom_no_large_body_is_taken_from_hears_it_at_once(void **state)
{
    int before = atomic_load(&called);

    (void)state;
    for (int i = 0; i < 40; i++) {
        int fd = begin_large(0);
        assert_int_equal(answered_in(fd, 1000), 200);
        close(fd);
    }
    assert_int_equal(atomic_load(&called), before + 40);
    is_idle();
}

static void a_method_that_is_not_served_is_told_which_are(void **state)
{
    const char *a = fetch("OPTIONS", "/", "");

    (void)state;
    assert_int_equal(code_of(a), 405);
    assert_non_null(strstr(a, "\r\nAllow: GET, HEAD, POST\r\n"));
    assert_null(strstr(fetch("GET", "/", ""), "Allow:"));
}

/* ---- files in parts --------------------------------------------------------
 */

static const char *body_of(const char *answer)
{
    const char *gap = strstr(answer, "\r\n\r\n");

    assert_non_null(gap);
    return gap + 4;
}

static void a_file_of_a_known_version_is_sent_in_parts(void **state)
{
    const char *a = fetch("GET", "/film", "Range: bytes=2-4\r\n");

    (void)state;
    assert_int_equal(code_of(a), 206);
    assert_non_null(strstr(a, "\r\nContent-Range: bytes 2-4/10\r\n"));
    assert_non_null(strstr(a, "\r\nContent-Length: 3\r\n"));
    assert_non_null(strstr(a, "\r\nETag: \"abc\"\r\n"));
    assert_non_null(strstr(a, "\r\nContent-Type: video/webm\r\n"));
    assert_string_equal(body_of(a), "234");
    a = fetch("GET", "/film", "Range: bytes=-3\r\nIf-Range: \"abc\"\r\n");
    assert_int_equal(code_of(a), 206);
    assert_string_equal(body_of(a), "789");
}

static void without_a_range_or_of_another_version_all_of_it_comes(void **state)
{
    const char *const heads[] = {"",
                                 "Range: bytes=2-4\r\nIf-Range: \"old\"\r\n",
                                 "Range: bytes=0-1,3-4\r\n"};

    (void)state;
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        const char *a = fetch("GET", "/film", heads[i]);
        assert_int_equal(code_of(a), 200);
        assert_non_null(strstr(a, "\r\nAccept-Ranges: bytes\r\n"));
        assert_null(strstr(a, "Content-Range"));
        assert_string_equal(body_of(a), "0123456789");
    }
}

static void a_range_behind_the_end_is_416_and_says_how_long_it_is(void **state)
{
    const char *a = fetch("GET", "/film", "Range: bytes=10-\r\n");

    (void)state;
    assert_int_equal(code_of(a), 416);
    assert_non_null(strstr(a, "\r\nContent-Range: bytes */10\r\n"));
    assert_string_equal(body_of(a), "");
}

static void head_says_all_of_it_and_sends_nothing(void **state)
{
    const char *a = fetch("HEAD", "/film", "Range: bytes=2-4\r\n");

    (void)state;
    assert_int_equal(code_of(a), 200);
    assert_non_null(strstr(a, "\r\nContent-Length: 10\r\n"));
    assert_non_null(strstr(a, "\r\nAccept-Ranges: bytes\r\n"));
    assert_string_equal(body_of(a), "");
}

static void what_the_browser_has_is_not_sent_again(void **state)
{
    const char *a = fetch("GET", "/film", "If-None-Match: \"abc\"\r\n");

    (void)state;
    assert_int_equal(code_of(a), 304);
    assert_non_null(strstr(a, "\r\nETag: \"abc\"\r\n"));
    assert_string_equal(body_of(a), "");
}

static void a_file_without_a_version_is_not_cut(void **state)
{
    const char *a = fetch("GET", "/once", "Range: bytes=2-4\r\n");

    (void)state;
    assert_int_equal(code_of(a), 200);
    assert_null(strstr(a, "Accept-Ranges"));
    assert_string_equal(body_of(a), "0123456789");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_hostile_request_is_refused_and_closed),
        cmocka_unit_test(after_fifty_forms_with_a_nul_it_is_idle),
        cmocka_unit_test(a_body_that_never_comes_is_never_executed),
        cmocka_unit_test(a_body_in_single_bytes_is_read_whole),
        cmocka_unit_test(requests_in_a_row_are_answered_in_a_row),
        cmocka_unit_test(claims_cost_no_memory),
        cmocka_unit_test(a_head_request_gets_no_body),
        cmocka_unit_test(a_body_that_takes_too_long_is_408),
        cmocka_unit_test(one_person_holds_few_of_the_large_places_all_hold_16),
        cmocka_unit_test(whom_no_large_body_is_taken_from_hears_it_at_once),
        cmocka_unit_test(a_method_that_is_not_served_is_told_which_are),
        cmocka_unit_test(a_file_of_a_known_version_is_sent_in_parts),
        cmocka_unit_test(without_a_range_or_of_another_version_all_of_it_comes),
        cmocka_unit_test(a_range_behind_the_end_is_416_and_says_how_long_it_is),
        cmocka_unit_test(head_says_all_of_it_and_sends_nothing),
        cmocka_unit_test(what_the_browser_has_is_not_sent_again),
        cmocka_unit_test(a_file_without_a_version_is_not_cut),
    };

    return cmocka_run_group_tests(tests, begin, end);
}
