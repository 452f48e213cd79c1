#include "domain/media.h"
#include "pages/nodes_parts.h"

#include <string.h>

/* Media of nodes: where they are, what lies beside them, what they say. */

/* ---- where ---------------------------------------------------------------*/

static const struct tree *file_of(const struct nodes *how, const char *name)
{
    return how->files && name ? tree_get(how->files, name) : NULL;
}

const char *address_of(const struct nodes *how, const char *name)
{
    const struct tree *file = file_of(how, name);

    if (!file)
        return NULL;
    return file->kind == TREE_TEXT ? file->text : tree_text(file, "address");
}

/* Names of media are checked where they are made; here they only may not
   leave the folder they are served from. */
const char *media_address(const struct nodes *how, const struct tree *image)
{
    const char *name = tree_text(image, "media");
    struct buf out = {.arena = how->reader->arena};

    if (how->files) {
        const char *address = address_of(how, name);
        return address ? address : "#";
    }
    if (!how->media || !name || strstr(name, ".."))
        return "#";
    buf_bytes(&out, how->media, strlen(how->media));
    for (const char *p = name; *p; p++)
        if (*p == '/')
            buf_bytes(&out, "/", 1);
        else
            emit_part_text(&out, (char[]){*p, '\0'});
    return out.data;
}

const struct tree *media_addresses(struct arena *arena, const char *base,
                                   const struct tree *media)
{
    struct tree_maker map = tree_map(arena);
    struct tree *out = arena_make(arena, struct tree);

    for (size_t i = 0; i < media->count; i++) {
        const struct tree *medium = &media->items[i];
        const struct tree *cues = tree_get(medium, "cues");
        struct tree_maker file = tree_map(arena);
        tree_put(&file, "address",
                 tree_of_text(arena_print(arena, "%s/%s", base,
                                          tree_text(medium, "digest"))));
        tree_put(&file, "size",
                 tree_of_integer(tree_integer(medium, "size", 0)));
        if (cues)
            tree_put(&file, "cues", *cues);
        tree_put(&map, media->names[i], tree_done(&file));
    }
    *out = tree_done(&map);
    return media->count ? out : NULL;
}

/* ---- films and sounds ------------------------------------------------------
 */

struct played played_of(const struct nodes *how, const struct tree *node)
{
    static const struct {
        const char *language, *label, *ending;
    } both[] = {[VIETNAMESE] = {"vi", "Tiếng Việt", ".vi.vtt"},
                [ENGLISH] = {"en", "English", ".en.vtt"}};
    struct arena *arena = how->reader->arena;
    const char *name = tree_text(node, "media");
    struct played out = {.address = address_of(how, name)};

    for (size_t i = 0; i < 2; i++) {
        size_t k = i ? !how->reader->language : how->reader->language;
        const char *captions = media_beside(arena, name, both[k].ending);
        const char *address = address_of(how, captions);
        if (!address)
            continue;
        out.tracks[out.track_count++] =
            (struct track){both[k].language, both[k].label, address};
        if (!out.cues) {
            out.cues = tree_get(file_of(how, captions), "cues");
            out.language = both[k].language;
        }
    }
    for (const char *const *e = media_poster_endings; *e && !out.poster; e++)
        out.poster = address_of(how, media_beside(arena, name, *e));
    return out;
}

static bool same_voice(const struct tree *a, const struct tree *b)
{
    const char *x = tree_text(a, "voice"), *y = tree_text(b, "voice");

    return !y || (x && !strcmp(x, y));
}

static bool ends_sentence(const char *text)
{
    static const char *const ends[] = {".", "?", "!", "…", "”"};
    size_t length = strlen(text);

    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t n = strlen(ends[i]);
        if (length >= n && !strcmp(text + length - n, ends[i]))
            return true;
    }
    return false;
}

/* A new paragraph where somebody else speaks, after a pause, and behind some
   sentences. */
static bool begins_paragraph(const struct tree *before, const struct tree *cue,
                             size_t so_far)
{
    enum { PAUSE = 1500, SOME = 160 };

    return !before || !same_voice(before, cue) ||
           tree_integer(cue, "from", 0) - tree_integer(before, "to", 0) >=
               PAUSE ||
           (so_far > SOME && ends_sentence(tree_text(before, "text")));
}

void draw_cues(struct buf *out, const struct tree *cues)
{
    const struct tree *before = NULL;
    size_t so_far = 0;

    for (size_t i = 0; cues && i < cues->count; i++) {
        const struct tree *cue = &cues->items[i];
        const char *voice = tree_text(cue, "voice");
        if (!begins_paragraph(before, cue, so_far)) {
            emit_text(out, " ");
        } else {
            so_far = 0;
            emit_html(out, (struct html){before ? "</p><p>" : "<p>"});
            if (voice) {
                emit_html(out, (struct html){"<b>"});
                emit_text(out, voice);
                emit_html(out, (struct html){":</b> "});
            }
        }
        emit_text(out, tree_text(cue, "text"));
        so_far += strlen(tree_text(cue, "text"));
        before = cue;
    }
    emit_html(out, (struct html){before ? "</p>" : ""});
}

/* ---- links to files --------------------------------------------------------
 */

struct linked linked_of(const struct nodes *how, const struct tree *link)
{
    const char *name = tree_text(link, "address");
    const struct tree *file = file_of(how, name);
    const char *end = file ? strrchr(name, '.') : NULL;
    int64_t size = file ? tree_integer(file, "size", 0) : 0;
    const char *ending = end ? end + 1 : "";

    return (struct linked){address_of(how, name),
                           size ? arena_print(how->reader->arena, "%s, %s",
                                              ending, size_shown(how, size))
                                : ending};
}
