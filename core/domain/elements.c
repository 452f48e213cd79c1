#include "domain/elements.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

const char *element_name(const struct tree *element)
{
    return tree_text(element, "name");
}

const char *element_attribute(const struct tree *element, const char *name)
{
    return tree_text(tree_get(element, "attributes"), name);
}

int64_t element_line(const struct tree *element)
{
    return tree_integer(element, "line", 0);
}

const char *element_text(const struct tree *element)
{
    const char *text = tree_text(element, "text");

    return text ? text : "";
}

size_t element_count(const struct tree *element)
{
    const struct tree *children = tree_get(element, "children");

    return children ? children->count : 0;
}

const struct tree *element_child(const struct tree *element, size_t i)
{
    return &tree_get(element, "children")->items[i];
}

const struct tree *element_next(const struct tree *element, const char *name,
                                size_t *at)
{
    const struct tree *children = tree_get(element, "children");

    while (children && *at < children->count) {
        const struct tree *child = &children->items[(*at)++];
        if (!strcmp(element_name(child), name))
            return child;
    }
    return NULL;
}

const struct tree *element_first(const struct tree *element, const char *name)
{
    size_t at = 0;

    return element_next(element, name, &at);
}

/* Without the white space at both ends; what is inside is the author's. */
static const char *trimmed(struct arena *arena, const char *text)
{
    static const char space[] = " \t\r\n";
    size_t length;

    text += strspn(text, space);
    for (length = strlen(text); length && strchr(space, text[length - 1]);)
        length--;
    return arena_text(arena, text, length);
}

struct tree element_words(struct arena *arena, const struct tree *element,
                          const char *name)
{
    struct tree_maker map = tree_map(arena);
    const struct tree *child;

    for (size_t at = 0; (child = element_next(element, name, &at));) {
        const char *language = element_attribute(child, "xml:lang");
        if (language)
            tree_put(&map, language,
                     tree_of_text(trimmed(arena, element_text(child))));
    }
    return tree_done(&map);
}

int64_t element_line_at(const struct tree *element, const char *place)
{
    char name[64];
    int64_t line = element_line(element);

    while (place && *place) {
        size_t length = strcspn(place, ".[");
        char *end = (char *)place + length;
        unsigned long i = 1;
        if (!length || length >= sizeof name)
            break;
        memcpy(name, place, length);
        name[length] = '\0';
        if (*end == '[') {
            i = strtoul(end + 1, &end, 10);
            end += *end == ']';
        }
        const struct tree *child = NULL;
        for (size_t at = 0; i && (child = element_next(element, name, &at));)
            i--;
        element = child;
        if (!element)
            break;
        line = element_line(element);
        place = *end == '.' ? end + 1 : "";
    }
    return line;
}

/* ---- the body of an item
 * -----------------------------------------------------*/

static struct tree value_of(struct arena *arena, const struct tree *element)
{
    if (element_count(element))
        return element_fields(arena, element);
    return tree_of_text(trimmed(arena, element_text(element)));
}

static bool has_language(const struct tree *element)
{
    return element_attribute(element, "xml:lang") != NULL;
}

/* One name: a translated text, a value, or a list of values. */
static struct tree field_of(struct arena *arena, const struct tree *element,
                            const char *name)
{
    const struct tree *first = element_first(element, name), *child;
    size_t second = 0;
    struct tree_maker list = tree_list(arena);

    if (has_language(first))
        return element_words(arena, element, name);
    element_next(element, name, &second);
    if (!element_next(element, name, &second))
        return value_of(arena, first);
    for (size_t at = 0; (child = element_next(element, name, &at));)
        tree_add(&list, value_of(arena, child));
    return tree_done(&list);
}

struct tree element_fields(struct arena *arena, const struct tree *element)
{
    struct tree_maker map = tree_map(arena);

    for (size_t i = 0; i < element_count(element); i++) {
        const char *name = element_name(element_child(element, i));
        bool known = false;
        for (size_t k = 0; k < map.count; k++)
            known |= !strcmp(map.names[k], name);
        if (!known)
            tree_put(&map, name, field_of(arena, element, name));
    }
    return tree_done(&map);
}
