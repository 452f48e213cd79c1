#include "tests/fuzz/fuzz.h"

#include "quiz/body.h"
#include "json/json.h"

#include <stdlib.h>
#include <string.h>

/*
 * An item's body, against fields of every type: refused with a reason, or
 * checked, and then it is accepted again and comes out the same. The bytes are
 * also tried as the fields themselves.
 */
static const char declared[] =
    "{\"prompt\":{\"type\":\"markdown\",\"required\":true,\"translate\":true},"
    "\"n\":{\"type\":\"integer\",\"min\":0,\"max\":9,\"default\":3},"
    "\"rate\":{\"type\":\"decimal\",\"min\":\"0\",\"secret\":true},"
    "\"yes\":{\"type\":\"boolean\"},\"how\":{\"type\":\"enum\",\"values\":["
    "\"a\",\"b\"],\"default\":\"a\"},\"file\":{\"type\":\"media\"},\"option\":"
    "{\"type\":\"list\",\"of\":{\"type\":\"record\",\"fields\":{\"id\":{"
    "\"type\":\"text\",\"required\":true},\"why\":{\"type\":\"text\","
    "\"translate\":true,\"secret\":true},\"p\":{\"type\":\"pattern\"}}}}}";

static void check(struct arena *arena, const struct tree *fields,
                  const struct tree *loose)
{
    struct tree body, again, problems;

    if (body_check(arena, fields, loose, &body, &problems) != OK) {
        if (!problems.count || !tree_text(&problems.items[0], "vi"))
            abort();
        return;
    }
    if (body_check(arena, fields, &body, &again, &problems) != OK ||
        !tree_same(&body, &again))
        abort();
    struct tree other = body_disturbed(arena, fields, &body);
    struct tree shown = body_view(arena, fields, &body, BODY_SHOWN);
    struct tree shown_other = body_view(arena, fields, &other, BODY_SHOWN);
    body_view(arena, fields, &body, BODY_GRADED);
    body_view(arena, fields, &body, BODY_WHOLE);
    if (!tree_same(&shown, &shown_other))
        abort(); /* a secret can be seen */
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct tree fields, loose;
    const char *why = NULL;

    if (json_read(arena, declared, strlen(declared), &fields) != OK ||
        !fields_check(arena, &fields, &why))
        abort();
    if (json_read(arena, (const char *)data, size, &loose) == OK) {
        check(arena, &fields, &loose);
        if (fields_check(arena, &loose, &why))
            check(arena, &loose, &fields);
        else if (!why)
            abort();
    }
    arena_free(arena);
    return 0;
}
