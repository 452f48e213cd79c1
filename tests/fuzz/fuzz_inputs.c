#include "tests/fuzz/fuzz.h"

#include "base/decimal.h"
#include "quiz/inputs.h"
#include "json/json.h"

#include <stdlib.h>
#include <string.h>

/*
 * What is typed into each kind of input: either understood, and then it can be
 * typed again and is understood the same, or a problem; and only what is
 * declared comes out.
 */
static const char declared[] =
    "{\"d\":{\"type\":\"decimal\"},\"i\":{\"type\":\"integer\",\"max\":\"99\"},"
    "\"t\":{\"type\":\"text\",\"max\":20},\"c\":{\"type\":\"choice\","
    "\"options\":[\"a\",\"b\"]},\"s\":{\"type\":\"set\",\"options\":[\"a\","
    "\"b\"]},\"y\":{\"type\":\"date\"}}";

static void check(struct arena *arena, const struct tree *inputs,
                  const struct tree *typed, const char *numbers)
{
    struct checked out, again;
    struct decimal value;

    inputs_check(arena, inputs, typed, numbers, &out);
    if (out.response.count + out.problems.count + out.blank.count !=
        inputs->count)
        abort();
    const char *decimal = tree_text(&out.response, "d");
    if (decimal && !decimal_read(decimal, &value))
        abort();
    struct tree back = inputs_write(arena, inputs, &out.response, numbers);
    inputs_check(arena, inputs, &back, numbers, &again);
    if (!tree_same(&out.response, &again.response) || again.problems.count)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct tree inputs, typed;
    struct tree_maker same = tree_map(arena);

    if (json_read(arena, declared, strlen(declared), &inputs) != OK)
        abort();
    if (json_read(arena, (const char *)data, size, &typed) == OK) {
        check(arena, &inputs, &typed, "comma");
        check(arena, &inputs, &typed, "point");
    }
    /* and the bytes themselves, typed into all of them */
    struct tree text =
        tree_of_text(arena_text(arena, (const char *)data, size));
    for (size_t i = 0; i < inputs.count; i++)
        tree_put(&same, inputs.names[i], text);
    typed = tree_done(&same);
    check(arena, &inputs, &typed, "comma");
    check(arena, &inputs, &typed, "point");
    arena_free(arena);
    return 0;
}
