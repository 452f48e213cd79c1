#include "tests/fuzz/fuzz.h"

#include "base/arena.h"
#include "base/buf.h"
#include "http/form.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* The urlencoded reader: what it lets in is text, bounded, and comes out the
   same when it is written and read again. */

static void write_again(struct buf *out, const struct fields *fields)
{
    for (size_t i = 0; i < fields->count; i++) {
        buf_bytes(out, "&", i ? 1 : 0);
        emit_part_text(out, fields->list[i].name);
        buf_bytes(out, "=", 1);
        emit_part_text(out, fields->list[i].value);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *arena = arena_new();
    struct fields fields, again;
    struct buf out = {.arena = arena};
    char *text = arena_alloc(arena, size + 1);

    memcpy(text, data, size);
    form_cookies(arena, text);
    if (form_read(arena, (const char *)data, size, &fields) == OK) {
        if (fields.count > MOST_FIELDS)
            abort();
        for (size_t i = 0; i < fields.count; i++)
            if (!text_nfc(arena, fields.list[i].value,
                          strlen(fields.list[i].value)))
                abort();
        write_again(&out, &fields);
        if (form_read(arena, out.data ? out.data : "", out.length, &again) !=
                OK ||
            again.count != fields.count)
            abort();
        for (size_t i = 0; i < fields.count; i++)
            if (strcmp(again.list[i].name, fields.list[i].name) ||
                strcmp(again.list[i].value, fields.list[i].value))
                abort();
    }
    arena_free(arena);
    return 0;
}
