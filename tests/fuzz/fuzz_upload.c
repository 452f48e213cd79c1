#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "http/upload.h"

#include <stdlib.h>
#include <string.h>

/* The multipart reader. The first line of the input is the Content-Type, the
   rest the body: files must lie inside it. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct fields fields;
    const struct upload *uploads;
    size_t count, head = 0;

    while (head < size && data[head] != '\n')
        head++;
    const char *type = arena_text(arena, (const char *)data, head);
    size_t length = head < size ? size - head - 1 : 0;
    char *body = malloc(length ? length : 1); /* so that one byte too far is
                                                 seen */
    if (!body)
        abort();
    if (length)
        memcpy(body, data + head + 1, length);
    if (upload_read(arena, type, body, length, &fields, &uploads, &count) ==
        OK) {
        if (fields.count + count > MOST_PARTS)
            abort();
        for (size_t i = 0; i < count; i++)
            if (uploads[i].data < body ||
                uploads[i].data + uploads[i].length > body + length ||
                strpbrk(uploads[i].name, "/\\"))
                abort();
    }
    free(body);
    arena_free(arena);
    return 0;
}
