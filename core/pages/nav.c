#include "pages/nav.h"

#include "pages/pages.h"

#include <string.h>

/* One line for each entry; a line is added when its page exists. */
static const struct {
    enum right right;
    const char *address;
    enum word text;
} entries[] = {
    {SIGNED_IN, "/", SAY_NAV_TODAY},
    {LEARN, "/my", SAY_NAV_MY},
    {LEARN, "/courses", SAY_COURSES},
    {LEARN, "/sittings", SAY_NAV_SITTINGS},
    {PUBLISH_TESTS, "/tests", SAY_NAV_TESTS},
    {SCHEDULE, "/schedule", SAY_NAV_SCHEDULE},
    {WATCH, "/rooms", SAY_NAV_ROOMS},
    {SCHEDULE, "/requirements", SAY_NAV_REQUIREMENTS},
    {MARK, "/marking", SAY_NAV_MARKING},
    {SEE_RESULTS, "/results", SAY_NAV_RESULTS},
    {SEE_AUDIT, "/audit", SAY_NAV_AUDIT},
    {SEE_REGRADES, "/regrades", SAY_REGRADES},
    {SEE_PEOPLE, "/people", SAY_NAV_PEOPLE},
    {SEE_PEOPLE, "/units", SAY_NAV_UNITS},
    {EDIT_COURSES, "/authoring", SAY_NAV_AUTHORING},
    {SEE_ITEMS, "/banks", SAY_NAV_BANKS},
    {SEE_PLUGINS, "/plugins", SAY_NAV_PLUGINS},
};

enum { ENTRIES = sizeof entries / sizeof entries[0], MOST_ON_A_PHONE = 6 };

static const char *current(const char *entry, const char *address)
{
    size_t n = strlen(entry);

    if (!strcmp(entry, address))
        return "page";
    return n > 1 && !strncmp(entry, address, n) && address[n] == '/' ? "true"
                                                                     : NULL;
}

/* A regrade concerns people of all units. */
static bool sees_all(const struct visitor *visitor)
{
    for (size_t i = 0; i < visitor->scope_count; i++)
        if (!visitor->scopes[i].unit &&
            role_rights(visitor->scopes[i].role) >> SEE_REGRADES & 1)
            return true;
    return false;
}

const struct nav_entry *nav_entries(const struct reader *reader)
{
    const struct visitor *visitor = reader->visitor;
    struct nav_entry *list =
        arena_many(reader->arena, struct nav_entry, ENTRIES + 1);
    size_t count = 0;

    if (!visitor->person || visitor->must_change || visitor->second_step_due)
        return NULL;
    for (size_t i = 0; i < ENTRIES; i++)
        if (may(visitor, entries[i].right) &&
            (entries[i].right != SEE_REGRADES || sees_all(visitor)))
            list[count++] = (struct nav_entry){
                entries[i].address, say(reader->language, entries[i].text),
                current(entries[i].address, reader->address)};
    return list;
}

const struct nav_entry *nav_current(const struct nav_entry *nav)
{
    for (; nav->address; nav++)
        if (nav->current)
            return nav;
    return NULL;
}

bool nav_is_long(const struct nav_entry *nav)
{
    size_t count = 0;

    while (nav[count].address)
        count++;
    return count > MOST_ON_A_PHONE;
}
