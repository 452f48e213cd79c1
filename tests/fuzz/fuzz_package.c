#include "tests/fuzz/fuzz.h"

#include "quiz/package.h"

#include <stdlib.h>
#include <string.h>

/* Files by lines, "NAME LENGTH": a package with the hash of its files in
   whatever order, or refused with a reason. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct package_file files[300], turned[300];
    char *text = arena_text(arena, (const char *)data, size);
    size_t count = 0;
    struct package package, again;
    const char *why = NULL;

    for (char *line = text; line && count < 300;) {
        char *next = strchr(line, '\n');
        if (next)
            *next++ = '\0';
        char *space = strrchr(line, ' ');
        size_t length = space ? strtoul(space, NULL, 10) % 1000 : 0;
        if (space)
            *space = '\0';
        files[count++] = (struct package_file){line, arena_alloc(arena, length),
                                               length, NULL, false};
        line = next;
    }
    for (size_t i = 0; i < count; i++)
        turned[count - 1 - i] = files[i];
    enum status status = package_make(arena, files, count, &package, &why);
    if (status != OK && !why)
        abort();
    if (status == OK &&
        (package_make(arena, turned, count, &again, &why) != OK ||
         strcmp(package.hash, again.hash) != 0 || package.count != count))
        abort();
    arena_free(arena);
    return 0;
}
