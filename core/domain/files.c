#include "domain/files.h"

#include "quiz/inputs.h"
#include "seal/hash.h"
#include "store/blobs.h"
#include "text/utf8.h"

#include <string.h>

/* What the bytes of a kind begin with; office files are zips. */
static const struct kind {
    const char *name, *begins;
    size_t length;
} kinds[] = {
    {"pdf", "%PDF-", 5},
    {"docx", "PK\3\4", 4},
    {"xlsx", "PK\3\4", 4},
    {"pptx", "PK\3\4", 4},
    {"odt", "PK\3\4", 4},
    {"ods", "PK\3\4", 4},
    {"odp", "PK\3\4", 4},
    {"zip", "PK\3\4", 4},
    {"png", "\x89PNG\r\n\x1a\n", 8},
    {"jpg", "\xff\xd8\xff", 3},
    {"txt", "", 0},
    {"csv", "", 0},
};

static bool begins_as(const char *kind, const struct sent *sent)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (!strcmp(kinds[i].name, kind))
            return sent->length >= kinds[i].length &&
                   !memcmp(sent->bytes, kinds[i].begins, kinds[i].length);
    return false;
}

static struct tree words(struct arena *arena, const char *vi, const char *en)
{
    struct tree_maker map = tree_map(arena);

    tree_put(&map, "vi", tree_of_text(vi));
    tree_put(&map, "en", tree_of_text(en));
    return tree_done(&map);
}

static const char *listed(struct arena *arena, const struct tree *list)
{
    const char *all = "";

    for (size_t i = 0; list && i < list->count; i++)
        all = arena_print(arena, "%s%s%s", all, i ? ", " : "",
                          list->items[i].text);
    return all;
}

enum status file_keep(struct house *house, struct arena *arena,
                      const struct tree *input, const struct sent *sent,
                      const char **typed, struct tree *why)
{
    const struct tree *allowed = tree_get(input, "kinds");
    const char *kind = sent_file_kind(allowed, sent->name);
    long long most = tree_integer(input, "most", 10);

    if (!kind) {
        const char *all = listed(arena, allowed);
        *why = words(arena, arena_print(arena, "Tệp phải thuộc loại: %s.", all),
                     arena_print(arena, "The file must be one of: %s.", all));
        return INVALID;
    }
    if ((long long)sent->length > most * 1000000) {
        *why =
            words(arena, arena_print(arena, "Tệp lớn hơn %lld MB.", most),
                  arena_print(arena, "The file is larger than %lld MB.", most));
        return INVALID;
    }
    if (!begins_as(kind, sent)) {
        *why =
            words(arena,
                  arena_print(arena,
                              "Nội dung tệp không phải là %s. Lưu lại đúng "
                              "loại rồi gửi.",
                              kind),
                  arena_print(arena,
                              "What is in the file is no %s. Save it as that "
                              "and send it again.",
                              kind));
        return INVALID;
    }
    const char *digest = hash_of(arena, sent->bytes, sent->length);
    TRY(blob_put(arena, house->data, digest, sent->bytes, sent->length));
    *typed = arena_print(arena, "%s %zu %s", digest, sent->length, sent->name);
    return OK;
}
