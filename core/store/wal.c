#include "store/wal.h"

#include "base/log.h"

#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The format is told in https://sqlite.org/fileformat2.html#walformat */
enum { HEADER = 32, FRAME = 24, MOST_PAGE = 65536 };
static const uint32_t magic = 0x377f0682; /* its lowest bit: big endian sums */

struct wal {
    FILE *in;
    bool big_endian;
    uint32_t page, salt[2], sum[2];
    unsigned char *frame; /* FRAME + page bytes */
};

static uint32_t big(const unsigned char *b)
{
    return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 |
           b[3];
}

static uint32_t word(const struct wal *w, const unsigned char *b)
{
    return w->big_endian ? big(b)
                         : (uint32_t)b[3] << 24 | (uint32_t)b[2] << 16 |
                               (uint32_t)b[1] << 8 | b[0];
}

static void add(const struct wal *w, uint32_t sum[2], const unsigned char *b,
                size_t length)
{
    for (size_t i = 0; i < length; i += 8) {
        sum[0] += word(w, b + i) + sum[1];
        sum[1] += word(w, b + i + 4) + sum[0];
    }
}

static bool read_header(struct wal *w)
{
    unsigned char header[HEADER];
    uint32_t sum[2] = {0};

    if (fread(header, 1, sizeof header, w->in) != sizeof header)
        return false;
    w->big_endian = big(header) & 1;
    w->page = big(header + 8);
    w->salt[0] = big(header + 16);
    w->salt[1] = big(header + 20);
    add(w, sum, header, 24);
    memcpy(w->sum, sum, sizeof sum);
    return (big(header) & ~1u) == magic && w->page >= 512 &&
           w->page <= MOST_PAGE && sum[0] == big(header + 24) &&
           sum[1] == big(header + 28);
}

/* Is the frame of this log, and not left over from an earlier one? */
static bool is_ours(const struct wal *w)
{
    return big(w->frame + 8) == w->salt[0] && big(w->frame + 12) == w->salt[1];
}

static bool holds(struct wal *w)
{
    uint32_t sum[2] = {w->sum[0], w->sum[1]};

    add(w, sum, w->frame, 8);
    add(w, sum, w->frame + FRAME, w->page);
    if (!is_ours(w) || sum[0] != big(w->frame + 16) ||
        sum[1] != big(w->frame + 20))
        return false;
    memcpy(w->sum, sum, sizeof sum);
    return true;
}

/* How many commits stand behind the first frame that does not hold. */
static int commits_beyond(struct wal *w)
{
    size_t length = FRAME + w->page;
    bool whole = true;
    int commits = 0;

    while (fread(w->frame, 1, length, w->in) == length) {
        if (whole)
            whole = holds(w);
        if (!whole && is_ours(w) && big(w->frame + 4))
            commits++;
    }
    return commits;
}

static enum status look(struct wal *w, const char *path)
{
    enum { BROKEN_HEADER = 99 };
    int commits = BROKEN_HEADER;

    fseek(w->in, 0, SEEK_END);
    if (ftell(w->in) <= HEADER)
        return OK; /* nothing was ever committed to it */
    rewind(w->in);
    if (read_header(w)) {
        w->frame = malloc(FRAME + w->page);
        if (!w->frame)
            abort();
        commits = commits_beyond(w);
        free(w->frame);
    }
    if (commits <= 1 && !ferror(w->in))
        return OK;
    log_say(LOG_ERROR, "store",
            "the log of writes is broken: writes that were acknowledged would "
            "be lost. Restore the newest backup; keep this folder to have it "
            "looked at",
            "file", path, NULL);
    return FAILED;
}

enum status wal_check(const char *database)
{
    struct wal w = {0};
    char path[4096];

    if (snprintf(path, sizeof path, "%s-wal", database) >= (int)sizeof path)
        return FAILED;
    w.in = fopen(path, "re");
    if (!w.in && errno == ENOENT)
        return OK;
    if (!w.in) {
        log_say(LOG_ERROR, "store", "the log of writes cannot be read", "file",
                path, "why", strerror(errno), NULL);
        return FAILED;
    }
    enum status status = look(&w, path);
    fclose(w.in);
    return status;
}
