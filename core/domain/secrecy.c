#include "domain/secrecy.h"

#include <string.h>

/* Who is excused, exempt, absent or suspended sits no more, unless somebody
   calls them again; then it is kept from them again. */
static bool has_to_sit(const struct called *c, int64_t now)
{
    return !c->cancelled_at && now < c->over_at &&
           (!strcmp(c->state, "called") || !strcmp(c->state, "incident"));
}

enum status secrecy_of(struct house *house, struct arena *arena, int64_t person,
                       int64_t now, struct secrecy *out)
{
    const struct called *called;
    size_t count;

    *out = (struct secrecy){0};
    TRY(sitting_person_list(house->db, arena, person, &called, &count));
    struct secret_test *list = arena_many(arena, struct secret_test, count);
    for (size_t i = 0; i < count; i++) {
        if (!has_to_sit(&called[i], now))
            continue;
        list[out->count].called = &called[i];
        TRY(shelf_test(house, called[i].test, &list[out->count++].test));
    }
    out->list = list;
    return OK;
}

/* Another version of an item asks nearly the same. */
static bool is_pinned(struct arena *arena, const struct shelf_test *test,
                      const struct item_row *versions, size_t count)
{
    const struct tree *items = tree_get(&test->pins, "items");

    for (size_t i = 0; items && i < count; i++)
        if (tree_get(items,
                     arena_print(arena, "%lld", (long long)versions[i].id)))
            return true;
    return false;
}

enum status secrecy_keeps(struct house *house, struct arena *arena,
                          const struct secrecy *secrecy,
                          const struct item_row *item,
                          const struct called **out)
{
    const struct item_row *versions;
    size_t count;

    *out = NULL;
    if (!secrecy->count)
        return OK;
    TRY(item_version_list(house->db, arena, item->bank, item->code, &versions,
                          &count));
    for (size_t i = 0; i < secrecy->count; i++) {
        const struct secret_test *s = &secrecy->list[i];
        if ((!*out || s->called->over_at > (*out)->over_at) &&
            is_pinned(arena, s->test, versions, count))
            *out = s->called;
    }
    return OK;
}
