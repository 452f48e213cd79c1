#include "domain/media.h"

#include "domain/elements.h"
#include "reading/reading.h"

#include <string.h>
#include <strings.h>

/* What its bytes are; two rows of one ending: either will do. */
static const struct kind {
    const char *ending, *type;
    enum medium medium;
    const char *begins; /* NULL: text, of which more is asked */
    size_t length, at;  /* of `begins`, and where */
} kinds[] = {
    {".svg", "image/svg+xml", PICTURE, NULL, 0, 0},
    {".png", "image/png", PICTURE, "\x89PNG\r\n\x1a\n", 8, 0},
    {".jpg", "image/jpeg", PICTURE, "\xff\xd8\xff", 3, 0},
    {".jpeg", "image/jpeg", PICTURE, "\xff\xd8\xff", 3, 0},
    {".webp", "image/webp", PICTURE, "WEBP", 4, 8},
    {".gif", "image/gif", PICTURE, "GIF8", 4, 0},
    {".webm", "video/webm", FILM, "\x1a\x45\xdf\xa3", 4, 0},
    {".mp4", "video/mp4", FILM, "ftyp", 4, 4},
    {".mp3", "audio/mpeg", SOUND, "ID3", 3, 0},
    {".mp3", "audio/mpeg", SOUND, "\xff\xfb", 2, 0},
    {".mp3", "audio/mpeg", SOUND, "\xff\xf3", 2, 0},
    {".m4a", "audio/mp4", SOUND, "ftyp", 4, 4},
    {".ogg", "audio/ogg", SOUND, "OggS", 4, 0},
    {".opus", "audio/ogg", SOUND, "OggS", 4, 0},
    {".vtt", "text/vtt; charset=utf-8", CAPTIONS, NULL, 0, 0},
    {".pdf", "application/pdf", DOCUMENT, "%PDF-", 5, 0},
    {".docx",
     "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
     DOCUMENT, "PK\3\4", 4, 0},
    {".xlsx",
     "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
     DOCUMENT, "PK\3\4", 4, 0},
    {".pptx",
     "application/vnd.openxmlformats-officedocument.presentationml."
     "presentation",
     DOCUMENT, "PK\3\4", 4, 0},
    {".odt", "application/vnd.oasis.opendocument.text", DOCUMENT, "PK\3\4", 4,
     0},
    {".ods", "application/vnd.oasis.opendocument.spreadsheet", DOCUMENT,
     "PK\3\4", 4, 0},
    {".odp", "application/vnd.oasis.opendocument.presentation", DOCUMENT,
     "PK\3\4", 4, 0},
    {".zip", "application/zip", DOCUMENT, "PK\3\4", 4, 0},
    {".txt", "text/plain; charset=utf-8", DOCUMENT, NULL, 0, 0},
    {".csv", "text/csv; charset=utf-8", DOCUMENT, NULL, 0, 0},
};

const char *const media_poster_endings[] = {".jpg", ".png", ".webp", ".svg",
                                            NULL};

static const struct kind *kind_of(const char *name)
{
    const char *end = strrchr(name, '.');

    for (size_t i = 0; end && i < sizeof kinds / sizeof *kinds; i++)
        if (!strcmp(kinds[i].ending, end))
            return &kinds[i];
    return NULL;
}

/* ---- SVG -----------------------------------------------------------------*/

/* A part of the same drawing, or a picture it carries. */
static bool leads_out(const char *name, const char *value)
{
    const char *colon = strrchr(name, ':');

    return !strcmp(colon ? colon + 1 : name, "href") && *value != '#' &&
           strncasecmp(value, "data:image/", 11) != 0;
}

static bool acts(const struct tree *element)
{
    static const char *const active[] = {"script", "foreignObject", "iframe",
                                         "handler", "listener"};
    const struct tree *attributes = tree_get(element, "attributes");
    const char *name = element_name(element);

    for (size_t i = 0; i < sizeof active / sizeof *active; i++)
        if (!strcasecmp(name, active[i]))
            return true;
    for (size_t i = 0; attributes && i < attributes->count; i++)
        if (!strncasecmp(attributes->names[i], "on", 2) ||
            leads_out(attributes->names[i], attributes->items[i].text))
            return true;
    return false;
}

/* The line of the first element that does more than draw; 0: none. */
static int64_t acting_line(const struct tree *element)
{
    int64_t line = 0;

    if (acts(element))
        return element_line(element);
    for (size_t i = 0; !line && i < element_count(element); i++)
        line = acting_line(element_child(element, i));
    return line;
}

static enum status check_svg(struct house *house, struct findings *findings,
                             const char *name, const char *bytes, size_t length)
{
    struct tree root, problems;
    enum status status = reading_xml(house->readers, findings->arena, NULL,
                                     bytes, length, &root, &problems);

    if (status == INVALID)
        find_all(findings, name, &problems);
    TRY(status);
    int64_t line = strcmp(element_name(&root), "svg") ? 1 : acting_line(&root);
    if (!line)
        return OK;
    find_error(findings, name, line,
               "Hình SVG chỉ được vẽ: không script, không sự kiện, không liên "
               "kết ra ngoài.",
               "An SVG picture may only draw: no script, no events, no links "
               "to elsewhere.");
    return INVALID;
}

/* ---- any of them ---------------------------------------------------------*/

const char *media_type(const char *name)
{
    const struct kind *kind = kind_of(name);

    return kind ? kind->type : NULL;
}

enum medium media_kind(const char *name)
{
    const struct kind *kind = kind_of(name);

    return kind ? kind->medium : MEDIUM_NONE;
}

size_t media_most(const char *name)
{
    return media_kind(name) == FILM ? MOST_FILM : MOST_MEDIA;
}

const char *media_beside(struct arena *arena, const char *name,
                         const char *ending)
{
    const char *end = strrchr(name, '.');
    size_t stem = end ? (size_t)(end - name) : strlen(name);

    return arena_print(arena, "%.*s%s", (int)stem, name, ending);
}

static enum status check_captions(struct house *house,
                                  struct findings *findings, const char *name,
                                  const char *bytes, size_t length,
                                  struct tree *cues)
{
    struct tree problems;
    enum status status = reading_captions(house->readers, findings->arena,
                                          bytes, length, cues, &problems);

    if (status == INVALID)
        find_all(findings, name, &problems);
    return status;
}

/* Whether the bytes begin as one of the rows of this ending has it. */
static bool begins_so(const struct kind *kind, const char *bytes, size_t length)
{
    const struct kind *stop = kinds + sizeof kinds / sizeof *kinds;

    for (const struct kind *k = kind;
         k < stop && !strcmp(k->ending, kind->ending); k++)
        if (length >= k->at + k->length &&
            !memcmp(bytes + k->at, k->begins, k->length))
            return true;
    return false;
}

static void tell_kind(struct findings *findings, const struct kind *kind,
                      const char *name)
{
    struct arena *arena = findings->arena;
    const char *ending = kind->ending + 1;
    bool picture = kind->medium == PICTURE;

    find_error(findings, name, 0,
               arena_print(arena, "Nội dung tệp không phải là %s%s.",
                           picture ? "hình " : "", ending),
               arena_print(arena, "What is in the file is no %s%s.", ending,
                           picture ? " picture" : " file"));
}

enum status media_check(struct house *house, struct findings *findings,
                        const char *name, const char *bytes, size_t length,
                        struct tree *cues)
{
    const struct kind *kind = kind_of(name);
    struct arena *arena = findings->arena;
    int most = (int)(media_most(name) >> 20);

    *cues = (struct tree){.kind = TREE_NOTHING};
    if (!kind) {
        find_error(findings, name, 0,
                   "Tệp này không phải hình, phim, tiếng, phụ đề hay tài liệu "
                   "dùng được ở đây.",
                   "This file is no picture, film, sound, captions or document "
                   "that can be used here.");
        return INVALID;
    }
    if (length > media_most(name)) {
        find_error(findings, name, 0,
                   arena_print(arena, "Tệp lớn hơn %d MB.", most),
                   arena_print(arena, "The file is larger than %d MB.", most));
        return INVALID;
    }
    if (kind->medium == CAPTIONS)
        return check_captions(house, findings, name, bytes, length, cues);
    if (!kind->begins)
        return kind->medium == PICTURE
                   ? check_svg(house, findings, name, bytes, length)
                   : OK;
    if (begins_so(kind, bytes, length))
        return OK;
    tell_kind(findings, kind, name);
    return INVALID;
}
