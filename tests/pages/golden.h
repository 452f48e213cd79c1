#ifndef TESTS_PAGES_GOLDEN_H
#define TESTS_PAGES_GOLDEN_H

#include "base/buf.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* For tests that have an `arena` of their own; see test_golden.c. */

/* Without what changes for reasons of its own: the hashes of assets, and the
   navigation, which has a test to itself. */
static char *lasting(const char *page)
{
    struct buf out = {.arena = arena};
    const char *nav = strstr(page, "<nav class=\"nav\""), *end;

    if (nav && (end = strstr(nav, "</nav>"))) {
        buf_bytes(&out, page, (size_t)(nav - page));
        buf_bytes(&out, end + 6, strlen(end + 6));
        page = out.data;
        out = (struct buf){.arena = arena};
    }

    for (const char *p; (p = strstr(page, "/assets/")); page = p) {
        p += strcspn(p, ".");
        buf_bytes(&out, page, (size_t)(p - page));
        p += 1 + strcspn(p + 1, ".");
    }
    buf_bytes(&out, page, strlen(page));
    return out.data;
}

static char *file_text(const char *path)
{
    struct buf out = {.arena = arena};
    char bytes[4096];
    FILE *in = fopen(path, "r");

    buf_bytes(&out, "", 0);
    for (size_t n; in && (n = fread(bytes, 1, sizeof bytes, in));)
        buf_bytes(&out, bytes, n);
    if (in)
        fclose(in);
    return out.data;
}

static void same_as_golden(const char *name, const char *body)
{
    char path[200];
    const char *page = lasting(body);
    const char *write = getenv("KHOA_GOLDEN");

    snprintf(path, sizeof path, "tests/pages/golden/%s.html", name);
    if (write && !strcmp(write, "write")) {
        FILE *out = fopen(path, "w");
        assert_non_null(out);
        fputs(page, out);
        fclose(out);
    }
    assert_string_equal(page, file_text(path));
}

#endif
