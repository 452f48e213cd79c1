#include "domain/media.h"

#include "domain/elements.h"
#include "reading/reading.h"

#include <string.h>
#include <strings.h>

static const struct kind {
    const char *ending, *type;
    const char *begins; /* NULL: it is XML */
    size_t length, at;  /* of `begins`, and where */
} kinds[] = {
    {".svg", "image/svg+xml", NULL, 0, 0},
    {".png", "image/png", "\x89PNG\r\n\x1a\n", 8, 0},
    {".jpg", "image/jpeg", "\xff\xd8\xff", 3, 0},
    {".jpeg", "image/jpeg", "\xff\xd8\xff", 3, 0},
    {".webp", "image/webp", "WEBP", 4, 8},
    {".gif", "image/gif", "GIF8", 4, 0},
};

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

enum status media_check(struct house *house, struct findings *findings,
                        const char *name, const char *bytes, size_t length)
{
    const struct kind *kind = kind_of(name);
    struct arena *arena = findings->arena;

    if (!kind) {
        find_error(findings, name, 0,
                   "Tệp này không phải svg, png, jpg, webp hoặc gif.",
                   "This file is no svg, png, jpg, webp or gif.");
        return INVALID;
    }
    if (length > MOST_MEDIA) {
        find_error(findings, name, 0, "Tệp lớn hơn 20 MB.",
                   "The file is larger than 20 MB.");
        return INVALID;
    }
    if (!kind->begins)
        return check_svg(house, findings, name, bytes, length);
    if (length >= kind->at + kind->length &&
        !memcmp(bytes + kind->at, kind->begins, kind->length))
        return OK;
    find_error(findings, name, 0,
               arena_print(arena, "Nội dung tệp không phải là hình %s.",
                           kind->ending + 1),
               arena_print(arena, "What is in the file is no %s picture.",
                           kind->ending + 1));
    return INVALID;
}
