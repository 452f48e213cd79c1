#include "domain/evidence.h"

#include "seal/hash.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

const char chain_origin[] =
    "0000000000000000000000000000000000000000000000000000000000000000";
const char erased_outcomes[] = "[]", erase_action[] = "result.erase";

static void add_cell(struct hash *hash, struct arena *arena,
                     const struct value *v)
{
    switch (v->kind) {
    case NOTHING: hash_add_text(hash, "n"); break;
    case INTEGER:
        hash_add_text(hash, arena_print(arena, "i%" PRId64, v->integer));
        break;
    case REAL:
        hash_add_text(hash, arena_print(arena, "r%.17g", v->real));
        break;
    case TEXT:
    case BYTES: {
        const char *head = arena_print(arena, "t%zu:", v->length);
        hash_add(hash, head, strlen(head));
        hash_add(hash, v->text, v->length);
        hash_add(hash, "", 1);
    }
    }
}

const char *evidence_digest(struct arena *arena, const struct evidence *row)
{
    struct hash hash;

    hash_begin(&hash);
    hash_add_text(&hash, "khoa.row.1");
    hash_add_text(&hash, row->kind);
    for (size_t i = 0; i < row->count; i++)
        add_cell(&hash, arena, &row->cells[i]);
    if (row->also)
        hash_add_text(&hash, row->also);
    return hash_end(&hash, arena);
}

static const char *digest_of_all(struct arena *arena,
                                 const struct evidence *rows, size_t count)
{
    struct hash hash;

    hash_begin(&hash);
    hash_add_text(&hash, "khoa.rows.1");
    for (size_t i = 0; i < count; i++)
        hash_add_text(&hash, evidence_digest(arena, &rows[i]));
    return hash_end(&hash, arena);
}

enum status evidence_complete(struct db *db, struct arena *arena,
                              struct evidence *row)
{
    const struct evidence *rows;
    size_t count;

    if (!strcmp(row->kind, "attempt")) {
        TRY(sealed_answer_list(db, arena, row->row, &rows, &count));
        row->erasable = digest_of_all(arena, rows, count);
    } else if (!strcmp(row->kind, "item")) {
        TRY(sealed_variant_list(db, arena, row->row, &rows, &count));
        row->also = digest_of_all(arena, rows, count);
    }
    return OK;
}

const char *evidence_erasable(struct arena *arena, const char *salt,
                              const char *text)
{
    struct hash hash;

    hash_begin(&hash);
    hash_add_text(&hash, "khoa.erasable.1");
    hash_add_text(&hash, salt);
    hash_add_text(&hash, text);
    return hash_end(&hash, arena);
}

const char *evidence_link(struct arena *arena, const char *before,
                          const struct chain_link *link)
{
    struct hash hash;

    hash_begin(&hash);
    hash_add_text(&hash, "khoa.link.1");
    hash_add_text(&hash, before);
    hash_add_text(&hash, arena_print(arena, "%" PRId64, link->sequence));
    hash_add_text(&hash, link->kind);
    hash_add_text(&hash, arena_print(arena, "%" PRId64, link->row));
    hash_add_text(&hash, link->erasable ? link->erasable : "");
    hash_add_text(&hash, link->digest);
    return hash_end(&hash, arena);
}

const char *evidence_signed(struct arena *arena, const struct checkpoint *c)
{
    return arena_print(
        arena, "khoa.checkpoint.1 %" PRId64 " %" PRId64 " %" PRId64 " %s %s",
        c->id, c->sequence, c->at, c->link, c->key);
}

const char *evidence_line(struct arena *arena, const struct checkpoint *c)
{
    return arena_print(arena, "%s %s", evidence_signed(arena, c), c->signature);
}

enum status evidence_line_read(struct arena *arena, const char *line,
                               struct checkpoint *out)
{
    char link[65], key[65], signature[129];
    int end = 0;

    if (sscanf(line,
               "khoa.checkpoint.1 %" SCNd64 " %" SCNd64 " %" SCNd64
               " %64[0-9a-f] %64[0-9a-f] %128[0-9a-f]%n",
               &out->id, &out->sequence, &out->at, link, key, signature,
               &end) != 6 ||
        line[end + (int)strspn(line + end, " \r\n")])
        return INVALID;
    out->link = arena_text(arena, link, strlen(link));
    out->key = arena_text(arena, key, strlen(key));
    out->signature = arena_text(arena, signature, strlen(signature));
    return OK;
}
