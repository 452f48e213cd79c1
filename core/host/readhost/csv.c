#include "host/readhost/read.h"

#include <csv.h>
#include <string.h>

enum { MOST_CELL = 32768, MOST_CELLS = 200, MOST_ROWS = 1000000 };

struct reading {
    struct arena *arena;
    struct tree_maker rows, cells, *problems;
    long line; /* of the row that is being read */
    size_t too_long, too_many;
};

static void cell_ends(void *bytes, size_t length, void *data)
{
    struct reading *r = data;

    if (length > MOST_CELL || r->cells.count >= MOST_CELLS) {
        r->too_long++;
        return;
    }
    tree_add(&r->cells, tree_of_text(arena_text(r->arena, bytes, length)));
}

static void row_ends(int c, void *data)
{
    struct reading *r = data;
    struct tree_maker row = tree_map(r->arena);
    bool empty = true;

    (void)c;
    for (size_t i = 0; i < r->cells.count; i++)
        empty &= !r->cells.items[i].text[0];
    if (!empty && r->rows.count == MOST_ROWS) {
        r->too_many++;
    } else if (!empty) {
        tree_put(&row, "line", tree_of_integer(r->line));
        tree_put(&row, "cells", tree_done(&r->cells));
        tree_add(&r->rows, tree_done(&row));
    }
    r->cells = tree_list(r->arena);
}

/* A line with what ends it: LF, CR LF, or CR alone as old programs write it. */
static size_t line_length(const char *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++)
        if (bytes[i] == '\n' ||
            (bytes[i] == '\r' && (i + 1 == length || bytes[i + 1] != '\n')))
            return i + 1;
    return length;
}

static unsigned char separator_of(const struct message *ask)
{
    const char *given = tree_text(&ask->tree, "separator");
    size_t first = line_length(ask->bytes, ask->length), best = 0;
    char found = ';';

    if (given && given[0])
        return (unsigned char)given[0];
    for (const char *s = ";,\t"; *s; s++) {
        size_t count = 0;
        for (size_t i = 0; i < first; i++)
            count += ask->bytes[i] == *s;
        if (count > best) {
            best = count;
            found = *s;
        }
    }
    return (unsigned char)found;
}

/* libcsv tells no lines, so it is fed line by line: a row begins on the line
   after the one that ended the row before it. */
static void feed(struct csv_parser *parser, struct reading *r,
                 const char *bytes, size_t length)
{
    long line = 0;

    r->line = 1;
    while (length) {
        size_t n = line_length(bytes, length);
        size_t before = r->rows.count;
        line++;
        if (!r->cells.count && before == r->rows.count && parser->pstate == 0)
            r->line = line;
        csv_parse(parser, bytes, n, cell_ends, row_ends, r);
        bytes += n;
        length -= n;
    }
    csv_fini(parser, cell_ends, row_ends, r);
}

void read_csv(struct arena *arena, const struct message *ask,
              struct tree_maker *reply, struct tree_maker *problems)
{
    struct reading r = {
        .arena = arena, .rows = tree_list(arena), .cells = tree_list(arena)};
    const char *bytes = ask->bytes;
    size_t length = ask->length;
    struct csv_parser parser;

    if (length >= 3 && !memcmp(bytes, "\xef\xbb\xbf", 3)) {
        bytes += 3;
        length -= 3;
    }
    csv_init(&parser, 0);
    csv_set_delim(&parser, separator_of(ask));
    feed(&parser, &r, bytes, length);
    csv_free(&parser);
    if (r.too_long)
        problem(
            problems, 1,
            "Có ô dài quá 32.768 ký tự hoặc dòng có quá 200 ô. Kiểm tra dấu "
            "ngoặc kép mở mà không đóng.",
            "A cell is longer than 32,768 bytes or a row has more than 200 "
            "cells. Look for a quotation mark that is not closed.");
    else if (r.too_many)
        problem(problems, 1, "Tệp có hơn 1.000.000 dòng. Hãy chia nhỏ.",
                "The file has more than 1,000,000 rows. Split it.");
    else
        tree_put(reply, "rows", tree_done(&r.rows));
}
